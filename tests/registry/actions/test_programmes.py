"""Programmes: names are added and never overwritten, everything has its source, and each change is told."""

from datetime import date
from decimal import Decimal

import pytest

from registry import actions
from registry.errors import Contradiction, Stale
from registry.models import Change, Country, Programme
from registry.queries.words import words
from tests import make

pytestmark = pytest.mark.django_db


def last(programme):
    return Change.objects.about(f"programme:{programme.code}").first()


def test_a_programme_begins_with_its_titles_as_its_first_names(curator):
    programme = actions.create_programme(
        code="bridge", name_en="Bridge", name_fr="Pont", areas=["1"], source="A memo", by=curator
    )

    assert [(name["text"], name["language"]) for name in programme.names] == [("Bridge", "en"), ("Pont", "fr")]
    assert (last(programme).verb, last(programme).by_id) == ("programme.created", curator.pk)


def test_a_code_is_given_once(curator):
    make.programme("bridge")

    with pytest.raises(Contradiction, match="this code already"):
        actions.create_programme(code="bridge", name_en="Another", by=curator)


def test_a_new_name_becomes_the_title_and_the_old_one_stays(curator):
    programme = make.programme("bridge", name_en="Bridge")

    programme = actions.add_programme_name(
        programme, text="Bridges", language="en", since="2024", source="A letter", is_title=True, by=curator
    )

    assert programme.name_en == "Bridges"
    assert [name["text"] for name in programme.names] == ["Bridge", "Bridges"]
    assert programme.names[1]["from"] == "2024"
    with pytest.raises(Contradiction, match="already"):
        actions.add_programme_name(programme, text="Bridge", language="en", source="A letter", by=curator)


def test_a_title_stands_in_one_of_three_languages(curator):
    with pytest.raises(Contradiction, match="English, French and Spanish"):
        actions.add_programme_name(
            make.programme(), text="جسر", language="ar", source="A letter", is_title=True, by=curator
        )


def test_a_new_title_is_read_everywhere_at_once(curator):
    programme = make.programme("bridge", name_en="Bridge")
    assert words("en")["programme"]["bridge"] == "Bridge"

    actions.add_programme_name(programme, text="Bridges", language="en", source="A", is_title=True, by=curator)

    assert words("en")["programme"]["bridge"] == "Bridges"


def test_a_phase_tells_what_moved_in_it(curator):
    programme = make.programme(countries=["TCD"])

    phase = actions.save_programme_phase(
        programme, number=1, countries=["TCD", "NER"], budget=Decimal(5), currency="EUR", by=curator
    )

    assert sorted(phase.countries.values_list("code", flat=True)) == ["NER", "TCD"]
    assert last(programme).diff == {
        "phase": [1, 1],
        "budget": [None, "5.00 EUR"],
        "countries": [["TCD"], ["NER", "TCD"]],
    }


def test_a_phase_saved_as_it_was_is_no_change(curator):
    programme = make.programme(countries=["TCD"])
    before = last(programme)

    actions.save_programme_phase(programme, number=1, countries=["TCD"], by=curator)

    assert last(programme) == before


def test_a_phase_is_numbered_once_and_ends_after_it_begins(curator):
    programme = make.programme()

    with pytest.raises(Contradiction, match="number already"):
        actions.save_programme_phase(programme, number=1, countries=[], is_new=True, by=curator)
    with pytest.raises(Contradiction, match="last day comes before the first"):
        actions.save_programme_phase(
            programme, number=2, countries=[], starts_on=date(2024, 1, 2), ends_on=date(2024, 1, 1), by=curator
        )


def test_a_donor_of_any_kind_comes_and_goes(curator):
    programme, ministry = make.programme(), make.organization("A Ministry", kind="government")

    actions.add_programme_donor(programme, ministry, by=curator)
    with pytest.raises(Contradiction, match="already"):
        actions.add_programme_donor(programme, ministry, by=curator)
    actions.remove_programme_donor(programme, ministry, by=curator)

    assert not programme.donors.exists()
    assert last(programme).diff == {"donor": [ministry.reference, None]}


def test_a_statement_stands_beside_the_earlier_one(curator):
    programme = make.programme()

    for number in ("1,000", "2,000"):
        programme = actions.add_programme_statement(
            programme, text_en=f"More than {number} people.", as_of="2024-06", source="A release", by=curator
        )

    assert [one["text_en"] for one in programme.statements] == ["More than 1,000 people.", "More than 2,000 people."]
    with pytest.raises(Contradiction, match="already"):
        actions.add_programme_statement(
            programme, text_en="More than 2,000 people.", as_of="2024-06", source="A release", by=curator
        )


def test_a_statement_that_was_written_wrongly_goes_and_the_history_keeps_it(curator):
    programme = actions.add_programme_statement(
        make.programme(), text_en="Mcuh.", as_of="2024", source="A release", by=curator
    )
    (statement,) = programme.statements

    programme = actions.remove_programme_statement(programme, statement, reason="A slip.", by=curator)

    assert programme.statements == []
    assert (last(programme).diff, last(programme).reason) == ({"statement": ["Mcuh.", None]}, "A slip.")
    with pytest.raises(Contradiction, match="not there any more"):
        actions.remove_programme_statement(programme, statement, reason="Again.", by=curator)


def test_of_two_who_edit_at_once_the_second_is_told(curator):
    programme = make.programme()
    opened = programme.version
    actions.edit_programme(programme, unit=make.unit(), areas=["1"], source="A memo", version=opened, by=curator)

    with pytest.raises(Stale, match="Somebody else"):
        actions.edit_programme(programme, unit=None, areas=[], source="Mine", version=opened, by=curator)


def test_what_staff_added_outlives_a_newer_file(curator):
    actions.programmes.load_programmes(by="test")
    compass = Programme.objects.get(code="compass")
    actions.add_programme_name(compass, text="Brújula", language="es", source="A memo", by=curator)
    actions.save_programme_phase(compass, number=3, countries=[Country.objects.get(pk="KEN")], by=curator)
    before = len(Programme.objects.get(code="compass").names)

    actions.programmes.Vocabulary.objects.filter(pk="programmes").update(sha256="older")
    actions.programmes.load_programmes(by="test")

    compass.refresh_from_db()
    assert len(compass.names) == before
    assert compass.phases.filter(number=3).exists()
