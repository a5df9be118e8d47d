"""Published figures are read whole, and every row that cannot be used is named."""

import pandas as pd
import pytest

import kcity_analysis as kc
from kcity_analysis.evidence.facts import (
    calendar,
    named_applicants,
    plans,
    published,
    revisions,
    sources,
)
from kcity_analysis.evidence.known import known_applicants
from kcity_analysis.vocabulary.problems import InputError

HEAD = "year,first_year,stage,dimension,category,measure,value,printed_as,confidence,note,source_id"
GOOD = "2021,2021,reception,total,all,cases,111,,high,,pulse-2021-04-27"


def read(tmp_path, *lines: str) -> pd.DataFrame:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    return published(path)


def test_a_good_row_is_read_with_numbers_as_numbers(tmp_path):
    row = read(tmp_path, GOOD).iloc[0]
    assert (row["year"], row["first_year"], row["value"]) == (2021, 2021, 111.0)
    assert (row["basis"], row["note"]) == ("published", "")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (GOOD.replace("2021,2021", "21st,2021", 1), "year"),
        (GOOD.replace("2021,2021", "2021,", 1), "first_year"),
        (GOOD.replace("2021,2021", "2021,2022", 1), "first_year"),
        (GOOD.replace("reception", "contest"), "stage"),
        (GOOD.replace("total,all", "continent,Asia"), "dimension"),
        (GOOD.replace("total,all", "total,some"), "category"),
        (GOOD.replace("total,all", "change,cases"), "category"),
        (GOOD.replace("total,all", "region,Asia"), "category"),
        (GOOD.replace("total,all", "country,Turkey"), "category"),
        (GOOD.replace("total,all", "type,planning"), "category"),  # only from 2022
        (GOOD.replace("total,all", "type_field,planning | water"), "category"),
        (GOOD.replace("cases", "towns"), "measure"),
        (GOOD.replace("111", "many"), "value"),
        (GOOD.replace("111", "-1"), "value"),
        (GOOD.replace("111", ""), "value"),
        (GOOD.replace("111", "nan"), "value"),
        (GOOD.replace("111", "inf"), "value"),
        (GOOD.replace("high", "certain"), "confidence"),
        (GOOD.replace("pulse-2021-04-27", "hearsay"), "source_id"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_row_and_column(tmp_path, line, column):
    with pytest.raises(InputError) as refused:
        read(tmp_path, GOOD, line)
    assert [(one.row, one.column) for one in refused.value.problems] == [(3, column)]


def test_all_rows_that_cannot_be_used_are_named_at_once(tmp_path):
    with pytest.raises(InputError) as refused:
        read(tmp_path, GOOD.replace("high", "sure"), GOOD, GOOD.replace("111", "-1"))
    assert [one.row for one in refused.value.problems] == [2, 4]


def test_a_published_change_may_be_negative(tmp_path):
    line = GOOD.replace("total,all", "change,all").replace("111", "-4")
    assert read(tmp_path, line)["value"].tolist() == [-4.0]


def test_sources_of_joined_identifiers_are_each_found_once():
    ids = pd.Series(["pulse-2021-04-27; wowtv-2021-04-27", "pulse-2021-04-27", ""])
    assert list(sources(ids)["source_id"]) == ["pulse-2021-04-27", "wowtv-2021-04-27"]
    every = sources()["source_id"]
    assert list(sources(every)["source_id"]) == list(every)
    assert len(every) >= 50


def test_dates_and_applicants_are_those_of_the_year():
    assert list(calendar(2020)["event"]) == [
        "application window",
        "reception announced",
        "selection announced",
    ]
    assert list(calendar(2020)["first_day"]) == ["2020-01-31", "2020-04-01", "2020-04-19"]
    assert calendar(2019).empty
    assert len(named_applicants(2020)) == 11
    assert len(named_applicants(2021)) == 14
    assert named_applicants(2022).empty


def test_projects_have_amounts_in_won_and_nothing_where_none_is_known():
    rows = kc.projects(2021)
    assert len(rows) == 11
    amounts = rows.loc[rows["city"] == "Baltimore", ["budget_low_krw", "budget_high_krw"]]
    assert amounts.to_numpy().tolist() == [[4e8, 6e8]]
    assert kc.projects(2020)["budget_high_krw"].isna().all()
    assert set(kc.projects()["year"]) == set(range(2020, max(kc.projects()["year"]) + 1))


def test_caveats_are_those_of_the_years_and_stage():
    of_2022 = kc.caveats(2022, 2022, ("reception",))
    assert len(of_2022) == 2
    assert not [one for one in of_2022 if "Turkey" in one]
    assert set(of_2022) < set(kc.caveats(2020, 2026, ("reception", "selection")))
    open_ended = "A project with two fields counts in the one its source names first"
    assert [one for one in kc.caveats(2031, 2031, ("selection",)) if open_ended in one]


def test_who_was_selected_in_a_contest_with_a_window_had_applied_in_it():
    known = {year: len(known_applicants(year)) for year in (2020, 2021, 2022, 2023)}
    assert known == {2020: 14, 2021: 20, 2022: 9, 2023: 7}
    of_2021 = known_applicants(2021).set_index("iso3")
    assert tuple(of_2021.loc["KEN", ["named_for", "basis"]]) == ("selected in the year", "derived")
    assert of_2021.loc["GHA", "basis"] == "named"
    # A planning proposal of 2025 may have come in 2024; a demonstration came in the window.
    assert set(known_applicants(2025)["iso3"]) == {"THA", "MYS", "ITA", "GBR", "PER"}


def test_what_was_planned_is_told_apart_from_what_was_published():
    planned = plans(2024)
    all_types = planned[(planned["type"] == "") & (planned["what"] == "projects")]
    assert all_types[["least", "most"]].to_numpy().tolist() == [["", "8"]]
    assert set(planned["year"]) == {"2024"}
    assert set(plans()["year"]) == {"2020", "2023", "2024", "2025", "2026"}


def test_the_newest_correction_stands_first():
    dates = list(revisions()["date"])
    assert dates == sorted(dates, reverse=True)
    assert "the list gives 56 projects and 26 countries" in set(revisions()["is"])
