"""Who gets through the door of a staff page, and of the pages of one's own organization."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404

from registry import policies
from registry.errors import Moved
from registry.models import Organization


def staff_page(view):
    """Signed out: sign in and come back. Signed in without a function: the page does not exist."""

    @login_required
    @wraps(view)
    def page(request, *args, **kwargs):
        if not policies.may_read_staff_pages(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return page


def own_organization(request, reference, may=None):
    """An organization for which this person acts, else 404; with `may`, a question of policies, 403 to who may not."""
    mine = Organization.objects.visible_to(request.user)
    mine = mine.filter(memberships__user=request.user, memberships__left_at=None)
    known = mine.select_related("hq_country").prefetch_related("names", "presences__country")
    organization = known.filter(reference=reference).first()
    if organization is None:
        _follow_merge(request, mine, reference)
        raise Http404
    if may and not may(request.user, organization):
        raise PermissionDenied
    return organization


def _follow_merge(request, mine, reference):
    """An address that she kept of a record that was merged leads to the same page of what it became."""
    became = mine.filter(merged_from__reference=reference).values_list("reference", flat=True).first()
    if became and request.method in ("GET", "HEAD"):
        raise Moved(request.get_full_path().replace(reference, became, 1))
