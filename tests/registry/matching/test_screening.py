"""Which names come near to a listed one, and which only sound as many of civil society do."""

import pytest

from registry.matching import Identity, words
from registry.matching.screening import RAISED, Watch, Watched, Why, variants

LISTED = [
    Watched("trust", (("AL-ZARQUN WELFARE TRUST", "name"), ("Zarqun Fund", "former")), frozenset({"KEN"})),
    Watched("relief", (("WORLDLY RELIEF FOUNDATION (WRF)", "name"), ("WRFX", "good")), frozenset({"TCD"})),
    Watched("society", (("REVIVAL OF VALLEY HERITAGE SOCIETY", "name"), ("جمعية احياء تراث الوادي", "original"))),
    Watched("lashkar", (("LASHKAR-E-ZARBIYYA", "name"), ("Army of the Meek", "low"))),
]
# Words that many organizations have.
COMMON = {"relief": 0.3, "worldly": 0.4, "heritage": 0.4, "welfare": 0.3, "army": 0.6}


def rare(every):
    return {word: COMMON.get(word, 1.0) for word in every}


def found(name, *, countries=(), kind="legal"):
    watch = Watch(LISTED, rare)
    identity = Identity(names=((kind, name, ""),), countries=frozenset(countries))
    return watch.matches(identity, watch.weights(words(name)))


@pytest.mark.parametrize(
    ("name", "key", "why"),
    [
        ("Al-Zarqun Welfare Trust", "trust", Why.SAME_NAME),
        ("Welfare Trust Al Zarqun", "trust", Why.OTHER_ORDER),
        ("Al Zarkoun Welfare Trust", "trust", Why.SIMILAR_NAME),
        ("AL ZARQUN WELFARE TRUST, Nairobi", "trust", Why.SIMILAR_NAME),
        ("Worldly Relief Foundation of Kenya", "relief", Why.CONTAINED),
        ("Worldly Relief Foundation", "relief", Why.SAME_NAME),
        ("Society for the Revival of the Valley Heritage", "society", Why.SIMILAR_NAME),
        ("جمعيّة إحياء تراث الوادي", "society", Why.SAME_NAME),
        ("Lashkar i Zarbia", "lashkar", Why.SIMILAR_NAME),
        ("Lashkare Zarbiyya", "lashkar", Why.SIMILAR_NAME),
    ],
)
def test_a_listed_name_is_found_however_it_is_written(name, key, why):
    match = found(name)[0]

    assert (match.key, match.reasons[0].code) == (key, why)
    assert match.score >= RAISED


@pytest.mark.parametrize(
    "name",
    [
        "Relief Foundation",
        "Worldly Relief Network for Children",
        "Al-Amal Welfare Trust",
        "Heritage Society of Kenya",
        "Society for Valley Farmers",
        "Salvation Army",
        "Army of Hope",
        "Welfare Trust",
    ],
)
def test_a_name_that_only_sounds_like_a_charity_is_left_alone(name):
    assert found(name) == []


def test_an_acronym_tells_something_only_in_the_same_country():
    assert found("WRFX", kind="acronym", countries=["KEN"]) == []
    assert [match.key for match in found("WRFX", kind="acronym", countries=["TCD"])] == ["relief"]


def test_the_reasons_say_what_the_list_thinks_of_the_name_and_whether_the_country_agrees():
    match = found("Zarqun Fund", countries=["KEN", "UGA"])[0]

    assert [(reason.code, reason.values) for reason in match.reasons] == [
        (Why.SAME_NAME, ("Zarqun Fund", "Zarqun Fund")),
        (Why.FORMER_NAME, ()),
        (Why.SAME_COUNTRY, ("KEN",)),
    ]
    assert found("Army of the Meek")[0].reasons[1].code == Why.LOW_QUALITY
    assert found("Al-Zarqun Welfare Trust", countries=["PER"])[0].reasons[-1].code == Why.OTHER_COUNTRY


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AL-ITIHAAD / AIAI", ["AL-ITIHAAD", "AIAI"]),
        (
            "Hay’at Sahl (HS) (هيئة السهل (original script); Assembly of Sahl)",
            ["Hay’at Sahl", "HS", "هيئة السهل", "Assembly of Sahl"],
        ),
        ("X FOUNDATION (KENYATOWN)", ["X FOUNDATION"]),
        ("ALL FOR PEACE (NGO)", ["ALL FOR PEACE"]),
        ('"The Base Camp"', ["The Base Camp"]),
        ("", []),
    ],
)
def test_names_that_a_list_writes_as_one_are_taken_apart(text, names):
    told = variants(text)

    assert told == names
