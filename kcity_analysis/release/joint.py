"""The search over a whole release: which readings of its sentences agree with one another.

Every sentence of which some number cannot be as printed is searched for the readings that fit it
(:mod:`kcity_analysis.release.readings`); once one is found, the text is known as scrambled, and
all its sentences are. What every reading of a sentence says is sure, and narrows the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kcity_analysis.release.agreement import clashes
from kcity_analysis.release.claims import joined
from kcity_analysis.release.inquiries import Inquiry
from kcity_analysis.release.readings import Reading, printed, readings
from kcity_analysis.release.relations import doubts, faults, rarities
from kcity_analysis.release.slots import Sentence, because
from kcity_analysis.release.subjects import Subject
from kcity_analysis.vocabulary import Message

About = Mapping[tuple[int, int], Subject]

_MOST_COMBINATIONS = 2000
"""How many choices of readings are tried together over sentences that each have several."""

_MOST_JOINED = 14
"""How many numbers the sentences of one line may hold to be read as one."""

_MOST_NARROWED = 60
"""How many readings of one sentence are held against the facts of the others."""


def examine(sentence: Sentence) -> Inquiry:
    """A sentence with what speaks against its printed numbers, searched where something does."""
    innocent = printed(sentence)
    rare = rarities(sentence, innocent.placed)
    inquiry = Inquiry(
        sentence,
        faults(sentence, innocent.placed),
        [*doubts(sentence, innocent.placed), *rare],
        [innocent],
    )
    if inquiry.faults or inquiry.doubts:
        search(inquiry)
    if inquiry.left == [innocent]:
        inquiry.doubts = [doubt for doubt in inquiry.doubts if doubt not in rare]
    return inquiry


def search(inquiry: Inquiry) -> None:
    """Adds to an inquiry all other readings; takes the printed one away if it cannot be."""
    if inquiry.searched or inquiry.sentence.language == "ko":
        return
    found = readings(inquiry.sentence)
    inquiry.searched, inquiry.complete, inquiry.usual = True, found.complete, found.usual
    inquiry.left = [*([] if inquiry.faults else inquiry.left), *found.readings]
    known = set(inquiry.faults)
    inquiry.excluded = [why for why in found.excluded if why not in known]


def join(
    found: list[Sentence], inquiries: dict[int, Inquiry], about: dict[tuple[int, int], Subject]
) -> dict[int, Inquiry]:
    """Takes together the sentences of a line of which one alone has no reading.

    A translator may carry a number over into the next sentence. What is found so is never proved.
    """
    stuck = {one.sentence.line for one in inquiries.values() if one.searched and not one.left}
    lines: dict[int, list[Sentence]] = {line: [] for line in stuck}
    for sentence in found:
        if sentence.line in stuck:
            lines[sentence.line].append(sentence)
    for line in lines.values():
        if len(line) < 2 or sum(len(sentence.slots) for sentence in line) > _MOST_JOINED:
            continue
        whole = Inquiry(joined(line), [], [], [], joined=True)
        for sentence in line:
            whole.faults += inquiries[sentence.number].faults if sentence.slots else []
        search(whole)
        still = _standing(line, inquiries)
        whole.left.sort(key=lambda one: sum(one.placed[at] != value for at, value in still))
        if whole.left and all(whole.left[0].placed[at] == value for at, value in still):
            place = 0
            for sentence in line:
                inquiries.pop(sentence.number, None)
                for own in range(len(sentence.slots)):
                    subject = about.get((sentence.number, own))
                    if subject is not None:
                        about[whole.sentence.number, place + own] = subject
                place += len(sentence.slots)
            inquiries[whole.sentence.number] = whole
    return dict(sorted(inquiries.items()))


def _standing(
    line: list[Sentence], inquiries: dict[int, Inquiry]
) -> list[tuple[int, float | None]]:
    """The places and values, in a whole line, of the sentences that nothing speaks against."""
    slots = [(sentence, slot) for sentence in line for slot in sentence.slots]
    return [
        (place, slot.value)
        for place, (sentence, slot) in enumerate(slots)
        if not inquiries[sentence.number].faults
    ]


def stated_by(sentence: Sentence, reading: Reading, about: About) -> dict[Subject, float]:
    """The facts that a reading of a sentence states; a decrease is below zero."""
    stated = {}
    for place, value in enumerate(reading.placed):
        subject = about.get((sentence.number, place))
        if subject is not None and value is not None:
            stated[subject] = value * subject.sign
    return stated


def settled(inquiries: Iterable[Inquiry], about: About, *, sure: bool) -> dict[Subject, float]:
    """The facts on which all readings of a sentence agree; what two sentences dispute is left out.

    ``sure`` takes only sentences of which every reading is known, else also those not searched.
    """
    facts: dict[Subject, float] = {}
    disputed = set()
    for inquiry in inquiries:
        if (sure and not inquiry.sure) or not inquiry.left:
            continue
        agreed = [stated_by(inquiry.sentence, one, about) for one in inquiry.left]
        for subject, value in agreed[0].items():
            everywhere = all(other.get(subject) == value for other in agreed[1:])
            if everywhere and facts.setdefault(subject, value) != value:
                disputed.add(subject)
    return {subject: value for subject, value in facts.items() if subject not in disputed}


def agree(inquiries: Mapping[int, Inquiry], about: About) -> dict[Subject, float]:
    """Leaves each sentence only the readings that fit what is sure; returns what is sure.

    Where no sentence is scrambled there is nothing to do: all is as printed.
    """
    if not any(inquiry.faults and inquiry.left for inquiry in inquiries.values()):
        return settled(inquiries.values(), about, sure=False)
    for inquiry in inquiries.values():
        search(inquiry)
    stating = [
        inquiry
        for inquiry in inquiries.values()
        if any(
            (inquiry.sentence.number, place) in about
            for place in range(len(inquiry.sentence.slots))
        )
    ]
    open_ones = [one for one in stating if 1 < len(one.left) <= _MOST_NARROWED]
    for _ in range(4):
        facts = _plausible(settled(stating, about, sure=True), inquiries.values(), about)
        known = set(clashes(facts, {}))
        narrowed = [_narrow(one, about, facts, known) for one in open_ones if len(one.left) > 1]
        if not any(narrowed):
            break
    _combine([one for one in open_ones if len(one.left) > 1 and one.complete], about, facts)
    return _plausible(settled(stating, about, sure=True), inquiries.values(), about)


def _plausible(
    facts: dict[Subject, float], inquiries: Iterable[Inquiry], about: About
) -> dict[Subject, float]:
    """The facts without the totals, if some sentence counts more than that: they are of a part."""
    most: dict[str, float] = {}
    for inquiry in inquiries:
        for place, slot in enumerate(inquiry.sentence.slots):
            subject = about.get((inquiry.sentence.number, place))
            if slot.unit not in ("cases", "countries") or (subject and subject.offset):
                continue
            values = {reading.placed[place] for reading in inquiry.left}
            if len(values) == 1 and (value := values.pop()) is not None:
                most[slot.unit] = max(most.get(slot.unit, 0), value)
    return {
        subject: value
        for subject, value in facts.items()
        if subject.dimension != "total" or value >= most.get(subject.measure, 0)
    }


def why_not(
    stated: Mapping[Subject, float], facts: Mapping[Subject, float], known: set[Message]
) -> Message | None:
    """Why what a reading states cannot stand beside the facts; None where it can."""
    for subject, value in stated.items():
        if subject in facts and facts[subject] != value:
            return because("elsewhere", subject=subject, stated=facts[subject], value=value)
    if not stated:
        return None
    return next((clash for clash in clashes({**facts, **stated}, {}) if clash not in known), None)


def _narrow(
    inquiry: Inquiry, about: About, facts: Mapping[Subject, float], known: set[Message]
) -> bool:
    kept, reasons = [], []
    for reading in inquiry.left:
        why = why_not(stated_by(inquiry.sentence, reading, about), facts, known)
        if why:
            reasons.append(why)
        else:
            kept.append(reading)
    if not reasons:
        return False
    innocent = printed(inquiry.sentence)
    if not inquiry.faults and innocent not in kept:
        # Its own numbers hold together: whether it speaks of the same thing is not beyond doubt.
        inquiry.clashing = inquiry.clashing or reasons[0]
        return False
    if not kept:
        return False
    inquiry.excluded += reasons
    inquiry.left = kept
    return True


def _combine(rest: list[Inquiry], about: About, facts: dict[Subject, float]) -> None:
    """Plain backtracking over sentences that several readings fit: keeps those of any solution."""
    rest = [one for one in rest if one.faults and not one.joined]
    size = 1
    for inquiry in rest:
        size *= len(inquiry.left)
    if len(rest) < 2 or size > _MOST_COMBINATIONS:
        return
    used: list[set[Reading]] = [set() for _ in rest]
    known = set(clashes(facts, {}))

    def extend(place: int, stated: dict[Subject, float], chosen: list[Reading]) -> None:
        if place == len(rest):
            for spot, reading in enumerate(chosen):
                used[spot].add(reading)
            return
        for reading in rest[place].left:
            new = stated_by(rest[place].sentence, reading, about)
            if not why_not(new, stated, known):
                extend(place + 1, {**stated, **new}, [*chosen, reading])

    extend(0, dict(facts), [])
    for inquiry, kept in zip(rest, used, strict=True):
        if kept and len(kept) < len(inquiry.left):
            inquiry.excluded.append(because("no-choice"))
            inquiry.left = [reading for reading in inquiry.left if reading in kept]
