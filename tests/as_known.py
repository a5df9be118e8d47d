"""What the data said at the beginning of 2026, whatever has been added to them since.

2026 was not over then: its planning projects were chosen, its demonstrations were not, and its
windows were open. That stays a fact when later rows say more.
"""

from __future__ import annotations

import csv
import os
import pickle
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import kcity_analysis as kc
from kcity_analysis import evidence
from kcity_analysis.vocabulary import PROJECT

YEAR = 2026
COLLECTED = "2026-02-28"
STATUS = {
    ("reception", ""): "in progress",
    ("selection", "planning"): "complete",
    ("selection", "overseas demonstration"): "in progress",
}
ANSWER = """
import pickle, sys
import kcity_analysis as kc
from kcity_analysis import evidence
sys.stdout.buffer.write(pickle.dumps(eval(sys.argv[1])))
"""

Row = dict[str, str]


class EarlyIn2026:
    """Answers from the data of that day: from a copy of them in which all that came later is cut.

    As long as nothing has come later, that is the data as they are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self._answers: dict[str, bytes] = {}

    def __call__(self, expression: str) -> Any:
        """The value of an expression in ``kc`` and ``evidence``."""
        if self._project is None:
            return eval(expression, {"kc": kc, "evidence": evidence})
        if expression not in self._answers:
            self._answers[expression] = self._run("-c", ANSWER, expression)
        return pickle.loads(self._answers[expression])

    def copy(self, folder: Path) -> Path:
        """A project with these data, to be changed."""
        for name in ("data", "notebooks"):
            shutil.copytree((self._project or PROJECT) / name, folder / name)
        return folder

    def _run(self, *words: str) -> bytes:
        environment = os.environ | {"KCITY_PROJECT": str(self.folder)}
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    @cached_property
    def _project(self) -> Path | None:
        for name in ("data", "notebooks"):
            shutil.copytree(PROJECT / name, self.folder / name)
        data = self.folder / "data"
        late = {
            row["source_id"]
            for row in _rows(data / "sources.csv")
            if row["published_on"] > COLLECTED
        }
        cut = False
        for path in (*data.glob("*.csv"), data / "reference" / "type_years.csv"):
            if path.name != "bounds.csv":
                cut |= _rewrite(path, [now for row in _rows(path) if (now := _then(row, late))])
        if not cut:
            return None
        self._run("-m", "kcity_analysis", "data")
        return self.folder


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _then(row: Row, late: set[str]) -> Row | None:
    """A row as it stood; none where it has come since."""
    started = row.get("year") or row.get("first_year") or "0"
    if int(started) > YEAR or (row.get("source_id") in late and "status" not in row):
        return None
    if row.get("status") and "year" in row and int(row["year"]) == YEAR:
        status = STATUS[row["stage"], row["type"]]
        if status == row["status"]:
            return row
        return row | {
            "status": status,
            "source_id": "",
            "reason": "not over",
            "reason_ko": "진행 중",
        }
    if "type" in row and "name_en" in row and row["last_year"] >= str(YEAR):
        return row | {"last_year": ""}
    return row


def _rewrite(path: Path, rows: list[Row]) -> bool:
    """Write rows where they are not those of the file; whether they were."""
    before = _rows(path)
    if rows == before:
        return False
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(before[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return True
