"""Members keep the record of their own organization: its sections, its confirmation, what became of their changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.errors import Stale
from registry.forms.organizations import IdentifierFormSet, NameFormSet, PlaceFormSet
from registry.forms.own_records import SectionForm
from registry.models import Country, Listing
from registry.models.proposals import AFTER_A_LOOK
from registry.queries import own_records as own
from registry.queries import records
from registry.queries.change_words import field_label
from registry.queries.completeness import scores
from registry.queries.issues import told_to_members
from registry.queries.proposals import own_waiting_fields
from registry.queries.words import words
from registry.views.conflicts import both_texts, without_what_was_left
from registry.views.doors import own_organization
from registry.views.presenters import readiness
from registry.views.records import opened_version

PAGE = 20
# The rows of a section: the field that they are, their formset and its prefix.
ROWS = {
    "names": ("names", NameFormSet, "names"),
    "places": ("presences", PlaceFormSet, "places"),
    "identifiers": ("identifiers", IdentifierFormSet, "identifiers"),
}


@login_required
def profile(request, reference):
    """The record as a list of tasks: what is complete, what is missing, what waits for IOM, what the public sees."""
    organization = own_organization(request, reference)
    can_edit = policies.may_edit_own_record(request.user, organization)
    open_proposals = organization.proposals.open().filter(client=None).prefetch_related("fields")
    tasks = [_task(request.user, organization, section) for section in own.sections(organization)]
    context = {
        "organization": organization,
        "can_edit": can_edit,
        "tasks": tasks,
        "done": sum(not task["missing"] for task in tasks),
        "readiness": readiness(
            scores([organization])[organization.pk], lambda item: _page_of(request.user, organization, item.section)
        ),
        "unlikely": _unlikely(request.user, organization),
        "is_listed": Listing.objects.filter(pk=organization.pk).exists(),
        "proposals": [_waiting(proposal) for proposal in open_proposals.order_by("proposed_at", "pk")],
    }
    return render(request, "registry/own_record.html", context)


@login_required
def section(request, reference, section):
    """Edit one section, with what waits for IOM in its boxes."""
    organization = own_organization(request, reference, policies.may_edit_own_record)
    if section not in own.FIELDS or section == "contacts":
        raise Http404
    waiting = own_waiting_fields(organization)
    forms = _forms(section, request.POST or None, organization, waiting)
    conflict = None
    if request.method == "POST" and all([form.is_valid() for form in forms.values()]):
        changes = without_what_was_left(_changes(section, forms), request.POST)
        try:
            return _saved(request, organization, section, changes, forms["form"].cleaned_data.get("evidence", ""))
        except Stale as stale:
            conflict = {"sentence": str(stale), "rows": _conflict(organization, _changes(section, forms), waiting)}
    context = forms | {
        "organization": organization,
        "section": section,
        "title": own.SECTIONS[section],
        "fields": [{"bound": bound, "marks": _marks(bound.name)} for bound in forms["form"]],
        "evidence_marks": ["private"],
        "row_marks": _marks(ROWS[section][0]) if section in ROWS else (),
        "looked_at": [capfirst(field_label(field)) for field in own.FIELDS[section] if field in AFTER_A_LOOK],
        "waiting": [capfirst(field_label(field)) for field in own.FIELDS[section] if field in waiting],
        "conflict": conflict,
        "countries": Country.objects.order_by("name_en") if section == "places" else [],
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "registry/own_section.html", context, status=status)


@login_required
def confirm(request, reference):
    """Everything on one page, with one button when nothing has changed."""
    may = policies.may_edit_own_record if request.method == "POST" else None
    organization = own_organization(request, reference, may)
    sentence = ""
    if request.method == "POST":
        try:
            actions.confirm_record(organization, by=request.user, version=opened_version(request))
        except Stale as stale:
            sentence = str(stale)
        else:
            messages.success(request, _("Thank you. The record is confirmed as of today."))
            return redirect("registry:own-record", reference)
    can_read_contacts = policies.may_read_own_contacts(request.user, organization)
    context = {
        "organization": organization,
        "can_edit": policies.may_edit_own_record(request.user, organization),
        "can_edit_contacts": policies.may_edit_own_contacts(request.user, organization),
        "sections": [_with_link(organization, part) for part in own.sections(organization)],
        "contacts": records.contacts(organization) if can_read_contacts else [],
        "can_read_contacts": can_read_contacts,
        "sentence": sentence,
    }
    return render(request, "registry/own_record_confirm.html", context, status=409 if sentence else 200)


@login_required
def history(request, reference):
    """What changed, on which side, and what IOM answered to each proposal."""
    organization = own_organization(request, reference)
    page = Paginator(own.changes_of(organization, user=request.user), PAGE).get_page(request.GET.get("page"))
    changes = own.told_to_members(page.object_list, organization, user=request.user)
    context = {"organization": organization, "page": page, "changes": changes}
    return render(request, "registry/own_record_history.html", context)


@require_POST
@login_required
def withdraw(request, reference, proposal):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    proposal = get_object_or_404(organization.proposals.filter(client=None), reference=proposal)
    actions.withdraw_proposal(proposal, by=request.user)
    messages.success(request, _("The proposal was taken back. The record stays as it is."))
    return redirect("registry:own-record", reference)


def section_url(organization, section):
    name = "own-contacts" if section == "contacts" else "own-record-section"
    return reverse(f"registry:{name}", args=[organization.reference, *([section] if section != "contacts" else [])])


def _saved(request, organization, section, changes, evidence):
    """Call the verb, say what became of the changes, go on to the next section."""
    proposal = actions.change_own_record(
        organization, changes=changes, by=request.user, version=opened_version(request), evidence=evidence
    )
    if proposal:
        fields = [str(capfirst(field_label(row.field))) for row in proposal.fields.order_by("pk")]
        messages.success(
            request,
            _("Saved. IOM looks at this before the public sees it: %(fields)s.") % {"fields": ", ".join(fields)},
        )
    else:
        messages.success(request, _("Saved."))
    following = list(own.SECTIONS)[list(own.SECTIONS).index(section) + 1]
    return redirect(section_url(organization, following))


def _task(user, organization, section):
    """One row of the list: who may not open the section reads it on the page with everything."""
    return section | {"url": _page_of(user, organization, section["code"])}


def _page_of(user, organization, code):
    """Where one part of the record is given, or read by who may not give it."""
    everything = reverse("registry:own-record-confirm", args=[organization.reference])
    if code == "documents":
        return reverse("registry:own-documents", args=[organization.reference])
    if code not in own.SECTIONS:
        return everything
    may = policies.may_read_own_contacts if code == "contacts" else policies.may_edit_own_record
    return section_url(organization, code) if may(user, organization) else f"{everything}#s-{code}"


def _unlikely(user, organization):
    """What its own people can put right, with the page where they do."""
    rules = told_to_members(organization, with_private=policies.may_read_own_contacts(user, organization))
    return [{"rule": rule, "url": _page_of(user, organization, rule.section)} for rule in rules]


def _with_link(organization, section):
    return section | {"url": section_url(organization, section["code"])}


def _waiting(proposal):
    rows = [row for row in proposal.fields.all() if row.is_waiting]
    labels = [str(capfirst(field_label(row.field))) for row in rows]
    return {"proposal": proposal, "fields": ", ".join(labels)}


def _marks(field):
    return [own.READERS.get(field, "public"), *(["look"] if field in AFTER_A_LOOK else [])]


def _forms(section, data, organization, waiting):
    """The section's own fields, and its rows where it has any."""
    said = {field: own.last_word(organization, field, waiting) for field in own.FIELDS[section]}
    initial = said | ({"hq_country": _country(said["hq_country"])} if said.get("hq_country") else {})
    forms = {"form": SectionForm(data, section=section, initial=initial)}
    if section in ROWS:
        field, formset, prefix = ROWS[section]
        rows = said[field]
        if field == "presences":
            rows = [{"country": row.country, "admin1": row.admin1} for row in sorted(rows, key=_by_place)]
        forms["rows"] = formset(data, initial=rows, prefix=prefix)
    return forms


def _by_place(presence):
    return presence.country.name, presence.admin1


def _country(code):
    return Country.objects.get(pk=code)


def _changes(section, forms):
    """What was typed, in the shape of `edit_organization`."""
    return forms["form"].changes() | ({ROWS[section][0]: forms["rows"].rows()} if section in ROWS else {})


def _conflict(organization, changes, waiting):
    """Where what was typed and what stands or waits by now differ."""
    labels = words()
    theirs = {field: own.last_word(organization, field, waiting) for field in changes}
    return both_texts(
        [
            (
                field,
                capfirst(field_label(field)),
                "; ".join(own.lines(field, theirs[field], labels)),
                "; ".join(own.lines(field, changes[field], labels)),
            )
            for field in changes
        ]
    )
