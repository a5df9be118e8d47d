"""Every mark of a chart is in its words, with its figure, its year and its type."""

import pandas as pd
import pytest

from kcity_analysis import charts
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.evidence.like_for_like import compare
from kcity_analysis.vocabulary.terms import DATA, read_csv

PROJECTS = read_csv(DATA / "selected_projects.csv").astype({"year": int})
NAN = float("nan")


def values_of(year, stage, dimension):
    """Figures with their values alone, as a frame without bounds has them."""
    return yearly(figures(year, stage), dimension).drop(columns=["least", "most"])


def test_bars_are_told_with_their_year_cases_and_countries():
    assert charts.describe_bars(values_of(2021, "reception", "region")) == (
        "Bar chart of 2021. New Southern: 35 cases from 10 countries; New Northern: 33 cases from "
        "8 countries; Central and South America: 19 cases from 6 countries; All other regions: 24 "
        "cases from 15 countries."
    )


def test_what_is_known_within_bounds_is_told_so():
    rows = values_of(2021, "reception", "region").head(2)
    rows = rows.assign(value=NAN, least=[4.0, 2.0], most=[9.0, 2.0])
    assert "4 to 9" in charts.describe_bars(rows)


def test_both_years_are_named():
    rows = compare(2021, 2020).query("dimension == 'region' and measure == 'cases'")
    told = charts.describe_dumbbells(rows)
    assert told.startswith("Chart of two years, 2020 as rings and 2021 as dots. New Southern: 39")
    assert "New Southern: 39 cases in 2020, 35 cases in 2021" in told


def test_contributions_are_told_with_their_sign_and_total():
    rows = compare(2021, 2020).query("dimension in ('region', 'total') and measure == 'cases'")
    told = charts.describe_contributions(rows)
    assert "New Southern: −5.0 percentage points" in told
    assert "In all: +38.8 percentage points" in told


def test_gaps_of_a_series_are_told():
    rows = pd.DataFrame({"year": [2020, 2021], "series": "Received", "value": [80, NAN]})
    assert charts.describe_columns(rows) == (
        "Columns by year, 2020 to 2021. Received: 80 in 2020, n.p. in 2021."
    )


def test_the_grid_is_told_country_by_country():
    counts = pd.DataFrame({"category": ["PER", "PER"], "year": [2020, 2022], "value": [1.0, 2.0]})
    assert charts.describe_country_years(counts) == (
        "Grid of countries by years, 2020 to 2022. Peru: 1 in 2020, 2 in 2022."
    )


def test_ranges_are_told_with_both_ends():
    rows = pd.DataFrame({"label": ["Hue", "Lima"], "low": [2e8, NAN], "high": [4e8, 4e8]})
    told = charts.describe_ranges(rows)
    assert "Hue: 200 to 400 million won; Lima: at most 400 million won" in told


def test_the_map_is_told_with_types_countries_and_years():
    chosen = PROJECTS[PROJECTS["year"] == 2023]
    shades = pd.DataFrame({"iso3": ["KEN", "PER"], "value": [2.0, NAN]})
    told = charts.describe_map(charts.city_points(chosen), shades, unit="projects")
    assert "Planning: Uman (Ukraine, 2023)" in told
    assert "Overseas demonstration: Rangpur (Bangladesh, 2023)" in told
    assert "Shaded: Kenya (2 projects), Peru" in told
    for city in chosen["city"]:
        assert city.split(" (")[0] in told


@pytest.mark.parametrize(
    "told",
    [
        lambda: charts.describe_bars(values_of(2021, "reception", "region"), "ko"),
        lambda: charts.describe_dumbbells(compare(2021, 2020).query("dimension=='region'"), "ko"),
        lambda: charts.describe_map(charts.city_points(PROJECTS, "ko"), language="ko"),
    ],
)
def test_korean_words_have_no_english_in_them(told):
    assert not any("a" <= letter.lower() <= "z" for letter in told())


def test_an_empty_chart_says_so():
    rows = values_of(2021, "reception", "region").assign(value=NAN)
    assert charts.describe_bars(rows) == "Empty chart: nothing was published."
