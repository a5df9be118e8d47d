"""Who came first, who came back, and how much a few have, as sums over all selections.

Each function adds what it needs to the programme of the selections (:mod:`.selecting`) and gives a
sum whose least and most are those of the figure. They are stored with the other bounds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import product
from typing import TYPE_CHECKING

from kcity_analysis import vocabulary
from kcity_analysis.evidence.integer_programme import Sum, total
from kcity_analysis.evidence.known import Known, Project, types_of

if TYPE_CHECKING:
    from kcity_analysis.evidence.selecting import Selections

STANDING = "standing"
"""The dimension of these figures."""
FIRST_TIME, FOLLOW_ON, TOP = "first time", "plan, then demonstration", "five with most"
PLANNING, DEMONSTRATION = "planning", "overseas demonstration"
"""What a follow-on leads from, and to; the older planning types by the crosswalk."""
HOW_MANY = 5


def plans_and_demonstrations(year: int) -> tuple[list[str], list[str]]:
    """The types of a year that make a plan, and those that demonstrate something."""
    crosswalk = vocabulary.table("type_crosswalk")
    joined = dict(zip(crosswalk["type"], crosswalk["comparable_type"], strict=True))
    held = [(kind, joined.get(kind, kind)) for kind in types_of(year)]
    found = [[kind for kind, like in held if like == one] for one in (PLANNING, DEMONSTRATION)]
    return found[0], found[1]


def first_time(table: Selections, first_year: int, year: int) -> Sum:
    """The countries selected in ``year`` that were not from ``first_year`` to the year before."""
    ever = table.count("countries", year, first_year)
    if first_year == year:
        return ever
    return ever - table.count("countries", year - 1, first_year)


def most_of(table: Selections, known: Known, first_year: int, year: int) -> Sum:
    """The projects of the five countries that have most, together.

    The sum of the five largest of some counts is the largest that any five of them have, and the
    least of five times a threshold plus what each has above it (the dual of choosing five).
    Countries without a listed project may only add to its most: all of a region as if one.
    """
    programme = table.programme
    listed = _of_years(known, first_year, year)
    nations = sorted({one.iso3 for one in listed})
    counts = [table.count("cases", year, first_year, country=one) for one in nations]
    pools = [
        table.count("cases", year, first_year, region=region)
        - total(
            count
            for iso3, count in zip(nations, counts, strict=True)
            if vocabulary.region_of(iso3) == region
        )
        for region in vocabulary.categories("region")
    ]
    found = programme.unknown()
    chosen, taken = [], []
    for count in (*counts, *(one for one in pools if one.terms)):
        is_chosen, part = programme.unknown(1), programme.unknown()
        programme.hold(count - part, least=0)
        programme.hold(is_chosen * programme.ceiling(count) - part, least=0)
        chosen.append(is_chosen)
        taken.append(part)
    programme.hold(total(chosen), most=HOW_MANY)
    programme.hold(total(taken) - found, least=0)
    threshold = programme.unknown()
    above = []
    for count in counts:
        part = programme.unknown()
        programme.hold(part + threshold - count, least=0)
        above.append(part)
    programme.hold(found - threshold * HOW_MANY - total(above), least=0)
    return found


def followed(table: Selections, known: Known, first_year: int, year: int) -> Sum:
    """The cities that had a plan and, in a later year, a demonstration.

    Beyond the listed ones, each project that is missing from the list may be in one city: of a
    plan, where a demonstration is listed later; of a demonstration, where a plan is listed before;
    or both in a city that has none.
    """
    programme = table.programme
    listed = _of_years(known, first_year, year)
    sure, parts = Sum(), []
    for iso3 in sorted({one.iso3 for one in listed}):
        missing = _Missing(table, listed, first_year, year, iso3)
        for city in sorted({one.city for one in listed if one.iso3 == iso3}):
            here = [one for one in listed if (one.iso3, one.city) == (iso3, city)]
            if _leads(here, all):
                sure += 1
            elif ways := _ways(missing, here, programme.unknown):
                may_be = programme.unknown(1)
                programme.hold(total(ways) - may_be, least=0)
                parts.append(may_be)
        parts += missing.pairs(programme.unknown)
        missing.hold(programme.hold)
    for region in vocabulary.categories("region"):
        missing = _Missing(table, listed, first_year, year, region=region)
        parts += missing.pairs(programme.unknown)
        missing.hold(programme.hold)
    return total([sure, *parts])


def listed_standing(projects: list[Project], category: str, first_year: int, year: int) -> float:
    """What the list of projects gives for a figure of this dimension."""
    span = [one for one in projects if first_year <= one.year <= year]
    if category == FIRST_TIME:
        before = {one.iso3 for one in span if one.year < year}
        return len({one.iso3 for one in span} - before)
    if category == TOP:
        return sum(count for _, count in Counter(one.iso3 for one in span).most_common(HOW_MANY))
    cities = {(one.iso3, one.city) for one in span}
    own = [[one for one in span if (one.iso3, one.city) == city] for city in cities]
    return sum(_leads(here, all) for here in own)


def _of_years(known: Known, first_year: int, year: int) -> list[Project]:
    return [one for one in known.of(Project) if first_year <= one.year <= year]


def may_be_of(one: Project, kinds: Collection[str], each: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether a project is of some types: surely (``each`` is all), or as far as is known (any)."""
    possible = [one.type] if one.type else types_of(one.year)
    return each(kind in kinds for kind in possible)


def _leads(here: list[Project], each: Callable[[Iterable[bool]], bool]) -> bool:
    return any(
        may_be_of(plan, plans_and_demonstrations(plan.year)[0], each)
        and may_be_of(shown, plans_and_demonstrations(shown.year)[1], each)
        for plan, shown in product(here, here)
        if plan.year < shown.year
    )


class _Missing:
    """The plans and demonstrations of a country that are not on the list, by year, and their uses.

    Of a region: those of its countries that have no project on the list.
    """

    def __init__(
        self,
        table: Selections,
        listed: list[Project],
        first_year: int,
        year: int,
        iso3: str | None = None,
        region: str | None = None,
    ) -> None:
        self._left: list[dict[int, Sum]] = [{}, {}]
        self._uses: dict[tuple[int, int], list[Sum]] = defaultdict(list)
        nations = sorted({one.iso3 for one in listed})
        for one in table.years:
            if not first_year <= one <= year or not table.is_open(one):
                continue
            for place, kinds in enumerate(plans_and_demonstrations(one)):
                if not table.is_open(one, kinds) or not kinds:
                    continue
                if iso3 is not None:
                    own = [p for p in listed if (p.iso3, p.year) == (iso3, one)]
                    left = table.count("cases", one, type=kinds, country=iso3)
                    left -= sum(may_be_of(p, kinds, all) for p in own)
                else:
                    left = table.count("cases", one, type=kinds, region=region) - total(
                        table.count("cases", one, type=kinds, country=nation)
                        for nation in nations
                        if vocabulary.region_of(nation) == region
                    )
                if left.terms:
                    self._left[place][one] = left

    def plan(self, year: int, use: Sum) -> Sum:
        self._uses[0, year].append(use)
        return use

    def demonstration(self, year: int, use: Sum) -> Sum:
        self._uses[1, year].append(use)
        return use

    def years(self, place: int) -> list[int]:
        return [*self._left[place]]

    def pairs(self, unknown: Callable[[], Sum]) -> list[Sum]:
        """Both in a city of which no project is listed."""
        found = []
        for before, after in product(self._left[0], self._left[1]):
            if before < after:
                found.append(self.demonstration(after, self.plan(before, unknown())))
        return found

    def hold(self, hold: Callable[..., None]) -> None:
        """No project is in two places."""
        for (place, year), uses in self._uses.items():
            hold(self._left[place][year] - total(uses), least=0)


def _ways(missing: _Missing, here: list[Project], unknown: Callable[..., Sum]) -> list[Sum]:
    """What would make a city one that had a plan and then a demonstration."""
    found = [unknown(1)] if _leads(here, any) else []
    plans, shown = (
        [one.year for one in here if may_be_of(one, plans_and_demonstrations(one.year)[place], any)]
        for place in (0, 1)
    )
    found += [
        missing.plan(year, unknown(1))
        for year in missing.years(0)
        if any(year < one for one in shown)
    ]
    found += [
        missing.demonstration(year, unknown(1))
        for year in missing.years(1)
        if any(one < year for one in plans)
    ]
    return found
