"""Wholes and their parts: what is included, listed, broken down, or chosen out of something."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kcity_analysis.release.pairs import COUNTED, Relation, pairs
from kcity_analysis.release.slots import Number, Sentence, because
from kcity_analysis.vocabulary import Listing, Message


def parted(sentence: Sentence) -> Iterator[Relation]:
    """What must hold between the wholes of a sentence and their parts."""
    for rule in (_broken_down, _summed, _out_of, _selected, _pairs_within, _sums_within):
        yield from rule(sentence)


def alike(one: Number, other: Number) -> bool:
    """Whether two slots count the same thing: cases of any name, or things of one name."""
    cases = one.unit == other.unit == "cases"
    return cases or (bool(one.noun) and one.noun.rstrip("s") == other.noun.rstrip("s"))


_INCLUDING = re.compile(r"\bincluding\s+(?:a total of\s+|about\s+)?$|\bof which\s+(?:about\s+)?$")
_CONSISTING = re.compile(
    r"(?:\b(?:consist\w* of|compris\w+|composed of|made up of|divided into)"
    r"|^(?:\s+[\w-]+){1,5}\s+(?:are|were|is))\s+(?:a total of\s+)?$"
)
_OPENED = re.compile(r"[a-z\s'’-]{0,40}(?:(?:from|in) \d+ [a-z]+)?\s*[(:]\s*")
_OF_FRONT = re.compile(r"\b(?:[Oo]ut of|[Aa]mong|[Oo]f)\s+(?:(?:the|all|these|a total of)\s+)*$")
_BEHIND_FRONT = re.compile(r"[^.;:,]{0,60},\s*(?:(?!than|from|last|compared|number)[\w'’-]+ ){0,6}")
_ASIDE = re.compile(r"[,(–—-]\s*(?:up to |about |over |more than |at least |some )?$")
_OF_THEM = re.compile(r"\s+(?:[a-z]+ )?of (?:them|these|those|which)\b")
_PART_FOR = re.compile(r"\s+(?:[a-z]+\s+)?(?:for|in|on|of|from|to)\b")
_NEXT = re.compile(r"[^.;:()]{0,80}(?:,|\b(?:and|while))\s+(?:[A-Z]\w+ )?")


def includes(sentence: Sentence, whole: Number, part: Number) -> bool:
    """Whether "16 cases, including 9 cases" is said: the same thing counted, part after whole."""
    return alike(whole, part) and bool(_INCLUDING.search(sentence.between(whole, part)))


def _broken_down(sentence: Sentence) -> Iterator[Relation]:
    """ "34 applications (20 for planning, 14 for demonstration)": the parts are within it."""
    slots = sentence.slots
    for place, whole in enumerate(slots[:-1]):
        for first in range(place + 1, min(place + 3, len(slots))):
            how = _opening(sentence, whole, slots[first])
            if not how or (first > place + 1 and how != "opened"):
                continue
            parts = list(_parts(sentence, first, how))
            if len(parts) == 1 and how in ("opened", "consisting"):
                break
            whole_list = how == "consisting" and _closed(sentence, slots[parts[-1]])
            if len(parts) > 1:
                yield Relation((place, *parts), _adds_up, sure=whole_list, ranks=not whole_list)
            sure = whole.unit in ("cases", "number")
            yield Relation((place, *parts), _holds, sure=sure)
            for part in parts:
                yield Relation((place, part), _holds)
            break


def _opening(sentence: Sentence, whole: Number, part: Number) -> str:
    """How the words behind a number say that its parts follow; an empty text where they do not."""
    words = sentence.between(whole, part)
    if includes(sentence, whole, part):
        return "including"
    counts = whole.unit == "cases" and part.unit in ("cases", "number")
    if not counts or re.search(r"\(\s*$", sentence.before(whole, 3)):
        return ""
    if _CONSISTING.search(words) and not re.search(r"[.;:]", words):
        return "consisting"
    if _OF_FRONT.search(sentence.before(whole, 30)) and _BEHIND_FRONT.fullmatch(words):
        return "of"
    if _ASIDE.search(words) and _OF_THEM.match(sentence.after(part, 30)):
        return "of"
    if _OPENED.fullmatch(words) and _PART_FOR.match(sentence.after(part, 40)):
        return "opened"
    return ""


def _parts(sentence: Sentence, first: int, how: str) -> Iterator[int]:
    """The places of the parts in a list: the first, and those that follow it side by side."""
    slots = sentence.slots
    yield first
    for one, two in itertools.pairwise(range(first, len(slots))):
        like = alike(slots[two], slots[first])
        like |= how != "including" and slots[two].unit in ("cases", "number")
        if not like or not _NEXT.fullmatch(sentence.between(slots[one], slots[two])):
            return
        if how == "opened" and not _PART_FOR.match(sentence.after(slots[two], 40)):
            return
        yield two


def _closed(sentence: Sentence, last: Number) -> bool:
    """Whether a list has no more parts: the sentence or the clause ends behind it."""
    return bool(re.match(r"(?:\s[\w-]+){0,5}\s*(?:[.;]|$)", sentence.after(last, 60)))


def _holds(whole: float, *parts: float) -> Message | None:
    if sum(parts) <= whole:
        return None
    return because("parts-above", parts=Listing([f"{part:g}" for part in parts]), whole=whole)


def _adds_up(whole: float, *parts: float) -> Message | None:
    if sum(parts) == whole:
        return None
    return because("parts-not", parts=Listing([f"{part:g}" for part in parts]), whole=whole)


def _sums_within(sentence: Sentence) -> Iterator[Relation]:
    """An amount holds the amount in brackets that it includes."""
    for place, (one, two) in enumerate(itertools.pairwise(sentence.slots)):
        inside = re.search(r"\((?:including|of which)\b", sentence.between(one, two))
        if inside and one.unit == two.unit == "krw":
            yield Relation(
                (place, place + 1),
                lambda a, b, one=one.scale, two=two.scale: (
                    because("parts-above", parts=b, whole=a) if a * one < b * two else None
                ),
            )


_TOTAL_LABEL = re.compile(r"\b(?:total|sum):?\s*$", re.IGNORECASE)
_IN_ALL = re.compile(
    r"\s*(?:[a-z]+\s)?\(?(?:in all|in total|altogether|overall|all told|in sum)\b|\s+cases in all\b"
)


def _summed(sentence: Sentence) -> Iterator[Relation]:
    """A list that ends in "87 in all" adds up to no more than that."""
    slots = sentence.slots
    for place, slot in enumerate(slots):
        said = _IN_ALL.match(sentence.after(slot, 40))
        said = said or _TOTAL_LABEL.search(sentence.before(slot, 12))
        if not said or slot.unit not in ("number", "cases"):
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
                _is_out_of,
            )


_IS_OUT_OF = re.compile(
    r"[\w\s'’-]{0,40}\b(?:out of|of(?= (?:the|all|a total of)\b))\s+"
    r"(?:a total of\s+|the\s+|all\s+|these\s+|its\s+)*|\s+of\s+"
)
_CHOICE_WORD = (
    r"(?:select\w*|certified|cho[os]s?en?|designat\w+|approv\w+|pick\w*|shortlist\w*|won"
    r"|award\w*)"
)
_CHOSEN_BEFORE = re.compile(
    rf"\b{_CHOICE_WORD}\s+(?:(?:a|the|final|total|of|about|around|all)\s+)*$"
)
_CHOSEN_AFTER = re.compile(
    rf"\s*(?:(?!received|submitted|filed|applied|came|and|by|which|that)[a-z-]+ ){{0,4}}?"
    rf"(?:(?:in|from|of|across) \d+ [a-z]+ )?(?:(?:were|was|are|have been|has been|will be) )?"
    rf"(?:finally |also )?{_CHOICE_WORD}\b"
)
_POOL_BEFORE = re.compile(
    r"\b(?:out of|among|from(?= (?:the|all|these|a total of) )|evaluat\w+|review\w+|screen\w+"
    r"|examin\w+|assess\w+)\s+"
    r"(?:(?:a|the|total|of|all|about|some)\s+)*$"
)
_CHOOSABLE = ("applicants", "applications", "candidates", "proposals", "submissions", "entries")


def _out_of(sentence: Sentence) -> Iterator[Relation]:
    """ "12 of the 80 applications", "6 out of 20": a part stands before its whole."""
    for place, (one, two) in enumerate(itertools.pairwise(sentence.slots)):
        counts = {one.unit, two.unit} <= {*COUNTED, "number"}
        mixed = "countries" in (one.unit, two.unit) and one.unit not in (two.unit, "number")
        same = alike(one, two) or not one.noun or not two.noun
        said = _IS_OUT_OF.fullmatch(sentence.between(one, two))
        if counts and not mixed and same and not one.total and said:
            yield Relation((place, place + 1), _is_out_of)


def _selected(sentence: Sentence) -> Iterator[Relation]:
    """ "It selected 6 projects in 4 countries after evaluating 63 cases": out of those."""
    slots = sentence.slots
    counts = [i for i, slot in enumerate(slots) if slot.unit in (*COUNTED, "number")]
    counts = [i for i in counts if slots[i].unit != "countries"]
    chosen = [
        i
        for i in counts
        if _CHOSEN_BEFORE.search(sentence.before(slots[i], 40))
        or _CHOSEN_AFTER.match(sentence.after(slots[i], 90))
    ]
    pool = [
        i
        for i in counts
        if _POOL_BEFORE.search(sentence.before(slots[i], 40))
        or (slots[i].noun in _CHOOSABLE and i not in chosen)
        or (re.search(r"\bfrom\s+$", sentence.before(slots[i], 6)) and slots[i].noun in _CHOOSABLE)
    ]
    chosen = [i for i in chosen if i not in pool]
    if len(chosen) == len(pool) == 1:
        yield Relation((chosen[0], pool[0]), _is_out_of)


def _is_out_of(part: float, whole: float) -> Message | None:
    return because("not-out-of", part=part, whole=whole) if part > whole else None
