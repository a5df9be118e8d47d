"""The figures that must come out, from the data files to the CSV beside each built report.

Every expected value is worked out from the sources by hand, with the arithmetic beside it.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT

from kcity_analysis.vocabulary import DATA, read_csv

UDP, SOLUTION, DEMO = "urban-development planning", "solution planning", "overseas demonstration"
SOUTH, NORTH, LATIN = "New Southern", "New Northern", "Central and South America"
REST = "not itemised"
CASES, COUNTRIES = "cases", "countries"
DATA_OF_YEARS = ("published_figures", "selected_projects")
RECEIVED, SELECTED, PROGRAMME = "2021/reception", "2021/selection", "programme"


def csv(built: Path, report: str) -> pd.DataFrame:
    blank = {name: [""] for name in ("value", "least", "most")}
    return pd.read_csv(built / f"{report}.csv", keep_default_na=False, na_values=blank)


def value(built: Path, report: str, **cell: object) -> float:
    """The one figure of a report's CSV that the given columns single out."""
    rows = csv(built, report)
    for column, wanted in cell.items():
        rows = rows[rows[column] == wanted]
    assert len(rows) == 1, f"{len(rows)} rows of {report} with {cell}"
    return float(rows["value"].iloc[0])


def ends(built: Path, report: str, **cell: object) -> tuple[float, float]:
    """The least and the most of the one figure that the given columns single out."""
    rows = csv(built, report)
    for column, wanted in cell.items():
        rows = rows[rows[column] == wanted]
    assert len(rows) == 1, f"{len(rows)} rows of {report} with {cell}"
    return float(rows["least"].iloc[0]), float(rows["most"].iloc[0])


AFRICA, MIDDLE, EUROPE = "Africa", "Middle East", "Europe"
AMERICA, ASIA = "North America", "Asia-Pacific (other)"


@pytest.mark.parametrize(
    ("report", "dimension", "category", "measure", "least", "most"),
    [
        ("2021/reception", "region", AFRICA, COUNTRIES, 5, 9),
        ("2021/reception", "region", MIDDLE, COUNTRIES, 2, 6),
        ("2021/reception", "region", EUROPE, COUNTRIES, 3, 7),
        ("2021/reception", "region", AMERICA, COUNTRIES, 1, 5),
        ("2021/reception", "region", ASIA, COUNTRIES, 0, 4),
        ("2021/reception", "region", AFRICA, CASES, 5, 18),
        ("2021/reception", "region", MIDDLE, CASES, 2, 15),
        ("2021/reception", "region", EUROPE, CASES, 3, 16),
        ("2021/reception", "region", AMERICA, CASES, 1, 14),
        ("2021/reception", "region", ASIA, CASES, 0, 13),
        ("2021/reception", "overlap", "several types", COUNTRIES, 7, 13),
        ("2021/reception", "overlap", "all types", COUNTRIES, 0, 6),
        ("2020/reception", "region", AFRICA, COUNTRIES, 0, 2),
        ("2020/reception", "region", AFRICA, CASES, 0, 4),
        ("2020/reception", "overlap", "several types", COUNTRIES, 13, 16),
        ("2022/reception", "type", "planning", CASES, 8, 31),
        ("2022/reception", "region", SOUTH, COUNTRIES, 4, 11),
        ("2022/reception", "region", SOUTH, CASES, 5, 27),
        ("2023/reception", "type", "planning", CASES, 4, 26),
        ("2024/selection", "type", "planning", CASES, 2, 2),
        ("2024/selection", "type", DEMO, CASES, 6, 6),
        ("2024/selection", "region", SOUTH, CASES, 4, 6),
    ],
)
def test_every_figure_has_its_least_and_its_most(
    built, report, dimension, category, measure, least, most
):
    year = int(report[:4])
    cell = {"dimension": dimension, "category": category, "measure": measure, "base_year": ""}
    assert ends(built, report, year=year, first_year=year, **cell) == (least, most)


@pytest.mark.parametrize(
    ("year", "measure", "least", "most"),
    [
        (2024, "cases change", 0, 0),  # 8 - 8, as 49 - 41 = 8
        (2025, "cases change", 1, 1),  # 9 - 8
        (2026, "cases change", 0, 0),  # planning alone, 3 in both years
    ],
)
def test_projects_selected_change_by_what_was_published(built, year, measure, least, most):
    cell = {"stage": "selection", "dimension": "total", "base_year": str(year - 1)}
    assert ends(built, f"{year}/comparison", measure=measure, **cell) == (least, most)


def test_the_programme_to_2026_so_far(built):
    cell = {"year": 2026, "first_year": 2020, "stage": "selection", "base_year": ""}
    total = {**cell, "dimension": "total", "note": csv(built, PROGRAMME)["note"].iloc[0]}
    assert ends(built, PROGRAMME, measure=CASES, **total) == (61, 61)
    assert ends(built, PROGRAMME, measure=COUNTRIES, **total) == (28, 29)
    assert ends(built, PROGRAMME, dimension="overlap", **cell) == (14, 16)


@pytest.mark.parametrize(
    ("dimension", "category", "cases", "countries", "basis"),
    [
        ("total", "all", 111, 39, "published"),
        ("region", SOUTH, 35, 10, "published"),
        ("region", NORTH, 33, 8, "published"),
        ("region", LATIN, 19, 6, "published"),
        ("region", REST, 24, 15, "derived"),  # 111 - (35 + 33 + 19); 39 - (10 + 8 + 6)
        ("type", UDP, 57, 24, "published"),
        ("type", SOLUTION, 40, 16, "published"),
        ("type", DEMO, 14, 12, "published"),
    ],
)
def test_reception_of_2021(built, dimension, category, cases, countries, basis):
    cell = {
        "dimension": dimension, "category": category, "first_year": 2021, "basis": basis,
        "base_year": "",
    }  # fmt: skip
    assert value(built, RECEIVED, measure=CASES, **cell) == cases
    assert value(built, RECEIVED, measure=COUNTRIES, **cell) == countries


@pytest.mark.parametrize(
    ("kind", "residual"),
    [
        (SOLUTION, 13),  # 40 - (13 + 4 + 5 + 5)
        (DEMO, 3),  # 14 - (3 + 4 + 2 + 2)
    ],
)
def test_fields_that_the_release_of_2021_does_not_itemise(built, kind, residual):
    cell = {"dimension": "type_field", "category": f"{kind} | {REST}", "basis": "derived"}
    assert value(built, RECEIVED, measure=CASES, **cell) == residual


def test_2021_by_secretariat(built):
    # KIND has urban-development planning, KAIA both solution types: 40 + 14.
    cell = {"dimension": "secretariat", "measure": CASES, "basis": "derived"}
    assert value(built, RECEIVED, category="KIND", **cell) == 57
    assert value(built, RECEIVED, category="KAIA", **cell) == 54


def test_countries_of_a_secretariat_with_two_types_are_not_added_up(built):
    # The types of KAIA have 16 and 12 countries, of which some may be the same.
    cell = {"dimension": "secretariat", "category": "KAIA", "measure": COUNTRIES}
    least, most = ends(built, RECEIVED, **cell)
    assert 16 <= least < most <= 16 + 12


@pytest.mark.parametrize("report", ["2021/reception", "2021/comparison"])
@pytest.mark.parametrize(
    ("dimension", "category", "measure", "change", "percent"),
    [
        ("total", "all", CASES, 31, 38.8),  # 111 - 80; 31 / 80 = 38.75 %, printed 38.8
        ("total", "all", COUNTRIES, 16, 69.6),  # 39 - 23; 16 / 23 = 69.57 %
        ("region", SOUTH, CASES, -4, -10.3),  # 35 - 39; 4 / 39 = 10.26 %
        ("region", NORTH, CASES, 6, 22.2),  # 33 - 27; 6 / 27 = 22.22 %
        ("region", LATIN, CASES, 10, 111.1),  # 19 - 9; 10 / 9 = 111.11 %
        ("region", REST, CASES, 19, 380.0),  # 24 - (80 - 39 - 27 - 9) = 24 - 5; 19 / 5
        ("region", SOUTH, COUNTRIES, 0, 0.0),  # 10 - 10
        ("region", NORTH, COUNTRIES, 2, 33.3),  # 8 - 6; 2 / 6
        ("region", LATIN, COUNTRIES, 2, 50.0),  # 6 - 4; 2 / 4
        ("region", REST, COUNTRIES, 12, 400.0),  # 15 - (23 - 10 - 6 - 4) = 15 - 3; 12 / 3
    ],
)
def test_change_from_2020_to_2021(built, report, dimension, category, measure, change, percent):
    cell = {
        "stage": "reception", "dimension": dimension, "category": category, "base_year": "2020",
    }  # fmt: skip
    assert value(built, report, measure=f"{measure} change", **cell) == change
    assert value(built, report, measure=f"{measure} percent", **cell) == percent


def test_selection_of_2021_against_its_reception(built):
    total = {"dimension": "total", "first_year": 2021}
    for basis in ("published", "recomputed"):
        cell = {**total, "stage": "selection", "basis": basis}
        assert value(built, SELECTED, measure=CASES, **cell) == 11
        assert value(built, SELECTED, measure=COUNTRIES, **cell) == 11
    assert value(built, SELECTED, stage="reception", measure=CASES, **total) == 111
    assert value(built, SELECTED, stage="reception", measure=COUNTRIES, **total) == 39
    rate = {"dimension": "total", "measure": "selection rate", "basis": "derived"}
    assert value(built, SELECTED, **rate) == 9.9  # 11 / 111 = 9.91 %


@pytest.mark.parametrize(
    ("year", "recomputed", "published"),
    [
        (2021, (23, 19), (23, 19)),
        (2022, (33, 21), (33, 21)),
        (2023, (41, 23), (41, 23)),
        (2024, (47, 25), (49, 26)),  # two planning projects of 2024 were never named
        (2025, (56, 26), (58, 27)),  # the same two are still missing
    ],
)
@pytest.mark.parametrize("report", ["programme", "{year}/selection"])
def test_cumulative_selection(built, report, year, recomputed, published):
    cell = {
        "year": year, "first_year": 2020, "stage": "selection", "dimension": "total",
        "base_year": "",
    }  # fmt: skip
    for basis, pair in (("recomputed", recomputed), ("published", published)):
        for measure, wanted in zip((CASES, COUNTRIES), pair, strict=True):
            cell |= {"measure": measure, "basis": basis}
            assert value(built, report.format(year=year), **cell) == wanted


@pytest.mark.parametrize("report", ["programme", "2020/selection"])
@pytest.mark.parametrize("basis", ["published", "recomputed"])
def test_the_first_year_of_the_cumulative_selection(built, report, basis):
    cell = {
        "year": 2020, "first_year": 2020, "stage": "selection", "dimension": "total",
        "basis": basis,
    }  # fmt: skip
    assert value(built, report, measure=CASES, **cell) == 12
    assert value(built, report, measure=COUNTRIES, **cell) == 11


def test_39_countries_of_two_years_together_stay_marked_and_move_nothing(built):
    for report in (RECEIVED, "2021/comparison"):
        rows = csv(built, report)
        doubtful = rows[rows["confidence"] == "low"]
        assert doubtful[["year", "first_year", "measure", "value"]].to_numpy().tolist() == [
            [2021, 2020, COUNTRIES, 39.0]
        ]
        assert doubtful["note"].str.contains("nothing confirms it").all()


def test_2022_has_33_applications_and_33_projects_selected_since_2020(built):
    cell = {"year": 2022, "dimension": "total", "measure": CASES, "basis": "published"}
    assert value(built, PROGRAMME, stage="reception", first_year=2022, **cell) == 33
    assert value(built, PROGRAMME, stage="selection", first_year=2020, **cell) == 33


def test_2020_has_three_cases_in_neither_type(built):
    # 80 - (31 + 46)
    cell = {"dimension": "type", "category": "in neither type", "base_year": ""}
    assert value(built, "2020/reception", measure=CASES, **cell) == 3


def test_a_year_with_totals_only_has_no_zeros(built):
    for year, cases, countries in ((2022, 33, 17), (2023, 30, 18)):
        rows = csv(built, f"{year}/reception").query("base_year == '' and year == @year")
        printed = rows[rows["basis"] == "published"]
        assert printed[["dimension", "measure", "value"]].to_numpy().tolist() == [
            ["total", CASES, cases],
            ["total", COUNTRIES, countries],
        ]
        regions = rows[(rows["dimension"] == "region") & (rows["measure"] == CASES)]
        assert (regions["most"] > 0).all()
        assert set(regions["basis"]) == {"bounded"}


def test_every_report_of_every_year_with_figures_is_there(built):
    printed, projects = (read_csv(DATA / f"{name}.csv") for name in DATA_OF_YEARS)
    whole = printed.query("dimension == 'total' and measure == 'cases' and first_year == year")
    received = set(whole.query("stage == 'reception'")["year"].astype(int))
    selected = set(projects["year"].astype(int))
    assert received >= {2020, 2021, 2022, 2023}
    assert selected >= {2020, 2021, 2022, 2023, 2024, 2025, 2026}
    either = received | selected
    wanted = {f"{year}/reception" for year in received}
    wanted |= {f"{year}/selection" for year in selected}
    wanted |= {f"{year}/comparison" for year in either if year - 1 in either}
    found = {path.relative_to(built).with_suffix("").as_posix() for path in built.rglob("*.csv")}
    assert found == wanted | {"programme"}
    for report in found:
        assert (built / f"{report}.html").is_file()
        assert (built / f"{report}.ipynb").is_file()


def test_no_figure_stands_twice_in_a_report(built):
    for path in built.rglob("*.csv"):
        rows = csv(built, path.relative_to(built).with_suffix("").as_posix())
        key = ["year", "first_year", "stage", "dimension", "category", "measure", "basis"]
        assert not rows.duplicated([*key, "base_year"]).any(), path.name


def test_nothing_counted_has_more_countries_than_cases(built):
    for path in built.rglob("*.csv"):
        rows = csv(built, path.relative_to(built).with_suffix("").as_posix())
        rows = rows[(rows["confidence"] != "low") & (rows["base_year"] == "")]
        key = ["year", "first_year", "stage", "dimension", "category", "basis"]
        rows = rows[rows["confidence"] != "contradicted"]
        wide = rows.pivot(index=[*key, "note"], columns="measure", values="value")
        assert not (wide["countries"] > wide["cases"]).any(), path.name


SUSPECT = "44"
"""Cases of a release that prints them and countries in each other's place: 44 from 124."""


@pytest.fixture(scope="module")
def swapped(tmp_path_factory):
    """Reports of a project whose figures of two receptions are swapped, and how the run ended."""
    project = tmp_path_factory.mktemp("swapped") / "project"
    for part in ("data", "notebooks"):
        shutil.copytree(PROJECT / part, project / part)
    path = project / "data" / "published_figures.csv"
    text = path.read_text("utf-8")
    for right, wrong in (("cases,111", f"cases,{SUSPECT}"), ("countries,39", "countries,124")):
        cell = "2021,2021,reception,total,all"
        assert text.count(f"{cell},{right},") == 3
        text = text.replace(f"{cell},{right},", f"{cell},{wrong},")
    for measure, printed in ((CASES, SUSPECT), (COUNTRIES, "124")):
        text += f"2024,2024,reception,total,all,{measure},{printed},,high,,edaily-2024-01-29,\n"
    path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "kcity_analysis", "run", "--quiet", "--project", str(project)]
    command += ["--year", "2021", "--year", "2024", "--year", "2020"]
    strict, lenient = (
        subprocess.run([*command, *more], cwd=project, capture_output=True, text=True)
        for more in (["--strict"], [])
    )
    return project / "outputs", strict, lenient


@pytest.mark.slow
def test_a_run_says_which_reports_hold_swapped_figures_and_fails_where_that_is_asked(swapped):
    _, strict, lenient = swapped
    touched = ("2021/reception", "2021/comparison", "2021/selection", "2024/reception")
    for run in (strict, lenient):
        for report in touched:
            assert f"kcity: {report} is suspect: " in run.stderr
        assert "2020/reception" not in run.stderr
    assert (strict.returncode, lenient.returncode) == (1, 0)


@pytest.mark.slow
@pytest.mark.parametrize("report", ["2021/reception", "2021/comparison", "2024/reception"])
def test_swapped_figures_lead_nothing_on_a_page(swapped, report):
    page = (swapped[0] / f"{report}.html").read_text("utf-8")
    headline = re.search(r'<h1.*?(?=<h2 id="[^"]*(?:totals|compared|by-))', page, re.DOTALL)
    said = re.sub(r"<[^>]+>", " ", headline[0] if headline else page[:0])
    assert "2 figures in print are suspect" in said
    assert not re.search(r"\b(44|124)\b", said)
    text = re.sub(r"<[^>]+>", " ", page)
    assert re.search(r"These cannot all be true.*?44 cases \(.*?124 countries \(", text, re.DOTALL)


@pytest.mark.slow
def test_swapped_figures_stand_in_the_csv_as_contradicted_and_limit_nothing(swapped):
    rows = csv(swapped[0], "2021/reception").query("year == first_year and base_year == ''")
    rows = rows[rows["dimension"] == "total"]
    wrong = rows[rows["confidence"] == "contradicted"]
    assert wrong[["measure", "value"]].to_numpy().tolist() == [[CASES, 44.0], [COUNTRIES, 124.0]]
    assert wrong[["least", "most"]].isna().all(axis=None)
    # 57 + 40 + 14 cases by type; 23 countries of 2020 and 16 more.
    right = rows[rows["confidence"] == "high"]
    assert right[["value", "basis"]].to_numpy().tolist() == [[111.0, "derived"], [39.0, "derived"]]
    changes = csv(swapped[0], "2024/reception").query("base_year == '2023'")
    assert changes[changes["measure"] == f"{CASES} change"]["most"].eq(math.inf).all()


@pytest.mark.slow
def test_the_index_marks_the_reports_of_swapped_figures_and_draws_none_of_them(swapped):
    index = (swapped[0] / "index.html").read_text("utf-8")
    found = re.findall(r'href="([\w/]+)\.html".*?(kc-state">[^<]*|</li>)', index, re.DOTALL)
    cards = dict(found)
    assert "Suspect" in cards["2021/reception"]
    assert "Suspect" in cards["2024/reception"]
    assert "Suspect" not in cards["2020/reception"]
    made = json.loads((swapped[0] / "manifest.json").read_text("utf-8"))["reports"]
    drawn = json.loads(made["2021/reception"]["headline"]["thumbnail"])
    assert drawn["totals"]["2021"] == 111
