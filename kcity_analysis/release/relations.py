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
from kcity_analysis.release.dates import Named, dated
from kcity_analysis.release.pairs import COUNTED, Relation, SlotValues, paired
from kcity_analysis.release.parts import parted
from kcity_analysis.release.slots import Kind, Number, Sentence, because
from kcity_analysis.vocabulary import CountryLookupError, Listing, Message, resolve_country

_LONGEST = 30
"""Nobody is paid an amount "for 45 years"; a loan may run that long."""
_LATEST = 20
"""A programme of these ministries is seldom in a later year or edition."""
_MANY = 80
"""Countries that apply in one contest: the most that ever did were 39."""


def misfit(slot: Number, value: float, text: str = "") -> Message | None:
    """Why a value cannot stand in a slot; None where it can.

    ``text`` is the value as printed: with a comma, "2,021" is no year.
    """
    unit = slot.unit
    if slot.allowed:
        known = Listing([f"{known:g}" for known in slot.allowed], either=True)
        return None if value in slot.allowed else because("name", known=known, value=value)
    whole = value == int(value) and "." not in text if value < 1e15 else False
    if unit in ("day", "ordinal", "month", "year", *COUNTED) and not whole:
        return because("not-whole", value=value)
    if unit == "day":
        last = calendar.monthrange(2020, slot.month or 1)[1]
        if 1 <= value <= last:
            return None
        if not slot.month:
            return because("no-day", day=value)
        return because("no-day-in", month=Named(slot.month), day=value)
    if unit == "year" and slot.strict:
        short = value < 100 if slot.ending == "'" else 20 <= value < 50
        return None if 1900 <= value <= 2100 or short else because("no-year", value=value)
    if unit == "ordinal" and slot.ending and 1900 <= value <= 2100:
        return because("a-year", value=value)
    if unit == "countries" and value > 200:
        return because("all-countries", value=value)
    if unit in ("cases", "cities") and 2000 <= value <= 2060 and "," not in text:
        return because("a-year-not", value=value, unit=Message(f"claim.unit.{unit}"))
    if unit == "years" and slot.strict and value > 100:
        return because("too-long", value=value, unit=Message(f"claim.unit.{unit}"))
    if unit in ("months", "days", "weeks") and slot.strict and value > 1000:
        return because("too-long", value=value, unit=Message(f"claim.unit.{unit}"))
    if unit == "percent" and whole and 2010 <= value <= 2049:
        return because("like-a-year", value=value)
    return None


def unusual(slot: Number, value: float, text: str = "") -> Message | None:
    """What is possible in a slot, but seldom so; None where it is common."""
    if slot.ending and slot.ending != "'" and slot.ending != _ending(int(value)):
        return because("ending", value=value, ending=slot.ending)
    if slot.unit == "day" and slot.month and value == slot.month:
        return because("month-repeated")
    if slot.unit == "year" and not slot.strict and not (1900 <= value <= 2100 or value < 100):
        return because("no-year", value=value)
    counted = slot.unit not in ("year", "number", "label", "quantity", "date", "name")
    if counted and 1990 <= value <= 2060 and "," not in (text or slot.text):
        return because("like-a-year", value=value)
    return None


def rare(slot: Number, value: float, text: str = "") -> Message | None:
    """What is so rare in a slot that another reading would be the likelier; else None."""
    if slot.unit == "ordinal" and value > _LATEST and slot.noun:
        return because("too-late", value=value, noun=Kind(slot.noun, slot.unit))
    if slot.unit == "countries" and value > _MANY:
        return because("many-countries", value=value)
    if slot.unit in ("years", "months", "weeks") and value != int(value):
        return because("seldom", value=value, unit=Message(f"claim.unit.{slot.unit}"))
    return None


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


@lru_cache(maxsize=64)
def relations(sentence: Sentence) -> tuple[Relation, ...]:
    """The rules over the slots of a sentence."""
    rules = (paired, parted, changed, dated, _spans, _names_counted, _left_over)
    return tuple(relation for rule in rules for relation in rule(sentence))


def faults(sentence: Sentence, values: SlotValues) -> list[Message]:
    """What cannot be in a reading of a sentence."""
    broken = _broken(sentence, values, lambda one: one.sure)
    return [*_alone(sentence, values, misfit), *broken]


def doubts(sentence: Sentence, values: SlotValues) -> list[Message]:
    """What can be in a reading of a sentence, but seldom is."""
    broken = _broken(sentence, values, lambda one: not one.sure and not one.ranks)
    return [*_alone(sentence, values, unusual), *broken]


def rarities(sentence: Sentence, values: SlotValues) -> list[Message]:
    """What is rare in a reading of a sentence: no fault of numbers that have no other reading."""
    return list(_alone(sentence, values, rare))


def less_likely(sentence: Sentence, values: SlotValues) -> int:
    """How many rules that only rank readings speak against one."""
    return len(list(_broken(sentence, values, lambda one: one.ranks)))


def _alone(
    sentence: Sentence, values: SlotValues, rule: Callable[[Number, float, str], Message | None]
) -> Iterator[Message]:
    for slot, value in zip(sentence.slots, values, strict=True):
        if value is not None and slot.unit != "date":
            text = slot.text if value == slot.value else f"{value:g}"
            fault = rule(slot, value, text)
            if fault:
                yield fault


def _broken(
    sentence: Sentence, values: SlotValues, of: Callable[[Relation], bool]
) -> Iterator[Message]:
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
                lambda years: because("paid-too-long", years=years) if years > _LONGEST else None,
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
                    because("named", named=named, count=count) if count != named else None
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
                    because("left-over", value=value, word=words[value]) if value in words else None
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
