"""Where a sheet's headings stand and what they mean, in English or Korean and any order.

The spellings are those of ``data/reference/register_words.csv``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from kcity_analysis.register.meanings import categories_of, meaning
from kcity_analysis.register.sheets import HEAD, printable
from kcity_analysis.register.values import (
    clean,
    is_ditto,
    is_empty,
    is_mark,
    is_no_mark,
    is_total,
    left_out_by,
    squeezed,
    words_for,
)

_LEVELS = 3

MUST_AGREE = {"year", "country"}
"""What several columns may say, if they all say the same."""

MANY = {*MUST_AGREE, "status", "left_out", "remark", "serial", "more_countries"}
"""What several columns may be headed."""

Rows = list[list[str]]


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: ``columns`` by meaning, with the positions of those that have it.

    ``last_row`` is the position of their last row; data begin below. ``texts`` are the headings as
    they stand, by position; ``unused`` those without a meaning, or second to another of the same:
    of "사업명(국문)" and "사업명(영문)" the first is used. Only a year and a country may stand in
    several columns (국가, 국가코드), which must agree. ``types`` are the columns that are headed by
    a type, and hold a mark where it is meant; ``places`` those that are headed by a country and
    more, with what more (city, applicant), in order; ``settled`` those whose heading may mean
    several things (구분), known by their values; ``marked`` those of a status in which nothing but
    marks stand (접수여부: ○). ``above`` is the position of the headings of another register above
    these, or -1.
    """

    last_row: int
    columns: dict[str, list[int]]
    texts: dict[int, str]
    unused: tuple[str, ...] = ()
    types: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    settled: tuple[int, ...] = ()
    marked: frozenset[int] = frozenset()
    above: int = -1

    @property
    def used(self) -> dict[int, str]:
        """The meaning of each position that has one."""
        found = {column: name for name, columns in self.columns.items() for column in columns}
        return found | dict.fromkeys(self.types, "type")


def find_headings(rows: Rows, use: str = "heading", *, ragged: bool = False) -> Headings | None:
    """The headings of a sheet: the row, near the top, with most known ones; None where none has.

    Headings on two or three rows (a group over its parts) are read together. ``use`` names the
    words to look for in ``register_words.csv``. A row needs two known headings.
    """
    best: Headings | None = None
    above = -1
    for row in range(min(len(rows), HEAD)):
        found = _headings_at(rows, row, use)
        if found and (best is None or _weight(found) > _weight(best)):
            if best and _heads_cases(best, rows[best.last_row + 1 : row]):
                above = best.last_row
            best = found
    if best is None or _weight(best) < 2:
        return None
    unheaded = () if ragged else _without_heading(rows, best.last_row, set(best.texts))
    below = rows[best.last_row + 1 :]
    marked = frozenset(c for c in best.columns.get("status", []) if _has_marks(c, below))
    return replace(best, unused=best.unused + unheaded, marked=marked, above=above)


def _has_marks(column: int, rows: Rows) -> bool:
    """Whether a column has marks for yes and nothing else but marks for no."""
    texts = {clean(row[column]) for row in rows if column < len(row)}
    yes = {text for text in texts if is_mark(text) and not text.isdecimal()}
    return bool(yes) and all(map(is_no_mark, texts - yes))


def _heads_cases(headings: Headings, rows: Rows) -> bool:
    """Whether there are rows below headings, of a country and more, that fill most of them."""
    used = headings.used
    held = [[place for place in used if place < len(row) and clean(row[place])] for row in rows]
    return "country" in used.values() and any(2 * len(one) > len(used) > 1 for one in held)


def heading_count(rows: Rows, use: str = "heading") -> int:
    """How many columns of a sheet have a known heading: how much it looks like a register."""
    found = find_headings(rows, use)
    return _weight(found) if found else 0


def _weight(headings: Headings) -> int:
    """How much a row looks like one of headings. A number and a remark stand in any table."""
    return len({*headings.used.values()} - {"serial", "remark", "status", "left_out", "count"})


def _headings_at(rows: Rows, first: int, use: str) -> Headings | None:
    known = _read_row(rows[first], use)
    if not known:
        return None
    texts = _texts(rows[first])
    last = first
    types: dict[int, str] = {}
    for row in range(first + 1, min(first + _LEVELS, len(rows))):
        below = _texts(rows[row])
        meanings = _read_row(rows[row], use)
        # A second row of headings has nothing but headings, and brings columns that lack one.
        same = {c for c, text in below.items() if texts.get(c) == text}
        kinds = _types(below, use)
        if len(kinds) > 1 and not set(below) - same - set(kinds) - set(meanings):
            types = kinds
        elif set(below) - same != set(meanings) - same or not set(meanings) - set(known):
            break
        known |= meanings
        texts |= below
        last = row
    if not types:
        types = {c: kind for c, kind in _types(texts, use).items() if c not in known}
        types = types if len(types) > 1 and "type" not in known.values() else {}
    known = {column: name for column, name in known.items() if column not in types}
    if types:
        known = {column: name for column, name in known.items() if name != "type"}
    places = {c: parts_of(texts[c], use) for c, name in known.items() if name == "place"}
    if "country" in known.values():  # the country beside is the application's, not an office's
        places = {c: parts for c, parts in places.items() if "applicant" not in parts}
    known = {c: "country" if c in places else name for c, name in known.items()}
    columns: dict[str, list[int]] = {}
    for column in sorted(known, key=lambda column: (_rank(texts[column], use), column)):
        columns.setdefault(known[column], []).append(column)
    settled = _settle(columns, rows, last, bool(types))
    columns = {
        name: sorted(places_of) if name in MANY else places_of[:1]
        for name, places_of in columns.items()
    }
    used = {column for found in columns.values() for column in found} | set(types)
    unused = [text for column, text in sorted(texts.items()) if column not in used]
    places = {c: parts for c, parts in places.items() if c in used}
    return Headings(last, columns, texts, tuple(unused), types, places, tuple(settled))


def _types(texts: dict[int, str], use: str) -> dict[int, str]:
    """The columns that are headed by a type of their own."""
    if use != "heading":
        return {}
    found = {column: categories_of("type", text) for column, text in texts.items()}
    return {column: kinds[0] for column, kinds in found.items() if kinds}


_SETTLED = ("type", "stage", "year", "country", "field", "status", "selected")
"""What a heading such as 구분 may mean, the likeliest first."""


def _settle(columns: dict[str, list[int]], rows: Rows, last: int, has_types: bool) -> list[int]:
    """Give the columns that are headed 구분 the meaning that their values have, if they have one.

    At least half of the values must be known words of it, and it must be one that no other column
    has. ``columns`` is changed in place.
    """
    settled = []
    for column in columns.pop("unsettled", []):
        values = {clean(row[column]) for row in rows[last + 1 :] if column < len(row)}
        values = {t for t in values if not (is_empty(t) or is_total(t) or is_ditto(t))}
        free = [name for name in _SETTLED if name not in columns]
        if has_types:
            free.remove("type")
        counts = {name: sum(_is(name, text) for text in values) for name in free}
        name = max(counts, key=lambda one: counts[one], default="")
        if name and counts[name] and 2 * counts[name] >= len(values):
            columns[name] = [column]
            settled.append(column)
    return settled


def _is(name: str, text: str) -> bool:
    if name in ("type", "field"):
        return bool(categories_of(name, text))
    if name == "status":
        return squeezed(text) in words_for("status")
    return meaning(name, text).fault is None


def _without_heading(rows: Rows, last: int, headed: set[int]) -> tuple[str, ...]:
    """Columns that have values below the headings but no heading. A CSV row has a fault then."""
    filled: set[int] = set()
    for row in rows[last + 1 :]:
        columns = [column for column, text in enumerate(row) if text and not text.isspace()]
        if len(columns) > 1:  # a single cell is a note
            filled.update(columns)
    return tuple(f"{letter(column)} (no heading)" for column in sorted(filled - headed))


def letter(column: int) -> str:
    """A column's letter as a spreadsheet program shows it, from its number counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _texts(row: list[str]) -> dict[int, str]:
    texts = {column: printable(clean(text)) for column, text in enumerate(row)}
    return {column: text for column, text in texts.items() if text}


def _read_row(row: list[str], use: str) -> dict[int, str]:
    found = ((column, meaning_of(text, use)) for column, text in enumerate(row) if text)
    return {column: name for column, name in found if name}


@lru_cache(maxsize=10_000)
def meaning_of(text: str, use: str = "heading") -> str | None:
    """What a heading means, or None; "국가명 (Country)" and "국가 / Country" as their parts.

    A heading of a country with its city or applicant ("국가/도시") is a "place".

    >>> meaning_of("접수 번호"), meaning_of("Submitted on:"), meaning_of("국가(도시)")
    ('case_no', 'submitted_on', 'place')
    """
    words = words_for(use)
    if use == "heading" and left_out_by(text):
        return "left_out"
    found = {words[key][0] for key in _known_keys(text, use)}
    found = found - {"unsettled"} or found
    if "country" in found and len(found) > 1 and not found - {"country", "city", "applicant"}:
        return "place"
    return found.pop() if len(found) == 1 else None


def parts_of(text: str, use: str = "heading") -> tuple[str, ...]:
    """What a heading of a country and more names beside it, in its order.

    >>> parts_of("국가/도시/기관"), parts_of("신청기관(국가)")
    (('city', 'applicant'), ('applicant',))
    """
    found = [words_for(use)[key][0] for key in _known_keys(text, use)]
    return tuple(dict.fromkeys(name for name in found if name != "country"))


def _known_keys(text: str, use: str) -> list[str]:
    """The known words that a heading is, or is made of."""
    words = words_for(use)
    if len(text) > 100:
        return []
    if (key := squeezed(text)) in words:
        return [key]
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"^\s*(\d{1,2}[.)]|[①-⑳]|\(\d{1,2}\))\s*", "", text)
    if (key := squeezed(text)) in words:
        return [key]
    parts = re.split(r"[()\[\]/\n\r|,·ㆍ&*]|\s및\s", text)
    return [key for part in parts if (key := squeezed(part)) in words]


@cache
def _order(use: str) -> dict[str, int]:
    return {key: place for place, key in enumerate(words_for(use))}


def _rank(text: str, use: str) -> int:
    """A heading's place among the known words, which stand with the plainest first."""
    return min((_order(use)[key] for key in _known_keys(text, use)), default=len(_order(use)))
