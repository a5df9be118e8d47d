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
from kcity_analysis.release.slots import Kind, Number, Sentence, because
from kcity_analysis.release.subjects import Subject
from kcity_analysis.vocabulary import Listing, Message, Quantity

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
    faults: list[Message]
    doubts: list[Message]
    left: list[Reading]
    complete: bool = True
    searched: bool = False
    excluded: list[Message] = field(default_factory=list)
    usual: list[Reading] = field(default_factory=list)
    joined: bool = False
    clashing: Message | None = None

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


def rows(inquiry: Inquiry, evidence: Evidence, language: str = "en") -> Iterator[dict[str, object]]:
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
            other = (restored or 0) * (_LOST if slot.scale < _WRITTEN else 1 / _TOO_LARGE)
            candidates = f"{_shown(restored)}* | {_shown(other)}" if restored else ""
        if slot.unit == "krw" and sentence.language == "en" and verdict != "contradicted":
            lost = slot.scale < _WRITTEN
            proof.append(because("unit-of-ten-thousand" if lost else "unit-of-won"))
        if slot.unit == "day" and slot.month and _day_is_lost(slot, left, place):
            day, why = _day_of(slot, sentence, evidence)
            if day is not None:
                restored, verdict = float(day), "recovered"
                proof.append(why)
                candidates = f"{day}*"
        yield {
            "sentence": sentence.number,
            "line": sentence.line,
            "start": slot.start,
            "end": slot.end,
            "unit": slot.unit,
            "about": (subject or Kind(slot.noun, slot.unit)).said(language),
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
            "proof": "; ".join(reason.said(language) for reason in proof),
        }


_TOO_LARGE, _LOST = 10, 10_000
"""How the Korean units of an amount are mistaken: 억 for a billion, 만 for nothing at all."""
_WRITTEN = 1e6
"""The least unit of an amount (million) that shows that its Korean unit was translated."""


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
) -> tuple[float | None, str, list[Message]]:
    """One slot's value, what is to be held of it, and why."""
    slot = inquiry.sentence.slots[place]
    if slot.unit == "date":
        return None, "as printed", [because("date")]
    if slot.value is None:
        return _recover(slot, subject, evidence, [because("placeholder")])
    if inquiry.sentence.language == "ko" and inquiry.faults:
        return slot.value, "contradicted", [*inquiry.faults, because("unmended")]
    if not inquiry.faults:
        return _innocent(inquiry, left, place, subject, evidence)
    why = [because("as-printed", why=inquiry.faults[0]), *inquiry.faults[1:]]
    if not left:
        return slot.value, "contradicted", [*why, because("unmended")]
    words = left[0].words if len(left) == 1 else ()
    if words:
        why.append(because("numerals", words=Listing(words)))
    if inquiry.excluded:
        reasons = list(dict.fromkeys(inquiry.excluded))
        why += [because("other-orders", why=reasons[0]), *reasons[1:_MOST_REASONS]]
        if len(reasons) > _MOST_REASONS:
            why.append(because("and-more", more=len(reasons) - _MOST_REASONS))
    values = list(dict.fromkeys(reading.placed[place] for reading in left))
    if inquiry.sure and len(values) == 1:
        if values[0] is None:
            return _recover(slot, subject, evidence, [*why, because("dropped")])
        return values[0], "proved", [*why, because("only-order")]
    if inquiry.joined:
        why.append(because("read-as-one"))
    elif not inquiry.complete:
        why.append(because("too-many"))
    why.append(because("readings", readings=Quantity.of(len(left))))
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
) -> tuple[float | None, str, list[Message]]:
    """A slot of a sentence whose printed numbers can be: as printed, or doubtful."""
    slot = inquiry.sentence.slots[place]
    if inquiry.clashing:
        return slot.value, "ambiguous", [because("own-agrees", but=inquiry.clashing)]
    others = [one.placed[place] for one in left if one.placed[place] != slot.value]
    if inquiry.doubts:
        why = list(inquiry.doubts)
        if not others:
            own = inquiry.sentence.language != "ko" and len(left) < 2
            return slot.value, "contradicted" if own else "as printed", why
        return slot.value, "ambiguous", [*why, because("others-fit")]
    if not others:
        return slot.value, "as printed", _confirmed(inquiry, subject, evidence)
    return (
        slot.value,
        "ambiguous",
        [because("usual-fits")],
    )


def _day_is_lost(slot: Number, left: list[Reading], place: int) -> bool:
    """Whether a day's own number was dropped, or may have been and its month stands there."""
    values = {reading.placed[place] for reading in left}
    return values == {None} or (None in values and slot.value == slot.month)


def _recover(
    slot: Number,
    subject: Subject | None,
    evidence: Evidence,
    why: list[Message],
) -> tuple[float | None, str, list[Message]]:
    """A value that the translator dropped, from wherever else it is fixed."""
    if len(slot.allowed) == 1:
        return slot.allowed[0], "recovered", [*why, because("always-so")]
    if subject is not None and subject in evidence.facts:
        value = evidence.facts[subject] * subject.sign
        return value, "recovered", [*why, because("line", line=str(evidence.lines[subject]))]
    follows = implied(evidence.facts, evidence.before)
    if subject is not None and subject in follows:
        value, reason = follows[subject]
        return value, "recovered", [*why, reason]
    return None, "lost", why


def _confirmed(inquiry: Inquiry, subject: Subject | None, evidence: Evidence) -> list[Message]:
    """What speaks for a number as printed."""
    why = _agrees(subject, evidence)
    if inquiry.sentence.language == "ko":
        return [because("in-korean"), why]
    if inquiry.sure and len(inquiry.left) == 1 and len(inquiry.sentence.slots) > 1:
        return [why, because("no-order-fits")]
    return [why]


def _agrees(subject: Subject | None, evidence: Evidence) -> Message:
    facts, before = evidence.facts, evidence.before
    if subject is None or subject not in facts:
        return because("nothing")
    if subject.dimension == "change" and total(subject.category, subject.stage) in facts:
        now = facts[total(subject.category, subject.stage)]
        base = before.get(subject.category)
        if base is not None:
            return because("agrees-before", before=base, now=now)
        change = facts.get(Subject(subject.stage, "change", subject.category, subject.category), 0)
        if Subject(subject.stage, "change", subject.category, "percent") in facts:
            return because("agrees-now", now=now, change=said(change), before=now - change)
    related = [other for other in facts if other.stage == subject.stage]
    if subject.dimension in ("type_field", "type", "region") and len(related) > 1:
        return because("parts-within")
    return because("nothing")


def _day_of(slot: Number, sentence: Sentence, evidence: Evidence) -> tuple[int | None, Message]:
    """The one day that the calendar knows, in a month, for what a sentence says happens then."""
    calendar, year = evidence.calendar, evidence.year
    if calendar is None or calendar.empty or year is None:
        return None, because("nothing")
    days = [other for other in sentence.slots if other.unit == "day"]
    if len(days) > 1 or not re.search(r"select|result|선정", sentence.text, re.IGNORECASE):
        return None, because("nothing")
    rows = calendar[
        (calendar["year"].astype(int) == year)
        & (calendar["stage"] == "selection")
        & calendar["event"].str.contains("announced|planned|meeting")
        & (calendar["first_day"].str[5:7] == f"{slot.month:02d}")
    ]
    found = sorted(set(rows["first_day"]))
    if len(found) != 1:
        return None, because("nothing")
    return int(found[0][8:10]), because("calendar", day=found[0])
