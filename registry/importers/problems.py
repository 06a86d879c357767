"""What can be wrong with a file or a line of it: codes here, sentences for people beside them."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Why a file is not read. Each says what happened, why, and what to do.
FILES: Final[dict[str, Promise]] = {
    "empty": _("The file is empty. Check that the export finished, and send it again."),
    "too_big": _(
        "The file has %(megabytes)s MB; at most %(limit)s MB can be read. Remove pictures and sheets that are not "
        "needed, "
        "or send it in parts."
    ),
    "unpacks_too_big": _(
        "The file would unpack to %(megabytes)s MB; at most %(limit)s MB can be read. Copy the table into a new "
        "workbook "
        "and send that."
    ),
    "too_many_parts": _(
        "The file is made of %(entries)s parts; a workbook has at most %(limit)s. Copy the table into a new "
        "workbook and "
        "send that."
    ),
    "bomb": _(
        "The file unpacks to more than %(limit)s times its size, as files do that are made to stop a system. Copy the "
        "table into a new workbook and send that."
    ),
    "password": _(
        "The file is protected by a password, so it cannot be read. Save a copy without a password and send that."
    ),
    "disguised": _(
        "The file is a workbook and something else at once, so it is not opened. Copy the table into a new "
        "workbook and "
        "send that."
    ),
    "broken": _(
        "The file is damaged or incomplete. Open it in your spreadsheet program, save it again as XLSX or CSV, and "
        "send "
        "the new file."
    ),
    "binary_workbook": _("The file is a binary workbook (XLSB). Save it as XLSX and send that."),
    "macros": _("The file contains macros, which are not accepted. Save it as XLSX without macros and send that."),
    "embedded": _(
        "The file contains embedded objects, which are not accepted. Copy the table into a new workbook and send that."
    ),
    "external": _(
        "The file draws content from other files or servers, which is not accepted. Replace the links by their "
        "values, save "
        "it, and send that."
    ),
    "entities": _(
        "The file contains declarations (DTD) that spreadsheet programs do not write, so it is not opened. Copy "
        "the table "
        "into a new workbook and send that."
    ),
    "not_a_table": _("The file is not a table (%(what)s). Send an XLSX, XLS, ODS or CSV file."),
    "no_sheet": _("The workbook has no sheet with cells. Send a file with a table in it."),
    "no_header": _(
        "No row with column headings was found in the first %(limit)s rows. Give each column a heading, such as "
        "“Name” or "
        "“Country”, and send it again."
    ),
    "sheet_missing": _("The workbook has no sheet named “%(sheet)s”. Choose one of its sheets."),
    "too_many_rows": _("The table has more than %(limit)s rows. Send it in parts."),
    "cell_too_long": _("A cell near line %(line)s is too long to be a cell. Check that line for a missing separator."),
    "open_quote": _(
        "A quotation mark opened in line %(line)s of the file is never closed, so the rows after it cannot be told "
        "apart. "
        "Close or remove it and send the file again."
    ),
    "too_slow": _(
        "Reading the file took longer than allowed and was stopped. Copy the table into a new workbook, without "
        "the sheets "
        "that are not needed, and send that."
    ),
    "too_heavy": _(
        "Reading the file took more memory than allowed and was stopped. Copy the table into a new workbook, "
        "without empty "
        "formatted rows and columns, and send that."
    ),
    "missing": _("The file is no longer there. Send it again."),
    # Lists of the Security Council. Each says that the list that is held stands.
    "list_other": _(
        "This is not the consolidated list of the Security Council in the form that we know, with its individuals and "
        "its entities. Download the XML file of the consolidated list, and send that. The list that is held stands."
    ),
    "list_undated": _(
        "The list does not say when it was made, so it cannot be told whether it is newer than the one that is held. "
        "Download the XML file again and send it."
    ),
    "list_cut": _(
        "The file is damaged or was cut off at line %(line)s, so nothing of it was taken. Download it again and send "
        "the whole file. The list that is held stands."
    ),
    "list_declares": _(
        "The file contains declarations (DTD) or entities, which a list of the Security Council never has, so it is "
        "not opened. Download it from the site of the United Nations and send that."
    ),
    "list_incomplete": _(
        "Entry %(number)s of the list has no name, no reference number or no date of listing, so the file is not what "
        "it should be. Download it again and send it. The list that is held stands."
    ),
    "list_twice": _(
        "The reference number %(reference)s stands in the list twice, so it cannot be told who is meant. Download the "
        "file again and send it. The list that is held stands."
    ),
    "list_empty": _("There is nobody in this list. Download it again and send it. The list that is held stands."),
    "list_long": _("The list has more than %(limit)s entries, far more than it ever had, so it was not read."),
    "list_names": _(
        "Entry %(reference)s has more than %(limit)s names, far more than any ever had, so the list was not read."
    ),
}

# What a table that is not a table turned out to be: fills %(what)s above.
KINDS: Final[dict[str, Promise]] = {
    "pdf": _("it is a PDF"),
    "picture": _("it is a picture"),
    "archive": _("it is an archive of files"),
    "program": _("it is a program"),
    "database": _("it is a database"),
    "document": _("it is a document or a presentation"),
    "web_page": _("it is a web page or XML"),
    "binary": _("its content is not text"),
}

# What was adjusted while reading, and did not stop it.
WARNINGS: Final[dict[str, Promise]] = {
    "columns_cut": _("The sheet has more than %(limit)s columns; the first %(limit)s were read."),
    "letters_lost": _(
        "%(count)s characters could not be read and are shown as �. The file was probably converted before: send "
        "the original "
        "if you have it."
    ),
}

# What is wrong in a line. An error keeps the line out; a warning lets it in and is shown.
LINES: Final[dict[str, Promise]] = {
    "name_missing": _("The organization has no name. Write its name in this column."),
    "name_is_a_text": _(
        "This is a text of %(length)s characters, not a name. Write the name only, and put the text in a "
        "description column."
    ),
    "name_is_a_number": _("“%(value)s” is a number, not a name. Write the organization's name in this column."),
    "country_unknown": _(
        "“%(value)s” is not a country that we know. Write its name in English, French, Spanish or Arabic, or its "
        "ISO code."
    ),
    "country_missing": _(
        "No country is given for this organization. Fill in the country, or choose one for the whole file."
    ),
    "date_unreadable": _("“%(value)s” is not a date that exists. Write it as year-month-day, for example 2021-10-31."),
    "end_before_start": _("The end (%(end)s) is before the start (%(start)s). Correct one of the two dates."),
    "identifier_shared": _(
        "The identifier “%(value)s” already stands for “%(other)s” in line %(line)s. Give each organization its own "
        "identifier, or write the same name."
    ),
    "acronym_shared": _("“%(value)s” is also the acronym of “%(other)s” in this file. They are kept apart."),
    "type_unknown": _(
        "“%(value)s” is not a type of organization that we know. It is kept as it stands; choose a type later."
    ),
    "types_differ": _("The file gives several types for this organization: %(value)s. The first one is taken."),
    "may_be_public": _(
        "“%(value)s” is also the name of a public body. Check that this is a civil society organization."
    ),
    "area_unknown": _("“%(value)s” is not one of the areas of cooperation. It was left out."),
    "role_unknown": _("“%(value)s” is not one of the roles. It was left out."),
    "mode_unknown": _("“%(value)s” is not one of the modes of cooperation. It was left out."),
    "level_unknown": _("“%(value)s” is not one of the levels. It was left out."),
    "email_unreadable": _("“%(value)s” is not an e-mail address. It was left out."),
    "website_unreadable": _("“%(value)s” is not a web address. It was left out."),
    "year_unreadable": _("“%(value)s” is not a year in which an organization can have been founded. It was left out."),
}

# Why an organization of the file is not taken into the inventory of civil society.
SET_ASIDE: Final[dict[str, Promise]] = {
    "iom": _("This is IOM itself."),
    "un": _("This is a United Nations body, not a civil society organization."),
    "government": _("This is a public authority, not a civil society organization."),
    "intergovernmental": _("This is an intergovernmental organization, not a civil society organization."),
    "donor": _("This is a donor agency, not a civil society organization."),
    "business": _("This is a company, not a civil society organization."),
}

# Why a person must decide whether an organization of the file is taken.
DECIDE: Final[dict[str, Promise]] = {
    "red_cross": _(
        "This belongs to the Red Cross and Red Crescent Movement, which has a status of its own. Decide whether it "
        "is taken."
    ),
    "looks_public": _(
        "The file does not say what kind of body this is, and “%(value)s” is also the name of a United Nations or "
        "public body. "
        "Decide whether it is taken."
    ),
    "mixed_kinds": _(
        "The file calls this a civil society organization in some rows and something else in others. Decide "
        "whether it is taken."
    ),
}

# Why a column was taken for what it is.
REASONS: Final[dict[str, Promise]] = {
    "tag": _("by its HXL tag"),
    "heading": _("by its heading"),
    "words": _("by words in its heading"),
    "values": _("by its values"),
    "remembered": _("as last time"),
    "chosen": _("chosen by hand"),
    "none": _("not recognized"),
}

ERRORS: Final = frozenset(
    {
        "name_missing",
        "name_is_a_text",
        "name_is_a_number",
        "country_unknown",
        "country_missing",
        "date_unreadable",
        "end_before_start",
        "identifier_shared",
    }
)


class Unreadable(Exception):
    """The file as a whole cannot be read; nothing of it was kept."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def sentence(self) -> str:
        params = {key: str(KINDS.get(value, value)) if key == "what" else value for key, value in self.params.items()}
        return str(FILES[self.code]) % params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was adjusted while the file was read."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        return str(WARNINGS[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value of one line."""

    column: str
    value: str
    code: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS

    def sentence(self) -> str:
        return str(LINES[self.code]) % {"value": self.value, **dict(self.params)}
