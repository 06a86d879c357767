"""What is done to an organization: added, edited, published, put to sleep, closed, protected."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.documents import forget_originals
from registry.actions.duplicates import IDENTITY_FIELDS, propose_pairs_of
from registry.actions.facts import tell_record
from registry.actions.former import lock_family, open_marks, share_danger, with_former
from registry.actions.history import record
from registry.actions.issues import check_records
from registry.actions.listings import publish_listing
from registry.actions.living import lock_organization
from registry.actions.messages import hold_back_digests
from registry.errors import Refused, Stale, Unpublishable
from registry.matching import fold, name_keys, script_of
from registry.models import AtRisk, Change, Organization, OrganizationName
from registry.queries.completeness import LISTABLE, missing
from registry.queries.versions import PLAIN, ROWS, TERMS, row_facts, row_said, said
from registry.states import NEXT, STATE_REASONS, OrganizationState, StateReason


@transaction.atomic
def create_organization(*, by, batch="", state=OrganizationState.DRAFT, **facts):
    """Add an organization: plain fields, `types`, `levels`, and dictionaries for names, identifiers and presences."""
    organization = Organization(**{field: facts[field] for field in PLAIN if field in facts})
    organization.state = state
    # Who comes in closed brings no reason of ours.
    organization.state_code = StateReason.UNRECORDED if state == OrganizationState.ARCHIVED else ""
    organization.is_demo = facts.get("is_demo", False)
    organization.save()
    diff = _write_terms(organization, facts) | _write_rows(organization, facts)
    tell_record(organization, by=by, source=organization.source, observed_on=organization.observed_on)
    propose_pairs_of(organization, by=by)
    check_records([organization.pk], by=by)
    op = publish_listing(organization)
    record("organization.created", subject=organization.reference, by=by, op=op, diff=diff, batch=batch)
    return organization


@transaction.atomic
def edit_organization(organization, *, changes, by, told_by=None, version=None, reason="", batch=""):
    """Apply `changes` (see create_organization). Raises Stale when the record moved on since `version` was opened.

    A change that changes nothing writes nothing. `told_by` is who said so, where `by` only lets it through.
    """
    organization = lock_organization(organization)
    if version is not None and version != organization.version:
        raise Stale(
            _("Somebody else changed this record while you were editing it. Compare both texts, then save again."),
            theirs={field: getattr(organization, field) for field in PLAIN},
        )
    diff = (
        _write_plain(organization, changes) | _write_terms(organization, changes) | _write_rows(organization, changes)
    )
    if not diff:
        return organization
    _save(organization)
    tell_record(
        organization,
        by=told_by or by,
        fields=diff.keys(),
        source=organization.source if "source" in diff else "",
        observed_on=organization.observed_on if "observed_on" in diff else None,
    )
    if IDENTITY_FIELDS & diff.keys():
        propose_pairs_of(organization, by=by)
    check_records([organization.pk], by=by)
    op = publish_listing(organization)
    record("organization.edited", subject=organization.reference, by=by, op=op, diff=diff, reason=reason, batch=batch)
    return organization


@transaction.atomic
def verify_organization(organization, *, on, evidence, by):
    """State that IOM saw evidence, on a day; `evidence` says which, in words for the history."""
    organization = lock_organization(organization)
    before = organization.verified_on
    organization.verified_on, organization.verified_by = on, by
    return _finish(organization, "organization.verified", by, {"verified_on": [said(before), said(on)]}, evidence)


@transaction.atomic
def confirm_record(organization, *, by, version=None, contact=None):
    """Its own people say that everything in the record is right today.

    Who answers by the link of a mail was shown one contact, her own: of the others she says nothing.
    """
    organization = lock_organization(organization)
    if version is not None and version != organization.version:
        raise Stale(_("Somebody else changed this record while you were reading it. Read it again, then confirm."))
    before, today = organization.confirmed_on, timezone.localdate()
    organization.confirmed_on = today
    for about in ("", contact.reference) if contact else (None,):
        tell_record(organization, by=by, about=about)
    return _finish(organization, "organization.confirmed", by, {"confirmed_on": [said(before), said(today)]})


def publish_organization(organization, *, by, code="", reason=""):
    """Show it to the public and to partner systems. Refused without a name, a type and a country."""
    with transaction.atomic():
        needed = missing_for_publication(_lock(organization))
        if needed:
            raise Unpublishable(
                _("This record cannot be published yet. Missing: %(what)s.") % {"what": ", ".join(needed)}
            )
        return _move(organization, OrganizationState.PUBLISHED, by, code, reason)


def send_to_review(organization, *, by, code="", reason="", batch=""):
    return _move(organization, OrganizationState.IN_REVIEW, by, code, reason, batch)


def make_dormant(organization, *, by, code="", reason="", batch=""):
    """Keep it public, with a mark that nobody has confirmed it for long."""
    return _move(organization, OrganizationState.DORMANT, by, code, reason, batch)


def archive_organization(organization, *, by, code="", reason="", batch=""):
    """Take it out of the inventory, for a reason. Its history and its reference stay."""
    if not code and not reason:
        raise Refused(_("A record is archived for a reason. Choose one, or say it in words."))
    return _move(organization, OrganizationState.ARCHIVED, by, code, reason, batch)


@transaction.atomic
def put_state_back(organization, state, *, state_code, state_reason, by, reason, batch):
    """Undo a move that a bulk edit made: not a step of its life, so NEXT is not asked. Refused when it was merged."""
    organization = lock_organization(organization)
    diff = {"state": [organization.state, str(state)], "state_code": [organization.state_code, state_code]}
    organization.state, organization.state_code, organization.state_reason = state, state_code, state_reason
    return _finish(organization, "organization.state_put_back", by, diff, reason, batch)


def missing_for_publication(organization):
    """The names of what a record needs before the public may see it. Being incomplete otherwise hides nobody."""
    return [str(item.words) for item in missing(organization, LISTABLE)]


@transaction.atomic
def mark_at_risk(organization, *, reason, by):
    """Take the organization out of everything that anybody outside can see, at once, without a trace of why.

    A record that was merged leads to the one that shows its names now: the mark is put there, and counts for both.
    """
    _merged, organization = lock_family(organization)
    if organization.is_at_risk:
        raise Refused(_("This organization is marked as at risk already."))
    AtRisk.objects.create(organization=organization, reason=reason, raised_by=by)
    organization.is_at_risk = True
    share_danger(organization)
    forget_originals(organization)
    family = Organization.objects.filter(pk__in=with_former(organization.pk))
    hold_back_digests(family.values_list("reference", flat=True))
    # The reason stays with the mark and out of the history, which more people read.
    return _finish(organization, "organization.protected", by)


@transaction.atomic
def propose_lifting_risk(organization, *, by):
    """First of the two people who must agree that the danger is over."""
    risk = _open_risk(_lock(organization))
    risk.lift_proposed_by, risk.lift_proposed_at = by, timezone.now()
    risk.save()
    record("organization.lifting_proposed", subject=organization.reference, by=by)
    return risk


@transaction.atomic
def lift_risk(organization, *, by):
    """Second of the two people. Refused to the one who proposed it.

    The marks of what became part of a record end before its own: while one of them is open, all stay hidden.
    """
    organization, standing = lock_family(organization)
    risk = _open_risk(organization)
    if risk.lift_proposed_by is None or risk.lift_proposed_by == by:
        raise Refused(_("Two people must agree before the mark is taken away. Ask a colleague to confirm it."))
    former = open_marks(organization).exclude(pk=risk.pk).select_related("organization").first()
    if former:
        raise Refused(
            _("%(reference)s became part of this record and is still marked as at risk. End that mark first.")
            % {"reference": former.organization.reference}
        )
    risk.lifted_by, risk.lifted_at = by, timezone.now()
    risk.save()
    was_at_risk, standing.is_at_risk = standing.is_at_risk, open_marks(standing).exists()
    share_danger(standing)
    if standing is not organization:
        organization.is_at_risk = standing.is_at_risk
        if standing.is_at_risk != was_at_risk:
            _finish(standing, "organization.released", by)
    return _finish(organization, "organization.released", by)


def _lock(organization):
    # Its key stays, so a row that points to it may be written meanwhile: who links it holds the history already.
    return Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)


def _open_risk(organization):
    risk = AtRisk.objects.select_for_update(of=("self",)).filter(organization=organization, lifted_at=None).first()
    if risk is None:
        raise Refused(_("This organization is not marked as at risk."))
    return risk


@transaction.atomic
def _move(organization, to, by, code, reason, batch=""):
    """Take a record to another state. Words without a code, as a job or a batch gives them, are another reason."""
    code = code or (StateReason.OTHER if reason else "")
    if code and code not in STATE_REASONS[to]:
        raise Refused(_("This is no reason for this step. Choose one of those that are offered."))
    if code == StateReason.OTHER and not reason:
        raise Refused(_("Say in words which other reason it is."))
    organization = _lock(organization)
    before = organization.state
    if to not in NEXT[OrganizationState][before]:
        raise Refused(
            _("This record is %(state)s, so this cannot be done now.")
            % {"state": organization.get_state_display().lower()}
        )
    diff = {"state": [before, str(to)], "state_code": [organization.state_code, str(code)]}
    organization.state, organization.state_code, organization.state_reason = to, code, reason
    return _finish(organization, f"organization.{to}", by, diff, reason, batch)


def _save(organization):
    organization.version += 1
    organization.save()


def _finish(organization, verb, by, diff=None, reason="", batch=""):
    _save(organization)
    check_records([organization.pk], by=by)
    op = publish_listing(organization)
    record(verb, subject=organization.reference, by=by, op=op, diff=diff, reason=reason, batch=batch)
    return organization


def _write_plain(organization, changes):
    diff = {}
    for field in PLAIN:
        if field in changes and getattr(organization, field) != changes[field]:
            diff[field] = [said(getattr(organization, field)), said(changes[field])]
            setattr(organization, field, changes[field])
    return diff


def _write_terms(organization, changes):
    diff = {}
    for field in TERMS:
        if field not in changes:
            continue
        relation = getattr(organization, field)
        before = sorted(relation.values_list("code", flat=True))
        after = sorted(getattr(term, "code", term) for term in changes[field])
        if before != after:
            relation.set(after)
            diff[field] = [before, after]
    return diff


def _write_rows(organization, changes):
    """Make the rows of names, identifiers and presences what `changes` says; rows that stay keep their keys."""
    diff, rows = {}, {}
    for field in ROWS:
        if field not in changes:
            continue
        relation = getattr(organization, field)
        wanted = [_WANTED[field](row) for row in changes[field]]
        same = _SAME[field]
        existing = {tuple(getattr(row, name) for name in same): row for row in relation.order_by("pk")}
        after = {tuple(row[name] for name in same): row for row in wanted}
        gone = [row for key, row in existing.items() if key not in after]
        fresh = [row for key, row in after.items() if key not in existing]
        changed = [
            (existing[key], row)
            for key, row in after.items()
            if key in existing and any(getattr(existing[key], name) != value for name, value in row.items())
        ]
        if gone or fresh or changed:
            diff[field] = [sorted(row_said(field, row) for row in existing.values())]
            rows[field] = [[row_facts(field, row) for row in existing.values()]]
            relation.filter(pk__in=[row.pk for row in gone]).delete()
            # What is no longer shown first steps back before another takes its place.
            for row, values in sorted(changed, key=lambda pair: pair[1].get("is_primary", False)):
                for name, value in values.items():
                    setattr(row, name, value)
                row.save()
            relation.model.objects.bulk_create(relation.model(organization=organization, **row) for row in fresh)
            now = list(relation.order_by("pk"))
            diff[field].append(sorted(row_said(field, row) for row in now))
            rows[field].append([row_facts(field, row) for row in now])
    organization._prefetched_objects_cache = {}
    return diff | ({Change.ROWS: rows} if rows else {})


def _name_row(row):
    text = " ".join(row["text"].split())
    return {
        "kind": row.get("kind") or OrganizationName.Kind.LEGAL,
        "text": text,
        "folded": fold(text)[:300],
        "keys": name_keys(text),
        "language": row.get("language") or "",
        "script": script_of(text),
        "is_primary": bool(row.get("is_primary")),
    }


def _identifier_row(row):
    scheme = row["scheme"]
    return {"scheme_id": getattr(scheme, "code", scheme), "value": (row.get("value") or "").strip()}


def _presence_row(row):
    country = row["country"]
    fields = {"country_id": getattr(country, "code", country), "admin1": row.get("admin1") or ""}
    for name in ("admin1_code", "sectors", "source", "observed_on"):
        if name in row:
            fields[name] = row[name]
    return fields


_WANTED = {"names": _name_row, "identifiers": _identifier_row, "presences": _presence_row}
_SAME = {
    "names": ("kind", "text", "language"),
    "identifiers": ("scheme_id", "value"),
    "presences": ("country_id", "admin1"),
}
