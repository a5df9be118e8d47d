"""Cells of an .xls workbook that show an error, which calamine gives as empty.

The file is a small file system of sectors (Compound File Binary, [MS-CFB]) with one stream of
records (BIFF8, [MS-XLS]); two kinds of records can hold an error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from kcity_analysis.register.workbook_xml import Extras

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOUNDSHEET, _BOF, _EOF, _FORMULA, _BOOLERR = 0x0085, 0x0809, 0x000A, 0x0006, 0x0205
_LAST_SECTOR = 0xFFFFFFFA


def extras_xls(data: bytes) -> dict[str, Extras]:
    """By sheet: the cells with an error. Empty for a file that does not hold together."""
    try:
        stream = _workbook_stream(data)
        return {name: Extras(cells=dict(_errors(stream, at))) for name, at in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}  # whether it is a workbook at all is for calamine to say


def _workbook_stream(data: bytes) -> bytes:
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    def numbers(piece: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4]))

    tables = numbers(data[76:512])
    following = struct.unpack_from("<I", data, 68)[0]
    most = len(data) // size + 1  # a chain that is longer runs in a circle
    for _ in range(most):
        if following >= _LAST_SECTOR:
            break
        *more, following = numbers(sector(following)) or [_LAST_SECTOR]
        tables += more
    fat = [n for table in tables[:most] if table < _LAST_SECTOR for n in numbers(sector(table))]

    def chain(start: int) -> bytes:
        pieces: list[bytes] = []
        while start < _LAST_SECTOR and len(pieces) <= most:
            pieces.append(sector(start))
            start = fat[start]
        return b"".join(pieces)

    directory = chain(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, size_of_it = struct.unpack_from("<II", directory, at + 116)
            return chain(start)[:size_of_it]
    return b""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, body in _records(stream, 0):
        if kind == _EOF:
            return
        if kind == _BOUNDSHEET:
            place, _, _, letters, wide = struct.unpack_from("<IBBBB", body)
            text = body[8 : 8 + letters * (1 + wide % 2)]
            yield text.decode("utf-16-le" if wide % 2 else "latin-1"), place


def _errors(stream: bytes, at: int) -> Iterator[tuple[tuple[int, int], str]]:
    depth = 0
    for kind, body in _records(stream, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        code = None
        if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        elif kind == _BOOLERR and body[7]:
            code = body[6]
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            yield (row, column), _ERRORS.get(code, "#ERROR")
