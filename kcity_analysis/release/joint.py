"""The search over a whole release: which readings of its sentences agree with one another.

A sentence whose printed numbers break no rule has one reading, the innocent one. Any other has
those of :mod:`kcity_analysis.release.readings`. Facts settled by the one sort narrow the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from kcity_analysis.release.agreement import clashes, implied
from kcity_analysis.release.claims import Sentence, joined
from kcity_analysis.release.inquiries import Case
from kcity_analysis.release.readings import Reading, printed, readings
from kcity_analysis.release.rules import broken, unusual
from kcity_analysis.release.subjects import Subject

_MOST_COMBINATIONS = 5000
"""How many choices of readings are tried together over sentences that each have several."""

_MOST_JOINED = 14
"""How many numbers the sentences of one line may hold to be read as one."""


def examine(sentence: Sentence, year: int | None) -> Case:
    """A sentence with its readings: the innocent one or, where that is broken, all others."""
    innocent = printed(sentence)
    faults = broken(sentence, innocent.placed, year)
    if not faults or sentence.language == "ko":
        return Case(sentence, faults, [innocent])
    case = Case(sentence, faults, [])
    _search(case, year)
    return case


def _search(case: Case, year: int | None) -> None:
    found = readings(case.sentence, year)
    case.left, case.complete, case.searched = found.readings, found.complete, True
    innocent = set(case.faults)
    case.excluded = [why for why in found.excluded if why not in innocent]


def join(
    found: list[Sentence],
    cases: dict[int, Case],
    about: dict[tuple[int, int], Subject],
    year: int | None,
) -> dict[int, Case]:
    """Takes together the sentences of a line of which one alone has no reading.

    A translator may carry a number over into the next sentence. What is found so is never proved.
    """
    stuck = {case.sentence.line for case in cases.values() if case.searched and not case.left}
    lines: dict[int, list[Sentence]] = {line: [] for line in stuck}
    for sentence in found:
        if sentence.line in stuck:
            lines[sentence.line].append(sentence)
    for line in lines.values():
        if len(line) < 2 or sum(len(sentence.slots) for sentence in line) > _MOST_JOINED:
            continue
        whole = Case(joined(line), [], [], joined=True)
        _search(whole, year)
        if whole.left:
            place = 0
            for sentence in line:
                case = cases.pop(sentence.number, None)
                whole.faults += case.faults if case else []
                for own in range(len(sentence.slots)):
                    subject = about.get((sentence.number, own))
                    if subject is not None:
                        about[whole.sentence.number, place + own] = subject
                place += len(sentence.slots)
            cases[whole.sentence.number] = whole
    return dict(sorted(cases.items()))


def stated_by(
    sentence: Sentence, reading: Reading, about: Mapping[tuple[int, int], Subject]
) -> dict[Subject, float]:
    """The facts that a reading of a sentence states."""
    stated = {}
    for place, value in enumerate(reading.placed):
        subject = about.get((sentence.number, place))
        if subject is not None and value is not None:
            stated[subject] = value
    return stated


def settled(
    cases: Mapping[int, Case], about: Mapping[tuple[int, int], Subject]
) -> dict[Subject, float]:
    """The facts of sentences with one reading left. What two dispute is left out."""
    facts: dict[Subject, float] = {}
    disputed = set()
    for case in cases.values():
        if len(case.left) == 1:
            for subject, value in stated_by(case.sentence, case.left[0], about).items():
                if facts.setdefault(subject, value) != value:
                    disputed.add(subject)
    return {subject: value for subject, value in facts.items() if subject not in disputed}


def _why_not(
    stated: Mapping[Subject, float],
    facts: Mapping[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> str:
    """Why what a reading states cannot stand beside the facts; an empty text where it can."""
    for subject, value in stated.items():
        if subject in facts and facts[subject] != value:
            return f"{subject}: the release states {facts[subject]:g} elsewhere, not {value:g}"
    known = set(clashes(facts, before, year))
    return next((c for c in clashes({**facts, **stated}, before, year) if c not in known), "")


def agree(
    cases: Mapping[int, Case],
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
    year: int | None,
) -> dict[Subject, float]:
    """Leaves each sentence only the readings that fit the others; returns the facts agreed on."""
    open_cases = [case for case in cases.values() if len(case.left) > 1]
    for _ in range(4):
        facts = _with_implied(settled(cases, about), before)
        narrowed = False
        for case in open_cases:
            narrowed |= len(case.left) > 1 and _narrow(case, about, facts, before, year)
        if not narrowed:
            break
    rest = [
        case
        for case in open_cases
        if len(case.left) > 1 and any(stated_by(case.sentence, one, about) for one in case.left)
    ]
    _combine(rest, about, before, year, _with_implied(settled(cases, about), before))
    return _with_implied(settled(cases, about), before)


def _with_implied(facts: dict[Subject, float], before: Mapping[str, float]) -> dict[Subject, float]:
    return facts | {subject: value for subject, (value, _) in implied(facts, before).items()}


def _narrow(
    case: Case,
    about: Mapping[tuple[int, int], Subject],
    facts: Mapping[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> bool:
    kept = []
    for reading in case.left:
        why = _why_not(stated_by(case.sentence, reading, about), facts, before, year)
        if why:
            case.excluded.append(why)
        else:
            kept.append(reading)
    if not kept or len(kept) == len(case.left):
        return False
    case.left = kept
    return True


def _combine(
    rest: list[Case],
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
    year: int | None,
    facts: dict[Subject, float],
) -> None:
    """Plain backtracking over sentences that several readings fit: keeps those of any solution."""
    size = 1
    for case in rest:
        size *= len(case.left)
    if len(rest) < 2 or size > _MOST_COMBINATIONS:
        return
    used: list[set[Reading]] = [set() for _ in rest]

    def extend(place: int, stated: dict[Subject, float], chosen: list[Reading]) -> None:
        if place == len(rest):
            for spot, reading in enumerate(chosen):
                used[spot].add(reading)
            return
        for reading in rest[place].left:
            new = stated_by(rest[place].sentence, reading, about)
            if not _why_not(new, stated, before, year):
                extend(place + 1, {**stated, **new}, [*chosen, reading])

    extend(0, dict(facts), [])
    for case, kept in zip(rest, used, strict=True):
        if kept and len(kept) < len(case.left):
            case.excluded.append("no choice of the other sentences agrees with it")
            case.left = [reading for reading in case.left if reading in kept]


def doubt(
    cases: Mapping[int, Case],
    about: Mapping[tuple[int, int], Subject],
    facts: dict[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> None:
    """Looks again at what seemed innocent: against the facts, and in a text known as scrambled.

    A sentence that contradicts a fact proved elsewhere is searched like any other. In a text in
    which some sentence is scrambled, one that would read differently in the usual Korean order is
    doubtful: it keeps its printed numbers and shows the others beside them.
    """
    proved = {
        subject
        for case in cases.values()
        if case.changed and len(case.left) == 1 and case.searched
        for subject in stated_by(case.sentence, case.left[0], about)
    }
    scrambled = any(case.searched and case.left for case in cases.values())
    for case in cases.values():
        if case.changed or case.sentence.language == "ko":
            continue
        stated = stated_by(case.sentence, case.left[0], about)
        if stated and (proved or implied(facts, before)):
            others = {subject: value for subject, value in facts.items() if subject in proved}
            others |= {s: value for s, (value, _) in implied(facts, before).items()}
            why = _why_not(stated, others, before, year)
            if why:
                found = readings(case.sentence, year)
                fitting = [
                    one
                    for one in found.readings
                    if not _why_not(stated_by(case.sentence, one, about), facts, before, year)
                ]
                case.clashing = why
                if fitting:
                    case.faults, case.left = [why], fitting
                    case.complete, case.searched = found.complete, True
                    continue
        if scrambled or unusual(case.sentence):
            _suspect(case, stated, facts, year, about, before)


def _suspect(
    case: Case,
    stated: Mapping[Subject, float],
    facts: Mapping[Subject, float],
    year: int | None,
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
) -> None:
    """Adds to an innocent reading those that the usual Korean order would give, if they fit."""
    if len({number.phrase for number in case.sentence.numbers}) < 2 and not any(
        number.hidden for number in case.sentence.numbers
    ):
        return
    likely = [
        one
        for one in readings(case.sentence, year).usual
        if not _why_not(stated_by(case.sentence, one, about), facts, before, year)
    ]
    if likely:
        case.left = [*case.left, *likely]
        case.doubtful = True
