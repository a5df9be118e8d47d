"""Cases and the countries they come from: which two numbers of a sentence are of one thing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kcity_analysis.release.slots import Kind, Number, Sentence, because
from kcity_analysis.vocabulary import Message

SlotValues = tuple[float | None, ...]

COUNTED = ("cases", "countries", "cities", "count")


@dataclass(frozen=True)
class Relation:
    """A rule over some slots of a sentence; ``check`` says of their values what cannot be.

    One that is not ``sure`` is a reason to doubt; one that only ``ranks`` says which reading is
    the likelier, and nothing against the numbers as printed.
    """

    places: tuple[int, ...]
    check: Callable[..., Message | None]
    sure: bool = True
    ranks: bool = False


@dataclass(frozen=True)
class Pair:
    """The slots that state things and the countries that they are from."""

    count: int
    countries: int
    sure: bool


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
_LABELLED = re.compile(  # "Applications: 34 (countries: 12)"
    r"\s*(?:\(|[,/·;]\s*)(?:(?:the )?number of )?(?:countries|cases|applications|proposals"
    r"|submissions|entries|projects):\s*\(?",
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
        if (one.unit == "countries") == (two.unit == "countries") or _of_both(sentence, first):
            continue
        read = _pair_ko if sentence.language == "ko" else _pair_en
        sure = read(sentence, one, two)
        if sure is None or (first in taken and not (sure and "(" in sentence.between(one, two))):
            continue
        count, countries = (second, first) if one.unit == "countries" else (first, second)
        found.append(Pair(count, countries, sure))
        taken |= {first, second}
    return tuple(found)


def _of_both(sentence: Sentence, place: int) -> bool:
    """Whether "8 of one kind and 2 of another in 9 countries" is said: they are of both."""
    if not place:
        return False
    one, two = sentence.slots[place - 1 : place + 1]
    return one.unit == two.unit == "cases" and bool(
        re.search(r"\band (?:[A-Z]\w+ )?$", sentence.between(one, two))
    )


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
    if re.search(r"[.!?;]\s|\bwhile\b|\bwhereas\b|^[^(]*\)", words):
        return None
    if _LABELLED.fullmatch(words):
        return True
    bracketed = re.fullmatch(r"[\w\s'’-]{1,40}\((?:from |in |by )?", words)
    if two.unit == "countries" and one.unit in ("cases", "cities") and bracketed:
        return bool(re.match(r"\s*(?:countries|country|nations?)\s*\)", sentence.after(two, 20)))
    if two.unit == "countries":
        if one.unit == "cases" and re.fullmatch(r"\s*[a-z]+ and (?:a total of )?", words):
            return one.noun.startswith(_APPLIED)
        relative = re.fullmatch(
            r"[^.;:()\d]{0,40},? (?:which|that)\s+(?:as many as |some )?", words
        )
        if relative and re.match(
            rf"\s*[a-z]+\s+(?:have |had )?(?:{_APPLYING})\b", sentence.after(two, 60)
        ):
            return True
        linked = re.search(_FROM, words)
        if not linked and one.unit == "cases":
            taking_part = _TAKING_PART.match(sentence.after(two, 60))
            if taking_part and re.search(r"\b(?:with|and|as)\s+(?:a total of\s+)?$", words):
                return True
            if re.search(
                r"\b(?:countries|nations)\s+(?:number|totall?|amount|c[ao]me to|was|were)", words
            ):
                return True
            return "/" in words if re.fullmatch(r"\s*[a-z]+\s*[,/]\s*", words) else None
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
    if two.noun.startswith(_APPLIED) and re.fullmatch(
        r"\s*(?:countries|nations) and (?:a total of |about )?", words
    ):
        return True
    told = not one.noun and two.noun.startswith(_APPLIED)  # "Countries totalled 9, with 20 cases"
    if told and re.fullmatch(r",?\s+(?:with|and|submitting|filing) (?:a total of )?", words):
        return True
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


def paired(sentence: Sentence) -> Iterator[Relation]:
    for pair in pairs(sentence):
        slot = sentence.slots[pair.count]
        noun = Kind(slot.noun or slot.unit, slot.unit)
        yield Relation(
            (pair.count, pair.countries),
            lambda count, countries, noun=noun: (
                because("too-few", count=count, noun=noun, countries=countries)
                if count < countries
                else None
            ),
            pair.sure,
        )
