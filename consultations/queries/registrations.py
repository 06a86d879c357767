"""Who comes to one consultation, as its organizers see it; the same number of queries for three people and for 300."""

from collections import Counter

from django.utils.translation import gettext as _

from consultations.models import Need, Registration
from consultations.queries import waiting
from consultations.queries.balance import words_of
from consultations.queries.places import room_of
from consultations.states import LIVE_REGISTRATIONS, NEXT, SEATED, ConsultationState, NeedState, RegistrationState
from registry.queries.words import language_names

R = RegistrationState
LETTERS = ["en", "fr", "es"]


def people(consultation, *, user):
    """[Registration] that this person may know of, by name, with what each needs."""
    found = Registration.objects.filter(consultation=consultation).visible_to(user)
    found = found.select_related("organization", "invitation", "country")
    return list(found.prefetch_related("organization__names", "needs").order_by("name", "pk"))


def figures(consultation, found):
    """The room as the database counts it, everybody in it; the states of those whom the reader may know of.

    Every number of people is one of the rows below it, so that no total less its rows tells of anybody. The seats alone
    are of everybody, for they are promised: a seat that looked free would be promised twice, or refused to the next as
    taken, which says as much. That one is taken for which there is no row tells neither who comes nor for whom.
    """
    states = Counter(one.state for one in found)
    return {
        "room": room_of(consultation),
        "online": sum(one.attends == "online" and one.state in ("confirmed", "attended") for one in found),
        "states": [(state, state.label, states[state]) for state in R if states[state]],
    }


def line_of(consultation, found):
    """The waiting list in its order, with the reasons; counted over those whom the reader may know of."""
    known = {one.pk: one for one in found}
    seen = [one for one in waiting.line(consultation) if one.registration.pk in known]
    words = words_of({code for one in seen for code in one.served})
    return [
        {"registration": known[one.registration.pk], "place": place, "served": [words[code] for code in one.served]}
        for place, one in enumerate(seen, start=1)
    ]


def named_twice(found):
    """The keys of those whose address two organizations named: a place each, until staff withdraw one of both.

    Looked for among those whom the reader may know of, and told to staff alone: that somebody else comes is no answer
    to who names her.
    """
    live = [one for one in found if one.state in LIVE_REGISTRATIONS and one.email]
    addresses = Counter(one.email.lower() for one in live)
    return {one.pk for one in live if addresses[one.email.lower()] > 1}


def others_with_her_address(registration, *, user):
    """The same for one of them: [Registration] of the others whom this person may know of."""
    if registration.state not in LIVE_REGISTRATIONS or not registration.email:
        return []
    others = Registration.objects.filter(consultation=registration.consultation, email__iexact=registration.email)
    others = others.live().visible_to(user).exclude(pk=registration.pk).select_related("organization")
    return list(others.prefetch_related("organization__names").order_by("pk"))


def offers_of(found):
    offered = sorted((one for one in found if one.offered_until), key=lambda one: (one.offered_until, one.pk))
    words = words_of({code for one in offered for code in one.offered_for})
    return [{"registration": one, "served": [words[code] for code in one.offered_for]} for one in offered]


def totals(found):
    """[(what, how many people asked, of these answered)] of those who come or may come; interpretation by language."""
    asked, answered = Counter(), Counter()
    for one in found:
        for need in one.needs.all() if one.state in LIVE_REGISTRATIONS else ():
            key = (need.kind, need.language)
            asked[key] += 1
            answered[key] += need.state != "asked"
    return [(_words(*key), asked[key], answered[key]) for key in sorted(asked)]


def needs_of(registration):
    """[{"need", "words", "is_open"}] of one person; reads `needs` when they were prefetched."""
    return [
        {
            "need": need,
            "words": _with(_words(need.kind, need.language), need.text),
            "is_open": bool(NEXT[NeedState][need.state]),
        }
        for need in sorted(registration.needs.all(), key=lambda need: need.kind)
    ]


def letters_of(registration):
    """The languages in which a letter for the visa is ready; none until it is granted, none for what was cancelled."""
    written = any(
        need.kind == Need.Kind.VISA_LETTER and need.state in (NeedState.GRANTED, NeedState.DONE)
        for need in registration.needs.all()
    )
    is_cancelled = registration.consultation.state == ConsultationState.CANCELLED
    return LETTERS if written and registration.state in SEATED and not is_cancelled else []


def _words(kind, language):
    label = str(Need.Kind(kind).label)
    return _with(label, language_names([language])[0] if language else "")


def _with(need, what):
    return _("%(need)s: %(what)s") % {"need": need, "what": what} if what else need
