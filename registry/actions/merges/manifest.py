"""What a merge did, row by row, so that each can go back.

An entry says `what` happened to the row `pk` of `model`:

    moved      it changed hands: `before` and `after` are the fields that changed, by attribute
    changed    a row of the winner, or one of the two records, changed in the same way
    dropped    the winner says the same: `row` is the whole row, and there is no other
    added      the merge wrote it

`seal` is a hash of the row as the merge left it: who changed it since is found by it. Names keep their `row` too, for a
record without its names would be nobody. When the merge is undone, `stayed` says why an entry could not go back.
"""

import hashlib
import json
from datetime import date, datetime

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from registry.models import OrganizationName


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: what comes back must be what went."""

    def default(self, o):
        return o.isoformat() if isinstance(o, date | datetime) else super().default(o)


def carry_out(step):
    """Do what a step of the plan says; returns its entry for the manifest."""
    model, row = step.part.model, step.row
    entry = {"what": step.what, "model": model._meta.label, "pk": row.pk}
    if step.what == "dropped":
        whole = whole_row(row)
        row.delete()
        return entry | {"row": whole}
    if model is OrganizationName:
        entry["row"] = whole_row(row)
    return entry | change(row, step.values)


def change(row, values):
    """Write some fields of a row, and nothing else of it; returns what they were, what they are, and the seal."""
    before = {name: getattr(row, name) for name in values}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return {"before": told(before), "after": told(values), "seal": seal(type(row)._base_manager.get(pk=row.pk))}


def model_of(entry):
    return apps.get_model(entry["model"])


def row_of(entry):
    return model_of(entry)._base_manager.filter(pk=entry["pk"]).first()


def whole_row(row):
    return json.loads(serializers.serialize("json", [row], cls=_Exact))[0]


def seal(row):
    said = json.dumps(whole_row(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def told(values):
    """Values as JSON can keep them."""
    return json.loads(json.dumps(values, cls=_Exact))


def read(model, values):
    """Values that JSON kept, as the fields of `model` read them."""
    attributes = {field.attname: field for field in model._meta.concrete_fields}
    return {name: attributes[name].to_python(value) for name, value in values.items()}


def bring_back(row, *, with_key=True):
    """Write a whole row again as it was. Says whether the database took it."""
    if not with_key:
        row = row | {"pk": None}
    try:
        with transaction.atomic():
            for found in serializers.deserialize("python", [row]):
                found.save()
    except IntegrityError:
        return False
    return True
