"""A register of cases from the file an office keeps, with every problem in it reported at once.

One row is one application, or one selected project. Whatever row the file has is counted, reported
or, being no case (a total, a note, a repeated heading, a row of another year than asked), set aside
and listed: rows read = rows counted + rows reported, always.

Required are a year, a country and a type in every row, and a number where the file numbers its
cases. A field may be empty and is then "not stated"; a type may only be said to be "not stated"
(미기재). City, title, applicant, date and selection are optional.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kcity_analysis.register.cases import COLUMNS, Case, read_case
from kcity_analysis.register.corrections import Correction, apply_corrections
from kcity_analysis.register.grid import Grid, printable
from kcity_analysis.register.headings import (
    Headings,
    find_headings,
    heading_count,
    meaning_of,
)
from kcity_analysis.register.office_file import file_name, read_grids
from kcity_analysis.register.repeated import repeated
from kcity_analysis.register.values import clean, is_total, is_worded
from kcity_analysis.vocabulary import InputError, Problem, resolve

if TYPE_CHECKING:
    import pandas as pd

_NOTE_MARKS = ("※", "*", "주:", "주)", "주 :", "비고:", "note:", "source:", "출처:", "자료:")


@dataclass(frozen=True)
class Aside:
    """A row that is no case of those asked for, and why."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, eq=False)
class Register:
    """A register as read. ``source`` is the file's name without its folder.

    ``cases`` has one row a counted case, in the file's order: case_no, year (int), stage, country
    (ISO 3166-1 alpha-3), city, type, field, title, applicant (text, empty where the file says
    nothing), submitted_on (datetime, NaT), selected (boolean, NA), and ``row``, the number that the
    office's program shows. ``problems`` is everything wrong, ``corrections`` what was corrected
    before, ``set_aside`` the rows that are no cases, ``unused`` the headings without a meaning.
    """

    cases: pd.DataFrame
    problems: tuple[Problem, ...]
    corrections: tuple[Correction, ...]
    source: str
    sheet: str
    rows_read: int
    set_aside: tuple[Aside, ...]
    unused: tuple[str, ...]

    @property
    def rows_counted(self) -> int:
        return len(self.cases)

    @property
    def rows_reported(self) -> int:
        return self.rows_read - self.rows_counted


def read_register(
    path: str | Path,
    *,
    stage: str | None = None,
    year: int | None = None,
    sheet: str | None = None,
    corrections: str | Path | None = None,
) -> Register:
    """Read a register from CSV, .xlsx, .xls, .ods or Parquet, recognised by content.

    ``year`` and ``stage`` hold for every row of a file without such a column (without either, the
    stage is "reception"); where there is one, rows of another year or stage are set aside.
    ``sheet`` names the sheet where several have headings. ``corrections`` is a reviewed file of
    corrections, see :func:`~kcity_analysis.register.corrections.apply_corrections`.

    Raises InputError for a file that cannot be read as a register at all; problems in single rows
    are in ``problems`` and raise nothing.
    """
    path = Path(path)
    name = file_name(path)
    stage = None if stage is None else resolve("stage", stage)
    grid, headings = _register_sheet(path, sheet)
    _check_columns(name, headings, year)
    source = f"{name} [{printable(grid.sheet)}]" if sheet else name
    rows, aside = _case_rows(grid, headings)
    fixes: list[Correction] = []
    problems: list[Problem] = []
    if corrections is not None:
        fixes, problems = apply_corrections(Path(corrections), rows, headings)
    cases: list[Case] = []
    for row, cells in rows.items():
        case, wrong = read_case(row, cells, headings, source, stage, year, ragged=grid.ragged)
        asked = _asked(case, stage, year)
        if asked:
            aside.append(Aside(row, _shown(cells), asked))
            continue
        cases.append(case)
        problems += wrong
    confirmed = {fix.row for fix in fixes if clean(fix.old) == clean(fix.new)}
    problems += repeated(cases, headings, source, confirmed)
    if not cases:
        asked_for = f" of {year}" if year else ""
        expected = f"a row for each case{asked_for} below the headings"
        problems.append(Problem(source, 0, "", "", expected, "check that this is the right file"))
    reported = {problem.row for problem in problems if problem.file == source}
    counted = [case for case in cases if case.row not in reported]
    return Register(
        cases=_frame(counted),
        problems=tuple(sorted(problems, key=lambda problem: (problem.file != source, problem.row))),
        corrections=tuple(fixes),
        source=source,
        sheet=grid.sheet,
        rows_read=len(cases),
        set_aside=tuple(sorted(aside, key=lambda kept: kept.row)),
        unused=headings.unused,
    )


def _register_sheet(path: Path, sheet: str | None) -> tuple[Grid, Headings]:
    """The one sheet with a register's headings, or the one named."""
    name = file_name(path)
    grids = read_grids(path, heading_count)
    if sheet is not None:
        chosen = [grid for grid in grids if clean(grid.sheet) == clean(sheet)]
        if not chosen:
            names = ", ".join(repr(grid.sheet) for grid in grids if grid.sheet) or "no sheets"
            raise InputError(f"{name} has no sheet {sheet!r}; it has {names}")
        grids = chosen
    places = [(grid, found) for grid in grids if (found := find_headings(grid))]
    whole = [(grid, found) for grid, found in places if {"country", "type"} <= {*found.columns}]
    if len(whole) > 1:
        names = ", ".join(repr(grid.sheet) for grid, _ in whole)
        raise InputError(f"{name} has {len(whole)} sheets with a register: {names}; name one")
    if whole or places:
        return (whole or places)[0]
    raise InputError(
        f"{name} has no row of headings that a register has, such as "
        "case no, year, country, type (접수번호, 연도, 국가, 사업유형)"
    )


def _check_columns(name: str, headings: Headings, year: int | None) -> None:
    needed = {"country": "국가", "type": "사업유형"} | ({} if year else {"year": "연도"})
    missing = [
        f"{column} ({ko})" for column, ko in needed.items() if column not in headings.columns
    ]
    if missing:
        there = ", ".join(text for _, text in sorted(headings.texts.items())[:30])
        raise InputError(
            f"{name} has no column for {', '.join(missing)}; "
            f"its headings, in row {headings.last_row + 1}, are: {there}"
            + (
                ""
                if year or "year" in headings.columns
                else "; or give the year of all rows (--year)"
            )
        )


def _case_rows(grid: Grid, headings: Headings) -> tuple[dict[int, list[str]], list[Aside]]:
    """The rows below the headings that are cases, by their number, and those that are none."""
    rows: dict[int, list[str]] = {}
    aside: list[Aside] = []
    country, kind = headings.columns["country"][0], headings.columns["type"][0]
    for number, cells in enumerate(grid.rows[headings.last_row + 1 :], headings.last_row + 2):
        needed = [cells[column] for column in (country, kind) if column < len(cells)]
        if len(needed) == 2 and all(map(_says_something, needed)):
            rows[number] = cells
            continue
        texts = {column: text for column, raw in enumerate(cells) if raw and (text := clean(raw))}
        if not texts:
            continue
        reason = _no_case(texts, headings)
        if reason:
            aside.append(Aside(number, _shown(cells), reason))
        else:
            rows[number] = cells
    return rows, aside


@lru_cache(maxsize=10_000)
def _says_something(raw: str) -> bool:
    """Whether a country's or type's cell has words that head, total or count nothing."""
    text = clean(raw)
    return is_worded(text) and not is_total(text) and not meaning_of(text)


def _no_case(texts: dict[int, str], headings: Headings) -> str | None:
    """Why a row is no case: a total, a note below the table, the headings again; else None."""
    used = {column for columns in headings.columns.values() for column in columns}
    if all(meaning_of(texts.get(column, "")) for column in used):
        return "the headings again"
    needed = [column for name in ("country", "type") for column in headings.columns[name]]
    values = [texts[column] for column in needed if column in texts]
    if any(map(is_total, texts.values())) and all(
        is_total(value) or not is_worded(value) for value in values
    ):
        return "a total"
    first = next(iter(texts.values()))
    if len(texts) == 1 and first.casefold().startswith(_NOTE_MARKS):
        return "a note"
    return None


def _asked(case: Case, stage: str | None, year: int | None) -> str | None:
    if year is not None and case.year is not None and case.year != year:
        return f"a case of {case.year}, not of {year} as asked"
    if stage is not None and case.stage is not None and case.stage != stage:
        return f"a case of the {case.stage}, not of the {stage} as asked"
    return None


def _shown(cells: list[str]) -> str:
    return " | ".join(text for cell in cells if (text := clean(cell)))[:200]


def _frame(cases: list[Case]) -> pd.DataFrame:
    import pandas as pd

    text = dict.fromkeys(COLUMNS, "str")
    types = text | {"year": "int64", "row": "int64", "selected": "boolean"}
    types |= {"submitted_on": "datetime64[s]"}
    columns = {name: [getattr(case, name) for case in cases] for name in [*COLUMNS, "row"]}
    return pd.DataFrame(columns, dtype=object).astype(types)
