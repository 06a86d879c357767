"""Invented people for the demonstration: who came last time; who comes, waits, and is an exception next time."""

from datetime import timedelta

from consultations.actions.consultations import edit_consultation
from consultations.actions.needs import answer_need
from consultations.actions.registrations import name_person
from consultations.models import Consultation, ConsultationInvitation, Registration
from consultations.queries.places import room_of
from consultations.states import ConsultationInvitationState
from registry.models import Membership, Organization

NAMES = (
    "Amina", "Baraka", "Chantal", "Diego", "Esther", "Fatou", "Grace", "Hassan", "Inés", "Joseph", "Khadija", "Luis",
)  # fmt: skip
FUNCTIONS = ("Director", "Programme officer", "Coordinatrice", "Asesora jurídica")
QUOTA = 2


def add_registrations(*, by):
    organizations = _organizations()
    if not organizations:
        return
    past = Consultation.objects.get(slug="invented-regional-past")
    coming = Consultation.objects.get(slug="invented-regional-coming")
    _came(past, organizations[:8])
    _come(coming, organizations, by)


def _organizations():
    """Those of the invented members first, so that they find their own people; never one in danger."""
    public = Organization.objects.filter(is_demo=True, is_at_risk=False, listing__isnull=False)
    theirs = Membership.objects.filter(user__email__endswith="@demo.example", left_at=None).values("organization")
    return [*public.filter(pk__in=theirs).order_by("pk"), *public.exclude(pk__in=theirs).order_by("pk")[:7]]


def _came(past, organizations):
    for number, organization in enumerate(organizations):
        invitation = _accepted(past, organization)
        Registration.objects.create(
            consultation=past,
            invitation=invitation,
            organization=organization,
            state="no_show" if number == 5 else "attended",
            **_person(number, past),
        )


def _come(coming, organizations, by):
    """One person of each; then the room is small enough that the next must wait, and one is beyond the quota."""
    needs = [
        {"visa_letter": {}, "interpretation": {"language": "fr"}},
        {"travel": {"text": "A flight from Kampala (invented)"}},
        {"accessibility": {"text": "A place for a wheelchair (invented)"}, "interpretation": {"language": "sw"}},
    ]
    invited = [_accepted(coming, one) for one in organizations]
    for number, invitation in enumerate(invited):
        asked = needs[number] if number < len(needs) else None
        attends = "online" if number == 4 else "in_person"
        name_person(invitation, needs=asked, attends=attends, by=by, **_person(number, coming))
    facts = {"seats": room_of(coming).taken, "registration_until": coming.starts_on - timedelta(days=25)}
    edit_consultation(coming, changes=facts, by=by)
    for number, invitation in enumerate(invited[:3], start=len(invited)):
        name_person(invitation, by=by, **_person(number, coming))
    name_person(invited[0], by=by, **_person(len(invited) + 3, coming))
    letter = coming.registrations.get(needs__kind="visa_letter").needs.get(kind="visa_letter")
    answer_need(letter, to="granted", by=by)


def _accepted(consultation, organization):
    invitation, _made = ConsultationInvitation.objects.get_or_create(
        consultation=consultation, organization=organization, defaults={"quota": QUOTA}
    )
    invitation.state, invitation.quota = ConsultationInvitationState.ACCEPTED, QUOTA
    invitation.save()
    return invitation


def _person(number, consultation):
    first, language = NAMES[number % len(NAMES)], ("en", "fr", "es")[number % 3]
    return {
        "name": f"{first} Invented {number + 1}",
        "email": f"person{number + 1}.{consultation.slug}@demo.example",
        "function": FUNCTIONS[number % len(FUNCTIONS)],
        "gender": ("woman", "man", "", "woman")[number % 4],
        "language": language,
        "on_participants_list": number % 2 == 0,
    }
