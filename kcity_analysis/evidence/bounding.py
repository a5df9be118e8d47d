"""The least and the most that every figure can be, and what forces these ends.

The model is explained in ``docs/methods.md``. Nothing here imports the solver before a question is
put that needs it; a process that is to be forked from must put none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import product
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.integer_programme import Sum
from kcity_analysis.evidence.known import (
    CROSSED,
    NAMED,
    Applicant,
    Ends,
    Item,
    Key,
    Known,
    Printed,
    Project,
    Size,
    Status,
    basis_of,
    collect,
    types_of,
)
from kcity_analysis.evidence.receiving import ReceptionTables
from kcity_analysis.evidence.selecting import Selections
from kcity_analysis.evidence.standing import (
    FIRST_TIME,
    FOLLOW_ON,
    STANDING,
    TOP,
    first_time,
    followed,
    most_of,
)
from kcity_analysis.vocabulary import NEITHER, InputError, Message, Term, check_years

SEVERAL_TYPES, ALL_TYPES = "several types", "all types"
SEVERAL_YEARS = "several years"
MEASURES = ("cases", "countries")
_DIMENSIONS = ("region", "type", "secretariat", "field", "country")
WHY = ["end", "value", "file", "fact", "sources", "without"]


Table = ReceptionTables | Selections


class Bounding:
    """The programmes of what is known, each built when it is first asked.

    ``contradictions`` has, for each set of items that contradict each other, these items: an
    irreducible set (take any one away, and the others can all be true). None of them limits a
    figure, but the projects on the list, which are kept where something else can give way.
    """

    def __init__(self, known: Known) -> None:
        self._tables: dict[tuple[int | None, frozenset[str], str], Table] = {}
        self._blocks: dict[tuple[int, str, str], dict[Key, Ends]] = {}
        self.contradictions: list[list[Item]] = []
        years = [None, *known.years("reception")]
        found = {year: _build(known, year) for year in years}
        if not all(map(_fits, found.values())):
            found = {}
            known = self._settled(known, years)
        self._tables |= {(year, frozenset(), ""): table for year, table in found.items()}
        self.known = known

    def _settled(self, known: Known, years: Sequence[int | None]) -> Known:
        """What is left when all that contradicts something has given way.

        What a year says of itself comes first, so that no other year's figure gives way for it.
        """
        for alone in (True, False):
            for year in years:
                while clash := _clash(known, year, alone=alone):
                    self.contradictions.append(clash)
                    known = known.without(_to_give_way(clash))
        return known

    def table(self, year: int | None, apart: Collection[str] = (), field: str = "") -> Table:
        """The programme of what a year received, or (None) of what all years selected.

        One for each ``field`` that is crossed with something keeps each of them small.
        """
        key = year, frozenset(apart), field
        if key not in self._tables:
            self._tables[key] = _build(self.known, year, apart)
        return self._tables[key]

    def block(self, year: int, stage: str, part: str = "") -> dict[Key, Ends]:
        """The ends of all figures of a year and stage, in the order of the figures frame; or of a
        ``part`` that few ask for: :data:`NAMED`, which cost most, or :data:`CROSSED`.
        """
        asked = year, stage, part
        if asked not in self._blocks:
            given: dict[str, Callable[[], Iterator[Key]]] = {
                "": lambda: _keys(self.known, year, stage),
                NAMED: lambda: _named_keys(self, year, stage),
                CROSSED: lambda: _crossed_keys(self.known, year, stage),
            }
            found = {}
            for key in given[part]():
                with suppress(LookupError):
                    found[key] = self.ends(key)
            if stage == "selection" and not part:
                for one in self.known.of(Printed, year=year, stage=stage, dimension="total"):
                    if one.first_year < year:
                        found[_alone(one)] = self._without(one)
            self._blocks[asked] = found
        return self._blocks[asked]

    def _without(self, one: Printed) -> Ends:
        """The ends of a cumulative count if it had not been printed itself."""
        key: Key = (one.year, one.first_year, one.stage, "total", "all", one.measure)
        table = _build(self.known.without([one]), None)
        asked = _sum(table, key, self.known)
        return table.least(asked), _most(table, asked, one.measure)

    def ends(self, key: Key) -> Ends:
        """The ends of a figure. Raises LookupError for one that the programmes do not have."""
        named = key[2:4] == ("reception", NAMED)
        apart = _countries(self, key[0], "reception", None) if named else ()
        table = self.table(_of_year(key), apart)
        asked = _sum(table, key, self.known)
        return table.least(asked), _most(table, asked, key[-1])


def _alone(one: Printed) -> Key:
    """The key under which the ends of a count stand as they would be had it not been printed."""
    return one.year, one.first_year, one.stage, "not printed", "all", one.measure


def _build(known: Known, year: int | None, apart: Collection[str] = ()) -> Table:
    return Selections(known) if year is None else ReceptionTables(known, year, apart)


def _clash(known: Known, year: int | None, *, alone: bool) -> list[Item]:
    """An irreducible set that contradicts itself in what a year received (None: what all years
    selected); empty where there is none. ``alone`` looks at figures of one year only.
    """
    relevant = [
        one
        for one in known.items
        if _bears_on(one, year) and not (alone and _is_of_several_years(one, year))
    ]
    if not _clashes(known, year, relevant):
        return []
    return _irreducible(relevant, partial(_clashes, known, year))


def _is_of_several_years(item: Item, year: int | None) -> bool:
    if not isinstance(item, Printed):
        return False
    other = year is not None and item.year != year
    return other or item.first_year < item.year or item.dimension == "change"


def _clashes(known: Known, year: int | None, kept: Sequence[Item]) -> bool:
    return not _fits(_build(known.only(kept), year))


def _fits(table: Table) -> bool:
    return table.programme.possible()


def _of_year(key: Key) -> int | None:
    """The year whose reception a figure is of; None for one of the selections."""
    year, first_year, stage, *_ = key
    if stage == "selection":
        return None
    if first_year != year:
        raise LookupError("what several years received together")
    return year


def _sum(table: Table, key: Key, known: Known) -> Sum:
    """The sum that a figure is the value of. Raises LookupError for one that there is none of."""
    year, first_year, _, dimension, category, measure = key
    if dimension == STANDING:
        return _standing(table, key, known)
    if measure not in MEASURES:
        raise LookupError(measure)
    where: dict[str, Any] = dict(_where(dimension, category))
    if dimension == "comparable_type":
        where = {"type": comparable(category, year)}
    if isinstance(table, ReceptionTables):
        if dimension == "overlap":
            return table.several(_overlap(category, year))
        return table.count(measure, **where)
    if dimension != "overlap":
        return table.count(measure, year, first_year, **where)
    if category != SEVERAL_YEARS:
        raise LookupError(category)
    return table.several(first_year, year)


def _most(table: Table, sum_: Sum, measure: str) -> float:
    """The most of a figure. Nothing limits countries that may be all that there are."""
    most = table.most(sum_)
    everywhere = measure == "countries" and most >= len(vocabulary.table("region_members"))
    return math.inf if everywhere else most


def _standing(table: Table, key: Key, known: Known) -> Sum:
    year, first_year, _, _, category, measure = key
    if not isinstance(table, Selections):
        raise LookupError(category)
    if (category, measure) == (FIRST_TIME, "countries"):
        return first_time(table, first_year, year)
    if (category, measure) == (FOLLOW_ON, "cities"):
        return followed(table, known, first_year, year)
    if (category, measure) == (TOP, "cases"):
        return most_of(table, known, first_year, year)
    raise LookupError(category)


def _overlap(category: str, year: int) -> int:
    """Under how many types at least a country stands that is counted."""
    if category not in (SEVERAL_TYPES, ALL_TYPES):
        raise LookupError(category)
    return 2 if category == SEVERAL_TYPES else len(types_of(year))


def comparable(category: str, year: int) -> list[str]:
    """The types of a year that ``data/reference/type_crosswalk.csv`` puts under one category; the
    category itself where the year had it.
    """
    held = types_of(year)
    if category in held:
        return [category]
    crosswalk = vocabulary.table("type_crosswalk")
    joined = set(crosswalk.loc[crosswalk["comparable_type"] == category, "type"])
    return [kind for kind in held if kind in joined]


def _where(dimension: str, category: str) -> dict[str, str]:
    """A cell of a dimension as the programmes take it. Raises LookupError."""
    if dimension in ("total", "overlap", "comparable_type"):
        return {}
    if dimension == "type_field":
        kind, _, field = category.partition(" | ")
        return {"type": kind, "field": field}
    if dimension == CROSSED:
        region, _, kind = category.partition(" | ")
        return {"region": region, "type": kind}
    if dimension == NAMED:
        return {"country": category}
    if dimension not in _DIMENSIONS:
        raise LookupError(dimension)
    return {dimension: category}


def bounding(known: Known | None = None) -> Bounding:
    """The programmes of what is known, kept for as long as it stays as it is."""
    return _kept(collect() if known is None else known)


@lru_cache(maxsize=4)
def _kept(known: Known) -> Bounding:
    return Bounding(known)


def _to_give_way(clash: list[Item]) -> list[Item]:
    """What no longer constrains: all of them, but projects on the list while another can."""
    others: list[Item] = [one for one in clash if isinstance(one, Printed | Status | Applicant)]
    return others or clash


def _bears_on(item: Item, year: int | None) -> bool:
    """Whether an item can limit what a year received (None: what all years selected)."""
    if isinstance(item, Applicant):
        return item.year == year
    if isinstance(item, Project):
        return year is None or item.year == year
    if isinstance(item, Status):
        return year is None and item.stage == "selection"
    if not isinstance(item, Printed):
        return True
    if year is None:
        return item.stage == "selection"
    if item.stage == "selection":
        return item.year == item.first_year == year
    return item.year >= year - 1


def _irreducible(items: Sequence[Item], holds: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """A set, of which none can be left out, for which something holds that holds for all items.

    The deletion filter (J. W. Chinneck and E. W. Dravnieks, "Locating minimal infeasible
    constraint sets in linear programs", ORSA Journal on Computing 3, 1991), which first tries to
    leave out many at once. What prints figures is tried last, as it says most in least, and of
    these the totals.
    """
    order = [Project, Applicant, Status, Size, Printed]
    kept = sorted(items, key=lambda one: (order.index(type(one)), _is_total(one)))
    size = max(len(kept) // 2, 1)
    while True:
        at = 0
        while at < len(kept):
            tried = kept[:at] + kept[at + size :]
            if holds(tried):
                kept = tried
            else:
                at += size
        if size == 1:
            return kept
        size = max(size // 2, 1)


def _is_total(item: Item) -> bool:
    return isinstance(item, Printed) and item.dimension == "total"


def describe(clash: Sequence[Item]) -> str:
    """A contradiction as a sentence."""
    said = [f"{one} ({one.sources})" if one.sources else str(one) for one in clash]
    return f"These cannot all be true: {'; '.join(said)}."


def bounds(
    year: int,
    by: Sequence[str] = (),
    stage: str = "reception",
    first_year: int | None = None,
    types: Collection[str] | None = None,
    known: Known | None = None,
) -> pd.DataFrame:
    """The least and most of every cell of a cross table of a year.

    ``by`` names dimensions: region, type, secretariat, field, country, any of them together.
    ``first_year`` counts the projects of several years together; ``types`` counts
    those of some types only. ``known`` are other facts than those of ``data/``
    (:func:`evidence.known.gather`).

    Returns ``year``, the dimensions, ``measure`` (cases, countries), ``value`` (NaN where the ends
    differ), ``least, most`` (infinite where nothing limits it) and ``basis`` ("derived" or
    "bounded"). Countries in ``country`` are those that are known to be in the table. Raises
    InputError for a dimension or a year that has no such table.

    >>> bounds(2021, by=["region"]).query("region == 'Africa'")[["measure", "least", "most"]]
         measure  least  most
    6      cases    5.0  18.0
    7  countries    5.0   9.0
    """
    check_years(year=year, first_year=first_year)
    found = bounding(known)
    if unknown := [one for one in by if one not in _DIMENSIONS]:
        raise InputError(
            Message("error.no dimension", name=unknown[0], names=", ".join(_DIMENSIONS))
        )
    years = found.known.years(stage) if stage in vocabulary.categories("stage") else []
    if year not in years:
        there = ", ".join(map(str, years)) or Message("error.none")
        raise InputError(
            Message("error.nothing of the year", stage=Term("stage", stage), year=year, years=there)
        )
    named = _countries(found, year, stage, first_year) if "country" in by else []
    rows = []
    for cell in product(*(_categories(one, year, found.known, stage, named) for one in by)):
        where = dict(zip(by, cell, strict=True))
        for measure in MEASURES:
            try:
                least, most = _cell(found, year, stage, first_year, measure, where, types, named)
            except LookupError:
                continue
            value = least if least == most else math.nan
            rows.append((year, *cell, measure, value, least, most, basis_of(least, most)))
    if not rows:
        raise InputError(Message("error.no figures by", by=" and ".join(by)))
    columns = ["year", *by, "measure", "value", "least", "most", "basis"]
    return pd.DataFrame(rows, columns=columns)


def _countries(found: Bounding, year: int, stage: str, first_year: int | None) -> list[str]:
    """Countries that are known to be in a table, by name."""
    items = found.known.items
    if stage == "reception":
        table = found.table(year)
        named = set(table.demanded) if isinstance(table, ReceptionTables) else set()
    else:
        span = range(first_year or year, year + 1)
        named = {one.iso3 for one in items if isinstance(one, Project) and one.year in span}
    return sorted(named, key=vocabulary.country_name)


def _categories(dimension: str, year: int, known: Known, stage: str, named: list[str]) -> list[str]:
    if dimension == "country":
        return named
    held = vocabulary.categories(dimension, year)
    if dimension == "type" and stage == "reception" and year in known.untyped:
        return [*held, NEITHER]
    return held


def _cell(
    found: Bounding,
    year: int,
    stage: str,
    first_year: int | None,
    measure: str,
    where: dict[str, str],
    types: Collection[str] | None,
    named: list[str],
) -> Ends:
    if "country" in where and measure == "countries":  # it is there, or it is not
        ends = _cell(found, year, stage, first_year, "cases", where, types, named)
        return min(1.0, ends[0]), min(1.0, ends[1])
    given: dict[str, object] = dict(where)
    if types is not None:
        given["type"] = [one for one in types if where.get("type", one) == one]
    crossed = len(where) > 1 or measure == "countries"
    field = where.get("field", "") if crossed else ""
    table = found.table(year if stage == "reception" else None, named, field)
    asked = (
        table.count(measure, **given)  # type: ignore[arg-type]
        if isinstance(table, ReceptionTables)
        else table.count(measure, year, first_year, **given)  # type: ignore[arg-type]
    )
    return table.least(asked), _most(table, asked, measure)


def why(
    year: int,
    dimension: str,
    category: str = "all",
    measure: str = "cases",
    stage: str = "reception",
    first_year: int | None = None,
    known: Known | None = None,
) -> pd.DataFrame:
    """What forces each end of a figure: an irreducible set of facts, each with its sources.

    The figure is that of the figures frame with the same key. Returns ``end`` ("least" or "most"),
    ``value`` (what the end is), ``file`` of ``data/`` in which the fact stands, ``fact`` in words,
    ``sources`` (joined by "; "), and ``without``: what the end would be if of these facts this one
    were not known. The facts of an end force it, with the rules of counting alone, and none of
    them can be left out; another such set may exist. An end that the rules of counting alone give
    has no row. Raises InputError for a figure that is not bounded.

    >>> found = why(2021, "region", "Africa", measure="countries")
    >>> found.query("end == 'least'")["fact"].tolist()[:2]
    ['2021, selected: Nairobi, Kenya, urban-development planning', '2021, applied: Ghana']
    """
    check_years(year=year, first_year=first_year)
    key: Key = (year, first_year or year, stage, dimension, category, measure)
    found = bounding(known)
    try:
        ends = found.ends(key)
    except LookupError:
        raise InputError(
            Message(
                "error.not bounded",
                dimension=Term("dimension", dimension),
                category=Term(dimension, category),
                measure=Term("measure", measure),
                year=year,
                stage=Term("stage", stage),
            )
        ) from None
    about = year if stage == "reception" else None
    relevant = [one for one in found.known.items if _bears_on(one, about)]
    rows = []
    for end, value in zip(("least", "most"), ends, strict=True):
        known_ends: dict[frozenset[Item], float] = {}
        reached = partial(_end_of, found.known, key, end, known_ends)
        facts = _irreducible(relevant, partial(_gives, reached, value))
        for fact in facts:
            without = reached([one for one in facts if one is not fact])
            rows.append((end, value, fact.file, str(fact), fact.sources, without))
    return pd.DataFrame(rows, columns=WHY)


def _gives(reached: Callable[[Sequence[Item]], float], value: float, kept: Sequence[Item]) -> bool:
    return reached(kept) == value


def _end_of(
    known: Known,
    key: Key,
    end: str,
    found: dict[frozenset[Item], float],
    kept: Sequence[Item],
) -> float:
    """One end of a figure where some items alone are known; NaN where there is no such figure.

    ``found`` keeps what was asked before.
    """
    asked = frozenset(kept)
    if asked not in found:
        try:
            only = known.only(asked)
            table = _build(only, _of_year(key))
            sum_ = _sum(table, key, only)
            least = end == "least"
            found[asked] = table.least(sum_) if least else _most(table, sum_, key[-1])
        except LookupError:
            found[asked] = math.nan
    return found[asked]


def _named_keys(found: Bounding, year: int, stage: str) -> Iterator[Key]:
    """The figures of countries by name; of a selection, only where its list may lack some."""
    if year not in found.known.years(stage):
        return
    first, first_years = year, {year}
    if stage == "selection":
        table = found.table(None)
        assert isinstance(table, Selections)
        first = found.known.selection_years[0]
        first_years = {
            one
            for one in (year, first)
            if any(table.is_open(other) for other in range(one, year + 1))
        }
    for first_year in sorted(first_years, reverse=True):
        last = year if stage == "reception" else found.known.selection_years[-1]
        for iso3 in sorted(_countries(found, last, stage, first)):
            yield year, first_year, stage, NAMED, iso3, "cases"


def _crossed_keys(known: Known, year: int, stage: str) -> Iterator[Key]:
    """The cells of each region and type of a reception."""
    if stage != "reception" or year not in known.years(stage):
        return
    for region, kind, measure in product(vocabulary.categories("region"), types_of(year), MEASURES):
        yield year, year, stage, CROSSED, f"{region} | {kind}", measure


def _keys(known: Known, year: int, stage: str) -> Iterator[Key]:
    """The figures of a year that are bounded, in the order of the figures frame.

    Those of the selection stage include the cumulative ones, from the first year to this one.
    """

    def key(dimension: str, category: str, measure: str, first_year: int = year) -> Key:
        return year, first_year, stage, dimension, category, measure

    if year not in known.years(stage):
        return
    for measure in MEASURES:
        yield key("total", "all", measure)
    for dimension in ("region", "type", "secretariat", "field", "type_field"):
        for category in _categories(dimension, year, known, stage, []):
            for measure in MEASURES[: 1 if "field" in dimension else 2]:
                yield key(dimension, category, measure)
    joined = set(vocabulary.table("type_crosswalk")["comparable_type"])
    for category in joined if joined.isdisjoint(types_of(year)) else ():
        for measure in MEASURES:
            yield key("comparable_type", category, measure)
    if stage == "reception":
        for category in (SEVERAL_TYPES, ALL_TYPES)[: len(types_of(year)) - 1]:
            yield key("overlap", category, "countries")
        return
    first = known.selection_years[0]
    yield key(STANDING, FIRST_TIME, "countries", first)
    if first == year:
        return
    yield key(STANDING, FOLLOW_ON, "cities", first)
    yield key(STANDING, TOP, "cases", first)
    for measure in MEASURES:
        yield key("total", "all", measure, first)
    for region in vocabulary.categories("region"):
        for measure in MEASURES:
            yield key("region", region, measure, first)
    yield key("overlap", SEVERAL_YEARS, "countries", first)
