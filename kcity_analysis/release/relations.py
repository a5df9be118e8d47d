"""What must hold in one sentence: what fits a slot, and how the slots of a sentence relate.

A day fits its month and its weekday; a year is one; a fixed name has its own number; countries are
at most cases; a total holds its parts; a range runs upwards; a change is the difference of its two
ends. A rule is *sure* where nothing else can be; else it is only a reason to doubt. Only what is
sure excludes a reading, so that a proof rests on nothing that is merely unusual.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kcity_analysis.release.changes import changed
from kcity_analysis.release.dates import MONTHS, dated
from kcity_analysis.release.pairs import COUNTED, Relation, SlotValues, paired
from kcity_analysis.release.parts import parted
from kcity_analysis.release.slots import Number, Sentence
from kcity_analysis.vocabulary import CountryLookupError, resolve_country

_LONGEST = 30
"""Nobody is paid an amount "for 45 years"; a loan may run that long."""
_LATEST = 20
"""A programme of these ministries is seldom in a later year or edition."""
_MANY = 80
"""Countries that apply in one contest: the most that ever did were 39."""


def misfit(slot: Number, value: float, text: str = "") -> str:
    """Why a value cannot stand in a slot; an empty text where it can.

    ``text`` is the value as printed: with a comma, "2,021" is no year.
    """
    unit = slot.unit
    if slot.allowed:
        known = " or ".join(f"{known:g}" for known in slot.allowed)
        return "" if value in slot.allowed else f"the name takes {known}, not {value:g}"
    whole = value == int(value) and "." not in text if value < 1e15 else False
    if unit in ("day", "ordinal", "month", "year", *COUNTED) and not whole:
        return f"{value:g} is no whole number"
    if unit == "day":
        last = calendar.monthrange(2020, slot.month or 1)[1]
        name = MONTHS[slot.month] if slot.month else "a month"
        return "" if 1 <= value <= last else f"{name} has no day {value:g}"
    if unit == "year" and slot.strict:
        short = value < 100 if slot.ending == "'" else 20 <= value < 50
        return "" if 1900 <= value <= 2100 or short else f"{value:g} is no year"
    if unit == "ordinal" and slot.ending and 1900 <= value <= 2100:
        return f"{value:g} is a year"
    if unit == "countries" and value > 200:
        return f"there are fewer than {value:g} countries"
    if unit in ("cases", "cities") and 2000 <= value <= 2060 and "," not in text:
        return f"{value:g} is a year, not a number of {unit}"
    if unit == "years" and slot.strict and value > 100:
        return f"nothing here lasts {value:g} years"
    if unit in ("months", "days", "weeks") and slot.strict and value > 1000:
        return f"nothing here lasts {value:g} {unit}"
    if unit == "percent" and whole and 2010 <= value <= 2049:
        return f"{value:g} % looks like a year"
    return ""


def unusual(slot: Number, value: float, text: str = "") -> str:
    """What is possible in a slot, but seldom so; an empty text where it is common."""
    if slot.ending and slot.ending != "'" and slot.ending != _ending(int(value)):
        return f"{value:g} does not end in “{slot.ending}”"
    if slot.unit == "day" and slot.month and value == slot.month:
        return (
            "the month is repeated: a month's numeral that became a word fills the next slot, and "
            "the day may be lost"
        )
    if slot.unit == "year" and not slot.strict and not (1900 <= value <= 2100 or value < 100):
        return f"{value:g} is no year"
    counted = slot.unit not in ("year", "number", "label", "quantity", "date", "name")
    if counted and 1990 <= value <= 2060 and "," not in (text or slot.text):
        return f"{value:g} looks like a year"
    return ""


def rare(slot: Number, value: float, text: str = "") -> str:
    """What is so rare in a slot that another reading would be the likelier; else an empty text."""
    if slot.unit == "ordinal" and value > _LATEST and slot.noun:
        return f"no {slot.noun} is the {value:g}{slot.ending} here"
    if slot.unit == "countries" and value > _MANY:
        return f"{value:g} countries are more than apply together"
    if slot.unit in ("years", "months", "weeks") and value != int(value):
        return f"{value:g} {slot.unit} are seldom said"
    return ""


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


@lru_cache(maxsize=64)
def relations(sentence: Sentence) -> tuple[Relation, ...]:
    """The rules over the slots of a sentence."""
    rules = (paired, parted, changed, dated, _spans, _names_counted, _left_over)
    return tuple(relation for rule in rules for relation in rule(sentence))


def faults(sentence: Sentence, values: SlotValues) -> list[str]:
    """What cannot be in a reading of a sentence."""
    broken = _broken(sentence, values, lambda one: one.sure)
    return [*_alone(sentence, values, misfit), *broken]


def doubts(sentence: Sentence, values: SlotValues) -> list[str]:
    """What can be in a reading of a sentence, but seldom is."""
    broken = _broken(sentence, values, lambda one: not one.sure and not one.ranks)
    return [*_alone(sentence, values, unusual), *broken]


def rarities(sentence: Sentence, values: SlotValues) -> list[str]:
    """What is rare in a reading of a sentence: no fault of numbers that have no other reading."""
    return list(_alone(sentence, values, rare))


def less_likely(sentence: Sentence, values: SlotValues) -> int:
    """How many rules that only rank readings speak against one."""
    return len(list(_broken(sentence, values, lambda one: one.ranks)))


def _alone(
    sentence: Sentence, values: SlotValues, rule: Callable[[Number, float, str], str]
) -> Iterator[str]:
    for slot, value in zip(sentence.slots, values, strict=True):
        if value is not None and slot.unit != "date":
            text = slot.text if value == slot.value else f"{value:g}"
            fault = rule(slot, value, text)
            if fault:
                yield fault


def _broken(
    sentence: Sentence, values: SlotValues, of: Callable[[Relation], bool]
) -> Iterator[str]:
    for relation in relations(sentence):
        chosen = [values[place] for place in relation.places]
        if of(relation) and None not in chosen:
            fault = relation.check(*chosen)
            if fault:
                yield fault


def _spans(sentence: Sentence) -> Iterator[Relation]:
    """Nobody is paid an amount "for 45 years"; a loan may run that long."""
    if re.search(r"\b(?:loan|lend|repa[iy])|차관", sentence.text, re.IGNORECASE):
        return
    paid = {slot.segment for slot in sentence.slots if slot.unit == "krw"}
    for place, slot in enumerate(sentence.slots):
        if slot.unit == "years" and slot.segment in paid:
            yield Relation(
                (place,),
                lambda years: f"nothing is paid for {years:g} years" if years > _LONGEST else "",
            )


# --- names counted ---------------------------------------------------------------------------

_LISTED = re.compile(
    r"^\s*(?:[a-z-]+ ){0,2}(?:countries|nations)\s*(?:\(|[:,–—-]\s*)(?:namely\s+)?"
    r"(?P<names>[A-Z][^().;:\d–—]{3,200})"
)


def _names_counted(sentence: Sentence) -> Iterator[Relation]:
    """A list of countries named in full has as many names as the number before it says."""
    if sentence.language == "ko":
        return
    for place, slot in enumerate(sentence.slots):
        if slot.unit != "countries":
            continue
        listed = _LISTED.match(sentence.after(slot, 320))
        named = _named_in_full(listed["names"]) if listed else 0
        closed = listed and re.match(
            r"\s*(?:\)|[.;–—]|$)", sentence.after(slot, 330)[listed.end() :]
        )
        if listed and not named and re.search(r"namely|[–—:]", listed.group()):
            # "namely Peru, Egypt and Kenya, put forward": the name behind "and" is the last.
            ended = re.match(r"(?P<names>[^,]+(?:, [^,]+)*?,? and [^,]+),\s+[a-z]", listed["names"])
            named, closed = (_named_in_full(ended["names"]), ended) if ended else (0, None)
        if closed and named > 1:
            yield Relation(
                (place,),
                lambda count, named=named: (
                    f"{named} countries are named, not {count:g}" if count != named else ""
                ),
            )


def _named_in_full(listed: str) -> int:
    """How many countries a list names; 0 where something in it is none."""
    names = [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", listed.strip())]
    names = [name for name in names if name]
    return len(names) if all(map(_is_country, names)) else 0


_FEW_WORDS = ("both", "double", "doubled", "doubling", "twofold", "pair", "half", "twice")


def _left_over(sentence: Sentence) -> Iterator[Relation]:
    """The numeral of a word ("in three fields") that stands again as a number may be left over."""
    words = {
        number.value: number.text
        for number in sentence.numbers
        if number.hidden and (number.value or 0) > 1 and number.text.lower() not in _FEW_WORDS
    }
    if not words:
        return
    for place, slot in enumerate(sentence.slots):
        if slot.unit in (*COUNTED, "number", "krw", "years", "months", "weeks", "days"):
            yield Relation(
                (place,),
                lambda value: (
                    f"{value:g} may be the numeral of “{words[value]}”, left over"
                    if value in words
                    else ""
                ),
                sure=False,
            )


@lru_cache(maxsize=512)
def _is_country(name: str) -> bool:
    try:
        resolve_country(re.sub(r"^the ", "", name))
    except CountryLookupError:
        return False
    return True
