"""Reviewed corrections of a register: read, checked against what the register says, applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kcity_analysis.register.headings import (
    Headings,
    find_headings,
    heading_count,
    meaning_of,
)
from kcity_analysis.register.rows import EncodedTexts
from kcity_analysis.register.sheets import Sheet, file_name, read_sheets
from kcity_analysis.register.values import clean
from kcity_analysis.vocabulary import InputError, Problem, say

_COLUMNS = ("row", "column", "old", "new", "reason")


@dataclass(frozen=True)
class Correction:
    """One cell corrected: ``row`` as the office numbers it, ``column`` by its meaning.

    Where ``old`` is ``new`` the cell is confirmed as it stands: a row so confirmed is not reported
    for looking like another. ``sheet`` is empty where the list does not say it.
    """

    row: int
    column: str
    old: str
    new: str
    reason: str
    sheet: str = ""


class Corrections:
    """A file of corrections, applied as the rows of a register come along.

    The file has the columns row, column, old value, new value, reason (or 행, 열, 변경 전, 변경 후,
    사유), and may have sheet (시트), in any format that a register may have. ``applied`` are those
    that fitted; ``problems`` what is wrong with the others, which change nothing: the row or column
    does not exist, the old value is no longer what the register says, there is no reason, or a cell
    is corrected twice.

    Raises InputError for a file that cannot be read or lacks a column.
    """

    def __init__(self, path: Path, language: str = "en") -> None:
        self.name, self._language = file_name(path), language
        sheets = read_sheets(path, lambda rows: heading_count(rows, "correction"), language)
        places = [(sheet, find_headings(sheet.head, "correction")) for sheet in sheets]
        whole = [(sheet, at) for sheet, at in places if at and set(_COLUMNS) <= {*at.columns}]
        if len(whole) != 1:
            raise InputError(say("register.no corrections", language, file=self.name))
        self._open = _entries(*whole[0])
        self.applied: list[Correction] = []
        self.problems: list[Problem] = []

    def apply(self, sheet: str, columns: list[EncodedTexts], rows: Any, headings: Headings) -> None:
        """Change the cells of some rows of a sheet, in place. ``columns`` have one text a row."""
        position = {int(row): at for at, row in enumerate(rows)}
        left = []
        for number, texts in self._open:
            of = clean(texts["sheet"])
            row = int(texts["row"]) if texts["row"].isdecimal() else -1
            if row not in position or (of and of != clean(sheet)):
                left.append((number, texts))
                continue
            self._apply(number, texts, sheet, columns, position[row], headings)
        self._open = left

    def _apply(
        self,
        number: int,
        texts: dict[str, str],
        sheet: str,
        columns: list[EncodedTexts],
        at: int,
        headings: Headings,
    ) -> None:
        row, name = int(texts["row"]), _meaning(texts["column"], headings)
        places = headings.columns.get(name, [])
        held = [columns[place].raws[columns[place].codes[at]] for place in places]
        if not name:
            known = ", ".join(headings.texts[places[0]] for places in headings.columns.values())
            self._refuse(number, "column", texts, "a column that is used", "name one", known=known)
        elif not clean(texts["reason"]):
            self._refuse(number, "reason", texts, "a reason", "say why")
        elif any((fix.row, fix.column, fix.sheet) == (row, name, sheet) for fix in self.applied):
            self._refuse(
                number, "column", texts, "one correction", "keep one", row=str(row), name=name
            )
        elif clean(texts["old"]) not in map(clean, held):
            there = say("register.or", self._language).join(map(repr, held))
            self._refuse(
                number, "old", texts, "the value now", "review it", row=str(row), there=there
            )
        else:
            for place, text in zip(places, held, strict=True):
                if clean(text) == clean(texts["old"]):
                    columns[place] = _changed(columns[place], at, texts["new"])
            reason = clean(texts["reason"])
            self.applied.append(Correction(row, name, texts["old"], texts["new"], reason, sheet))

    def _refuse(
        self,
        number: int,
        column: str,
        texts: dict[str, str],
        expected: str,
        action: str,
        **values: str,
    ) -> None:
        said = (say(f"register.{key}", self._language, **values) for key in (expected, action))
        self.problems.append(Problem(self.name, number, column, texts[column], *said))

    def confirmed(self, sheet: str) -> set[int]:
        """The rows of a sheet that are confirmed as they stand."""
        return {
            fix.row
            for fix in self.applied
            if fix.sheet == sheet and clean(fix.old) == clean(fix.new)
        }

    def unplaced(self) -> list[Problem]:
        """What is wrong with those that could not be applied, when all rows have come along."""
        for number, texts in self._open:
            self._refuse(number, "row", texts, "a row with a case", "take the number shown")
        self._open = []
        return sorted(self.problems, key=lambda problem: problem.row)


def _changed(column: EncodedTexts, at: int, text: str) -> EncodedTexts:
    codes = column.codes.copy()
    codes[at] = len(column.raws)
    return EncodedTexts(codes, [*column.raws, text], [*column.words, clean(text)])


def _entries(sheet: Sheet, found: Headings) -> list[tuple[int, dict[str, str]]]:
    entries = []
    for piece in sheet.pieces:
        columns = [column.to_pylist() for column in piece.columns]
        for at in range(piece.length):
            number = piece.first + at
            cells = [column[at] for column in columns]
            if number <= found.last_row + 1 or not any(text.strip() for text in cells):
                continue
            texts = {"sheet": ""} | {name: cells[held[0]] for name, held in found.columns.items()}
            entries.append((number, texts | {"row": clean(texts["row"]).removesuffix(".0")}))
    return entries


def _meaning(heading: str, headings: Headings) -> str:
    """The column that a correction names, by its heading as it stands or by any name of it."""
    wanted = clean(heading)
    for name, columns in headings.columns.items():
        if any(clean(headings.texts[column]) == wanted for column in columns):
            return name
    name = meaning_of(wanted) or ""
    return name if name in headings.columns else ""
