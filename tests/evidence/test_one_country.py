"""What is known of one country, by year: worked out by hand."""

from __future__ import annotations

import math

import pytest

from kcity_analysis.evidence.one_country import (
    countries_with_something,
    country_projects,
    country_record,
)


def ends(
    iso3: str, stage: str, year: int, first_year: int | None = None, record=country_record
) -> tuple[float, float]:
    rows = record(iso3)
    chosen = rows[
        (rows["stage"] == stage)
        & (rows["year"] == year)
        & (rows["first_year"] == (first_year or year))
    ]
    (found,) = chosen[["least", "most"]].to_numpy().tolist()
    return tuple(found)


def test_vietnam_sent_five_cases_in_2020_and_at_least_two_in_2021():
    assert ends("VNM", "reception", 2020) == (5, 5)
    # Named for an urban-development plan, selected for a solution plan: one case of each. At most
    # what is left of New Southern's 35, of which nine other countries sent one each.
    assert ends("VNM", "reception", 2021) == (2, 26)


def test_a_country_named_in_a_region_that_is_not_itemised_has_what_the_others_leave():
    # 24 cases of 15 countries: 24 - 14 = 10 at most.
    assert ends("GHA", "reception", 2021) == (1, 10)


def test_a_demonstration_of_2024_came_in_its_window_and_nothing_says_how_many_did():
    assert ends("VNM", "reception", 2024) == (1, math.inf)
    rows = country_record("VNM")
    assert 2025 not in set(rows.query("stage == 'reception'")["year"])  # nothing is known


def test_projects_to_2026_are_those_listed_and_at_most_one_of_the_two_without_a_name(
    early_in_2026,
):
    def record(iso3):
        return early_in_2026(f"evidence.country_record({iso3!r})")

    assert ends("IDN", "selection", 2026, 2020, record) == (8, 9)
    assert ends("IDN", "selection", 2024) == (1, 2)
    assert ends("MYS", "selection", 2024) == (0, 1)  # not on that year's list
    assert ends("GBR", "selection", 2026, 2020, record) == (
        1,
        1,
    )  # counted for the first time in 2025


def test_a_country_that_was_never_listed_may_be_the_one_without_a_name():
    assert ends("GHA", "selection", 2023) == (0, 0)
    assert ends("GHA", "selection", 2024) == (0, 2)


def test_who_has_anything_to_say():
    found = countries_with_something()
    assert {"VNM", "GHA", "POL"} <= set(found)
    assert "KOR" not in found
    assert len(found) == len(set(found)) == 39  # 28 with a project, 11 more were named


@pytest.mark.parametrize(("iso3", "projects"), [("IDN", 8), ("POL", 1), ("GHA", 0)])
def test_the_projects_of_a_country_are_those_on_the_list(iso3, projects):
    assert (country_projects(iso3)["year"] <= 2026).sum() == projects
