"""The public door: search first, then claim what is there or add what is not. Reads listings and nothing else."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions
from registry.errors import Contradiction, Refused
from registry.forms.joining import ClaimForm, JoinForm, SearchForm
from registry.matching import domain_of
from registry.models import Claim, Country, Organization
from registry.queries import joining
from registry.queries.claims import administrators
from registry.queries.freshness import policies as freshness_policies
from registry.queries.words import words
from registry.states import ClaimState
from registry.views import presenters
from registry.views.accounts import COME_BACK
from registry.views.doors import own_organization

# While she types, from the third letter on; when she asks, an acronym of two letters is enough.
FEWEST_TYPED, FEWEST_ASKED = 3, 2


@require_safe
def search(request):
    """Find the organization while typing, with the reason why each is shown; without script by the button."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    form.is_valid()
    typed = form.cleaned_data if form.is_bound else {}
    q, country = typed.get("q", ""), typed.get("country")
    has_searched = len(q) >= (FEWEST_TYPED if request.htmx else FEWEST_ASKED)
    found = joining.matches(q, country=country.pk if country else None) if has_searched else []
    context = {
        "form": form,
        "q": q,
        "has_searched": has_searched,
        "matches": _told(found),
        "new_query": _prefilled(q, country),
        "countries": Country.objects.order_by("name_en"),
    }
    template = "registry/_register_results.html" if request.htmx else "registry/register_search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def claim(request, reference):
    """ "This is us": show by a mailbox or by a document that one acts for it. Others decide."""
    public = joining.listed(reference)
    if public is None:
        raise Http404
    if not request.user.is_authenticated:
        return _account_first(request, public=public)
    organization = Organization.objects.get(reference=public["id"])
    mine = request.user.claims.open().filter(organization=organization).first()
    form = ClaimForm(*_sent(request), domain=domain_of(public["website"]))
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_many_tries(request)
            actions.ask_claim(organization, by=request.user, **form.shown())
        except Contradiction as contradiction:
            form.add_error("email", str(contradiction))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _asked(form.cleaned_data["proof"]))
            return redirect("registry:my-home")
    context = {
        "form": form,
        "organization": presenters.row_of(public, words(), freshness_policies()),
        "mine": mine,
        "is_shown": mine is not None and mine.state == ClaimState.SHOWN,
        "is_member": request.user.memberships.filter(organization=organization, left_at=None).exists(),
        "has_administrators": administrators(organization).exists(),
    }
    return render(request, "registry/register_claim.html", context, status=422 if form.errors else 200)


@require_safe
def proof(request, token):
    """Look at the link of the mail. Only a POST of the person who asked uses it: mail scanners open links."""
    asked = Claim.objects.filter(token_sha256=actions.hash_token(token)).first()
    is_open = asked is not None and asked.expires_at > timezone.now()
    if not request.user.is_authenticated:
        request.session[COME_BACK] = request.path
    context = {
        "token": token,
        "claim": asked,
        "is_open": is_open,
        "is_hers": is_open and asked.person_id == request.user.pk,
    }
    response = render(request, "registry/register_proof.html", context, status=200 if is_open else 410)
    # As with an invitation: the address is a key, so no other page may learn it.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def prove(request, token):
    actions.prove_domain(token, by=request.user)
    messages.success(request, _("Thank you. IOM now decides, or an administrator of the organization."))
    return redirect("registry:my-home")


def new(request):
    """ "Add ours": who may be the same is shown first; a near one must be answered."""
    headquarters = joining.listed(request.GET.get("branch_of", ""))
    if not request.user.is_authenticated:
        return _account_first(request)
    form = JoinForm(*_sent(request)[:1], initial=_initial(request.GET))
    near = []
    if request.method == "POST" and form.is_valid():
        near = joining.near(form.typed_names(), website=form.cleaned_data["website"])
        # The headquarters that she named herself is no question.
        near = [match for match in near if headquarters is None or match.public["id"] != headquarters["id"]]
        if (not near or request.POST.get("is_another")) and _joined(request, form, near, headquarters):
            return redirect("registry:my-home")
    context = {
        "form": form,
        "near": _told(near),
        "headquarters": headquarters,
        "without_headquarters": _prefilled(request.GET.get("name", ""), None),
        "countries": Country.objects.order_by("name_en"),
    }
    return render(request, "registry/register_new.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@login_required
def take_back(request, reference):
    """She brought it in by mistake, or will bring it better."""
    organization = own_organization(request, reference)
    actions.withdraw_joining(organization, by=request.user)
    messages.success(request, _("The organization was taken back. You can add it again, or another one."))
    return redirect("registry:my-home")


def _joined(request, form, near, headquarters):
    try:
        actions.join_organization(
            by=request.user,
            near=[match.public["id"] for match in near],
            branch_of=headquarters["id"] if headquarters else "",
            **form.facts((get_language() or "en")[:2]),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Your organization is in review. You are its administrator; IOM publishes it."))
    return True


def _refuse_many_tries(request):
    if not ratelimit.consume(request, action="claim", user=request.user):
        raise Refused(_("You tried ten times within an hour. Try again later."))


def _sent(request):
    """What was sent with a POST, also when it is nothing at all."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _account_first(request, public=None):
    """Why she needs an account, and the way there and back; what she typed is in the address."""
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    request.session[COME_BACK] = request.get_full_path()
    context = {"next": urlencode({"next": request.get_full_path()}), "public": public}
    return render(request, "registry/register_account.html", context)


def _asked(way):
    if way == Claim.Proof.DOMAIN:
        return _("A link is on its way to the address. Open it to go on.")
    return _("Your claim is sent. You are told by e-mail what comes of it.")


def _told(found):
    if not found:
        return []
    labels, known_policies = words(), freshness_policies()
    return [
        {
            "row": presenters.row_of(match.public, labels, known_policies),
            "reasons": [_reason(code, value, match.public["name"], labels) for code, value in match.reasons],
        }
        for match in found
    ]


def _reason(code, value, shown, labels):
    """In words; the name that stands over it is not said again."""
    if value == shown and code in {"name", "similar", "imitation"}:
        return {"name": _("The same name"), "similar": _("A similar name"), "imitation": _("It looks the same")}[code]
    sentences = {
        "reference": _("The same reference: %(value)s"),
        "identifier": _("The same identifier: %(value)s"),
        "acronym": _("The same acronym: %(value)s"),
        "initials": _("Its initials are %(value)s"),
        "name": _("The same name: %(value)s"),
        "similar": _("A similar name: %(value)s"),
        "imitation": _("Looks like this name: %(value)s"),
        "domain": _("The same website: %(value)s"),
        "country": _("Works in %(value)s"),
    }
    return sentences[code] % {"value": labels["country"].get(value, value) if code == "country" else value}


def _prefilled(q, country):
    """What was typed goes along to the next page: a domain into its own field."""
    said = {"website" if domain_of(q) else "name": q, "country": country.name if country else ""}
    return urlencode({field: text for field, text in said.items() if text})


def _initial(query):
    said = {field: " ".join(query.get(field, "").replace("\0", "").split())[:300] for field in JoinForm.base_fields}
    domain = domain_of(said["website"])
    return said | {"website": f"https://{domain}" if domain else ""}
