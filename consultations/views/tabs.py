"""The parts of one consultation on the staff's pages: each a page of its own, each for whom it is."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations import policies

# (name of the page, label, who may look)
PARTS = [
    ("staff-consultation", _("Overview"), None),
    ("staff-documents", _("Documents"), None),
    ("staff-topics", _("Topics"), None),
    ("staff-invitations", _("Invitations"), policies.may_manage_consultations),
    ("registrations", _("Registrations"), policies.may_read_registrations),
    ("staff-contributions", _("Contributions"), None),
    ("staff-day", _("The day"), policies.may_manage_consultations),
    ("staff-recommendations", _("Recommendations"), None),
    ("staff-reports", _("Report"), None),
    ("staff-figures", _("Figures"), None),
    ("staff-personal-data", _("Personal data"), policies.may_manage_consultations),
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
