"""A copy of the project's data to change, and questions put to the package on it."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kcity_analysis.vocabulary import NAMED

PROJECT = Path(__file__).parents[1]


class Changed:
    """A project in a folder of its own; a question is a few lines of Python with ``kc``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("data", "notebooks"):
            shutil.copytree(PROJECT / part, folder / part)

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "data" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name: str, rows: list[dict[str, str]]) -> None:
        with (self.folder / "data" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def add(self, name: str, *rows: dict[str, object]) -> None:
        """Add rows, of which a column that is not named is empty."""
        self.write(name, [*self.rows(name), *rows])  # type: ignore[list-item]

    def figure(
        self, year: int, stage: str, cell: str, measure: str, value: float, first_year: int = 0
    ) -> None:
        """Add a published figure; ``cell`` is "total", or "dimension: category"."""
        dimension, _, category = cell.partition(": ")
        source = self.rows("sources.csv")[0]["source_id"]
        self.add("published_figures.csv", {
            "year": year, "first_year": first_year or year, "stage": stage, "dimension": dimension,
            "category": category or "all", "measure": measure, "value": value,
            "confidence": "high", "source_id": source,
        })  # fmt: skip

    def asked(self, code: str) -> list[str]:
        """What a few lines of Python print, asked in a process of its own."""
        done = self.run(sys.executable, "-c", f"import kcity_analysis as kc\n{code}")
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        ours = os.environ | {NAMED: str(self.folder), "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(command, cwd=self.folder, env=ours, capture_output=True, text=True)
