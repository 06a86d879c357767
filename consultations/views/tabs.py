"""The parts of one consultation on the staff's pages: each a page of its own, each for whom it is."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.policies import may_manage_consultations, may_read_registrations

# (name of the page, label, who may look)
PARTS = [
    ("staff-consultation", _("Overview"), None),
    ("registrations", _("Registrations"), may_read_registrations),
    ("staff-day", _("The day"), may_manage_consultations),
    ("staff-personal-data", _("Personal data"), may_manage_consultations),
]


def tabs(consultation, user, *, current):
    """What `templates/components/tabs.html` draws."""
    return [
        {
            "url": reverse(f"consultations:{name}", args=[consultation.reference]),
            "label": label,
            "current": name == current,
        }
        for name, label, may_look in PARTS
        if may_look is None or may_look(user)
    ]
