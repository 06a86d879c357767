"""People at a consultation, as rows: what tests about the day and after it need."""

from itertools import count

from django.utils import timezone

from consultations.models import Registration
from consultations.states import RegistrationState
from tests import make

_numbers = count(1)


def named(consultation, organization=None, *, state=RegistrationState.CONFIRMED, part="cso", **fields):
    """Somebody who is confirmed, for an organization of civil society unless the test says something else."""
    number = next(_numbers)
    if part == "cso" and organization is None:
        organization = make.organization()
    return Registration.objects.create(
        consultation=consultation,
        organization=organization,
        part=part,
        state=state,
        waiting_since=timezone.now() if state == RegistrationState.WAITLISTED else None,
        **({"name": f"Person {number}", "email": f"participant{number}@example.org"} | fields),
    )
