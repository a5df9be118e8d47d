"""Any file that an office may hand over, told by its content, as grids of text."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kcity_analysis.register.delimited import read_delimited
from kcity_analysis.register.grid import MAX_ROWS, Grid, printable
from kcity_analysis.vocabulary import InputError

_NOT_READ = [
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"HWP Document", "a Hangul document"),
]


def read_grids(path: Path, score: Callable[[Grid], int]) -> list[Grid]:
    """The sheets of a CSV, .xlsx, .xls, .ods or Parquet file, whatever its name ends in.

    ``score`` tells how much a grid looks like what is sought (see
    :func:`~register.delimited.read_delimited`). Nothing but a plain file is opened: a pipe or
    a device would wait for ever. Raises InputError for anything that cannot be read.
    """
    name = file_name(path)
    data = contents(path)
    if data.startswith(b"PAR1"):
        return [_parquet(path, name)]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _workbook(data, name, "zip")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _workbook(data, name, "ole")
    other = next((what for mark, what in _NOT_READ if data.startswith(mark)), None)
    if other is None and data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        other = "a web page or XML, whatever its name"
    if other:
        raise InputError(f"{name} is {other}; save the register as .xlsx or CSV")
    return [read_delimited(data, name, score)]


def file_name(path: Path) -> str:
    """A file's name as messages show it: without its folder, in one line."""
    return printable(path.name or str(path))


def contents(path: Path) -> bytes:
    """The bytes of a plain file that has some. Raises InputError for anything else."""
    name = file_name(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name} is a folder; name the file in it")
        if not stat.S_ISREG(mode):
            raise InputError(f"{name} is a pipe or device, no file; save it as a file first")
        data = path.read_bytes()
    except InputError:  # a ValueError too
        raise
    except FileNotFoundError as error:
        raise InputError(f"{name} does not exist") from error
    except PermissionError as error:
        raise InputError(f"{name} may not be read: no permission") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name} cannot be read: {reason}") from error
    if not data.strip():
        raise InputError(f"{name} is empty")
    return data


def _workbook(data: bytes, name: str, kind: str) -> list[Grid]:
    from kcity_analysis.register.workbook import read_workbook

    grids = read_workbook(data, name, kind)
    if not grids:
        raise InputError(f"{name} is a workbook with no sheet of cells")
    return grids


def _parquet(path: Path, name: str) -> Grid:
    """A Parquet file as a grid: its column names are row 1, its first record row 2."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows >= MAX_ROWS:
            raise InputError(
                f"{name} has {file.metadata.num_rows:,} rows, more than a worksheet can have; "
                "`kcity tabulate` counts it"
            )
        table = file.read()
        columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name} is a damaged Parquet file; get or write it again") from error
    records = [list(row) for row in zip(*columns, strict=True)]
    return Grid("", [[str(column) for column in table.column_names], *records])


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
