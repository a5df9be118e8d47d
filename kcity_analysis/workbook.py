"""The sheets of an Excel or OpenDocument workbook as grids of text, through calamine.

calamine reads values fast, and says nothing of formulas without a result or cells that show an
error: both come out empty. :mod:`kcity_analysis.workbook_xml` and
:mod:`kcity_analysis.workbook_biff` find those, so that none is lost.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from kcity_analysis.grid import MAX_ROWS, Grid, filled
from kcity_analysis.problems import InputError
from kcity_analysis.workbook_biff import extras_xls
from kcity_analysis.workbook_xml import Extras, extras_ods, extras_xlsx


def read_workbook(data: bytes, name: str, kind: str) -> list[Grid]:
    """Every worksheet of an .xlsx, .xls or .ods file, vertically merged cells filled.

    ``kind`` is "zip" (.xlsx, .ods) or "ole" (.xls). A formula without a computed result stands in
    its cell as its text (in .xls, where the two cannot be told apart, as empty), a cell that shows
    an error as that error. Raises InputError for what is no workbook.
    """
    extras = _extras(data, name) if kind == "zip" else extras_xls(data)
    if kind == "ole" and "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"{name} {_PROTECTED}")
    with _contained(name, kind):
        return list(_grids(data, extras))


def _grids(data: bytes, extras: dict[str, Extras]) -> Iterator[Grid]:
    # In here for start-up time: most files are CSV.
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        cells = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
        rows = [[_text(value) for value in row] for row in cells]
        extra = extras.get(meta.name, Extras())
        for (row, column), text in extra.cells.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = rows[row][column] or text
        filled(rows, [*(sheet.merged_cell_ranges or []), *extra.merged])
        yield Grid(meta.name, rows)


def _extras(data: bytes, name: str) -> dict[str, Extras]:
    try:
        return extras_ods(data, name) or extras_xlsx(data, name)
    except InputError:
        raise
    except Exception as error:
        # Whatever a broken archive makes zipfile, zlib or the XML parser raise (a dozen types).
        raise InputError(f"{name} is no workbook, or a damaged one; {_ADVICE}") from error


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time().isoformat() == "00:00:00"
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


_PROTECTED = "is protected by a password; remove the protection and save it again"
_ADVICE = "open it in the spreadsheet program and save it again as .xlsx"


@contextmanager
def _contained(name: str, kind: str) -> Iterator[None]:
    """Whatever calamine does with a broken file becomes one InputError.

    Some damage makes it panic, which prints to the process's standard error and raises an exception
    that is no Exception: the first is held back, the second caught by its name.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    with tempfile.TemporaryFile() as held, _stderr_into(held.fileno()):
        try:
            yield
        except InputError:
            raise
        except BaseException as error:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            if "PasswordError" in kinds or "password" in str(error).lower():
                raise InputError(f"{name} {_PROTECTED}") from error
            if isinstance(error, Exception) or "PanicException" in kinds:
                what = "no workbook" if kind == "zip" else "no .xls workbook"
                raise InputError(f"{name} is {what}, or a damaged one; {_ADVICE}") from error
            raise


@contextmanager
def _stderr_into(target: int) -> Iterator[None]:
    try:
        before = os.dup(2)
    except OSError:  # no standard error to speak of
        yield
        return
    try:
        os.dup2(target, 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
