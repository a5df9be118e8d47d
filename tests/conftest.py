"""Fixtures of the tests that open pages in Chromium, and what happens where it is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
