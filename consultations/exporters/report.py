"""The report of a consultation in one language: its contents, which the page, the PDF and the DOCX draw alike."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from registry.clocks import clock_of
from registry.exporters.docx import Sheets
from registry.exporters.text import Said, lines, plain, said
from registry.exporters.typeset import pdf

Told = dict[str, Any]
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es"}
FIRST = ("en", "fr", "es")


def contents(told: Told, language: str, *, kinds: Told, state: object = "") -> Told:
    """What `consultations.queries.reports.told` tells, in words of one language.

    `kinds`: lazy words for the kinds of consultations; `state`: what to write over a report that is not published.
    """
    with translation.override(language):
        return _Writer(told, language, kinds).contents(state)


def report_pdf(view: Told) -> bytes:
    return pdf("report", view)


def report_docx(view: Told) -> bytes:
    """The same in a file that word processors change."""
    sheets = Sheets(
        title=str(view["title"]["text"]),
        author=view["iom"],
        language=view["language"],
        day=date.fromisoformat(view["as_of"]),
    )
    sheets.paragraph(view["iom"], bold=True)
    sheets.heading(view["title"], 0)
    sheets.paragraph(view["says"], grey=True)
    if view["state"]:
        sheets.paragraph(view["state"], bold=True)
    sheets.facts([(label, value) for label, values in view["facts"] for value in values])
    _docx_text(sheets, view["introduction"])
    sheets.heading(view["counts"]["heading"])
    sheets.table(
        [view["counts"]["what"], view["counts"]["number"]],
        [[one["label"], one["number"]] for one in view["counts"]["rows"]],
        [120, 50],
    )
    for note in view["counts"]["notes"]:
        sheets.paragraph(note, grey=True)
    _docx_sessions(sheets, view["sessions"])
    _docx_recommendations(sheets, view["recommendations"])
    _docx_text(sheets, view["next_steps"])
    sheets.footer(view["footer"], view["page"])
    return sheets.to_bytes()


class _Writer:
    def __init__(self, told: Told, language: str, kinds: Told) -> None:
        self.told, self.language, self.kinds = told, language, kinds
        self.about: Told = told["consultation"]

    def contents(self, state: object) -> Told:
        title, mark = self._said(self.about["name"])
        values = {"number": self.told["number"], "day": self._day(self.told["as_of"])}
        return {
            "language": self.language,
            "page": _("Page {page} of {pages}"),
            "iom": _("International Organization for Migration"),
            "title": title,
            "mark": mark,
            "says": _("Report of the consultation. Version %(number)s, figures as of %(day)s.") % values,
            "as_of": self.told["as_of"],
            "footer": self.about["reference"],
            "state": str(state),
            "facts": self._facts(),
            "introduction": self._text(_("Introduction"), self.told["introduction"]),
            "counts": self._counts(),
            "sessions": self._sessions(),
            "recommendations": self._recommendations(),
            "next_steps": self._text(_("Next steps"), self.told["next_steps"]),
        }

    def _facts(self) -> list[tuple[str, list[Any]]]:
        about = self.about
        names = [said(one["name"]) for one in self.told["co_organizers"]]
        facts: list[tuple[str, list[Any]]] = [
            (_("Days"), [self._days(about["starts_on"], about["ends_on"])]),
            (_("Place"), [self._place()]),
            (_("Kind"), [", ".join(str(self.kinds.get(kind, kind)) for kind in about["kinds"])]),
            (_("Counted by its organizers as"), [said(about["claimed_number"])] if about["claimed_number"] else []),
            (_("Series"), self._names(about["series"])),
            (_("Region"), self._names(about["region"])),
            (_("Working languages"), self._languages(about["languages"])),
            (_("Interpretation into"), self._languages(about["interpretation"])),
            (_("Organized together with"), names),
        ]
        return [(label, told) for label, values in facts if (told := [value for value in values if value])]

    def _counts(self) -> Told:
        counts = self.told["counts"]
        rows = [
            ("people", _("People who took part")),
            ("civil_society", _("People of civil society organizations")),
            ("organizations", _("Civil society organizations for which they came")),
            ("local_or_national", _("Of these organizations, local or national ones")),
            ("countries", _("Countries from which people came")),
        ]
        notes = [
            _(
                "An organization is local or national when the registry says so and does not say that it is also"
                " regional or global. The country of a person is her own, else that of the head office of her"
                " organization."
            )
        ]
        if counts["are_expected"]:
            notes.insert(0, _("Nobody was checked in: people with a confirmed place are counted."))
        return {
            "heading": _("Participants"),
            "what": _("What is counted"),
            "number": pgettext("count", "Number"),
            "rows": [{"label": label, "number": self._number(counts[key])} for key, label in rows],
            "notes": notes,
        }

    def _sessions(self) -> Told:
        days: list[Told] = []
        for session in self.told["sessions"]:
            starts, ends = (datetime.fromisoformat(session[key]) for key in ("starts_at", "ends_at"))
            day = self._day(starts.date().isoformat())
            if not days or days[-1]["day"] != day:
                days.append({"day": day, "sessions": []})
            name, mark = self._said(session["name"])
            days[-1]["sessions"].append(
                {
                    "hours": f"{starts:%H:%M}–{ends:%H:%M}",
                    "name": name,
                    "mark": mark,
                    "is_breakout": _("Break-out group") if session["is_breakout"] else "",
                    "speakers": [said(speaker) for speaker in session["speakers"]],
                }
            )
        return {
            "heading": _("Sessions"),
            "note": _("Hours of the agenda: %(clock)s.") % {"clock": clock_of(self.about["zone"])},
            "none": _("No agenda was published."),
            "days": days,
        }

    def _recommendations(self) -> Told:
        sent = self.told["contributions"]
        contributions = ngettext(
            "Organizations sent %(n)s written contribution.", "Organizations sent %(n)s written contributions.", sent
        ) % {"n": self._number(sent)}
        return {
            "heading": _("Recommendations"),
            "none": _("No recommendation is published."),
            "contributions": contributions if sent else "",
            "rows": [self._recommendation(one) for one in self.told["recommendations"]],
        }

    def _recommendation(self, one: Told) -> Told:
        lines_, mark = self._said_lines(one["text"])
        to = _("To civil society organizations") if one["addressee"] == "csos" else _("To IOM")
        if one["unit"]:
            to = _("To IOM: %(unit)s") % {"unit": plain(self._in(one["unit"])[0])}
        area = self._in(one["area"])[0]
        about = _("Area of cooperation: %(area)s") % {"area": plain(area)} if area else ""
        title = _("Recommendation %(number)s") % {"number": self._number(one["number"])}
        return {"title": title, "lines": lines_, "mark": mark, "to": to, "about": about}

    def _text(self, heading: str, texts: dict[str, str]) -> Told:
        lines_, mark = self._said_lines(texts)
        return {"heading": heading, "lines": lines_, "mark": mark}

    def _said_lines(self, texts: dict[str, str]) -> tuple[list[Said], str]:
        text, language = self._in(texts)
        return [said(line, language) for line in lines(text)], self._mark(text, language)

    def _said(self, texts: dict[str, str]) -> tuple[Said, str]:
        text, language = self._in(texts)
        return said(text, language), self._mark(text, language)

    def _in(self, texts: dict[str, str]) -> tuple[str, str]:
        """The text and the language it is in: the reader's, or the first that there is."""
        for code in (self.language, *FIRST):
            if texts.get(code):
                return texts[code], code
        return "", self.language

    def _mark(self, text: str, language: str) -> str:
        if not text or language == self.language:
            return ""
        return _("in %(language)s only") % {"language": self._language(language)}

    def _names(self, texts: dict[str, str]) -> list[Said]:
        text, language = self._in(texts)
        return [said(text, language)] if text else []

    def _languages(self, codes: Iterable[str]) -> list[str]:
        return [", ".join(self._language(code) for code in codes)]

    def _language(self, code: str) -> str:
        return str(Locale.parse(self.language).languages.get(code, plain(code)))

    def _place(self) -> str:
        if self.about["format"] == "online":
            return _("Online")
        place = ", ".join(filter(None, [plain(self.about["place"]), self._in(self.about["country"])[0]]))
        return _("%(place)s, and online") % {"place": place} if self.about["format"] == "hybrid" else place

    def _days(self, starts: str, ends: str) -> str:
        return self._day(starts) if starts == ends else f"{self._day(starts)} – {self._day(ends)}"

    def _day(self, iso: str) -> str:
        text = str(format_date(date.fromisoformat(iso), format="long", locale=LOCALES[self.language]))
        return f"1er{text[1:]}" if self.language == "fr" and text.startswith("1 ") else text

    def _number(self, number: int) -> str:
        return str(format_decimal(number, locale=LOCALES[self.language]))


def _docx_text(sheets: Sheets, text: Told) -> None:
    if text["lines"]:
        sheets.heading(text["heading"])
        _docx_lines(sheets, text)


def _docx_lines(sheets: Sheets, text: Told) -> None:
    for line in text["lines"]:
        sheets.paragraph(line)
    if text["mark"]:
        sheets.paragraph(f"({text['mark']})", grey=True)


def _docx_sessions(sheets: Sheets, sessions: Told) -> None:
    sheets.heading(sessions["heading"])
    sheets.paragraph(sessions["note"] if sessions["days"] else sessions["none"], grey=True)
    for day in sessions["days"]:
        sheets.heading(day["day"], 2)
        for session in day["sessions"]:
            sheets.paragraph(session["hours"], grey=True)
            sheets.paragraph(session["name"], bold=True)
            under = [f"({session['mark']})" if session["mark"] else "", session["is_breakout"], *session["speakers"]]
            for text in filter(None, under):
                sheets.paragraph(text)


def _docx_recommendations(sheets: Sheets, recommendations: Told) -> None:
    sheets.heading(recommendations["heading"])
    if recommendations["contributions"]:
        sheets.paragraph(recommendations["contributions"])
    if not recommendations["rows"]:
        sheets.paragraph(recommendations["none"], grey=True)
    for row in recommendations["rows"]:
        sheets.heading(row["title"], 2)
        _docx_lines(sheets, row)
        for text in filter(None, [row["to"], row["about"]]):
            sheets.paragraph(text, grey=True)
