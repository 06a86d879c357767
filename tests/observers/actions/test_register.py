"""Past acts come in from a table, all or none; figures of sources stand beside them."""

from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from observers import actions
from observers.importers.history import HistoryRow, rows
from observers.models import Observer, ObserverCount, StatusEvent
from observers.queries import statuses
from registry import actions as registry
from registry.errors import Refused
from registry.importers import Unreadable
from registry.models import Change
from tests import make

pytestmark = pytest.mark.django_db
TABLE = """Name,Kind,Date or year,Session,Resolution,Source,Reference
Harbour Light,CSO,2002-11-25,84th,,MC/2097,
Lantern Bay,,2006,92nd,,A news item,
A Bank of Islands,IGO,30/11/2004,88th,1107,Resolutions of the session,
"""


@pytest.fixture
def table(tmp_path):
    def written(text):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def load(path):
    return actions.load_history(rows(path), by="test")


def outcomes(path):
    return [(one.outcome, one.reason) for one in actions.check_history(rows(path), by="test")]


def test_a_table_is_loaded_and_twice_is_the_same_as_once(table):
    path = table(TABLE)

    assert [load(path), load(path)] == [3, 0]

    assert [one.name for one in statuses.observers_on(date(2006, 12, 30))] == ["A Bank of Islands", "Harbour Light"]
    assert [len(statuses.observers_on(date(2007, 1, 1), kind=kind)) for kind in ("cso", "igo", "state")] == [2, 1, 0]
    lantern = StatusEvent.objects.get(observer__name="Lantern Bay")
    assert (lantern.on, lantern.precision) == (date(2006, 12, 31), "year")
    assert Change.objects.filter(verb="observer.admitted").count() == 3


def test_a_workbook_in_french_is_read_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Liste des observateurs"])
    book.active.append(["Nom", "Type", "Année", "Session", "Résolution", "Source"])
    book.active.append(["Phare du Port", "OSC", 2009, "98e", None, "Un compte rendu"])
    book.save(tmp_path / "table.xlsx")

    (row,) = rows(tmp_path / "table.xlsx")

    assert (row.line, row.name, row.kind, row.on, row.precision) == (
        3,
        "Phare du Port",
        "cso",
        date(2009, 12, 31),
        "year",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",CSO,2002-11-25,84th,,MC/2097,", "The name is missing"),
        ("X,Church,2002-11-25,84th,,MC/2097,", "kind of observer is not known"),
        ("X,CSO,soon,84th,,MC/2097,", "date makes no sense"),
        ("X,CSO,2002-11-25,,,MC/2097,", "session is missing"),
        ("X,CSO,2002-11-25,84th,,,", "source is missing"),
        ("X,CSO,2999-11-25,84th,,MC/2097,", "date makes no sense|not come yet"),
        ("X,CSO,2002-11-25,84th,,MC/2097,CSO-00000000", "no record with this reference"),
        ("Harbour Light,CSO,2005-11-25,88th,,MC/2100,", "cannot follow"),
    ],
)
def test_one_wrong_line_and_nothing_is_loaded(table, line, reason):
    path = table(TABLE + line)

    with pytest.raises(Refused, match=reason):
        load(path)

    assert not Observer.objects.exists()
    assert [outcome for outcome, _reason in outcomes(path)].count("wrong") == 1


def test_an_act_before_those_that_are_there_is_loaded_when_the_whole_still_holds():
    observer = make.observer(name="Harbour Light", admitted_on=date(2010, 11, 29))
    earlier = [
        HistoryRow(2, "Harbour Light", "cso", "admitted", date(1999, 11, 1), "day", "78th", "", "A source", ""),
        HistoryRow(3, "Harbour Light", "cso", "resigned", date(2005, 1, 1), "day", "", "", "A letter", ""),
    ]

    assert actions.load_history(earlier, by="test") == 2

    days = (date(2000, 1, 1), date(2006, 1, 1), date(2011, 1, 1))
    assert [len(statuses.observers_on(day)) for day in days] == [1, 0, 1]
    with pytest.raises(Refused, match="line 2 is wrong"):
        actions.load_history(
            [HistoryRow(2, observer.name, "cso", "resigned", date(1998, 1, 1), "day", "", "", "A letter", "")],
            by="test",
        )


def test_a_row_with_its_reference_is_linked_to_the_record(table):
    organization = make.organization("Harbour Light Foundation")
    load(table(TABLE))
    known = table(f"Name,Date,Session,Source,Reference\nHarbour Light,2002-11-25,84th,MC/2097,{organization.reference}")

    assert [load(known), load(known)] == [1, 0]
    # From now on the record alone is enough to know whose act it is.
    load(table(f"Name,Date,Event,Source,Reference\nX,2015-01-01,resigned,A letter,{organization.reference}"))

    assert Observer.objects.get(organization=organization).events.count() == 2


def test_staff_can_load_only_what_they_may_know_of(table, curator):
    organization = make.organization("Harbour Light")

    registry.mark_at_risk(organization, reason="a test", by=curator)
    abroad = make.staff("decision_officer", countries=["FJI"])

    verdict = actions.check_history(
        rows(table(f"Name,Date,Session,Source,Reference\nX,2002,84th,S,{organization.reference}")), by=abroad
    )[0]

    assert verdict.outcome == "wrong"


def test_a_file_without_such_columns_is_refused_in_words(table):
    with pytest.raises(Unreadable) as refused:
        rows(table("Country,Town\nKenya,Nairobi\n"))

    assert "headings" in refused.value.sentence()


def test_the_command_says_which_line_is_wrong(table, capsys):
    with pytest.raises(CommandError, match="line 5 is wrong"):
        call_command("load_observers", str(table(TABLE + "X,CSO,2002-11-25,,,S,\n")))
    call_command("load_observers", str(table(TABLE)), "--dry-run")
    assert not Observer.objects.exists()
    call_command("load_observers", str(table(TABLE)))

    assert "3 acts loaded" in capsys.readouterr().out


def test_a_link_can_be_made_later_and_only_once(curator):
    observer, organization = make.observer(name="Harbour Light"), make.organization("Harbour Light")

    actions.link_observer(observer, organization, by=curator)

    with pytest.raises(Refused, match="already"):
        actions.link_observer(observer, make.organization(), by=curator)
    with pytest.raises(Refused, match="Another observer"):
        actions.link_observer(make.observer(name="Lantern"), organization, by=curator)


def test_figures_of_sources_are_loaded_once_and_corrected_by_the_next_release():
    actions.load_counts(by="test")
    ObserverCount.objects.create(kind="cso", count=7, counts_en="x", counts_fr="x", counts_es="x", source="A mistake")

    assert [actions.load_counts(by="test"), actions.load_counts(by="test")] == [1, 0]

    leaflet = ObserverCount.objects.get(on=date(2012, 10, 1))
    assert (leaflet.kind, leaflet.count, leaflet.is_at_least) == ("cso", 49, False)
    assert ObserverCount.objects.filter(on=None).count() == 2
