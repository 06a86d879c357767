"""The partnerships of an organization: told, edited, verified, ended, rejected; each on a page of its own."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry import actions, policies
from registry.errors import Contradiction, Stale
from registry.forms.partnerships import (
    EditPartnershipForm,
    EndPartnershipForm,
    PartnershipForm,
    PartnershipRowForm,
    RejectPartnershipForm,
    VerifyPartnershipForm,
)
from registry.models import Country
from registry.queries import records
from registry.queries.changes import told
from registry.queries.disputes import with_open_dispute
from registry.queries.freshness import policies as freshness_policies
from registry.queries.partnerships import age_of, history_of, last_day, values_of
from registry.states import NEXT, PartnershipState
from registry.templatetags.registry_tags import day_text, period
from registry.views.conflicts import both_texts, without_what_was_left
from registry.views.doors import staff_page
from registry.views.records import ask, opened_version, permitted, record_context, visible


@staff_page
def partnership_list(request, reference):
    organization = visible(request, reference)
    context = record_context(request, organization)
    can_read = policies.may_read_documents(request.user, organization)
    rows = [_row(partnership, context["can_edit"], can_read) for partnership in records.partnerships(organization)]
    context |= {"rows": rows, "roles": _over_time(rows), "form": None, "countries": []}
    if context["can_edit"]:
        # The row by which one is added stands in the table itself; what it lacks is asked on a page of its own.
        context |= {"form": PartnershipRowForm(), "countries": Country.objects.order_by("name_en")}
    return render(request, "registry/organization_partnerships.html", context)


@staff_page
def detail(request, reference, partnership):
    """All that the registry knows of one partnership, and what happened to it."""
    organization = visible(request, reference)
    partnership = _one(organization, partnership)
    context = record_context(request, organization)
    can_read = policies.may_read_documents(request.user, organization)
    changes = history_of(partnership, user=request.user) if context["can_read_history"] else []
    context |= {
        "row": _row(partnership, context["can_edit"], can_read),
        "partnership": partnership,
        "age": age_of(partnership, freshness_policies()),
        "last_day": last_day(partnership),
        "disputes": partnership.disputes.select_related("role").order_by("-created_at"),
        "changes": told(changes, user=request.user),
    }
    return render(request, "registry/partnership_detail.html", context)


@staff_page
def new(request, reference):
    organization = permitted(request, reference, policies.may_edit_organization)
    return ask(
        request,
        organization,
        PartnershipForm(request.POST or None),
        partial(actions.add_partnership, organization, by=request.user),
        current="partnerships",
        title=_("Add a partnership"),
        text=_("One role, in one area, in one country. It is proposed until somebody verifies it."),
        button=_("Add the partnership"),
        done=_("The partnership was added as proposed."),
        countries=True,
    )


@staff_page
def edit(request, reference, partnership):
    """Say it better. Two people who had it open at once see both texts, and the second says which is to stand."""
    organization, partnership = _found(request, reference, partnership)
    form = EditPartnershipForm(request.POST or None, partnership=partnership)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            edited = actions.edit_partnership(
                partnership,
                changes=without_what_was_left(form.changes(), request.POST),
                by=request.user,
                version=opened_version(request),
                reason=form.cleaned_data["reason"],
            )
        except Contradiction as contradiction:
            form.add_error(None, str(contradiction))
        except Stale as stale:
            conflict = {"sentence": str(stale), "rows": _conflict(partnership, form.changes())}
        else:
            messages.success(request, _saved(partnership, edited))
            return redirect("registry:partnership-detail", reference, edited.reference)
    context = record_context(request, organization) | {
        "partnership": partnership,
        "form": form,
        "conflict": conflict,
        "countries": Country.objects.order_by("name_en"),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "registry/partnership_form.html", context, status=status)


@staff_page
def verify(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        VerifyPartnershipForm(request.POST or None, partnership=partnership),
        partial(actions.verify_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("Verify this partnership"),
        text=in_words(partnership),
        button=_("Mark as verified"),
        done=_("The partnership is verified."),
    )


@staff_page
def end(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        EndPartnershipForm(request.POST or None),
        partial(actions.end_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("End this partnership"),
        text=in_words(partnership),
        button=_("End the partnership"),
        done=_("The partnership is ended. It stays in the record as history."),
    )


@staff_page
def reject(request, reference, partnership):
    organization, partnership = _found(request, reference, partnership)
    return ask(
        request,
        organization,
        RejectPartnershipForm(request.POST or None),
        partial(actions.reject_partnership, partnership, by=request.user),
        current="partnerships",
        title=_("Reject this partnership"),
        text=_rejected_in_words(partnership),
        button=_("Reject the partnership"),
        done=_("The partnership is rejected. The public does not see it."),
    )


def _one(organization, partnership):
    found = organization.partnerships.select_related(*records.PARTNERSHIP_WORDS, "replaces", "organization")
    return get_object_or_404(with_open_dispute(found.prefetch_related("activities")), reference=partnership)


def _found(request, reference, partnership):
    organization = visible(request, reference)
    partnership = _one(organization, partnership)
    if not policies.may_edit_organization(request.user, organization):
        raise PermissionDenied
    return organization, partnership


def _saved(partnership, edited):
    if edited.pk != partnership.pk:
        return _("A corrected partnership took its place. It is proposed until somebody verifies it.")
    return _("The partnership was saved.")


def _conflict(partnership, mine):
    """Where what was typed and what was saved meanwhile differ."""
    theirs = values_of(partnership)
    labels = EditPartnershipForm.base_fields
    return both_texts([(field, labels[field].label, _text(theirs[field]), _text(mine[field])) for field in theirs])


def _text(value):
    """What was chosen or typed, as one line."""
    if isinstance(value, date):
        return day_text(value)
    if hasattr(value, "name"):
        return value.name
    return value or "" if isinstance(value, str | None) else ", ".join(sorted(one.name for one in value))


def _over_time(rows):
    """What was not rejected, the latest beginning first, as the public page tells it too."""
    told = [row["partnership"] for row in rows if row["partnership"].state != PartnershipState.REJECTED]
    told.sort(key=lambda p: (p.period.lower or date.min, p.pk), reverse=True)
    return [
        {
            "years": period(partnership.period),
            "role": partnership.role.name,
            "area": partnership.area.name,
            "where": partnership.country.name,
            "is_ended": partnership.state == PartnershipState.ENDED,
        }
        for partnership in told
    ]


def _row(partnership, can_edit, can_read_documents):
    following = NEXT[PartnershipState][partnership.state] if can_edit else ()
    return {
        "partnership": partnership,
        # What a document is called says what is in it.
        "evidence": partnership.evidence if can_read_documents else None,
        "activities": [a.name for a in sorted(partnership.activities.all(), key=lambda a: a.position)],
        "dispute": next(iter(partnership.open_disputes), None),
        "can_answer": can_edit,
        "can_edit": can_edit and partnership.state != PartnershipState.REJECTED,
        "can_verify": PartnershipState.VERIFIED in following,
        "can_end": PartnershipState.ENDED in following,
        "can_reject": PartnershipState.REJECTED in following,
    }


def _rejected_in_words(partnership):
    if not partnership.proposed_by_id:
        return in_words(partnership)
    return _("%(partnership)s The organization proposed this, and reads your reason.") % {
        "partnership": in_words(partnership)
    }


def in_words(partnership):
    return _("%(role)s: %(area)s, %(country)s.") % {
        "role": partnership.role.name,
        "area": partnership.area.name,
        "country": partnership.country.name,
    }
