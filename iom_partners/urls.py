"""The whole site on one screen. People's addresses begin with their language, the API's do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from registry.api import discovery, tokens
from registry.views import health, identity, mails, pages

urlpatterns = [
    path("", pages.choose_language, name="choose-language"),
    path("health", health.live, name="health"),
    path("health/ready", health.ready, name="health-ready"),
    path("id/<str:reference>", identity.organization, name="identity"),
    path("mail/reports", mails.report, name="mail-reports"),
    path("identity/o/api/token", tokens.token, name="oauth-token"),
    # Where people look for the documentation, whatever they know of it.
    re_path(r"^api/(?:v1/)?docs/?$", pages.documentation, name="api-docs"),
    path("api/v1/", include("iom_partners.api.urls")),
    # What programs find by themselves
    path(".well-known/api-catalog", discovery.api_catalog, name="api-catalog"),
    path("catalog", discovery.catalog, name="catalog"),
    path("contexts/v1.jsonld", discovery.context, name="jsonld-context"),
    *i18n_patterns(
        path("", include("registry.urls")),
        path("docs/", include("registry.api.docs.urls")),
        path("", include("observers.urls")),
        path("", include("consultations.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
    ),
]

handler400 = "registry.views.errors.bad_request"
handler403 = "registry.views.errors.forbidden"
handler404 = "registry.views.errors.not_found"
handler500 = "registry.views.errors.broken"
