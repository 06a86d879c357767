"""Bringing the register up to what is attested: past acts from a table, and figures that sources gave."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from observers.actions.statuses import FROM, lock_observer
from observers.importers.history import HistoryRow
from observers.models import Observer, ObserverCount, StatusEvent
from observers.models.statuses import STATE_AFTER, folded_name
from observers.queries import statuses
from observers.queries.clock import database_now
from registry import actions as registry
from registry import references
from registry.errors import Contradiction, Refused
from registry.models import Organization, User

COUNTS = Path(__file__).resolve().parent.parent / "data" / "counts.json"
_COUNT_FIELDS = ("counts_en", "counts_fr", "counts_es", "is_at_least")

_WRONG = {
    "name": gettext_lazy("The name is missing. Write it as the act names the observer."),
    "kind": gettext_lazy("This kind of observer is not known. Write CSO, IGO or State."),
    "event": gettext_lazy(
        "This act is not known. Write admitted, suspended, reinstated, withdrawn or resigned; nothing means admitted."
    ),
    "on": gettext_lazy("The date makes no sense. Write a day such as 2012-10-01, or a year."),
    "source": gettext_lazy("The source is missing. Say where the act is written."),
    "session": gettext_lazy("The session is missing. Only the Council admits, so say at which session it did."),
}


@dataclass
class Verdict:
    """What will be done with a line: "new", "link" (there, but not tied to its record), "same" or "wrong", and why."""

    row: HistoryRow
    outcome: str
    reason: str = ""
    observer: Observer | None = None
    organization: Organization | None = None


def check_history(rows, *, by):
    """A Verdict for each row, in their order; nothing is written."""
    verdicts = [_look_up(row, by) for row in rows]
    groups = defaultdict(list)
    for verdict in verdicts:
        if verdict.outcome == "new":
            groups[_whose(verdict)].append(verdict)
    for group in groups.values():
        _check_chain(group)
    return verdicts


@transaction.atomic
def load_history(rows, *, by):
    """Record every row that is not there yet; returns how many changed anything. One wrong row, and none does."""
    rows = list(rows)
    for verdict in check_history(rows, by=by):
        if verdict.observer:
            lock_observer(verdict.observer)
    # What others wrote while we waited is looked at again.
    verdicts = check_history(rows, by=by)
    wrong = next((verdict for verdict in verdicts if verdict.outcome == "wrong"), None)
    if wrong:
        raise Refused(
            _("Nothing was loaded, because line %(line)s is wrong: %(reason)s")
            % {"line": wrong.row.line, "reason": wrong.reason}
        )
    fresh = sorted((one for one in verdicts if one.outcome == "new"), key=lambda one: (one.row.on, one.row.line))
    links = [one for one in verdicts if one.outcome == "link"]
    for one in links:
        link_observer(one.observer, one.organization, by=by)
    made = {}
    events = [_event(verdict, _observer(verdict, made), by) for verdict in fresh]
    StatusEvent.objects.bulk_create(events)
    registry.publish_rows("observer", {event.observer.reference for event in events})
    public = set(Observer.objects.public().filter(pk__in={e.observer_id for e in events}).values_list("pk", flat=True))
    registry.record_many([_told(event, public) for event in events], by=by)
    return len(events) + len(links)


@transaction.atomic
def link_observer(observer, organization, *, by):
    """Say which record of the registry an observer is: from then on it has members, pages and confirmations."""
    observer = lock_observer(observer)
    if observer.organization_id:
        raise Refused(_("This observer is linked to a record already."))
    if Observer.objects.filter(organization=organization).exists():
        raise Contradiction(_("Another observer is linked to this record."))
    observer.organization = organization
    _save(observer)
    registry.publish_rows("observer", [observer.reference])
    op = "upsert" if Observer.objects.public().filter(pk=observer.pk).exists() else ""
    told = {"organization": ["", organization.reference]}
    registry.record("observer.linked", subject=observer.reference, by=by, op=op, diff=told)
    return observer


@transaction.atomic
def load_counts(*, by):
    """Bring the figures that sources gave to what the shipped file says; the same file twice changes nothing."""
    told = [
        {
            "kind": one["kind"],
            "on": date.fromisoformat(one["on"]) if one["on"] else None,
            "count": one["count"],
            "source": one["source"],
        }
        | {field: one[field] for field in _COUNT_FIELDS}
        for one in json.loads(COUNTS.read_text(encoding="utf-8"))["counts"]
    ]
    known = {_key_of_count(vars(count)): count for count in ObserverCount.objects.all()}
    changed = 0
    for one in told:
        count = known.pop(_key_of_count(one), None) or ObserverCount()
        if count.pk is None or any(getattr(count, field) != value for field, value in one.items()):
            for field, value in one.items():
                setattr(count, field, value)
            count.save()
            changed += 1
    # A figure that is no longer shipped was a mistake of ours.
    changed += len(known)
    ObserverCount.objects.filter(pk__in=[count.pk for count in known.values()]).delete()
    if changed:
        registry.record("observer.counts_loaded", subject="observers", by=by)
    return changed


def _key_of_count(told):
    return told["kind"], told["on"], told["count"], told["source"]


def _look_up(row, by):
    """Whose row it is, and whether its event is there already."""
    if row.problem:
        return Verdict(row, "wrong", str(_WRONG[row.problem]))
    if row.on > statuses.today():
        return Verdict(row, "wrong", _("This day has not come yet."))
    organization = None
    if row.reference:
        organization = _organization(row.reference, by)
        if organization is None:
            return Verdict(row, "wrong", _("There is no record with this reference. Correct it, or leave it out."))
    observer = _known(row, organization, by)
    if observer and organization and observer.organization_id not in (None, organization.pk):
        return Verdict(row, "wrong", _("This observer is linked to another record."))
    is_told = observer and observer.events.filter(kind=row.event, on=row.on).exists()
    is_tied = not organization or (observer and observer.organization_id)
    return Verdict(row, ("same" if is_tied else "link") if is_told else "new", "", observer, organization)


def _organization(reference, by):
    reference = references.parse(reference)
    known = Organization.objects.visible_to(by) if isinstance(by, User) and by.is_active else Organization.objects.all()
    return known.filter(reference=reference).first() if reference else None


def _known(row, organization, by):
    """The observer of the record, else the one of this kind and name, among those that `by` may know of."""
    known = Observer.objects.visible_to(by) if isinstance(by, User) and by.is_active else Observer.objects.all()
    found = known.filter(organization=organization).first() if organization else None
    named = known.filter(kind=row.kind, folded=folded_name(row.name)).order_by("organization", "pk")
    return found or named.first()


def _whose(verdict):
    """Rows of one name are of one observer, whether or not they say which record it is."""
    return verdict.observer.pk if verdict.observer else (verdict.row.kind, folded_name(verdict.row.name))


def _check_chain(group):
    """All events of one observer in their order, those that are there and those that would come: each must follow."""
    observer = group[0].observer
    there = list(observer.events.order_by("on", "pk")) if observer else []
    line = [(event.on, 0, event.pk, event.kind, None) for event in there]
    line += [(one.row.on, 1, one.row.line, one.row.event, one) for one in group]
    before = blamed = None
    for _on, _new, _place, kind, verdict in sorted(line, key=lambda one: one[:3]):
        blamed = verdict or blamed
        if blamed and before not in FROM[kind]:
            blamed.outcome, blamed.reason = "wrong", _cannot_follow(before, kind)
            return
        before = STATE_AFTER[kind]


def _cannot_follow(before, kind):
    words = {"event": StatusEvent.Kind(kind).label, "state": before.label if before else ""}
    if before is None:
        return _("“%(event)s” cannot be the first act of a status. Load the admission too.") % words
    return _("The status is “%(state)s” by then, so “%(event)s” cannot follow.") % words


def _observer(verdict, made):
    """The observer of a row, made when it is new, and linked to its record when the row says which."""
    key = _whose(verdict)
    observer = verdict.observer or made.get(key)
    if observer is None:
        observer = made[key] = Observer.objects.create(
            kind=verdict.row.kind,
            name=verdict.row.name,
            folded=folded_name(verdict.row.name),
            organization=verdict.organization,
        )
    elif verdict.organization and observer.organization_id is None:
        observer.organization = verdict.organization
        _save(observer)
    return observer


def _event(verdict, observer, by):
    row = verdict.row
    return StatusEvent(
        observer=observer,
        kind=row.event,
        on=row.on,
        precision=row.precision,
        session_name=row.session,
        resolution=row.resolution,
        source=row.source,
        recorded_at=database_now(),
        recorded_by=by if isinstance(by, User) else None,
    )


def _told(event, public):
    return {
        "verb": f"observer.{event.kind}",
        "subject": event.observer.reference,
        "op": "upsert" if event.observer_id in public else "",
        "diff": {"on": ["", event.on.isoformat()], "source": ["", event.source]},
        "reason": "Loaded from a table of past acts",
    }


def _save(observer):
    observer.version += 1
    observer.save()
