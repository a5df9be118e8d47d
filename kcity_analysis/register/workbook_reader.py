"""Run as a script of its own: a workbook on standard input, its cells on standard output.

calamine trusts the sizes that a file states: a damaged one can make it ask for a terabyte, which
ends the process, not in an exception. So it runs in a process that may end, with a limit on memory
(see :mod:`register.workbook`). This file imports nothing of the package, to start quickly.

Out comes a line of JSON for each sheet, {"name", "merged", "rows"} with the number of its rows, and
then one for each of those rows, a list of texts; or one line {"error"} and nothing else.
"""

import io
import json
import sys
from datetime import date, datetime
from typing import Any

_MEMORY = 4 << 30
_SECONDS = 600


def text(value: Any) -> str:
    """A cell's value as text: whole numbers without a point, days as 2021-03-05."""
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


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for what, most in [
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_CORE, 0),
    ]:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))


def _write(data: bytes, most_rows: int) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    lines = []
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False, nrows=most_rows)
        merged = sheet.merged_cell_ranges or []
        lines.append(json.dumps({"name": meta.name, "merged": merged, "rows": len(rows)}))
        lines += [json.dumps([text(value) for value in row]) for row in rows]
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    _limit()
    try:
        _write(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Exception as error:
        sys.stdout.write(json.dumps({"error": f"{type(error).__name__}: {error}"}))
