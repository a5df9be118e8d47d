"""What must hold between the facts of one release, whatever order its numbers stand in.

A fact is the value of a :class:`~release.subjects.Subject`. Countries are counted distinct:
a whole has at least the countries of its largest part. (That it has at most those of all parts
together does not hold: some cases are of no part that is named, as 3 of 80 in 2020.) Regions share
no country, so their countries add up. Parts may be left out ("13 + 4 + 5 + 5 of 40"), so cases of
parts add up to at most the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from kcity_analysis.release.slots import because
from kcity_analysis.release.subjects import Subject
from kcity_analysis.vocabulary import Message, Term

Facts = Mapping[Subject, float]


def total(measure: str, stage: str = "reception", offset: int = 0) -> Subject:
    """The subject of a total."""
    return Subject(stage, "total", "all", measure, offset)


def rounded(percent: float) -> float:
    """One decimal, half away from zero, as the ministry prints percentages.

    >>> rounded(31 / 80 * 100)
    38.8
    """
    exact = Decimal(repr(round(percent, 9)))
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def clashes(facts: Facts, before: Mapping[str, float]) -> Iterator[Message]:
    """What does not hold among facts; nothing where they agree.

    ``before`` holds the totals of the year before by measure, where they are known. A decrease is
    a change below zero.
    """
    groups: dict[tuple[str, str, str, int], list[tuple[Subject, float]]] = {}
    for subject, value in facts.items():
        key = (subject.stage, subject.dimension, subject.measure, subject.offset)
        groups.setdefault(key, []).append((subject, value))
    for (stage, dimension, measure, offset), parts in groups.items():
        whole = facts.get(total(measure, stage, offset))
        if dimension in ("region", "type", "field", "type_field") and whole is not None:
            yield from _parts(dimension, measure, parts, whole)
    yield from _fields(facts)
    yield from _pairs(facts)
    for stage in ("reception", "selection"):
        yield from _changes(facts, before, stage)


def _parts(
    dimension: str, measure: str, parts: list[tuple[Subject, float]], whole: float
) -> Iterator[Message]:
    added, largest = sum(value for _, value in parts), max(value for _, value in parts)
    adds_up = measure == "cases" or dimension == "region"
    of, counted = Term("dimension", dimension), Term("measure", measure)
    if adds_up and added > whole:
        yield because("parts-sum", dimension=of, measure=counted, added=added, whole=whole)
    if largest > whole:
        yield because("part-above", dimension=of, measure=counted, largest=largest, whole=whole)


def _fields(facts: Facts) -> Iterator[Message]:
    for subject, whole in facts.items():
        if subject.dimension == "type" and subject.measure == "cases":
            parts = [
                value
                for other, value in facts.items()
                if other.dimension == "type_field" and other.stage == subject.stage
                and other.category.startswith(f"{subject.category} | ")
            ]  # fmt: skip
            if sum(parts) > whole:
                kind = Term("type", subject.category)
                yield because("fields-sum", kind=kind, added=sum(parts), whole=whole)


def _pairs(facts: Facts) -> Iterator[Message]:
    for subject, cases in facts.items():
        if subject.measure == "cases" and subject.dimension != "change":
            countries = facts.get(
                Subject(
                    subject.stage, subject.dimension, subject.category, "countries", subject.offset
                )
            )
            if countries is not None and countries > cases:
                of = Term(subject.dimension, subject.category)
                yield because("only-cases", of=of, countries=countries, cases=cases)


def _changes(facts: Facts, before: Mapping[str, float], stage: str) -> Iterator[Message]:
    for measure in ("cases", "countries"):
        change = facts.get(Subject(stage, "change", measure, measure))
        percent = facts.get(Subject(stage, "change", measure, "percent"))
        now = facts.get(total(measure, stage))
        base = before.get(measure) if stage == "reception" else None
        if base is None and now is not None and change is not None:
            base = now - change
        if now is not None and base is not None and change is not None and now - base != change:
            yield because(
                "not-as-before",
                now=now,
                measure=Term("measure", measure),
                change=said(change),
                before=base,
            )
        if base and change is not None and percent is not None:
            exact = 100 * change / base
            # Some print a whole percentage, and some cut where others round.
            if abs(exact - percent) >= (1 if percent == int(percent) else 0.1):
                yield because(
                    "not-that-percent",
                    change=change,
                    base=base,
                    measure=Term("measure", measure),
                    exact=rounded(exact),
                    percent=percent,
                )


def said(change: float) -> Message:
    """A change in words.

    >>> said(-22.0).said("en"), said(-22.0).said("ko")
    ('22 fewer', '22 감소')
    """
    return because("fewer" if change < 0 else "more", change=abs(change))


def implied(facts: Facts, before: Mapping[str, float]) -> dict[Subject, tuple[float, Message]]:
    """The totals that other facts fix: subject -> (value, how it follows).

    From the change on the year before and last year's figure; or from the change and its percent
    alone, where one total only gives that percentage.
    """
    found: dict[Subject, tuple[float, Message]] = {}
    for measure in ("cases", "countries"):
        change = facts.get(Subject("reception", "change", measure, measure))
        percent = facts.get(Subject("reception", "change", measure, "percent"))
        if change is None or total(measure) in facts:
            continue
        if measure in before:
            value = before[measure] + change
            found[total(measure)] = (
                value,
                because("from-before", before=before[measure], change=said(change)),
            )
        elif percent:
            near = round(100 * change / percent)
            bases = [
                base
                for base in range(max(1, near - 60), near + 61)
                if rounded(100 * change / base) == percent
            ]
            if len(bases) == 1:
                reason = because("only-on", change=said(change), percent=percent, base=bases[0])
                found[total(measure)] = (bases[0] + change, reason)
    return found
