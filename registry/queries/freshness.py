"""How old a fact is: fresh, due, stale or unknown, by the policy of its kind."""

from django.utils import timezone

from registry.models import FreshnessPolicy

FRESH, DUE, STALE, UNKNOWN = "fresh", "due", "stale", "unknown"


def policies():
    """{kind: (days until due, days until stale)}; read once for many rows."""
    return {policy.kind: (policy.due_after_days, policy.stale_after_days) for policy in FreshnessPolicy.objects.all()}


def freshness(observed_on, kind, known_policies, *, on=None):
    """The class of a fact of `kind` last seen on `observed_on`; unknown without a date or without a policy."""
    if observed_on is None or kind not in known_policies:
        return UNKNOWN
    age = ((on or timezone.localdate()) - observed_on).days
    due, stale = known_policies[kind]
    if age >= stale:
        return STALE
    return DUE if age >= due else FRESH
