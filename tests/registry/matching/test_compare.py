import pytest

from registry.matching import Evidence, Identity, Verdict, compare, recognise


def identity(*names, acronym="", countries="", **facts):
    return Identity(
        names=tuple(("legal", name, "") for name in names),
        acronyms=(acronym,) if acronym else (),
        countries=frozenset(countries.split()),
        **facts,
    )


ACF = identity("Action Contre la Faim", acronym="ACF", countries="TCD FRA")
CARITAS = identity("Caritas Tchad", countries="TCD")

SAME = [
    (ACF, identity("action contre la faim", countries="TCD")),
    (ACF, identity("Action contre la Faim")),
    (ACF, identity("Action Contre la Fain", acronym="A.C.F.", countries="TCD")),
    (ACF, identity("Action Contre Faim asbl", acronym="ACF", countries="TCD")),
    (identity("الهلال الأحمر التونسي", countries="TUN"), identity("الهلال الاحمر التونسى", countries="TUN")),
    (identity("Croix-Rouge « Espoir »", countries="TCD"), identity("CROIX ROUGE ESPOIR", countries="TCD CMR")),
    (identity(acronym="APRODIF", countries="TCD"), identity("APRODIF", countries="TCD")),
    (
        identity("Karuya", countries="KEN", identifiers=(("KE-NCB", "OP.218/051"),)),
        identity("Hope for All", countries="UGA", identifiers=(("KE-NCB", "op 218 051"),)),
    ),
    (
        identity("Old Name", countries="KEN"),
        Identity(names=(("legal", "New Name", "en"), ("former", "Old name", "en")), countries=frozenset({"KEN"})),
    ),
]
POSSIBLE = [
    (ACF, identity(acronym="ACF", countries="TCD")),
    (ACF, identity("Action Contre la Faim", countries="HND")),
    (ACF, identity("Action contre la Fain", countries="TCD")),
    (identity("Association Karuya", countries="TCD"), identity("Association Karouya", countries="TCD")),
    (identity("Fondation Espoir des Femmes"), identity("Fundación Esperanza de las Mujeres")),
    (identity("Надежда", countries="KAZ"), identity("Nadezhda", countries="KAZ")),
    (
        identity("Amal", countries="LBN", emails=frozenset({"info@amal.example"})),
        identity("Hope Lebanon", countries="LBN", emails=frozenset({"INFO@amal.example"})),
    ),
    (
        identity("Karuya", countries="KEN", identifiers=(("KE-NCB", "1"),)),
        identity("Karuya", countries="KEN", identifiers=(("KE-NCB", "2"),)),
    ),
]
NEW = [
    (ACF, identity("Action of the Future", acronym="ACF", countries="TCD")),
    (ACF, identity("Association des Chauffeurs du Fleuve", acronym="ACF")),
    (CARITAS, identity("Caritas Kalemie", countries="COD")),
    (CARITAS, identity("Caritas Développement Kalemie")),
    (identity("Oxfam", countries="KEN"), identity("Africare", countries="KEN")),
    (identity("Norwegian Refugee Council", countries="KEN"), identity("Danish Refugee Council", countries="KEN")),
    (identity("Croix-Rouge française", countries="TCD"), identity("Croix-Rouge tchadienne", countries="TCD")),
    (identity(countries="TCD"), identity(countries="TCD")),
    (
        identity("Karuya", countries="KEN", emails=frozenset({"karuya@gmail.com"})),
        identity("Hope", countries="KEN", emails=frozenset({"hope@gmail.com"})),
    ),
]


@pytest.mark.parametrize(
    ("known", "told", "verdict"),
    [(*pair, Verdict.SAME) for pair in SAME]
    + [(*pair, Verdict.POSSIBLE) for pair in POSSIBLE]
    + [(*pair, Verdict.NEW) for pair in NEW],
)
def test_an_import_recognises_who_is_known_and_asks_when_in_doubt(known, told, verdict):
    assert recognise(told, [("known", known)]).verdict == verdict
    assert recognise(known, [("told", told)]).verdict == verdict


def test_nobody_is_recognised_among_nobody():
    assert recognise(ACF, []).verdict == Verdict.NEW


def test_of_two_that_qualify_a_person_chooses():
    twin = identity("Action contre la faim", countries="TCD")

    found = recognise(identity("Action Contre la Faim"), [("one", ACF), ("two", twin), ("three", CARITAS)])

    assert found.verdict == Verdict.POSSIBLE
    assert {found.best, *found.others} == {"one", "two"}


def test_an_identifier_decides_between_two_of_one_name():
    numbered = identity("Action Contre la Faim", countries="HND", identifiers=(("FR-RNA", "W75"),))

    found = recognise(
        identity("Action Contre la Faim", countries="TCD", identifiers=(("FR-RNA", "w75"),)),
        [("one", ACF), ("two", numbered)],
    )

    assert (found.verdict, found.best) == (Verdict.SAME, "two")


def test_two_bodies_with_one_acronym_conflict_in_their_names():
    comparison = compare(ACF, identity("Action of the Future", acronym="ACF", countries="TCD"))

    assert comparison.agrees_in(Evidence.ACRONYM)
    assert comparison.conflicts_in(Evidence.NAME, Evidence.BRANCH)
    assert comparison.score < 0.3


def test_branches_of_one_network_are_told_apart():
    comparison = compare(CARITAS, identity("Caritas Kalemie", countries="COD"))

    assert [reason.code for reason in comparison.conflicting] == [Evidence.BRANCH, Evidence.COUNTRY]
    assert comparison.conflicting[0].values == ("Caritas Tchad", "Caritas Kalemie")


def test_reasons_come_with_what_they_rest_on():
    comparison = compare(
        identity(
            "Amal", countries="LBN", phones=frozenset({"+961 1 234 567"}), domains=frozenset({"www.amal.example"})
        ),
        identity("Amal", countries="LBN", phones=frozenset({"009611234567"}), emails=frozenset({"x@amal.example"})),
    )

    assert {reason.code: reason.values for reason in comparison.agreeing} == {
        Evidence.NAME: ("Amal", "Amal"),
        Evidence.COUNTRY: ("LBN",),
        Evidence.DOMAIN: ("amal.example",),
        Evidence.PHONE: ("611234567",),
    }
    assert comparison.conflicting == ()


def test_more_agreement_is_never_worth_less():
    alone = compare(identity("Karuya"), identity("Karuya")).score
    with_country = compare(identity("Karuya", countries="KEN"), identity("Karuya", countries="KEN")).score
    with_acronym = compare(
        identity("Karuya", acronym="KR", countries="KEN"), identity("Karuya", acronym="KR", countries="KEN")
    ).score

    assert 0.5 < alone < with_country < with_acronym < 1


def test_comparing_has_no_direction():
    for one, other in SAME + POSSIBLE + NEW:
        assert abs(compare(one, other).score - compare(other, one).score) < 0.02
