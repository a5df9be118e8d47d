"""The readings of a sentence: which number belongs where, if a translator scrambled them.

The translator masks the numbers of the Korean sentence and puts them back in Korean order into
the slots of the English one, so the printed numbers are a *prefix* of the Korean sequence. That
sequence holds the slots in an order which Korean may have, and it may hold numerals that became
words (2월 -> February): they use up a printed number, and the last ones are dropped.

What keeps its order: the numbers of one phrase (a date range, "31 (38.8%)"; the year of a date
first); the items of a plain list; and clauses that are coordinate, each with a complete pair of
cases and countries of its own. All else may stand in any order, so that what every reading says
holds in any word order. A reading must fit every slot and hold every sure relation between them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kcity_analysis.release.changes import comparisons
from kcity_analysis.release.pairs import COUNTED, Relation, SlotValues, pairs
from kcity_analysis.release.relations import (
    doubts,
    less_likely,
    misfit,
    rarities,
    relations,
)
from kcity_analysis.release.slots import Number, Sentence
from kcity_analysis.vocabulary import Message

MOST_STEPS = 12_000
"""How many placings are tried for one sentence before its readings count as too many."""

_RANK = {"year": 0, "day": 0, "month": 0, "days": 1, "weeks": 1, "months": 1, "years": 1,
         "hours": 1, "ordinal": 1, "word": 1, "name": 1, "countries": 2, "cities": 3,
         "minutes": 3}  # fmt: skip
_MOST_READINGS = 200


@dataclass(frozen=True)
class Reading:
    """The values of a sentence's slots, in English order; None where the value was dropped.

    ``cost`` counts how far the Korean order lies from the usual one, and what is unusual in it (0
    is the favourite); ``words`` are the words whose numerals used up a printed number.
    """

    placed: SlotValues
    cost: int = 0
    words: tuple[str, ...] = field(default=(), compare=False)


def printed(sentence: Sentence) -> Reading:
    """The innocent reading: every number stands where it is printed."""
    return Reading(tuple(slot.value for slot in sentence.slots), 0)


@dataclass(frozen=True)
class Readings:
    """What a search found: the readings that fit but the printed one, the likeliest first.

    ``excluded`` says what excluded others. ``complete`` is False where not every order was tried.
    ``usual`` are the readings of orders more usual in Korean than that of the English sentence.
    """

    readings: list[Reading]
    complete: bool
    excluded: list[Message]
    usual: list[Reading]


def readings(sentence: Sentence) -> Readings:
    """Every reading of a sentence but the printed one that fits all its slots and relations."""
    search = _Search(sentence)
    # Where "11" and "11.0" change places no value moves: such a reading is not told apart.
    texts = {(slot.value, slot.text) for slot in sentence.slots}
    told_apart = len(texts) == len({value for value, _ in texts})
    complete = search.run() and sentence.whole and told_apart
    innocent = printed(sentence).placed
    english = search.cost_of_english()
    kept = [
        Reading(
            placed,
            cost
            + 3 * len(doubts(sentence, placed) + rarities(sentence, placed))
            + 2 * less_likely(sentence, placed),
            words,
        )
        for placed, (cost, words) in search.found.items()
        if placed != innocent
    ]
    usual = {placed for placed, (cost, _) in search.found.items() if cost < english}
    kept.sort(key=lambda one: (one.cost, str(one.placed)))
    kept = kept[:_MOST_READINGS] if not complete else kept
    return Readings(
        kept, complete, list(search.excluded), [one for one in kept if one.placed in usual]
    )


def fitting(sentence: Sentence, place: int) -> list[float]:
    """Every printed number of a sentence that fits one of its slots, each once."""
    slot = sentence.slots[place]
    return list(
        dict.fromkeys(
            other.value
            for other in sentence.slots
            if other.value is not None and not misfit(slot, other.value, other.text)
        )
    )


class _Search:
    """Backtracking over the Korean orders of one sentence: one object, one search."""

    def __init__(self, sentence: Sentence) -> None:
        self.slots = sentence.slots
        self.place = {slot.start: index for index, slot in enumerate(self.slots)}
        self.printed = [
            (slot.value, slot.text)
            for slot in self.slots
            if slot.value is not None and slot.unit != "date"
        ]
        phrases: dict[int, list[Number]] = {}
        for number in sentence.numbers:
            if number.unit != "date":
                phrases.setdefault(number.phrase, []).append(number)
        self.phrases = _parted(sentence, list(phrases.values()))
        self.variants = [_korean(phrase) for phrase in self.phrases]
        self.first = _order(sentence, self.phrases)
        self.clause = _clauses(sentence, self.phrases)
        self.pair = _pair_of(sentence, self.phrases)
        self.slots_of = [
            [number for number in phrase if not number.hidden] for phrase in self.phrases
        ]
        self.touching: list[list[Relation]] = [[] for _ in self.slots]
        for relation in relations(sentence):
            if relation.sure:
                for place in relation.places:
                    self.touching[place].append(relation)
        self.found: dict[SlotValues, tuple[int, tuple[str, ...]]] = {}
        self.values: list[float | None] = [None] * len(self.slots)
        self.steps = 0
        self.excluded: dict[Message, None] = {}

    def run(self) -> bool:
        """Searches; says whether every order was tried."""
        if len(self.slots) >= 2 or any(number.hidden for one in self.phrases for number in one):
            self._extend(0, frozenset(), (), 0, ())
        return self.steps < MOST_STEPS

    def cost_of_english(self) -> int:
        """How far the English order itself lies from the usual Korean one."""
        order = [place for place, slots in enumerate(self.slots_of) if slots]
        months = sum(number.unit == "month" for one in self.phrases for number in one)
        cost = months
        for place, one in enumerate(order):
            cost += sum(self._inverted(other, one) for other in order[:place])
        return cost

    def _inverted(self, earlier: int, later: int) -> int:
        """What it costs that one phrase stands before another."""
        a, b = (_RANK.get(self.phrases[place][-1].unit, 4) for place in (earlier, later))
        one, two = self.clause[earlier], self.clause[later]
        if one != two:
            return int(one > two and a > 1)
        pair, other = self.pair[earlier], self.pair[later]
        apart = pair is not None and other is not None and pair != other
        if a == b or apart:  # What is of one pair stands together in Korean.
            return int(earlier > later)
        return int(a > b)

    def _extend(
        self,
        used: int,
        done: frozenset[int],
        order: tuple[int, ...],
        cost: int,
        words: tuple[str, ...],
    ) -> None:
        """Places phrase after phrase, in every order, as far as numbers last."""
        if used == len(self.printed):
            self._keep(cost, words)
            return
        for phrase in range(len(self.phrases)):
            if phrase in done or not self.first[phrase] <= done:
                continue
            extra = sum(self._inverted(other, phrase) for other in order)
            for variant in self.variants[phrase]:
                for now, skipped, more in self._place(variant, 0, used, 0, words):
                    if now > used:
                        self._extend(
                            now, done | {phrase}, (*order, phrase), cost + extra + skipped, more
                        )
                if self.steps >= MOST_STEPS:
                    return

    def _keep(self, cost: int, words: tuple[str, ...]) -> None:
        placed = tuple(self.values)
        known = self.found.get(placed)
        if known is None or cost < known[0]:
            self.found[placed] = (cost, words)

    def _place(
        self, numbers: list[Number], index: int, used: int, skipped: int, words: tuple[str, ...]
    ) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """One phrase: printed numbers into its slots; a word may use up its own."""
        self.steps += 1
        if self.steps >= MOST_STEPS:
            return
        if index == len(numbers) or used == len(self.printed):
            yield used, skipped, words
            return
        number, (value, text) = numbers[index], self.printed[used]
        if number.hidden:
            if number.value == value:
                yield from self._place(numbers, index + 1, used + 1, skipped, (*words, number.text))
            if len(numbers) > 1:  # a word alone that uses up nothing stands nowhere
                yield from self._place(numbers, index + 1, used, skipped + 1, words)
            return
        fault = misfit(number, value, text)
        place = self.place[number.start]
        if not fault:
            self.values[place] = value
            fault = self._broken(place)
            if not fault:
                yield from self._place(numbers, index + 1, used + 1, skipped, words)
            self.values[place] = None
        if fault:
            self.excluded.setdefault(fault)

    def _broken(self, place: int) -> Message | None:
        for relation in self.touching[place]:
            values = [self.values[one] for one in relation.places]
            if None not in values and (fault := relation.check(*values)):
                return fault
        return None


# --- what keeps its order --------------------------------------------------------------------


def _parted(sentence: Sentence, phrases: list[list[Number]]) -> list[list[Number]]:
    """Phrases, those "rose from 80 to 111" in two: Korean may say all that was first and then all
    that is now (지난해 23개국 80건에서 올해 39개국 111건으로), or what is now first.
    """
    turned = {
        sentence.slots[one.parts["before"]].start
        for one in comparisons(sentence)
        if "before" in one.parts
    }
    return [
        part
        for phrase in phrases
        for part in ([phrase[:1], phrase[1:]] if phrase[0].start in turned else [phrase])
        if part
    ]


def _korean(phrase: list[Number]) -> list[list[Number]]:
    """The orders of a phrase: a date has its year first, then month and day; others as they are."""
    years = [number for number in phrase if number.unit == "year"]
    rest = [number for number in phrase if number.unit != "year"]
    if not years or not any(number.unit in ("day", "month") for number in rest):
        return [phrase]
    # "October 24, 2023 (Tue) ~ October 26, 2023": each year before its own month, or the first
    # before all, with the second where the translator put it.
    orders = [[years[0], *rest, *years[1:]], [years[0], *rest]]
    if len(years) > 1:
        turned: list[Number] = []
        part: list[Number] = []
        for number in phrase:
            if number.unit == "year":
                turned += [number, *part]
                part = []
            else:
                part.append(number)
        orders = [orders[0], [*turned, *part]]
    else:
        orders = orders[:1]
    return orders


_COORDINATE = re.compile(r"[,;/]|\b(?:and|but)\b")
_SUBORDINATE = re.compile(
    r"\b(?:includ\w*|among\w*|out of|which|that|who|whom|whose|where|when|than|compar\w*|such as"
    r"|like|namely|after|before|since|because|although|though|while|whereas|with|led|up from"
    r"|down from|total|altogether|as (?:part|well|many)|follow\w*|being|making|bringing|instead"
    r"|against|versus|if|so|for (?:a|which)|in all|overall|together|combined|(?:last|this|previous)"
    r" (?:year|time|contest)|this time|now|then|earlier)\b|[:–—(]|\s-\s",
    re.IGNORECASE,
)
_SUBORDINATE_BEFORE = re.compile(
    r"\b(?:while|whereas|although|though|compared|unlike|after|when|as|if|since|including|out of"
    r"|of (?:the|all|these)|than|following|besides|in addition|against|from being|because|despite"
    r"|(?:last|this|previous) (?:year|time))\b",
    re.IGNORECASE,
)


def _order(sentence: Sentence, phrases: list[list[Number]]) -> list[frozenset[int]]:
    """For each phrase, those that must stand before it."""
    at = {number.start: place for place, phrase in enumerate(phrases) for number in phrase}
    first: list[set[int]] = [set() for _ in phrases]
    for earlier, later in _coordinate_pairs(sentence):
        for one, two in itertools.product(earlier, later):
            first[at[two.start]].add(at[one.start])
    for one, two in _listed(sentence):
        if at[one.start] != at[two.start]:
            first[at[two.start]].add(at[one.start])
    return [frozenset(before) for before in first]


def _coordinate_pairs(
    sentence: Sentence,
) -> Iterator[tuple[tuple[Number, ...], tuple[Number, ...]]]:
    """Pairs that follow each other in coordinate clauses: "A 35 from 10, and B 33 from 8"."""
    slots = sentence.slots
    places = [tuple(sorted((pair.count, pair.countries))) for pair in pairs(sentence)]
    if not places or _SUBORDINATE_BEFORE.search(sentence.before(slots[places[0][0]])):
        return
    parts = _played(sentence)
    for one, two in itertools.pairwise(places):
        if one[1] >= two[0]:
            continue
        gap = sentence.between(slots[one[1]], slots[two[0]])
        tops = any(slots[place].total for place in (*one, *two))
        counted = any(slots[place].unit in COUNTED for place in range(one[1] + 1, two[0]))
        then = {part for place in (*one, *two) if (part := parts.get(place, ("",))[0])}
        if len(then) > 1 or tops or counted or _SUBORDINATE.search(gap):
            continue
        if _COORDINATE.search(gap):
            yield tuple(slots[place] for place in one), tuple(slots[place] for place in two)


def _listed(sentence: Sentence) -> Iterator[tuple[Number, Number]]:
    """Neighbours in a plain list: "transport (13 cases), safety (5 cases) and water (4 cases)"."""
    paired = {place for pair in pairs(sentence) for place in (pair.count, pair.countries)}
    played = _played(sentence)
    for first, second in itertools.pairwise(range(len(sentence.slots))):
        one, two = sentence.slots[first], sentence.slots[second]
        units = {one.unit, two.unit} - {"number"}
        if len(units) > 1 or not units <= set(COUNTED) or one.total or two.total:
            continue
        if first in paired or second in paired or played.get(first) != played.get(second):
            continue
        gap = sentence.between(one, two)
        shapes = (_shape(sentence.before(number, 24)) for number in (one, two))
        inside = re.sub(r"^[^()]*\)|\($", "", gap) if gap.endswith("(") else gap
        if len(gap) < 120 and _COORDINATE.search(inside) and not _SUBORDINATE.search(inside):
            first_shape, second_shape = shapes
            if second_shape and (first_shape == second_shape or second_shape == "next"):
                yield one, two


def _played(sentence: Sentence) -> dict[int, tuple[str, str | bool]]:
    """The part that each place has in a comparison. "Countries fell by 3, cases by 9" is a list of
    equals; "from 9 and 3 last year" is not.
    """
    return {
        place: (part, part == "change" or one.measure)
        for one in comparisons(sentence)
        for part, place in one.parts.items()
    }


def _shape(before: str) -> str:
    """How a number in a list is led up to: in a bracket, by "by", or by the comma before it."""
    if re.search(r"\(\s*$", before):
        return "bracket"
    if re.search(r"\bby\s+$", before):
        return "by"
    return "next" if re.search(r"(?:,|\band|\bbut)\s+(?:the |about )?$", before) else ""


def _clauses(sentence: Sentence, phrases: list[list[Number]]) -> list[int]:
    """The clause of each phrase, counted by coordinate pairs: within one, orders are compared."""
    starts = sorted(later[0].start for _, later in _coordinate_pairs(sentence))
    return [sum(phrase[0].start >= start for start in starts) for phrase in phrases]


def _pair_of(sentence: Sentence, phrases: list[list[Number]]) -> list[int | None]:
    """The pair that each phrase is of; None where it is of none."""
    at = {
        sentence.slots[place].start: number
        for number, pair in enumerate(pairs(sentence))
        for place in (pair.count, pair.countries)
    }
    return [at.get(phrase[0].start) for phrase in phrases]
