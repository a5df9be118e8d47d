"""Delimited text as offices save it: found out, decoded and cut into rows, or refused whole.

A byte that does not belong, or a quotation mark never closed, would shift or swallow rows without
a word; so a file that has one is refused with its place instead of mended, however long it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from kcity_analysis.register.limits import BLOCK, MOST_COLUMNS, PIECE
from kcity_analysis.register.sheets import (
    HEAD,
    Piece,
    Score,
    Sheet,
    columns_of,
    piece_of,
)
from kcity_analysis.vocabulary import InputError, say

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_DELIMITERS = [",", ";", "\t", "|", "，", "；"]
_BLOCK = 1 << 22

Refuse = Callable[..., InputError]
"""The error that says why a file is refused."""


def read_delimited(path: Path, name: str, score: Score, language: str = "en") -> Sheet:
    """The rows of a CSV file: UTF-8, UTF-16 (by its mark) or CP949.

    Values are separated by comma, semicolon, tab, bar or a full-width comma: ``score`` says how
    many headings the first rows show, and the separator that shows most is the file's. Rows are
    counted as a spreadsheet program does, a quoted line break does not begin one.

    Raises InputError for damaged text, naming the row; of a long file that may be only when its
    rows are gone through.
    """
    encoding = encoding_of(path, name, language)
    with path.open(encoding=encoding, newline="") as file:
        lines = io.StringIO(file.read(_BLOCK), newline="").readlines()
    declared = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    if declared:
        delimiter = declared[1]
        head = list(_head(lines[1:], delimiter))
    else:
        delimiter, head, most = ",", [], (-1, -1)
        for each in _DELIMITERS:
            rows = list(_head(lines, each))
            shown = score(rows), max(map(len, rows), default=0)
            if shown > most:
                delimiter, head, most = each, rows, shown

    def refuse(key: str, **values: object) -> InputError:
        texts = {one: str(value) for one, value in ({"file": name} | values).items()}
        return InputError(say(f"register.{key}", language, **texts))

    width = max(map(len, head), default=0)
    pieces = _Pieces(path, encoding, delimiter, bool(declared), width, refuse)
    return Sheet("", head, pieces, ragged=True)


def encoding_of(path: Path, name: str, language: str = "en") -> str:
    """The encoding of a text file, of those that offices use. Raises InputError for damaged text.

    Text that is not UTF-8 throughout was once, rather than being CP949, if it was cut off within
    its last letter, or most of its letters beyond ASCII are valid: Korean text in CP949 has next to
    none that are.
    """
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    place = _undecodable(path, marked or "utf-8")
    encoding = marked or "utf-8"
    if place and not marked:
        korean = _undecodable(path, "cp949")
        with path.open("rb") as file:
            text = file.read(1 << 24).decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        good = sum(char > "\x7f" for char in text) - bad
        if not (good > bad or place[1] in ("unexpected end of data", "one line")):
            place, encoding = korean, "cp949"
    if place:
        keys = {"nul": "a nul", "one line": "line too long"}
        key = keys.get(place[1], "damaged text")
        values = {"file": name, "line": str(place[0]), "encoding": encoding}
        raise InputError(say(f"register.{key}", language, **values))
    return encoding


def _undecodable(path: Path, encoding: str) -> tuple[int, str] | None:
    """The line where a file is no text of an encoding, and why; None where it is throughout."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, errors="replace")
                return line + before.count("\n"), error.reason
            if "\0" in text:
                return line + text[: text.index("\0")].count("\n"), "nul"
            if len(text) > _BLOCK // 4 and "\n" not in text and "\r" not in text:
                return line, "one line"
            if not block:
                return None
            line += text.count("\n")


def _head(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), HEAD):
            if len(row) > MOST_COLUMNS:
                return
            yield row
    except csv.Error:
        return


_MOST_PIECE = 4_000_000
"""Cells of a piece."""


class _Pieces:
    """The rows of a CSV file in pieces, read anew each time they are gone through."""

    def __init__(
        self, path: Path, encoding: str, delimiter: str, declared: bool, width: int, refuse: Refuse
    ) -> None:
        self._path, self._encoding, self._delimiter = path, encoding, delimiter
        self._declared, self._width, self._refuse = declared, width, refuse

    def __iter__(self) -> Iterator[Piece]:
        first, length, widest = 1, 0, 0
        blocks: list[tuple[int, list[Any]]] = []
        marks: dict[int, str] = {}
        for rows, swallowing in self._blocks():
            columns = columns_of(zip_longest(*rows, fillvalue=""))
            blocks.append((len(rows), columns))
            marks |= dict.fromkeys(swallowing, "quotes")
            length, widest = length + len(rows), max(widest, len(columns))
            if length >= PIECE or length * widest > _MOST_PIECE:
                yield piece_of(first, blocks, marks)
                first, length, widest, blocks, marks = first + length, 0, 0, [], {}
        if blocks:
            yield piece_of(first, blocks, marks)

    def _blocks(self) -> Iterator[tuple[list[list[str]], list[int]]]:
        """Some rows at a time, and the numbers of those whose quotation marks swallow rows."""
        done = 0
        with self._path.open(encoding=self._encoding, newline="") as file:
            if self._declared:
                next(file)
            # strict: otherwise a quotation mark that is never closed swallows all rows after it.
            reader = csv.reader(file, delimiter=self._delimiter, strict=True)
            while True:
                before = reader.line_num
                rows: list[list[str]] = []
                try:
                    rows.extend(islice(reader, min(BLOCK, PIECE)))
                except csv.Error as error:
                    key = "value too long" if "field larger" in str(error) else "odd quotation mark"
                    line = reader.line_num + self._declared
                    raise self._refuse(key, row=done + len(rows) + 1, line=line) from error
                if not rows:
                    return
                if max(map(len, rows)) > MOST_COLUMNS:
                    row = next(at for at, one in enumerate(rows) if len(one) > MOST_COLUMNS)
                    columns = f"{len(rows[row]):,}"
                    raise self._refuse("too many columns", row=done + row + 1, columns=columns)
                swallowing = []
                if reader.line_num - before > len(rows):  # a value has line breaks
                    swallowing = [
                        at for at, row in enumerate(rows, done + 1) if self._swallows(row)
                    ]
                yield rows, swallowing
                done += len(rows)

    def _swallows(self, row: list[str]) -> bool:
        """Whether a value has line breaks and the separators of a whole row: two quotation marks,
        each one too many, would make one of all that stands between them.
        """
        return self._width > 2 and any(
            "\n" in value and value.count(self._delimiter) >= self._width - 1 for value in row
        )
