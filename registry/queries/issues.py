"""What looks unlikely in which record: found anew by the rules, and what is kept of it, for who may know of both."""

import hashlib
import json
from collections import Counter, defaultdict
from datetime import timedelta
from functools import lru_cache

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, When
from django.db.models.functions import TruncWeek
from django.utils import timezone

from registry.models import Issue, Organization, Presence
from registry.models.issues import Owner, Severity
from registry.queries.rules import PRIVATE, RULES
from registry.queries.rules.rule import among
from registry.roles import PERMISSIONS, Function, Permission
from registry.states import CLOSED_STATES, IssueState

# Whose work the issues of an owner are. What the organization itself puts right, nobody on the staff owns.
FUNCTIONS = {Owner.CURATOR: Function.CURATOR, Owner.STEWARD: Function.DATA_STEWARD}


# Stands in the statement for the key of a record.
_ONE = -(10**9)


# --- Found by the rules -------------------------------------------------------------------------------------------


def found(keys, *, on):
    """{(organization key, rule, about): fingerprint} of all that looks unlikely in these records; one statement."""
    if len(keys) > 1:
        return _fingerprints(_all_rules(keys, on))
    sql, params = _statement(on)
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys[0] if value == _ONE else value for value in params])
        return _fingerprints(cursor.fetchall())


def _all_rules(keys, on):
    first, *others = (rule.found(keys, on=on) for rule in RULES.values())
    return first.union(*others, all=True)


@lru_cache(maxsize=1)
def _statement(on):
    """The statement for one record, which every save asks: Django writes it for longer than PostgreSQL thinks."""
    return _all_rules([_ONE], on).query.sql_with_params()


def out_of_date(keys, *, on):
    """Keys of those of these records about which something else is kept than the rules find; a statement a rule.

    `keys` may be a range.
    """
    told = _fingerprints(row for rule in RULES.values() for row in rule.found(keys, on=on))
    changed = set()
    kept = standing().values_list("organization_id", "rule", "about", "facts_sha256", "muted_until", named=True)
    for issue in kept.filter(**among("organization", keys)):
        if told.pop(key_of(issue), None) != issue.facts_sha256 or is_over(issue, on=on):
            changed.add(issue.organization_id)
    return sorted(changed | {key[0] for key in told})


def key_of(issue):
    return issue.organization_id, issue.rule, issue.about


def is_over(issue, *, on):
    """Whether its day has come: a muted issue is open again from then on."""
    return issue.muted_until is not None and issue.muted_until <= on


def _fingerprints(rows):
    """Several rows that break a rule in the same way, such as two numbers of one register, are one issue."""
    facts = defaultdict(list)
    for rule, key, about, text in rows:
        facts[key, rule, about].append(text)
    return {key: hashlib.sha256(json.dumps(sorted(texts)).encode()).hexdigest() for key, texts in facts.items()}


# --- Kept ---------------------------------------------------------------------------------------------------------


def standing():
    """Open or muted."""
    return Issue.objects.exclude(state=IssueState.CLOSED)


def visible_issues(user):
    """Of records of the inventory that this person may know of; what tells of a contact, where she may read it."""
    known = Organization.objects.visible_to(user).exclude(state__in=CLOSED_STATES)
    readers = [a for a in user.current_assignments() if Permission.READ_CONTACTS in PERMISSIONS[a.function]]
    readable = Organization.objects.covered_by(readers).values("pk")
    return Issue.objects.filter(organization__in=known.values("pk"), rule__in=RULES).filter(
        ~Q(rule__in=PRIVATE) | Q(organization__in=readable)
    )


def of_owner(issues, owner):
    return issues.filter(rule__in=_codes(owner=owner))


def of_severity(issues, severity):
    return issues.filter(rule__in=_codes(severity=severity))


def in_country(issues, code):
    """Of organizations that have their head office in a country, or are present there."""
    present = Presence.objects.filter(country=code).values("organization")
    return issues.filter(Q(organization__hq_country=code) | Q(organization__in=present))


def mine(issues, user):
    """Those that it falls to this person to look at: by her functions, and by the countries that they cover."""
    hers = Q(pk__in=[])
    for owner, function in FUNCTIONS.items():
        held = [a for a in user.current_assignments() if a.function == function]
        covered = Organization.objects.covered_by(held).values("pk")
        hers |= Q(rule__in=_codes(owner=owner), organization__in=covered)
    return issues.filter(hers)


def in_order(issues):
    """The most pressing first, then the oldest."""
    rank = Case(
        *(When(rule__in=_codes(severity=severity), then=place) for place, severity in enumerate(Severity)),
        output_field=IntegerField(),
    )
    return issues.order_by(rank, "found_at", "pk").select_related("muted_by")


def with_records(issues):
    """Issues with what a line of the queue shows of their records, in a fixed number of queries."""
    parts = ("names", "presences", "partnerships")
    return issues.select_related("organization", "muted_by").prefetch_related(
        *(f"organization__{part}" for part in parts)
    )


def issues_of(organization, *, user):
    """What is open or muted in one record, as far as this person may know it."""
    return in_order(visible_issues(user).filter(organization=organization).exclude(state=IssueState.CLOSED))


def counts(issues):
    """{state: how many} of open and muted ones."""
    counted = dict(issues.values_list("state").annotate(n=Count("pk")).order_by("state"))
    return {state: counted.get(state, 0) for state in (IssueState.OPEN, IssueState.MUTED)}


def told_to_members(organization, *, with_private):
    """The rules of what is open and its own people can put right; of contacts only to who may read them."""
    codes = organization.issues.filter(state=IssueState.OPEN, rule__in=_codes(owner=Owner.ORGANIZATION))
    codes = codes if with_private else codes.exclude(rule__in=PRIVATE)
    return [RULES[code] for code in dict.fromkeys(codes.order_by("found_at", "pk").values_list("rule", flat=True))]


def weeks(issues, *, number):
    """[(Monday, found, settled)] of the last weeks, this one first; two statements."""
    today = timezone.localdate()
    this_week = today - timedelta(days=today.weekday())
    mondays = [this_week - timedelta(weeks=back) for back in range(number)]
    found, settled = (_by_week(issues, moment, mondays[-1]) for moment in ("found_at", "closed_at"))
    return [(monday, found[monday], settled[monday]) for monday in mondays]


def _by_week(issues, moment, since):
    counted = issues.filter(**{f"{moment}__date__gte": since}).annotate(week=TruncWeek(moment))
    return Counter({week.date(): n for week, n in counted.values_list("week").annotate(n=Count("pk")).order_by("week")})


def _codes(**wanted):
    return [code for code, rule in RULES.items() if all(getattr(rule, name) == value for name, value in wanted.items())]
