"""Whoever edits data/ is told every mistake once, and a year that is added just works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from as_known import EarlyIn2026

from kcity_analysis.evidence.data_check import check_data
from kcity_analysis.vocabulary.places import NAMED
from kcity_analysis.vocabulary.terms import DATA

FIGURES, PROJECTS = "published_figures.csv", "selected_projects.csv"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(path: Path, old: str, new: str, encoding: str = "utf-8") -> int:
    """Replace text that stands in one place, and say in which row."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding)
    return text[: text.index(old)].count("\n") + 1


def test_the_data_are_as_they_should_be():
    assert check_data() == []


@pytest.mark.parametrize(
    ("file", "before", "old", "new", "column"),
    [
        (FIGURES, "2022,2022,selection,total,all,cases,", "10", "ten", "value"),
        (FIGURES, "2022,2022,selection,type,", "planning", "plans", "category"),
        (FIGURES, "2023,2023,selection,type,", "planning", "solution planning", "category"),
        (PROJECTS, "2026-03,2026,selection,", "POL", "POLAND", "country"),
        (PROJECTS, "which proposed it\",molit-en-2021-06-25,", "400000000", "4e8",
         "budget_low_krw"),
        ("calendar.csv", "2021-02-18,", "2021-04-20", "20/04/2021", "last_day"),
        ("named_applicants.csv", "2021,reception,GHA,Ghana,", "", "plans", "type"),
        ("years.csv", "2024,reception,,", "incomplete", "unfinished", "status"),
        ("reference/cities.csv", "", "5.975", "597.5", "latitude"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_once_with_its_file_row_column_and_value(
    data, file, before, old, new, column
):
    row = edit(data / file, f"{before}{old},", f"{before}{new},")
    found = [(one.file, one.row, one.column, one.value) for one in check_data(data)]
    assert (file, row, column, new) in found
    assert len(found) == 1 or column == "country"  # the city of another country is not known


def test_semicolons_and_the_encoding_of_korean_excel_are_said_and_the_rows_checked(data):
    path = data / "caveats.csv"
    heading = path.read_text("utf-8").splitlines()[0].replace(",", ";")
    row = '2022;20;reception;"한국어.";;'
    path.write_bytes("\n".join([heading, row, ""]).encode("cp949"))
    found = [(one.file, one.row, str(one.expected)) for one in check_data(data)]
    assert found == [
        ("caveats.csv", 0, "UTF-8"),
        ("caveats.csv", 0, "commas between the columns"),
        ("caveats.csv", 2, "a year not before first_year, or empty (still)"),
    ]


def test_a_missing_column_and_a_row_that_is_too_long_are_named(data):
    edit(data / "calendar.csv", "year,stage,event,", "year,stage,what,")
    row = edit(data / "years.csv", "2024,reception,,incomplete,", "2024,reception,,incomplete,,,")
    found = [(one.file, one.row, one.value, str(one.expected)) for one in check_data(data)]
    assert ("calendar.csv", 1, "", "the column event") in found
    assert ("years.csv", row, "9", "7 cells, as in the first row") in found
    assert len(found) == 2


def test_a_translation_may_be_left_off_at_the_end_of_a_row_but_no_other_cell(data):
    with (data / "caveats.csv").open("a", encoding="utf-8") as file:
        file.write("2026,2026,selection,Nothing is known.,,\n2026,2026,selection,As little.,\n")
    (problem,) = check_data(data)
    assert (problem.value, str(problem.expected)) == ("5", "7 cells, as in the first row")


@pytest.fixture
def project(tmp_path: Path, early_in_2026: EarlyIn2026) -> Path:
    """A project whose data have nothing of 2027, to be changed."""
    return early_in_2026.copy(tmp_path / "project")


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=project, capture_output=True, text=True,
        env=os.environ | {NAMED: str(project)},
    )  # fmt: skip


def test_the_command_says_every_mistake_and_ends_with_one(project):
    row = edit(
        project / "data" / FIGURES,
        "2022,2022,selection,total,all,cases,10",
        "2022,2022,selection,total,all,cases,-10",
    )
    done = run(project, "-m", "kcity_analysis", "data")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"published_figures.csv, row {row}, column value: '-10': expected a whole number, not "
        "negative (percent: with one decimal); correct the cell"
    ]


@pytest.mark.slow
def test_a_year_that_is_added_has_bounds_at_once_and_the_command_renews_the_table(project):
    data = project / "data"
    before = (data / "bounds.csv").read_bytes()
    with (data / FIGURES).open("a", encoding="utf-8") as file:
        file.write("2027,2027,reception,total,all,cases,20,,high,,hankyung-2024-01-29\n")
        file.write("2027,2027,reception,total,all,countries,9,,high,,hankyung-2024-01-29\n")
        file.write("2027,2027,reception,type,planning,cases,15,,high,,hankyung-2024-01-29\n")
    code = """if True:
        from kcity_analysis.evidence import bounded
        found = bounded(2027, 'reception').set_index(['category', 'measure'])
        own = found.loc['overseas demonstration']
        print(own.loc['cases', 'value'], own.loc['cases', 'basis'])
        print(own.loc['countries', 'least'], own.loc['countries', 'most'])
    """
    done = run(project, "-c", code)
    # 20 less 15; from one country to five, as none of the five cases is known to be another's
    assert done.stdout.split() == ["5.0", "derived", "1.0", "5.0"], done.stderr
    assert (data / "bounds.csv").read_bytes() == before
    done = run(project, "-m", "kcity_analysis", "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert "renewed" in done.stdout
    assert b"2027,2027,reception,type,planning,cases,15,15" in (data / "bounds.csv").read_bytes()


@pytest.mark.slow
def test_figures_in_each_others_place_are_said_and_lead_to_status_one(project):
    with (project / "data" / FIGURES).open("a", encoding="utf-8") as file:
        file.write("2027,2027,reception,total,all,cases,44,,high,,hankyung-2024-01-29\n")
        file.write("2027,2027,reception,total,all,countries,124,,high,,hankyung-2024-01-29\n")
    done = run(project, "-m", "kcity_analysis", "data")
    assert done.returncode == 1
    (said,) = done.stderr.strip().splitlines()
    assert "44 cases" in said and "124 countries" in said
    code = (
        "from kcity_analysis.evidence import bounded; f = bounded(2027, 'reception'); "
        'f = f.query(\'dimension == "total" and measure == "cases"\'); '
        "print(f[['value', 'confidence']].values.tolist())"
    )
    done = run(project, "-c", code)
    assert done.stdout.strip() == "[[nan, 'high'], [44.0, 'contradicted']]", done.stderr
