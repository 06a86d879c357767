"""The audit: everything that happened, for an auditor who asks by what, who, about what, in which import and when.

Do no harm comes first: whoever may not know of an organization is told of nothing that is about it, nor about anything
that hangs on it, and no value that names it. What is left out leaves no mark; numbers have gaps anyway, wherever a
transaction came to nothing. Whether the history is whole is proved by `manage.py verify_history`, which sees all of it.

Budget: a page costs the same few statements for a hundred and for a million changes: one for the page, one or two for
the days asked for, one for a kind, one for the organizations in danger and, only if there are any that this person may
not know of, one for each noun that hangs on them and one for merges with them. The page itself reads, for each verb and
author that was asked for, at most a page of an index that is in the order of the list already; no rows are counted.
"""

from datetime import datetime, time, timedelta
from itertools import product

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from registry import references
from registry.models import Change, Dispute, MergeOperation, Organization, User
from registry.queries.changes import READINGS, spells
from registry.states import MergeState

PAGE = 50
# As many rows as one download holds; who needs more asks for fewer days at a time.
MOST = 10_000
_CHUNK = 1000
# As many people as a part of a name may mean.
PEOPLE = 5


def hidden_references(user):
    """References of the organizations that this person may not know of, and of everything that hangs on them."""
    # Staff do not see those at risk that others answer for; all others they see (Organization.visible_to).
    in_danger = Organization.objects.filter(is_at_risk=True)
    hidden = dict(in_danger.exclude(pk__in=Organization.objects.visible_to(user)).values_list("pk", "reference"))
    if not hidden:
        return frozenset()
    found = set(hidden.values())
    for model, field in _hanging_on_it():
        found.update(model._base_manager.filter(**{f"{field}__in": hidden}).values_list("reference", flat=True))
    return frozenset(found)


def _hanging_on_it():
    """(model, field) of every noun of every app that has a reference of its own and points to an organization."""
    for relation in Organization._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            model = relation.related_model
            if any(field.name == "reference" for field in model._meta.concrete_fields):
                yield model, relation.field.name
    # They hang on a partnership of it.
    yield Dispute, "partnership__organization"


def open_to(hidden):
    """All changes but those about what is hidden, and those of a record while it was one with such a record."""
    if not hidden:
        return Change.objects.all()
    found = Change.objects.exclude(subject__in=hidden)
    parted = MergeOperation.objects.filter(reference__in=hidden).exclude(state=MergeState.DONE)
    found = found.alias(merge=KT("diff__merge__1")).exclude(Exists(parted.filter(reference=OuterRef("merge"))))
    for subject, first, last in spells(parted).values_list("winner__reference", "first", "last"):
        found = found.exclude(subject=subject, pk__range=(first, last))
    return found


def changes(*, hidden, kind="", verb="", who=(), subject="", batch="", request="", since=None, until=None):
    """What was asked for, in branches of one verb and one author each. Empty says nothing about a filter."""
    found = open_to(hidden)
    found = found.filter(subject=references.parse(subject) or subject) if subject else found
    found = found.filter(batch=references.parse(batch) or batch).exclude(batch="") if batch else found
    found = found.filter(request_id=request).exclude(request_id="") if request else found
    for bound in _days(since, until):
        found = found.filter(bound)
    verbs = [{"verb": one} for one in _verbs(kind, verb)] if kind or verb else [{}]
    authors = [{"by": one} for one in who] or [{}]
    return [found.filter(**what, **whom) for what, whom in product(verbs, authors)]


def newest(branches, limit, *, before=None):
    """The newest of all branches, by the key: each gives no more than is needed, from an index in that order."""
    return _merged(branches, limit, "-pk", Q(pk__lt=before) if before else Q())


def page(branches, *, before=None, after=None):
    """(changes, newest first; whether there are newer ones; whether there are older ones)."""
    if after is not None:
        rows = _merged(branches, PAGE + 1, "pk", Q(pk__gt=after))
        return rows[:PAGE][::-1], len(rows) > PAGE, True
    rows = newest(branches, PAGE + 1, before=before)
    return rows[:PAGE], before is not None, len(rows) > PAGE


def in_chunks(branches, *, before):
    """The newest MOST of them, newest first, chunk by chunk: no cursor stays open while somebody reads slowly."""
    last, left = before, MOST
    while left:
        chunk = newest(branches, min(_CHUNK, left), before=last)
        if not chunk:
            return
        yield chunk
        last, left = chunk[-1].pk, left - len(chunk)


def authors(who):
    """How the history names whom somebody typed: a person by reference or address, else by part of her name; a job."""
    exact = User.objects.filter(Q(reference=references.parse(who) or who) | Q(email__iexact=who))
    people = list(exact.values_list("pk", flat=True)) or list(
        User.objects.filter(name__icontains=who).order_by("pk").values_list("pk", flat=True)[: PEOPLE + 1]
    )
    return [f"user {pk}" for pk in people], [who, f"job {who}"]


def _merged(branches, limit, order, bound):
    parts = [branch.filter(bound).order_by(order)[:limit] for branch in branches]
    if len(parts) < 2:
        return list(parts[0]) if parts else []
    return list(parts[0].union(*parts[1:], all=True).order_by(order)[:limit])


def _verbs(kind, verb):
    """The verbs of a kind that occur, or the one that was asked for if it is of that kind."""
    known = [verb] if verb else _all_verbs()
    if kind == "reading":
        return [one for one in known if one in READINGS]
    return [one for one in known if one.startswith(f"{kind}.")] if kind else known


def _all_verbs():
    """Every verb that ever happened, by one look into the index for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE one(verb) AS ((SELECT verb FROM registry_change ORDER BY verb LIMIT 1) UNION ALL"
            " SELECT (SELECT verb FROM registry_change WHERE verb > one.verb ORDER BY verb LIMIT 1) FROM one"
            " WHERE one.verb IS NOT NULL) SELECT verb FROM one WHERE verb IS NOT NULL"
        )
        return [verb for (verb,) in cursor.fetchall()]


def _days(since, until):
    """Days by the reader's clock. The history is in the order of its moments, so two keys bound them."""
    if since:
        later = Change.objects.filter(at__gte=_midnight(since)).order_by("at", "pk")
        first = later.values_list("pk", flat=True).first()
        yield Q(pk__gte=first) if first else Q(pk__lt=0)
    if until:
        earlier = Change.objects.filter(at__lt=_midnight(until + timedelta(days=1))).order_by("-at", "-pk")
        yield Q(pk__lte=earlier.values_list("pk", flat=True).first() or 0)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
