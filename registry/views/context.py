"""What every page knows."""

from django.conf import settings


def site(request):
    return {"demo": settings.IS_DEMO, "site_origin": settings.SITE_ORIGIN}
