"""How long personal data of participants are kept: one rule for each kind, counted from the last day.

The periods are a proposal that IOM confirms. Not in the table, and kept: for which organization or body somebody
came, the country, the part, the language, online or in the room, the state, and who was in which session. Without a
name they are what statistics are made of.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

ALL = ("consultations.",)


@dataclass(frozen=True)
class Rule:
    """After so many days these fields of a registration, or of an invitation, are emptied."""

    kind: str
    label: str
    days: int
    fields: tuple
    why: str
    # Mails about people of the consultation, of kinds that begin so, keep no words, nor an address of no account.
    mails: tuple = ()
    # The fields are those of an invitation.
    of_invitations: bool = False
    # What they need is taken away as a whole.
    takes_needs: bool = False
    # Who attended and agreed to be named in public stays named.
    spares_who_agreed: bool = False


RULES = (
    Rule(
        "needs",
        _("What people need: letters for visas, travel, interpretation, accessibility"),
        90,
        (),
        _("Until travel is settled; then only the counts are kept."),
        takes_needs=True,
        mails=("consultations.need_answered",),
    ),
    Rule(
        "contact",
        _("E-mail addresses, mails sent to them, and reasons given"),
        180,
        ("email", "reason", "edits"),
        _("Until the report is out and questions about it are answered."),
        mails=ALL,
    ),
    Rule(
        "told_by",
        _("Who told the answer to an invitation"),
        180,
        ("told_by",),
        _("Until the report is out and questions about it are answered."),
        of_invitations=True,
    ),
    Rule(
        "gender",
        _("Gender"),
        365,
        ("gender",),
        _("Until the figures of the year are counted; then only the counts are kept."),
    ),
    Rule(
        "name",
        _("Names and functions, and who named them"),
        730,
        ("name", "function", "named_by"),
        _("Until the next edition was held; who agreed to be named in public stays named."),
        spares_who_agreed=True,
    ),
)
