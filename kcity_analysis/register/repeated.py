"""Cases that stand in a register twice: under one number, or to all appearance."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from kcity_analysis.register.cases import SheetName, Values

_LOOK = ("year", "stage", "country", "type", "field")
_FOLDED = ("city", "title", "applicant")
_SHEET = 1 << 32


class Repeated:
    """The cases seen so far, of all pieces and sheets: 64 bits for each, and its row."""

    def __init__(self) -> None:
        self._numbers, self._looks, self._again = _Seen(), _Seen(), _Seen()
        self._sheets: dict[int, str] = {}

    def firsts(
        self,
        values: dict[str, Values],
        kept: Any,
        sheet: SheetName,
        rows: Any,
        confirmed: Collection[int],
    ) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
        """The rows, by position, with a case number, a look or a running number and title that a
        row before has; and that row.

        Numbers may begin again each year and stage. Two rows look like the same application where
        stage, year, country, type, field, city, title and applicant agree (without case, space and
        marks) and there is a title, or a city and an applicant, to tell it by. Of one running
        number and title, in one sheet, are the rows of a joint application. Rows that are
        ``confirmed``, and those that are not ``kept``, are none of these.
        """
        self._sheets[sheet.number] = sheet.name
        where = rows.astype(np.int64) + sheet.number * _SHEET
        own = _mixed([values[name].hashed() for name in ("year", "stage")])
        # Marks stay: 1-11 and 11-1 are two numbers.
        number = values["case_no"].hashed(_unspaced)
        numbered = values["case_no"].said() & kept
        numbers = self._twice(self._numbers, _mixed([own, number]), where, numbered, sheet)
        said = {name: values[name].said() for name in ("country", "type", *_FOLDED)}
        told = said["country"] & said["type"] & kept
        told &= said["title"] | (said["city"] & said["applicant"])
        told[list(numbers)] = False
        look = _mixed(
            [values[name].hashed() for name in _LOOK]
            + [values[name].hashed(_folded) for name in _FOLDED]
        )
        looks = self._twice(self._looks, look, where, told, sheet)
        again = {}
        if "serial" in values:
            serial = values["serial"].hashed(_stems)
            same = [own, serial, values["title"].hashed(_folded)]
            told = values["serial"].said() & said["title"] & kept
            told[[*numbers, *looks]] = False
            again = self._twice(self._again, _mixed([*same, where // _SHEET]), where, told, sheet)
        return (
            numbers,
            {at: row for at, row in looks.items() if int(rows[at]) not in confirmed},
            {at: row for at, row in again.items() if int(rows[at]) not in confirmed},
        )

    def _twice(
        self, seen: _Seen, keys: Any, where: Any, chosen: Any, sheet: SheetName
    ) -> dict[int, str]:
        places = np.flatnonzero(chosen)
        firsts = seen.firsts(keys[places], where[places])
        found = {}
        for at in np.flatnonzero(firsts != where[places]):
            number, row = divmod(int(firsts[at]), _SHEET)
            other = self._sheets[number]
            found[int(places[at])] = str(row) if number == sheet.number else f"{row} [{other}]"
        return found


class _Seen:
    """Keys in sorted runs, each with where it was first seen."""

    def __init__(self) -> None:
        self._runs: list[tuple[Any, Any]] = []

    def firsts(self, keys: Any, where: Any) -> Any:
        """Where each key was first seen, in what was given before or now; what is new is kept."""
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        found = where[first]
        new = np.ones(len(distinct), dtype=bool)
        for run, places in self._runs:
            at = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            same = run[at] == distinct
            found = np.where(same, places[at], found)
            new &= ~same
        if new.any():
            self._runs.append((distinct[new], found[new]))
        # Few runs, each several times as long as the next: little to search, little to sort again.
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 4 * len(self._runs[-1][0]):
            pairs = zip(self._runs.pop(), self._runs.pop(), strict=True)
            run, places = (np.concatenate(pair) for pair in pairs)
            order = np.argsort(run, kind="stable")
            self._runs.append((run[order], places[order]))
        return found[inverse]


def _mixed(parts: list[Any]) -> Any:
    """One number for several, as good as different wherever one of them differs."""
    mixed = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        mixed ^= part.astype(np.uint64)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _unspaced(texts: list[str]) -> list[str]:
    """Texts without case and space, all at once: a value is of one line."""
    return "\n".join(texts).replace(" ", "").casefold().split("\n")


def _stems(texts: list[str]) -> list[str]:
    """Running numbers without what tells the parts of one case: 3-1 and 3-2 are 3."""
    return [_PART.sub(r"\1", text) if len(text) < 8 else text for text in texts]


_PART = re.compile(r"^(\d{1,3}) ?[-_.] ?\d{1,2}$")


def _folded(texts: list[str]) -> list[str]:
    """Texts without case, space and marks, or as they are where nothing is left."""
    lines = "\n".join(texts)
    if lines.isascii():
        lines = lines.encode().translate(_LOWER, _MARKS).decode()
    else:
        lines = _NO_LETTERS.sub("", lines).casefold()
    return [folded or text for folded, text in zip(lines.split("\n"), texts, strict=True)]


_NO_LETTERS = re.compile(r"(?:[^\w\n]|_)+")
_LOWER = bytes(range(256)).lower()
_MARKS = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != "\n")
