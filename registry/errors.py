"""What a verb or a door answers when something may not happen now, or not here; everything else is a bug."""


class Moved(Exception):
    """The record goes by another reference now: `there` is the same page under it. Doors answer with the way."""

    def __init__(self, there):
        super().__init__(there)
        self.there = there


class Refused(Exception):
    """Allowed, but not now: the sentence says what happened, why, and what to do. Doors answer 409 with it."""

    code = "refused"


class Stale(Refused):
    """Somebody else changed the record since it was opened; `theirs` maps each field to its value now."""

    code = "stale"

    def __init__(self, sentence, *, theirs=None):
        super().__init__(sentence)
        self.theirs = theirs or {}


class Contradiction(Refused):
    """What was typed cannot stand beside what the registry holds. A page tells it over the form."""

    code = "contradiction"


class Unpublishable(Refused):
    """The record may not be shown to the public as it is."""

    code = "unpublishable"
