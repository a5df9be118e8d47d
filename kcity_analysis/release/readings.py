"""The readings of a sentence: which number belongs where, if a translator scrambled them.

The translator masks the numbers of the Korean sentence and puts them back in Korean order into
the slots of the English one, so the printed numbers are a *prefix* of the Korean sequence. That
sequence holds the slots in an order which Korean grammar allows, and it may hold numerals that
became words (2월 -> February): they use up a printed number, and the last ones are dropped.

What may move: within a clause the phrases in any order (both "Y개국 X건" and "X건 Y개국" occur);
dates, years and spans of time to the front of the sentence; fixed names (COVID-19, G2G)
anywhere; a total behind the parts that it includes; the day of "announced on" to the end.
Clauses keep their order, and a date its inner one (year, month, day). A reading must fit
every slot and hold every relation between them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kcity_analysis.release.claims import Sentence
from kcity_analysis.release.rules import Values, alike, broken, includes, misfit, pairs
from kcity_analysis.release.slots import Number

MOST_STEPS = 6000
"""How many placings are tried for one sentence before its readings count as too many."""

_ANNOUNCED = re.compile(r"\b(?:said|announced|stated|revealed)\s+(?:that\s+)?on\s+(?:the\s+)?$")

_MOST_FREE = 4
"""The most phrases of one clause that are tried in every order."""

_RANK = {"year": 0, "day": 0, "month": 0, "days": 1, "weeks": 1, "months": 1, "years": 1,
         "hours": 1, "word": 1, "countries": 2, "cities": 3, "minutes": 3}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """The values of a sentence's slots, in English order; None where the value was dropped.

    ``cost`` counts how far the Korean order lies from the usual one (0 is the grammar's favourite);
    ``words`` are the words whose numerals used up a printed number.
    """

    placed: Values
    cost: int = 0
    words: tuple[str, ...] = field(default=(), compare=False)


def printed(sentence: Sentence) -> Reading:
    """The innocent reading: every number stands where it is printed."""
    return Reading(tuple(slot.value for slot in sentence.slots), 0)


@dataclass(frozen=True)
class Found:
    """What a search found: the readings that fit, the likeliest first; what excluded the others.

    ``complete`` is False where a sentence holds so many numbers that not every order was tried.
    ``usual`` are the readings of orders more usual in Korean than that of the English sentence.
    """

    readings: list[Reading]
    complete: bool
    excluded: list[str]
    usual: list[Reading]


def readings(sentence: Sentence, year: int | None = None) -> Found:
    """Every reading of a sentence but the printed one that fits all its slots and relations."""
    search = _Search(sentence, year)
    search.run()
    innocent = printed(sentence).placed
    best: dict[Values, Reading] = {}
    for reading in search.found:
        if reading.placed == innocent:
            continue
        known = best.get(reading.placed)
        if known is None or reading.cost < known.cost:
            best[reading.placed] = reading
    kept = []
    for reading in best.values():
        faults = broken(sentence, reading.placed, year)
        if faults:
            search.excluded.setdefault(faults[0])
        else:
            kept.append(reading)
    kept.sort(key=lambda one: (one.cost, str(one.placed)))
    usual = [reading for reading in kept if reading.cost < search.cost_of_english()]
    return Found(kept, search.complete, list(search.excluded), usual)


class _Search:
    """Backtracking over the Korean orders of one sentence: one object, one search."""

    def __init__(self, sentence: Sentence, year: int | None) -> None:
        self.sentence, self.year = sentence, year
        self.slots = sentence.slots
        self.place = {slot.start: index for index, slot in enumerate(self.slots)}
        self.printed = [slot.value for slot in self.slots if slot.value is not None]
        self.found: list[Reading] = []
        self.steps = 0
        self.complete = True
        self.excluded: dict[str, None] = {}
        self.pairs = [pair for pair in pairs(sentence) if pair[2]]

    def run(self) -> None:
        phrases: dict[int, list[Number]] = {}
        for number in self.sentence.numbers:
            if number.unit != "date":
                phrases.setdefault(number.phrase, []).append(number)
        self.printed = [
            slot.value for slot in self.slots if slot.value is not None and slot.unit != "date"
        ]
        if len(self.slots) < 2 and not any(number.hidden for number in self.sentence.numbers):
            return
        for clauses in self._clause_orders([_korean(phrase) for phrase in phrases.values()]):
            for months in (True, False):
                if months or any(n.unit == "month" for c in clauses for p in c for n in p):
                    self._fill(clauses, 0, {}, 0, _unmoved(clauses), months, ())
        if self.steps >= MOST_STEPS:
            self.complete = False

    def cost_of_english(self) -> int:
        """How far the English order itself lies from the usual Korean one."""
        phrases: dict[int, list[Number]] = {}
        for number in self.sentence.numbers:
            if number.unit not in ("date", "name"):
                phrases.setdefault(number.phrase, []).append(number)
        clauses = self._with_front(list(phrases.values()), ())
        months = any(number.unit == "month" for number in self.sentence.numbers)
        return _unmoved(clauses) + sum(map(_distance, clauses)) + 2 * months

    def _clause_orders(self, phrases: list[list[Number]]) -> Iterator[list[list[list[Number]]]]:
        """The sentence as clauses of phrases: as in English, and with its adverbials in front."""
        names = [phrase for phrase in phrases if phrase[0].unit == "name"]
        rest = [phrase for phrase in phrases if phrase[0].unit != "name"]
        adverbs = [phrase for phrase in rest if _is_adverb(phrase)][:3]
        for size in range(len(adverbs) + 1):
            for front in itertools.combinations(adverbs, size):
                base = self._with_front(rest, front)
                for order in self._announced_last(base):
                    for clauses in self._totals_last(order):
                        yield from self._with_names(clauses, names[:2])

    def _announced_last(
        self, clauses: list[list[list[Number]]]
    ) -> Iterator[list[list[list[Number]]]]:
        """As they stand, and with the day of "said on" at the end ("23일 밝혔다")."""
        yield clauses
        for clause in clauses:
            for phrase in clause:
                before = self.sentence.text[: phrase[0].start - self.sentence.start]
                if len(clauses) + len(clause) > 2 and _ANNOUNCED.search(before):
                    rest = [[one for one in other if one is not phrase] for other in clauses]
                    yield [*filter(None, rest), [phrase]]
                    return

    def _with_front(
        self, phrases: list[list[Number]], front: tuple[list[Number], ...]
    ) -> list[list[list[Number]]]:
        """The clauses, with some adverbials in front of the part of the sentence they are in."""
        moved = {phrase[0].phrase for phrase in front}
        parts: dict[int, dict[int, list[list[Number]]]] = {}
        for phrase in phrases:
            part = parts.setdefault(phrase[0].part, {})
            segment = -1 if phrase[0].phrase in moved else phrase[0].segment
            part.setdefault(segment, []).append(phrase)
        return [part[segment] for part in parts.values() for segment in sorted(part)]

    def _totals_last(self, clauses: list[list[list[Number]]]) -> Iterator[list[list[list[Number]]]]:
        """As they stand, and with a total behind the parts it includes ("A와 B 등 총 T")."""
        yield clauses
        for place, clause in enumerate(clauses[:-1]):
            whole, part = clause[-1][-1], clauses[place + 1][0][0]
            if includes(self.sentence, whole, part):
                end = place + 1
                while (
                    end < len(clauses)
                    and alike(clauses[end][0][0], part)
                    and clauses[end][0][0].part == part.part
                ):
                    end += 1
                yield [*clauses[:place], *clauses[place + 1 : end], clause, *clauses[end:]]
                return

    def _with_names(
        self, clauses: list[list[list[Number]]], names: list[list[Number]]
    ) -> Iterator[list[list[list[Number]]]]:
        """A fixed name as a phrase of its own, between any two phrases."""
        if not names:
            yield clauses
            return
        name, *others = names
        for spot in range(len(clauses) + 1):
            placed = [*clauses[:spot], [name], *clauses[spot:]]
            yield from self._with_names(placed, others)
        for spot, clause in enumerate(clauses):
            if len(clause) > 1:
                placed = [*clauses[:spot], [*clause, name], *clauses[spot + 1 :]]
                yield from self._with_names(placed, others)

    def _fill(
        self,
        clauses: list[list[list[Number]]],
        clause: int,
        values: dict[int, float],
        used: int,
        cost: int,
        months: bool,
        words: tuple[str, ...],
    ) -> None:
        """Places clause after clause, in every order of its phrases, as far as numbers last."""
        if self.steps >= MOST_STEPS:
            return
        if clause == len(clauses) or used == len(self.printed):
            if used == len(self.printed):
                filled = tuple(values.get(index) for index in range(len(self.slots)))
                self.found.append(Reading(filled, cost + (0 if months else 2), words))
            return
        if len(clauses[clause]) > _MOST_FREE:
            self.complete = False  # not every order of it is tried
        for order, extra in _orders(clauses[clause]):
            numbers = [number for phrase in order for number in phrase]
            for after in self._place(numbers, 0, values, used, months, words):
                if not self._counts(after[0]):
                    continue
                self._fill(clauses, clause + 1, after[0], after[1], cost + extra, months, after[2])

    def _counts(self, values: dict[int, float]) -> bool:
        """Whether no pair placed so far has fewer cases than countries (tells it early)."""
        for count, countries, _ in self.pairs:
            cases, states = values.get(count), values.get(countries)
            if cases is not None and states is not None and cases < states:
                self.excluded.setdefault(
                    f"{cases:g} {self.slots[count].unit} of {states:g} countries"
                )
                return False
        return True

    def _place(
        self,
        numbers: list[Number],
        index: int,
        values: dict[int, float],
        used: int,
        months: bool,
        words: tuple[str, ...],
    ) -> Iterator[tuple[dict[int, float], int, tuple[str, ...]]]:
        """One order of a clause: printed numbers into slots; a word may use up its own."""
        self.steps += 1
        if self.steps >= MOST_STEPS:
            return
        if index == len(numbers) or used == len(self.printed):
            yield values, used, words
            return
        number, value = numbers[index], self.printed[used]
        if number.hidden:
            if number.value == value and (months or number.unit != "month"):
                yield from self._place(
                    numbers, index + 1, values, used + 1, months, (*words, number.text)
                )
            if number.unit != "month" or not months:
                yield from self._place(numbers, index + 1, values, used, months, words)
        elif fault := misfit(number, value, lenient=False):
            self.excluded.setdefault(fault)
        else:
            filled = {**values, self.place[number.start]: value}
            yield from self._place(numbers, index + 1, filled, used + 1, months, words)


def _korean(phrase: list[Number]) -> list[Number]:
    """A date phrase in Korean order: the year first, then month and day; others as they are."""
    years = [number for number in phrase if number.unit == "year"]
    rest = [number for number in phrase if number.unit != "year"]
    dated = any(number.unit in ("day", "month") for number in rest)
    if not (years and dated):
        return phrase
    # "October 24, 2023 (Tue) ~ October 26, ...": a second year is the translator's own.
    return [years[0], *rest, *years[1:]]


def _is_adverb(phrase: list[Number]) -> bool:
    return any(number.adverb for number in phrase)


def _unmoved(clauses: list[list[list[Number]]]) -> int:
    """How many adverbials stand behind another clause, where Korean would have them in front."""
    return sum(
        _is_adverb(phrase) for clause in clauses[1:] if len(clause) == 1 for phrase in clause
    )


def _orders(clause: list[list[Number]]) -> list[tuple[list[list[Number]], int]]:
    """The orders of a clause's phrases, each with its distance from the usual Korean one."""
    if len(clause) == 1:
        return [(clause, 0)]
    if len(clause) <= _MOST_FREE:
        tried = [list(order) for order in itertools.permutations(clause)]
    else:
        first = [phrase for phrase in clause if _is_adverb(phrase)]
        rest = [phrase for phrase in clause if not _is_adverb(phrase)]
        tried = [clause, clause[::-1], [*first, *rest], [*first, *rest[::-1]]]
    return [(order, _distance(order)) for order in tried]


def _distance(order: list[list[Number]]) -> int:
    ranks = [_RANK.get(phrase[-1].unit, 4) for phrase in order]
    return sum(one > two for one, two in itertools.combinations(ranks, 2))
