"""The audit: everything that happened, for an auditor who asks by what, who, about what, in which import and when.

Do no harm comes first: whoever may not know of an organization is told of nothing that is about it, nor about anything
that hangs on it, and no value that names it. What is left out leaves no mark; numbers have gaps anyway, wherever a
transaction came to nothing. Whether the history is whole is proved by `manage.py verify_history`, which sees all of it.

Budget: one page costs the same few statements for a hundred and for a million changes: one for the page, one or two for
the days asked for, one for the organizations in danger and, only if there are any that this person may not know of, one
for each noun that hangs on them. Every filter but `people` and a part of a kind has an index; no rows are counted.
"""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from registry import references
from registry.models import Change, Organization, User
from registry.queries.changes import by_people, of_kind

PAGE = 50
# As many rows as one download holds; who needs more asks for fewer days at a time.
MOST = 10_000
_CHUNK = 1000


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


def changes(*, hidden, kind="", verb="", people="", who="", subject="", batch="", request="", since=None, until=None):
    """The changes that were asked for, in no order yet. Empty says nothing about a filter."""
    found = Change.objects.exclude(subject__in=hidden) if hidden else Change.objects.all()
    found = found.filter(of_kind(kind)) if kind else found
    found = found.filter(verb=verb) if verb else found
    found = found.filter(by_people(people)) if people else found
    found = found.filter(by__in=_authors(who)) if who else found
    found = found.filter(subject=references.parse(subject) or subject) if subject else found
    found = found.filter(batch=references.parse(batch) or batch).exclude(batch="") if batch else found
    found = found.filter(request_id=request).exclude(request_id="") if request else found
    return found.filter(_days(since, until)) if since or until else found


def page(found, *, before=None, after=None):
    """(changes, newest first; whether there are newer ones; whether there are older ones), by the key."""
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        return rows[:PAGE][::-1], len(rows) > PAGE, True
    older = found if before is None else found.filter(pk__lt=before)
    rows = list(older.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], before is not None, len(rows) > PAGE


def in_chunks(found, *, before):
    """The newest MOST of them, newest first, chunk by chunk: no cursor stays open while somebody reads slowly."""
    last, left = before, MOST
    while left:
        chunk = list(found.filter(pk__lt=last).order_by("-pk")[: min(_CHUNK, left)])
        if not chunk:
            return
        yield chunk
        last, left = chunk[-1].pk, left - len(chunk)


def _authors(who):
    """How the history names whom somebody typed: a person by reference, address or part of her name; or a job."""
    known = Q(reference=references.parse(who) or who) | Q(email__iexact=who) | Q(name__icontains=who)
    people = User.objects.filter(known).order_by("pk").values_list("pk", flat=True)[:100]
    return [*(f"user {pk}" for pk in people), who, f"job {who}"]


def _days(since, until):
    """Days by the reader's clock. The history is in the order of its moments, so two keys bound them."""
    condition = Q()
    if since:
        start = _midnight(since)
        first = Change.objects.filter(at__gte=start).order_by("at", "pk").values_list("pk", flat=True).first()
        condition &= Q(pk__gte=first) if first else Q(pk__in=[])
    if until:
        end = _midnight(until + timedelta(days=1))
        last = Change.objects.filter(at__lt=end).order_by("-at", "-pk").values_list("pk", flat=True).first()
        condition &= Q(pk__lte=last) if last else Q(pk__in=[])
    return condition


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
