"""Published totals, averages, and what ranges and totals would mean together."""

from __future__ import annotations

import pytest

from kcity_analysis.evidence.money import averages, budget_totals, ranges_and_totals

YEARS = range(2020, 2027)
DEMONSTRATION = "overseas demonstration"


def test_the_totals_are_those_that_sources_print_and_planned_ones_say_so():
    rows = budget_totals(YEARS)
    found = list(zip(rows["year"], rows["type"], rows["value"] / 1e9, rows["planned"], strict=True))
    assert found == [
        (2020, "", 3.3, False),
        (2021, "", 4.2, False),
        (2022, "", 4.2, True),
        (2023, "", 4.0, False),
        (2024, "", 4.0, True),
        (2024, DEMONSTRATION, 2.5, False),
        (2025, DEMONSTRATION, 2.3, False),
        (2026, "planning", 2.1, False),
    ]


def test_what_is_given_for_each_project_is_no_total():
    assert "per demonstration project" not in set(budget_totals(YEARS)["category"])


def test_an_average_is_a_total_over_the_projects_that_it_is_of():
    rows = averages(YEARS)
    found = {(row["year"], row["type"]): row["value"] / 1e6 for row in rows.to_dict("records")}
    assert found == pytest.approx(
        {
            (2020, ""): 275,  # 3.3 billion over 12
            (2021, ""): 381.818182,  # 4.2 over 11
            (2022, ""): 420,  # 4.2 planned, over the 10 selected
            (2023, ""): 500,  # 4.0 over 8
            (2024, ""): 500,  # 4.0 planned, over 8, of which 6 have a name
            (2024, DEMONSTRATION): 416.666667,  # 2.5 over 6
            (2025, DEMONSTRATION): 383.333333,  # 2.3 over 6
            (2026, "planning"): 700,  # 2.1 over 3
        }
    )
    planned = rows[rows["planned"]]
    assert planned["year"].tolist() == [2022, 2024]
    assert planned["note"].str.startswith("planned").all()


def test_eight_projects_of_at_most_500_million_make_4_billion_only_if_each_has_the_most():
    row = ranges_and_totals([2023]).iloc[0]
    assert (row["projects"], row["sum_most"], row["total"]) == (8, 4_000_000_000, 4_000_000_000)
    assert row["verdict"] == "forces"
    assert (row["each_least"], row["each_most"]) == (500_000_000, 500_000_000)


def test_2024_shows_that_ranges_do_not_always_hold():
    row = ranges_and_totals([2024]).iloc[0]
    # Six at most 400 million each are 2.4 billion, and 2.5 was announced for all.
    assert (row["type"], row["sum_most"], row["total"]) == (DEMONSTRATION, 2.4e9, 2.5e9)
    assert row["verdict"] == "breaks"
    assert row["call"]


def test_a_total_between_the_ends_only_narrows():
    row = ranges_and_totals([2025]).iloc[0]
    # Six up to 400 million that make 2.3 billion: none below 2.3 - 5 x 0.4 = 0.3.
    assert (row["verdict"], row["each_least"], row["each_most"]) == ("narrows", 3e8, 4e8)
    row = ranges_and_totals([2021]).iloc[0]
    assert row["verdict"] == "fits"
    # 4 of 400 to 600, 4 of 200 to 300 and 3 of 400 to 600 million: 3.6 to 5.4 billion.
    assert (row["sum_least"], row["sum_most"]) == (3.6e9, 5.4e9)
    assert (row["each_least"], row["each_most"]) == (2e8, 6e8)


def test_a_total_of_projects_that_the_list_lacks_says_nothing_of_each():
    assert set(ranges_and_totals([2024])["type"]) == {DEMONSTRATION}  # two plans have no name
    assert ranges_and_totals([2020]).empty  # no project of 2020 has a range
