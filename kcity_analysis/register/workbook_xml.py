"""What calamine does not say of a workbook, from its XML: errors, formulas without result, extent.

A sheet is checked for its extent before calamine makes a full grid of it: two stray cells at
opposite corners of a worksheet would ask for 17 thousand million cells.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from kcity_analysis.register.grid import Range
from kcity_analysis.vocabulary import InputError

_MOST_CELLS = 30_000_000
_MOST_BYTES = 1 << 30

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,4})(\d{1,8})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?v>)", re.DOTALL)

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Extras:
    """Texts to put into cells, (row, column) from 0, that would else be empty; merged ranges."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    size = sum(info.file_size for info in archive.infolist())
    if size > _MOST_BYTES:
        raise InputError(f"{name} unpacks to {size / 1e6:,.0f} MB, too much for a register")
    return archive


def extras_xlsx(data: bytes, name: str) -> dict[str, Extras]:
    """By sheet: cells with an error, or a formula that was never computed (openpyxl writes such).

    Raises InputError for a sheet too wide apart to be read.
    """
    found: dict[str, Extras] = {}
    with _opened(data, name) as archive:
        for sheet, part in _parts(archive):
            xml = archive.read(part)
            _check_extent(xml, name, sheet)
            if b"<f" in xml or b":f" in xml or b't="e"' in xml:
                found[sheet] = Extras(cells=dict(_lost(xml)))
    return found


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the archive's member that holds it, for .xlsx alone."""
    members = set(archive.namelist())
    if "xl/workbook.xml" not in members:
        return []
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts = []
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
            part = posixpath.normpath(posixpath.join("/xl", targets.get(identity, ""))).lstrip("/")
            if part in members:
                parts.append((element.get("name", ""), part))
    return parts


def _check_extent(xml: bytes, name: str, sheet: str) -> None:
    references = _REFERENCE.findall(xml)
    cells = _rectangle(references)
    if cells > _MOST_CELLS:  # perhaps of empty cells that only have a format: look closer
        filled = [_REFERENCE.search(head) for head, inner in _CELL.findall(xml) if inner]
        cells = _rectangle([(hit[1], hit[2]) for hit in filled if hit])
    if cells > _MOST_CELLS:
        raise InputError(
            f"{name}, sheet {sheet!r} spreads over {cells:,} cells; "
            "delete the stray cells far from the table (Ctrl+End shows the last one)"
        )


def _rectangle(references: list[tuple[bytes, bytes]]) -> int:
    """The cells of the smallest rectangle around some, counted from the first used row."""
    if not references:
        return 0
    columns = [_number(column) for column in {column for column, _ in references}]
    rows = [int(row) for row in {row for _, row in references}]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def _number(column: bytes) -> int:
    number = 0
    for char in column:
        number = number * 26 + char - 64
    return number


def _lost(xml: bytes) -> list[tuple[tuple[int, int], str]]:
    lost = []
    for head, inner in _CELL.findall(xml):
        place = _REFERENCE.search(head)
        formula, value = _FORMULA.search(inner), _VALUE.search(inner)
        if place is None:
            continue
        if b't="e"' in head:
            text = (value[1] if value and value[1] else b"#ERROR").decode("utf-8", "replace")
        elif formula and not (value and value[1]) and b't="str"' not in head:
            text = "=" + (formula[1] or b"").decode("utf-8", "replace")
        else:
            continue
        lost.append(((int(place[2]) - 1, _number(place[1]) - 1), text))
    return lost


def extras_ods(data: bytes, name: str) -> dict[str, Extras]:
    """By sheet of an .ods file: cells with an error, and vertically merged ranges.

    Empty for another archive. Raises InputError for a sheet too wide apart to be read.
    """
    found: dict[str, Extras] = {}
    with _opened(data, name) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        root = ElementTree.fromstring(archive.read("content.xml"))
    for table in root.iter(f"{_TABLE}table"):
        sheet = table.get(f"{_TABLE}name", "")
        found[sheet] = _table_extras(table, f"{name}, sheet {sheet!r}")
    return found


def _table_extras(table: ElementTree.Element, place: str) -> Extras:
    extras = Extras()
    row = cells = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = width = 0
        for cell in line:
            times = _times(cell, "columns")
            if cell.tag != f"{_TABLE}table-cell":
                column += times
                continue
            if lost := _lost_ods(cell):
                extras.cells[row, column] = lost
            spanned = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
            if spanned > 1:
                extras.merged.append(((row, column), (row + spanned - 1, column)))
            column += times
            if len(cell) or cell.get(f"{_OFFICE}value-type"):
                width = column
        repeated = _times(line, "rows")
        cells += width * repeated
        row += repeated
        if cells > _MOST_CELLS:
            raise InputError(f"{place} spreads over {cells:,} cells or more, too many to read")
    return extras


def _lost_ods(cell: ElementTree.Element) -> str | None:
    kinds = [text for name, text in cell.attrib.items() if name.endswith("}value-type")]
    text = "".join(cell.itertext()).strip()
    if "error" in kinds:
        return text if text.startswith(("#", "=")) else "#ERROR"
    formula = cell.get(f"{_TABLE}formula")
    return f"={formula.partition('=')[2]}" if formula and not kinds and not text else None


def _times(element: ElementTree.Element, of: str) -> int:
    return int(element.get(f"{_TABLE}number-{of}-repeated", 1))
