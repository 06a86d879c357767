"""Where a consultation stands, in the words of its visitors, and where it takes place."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import Consultation
from consultations.queries.calendar import is_over
from consultations.queries.places import is_late, places_asked, room_of
from consultations.states import HELD, ConsultationState
from registry.templatetags.registry_tags import number

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


def deadlines(consultation):
    """[(until when what is done, the day)]; nothing once it has taken place or was cancelled."""
    if consultation.state in (S.CANCELLED, *HELD):
        return []
    told = [
        (_("Invitations are answered until"), consultation.answers_until),
        (_("People are named and replaced until"), consultation.registration_until),
        (_("Topics can be proposed until"), consultation.topics_until),
        (_("Written contributions are sent until"), consultation.contributions_until),
    ]
    return [(words, day) for words, day in told if day]


def beforehand(consultation, invitations):
    """What becomes of who is named now, in sentences, with the numbers that a member may know."""
    if is_late(consultation):
        return [_("Registration is closed. You can still name somebody: IOM looks at it and answers.")]
    asked = [(one, places_asked(one)) for one in invitations]
    told = [_quota_words(one, named, with_name=len(asked) > 1) for one, named in asked]
    return [" ".join(sentences) for sentences in [*told, _room_words(consultation)] if sentences]


def _quota_words(invitation, named, *, with_name):
    numbers = {"named": number(named), "quota": number(invitation.quota)}
    told = [_("Places of your organization taken: %(named)s of %(quota)s.") % numbers]
    if named >= invitation.quota:
        told.append(_("A further person is more than IOM invited: IOM looks at it and answers."))
    else:
        told.append(_("Within these places and while there are seats, the person is registered at once."))
    return [f"{invitation.organization.name}:", *told] if with_name else told


def _room_words(consultation):
    room = room_of(consultation)
    if room.seats is None or consultation.format == Consultation.Format.ONLINE:
        return []
    numbers = {"taken": number(room.taken), "seats": number(room.seats)}
    told = [_("Seats in the room taken: %(taken)s of %(seats)s.") % numbers]
    if not room.has_a_seat:
        told.append(_("The room is full: who comes in person goes onto the waiting list."))
        told += [_("There is no limit online.")] if consultation.format == Consultation.Format.HYBRID else []
    return told


def is_past(consultation):
    """Whether nothing of it is still to come: what was asked of people is told as past."""
    over = consultation.ends_on is not None and is_over(consultation.ends_on, consultation.zone)
    return over or consultation.state in (S.CANCELLED, *HELD)


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
