"""Pages that say rather than ask: the start, and what the registry is."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from registry import policies


def choose_language(request):
    """The bare address leads to the reader's language."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = HttpResponseRedirect(reverse("registry:organization-list"))
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def documentation(request):
    """Of the API, in the reader's language."""
    return redirect("docs:start")


def home(request):
    """Staff begin with their work, who acts for an organization with that, everybody else with the directory."""
    if policies.may_read_staff_pages(request.user):
        return redirect("registry:staff-home")
    if request.user.is_authenticated and request.user.current_memberships():
        return redirect("registry:my-home")
    return redirect("registry:organization-list")


def levels(request):
    return render(request, "registry/pages/levels.html")


def about(request):
    return render(request, "registry/pages/about.html")


def accessibility(request):
    return render(request, "registry/pages/accessibility.html")


def privacy(request):
    return render(request, "registry/pages/privacy.html")
