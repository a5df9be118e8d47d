"""`kcity new` writes a notebook that is a report from the start."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from kcity_analysis.batch import find_reports, new_notebook
from kcity_analysis.cli import main
from kcity_analysis.vocabulary import InputError

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path) -> Path:
    for part in ("data", "notebooks"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    return tmp_path


@pytest.mark.slow
def test_a_new_notebook_is_a_finished_page_with_its_own_title_text_and_figures(project):
    def kcity(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kcity_analysis", *words],
            cwd=project, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "kcity run my_regions" in kcity("new", "my_regions")
    kcity("run", "my_regions", "--year", "2021", "--quiet")
    page = (project / "outputs" / "2021" / "my_regions.html").read_text("utf-8")
    assert "<h1>My regions</h1>" in page
    assert "Write here what the report is about" in page
    assert "A first section</h2>" in page or "A first section<" in page
    assert "5 to 18" not in page and ">35<" in page  # a table of values, in which a range is none
    korean = (project / "outputs" / "2021" / "my_regions.ko.html").read_text("utf-8")
    assert '<html lang="ko"' in korean and "차례" in korean and "Contents" not in korean
    rows = (project / "outputs" / "2021" / "my_regions.csv").read_text("utf-8")
    assert "2021,2021,reception,total,all,cases,111" in rows
    assert "2021/my_regions" in (project / "outputs" / "index.html").read_text("utf-8")
    assert re.search(r"^2021/my_regions +fresh$", kcity("list"), re.M)


@pytest.mark.parametrize("like", ["reception", "selection", "comparison", "programme"])
def test_it_has_the_years_and_parameters_of_the_report_that_it_is_like(project, like):
    path = new_notebook(project, "mine", like)
    nbformat.validate(nbformat.read(path, as_version=4))
    reports = find_reports(project)
    for name in ("each", "parameters", "inputs", "files"):
        assert getattr(reports["mine"], name) == getattr(reports[like], name)
    assert reports["mine"].title == "Mine"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize(
    ("name", "like", "says"),
    [
        ("My Regions", "reception", "write a name in small letters"),
        ("../up", "reception", "write a name in small letters"),
        ("reception", "selection", "is there already"),
        ("mine", "receptoin", "there is no report 'receptoin' to be like; there are reception"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_written(project, name, like, says):
    before = sorted(project.rglob("*"))
    with pytest.raises(InputError, match=says):
        new_notebook(project, name, like)
    assert sorted(project.rglob("*")) == before


def test_the_command_says_what_is_wrong_with_status_2(project):
    done = CliRunner().invoke(main, ["new", "reception", "--project", str(project)])
    assert done.exit_code == 2 and "is there already" in done.output
