"""Two years compared: the published changes, and what cannot be compared."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.evidence import projects
from kcity_analysis.evidence.comparing import compare, entrants
from kcity_analysis.evidence.frame import COLUMNS
from kcity_analysis.register.tabulating import tabulate
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.words import percent_of, round_half_away


def cell(rows, dimension, category, measure="cases"):
    found = rows[
        (rows["dimension"] == dimension)
        & (rows["category"] == category)
        & (rows["measure"] == measure)
    ]
    assert len(found) == 1
    return found.iloc[0]


def frame(*rows):
    """A figures frame of (year, dimension, category, measure, value)."""
    full = [
        (year, year, "reception", dimension, category, measure, value, "published", "high", "", "")
        for year, dimension, category, measure, value in rows
    ]
    return pd.DataFrame(full, columns=COLUMNS)


@pytest.mark.parametrize(
    ("dimension", "category", "measure", "change"),
    [
        ("total", "all", "cases", 31),
        ("total", "all", "countries", 16),
        ("region", "New Southern", "cases", -4),
        ("region", "New Northern", "cases", 6),
        ("region", "Central and South America", "cases", 10),
        ("region", "not itemised", "cases", 19),
        ("region", "New Southern", "countries", 0),
        ("region", "New Northern", "countries", 2),
        ("region", "Central and South America", "countries", 2),
        ("region", "not itemised", "countries", 12),
    ],
)
def test_2021_changed_on_2020_by(dimension, category, measure, change):
    assert cell(compare(2021, 2020), dimension, category, measure)["change"] == change


def test_2021_grew_by_38_8_percent_in_cases_and_69_6_in_countries():
    rows = compare(2021, 2020)
    assert cell(rows, "total", "all")["percent"] == 38.8
    assert cell(rows, "total", "all", "countries")["percent"] == 69.6


def test_regions_contribute_points_of_last_years_total():
    # -4, +6, +10 and +19 of 80 cases; rounded apart, they need not add up to 38.8 exactly.
    rows = compare(2021, 2020).query("dimension == 'region' and measure == 'cases'")
    assert list(rows["contribution"]) == [-5.0, 7.5, 12.5, 23.8]


def test_names_of_2020_are_noted_where_types_are_compared():
    row = cell(compare(2021, 2020), "type", "solution planning")
    assert row["change"] == 40 - 46
    assert "single solution" in row["note"]


def test_a_type_introduced_in_the_year_has_no_change():
    row = cell(compare(2021, 2020), "type", "overseas demonstration")
    assert row["status"] == "introduced"
    assert pd.isna(row["change"])


def test_cases_in_neither_type_of_2020_are_compared_with_the_complete_types_of_2021():
    assert cell(compare(2021, 2020), "type", "not itemised")["change"] == -3


def test_planning_of_2022_is_compared_with_both_planning_types_of_2021_through_the_crosswalk():
    rows = compare(2022, 2021, "selection", tabulate(projects(), years=[2021, 2022]))
    row = cell(rows, "type", "planning")
    assert (row["base_value"], row["value"]) == (4 + 4, 8)
    assert "crosswalk" in row["note"]


def test_countries_of_joined_types_are_not_added_up():
    rows = compare(2022, 2021, "selection", tabulate(projects(), years=[2021, 2022]))
    row = cell(rows, "type", "planning", "countries")
    assert pd.isna(row["base_value"])
    assert row["status"] == "not published"


def test_what_was_not_published_gives_no_change():
    row = cell(compare(2022, 2021), "region", "New Southern")
    assert row["status"] == "not published"
    assert pd.isna(row["change"])


def test_a_residual_of_one_year_is_unknown_in_a_year_that_itemises_nothing():
    assert cell(compare(2022, 2021), "region", "not itemised")["status"] == "not published"


def test_a_secretariat_that_no_source_names_is_not_called_discontinued():
    assert "secretariat" not in set(compare(2022, 2021)["dimension"])


def test_a_rise_from_zero_is_new_and_has_no_percentage():
    rows = frame((2020, "total", "all", "cases", 0.0), (2021, "total", "all", "cases", 3.0))
    row = cell(compare(2021, 2020, frame=rows), "total", "all")
    assert row["status"] == "new"
    assert pd.isna(row["percent"])


def test_a_region_itemised_in_one_year_only_goes_into_the_residual_of_both():
    rows = frame(
        (2020, "total", "all", "cases", 10.0),
        (2020, "region", "New Southern", "cases", 4.0),
        (2020, "region", "Africa", "cases", 1.0),
        (2020, "region", "not itemised", "cases", 5.0),
        (2021, "total", "all", "cases", 20.0),
        (2021, "region", "New Southern", "cases", 5.0),
        (2021, "region", "not itemised", "cases", 15.0),
    )
    found = compare(2021, 2020, frame=rows)
    row = cell(found, "region", "not itemised")
    assert (row["base_value"], row["value"]) == (6, 15)
    assert "Africa" in row["note"]
    assert "Africa" not in set(found["category"])


def test_a_year_without_figures_is_refused_by_name():
    with pytest.raises(InputError, match="2019"):
        compare(2020, 2019)


def test_percentages_round_half_away_from_zero_as_the_ministry_prints_them():
    assert percent_of(31, 80) == 38.8  # 38.75 exactly
    assert percent_of(-31, 80) == -38.8
    assert percent_of(1, 2000) == 0.1  # 0.05 exactly
    assert percent_of(11, 111) == 9.9


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_a_percentage_is_within_half_a_tenth_of_the_exact_one(part, whole):
    assert abs(percent_of(part, whole) - 100 * part / whole) <= 0.05 + 1e-9


@given(st.integers(-(10**9), 10**9))
def test_rounding_is_symmetric_about_zero(hundredths):
    value = hundredths / 100
    assert round_half_away(-value) == -round_half_away(value)


@pytest.mark.slow
@given(st.permutations(list(range(6))))
def test_the_order_of_the_rows_does_not_matter(order):
    rows = frame(
        (2020, "total", "all", "cases", 10.0),
        (2020, "region", "New Southern", "cases", 4.0),
        (2020, "region", "not itemised", "cases", 6.0),
        (2021, "total", "all", "cases", 20.0),
        (2021, "region", "New Southern", "cases", 5.0),
        (2021, "region", "not itemised", "cases", 15.0),
    )
    pd.testing.assert_frame_equal(
        compare(2021, 2020, frame=rows.iloc[order]), compare(2021, 2020, frame=rows)
    )


def test_entrants_stayers_and_leavers_are_told_apart():
    found = entrants(pd.Series(["KEN", "VNM", "VNM"]), pd.Series(["PER", "VNM"]))
    assert found.to_numpy().tolist() == [
        ["KEN", "entrant"],
        ["VNM", "stayer"],
        ["PER", "leaver"],
    ]
