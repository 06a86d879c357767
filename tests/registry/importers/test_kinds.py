"""What kind of body, area, role, mode and level a text means."""

import json
from pathlib import Path

import pytest

from registry.importers.kinds import Kind, area_of, is_cluster, is_iom, level_of, mode_of, role_of, type_of

VOCABULARIES = Path(__file__).resolve().parents[3] / "registry" / "vocabularies"

TYPES = {
    "ngo": [
        "ONG",
        "ONG Internationale",
        "ONG Nacional",
        "NGO",
        "INGO",
        "NNGO",
        "Non-governmental organization",
        "CBO",
        "Organisation non gouvernementale",
        "Organización no gubernamental",
        "OSC locale",
        "Non-profit",
        "جمعية محلية",
    ],
    "advocacy_group": ["Advocacy group", "Groupe militant", "Grupo de incidencia", "Human rights organization"],
    "migrants_organization": ["Migrants’ organization", "Organisation de migrants", "Association de la diaspora"],
    "union_or_professional_association": ["Trade union", "Syndicat", "Sindicato", "Association professionnelle"],
    "media": ["Media", "Médias", "Medios de comunicación", "Radio communautaire"],
    "research_or_university": ["University", "Institut de recherche", "Universidad", "Academia", "Think tank"],
    "foundation": ["Foundation", "Fondation philanthropique", "Fundación"],
    "other": [
        "Other",
        "Autre",
        "Otro (especifique)",
        "Iglesia - Grupo Religioso",
        "Faith-based organization",
        "Réseau",
    ],
}
SET_ASIDE = {
    "un": ["Agence UN", "UN Agency", "Naciones Unidas", "Nations Unies", "ONU", "الأمم المتحدة"],
    "government": ["Entité Gouvernementale", "Gobierno", "Government", "Ministry", "Autorité locale", "Municipalidad"],
    "intergovernmental": ["Intergovernmental organization", "Organisation intergouvernementale", "IGO"],
    "donor": ["Donantes", "Donor", "Bailleur de fonds"],
    "business": ["Private sector", "Secteur privé", "Empresa"],
    "iom": ["IOM", "OIM"],
}


@pytest.mark.parametrize(("text", "code"), [(text, code) for code, texts in TYPES.items() for text in texts])
def test_types_of_civil_society(text, code):
    assert (type_of(text).type_code, type_of(text).set_aside, type_of(text).decide) == (code, None, None)


@pytest.mark.parametrize(("text", "reason"), [(text, reason) for reason, texts in SET_ASIDE.items() for text in texts])
def test_bodies_that_are_not_civil_society(text, reason):
    assert type_of(text) == Kind(set_aside=reason)


@pytest.mark.parametrize(
    "text", ["Mouvement de la Croix Rouge", "Movimiento de la Cruz Roja Media Luna Roja", "RCRC", "الهلال الأحمر"]
)
def test_the_red_cross_is_decided_by_people(text):
    assert type_of(text) == Kind(decide="red_cross")


@pytest.mark.parametrize("text", ["", "Cluster lead", "???", "12"])
def test_unknown_types(text):
    assert not type_of(text).is_known


def test_the_codes_are_those_of_the_registry():
    def codes(name):
        return {term["code"] for term in json.loads((VOCABULARIES / f"{name}.json").read_text())["terms"]}

    assert set(TYPES) == codes("types")
    assert {role_of(text) for text in ROLES.values()} == codes("roles")
    assert {area_of(text) for text in AREAS} <= codes("areas")
    assert {mode_of(text) for text in ("equal partners", "complementary")} == codes("modes")
    assert {level_of(text) for text in ("global", "regional", "national", "local")} == codes("levels")


# The nine areas as the reference words them in French, in English and Spanish, and in damaged copies.
AREAS = {
    "Lutte contre la traite": "1",
    "Counter-trafficking": "1",
    "Lucha contra la trata": "1",
    "lutte contre la traite Personnes": "1",
    "Retours volontaires assistés": "2",
    "Retour de bénévolat assisté": "2",
    "Assisted voluntary returns": "2",
    "Retorno voluntario asistido": "2",
    "AVRR": "2",
    "Retour volontaire assisté - avant le départ": "2.pre_departure",
    "Assisted voluntary return: post-arrival": "2.post_arrival",
    "Assisted voluntary return (during transport)": "2.transport",
    "Droits humains des migrants": "3",
    "Droits de l’homme des migrants": "3",
    "Migrants' human rights": "3",
    "Derechos humanos de los migrantes": "3",
    "Situations d'urgence et d'après conflit": "4",
    "situations d’urgence et postconflicto": "4",
    "Emergency and post-conflict situations": "4",
    "Situaciones de emergencia y posconflicto": "4",
    "Gestion des mouvements": "5",
    "Transferts Management": "5",
    "Movement management": "5",
    "Gestión de movimientos": "5",
    "Migration de main-d'œuvre": "6",
    "Migration du travail": "6",
    "Labour migration": "6",
    "Migración laboral": "6",
    "Information de masse": "7",
    "Informations sur les messes": "7",
    "Mass information": "7",
    "Información de masas": "7",
    "Migration et santé": "8",
    "Migration and health": "8",
    "Migración y salud": "8",
    "Health of migrants": "8",
    "Coopération technique en matière de migration": "9",
    "Coopération technique sur la migration": "9",
    "Technical cooperation on migration": "9",
    "Cooperación técnica en materia de migración": "9",
    "7": "7",
    "Area 3": "3",
}


@pytest.mark.parametrize(("text", "code"), AREAS.items())
def test_areas(text, code):
    assert area_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Santé",
        "Health",
        "Protection",
        "WASH",
        "Securité alimentaire",
        "Abris / NFI",
        "Agua, Saneamiento e Higiene",
        "CCCM",
        "Logística",
        "Alojamiento de emergencia (Shelter)",
        "Relèvement Précoce",
        "Emergency telecommunications",
        "Réduction des Risques de Catastrophes",
        "Manejo y gestión de Campamentos (CCCM)",
        "Coordinación / Información",
        "IT y Telecomunicación",
        "Transferencias Multipropósito",
        "Recuperación Temprana",
        "Nutrition",
        "Education",
    ],
)
def test_clusters_are_not_areas(text):
    assert is_cluster(text)
    assert area_of(text) is None


@pytest.mark.parametrize("text", ["", "Agriculture", "17", "Peace building"])
def test_other_texts_are_no_area(text):
    assert area_of(text) is None


ROLES = {
    "collaborateur": "Collaborateur",
    "service_provider": "Fournisseur de services",
    "project_implementer": "Réalisateur de projets",
    "donor": "Donante",
    "technical_cooperation_beneficiary": "Bénéficiaire de la coopération technique de l'OIM",
    "grant_recipient": "Bénéficiaire d'une subvention",
    "service_recipient": "Bénéficiaire de services",
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Collaborator", "collaborator"),
        ("Service provider", "service_provider"),
        ("Prestataire", "service_provider"),
        ("Implementing partner", "project_implementer"),
        ("Ejecutor de proyectos", "project_implementer"),
        ("Donateur", "donor"),
        ("Beneficiary of IOM technical cooperation", "technical_cooperation_beneficiary"),
        ("Grantee", "grant_recipient"),
        ("Beneficiario de una subvención", "grant_recipient"),
        ("Service recipient", "service_recipient"),
        ("Beneficiario de servicios", "service_recipient"),
        ("Cook", None),
    ],
)
def test_roles(text, code):
    assert role_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sur un pied d'égalité", "equal_footing"),
        ("En pie de igualdad", "equal_footing"),
        ("Equal partners", "equal_footing"),
        ("complètent leur action respective", "complementary"),
        ("Complementary", "complementary"),
        ("?", None),
    ],
)
def test_modes(text, code):
    assert mode_of(text) == code


@pytest.mark.parametrize(
    ("name", "acronym", "type_text", "expected"),
    [
        ("Organisation Internationale des Migrations", "OIM", "Agence UN", True),
        ("International Organization for Migration (IOM)", "", "", True),
        ("IOM Chad", "IOM", "UN", True),
        ("OIM", "OIM", "Naciones Unidas", True),
        ("المنظمة الدولية للهجرة", "", "", True),
        ("Organisation islamique mondiale", "OIM", "ONG Internationale", False),
        ("OIM", "OIM", "ONG Nationale", False),
        ("Oeuvre internationale des mères", "OIM", "", False),
        ("Migration International", "", "", False),
    ],
)
def test_iom_itself(name, acronym, type_text, expected):
    assert is_iom(name, acronym, type_of(type_text)) is expected
