"""Who comes to one consultation, as its organizers see it; the same number of queries for three people and for 300."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from consultations.models import Need, Registration
from consultations.models.registrations import HAS_A_PLACE, IN_THE_ROOM, known_to
from consultations.queries.balance import words_of
from consultations.queries.places import Room
from consultations.states import LIVE_REGISTRATIONS, NEXT, SEATED, ConsultationState, NeedState, RegistrationState
from registry.queries.words import language_names

R = RegistrationState
# Of the exceptions, the offers and the line, at most.
SHOWN = 50
LETTERS = ["en", "fr", "es"]


@dataclass(frozen=True)
class Figures:
    """The room as the database counts it, everybody in it; of those whom the reader may know of, how many are what."""

    room: Room
    online: int
    offers: int
    by_state: dict

    @property
    def states(self):
        return [(state, state.label, self.by_state[state]) for state in R if self.by_state[state]]

    @property
    def total(self):
        return self.by_state.total()


def people(consultation, *, user, state=""):
    """The registrations that this person may know of, by name, to be read page by page; see `shown`."""
    found = Registration.objects.filter(consultation=consultation).visible_to(user)
    return (found.filter(state=state) if state else found).order_by("name", "pk")


def figures(consultation, *, user):
    """All numbers of people, in one query.

    Every number of people is one of the rows below it, so that no total less its rows tells of anybody. The seats alone
    are of everybody, for they are promised: a seat that looked free would be promised twice, or refused to the next as
    taken, which says as much. That one is taken for which there is no row tells neither who comes nor for whom.
    """
    everybody = Registration.objects.filter(consultation=consultation).order_by()
    is_known = ExpressionWrapper(known_to(user), BooleanField())
    rows = everybody.annotate(is_known=is_known).values_list("is_known", "state").annotate(
        people=Count("pk"),
        online=Count("pk", filter=Q(attends="online", state__in=SEATED)),
        offers=Count("pk", filter=Q(offered_until__isnull=False)),
        taken=Count("pk", filter=HAS_A_PLACE & IN_THE_ROOM),
    )  # fmt: skip
    rows = list(rows)
    known = [numbers for is_known, *numbers in rows if is_known]
    return Figures(
        room=Room(consultation.seats, sum(taken for *_others, taken in rows)),
        online=sum(online for _state, _people, online, *_others in known),
        offers=sum(offers for *_others, offers, _taken in known),
        by_state=Counter({state: number for state, number, *_others in known}),
    )


def shown(consultation, *, user, page, line):
    """[Registration] by name: a page of `people`, the first exceptions and offers, and these keys of the line.

    Each tells whether it is of that page (`on_page`), what she needs (`needs_told`), and whether two organizations
    named her address (`is_twice`): a place each, until staff withdraw one of both. That is looked for among those whom
    the reader may know of, and told to staff alone: that somebody else comes is no answer to who names her.
    """
    known = people(consultation, user=user)
    exceptions = known.filter(state=R.NOMINATED)[:SHOWN]
    offers = known.filter(offered_until__isnull=False).order_by("offered_until", "pk")[:SHOWN]
    live = known.live().exclude(email="").order_by()
    twice = live.values(address=Lower("email")).annotate(n=Count("pk")).filter(n__gt=1).values("address")
    chosen = Q(on_page=True) | Q(pk__in=exceptions.values("pk")) | Q(pk__in=offers.values("pk")) | Q(pk__in=line)
    found = known.annotate(
        on_page=ExpressionWrapper(Q(pk__in=page.values("pk")), BooleanField()),
        address=Lower("email"),
        is_twice=ExpressionWrapper(Q(state__in=LIVE_REGISTRATIONS, address__in=twice), BooleanField()),
        kinds=ArraySubquery(Need.objects.filter(registration=OuterRef("pk")).order_by("pk").values("kind")),
    ).filter(chosen)  # fmt: skip
    found = list(found.select_related("organization", "invitation").prefetch_related("organization__names"))
    for one in found:
        one.needs_told = [Need.Kind(kind).label for kind in one.kinds]
    return found


def line_of(line, found):
    """[{"registration", "place", "served"}] of those of the line that are shown; counted over those one may know of."""
    known = {one.pk: one for one in found}
    words = words_of({code for one in line for code in one.served})
    return [
        {
            "registration": known[one.registration.pk],
            "place": one.place,
            "served": [words[code] for code in one.served],
        }
        for one in line
        if one.registration.pk in known
    ]


def others_with_her_address(registration, *, user):
    """The same for one of them: [Registration] of the others whom this person may know of."""
    if registration.state not in LIVE_REGISTRATIONS or not registration.email:
        return []
    others = Registration.objects.filter(consultation=registration.consultation, email__iexact=registration.email)
    others = others.live().visible_to(user).exclude(pk=registration.pk).select_related("organization")
    return list(others.prefetch_related("organization__names").order_by("pk"))


def exceptions_of(found):
    return [one for one in found if one.state == R.NOMINATED][:SHOWN]


def offers_of(found):
    offered = sorted((one for one in found if one.offered_until), key=lambda one: (one.offered_until, one.pk))[:SHOWN]
    words = words_of({code for one in offered for code in one.offered_for})
    return [{"registration": one, "served": [words[code] for code in one.offered_for]} for one in offered]


def totals(consultation, *, user):
    """[(what, how many people asked, of these answered)] of those who come or may come; interpretation by language."""
    coming = Registration.objects.filter(consultation=consultation).live().visible_to(user)
    asked = Need.objects.filter(registration__in=coming).order_by("kind", "language").values_list("kind", "language")
    rows = asked.annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(state=NeedState.ASKED)))
    return [(_words(kind, language), asked, answered) for kind, language, asked, answered in sorted(rows)]


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
