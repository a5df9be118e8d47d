"""From a downloaded release to its reports: three commands, and no editor."""

import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from synthetic_release import ENGLISH, FIGURES, KOREAN, SOURCE, YEAR

from kcity_analysis.vocabulary.terms import PROJECT


def kcity(project: Path, *arguments: str) -> str:
    """The command in a process of its own, for which the project is a copy of this one."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "kcity_analysis", *arguments], cwd=project,
        env=ours | {"KCITY_PROJECT": str(project)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (KOREAN, "ko")], ids=["english, garbled", "korean"]
)
def test_a_downloaded_release_becomes_reports_in_three_commands(
    tmp_path: Path, text: str, language: str
) -> None:
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    page = tmp_path / "downloaded.html"
    body = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line)
    page.write_text(
        f"<html><head><title>Portal</title></head><body><nav>1 2 3</nav><article>{body}"
        "</article></body></html>",
        encoding="utf-8",
    )
    name, url, day = SOURCE

    added = kcity(
        tmp_path, "add", str(page), "--year", str(YEAR), "--source", name, "--url", url,
        "--published", day, "--project", str(tmp_path), "--write", "--language", language,
    )  # fmt: skip
    assert f"{YEAR}/reception" in added
    kcity(tmp_path, "data")
    reports = [] if language == "en" else ["reception"]
    kcity(tmp_path, "run", *reports, "--year", str(YEAR), "--quiet", "--language", language)

    suffix = {"en": "", "ko": ".ko"}[language]
    built = {path.name for path in (tmp_path / "outputs" / str(YEAR)).iterdir()}
    assert {f"reception{suffix}.html", "reception.csv"} <= built
    assert reports or "comparison.html" in built
    frame = pd.read_csv(tmp_path / "outputs" / str(YEAR) / "reception.csv")
    for (dimension, category, measure), value in FIGURES.items():
        cell = frame[
            (frame["dimension"] == dimension)
            & (frame["category"] == category)
            & (frame["measure"] == measure)
            & (frame["year"] == YEAR)
            & (frame["stage"] == "reception")
        ]
        assert cell["value"].tolist() == [value], (dimension, category, measure)
    shown = (tmp_path / "outputs" / str(YEAR) / f"reception{suffix}.html").read_text("utf-8")
    total = {"en": ("96", "41"), "ko": ("41개국", "96건")}[language]
    assert all(one in shown for one in total)
