"""What a person agreed to, and what changed of her registration since she was named, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from consultations.models import Registration
from registry.models import Country
from registry.queries.words import language_names


def edits_of(registration):
    """[{"at", "by", "rows": [{"label", "before", "after"}]}], the latest first."""
    return [
        {
            "at": datetime.fromisoformat(edit["at"]),
            "by": edit["by"],
            "rows": [
                {"label": _label(field), "before": _words(field, before), "after": _words(field, after)}
                for field, (before, after) in edit["fields"].items()
            ],
        }
        for edit in reversed(registration.edits)
    ]


def agreed_to(registration):
    """[(list, yes or no)]: what the person agreed to."""
    lists = ("on_participants_list", "on_public_list", "in_photos")
    return [(_label(name), _words(name, getattr(registration, name))) for name in lists]


def _label(field):
    return {
        "name": _("Name"),
        "email": _("E-mail address"),
        "function": _("Function"),
        "gender": _("Gender"),
        "country": _("Country"),
        "language": _("Language"),
        "attends": _("How the person attends"),
        "on_participants_list": _("On the list for participants"),
        "on_public_list": _("On the public page"),
        "in_photos": _("In photos"),
    }[field]


def _words(field, value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field == "attends":
        return str(Registration.Attends(value).label)
    if field == "gender" and value:
        return str(Registration.Gender(value).label)
    if field == "language":
        return language_names([value])[0]
    if field == "country" and value:
        return Country.objects.get(pk=value).name
    return value
