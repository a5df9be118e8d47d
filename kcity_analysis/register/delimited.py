"""Delimited text as offices save it: found out, decoded and cut into rows, or refused whole.

A byte that does not belong, or a quotation mark never closed, would shift or swallow rows without
a word; so a file that has one is refused with its place instead of mended.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable
from itertools import islice

from kcity_analysis.register.grid import MAX_COLUMNS, MAX_ROWS, Grid
from kcity_analysis.vocabulary import InputError

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_DELIMITERS = [",", ";", "\t"]
_LOOKED_AT = 100


def read_delimited(data: bytes, name: str, score: Callable[[Grid], int]) -> Grid:
    """The rows of a CSV file: UTF-8, UTF-16 (by its mark) or CP949; comma, semicolon or tab.

    ``score`` says how many headings a grid has: the delimiter that shows most is the file's. Rows
    are counted as a spreadsheet program does, a quoted line break does not begin one.

    Raises InputError for damaged text, naming the row.
    """
    text = decoded(data, name)
    lines = _lines(text)
    declared = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    if declared:
        return Grid("", _rows(lines[1:], declared[1], name), ragged=True)
    best, most = ",", (-1, -1)
    for delimiter in _DELIMITERS:
        head = list(_head(lines, delimiter))
        shown = score(Grid("", head)), max(map(len, head), default=0)
        if shown > most:
            best, most = delimiter, shown
    return Grid("", _rows(lines, best, name), ragged=True)


def decoded(data: bytes, name: str) -> str:
    """The text of a file in one of the encodings that offices use. Raises InputError."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(mark or "utf-8")
    except UnicodeDecodeError as error:
        if mark or _is_damaged_utf8(data, error):
            raise _damaged(data[: error.start], mark or "utf-8", name) from error
        try:
            text = data.decode("cp949")
        except UnicodeDecodeError as second:
            raise _damaged(data[: second.start], "cp949", name) from second
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise InputError(
            f"{name} is no text: it has a NUL byte in line {row}; save it again as CSV UTF-8"
        )
    return text


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether text that is not UTF-8 throughout was once, rather than being CP949.

    It was cut off within its last letter, or most of its letters beyond ASCII are valid; Korean
    text in CP949 has next to none that are.
    """
    if error.reason == "unexpected end of data":
        return True
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - bad
    return good > bad


def _damaged(before: bytes, encoding: str, name: str) -> InputError:
    line = before.decode(encoding, errors="replace").count("\n") + 1
    return InputError(
        f"{name} is damaged: line {line} has bytes that are no {encoding} text; "
        "get it again, or save it again as CSV UTF-8"
    )


def _lines(text: str) -> list[str]:
    # Not str.splitlines: a vertical tab or U+2028 in a cell ends no row.
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def _head(lines: list[str], delimiter: str) -> Iterable[list[str]]:
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT):
            if len(row) > MAX_COLUMNS:
                return
            yield row
    except csv.Error:
        return


def _rows(lines: list[str], delimiter: str, name: str) -> list[list[str]]:
    # strict: otherwise a quotation mark that is never closed swallows all rows after it.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(row) > MAX_COLUMNS:
                raise InputError(
                    f"{name}, row {len(rows)} has {len(row):,} columns, more than a worksheet can "
                    "have; check what separates the values"
                )
            if len(rows) > MAX_ROWS:
                raise InputError(
                    f"{name} has more than {MAX_ROWS:,} rows, as many as a worksheet can have; "
                    "`kcity tabulate` counts longer ones"
                )
    except csv.Error as error:
        fault = "a value that is too long" if "field larger" in str(error) else "an odd one"
        raise InputError(
            f"{name}, row {len(rows) + 1} (which ends in line {reader.line_num}) has "
            f'{fault}, as if a quotation mark (") were missing or one too many; correct it there'
        ) from error
    return rows
