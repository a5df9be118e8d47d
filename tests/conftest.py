"""What several test files share: every report built once, Chromium, what is slow or skipped."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from changed_project import Changed

from kcity_analysis.vocabulary import NAMED

# A deadline would make tests fail on a slow machine, which says nothing about the code.
hypothesis.settings.register_profile("kcity", deadline=None)
hypothesis.settings.load_profile("kcity")

PROJECT = Path(__file__).parents[1]
CHROMIUM = Path(os.environ.get("KCITY_CHROMIUM", "/usr/bin/chromium"))
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
CI = os.environ.get("CI") == "true"
REQUIRED = CI or os.environ.get("KCITY_BROWSER") == "required"

# Whatever asks for one of these takes seconds, so that no test has to say so by itself.
SLOW_FIXTURES = {"built", "browser", "spark"}
LONG = ("browser", "slow", "spark")

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


@pytest.fixture(autouse=True)
def _project_of_this_test() -> Iterator[None]:
    """Take back the project that a command run in this process named to those it starts."""
    before = os.environ.get(NAMED)
    yield
    if before is None:
        os.environ.pop(NAMED, None)
    else:
        os.environ[NAMED] = before


def need(what: str, path: Path) -> None:
    """Fail where a browser is required, elsewhere skip; the end of the run says so."""
    if path.exists():
        return
    if REQUIRED:
        pytest.fail(f"{what} is required here, and {path.name} is not installed")
    pytest.skip(f"{what} is not installed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    # The longest files first, so that no worker is left alone with one at the end.
    long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every report of every year, built once as a newcomer's ``make report`` builds them.

    Two workers of pytest-xdist share them: the first builds, the other waits for it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / "built" / "outputs", shared / "built" / "done"
    folder.parent.mkdir(exist_ok=True)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-m", "kcity_analysis", "run", "--quiet", "--output", str(folder)]
    with (shared / "built" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            run = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True)
            assert run.returncode == 0, run.stdout + run.stderr
            done.touch()
    return folder


@pytest.fixture(scope="session")
def early_in_2026(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Answers from the data as they were when 2026 was not over."""
    from as_known import EarlyIn2026

    return EarlyIn2026(tmp_path_factory.mktemp("as_known"))


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
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    failing = _failing(terminalreporter)
    terminalreporter.section("NOT EVERYTHING WAS TESTED", sep="!", red=True, bold=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        verdict = "FAILED, for CI=true" if report in failing else "skipped"
        terminalreporter.line(f"{verdict}: {report.nodeid}: {reason}")


def _failing(terminalreporter: Any) -> list[Any]:
    """The skipped tests that should have run here: all, where everything can be installed."""
    skipped: list[Any] = terminalreporter.stats.get("skipped", [])
    return skipped if CI else []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _failing(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """A copy of the data and the notebooks, to change."""
    return Changed(tmp_path / "project")
