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
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT

import kcity_analysis as kc
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
    named = set(read_csv(DATA / "named_applicants.csv")["iso3"])
    named |= set(printed.query("dimension == 'country'")["category"])
    countries = {f"country/{code}" for code in named | set(projects["country"])}
    assert len(countries) >= 39
    assert found == wanted | countries | {"programme"}
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
        wide = wide.reindex(columns=["cases", "countries"])  # of one country nothing else counts
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
    command += ["--year", "2021", "--year", "2024", "--year", "2020", "--language", "en"]
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


@pytest.mark.parametrize(
    ("report", "year", "first_year", "dimension", "category", "measure", "least", "most"),
    [
        ("2024/selection", 2024, 2024, "total", "all", CASES, 8, 8),
        ("2024/selection", 2024, 2024, "total", "all", COUNTRIES, 7, 8),
        ("2025/selection", 2025, 2020, "total", "all", CASES, 58, 58),
        ("2025/selection", 2025, 2020, "total", "all", COUNTRIES, 27, 27),
    ],
)
def test_every_figure_of_the_selections_has_its_ends(
    built, report, year, first_year, dimension, category, measure, least, most
):
    rows = csv(built, report).query("base_year == '' and stage == 'selection'")
    rows = rows[(rows["year"] == year) & (rows["first_year"] == first_year)]
    rows = rows[(rows["dimension"] == dimension) & (rows["category"] == category)]
    rows = rows[(rows["measure"] == measure) & (rows["basis"] != "recomputed")]
    assert rows[["least", "most"]].to_numpy().tolist() == [[least, most]]


@pytest.mark.parametrize(
    ("year", "kind", "measure", "ends"),
    [
        (2021, DEMO, CASES, (0, 11)),
        (2020, SOLUTION, CASES, (12, 35)),
    ],
)
def test_a_cell_of_new_southern_and_a_type_has_its_ends(year, kind, measure, ends):
    found = kc.bounds(year, by=["region", "type"])
    row = found[
        (found["region"] == SOUTH) & (found["type"] == kind) & (found["measure"] == measure)
    ]
    assert row[["least", "most"]].to_numpy().tolist() == [list(ends)]


# -- what was wrong once, each by name ------------------------------------------------------------


def text_of(built: Path, report: str) -> str:
    """What a reader of a page sees, in one line."""
    page = (built / f"{report}.html").read_text("utf-8")
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def every_report(built: Path) -> list[str]:
    return [path.relative_to(built).with_suffix("").as_posix() for path in built.rglob("*.csv")]


def test_the_types_of_2020_that_make_all_twelve_projects_leave_no_residual(built):
    rows = csv(built, "2020/selection").query("dimension == 'type' and measure == 'cases'")
    rows = rows.query("base_year == '' and stage == 'selection'")
    assert set(rows["category"]) == {UDP, SOLUTION}
    assert set(rows["value"]) == {6}


def test_a_change_has_no_share_of_the_cases(built):
    for report in every_report(built):
        rows = csv(built, report)
        assert not ((rows["dimension"] == "change") & (rows["measure"] == "cases share")).any()


def test_no_page_and_no_csv_says_nan(built):
    for report in every_report(built):
        assert not re.search(r"\bnan\b", text_of(built, report), re.IGNORECASE), report
        assert not re.search(r"\bnan\b", (built / f"{report}.csv").read_text("utf-8")), report


@pytest.mark.parametrize("year", range(2020, 2027))
def test_the_shares_of_fields_on_the_page_are_those_of_the_csv(built, year):
    shares = csv(built, f"{year}/selection").query(
        "dimension == 'field' and measure == 'cases share' and least == most and most > 0"
    )
    page = text_of(built, f"{year}/selection")
    for row in shares.to_dict("records"):
        label = row["category"].capitalize()
        shown = rf"{label} .{{0,20}}\b{row['most']:.1f}\b"
        assert re.search(shown, page), (year, label, row["most"])


def test_the_csv_of_a_comparison_has_the_totals_of_both_years(built):
    for year, cases in ((2020, 80), (2021, 111)):
        cell = {"year": year, "dimension": "total", "base_year": "", "first_year": year}
        cell |= {"stage": "reception"}
        assert value(built, "2021/comparison", measure=CASES, **cell) == cases


def test_the_cities_and_the_254_cases_on_a_card_are_in_a_csv(built):
    cities = csv(built, "2022/selection").query("measure == 'cities' and year == first_year")
    assert cities["value"].tolist() == [10]
    cell = {"stage": "reception", "year": 2023, "first_year": 2020, "measure": CASES}
    assert value(built, PROGRAMME, **cell) == 254  # 80 + 111 + 33 + 30
    assert "254" in text_of(built, PROGRAMME)


def test_the_planning_of_2021_is_the_eight_that_the_list_gives(built):
    cell = {"stage": "selection", "dimension": "type", "category": "planning", "measure": CASES}
    assert value(built, "2022/comparison", year=2021, base_year="", **cell) == 8  # 4 + 4
    assert ends(
        built, "2022/comparison", base_year="2021", **cell | {"measure": "cases change"}
    ) == (0, 0)


def test_a_blank_is_no_figure_and_is_not_called_published(built):
    for report in every_report(built):
        rows = csv(built, report)
        blank = rows[["value", "least", "most"]].isna().all(axis=1)
        said = re.search(r"([\d,]+) figures as CSV", text_of(built, report))
        assert said and int(said[1].replace(",", "")) == (~blank).sum(), report
        assert not (rows[blank]["basis"] == "published").any(), report


def test_the_pictures_of_the_index_mark_each_year_apart(built):
    index = (built / "index.html").read_text("utf-8")
    cards = re.findall(r'href="(20\d\d/reception)\.html".*?(<svg.*?</svg>)', index, re.DOTALL)
    assert {name for name, _ in cards} == {f"{year}/reception" for year in range(2020, 2024)}
    assert len({picture for _, picture in cards}) == len(cards)


def test_what_is_missing_in_both_years_is_not_missing_in_one(built):
    for report in every_report(built):
        assert "issing for one of the two years" not in text_of(built, report), report


@pytest.mark.parametrize(
    ("year", "known"),
    [(2020, "14 of 23"), (2021, "20 of 39"), (2022, "9 of 17"), (2023, "7 of 18")],
)
def test_a_page_counts_all_applicant_countries_that_are_known(built, year, known):
    page = text_of(built, f"{year}/reception")
    assert f"{known} countries are known as applicants by name" in page
    assert "No applicant country" not in page


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_what_a_call_gives_a_project_is_not_its_budget(built, year):
    assert "This is not the project's own budget." in text_of(built, f"{year}/selection")
    rows = csv(built, f"{year}/selection").query("dimension == 'project'")
    assert len(rows) and rows["note"].str.endswith("the call's range for a project").all()


@pytest.mark.parametrize(("year", "count"), [(2022, 8), (2023, 5)])
def test_a_project_without_a_field_makes_no_field_a_zero(built, year, count):
    rows = csv(built, f"{year}/selection").query(
        "dimension == 'field' and measure == 'cases' and stage == 'selection'"
    )
    unstated = rows[rows["category"] == "not stated"]
    assert unstated["value"].tolist() == [count]
    assert not (rows["value"] == 0).any()
    assert (rows[rows["category"] != "not stated"]["most"] >= count).all()


def test_the_programme_counts_what_was_published_and_says_what_is_known_by_name(built):
    page = text_of(built, PROGRAMME)
    assert "61 projects in 28 to 29 countries were selected" in page
    assert "59 of 61 projects are known by name, in 50 cities of 28 countries" in page


def test_a_caveat_of_one_year_says_which_on_the_page_of_all(built):
    page = text_of(built, PROGRAMME)
    for year in (2022, 2023):
        assert f"Of what was received in {year}, only totals were found" in page
    assert "Only totals were published" not in page
    noted, corrected, _ = page.partition("Corrections to the data since")
    assert corrected  # which quotes what an older caveat said
    assert "ever named in public" not in noted
