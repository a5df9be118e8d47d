"""Run as a process of its own: a file's sheets, read within limits, onto standard output.

A damaged or hostile file can make a library ask for a terabyte, never come to an end, or take the
whole process along. So every workbook, its XML included, is read here, where it may: see
:mod:`register.sheets`, which starts this and reads what it writes.

Out come messages, each as its length (8 bytes) and a marshalled tuple: ``("sheet", name, hidden)``,
then for its rows ``("rows", number of the first, how many, columns of texts, {row: "hidden" or
"struck"}, {row: columns merged with the row above})``; at last ``("end",)``, or
``("error", key, values)``, what :func:`~kcity_analysis.vocabulary.say` is to say.
"""

from __future__ import annotations

import io
import marshal
import struct
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kcity_analysis.register import markup
from kcity_analysis.register.limits import (
    BLOCK,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    PIECE,
    Refused,
    limit_process,
)

Rows = Iterable[list[str]]
Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, each (row, column) from 0."""


@lru_cache(maxsize=10_000, typed=True)
def text(value: Any) -> str:
    """A cell's value as text: whole numbers without a point, days as 2021-03-05."""
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")[:19]
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(values: list[Any]) -> list[str]:
    return [value if isinstance(value, str) else text(value) for value in values]


def _send(*message: Any) -> None:
    data = marshal.dumps(message)
    sys.stdout.buffer.write(struct.pack("<Q", len(data)) + data)


def _send_sheet(
    name: str,
    rows: Rows,
    *,
    hidden: bool = False,
    merged: Iterable[Range] = (),
    extra: markup.Extras | None = None,
) -> None:
    """Write a sheet in pieces, its vertically merged cells filled.

    Readers give a merged range's value once. Only its first column is filled, and only downwards:
    a title that spans columns is one text, not one in each.
    """
    extra = extra or markup.Extras()
    _send("sheet", name, hidden)
    below: defaultdict[int, list[int]] = defaultdict(list)
    for (top, left), (bottom, _) in merged:
        below[top] += [bottom, left] if bottom > top else []
    open_: dict[int, tuple[int, str]] = {}
    piece: list[list[str]] = []
    first, cells = 1, 0
    joined: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for column, shown in extra.cells.get(number, ()) if extra.cells else ():
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or shown
        for column, (bottom, value) in list(open_.items()) if open_ else ():
            if number > bottom:
                del open_[column]
                continue
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or value
            joined.setdefault(number + 1, []).append(column)
        if number in below:
            ends = below[number]
            for bottom, column in zip(ends[::2], ends[1::2], strict=True):
                if column < len(row) and row[column]:
                    open_[column] = bottom, row[column]
        cells += len(row)
        if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
            raise Refused("too many cells", sheet=name)
        piece.append(row)
        if len(piece) == BLOCK:
            _send_piece(first, piece, extra, joined)
            first, piece, joined = first + BLOCK, [], {}
    _send_piece(first, piece, extra, joined)


def _send_piece(
    first: int, piece: list[list[str]], extra: markup.Extras, joined: dict[int, list[int]]
) -> None:
    columns = [list(column) for column in zip_longest(*piece, fillvalue="")]
    last = first + len(piece)
    rows = range(first, last) if extra.marks else ()
    marks = {row: extra.marks[row - 1] for row in rows if row - 1 in extra.marks}
    _send("rows", first, len(piece), columns, marks, joined)


def _xlsx(path: Path, archive: zipfile.ZipFile) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    extras = markup.extras_xlsx(archive)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        # Rows come from the first of the sheet on, columns from the first that is used.
        left = [""] * (sheet.start[1] if sheet.start else 0)
        _send_sheet(
            meta.name,
            ((left + _texts(row) if left else _texts(row)) for row in sheet.iter_rows()),
            hidden=meta.visible != SheetVisibleEnum.Visible,
            merged=sheet.merged_cell_ranges or (),
            extra=extras.get(meta.name),
        )


def _xls(data: bytes) -> None:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise Refused("password") from error
        raise
    for sheet in book.sheets():
        extra = markup.Extras()
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                if book.font_list[style.font_index].struck_out and sheet.cell_value(row, column):
                    extra.marks[row] = "struck"
        for row, info in sheet.rowinfo_map.items():
            if info.hidden:
                extra.marks[row] = "hidden"
        ranges = [((r, c), (below - 1, right - 1)) for r, below, c, right in sheet.merged_cells]
        rows = (
            [_xls_text(cell, book.datemode) for cell in sheet.row(n)] for n in range(sheet.nrows)
        )
        _send_sheet(sheet.name, rows, hidden=bool(sheet.visibility), merged=ranges, extra=extra)


def _xls_text(cell: Any, datemode: int) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(xlrd.XLDateError, OverflowError, ValueError):
            return text(xlrd.xldate_as_datetime(cell.value, datemode))
    return text(cell.value)


def _parquet(path: Path) -> None:
    """A Parquet file as a sheet: its column names are row 1, its first record row 2."""
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    _send("sheet", "", False)
    _send("rows", 1, 1, [[name] for name in file.schema_arrow.names], {}, {})
    row = 2
    for batch in file.iter_batches(batch_size=PIECE):
        columns = [_texts(column.to_pylist()) for column in batch.columns]
        _send("rows", row, batch.num_rows, columns, {}, {})
        row += batch.num_rows


def _zip(path: Path) -> None:
    archive = zipfile.ZipFile(path)
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if size > MOST_BYTES:
        raise Refused("unpacks to", size=f"{size / 1e6:,.0f} MB")
    if any(info.flag_bits & 1 for info in infos):
        raise Refused("password")
    members = {info.filename for info in infos}
    if "META-INF/manifest.xml" in members and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise Refused("password")
    for member, kind in _ARCHIVES.items():
        if member in members:
            raise Refused(kind)
    if "xl/workbook.xml" in members:
        _xlsx(path, archive)
    elif "content.xml" in members:
        with archive.open("content.xml") as content:
            _odf(content)
    else:
        raise Refused("an archive")


def _odf(content: Any) -> None:
    for sheet in markup.odf_sheets(content):
        _send_sheet(
            sheet.name, sheet.rows, hidden=sheet.hidden, extra=sheet.extras, merged=sheet.merged
        )


_ARCHIVES = {
    "xl/workbook.bin": "xlsb",
    "Contents/content.hpf": "hwpx",
    "Contents/header.xml": "hwpx",
    "word/document.xml": "a word document",
    "ppt/presentation.xml": "slides",
    "Index/Document.iwa": "numbers",
    "Index.zip": "numbers",
}
"""What another kind of archive holds, and the words that name it."""


def read(path: Path, kind: str, encoding: str) -> None:
    """Write the sheets of a file. Raises Refused, or whatever a damaged file makes of it."""
    if kind == "zip":
        _zip(path)
    elif kind == "ole":
        _xls(path.read_bytes())
    elif kind == "parquet":
        _parquet(path)
    elif kind == "fods":
        with path.open("rb") as content:
            _odf(content)
    else:
        page = path.read_text(encoding=encoding)
        for number, (rows, merged, extra) in enumerate(markup.html_tables(page), 1):
            _send_sheet(f"table {number}", rows, merged=merged, extra=extra)


def main(path: str, kind: str, encoding: str) -> None:
    """Read a file and write its sheets, or why it cannot be read."""
    limit_process(Path(path).stat().st_size)
    try:
        read(Path(path), kind, encoding)
        _send("end")
    except Refused as refused:
        _send("error", refused.key, refused.values)
    except MemoryError:
        _send("error", "too large", {})
    except Exception as error:
        # Whatever a broken file makes a library raise: a dozen types, and none says what to do.
        password = "password" in f"{type(error).__name__} {error}".lower()
        _send("error", "password" if password else "damaged", {})
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
