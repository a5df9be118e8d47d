"""What stands in the XML of a workbook that its reader does not say, and tables of a web page.

Everything is read once from beginning to end, in time and memory in proportion to its length.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import IO
from xml.etree import ElementTree

from kcity_analysis.register.limits import MOST_CELLS, MOST_COLUMNS, Refused

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Extras:
    """Of a sheet, by row from 0: texts of (column, text) that would else be empty; marks of rows.

    ``marks`` are "hidden", "struck" where a filled cell is struck through, and :data:`NOTED` with
    what a comment on a cell says.
    """

    cells: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)


NOTED = "note: "

_BLOCK = 8 << 20
_TAG = re.compile(rb"<(/?)(?:\w+:)?(row|c|v|f|is|t|strike)\b([^<>]*)>([^<]*)")
_ROW = rb'<%srow [^<>]*?\br="(\d{1,8})"'
_FAR = re.compile(rb'r="([A-Z]{2,4})\d')
"""A cell beyond the first 26 columns, of which a sheet may have as many rows as it can hold."""


def extras_xlsx(archive: zipfile.ZipFile) -> dict[str, Extras]:
    """By sheet: cells with an error or a formula that was never computed, marks of rows.

    calamine gives such cells as empty. Raises Refused for a sheet too wide apart: two stray cells
    at opposite corners of a worksheet would ask for 17 thousand million cells.
    """
    struck = _Struck(_struck_styles(archive), _struck_strings(archive))
    found = {}
    for sheet, part in _parts(archive):
        with archive.open(part) as stream:
            found[sheet] = _scanned(stream, sheet, struck)
        for row, text in _comments(archive, part):
            found[sheet].marks.setdefault(row, NOTED + text)
    return found


@dataclass(frozen=True)
class _Struck:
    """The numbers of the cell styles, and of the shared strings, that are struck through."""

    styles: set[str]
    strings: set[str]

    def has(self, kind: str, style: str, value: str) -> bool:
        return bool(value) and (style in self.styles or (kind == "s" and value in self.strings))


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the archive's member that holds it."""
    members = set(archive.namelist())
    targets = dict(_related(archive, "xl/workbook.xml"))
    parts = []
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            identity = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            part = targets.get(identity, "")
            if part in members:
                parts.append((element.get("name", ""), part))
    return parts


def _related(archive: zipfile.ZipFile, of: str) -> list[tuple[str, str]]:
    """What a member of the archive refers to: the identity and the member."""
    folder, name = posixpath.split(of)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return []
    return [
        (
            relation.get("Id", ""),
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in ElementTree.fromstring(archive.read(relations))
    ]


def _comments(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, str]]:
    """The comments on the cells of a sheet: row from 0, and text."""
    for _, member in _related(archive, part):
        if re.search(r"/comments?[^/]*\.xml$", member) and member in archive.namelist():
            for comment in ElementTree.fromstring(archive.read(member)).iter():
                row = re.search(r"\d+$", comment.get("ref", ""))
                if comment.tag.endswith("}comment") and row:
                    yield int(row[0]) - 1, " ".join("".join(comment.itertext()).split())


def _struck_strings(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the shared strings of which every letter is struck through."""
    member = "xl/sharedStrings.xml"
    if member not in archive.namelist() or b"strike" not in (data := archive.read(member)):
        return set()
    found = set()
    for number, entry in enumerate(ElementTree.fromstring(data)):
        runs = [run for run in entry if run.tag.endswith("}r") and "".join(run.itertext()).strip()]
        if runs and all(map(_is_struck, runs)):
            found.add(str(number))
    return found


def _is_struck(element: ElementTree.Element) -> bool:
    marks = [mark for mark in element.iter() if mark.tag.endswith("}strike")]
    return any(mark.get("val") not in ("0", "false") for mark in marks)


def _struck_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles whose letters are struck through."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    fonts: list[bool] = []
    styles: set[str] = set()
    for element in root:
        if element.tag.endswith("}fonts"):
            fonts = [_is_struck(font) for font in element]
        elif element.tag.endswith("}cellXfs"):
            for number, style in enumerate(element):
                font = int(style.get("fontId", 0))
                if font < len(fonts) and fonts[font]:
                    styles.add(str(number))
    return styles


def _scanned(stream: IO[bytes], sheet: str, struck: _Struck) -> Extras:
    extras = Extras()
    marks = [f's="{number}"'.encode() for number in struck.styles]
    marks += [b"<"] if struck.strings else [b"strike"]
    rest = b""
    first = last = row = 0
    right = 26
    while block := stream.read(_BLOCK):
        block = rest + block
        end = block.rfind(b"row>") + 4
        if end < 4:
            if len(block) > 16 * _BLOCK:
                raise Refused("too many cells", sheet=sheet)
            rest = block
            continue
        block, rest = block[:end], block[end:]
        rows = re.findall(_ROW % (b"" if b"<row " in block else rb"(?:\w+:)?"), block)
        right = max(right, *map(_number, set(_FAR.findall(block))), 0)
        if rows:
            first = first or int(rows[0])
            last = max(last, *map(int, rows))
        formula = b"<f" if b"<row " in block else b":f"
        notable = (b't="e"', formula, b"hidden=", b' ht="0', *marks)
        if any(mark in block for mark in notable):
            row = _read_block(block, row, struck, extras)
        elif rows:
            row = int(rows[-1])
    if (last - first + 1) * right > MOST_CELLS:
        raise Refused("stray cells", sheet=sheet)
    return extras


def _number(column: bytes) -> int:
    number = 0
    for char in column:
        number = number * 26 + char - 64
    return number


def _read_block(block: bytes, row: int, struck: _Struck, extras: Extras) -> int:
    """Note what a block of whole rows has; ``row`` is the number of the row before it, as is what
    is returned.
    """
    column = 0
    kind = style = ""
    formula: str | None = None
    value = ""
    runs: list[bool] = []  # whether each run of letters in the cell is struck through
    strike = False
    for closing, tag, head, inner in _TAG.findall(block):
        if tag == b"row" and not closing:
            attributes = _attributes(head)
            row = int(attributes.get("r", row + 1))
            column = 0
            if attributes.get("hidden") in ("1", "true") or attributes.get("ht") in ("0", "0.0"):
                extras.marks[row - 1] = "hidden"
        elif tag == b"c" and not closing:
            attributes = _attributes(head)
            place = re.match("[A-Z]+", attributes.get("r", ""))
            column = _number(place[0].encode()) if place else column + 1
            kind, style = attributes.get("t", ""), attributes.get("s", "")
            formula, value, runs, strike = None, "", [], False
        elif tag == b"strike" and not closing:
            strike = _attributes(head).get("val") not in ("0", "false")
        elif tag == b"f" and not closing:
            formula = inner.decode("utf-8", "replace")
        elif tag in (b"v", b"t") and not closing:
            value += inner.decode("utf-8", "replace")
            runs += [strike] if inner.strip() else []
            strike = False
        elif tag == b"c":
            text = ""
            if kind == "e":
                text = value or "#ERROR"
            elif formula is not None and not value and kind != "str":
                text = f"={formula}"
            if text:
                extras.cells.setdefault(row - 1, []).append((column - 1, text))
            if struck.has(kind, style, value) or (runs and all(runs)):
                extras.marks.setdefault(row - 1, "struck")
    return row


def _attributes(head: bytes) -> dict[str, str]:
    found = re.findall(rb'(\w+)="([^"]*)"', head)
    return {name.decode(): value.decode("utf-8", "replace") for name, value in found}


_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


@dataclass(eq=False)
class OdfSheet:
    """A sheet of an OpenDocument file. ``blank`` rows follow the last one, if another does."""

    name: str = ""
    hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)
    extras: Extras = field(default_factory=Extras)
    merged: list[Range] = field(default_factory=list)
    blank: int = 0
    cells: int = 0


def odf_sheets(content: IO[bytes]) -> Iterator[OdfSheet]:
    """The sheets of an OpenDocument spreadsheet's content. Raises Refused for one too large."""
    struck: set[str] = set()
    unseen: set[str] = set()
    depth = 0
    sheet = OdfSheet()
    for event, element in ElementTree.iterparse(content, events=("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                depth += 1
                if depth == 1:
                    name = element.get(f"{_TABLE}name", "")
                    sheet = OdfSheet(name, element.get(f"{_TABLE}style-name") in unseen)
            continue
        if element.tag == f"{_STYLE}style":
            name = element.get(f"{_STYLE}name", "")
            for part in element:
                if part.get(f"{_STYLE}text-line-through-style", "none") != "none":
                    struck.add(name)
                if part.get(f"{_TABLE}display") == "false":
                    unseen.add(name)
        elif element.tag == f"{_TABLE}table-row" and depth == 1:
            _odf_row(element, sheet, struck)
            element.clear()
        elif element.tag == f"{_TABLE}table":
            depth -= 1
            element.clear()
            if not depth:
                yield sheet


def _odf_row(element: ElementTree.Element, sheet: OdfSheet, struck: set[str]) -> None:
    row: list[str] = []
    spans: list[tuple[int, int]] = []
    width = 0
    mark = ""
    for cell in element:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        text = _odf_text(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        if text:
            spans.append((width, int(cell.get(f"{_TABLE}number-rows-spanned", 1))))
            if width + times > MOST_COLUMNS:
                raise Refused("too many cells", sheet=sheet.name)
            row += [""] * (width - len(row)) + [text] * times
            if cell.get(f"{_TABLE}style-name") in struck:
                mark = "struck"
        width += times
    if element.get(f"{_TABLE}visibility", "visible") != "visible":
        mark = "hidden"
    times = int(element.get(f"{_TABLE}number-rows-repeated", 1))
    if not row:
        sheet.blank += times
        return
    first = len(sheet.rows) + sheet.blank
    sheet.cells += len(row) * times + sheet.blank
    if sheet.cells > MOST_CELLS:
        raise Refused("too many cells", sheet=sheet.name)
    sheet.merged += [((first, at), (first + tall - 1, at)) for at, tall in spans if tall > 1]
    sheet.rows.extend([] for _ in range(sheet.blank))
    sheet.rows.extend(list(row) for _ in range(times))
    sheet.blank = 0
    if mark:
        sheet.extras.marks.update(dict.fromkeys(range(first, first + times), mark))


def _odf_text(cell: ElementTree.Element) -> str:
    """A cell's value, the error that it shows, or the formula that was never computed."""
    lines = [_paragraph(part) for part in cell if part.tag == f"{_TEXT}p"]
    shown = "\n".join(lines).strip()
    kinds = {text for name, text in cell.attrib.items() if name.endswith("}value-type")}
    if "error" in kinds:
        return shown if shown.startswith(("#", "=")) else "#ERROR"
    formula = cell.get(f"{_TABLE}formula")
    if formula and not kinds and not shown:
        return f"={formula.partition('=')[2]}"
    if day := cell.get(f"{_OFFICE}date-value"):
        return day.removesuffix("T00:00:00").replace("T", " ")[:19]
    if truth := cell.get(f"{_OFFICE}boolean-value"):
        return truth.upper()
    number = cell.get(f"{_OFFICE}value", "")
    return number.removesuffix(".0") or shown or cell.get(f"{_OFFICE}string-value", "")


def _paragraph(element: ElementTree.Element) -> str:
    text = element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            text += " " * min(int(part.get(f"{_TEXT}c", 1)), 100)
        elif part.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += " "
        elif part.tag != f"{_OFFICE}annotation":
            text += _paragraph(part)
        text += part.tail or ""
    return text


_STRUCK_CLASS = re.compile(r"\.([\w-]+)[^{}]*\{[^{}]*line-through")
_BREAK = "\0"
"""A line break within a cell; no text that is decoded has one of these."""


class _Tables(HTMLParser):
    """The outermost tables of a page: rows of texts, merged ranges, marks of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[list[list[str]], list[Range], Extras]] = []
        self._depth = 0
        self._cell: list[tuple[str, bool]] | None = None
        self._covered: dict[tuple[int, int], int] = {}
        self._struck: list[str] = []
        self._classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(([], [], Extras()))
                self._covered = {}
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._close()
            self._struck.clear()
            rows, _, extras = self.tables[-1]
            style = re.sub(r"\s", "", attributes.get("style") or "")
            if "hidden" in attributes or "display:none" in style:
                extras.marks[len(rows)] = "hidden"
            rows.append([])
        elif tag in ("td", "th"):
            self._close()
            self._struck = [one for one in self._struck if one == "tr"]
            self._open(attributes)
        elif tag == "br" and self._cell is not None:
            self._cell.append((_BREAK, False))
        classes = (attributes.get("class") or "").split()
        style = attributes.get("style") or ""
        if tag in ("del", "s", "strike") or "line-through" in style or self._classes & {*classes}:
            self._struck.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            self._close()
            self._depth -= 1
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._close()
        if self._struck and self._struck[-1] == tag:
            self._struck.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append((data, bool(self._struck)))
        elif not self._depth:
            self._classes.update(_STRUCK_CLASS.findall(data))

    def _open(self, attributes: dict[str, str | None]) -> None:
        rows, merged, _ = self.tables[-1]
        if not rows:
            rows.append([])
        row, number = rows[-1], len(rows) - 1
        while self._covered.get((number, len(row))):
            row.append("")
        wide, tall = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
        if tall > 1:
            merged.append(((number, len(row)), (number + tall - 1, len(row))))
            for below in range(number + 1, number + tall):
                self._covered |= {(below, len(row) + right): 1 for right in range(wide)}
        if len(self._covered) + len(row) + wide > MOST_CELLS // 10:
            raise Refused("too many cells", sheet="")
        self._cell = []
        self._wide = wide

    def _close(self) -> None:
        if self._cell is not None:
            rows, _, extras = self.tables[-1]
            lines = "".join(text for text, _ in self._cell).split(_BREAK)
            text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
            if text and all(struck for part, struck in self._cell if part.strip(f"{_BREAK} \n\t")):
                extras.marks.setdefault(len(rows) - 1, "struck")
            rows[-1].extend([text] + [""] * (self._wide - 1))
            self._cell = None


def _span(text: str | None) -> int:
    return min(int(text[:5]), 1000) or 1 if text and text.isdecimal() else 1


def html_tables(page: str) -> list[tuple[list[list[str]], list[Range], Extras]]:
    """The tables of a web page, such as a program saves under the name of a workbook."""
    parser = _Tables()
    parser.feed(page)
    parser.close()
    return [table for table in parser.tables if table[0]]
