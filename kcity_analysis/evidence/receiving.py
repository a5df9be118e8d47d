"""What was received in a year, as an integer programme: see ``docs/methods.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kcity_analysis import vocabulary
from kcity_analysis.evidence.integer_programme import (
    UNBOUNDED,
    IntegerProgramme,
    Sum,
    subsets,
    total,
)
from kcity_analysis.evidence.known import (
    WINDOW,
    Applicant,
    Known,
    Printed,
    Project,
    Size,
    came_in_window,
    intake_of,
    types_of,
)
from kcity_analysis.vocabulary import NEITHER

_DIMENSIONS = ("region", "country", "type", "secretariat", "field", "type_field")
_WORLD = 250
"""More countries than there are: what a region holds where its members are not given."""


@dataclass(frozen=True)
class _InField:
    """What is of one field: cases by region and type, the countries without unknowns of their own
    by region and the types under which they have such cases, and the cases of the others.
    """

    cases: dict[tuple[str, str], Sum]
    countries: dict[tuple[str, frozenset[str]], Sum]
    own: dict[tuple[str, str], Sum]


class ReceptionTables:
    """The tables that a year's reception can have, and sums over them.

    The unknowns are the countries by region and set of types, the cases by region and type, and by
    type and field. A country that is named has unknowns of its own where its cases are known
    (``apart`` names further ones); others that are known to the same extent are taken together,
    which loses nothing, as their table is the same.
    """

    def __init__(self, known: Known, year: int, apart: Collection[str] = ()) -> None:
        self.year = year
        self.programme = IntegerProgramme()
        self.types = [*types_of(year), *([NEITHER] if year in known.untyped else [])]
        self.regions = vocabulary.categories("region")
        self._known = known
        self._sets = [
            frozenset(chosen)
            for count in range(1, len(self.types) + 1)
            for chosen in combinations(self.types, count)
        ]
        figures = known.of(Printed, stage="reception", year=year)
        self._figures = [one for one in figures if one.first_year == year]
        self._ceiling = self._highest()
        self._countries: dict[tuple[str, frozenset[str]], Sum] = {}
        self._cases: dict[tuple[str, str], Sum] = {}
        self._own: dict[tuple[str, str], Sum] = {}
        self._named_apart: dict[str, dict[frozenset[str], Sum]] = {}
        # Of the countries that have no unknowns of their own: how many, and their cases.
        self._others: dict[tuple[str, frozenset[str]], Sum] = {}
        self._cases_of_others: dict[tuple[str, str], Sum] = {}
        self.demanded = self._demands()
        self._apart = set(apart) & set(self.demanded)
        self._apart |= {one.category for one in self._figures if one.dimension == "country"}
        selected = self._selected()
        self._apart |= {iso3 for (iso3, _), count in selected.items() if count > 1}
        for region in self.regions:
            self._build(region, selected)
        for figure in self._figures:
            self._hold_printed(figure)
        self._hold_others()

    def _highest(self) -> int:
        """More cases than anything printed allows, so that this many means "no limit"."""
        cases = [one.value for one in self._figures if one.measure == "cases"]
        totals = [
            one.value for one in self._figures if (one.dimension, one.measure) == ("total", "cases")
        ]
        self.limited = bool(totals)
        return totals[0] if totals else 1000 + 2 * sum(cases)

    def _demands(self) -> dict[str, frozenset[str]]:
        """Country -> the types under which it is known to have applied: those named, those that
        have cases of their own, and those of which a project was selected in a contest with a
        window, which must have come in it.
        """
        found: dict[str, set[str]] = {}
        for one in self._known.of(Applicant, year=self.year):
            found.setdefault(one.iso3, set()).update({one.type} - {""})
        for one in self._figures:
            if one.dimension == "country" and one.value:
                found.setdefault(one.category, set())
        for one in self._known.of(Project, year=self.year):
            if came_in_window(one):
                found.setdefault(one.iso3, set()).update({one.type} - {""})
        return {iso3: frozenset(types) & set(self.types) for iso3, types in found.items()}

    def _selected(self) -> Counter[tuple[str, str]]:
        """(country, type) -> projects selected of those that came in the year's window; the type
        is "" for all of a country's together.
        """
        found: Counter[tuple[str, str]] = Counter()
        for one in self._known.of(Project, year=self.year):
            if came_in_window(one):
                found[one.iso3, ""] += 1
                if one.type:
                    found[one.iso3, one.type] += 1
        return found

    def _most(self, region: str, kind: str, country: str = "") -> int:
        """A ceiling on the cases of a region or country and type: the lower, the closer the linear
        relaxation is, so that printed figures are used.
        """
        printed = {
            (one.dimension, one.category): one.value
            for one in self._figures
            if one.measure == "cases"
        }
        keys = [("region", region), ("type", kind), ("country", country)]
        return min([self._ceiling, *(printed[one] for one in keys if one in printed)])

    def _build(self, region: str, selected: Counter[tuple[str, str]]) -> None:
        programme = self.programme
        here = [one for one in self.demanded if vocabulary.region_of(one) == region]
        sizes = [one.value for one in self._known.of(Size, region=region)]
        size = max(sizes[0] if sizes else _WORLD, len(here))
        together = Counter(self.demanded[one] for one in here if one not in self._apart)
        classes = [(frozenset[str](), size - len(here), False)]
        classes += [(demanded, count, True) for demanded, count in together.items()]
        counts: dict[frozenset[str], list[Sum]] = {one: [] for one in self._sets}
        for demanded, count, applied in classes:
            unknowns = {one: programme.unknown(count) for one in self._sets if demanded <= one}
            programme.hold(total(unknowns.values()), count if applied else 0, count)
            for one, unknown in unknowns.items():
                counts[one].append(unknown)
        rest = {one: total(parts) for one, parts in counts.items()}
        self._others |= {(region, one): number for one, number in rest.items()}
        for iso3 in (one for one in here if one in self._apart):
            demanded = self.demanded[iso3]
            own = {one: programme.unknown(1) for one in self._sets if demanded <= one}
            programme.equal(total(own.values()), 1)
            self._named_apart[iso3] = own
            for one, unknown in own.items():
                counts[one].append(unknown)
            for kind in self.types:
                under = total(unknown for one, unknown in own.items() if kind in one)
                most = self._most(region, kind, iso3)
                cases = programme.unknown(most)
                programme.hold(cases - under, least=0)
                programme.hold(cases - under * most, most=0)
                if selected[iso3, kind]:
                    programme.hold(cases, least=selected[iso3, kind])
                self._own[iso3, kind] = cases
            if selected[iso3, ""]:
                whole = total(self._own[iso3, kind] for kind in self.types)
                programme.hold(whole, least=selected[iso3, ""])
        for one, parts in counts.items():
            self._countries[region, one] = total(parts)
        for kind in self.types:
            under = total(parts for one, parts in rest.items() if kind in one)
            most = self._most(region, kind)
            cases = programme.unknown(most)
            programme.hold(cases - under, least=0)
            programme.hold(cases - under * most, most=0)
            self._cases_of_others[region, kind] = cases
            apart = [self._own[one, kind] for one in here if one in self._apart]
            self._cases[region, kind] = total([cases, *apart])

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Sum]:
        """Cases by type and field; what the fields leave over is the release's own residual."""
        fields = vocabulary.categories("field")
        found = {}
        for kind in self.types:
            for field in fields:
                found[kind, field] = self.programme.unknown(self._ceiling)
            whole = total(self._cases[region, kind] for region in self.regions)
            parts = total(found[kind, field] for field in fields)
            self.programme.hold(whole - parts, least=0)
        return found

    @cached_property
    def _in_field(self) -> dict[str, _InField]:
        return {}

    def _of_field(self, field: str) -> _InField:
        """The cases and countries of a field by region and country.

        A country under some types has cases of the field under any of these; where it has none of
        it under a type, it has another case there.
        """
        if field in self._in_field:
            return self._in_field[field]
        if field not in vocabulary.categories("field"):
            raise LookupError(field)
        programme, found = self.programme, _InField({}, {}, {})
        for iso3 in self._named_apart:
            for kind in self.types:
                own = self._own[iso3, kind]
                found.own[iso3, kind] = programme.unknown(programme.ceiling(own))
                programme.hold(own - found.own[iso3, kind], least=0)
        for region in self.regions:
            parts = {
                (held, some): programme.unknown(self._ceiling)
                for held in self._sets
                for some in subsets(held)
            }
            for held in self._sets:
                own = total(parts[held, some] for some in subsets(held))
                programme.equal(own - self._others[region, held], 0)
            for (_, some), unknown in parts.items():
                key = region, some
                found.countries[key] = found.countries.get(key, Sum()) + unknown
            for kind in self.types:
                have = total(one for (_, some), one in parts.items() if kind in some)
                lack = total(
                    one for (held, some), one in parts.items() if kind in held and kind not in some
                )
                whole = self._cases_of_others[region, kind]
                most = programme.ceiling(whole)
                cases = programme.unknown(most)
                programme.hold(cases - have, least=0)
                programme.hold(cases - have * most, most=0)
                programme.hold(whole - cases - lack, least=0)
                here = [one for one in self._named_apart if vocabulary.region_of(one) == region]
                found.cases[region, kind] = total([cases, *(found.own[one, kind] for one in here)])
        for kind in self.types:
            whole = total(found.cases[region, kind] for region in self.regions)
            programme.equal(whole - self._fields[kind, field], 0)
        self._in_field[field] = found
        return found

    def _hold_printed(self, figure: Printed) -> None:
        found = self._printed(figure)
        if found is not None:
            self.programme.equal(found, figure.value)

    def _printed(self, figure: Printed) -> Sum | None:
        """The sum that a printed figure is the value of; None for one that is not modelled."""
        if figure.dimension == "total":
            return self.count(figure.measure)
        if figure.dimension not in _DIMENSIONS:
            return None
        if figure.dimension == "type_field":
            kind, _, field = figure.category.partition(" | ")
            where = {"type": kind, "field": field}
        else:
            where = {figure.dimension: figure.category}
        try:
            return self.count(figure.measure, **where)
        except LookupError:
            return None

    def _hold_others(self) -> None:
        """What figures of other years and of the selection say about this year's totals."""
        known, year, programme = self._known, self.year, self.programme
        for measure in ("cases", "countries"):
            whole = self.count(measure)
            for one in known.of(Printed, stage="reception", measure=measure):
                if one.dimension == "change" and one.year in (year, year + 1):
                    sign = 1 if one.year == year else -1
                    other = known.figure("reception", "total", "all", measure, year - sign)
                    if other is not None:
                        programme.equal(whole, other + sign * one.value)
                elif one.dimension == "total" and one.first_year < one.year:
                    self._hold_cumulative(one, whole)
        for one in known.of(Printed, stage="reception", dimension="change", measure="percent"):
            self._hold_percent(one)
        for one in known.of(Printed, stage="selection", year=year):
            windows = all(intake_of(kind, year) == WINDOW for kind in types_of(year))
            if one.first_year == year and (
                windows or (one.dimension == "type" and intake_of(one.category, year) == WINDOW)
            ):
                found = self._printed(one) if one.dimension in ("total", "region", "type") else None
                if found is not None:
                    programme.hold(found, least=one.value)

    def _hold_percent(self, one: Printed) -> None:
        """A printed change in percent of the cases, from or to a total that is printed."""
        if one.year not in (self.year, self.year + 1):
            return
        other = self._known.figure(
            "reception", "total", "all", "cases", one.year - (one.year == self.year)
        )
        if not other:
            return
        # A percent that is printed whole may have been rounded to that.
        half = 0.5 if float(one.value).is_integer() else 0.05
        ends = [1 + (one.value + sign * half) / 100 for sign in (-1, 1)]
        if self.year == one.year:
            least, most = (other * end for end in ends)
        else:
            most, least = (other / end if end > 0 else UNBOUNDED for end in ends)
        self.programme.hold(self.count("cases"), least=least, most=most)

    def _hold_cumulative(self, one: Printed, whole: Sum) -> None:
        span = range(one.first_year, one.year + 1)
        if self.year not in span:
            return
        others = [
            self._known.figure("reception", "total", "all", one.measure, year)
            for year in span
            if year != self.year
        ]
        if one.measure == "countries":
            self.programme.hold(whole, most=one.value)
        if None not in others:
            rest = one.value - sum(filter(None, others))
            self.programme.hold(whole, least=rest)
            if one.measure == "cases":
                self.programme.hold(whole, most=rest)

    def count(
        self,
        measure: str,
        region: str | None = None,
        type: str | Collection[str] | None = None,  # noqa: A002
        secretariat: str | None = None,
        field: str | None = None,
        country: str | None = None,
    ) -> Sum:
        """The cases or the distinct countries of a cell; ``type`` may be several types.

        Raises LookupError for a cell that the programme has no unknowns for: a country that has
        none of its own, or a type that the year did not have.
        """
        types = self._types(type, secretariat)
        regions = self.regions if region is None else [region]
        if not set(regions) <= set(self.regions):
            raise LookupError(region)
        if country is not None:
            if region not in (None, vocabulary.region_of(country)):
                return Sum()
            return self._of_country(measure, country, types, field)
        if field is not None:
            if measure == "cases" and region is None:
                return total(self._fields[kind, field] for kind in types)
            return self._count_in_field(measure, regions, types, field)
        if measure == "cases":
            return total(self._cases[one, kind] for one in regions for kind in types)
        return total(
            self._countries[one, held]
            for one in regions
            for held in self._sets
            if held & set(types)
        )

    def _types(self, kind: str | Collection[str] | None, secretariat: str | None) -> list[str]:
        wanted = [kind] if isinstance(kind, str) else list(self.types if kind is None else kind)
        if not set(wanted) <= set(self.types):
            raise LookupError(kind)
        if secretariat is None:
            return wanted
        own = [one for one in wanted if one != NEITHER]
        of = [one for one in own if vocabulary.secretariat_of(one, self.year) == secretariat]
        if not of:
            raise LookupError(secretariat)
        return of

    def _count_in_field(
        self, measure: str, regions: Collection[str], types: Collection[str], field: str
    ) -> Sum:
        found = self._of_field(field)
        if measure == "cases":
            return total(found.cases[one, kind] for one in regions for kind in types)
        others = [
            number
            for (region, some), number in found.countries.items()
            if region in regions and some & set(types)
        ]
        apart = [
            self.programme.any_of(found.own[one, kind] for kind in types)
            for one in self._named_apart
            if vocabulary.region_of(one) in regions
        ]
        return total([*others, *apart])

    def _of_country(
        self, measure: str, country: str, types: Iterable[str], field: str | None = None
    ) -> Sum:
        if country not in self._named_apart:
            raise LookupError(country)
        if field is not None:
            own = [self._of_field(field).own[country, kind] for kind in types]
            return total(own) if measure == "cases" else self.programme.any_of(own)
        if measure == "cases":
            return total(self._own[country, kind] for kind in types)
        held = self._named_apart[country]
        return total(unknown for one, unknown in held.items() if one & set(types))

    def several(self, least: int, region: str | None = None) -> Sum:
        """The countries that applied under at least so many types."""
        regions = self.regions if region is None else [region]
        return total(
            self._countries[one, held]
            for one in regions
            for held in self._sets
            if len(held - {NEITHER}) >= least
        )

    def least(self, sum_: Sum) -> float:
        """The least of a sum. Raises ContradictionError."""
        return self.programme.least(sum_)

    def most(self, sum_: Sum) -> float:
        """The most of a sum, infinite where no total limits it. Raises ContradictionError."""
        most = self.programme.most(sum_)
        return UNBOUNDED if not self.limited and most >= self._ceiling else most
