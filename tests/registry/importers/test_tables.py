"""Where a table begins, which sheet holds it, and which of its lines are data."""

import pytest

from registry.importers import Line, Sheet, Unreadable, best_sheet, find_header
from registry.importers.tables import DataLines


def lines(*rows, first=1):
    """Rows as lists of cells; None is a line left empty."""
    return [Line(number, tuple(row)) for number, row in enumerate(rows, first) if row]


def sheet(name, *rows, hidden=False):
    top = tuple(lines(*rows))
    return Sheet(name, len(top), max(len(line.cells) for line in top) if top else 0, hidden, top)


def test_header_in_the_first_line():
    header = find_header(lines(["Name", "Country"], ["Hope", "Chad"]))

    assert (header.line_number, header.names, header.hxl_line, header.last_line) == (1, ("Name", "Country"), None, 1)


def test_header_under_titles_and_remarks():
    header = find_header(
        lines(
            ["Inventory of civil society organizations in Chad"],
            ["", "", "as of 31 October 2021"],
            None,
            ["Organization", "", "Location", ""],
            ["Name *", "Acronym", "Country", "Region"],
            ["Hope", "HP", "Chad", "Lac"],
        )
    )

    assert (header.line_number, header.names) == (5, ("Name *", "Acronym", "Country", "Region"))


def test_header_above_a_line_of_tags():
    header = find_header(
        lines(["Rapport"], ["Nom", "Pays", ""], ["#org+name", "#country", ""], ["Espoir", "Tchad", "x"])
    )

    assert (header.line_number, header.hxl_line, header.last_line) == (2, 3, 3)
    assert header.tags == ("#org+name", "#country", "")


def test_tags_written_with_spaces_and_few_of_them():
    header = find_header(lines(["A", "B", "C", "D"], ["", "", "", "#org +name"], ["1", "2", "3", "Hope"]))

    assert (header.line_number, header.hxl_line) == (1, 2)


def test_tags_without_headings_name_the_columns():
    header = find_header(lines(["#org+name", "#country"], ["Hope", "Chad"]))

    assert (header.names, header.last_line) == (("org+name", "country"), 1)


def test_header_in_an_unknown_language_is_the_first_full_line_of_words():
    header = find_header(lines(["Tabell 1"], ["Namn", "Ort", "Antal"], ["Hopp", "Stad", "12"], ["Fred", "By", "7"]))

    assert header.names == ("Namn", "Ort", "Antal")


def test_header_with_broken_and_repeated_cells():
    header = find_header(
        lines(["Name", 'ACTIVITY UNIT"|trans}}', "", "Name", "Country"], ["Hope", "", "", "HP", "Chad"])
    )

    assert header.names == ("Name", 'ACTIVITY UNIT"|trans}}', "", "Name", "Country")
    assert [header.nth(at) for at in range(5)] == [1, 1, 1, 2, 1]


def test_a_list_of_names_is_a_table():
    assert find_header(lines(["Organisation"], ["Espoir"])).line_number == 1


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Just one sentence about the organization and its country."]],
        [["1", "2"], ["3", "4"]],
        [["{"], ['"name": "x"'], ["}"]],
    ],
)
def test_no_header(rows):
    with pytest.raises(Unreadable, match="no_header"):
        find_header(lines(*rows))


def test_the_data_sheet_is_found_behind_pivots_and_before_hidden_ones():
    sheets = [
        sheet("Pivot", ["Row Labels", "Count of org"], ["Lac", "12"]),
        sheet("Read me", ["How to fill in this workbook"]),
        sheet("3W", ["Name", "Acronym", "Country"], ["Hope", "HP", "Chad"]),
        sheet("Old", ["Name", "Acronym", "Country", "Sector"], *[["Old", "O", "Chad", "WASH"]] * 40, hidden=True),
    ]

    assert best_sheet(sheets).name == "3W"


def test_a_hidden_sheet_is_better_than_nothing():
    assert best_sheet([sheet("Cover", ["Welcome"]), sheet("Data", ["Name"], ["Hope"], hidden=True)]).name == "Data"


def test_empty_repeated_and_total_lines_are_counted_not_read():
    rows = lines(
        ["Name", "Country"],
        ["Hope", "Chad"],
        None,
        ["NAME ", "Country"],
        ["Total", "1"],
        None,
        None,
        ["Peace", "Kenya"],
    )
    data = DataLines(rows, find_header(rows))

    assert [line.number for line in data] == [2, 8]
    assert (data.empty, data.repeated) == (3, 2)


def test_lines_of_tags_repeated_in_the_middle_are_no_data():
    rows = lines(
        ["Name", "Where"], ["#org+name", "#country"], ["Hope", "Chad"], ["#org+name", "#country"], ["B", "Kenya"]
    )
    data = DataLines(rows, find_header(rows))

    assert [line.cells[0] for line in data] == ["Hope", "B"]
