"""Tables as a workbook that colleagues can read: a sheet a table, with its title and its note.

A sheet of contents leads to the others. Each of these has its title in A1, a note below, and one
table with its headings in a row: no merged cell, no blank row, nothing beside it, so that a screen
reader, a pivot table and ``pandas.read_excel(…, header=2)`` find what is there. Numbers are
numbers, and no text is taken for a formula.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis.pages.tables import WorkbookSheet
from kcity_analysis.vocabulary import formula_safe, replacing, say

_NUMBER = re.compile(r"(?P<sign>[+−-]?)(?P<digits>[\d,]+(?:\.\d+)?)(?P<percent>\s?%)?")
_TOP = 3
"""The row of the headings, under the title and the note."""

_WIDEST = 60
"""Characters of a column; longer texts go on in a second line."""


def write_workbook(
    path: Path,
    title: str,
    sheets: Sequence[WorkbookSheet],
    notes: Sequence[str] = (),
    language: str = "en",
) -> Path:
    """Write sheets to an .xlsx file, whole, after one that says what they hold.

    ``notes`` stand on that first sheet. Raises InputError where nothing can be written.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.hyperlink import Hyperlink

    book = Workbook()
    first = book.active
    first.title = say("workbook.contents", language)
    head = [title, say("workbook.holds", language), *notes]
    names = [say("workbook.sheet", language, number=str(at + 1)) for at in range(len(sheets))]
    listed = pd.DataFrame({0: names, 1: [sheet.title for sheet in sheets]})
    headings = say("workbook.name", language), say("workbook.title", language)
    _fill(first, head, WorkbookSheet(title, listed.set_axis(headings, axis=1)))
    for row, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=len(head) + 2):
        cell = first.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")
        cell.style = "Hyperlink"
        note = sheet.note or say("workbook.no-note", language)
        _fill(book.create_sheet(name), [sheet.title, note], sheet)
    with replacing(path) as draft, draft.open("wb") as file:
        book.save(file)
    return path


def _fill(page: Any, head: Sequence[str], sheet: WorkbookSheet) -> None:
    """Lines of text from A1 on, and below them the table."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row, line in enumerate(head, start=1):
        page.cell(row, 1, _text(line))
    page.cell(1, 1).font = Font(bold=True, size=14)
    top = len(head) + 1
    shown = (
        sheet.frame.reset_index(allow_duplicates=True) if _is_named(sheet.frame) else sheet.frame
    )
    for at, heading in enumerate(_headings(shown), start=1):
        cell = page.cell(top, at, heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        column = shown.iloc[:, at - 1]
        longest = len(heading)
        for row, value in enumerate(column, start=top + 1):
            cell = page.cell(row, at)
            _put(cell, value, numeric=at - 1 in sheet.numeric)
            length = len(str(cell.value or ""))
            longest = max(longest, length)
            if length > _WIDEST:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(at)].width = min(longest, _WIDEST) * 1.1 + 2
    if top == _TOP:
        page.freeze_panes = page.cell(top + 1, 1)


def _is_named(frame: pd.DataFrame) -> bool:
    """Whether the index says something that the columns do not."""
    return any(name is not None for name in frame.index.names)


def _headings(frame: pd.DataFrame) -> list[str]:
    """Headings as text, each once, as a table of a spreadsheet needs them."""
    found: list[str] = []
    for column in frame.columns:
        parts = column if isinstance(column, tuple) else (column,)
        heading = _text(", ".join(str(part) for part in parts if str(part))) or "–"
        same = sum(one.partition(" (")[0] == heading for one in found)
        found.append(f"{heading} ({same + 1})" if same else heading)
    return found


def _put(cell: Any, value: Any, *, numeric: bool) -> None:
    """A value in a cell: a number where it is one, with the look that its text had."""
    if pd.api.types.is_scalar(value) and (pd.isna(value) or value in (math.inf, -math.inf)):
        return  # nothing is known, or nothing limits it
    found = _NUMBER.fullmatch(value.strip()) if numeric and isinstance(value, str) else None
    if found:
        number = float(found["digits"].replace(",", ""))
        places = len(found["digits"].partition(".")[2])
        look = (
            "#,##0" + (f".{'0' * places}" if places else "") + ('" %"' if found["percent"] else "")
        )
        signed = found["sign"] == "+"
        cell.value = -number if found["sign"] in ("−", "-") else number
        cell.value = int(cell.value) if not places else cell.value
        cell.number_format = f"+{look};-{look};{look}" if signed else look
    elif isinstance(value, bool | int | float):
        cell.value = value
    elif hasattr(value, "item"):  # a number of numpy
        cell.value = value.item()
    elif isinstance(value, pd.Timestamp):
        cell.value = value.to_pydatetime()
    else:
        cell.value = _text(str(value))
        cell.data_type = "s"


def _text(value: str) -> str:
    """A text that a workbook may hold and no spreadsheet takes for a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    safe = str(formula_safe(value))
    return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", safe)[:32_767]
