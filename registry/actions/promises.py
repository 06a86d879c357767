"""What the database promises, told in the words of the promise: also to the second of two people at once."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from registry.errors import Contradiction


@contextmanager
def promises_of(model):
    """Refuse with the sentence of the constraint of `model` that a write would break."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None)
        for constraint in model._meta.constraints:
            if constraint.name == name:
                raise Contradiction(str(constraint.get_violation_error_message())) from broken
        raise
