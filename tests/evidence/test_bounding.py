"""What each figure can be: the bounds that what is known and the rules of counting force."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from kcity_analysis.evidence.bounding import CROSSED, NAMED, bounding, bounds, why
from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import Known, Printed, collect
from kcity_analysis.evidence.stored import contradictions, ends_of, renew_bounds
from kcity_analysis.vocabulary.problems import InputError

# year, stage, first year, dimension, category, measure: least, most; worked out by hand.
ENDS = {
    (2021, "reception", 2021, "region", "Africa", "countries"): (5, 9),
    (2021, "reception", 2021, "region", "Middle East", "countries"): (2, 6),
    (2021, "reception", 2021, "region", "Europe", "countries"): (3, 7),
    (2021, "reception", 2021, "region", "North America", "countries"): (1, 5),
    (2021, "reception", 2021, "region", "Asia-Pacific (other)", "countries"): (0, 4),
    (2021, "reception", 2021, "region", "Africa", "cases"): (5, 18),
    (2021, "reception", 2021, "region", "Middle East", "cases"): (2, 15),
    (2021, "reception", 2021, "region", "Europe", "cases"): (3, 16),
    (2021, "reception", 2021, "region", "North America", "cases"): (1, 14),
    (2021, "reception", 2021, "region", "Asia-Pacific (other)", "cases"): (0, 13),
    (2021, "reception", 2021, "overlap", "several types", "countries"): (7, 13),
    (2021, "reception", 2021, "overlap", "all types", "countries"): (0, 6),
    (2024, "selection", 2024, "total", "all", "cases"): (8, 8),
    (2024, "selection", 2024, "type", "planning", "cases"): (2, 2),
    (2024, "selection", 2024, "type", "overseas demonstration", "cases"): (6, 6),
    (2024, "selection", 2024, "region", "New Southern", "cases"): (4, 6),
    (2024, "selection", 2024, "total", "all", "countries"): (7, 8),
    (2025, "selection", 2020, "total", "all", "cases"): (58, 58),
    (2025, "selection", 2020, "total", "all", "countries"): (27, 27),
    (2026, "selection", 2020, "total", "all", "cases"): (61, 61),
    (2026, "selection", 2020, "total", "all", "countries"): (28, 29),
    (2026, "selection", 2020, "overlap", "several years", "countries"): (14, 16),
    (2020, "reception", 2020, "region", "Africa", "countries"): (0, 2),
    (2020, "reception", 2020, "region", "Africa", "cases"): (0, 4),
    (2020, "reception", 2020, "overlap", "several types", "countries"): (13, 16),
    (2020, "reception", 2020, "type", "in neither type", "cases"): (3, 3),
    (2022, "reception", 2022, "type", "planning", "cases"): (8, 31),
    (2022, "reception", 2022, "region", "New Southern", "countries"): (4, 11),
    (2022, "reception", 2022, "region", "New Southern", "cases"): (5, 27),
    (2023, "reception", 2023, "type", "planning", "cases"): (4, 26),
}
CELLS = {
    (2021, "New Southern", "overseas demonstration", "cases"): (0, 11),
    (2020, "New Southern", "solution planning", "cases"): (12, 35),
}


@pytest.mark.parametrize("key", ENDS, ids=lambda key: " ".join(map(str, key)))
def test_a_figure_of_the_data_has_the_least_and_the_most_worked_out_by_hand(key, early_in_2026):
    year, stage, first_year, dimension, category, measure = key
    found = early_in_2026(f"evidence.bounded({year}, {stage!r})")
    row = found[
        (found["first_year"] == first_year)
        & (found["dimension"] == dimension)
        & (found["category"] == category)
        & (found["measure"] == measure)
    ]
    assert row[["least", "most"]].to_numpy().tolist() == [list(map(float, ENDS[key]))]
    least, most = ENDS[key]
    value = row["value"].item()
    assert value == least if least == most else math.isnan(value)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: " ".join(map(str, cell)))
def test_a_cell_of_a_cross_table_has_the_ends_worked_out_by_hand(cell):
    year, region, kind, measure = cell
    table = bounds(year, by=["region", "type"]).set_index(["region", "type", "measure"])
    assert tuple(table.loc[(region, kind, measure), ["least", "most"]]) == CELLS[cell]


def test_the_change_of_two_selections_is_known_where_both_totals_are():
    totals = {year: bounded(year, "selection").iloc[0] for year in (2023, 2024, 2025)}
    assert all(row["least"] == row["most"] for row in totals.values())
    assert totals[2024]["value"] - totals[2023]["value"] == 0
    assert totals[2025]["value"] - totals[2024]["value"] == 1


@pytest.mark.slow
def test_the_stored_bounds_are_those_that_the_data_give():
    assert not renew_bounds(), "data/ was changed: kcity data"
    found = bounding(replace(collect()))  # not the stored ones
    for stage in ("reception", "selection"):
        for year in found.known.years(stage):
            for part in ("", NAMED, CROSSED):
                wanted = found.block(year, stage, part)
                assert ends_of(year, stage, part=part) == wanted


def test_reading_the_figures_loads_no_solver():
    code = (
        "import sys, kcity_analysis as kc; kc.figures(2021); kc.figures(2024, 'selection');"
        "assert 'highspy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def printed(known: Known, **fields) -> list[Printed]:
    return known.of(Printed, **fields)


@pytest.mark.slow
@pytest.mark.parametrize(
    "key",
    [
        (2021, "region", "Africa", "countries"),
        (2021, "overlap", "several types", "countries"),
        (2022, "region", "New Southern", "countries"),
        (2024, "total", "all", "cases", "selection"),
        (2024, "region", "New Southern", "cases", "selection"),
    ],
    ids=str,
)
def test_of_the_facts_that_force_an_end_none_can_be_left_out(key):
    found = why(*key)
    assert set(found["end"]) == {"least", "most"}
    known = collect()
    facts = {(one.file, str(one)): one for one in known.items}
    year, dimension, category, measure, *stage = key
    asked = (year, year, *(stage or ["reception"]), dimension, category, measure)
    for place, end in enumerate(("least", "most")):
        rows = found[found["end"] == end]
        forcing = [facts[key] for key in zip(rows["file"], rows["fact"], strict=True)]
        value = rows["value"].iloc[0]
        assert bounding(known.only(forcing)).ends(asked)[place] == value
        for fact, without in zip(forcing, rows["without"], strict=True):
            left = known.only([one for one in forcing if one is not fact])
            moved = bounding(left).ends(asked)[place]
            assert moved < value if end == "least" else moved > value, fact
            assert moved == without


def test_eight_projects_of_2024_are_the_difference_of_two_cumulative_counts():
    found = why(2024, "total", measure="cases", stage="selection")
    assert {"2020–2023, selection: 41 projects", "2020–2024, selection: 49 projects"} <= set(
        found["fact"]
    )


def swapped() -> Known:
    """The figures of a release that prints countries and cases in each other's place."""
    known = collect()
    wrong = [
        Printed(2023, 2023, "reception", "total", "all", "cases", 44, "a release"),
        Printed(2023, 2023, "reception", "total", "all", "countries", 124, "a release"),
    ]
    right = printed(known, year=2023, stage="reception")
    return replace(known, items=(*known.without(right).items, *wrong))


def test_figures_that_contradict_each_other_are_named_and_limit_nothing():
    known = swapped()
    (said,) = contradictions(known)
    assert "44 cases (a release)" in said
    assert "124 countries (a release)" in said
    ends = bounding(known).ends((2023, 2023, "reception", "total", "all", "cases"))
    assert ends == (8, math.inf)  # the eight selected projects came in that year's windows


def test_a_list_longer_than_the_total_printed_contradicts_it_and_stays():
    known = collect()
    wrong = Printed(2023, 2023, "selection", "total", "all", "cases", 5, "a paper")
    right = printed(known, year=2023, stage="selection", dimension="total", measure="cases")
    once = [one for one in right if one.first_year == one.year]
    changed = replace(known, items=(*known.without(once).items, wrong))
    said = contradictions(changed)
    assert len(said) == 1 and "5 projects (a paper)" in said[0]
    assert bounding(changed).ends((2023, 2023, "selection", "total", "all", "cases")) == (8, 8)


def test_a_year_or_a_dimension_that_is_not_there_is_named():
    with pytest.raises(InputError, match="nothing is known of a reception of 2025"):
        bounds(2025)
    with pytest.raises(InputError, match="'continent' is no dimension"):
        bounds(2021, by=["continent"])
    with pytest.raises(InputError, match="are not bounded"):
        why(2021, "region", "Atlantis")


def test_an_inferred_type_is_derived_and_says_on_what_it_rests(changed):
    # Of five projects of 2020 no source would state the type, nor print how many there are of it.
    rows = changed.rows("selected_projects.csv")
    for row in rows[6:11]:
        row.update(type_basis="inferred", note="the year had two types", field="", second_field="")
    changed.write("selected_projects.csv", rows)
    figures = changed.rows("published_figures.csv")
    kept = [one for one in figures if one["source_id"] != "newsworks-2020-04-19"]
    changed.write("published_figures.csv", kept)
    (row,) = changed.asked(
        "from kcity_analysis.evidence import bounded\n"
        "found = bounded(2020, 'selection')\n"
        "row = found[(found.dimension == 'type') & (found.measure == 'cases')].iloc[1]\n"
        "print(row.category, row.value, row.basis, row.note, sep='|')"
    )
    assert row == "solution planning|6.0|derived|derived, if the year had two types"


def test_a_type_that_is_not_over_is_no_zero_and_enters_no_total(early_in_2026):
    found = early_in_2026("evidence.bounded(2026, 'selection')")
    found = found.set_index(["first_year", "dimension", "category", "measure"])
    pending = found.loc[2026, "type", "overseas demonstration", "cases"]
    assert math.isnan(pending["value"]) and pending["most"] == math.inf
    assert pending["status"] == "in progress"
    assert found.loc[2026, "total", "all", "cases"]["value"] == 3


def test_every_key_has_one_row_that_can_be_used():
    for stage, years in (("reception", range(2020, 2024)), ("selection", range(2020, 2027))):
        for year in years:
            found = bounded(year, stage)
            usable = found[found["confidence"].isin(["high", "medium"])]
            assert not usable.duplicated(list(found.columns[:6])).any()
            assert (usable["least"] <= usable["most"]).all()
            known = usable["least"] == usable["most"]
            pd.testing.assert_series_equal(
                usable["value"][known], usable["least"][known], check_names=False
            )
            assert usable["value"][~known].isna().all()
            assert (usable["basis"][~known] == "bounded").all()


def test_a_swapped_release_gives_way_alone_and_leaves_the_years_beside_it_as_they_are():
    known = collect()
    total = {"year": 2021, "first_year": 2021, "stage": "reception", "dimension": "total"}
    right = known.of(Printed, **total)
    wrong = [replace(one, value={"cases": 44, "countries": 124}[one.measure]) for one in right]
    changed = replace(known, items=(*known.without(right).items, *wrong))
    (clash,) = bounding(changed).contradictions
    assert {(one.year, one.value) for one in clash} == {(2021, 44), (2021, 124)}
    before = bounding(known).block(2020, "reception")
    assert bounding(changed).block(2020, "reception") == before


def test_a_percent_that_the_two_years_do_not_give_contradicts_them():
    known = collect()
    percent = known.of(Printed, year=2021, dimension="change", measure="percent")
    changed = replace(known, items=(*known.without(percent).items, replace(percent[0], value=83.8)))
    (clash,) = bounding(changed).contradictions
    assert replace(percent[0], value=83.8) in clash


def test_countries_in_a_field_follow_from_its_cases():
    # Water 2021: 4 of the 14 demonstrations of 12 countries, of which one has at most 3.
    found = bounds(2021, by=["field"]).set_index(["field", "measure"])
    assert found.loc[("water", "countries"), "least"] == 2
