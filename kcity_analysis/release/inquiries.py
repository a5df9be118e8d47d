"""What is to be held of each number of a release once its readings are known, and why.

``as printed``: nothing contradicts it. ``proved``: every reading that the scramble rule allows says
so, in whichever place the number is printed. ``recovered``: dropped by the translator, fixed by
something else. ``lost``: dropped, and stated nowhere. ``ambiguous``: several readings are left, or
not all were tried. ``contradicted``: it cannot be, and nothing mends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from kcity_analysis.release.agreement import implied, said, total
from kcity_analysis.release.readings import Reading, fitting, printed
from kcity_analysis.release.slots import Number, Sentence
from kcity_analysis.release.subjects import Subject

_MOST_REASONS = 5

VERDICTS_OPEN = ("ambiguous", "lost", "contradicted")
"""The verdicts that somebody must look at; as printed, proved and recovered are settled."""


@dataclass
class Inquiry:
    """A sentence under investigation: the readings still possible, and what excluded the others.

    ``faults`` say why its printed numbers cannot be, ``doubts`` why they seldom are. ``usual``
    are the readings that the usual Korean order gives.
    """

    sentence: Sentence
    faults: list[str]
    doubts: list[str]
    left: list[Reading]
    complete: bool = True
    searched: bool = False
    excluded: list[str] = field(default_factory=list)
    usual: list[Reading] = field(default_factory=list)
    joined: bool = False
    clashing: str = ""

    @property
    def sure(self) -> bool:
        """Whether every reading of the sentence is known."""
        if self.sentence.language == "ko":
            return not self.faults
        return self.searched and self.complete and not self.joined and bool(self.left)


@dataclass(frozen=True)
class Evidence:
    """What a release as a whole gives to judge one number by.

    ``facts`` are sure, ``lines`` says where each is stated; ``before`` has the totals of the year
    before where the release's own changes confirm them; ``calendar`` the contest's days where its
    window is the release's. ``scrambled`` says that some sentence is.
    """

    about: Mapping[tuple[int, int], Subject]
    facts: Mapping[Subject, float]
    lines: Mapping[Subject, int]
    before: Mapping[str, float]
    year: int | None
    calendar: pd.DataFrame | None
    scrambled: bool


def rows(inquiry: Inquiry, evidence: Evidence) -> Iterator[dict[str, object]]:
    """One row a slot of the sentence, in the columns of a Restoration's claims."""
    sentence, year = inquiry.sentence, evidence.year
    left = _readings(inquiry, evidence)
    for place, slot in enumerate(sentence.slots):
        subject = evidence.about.get((sentence.number, place))
        restored, verdict, proof = _verdict(inquiry, left, place, subject, evidence)
        candidates = _candidates(inquiry, left, place, restored, verdict)
        if verdict == "proved" and slot.unit == "krw":
            # The sum moved to its place; its size is another matter.
            verdict = "ambiguous"
            candidates = (
                f"{_shown(restored)}* | {_shown(restored / _TOO_LARGE)}" if restored else ""
            )
        if slot.unit == "krw" and sentence.language == "en" and verdict != "contradicted":
            proof += "; the Korean unit of 100 million is often printed as billion: x 1 or / 10"
        if slot.unit == "day" and slot.month and _day_is_lost(slot, left, place):
            day, why = _day_of(slot, sentence, evidence)
            if day is not None:
                restored, verdict, proof = float(day), "recovered", f"{proof}; {why}"
                candidates = f"{day}*"
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
            "sign": subject.sign if subject else 1,
            "printed": slot.text,
            "restored": float("nan") if restored is None else restored,
            "verdict": verdict,
            "candidates": candidates,
            "proof": proof,
        }


_TOO_LARGE = 10


def _shown(value: float | None) -> str:
    return "lost" if value is None else f"{value:.15g}"


def _readings(inquiry: Inquiry, evidence: Evidence) -> list[Reading]:
    """The readings that are shown of a sentence; the printed one alone where nothing is amiss."""
    innocent = printed(inquiry.sentence)
    if inquiry.faults or inquiry.doubts:
        return inquiry.left
    if evidence.scrambled and inquiry.searched:
        kept = set(inquiry.left)
        return [innocent, *(one for one in inquiry.usual if one in kept)]
    return [innocent]


def _candidates(
    inquiry: Inquiry, left: list[Reading], place: int, restored: float | None, verdict: str
) -> str:
    """The values of all readings left, each once, the one that is restored marked."""
    slot = inquiry.sentence.slots[place]
    if slot.unit == "date":
        return ""
    values = [reading.placed[place] for reading in left]
    if verdict == "recovered" or (verdict == "proved" and restored is not None):
        values = [restored]
    elif verdict == "contradicted" or (verdict == "ambiguous" and not inquiry.complete):
        values += fitting(inquiry.sentence, place)
    marked = {_shown(value): "" for value in ([restored] if restored is not None else []) + values}
    if verdict in ("ambiguous", "contradicted", "as printed", "proved", "recovered"):
        marked[_shown(restored)] = "*"
    return " | ".join(name + mark for name, mark in marked.items())


def _verdict(
    inquiry: Inquiry,
    left: list[Reading],
    place: int,
    subject: Subject | None,
    evidence: Evidence,
) -> tuple[float | None, str, str]:
    """One slot's value, what is to be held of it, and why."""
    slot = inquiry.sentence.slots[place]
    if slot.unit == "date":
        return None, "as printed", "a date, complete in itself"
    if slot.value is None:
        return _recover(slot, subject, evidence, "the translator left a placeholder")
    if inquiry.sentence.language == "ko" and inquiry.faults:
        return slot.value, "contradicted", "; ".join(inquiry.faults) + "; nothing mends it"
    if not inquiry.faults:
        return _innocent(inquiry, left, place, subject, evidence)
    why = "as printed: " + "; ".join(inquiry.faults)
    if not left:
        return slot.value, "contradicted", why + "; nothing mends it"
    words = left[0].words if len(left) == 1 else ()
    if words:
        why += f"; {', '.join(words)} stood as {'a numeral' if len(words) == 1 else 'numerals'}"
    if inquiry.excluded:
        reasons = list(dict.fromkeys(inquiry.excluded))
        why += "; other Korean orders: " + "; ".join(reasons[:_MOST_REASONS])
        why += f"; and {len(reasons) - _MOST_REASONS} more" if len(reasons) > _MOST_REASONS else ""
    values = list(dict.fromkeys(reading.placed[place] for reading in left))
    if inquiry.sure and len(values) == 1:
        if values[0] is None:
            return _recover(slot, subject, evidence, why + "; the number itself was dropped")
        return values[0], "proved", why + "; no other Korean order is left"
    if inquiry.joined:
        why += "; the sentences of this line were read as one"
    elif not inquiry.complete:
        why += "; too many orders to try every one"
    why += f"; {len(left)} readings fit"
    favourite = left[0].placed[place]
    if favourite is None and len(slot.allowed) == 1:
        favourite = slot.allowed[0]
    return favourite, "ambiguous", why


def _innocent(
    inquiry: Inquiry,
    left: list[Reading],
    place: int,
    subject: Subject | None,
    evidence: Evidence,
) -> tuple[float | None, str, str]:
    """A slot of a sentence whose printed numbers can be: as printed, or doubtful."""
    slot = inquiry.sentence.slots[place]
    if inquiry.clashing:
        return slot.value, "ambiguous", f"its own sentence agrees, but {inquiry.clashing}"
    others = [one.placed[place] for one in left if one.placed[place] != slot.value]
    if inquiry.doubts:
        why = "; ".join(inquiry.doubts)
        if not others:
            own = inquiry.sentence.language != "ko" and len(left) < 2
            return slot.value, "contradicted" if own else "as printed", why
        return slot.value, "ambiguous", why + "; other orders fit as well"
    if not others:
        return slot.value, "as printed", _confirmed(inquiry, subject, evidence)
    return (
        slot.value,
        "ambiguous",
        "nothing contradicts it, but in the usual Korean order the numbers would fit as well, and "
        "other sentences of this text are scrambled",
    )


def _day_is_lost(slot: Number, left: list[Reading], place: int) -> bool:
    """Whether a day's own number was dropped, or may have been and its month stands there."""
    values = {reading.placed[place] for reading in left}
    return values == {None} or (None in values and slot.value == slot.month)


def _recover(
    slot: Number,
    subject: Subject | None,
    evidence: Evidence,
    why: str,
) -> tuple[float | None, str, str]:
    """A value that the translator dropped, from wherever else it is fixed."""
    if len(slot.allowed) == 1:
        return slot.allowed[0], "recovered", why + "; the name is always written so"
    if subject is not None and subject in evidence.facts:
        value = evidence.facts[subject] * subject.sign
        return value, "recovered", f"{why}; line {evidence.lines[subject]} states it"
    follows = implied(evidence.facts, evidence.before)
    if subject is not None and subject in follows:
        value, reason = follows[subject]
        return value, "recovered", f"{why}; {reason}"
    return None, "lost", why


def _confirmed(inquiry: Inquiry, subject: Subject | None, evidence: Evidence) -> str:
    """What speaks for a number as printed."""
    why = _agrees(subject, evidence)
    if inquiry.sentence.language == "ko":
        return f"in Korean, where nothing is moved; {why}"
    if inquiry.sure and len(inquiry.left) == 1 and len(inquiry.sentence.slots) > 1:
        return f"{why}; no other Korean order fits"
    return why


def _agrees(subject: Subject | None, evidence: Evidence) -> str:
    facts, before = evidence.facts, evidence.before
    if subject is None or subject not in facts:
        return "contradicts nothing"
    if subject.dimension == "change" and total(subject.category, subject.stage) in facts:
        now = facts[total(subject.category, subject.stage)]
        base = before.get(subject.category)
        if base is not None:
            return f"agrees with {base:g} the year before and {now:g} now"
        change = facts.get(Subject(subject.stage, "change", subject.category, subject.category), 0)
        if Subject(subject.stage, "change", subject.category, "percent") in facts:
            return f"agrees with {now:g} now: {said(change)} than {now - change:g}"
    related = [other for other in facts if other.stage == subject.stage]
    if subject.dimension in ("type_field", "type", "region") and len(related) > 1:
        return "the parts stay within their whole"
    return "contradicts nothing"


def _day_of(slot: Number, sentence: Sentence, evidence: Evidence) -> tuple[int | None, str]:
    """The one day that the calendar knows, in a month, for what a sentence says happens then."""
    calendar, year = evidence.calendar, evidence.year
    if calendar is None or calendar.empty or year is None:
        return None, ""
    days = [other for other in sentence.slots if other.unit == "day"]
    if len(days) > 1 or not re.search(r"select|result|선정", sentence.text, re.IGNORECASE):
        return None, ""
    rows = calendar[
        (calendar["year"].astype(int) == year)
        & (calendar["stage"] == "selection")
        & calendar["event"].str.contains("announced|planned|meeting")
        & (calendar["first_day"].str[5:7] == f"{slot.month:02d}")
    ]
    found = sorted(set(rows["first_day"]))
    if len(found) != 1:
        return None, ""
    events = "; ".join(rows["event"])
    return int(found[0][8:10]), f"the calendar has {found[0]} ({events})"
