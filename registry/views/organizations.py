"""The staff's pages of an organization: find, add, edit, publish, protect."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.errors import Stale
from registry.forms.organizations import (
    IdentifierFormSet,
    NameFormSet,
    OrganizationForm,
    PlaceFormSet,
    ReasonForm,
    VerificationForm,
)
from registry.models import Country, Organization, ViewedList
from registry.queries.change_words import field_label
from registry.queries.completeness import LABELS as READY_LABELS
from registry.queries.organizations import Asked, search_inventory
from registry.states import OrganizationState
from registry.views import saved_views
from registry.views.conflicts import both_texts, without_what_was_left
from registry.views.doors import staff_page
from registry.views.issues import issue_notes
from registry.views.matches import duplicate_notes, look_while_typing, matches_typed
from registry.views.records import opened_version, permitted, record_context, visible

PAGE = 50


@staff_page
def organization_list(request):
    asked = Asked.from_query(request.GET)
    found = search_inventory(request.user, asked)
    found = found.prefetch_related("names", "types").select_related("hq_country")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "states": OrganizationState.choices,
        "purposes": READY_LABELS.items(),
        "can_add": policies.may_add_organization(request.user),
        "can_bulk_edit": policies.may_bulk_edit(request.user),
        "saved": saved_views.beside(request, ViewedList.INVENTORY),
    }
    return render(request, "registry/staff_organization_list.html", context)


@staff_page
def new(request):
    """Add an organization. Who may be the same is shown while it is typed; a near one must be answered.

    Without script the button that looks sends the form as far as it is filled in; nothing is written then.
    """
    if not policies.may_add_organization(request.user):
        raise PermissionDenied
    if request.method == "GET" and request.htmx:
        response = render(request, "registry/_possible_matches.html", matches_typed(request.GET, request.user))
        patch_vary_headers(response, ["HX-Request"])
        return response
    forms = _forms(request.POST or None)
    only_looks, found = "look" in request.POST, {}
    if request.method == "POST":
        found = matches_typed(request.POST, request.user)
        may_be_added = not found["near"] or request.POST.get("is_another")
        if _all_valid(forms) and may_be_added and not only_looks:
            organization = _save(request, forms, lambda facts: actions.create_organization(by=request.user, **facts))
            if organization:
                messages.success(request, _("The organization was added as a draft."))
                return redirect("registry:organization-edit", organization.reference)
        found["must_answer"] = found["near"] and not only_looks and not request.POST.get("is_another")
    look_while_typing(forms["names"])
    status = 422 if request.method == "POST" and not only_looks else 200
    context = forms | found | {"countries": Country.objects.order_by("name_en"), "is_new": True}
    context["is_another"] = request.POST.get("is_another")
    return render(request, "registry/organization_form.html", context, status=status)


@staff_page
def edit(request, reference):
    """The record: its form, its history, and what can be done with it now."""
    organization = visible(request, reference)
    can_edit = policies.may_edit_organization(request.user, organization)
    if request.method == "POST" and not can_edit:
        raise PermissionDenied
    can_edit = can_edit and organization.state != OrganizationState.MERGED
    forms = _forms(request.POST or None, organization)
    conflict = None
    if request.method == "POST" and _all_valid(forms):
        try:
            saved = _save(
                request,
                forms,
                lambda facts: actions.edit_organization(
                    organization,
                    changes=without_what_was_left(facts, request.POST),
                    by=request.user,
                    version=opened_version(request),
                    reason=forms["form"].cleaned_data["reason"],
                ),
            )
        except Stale as stale:
            conflict = {"sentence": str(stale), "rows": _conflict(organization, forms)}
            saved = None
        if saved:
            messages.success(request, _("The record was saved."))
            return redirect("registry:organization-edit", reference)
    context = forms | record_context(request, organization) | {"can_edit": can_edit, "conflict": conflict}
    context |= {"countries": Country.objects.order_by("name_en"), "version": organization.version}
    context["duplicates"] = duplicate_notes(organization, request.user)
    context["issues"] = issue_notes(organization, request.user)
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "registry/organization_form.html", context, status=status)


@staff_page
def mark_at_risk(request, reference):
    return _with_reason(
        request,
        reference,
        policies.may_mark_at_risk,
        actions.mark_at_risk,
        title=_("Protect this organization"),
        text=_(
            "At once it disappears from the directory, from all counts, maps and downloads, and from the API,"
            " without a trace of why. Only staff who answer for it can see the record."
            " Two people must agree to undo this."
        ),
        button=_("Protect the organization now"),
        done=_("The organization is protected. Nobody outside can find it any more."),
    )


@staff_page
@require_POST
def propose_lifting_risk(request, reference):
    organization = permitted(request, reference, policies.may_mark_at_risk)
    actions.propose_lifting_risk(organization, by=request.user)
    messages.success(request, _("A second person must now confirm that the danger is over."))
    return redirect("registry:organization-edit", reference)


@staff_page
@require_POST
def lift_risk(request, reference):
    organization = permitted(request, reference, policies.may_mark_at_risk)
    actions.lift_risk(organization, by=request.user)
    messages.success(request, _("The organization is no longer marked as at risk."))
    return redirect("registry:organization-edit", reference)


@staff_page
def verify(request, reference):
    """State that IOM saw evidence."""
    organization = permitted(request, reference, policies.may_edit_organization)
    form = VerificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.verify_organization(organization, by=request.user, **form.cleaned_data)
        messages.success(request, _("The organization is verified."))
        return redirect("registry:organization-edit", reference)
    context = {
        "form": form,
        "title": _("Verify this organization"),
        "text": _("Say what you saw and when. The directory then shows the organization as verified by IOM."),
        "button": _("Mark as verified"),
    } | record_context(request, organization)
    return render(request, "registry/organization_act.html", context, status=422 if form.errors else 200)


def _with_reason(request, reference, may, verb, *, title, text, button, done):
    """A page that asks why, then acts."""
    organization = permitted(request, reference, may)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb(organization, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        if Organization.objects.visible_to(request.user).filter(pk=organization.pk).exists():
            return redirect("registry:organization-edit", reference)
        return redirect("registry:staff-organizations")
    context = {"form": form, "title": title, "text": text, "button": button} | record_context(request, organization)
    return render(request, "registry/organization_act.html", context, status=422 if form.errors else 200)


def _forms(data, organization=None):
    initial = OrganizationForm.initial_of(organization) if organization else None
    rows = {"names": None, "places": None, "identifiers": None}
    if organization:
        rows["names"] = list(
            organization.names.order_by("-is_primary", "pk").values("text", "kind", "language", "is_primary")
        )
        rows["places"] = [
            {"country": p.country, "admin1": p.admin1}
            for p in organization.presences.select_related("country").order_by("country", "admin1")
        ]
        rows["identifiers"] = [
            {"scheme": i.scheme, "value": i.value} for i in organization.identifiers.select_related("scheme")
        ]
    return {
        "form": OrganizationForm(data, initial=initial),
        "names": NameFormSet(data, initial=rows["names"], prefix="names"),
        "places": PlaceFormSet(data, initial=rows["places"], prefix="places"),
        "identifiers": IdentifierFormSet(data, initial=rows["identifiers"], prefix="identifiers"),
    }


def _all_valid(forms):
    # Every form speaks, also after the first that has something to say.
    return all([form.is_valid() for form in forms.values()])


def _save(request, forms, verb):
    """Call the verb with what was typed; a promise of the database that it would break is told over the form."""
    facts = forms["form"].facts() | {
        "names": forms["names"].rows(),
        "presences": forms["places"].rows(),
        "identifiers": forms["identifiers"].rows(),
    }
    try:
        return verb(facts)
    except IntegrityError as broken:
        if "identifier_names_one_organization" not in str(broken):
            raise
        forms["form"].add_error(
            None, _("Another record already has this identifier. Look for it, or ask a data steward, before you go on.")
        )
        return None


def _conflict(organization, forms):
    """Where what was typed and what a colleague saved meanwhile differ; an empty field is no answer yet."""
    saved = Organization.objects.get(pk=organization.pk)
    theirs = OrganizationForm.initial_of(saved) | {
        "names": [name.text for name in saved.names.all()],
        "presences": [f"{p.country} {p.admin1}".strip() for p in saved.presences.select_related("country")],
        "identifiers": [f"{i.scheme} {i.value}".strip() for i in saved.identifiers.select_related("scheme")],
    }
    mine = forms["form"].cleaned_data | {
        "names": [row["text"] for row in forms["names"].rows()],
        "presences": [f"{row['country']} {row['admin1']}".strip() for row in forms["places"].rows()],
        "identifiers": [f"{row['scheme']} {row['value']}".strip() for row in forms["identifiers"].rows()],
    }
    return both_texts(
        [(field, field_label(field), _in_words(theirs[field]), _in_words(mine[field])) for field in theirs]
    )


def _in_words(value):
    if value is None:
        return ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return ", ".join(sorted(str(one) for one in value))
