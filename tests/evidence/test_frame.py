"""The figures frame: a full grid in declared order, and what follows by arithmetic."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sample_figures import printed, value

from kcity_analysis.evidence.facts import published
from kcity_analysis.evidence.frame import (
    COLUMNS,
    KEY,
    category_label,
    figures,
    in_order,
    pick,
    sound,
    totals,
    yearly,
)
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import categories

UDP, SOLUTION, DEMO = "urban-development planning", "solution planning", "overseas demonstration"
REGIONS = categories("region")
REST = "not itemised"


def test_2021_has_the_residuals_worked_out_by_hand():
    rows = yearly(figures(2021, "reception"), "region")
    assert value(rows, "region", REST) == 24  # 111 - 35 - 33 - 19
    assert value(rows, "region", REST, "countries") == 15  # 39 - 10 - 8 - 6
    rest = rows[rows["category"] == REST]
    assert set(rest["basis"]) == {"derived"}
    assert list(rest["note"]) == ["111 less the 87 itemised", "39 less the 24 itemised"]


def test_countries_named_in_2020_leave_a_residual_of_cases_and_of_countries():
    rows = figures(2020, "reception")
    assert value(rows, "country", REST) == 40  # 80 - (16 + 9 + 5 + 5 + 5)
    assert value(rows, "country", REST, "countries") == 18  # 23 - 5


def test_what_was_not_published_is_missing_and_not_zero():
    rows = figures(2022, "reception")
    for dimension in ("region", "type", "field"):
        assert list(dict.fromkeys(yearly(rows, dimension)["category"])) == categories(
            dimension, 2022
        )
        assert yearly(rows, dimension)["value"].isna().all()
    assert not (rows["basis"] == "derived").any()


def test_a_category_that_the_year_did_not_have_has_no_row():
    assert DEMO not in set(figures(2020, "reception")["category"])
    assert "planning" not in set(figures(2021)["category"])
    assert yearly(figures(2020), "secretariat").empty


def test_zeros_are_derived_where_complete_parts_imply_them():
    # 3 + 3 + 2 + 1 + 1 + 1 = 11 selected: nothing is left for the two regions not printed.
    rows = figures(2021, "selection")
    for region in ("Middle East", "Asia-Pacific (other)"):
        assert value(rows, "region", region) == 0
        assert math.isnan(value(rows, "region", region, "countries"))
    zero = rows[(rows["category"] == "Middle East") & (rows["measure"] == "cases")]
    assert list(zero["basis"]) == ["derived"]
    assert REST not in set(rows.query("dimension == 'region'")["category"])


def test_a_secretariat_has_countries_only_if_it_has_one_type():
    rows = figures(2021, "reception")
    assert value(rows, "secretariat", "KIND", "countries") == 24
    assert math.isnan(value(rows, "secretariat", "KAIA", "countries"))  # 16 to 28


def test_a_secretariat_with_a_type_not_published_has_no_sum():
    rows = figures(
        2021, printed=printed((2021, "total", "all", "cases", 9), (2021, "type", DEMO, "cases", 4))
    )
    assert math.isnan(value(rows, "secretariat", "KAIA"))


def test_sources_of_one_figure_stand_together():
    rows = figures(2021, "reception")
    row = yearly(rows, "total").iloc[0]
    assert row["sources"] == "molit-en-2021-06-25; pulse-2021-04-27; wowtv-2021-04-27"


def test_the_best_confidence_of_several_sources_counts():
    rows = printed(
        (2021, "total", "all", "cases", 9, {"confidence": "medium", "source_id": "two"}),
        (2021, "total", "all", "cases", 9, {"source_id": "one"}),
    )
    row = figures(2021, printed=rows).iloc[0]
    assert (row["confidence"], row["sources"]) == ("high", "one; two")


def test_sources_that_disagree_stay_apart_and_enter_no_sum():
    rows = figures(
        2021,
        printed=printed(
            (2021, "total", "all", "cases", 9, {"source_id": "one"}),
            (2021, "total", "all", "cases", 8, {"source_id": "two"}),
            (2021, "region", "Africa", "cases", 3),
        ),
    )
    both = yearly(rows, "total").query("measure == 'cases'")
    assert sorted(both["value"]) == [8, 9]
    assert set(both["confidence"]) == {"contradicted"}
    assert math.isnan(pick(rows, "total"))
    assert REST not in set(rows["category"])


def test_a_figure_of_low_confidence_stands_there_and_moves_nothing():
    rows = figures(
        2021,
        printed=printed(
            (2021, "total", "all", "cases", 9),
            (2021, "region", "Africa", "cases", 3),
            (2021, "region", "Europe", "cases", 5, {"confidence": "low"}),
        ),
    )
    assert value(rows, "region", "Europe") == 5
    assert value(rows, "region", REST) == 6  # 9 - 3
    assert math.isnan(pick(rows, "region", "Europe"))


def test_a_cumulative_figure_is_no_figure_of_the_year():
    rows = figures(2021, "selection")
    assert 23 in set(rows["value"])
    assert pick(rows, "total") == 11
    assert (yearly(rows, "total")["first_year"] == 2021).all()


def test_a_year_without_figures_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"1999.*2020, 2021.*2026"):
        figures(1999)


def test_all_years_together_are_the_years_one_after_another():
    years = sorted(set(published()["year"]))
    assert years[:7] == list(range(2020, 2027))
    one_by_one = pd.concat([figures(year) for year in years], ignore_index=True)
    pd.testing.assert_frame_equal(figures(), one_by_one)
    assert list(figures().columns) == [*COLUMNS, "least", "most"]


def test_totals_hold_all_years_and_cumulative_ones():
    rows = totals()
    assert set(rows["dimension"]) == {"total"}
    assert pick(rows, "total", "all", "cases", 2020) == 80
    assert rows.query("first_year < year and stage == 'selection' and year == 2025")[
        "value"
    ].tolist() == [58, 27]


def test_categories_stand_in_declared_order_with_the_residual_last():
    rows = yearly(figures(2021, "reception"), "region")
    assert list(dict.fromkeys(rows["category"])) == [*REGIONS, REST]
    assert list(rows["measure"][:2]) == ["cases", "countries"]


def test_countries_are_labelled_by_name_and_their_residual_by_what_it_is():
    assert category_label("country", "TUR") == "Turkey"
    assert category_label("country", "TUR", "ko") == "튀르키예"
    assert category_label("country", REST) == "All other countries"


def itemised(measure: str) -> st.SearchStrategy:
    return st.dictionaries(st.sampled_from(REGIONS), st.integers(0, 20), max_size=8).map(
        lambda parts: [(2021, "region", region, measure, n) for region, n in parts.items()]
    )


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(0, 60), itemised("cases"))
def test_parts_and_residual_make_the_total_or_there_is_none(total, parts):
    rows = figures(2021, printed=printed((2021, "total", "all", "cases", total), *parts))
    region = yearly(rows, "region").query("measure == 'cases'")
    known = sum(part[-1] for part in parts)
    if not parts or known > total:
        assert not (region["basis"] == "derived").any()
    else:
        assert sound(region)["value"].sum() == total
        assert (REST in set(region["category"])) == (known < total)
        derived = region.query("basis == 'derived' and category != @REST")
        assert (derived["value"] == 0).all()
        assert len(derived) == (len(REGIONS) - len(parts) if known == total else 0)


@pytest.mark.slow
@settings(max_examples=20)
@given(itemised("cases"), itemised("countries"), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(cases, countries, random):
    lines = [(2021, "total", "all", "cases", 200), *cases, *countries]
    shuffled = random.sample(lines, len(lines))
    pd.testing.assert_frame_equal(
        figures(2021, printed=printed(*lines)), figures(2021, printed=printed(*shuffled))
    )


@settings(max_examples=8)
@given(st.integers(0, 2**31))
def test_the_order_of_the_published_rows_does_not_matter(seed):
    shuffled = published().sample(frac=1, random_state=seed)
    found = figures(2021, printed=shuffled)[COLUMNS]
    pd.testing.assert_frame_equal(found, figures(2021)[COLUMNS])


@settings(max_examples=15)
@given(st.integers(0, 2**31))
def test_putting_in_order_keeps_every_row(seed):
    rows = figures(2021)
    again = in_order(rows.sample(frac=1, random_state=seed))
    pd.testing.assert_frame_equal(again, rows)


@pytest.mark.slow
@settings(max_examples=20)
@given(itemised("cases"))
def test_a_key_has_one_row(parts):
    assume(parts)
    rows = figures(2021, printed=printed((2021, "total", "all", "cases", 60), *parts))
    assert not rows.duplicated(KEY).any()
