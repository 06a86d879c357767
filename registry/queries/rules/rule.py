"""What a plausibility rule is: a few words and one query, used over all records at night and over one on each save."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from registry.models import Organization
from registry.models.issues import Owner, Severity
from registry.states import CLOSED_STATES


def among(path, keys):
    """The condition that something is of these records; of a range of keys in two numbers instead of thousands."""
    return {f"{path}__gte": keys.start, f"{path}__lt": keys.stop} if isinstance(keys, range) else {f"{path}__in": keys}


@dataclass(frozen=True)
class Rule:
    """One thing that is unlikely to be true. It hides nothing and refuses nothing: a person looks."""

    code: str
    severity: Severity
    owner: Owner
    # What was found, why it matters, what to do.
    title: str
    why: str
    what_to_do: str
    # Where it is put right: a part of the record (views.records), and a section of its members' own pages.
    part: str
    section: str
    # The rows that break it on a day: organizations, or rows with an organization.
    find: Callable[[date], QuerySet]
    # The columns it rests on: an issue that was muted comes back when one of them changes.
    facts: tuple[str, ...]
    # The column that says which of several rows is meant.
    about: str = ""
    # It tells something of a contact: only for who may read those.
    is_private: bool = False

    def found(self, keys, *, on):
        """One query over these organizations: (rule, organization, about, facts as text), a row each."""
        rows = self.find(on)
        path = "" if rows.model is Organization else "organization__"
        return (
            rows.filter(**among(f"{path}pk", keys))
            .exclude(**{f"{path}state__in": CLOSED_STATES})
            .order_by()
            .values_list(
                Value(self.code, CharField()),
                f"{path}pk",
                F(self.about) if self.about else Value("", CharField()),
                Cast(Func(*map(F, self.facts), function="jsonb_build_array"), TextField()),
            )
        )
