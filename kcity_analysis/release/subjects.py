"""What the claims of a release are about: region, type, field or the whole; stage; year.

The words stand in ``data/reference/release_terms.csv``: regular expressions, because a machine
translates one term in many ways. A claim without a clear subject has none and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kcity_analysis.release.changes import LESS, MORE, comparisons
from kcity_analysis.release.pairs import pairs
from kcity_analysis.release.slots import Number, Sentence
from kcity_analysis.vocabulary import Message, Spoken, Term, say, table

MEASURES = {"cases": "cases", "countries": "countries", "cities": "cities"}


@dataclass(frozen=True)
class Subject:
    """What one number counts. ``offset`` is 0 for the release's year, -1 for the one before.

    ``sign`` is -1 for a decrease: "fell by 22" prints 22 and states a change of -22.
    """

    stage: str
    dimension: str
    category: str
    measure: str
    offset: int = 0
    sign: int = field(default=1, compare=False)

    def said(self, language: str, style: str = "") -> str:
        """What it is in words: "Africa, reception, cases"."""
        named: Spoken = Term(self.dimension, self.category)
        if self.dimension == "change":
            way = "decrease" if self.sign < 0 else "increase"
            named = Message(f"stated.change.{way}", measure=Term("measure", self.category))
        measure = Term("measure", self.measure)
        key = "stated.before" if self.offset else "stated.claim"
        return say(key, language, named=named, stage=Term("stage", self.stage), measure=measure)

    def __str__(self) -> str:
        return self.said("en")


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


_HEADING = 80
"""The most letters of a heading."""


def subjects(found: list[Sentence], year: int | None = None) -> dict[tuple[int, int], Subject]:
    """The subject of each slot that has one: (sentence number, place of the slot) -> Subject.

    Only slots of the measures cases, countries and cities, and the changes on the year before.
    ``year`` is the release's: a sentence that names another is not of it.
    """
    named: dict[tuple[int, int], Subject] = {}
    heading, stage = "", "reception"
    for sentence in found:
        if not sentence.slots:
            # A heading names a type; any other sentence is what is said of the type before.
            kinds = {category for _, category in _mentions("type", sentence.text[:2000])}
            heading = kinds.pop() if len(kinds) == 1 and len(sentence.text) < _HEADING else ""
            continue
        read: dict[tuple[int, int], Subject] = {}
        if len(sentence.slots) <= 24:
            said = _stage(sentence.text) or stage
            read = _sentence(sentence, heading, said, year)
            named.update(sorted(read.items()))
            if any(subject.dimension == "total" for subject in read.values()):
                stage = said
        # The fields of a type follow it at once; behind another sentence they are of no clear type.
        kinds = {one.category for one in read.values() if one.dimension == "type"}
        heading = kinds.pop() if len(kinds) == 1 else ""
    return named


def _stage(text: str) -> str:
    selection, reception = _find("stage", text) == "selection", False
    for category, pattern in _terms()["stage"]:
        reception |= category == "reception" and bool(pattern.search(text))
    return "reception" if reception else "selection" if selection else ""


def _sentence(
    sentence: Sentence, heading: str, stage: str, year: int | None
) -> dict[tuple[int, int], Subject]:
    if _find("change", sentence.text):
        return _changes(sentence, stage) | _total_before_change(sentence, stage, year)
    if _of_another_time(sentence, year) or _crossed(sentence):
        return {}
    named = _fields(sentence, heading, stage)
    if _SHARED_OUT.search(sentence.text):
        return named
    text = _without_asides(sentence)
    early = -1 if _find("earlier", text) else 0
    groups = [group for group in _groups(sentence) if (sentence.number, group[0]) not in named]
    mentions = sorted(
        (start, dimension, category)
        for dimension in ("region", "type")
        for start, category in _mentions(dimension, text)
    )
    for group, (dimension, category) in _told_apart(sentence, groups, mentions):
        for place in group:
            measure = MEASURES.get(sentence.slots[place].unit)
            if measure and not _OF_WHOLE.search(sentence.before(sentence.slots[place], 30)):
                subject = Subject(stage, dimension, category, measure, early)
                named[sentence.number, place] = subject
    if mentions:
        return named
    if _CHOICE.search(text):
        return named
    if named or not _find("whole", text) or _find("elsewhere", text) or _find("field", text):
        return named
    counted = [group for group in groups if len(group) == 2 or sentence.slots[group[0]].total]
    if len(groups) == len(counted) == 1:  # where it states two, they are totals of something else
        for place in counted[0]:
            measure = MEASURES.get(sentence.slots[place].unit)
            if measure:
                named[sentence.number, place] = Subject(stage, "total", "all", measure, early)
    return named


_SHARED_OUT = re.compile(
    r"\brespectively\b|\belsewhere\b|\bthe (?:others?|rest|remaining)\b|나머지|그 외|그 밖",
    re.IGNORECASE,
)
"""Words by which counts and categories do not stand side by side."""
_OF_WHOLE = re.compile(r"\bof (?:(?:the|all|these|those|a|total|of) )+$", re.IGNORECASE)
"""Before a count that a part is taken of: "48 of the 111 cases"."""
_CHOICE = re.compile(r"\b(?:out of|from among|among (?:the|a total)|amongst)\b", re.IGNORECASE)


def _groups(sentence: Sentence) -> list[tuple[int, ...]]:
    """The counts of a sentence in order: its pairs of cases and countries, and single ones."""
    paired = {min(pair.count, pair.countries): pair for pair in pairs(sentence)}
    found: list[tuple[int, ...]] = []
    taken: set[int] = set()
    for place, slot in enumerate(sentence.slots):
        if place in taken or slot.unit not in MEASURES:
            continue
        pair = paired.get(place)
        group = (pair.count, pair.countries) if pair else (place,)
        taken |= set(group)
        found.append(group)
    return found


def _told_apart(
    sentence: Sentence, groups: list[tuple[int, ...]], mentions: list[tuple[int, str, str]]
) -> Iterator[tuple[tuple[int, ...], tuple[str, str]]]:
    """Which category each group of counts is of, where the sentence leaves no doubt.

    Each has its category before it ("Africa sent 3 from 2") or each has it behind ("3 from 2 in
    Africa"): which of the two shows in whether a category stands before the first group or behind
    the last. What stands between two groups is of one of them; two categories there, of none.
    """
    slots = sentence.slots
    first = [min(slots[place].start for place in group) - sentence.start for group in groups]
    last = [max(slots[place].end for place in group) - sentence.start for group in groups]
    if not groups:
        return
    gaps: list[set[tuple[str, str]]] = [set() for _ in range(len(groups) + 1)]
    for start, dimension, category in mentions:
        if any(low < start < high for low, high in zip(first, last, strict=True)):
            return  # within a pair: it may be of this one or of the next
        gaps[sum(start > high for high in last)].add((dimension, category))
    if any(len({dimension for dimension, _ in gap}) > 1 for gap in gaps):
        return
    if bool(gaps[0]) == bool(gaps[-1]):
        return
    led = gaps[:-1] if gaps[0] else gaps[1:]
    for group, gap in zip(groups, led, strict=True):
        if len(gap) == 1:
            yield group, next(iter(gap))


def _fields(sentence: Sentence, heading: str, stage: str) -> dict[tuple[int, int], Subject]:
    """The cases of fields, labelled in brackets: "transport (13 cases), safety (5 cases)"."""
    named = {}
    for place, slot in enumerate(sentence.slots):
        if slot.unit != "cases" or not re.search(r"\(\s*$", sentence.before(slot, 4)):
            continue
        window = _window(sentence, slot)
        topic = _nearest("field", window, slot, sentence)
        above = heading or _type_above(sentence)
        if topic and above and not _mentions("region", window):
            named[sentence.number, place] = Subject(
                stage, "type_field", f"{above} | {topic}", "cases"
            )
    return named


_ASIDE = re.compile(
    r"[,(–—]\s*(?:mainly|mostly|most of|primarily|largely|chiefly|notably|especially|particularly"
    r"|including|led by|such as|among them|in particular|for example|centered on|like)\b"
    r"[^,;:.()–—\d]*(?:,[^;:.()–—\d,]*)*?(?=[,;:.()–—]|\d|$)",
    re.IGNORECASE,
)


_MINISTRY = re.compile(r"\bMinistry of [A-Z][\w,& -]{0,60}?Transport(?:ation)?\b|국토\s?교통부")


def _without_asides(sentence: Sentence) -> str:
    """The text with what is said by the way blanked out, every letter in its place.

    The ministry's own name, which holds the word for a field, is blanked out as well.
    """
    text = _MINISTRY.sub(lambda match: " " * len(match.group()), sentence.text)
    return _ASIDE.sub(lambda match: " " * len(match.group()), text)


def _crossed(sentence: Sentence) -> bool:
    """Whether a row of a table counts by two categories at once: no figure of ours is of both."""
    return CROSSED in sentence.text


CROSSED = "×"
"""Stands between two categories of a table's cell."""


def _of_another_time(sentence: Sentence, year: int | None) -> bool:
    """Whether a sentence is of a plan, of several years or of a year that is not the release's."""
    if _find("plan", sentence.text) or _find("cumulative", sentence.text):
        return True
    if any(slot.unit == "years" for slot in sentence.slots):
        return True
    named = {
        int(match) for match in re.findall(r"(?<![\d,.])20[1-4]\d(?![\d,]|\.\d)", sentence.text)
    }
    return bool(named) and (len(named) > 1 or (year is not None and year not in named))


def _type_above(sentence: Sentence) -> str:
    """The one type that a sentence counts first, before it lists its fields in brackets."""
    first = sentence.slots[0]
    if re.search(r"\(\s*$", sentence.before(first, 4)):
        return ""
    kinds = {category for _, category in _mentions("type", sentence.before(first))}
    return kinds.pop() if len(kinds) == 1 else ""


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


_COUNTED = {"국가": "countries"} | dict.fromkeys(["건수", "사업", "접수"], "cases")


def _changes(sentence: Sentence, stage: str) -> dict[tuple[int, int], Subject]:
    """ "Countries fell by 16, projects by 31 (38.8%)": changes of the total, with their sign."""
    if _find("plan", sentence.text):
        return {}
    if sentence.language == "ko":
        return _korean_changes(sentence, stage)
    named = {}
    for one in comparisons(sentence):
        for part in ("change", "percent"):
            measure = one.measure or ("cases" if part == "percent" else "")
            if part in one.parts and one.sign and measure in MEASURES:
                counted = measure if part == "change" else part
                named[sentence.number, one.parts[part]] = Subject(
                    stage, "change", measure, counted, sign=one.sign
                )
    return named


def _korean_changes(sentence: Sentence, stage: str) -> dict[tuple[int, int], Subject]:
    """The same in Korean, where the verb stands behind the number."""
    named, measure, sign, moved = {}, "", 1, False
    start = 0
    for place, slot in enumerate(sentence.slots):
        words = sentence.text[start : slot.start - sentence.start]
        counted = [(words.rfind(word), name) for word, name in _COUNTED.items() if word in words]
        start = slot.end - sentence.start
        way = _way("", re.sub(r"\([^()]*\)", "", sentence.after(slot, 40)))
        sign, moved = way or sign, moved or bool(way)
        if slot.unit == "percent":
            counts = measure or "cases"
            named[sentence.number, place] = Subject(stage, "change", counts, "percent", sign=sign)
            continue
        measure = max(counted)[1] if counted else MEASURES.get(slot.unit, measure)
        if measure and moved and slot.unit in ("number", "cases", "countries", "count"):
            named[sentence.number, place] = Subject(stage, "change", measure, measure, sign=sign)
    return named


def _total_before_change(
    sentence: Sentence, stage: str, year: int | None
) -> dict[tuple[int, int], Subject]:
    """ "A total of 33 cases from 17 countries came, 78 fewer than last year": the total as well."""
    first = next(iter(pairs(sentence)), None)
    if first is None or _of_another_time(sentence, year):
        return {}
    places = (first.count, first.countries)
    end = max(sentence.slots[place].end for place in places) - sentence.start
    begun = min(sentence.slots[place].start for place in places) - sentence.start
    words = sentence.text[:end]
    elsewhere = any(_find(one, words) for one in ("change", "earlier", "elsewhere"))
    if elsewhere or _mentions("region", words) or _mentions("type", words):
        return {}
    if not _find("whole", sentence.text) or _way(sentence.text[:begun], ""):
        return {}
    return {
        (sentence.number, place): Subject(stage, "total", "all", MEASURES[unit])
        for place in places
        if (unit := sentence.slots[place].unit) in MEASURES
    }


def _way(before: str, after: str) -> int:
    """Whether the words about a number say that it is an increase (1) or a decrease (-1)."""
    after = re.split(r"[,.;\d]", after, maxsplit=1)[0]
    found = [
        (match.start(), sign)
        for pattern, sign in ((_FELL, -1), (_ROSE, 1))
        for match in pattern.finditer(before)
    ]
    if found:
        return max(found)[1]
    behind = [
        (match.start(), sign)
        for pattern, sign in ((_FELL, -1), (_ROSE, 1))
        for match in pattern.finditer(after)
    ]
    return min(behind)[1] if behind else 0


_FELL = re.compile(LESS.pattern + r"|감소|줄|하락", re.IGNORECASE)
_ROSE = re.compile(MORE.pattern + r"|증가|늘|상승", re.IGNORECASE)


def category_named(text: str) -> str:
    """The words of a text that name a region, a type or a field; an empty text where none do.

    >>> category_named("Overseas demonstration (cases)")
    'Overseas demonstration'
    """
    for dimension in ("region", "type", "field"):
        for _, pattern in _terms()[dimension]:
            found = pattern.search(text)
            if found:
                return found.group()
    return ""


def category_of(dimension: str, text: str) -> str:
    """The first category of a dimension that a text names, in the order of the words' file."""
    return _find(dimension, text)


def stage_of(text: str) -> str:
    """The stage that the words of a text are of; an empty text where they say none."""
    return _stage(text)


def without_regions(text: str) -> str:
    """A text with the names of regions blanked out, every letter in its place."""
    for _, pattern in _terms()["region"]:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text
