"""A translator changes a sentence in Poedit's file, calls what the README says, and reads it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OLD = "{year}년 총 {cases:이} {countries}에서 접수되었다."
NEW = "{year}년에는 모두 {cases:을} {countries:으로} 받았다."


def build(folder: Path) -> str:
    """What ``make report`` runs, for one report."""
    recipe = re.search(
        r"^report:.*\n\t\$\(RUN\) (.*)", (PROJECT / "Makefile").read_text("utf-8"), re.M
    )
    assert recipe
    assert recipe[1] == "-m kcity_analysis run"
    command = [
        sys.executable,
        *recipe[1].split(),
        "reception",
        "--year",
        "2022",
        "--language",
        "ko",
    ]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (folder / "outputs" / "2022" / "reception.ko.html").read_text("utf-8")
    assert "make report" in (PROJECT / "README.md").read_text("utf-8")
    return unescape(re.sub("<[^>]*>", "", page))


@pytest.mark.slow
def test_a_changed_sentence_stands_on_the_page_that_is_built_next(tmp_path):
    for part in ("kcity_analysis", "data", "notebooks"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    assert "2022년 총 33건이 17개국에서 접수되었다." in build(tmp_path)
    catalogue = tmp_path / "kcity_analysis" / "vocabulary" / "locale" / "ko.po"
    text = catalogue.read_text("utf-8")
    assert OLD in text
    catalogue.write_text(text.replace(OLD, NEW), "utf-8")
    page = build(tmp_path)
    assert "2022년에는 모두 33건을 17개국으로 받았다." in page
    assert "총 33건이" not in page
