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

from kcity_analysis.release.subjects import Subject

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


def clashes(facts: Facts, before: Mapping[str, float]) -> Iterator[str]:
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
) -> Iterator[str]:
    added, largest = sum(value for _, value in parts), max(value for _, value in parts)
    adds_up = measure == "cases" or dimension == "region"
    if adds_up and added > whole:
        yield f"the {dimension}s' {measure} add up to {added:g}, more than {whole:g} in all"
    if largest > whole:
        yield f"one {dimension} has {largest:g} {measure}, more than {whole:g} in all"


def _fields(facts: Facts) -> Iterator[str]:
    for subject, whole in facts.items():
        if subject.dimension == "type" and subject.measure == "cases":
            parts = [
                value
                for other, value in facts.items()
                if other.dimension == "type_field" and other.stage == subject.stage
                and other.category.startswith(f"{subject.category} | ")
            ]  # fmt: skip
            if sum(parts) > whole:
                yield f"the fields of {subject.category} add up to {sum(parts):g} of {whole:g}"


def _pairs(facts: Facts) -> Iterator[str]:
    for subject, cases in facts.items():
        if subject.measure == "cases" and subject.dimension != "change":
            countries = facts.get(
                Subject(
                    subject.stage, subject.dimension, subject.category, "countries", subject.offset
                )
            )
            if countries is not None and countries > cases:
                yield f"{subject.category}: {countries:g} countries with only {cases:g} cases"


def _changes(facts: Facts, before: Mapping[str, float], stage: str) -> Iterator[str]:
    for measure in ("cases", "countries"):
        change = facts.get(Subject(stage, "change", measure, measure))
        percent = facts.get(Subject(stage, "change", measure, "percent"))
        now = facts.get(total(measure, stage))
        base = before.get(measure) if stage == "reception" else None
        if base is None and now is not None and change is not None:
            base = now - change
        if now is not None and base is not None and change is not None and now - base != change:
            yield f"{now:g} {measure} are not {said(change)} than the {base:g} of the year before"
        if base and change is not None and percent is not None:
            exact = 100 * change / base
            # Some print a whole percentage, and some cut where others round.
            if abs(exact - percent) >= (1 if percent == int(percent) else 0.1):
                yield f"{change:g} on {base:g} {measure} is {rounded(exact):g} %, not {percent:g} %"


def said(change: float) -> str:
    """A change in words.

    >>> said(-22.0)
    '22 fewer'
    """
    return f"{abs(change):g} {'fewer' if change < 0 else 'more'}"


def implied(facts: Facts, before: Mapping[str, float]) -> dict[Subject, tuple[float, str]]:
    """The totals that other facts fix: subject -> (value, how it follows).

    From the change on the year before and last year's figure; or from the change and its percent
    alone, where one total only gives that percentage.
    """
    found: dict[Subject, tuple[float, str]] = {}
    for measure in ("cases", "countries"):
        change = facts.get(Subject("reception", "change", measure, measure))
        percent = facts.get(Subject("reception", "change", measure, "percent"))
        if change is None or total(measure) in facts:
            continue
        if measure in before:
            value = before[measure] + change
            found[total(measure)] = (
                value,
                f"{before[measure]:g} the year before and {said(change)}",
            )
        elif percent:
            near = round(100 * change / percent)
            bases = [
                base
                for base in range(max(1, near - 60), near + 61)
                if rounded(100 * change / base) == percent
            ]
            if len(bases) == 1:
                reason = f"{said(change)} is {percent:g} % only on {bases[0]}"
                found[total(measure)] = (bases[0] + change, reason)
    return found
