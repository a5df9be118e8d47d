"""One sheet of an office's file as a grid of text, before anybody knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
"""The size of a worksheet. What is larger is counted, by ``kcity tabulate``, but not checked."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, each (row, column) from 0."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet as text, as the file has them.

    ``rows[i]`` is the row that a spreadsheet program numbers ``i + 1``, and may be shorter than
    others; an empty cell is ``""``. ``sheet`` is the sheet's name, or empty where the format has no
    sheets. ``ragged`` says that a row may be longer than the headings by a fault of its own (CSV).
    """

    sheet: str
    rows: list[list[str]]
    ragged: bool = False


def filled(rows: list[list[str]], merged: list[Range]) -> None:
    """Write the value of each vertically merged range into the rows below its first, in place.

    Readers give a merged range's value once. Only the first column is filled, and only downwards:
    a title that spans columns is one text, not one in each.
    """
    for (top, left), (bottom, _) in merged:
        value = _cell(rows, top, left)
        for row in rows[top + 1 : bottom + 1] if value else []:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = row[left] or value


def _cell(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def letter(column: int) -> str:
    """A column's letter as a spreadsheet program shows it, from its number counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def printable(text: str) -> str:
    """Text without what would steer a terminal or hide itself: those characters as their codes.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
