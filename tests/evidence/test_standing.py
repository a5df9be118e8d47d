"""First times, follow-ons and the five with most: what the selections of all years force."""

from __future__ import annotations

import pytest

from kcity_analysis.evidence.bounding import bounding, why
from kcity_analysis.evidence.known import Known, Printed, Project, collect
from kcity_analysis.evidence.standing import FIRST_TIME, FOLLOW_ON, STANDING, TOP
from kcity_analysis.evidence.stored import ends_of

MEASURES = {FIRST_TIME: "countries", FOLLOW_ON: "cities", TOP: "cases"}


def stored(year: int, category: str) -> tuple[float, float]:
    first = year if category == FIRST_TIME and year == 2020 else 2020
    key = (year, first, "selection", STANDING, category, MEASURES[category])
    return ends_of(year, "selection")[key]


def asked(known: Known, year: int, category: str) -> tuple[float, float]:
    key = (year, 2020, "selection", STANDING, category, MEASURES[category])
    return bounding(known).ends(key)


# The cumulative counts of countries are 11, 19, 21, 23, 26 and 27: their differences. To 2026,
# Kazakhstan and Poland are new, unless the country of 2024 that the list lacks is one of them.
@pytest.mark.parametrize(
    ("year", "ends"),
    [
        (2020, (11, 11)), (2021, (8, 8)), (2022, (2, 2)), (2023, (2, 2)), (2024, (3, 3)),
        (2025, (1, 1)), (2026, (1, 2)),
    ],
)  # fmt: skip
def test_countries_are_new_once(year, ends):
    assert stored(year, FIRST_TIME) == ends


# Gaziantep (2020, 2021), Haiphong (2021, 2023), Jakarta (2022, 2024), Khon Kaen (2020, 2025).
# The list lacks two plans of 2024, and at least one of them is of a country that it has nowhere (26
# and 27 countries are counted, 25 and 26 listed): at most one is of Kuala Lumpur, Milan, Verona or
# Lima, which had a demonstration in 2025.
@pytest.mark.parametrize(
    ("year", "ends"),
    [
        (2021, (1, 1)),
        (2022, (1, 1)),
        (2023, (2, 2)),
        (2024, (3, 3)),
        (2025, (4, 5)),
        (2026, (4, 5)),
    ],
)
def test_plans_that_were_followed_by_a_demonstration(year, ends):
    assert stored(year, FOLLOW_ON) == ends


# To 2026: Indonesia 8, Vietnam 5, Turkey 4, and six countries with 3. Of the two projects without a
# name one at most is of a country on the list, which may be one of these.
@pytest.mark.parametrize(("year", "ends"), [(2021, (9, 9)), (2023, (19, 19)), (2026, (23, 24))])
def test_what_the_five_with_most_have_together(year, ends):
    assert stored(year, TOP) == ends


def test_without_the_counts_of_countries_both_projects_may_be_anywhere():
    counts = [
        one
        for one in collect().of(Printed, stage="selection", measure="countries")
        if one.first_year < one.year in (2024, 2025)
    ]
    assert len(counts) == 2
    known = collect().without(counts)
    assert asked(known, 2026, FOLLOW_ON) == (4, 6)  # both in cities of 2025's demonstrations
    assert asked(known, 2026, TOP) == (23, 25)  # both in Indonesia
    assert asked(known, 2026, FIRST_TIME) == (0, 2)  # both may be of the two that are new in 2026


def printed(year: int, value: int, kind: str = "") -> Printed:
    cell = ("type", kind) if kind else ("total", "all")
    return Printed(year, year, "selection", *cell, "cases", value, "a source")


def project(number: int, year: int, iso3: str, city: str, kind: str) -> Project:
    return Project(str(number), year, iso3, city, kind, "", "a source")


def test_a_missing_demonstration_may_follow_a_listed_plan_and_a_missing_pair_a_city_of_its_own():
    listed = [
        project(1, 2022, "PER", "Lima", "planning"),
        project(2, 2022, "PER", "Cusco", "planning"),
        project(3, 2023, "PER", "Arequipa", "planning"),
    ]
    figures = [
        printed(2022, 2, "planning"), printed(2022, 0, "overseas demonstration"),
        printed(2023, 1, "planning"), printed(2023, 1, "overseas demonstration"),
    ]  # fmt: skip
    known = Known((*listed, *figures), selection_years=(2022, 2023))
    key = (2023, 2022, "selection", STANDING, FOLLOW_ON, "cities")
    assert bounding(known).ends(key) == (0, 1)  # one demonstration, in Lima or in Cusco
    more = [printed(2022, 3, "planning"), *figures[1:3], printed(2023, 2, "overseas demonstration")]
    known = Known((*listed, *more), selection_years=(2022, 2023))
    assert bounding(known).ends(key) == (0, 2)  # also a plan and a demonstration of one new city


def test_a_type_that_was_not_stated_is_a_plan_where_the_year_had_plans_only():
    untyped = [
        project(1, 2020, "TUR", "Gaziantep", ""),
        project(2, 2021, "TUR", "Gaziantep", "overseas demonstration"),
        project(3, 2021, "TUR", "Ankara", ""),
        project(4, 2022, "TUR", "Ankara", "overseas demonstration"),
    ]
    known = Known(
        (*untyped, printed(2020, 1), printed(2021, 2), printed(2022, 1)),
        selection_years=(2020, 2021, 2022),
    )
    key = (2022, 2020, "selection", STANDING, FOLLOW_ON, "cities")
    # 2020 had two planning types and no other; 2021 had a demonstration too.
    assert bounding(known).ends(key) == (1, 2)


@pytest.mark.slow
def test_what_forces_the_most_of_the_follow_ons_can_be_asked():
    found = why(2021, STANDING, FOLLOW_ON, "cities", "selection", 2020)
    assert set(found["value"]) == {1}
    facts = " ".join(found["fact"])
    assert "Gaziantep" in facts
