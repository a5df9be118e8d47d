"""Two years compared as far as they are known, and only in what is over in both."""

from __future__ import annotations

import math
import random
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kcity_analysis as kc
from kcity_analysis.evidence import COLUMNS, projects
from kcity_analysis.evidence.bounding import comparable
from kcity_analysis.evidence.known import collect, types_of
from kcity_analysis.evidence.like_for_like import compare, entrants
from kcity_analysis.evidence.receiving import ReceptionTables
from kcity_analysis.evidence.selecting import Selections
from kcity_analysis.register.tabulating import tabulate
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import categories
from kcity_analysis.vocabulary.words import percent_of

CELL = ["dimension", "category", "measure"]


def found(year: int, base_year: int, stage: str = "reception", figures=None) -> pd.DataFrame:
    return compare(year, base_year, stage, figures).set_index(CELL)


def frame(*rows) -> pd.DataFrame:
    """A figures frame of (year, dimension, category, measure, value)."""
    full = [
        (year, year, "reception", dimension, category, measure, value, "recomputed", "high", "", "")
        for year, dimension, category, measure, value in rows
    ]
    return pd.DataFrame(full, columns=COLUMNS)


def test_2024_selected_as_many_as_2023_and_2025_one_more():
    for year, change in ((2024, 0), (2025, 1)):
        row = found(year, year - 1, "selection").loc["total", "all", "cases"]
        assert (row["change"], row["change_least"], row["change_most"]) == (change, change, change)


def test_a_year_in_progress_is_compared_in_the_types_that_are_over_in_both(early_in_2026):
    rows = early_in_2026("evidence.compare(2026, 2025, 'selection')").set_index(CELL)
    assert set(rows["parts"]) == {"planning"}
    total = rows.loc["total", "all", "cases"]
    assert (total["value"], total["base_value"], total["percent"]) == (3, 3, 0)
    europe = rows.loc["region", "Europe", "cases"]  # Lublin; in 2025 no planning project
    assert (europe["value"], europe["base_value"], europe["change"]) == (1, 0, 1)
    assert europe["status"] == "new" and math.isnan(europe["percent_most"])
    assert "overseas demonstration" not in rows.loc["type"].index.get_level_values("category")


def test_nothing_is_compared_where_no_type_is_over_in_both_years(changed):
    years = changed.rows("years.csv")
    for row in years:
        if (row["year"], row["stage"]) == ("2025", "selection"):
            row["status"] = "in progress"
    changed.write("years.csv", years)
    figures = changed.rows("published_figures.csv")
    kept = [row for row in figures if (row["year"], row["dimension"]) != ("2025", "type")]
    changed.write("published_figures.csv", kept)
    asked = "try: kc.compare(2025, 2024, 'selection')\nexcept Exception as e: print(e)"
    assert changed.asked(asked) == ["no type of the selection is over in both 2024 and 2025"]


def test_a_change_is_an_interval_where_a_figure_is():
    row = found(2024, 2023, "selection").loc["region", "New Southern", "cases"]
    assert (row["base_value"], row["change_least"], row["change_most"]) == (3, 1, 3)
    assert (row["percent_least"], row["percent_most"]) == (33.3, 100)
    assert (row["contribution_least"], row["contribution_most"]) == (12.5, 37.5)
    assert math.isnan(row["change"])


def test_types_joined_later_are_compared_as_one():
    rows = found(2022, 2021, "reception")
    cases = rows.loc["type", "planning", "cases"]
    assert (cases["base_value"], cases["least"], cases["most"]) == (97, 8, 31)
    assert cases["note"] == "From 2022 the two planning types of 2020 and 2021 are one"
    assert cases["note_ko"] == "2020년과 2021년의 두 계획수립 유형은 2022년부터 하나임"
    countries = rows.loc["type", "planning", "countries"]
    # 24 + 16 less those under both; all 39 but those who came for demonstrations alone
    assert (countries["base_least"], countries["base_most"]) == (27, 39)


@pytest.mark.parametrize(
    ("year", "base_year", "dimension"), [(2021, 2020, "type"), (2021, 2020, "region")]
)
def test_contributions_of_all_parts_make_the_change_a_new_type_included(year, base_year, dimension):
    rows = found(year, base_year, "reception").xs("cases", level="measure")
    parts = rows.loc[dimension]
    known = parts[parts["change_least"] == parts["change_most"]]
    assert known["change"].sum() == rows.loc[("total", "all"), "change"] == 31
    if dimension == "type":
        new = parts.loc["overseas demonstration"]
        assert (new["status"], new["change"], new["contribution"]) == ("introduced", 14, 17.5)
        assert parts.loc["in neither type", "change"] == -3


def test_a_year_without_a_reception_is_named():
    with pytest.raises(InputError, match="nothing is known of a reception of 2024"):
        compare(2024, 2023, "reception")
    with pytest.raises(InputError, match="nothing is known of a reception of 2019"):
        compare(2020, 2019)


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
        ("type", "solution planning", "cases", 40 - 46),
    ],
)
def test_2021_changed_on_2020_by(dimension, category, measure, change):
    assert found(2021, 2020).loc[(dimension, category, measure), "change"] == change


def test_2021_grew_by_38_8_percent_in_cases_and_69_6_in_countries():
    rows = compare(2021, 2020).query("dimension == 'total'").set_index("measure")
    assert rows["percent"].to_dict() == {"cases": 38.8, "countries": 69.6}


def test_regions_contribute_points_of_last_years_total():
    # -4, +6, +10 and +19 of 80 cases; rounded apart, they need not add up to 38.8 exactly.
    rows = compare(2021, 2020).query("dimension == 'region' and measure == 'cases'")
    assert rows["contribution"].dropna().tolist() == [-5.0, 7.5, 12.5, 23.8]


def test_names_of_2020_are_noted_where_types_are_compared():
    row = found(2021, 2020).loc["type", "solution planning", "cases"]
    assert row["note"] == "called “single solution” in 2020"
    assert row["note_ko"] == "2020년 명칭 ‘단일솔루션형’"


def test_a_secretariat_that_no_source_names_is_not_called_discontinued():
    assert "secretariat" not in set(compare(2022, 2021)["dimension"])


def test_each_side_says_how_it_is_known():
    rows = found(2022, 2021)
    both = rows[["basis", "base_basis"]]
    assert both.loc["total", "all", "cases"].tolist() == ["published", "published"]
    assert both.loc["type", "planning", "cases"].tolist() == ["bounded", "derived"]  # 57 + 40
    assert both.loc["type", "planning", "countries"].tolist() == ["bounded", "bounded"]


def test_no_part_lost_more_than_the_whole_had():
    total, europe = ("total", "all", "cases"), ("region", "Europe", "cases")
    cells = [(2021, *total), (2021, *europe), (2020, *total), (2020, *europe)]
    ends = {"least": [7.0, 0.0, 3.0, 1.0], "most": [7.0, 0.0, 9.0, 7.0]}
    given = frame(*((*cell, float("nan")) for cell in cells)).assign(**ends)
    row = found(2021, 2020, figures=given).loc[europe]
    # It had 7 only of at least 7, so that it lost at most all of them; and 1 of 9 at the least.
    assert (row["contribution_least"], row["contribution_most"]) == (-100.0, -11.1)


def test_a_counted_register_stands_for_its_years():
    rows = found(2022, 2021, "selection", tabulate(projects(), years=[2021, 2022]))
    cases = rows.loc["type", "planning", "cases"]
    assert (cases["base_value"], cases["value"], cases["change"]) == (4 + 4, 8, 0)
    assert (cases["basis"], cases["base_basis"]) == ("recomputed", "derived")
    assert "are one" in cases["note"]
    countries = rows.loc["type", "planning", "countries"]  # of the joined types not added up
    assert (countries["base_least"], countries["base_most"]) == (4, 8)
    assert math.isnan(countries["base_value"]) and math.isnan(countries["change"])


def test_figures_as_the_front_door_gives_them_make_the_same_comparison():
    given = kc.figures(stage="reception").query("year in (2021, 2022)")
    ours = found(2022, 2021, figures=given)
    own = found(2022, 2021)
    for cell in (("total", "all", "cases"), ("region", "Africa", "cases")):
        for end in ("least", "most", "base_least", "base_most", "basis"):
            assert ours.loc[cell, end] == own.loc[cell, end]


def test_of_two_years_one_may_be_counted_and_the_other_published():
    ours = frame(
        (2021, "total", "all", "cases", 100.0),
        (2021, "total", "all", "countries", 30.0),
        (2021, "region", "New Southern", "cases", 60.0),
        (2021, "region", "Africa", "cases", 40.0),
        (2021, "type", "overseas demonstration", "cases", 90.0),
        (2021, "type", "not stated", "cases", 10.0),
    )
    rows = found(2021, 2020, figures=ours)
    total = rows.loc["total", "all", "cases"]
    assert (total["value"], total["base_value"], total["change"]) == (100, 80, 20)
    assert (total["basis"], total["base_basis"]) == ("recomputed", "published")
    assert rows.loc[("region", "New Southern", "cases"), "change"] == 60 - 39
    assert rows.loc[("type", "not stated", "cases"), "change"] == 10
    assert rows.loc[("type", "in neither type", "cases"), "change"] == -3


def test_of_a_region_that_figures_leave_open_no_more_is_said_than_what_must_hold():
    rows = frame(
        (2020, "total", "all", "cases", 10.0),
        (2020, "region", "New Southern", "cases", 4.0),
        (2020, "region", "Africa", "cases", 1.0),
        (2020, "region", "not itemised", "cases", 5.0),
        (2021, "total", "all", "cases", 20.0),
        (2021, "region", "New Southern", "cases", 5.0),
        (2021, "region", "not itemised", "cases", 15.0),
    )
    cases = found(2021, 2020, figures=rows).loc["region"].xs("cases", level="measure")
    africa = cases.loc["Africa"]
    assert (africa["base_value"], africa["least"], africa["most"]) == (1, 0, 15)
    rest = cases.loc["not itemised"]  # what both years leave open, Africa with it
    assert (rest["base_value"], rest["value"], rest["change"]) == (6, 15, 9)
    assert "Africa" in rest["note"]


def test_a_rise_from_zero_is_new_and_has_no_percentage():
    rows = frame((2020, "total", "all", "cases", 0.0), (2021, "total", "all", "cases", 3.0))
    total = found(2021, 2020, figures=rows).loc["total", "all", "cases"]
    assert total["status"] == "new"
    assert math.isnan(total["percent"])


@given(st.permutations(list(range(6))))
@settings(max_examples=8)
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
        compare(2021, 2020, figures=rows.iloc[order]), compare(2021, 2020, figures=rows)
    )


def test_entrants_stayers_and_leavers_are_told_apart():
    told = entrants(pd.Series(["KEN", "VNM", "VNM"]), pd.Series(["PER", "VNM"]))
    assert told.to_numpy().tolist() == [["KEN", "entrant"], ["VNM", "stayer"], ["PER", "leaver"]]


def draw(table, order: list[tuple], chance: random.Random, count) -> dict:
    """One admissible table: its cells by region and type, fixed one after the other."""
    drawn = {}
    for region, kind in order:
        cell = count(region, kind)
        ends = int(table.least(cell)), int(table.most(cell))
        drawn[region, kind] = chance.randint(*ends)
        table.programme.equal(cell, drawn[region, kind])
    return drawn


@pytest.mark.slow
@settings(max_examples=6)
@given(
    st.sampled_from(
        [
            (2021, 2020, "reception"),
            (2022, 2021, "reception"),
            (2023, 2022, "reception"),
            (2024, 2023, "selection"),
        ]
    ),
    st.randoms(use_true_random=False),
)
def test_in_every_admissible_table_contributions_add_up_to_the_change(pair, chance):
    year, base_year, stage = pair
    rows = found(year, base_year, stage).xs("cases", level="measure")
    tables = {}
    for one in (year, base_year):
        table = Selections(collect()) if stage == "selection" else ReceptionTables(collect(), one)
        untyped = stage == "reception" and one in collect().untyped
        kinds = [*types_of(one), *(["in neither type"] if untyped else [])]
        order = list(product(categories("region"), kinds))
        chance.shuffle(order)
        when = {} if stage == "reception" else {"year": one}
        tables[one] = draw(
            table, order, chance,
            lambda region, kind, table=table, when=when: table.count(
                "cases", region=region, type=kind, **when
            ),
        )  # fmt: skip
    base = sum(tables[base_year].values())
    moved = sum(tables[year].values()) - base
    for dimension in ("region", "type"):
        together = 0
        parts = rows.loc[dimension].drop("not itemised", errors="ignore")
        for category, row in parts.iterrows():
            now, before = (
                sum(
                    value
                    for (region, kind), value in tables[one].items()
                    if category in (region, kind) or kind in comparable(category, one)
                )
                for one in (year, base_year)
            )
            together += now - before
            assert row["change_least"] <= now - before <= row["change_most"], category
            share = percent_of(now - before, base)
            assert row["contribution_least"] <= share <= row["contribution_most"], category
        assert together == moved, dimension
