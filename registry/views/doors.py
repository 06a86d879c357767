"""Who gets through the door of a staff page, and of the pages of one's own organization."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from registry import policies
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
    organization = get_object_or_404(
        mine.select_related("hq_country").prefetch_related("names", "presences__country"), reference=reference
    )
    if may and not may(request.user, organization):
        raise PermissionDenied
    return organization
