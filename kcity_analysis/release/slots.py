"""What a number in a release is: its place, its printed value, its unit, how it may move.

With what reading numbers in English and in Korean shares: what is no number (addresses, phone
numbers, whole dates, list numbers) and the fixed names that hold one (COVID-19, G2G).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kcity_analysis.vocabulary import LANGUAGES, Message, say

_SKIPPED = re.compile(
    r"(?:https?://|www\.)[^\s<>()]+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    r"|\b(?:[\w-]{1,64}\.){1,5}(?:kr|com|net|org|gov|int)\b(?:/\S*)?"
    r"|\+?\(?\d{2,4}\)?[-. ]\d{3,4}-\d{4}\b|\b1[568]\d\d-\d{4}\b"
    r"|\+\d{1,3}[-. ]\d{1,4}[-. ]\d{3,4}[-. ]\d{4}|\bext(?:ension)?\.? \d{1,5}\b"
    r"|\b[A-Z]+-?[0-9]+(?:\.[0-9]+)?(?![0-9]*G\b)(?<!COVID-)(?=[^0-9A-Za-z]|$)"
    r"|\b(?:[01]?\d|2[0-4]):[0-5]\d(?!\s*(?:match|XNUMX))\b"
    r"|\b\d{1,2}-\d{1,2}(?=\s*(?:(?:living|residential|life)\b|zone\b|block\b|생활권))"
)
_NAME_BEFORE = re.compile(r"(?:covid|corona|코로나)[ -]?(?:virus[ -]?)?(?:19[ -])?$", re.IGNORECASE)
_NUMERIC_DATE = re.compile(
    r"(?P<y>['‘’]?\d{2}|\d{4})(?:년\s?|\s?[.\-/]\s?)(?P<m>\d{1,2})(?:월\s?|\s?[.\-/]\s?)"
    r"(?P<d>\d{1,2})(?:일|\.|(?!\d|,\d))"
    r"|(?P<y2>['‘’]\d{2})\.\s?(?P<m2>\d{1,2})(?![\d.])"
    r"|(?<![\d.])(?P<m3>\d{1,2})\.\s?(?P<d3>\d{1,2})\.?\s?(?=\((?:[A-Z][a-z]{2}|[월화수목금토일]))"
)
_ENUMERATOR = re.compile(r"\s*[^\w\s]{0,3}\s*\(?\d{1,2}(?:[.)](?!\d)|(?=\s*[☞□]))\s*")


@dataclass(frozen=True)
class Number:
    """A number of a sentence: a slot with its printed value, or a word that was a numeral.

    ``unit`` is one of cases, countries, cities, count, percent, krw, year, day, month, years,
    months, weeks, days, hours, minutes, seconds, date, ordinal, name, ratio, quantity, label,
    number. ``value`` is None where the translator left the placeholder XNUMX. ``hidden`` marks a
    month name or number word: in Korean it may have been a numeral that fills a later slot.
    ``allowed`` are the only values of a fixed name (COVID-19, G2G). ``total`` says that the words
    call it a total. ``phrase`` numbers what moves as one in a sentence (a date range),
    ``segment`` the clause whose words say what the number counts.
    """

    start: int
    end: int
    text: str
    value: float | None
    unit: str
    noun: str = ""
    scale: float = 1.0
    allowed: tuple[float, ...] = ()
    month: int = 0
    weekday: int = -1
    ending: str = ""
    hidden: bool = False
    adverb: bool = False
    total: bool = False
    strict: bool = True
    phrase: int = -1
    segment: int = 0


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a text: where it stands, what language, and the numbers in it, in order.

    ``year`` is the release's, by which weekdays are judged: surely if it was ``given``, else with
    doubt, because the year that a text names most may be another.

    ``whole`` is False for a portion of a sentence too long to be read as one: numbers may have
    come into it from the other portions, so nothing in it is ever proved.
    """

    number: int
    line: int
    start: int
    text: str
    language: str
    numbers: tuple[Number, ...] = ()
    whole: bool = True
    year: int | None = None
    given: bool = False

    @cached_property
    def slots(self) -> tuple[Number, ...]:
        """The numbers that are printed as digits (or as XNUMX)."""
        return tuple(number for number in self.numbers if not number.hidden)

    def between(self, first: Number, second: Number) -> str:
        """The words between two numbers."""
        return self.text[first.end - self.start : second.start - self.start]

    def before(self, number: Number, reach: int = 1000) -> str:
        """The words before a number, the last ``reach`` letters of them."""
        at = number.start - self.start
        return self.text[max(0, at - reach) : at]

    def after(self, number: Number, reach: int = 1000) -> str:
        """The words behind a number, the first ``reach`` letters of them."""
        at = number.end - self.start
        return self.text[at : at + reach]


@dataclass(frozen=True)
class Kind:
    """What a number counts: in English the noun behind it, else what kind of number it is."""

    noun: str
    unit: str

    def said(self, language: str, style: str = "") -> str:
        """The noun, which is empty where there is none; the kind of number."""
        return self.noun if language == LANGUAGES[0] else say(f"claim.unit.{self.unit}", language)


def because(key: str, **values: Any) -> Message:
    """A reason, to be said in any language; its numbers as short as they can be."""
    short = {
        name: f"{value:g}" if isinstance(value, int | float) else value
        for name, value in values.items()
    }
    return Message(f"why.{key}", **short)


def free_of(taken: list[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether a span overlaps none of the sorted ``taken``; asked for spans in rising order."""
    place = 0

    def free(start: int, end: int) -> bool:
        nonlocal place
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        return not any(low < end and start < high for low, high in taken[place : place + 3])

    return free


def _real_date(match: re.Match[str]) -> bool:
    group = match.groupdict()
    month = int(group["m"] or group["m2"] or group["m3"])
    day = int(group["d"] or group["d3"] or 1)
    return 1 <= month <= 12 and 1 <= day <= 31


def _covid(match: re.Match[str], text: str) -> bool:
    return bool(
        re.match(r"(?:COVID|CORONA)-?\d|[A-Z]\d+[A-Z]", text[match.start() : match.end() + 1])
    )


def fixed_name(before: str, after: str) -> tuple[float, ...] | None:
    """The values that a fixed name may have: COVID-19, G2G, 5G, the 4th industrial revolution."""
    if _NAME_BEFORE.search(before):
        return (19.0,)
    letters = re.search(r"(?<![A-Za-z])[A-Z]$", before), re.match(r"[A-Z](?![A-Za-z])", after)
    if letters[0] and letters[1]:
        # P4G is a summit, R4D a programme; "to" is between governments, businesses and the like.
        if letters[0][0] + letters[1][0] == "PG":
            return (4.0,)
        return (2.0,) if letters[0][0] in "GBCPVO" else (2.0, 4.0)
    if re.match(r"(?:st|nd|rd|th)? ?industrial revolution", after, re.IGNORECASE):
        return (4.0,)
    if re.match(r"[GDK](?![A-Za-z])", after) and not before[-1:].isalpha():
        return {"G": (2.0, 3.0, 4.0, 5.0, 6.0), "D": (2.0, 3.0, 4.0), "K": (2.0, 4.0, 8.0)}[
            after[0]
        ]
    return None


def value_of(text: str) -> float | None:
    if text == "XNUMX":
        return None
    # A run of thousands of digits is no figure; float() gives inf, which fits no slot.
    return float(text.replace(",", ""))


def named_before(text: str, place: int) -> bool:
    """Whether the number at a place belongs to the name of the disease."""
    return bool(_NAME_BEFORE.search(text[max(0, place - 20) : place]))


def taken_spans(text: str) -> tuple[list[Number], list[tuple[int, int]]]:
    """What is no single number: the whole dates, and the spans of those, addresses and the like."""
    taken = [match.span() for match in _SKIPPED.finditer(text) if not _covid(match, text)]
    dates = []
    for match in _NUMERIC_DATE.finditer(text):
        if _real_date(match):
            dates.append(Number(*match.span(), match.group(), None, "date"))
            taken.append(match.span())
    head = _ENUMERATOR.match(text)
    if head and len(head.group()) < len(text):
        taken.append(head.span())
    return dates, sorted(taken)
