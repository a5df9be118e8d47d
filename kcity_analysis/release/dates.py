"""Days, weekdays and years of a sentence, and what runs from one to another."""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Iterator

from kcity_analysis.release.changes import comparisons
from kcity_analysis.release.pairs import COUNTED, Relation
from kcity_analysis.release.slots import Number, Sentence

MONTHS, DAYS = list(calendar.month_name), list(calendar.day_name)


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
                    f"the range {a:g} to {b:g} runs downwards" if a * s > b * t else ""
                ),
            )
        later = re.match(
            r"(?:st|nd|rd|th)?\s*(?:of )?(?:the )?(?:next|following)\b", sentence.after(two, 40)
        )
        to = re.search(r"\bto\b|until|till|through|[-~∼〜–—]", sentence.between(one, two))
        if one.unit == "day" and two.month in (0, one.month) and to and not later:
            yield Relation(
                (first, second),
                lambda a, b: f"day {a:g} to day {b:g} runs backwards" if a > b else "",
            )


def _windows(sentence: Sentence) -> Iterator[Relation]:
    """Months stand as they were translated: a window from August to March is no reading's fault."""
    days = [(place, slot) for place, slot in enumerate(sentence.slots) if slot.unit == "day"]
    for (first, one), (second, two) in itertools.pairwise(days):
        backwards = one.phrase == two.phrase and one.month > two.month > 0
        dated = any(slot.unit == "year" and slot.phrase == one.phrase for slot in sentence.slots)
        if backwards and not (one.month > 8 and two.month < 5) and not dated:
            yield Relation((first, second), lambda a, b: "the window runs backwards", sure=False)


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


def _no_weekday(dates: list[tuple[int, int]], found: tuple[float, ...], years: set[int]) -> str:
    for year in years:
        if all(
            _weekday(year, month, int(day)) == weekday
            for (month, weekday), day in zip(dates, found, strict=True)
        ):
            return ""
    month, weekday = dates[0]
    said = f"{MONTHS[month]} {found[0]:g} is no {DAYS[weekday]}"
    if len(dates) > 1:
        said += f", or {MONTHS[dates[1][0]]} {found[1]:g} no {DAYS[dates[1][1]]}"
    return said + (f" in {min(years)}" if len(years) == 1 else "")


def _no_years(dates: list[tuple[int, int]], found: tuple[float, ...]) -> str:
    """Why days that stand apart in a sentence fit their weekdays in no two years side by side."""
    for year in _ANY_YEAR:
        if not any(
            _no_weekday([date], (day,), {year, year + 1})
            for date, day in zip(dates, found, strict=True)
        ):
            return ""
    return "the days fit their weekdays in no two years that follow each other"


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
                (place,), lambda year: "" if 1900 <= year <= 2100 else f"{year:g} is no year"
            )
    short = [i for i, slot in enumerate(slots) if slot.unit == "year" and slot.ending != "'"]
    for place, slot in enumerate(slots):
        if slot.unit in ("cases", "cities", "count", "krw") and "," not in slot.text:
            for other in short[:2]:
                yield Relation(
                    (other, place),
                    lambda year, count: (
                        f"{count:g} looks like the year, rather than {year:g}"
                        if year < 100 and 2010 <= count <= 2049
                        else ""
                    ),
                )
