"""The sheets of an Excel or OpenDocument workbook as grids of text, through calamine.

calamine reads values fast, and says nothing of formulas without a result or cells that show an
error: both come out empty. :mod:`kcity_analysis.register.workbook_xml` and
:mod:`kcity_analysis.register.workbook_biff` find those, so that none is lost.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kcity_analysis.register.grid import MAX_ROWS, Grid, filled
from kcity_analysis.register.workbook_biff import extras_xls
from kcity_analysis.register.workbook_xml import Extras, extras_ods, extras_xlsx
from kcity_analysis.vocabulary import InputError

_READER = Path(__file__).with_name("workbook_reader.py")
_ADVICE = "open it in the spreadsheet program and save it again as .xlsx"
_PROTECTED = "is protected by a password; remove the protection and save it again"


def read_workbook(data: bytes, name: str, kind: str) -> list[Grid]:
    """Every worksheet of an .xlsx, .xls or .ods file, vertically merged cells filled.

    ``kind`` is "zip" (.xlsx, .ods) or "ole" (.xls). A formula without a computed result stands in
    its cell as its text (in .xls, where the two cannot be told apart, as empty), a cell that shows
    an error as that error. Raises InputError for what is no workbook.
    """
    if kind == "ole" and "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"{name} {_PROTECTED}")
    extras = _extras(data, name) if kind == "zip" else extras_xls(data)
    # In a process of its own, which damage may end without taking this one along.
    command = [sys.executable, "-I", str(_READER), str(MAX_ROWS)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    lines = done.stdout.decode().splitlines() if done.returncode == 0 else []
    if not lines and done.returncode == 0:
        return []
    first = json.loads(lines[0]) if lines else {"error": ""}
    if "error" in first:
        if "password" in first["error"].lower():
            raise InputError(f"{name} {_PROTECTED}")
        what = "no workbook" if kind == "zip" else "no .xls workbook"
        raise InputError(f"{name} is {what}, or a damaged one; {_ADVICE}")
    return list(_grids(iter(lines), extras))


def _grids(lines: Iterator[str], extras: dict[str, Extras]) -> Iterator[Grid]:
    for line in lines:
        sheet = json.loads(line)
        rows: list[list[str]] = [json.loads(next(lines)) for _ in range(sheet["rows"])]
        extra = extras.get(sheet["name"], Extras())
        for (row, column), text in extra.cells.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = rows[row][column] or text
        filled(rows, [*sheet["merged"], *extra.merged])
        yield Grid(sheet["name"], rows)


def _extras(data: bytes, name: str) -> dict[str, Extras]:
    try:
        return extras_ods(data, name) or extras_xlsx(data, name)
    except InputError:
        raise
    except Exception as error:
        # Whatever a broken archive makes zipfile, zlib or the XML parser raise (a dozen types).
        raise InputError(f"{name} is no workbook, or a damaged one; {_ADVICE}") from error
