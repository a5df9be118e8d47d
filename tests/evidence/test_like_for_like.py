"""Two years compared as far as they are known, and only in what is over in both."""

from __future__ import annotations

import math
import random
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.evidence.bounding import comparable
from kcity_analysis.evidence.known import collect, types_of
from kcity_analysis.evidence.like_for_like import compared
from kcity_analysis.evidence.receiving import Reception
from kcity_analysis.evidence.selecting import Selections
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import categories
from kcity_analysis.vocabulary.words import percent_of


def found(year: int, base_year: int, stage: str) -> pd.DataFrame:
    return compared(year, base_year, stage).set_index(["dimension", "category", "measure"])


def test_2024_selected_as_many_as_2023_and_2025_one_more():
    for year, change in ((2024, 0), (2025, 1)):
        row = found(year, year - 1, "selection").loc["total", "all", "cases"]
        assert (row["change"], row["change_least"], row["change_most"]) == (change, change, change)


def test_a_year_in_progress_is_compared_in_the_types_that_are_over_in_both():
    rows = found(2026, 2025, "selection")
    assert set(rows["parts"]) == {"planning"}
    total = rows.loc["total", "all", "cases"]
    assert (total["value"], total["base_value"], total["percent"]) == (3, 3, 0)
    europe = rows.loc["region", "Europe", "cases"]  # Lublin; in 2025 no planning project
    assert (europe["value"], europe["base_value"], europe["change"]) == (1, 0, 1)
    assert europe["status"] == "new" and math.isnan(europe["percent_most"])
    assert "overseas demonstration" not in rows.loc["type"].index.get_level_values("category")


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
    assert cases["note"].startswith("through the crosswalk")
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
        compared(2024, 2023, "reception")


def draw(table, order: list[tuple], chance: random.Random, count) -> dict:
    """One admissible table: its cells by region and type, fixed one after the other."""
    drawn = {}
    for region, kind in order:
        cell = count(region, kind)
        ends = int(table.least(cell)), int(table.most(cell))
        drawn[region, kind] = chance.randint(*ends)
        table.programme.equal(cell, drawn[region, kind])
    return drawn


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
        table = Selections(collect()) if stage == "selection" else Reception(collect(), one)
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
