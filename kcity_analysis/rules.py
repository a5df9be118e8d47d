"""What must hold in one sentence: what fits a slot, and how the slots of a sentence relate.

A day fits its month, its weekday and its ending (the 3th is none); a year is one; a fixed name has
its own number; countries are at most cases; a total holds its parts; a range runs upwards.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Iterator

from kcity_analysis.claims import Sentence
from kcity_analysis.slots import Number

Values = tuple[float | None, ...]


def misfit(slot: Number, value: float, year: int | None = None, lenient: bool = True) -> str:
    """Why a value cannot stand in a slot; an empty text where it can.

    ``year`` is that of the release, for weekdays. ``lenient`` lets pass what is only unusual
    (two-digit years): the printed reading is judged leniently, all others strictly.
    """
    unit = slot.unit
    if unit == "date" or value is None:
        return ""
    if slot.allowed:
        known = " or ".join(f"{known:g}" for known in slot.allowed)
        return "" if value in slot.allowed else f"the name takes {known}, not {value:g}"
    whole = value == int(value) if value < 1e15 else False
    if unit in ("day", "ordinal", "countries", "cities", "cases", "year") and not whole:
        return f"{value:g} is no whole number"
    if slot.ending and slot.ending != "'" and slot.ending != _ending(int(value)):
        return f"{value:g} does not end in “{slot.ending}”"
    if unit == "day":
        return _no_day(slot, int(value), year)
    if unit == "year" and not (slot.strict is False and lenient):
        short = 10 <= value <= 50 or (slot.ending == "'" and value < 100)
        if not (1900 <= value <= 2100 or short):
            return f"{value:g} is no year"
    if unit == "countries" and value > 200:
        return f"there are fewer than {value:g} countries"
    if unit == "years" and slot.strict and value > 100:
        return f"nothing here lasts {value:g} years"
    if unit in ("months", "days", "weeks") and slot.strict and value > 1000:
        return f"nothing here lasts {value:g} {unit}"
    counted = unit not in ("year", "krw", "number", "label", "quantity")
    if not lenient and counted and 1990 <= value <= 2060 and "," not in slot.text:
        return f"{value:g} looks like a year"
    return ""


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _no_day(slot: Number, day: int, year: int | None) -> str:
    name = calendar.month_name[slot.month] if slot.month else "a month"
    last = calendar.monthrange(year or 2020, slot.month)[1] if slot.month else 31
    if not 1 <= day <= last:
        return f"{name} has no day {day}"
    dated = slot.weekday >= 0 and slot.month and year
    if dated and datetime.date(year or 2020, slot.month, day).weekday() != slot.weekday:
        return f"{name} {day}, {year} is no {calendar.day_name[slot.weekday]}"
    return ""


def broken(sentence: Sentence, values: Values, year: int | None = None) -> list[str]:
    """What cannot be in a reading of a sentence: values that misfit, relations that do not hold."""
    slots = sentence.slots
    own = _own_year(slots, values) or year
    faults = [
        fault
        for slot, value in zip(slots, values, strict=True)
        if value is not None and (fault := misfit(slot, value, own))
    ]
    return faults + [
        fault
        for check in (_pairs, _totals, _ranges, _moves)
        for fault in check(sentence, slots, values)
    ]


def _own_year(slots: tuple[Number, ...], values: Values) -> int | None:
    for slot, value in zip(slots, values, strict=True):
        if slot.unit == "year" and value is not None and 1900 <= value <= 2100:
            return int(value)
    return None


def _between(sentence: Sentence, first: Number, second: Number) -> str:
    return sentence.text[first.end - sentence.start : second.start - sentence.start]


def pairs(sentence: Sentence) -> list[tuple[int, int, bool]]:
    """The slots that state cases (or cities) and countries of one thing: (count, countries, sure).

    A pair is "X cases from Y countries", "Y countries (X cases)" or "Y개국 X건": both in reach of
    one preposition, verb or bracket, with no other count between them. ``sure`` is False where
    fewer things than countries are unusual rather than impossible (one project of two countries).
    """
    found = []
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        if {one.unit, two.unit} not in ({"cases", "countries"}, {"cities", "countries"}):
            continue
        between = _between(sentence, one, two)
        if sentence.language == "ko":
            if len(between) < 24 and not re.search(r"[.,;:]|에서\s.*(?:이상|만)", between[:-1]):
                found.append(
                    (first, second, True) if two.unit == "countries" else (second, first, True)
                )
        elif two.unit == "countries":
            link = re.search(
                r"\b(from|in|of|across|by)\b(?:\s+[\w'-]+){0,3}\s*(?:['‘’])?$", between
            )
            if link and not re.search(r"[.;:]", between):
                loose = (
                    one.unit == "cases"
                    and link[1] != "from"
                    and one.noun.startswith(("pro", "ass"))
                )
                found.append((first, second, not loose or one.total or (one.value or 0) > 9))
        elif re.fullmatch(
            r"[^.;:]{0,14}(?:countries|nations)[^.;:]{0,24}?(?:\(|,|submitted|filed|sent|with|「)"
            r"\s*(?:a total of )?", between
        ):  # fmt: skip
            found.append((second, first, True))
    return found


def _pairs(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    for count, countries, sure in pairs(sentence):
        cases, states = values[count], values[countries]
        if sure and cases is not None and states is not None and cases < states:
            yield f"{cases:g} {slots[count].unit} cannot come from {states:g} countries"


def _totals(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """A total holds at least the parts that it includes, where both count the same thing."""
    for place, slot in enumerate(slots[:-1]):
        if not includes(sentence, slot, slots[place + 1]):
            continue
        parts = [
            value
            for other, value in zip(slots[place + 1 :], values[place + 1 :], strict=True)
            if other.noun.rstrip("s") == slot.noun.rstrip("s") and value is not None
        ]
        whole = values[place]
        if whole is not None and parts and sum(parts) > whole:
            yield f"{whole:g} cannot include {' and '.join(f'{part:g}' for part in parts)}"
    for first, second in itertools.pairwise(range(len(slots))):
        one, two, a, b = slots[first], slots[second], values[first], values[second]
        inside = re.search(r"\((?:including|of which)\b", _between(sentence, one, two))
        amounts = inside and one.unit == two.unit == "krw"
        if amounts and a is not None and b is not None and a * one.scale < b * two.scale:
            yield f"{a:g} cannot include {b:g}"


def includes(sentence: Sentence, whole: Number, part: Number) -> bool:
    """Whether "16 cases, including 9 cases" is said: the same thing counted, part after whole."""
    same = whole.noun and whole.noun.rstrip("s") == part.noun.rstrip("s")
    return bool(same) and bool(_INCLUDING.search(_between(sentence, whole, part)))


_INCLUDING = re.compile(r"\bincluding\s+(?:a total of\s+|about\s+)?$")


def _ranges(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """A range runs upwards: amounts, counts and the days of one month."""
    for first, second in itertools.pairwise(range(len(slots))):
        one, two, a, b = slots[first], slots[second], values[first], values[second]
        if one.phrase != two.phrase or one.unit != two.unit or a is None or b is None:
            continue
        if (
            one.unit in ("krw", "cases", "count", "countries", "cities")
            and a * one.scale > b * two.scale
        ):
            yield f"the range {a:g} to {b:g} runs downwards"
        if one.unit == "day" and (one.month == two.month and a > b):
            yield f"day {a:g} to day {b:g} runs backwards"
        if (
            one.unit == "day"
            and one.month > two.month > 0
            and not (one.month > 8 and two.month < 5)
        ):
            yield "the window runs backwards"


_LESS = re.compile(r"\b(?:reduc|decreas|cut|shorten|fell|fall|drop|lower)\w*", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:increas|r[oi]se|grew|grow|expand|jump|rais|doubl|tripl)\w*", re.IGNORECASE
)


def _moves(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """ "Reduced from X to Y" goes down, "increased from X to Y" up."""
    for first, second in itertools.pairwise(range(len(slots))):
        one, two, a, b = slots[first], slots[second], values[first], values[second]
        if one.segment != two.segment or one.unit != two.unit or a is None or b is None:
            continue
        start = one.start - sentence.start
        before = sentence.text[max(0, start - 90) : start]
        if one.unit in ("day", "year") or not re.search(r"\bfrom\s+$", before):
            continue
        if not re.search(r"\bto\s+$", _between(sentence, one, two)):
            continue
        down, up = bool(_LESS.search(before)), bool(_MORE.search(before))
        if (down and not up and b > a) or (up and not down and b < a):
            yield f"{'a fall' if down else 'a rise'} cannot go from {a:g} to {b:g}"
