"""Any file that an office may hand over, told by its content, as sheets of text.

Nobody knows yet what the columns mean. A sheet of any length is pieces of columns, each an Arrow
array of text: short files and long ones are the same to all that follows.
"""

from __future__ import annotations

import marshal
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kcity_analysis.register.limits import MOST_BYTES, MOST_TEXT, PIECE
from kcity_analysis.vocabulary import InputError, say

HEAD = 100
"""Rows at the top of a sheet that are looked at for its headings."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some rows of a sheet: ``first`` is the number that a spreadsheet program gives to the first.

    ``columns`` are as long as each other; an empty cell is ``""``. ``marks`` names rows that are
    "hidden" or "struck", or have a comment, ``joined`` the columns in which a row is merged with
    the one above.
    """

    first: int
    length: int
    columns: list[Any]
    marks: dict[int, str]
    joined: Mapping[int, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of a file. ``head`` are its first rows, a list of texts each.

    ``pieces`` are all of its rows, and of a long CSV file can be gone through once. ``ragged``
    says that a row may be longer than the headings by a fault of its own (CSV).
    """

    name: str
    head: list[list[str]]
    pieces: Iterable[Piece]
    hidden: bool = False
    ragged: bool = False


def columns_of(columns: Iterable[Sequence[str]]) -> list[Any]:
    """Columns of texts as Arrow arrays."""
    import pyarrow as pa

    return [pa.array(column, pa.string()) for column in columns]


def piece_of(first: int, blocks: list[tuple[int, list[Any]]], *marked: Any) -> Piece:
    """A piece of some blocks of rows, each its length and columns; what a block lacks is empty."""
    import pyarrow as pa

    columns = []
    for at in range(max(len(held) for _, held in blocks)):
        parts = [
            held[at] if at < len(held) else pa.array([""] * length, pa.string())
            for length, held in blocks
        ]
        columns.append(pa.concat_arrays(parts) if len(parts) > 1 else parts[0])
    return Piece(first, sum(length for length, _ in blocks), columns, *marked)


Score = Callable[[list[list[str]]], int]
"""How much the first rows of a sheet look like what is sought."""

_MARKS: list[tuple[bytes, str]] = [
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"EGGA", "compressed"),
    (b"ALZ\x01", "compressed"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"HWP Document", "hwp"),
    (b"{\\rtf", "a word document"),
    (b"SQLite format 3", "database"),
    (b"\x00\x01\x00\x00Standard ", "database"),
    (b"ARROW1", "arrow"),
    (b"PARE", "password"),
    (b"\x00\x00\x02\x00\x04\x04\x06\x00", "lotus"),
    (b"\x00\x00\x02\x00\x06\x04\x06\x00", "lotus"),
    (b"\x00\x00\x02\x00\x05\x04\x06\x00", "lotus"),
    (b"\x00\x00\x1a\x00", "lotus"),
    (b"\x09\x00\x04\x00", "old excel"),
    (b"\x09\x00\x06\x00", "old excel"),
    (b"\x09\x02\x06\x00", "old excel"),
    (b"\x09\x04\x06\x00", "old excel"),
    (b"\x09\x02\x08\x00", "old excel"),
    (b"\x09\x04\x08\x00", "old excel"),
    (b"ID;P", "sylk"),
    (b"\x9b DRMONE", "drm"),
    (b"SCDSA", "drm"),
    (b"<DOCUMENT SAFER", "drm"),
    (b"<## NASCA DRM", "drm"),
    (b"MIME-Version:", "web archive"),
]
"""How a file begins that is no register, and the words that say what it is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = [
    ("EncryptedPackage", "password"),
    ("DRMEncryptedDataSpace", "drm"),
    ("FileHeader", "hwp"),
    ("HwpSummaryInformation", "hwp"),
    ("WordDocument", "a word document"),
    ("PowerPoint Document", "slides"),
    ("__properties_version1.0", "mail"),
]
"""Streams of a compound file that is no workbook. Hangul keeps its documents in such files, too."""


def read_sheets(path: Path, score: Score, language: str = "en") -> list[Sheet]:
    """The sheets of a file, whatever its name ends in.

    Read are CSV, Excel (.xlsx and .xls), OpenDocument (.ods and .fods), Parquet, and the tables of
    a web page. ``score`` finds out what separates the values of a CSV file. Nothing but a plain
    file is opened: a pipe or a device would wait for ever. Raises InputError for anything that
    cannot be read, in one line that says what it is and what to do.
    """
    name = file_name(path)
    try:
        head = _head(path, language)
        kind = _kind(head, path)
        if kind == "text":
            from kcity_analysis.register.delimited import read_delimited

            return [read_delimited(path, name, score, language)]
        if kind == "html":
            from kcity_analysis.register.delimited import encoding_of

            return _read_apart(path, name, kind, language, encoding_of(path, name, language))
        if kind in ("zip", "ole", "parquet", "fods"):
            return _read_apart(path, name, kind, language)
    except InputError:  # a ValueError too
        raise
    except FileNotFoundError as error:
        raise InputError(say("register.no file", language, file=name)) from error
    except PermissionError as error:
        raise InputError(say("register.no permission", language, file=name)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        text = say("register.cannot be read", language, file=name, reason=reason)
        raise InputError(text) from error
    values = {"file": name}
    raise InputError(say(f"register.{kind}", language, **values))


def file_name(path: Path) -> str:
    """A file's name as messages show it: without its folder, in one line."""
    return printable(path.name or str(path))


def printable(text: str) -> str:
    """Text without what would steer a terminal or hide itself: those characters as their codes.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _head(path: Path, language: str) -> bytes:
    """The first bytes of a plain file that has some. Raises InputError, or what opening raises."""
    name = file_name(path)
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise InputError(say("register.a folder", language, file=name))
    if not stat.S_ISREG(found.st_mode):
        raise InputError(say("register.no plain file", language, file=name))
    if found.st_size > MOST_BYTES:
        size = f"{found.st_size / 1e9:,.1f} GB"
        raise InputError(say("register.too long a file", language, file=name, size=size))
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip() and found.st_size <= len(head):
        raise InputError(say("register.empty", language, file=name))
    return head


def _kind(head: bytes, path: Path) -> str:
    """What a file is by its first bytes: one that is read, or the key of what to say of it."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE):
        return _compound(path)
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if _is_dbase(head):
        return "dbase"
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        start = head.decode("utf-16", "ignore").lstrip().lower().encode()
    if not start.startswith(b"<"):
        return "text"
    if b"opendocument:xmlns:office" in start:
        return "fods"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start:
        return "xml workbook"
    if any(tag in start for tag in (b"<html", b"<table", b"<!doctype html", b"<meta", b"<body")):
        return "html"
    return "xml"


def _compound(path: Path) -> str:
    """A compound file is an .xls workbook, unless a stream that it names is of another program."""
    with path.open("rb") as file:
        data = file.read(64 << 20)
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            workbook = any(f"{book}\0".encode("utf-16-le") in data for book in ("Workbook", "Book"))
            if kind in ("password", "drm") or not workbook:
                return kind
    return "ole"


def _is_dbase(head: bytes) -> bool:
    """dBase begins with its version and the day of its last change: year, month, day."""
    return (
        len(head) > 32
        and head[0] in (0x03, 0x30, 0x31, 0x43, 0x83, 0x8B, 0xCB, 0xF5, 0xFB)
        and 1 <= head[2] <= 12
        and 1 <= head[3] <= 31
        and b"\0" in head[12:32]
    )


def _read_apart(path: Path, name: str, kind: str, language: str, encoding: str = "") -> list[Sheet]:
    """The sheets of a workbook, read in a process of its own (:mod:`register.reader`)."""
    script = [sys.executable, "-P", "-m", "kcity_analysis.register.reader"]
    command = [*script, str(path), kind, encoding]
    sheets: list[Sheet] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            messages = _messages(process.stdout)
            end: tuple[Any, ...] = ()
            while not end:
                what, *parts = next(messages, ("error", "damaged", {}))
                if what == "sheet":
                    pieces = _Pieces()
                    sheets.append(Sheet(parts[0], [], pieces, hidden=parts[1]))
                elif what == "rows":
                    first, length, columns, marks, joined = parts
                    head = sheets[-1].head
                    for row in range(min(length, HEAD - len(head))):
                        head.append([column[row] for column in columns])
                    pieces.add(first, length, columns_of(columns), marks, joined)
                else:
                    end = (what, *parts)
        finally:
            process.kill()
    if end[0] == "error":
        key, values = end[1:]
        ended = {-24: "takes too long", -6: "too large"}  # by the limits: SIGXCPU, SIGABRT
        if key == "damaged" and process.returncode in ended:
            key = ended[process.returncode]
        elif key == "damaged" and kind == "parquet":
            key = "damaged parquet"
        raise InputError(say(f"register.{key}", language, **({"file": name} | values)))
    if not sheets:
        raise InputError(say("register.no sheet", language, file=name))
    return sheets


class _Pieces:
    """The rows of a sheet as they come in blocks, gone through in pieces."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, int, list[Any], dict[int, str], dict[int, list[int]]]] = []

    def add(self, *block: Any) -> None:
        """A block: the number of its first row, how many there are, columns, marks, joined."""
        self._blocks.append(block)

    def __iter__(self) -> Iterator[Piece]:
        at = 0
        while at < len(self._blocks):
            first = self._blocks[at][0]
            held: list[tuple[int, list[Any]]] = []
            marks: dict[int, str] = {}
            joined: dict[int, list[int]] = {}
            while at < len(self._blocks) and (not held or sum(n for n, _ in held) < PIECE):
                _, length, columns, marked, merged = self._blocks[at]
                held.append((length, columns))
                marks |= marked
                joined |= merged
                at += 1
            yield piece_of(first, held, marks, joined)


def _messages(stream: Any) -> Iterator[tuple[Any, ...]]:
    """The messages of the reader, until it breaks off or says too much."""
    total = 0
    while len(size := stream.read(8)) == 8:
        (length,) = struct.unpack("<Q", size)
        total += length
        if total > MOST_TEXT:
            yield ("error", "too large", {})
            return
        data = stream.read(length)
        if len(data) < length:
            return
        yield marshal.loads(data)
