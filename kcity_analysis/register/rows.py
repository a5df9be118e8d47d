"""Which rows of a sheet are cases, and which are totals, notes, headings, groups or empty.

A row is a case, or it is set aside and named; none is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from kcity_analysis.register.headings import Headings, meaning_of
from kcity_analysis.register.meanings import categories_of, meaning
from kcity_analysis.register.values import (
    clean,
    ends_in_total,
    is_count,
    is_ditto,
    is_empty,
    is_total,
    is_worded,
    squeezed,
    texts_for,
    to_day,
    unnumbered,
    verdict_on,
    words_for,
)
from kcity_analysis.vocabulary import InputError, resolve


@dataclass(eq=False)
class EncodedTexts:
    """A column of texts: the distinct ones as they stand (``raws``) and cleaned (``words``).

    ``codes`` says for each row which of them it has.
    """

    codes: np.ndarray[Any, Any]
    raws: list[str]
    words: list[str]
    _texts: Any = None

    def where(self, test: Callable[[str], bool], among: str = "") -> np.ndarray[Any, Any]:
        """The rows whose text passes a test, as truths, of those in which ``among`` is found."""
        if among:
            flags = np.zeros(len(self.words), dtype=bool)
            for code in self.found(among):
                flags[code] = test(self.words[code])
        else:
            flags = np.fromiter(map(test, self.words), bool, len(self.words))
        result: np.ndarray[Any, Any] = flags[self.codes]
        return result

    def found(self, pattern: str) -> list[int]:
        """The distinct texts, as codes, in which a pattern (of RE2) is found: a million texts of
        which few matter need not be looked at one by one.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._texts is None:
            self._texts = pa.array(self.words, pa.string())
        matching = pc.match_substring_regex(self._texts, pattern)
        found: list[int] = np.flatnonzero(matching.to_numpy(zero_copy_only=False)).tolist()
        return found

    def taken(self, rows: np.ndarray[Any, Any]) -> EncodedTexts:
        """The same column of some rows."""
        return EncodedTexts(self.codes[rows], self.raws, self.words, self._texts)


def column_of(array: Any) -> EncodedTexts:
    """An Arrow array of text as a column."""
    import pyarrow.compute as pc

    encoded = array.dictionary_encode()
    raws = encoded.dictionary.to_pylist()
    words = raws.copy()
    plain = pc.match_substring_regex(encoded.dictionary, _PLAIN).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(~plain).tolist():
        words[at] = clean(raws[at])
    texts = encoded.dictionary if plain.all() else None
    return EncodedTexts(encoded.indices.to_numpy(), raws, words, texts)


_PLAIN = r"^[!-<>-~가-힣]+( [!-~가-힣]+)*$"
"""Text that cleaning leaves as it is: letters with single spaces between them, no formula."""


def constant(text: str, length: int) -> EncodedTexts:
    """A column that says the same in every row."""
    return EncodedTexts(np.zeros(length, dtype=np.int64), [text], [clean(text)])


@dataclass(frozen=True)
class Group:
    """A row that heads those below it: the meaning of its text, or none, and the text."""

    row: int
    name: str
    text: str


@dataclass(eq=False)
class Sorted:
    """The rows of a piece: ``cases`` as truths, others by position with the reason.

    ``contested`` are rows of which that cannot be told, each with what is unclear: "total" (it has
    a word for totals, and what only a case has), "headings" (others than above), "joined" (merged
    with the row above in its number, and yet another), "section" (it heads rows that may not
    count).
    """

    cases: np.ndarray[Any, Any]
    aside: list[tuple[int, str, str]]
    groups: list[Group]
    contested: dict[int, str]


_FREE = {"title", "applicant", "remark", "status", "left_out", "count", "more_countries"}
"""Columns in which words for totals may be part of a longer text."""


def sort_rows(
    columns: list[EncodedTexts],
    headings: Headings,
    data: np.ndarray[Any, Any],
    joined: Mapping[int, list[int]] | None = None,
) -> Sorted:
    """What each of the rows ``data`` (as truths) is. ``joined`` are the columns in which a row, by
    position, is merged with the one above.
    """
    used = headings.used
    nothing = np.zeros(len(data), dtype=bool)
    filled, total = nothing.copy(), nothing.copy()
    for position, column in enumerate(columns):
        filled |= column.where(bool)
        total |= column.where(_total_test(used.get(position)), _total_marks())
    plain = ~nothing
    for name in ("country", "type"):
        places = [] if name == "type" and headings.types else headings.columns.get(name, [])
        for place in places[:1]:
            plain &= columns[place].where(_says_something) if place < len(columns) else nothing
    if not headings.columns.get("country"):
        plain = nothing
    filled &= data
    joined = joined or {}
    for position in joined:
        plain[position] = False
    found = Sorted(filled & plain & ~total, [], [], {})
    for position in np.flatnonzero(filled & ~found.cases).tolist():
        texts = {
            place: text
            for place, column in enumerate(columns)
            if (text := column.words[column.codes[position]])
        }
        reason = _no_case(texts, headings) or _joined(texts, headings, joined.get(position, []))
        shown = " | ".join(texts.values())[:200]
        if reason in _CONTESTED:
            found.contested[int(position)] = reason
            found.cases[position] = True
        elif reason:
            found.aside.append((int(position), reason, shown))
            if reason == "group row":
                found.groups.append(group_of(int(position), next(iter(texts.values()))))
        else:
            found.cases[position] = True
    return found


@cache
def _total_marks() -> str:
    """The pattern of what any text with a word for totals, or a count, has in it."""
    words = words_for("total")
    starts = {r"[\W_]*".join(word[:4]) for word in words if word.isascii()}
    starts |= {word[-1] for word in words if not word.isascii()}
    return rf"(?i)\d ?(건|개|case|countr)|{'|'.join(sorted(starts))}"


def _total_test(name: str | None) -> Callable[[str], bool]:
    """What tells a word for totals in a column of the meaning ``name``."""
    if name == "title":
        return _is_titled_total
    return is_total if name is None or name in _FREE else _is_any_total


def _is_titled_total(text: str) -> bool:
    return is_total(text) or (not text.isascii() and is_count(text))


def _is_any_total(text: str) -> bool:
    return is_count(text) or (len(text) <= 40 and (is_total(text) or ends_in_total(text)))


@lru_cache(maxsize=50_000)
def _says_something(text: str) -> bool:
    """Whether a country's or type's cell has words that head, total or count nothing."""
    if is_ditto(text):
        return True
    return is_worded(text) and not _is_any_total(text) and not meaning_of(text)


_CONTESTED = ("total", "headings", "joined", "section")
_ESSENTIAL = ("country", "type", "city", "field", "title", "applicant", "submitted_on")


def _no_case(texts: dict[int, str], headings: Headings) -> str | None:
    """The key of the reason why a row is no case, or of what is unclear; None if it is a case.

    A row with a word for totals is a total, unless it also has what only a case has: a number such
    as 21-01, a day, or two of its numbers, title and applicant.
    """
    used = headings.used
    if _numbers_columns(list(texts.values())):
        return "headings again"
    if all(meaning_of(texts.get(place, "")) for place in used if place not in headings.types):
        same = (
            meaning_of(text) in (used[place], "place", "unsettled", None)
            or text == headings.texts.get(place)
            for place, text in texts.items()
            if place in used
        )
        return "headings again" if all(same) else "headings"
    if any(_total_test(used.get(place))(text) for place, text in texts.items()):
        return "total" if _has_own_details(texts, headings) else "total row"
    first = next(iter(texts.values()))
    if len(set(texts.values())) == 1:
        if _is_note(first):
            return "note row"
        if verdict_on(first, {}, free=True)[0] == "ask":
            return "section"
        if _heads_a_group(texts, headings) or _says_that_they_count(first):
            return "group row"
        if _NOTE.match(first):
            return "note row"
    said = [text for place, text in texts.items() if used.get(place) in _ESSENTIAL]
    nothing = words_for("nothing more")
    if all(is_empty(text) or is_ditto(text) or squeezed(text) in nothing for text in said):
        rest = [text for place, text in texts.items() if used.get(place) not in _ESSENTIAL]
        if not any(map(_is_ditto_or_word, rest)):
            return "numbered only"
        if len(texts) <= 2 and any(map(_is_note, rest)):
            return "note row"
    if any(map(_is_note, texts.values())) and not any(
        meaning(name, texts.get(place, "")).fault is None
        for name in ("country", "type")
        for place in headings.columns.get(name, [])
    ):
        return "note row"
    return None


def _says_that_they_count(text: str) -> bool:
    return words_for("status").get(squeezed(unnumbered(text))) == ("in",) and is_worded(text)


def _numbers_columns(texts: list[str]) -> bool:
    """Whether a row counts the columns: (1), (2), (3)."""
    numbers = [text.strip("()[]<> .") for text in texts]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _joined(texts: dict[int, str], headings: Headings, joined: Collection[int]) -> str | None:
    """Whether a row that is merged with the one above in its number or title is more of that case.

    It is if all that tells one case from another is merged; else that is unclear, unless it has a
    number of its own.
    """
    used = headings.used
    names = {used.get(place) for place in joined}
    if names.isdisjoint({"case_no", "serial", "title"}):
        return None
    own = {
        used[place]
        for place, text in texts.items()
        if place in used and place not in joined and not is_empty(text)
    } - {"applicant", "remark", "status", "left_out", "count"}
    if not own:
        return "more of the row above"
    return None if own & {"case_no", "serial"} else "joined"


def _is_ditto_or_word(text: str) -> bool:
    """Whether a text beside an empty row says something of its own: no number, year or mark."""
    if squeezed(text) in words_for("nothing more") or is_empty(text):
        return False
    if meaning("year", text).fault is None or meaning("stage", text).fault is None:
        return False
    return is_worded(text) and re.fullmatch(r"[A-Za-z]{0,4}[-\s]?[\d\-./\s]+", text) is None


_NOTE = re.compile(r"[-–·•▷▶→☞] ?\S|[^\W\d][^:]{0,11} ?: ?\S|.*(니다|시오|바람|(\w+ ){4,}\w+)\.?$")
"""A line of its own that is a note, if it is nothing else: "담당: 가나", or a sentence."""


def _is_note(text: str) -> bool:
    folded = text.casefold()
    return folded.startswith(texts_for("note"))


def _has_own_details(texts: dict[int, str], headings: Headings) -> bool:
    def said(name: str) -> list[str]:
        found = [texts.get(place, "") for place in headings.columns.get(name, [])]
        return [text for text in found if not is_empty(text) and not _is_any_total(text)]

    def is_day(text: str) -> bool:
        try:
            to_day(text, 2021)
        except ValueError:
            return False
        return True

    coded = any(re.search(r"\d\D+\d|[^\W\d]+\D*\d", text) for text in said("case_no"))
    kept = [said("serial"), said("case_no"), said("title"), said("applicant")]
    return coded or sum(map(bool, kept)) > 1 or any(map(is_day, said("submitted_on")))


def _heads_a_group(texts: dict[int, str], headings: Headings) -> bool:
    """Whether the one text of a row heads those below it: a type, country, year, field or region.

    A country that stands in the column of countries is a case that lacks the rest, not a group.
    """
    place, text = next(iter(texts.items()))
    own = headings.used.get(place)
    group = group_of(0, text)
    return bool(group.name) and (len(texts) > 1 or group.name != own or unnumbered(text) != text)


_PERIOD = re.compile(
    r"(?:\d{4}년? ?)?(?:\d{1,2}월(?:분)?|[1-4] ?분기|[상하전후]반기|제? ?\d{1,2} ?차)"
)


def group_of(row: int, text: str) -> Group:
    """What a text that heads rows says of them: their type, year, country, field or region."""
    if _PERIOD.fullmatch(text.strip("[]()<> ")):
        return Group(row, "region", text)
    plain = unnumbered(re.sub(r"[(\[:]? ?[\d,]+ ?(건|개국|개|cases?)? ?[)\]]?$", "", text))
    for one in (text, unnumbered(text), plain):
        if categories_of("type", one):
            return Group(row, "type", one)
    for name in ("year", "country", "field"):
        if meaning(name, plain).fault is None and not is_empty(plain):
            return Group(row, name, plain)
    if squeezed(plain) in words_for("region") or meaning("stage", plain).fault is None:
        return Group(row, "region", plain)
    try:
        resolve("region", plain)
    except InputError:
        return Group(row, "", text)
    return Group(row, "region", plain)
