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

from kcity_analysis.release.claims import Sentence
from kcity_analysis.release.slots import Number

Values = tuple[float | None, ...]


_MONTHS, _DAYS = list(calendar.month_name), list(calendar.day_name)

_ROUGHLY = 5.0
"""By how many points a percentage in running text may differ from the two numbers it sums up."""


def misfit(slot: Number, value: float, years: tuple[int, ...] = (), lenient: bool = True) -> str:
    """Why a value cannot stand in a slot; an empty text where it can.

    ``years`` are those that a weekday may be of (none: weekdays are not checked). ``lenient`` lets
    pass what is only unusual: the printed reading is judged leniently, all others strictly.
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
        return _no_day(slot, int(value), years)
    if unit == "year" and not (slot.strict is False and lenient):
        short = 10 <= value <= 50 or (slot.ending == "'" and value < 100)
        if not (1900 <= value <= 2100 or short):
            return f"{value:g} is no year"
    if unit == "percent" and whole and 2010 <= value <= 2049:
        return f"{value:g} % looks like a year"
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


def _no_day(slot: Number, day: int, years: tuple[int, ...]) -> str:
    name = _MONTHS[slot.month] if slot.month else "a month"
    last = calendar.monthrange(years[0] if len(years) == 1 else 2020, slot.month or 1)[1]
    if not 1 <= day <= last:
        return f"{name} has no day {day}"
    if slot.weekday >= 0 and slot.month and years:
        days = {
            datetime.date(year, slot.month, day).weekday()
            for year in years
            if day <= calendar.monthrange(year, slot.month)[1]
        }
        if slot.weekday not in days:
            return f"{name} {day} is no {_DAYS[slot.weekday]} in {years[len(years) // 2]}"
    return ""


def broken(sentence: Sentence, values: Values, year: int | None = None) -> list[str]:
    """What cannot be in a reading of a sentence: values that misfit, relations that do not hold."""
    slots = sentence.slots
    own = _own_year(sentence, slots, values)
    # The year of a release is not always that of its dates: the years beside it may be meant.
    years = (own,) if own else (year - 1, year, year + 1, *_in_years(sentence)) if year else ()
    faults = [
        fault
        for slot, value in zip(slots, values, strict=True)
        if value is not None and (fault := misfit(slot, value, years))
    ]
    return faults + [
        fault
        for check in (_pairs, _totals, _ranges, _moves, _years, _spans)
        for fault in check(sentence, slots, values)
    ]


def _own_year(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> int | None:
    for slot, value in zip(slots, values, strict=True):
        if slot.unit == "year" and value is not None and 1900 <= value <= 2100:
            dates = any(other.phrase == slot.phrase and other.unit == "day" for other in slots)
            if dates or not (bounds(sentence, slot) or slot.value in _in_years(sentence)):
                return int(value)
    return None


def _in_years(sentence: Sentence) -> tuple[int, ...]:
    """The years of "in 2017": that of the days beside them, or of something else."""
    return tuple(int(year) for year in re.findall(r"\b[Ii]n ((?:19|20)\d\d)\b", sentence.text))


def bounds(sentence: Sentence, year: Number) -> bool:
    """Whether a year is the first or last of a time ("since 2017", "by 2030"), not when it is."""
    before = sentence.text[: year.start - sentence.start]
    after = sentence.text[year.end - sentence.start :]
    return bool(_BOUND_BEFORE.search(before) or _BOUND_AFTER.match(after))


_BOUND_BEFORE = re.compile(
    r"(?:\b(?:by|since|until|till|through|from|to|before|after)(?: the (?:end|year) of)?"
    r"|[~∼〜–-])\s*['‘’]?$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\s*년?도?\s*(?:까지|부터|이후|이래|[~∼〜]|to\b)")


def between(sentence: Sentence, first: Number, second: Number) -> str:
    """The words between two numbers of a sentence."""
    return sentence.text[first.end - sentence.start : second.start - sentence.start]


def pairs(sentence: Sentence) -> list[tuple[int, int, bool]]:
    """The slots that state cases (or cities) and countries of one thing: (count, countries, sure).

    A pair is "X cases from Y countries", "Y countries (X cases)" or "Y개국 X건": both in reach of
    one preposition, verb or bracket, with no other count between them. ``sure`` is False where
    fewer things than countries are unusual rather than impossible (one project of two countries).
    """
    found: list[tuple[int, int, bool]] = []
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        if {one.unit, two.unit} not in ({"cases", "countries"}, {"cities", "countries"}):
            continue
        words = between(sentence, one, two)
        paired = {place for pair in found for place in pair[:2]}
        if sentence.language == "ko":
            if re.fullmatch(_KOREAN_PAIR, words):
                found.append(
                    (first, second, True) if two.unit == "countries" else (second, first, True)
                )
        elif two.unit == "countries":
            link = re.search(r"\b(from|in|of|across|by)\b(?:\s+[\w'-]+){0,3}\s*['‘’]?$", words)
            if link and not re.search(r"[.;:]", words):
                shared = one.unit == "cases" and one.noun.startswith(("pro", "ass"))
                few = (one.value or 0) <= _FEW and not one.total
                found.append((first, second, link[1] == "from" or not (shared and few)))
        elif re.fullmatch(_COUNTRIES_FIRST, words) and (first not in paired or "(" in words):
            found.append((second, first, True))
    return found


_FEW = 3
"""So few projects may be of several countries each: unusual, not impossible."""

_KOREAN_PAIR = (
    r"\s*(?:개\s?국(?:가)?|개\s?도시|건)\s*(?:에서|으로부터|이|의|에)?\s*\(?(?:총|모두|약)?\s*"
)
_COUNTRIES_FIRST = (
    r"[^.;:]{0,14}(?:countries|nations)[^.;:]{0,24}?(?:\(|,|submitted|filed|sent|with|「)"
    r"\s*(?:a total of )?"
)


def unusual(sentence: Sentence) -> list[str]:
    """What is possible in a sentence as printed, but seldom so."""
    slots = sentence.slots
    return [
        f"{slots[count].value:g} {slots[count].noun} of {slots[countries].value:g} countries"
        for count, countries, sure in pairs(sentence)
        if not sure and (slots[count].value or 0) < (slots[countries].value or 0)
    ]


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
            if alike(slot, other) and value is not None
        ]
        whole = values[place]
        if whole is not None and parts and sum(parts) > whole:
            yield f"{whole:g} cannot include {' and '.join(f'{part:g}' for part in parts)}"
    for first, second in itertools.pairwise(range(len(slots))):
        one, two, a, b = slots[first], slots[second], values[first], values[second]
        chosen = two.noun in _CHOOSABLE and _CHOSEN.search(between(sentence, one, two))
        if chosen and one.noun and a is not None and b is not None and a > b:
            yield f"{a:g} cannot be chosen out of {b:g}"
        inside = re.search(r"\((?:including|of which)\b", between(sentence, one, two))
        amounts = inside and one.unit == two.unit == "krw"
        if amounts and a is not None and b is not None and a * one.scale < b * two.scale:
            yield f"{a:g} cannot include {b:g}"


def includes(sentence: Sentence, whole: Number, part: Number) -> bool:
    """Whether "16 cases, including 9 cases" is said: the same thing counted, part after whole."""
    return alike(whole, part) and bool(_INCLUDING.search(between(sentence, whole, part)))


def alike(one: Number, other: Number) -> bool:
    """Whether two slots count the same thing: cases of any name, or things of one name."""
    cases = one.unit == other.unit == "cases"
    return cases or (bool(one.noun) and one.noun.rstrip("s") == other.noun.rstrip("s"))


_CHOOSABLE = ("applicants", "applications", "candidates", "proposals")
_CHOSEN = re.compile(
    r"\b(?:selected|certified|chosen|designated|approved)\b[^.;:,]*\b(?:out of|from|among)\s+"
    r"(?:a total of\s+|about\s+|the\s+)*$"
)
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
            and "→" not in between(sentence, one, two)
        ):
            yield f"the range {a:g} to {b:g} runs downwards"
        after = sentence.text[two.end - sentence.start :]
        later = re.match(r"(?:st|nd|rd|th)?\s*(?:of )?(?:the )?(?:next|following)\b", after)
        if one.unit == "day" and two.month in (0, one.month) and a > b and not later:
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


def _years(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """No year stands for a count or an amount where a short number stands for the year."""
    short = [
        value
        for slot, value in zip(slots, values, strict=True)
        if slot.unit == "year" and slot.ending != "'" and value is not None and value < 100
    ]
    for slot, value in zip(slots, values, strict=True):
        counted = slot.unit in ("cases", "cities", "count", "krw") and "," not in slot.text
        if short and counted and value is not None and 2010 <= value <= 2049:
            yield f"{value:g} looks like the year, rather than {short[0]:g}"


def _spans(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """Nobody is paid an amount "for 45 years"; a loan may run that long."""
    if re.search(r"\b(?:loan|lend|repa[iy])|차관", sentence.text, re.IGNORECASE):
        return
    paid = {slot.segment for slot in slots if slot.unit == "krw"}
    for slot, value in zip(slots, values, strict=True):
        if slot.unit == "years" and slot.segment in paid and (value or 0) > _LONGEST:
            yield f"nothing is paid for {value:g} years"


_LONGEST = 30


def _moves(sentence: Sentence, slots: tuple[Number, ...], values: Values) -> Iterator[str]:
    """ "Reduced from X to Y" goes down, "increased from X to Y" up, by about the percent stated."""
    for first, second in itertools.pairwise(range(len(slots))):
        one, two, a, b = slots[first], slots[second], values[first], values[second]
        if one.segment != two.segment or one.unit != two.unit or a is None or b is None:
            continue
        start = one.start - sentence.start
        before = sentence.text[max(0, start - 90) : start]
        if one.unit in ("day", "year") or not re.search(r"\bfrom\s+$", before):
            continue
        if not re.search(r"\bto\s+$", between(sentence, one, two)):
            continue
        down, up = bool(_LESS.search(before)), bool(_MORE.search(before))
        if (down and not up and b > a) or (up and not down and b < a):
            yield f"{'a fall' if down else 'a rise'} cannot go from {a:g} to {b:g}"
        elif (down or up) and a and first and slots[first - 1].segment == one.segment:
            yield from _percent(sentence, slots[first - 1], values[first - 1], a, b)


def _percent(
    sentence: Sentence, slot: Number, percent: float | None, a: float, b: float
) -> Iterator[str]:
    start = slot.start - sentence.start
    by = re.search(r"\bby\s+$", sentence.text[max(0, start - 20) : start])
    exact = 100 * abs(b - a) / a
    if by and slot.unit == "percent" and percent is not None and abs(exact - percent) > _ROUGHLY:
        yield f"from {a:g} to {b:g} is {exact:.0f} %, not {percent:g} %"
