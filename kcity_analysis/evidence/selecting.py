"""What was selected in all years, as one integer programme: see ``docs/methods.md``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kcity_analysis import vocabulary
from kcity_analysis.evidence.integer_programme import (
    UNBOUNDED,
    ContradictionError,
    IntegerProgramme,
    Sum,
    subsets,
    total,
)
from kcity_analysis.evidence.known import (
    COMPLETE,
    Known,
    Printed,
    Project,
    Size,
    Status,
    types_of,
)

_WORLD = 250
_DIMENSIONS = ("region", "country", "type", "secretariat", "field", "type_field")


@dataclass(frozen=True)
class _InField:
    """What is of one field in a year: the projects of countries that have listed ones, those of
    others by region and type, and these others by region and the types of such projects.
    """

    listed: dict[tuple[str, str], Sum]
    new: dict[tuple[str, str], Sum]
    countries: dict[tuple[str, frozenset[str]], Sum]


class Selections:
    """The lists that the selections of all years can have had, and sums over them.

    Projects known by name are constants. The unknowns are the projects not on the list, by year,
    type and country, where a country without any listed project counts only as one of its region;
    the types of listed projects of which none is stated; and the fields of those of which none is.
    What a year has not yet decided when the data were collected is not counted: its figures are
    "so far".
    """

    def __init__(self, known: Known) -> None:
        self.programme = IntegerProgramme()
        self.years = [*known.selection_years]
        self.regions = vocabulary.categories("region")
        self._known = known
        self._projects: list[Project] = known.of(Project)
        self._types = {
            year: [
                kind
                for kind in types_of(year)
                if not known.pending(year, kind)
                or any(one.year == year and one.type == kind for one in self._projects)
            ]
            for year in self.years
        }
        self._figures = [
            one
            for one in known.of(Printed, stage="selection")
            if one.dimension != "change" and one.first_year >= min(self.years, default=0)
        ]
        cases = [one.value for one in self._figures if one.measure == "cases"]
        # More projects than anything printed allows: so many mean that nothing limits a cell.
        self._unlimited = 100 + 2 * max(cases, default=0)
        self._open = self._open_cells()
        self._listed: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        for one in self._projects:
            self._listed[one.iso3, one.year][one.type] += 1
        self._nations = sorted({one.iso3 for one in self._projects})
        self._counts: dict[tuple[str, int, str], Sum] = {}
        self._parts: dict[tuple[str, int, str], list[Sum]] = {}
        self._under: dict[tuple[str, int, str], Sum] = {}
        self._in_field: dict[tuple[int, str], _InField] = {}
        self._in_year: dict[int, list[Project]] = defaultdict(list)
        for one in self._projects:
            self._in_year[one.year].append(one)
        self._held: dict[tuple[str, int], Sum] = {}
        self._build_listed()
        self._build_new()
        for figure in self._figures:
            self._hold_printed(figure)

    def _open_cells(self) -> dict[int, list[str]]:
        """Year -> the types in which a project may be missing from the list.

        A programme of the cases alone tells, so that closed years need no unknowns.
        """
        cases, programme = {}, IntegerProgramme()
        for year in self.years:
            for kind in self._types[year]:
                if not self._known.pending(year, kind):
                    cases[year, kind] = programme.unknown()
        listed = Counter((one.year, one.type) for one in self._projects)
        extra = {}
        for year in self.years:
            kinds = self._types[year]
            untyped = {kind: programme.unknown() for kind in kinds if listed[year, ""]}
            if untyped:
                programme.equal(total(untyped.values()), listed[year, ""])
            for kind in kinds:
                extra[year, kind] = total(
                    [listed[year, kind], cases.get((year, kind), 0), untyped.get(kind, 0)]
                )
        for one in self._figures:
            if one.measure == "cases" and one.dimension in ("total", "type"):
                span = range(one.first_year, one.year + 1)
                found = [
                    sum_
                    for (year, kind), sum_ in extra.items()
                    if year in span and one.category in ("all", kind)
                ]
                programme.equal(total(found), one.value)
        for one in self._complete():
            found = [
                sum_
                for (year, kind), sum_ in extra.items()
                if year == one.year and one.type in ("", kind)
            ]
            programme.hold(total(found), most=one.listed)
        try:
            most = {cell: programme.most(missing) for cell, missing in cases.items()}
        except ContradictionError:
            most = dict.fromkeys(cases, UNBOUNDED)
        # The lower a ceiling, the closer the linear relaxation is.
        self._room = {cell: min(one, self._unlimited) for cell, one in most.items()}
        open_ = {
            year: [kind for kind in types_of(year) if most.get((year, kind), 0) > 0]
            for year in self.years
        }
        return {year: kinds for year, kinds in open_.items() if kinds}

    def _build_listed(self) -> None:
        """The projects of countries that have one on the list in any year."""
        programme = self.programme
        for iso3 in self._nations:
            for year in self.years:
                listed, kinds = self._listed[iso3, year], self._types[year]
                untyped: dict[str, Sum] = {}
                if listed[""]:
                    untyped = {kind: programme.unknown(listed[""]) for kind in kinds}
                    programme.equal(total(untyped.values()), listed[""])
                missing = {
                    kind: programme.unknown(self._room[year, kind])
                    for kind in self._open.get(year, [])
                }
                for kind in kinds:
                    extra = [one[kind] for one in (untyped, missing) if kind in one]
                    self._counts[iso3, year, kind] = total([listed[kind], *extra])
                    self._parts[iso3, year, kind] = extra
                anything = any(listed.values())
                self._held[iso3, year] = (
                    Sum({}, 1) if anything else programme.any_of(missing.values())
                )

    def _build_new(self) -> None:
        """The projects of countries that have none on the list, by region.

        Of such countries a year holds some for the first time, some for the second, and some more
        often: it draws them from those that were not there before, once, and twice or more. Any
        numbers within these stocks can be had.
        """
        programme = self.programme
        self._first: dict[tuple[str, int], Sum] = {}
        self._second: dict[tuple[str, int], Sum] = {}
        self._new_types: dict[tuple[str, int, frozenset[str]], Sum] = {}
        self._new_cases: dict[tuple[str, int, str], Sum] = {}
        for region in self.regions:
            here = [one for one in self._nations if vocabulary.region_of(one) == region]
            sizes = [one.value for one in self._known.of(Size, region=region)]
            room = max((sizes[0] if sizes else _WORLD) - len(here), 0)
            once, twice = Sum(), Sum()
            for year, kinds in sorted(self._open.items()):
                first, second, more = (programme.unknown(room) for _ in range(3))
                programme.hold(once - twice - second, least=0)
                programme.hold(twice - more, least=0)
                once, twice = once + first, twice + second
                self._first[region, year], self._second[region, year] = first, second
                sets = [
                    frozenset(chosen)
                    for count in range(1, len(kinds) + 1)
                    for chosen in combinations(kinds, count)
                ]
                for one in sets:
                    self._new_types[region, year, one] = programme.unknown(room)
                by_types = total(self._new_types[region, year, one] for one in sets)
                programme.equal(first + second + more - by_types, 0)
                for kind in kinds:
                    under = total(self._new_types[region, year, one] for one in sets if kind in one)
                    most = self._room[year, kind]
                    cases = programme.unknown(most)
                    self._new_cases[region, year, kind] = cases
                    programme.hold(cases - under, least=0)
                    programme.hold(cases - under * most, most=0)
            programme.hold(once, most=room)
        for status in self._complete():
            if status.year in self._open:
                counted = self.count("cases", status.year, type=status.type or None)
                programme.hold(counted, most=status.listed)

    def _complete(self) -> list[Status]:
        """Where the list of a year, or of a type in it, is said to be complete."""
        said = self._known.of(Status, stage="selection", status=COMPLETE)
        return [one for one in said if one.type in ("", *self._types.get(one.year, ()))]

    @cached_property
    def _fields(self) -> dict[tuple[int, str, str], Sum]:
        """Year, type and field -> projects: the stated ones, and of the others as many as may be.

        What stays in no field is the list's own residual.
        """
        stated = Counter((one.year, one.type, one.field) for one in self._projects)
        fields = vocabulary.categories("field")
        found = {}
        for year in self.years:
            for kind in self._types[year]:
                known = total(stated[year, kind, field] for field in fields)
                rest = self.count("cases", year, type=kind) - known
                others = {}
                if rest.terms or rest.constant:
                    most = self.programme.ceiling(rest)
                    others = {field: self.programme.unknown(most) for field in fields}
                    self.programme.hold(rest - total(others.values()), least=0)
                for field in fields:
                    parts = [stated[year, kind, field], others.get(field, 0)]
                    found[year, kind, field] = total(parts)
            for field in fields if stated.total() else ():
                untyped = stated[year, "", field]
                if untyped:  # it is of one of the types
                    known = total(found[year, kind, field] for kind in self._types[year])
                    listed = sum(stated[year, kind, field] for kind in self._types[year])
                    self.programme.hold(known, least=listed + untyped)
        return found

    def _of_field(self, year: int, field: str) -> _InField:
        """The projects and countries of a field in a year, by country and region."""
        key = year, field
        if key in self._in_field:
            return self._in_field[key]
        if field not in vocabulary.categories("field"):
            raise LookupError(field)
        programme, kinds, found = self.programme, self._types[year], _InField({}, {}, {})
        stated = Counter((one.iso3, one.type, one.field) for one in self._in_year[year])
        fields = vocabulary.categories("field")
        for iso3 in self._nations:
            for kind in kinds:
                own = stated[iso3, kind, field]
                sure = sum(stated[iso3, kind, one] for one in fields)
                rest = self._counts[iso3, year, kind] - sure
                more = Sum()
                if rest.terms or rest.constant:
                    more = programme.unknown(programme.ceiling(rest))
                    programme.hold(rest - more, least=0)
                found.listed[iso3, kind] = more + own
            untyped = stated[iso3, "", field]
            if untyped:
                whole = total(found.listed[iso3, kind] for kind in kinds)
                sure = sum(stated[iso3, kind, field] for kind in kinds)
                programme.hold(whole, least=sure + untyped)
        open_ = self._open.get(year, [])
        for region in self.regions if open_ else ():
            held = {
                types: number
                for (one, at, types), number in self._new_types.items()
                if (one, at) == (region, year)
            }
            parts = {
                (types, some): programme.unknown(programme.ceiling(number))
                for types, number in held.items()
                for some in subsets(types)
            }
            for types, number in held.items():
                programme.equal(total(parts[types, some] for some in subsets(types)) - number, 0)
            for (_, some), number in parts.items():
                cell = region, some
                found.countries[cell] = found.countries.get(cell, Sum()) + number
            for kind in open_:
                have = total(one for (_, some), one in parts.items() if kind in some)
                lack = total(
                    one
                    for (types, some), one in parts.items()
                    if kind in types and kind not in some
                )
                whole = self._new_cases[region, year, kind]
                most = programme.ceiling(whole)
                cases = programme.unknown(most)
                programme.hold(cases - have, least=0)
                programme.hold(cases - have * most, most=0)
                programme.hold(whole - cases - lack, least=0)
                found.new[region, kind] = cases
        for kind in kinds:
            listed = total(found.listed[iso3, kind] for iso3 in self._nations)
            new = total(found.new.get((region, kind), 0) for region in self.regions)
            programme.equal(listed + new - self._fields[year, kind, field], 0)
        self._in_field[key] = found
        return found

    def _count_in_field(
        self,
        measure: str,
        nations: list[str],
        regions: Collection[str],
        types: dict[int, list[str] | None],
        field: str,
    ) -> Sum:
        if measure == "countries" and len(types) > 1:
            raise LookupError("countries by field are counted in one year")
        sums = []
        for year, kinds in types.items():
            found, chosen = self._of_field(year, field), kinds or []
            if measure == "cases":
                sums += [found.listed[iso3, kind] for iso3 in nations for kind in chosen]
                sums += [found.new.get((one, kind), Sum()) for one in regions for kind in chosen]
                continue
            for iso3 in nations:
                sums.append(self.programme.any_of(found.listed[iso3, kind] for kind in chosen))
            sums += [
                number
                for (region, some), number in found.countries.items()
                if region in regions and some & set(chosen)
            ]
        return total(sums)

    def _hold_printed(self, figure: Printed) -> None:
        where = {}
        if figure.dimension == "type_field":
            kind, _, field = figure.category.partition(" | ")
            where = {"type": kind, "field": field}
        elif figure.dimension in _DIMENSIONS:
            where = {figure.dimension: figure.category}
        elif figure.dimension != "total":
            return
        try:
            found = self.count(figure.measure, figure.year, first_year=figure.first_year, **where)
        except LookupError:
            return
        self.programme.equal(found, figure.value)

    def count(
        self,
        measure: str,
        year: int,
        first_year: int | None = None,
        region: str | None = None,
        type: str | Collection[str] | None = None,  # noqa: A002
        secretariat: str | None = None,
        field: str | None = None,
        country: str | None = None,
    ) -> Sum:
        """The projects ("cases") or the distinct countries of a cell, from ``first_year`` (by
        default ``year``) to ``year``.

        Raises LookupError for a cell that the programme has no unknowns for: countries by field or
        by type over several years, a country without a listed project.
        """
        first_year = year if first_year is None else first_year
        span = [one for one in self.years if first_year <= one <= year]
        if not span:
            raise LookupError(year)
        types = {one: self._chosen(one, type, secretariat) for one in span}
        if all(chosen is None for chosen in types.values()):
            raise LookupError(type)
        if region is not None and region not in self.regions:
            raise LookupError(region)
        if country is not None and country not in self._nations:
            raise LookupError(country)
        nations = self._nations if country is None else [country]
        nations = [one for one in nations if region in (None, vocabulary.region_of(one))]
        regions = [] if country else self.regions if region is None else [region]
        if field is not None:
            if measure != "cases" or region is not None or country is not None:
                return self._count_in_field(measure, nations, regions, types, field)
            return total(
                self._fields[one, kind, field] for one in span for kind in types[one] or ()
            )
        if measure == "cases":
            listed = total(
                self._counts[iso3, one, kind]
                for iso3 in nations
                for one in span
                for kind in types[one] or ()
            )
            new = total(
                self._new_cases.get((one, at, kind), Sum())
                for one in regions
                for at in span
                for kind in types[at] or ()
            )
            return listed + new
        if type is None and secretariat is None:
            return self._distinct(nations, regions, span)
        if len(span) > 1:
            raise LookupError("countries by type are counted in one year")
        return self._distinct_under(nations, regions, year, types[year] or [])

    def _chosen(
        self, year: int, kind: str | Collection[str] | None, secretariat: str | None
    ) -> list[str] | None:
        """The types of a year that are meant, or None where it has none of them."""
        held = self._types[year]
        wanted = [kind] if isinstance(kind, str) else list(held if kind is None else kind)
        chosen = [one for one in held if one in wanted]
        if secretariat is not None:
            chosen = [one for one in chosen if vocabulary.secretariat_of(one, year) == secretariat]
        return chosen or None

    def _distinct(self, nations: list[str], regions: list[str], span: list[int]) -> Sum:
        held = [
            self.programme.any_of(self._held[iso3, year] for year in span)
            if len([year for year in span if self._held[iso3, year].terms]) > 1
            and not any(self._held[iso3, year].constant for year in span)
            else _either(self._held[iso3, year] for year in span)
            for iso3 in nations
        ]
        return total([*held, self._new_countries(regions, span, self._first)])

    def _new_countries(
        self, regions: Collection[str], span: list[int], told: dict[tuple[str, int], Sum]
    ) -> Sum:
        """Countries without a listed project in some years: those selected (``told`` says for the
        first time) or selected again (for the second time) in them.

        Raises LookupError for several open years that do not begin with the first.
        """
        within = [year for year in sorted(self._open) if year in span]
        if len(within) == 1:
            if told is self._second:
                return Sum()
            return total(
                unknown
                for (region, year, _), unknown in self._new_types.items()
                if region in regions and year == within[0]
            )
        if within and within[0] != min(self._open):
            raise LookupError("several years, not from the first that is open")
        return total(told[region, year] for region in regions for year in within)

    def _distinct_under(
        self, nations: list[str], regions: list[str], year: int, kinds: list[str]
    ) -> Sum:
        held = []
        for iso3 in nations:
            parts = [self._is_under(iso3, year, kind) for kind in kinds]
            several = sum(bool(one.terms) for one in parts) > 1
            sure = any(one.constant for one in parts)
            held.append(self.programme.any_of(parts) if several and not sure else _either(parts))
        new = [
            unknown
            for (region, at, types), unknown in self._new_types.items()
            if region in regions and at == year and types & set(kinds)
        ]
        return total([*held, *new])

    def _is_under(self, iso3: str, year: int, kind: str) -> Sum:
        """1 where a country with listed projects has one of a type in a year; else 0."""
        key = iso3, year, kind
        if key not in self._under:
            listed = self._listed[iso3, year][kind]
            self._under[key] = Sum({}, 1) if listed else self.programme.any_of(self._parts[key])
        return self._under[key]

    def several(self, first_year: int, year: int, region: str | None = None) -> Sum:
        """The countries that were selected in two or more of the years."""
        span = [one for one in self.years if first_year <= one <= year]
        held = []
        for iso3 in self._nations:
            if region not in (None, vocabulary.region_of(iso3)):
                continue
            sure = [one for one in span if self._held[iso3, one].constant]
            open_ = [self._held[iso3, one] for one in span if self._held[iso3, one].terms]
            if len(sure) >= 2:
                held.append(Sum({}, 1))
            elif sure:
                held.append(self.programme.any_of(open_) if len(open_) > 1 else total(open_))
            elif len(open_) >= 2:
                found = self.programme.unknown(1)
                self.programme.hold(total(open_) - found * 2, least=0)
                self.programme.hold(total(open_) - found * (len(open_) - 1), most=1)
                held.append(found)
        regions = self.regions if region is None else [region]
        return total([*held, self._new_countries(regions, span, self._second)])

    def is_open(self, year: int, kinds: Iterable[str] | None = None) -> bool:
        """Whether a project of a year, and of these types, may be missing from the list."""
        return bool(set(self._open.get(year, [])) & set(kinds or types_of(year)))

    def least(self, sum_: Sum) -> float:
        """The least of a sum. Raises ContradictionError."""
        return self.programme.least(sum_)

    def most(self, sum_: Sum) -> float:
        """The most of a sum, infinite where nothing limits it. Raises ContradictionError."""
        most = self.programme.most(sum_)
        return UNBOUNDED if most >= self._unlimited else most


def _either(parts: Iterable[Sum]) -> Sum:
    """1 where one of some parts is 1, of which at most one is unknown."""
    found = list(parts)
    return Sum({}, 1) if any(one.constant for one in found) else total(found)
