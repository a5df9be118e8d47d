"""What the page of a country costs, beside that of a reception.

    python benchmarks/country.py

Prints the processor time of each, one after another in one batch without what a batch costs
whatever it builds, and their ratio. The promise is that a country costs at most half.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from batch import adopt, timed

YEARS = [f"--year={year}" for year in range(2020, 2024)]


def spent(report: str, *arguments: str) -> tuple[float, int]:
    """Processor time of a batch and of all that it started, and how many reports it built."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "kcity_analysis", "run", report, *arguments]
        command += ["--jobs=1", "--quiet", "--language=en", f"--output={folder}"]
        return timed(command, folder)[0], len([*folder.glob("*/*.html")])


def cost(report: str, one: str, *more: str) -> float:
    """Seconds a report: what more of them cost than one alone."""
    alone, first = spent(report, one)
    together, count = spent(report, *more)
    return (together - alone) / (count - first)


def main() -> None:
    adopt()
    reception = cost("reception", YEARS[1], *YEARS)
    country = cost("country", "--country=Indonesia")
    print(f"reception {reception:.2f} s, country {country:.2f} s, ratio {country / reception:.2f}")


if __name__ == "__main__":
    main()
