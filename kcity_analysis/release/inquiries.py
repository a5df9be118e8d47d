"""What is to be held of each number of a release once its readings are known, and why.

``as printed``: nothing contradicts it. ``proved``: the one reading left, in whichever place.
``recovered``: dropped by the translator, fixed by something else. ``lost``: dropped, and stated
nowhere. ``ambiguous``: several readings left. ``contradicted``: it cannot be, and nothing mends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from kcity_analysis.release.agreement import implied, total
from kcity_analysis.release.claims import Sentence
from kcity_analysis.release.readings import Reading
from kcity_analysis.release.slots import Number
from kcity_analysis.release.subjects import Subject

_MOST_REASONS = 5

VERDICTS = ["as printed", "proved", "recovered", "ambiguous", "lost", "contradicted"]


@dataclass
class Case:
    """A sentence under investigation: the readings still possible, and what excluded the others."""

    sentence: Sentence
    faults: list[str]
    left: list[Reading]
    complete: bool = True
    searched: bool = False
    excluded: list[str] = field(default_factory=list)
    doubtful: bool = False
    joined: bool = False
    clashing: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.faults)


@dataclass(frozen=True)
class Evidence:
    """What a release as a whole gives to judge one number by.

    ``facts`` are agreed on, ``lines`` says where each is stated; ``before`` has the totals of the
    year before; ``calendar`` the contest's days (None where the release is about something else).
    """

    about: Mapping[tuple[int, int], Subject]
    facts: Mapping[Subject, float]
    lines: Mapping[Subject, int]
    before: Mapping[str, float]
    year: int | None
    calendar: pd.DataFrame | None


def rows(case: Case, evidence: Evidence) -> Iterator[dict[str, object]]:
    """One row a slot of the sentence, in the columns of a Restoration's claims."""
    sentence, year = case.sentence, evidence.year
    for place, slot in enumerate(sentence.slots):
        subject = evidence.about.get((sentence.number, place))
        restored, verdict, proof = _verdict(case, place, subject, evidence)
        known = evidence.facts.get(subject) if subject else None
        known = slot.allowed[0] if len(slot.allowed) == 1 else known
        if restored is None and slot.unit == "day" and slot.month:
            day, why = _day_of(slot, sentence, evidence)
            if day is not None:
                restored, verdict, proof = float(day), "recovered", f"{proof}; {why}"
                known = restored
        shown = [known if one.placed[place] is None else one.placed[place] for one in case.left]
        yield {
            "sentence": sentence.number,
            "line": sentence.line,
            "start": slot.start,
            "end": slot.end,
            "unit": slot.unit,
            "about": str(subject) if subject else slot.noun,
            "year": (year + subject.offset) if subject and year else None,
            "stage": subject.stage if subject else "",
            "dimension": subject.dimension if subject else "",
            "category": subject.category if subject else "",
            "measure": subject.measure if subject else "",
            "printed": slot.text,
            "restored": float("nan") if restored is None else restored,
            "verdict": verdict,
            "candidates": _candidates(case, slot, shown) or _fixed(slot),
            "proof": proof,
        }


def _fixed(slot: Number) -> str:
    return f"{slot.allowed[0]:g}*" if len(slot.allowed) == 1 else ""


def _candidates(case: Case, slot: Number, shown: list[float | None]) -> str:
    """The values of all readings left, each once; the grammar's favourite marked."""
    favourite = min(range(len(case.left)), key=lambda i: (case.left[i].cost, i), default=None)
    if case.doubtful and len(case.left) > 1:
        favourite = 1
    marked: dict[str, None] = {}
    for place, value in enumerate(shown):
        if slot.unit == "date":
            continue
        name = "lost" if value is None else f"{value:.15g}"
        if place == favourite:
            marked.pop(name, None)
            marked[name + "*"] = None
        elif name + "*" not in marked:
            marked[name] = None
    return " | ".join(marked)


def _verdict(
    case: Case,
    place: int,
    subject: Subject | None,
    evidence: Evidence,
) -> tuple[float | None, str, str]:
    """One slot's value, what is to be held of it, and why."""
    slot = case.sentence.slots[place]
    as_printed = slot.value
    if slot.unit == "date":
        return None, "as printed", "a date, complete in itself"
    if not case.changed and not case.doubtful:
        if slot.value is None:
            return None, "lost", "the translator left a placeholder"
        why = f"; but {case.clashing}" if case.clashing else ""
        return (
            as_printed,
            "contradicted" if why else "as printed",
            _confirmed(case, subject, evidence) + why,
        )
    if not case.left or case.sentence.language == "ko":
        return as_printed, "contradicted", "; ".join(case.faults) + "; nothing mends it"
    why = "as printed: " + "; ".join(case.faults) if case.faults else ""
    values = [one.placed[place] for one in case.left]
    if case.doubtful:
        return _doubtful(case, place, values)
    words = case.left[0].words
    if words:
        why += f"; {', '.join(words)} stood as {'a numeral' if len(words) == 1 else 'numerals'}"
    if case.excluded:
        reasons = list(dict.fromkeys(case.excluded))
        why += "; other Korean orders: " + "; ".join(reasons[:_MOST_REASONS])
        why += f"; and {len(reasons) - _MOST_REASONS} more" if len(reasons) > _MOST_REASONS else ""
    if case.joined:
        why += "; the sentences of this line were read as one"
    if len(set(values)) == 1 and case.complete and not case.joined:
        value = values[0]
        if value is None:
            return _recover(slot, subject, evidence, why)
        return value, "proved", why + "; no other Korean order is left"
    favourite = case.left[0].placed[place]
    if not case.complete:
        why += "; too many numbers to try every order"
    else:
        why += f"; {len(case.left)} readings fit"
    if favourite is None and slot.allowed and len(slot.allowed) == 1:
        return slot.allowed[0], "recovered", why + "; the name is always written so"
    return favourite, "ambiguous", why


def _doubtful(case: Case, place: int, values: list[float | None]) -> tuple[float | None, str, str]:
    slot = case.sentence.slots[place]
    others = [value for value in values[1:] if value != values[0]]
    if not others:
        return slot.value, "as printed", "the same in every reading"
    month_again = slot.unit == "day" and slot.value == slot.month
    if month_again and all(value is None for value in others):
        return (
            None,
            "lost",
            (
                "the month is repeated and the day lost, as this translator does "
                "(a numeral that became a word fills the next slot)"
            ),
        )
    reason = (
        "nothing contradicts it, but in the usual Korean order the numbers would fit as well, "
        "and " + (case.clashing or "other sentences of this text are scrambled")
    )
    return slot.value, "ambiguous", reason


def _recover(
    slot: Number,
    subject: Subject | None,
    evidence: Evidence,
    why: str,
) -> tuple[float | None, str, str]:
    """A value that the translator dropped, from wherever else it is fixed."""
    why += "; the number itself was dropped"
    if len(slot.allowed) == 1:
        return slot.allowed[0], "recovered", why + "; the name is always written so"
    if subject is not None and subject in evidence.facts:
        value = evidence.facts[subject]
        if subject in evidence.lines:
            return value, "recovered", f"{why}; line {evidence.lines[subject]} states it"
        rest = {other: known for other, known in evidence.facts.items() if other != subject}
        follows = implied(rest, evidence.before).get(subject, (value, "it follows from the text"))
        return value, "recovered", f"{why}; {follows[1]}"
    return None, "lost", why


def _confirmed(
    case: Case,
    subject: Subject | None,
    evidence: Evidence,
) -> str:
    """What speaks for a number as printed."""
    if case.sentence.language == "ko":
        return f"in Korean, where nothing is moved; {_agrees(case, subject, evidence)}"
    return _agrees(case, subject, evidence)


def _agrees(case: Case, subject: Subject | None, evidence: Evidence) -> str:
    facts, before = evidence.facts, evidence.before
    if subject is None or subject not in facts:
        return "contradicts nothing"
    related = {other: value for other, value in facts.items() if other.stage == subject.stage}
    if subject.dimension == "change" and total(subject.category, subject.stage) in facts:
        now = facts[total(subject.category, subject.stage)]
        base = before.get(subject.category)
        if base is not None:
            return f"agrees with {base:g} the year before and {now:g} now"
        change = facts.get(Subject(subject.stage, "change", subject.category, subject.category), 0)
        if Subject(subject.stage, "change", subject.category, "percent") in facts:
            return f"agrees with {now:g} now: {change:g} on {now - change:g}"
    if subject.dimension in ("type_field", "type", "region") and len(related) > 1:
        return "the parts stay within their whole; the Korean order is the same"
    return "contradicts nothing"


def _day_of(slot: Number, sentence: Sentence, evidence: Evidence) -> tuple[int | None, str]:
    """The one day that the calendar knows, in a month, for what a sentence says happens then."""
    calendar, year = evidence.calendar, evidence.year
    if calendar is None or calendar.empty or year is None:
        return None, ""
    days = [other for other in sentence.slots if other.unit == "day"]
    if len(days) > 1:
        stage, event, column = (
            "reception",
            "window",
            ["first_day", "last_day"][days.index(slot) > 0],
        )
    elif re.search(r"select|result|선정", sentence.text, re.IGNORECASE):
        stage, event, column = "selection", "announced|planned|meeting", "first_day"
    else:
        return None, ""
    rows = calendar[
        (calendar["year"].astype(int) == year)
        & (calendar["stage"] == stage)
        & calendar["event"].str.contains(event)
        & (calendar[column].str[5:7] == f"{slot.month:02d}")
    ]
    found = sorted(set(rows[column]))
    if len(found) != 1:
        return None, ""
    events = "; ".join(rows["event"])
    return int(found[0][8:10]), f"the calendar has {found[0]} ({events})"
