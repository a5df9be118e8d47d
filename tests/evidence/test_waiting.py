"""From the close of a window to the announcement: days counted on a calendar."""

from __future__ import annotations

import pytest

from kcity_analysis.evidence.waiting import waits, windows

PLANNING, DEMONSTRATION = "planning", "overseas demonstration"


@pytest.mark.parametrize(
    ("year", "kind", "days"),
    [
        (2020, "solution planning", 30),  # 20 March to 19 April
        (2021, "overseas demonstration", 64),  # 20 April to 23 June
        (2022, PLANNING, 55),  # 29 April to 23 June
        (2022, DEMONSTRATION, 34),  # 20 May to 23 June
        (2023, PLANNING, 43),  # 10 May to 22 June
        (2023, DEMONSTRATION, 23),  # 30 May to 22 June
        (2024, DEMONSTRATION, 29),  # 19 March to 17 April
        (2025, DEMONSTRATION, 27),  # 11 March to 7 April
    ],
)
def test_days_from_the_close_of_the_window_to_the_announcement(year, kind, days):
    rows = waits(year, year)
    assert rows.loc[rows["category"] == kind, "value"].tolist() == [days]


def test_what_comes_in_all_year_waits_from_no_day():
    row = waits(2025, 2025).query("category == 'planning'").iloc[0]
    assert row["intake"] == "all year"
    assert row["closed"] == "" and row["least"] != row["least"]


def test_a_window_without_a_type_is_that_of_every_type_of_its_year():
    assert windows(2021)["type"].tolist() == [
        "urban-development planning", "solution planning", "overseas demonstration",
    ]  # fmt: skip
    assert windows(2022)["type"].tolist() == [PLANNING, DEMONSTRATION]


def test_every_event_of_the_calendar_is_one_that_the_vocabulary_knows():
    from kcity_analysis.vocabulary import DATA, read_csv, table

    known = set(table("calendar_events")["event"])
    assert set(read_csv(DATA / "calendar.csv")["event"]) <= known
