"""What is done to criteria: shipped sets are loaded once, staff make versions, publish one and retire it.

A version that was published never changes again, which the database holds too. So every change is made in a draft.
"""

import json
from pathlib import Path

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from observers.models import CriteriaSet, Criterion
from observers.queries.criteria import in_order, missing_in_criteria
from observers.states import NEXT, CriteriaSetState
from registry.actions import hold_history, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale, Unpublishable

FOLDER = Path(__file__).resolve().parent.parent / "criteria"

# What IOM has not said anywhere: each is empty, or a local choice, until staff write it.
CLOCKS = (
    "screening_days",
    "review_days",
    "answer_days",
    "opinion_days",
    "rounds",
    "reapply_months",
    "confirmation_months",
    "lapse_days",
    "reply_days",
    "most_representatives",
)
SET_FIELDS = (
    "name_en",
    "name_fr",
    "name_es",
    "citation",
    "is_to_be_confirmed",
    "note_en",
    "note_fr",
    "note_es",
    *CLOCKS,
)
CRITERION_FIELDS = (
    "code",
    "kind",
    "comparison",
    "least",
    "name_en",
    "name_fr",
    "name_es",
    "text_en",
    "text_fr",
    "text_es",
    "guidance_en",
    "guidance_fr",
    "guidance_es",
    "evidence_en",
    "evidence_fr",
    "evidence_es",
    "document_kind",
    "needs_document",
    "validity_months",
    "word_limit",
    "in_self_check",
    "provenance",
    "source_en",
    "source_fr",
    "source_es",
    "source_url",
)


@transaction.atomic
def load_criteria(*, by):
    """Load each shipped set that is not here yet. With no set live it is published, else it waits as a draft."""
    hold_history()
    loaded = []
    for path in sorted(FOLDER.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if CriteriaSet.objects.filter(code=told["code"], number=told["number"]).exists():
            continue
        criteria_set = CriteriaSet.objects.create(
            code=told["code"], number=told["number"], **{field: told[field] for field in SET_FIELDS if field in told}
        )
        _write_criteria(criteria_set, told["criteria"])
        record("criteria.loaded", subject=criteria_set.reference, by=by, diff={"citation": [None, told["citation"]]})
        if not CriteriaSet.objects.live():
            criteria_set = publish_criteria(criteria_set, by=by)
        loaded.append(criteria_set)
    return loaded


@transaction.atomic
def new_version(criteria_set, *, by):
    """Copy a set, whatever its state, into a draft with the next number."""
    hold_history()
    family = CriteriaSet.objects.filter(code=criteria_set.code)
    draft = family.filter(state=CriteriaSetState.DRAFT).first()
    if draft:
        raise Refused(_("Version %(number)s is a draft already. Go on with that one.") % {"number": draft.number})
    number = family.aggregate(models.Max("number"))["number__max"] + 1
    draft = CriteriaSet.objects.create(code=criteria_set.code, number=number, **_fields(criteria_set, SET_FIELDS))
    _write_criteria(draft, [_fields(one, CRITERION_FIELDS) for one in in_order(criteria_set)])
    record("criteria.version_made", subject=draft.reference, by=by, diff={"from": [None, criteria_set.reference]})
    return draft


@transaction.atomic
def edit_criteria_set(criteria_set, *, changes, by, version=None):
    """Change names, notes and clocks of a draft: fields as in SET_FIELDS. What changes nothing writes nothing."""
    criteria_set = _draft(criteria_set, version)
    diff = _write(criteria_set, SET_FIELDS, changes)
    return _finish(criteria_set, "criteria.edited", diff, by) if diff else criteria_set


@transaction.atomic
def add_criterion(criteria_set, *, by, version=None, **facts):
    """Add a criterion at the end of a draft: fields as in CRITERION_FIELDS."""
    criteria_set = _draft(criteria_set, version)
    last = criteria_set.criteria.aggregate(models.Max("position"))["position__max"] or 0
    criterion = Criterion(criteria_set=criteria_set, position=last + 1)
    diff = _write(criterion, CRITERION_FIELDS, facts)
    with promises_of(Criterion):
        criterion.save()
    _finish(criteria_set, "criteria.criterion_added", {"criterion": [None, criterion.code]} | diff, by)
    return criterion


@transaction.atomic
def edit_criterion(criterion, *, changes, by, version=None):
    """Change a criterion of a draft. `version` is that of its set: a set is edited as one thing."""
    criteria_set = _draft(criterion.criteria_set, version)
    criterion = _of(criteria_set, criterion)
    diff = _write(criterion, CRITERION_FIELDS, changes)
    if diff:
        with promises_of(Criterion):
            criterion.save()
        _finish(criteria_set, "criteria.criterion_edited", {"criterion": [criterion.code, criterion.code]} | diff, by)
    return criterion


@transaction.atomic
def move_criterion(criterion, *, up, by):
    """Change places with the criterion above, or below. At the end of the list nothing happens."""
    criteria_set = _draft(criterion.criteria_set)
    criteria = in_order(criteria_set)
    here = criteria.index(_of(criteria_set, criterion))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(criteria):
        return criterion
    criteria[here], criteria[there] = criteria[there], criteria[here]
    for position, one in enumerate(criteria, 1):
        one.position = position
    Criterion.objects.bulk_update(criteria, ["position"])
    _finish(criteria_set, "criteria.criterion_moved", {criteria[there].code: [here + 1, there + 1]}, by)
    return criteria[there]


@transaction.atomic
def remove_criterion(criterion, *, by):
    criteria_set = _draft(criterion.criteria_set)
    criterion = _of(criteria_set, criterion)
    # The history keeps what stood in it: nothing that somebody wrote is lost.
    diff = {field: [value, None] for field, value in _fields(criterion, CRITERION_FIELDS).items()}
    criterion.delete()
    _finish(criteria_set, "criteria.criterion_removed", {"criterion": [criterion.code, None]} | diff, by)


@transaction.atomic
def publish_criteria(criteria_set, *, by, version=None):
    """New applications are judged by it from now on. The set that was live retires; applications keep theirs."""
    criteria_set = _move(criteria_set, CriteriaSetState.PUBLISHED, version)
    missing = missing_in_criteria(criteria_set)
    if missing:
        raise Unpublishable(
            _("These criteria cannot be published yet. Missing: %(what)s.") % {"what": "; ".join(missing)}
        )
    for before in CriteriaSet.objects.filter(state=CriteriaSetState.PUBLISHED):
        _retire(before, by)
    criteria_set.published_at = timezone.now()
    criteria_set.published_by = None if isinstance(by, str) else by
    return _finish(criteria_set, "criteria.published", {"state": ["draft", "published"]}, by)


@transaction.atomic
def retire_criteria(criteria_set, *, by):
    """No new application can start by it. Applications that began by it keep it to their end."""
    return _retire(criteria_set, by)


def _retire(criteria_set, by):
    before = criteria_set.state
    criteria_set = _move(criteria_set, CriteriaSetState.RETIRED)
    return _finish(criteria_set, "criteria.retired", {"state": [before, "retired"]}, by)


def _lock(criteria_set, version):
    """One person at a time changes criteria. The history's lock comes first here, so that nobody waits in a circle."""
    hold_history()
    # Applications that begin meanwhile point to the set; they need not wait.
    criteria_set = CriteriaSet.objects.select_for_update(no_key=True).get(pk=criteria_set.pk)
    if version is not None and version != criteria_set.version:
        raise Stale(
            _("Somebody else changed these criteria while you had them open. Open them again, then change them.")
        )
    return criteria_set


def _draft(criteria_set, version=None):
    criteria_set = _lock(criteria_set, version)
    if not criteria_set.is_draft:
        raise Refused(_("These criteria were published and never change. Make a new version, then change that one."))
    return criteria_set


def _move(criteria_set, state, version=None):
    criteria_set = _lock(criteria_set, version)
    if state not in NEXT[CriteriaSetState][criteria_set.state]:
        raise Refused(
            _("This cannot be done now: the state of these criteria is “%(state)s”.")
            % {"state": criteria_set.get_state_display()}
        )
    criteria_set.state = state
    return criteria_set


def _of(criteria_set, criterion):
    """The criterion as it is now; a colleague may have removed it a moment ago."""
    now = criteria_set.criteria.filter(pk=criterion.pk).first()
    if now is None:
        raise Refused(_("Somebody else removed this criterion. Look at the list again."))
    return now


def _fields(thing, names):
    return {name: getattr(thing, name) for name in names}


def _write(thing, names, changes):
    """Set what differs; gives the diff."""
    diff = {}
    for name in names:
        before = getattr(thing, name)
        if name in changes and changes[name] != before:
            setattr(thing, name, changes[name])
            diff[name] = [before, changes[name]]
    return diff


def _write_criteria(criteria_set, facts):
    Criterion.objects.bulk_create(
        Criterion(criteria_set=criteria_set, position=position, **one) for position, one in enumerate(facts, 1)
    )


def _finish(criteria_set, verb, diff, by):
    criteria_set.version += 1
    criteria_set.save()
    record(verb, subject=criteria_set.reference, by=by, diff=diff)
    return criteria_set
