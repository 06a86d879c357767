"""Steps of the night, one at a time."""

from django.db.models import Max

from registry.actions import night_steps
from registry.models import Organization


def take(name, by="clock"):
    """One step over all records of the registry, as the job of a night takes it."""
    step, after = getattr(night_steps, name), 0
    last = Organization.objects.aggregate(last=Max("pk"))["last"] or 0
    while after < last:
        after = step.chunk(after, last=last, by=by)
