"""What tests of the organization's pages say often."""

from django.urls import reverse


def url(name, application, *keys):
    return reverse(f"observers:application-{name}", args=[application.reference, *keys])


def text_of(response):
    return " ".join(response.content.decode().split())
