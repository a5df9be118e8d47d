"""What the claims of a release are about: region, type, field or the whole; stage; year.

The words stand in ``data/reference/release_terms.csv``: regular expressions, because a machine
translates one term in many ways. A claim without a clear subject has none and proves nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kcity_analysis.release.claims import Sentence
from kcity_analysis.release.rules import pairs
from kcity_analysis.release.slots import Number
from kcity_analysis.vocabulary import table

MEASURES = {"cases": "cases", "countries": "countries", "cities": "cities"}


@dataclass(frozen=True)
class Subject:
    """What one number counts. ``offset`` is 0 for the release's year, -1 for the one before."""

    stage: str
    dimension: str
    category: str
    measure: str
    offset: int = 0

    def __str__(self) -> str:
        named = self.category if self.dimension != "total" else "total"
        when = " of the year before" if self.offset else ""
        return f"{named}, {self.stage}, {self.measure}{when}"


@cache
def _terms() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    terms: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in table("release_terms").itertuples(index=False):
        pattern = re.compile(rf"(?<![A-Za-z])(?:{row.pattern})", re.IGNORECASE)
        terms.setdefault(str(row.dimension), []).append((str(row.category), pattern))
    return terms


def is_contest(text: str) -> bool:
    """Whether a text is about the K-City Network contest, so that its totals are its totals."""
    regions = {category for _, category in _mentions("region", text[:100_000])}
    return bool(_find("contest", text)) or len(regions) >= 2


def _find(dimension: str, text: str) -> str:
    return next((cat for cat, pattern in _terms()[dimension] if pattern.search(text)), "")


def _mentions(dimension: str, text: str) -> list[tuple[int, str]]:
    """Where a text names categories of a dimension; of overlapping ones the first listed."""
    found: list[tuple[int, int, str]] = []
    for category, pattern in _terms()[dimension]:
        for match in pattern.finditer(text):
            if not any(low < match.end() and match.start() < high for low, high, _ in found):
                found.append((*match.span(), category))
    return [(start, category) for start, _, category in sorted(found)]


def subjects(found: list[Sentence]) -> dict[tuple[int, int], Subject]:
    """The subject of each slot that has one: (sentence number, place of the slot) -> Subject.

    Only slots of the measures cases, countries and cities, and the changes on the year before.
    """
    named: dict[tuple[int, int], Subject] = {}
    heading, stage = "", "reception"
    for sentence in found:
        words = _mentions("type", sentence.text[:2000])
        if sentence.slots and len(sentence.slots) <= 24:
            said = _stage(sentence.text) or stage
            read = _sentence(sentence, heading, said)
            named.update(read)
            kinds = {one.category for one in read.values() if one.dimension == "type"}
            if kinds:
                heading = kinds.pop() if len(kinds) == 1 else ""
            elif any(subject.dimension == "total" for subject in read.values()):
                stage = said
        if len({category for _, category in words}) > 1 or _mentions("region", sentence.text[:500]):
            heading = ""
    return named


def _stage(text: str) -> str:
    selection, reception = _find("stage", text) == "selection", False
    for category, pattern in _terms()["stage"]:
        reception |= category == "reception" and bool(pattern.search(text))
    return "reception" if reception else "selection" if selection else ""


def _sentence(sentence: Sentence, heading: str, stage: str) -> dict[tuple[int, int], Subject]:
    slots = sentence.slots
    if _find("change", sentence.text):
        return _changes(sentence, stage)
    if _find("cumulative", sentence.text) and not sentence.text.lower().count("region"):
        return {}
    named: dict[tuple[int, int], Subject] = {}
    whole = bool(_find("whole", sentence.text))
    paired = {place for pair in pairs(sentence) for place in pair[:2]}
    lone_total = {i for i, slot in enumerate(slots) if slot.unit == "cases" and slot.total}
    for place, slot in enumerate(slots):
        if slot.unit not in MEASURES:
            continue
        window = _window(sentence, slot)
        earlier = -1 if _find("earlier", window) else 0
        region = _nearest("region", window, slot, sentence)
        kind = _nearest("type", window, slot, sentence)
        topic = _nearest("field", window, slot, sentence)
        labelled = re.search(r"\(\s*$", sentence.text[: slot.start - sentence.start][-4:])
        if _find("elsewhere", window) and not region:
            continue
        if region:
            key = ("region", region)
        elif kind and not labelled:
            key = ("type", kind)
        elif topic and slot.unit == "cases" and (labelled or place not in paired):
            if not heading:
                continue
            key = ("type_field", f"{heading} | {topic}")
        elif place in lone_total or (place in paired and whole and not labelled):
            key = ("total", "all")
        else:
            continue
        named[sentence.number, place] = Subject(stage, *key, MEASURES[slot.unit], earlier)
    # One sentence states one total: where it states two, they are totals of something else.
    totals = [subject for subject in named.values() if subject.dimension == "total"]
    if len(set(totals)) < len(totals):
        return {place: one for place, one in named.items() if one.dimension != "total"}
    return named


def _window(sentence: Sentence, slot: Number) -> str:
    """The words of a slot's own clause: from the clause before to where its own ends."""
    start, end, last = 0, len(sentence.text), slot.end - sentence.start
    for other in sentence.slots:
        if other.segment < slot.segment:
            start = other.end - sentence.start
        elif other.segment == slot.segment:
            last = other.end - sentence.start
        else:
            end = min(end, other.start - sentence.start)
    closed = re.search(r"[,;:(…]|\band\b", sentence.text[last:end])
    end = last + closed.start() if closed else end
    return sentence.text[max(start, slot.start - sentence.start - 300) : end][:700]


def _nearest(dimension: str, window: str, slot: Number, sentence: Sentence) -> str:
    """The category named last before the slot in its clause; else the only one named in it."""
    place = sentence.text.find(window)
    at = slot.start - sentence.start - place
    found = _mentions(dimension, window)
    before = [(start, category) for start, category in found if start < at]
    comma = window.rfind(",", 0, at)
    near = [category for start, category in before if start > comma]
    if dimension == "field" and (near or before):
        return near[0] if near else before[0][1]
    if before:
        return before[-1][1]
    kinds = {category for _, category in found}
    return kinds.pop() if len(kinds) == 1 and dimension != "field" else ""


_COUNTED = dict.fromkeys(["countr", "국가"], "countries") | dict.fromkeys(
    ["project", "case", "applicat", "submission", "proposal", "건수", "사업", "접수"], "cases"
)


def _changes(sentence: Sentence, stage: str) -> dict[tuple[int, int], Subject]:
    """ "Countries increased by 16, projects by 31 (38.8%)": changes of the total."""
    named, measure = {}, ""
    start = 0
    for place, slot in enumerate(sentence.slots):
        words = sentence.text[start : slot.start - sentence.start].lower()
        counted = [(words.rfind(word), name) for word, name in _COUNTED.items() if word in words]
        start = slot.end - sentence.start
        if slot.unit == "percent":
            named[sentence.number, place] = Subject(stage, "change", measure or "cases", "percent")
            continue
        measure = max(counted)[1] if counted else MEASURES.get(slot.unit, measure)
        if measure and slot.unit in ("number", "cases", "countries", "count"):
            named[sentence.number, place] = Subject(stage, "change", measure, measure)
    return named
