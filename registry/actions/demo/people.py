"""Invented people who can sign in. Their password and second factor are derived from this instance's own secret."""

import base64
import hashlib
import hmac
import time

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.utils import timezone

from registry.actions.disputes import dispute_partnership
from registry.actions.proposals import change_own_record
from registry.models import Dispute, Membership, Organization, Partnership, StaffAssignment, Unit, User
from registry.roles import Function, MemberRole

# (address, name, language, function, countries)
STAFF = [
    ("curator@demo.example", "Demo Curator", "en", Function.CURATOR, []),
    ("curatrice@demo.example", "Demo Curatrice, Sahel", "fr", Function.CURATOR, ["TCD", "MLI", "NER"]),
    ("steward@demo.example", "Demo Data Steward", "en", Function.DATA_STEWARD, []),
    ("reviewer@demo.example", "Demo Reviewer", "en", Function.REVIEWER, []),
    ("relecteur@demo.example", "Demo Relecteur", "fr", Function.REVIEWER, []),
    ("organizer@demo.example", "Demo Organizer", "en", Function.CONSULTATION_ORGANIZER, []),
    # Reads a report before it is published.
    ("organisatrice@demo.example", "Demo Organisatrice", "fr", Function.CONSULTATION_ORGANIZER, []),
    ("officer@demo.example", "Demo Decision Officer", "en", Function.DECISION_OFFICER, []),
    ("oficial@demo.example", "Demo Oficial de Decisiones", "es", Function.DECISION_OFFICER, []),
    # Has a part in nothing, so she can answer what an organization says is wrong in a letter.
    ("agente@demo.example", "Demo Agente de décision", "fr", Function.DECISION_OFFICER, []),
    ("auditor@demo.example", "Demo Auditor", "en", Function.AUDITOR, []),
    ("admin@demo.example", "Demo Administrator", "en", Function.ADMINISTRATOR, []),
]
MEMBERS = [
    ("member.en@demo.example", "Demo Member", "en", MemberRole.ADMIN),
    ("membre.fr@demo.example", "Demo Membre", "fr", MemberRole.ADMIN),
    ("miembro.es@demo.example", "Demo Miembro", "es", MemberRole.EDITOR),
]
DISPUTES = [
    ("membre.fr@demo.example", "Inventé pour la démonstration : nous n’avons jamais fait ce travail."),
    ("miembro.es@demo.example", "Inventado para la demostración: nunca hicimos este trabajo."),
]
# Works in the invented mission of this country, so she gives its opinions.
MISSION = ("mission@demo.example", "Demo Officer, Mission in Kenya", "en", Function.CURATOR, ["KEN"])
MISSION_UNIT = "demo-mission-ken"
_STEP_SECONDS = 30


def add_staff():
    """The invented staff, each with a second factor; returns the curator."""
    people = [_staff_member(row) for row in STAFF]
    return people[0]


def add_mission_officer():
    """The one who works in a mission; missions come with the organizations."""
    _staff_member(MISSION, unit=Unit.objects.get(code=MISSION_UNIT))


def add_members():
    """One invented member for a published organization of each language."""
    for address, name, language, role in MEMBERS:
        organization = (
            Organization.objects.publishable().filter(is_demo=True, names__language=language).order_by("pk").first()
        )
        Membership.objects.create(user=_person(address, name, language), organization=organization, role=role)


def add_proposal():
    """What one of the invented members would change in the record of her organization."""
    member = User.objects.get(email="membre.fr@demo.example")
    organization = member.memberships.get().organization
    names = [
        {"kind": name.kind, "text": name.text, "language": name.language, "is_primary": name.is_primary}
        for name in organization.names.all()
    ]
    names.append({"kind": "translation", "text": "Blue Palm Migrant Relief (invented)", "language": "en"})
    change_own_record(
        organization,
        changes={"names": names, "founded": organization.founded - 1},
        by=member,
        evidence="Statuts inventés pour la démonstration, article 1.",
    )


def add_disputes():
    """What two of the invented members say is wrong about a partnership of their organization."""
    for address, reason in DISPUTES:
        member = User.objects.get(email=address)
        partnership = Partnership.objects.filter(organization__memberships__user=member).order_by("pk").first()
        dispute_partnership(partnership, matter=Dispute.Matter.NEVER, reason=reason, by=member)


def demo_sign_ins():
    """[(address, name, password, second-factor code or "")] of the demonstration accounts of this instance."""
    everybody = [*STAFF, MISSION]
    addresses = [row[0] for row in (*everybody, *MEMBERS)]
    known = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    counter = int(time.time()) // _STEP_SECONDS
    staff = [(row[0], row[1], password(), format_hotp_value(hotp_value(_secret(row[0]), counter))) for row in everybody]
    members = [(row[0], row[1], password(), "") for row in MEMBERS]
    return [row for row in staff + members if row[0] in known]


def password():
    return f"demo-{_derive('password')[:12].lower()}"


def _secret(address):
    return _derive(f"second factor of {address}")[:32]


def _derive(purpose):
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demonstration: {purpose}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().rstrip("=")


def _staff_member(row, *, unit=None):
    address, name, language, function, countries = row
    person = _person(address, name, language)
    StaffAssignment.objects.create(user=person, function=function, countries=countries, unit=unit)
    TOTP.activate(person, _secret(address))
    return person


def _person(address, name, language):
    person = User.objects.create_user(address, password(), name=name, language=language, date_joined=timezone.now())
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person
