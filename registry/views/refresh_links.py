"""The sixty-second link: who holds it reads what the registry says of her organization, and answers for it once.

A look writes nothing, for mail programs and scanners follow links by themselves. After the answer the same address says
what was answered and when, and shows nothing of the record any more.
"""

from functools import wraps

from allauth.core import ratelimit
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from registry import actions
from registry.actions.refreshes.sending import hash_link
from registry.errors import Refused
from registry.forms.refreshes import CorrectForm, LeftForm
from registry.models import RefreshInvite
from registry.queries import own_records as own
from registry.queries.proposals import waiting_fields
from registry.states import OPEN_REFRESHES, OrganizationState
from registry.views.records import opened_version


def link_page(view):
    """Find the question of a link; the address is a key, so nobody keeps the page and no other page learns it."""

    @never_cache
    @wraps(view)
    def page(request, token):
        known = RefreshInvite.objects.select_related("organization__hq_country", "campaign", "contact")
        invite = known.filter(token_sha256=hash_link(token)).first()
        if invite is None:
            response = _unknown(request)
        elif request.method == "POST" and not ratelimit.consume(request, action="refresh_answer"):
            sentence = _("Too many answers from your network. Wait a minute.")
            response = _page(request, token, invite, refused=sentence, status=429)
        else:
            response = view(request, token, invite)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return page


@require_safe
@link_page
def link(request, token, invite):
    return _page(request, token, invite)


@require_POST
@link_page
def confirm(request, token, invite):
    return _answer(request, token, invite, lambda: actions.confirm_by_link(invite, version=opened_version(request)))


@require_POST
@link_page
def opened(request, token, invite):
    """She wants to correct something: so the mail was read by a person."""
    return _answer(request, token, invite, lambda: actions.note_opened(invite), to="registry:refresh-correct")


@link_page
def correct(request, token, invite):
    if not _is_open(invite):
        return _page(request, token, invite, status=409 if request.method == "POST" else 200)
    organization, contact = invite.organization, invite.recipient()
    form = CorrectForm(
        request.POST or None, organization=organization, contact=contact, waiting=waiting_fields(organization)
    )
    if request.method == "POST" and form.is_valid():
        said = {"changes": form.changes(), "contact": form.contact_changes(), "note": form.cleaned_data["note"]}
        rest = form.cleaned_data["is_rest_right"]
        try:
            actions.correct_by_link(invite, **said, is_rest_right=rest, version=opened_version(request))
        except Refused as refused:
            form.add_error(None, str(refused))
            return _correct_page(request, token, invite, form, 409)
        return redirect("registry:refresh-link", token)
    return _correct_page(request, token, invite, form, 422 if form.is_bound else 200)


@require_POST
@link_page
def left(request, token, invite):
    form = LeftForm(request.POST)
    if not form.is_valid():
        return _page(request, token, invite, form=form, status=422)
    return _answer(request, token, invite, lambda: actions.leave_by_link(invite, **form.cleaned_data))


@require_POST
@link_page
def refuse(request, token, invite):
    return _answer(request, token, invite, lambda: actions.refuse_by_link(invite))


def _answer(request, token, invite, act, to="registry:refresh-link"):
    try:
        act()
    except Refused as refused:
        # What a colleague answered meanwhile stands on the page as it is now.
        invite.refresh_from_db()
        return _page(request, token, invite, refused=str(refused), status=409)
    return redirect(to, token)


def _page(request, token, invite, *, form=None, refused="", status=200):
    is_open, organization = _is_open(invite), invite.organization
    context = {"token": token, "invite": invite, "is_open": is_open, "refused": refused}
    if is_open:
        partnerships = organization.partnerships.told().select_related("role", "area", "country")
        context |= {
            "organization": organization,
            "sections": own.sections(organization),
            "contact": invite.recipient(),
            "partnerships": partnerships.order_by("country", "area", "pk"),
            "form": form or LeftForm(),
        }
    return render(request, "registry/refresh_link.html", context, status=status)


def _correct_page(request, token, invite, form, status):
    context = {
        "token": token,
        "organization": invite.organization,
        "form": form,
        "version": invite.organization.version,
        "waiting": waiting_fields(invite.organization),
    }
    return render(request, "registry/refresh_correct.html", context, status=status)


def _is_open(invite):
    """Nothing is shown of an organization that came into danger, nor of a record that became part of another one; nor
    to who is not the person any more that it was sent to."""
    organization = invite.organization
    is_there = not organization.is_at_risk and organization.state != OrganizationState.MERGED
    is_in_time = invite.state in OPEN_REFRESHES and invite.expires_at > timezone.now()
    return is_there and is_in_time and invite.recipient() is not None


def _unknown(request):
    return render(request, "registry/refresh_link.html", {"invite": None}, status=404)
