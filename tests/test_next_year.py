"""A next year passes: what is entered as data/README.md says follows everywhere, by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import next_year
import pandas as pd
import pytest

TESTS = Path(__file__).parent
REST = "not itemised"


def call(project: Path, *arguments: str, cwd: Path | None = None) -> str:
    """Python in a process of its own, for which the data are those of the project."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd or project, env=environment(project),
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(project: Path) -> dict[str, str]:
    # The tests that run there share nothing with those that run here.
    ours = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    return ours | {"KCITY_PROJECT": str(project)}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, int]:
    """A project with a made-up year, and that year."""
    return next_year.make(tmp_path_factory.mktemp("next_year") / "project")


@pytest.fixture(scope="module")
def outputs(made) -> Path:
    """Its reports, built by the batch, in two languages; and those of no year in one."""
    project, new = made
    run = ("-m", "kcity_analysis", "run", "--quiet")
    call(project, *run, "--year", str(new - 1), "--year", str(new))
    call(project, *run, "programme", "--language", "en")
    call(project, *run, "country", "--country", "KEN", "--language", "en")
    return project / "outputs"


def csv(outputs: Path, report: str) -> pd.DataFrame:
    return pd.read_csv(outputs / f"{report}.csv", keep_default_na=False, na_values={"value": [""]})


def value(frame: pd.DataFrame, **cell: object) -> float:
    for column, wanted in cell.items():
        frame = frame[frame[column] == wanted]
    assert len(frame) == 1, f"{len(frame)} rows with {cell}"
    return float(frame["value"].iloc[0])


@pytest.mark.deep
def test_the_check_of_the_data_finds_nothing_wrong_and_renews_the_bounds(made):
    project, _ = made
    before = (project / "data" / "bounds.csv").read_bytes()
    call(project, "-m", "kcity_analysis", "data")
    assert (project / "data" / "bounds.csv").read_bytes() != before


@pytest.mark.slow
def test_the_data_tests_pass(made):
    project, _ = made
    call(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{TESTS / 'test_data.py'}",
         "-c", str(TESTS.parent / "pyproject.toml"), cwd=TESTS.parent)  # fmt: skip


@pytest.mark.deep
def test_every_other_quick_test_passes_for_it_asserts_only_known_years(made):
    project, _ = made
    call(project, "-m", "kcity_analysis", "data")
    call(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow and not deep",
         "-n", "2", "--dist", "loadfile", cwd=TESTS.parent)  # fmt: skip


@pytest.mark.slow
def test_every_report_of_the_new_year_is_built_and_the_index_leads_to_it(made, outputs):
    _, new = made
    built = {
        path.relative_to(outputs).with_suffix("").as_posix() for path in outputs.rglob("*.csv")
    }
    assert built >= {f"{new - 1}/reception", f"{new}/reception", f"{new}/selection"}
    assert built >= {f"{new}/comparison", "programme"}
    index = (outputs / "index.html").read_text("utf-8")
    for report in ("reception", "selection", "comparison"):
        assert f'href="{new}/{report}.html"' in index
        assert str(new) in (outputs / str(new) / f"{report}.html").read_text("utf-8")


@pytest.mark.slow
def test_its_reception_has_the_residuals_and_the_change_on_the_year_before(made, outputs):
    _, new = made
    for year, cases, countries in ((new - 1, 10, 6), (new, 14, 7)):
        # 40 - (12 + 10 + 8), 20 - (6 + 5 + 3); 50 - (15 + 12 + 9), 24 - (7 + 6 + 4)
        rows = csv(outputs, f"{year}/reception").query("base_year == '' and year == @year")
        rows = rows[rows["dimension"] == "region"]
        assert value(rows, category=REST, measure="cases") == cases
        assert value(rows, category=REST, measure="countries") == countries
    for report in ("reception", "comparison"):
        rows = csv(outputs, f"{new}/{report}")
        rows = rows[(rows["stage"] == "reception") & (rows["base_year"] == str(new - 1))]
        total = rows[rows["dimension"] == "total"]
        assert value(total, measure="cases change") == 10  # 50 - 40
        assert value(total, measure="cases percent") == 25.0  # 10 / 40
        assert value(total, measure="countries change") == 4  # 24 - 20
        south = rows[rows["category"] == "New Southern"]
        assert value(south, measure="cases change") == 3  # 15 - 12
    kinds = csv(outputs, f"{new}/reception").query("base_year == '' and dimension == 'type'")
    cell = {"category": next_year.NEW_TYPE, "year": new}
    assert value(kinds, measure="cases", **cell) == 6


@pytest.mark.slow
def test_its_selection_has_the_projects_of_each_type(made, outputs):
    _, new = made
    rows = csv(outputs, f"{new}/selection")
    types = rows[(rows["dimension"] == "type") & (rows["base_year"] == "")]
    types = types[types["stage"] == "selection"]
    for kind, cases in (("planning", 3), ("overseas demonstration", 3), (next_year.NEW_TYPE, 1)):
        assert value(types, category=kind, measure="cases") == cases
    page = (outputs / str(new) / "selection.html").read_text("utf-8")
    assert f"All figures of {new} are synthetic" in page  # what the year's readers must know
    assert "Remote operation" in page


@pytest.mark.slow
def test_the_programme_goes_on_to_it(made, outputs):
    project, new = made
    rows = csv(outputs, "programme")
    rows = rows[rows["note"] != "known by name"]
    total = rows[(rows["dimension"] == "total") & (rows["first_year"] == rows["year"])]
    assert value(total, stage="reception", measure="cases", year=new) == 50
    assert value(total, stage="reception", measure="cases", year=new - 1) == 40
    assert value(total, stage="selection", measure="cases", year=new) == 7
    listed = len(next_year.Table(project, "selected_projects").rows)
    span = rows[(rows["dimension"] == "total") & (rows["year"] == new) & (rows["first_year"] < new)]
    span = span[(span["stage"] == "selection") & (span["measure"] == "cases")]
    assert set(span["value"]) == {listed + 8}  # as published: not all are known by name
    page = (outputs / "programme.html").read_text("utf-8")
    assert f"to {new}" in page
    # Both years have applications; planning comes in all year, so that all types have no rate.
    assert "For 2024 and 2025 there is none, as no applications are known." in page
    assert f"For {new - 1} and {new} there is no rate of all types together" in page


EVERY_SECTION = """
import sys
import kcity_analysis as kc
DIMENSIONS = [(one,) for one in ("region", "country", "type", "secretariat")]
new = int(sys.argv[1])
made = [kc.reception(new), kc.comparison(new, new - 1), kc.programme(2020)]
if sys.argv[2] == "selected":
    made.append(kc.selection(new))
for found in made:
    for name in dir(found):
        section = getattr(found, name)
        if name.startswith("_") or name in ("save", "sections") or not callable(section):
            continue
        for given in DIMENSIONS if name == "by" else [()]:
            shown = section(*given)
            assert shown is None or shown.html, (name, given)
print(made[2].last_year)
"""


@pytest.mark.deep
@pytest.mark.parametrize("known", ["selected", "received only"])
def test_a_year_after_one_without_a_reception_has_every_section(tmp_path, known):
    project, new = next_year.make(tmp_path / "project")
    figures = next_year.Table(project, "published_figures")
    figures.rows = [
        row
        for row in figures.rows
        if (row["year"], row["stage"]) != (str(new - 1), "reception")
        and (known == "selected" or (row["year"], row["stage"]) != (str(new), "selection"))
    ]
    figures.save()
    if known == "received only":
        projects = next_year.Table(project, "selected_projects")
        projects.rows = [row for row in projects.rows if row["year"] != str(new)]
        projects.save()
    last = call(project, "-c", EVERY_SECTION, str(new), known, cwd=tmp_path)
    assert int(last) == new  # "to the newest" is what the batch takes for it, too
    listed = call(project, "-m", "kcity_analysis", "list")
    for report in ("reception", "comparison"):
        assert f"{new}/{report}" in listed
    assert (f"{new}/selection" in listed) == (known == "selected")
