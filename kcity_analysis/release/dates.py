"""Days, weekdays and years of a sentence, and what runs from one to another."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from babel.dates import get_day_names, get_month_names

from kcity_analysis.release.changes import comparisons
from kcity_analysis.release.pairs import COUNTED, Relation
from kcity_analysis.release.slots import Number, Sentence, because
from kcity_analysis.vocabulary import Listing, Message


@dataclass(frozen=True)
class Named:
    """A month (from 1) or a day of the week (from 0, Monday), by its name in any language."""

    number: int
    what: str = "month"

    def said(self, language: str, style: str = "") -> str:
        """The name: February, 2월; Monday, 월요일."""
        names = get_month_names if self.what == "month" else get_day_names
        return str(names("wide", locale=language)[self.number])


def dated(sentence: Sentence) -> Iterator[Relation]:
    """What must hold between the days, the weekdays and the years of a sentence."""
    for rule in (_ranges, _windows, _weekdays, _years):
        yield from rule(sentence)


def _ranges(sentence: Sentence) -> Iterator[Relation]:
    """A range runs upwards: amounts, counts and the days of one month. "From 9 to 4" is none."""
    moved = {place for one in comparisons(sentence) for place in one.parts.values()}
    for first, second in itertools.pairwise(range(len(sentence.slots))):
        one, two = sentence.slots[first], sentence.slots[second]
        if one.phrase != two.phrase or one.unit != two.unit or {first, second} <= moved:
            continue
        if one.unit in (*COUNTED, "krw") and "→" not in sentence.between(one, two):
            yield Relation(
                (first, second),
                lambda a, b, s=one.scale, t=two.scale: (
                    because("downwards", a=a, b=b) if a * s > b * t else None
                ),
            )
        later = re.match(
            r"(?:st|nd|rd|th)?\s*(?:of )?(?:the )?(?:next|following)\b", sentence.after(two, 40)
        )
        to = re.search(r"\bto\b|until|till|through|[-~∼〜–—]", sentence.between(one, two))
        if one.unit == "day" and two.month in (0, one.month) and to and not later:
            yield Relation(
                (first, second),
                lambda a, b: because("backwards", a=a, b=b) if a > b else None,
            )


def _windows(sentence: Sentence) -> Iterator[Relation]:
    """Months stand as they were translated: a window from August to March is no reading's fault."""
    days = [(place, slot) for place, slot in enumerate(sentence.slots) if slot.unit == "day"]
    for (first, one), (second, two) in itertools.pairwise(days):
        backwards = one.phrase == two.phrase and one.month > two.month > 0
        dated = any(slot.unit == "year" and slot.phrase == one.phrase for slot in sentence.slots)
        if backwards and not (one.month > 8 and two.month < 5) and not dated:
            yield Relation((first, second), lambda a, b: because("window-backwards"), sure=False)


def _weekdays(sentence: Sentence) -> Iterator[Relation]:
    """A day fits its weekday: in the year beside it, in one about the release's own, or in any."""
    slots = sentence.slots
    phrases: dict[int, list[int]] = {}
    for place, slot in enumerate(slots):
        if slot.unit == "day" and slot.weekday >= 0 and slot.month:
            phrases.setdefault(slot.phrase, []).append(place)
    named = [
        int(slot.value)
        for slot in slots
        if slot.value and 2000 <= slot.value <= 2100 and not bounds(sentence, slot)
    ]
    year = sentence.year
    near = {year - 1, year, year + 1, *named} if year else set(_ANY_YEAR)
    if not year and not named and len(phrases) > 1:
        every = [place for days in phrases.values() for place in days]
        dates = [(slots[place].month, slots[place].weekday) for place in every]
        yield Relation(tuple(every), lambda *found, dates=dates: _no_years(dates, found))
    for phrase, days in phrases.items():
        years = [i for i, slot in enumerate(slots) if slot.unit == "year" and slot.phrase == phrase]
        dates = [(slots[place].month, slots[place].weekday) for place in days]
        if years:
            yield Relation(
                (years[0], *days),
                lambda own, *found, dates=dates: _no_weekday(dates, found, {int(own)}),
            )
            continue
        yield Relation(
            tuple(days),
            lambda *found, dates=dates: _no_weekday(dates, found, near),
            sure=sentence.given or not year,
        )
        if year and not sentence.given:
            yield Relation(
                tuple(days),
                lambda *found, dates=dates: _no_weekday(dates, found, set(_ANY_YEAR)),
            )


_ANY_YEAR = range(2015, 2043)
"""In 28 years a day falls on every weekday, and two days in every way that they can."""


def _no_weekday(
    dates: list[tuple[int, int]], found: tuple[float, ...], years: set[int]
) -> Message | None:
    for year in years:
        if all(
            _weekday(year, month, int(day)) == weekday
            for (month, weekday), day in zip(dates, found, strict=True)
        ):
            return None
    days: list[Any] = [
        because("no-weekday", month=Named(month), day=day, weekday=Named(weekday, "day"))
        for (month, weekday), day in zip(dates, found, strict=True)
    ]
    said = Listing(days[:2], either=True)
    if len(years) == 1:
        return because("in-year", said=said, year=str(min(years)))
    return because("in-any-year", said=said)


def _no_years(dates: list[tuple[int, int]], found: tuple[float, ...]) -> Message | None:
    """Why days that stand apart in a sentence fit their weekdays in no two years side by side."""
    for year in _ANY_YEAR:
        if not any(
            _no_weekday([date], (day,), {year, year + 1})
            for date, day in zip(dates, found, strict=True)
        ):
            return None
    return because("no-two-years")


def _weekday(year: int, month: int, day: int) -> int:
    try:
        return datetime.date(year, month, day).weekday()
    except (ValueError, OverflowError):
        return -1


def bounds(sentence: Sentence, year: Number) -> bool:
    """Whether a year is the first or last of a time ("since 2017", "by 2030"), not when it is."""
    before, after = sentence.before(year, 40), sentence.after(year, 40)
    return bool(_BOUND_BEFORE.search(before) or _BOUND_AFTER.match(after))


_BOUND_BEFORE = re.compile(
    r"(?:\b(?:by|since|until|till|through|from|to|before|after)(?: the (?:end|year) of)?"
    r"|[~∼〜–-])\s*['‘’]?$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\s*년?도?\s*(?:까지|부터|이후|이래|[~∼〜]|to\b)")


def _years(sentence: Sentence) -> Iterator[Relation]:
    """A date's year is written in full, and no year stands for a count while a short one does."""
    slots = sentence.slots
    dated = {slot.phrase for slot in slots if slot.unit == "day"}
    for place, slot in enumerate(slots):
        if slot.unit == "year" and slot.phrase in dated and slot.ending != "'":
            yield Relation(
                (place,),
                lambda year: None if 1900 <= year <= 2100 else because("no-year", value=year),
            )
    short = [i for i, slot in enumerate(slots) if slot.unit == "year" and slot.ending != "'"]
    for place, slot in enumerate(slots):
        if slot.unit in ("cases", "cities", "count", "krw") and "," not in slot.text:
            for other in short[:2]:
                yield Relation(
                    (other, place),
                    lambda year, count: (
                        because("rather-the-year", count=count, year=year)
                        if year < 100 and 2010 <= count <= 2049
                        else None
                    ),
                )
