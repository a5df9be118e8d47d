"""``data/`` held to ``data/README.md``: every mistake in it, said once, to who edits it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kcity_analysis.evidence.facts import CONFIDENCES, KEY
from kcity_analysis.vocabulary import (
    DATA,
    NEITHER,
    NOT_ITEMISED,
    NOT_STATED,
    Message,
    Problem,
    Words,
)

Row = dict[str, str]
Rule = Callable[[str, Row], bool]
_CORRECT = Message("problem.correct the cell")
_PLACES = [
    "city",
    "town",
    "township",
    "new city",
    "freeport zone",
    "lake shore",
    "delta",
    "state",
    "province",
    "regency",
]


@dataclass(frozen=True)
class _Column:
    """What a column may hold, in words and as a test of a cell and its row."""

    allowed: Words
    fits: Rule


@dataclass(frozen=True)
class _File:
    """A file as read: its rows (numbered as a spreadsheet shows them) and what is wrong so far."""

    rows: list[tuple[int, Row]]
    problems: list[Problem]


def check_data(folder: Path = DATA) -> list[Problem]:
    """Everything in a folder of data that is not as ``data/README.md`` says, in order of files.

    Each problem names file, row (1 is the heading), column, value and what is allowed. A file in
    another encoding or with another separator is one problem, and its rows are checked all the
    same. Where the words of ``reference/`` are wrong, what depends on them is checked once they
    are right.
    """
    names = [*_REFERENCE, *_FACTS]
    files = {name: _read(folder, name, _columns(name)) for name in names}
    found = [one for name in _REFERENCE for one in files[name].problems]
    words = _Words({name: [row for _, row in files[name].rows] for name in names})
    for name in _REFERENCE:
        found += _check(name, files[name], _REFERENCE[name](words), files[name].problems)
    if not found:
        found += [one for name in _FACTS for one in files[name].problems]
        for name in _FACTS:
            found += _check(name, files[name], _FACTS[name](words), files[name].problems)
    return found


def _check(
    name: str, file: _File, columns: dict[str, _Column], unread: list[Problem]
) -> Iterator[Problem]:
    """The cells that do not fit, and the rows that stand twice."""
    if any(one.row == 1 for one in unread):
        return  # without its columns nothing else can be said
    key = _KEYS.get(name)
    seen: dict[tuple[str, ...], int] = {}
    for number, row in file.rows:
        faulty = False
        for column, rule in columns.items():
            if not rule.fits(row[column], row):
                faulty = True
                yield Problem(name, number, column, row[column], rule.allowed, _CORRECT)
        if faulty or not key:
            continue
        this = tuple(row[column] for column in key)
        first = seen.setdefault(this, number)
        if first != number:
            expected = Message("problem.one row for each", row=first)
            yield Problem(
                name,
                number,
                ", ".join(key),
                ", ".join(this),
                expected,
                Message("problem.delete one"),
            )


def _read(folder: Path, name: str, columns: list[str]) -> _File:
    """A CSV file whatever its encoding and separator, and what is wrong with it as a whole."""
    problems: list[Problem] = []
    path = folder / name

    def wrong(value: str, expected: Words, action: Words, row: int = 0, column: str = "") -> None:
        problems.append(Problem(name, row, column, value, expected, action))

    try:
        data = path.read_bytes()
    except OSError:
        wrong("", Message("problem.this file"), Message("problem.put it back"), row=1)
        return _File([], problems)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp949", errors="replace")
        wrong("", "UTF-8", Message("problem.save as csv utf-8"))
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    if separator != ",":
        wrong(separator, Message("data.commas"), Message("problem.save as csv utf-8"))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        wrong(str(error), "CSV", Message("problem.quotation marks"), row=1)
        return _File([], problems)
    names = lines[0] if lines else []
    for column in [one for one in columns if one not in names]:
        wrong(
            "",
            Message("data.the column", column=column),
            Message("problem.add to the first row"),
            row=1,
            column=column,
        )
    rows = []
    own = [number for number, column in enumerate(names, start=1) if "_ko" not in column]
    fewest = max(own, default=0)  # the translations stand last, and may be left off
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            wrong("", Message("problem.row with something"), Message("problem.delete it"), number)
        elif not fewest <= len(cells) <= len(names):
            expected = Message("problem.cells as in the first row", number=len(names))
            wrong(str(len(cells)), expected, Message("problem.too much"), number)
        else:
            row = dict(itertools.zip_longest(names, cells, fillvalue=""))
            padded = [column for column, cell in row.items() if cell != cell.strip()]
            for column in padded:
                wrong(row[column], Message("problem.no blank"), _CORRECT, number, column)
            rows.append((number, {column: cell.strip() for column, cell in row.items()}))
    return _File(rows, problems)


class _Words:
    """The keys of ``reference/`` and of the sources, as the files of a folder have them."""

    def __init__(self, files: dict[str, list[Row]]) -> None:
        self._files = files

    def column(self, file: str, column: str) -> list[str]:
        """A column of a file, in order."""
        return [row[column] for row in self._files.get(file, []) if column in row]

    def types(self, year: str) -> list[str]:
        """The types that a year had."""
        return [
            row["type"]
            for row in self._files.get("reference/type_years.csv", [])
            if _is_year(row["first_year"])
            and row["first_year"] <= year <= (row["last_year"] or "9999")
        ]

    def is_category(self, row: Row) -> bool:
        """Whether the category of a figure is one of its dimension, and of its year."""
        dimension, category = row["dimension"], row["category"]
        if dimension in ("total", "change"):
            return category == "all"
        if dimension == "country":
            return category in self.column("reference/region_members.csv", "iso3")
        if dimension == "type":
            return category in self.types(row["year"])
        if dimension == "type_field":
            kind, _, field = category.partition(" | ")
            fields = self.column("reference/fields.csv", "field")
            return kind in self.types(row["year"]) and field in fields
        return category in self.column(f"reference/{dimension}s.csv", dimension)

    def cities(self) -> set[tuple[str, str]]:
        """The cities whose position is known, by country."""
        rows = self._files.get("reference/cities.csv", [])
        return {(row["country"], row["city"]) for row in rows}


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"20[0-9]{2}", text))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_month(text: str) -> bool:
    return bool(re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text))


def _is_won(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+", text))


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


_TEXT = _Column(Message("data.any text"), lambda cell, _: True)
_SOME = _Column(Message("data.some text"), lambda cell, _: bool(cell))
_YEAR = _Column(Message("data.year"), lambda cell, _: _is_year(cell))
_DAY = _Column(Message("data.day"), lambda cell, _: _is_day(cell))


def _or_empty(column: _Column) -> _Column:
    return _Column(
        Message("data.or empty", allowed=column.allowed),
        lambda cell, row: not cell or column.fits(cell, row),
    )


def _one_of(words: list[str], what: Words = "") -> _Column:
    allowed = what or Message("problem.one of", names=", ".join(dict.fromkeys(words)))
    held = set(words)
    return _Column(allowed, lambda cell, _: cell in held)


def _source(words: _Words) -> _Column:
    return _one_of(words.column("sources.csv", "source_id"), Message("data.source"))


def _country(words: _Words) -> _Column:
    codes = words.column("reference/region_members.csv", "iso3")
    return _one_of(codes, Message("data.country"))


def _span_ends(cell: str, row: Row) -> bool:
    return not cell or (_is_year(cell) and cell >= row["first_year"])


_LAST_YEAR = _Column(Message("data.last year"), _span_ends)


def _stages(words: _Words) -> _Column:
    return _one_of(words.column("reference/stages.csv", "stage"))


def _year_type(words: _Words, *, empty: bool) -> _Column:
    return _Column(
        Message("data.type or empty" if empty else "data.type"),
        lambda cell, row: (empty and not cell) or cell in words.types(row["year"]),
    )


def _published(words: _Words) -> dict[str, _Column]:
    def value(cell: str, row: Row) -> bool:
        number = _number(cell)
        if number is None or (number < 0 and row["dimension"] != "change"):
            return False
        return row["measure"] == "percent" or number.is_integer()

    return {
        "year": _YEAR,
        "first_year": _Column(
            Message("data.first year"),
            lambda cell, row: _is_year(cell) and cell <= row["year"],
        ),
        "stage": _stages(words),
        "dimension": _one_of(words.column("reference/dimensions.csv", "dimension")),
        "category": _Column(
            Message("data.category"),
            lambda _, row: words.is_category(row),
        ),
        "measure": _one_of(words.column("reference/measures.csv", "measure")),
        "value": _Column(Message("data.value"), value),
        "printed_as": _TEXT,
        "confidence": _one_of(CONFIDENCES),
        "note": _Column(
            Message("data.why doubtful"), lambda cell, row: bool(cell) or row["confidence"] != "low"
        ),
        "source_id": _source(words),
    }


def _projects(words: _Words) -> dict[str, _Column]:
    fields = _or_empty(_one_of(words.column("reference/fields.csv", "field")))
    cities = words.cities()
    won = _or_empty(_Column(Message("data.won"), lambda cell, _: _is_won(cell)))
    return {
        "project_id": _Column(
            Message("data.project"),
            lambda cell, row: bool(re.fullmatch(rf"{re.escape(row['year'])}-[0-9]{{2}}", cell)),
        ),
        "year": _YEAR,
        "stage": _one_of(["selection"]),
        "country": _country(words),
        "country_name": _SOME,
        "city": _Column(
            Message("data.city"),
            lambda cell, row: (row["country"], cell) in cities,
        ),
        "city_as_named": _TEXT,
        "type": _year_type(words, empty=False),
        "type_basis": _one_of(["stated", "inferred"]),
        "field": fields,
        "second_field": fields,
        "field_detail": _TEXT,
        "title": _TEXT,
        "organisation": _TEXT,
        "partner": _TEXT,
        "partner_source_id": _or_empty(_source(words)),
        "budget_low_krw": _Column(
            Message("data.low"),
            lambda cell, row: (
                not cell
                or (
                    _is_won(cell)
                    and (
                        not _is_won(row["budget_high_krw"])
                        or int(cell) <= int(row["budget_high_krw"])
                    )
                )
            ),
        ),
        "budget_high_krw": won,
        "budget_basis": _Column(
            Message("data.budget basis"),
            lambda cell, row: (cell in ("project", "call")) if row["budget_high_krw"] else not cell,
        ),
        "announced_on": _or_empty(_DAY),
        "note": _Column(
            Message("data.how inferred"),
            lambda cell, row: bool(cell) or row["type_basis"] != "inferred",
        ),
        "source_id": _source(words),
    }


def _applicants(words: _Words) -> dict[str, _Column]:
    return {
        "year": _YEAR,
        "stage": _stages(words),
        "iso3": _country(words),
        "country": _SOME,
        "type": _year_type(words, empty=True),
        "named_for": _SOME,
        "source_id": _source(words),
    }


def _calendar(words: _Words) -> dict[str, _Column]:
    def of_year(cell: str, row: Row) -> bool:
        return _is_day(cell) and cell[:4] == row["year"]

    return {
        "year": _YEAR,
        "stage": _stages(words),
        "event": _SOME,
        "first_day": _Column(Message("data.day of the year"), of_year),
        "last_day": _Column(
            Message("data.last day"),
            lambda cell, row: of_year(cell, row) and cell >= row["first_day"],
        ),
        "source_id": _source(words),
    }


def _caveats(words: _Words) -> dict[str, _Column]:
    return {
        "first_year": _YEAR,
        "last_year": _LAST_YEAR,
        "stage": _stages(words),
        "caveat": _Column(Message("data.sentence"), lambda cell, _: cell.endswith(".")),
        "incomplete": _one_of(["yes", ""], Message("data.yes")),
        "source_id": _or_empty(_source(words)),
    }


def _sources(_: _Words) -> dict[str, _Column]:
    return {
        "source_id": _SOME,
        "publisher": _SOME,
        "kind": _one_of(["ministry", "press", "copy", "reference"]),
        "url": _Column(
            Message("data.address"),
            lambda cell, _: bool(re.match(r"https?://\S+$", cell)),
        ),
        "published_on": _or_empty(_DAY),
    }


def _years(words: _Words) -> dict[str, _Column]:
    return {
        "year": _YEAR,
        "stage": _stages(words),
        "type": _year_type(words, empty=True),
        "status": _one_of(["complete", "incomplete", "in progress"]),
        "reason": _Column(
            Message("data.why incomplete"),
            lambda cell, row: bool(cell) or row["status"] == "complete",
        ),
        "source_id": _or_empty(_source(words)),
    }


def _labelled(key: str) -> Callable[[_Words], dict[str, _Column]]:
    return lambda _: {key: _SOME, "label_en": _SOME, "label_ko": _SOME}


def _budgets(words: _Words) -> dict[str, _Column]:
    types = words.column("reference/types.csv", "type")
    return _labelled("budget")(words) | {
        "what": _one_of(["total", "planned", "each"]),
        "type": _or_empty(_one_of(types)),
    }


def _calendar_events(words: _Words) -> dict[str, _Column]:
    types = words.column("reference/types.csv", "type")
    return {
        "event": _SOME,
        "what": _one_of(["window", "reception", "selection", "meeting", "planned"]),
        "type": _or_empty(_one_of(types)),
    }


def _residuals(words: _Words) -> dict[str, _Column]:
    return {
        "residual": _one_of([NOT_ITEMISED, NOT_STATED, NEITHER]),
        "dimension": _or_empty(_one_of(words.column("reference/dimensions.csv", "dimension"))),
        "label_en": _SOME,
        "label_ko": _SOME,
    }


def _members(words: _Words) -> dict[str, _Column]:
    return {
        "region": _one_of(words.column("reference/regions.csv", "region")),
        "iso3": _Column(
            Message("data.three letters"), lambda cell, _: bool(re.fullmatch("[A-Z]{3}", cell))
        ),
        "status": _one_of(["policy list", "ministry's practice", "by geography"]),
        "reason": _TEXT,
        "source_id": _or_empty(_source(words)),
    }


def _type_years(words: _Words) -> dict[str, _Column]:
    secretariats = words.column("reference/secretariats.csv", "secretariat")
    return {
        "type": _one_of(words.column("reference/types.csv", "type")),
        "first_year": _YEAR,
        "last_year": _LAST_YEAR,
        "name_en": _SOME,
        "name_ko": _SOME,
        "secretariat": _or_empty(_one_of(secretariats)),
        "intake": _one_of(["window", "all year"]),
        "reason": _TEXT,
        "source_id": _or_empty(_source(words)),
    }


def _plans(words: _Words) -> dict[str, _Column]:
    def amount(cell: str, row: Row) -> bool:
        dated = row["what"] in ("intake", "chosen")
        return not cell if dated else (not cell or _is_won(cell))

    def when(cell: str, row: Row) -> bool:
        dated = row["what"] in ("intake", "chosen")
        return (_is_day(cell) or _is_month(cell)) if dated else not cell

    number = _Column(Message("data.plan number"), amount)
    day = _Column(Message("data.plan day"), when)
    return {
        "year": _YEAR,
        "type": _year_type(words, empty=True),
        "what": _one_of(["projects", "won a project", "won in all", "intake", "chosen"]),
        "least": number,
        "most": number,
        "first_day": day,
        "last_day": day,
        "note": _TEXT,
        "source_id": _source(words),
    }


def _revisions(_: _Words) -> dict[str, _Column]:
    return {
        "date": _DAY,
        "file": _SOME,
        "about": _SOME,
        "was": _SOME,
        "is": _SOME,
        "reason": _SOME,
    }


def _cities(words: _Words) -> dict[str, _Column]:
    def degrees(limit: int) -> _Column:
        def fits(cell: str, _: Row) -> bool:
            number = _number(cell)
            return number is not None and abs(number) <= limit

        return _Column(Message("problem.degrees", limit=limit), fits)

    return {
        "country": _country(words),
        "city": _SOME,
        "city_ko": _SOME,
        "kind": _one_of(_PLACES),
        "latitude": degrees(90),
        "longitude": degrees(180),
        "position_of": _SOME,
        "source_id": _source(words),
    }


_REFERENCE: dict[str, Callable[[_Words], dict[str, _Column]]] = {
    **{
        f"reference/{key}s.csv": _labelled(key)
        for key in ("stage", "dimension", "measure", "region", "type", "secretariat")
    },
    "reference/budgets.csv": _budgets,
    "reference/calendar_events.csv": _calendar_events,
    "reference/fields.csv": _labelled("field"),
    "reference/residuals.csv": _residuals,
    "reference/region_members.csv": _members,
    "reference/type_years.csv": _type_years,
    "reference/cities.csv": _cities,
}
_FACTS: dict[str, Callable[[_Words], dict[str, _Column]]] = {
    "sources.csv": _sources,
    "years.csv": _years,
    "published_figures.csv": _published,
    "selected_projects.csv": _projects,
    "named_applicants.csv": _applicants,
    "calendar.csv": _calendar,
    "caveats.csv": _caveats,
    "plans.csv": _plans,
    "revisions.csv": _revisions,
}
_KEYS: dict[str, tuple[str, ...]] = {
    "sources.csv": ("source_id",),
    "years.csv": ("year", "stage", "type"),
    "published_figures.csv": (*KEY, "source_id"),
    "selected_projects.csv": ("project_id",),
    "named_applicants.csv": ("year", "stage", "iso3"),
    "reference/residuals.csv": ("residual", "dimension"),
    "reference/region_members.csv": ("iso3",),
    "reference/cities.csv": ("country", "city"),
}


def _columns(name: str) -> list[str]:
    """The columns that a file must have."""
    return list({**_REFERENCE, **_FACTS}[name](_Words({})))
