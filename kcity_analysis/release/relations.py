"""What must hold in one sentence: what fits a slot, and how the slots of a sentence relate.

A day fits its month and its weekday; a year is one; a fixed name has its own number; countries are
at most cases; a total holds its parts; a range runs upwards; a change is the difference of its two
ends. A rule is *sure* where nothing else can be; else it is only a reason to doubt. Only what is
sure excludes a reading, so that a proof rests on nothing that is merely unusual.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kcity_analysis.release.slots import Number, Sentence
from kcity_analysis.vocabulary import CountryLookupError, resolve_country

SlotValues = tuple[float | None, ...]

_MONTHS, _DAYS = list(calendar.month_name), list(calendar.day_name)
_ROUGHLY = 5.0
"""By how many points a percentage in running text may differ from the two numbers it sums up."""
_LONGEST = 30
"""Nobody is paid an amount "for 45 years"; a loan may run that long."""
COUNTED = ("cases", "countries", "cities", "count")


@dataclass(frozen=True)
class Relation:
    """A rule over some slots of a sentence; ``check`` says of their values what cannot be."""

    places: tuple[int, ...]
    check: Callable[..., str]
    sure: bool = True


@dataclass(frozen=True)
class Pair:
    """The slots that state things and the countries that they are from."""

    count: int
    countries: int
    sure: bool


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
        name = _MONTHS[slot.month] if slot.month else "a month"
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


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


@lru_cache(maxsize=64)
def relations(sentence: Sentence) -> tuple[Relation, ...]:
    """The rules over the slots of a sentence."""
    rules = (
        _pairs, _pairs_within, _wholes, _summed, _chosen, _ranges, _windows, _moves, _spans,
        _names_counted, _left_over, _broken_down, _exceeding, _of_before, _both_moved,
    )  # fmt: skip
    found = [relation for rule in rules for relation in rule(sentence)]
    return (*found, *_weekdays(sentence), *_years(sentence))


def faults(sentence: Sentence, values: SlotValues) -> list[str]:
    """What cannot be in a reading of a sentence."""
    return [*_alone(sentence, values, misfit), *_broken(sentence, values, sure=True)]


def doubts(sentence: Sentence, values: SlotValues) -> list[str]:
    """What can be in a reading of a sentence, but seldom is."""
    return [*_alone(sentence, values, unusual), *_broken(sentence, values, sure=False)]


def _alone(
    sentence: Sentence, values: SlotValues, rule: Callable[[Number, float, str], str]
) -> Iterator[str]:
    for slot, value in zip(sentence.slots, values, strict=True):
        if value is not None and slot.unit != "date":
            text = slot.text if value == slot.value else f"{value:g}"
            fault = rule(slot, value, text)
            if fault:
                yield fault


def _broken(sentence: Sentence, values: SlotValues, *, sure: bool) -> Iterator[str]:
    for relation in relations(sentence):
        chosen = [values[place] for place in relation.places]
        if relation.sure == sure and None not in chosen:
            fault = relation.check(*chosen)
            if fault:
                yield fault


# --- cases and countries ---------------------------------------------------------------------

_APPLIED = ("case", "appl", "subm", "prop", "requ", "entr", "bid", "doss", "idea", "item")
_FROM = (
    r"\b(?P<link>from|in|of|across|by|over|among|representing|spanning|covering|involving)\s+"
    r"(?:(?:governments? of|the governments of|up to|as many as|no fewer than|no less than|a total"
    r" of|a record|over|some|about|around|more than|at least|the|all|these|those|altogether|nearly"
    r"|almost|approximately|only|just|and|local governments? in|cities (?:in|of|across)|bidders in"
    r"|applicants (?:in|from))\s+)*['‘’]?$"
)
_EACH_OF_ONE = (
    "people", "persons", "participants", "visitors", "officials", "experts", "representatives",
    "companies", "firms", "institutions", "governments", "agencies", "organizations", "delegations",
)  # fmt: skip
_TAKING_PART = re.compile(
    r"\s*(?:countries|nations)\s+(?:participat|taking part|took part|apply|applied|involved"
    r"|represented|joined|joining)"
)
_CHOICE = re.compile(
    r"\b(?:select|cho[os]s?en?|pick|shortlist|approv|award|winn)\w*\b[^.;:]*"
    r"\b(?:out of|among|amongst|from(?: among)?)\b",
    re.IGNORECASE,
)
_APPLYING = (
    r"submi\w*|fil(?:ed|ing)|sent|send\w*|handed|applied|apply\w*|proposed|proposing|put forward"
    r"|entered|lodged|presented|offered|requested|turned in|contributed|tendered|responded|with"
)
_CONTEST = re.compile(
    r"\b(?:select\w*|cho[os]s?en?|pick\w*|receiv\w*|submi\w*|appl[iy]\w*|total|k-?city|"
    r"recommend\w*|award\w*|contest|competition|filed|came in|supported|winning|won)\b",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(
    r"\b(?:funded|financ\w+|operat\w+|invest\w+|implement\w*|carr(?:y|ied) out|running|runs?|ran"
    r"|works? on|engaged|active)\b|\b(?:first|past|last) \S+ (?:years|decades)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def pairs(sentence: Sentence) -> tuple[Pair, ...]:
    """The slots that state cases (or cities, or other things) and countries of one thing.

    A pair is "X cases from Y countries", "Y countries (X cases)" or "Y개국 X건": no other count
    stands between them. It is not sure where fewer things than countries are possible, such as
    one project for two countries.
    """
    counts = [i for i, slot in enumerate(sentence.slots) if slot.unit in COUNTED]
    found: list[Pair] = []
    taken: set[int] = set()
    for first, second in itertools.pairwise(counts):
        one, two = sentence.slots[first], sentence.slots[second]
        if (one.unit == "countries") == (two.unit == "countries"):
            continue
        read = _pair_ko if sentence.language == "ko" else _pair_en
        sure = read(sentence, one, two)
        if sure is None or (first in taken and not (sure and "(" in sentence.between(one, two))):
            continue
        count, countries = (second, first) if one.unit == "countries" else (first, second)
        found.append(Pair(count, countries, sure))
        taken |= {first, second}
    return tuple(found)


def _pair_ko(sentence: Sentence, one: Number, two: Number) -> bool | None:
    words = sentence.between(one, two)
    if {one.unit, two.unit} & {"count"} or not re.fullmatch(_KOREAN_PAIR, words):
        return None
    return True


_KOREAN_PAIR = (
    r"\s*(?:개\s?국(?:가)?|개\s?도시|건)\s*(?:에서|으로부터|에|이|가|의)?\s*"
    r"(?:\(|총|모두|약|,\s*총)?\s*(?:총|모두|약)?\s*"
)


def _pair_en(sentence: Sentence, one: Number, two: Number) -> bool | None:
    """Whether two neighbouring counts are of one thing: surely, perhaps (False), or not (None)."""
    words = sentence.between(one, two)
    if re.search(r"[.!?;]\s|\bwhile\b|\bwhereas\b", words):
        return None
    bracketed = re.fullmatch(r"[\w\s'’-]{1,40}\((?:from |in |by )?", words)
    if two.unit == "countries" and one.unit in ("cases", "cities") and bracketed:
        return bool(re.match(r"\s*(?:countries|country|nations?)\s*\)", sentence.after(two, 20)))
    if two.unit == "countries":
        linked = re.search(_FROM, words)
        if not linked and one.unit == "cases":
            taking_part = _TAKING_PART.match(sentence.after(two, 60))
            if taking_part and re.search(r"\b(?:with|and|as)\s+(?:a total of\s+)?$", words):
                return True
            return False if re.fullmatch(r"\s*[a-z]+\s*[,/]\s*", words) else None
        if not linked:
            return None
        head = re.split(r"[ ,(]", words.strip(), maxsplit=1)[0]
        if _CHOICE.search(sentence.before(one)[-80:] + " N " + words) and linked["link"] in (
            "from",
            "among",
        ):
            return False
        if one.unit == "count":
            close = linked["link"] == "from" and "," not in words
            return one.noun in _EACH_OF_ONE if close else None
        applied = one.noun.startswith(_APPLIED)
        if applied and linked["link"] in ("from", "by", "of", "across", "representing"):
            return True
        if one.unit == "cities" or linked["link"] == "from":
            return True
        if _PROGRAMME.search(sentence.text) and not applied:
            return None
        few = (one.value or 0) <= 3 and not one.total and not applied
        return bool(_CONTEST.search(sentence.text)) and not few and head != "per"
    near = re.fullmatch(r"[^.;:]{0,14}(?:countries|country|nations?|states)[^.;:]{0,140}", words)
    if not near or two.unit == "count":
        return None
    if re.fullmatch(r"\s*(?:countries|country|nations?)\s*[,/·]\s*(?:a total of )?", words):
        return bool(re.search(r"[(:]\s*$", sentence.before(one, 4)))
    ended = re.search(
        rf"(?:\(|\b(?:{_APPLYING})\b(?:\s+(?:in|up|us|it|forward))?)\s*"
        r"(?:(?:a|the|total|of|altogether|some|about|as many as|over|more than|in all)\s+)*$",
        words,
    )
    if ended:
        return True
    return False if two.unit == "cases" and not re.search(r"\band\b|,", words) else None


def _pairs(sentence: Sentence) -> Iterator[Relation]:
    for pair in pairs(sentence):
        noun = sentence.slots[pair.count].noun or sentence.slots[pair.count].unit
        yield Relation(
            (pair.count, pair.countries),
            lambda count, countries, noun=noun: (
                f"{count:g} {noun} cannot come from {countries:g} countries"
                if count < countries
                else ""
            ),
            pair.sure,
        )


# --- wholes and their parts ------------------------------------------------------------------

_INCLUDING = re.compile(r"\bincluding\s+(?:a total of\s+|about\s+)?$|\bof which\s+(?:about\s+)?$")


def includes(sentence: Sentence, whole: Number, part: Number) -> bool:
    """Whether "16 cases, including 9 cases" is said: the same thing counted, part after whole."""
    return alike(whole, part) and bool(_INCLUDING.search(sentence.between(whole, part)))


def alike(one: Number, other: Number) -> bool:
    """Whether two slots count the same thing: cases of any name, or things of one name."""
    cases = one.unit == other.unit == "cases"
    return cases or (bool(one.noun) and one.noun.rstrip("s") == other.noun.rstrip("s"))


def _wholes(sentence: Sentence) -> Iterator[Relation]:
    """A total holds at least the parts that it includes, where both count the same thing."""
    slots = sentence.slots
    for place, slot in enumerate(slots[:-1]):
        if includes(sentence, slot, slots[place + 1]):
            last = place + 1
            while (
                last + 1 < len(slots)
                and alike(slots[last + 1], slots[place + 1])
                and re.fullmatch(
                    r"[^.;:]{0,80}(?:,|\band\b)\s*", sentence.between(slots[last], slots[last + 1])
                )
            ):
                last += 1
            parts = tuple(range(place + 1, last + 1))
            yield Relation((place, *parts), _holds, sure=slot.unit == "cases")
            for part in parts:
                yield Relation((place, part), _holds)
        inside = re.search(r"\((?:including|of which)\b", sentence.between(slot, slots[place + 1]))
        if inside and slot.unit == slots[place + 1].unit == "krw":
            one, two = slot.scale, slots[place + 1].scale
            yield Relation(
                (place, place + 1),
                lambda a, b, one=one, two=two: (
                    f"{a:g} cannot include {b:g}" if a * one < b * two else ""
                ),
            )


def _holds(whole: float, *parts: float) -> str:
    if sum(parts) <= whole:
        return ""
    return f"{whole:g} cannot include {' and '.join(f'{part:g}' for part in parts)}"


_PART_FOR = re.compile(r"\s+(?:[a-z]+\s+)?(?:for|in|on|of|from|to)\b")


def _broken_down(sentence: Sentence) -> Iterator[Relation]:
    """ "34 applications (20 for planning and 14 for demonstration)": the parts are within it."""
    slots = sentence.slots
    for place, slot in enumerate(slots):
        if slot.unit != "cases" or re.search(r"\(\s*$", sentence.before(slot, 3)):
            continue
        rest = sentence.after(slot, 400)
        opened = re.match(r"[a-z\s'’-]{0,40}(?:(?:from|in) \d+ [a-z]+)?\s*[(:]\s*", rest)
        if not opened:
            continue
        end = rest.find(")") if opened.group().rstrip().endswith("(") else len(rest)
        low, high = slot.end + opened.end(), slot.end + end
        parts = []
        for other in range(place + 1, len(slots)):
            one = slots[other]
            if low <= one.start < high and one.unit in ("number", "cases"):
                if not _PART_FOR.match(sentence.after(one, 40)):
                    break
                parts.append(other)
        if len(parts) > 1:
            yield Relation((place, *parts), _holds)


def _exceeding(sentence: Sentence) -> Iterator[Relation]:
    """ "95 cases, exceeding last year's 80": more than that, or more than double."""
    slots = sentence.slots
    for place, slot in enumerate(slots[1:], 1):
        said = _EXCEEDS.search(sentence.before(slot, 60))
        if not said or slot.unit not in ("number", "cases", "countries"):
            continue
        times = _TIMES.get((said["times"] or "").lower(), 1)
        unit = "countries" if slot.unit == "countries" else "cases"
        whole = [i for i in range(place) if slots[i].unit == unit]
        if whole:
            yield Relation(
                (whole[-1], place),
                lambda n, o, times=times: f"{n:g} does not exceed {o:g}" if n <= times * o else "",
            )


_TIMES = {"double": 2, "twice": 2, "triple": 3, "three times": 3}
_EXCEEDS = re.compile(
    r"\b(?:exceed\w*|surpass\w*|topp\w*|more than (?P<times>double|twice|triple|three times))"
    r"\s+(?:last year's|the previous year's|the|that of|those of)?\s*(?:total of |record of )?$",
    re.IGNORECASE,
)


def _of_before(sentence: Sentence) -> Iterator[Relation]:
    """ "Out of 80 applications, 12 were chosen": a part stands behind its whole."""
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        lead = re.search(
            r"\b(?:[Oo]ut of|[Aa]mong|[Oo]f)\s+(?:(?:the|all|these|a total of)\s+)*$",
            sentence.before(one, 30),
        )
        counts = {one.unit, two.unit} <= {"cases", "number"} and one.unit == "cases"
        gap = sentence.between(one, two)
        if lead and counts and re.fullmatch(r"[^.;:,]{0,60},\s*(?:a total of |only |just )?", gap):
            yield Relation(
                (first, second), lambda a, b: f"{b:g} cannot be out of {a:g}" if b > a else ""
            )


_CASE_WORDS = ("applic", "case", "propos", "submis", "proj")


def _both_moved(sentence: Sentence) -> Iterator[Relation]:
    """Cases "from 80 to 111" and countries "from 23 to 39": never fewer cases than countries."""
    found: dict[str, tuple[int, int]] = {}
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        moved = re.search(r"\bfrom\s+$", sentence.before(one, 12)) and re.fullmatch(
            r"(?:\s+[a-z]+)?\s+to\s+", sentence.between(one, two)
        )
        if not moved or {one.unit, two.unit} - {"number", "cases", "countries"}:
            continue
        words = sentence.before(one, 80).lower()
        spots = {
            "countries": max(words.rfind("countr"), words.rfind("nation")),
            "cases": max(words.rfind(word) for word in _CASE_WORDS),
        }
        measure = max(spots, key=lambda name: spots[name])
        if spots[measure] >= 0:
            found[measure] = (first, second)
    if len(found) == 2:
        for cases, countries in zip(found["cases"], found["countries"], strict=True):
            yield Relation(
                (cases, countries),
                lambda n, c: f"{n:g} cases cannot come from {c:g} countries" if n < c else "",
            )


_IN_ALL = re.compile(
    r"\s*(?:[a-z]+\s)?\(?(?:in all|in total|altogether|overall|all told|in sum)\b|\s+cases in all\b"
)


def _summed(sentence: Sentence) -> Iterator[Relation]:
    """A list that ends in "87 in all" adds up to no more than that."""
    slots = sentence.slots
    for place, slot in enumerate(slots):
        if not _IN_ALL.match(sentence.after(slot, 40)) or slot.unit not in ("number", "cases"):
            continue
        parts = []
        for other in range(place - 1, -1, -1):
            gap = sentence.between(slots[other], slots[other + 1])
            same = slots[other].unit in ("number", "cases")
            if not same or len(gap) > 90 or re.search(r"[.!?;]\s", gap):
                break
            parts.append(other)
        if len(parts) > 1:
            yield Relation((place, *reversed(parts)), _holds)


_CHOSEN = re.compile(
    r"\b(?:selected|certified|chosen|designated|approved|picked|shortlisted|won|awarded)\b[^.;:]*"
    r"\b(?:out of|from|among)\s+(?:a total of\s+|about\s+|the\s+|all\s+|among\s+)*$"
)
_OUT_OF = re.compile(
    r"^[\w\s'’-]{0,40}\b(?:out of|of(?= (?:the|all|a total of)\b))\s+"
    r"(?:a total of\s+|the\s+|all\s+|these\s+|its\s+)*$"
)


def _pairs_within(sentence: Sentence) -> Iterator[Relation]:
    """One pair is of another: "11 from 9 countries out of 111 from 39"."""
    for one, two in itertools.pairwise(pairs(sentence)):
        slots = sentence.slots
        low = max(one.count, one.countries, key=lambda place: slots[place].start)
        high = min(two.count, two.countries, key=lambda place: slots[place].start)
        if high <= low or slots[one.count].unit != slots[two.count].unit:
            continue
        gap = sentence.between(slots[low], slots[high])
        if re.search(r"[.!?;]\s|\d", gap):
            continue
        first = min(slots[one.count].start, slots[one.countries].start)
        before = sentence.text[: first - sentence.start]
        if re.search(r"\b(?:out of|from among)\s+(?:(?:the|a total of|all)\s+)*$", gap):
            part, whole = one, two
        elif _INCLUDING.search(gap) or re.search(r"\b[Oo]f (?:the|these|all)\s+$", before):
            part, whole = two, one
        else:
            continue
        for measure in ("count", "countries"):
            yield Relation(
                (getattr(part, measure), getattr(whole, measure)),
                lambda a, b: f"{a:g} cannot be out of {b:g}" if a > b else "",
            )


def _chosen(sentence: Sentence) -> Iterator[Relation]:
    for first, second in itertools.pairwise(range(len(sentence.slots))):
        one, two = sentence.slots[first], sentence.slots[second]
        words = sentence.between(one, two)
        counts = {one.unit, two.unit} <= {*COUNTED, "number"}
        if not counts or (
            "countries" in (one.unit, two.unit) and one.unit not in (two.unit, "number")
        ):
            continue
        same = alike(one, two) or not one.noun or not two.noun
        if (_OUT_OF.match(words) and same) or (
            one.noun and two.noun in _CHOOSABLE and _CHOSEN.search(words)
        ):
            yield Relation(
                (first, second),
                lambda a, b: f"{a:g} cannot be out of {b:g}" if a > b else "",
            )


_CHOOSABLE = ("applicants", "applications", "candidates", "proposals", "submissions", "entries")


# --- ranges and moves ------------------------------------------------------------------------


def _ranges(sentence: Sentence) -> Iterator[Relation]:
    """A range runs upwards: amounts, counts and the days of one month."""
    for first, second in itertools.pairwise(range(len(sentence.slots))):
        one, two = sentence.slots[first], sentence.slots[second]
        if one.phrase != two.phrase or one.unit != two.unit:
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


LESS = re.compile(
    r"\b(?:reduc|decreas|cut|shorten|f[ea]ll|drop|lower|declin|down|fewer|less|shr[aiu]nk|smaller)\w*",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:increas|r[oi]se|rising|grew|grow|expand|jump|rais|doubl|tripl|up|more|climb|soar|higher"
    r"|gain|add(?:ed|ing)|surg)\w*",
    re.IGNORECASE,
)


def _moves(sentence: Sentence) -> Iterator[Relation]:
    """ "From X to Y" goes the way its verb says; "N, up M from P" adds up."""
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        if one.unit == two.unit and one.unit not in ("day", "year", "date"):
            yield from _from_to(sentence, first, second)
    yield from _from_before(sentence)
    yield from _more_than(sentence)
    yield from _grown(sentence)


def _from_to(sentence: Sentence, first: int, second: int) -> Iterator[Relation]:
    one, two = sentence.slots[first], sentence.slots[second]
    before = sentence.before(one, 90)
    if not re.search(r"\bfrom\s+$", before) or not re.search(
        r"\bto\s+$", sentence.between(one, two)
    ):
        return
    down, up = bool(LESS.search(before)), bool(MORE.search(before))
    if down == up:
        return
    yield Relation(
        (first, second),
        lambda a, b: (
            f"{'a fall' if down else 'a rise'} cannot go from {a:g} to {b:g}"
            if (b > a if down else b < a)
            else ""
        ),
    )
    if first and sentence.slots[first - 1].unit == "percent":
        by = re.search(r"\bby\s+(?:about\s+)?$", sentence.before(sentence.slots[first - 1], 20))
        if by:
            yield Relation((first - 1, first, second), _share_of_move)


def _share_of_move(percent: float, a: float, b: float) -> str:
    exact = 100 * abs(b - a) / a if a else percent
    if abs(exact - percent) <= _ROUGHLY:
        return ""
    return f"from {a:g} to {b:g} is {exact:.0f} %, not {percent:g} %"


_UP_FROM = re.compile(
    r"(?P<way>\bup\b|\bdown\b|\bmore\b|\bfewer\b|\bless\b|increas\w*|decreas\w*|ris\w+|rose|fell"
    r"|fall\w*|drop\w*|growth|grew|decline\w*)[^.;:]*$",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(
    r"\s*(?:\w+ )?more (?:\w+ )?than (?:in |that of |those of |in that of )?(?:the )?"
    r"(?:last|previous|preceding|year before|a year)",
    re.IGNORECASE,
)


_FROM_LAST = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:\w+ )?(?:from|on|over)\s+(?:the\s+)?(?:year before|last year"
    r"|previous)"
)


def _grown(sentence: Sentence) -> Iterator[Relation]:
    """ "N, 16 more than in the previous year": the growth is no more than all of it."""
    slots = sentence.slots
    for place, slot in enumerate(slots):
        grown = _THAN_BEFORE.match(sentence.after(slot, 60)) or (
            re.search(r"\bup(?: by)?\s+$", sentence.before(slot, 12))
            and _FROM_LAST.match(sentence.after(slot, 60))
        )
        if place and slot.unit in ("number", "cases") and grown:
            # What stands at once before it is what has grown; else the applications have.
            near = slots[place - 1].unit == "countries" and re.fullmatch(
                r"[a-z ]{0,40},\s*(?:or |up |up by )?", sentence.between(slots[place - 1], slot)
            )
            whole = [i for i in range(place) if slots[i].unit == "cases"]
            whole = [place - 1] if near else whole
            if whole:
                yield Relation(
                    (whole[-1], place),
                    lambda n, m: f"{n:g} cannot be {m:g} more than before" if m > n else "",
                    sure=not near or not any(slots[i].unit == "cases" for i in range(place)),
                )


_MORE_THAN = re.compile(
    r"\s*(?:\w+ ){0,2}(?P<way>more|fewer|less|higher|lower)\s+(?:\w+ )?than\s+"
    r"(?:(?:the|last|year's|previous|its)\s+)*$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"[^.;:()]{0,80}[,(]\s*(?:which is |or |that is |representing )?(?:an? |the )?(?:\w+ ){0,3}$"
)


def _more_than(sentence: Sentence) -> Iterator[Relation]:
    """ "M fewer than the P of last year, a drop of R %": M is at most P, and R % of it."""
    slots = sentence.slots
    for first, second in itertools.pairwise(range(len(slots))):
        one, two = slots[first], slots[second]
        said = _MORE_THAN.fullmatch(sentence.between(one, two))
        if not said or not {one.unit, two.unit} <= {"cases", "countries", "number"}:
            continue
        if said["way"].lower() in ("fewer", "less", "lower"):
            yield Relation(
                (first, second),
                lambda m, p: f"{m:g} cannot be fewer than {p:g} by that much" if m > p else "",
            )
        if second + 1 == len(slots) or slots[second + 1].unit != "percent":
            continue
        gap = sentence.between(two, slots[second + 1])
        if _RATE.fullmatch(gap) and (LESS.search(gap) or MORE.search(gap)):
            yield Relation((first, second + 1, second), _is_rate)


def _is_rate(change: float, percent: float, base: float) -> str:
    if not base or abs(100 * change / base - percent) <= 1.05:
        return ""
    return f"{change:g} on {base:g} is not {percent:g} %"


_BASE = re.compile(
    r"\b(?:from|than|over|compared (?:to|with)|on|against)\s+(?:(?:the|last year's|previous|year's"
    r"|last|those|a year before's)\s+)*$",
    re.IGNORECASE,
)


def _from_before(sentence: Sentence) -> Iterator[Relation]:
    """ "N, up M from P" and "N, M more than the P of last year": N is P and M more."""
    slots = sentence.slots
    for start in range(len(slots)):
        run = [
            place
            for place in range(start, min(start + 4, len(slots)))
            if slots[place].unit in ("cases", "countries", "cities", "number", "count", "percent")
        ]
        if len(run) < 3 or run[0] != start or slots[start].unit == "percent":
            continue
        now, change, base = run[:3]
        gap = sentence.between(slots[now], slots[change])
        rest = sentence.between(slots[change], slots[base])
        if slots[change].unit == "percent" and slots[base].unit == "percent":
            continue
        share = None
        if (
            slots[base].unit == "percent"
            and len(run) > 3
            and slots[base].phrase == slots[change].phrase
        ):
            share, base = base, run[3]
            rest = sentence.between(slots[share], slots[base])
        units = {slots[now].unit, slots[base].unit} - {"number"}
        if len(units) > 1 or len(gap) > 60 or len(rest) > 60 or not _BASE.search(rest):
            continue
        way = _UP_FROM.search(gap) or re.match(
            r"\s*(?:\w+ )?(?P<way>more|fewer|less|higher|lower)\b", rest
        )
        if not way or re.search(r"[.;:]", gap + rest) or "from" in gap.split()[:3]:
            continue
        sign = -1 if LESS.search(way["way"]) else 1
        if slots[change].unit == "percent":
            yield Relation(
                (now, change, base),
                lambda n, p, b, sign=sign: (
                    ""
                    if not b or abs(100 * sign * (n - b) / b - p) <= 1.05
                    else f"{n:g} is no change of {p:g} % on {b:g}"
                ),
            )
            continue
        yield Relation(
            (now, change, base),
            lambda n, m, b, sign=sign: (
                ""
                if n - b == sign * m
                else f"{n:g} is not {b:g} and {m:g} {'more' if sign > 0 else 'fewer'}"
            ),
        )
        if share is not None:
            yield Relation((change, share, base), _is_rate)


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


# --- days and years --------------------------------------------------------------------------


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
    said = f"{_MONTHS[month]} {found[0]:g} is no {_DAYS[weekday]}"
    if len(dates) > 1:
        said += f", or {_MONTHS[dates[1][0]]} {found[1]:g} no {_DAYS[dates[1][1]]}"
    return said + (f" in {min(years)}" if len(years) == 1 else "")


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
        if slot.unit in (*COUNTED, "number", "krw", "years"):
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
