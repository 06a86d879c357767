"""How the sign-in library is tied in, and what a person says about herself."""

import time
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext as _

from registry import actions
from registry.forms.people import ProfileForm
from registry.models import User

# Where an invitation waits until the person who opened its link has signed in.
INVITATION = "invitation"
# The page of ours to which a person comes back once she has an account: sign-up leads through her mailbox.
COME_BACK = "come_back"


class AccountAdapter(DefaultAccountAdapter):
    """The library's mails go through the outbox like all others, in the reader's language, with links to our origin."""

    def save_user(self, request, user, form, commit=True):
        user.language = _language_of_page()
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request):
        token = request.session.pop(INVITATION, "")
        if token:
            return reverse("registry:invitation-detail", args=[token])
        return request.session.pop(COME_BACK, "") or super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just signed in need not do so again to change her password, her address or her second step."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def format_email_subject(self, subject):
        # Without the name of the site in brackets, which the library takes from the address that the browser sent.
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        """Write the mail into the outbox; it carries a link that must not be kept once it was sent."""
        user = context.get("user")
        user = user if user and user.pk else User.objects.filter(email__iexact=email).first()
        language = user.language if user else _language_of_page()
        # The library built its links in the language of the page, in which alone they can be taken apart.
        words = {name: _at_our_origin(value, language) for name, value in context.items() if name != "request"}
        with translation.override(language):
            mail = self.render_mail(template_prefix, email, words | {"site": settings.SITE_ORIGIN, "email": email})
        actions.post(
            f"account.{template_prefix.rpartition('/')[2]}",
            recipient=user,
            address=email,
            title=mail.subject,
            body=mail.body,
            language=language,
            carries_secret=True,
        )


def _language_of_page():
    return (translation.get_language() or settings.LANGUAGE_CODE)[:2]


def _at_our_origin(value, language):
    """A link as it goes into a mail: to where we are by our own word, whatever host the request named."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return settings.SITE_ORIGIN + translate_url(path, language)


@login_required
def profile(request):
    """Her name, her language, her clock."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_profile(request.user, by=request.user, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your profile was saved."))
            return redirect("registry:my-settings")
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/my_settings.html", {"form": form}, status=status)
