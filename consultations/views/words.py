"""Where a consultation stands, in the words of its visitors, and where it takes place."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import Consultation
from consultations.states import HELD, ConsultationState

S = ConsultationState


def situation(consultation, *, today):
    """What a visitor needs to know now: a tag with its colour and icon, and one sentence."""
    if consultation.state == S.CANCELLED:
        return _told("bad", "stop", _("Cancelled"), _("This consultation does not take place."))
    if consultation.state in HELD:
        return _told("line", "check", pgettext("consultation", "Past"), _("This consultation has taken place."))
    if consultation.ends_on < today:
        return _told("line", "clock", pgettext("consultation", "Past"), _("Its last day is over."))
    if consultation.state == S.RUNNING:
        return _told("ok", "users", _("Taking place now"), _("Times are by the clocks of its place."))
    if consultation.state == S.REGISTRATION_CLOSED:
        return _told("", "clock", _("Registration closed"), _("Nobody can register any more."))
    if consultation.state == S.INVITING:
        return _told("ok", "check", _("Invitations are being sent"), _("IOM invites organizations to take part."))
    return _told("info", "calendar", _("Planned"), _("Invitations have not been sent yet."))


def place_words(consultation):
    """Nairobi, Kenya, and online."""
    if consultation.format == Consultation.Format.ONLINE:
        return _("Online")
    place = ", ".join(filter(None, [consultation.place, consultation.country and consultation.country.name]))
    if place and consultation.format == Consultation.Format.HYBRID:
        return _("%(place)s, and online") % {"place": place}
    return place


def _told(tone, icon, label, sentence):
    return {"tone": tone, "icon": icon, "label": label, "sentence": sentence}
