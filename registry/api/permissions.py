"""A viewset names who may do what; what it does not name is refused."""

from enum import Enum

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission

from registry.api.problems import BASE, Problem
from registry.models import Scope
from registry.models.clients import PUBLIC

# Nobody does these without a key.
NEEDS_KEY = frozenset({Scope.WEBHOOKS, Scope.PROPOSE})


class Countries(Enum):
    """How a view answers a key that is for named countries; REFUSED unless a view says otherwise."""

    REFUSED = "it tells of organizations and cannot leave any out"
    KEPT = "it keeps to the countries of the key"
    NO_MATTER = "it tells nothing of organizations"


class May(BasePermission):
    """By `may`, the actions that there are; `scope`, what a key must be for, if anything; and `countries`."""

    def has_permission(self, request, view):
        if getattr(view, "action", None) not in getattr(view, "may", {}):
            raise Problem("forbidden")
        caller, scope = request.auth, getattr(view, "scope", Scope.READ)
        if caller is None:
            if scope in NEEDS_KEY:
                raise Problem("key-needed", headers={"WWW-Authenticate": 'Bearer realm="registry"'})
            return True
        if scope and scope not in caller.scopes:
            raise Problem("scope-missing", _("The key is not for `%(scope)s`.") % {"scope": scope})
        if caller.countries and getattr(view, "countries", Countries.REFUSED) is Countries.REFUSED:
            raise _of_all_countries(caller)
        return True


def profile(request):
    """Which profile of an organization the caller reads: "public" or "partner"."""
    return request.auth.profile if request.auth else PUBLIC


def refuse_other_countries(request, facets):
    """By the values that a listing is found by."""
    caller = request.auth
    if caller and caller.countries and caller.countries.isdisjoint(_countries_in(facets)):
        raise out_of_country(caller, is_read=request.method in ("GET", "HEAD"))


def _countries_in(facets):
    return {value.removeprefix("country:") for value in facets if value.startswith("country:")}


def out_of_country(caller, *, is_read=True):
    detail = _("The key is for organizations that work in: %(countries)s.") % {"countries": _named(caller)}
    if is_read:
        detail = f"{detail} {_('Ask without it for what is public everywhere.')}"
    return Problem("out-of-country", detail)


def _of_all_countries(caller):
    detail = _(
        "The key is for organizations that work in: %(countries)s. This address tells of all countries at once and"
        " cannot keep to these. Ask it without the key: what is public is the same for everybody. With the key, ask"
        " %(list)s, where `updated_since` gives what changed in its countries."
    ) % {"countries": _named(caller), "list": f"{BASE}/organizations"}
    return Problem("all-countries", detail)


def _named(caller):
    return ", ".join(sorted(caller.countries))
