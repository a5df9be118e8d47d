"""Where a sheet's headings stand and what they mean, in English or Korean and any order.

The spellings are those of ``data/reference/register_words.csv``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kcity_analysis.register.grid import Grid, letter, printable
from kcity_analysis.vocabulary import table

_LOOKED_AT = 100
_LEVELS = 3

MUST_AGREE = {"year", "country"}
"""What several columns may say, if they all say the same."""


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: ``columns`` by meaning, with the positions of those that have it.

    ``last_row`` is the position of their last row; data begin below. ``texts`` are the headings as
    they stand, by position; ``unused`` those without a meaning, or second to another of the same:
    of "사업명(국문)" and "사업명(영문)" the first is used. Only a year and a country may stand in
    several columns (국가, 국가코드), which must agree.
    """

    last_row: int
    columns: dict[str, list[int]]
    texts: dict[int, str]
    unused: tuple[str, ...]


def find_headings(grid: Grid, use: str = "heading") -> Headings | None:
    """The headings of a sheet: the row, near the top, with most known ones; None where none has.

    Headings on two or three rows (a group over its parts) are read together. ``use`` names the
    words to look for in ``register_words.csv``. A row needs two known headings.
    """
    best: Headings | None = None
    for row in range(min(len(grid.rows), _LOOKED_AT)):
        found = _headings_at(grid, row, use)
        if found and (best is None or len(found.columns) > len(best.columns)):
            best = found
    if best is None or len(best.columns) < 2:
        return None
    unheaded = _without_heading(grid, best.last_row, set(best.texts))
    return replace(best, unused=best.unused + unheaded)


def heading_count(grid: Grid, use: str = "heading") -> int:
    """How many columns of a sheet have a known heading: how much it looks like a register."""
    found = find_headings(grid, use)
    return len(found.columns) if found else 0


def _headings_at(grid: Grid, first: int, use: str) -> Headings | None:
    known = _read_row(grid.rows[first], use)
    if not known:
        return None
    texts = _texts(grid.rows[first])
    last = first
    for row in range(first + 1, min(first + _LEVELS, len(grid.rows))):
        below = _texts(grid.rows[row])
        meanings = _read_row(grid.rows[row], use)
        # A second row of headings has nothing but headings, and brings columns that lack one.
        same = {c for c, text in below.items() if texts.get(c) == text}
        if set(below) - same != set(meanings) - same or not set(meanings) - set(known):
            break
        known |= meanings
        texts |= below
        last = row
    columns: dict[str, list[int]] = {}
    for column in sorted(known, key=lambda column: (_rank(texts[column], use), column)):
        columns.setdefault(known[column], []).append(column)
    columns = {
        meaning: sorted(places) if meaning in MUST_AGREE else places[:1]
        for meaning, places in columns.items()
    }
    used = {column for places in columns.values() for column in places}
    unused = [text for column, text in sorted(texts.items()) if column not in used]
    return Headings(last, columns, texts, tuple(unused))


def _without_heading(grid: Grid, last: int, headed: set[int]) -> tuple[str, ...]:
    """Columns that have values below the headings but no heading. A CSV row has a fault then."""
    if grid.ragged:
        return ()
    filled: set[int] = set()
    for row in grid.rows[last + 1 :]:
        columns = [column for column, text in enumerate(row) if text and not text.isspace()]
        if len(columns) > 1:  # a single cell is a note
            filled.update(columns)
    return tuple(f"{letter(column)} (no heading)" for column in sorted(filled - headed))


def _texts(row: list[str]) -> dict[int, str]:
    texts = {column: printable(" ".join(text.split())) for column, text in enumerate(row)}
    return {column: text for column, text in texts.items() if text}


def _read_row(row: list[str], use: str) -> dict[int, str]:
    found = ((column, meaning_of(text, use)) for column, text in enumerate(row) if text)
    return {column: meaning for column, meaning in found if meaning}


@cache
def _words(use: str) -> dict[str, str]:
    words = table("register_words")
    words = words[words["use"] == use]
    return dict(zip(words["text"].map(_key), words["means"], strict=True))


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=10_000)
def meaning_of(text: str, use: str = "heading") -> str | None:
    """What a heading means, or None; "국가명 (Country)" and "국가 / Country" as their parts.

    >>> meaning_of("접수 번호"), meaning_of("Submitted on:"), meaning_of("비고")
    ('case_no', 'submitted_on', None)
    """
    words = _words(use)
    found = {words[key] for key in _known_keys(text, use)}
    return found.pop() if len(found) == 1 else None


def _known_keys(text: str, use: str) -> list[str]:
    """The known words that a heading is, or is made of."""
    words = _words(use)
    if len(text) > 100:
        return []
    if _key(text) in words:
        return [_key(text)]
    parts = re.split(r"[()\[\]/\n\r|,]", unicodedata.normalize("NFKC", text))
    return [key for part in parts if (key := _key(part)) in words]


def _rank(text: str, use: str) -> int:
    """A heading's place among the known words, which stand with the plainest first."""
    order = list(_words(use))
    return min(map(order.index, _known_keys(text, use)), default=len(order))
