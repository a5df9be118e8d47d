"""A wheel works where there is no repository: in an empty folder, in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

PROJECT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The Python of an environment that has the wheel, and otherwise what the tests have."""
    folder = tmp_path_factory.mktemp("installed")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    venv.create(folder / "venv", symlinks=os.name != "nt")
    names = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    site = Path(sysconfig.get_path("purelib", "venv", names))
    with ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(site)
    # Behind its own packages; what is editable in the other environment is not taken along.
    (site / "others.pth").write_text(sysconfig.get_path("purelib"))
    scripts = Path(sysconfig.get_path("scripts", "venv", names))
    return scripts / Path(sys.executable).name


@pytest.fixture
def empty(tmp_path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def call(python: Path, cwd: Path, *arguments: str, status: int = 0) -> str:
    # nbconvert's templates stay in the other environment.
    environment = os.environ | {"JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter"))}
    done = subprocess.run(
        [python, *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def kcity(python: Path, cwd: Path, *arguments: str, status: int = 0) -> str:
    return call(python, cwd, "-m", "kcity_analysis", *arguments, status=status)


def test_the_wheel_and_not_the_repository_answers(python, empty):
    script = "import kcity_analysis as kc; print(kc.__file__, len(kc.figures(2021)) > 20)"
    printed = call(python, empty, "-c", script)
    assert printed.startswith(str(python.parents[1]))
    assert printed.endswith("True\n")


def test_reports_are_listed_built_and_found_fresh(python, empty):
    assert "2021/reception" in kcity(python, empty, "list")
    kcity(python, empty, "run", "reception", "--year", "2021", "--output", "there", "--quiet")
    assert {"2021", "index.html", "manifest.json"} < {p.name for p in (empty / "there").iterdir()}
    listed = kcity(python, empty, "list", "reception", "--output", "there")
    assert re.search(r"2021/reception +fresh", listed)
    assert [path.name for path in empty.iterdir()] == ["there"]


def test_without_a_folder_named_the_reports_are_built_here(python, empty):
    kcity(python, empty, "run", "comparison", "--year", "2021", "--quiet")
    assert (empty / "outputs" / "2021" / "comparison.html").is_file()


def test_a_register_is_checked_and_a_release_drafted(python, empty):
    assert "111" in kcity(python, empty, "draft", "2021")
    (empty / "cases.csv").write_text("case_id,country,year,type,field\n1,Atlantis,2021,,\n")
    assert "Atlantis" in kcity(python, empty, "check", "cases.csv", status=1)


def test_a_folder_to_work_in_is_whole_refuses_to_overwrite_and_is_what_runs(python, empty):
    kcity(python, empty, "init", "work")
    work = empty / "work"
    assert sorted(path.name for path in work.iterdir()) == ["data", "notebooks"]
    assert "is there already" in kcity(python, empty, "init", "work", status=2)
    regions = work / "data" / "reference" / "regions.csv"
    regions.write_text(regions.read_text("utf-8").replace("New Southern", "Far South"), "utf-8")
    for name in ("region_members", "aliases"):
        table = regions.with_name(f"{name}.csv")
        table.write_text(table.read_text("utf-8").replace("New Southern", "Far South"), "utf-8")
    figures = work / "data" / "published_figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("New Southern", "Far South"), "utf-8")
    below = work / "notebooks"
    assert "not built yet" in kcity(python, below, "list", "reception")
    kcity(python, below, "run", "reception", "--year", "2021", "--quiet")
    assert "Far South" in (work / "outputs" / "2021" / "reception.csv").read_text("utf-8")
    cases = empty / "cases.csv"
    cases.write_text("case_id,country,year,type\n1,Vietnam,2021,solution planning\n")
    count = ("tabulate", str(cases), "--stage", "reception")
    assert "Far South" in kcity(python, work, *count)
    assert "Far South" not in kcity(python, empty, *count)
