"""Bounds against all tables of a small contest, and against tables drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, product

import pytest
import sample_figures
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcity_analysis.evidence.bounding import bounding, bounds
from kcity_analysis.evidence.checks import reconcile
from kcity_analysis.evidence.frame import figures
from kcity_analysis.evidence.integer_programme import ContradictionError, IntegerProgramme, Sum
from kcity_analysis.evidence.known import Applicant, Item, Known, Printed, Project, Size
from kcity_analysis.vocabulary.terms import categories, region_of

YEAR = 2023  # two types, planning and overseas demonstration
TYPES = categories("type", YEAR)
REGIONS = categories("region")
Table = dict[tuple[str, str], int]
"""Country and type -> cases."""


def counted(table: Table, dimension: str, category: str, measure: str) -> int:
    """A figure of a table, counted one by one."""
    chosen = {
        (country, kind): cases
        for (country, kind), cases in table.items()
        if cases
        and {"total": "all", "region": region_of(country), "type": kind}[dimension] == category
    }
    return sum(chosen.values()) if measure == "cases" else len({country for country, _ in chosen})


def printed(table: Table, dimension: str, category: str, measure: str) -> Printed:
    value = counted(table, dimension, category, measure)
    return Printed(YEAR, YEAR, "reception", dimension, category, measure, value, "a source")


def known(*items: Item) -> Known:
    return Known(items, reception_years=(YEAR,))


FIGURES = [
    (dimension, category, measure)
    for dimension, names in (("total", ["all"]), ("region", REGIONS), ("type", TYPES))
    for category in names
    for measure in ("cases", "countries")
]


def tables(countries: list[str], cases: int) -> Iterator[Table]:
    """Every way to give so many cases to these countries and the two types."""
    cells = list(product(countries, TYPES))
    for held in combinations_with_replacement(range(len(cells)), cases):
        yield {cells[at]: held.count(at) for at in set(held)}


@pytest.mark.parametrize("fixed", list(combinations(range(5), 2)), ids=str)
def test_the_ends_are_those_of_all_tables_that_fit(fixed):
    """Four countries of two regions, five cases, two more facts: all tables that fit."""
    countries = ["VNM", "IDN", "KEN", "GHA"]
    sizes = [Size(region, 2 * (region in ("New Southern", "Africa")), "s") for region in REGIONS]
    true: Table = {("VNM", TYPES[0]): 2, ("VNM", TYPES[1]): 1, ("KEN", TYPES[1]): 2}
    facts: list[Item] = [
        printed(true, "region", "New Southern", "cases"),
        printed(true, "type", TYPES[0], "countries"),
        printed(true, "type", TYPES[1], "cases"),
        printed(true, "total", "all", "countries"),
        Applicant(YEAR, "KEN", TYPES[1], "s"),
    ]
    kept = [facts[at] for at in fixed]
    found = bounding(known(printed(true, "total", "all", "cases"), *sizes, *kept))
    fitting = [table for table in tables(countries, 5) if all(fits(table, one) for one in kept)]
    assert fitting
    for dimension, category, measure in FIGURES:
        values = [counted(table, dimension, category, measure) for table in fitting]
        key = (YEAR, YEAR, "reception", dimension, category, measure)
        assert found.ends(key) == (min(values), max(values)), key


def fits(table: Table, fact: Item) -> bool:
    if isinstance(fact, Applicant):
        return table.get((fact.iso3, fact.type), 0) > 0
    assert isinstance(fact, Printed)
    return counted(table, fact.dimension, fact.category, fact.measure) == fact.value


NATIONS = [
    "VNM",
    "IDN",
    "IND",
    "KAZ",
    "TUR",
    "PER",
    "KEN",
    "GHA",
    "JOR",
    "ESP",
    "POL",
    "USA",
    "BGD",
]


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(NATIONS), st.sampled_from(TYPES)), st.integers(1, 9), min_size=2
    ),
    st.sets(st.sampled_from(FIGURES), max_size=8),
    st.sets(st.integers(0, 30), max_size=3),
)
# The solver once gave a solution that was left from another question.
@example(
    {("KEN", TYPES[0]): 1, ("JOR", TYPES[0]): 1},
    {
        ("region", "New Southern", "cases"),
        ("region", "New Southern", "countries"),
        ("region", "Middle East", "countries"),
    },
    set(),
)
def test_a_table_lies_within_the_bounds_that_its_published_part_gives(table, shown, named):
    """Any figures of any table, and some of its applicants, never exclude the table itself."""
    applied = [Applicant(YEAR, *cell, "s") for at, cell in enumerate(sorted(table)) if at in named]
    total = printed(table, "total", "all", "cases")
    figures = {total, *(printed(table, *figure) for figure in shown)}
    found = bounding(known(*sorted(figures, key=str), *applied))
    assert found.contradictions == []
    for dimension, category, measure in FIGURES:
        key = (YEAR, YEAR, "reception", dimension, category, measure)
        least, most = found.ends(key)
        assert least <= counted(table, dimension, category, measure) <= most, key


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(NATIONS), st.sampled_from(TYPES)), st.integers(1, 4), min_size=2
    ),
    st.sets(
        st.sampled_from([one for one in FIGURES if one[0] != "total"]), min_size=1, max_size=12
    ),
    st.sets(st.sampled_from(["cases", "countries"]), max_size=1),
)
def test_no_check_of_parts_is_open_as_no_table_can_break_it(table, shown, totals):
    """Of any table some figures are published, and of its totals one at most."""
    figures_shown = [*sorted(shown), *(("total", "all", one) for one in sorted(totals))]
    facts = [printed(table, *figure) for figure in figures_shown]
    rows = [(YEAR, *figure, counted(table, *figure)) for figure in figures_shown]
    frame = figures(YEAR, printed=sample_figures.printed(*rows))
    assert set(reconcile(frame, settled=True, known=known(*facts))["verdict"]) <= {"holds"}


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.lists(
        st.tuples(st.lists(st.integers(-2, 2), min_size=3, max_size=3), st.integers(-3, 6)),
        max_size=3,
    ),
    st.lists(st.integers(-2, 2), min_size=3, max_size=3),
)
def test_a_programme_ends_where_all_whole_numbers_do(most, rows, weights):
    programme = IntegerProgramme()
    unknowns = [programme.unknown(one) for one in most]

    def weighted(by: list[int]) -> Sum:
        parts = [one * weight for one, weight in zip(unknowns, by, strict=True)]
        return parts[0] + parts[1] + parts[2]

    for by, ceiling in rows:
        programme.hold(weighted(by), most=ceiling)
    fitting = [
        sum(one * weight for one, weight in zip(point, weights, strict=True))
        for point in product(*(range(one + 1) for one in most))
        if all(
            sum(one * weight for one, weight in zip(point, by, strict=True)) <= ceiling
            for by, ceiling in rows
        )
    ]
    if fitting:
        assert programme.ends(weighted(weights)) == (min(fitting), max(fitting))
    else:
        with pytest.raises(ContradictionError):
            programme.ends(weighted(weights))


SELECTED = (2022, 2023)
FEW = {"VNM": "New Southern", "IDN": "New Southern", "KEN": "Africa"}
List = dict[tuple[str, int, str], int]
"""Country, year and type -> projects."""


def selected(table: List, years: tuple[int, ...], measure: str, region: str = "") -> int:
    chosen = {
        key: count
        for key, count in table.items()
        if count and key[1] in years and region in ("", FEW[key[0]])
    }
    return sum(chosen.values()) if measure == "cases" else len({key[0] for key in chosen})


def several(table: List) -> int:
    years = {one: {key[1] for key in table if key[0] == one and table[key]} for one in FEW}
    return sum(len(held) > 1 for held in years.values())


@pytest.mark.parametrize("countries", [1, 2, 3])
def test_the_ends_of_selections_are_those_of_all_lists_that_fit(countries):
    """Of four projects of two years two are listed; the countries of both years are printed."""
    listed = [
        Project("2022-01", 2022, "VNM", "a city", "planning", "", "s"),
        Project("2023-01", 2023, "KEN", "a city", "overseas demonstration", "", "s"),
    ]
    sizes = [
        Size(region, {"New Southern": 2, "Africa": 1}.get(region, 0), "s")
        for region in categories("region")
    ]
    every = "selection", "total", "all"
    figures = [
        Printed(2023, 2022, *every, "cases", 4, "s"),
        Printed(2022, 2022, *every, "cases", 2, "s"),
        Printed(2023, 2022, *every, "countries", countries, "s"),
    ]
    cells = list(product(FEW, SELECTED, TYPES))
    fitting = []
    for held in combinations_with_replacement(range(len(cells)), 2):
        table = {cell: held.count(at) for at, cell in enumerate(cells)}
        for one in listed:
            table[one.iso3, one.year, one.type] += 1
        if selected(table, (2022,), "cases") == 2 and (
            selected(table, SELECTED, "countries") == countries
        ):
            fitting.append(table)
    items = (*listed, *sizes, *figures)
    if not fitting:
        assert bounding(Known(items, selection_years=SELECTED)).contradictions
        return
    found = bounding(Known(items, selection_years=SELECTED))
    for region in ("", "New Southern", "Africa"):
        where = ("region", region) if region else ("total", "all")
        for measure in ("cases", "countries"):
            for years in ((2022,), (2023,), SELECTED):
                values = [selected(table, years, measure, region) for table in fitting]
                key = (years[-1], years[0], "selection", *where, measure)
                assert found.ends(key) == (min(values), max(values)), key
    values = [several(table) for table in fitting]
    key = (2023, 2022, "selection", "overlap", "several years", "countries")
    assert found.ends(key) == (min(values), max(values))


FIELD = "transport"
Fields = dict[tuple[str, str, bool], int]
"""Country, type, whether it is of the field -> cases."""


def of_field(table: Fields, measure: str, region: str = "", kind: str = "", country: str = ""):
    chosen = {
        key: count
        for key, count in table.items()
        if key[2] and region in ("", region_of(key[0])) and kind in ("", key[1])
        and country in ("", key[0])
    }  # fmt: skip
    return sum(chosen.values()) if measure == "cases" else len({key[0] for key in chosen})


CROSSED = {
    ("field",): [{}],
    ("region", "field"): [{"region": one} for one in ("New Southern", "Africa")],
    ("type", "field"): [{"kind": one} for one in TYPES],
    ("country", "field"): [{"country": "KEN"}],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "printed_of_field", [{TYPES[0]: 2}, {TYPES[1]: 2}, dict.fromkeys(TYPES, 1)]
)
@pytest.mark.parametrize("countries", [2, 3])
def test_the_ends_of_a_field_are_those_of_all_tables_that_fit(printed_of_field, countries):
    """Four cases of up to three countries; of the field some are printed by type."""
    nations, total = ["VNM", "IDN", "KEN"], 4
    sizes = [
        Size(region, {"New Southern": 2, "Africa": 1}.get(region, 0), "s") for region in REGIONS
    ]
    cell = YEAR, YEAR, "reception"
    figures = [
        Printed(*cell, "total", "all", "cases", total, "s"),
        Printed(*cell, "total", "all", "countries", countries, "s"),
        Printed(*cell, "type", TYPES[0], "cases", 2, "s"),
        *(
            Printed(*cell, "type_field", f"{kind} | {FIELD}", "cases", value, "s")
            for kind, value in printed_of_field.items()
        ),
    ]
    named = Applicant(YEAR, "KEN", TYPES[1], "s")
    cells = list(product(nations, TYPES, (True, False)))
    fitting = []
    for held in combinations_with_replacement(range(len(cells)), total):
        table = {cells[at]: held.count(at) for at in set(held)}
        fits_all = (
            len({key[0] for key in table}) == countries
            and sum(table[key] for key in table if key[1] == TYPES[0]) == 2
            and any(key[:2] == ("KEN", TYPES[1]) for key in table)
            and all(
                of_field(table, "cases", kind=kind) == value
                for kind, value in printed_of_field.items()
            )
        )
        if fits_all:
            fitting.append(table)
    assert fitting
    facts = known(*figures, *sizes, named)
    for by, cells_of in CROSSED.items():
        found = bounds(YEAR, by=by, known=facts)
        found = found[found["field"] == FIELD]
        for where in cells_of:
            for measure in ("cases", "countries"):
                rows = found[found["measure"] == measure]
                for name, value in where.items():
                    rows = rows[rows["type" if name == "kind" else name] == value]
                values = [of_field(table, measure, **where) for table in fitting]
                ends = rows[["least", "most"]].to_numpy().tolist()
                assert ends == [[min(values), max(values)]], (by, where, measure)


@pytest.mark.parametrize("field", ["", FIELD])
def test_the_ends_of_a_field_of_selections_are_those_of_all_lists_that_fit(field):
    """Of four projects two are listed, of one of which no source states the field."""
    listed = [
        Project("2023-01", YEAR, "VNM", "a city", "planning", FIELD, "s"),
        Project("2023-02", YEAR, "KEN", "a city", "planning", field and "water", "s"),
    ]
    sizes = [
        Size(region, {"New Southern": 2, "Africa": 1}.get(region, 0), "s") for region in REGIONS
    ]
    figures = [
        Printed(YEAR, YEAR, "selection", "total", "all", "cases", 4, "s"),
        Printed(YEAR, YEAR, "selection", "type", "planning", "cases", 3, "s"),
    ]
    cells = list(product(FEW, TYPES, (True, False)))
    fitting = []
    for held in combinations_with_replacement(range(len(cells)), 2):
        for unstated in (True, False) if not field else (False,):
            table = {cells[at]: held.count(at) for at in set(held)}
            for key in (("VNM", TYPES[0], True), ("KEN", TYPES[0], unstated)):
                table[key] = table.get(key, 0) + 1
            if sum(table[key] for key in table if key[1] == TYPES[0]) == 3:
                fitting.append(table)
    facts = Known((*listed, *sizes, *figures), selection_years=(YEAR,))
    for by, cells_of in CROSSED.items():
        found = bounds(YEAR, by=by, stage="selection", known=facts)
        found = found[found["field"] == FIELD]
        for where in cells_of:
            for measure in ("cases", "countries"):
                rows = found[found["measure"] == measure]
                for name, value in where.items():
                    rows = rows[rows["type" if name == "kind" else name] == value]
                values = [of_field(table, measure, **where) for table in fitting]
                ends = rows[["least", "most"]].to_numpy().tolist()
                assert ends == [[min(values), max(values)]], (by, where, measure)
