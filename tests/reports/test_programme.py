"""The programme report, in the figures it must give and the words it must say."""

import pandas as pd

import kcity_analysis as kc
from kcity_analysis.pages import Section

LAST = int(kc.projects()["year"].max())


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def ends(frame: pd.DataFrame, **cell: object) -> tuple[float, float]:
    for column, wanted in cell.items():
        frame = frame[frame[column] == wanted]
    (found,) = frame[["least", "most"]].to_numpy().tolist()
    return tuple(found)


def test_the_series_has_every_year_of_the_span_and_gaps_where_nothing_is_known():
    rows = kc.series(2020, 2025)
    received = rows.query("stage == 'reception' and measure == 'cases'").set_index("year")
    assert received["value"].loc[2020:2023].tolist() == [80, 111, 33, 30]
    assert received["least"].loc[2024:2025].isna().all()
    selected = rows.query("stage == 'selection' and measure == 'cases'").set_index("year")
    assert selected["value"].tolist() == [12, 11, 10, 8, 8, 9]
    assert selected.loc[[2023, 2024], "status"].tolist() == ["complete", "incomplete"]


def test_the_published_counts_make_more_projects_than_the_list_has(early_in_2026):
    figures = early_in_2026("kc.programme(2020, 2026).figures")
    total = {"dimension": "total", "category": "all"}
    assert ends(figures, measure="cases", **total) == (61, 61)  # 58 to 2025, and 3
    assert ends(figures, measure="countries", **total) == (28, 29)
    several = {"dimension": "overlap", "category": "several years"}
    assert ends(figures, measure="countries", **several) == (14, 16)
    text = early_in_2026("kc.programme(2020, 2026).headline().text")
    assert "59 of 61 projects are known by name" in text


def test_to_2025_the_cumulative_counts_are_known():
    found = kc.programme(2020, 2025)
    total = {"dimension": "total", "category": "all"}
    assert ends(found.figures, measure="cases", **total) == (58, 58)
    assert ends(found.figures, measure="countries", **total) == (27, 27)


def test_the_headline_of_the_programme():
    found = cards(kc.programme(2020, 2025).headline())
    assert found["Projects"] == "58"
    assert found["Countries selected"] == "27"
    assert found["Applications received"] == "254"  # 80 + 111 + 33 + 30


def test_the_year_of_most_applications_is_of_those_published():
    text = kc.programme(2020, 2025).headline().text
    assert "Applications received peaked in 2021, at 111 (of the 4 years published)." in text


def test_no_last_year_means_to_the_newest():
    assert kc.programme(2020).last_year == LAST


def test_the_programme_of_a_part_of_the_years_counts_from_its_own_first_year():
    found = kc.programme(2022, 2023)
    assert ends(found.figures, dimension="total", measure="cases") == (18, 18)  # 10 + 8
    assert found.accumulated().frame.empty  # nobody published a count of just these years


def test_gaps_of_the_series_are_named():
    text = kc.programme(2020, 2025).through_the_years().sentence
    assert "Applications of 2024 and 2025 are not known: a gap, not a zero." in text
    assert "The list of projects selected in 2024 is not complete." in text
