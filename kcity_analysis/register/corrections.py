"""Reviewed corrections of a register: read, checked against what the register says, applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kcity_analysis.register.grid import Grid
from kcity_analysis.register.headings import (
    Headings,
    find_headings,
    heading_count,
    meaning_of,
)
from kcity_analysis.register.office_file import file_name, read_grids
from kcity_analysis.register.values import clean
from kcity_analysis.vocabulary import InputError, Problem

_COLUMNS = ("row", "column", "old", "new", "reason")


@dataclass(frozen=True)
class Correction:
    """One cell corrected: ``row`` as the office numbers it, ``column`` by its meaning.

    Where ``old`` is ``new`` the cell is confirmed as it stands: a row so confirmed is not reported
    for looking like another.
    """

    row: int
    column: str
    old: str
    new: str
    reason: str


def apply_corrections(
    path: Path, rows: dict[int, list[str]], headings: Headings
) -> tuple[list[Correction], list[Problem]]:
    """Apply a file of corrections to a register's ``rows`` (by office number), in place.

    The file has the columns row, column, old value, new value, reason (or 행, 열, 변경 전, 변경 후,
    사유), in any format that a register may have. Returns those applied and what is wrong with the
    others, which change nothing: the row or column does not exist, the old value is no longer what
    the register says, there is no reason, or a cell is corrected twice.

    Raises InputError for a file that cannot be read or lacks a column.
    """
    name = file_name(path)
    grids = read_grids(path, lambda grid: heading_count(grid, "correction"))
    places = [(grid, find_headings(grid, "correction")) for grid in grids]
    whole = [(grid, found) for grid, found in places if found and set(_COLUMNS) <= {*found.columns}]
    if len(whole) != 1:
        raise InputError(
            f"{name} is no list of corrections: one sheet needs the headings "
            "row, column, old value, new value, reason"
        )
    applied: list[Correction] = []
    problems: list[Problem] = []
    for number, texts in _entries(*whole[0]):
        fault = _refused(texts, rows, headings, applied)
        if fault:
            field, expected, action = fault
            problems.append(Problem(name, number, field, texts[field], expected, action))
            continue
        row, meaning = int(texts["row"]), _meaning(texts["column"], headings)
        for column in headings.columns[meaning]:
            cells = rows[row]
            cells.extend([""] * (column + 1 - len(cells)))
            if clean(cells[column]) == clean(texts["old"]):
                cells[column] = texts["new"]
        fix = Correction(row, meaning, texts["old"], texts["new"], clean(texts["reason"]))
        applied.append(fix)
    return applied, problems


def _entries(grid: Grid, found: Headings) -> list[tuple[int, dict[str, str]]]:
    entries = []
    for position, cells in enumerate(grid.rows[found.last_row + 1 :], start=found.last_row + 2):
        if not any(text.strip() for text in cells):
            continue
        places = {field: found.columns[field][0] for field in _COLUMNS}
        texts = {f: cells[c] if c < len(cells) else "" for f, c in places.items()}
        entries.append((position, texts | {"row": clean(texts["row"]).removesuffix(".0")}))
    return entries


def _meaning(heading: str, headings: Headings) -> str:
    """The column that a correction names, by its heading as it stands or by any name of it."""
    wanted = clean(heading)
    for meaning, columns in headings.columns.items():
        if any(clean(headings.texts[column]) == wanted for column in columns):
            return meaning
    meaning = meaning_of(wanted) or ""
    return meaning if meaning in headings.columns else ""


def _refused(
    texts: dict[str, str],
    rows: dict[int, list[str]],
    headings: Headings,
    applied: list[Correction],
) -> tuple[str, str, str] | None:
    """Field, what was expected and what to do, where a correction cannot be applied; else None."""
    if not texts["row"].isdecimal() or int(texts["row"]) not in rows:
        return "row", "the number of a row with a case", "take the number that the program shows"
    row, meaning = int(texts["row"]), _meaning(texts["column"], headings)
    if not meaning:
        known = ", ".join(headings.texts[columns[0]] for columns in headings.columns.values())
        return "column", f"a column that is used ({known})", "name one of them"
    if not clean(texts["reason"]):
        return "reason", "a reason for the correction", "say why, so that it can be reviewed"
    if any((fix.row, fix.column) == (row, meaning) for fix in applied):
        return "column", f"one correction of row {row}'s {meaning}", "keep one of them"
    cells = rows[row]
    held = [cells[c] if c < len(cells) else "" for c in headings.columns[meaning]]
    if clean(texts["old"]) not in [clean(text) for text in held]:
        there = " or ".join(repr(text) for text in held)
        return (
            "old",
            f"the value that stands in row {row} now, {there}",
            "review the correction again; it was not applied",
        )
    return None
