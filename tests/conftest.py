"""What several test files share: every report built once, and Chromium where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A deadline would make tests fail on a slow machine, which says nothing about the code.
hypothesis.settings.register_profile("kcity", deadline=None)
hypothesis.settings.load_profile("kcity")

PROJECT = Path(__file__).parents[1]
CHROMIUM = Path(os.environ.get("KCITY_CHROMIUM", "/usr/bin/chromium"))
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("KCITY_BROWSER") == "required"

# What a page must not do by itself: look for updates, report, sync.
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]
_missing: set[str] = set()


def need(what: str, path: Path) -> None:
    """Fail where a browser is required, elsewhere skip and say so at the end of the run."""
    if path.exists():
        return
    if REQUIRED:
        pytest.fail(f"{what} is required here, and {path.name} is not installed")
    _missing.add(what)
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every report of every year, built once as a newcomer's ``make report`` builds them."""
    folder = tmp_path_factory.mktemp("built") / "outputs"
    command = [sys.executable, "-m", "kcity_analysis", "run", "--quiet", "--output", str(folder)]
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the tests of a module."""
    need("Chromium (package chromium)", CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    need("axe-core (run: npm ci)", AXE)
    return AXE.read_text("utf-8")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for what in sorted(_missing):
        terminalreporter.section("PAGES WERE NOT TESTED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{what} is not installed, so no page was opened in a browser.")
