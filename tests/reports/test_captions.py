"""Charts in words: titles that say the finding, and descriptions that leave no value out."""

import pandas as pd
from sample_figures import frame

from kcity_analysis.evidence.comparing import compare
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.reports import captions

REST, NAN = "not itemised", float("nan")


def region(*rows):
    return frame(*(("region", name, measure, value) for name, measure, value in rows))


def test_the_title_names_who_leads_and_never_the_residual():
    rows = region(("Africa", "cases", 3), ("Europe", "cases", 1), (REST, "cases", 9))
    assert captions.leading(rows) == "Of what is itemised, Africa leads with 3 cases"


def test_the_title_names_a_tie_of_many_in_short():
    names = ("Africa", "Europe", "Middle East", "North America")
    rows = region(*((name, "cases", 1) for name in names))
    assert captions.leading(rows) == (
        "Africa, Europe, Middle East and 1 more lead with 1 case each"
    )
    assert captions.leaders(rows) == (list(names), 1.0)


def test_without_cases_the_title_says_so():
    assert captions.leading(region(("Africa", "cases", 0))) == "No cases are itemised"
    assert captions.leading(region((REST, "cases", 9))) == "No cases are itemised"


def test_a_doubtful_figure_does_not_lead():
    rows = region(("Africa", "cases", 3), ("Europe", "cases", 9))
    rows.loc[1, "confidence"] = "low"
    assert captions.leaders(rows) == (["Africa"], 3.0)


def test_the_title_of_two_years_names_the_largest_rise_and_fall():
    rows = compare(2021, 2020).query("dimension == 'region'")
    assert captions.moved(rows) == (  # 24 - 5, and 35 - 39
        "All other regions rose most (+19), New Southern fell most (−4)"
    )
    assert captions.moved(rows[:0]) == "The number of cases did not change"


def series(*values):
    rows = [(2020 + n, "Cases received", value) for n, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["year", "series", "value"])


def test_the_title_of_a_line_names_its_peak():
    assert captions.peak(series(80, 111, 33, NAN)) == (
        "Cases received stood highest in 2021, at 111"
    )
    assert captions.peak(series(NAN, NAN)) == "No totals were published"


def test_a_line_is_described_year_by_year_with_its_gaps():
    assert captions.describe_series(series(80, NAN)) == (
        "Line chart. Cases received: 2020: 80, 2021: not published."
    )


def test_bars_are_described_with_every_value_and_without_what_was_not_published():
    rows = yearly(figures(2021, "reception"), "region")
    assert captions.describe(rows) == (
        "Bar chart. New Southern: 35 cases from 10 countries; "
        "New Northern: 33 cases from 8 countries; "
        "Central and South America: 19 cases from 6 countries; "
        "All other regions: 24 cases from 15 countries."
    )
    assert captions.describe(rows[:0]) == "Empty chart: nothing was published."


def test_two_years_are_described_with_both_values():
    rows = compare(2021, 2020).query("category == 'New Southern' and measure == 'cases'")
    assert captions.describe_changes(rows) == (
        "Chart of two years. New Southern: cases from 39 to 35."
    )
    assert captions.describe_changes(rows[:0]) == "Empty chart."


def test_a_grid_is_described_country_by_country():
    counts = pd.DataFrame(
        [(2020, "VNM", 1.0), (2021, "VNM", 2.0), (2020, "PER", 0.0)],
        columns=["year", "category", "value"],
    )
    assert captions.describe_grid(counts) == (
        "Grid of countries by years. Vietnam: 2020 (1), 2021 (2)."
    )
