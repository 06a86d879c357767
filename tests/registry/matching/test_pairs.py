import pytest

from registry.matching import Evidence, Identity
from registry.matching.pairs import LIKELY_PAIR, POSSIBLE_PAIR, Record, find_pairs


def identity(*names, acronym="", countries="", **facts):
    return Identity(
        names=tuple(("legal", name, "") for name in names),
        acronyms=(acronym,) if acronym else (),
        countries=frozenset(countries.split()),
        **{name: frozenset({value}) for name, value in facts.items() if name != "identifiers"},
        identifiers=facts.get("identifiers", ()),
    )


# Others, so that words have a rarity.
CROWD = [
    identity("Association des Femmes de Tessakoum", countries="TCD"),
    identity("Association des Jeunes de Tessakoum", countries="TCD"),
    identity("Fundación Niños de Villaluna", countries="HND"),
    identity("Women for Water Karindale", countries="ZMB"),
    identity("جمعية المزارعين في وادي الزمرد", countries="YEM"),
    identity("Union of Seasonal Pickers Tambora", acronym="USPT", countries="ZAF"),
    identity("Centre d’accueil Moundara", countries="CMR"),
    identity("Lantern Clinic", countries="ZMB", phones="+260 95 555 0001"),
]

ONE = [
    (identity("Association Étoile d’Argile", countries="TCD"), identity("ASSOC. ETOILE D'ARGILE", countries="TCD")),
    (identity("Lueur du Matin Clair", countries="BEL"), identity("Lueur du Matin Clair ASBL", countries="BEL")),
    (identity("Women of Halimbo Trust", countries="UGA"), identity("Halimbo Women Trust", countries="UGA")),
    (identity("Red Quetzalinda", countries="SLV"), identity("Red Quetsalinda", countries="SLV")),
    (identity("Terre Promise Djourabé", countries="CMR"), identity("TerrePromise Djourabe", countries="CMR")),
    (
        identity("Association des Femmes Migrantes de Zarouka", countries="MAR"),
        identity("Association of Migrant Women of Zarouka", countries="MAR"),
    ),
    (
        identity("Fundación Esperanza de Tulamba", countries="ECU"),
        identity("Hope Foundation of Tulamba", countries="ECU"),
    ),
    (identity("جمعية إشراق الزمرّد", countries="TUN"), identity("جمعيه اشراق الزمرد", countries="TUN")),
    (identity("Фонд Надилея", countries="BLR"), identity("Nadileya Foundation", countries="BLR")),
    (
        identity("Association d’aide aux migrants", countries="MLI", emails="aam@aam.example"),
        identity("AAM", countries="MLI", emails="AAM@aam.example"),
    ),
    (
        identity("Karuma Paths", countries="KEN", identifiers=(("KE-NGOB", "OP.218/051"),)),
        identity("Bright Initiative", countries="KEN", identifiers=(("KE-NGOB", "op 218 051"),)),
    ),
    (
        identity("Maison du Baobab Rieur", countries="SEN", domains="baobabrieur.example"),
        identity("Baobab Rieur", countries="SEN", emails="contact@baobabrieur.example"),
    ),
]
TWO = [
    (identity("AAM", countries="MLI"), identity("Association d’aide aux migrants", countries="MLI")),
    (
        identity("Action Contre la Friche", acronym="ACFR", countries="TCD"),
        identity("Association des Chauffeurs du Fleuve Rouge", acronym="ACFR", countries="TCD"),
    ),
    (identity("Croix-Azur tchadienne", countries="TCD"), identity("Croix-Azur camerounaise", countries="CMR")),
    (identity("الهلال الأزرق التونسي", countries="TUN"), identity("الهلال الأزرق الليبي", countries="LBY")),
    (identity("Espoir pour tous", countries="TCD"), identity("Espoir pour tous", countries="HTI")),
    (identity("Groupement de femmes 12", countries="TCD"), identity("Groupement de femmes 13", countries="TCD")),
    (identity("Scout Group Karindale", countries="ZMB"), identity("Scout Group 7 Karindale", countries="ZMB")),
    (
        identity("Union des Femmes de Kolonga", countries="MLI"),
        identity("Union des Femmes de Madoula", countries="MLI"),
    ),
    (identity("Halimbo Drivers Union", countries="UGA"), identity("Halimbo Nurses Union", countries="UGA")),
    (
        identity("Maison de Zarouka", countries="MAR", phones="+212 5 55 00 11 22"),
        identity("Club d’échecs Roi de Sable", countries="MAR", phones="0212555001122"),
    ),
    (
        identity("Bureau Ombrine", countries="SEN", emails="one@gmail.com"),
        identity("Atelier Théâtre", countries="SEN", emails="other@gmail.com"),
    ),
]


def pairs_of(*identities, **options):
    return list(find_pairs([Record(key, told) for key, told in enumerate(identities)], **options))


@pytest.mark.parametrize(("one", "other"), ONE)
def test_two_descriptions_of_one_organization_are_a_likely_pair(one, other):
    found = pairs_of(one, *CROWD, other, least=LIKELY_PAIR)

    assert [(pair.first, pair.second) for pair in found] == [(0, len(CROWD) + 1)]


@pytest.mark.parametrize(("one", "other"), TWO)
def test_bodies_that_only_look_alike_are_none(one, other):
    assert pairs_of(one, *CROWD, other, least=LIKELY_PAIR) == []


def test_an_acronym_and_a_country_are_not_even_possible():
    one, other = TWO[0]

    assert pairs_of(one, *CROWD, other) == []


def test_a_pair_says_what_speaks_for_and_against_it():
    [pair] = pairs_of(
        identity("Maison du Baobab", acronym="RIEUR", countries="SEN", emails="a@baobab.example"),
        *CROWD,
        identity("MAISON DU BAOBAB", acronym="BAOB", countries="SEN", emails="a@baobab.example"),
    )

    assert {reason.code for reason in pair.agreeing} == {
        Evidence.NAME,
        Evidence.COUNTRY,
        Evidence.EMAIL,
        Evidence.DOMAIN,
    }
    assert [(reason.code, reason.values) for reason in pair.conflicting] == [(Evidence.ACRONYM, ("RIEUR", "BAOB"))]


def test_the_smaller_key_comes_first_with_its_values():
    one, other = identity("Red Quetzalinda", countries="SLV"), identity("Red Quetsalinda", countries="SLV")

    [pair] = find_pairs([Record(7, one), Record(900, other)])

    assert (pair.first, pair.second) == (7, 900)
    assert pair.agreeing[0].values == ("Red Quetzalinda", "Red Quetsalinda")


def test_records_out_of_order_or_told_twice_are_refused():
    one, other = identity("Red Quetzalinda", countries="SLV"), identity("Red Quetsalinda", countries="SLV")

    for keys in ((900, 7), (7, 7)):
        with pytest.raises(ValueError, match="in the order of their keys"):
            list(find_pairs([Record(keys[0], one), Record(keys[1], other)]))


def test_next_night_only_pairs_with_what_changed_are_looked_at_and_score_the_same():
    told = [described for pair in ONE for described in pair]
    every = pairs_of(*told, *CROWD, least=0.0)

    again = pairs_of(*told, *CROWD, changed={0, 5}, least=0.0)

    assert again
    assert again == [pair for pair in every if {pair.first, pair.second} & {0, 5}]


def test_nothing_changed_means_no_pairs():
    assert pairs_of(*ONE[0], *CROWD, changed=set()) == []


def test_nobody_and_a_body_alone_have_no_pair():
    assert pairs_of() == []
    assert pairs_of(CROWD[0]) == []


def test_records_without_any_name_are_left_alone():
    assert pairs_of(identity(countries="TCD"), identity(countries="TCD"), identity("", countries="TCD")) == []


def test_a_contact_that_many_share_makes_no_pairs():
    members = [identity(name, emails="hub@house.example") for name in ("Alo", "Beru", "Cimo", "Dalu", "Enki")]

    assert pairs_of(*members, *CROWD, least=LIKELY_PAIR) == []


def test_what_is_likely_is_possible():
    assert 0 < POSSIBLE_PAIR < LIKELY_PAIR < 1
