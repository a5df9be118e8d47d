"""A register of cases from the file an office keeps, with every problem in it reported at once.

One row is one application, or one selected project. Whatever row the sheet has is counted, reported
or, being no case (a total, a note, a repeated heading, a row of another year than asked), set aside
and listed: rows of the sheet = counted + reported + set aside, always.

Required are a year, a country and a type in every row, and a number where the file numbers its
cases. A field may be empty and is then "not stated"; a type may only be said to be "not stated"
(미기재). City, title, applicant, date and selection are optional. Short files and long ones go
through the same rules, a piece at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kcity_analysis.register.cases import CASE_COLUMNS, Asked, Findings, SheetName, SheetReader
from kcity_analysis.register.corrections import Correction, Corrections
from kcity_analysis.register.headings import (
    Headings,
    find_headings,
    heading_count,
    meaning_of,
)
from kcity_analysis.register.meanings import categories_of, meaning
from kcity_analysis.register.repeated import Repeated
from kcity_analysis.register.rows import Group, column_of, group_of, sort_rows
from kcity_analysis.register.sheets import Sheet, file_name, printable, read_sheets
from kcity_analysis.register.values import clean, is_total, squeezed, words_for
from kcity_analysis.vocabulary import InputError, Message, Problem, find_file, resolve, say, shorten

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_FEW = 5
"""Problems, and cases, that a register shows of itself."""

_TYPES = dict.fromkeys(CASE_COLUMNS, "str") | {
    "year": "int64",
    "submitted_on": "datetime64[s]",
    "selected": "boolean",
    "row": "int64",
}


@dataclass(frozen=True, eq=False, repr=False)
class Register:
    """A register as read. ``source`` is the file's name without its folder.

    ``cases`` has one row a counted case, in the file's order: case_no, year (int), stage, country
    (ISO 3166-1 alpha-3; of a joint application all of its countries, with a space between), city,
    type, field, title, applicant (text, empty where the file says nothing), submitted_on (datetime,
    NaT), selected (boolean, NA), and ``row``, the number that the office's program shows.
    ``problems`` is everything wrong, ``corrections`` what was corrected before, ``set_aside`` the
    rows that are no cases (a frame: sheet, row, reason, text), ``unused`` the headings without a
    meaning, ``said`` what was read and how, a sentence each, of which ``rules`` are those on what
    was not plain.
    """

    cases: pd.DataFrame
    problems: tuple[Problem, ...]
    corrections: tuple[Correction, ...]
    source: str
    sheet: str
    rows_read: int
    set_aside: pd.DataFrame
    unused: tuple[str, ...]
    said: tuple[str, ...]
    rules: tuple[str, ...]
    language: str = "en"

    @property
    def rows_counted(self) -> int:
        return len(self.cases)

    @property
    def rows_reported(self) -> int:
        return self.rows_read - self.rows_counted

    @property
    def synthetic(self) -> bool:
        """Whether the register calls itself synthetic, in a number, title or applicant."""
        import pyarrow as pa

        names = ["title", "applicant", "case_no"]
        return calls_itself_synthetic(pa.Table.from_pandas(self.cases[names]))

    def __repr__(self) -> str:
        """What was read, how much of it counts, and the first problems."""
        counted = say(
            "register.rows became",
            self.language,
            file=self.source,
            read=rows_of(self.rows_read, self.language),
            counted=f"{self.rows_counted:,}",
            reported=f"{self.rows_reported:,}",
        )
        return "\n".join([*self.said, printable(counted), *map(str, self.problems[:_FEW])])

    def _repr_html_(self) -> str:
        few = self.cases.head(_FEW).to_html(index=False, border=0)
        return f"<pre>{escape(repr(self), quote=False)}</pre>{few}"


def calls_itself_synthetic(cases: pa.Table) -> bool:
    """Whether a number, title or applicant has the word."""
    import pyarrow.compute as pc

    texts = (cases[name] for name in ("title", "applicant", "case_no"))
    return any(
        pc.any(pc.match_substring(text, "synthetic", ignore_case=True)).as_py() for text in texts
    )


def read_register(
    path: str | Path,
    *,
    stage: str | None = None,
    year: int | None = None,
    sheet: str | None = None,
    corrections: str | Path | None = None,
    status: Mapping[str, str] | None = None,
    language: str = "en",
) -> Register:
    """Read a register from CSV, Excel, OpenDocument or Parquet, recognised by content.

    A file given as a text is looked for where the caller is, in the project and in its notebooks
    (JupyterLab runs a notebook in its own folder); a Path is taken as it is.
    ``year`` and ``stage`` hold for every row of a file without such a column (without either, the
    stage is "reception"); where there is one, rows of another year or stage are set aside.
    ``sheet`` names the sheet where several have a register, or is "all". ``corrections`` is a
    reviewed file of corrections, see :class:`~kcity_analysis.register.corrections.Corrections`.
    ``status`` answers whether rows that say they were withdrawn, rejected and the like count: from
    the word, or from "hidden" or "struck" for rows that are, or "blank" for those without the mark
    that others have, to "in" or "out"; without an answer they are problems. ``language`` is that of
    the messages, "en" or "ko".

    Raises InputError for a file that cannot be read as a register at all; problems in single rows
    are in ``problems`` and raise nothing.
    """
    import pyarrow as pa

    reading = RegisterReading(
        path,
        Asked(year, None if stage is None else resolve("stage", stage), answered(status), language),
        sheet=sheet,
        corrections=corrections,
    )
    tables = [table for table in reading.tables() if len(table)]
    return reading.register(pa.concat_tables(tables) if tables else None)


def answers_in(text: str) -> dict[str, str]:
    """The answers on status words in a text. Raises InputError.

    >>> answers_in("철회=out, 중복=in")
    {'철회': 'out', '중복': 'in'}
    """
    answers = {}
    for part in filter(None, re.split(r"\s*[,;]\s*", text.strip())):
        word, _, answer = part.rpartition("=")
        answers[word or part] = answer if word else ""
    answered(answers)
    return answers


def answered(status: Mapping[str, str] | None) -> dict[str, str]:
    """Answers on status words, as they are compared. Raises InputError for another than in or out.

    >>> answered({"신청 철회": "out"})
    {'신청철회': 'out'}
    """
    for word, answer in (status or {}).items():
        if answer not in ("in", "out"):
            raise InputError(Message("error.status answer", word=word, answer=answer))
    same = {"숨김": "hidden", "취소선": "struck", "따옴표": "quotes", "빈칸": "blank"}
    words = {squeezed(word): answer for word, answer in (status or {}).items()}
    return {same.get(word, word): answer for word, answer in words.items()}


class RegisterReading:
    """A register being read: :meth:`tables` gives the counted cases a piece at a time, and what is
    to be said of it is known when they are gone through.
    """

    def __init__(
        self,
        path: str | Path,
        asked: Asked,
        *,
        sheet: str | None = None,
        corrections: str | Path | None = None,
    ) -> None:
        path = find_file(path) if isinstance(path, str) else path
        corrections = find_file(corrections) if isinstance(corrections, str) else corrections
        self.name, self.asked = file_name(path), asked
        language = asked.language
        sheets = read_sheets(path, heading_count, language)
        self._chosen, self._unread = _chosen(sheets, self.name, sheet, asked)
        for one, headings in self._chosen:
            _check_marks(one, headings, self.name, language)
        fixes = Corrections(corrections, language) if corrections else None
        self.found = Findings(Repeated(), fixes)
        self.rows_counted = 0
        self._lengths: list[int] = []
        self._rules: list[tuple[str, str, str]] = []
        self._labelled = sheet is not None

    def _source(self, sheet: Sheet) -> str:
        """What problems call a sheet: the file, and the sheet where one was named."""
        return f"{self.name} [{printable(sheet.name)}]" if self._labelled else self.name

    @property
    def source(self) -> str:
        """What the file is called: with its sheet, where one was named."""
        return self._source(self._chosen[0][0]) if len(self._chosen) == 1 else self.name

    def tables(self) -> Iterator[pa.Table]:
        """The counted cases, a piece at a time."""
        language = self.asked.language
        for number, (sheet, headings) in enumerate(self._chosen):
            named = self._labelled and len(self._chosen) == 1
            name = SheetName(sheet.name, number, self._source(sheet), sheet.ragged, named)
            given, rules = _given(sheet, headings, self.asked)
            self._rules += rules
            above = _groups_above(sheet, headings)
            reader = SheetReader(name, headings, given, self.asked, self.found, above)
            length = 0
            for piece in sheet.pieces:
                table = reader.read(piece)
                length = piece.first + piece.length - 1
                self.rows_counted += len(table)
                yield table
            self._lengths.append(max(0, length - headings.last_row - 1))
        if self.found.fixes:
            self.found.problems += self.found.fixes.unplaced()
        if not self.found.rows_read:
            year = self.asked.year
            of = say("register.of the year", language, year=year) if year else ""
            expected = say("register.a row for each case", language, of=of)
            source = self._source(self._chosen[0][0])
            action = say("register.the right file", language)
            self.found.problems.append(Problem(source, 0, "", "", expected, action))

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong, in the order of the file; what is wrong with corrections first."""
        order = {self._source(sheet): at for at, (sheet, _) in enumerate(self._chosen)}
        found = sorted(self.found.problems, key=lambda one: (order.get(one.file, -1), one.row))
        return tuple(found)

    def said(self) -> list[str]:
        """What was read and how, a sentence each."""
        language = self.asked.language
        lines = []
        for (sheet, headings), length in zip(self._chosen, self._lengths, strict=True):
            key = "read from" if sheet.name else "read from file"
            rows = rows_of(length, language)
            values = {"file": self.name, "sheet": sheet.name, "row": str(headings.last_row + 1)}
            values["rows"] = rows
            lines.append(say(f"register.{key}", language, **values))
            columns = [
                f"{headings.texts.get(place, '')} ({say(f'register.column {name}', language)})"
                for place, name in sorted(headings.used.items())
            ]
            lines.append(say("register.columns used", language, columns=", ".join(columns)))
            if headings.unused:
                unused = ", ".join(headings.unused)
                lines.append(say("register.columns not used", language, columns=unused))
            for place in headings.settled:
                column = say(f"register.column {headings.used[place]}", language)
                text = headings.texts[place]
                lines.append(say("register.rule settled", language, heading=text, column=column))
        for other, reason in self._unread:
            why = say(f"register.unread.{reason}", language)
            lines.append(say("register.sheet not read", language, sheet=other, reason=why))
        return [*map(printable, lines), *self.rules()]

    def rules(self) -> list[str]:
        """What was read by a rule, where it is not plain, a sentence each with an example."""
        language = self.asked.language
        lines = []
        for rule, column, text in self._rules:
            shown = {"column": say(f"register.column {column}", language), "meaning": text}
            lines.append(say(f"register.rule {rule}", language, **shown))
        for (rule, column), example in self.found.examples.items():
            rows = rows_of(example.rows, language)
            column = say(f"register.column {column}", language)
            shown = {"text": shorten(example.text, 40), "meaning": example.meaning}
            shown |= {"row": str(example.row), "rows": rows, "column": column}
            lines.append(say(f"register.rule {rule}", language, **shown))
        return [printable(line) for line in lines]

    def register(self, cases: pa.Table | None) -> Register:
        """What was read, with its cases."""
        import pandas as pd

        frame = pd.DataFrame(columns=[*_TYPES]) if cases is None else cases.to_pandas()
        aside = pd.DataFrame(self.found.aside, columns=["sheet", "row", "reason", "text"])
        unused = [text for _, headings in self._chosen for text in headings.unused]
        return Register(
            cases=frame[[*_TYPES]].astype(_TYPES),
            problems=self.problems(),
            corrections=tuple(self.found.fixes.applied if self.found.fixes else ()),
            source=self.source,
            sheet=", ".join(sheet.name for sheet, _ in self._chosen),
            rows_read=self.found.rows_read,
            set_aside=aside.sort_values(["sheet", "row"], kind="stable", ignore_index=True),
            unused=tuple(dict.fromkeys(unused)),
            said=tuple(self.said()),
            rules=tuple(self.rules()),
            language=self.asked.language,
        )


def rows_of(number: int, language: str) -> str:
    """A number of rows in words: "1 row", "2,000 rows"."""
    return say("register.rows", language, number=number)


Chosen = list[tuple[Sheet, Headings]]


def _chosen(
    sheets: list[Sheet], name: str, wanted: str | None, asked: Asked
) -> tuple[Chosen, list[tuple[str, str]]]:
    """The sheets to read with their headings, and those that are not read, with the reason.

    A sheet of examples is no register, nor is a hidden one, unless it is named. Several that look
    like one are a question, even if only one has all columns that are needed.
    """
    language = asked.language
    places = [
        (sheet, found)
        for sheet in sheets
        if (found := find_headings(sheet.head, ragged=sheet.ragged))
    ]
    unread = {id(sheet): "no register" for sheet in sheets}
    headed = {id(sheet): headings for sheet, headings in places}
    named = [sheet for sheet in sheets if wanted and clean(sheet.name) == clean(wanted)]
    if wanted and not named and clean(wanted).casefold() != "all":
        names = ", ".join(repr(sheet.name) for sheet in sheets if sheet.name)
        names = names or say("register.no sheets at all", language)
        values = {"file": name, "sheet": wanted, "sheets": names}
        raise InputError(say("register.no such sheet", language, **values))
    if named:
        chosen = [(sheet, headed[id(sheet)]) for sheet in named if id(sheet) in headed]
        unread |= {id(sheet): "not named" for sheet, _ in places}
        places = [(sheet, headed[id(sheet)]) for sheet in named if id(sheet) in headed]
    else:
        for sheet, _ in places:
            if _is_example(sheet.name):
                unread[id(sheet)] = "an example"
            elif sheet.hidden:
                unread[id(sheet)] = "hidden sheet"
        open_ = [(s, h) for s, h in places if unread[id(s)] == "no register"]
        whole = [(s, h) for s, h in open_ if not _lacking(s, h, asked)]
        alike = [(s, h) for s, h in open_ if "country" in h.columns and len(h.columns) > 2]
        chosen = whole if wanted else [*whole, *(one for one in alike if one not in whole)]
        whole_of = next((s for s, _ in chosen if _holds_all(s.name)), None)
        if wanted and whole_of and len(chosen) > 1:
            values = {"file": name, "sheet": whole_of.name}
            raise InputError(say("register.a sheet of all", language, **values))
        if len(chosen) > 1 and not wanted:
            names = ", ".join(repr(sheet.name) for sheet, _ in chosen)
            number = len(chosen)
            raise InputError(
                say("register.several sheets", language, file=name, number=number, sheets=names)
            )
        chosen = chosen or open_[:1]
    if not chosen:
        crossed = _crossed(named or sheets)
        if crossed:
            raise InputError(say("register.a cross table", language, file=name, **crossed))
        raise InputError(say("register.no headings", language, file=name))
    for sheet, headings in chosen:
        if _beside(headings):
            row = str(headings.last_row + 1)
            raise InputError(say("register.side by side", language, file=name, row=row))
        if headings.above >= 0:
            values = {"row": str(headings.above + 1), "below": str(headings.last_row + 1)}
            raise InputError(say("register.one below the other", language, file=name, **values))
        if lacking := _lacking(sheet, headings, asked):
            raise InputError(_without(name, sheet, headings, lacking, asked))
        unread.pop(id(sheet))
    return chosen, [(sheet.name, unread[id(sheet)]) for sheet in sheets if id(sheet) in unread]


def _holds_all(name: str) -> bool:
    """Whether a sheet's name says that it has what the others have: "전체", "총괄"."""
    return is_total(clean(name)) or squeezed(name) in words_for("sheet of all")


def _is_example(name: str) -> bool:
    """Whether a sheet's name says that it holds examples or explains: "작성예시", "2. 작성요령"."""
    words = words_for("example sheet")
    parts = {squeezed(part) for part in re.split(r"[\s()\[\]_.\-]+", name)}
    key = re.sub(r"^\d+|\d+$", "", squeezed(name))
    return (
        key in words
        or not parts.isdisjoint(words)
        or any(len(word) > 1 and not word.isascii() and key.endswith(word) for word in words)
    )


def _lacking(sheet: Sheet, headings: Headings, asked: Asked) -> list[str]:
    """The columns that a sheet needs and has not, nor says otherwise."""
    given, _ = _given(sheet, headings, asked)
    held = {*headings.used.values(), *given}
    held |= {group.name for group in _groups_above(sheet, headings)}
    held |= {
        name
        for name in ("type", "country", "year")
        if name not in held and _grouped(sheet, headings, name)
    }
    return [name for name in ("country", "type", "year") if name not in held]


def _grouped(sheet: Sheet, headings: Headings, name: str) -> bool:
    """Whether rows of one text head the others by type, country or year (no day)."""
    texts = filter(None, map(_one_text, sheet.head[headings.last_row + 1 :]))
    groups = [group for group in map(partial(group_of, 0), texts) if group.name == name]
    return any(name != "year" or not meaning(name, group.text).rule for group in groups)


def _groups_above(sheet: Sheet, headings: Headings) -> list[Group]:
    """What a line of its own above the headings says of the rows below: their type or country."""
    held = {*headings.used.values()}
    found = [
        group_of(0, text) for row in sheet.head[: headings.last_row] if (text := _one_text(row))
    ]
    return [one for one in found if one.name in ("type", "country") and one.name not in held]


def _one_text(row: list[str]) -> str:
    texts = {text for raw in row if (text := clean(raw))}
    return texts.pop() if len(texts) == 1 else ""


def _beside(headings: Headings) -> bool:
    """Whether two tables stand side by side: the headings of a country and more stand twice."""
    texts = list(headings.texts.values())
    twice = {meaning_of(text) for text in texts if texts.count(text) > 1}
    return "country" in twice and not twice.isdisjoint({"type", "title", "year", "city", "case_no"})


def _given(
    sheet: Sheet, headings: Headings, asked: Asked
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """What holds for all rows of a sheet, and the rules by which that was read.

    The year is the one asked for, or stands in the sheet's name or in the title above the
    headings; the type may be the sheet's name.
    """
    given: dict[str, str] = {}
    rules = []
    held = {*headings.used.values()}
    if "year" not in held and not _grouped(sheet, headings, "year"):
        title = " ".join(clean(text) for row in sheet.head[: headings.last_row] for text in row)
        for rule, text in (("sheet", sheet.name), ("title", title)):
            years = set(_YEAR.findall(text))
            if rule == "title" and asked.year is not None:
                years = set()
            if len(years) == 1 and not given and not _YEARS.search(text):
                given["year"] = years.pop()
                rules.append((rule, "year", given["year"]))
        if not given and asked.year is not None:
            given["year"] = str(asked.year)
    if "type" not in held and categories_of("type", sheet.name):
        given["type"] = sheet.name
        rules.append(("sheet", "type", sheet.name))
    return given, rules


_YEARS = re.compile(r"(20[2-9]\d) ?년?도? ?[~∼〜–-] ?['’]?(?:20)?[2-9]\d(?!\d|[ ]?[.\-/월])")
"""The first of several years ("2021~2022"), which hold for no single row."""
_YEAR = re.compile(r"(?<![\d.])(20[2-9]\d)(?!\d|[ ]?[.\-/~][ ]?\d)")


def _without(name: str, sheet: Sheet, headings: Headings, lacking: list[str], asked: Asked) -> str:
    """That a sheet lacks columns, and which it has."""
    language = asked.language
    if crossed := _crossed([sheet]):
        return say("register.a cross table", language, file=name, **crossed)
    there = ", ".join(text for _, text in sorted(headings.texts.items())[:30])
    names = ", ".join(say(f"register.missing {column}", language) for column in lacking)
    values = {"file": name, "missing": names, "headings": there}
    row = str(headings.last_row + 1)
    text = say("register.columns missing", language, row=row, **values)
    if "year" not in lacking:
        return text
    days = {
        meaning("submitted_on", row[place]).value
        for place in headings.columns.get("submitted_on", [])
        for row in sheet.head[headings.last_row + 1 :]
        if place < len(row)
    }
    years = sorted({str(day.year) for day in days if day})
    if not years:
        return say("register.give the year", language, text=text)
    return say("register.give the year of the days", language, text=text, years=", ".join(years))


def _crossed(sheets: list[Sheet]) -> dict[str, str]:
    """The name and headings of the first sheet that is a cross table of numbers, or nothing.

    Two columns or more are headed by a category or a year, and hold numbers.
    """
    for sheet in sheets:
        for at, row in enumerate(sheet.head):
            texts = {place: text for place, raw in enumerate(row) if (text := clean(raw))}
            heads = {place: text for place, text in texts.items() if _is_category(text)}
            below = [line for line in sheet.head[at + 1 : at + 20] if any(map(str.strip, line))]
            numbers = [
                [clean(line[place]) for line in below if place < len(line) and line[place].strip()]
                for place in heads
            ]
            counted = [held for held in numbers if held and all(map(_is_number, held))]
            if len(heads) > 1 and len(counted) == len(heads):
                shown = ", ".join(list(heads.values())[:8])
                return {"sheet": printable(sheet.name), "headings": printable(shown)}
    return {}


def _is_category(text: str) -> bool:
    if categories_of("type", text) or categories_of("field", text):
        return True
    return any(meaning(name, text).fault is None for name in ("country", "year")) or (
        squeezed(text) in words_for("region")
    )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d,]+(\.0+)? ?건?|-", text) is not None


def _check_marks(sheet: Sheet, headings: Headings, name: str, language: str) -> None:
    """Refuse numbers under types that may be numbers of cases: a cross table, no register.

    One is a mark like ○, and running numbers are; any others, or running ones where nothing else
    tells one row from the next, are taken for numbers of cases.
    """
    if not headings.types:
        return
    apart = {"case_no", "title", "applicant", "city", "submitted_on", "serial"}
    told = not apart.isdisjoint(headings.columns) or bool(headings.places)
    last: dict[int, int] = {}
    for piece in sheet.pieces:
        columns = [column_of(array) for array in piece.columns]
        data = np.arange(piece.first, piece.first + piece.length) > headings.last_row + 1
        for at in np.flatnonzero(sort_rows(columns, headings, data).cases):
            for place in headings.types:
                text = (
                    columns[place].words[columns[place].codes[at]] if place < len(columns) else ""
                )
                if not text.isdecimal():
                    continue
                number, before = int(text), (last.get(place, 0), max(last.values(), default=0))
                if number > 1 and not (told and number - 1 in before):
                    shown = ", ".join(headings.texts[one] for one in headings.types)
                    values = {"file": name, "sheet": printable(sheet.name), "headings": shown}
                    raise InputError(say("register.a cross table", language, **values))
                last[place] = number
