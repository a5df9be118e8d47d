"""The tables of the reports: figures within bounds, their basis and source, and both languages."""

import math
import re

import pandas as pd
import pytest

import kcity_analysis as kc
from kcity_analysis.reports import tables

NAN = float("nan")


def cells(fragment) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", fragment.html, re.DOTALL)
    return [
        [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def figures(*rows):
    return pd.DataFrame(
        [
            (2021, 2021, "reception", dimension, category, measure, least, most, basis, sources)
            for dimension, category, measure, least, most, basis, sources in rows
        ],
        columns=[
            "year", "first_year", "stage", "dimension", "category", "measure", "least", "most",
            "basis", "sources",
        ],
    )  # fmt: skip


REGIONS = figures(
    ("region", "New Southern", "cases", 35, 35, "published", "a"),
    ("region", "New Southern", "countries", 10, 10, "published", "a"),
    ("region", "Africa", "cases", 5, 18, "bounded", ""),
    ("region", "Africa", "countries", 5, 9, "bounded", ""),
)
WHOLE = figures(
    ("total", "all", "cases", 111, 111, "published", "b"),
    ("total", "all", "countries", 39, 39, "published", "b"),
)


def test_a_breakdown_has_ranges_shares_the_total_and_the_basis_of_each():
    found = cells(tables.breakdown(REGIONS, WHOLE, "Cases", {"a": 1, "b": 2}, "en"))
    nbsp = "\N{NO-BREAK SPACE}"
    assert [[cell.replace(nbsp, " ") for cell in row] for row in found] == [
        ["Region", "Cases", "Share of applications", "Countries", "Basis", "Source"],
        ["New Southern", "35", "31.5", "10", "published", "1"],  # 35 of 111
        ["Africa", "5 to 18", "4.5 to 16.2", "5 to 9", "bounded", ""],  # 5 and 18 of 111
        ["Total", "111", "100.0", "39", "published", "2"],
    ]


def test_the_same_table_in_korean_has_the_same_figures():
    found = cells(tables.breakdown(REGIONS, WHOLE, "접수", {}, "ko"))
    assert found[1][:2] == ["신남방", "35"]
    assert found[2][:2] == ["아프리카", "5~18"]


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (5, 5, "5"), (5, 18, "5 to 18"), (3, math.inf, "at least 3"), (NAN, NAN, "n.p."),
        (1234, 1234, "1,234"),
    ],
)  # fmt: skip
def test_a_figure_is_shown_as_far_as_it_is_known(least, most, text):
    assert tables.shown(least, most, "en") == text


def test_a_budget_is_a_range_and_an_inferred_type_says_so():
    listed = kc.projects()
    shown = tables.projects(listed[listed["city"] == "Baltimore"], "Projects", {}, "en").text
    assert "400 to 600 million won" in shown
    assert "(inferred)" not in tables.projects(listed, "Projects", {}, "en").text
    guessed = listed.assign(type_basis="inferred")
    assert "(inferred)" in tables.projects(guessed, "Projects", {}, "en").text


def test_projects_of_several_years_have_a_column_for_the_year():
    assert "Year" in cells(tables.projects(kc.projects(), "Projects", {}, "en"))[0]
    assert "Year" not in cells(tables.projects(kc.projects(2021), "Projects", {}, "en"))[0]


def test_a_category_of_one_year_only_has_a_dash_for_the_other():
    rows = kc.comparison(2021, 2020).received
    types = rows[rows["dimension"] == "type"]
    found = {row[0]: row for row in cells(tables.changes(types, "Types", "en"))}
    demonstration = found["Overseas demonstration"]
    assert demonstration[2] == "–"  # 2020 had no such type
    assert "introduced since" in demonstration


def test_a_change_says_of_each_year_how_its_figure_is_known_where_that_differs():
    compared = kc.compare(2025, 2024, "selection")
    totals = compared[compared["dimension"] == "total"]
    (countries,) = [row for row in cells(tables.changes(totals, "Totals", "en")) if "7 to 8" in row]
    assert countries[-1].startswith("2024 bounded; 2025 ")


def test_checks_show_both_sides_and_mark_the_result():
    checks = kc.selection(2024).checks().frame
    html = tables.checks(checks, "Checks", "en").html
    assert 'class="kc-verdict fails"' in html
    assert "49 (published)" in html and "47 (counted)" in html


def test_no_text_of_the_data_becomes_an_element():
    hostile = "<script>alert(1)</script>"
    rows = kc.projects(2021).assign(title=hostile, city=hostile, organisation=hostile)
    assert "<script" not in tables.projects(rows, hostile, {}, "en").html
