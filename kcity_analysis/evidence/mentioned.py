"""Which countries the facts have anything to say of: found without pandas, for planning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SOUND = ("high", "medium")
"""What a figure may rest on; one that sources or rules contradict is neither."""

Rows = Iterable[Mapping[Any, str]]


def countries_mentioned(applicants: Rows, figures: Rows, projects: Rows) -> set[str]:
    """Named applicants, countries with a case by a sound figure, and those with a project.

    By code, of the rows of ``named_applicants.csv``, ``published_figures.csv`` and
    ``selected_projects.csv``.
    """
    found = {row["iso3"] for row in applicants if row["stage"] == "reception"}
    found |= {
        row["category"]
        for row in figures
        if (row["stage"], row["dimension"]) == ("reception", "country")
        and row["confidence"] in SOUND
        and row["value"].strip("0.")
    }
    return found | {row["country"] for row in projects}
