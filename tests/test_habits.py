"""The habits of these tests: no silent skip, and slow where something slow is asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "kcity_analysis"
pytestmark = pytest.mark.slow

SKIPPED = """
import pytest

def test_it_needs_a_browser():
    pytest.skip("Chromium is not installed")

def test_it_passes():
    pass
"""


def run(folder: Path, text: str, *options: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    """pytest in a folder that has our conftest.py and one file of tests."""
    for name in ("conftest.py", "changed_project.py"):
        shutil.copy(TESTS / name, folder)
    (folder / "test_sample.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  slow: s\n")
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "KCITY_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, str(folder)],
        cwd=folder, env=ours | {"CI": ci}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("folder", sorted({path.parent for path in TESTS.glob("*/test_*.py")}))
def test_the_folders_of_the_tests_are_the_rooms(folder):
    assert (PACKAGE / folder.name / "__init__.pyi").is_file()


def test_a_report_is_one_module_one_notebook_and_one_test_file():
    names = sorted(path.stem for path in (TESTS.parent / "notebooks").glob("*.ipynb"))
    names.remove("explore")  # a walk through all of them
    assert names
    for name in names:
        assert (PACKAGE / "reports" / f"{name}.py").is_file()
        assert (TESTS / "reports" / f"test_{name}.py").is_file()


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skipped_test_fails_the_run_where_everything_can_be_installed_and_says_so(
    tmp_path, workers
):
    done = run(tmp_path, SKIPPED, "-n", workers, ci="true")
    assert done.returncode == 1
    assert "1 passed, 1 skipped" in done.stdout
    assert "FAILED, for CI=true: test_sample.py::test_it_needs_a_browser" in done.stdout


def test_elsewhere_a_skipped_test_is_told_and_passes(tmp_path):
    done = run(tmp_path, SKIPPED, "-n", "0")
    assert done.returncode == 0
    assert "NOT EVERYTHING WAS TESTED" in done.stdout
    assert "skipped: test_sample.py::test_it_needs_a_browser: Skipped: Chromium" in done.stdout


def test_what_asks_for_every_report_built_is_slow_by_itself(tmp_path):
    text = "def test_it_reads_the_reports(built): ...\ndef test_it_is_quick(): ...\n"
    done = run(tmp_path, text, "-n", "0", "-m", "not slow", "--collect-only", "-q")
    assert done.returncode == 0
    assert "test_it_is_quick" in done.stdout
    assert "test_it_reads_the_reports" not in done.stdout
