"""Who gets through the door of a staff page, and with what menu."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from registry import policies


def staff_page(view):
    """Signed out: sign in and come back. Signed in without a function: the page does not exist."""

    @login_required
    @wraps(view)
    def page(request, *args, **kwargs):
        if not policies.may_read_staff_pages(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return page
