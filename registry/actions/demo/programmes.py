"""Invented lessons on the shelf of COMPASS, one that waits for a curator, and a mission that was closed."""

from django.utils import timezone

from registry.actions.lessons import add_lesson, contribute_lesson
from registry.actions.partnerships import add_partnership
from registry.actions.units import close_unit
from registry.models import Area, Country, Programme, Role, Unit, User

LESSONS = [
    (
        "en",
        "2",
        "Ask returnees before the journey, not after it (invented)",
        "Invented for the demonstration. Families asked early chose other work than those asked late.",
    ),
    (
        "fr",
        "1",
        "Un foyer ouvert la nuit change tout (inventé)",
        "Inventé pour la démonstration. Les victimes de la traite viennent surtout quand les bureaux sont fermés.",
    ),
    (
        "es",
        "3",
        "Los folletos no bastan (inventado)",
        "Inventado para la demostración. Las personas migrantes preguntan a quien conocen, no a un papel.",
    ),
]
CLOSED, SUCCESSOR = "demo-mission-mar", "demo-mission-tun"


def add_lessons(curator):
    """Three lessons of IOM, and one that the French-speaking member contributed."""
    compass = Programme.objects.get(code="compass")
    for language, area, title, text in LESSONS:
        add_lesson(compass, title=title, text=text, language=language, area=Area.objects.get(pk=area), by=curator)
    member = User.objects.get(email="membre.fr@demo.example")
    organization = member.memberships.get().organization
    add_partnership(
        organization,
        role=Role.objects.get(pk="collaborator"),
        area=Area.objects.get(pk="2"),
        country=Country.objects.get(pk="NER"),
        programme=compass,
        source="Invented demonstration data",
        by=curator,
    )
    contribute_lesson(
        compass,
        organization,
        title="Écouter les chefs de village d’abord (inventé)",
        text="Inventé pour la démonstration. Sans eux, personne n’est venu à la première réunion.",
        language="fr",
        country=Country.objects.get(pk="NER"),
        by=member,
    )


def close_a_mission(curator):
    """Its partnerships wait to be given to the one that took its work over."""
    missions = Unit.objects.in_bulk([CLOSED, SUCCESSOR], field_name="code")
    close_unit(
        missions[CLOSED],
        on=timezone.localdate(),
        successor=missions[SUCCESSOR],
        reason="Invented: two missions were joined.",
        by=curator,
    )
