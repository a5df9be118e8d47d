"""Figures frames written in a line a figure, for tests. Synthetic unless a test says otherwise."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kcity_analysis.evidence.frame import COLUMNS

PRINTED = [
    "year", "first_year", "stage", "dimension", "category", "measure", "value", "printed_as",
    "confidence", "note", "source_id", "basis",
]  # fmt: skip


def printed(*rows: tuple[Any, ...], stage: str = "reception") -> pd.DataFrame:
    """Published figures, a row a source: (year, dimension, category, measure, value, **more)."""
    full = []
    for row in rows:
        year, dimension, category, measure, value, *more = row
        given = {"first_year": year, "confidence": "high", "source_id": "one", "stage": stage}
        given |= more[0] if more else {}
        given |= {"year": year, "dimension": dimension, "category": category, "measure": measure}
        given |= {"value": float(value), "basis": "published"}
        full.append([given.get(column, "") for column in PRINTED])
    return pd.DataFrame(full, columns=PRINTED)


def frame(*rows: tuple[Any, ...], year: int = 2021, stage: str = "reception") -> pd.DataFrame:
    """A figures frame of one year: (dimension, category, measure, value, basis)."""
    full = []
    for row in rows:
        dimension, category, measure, value, *more = row
        basis = more[0] if more else "published"
        head = [year, year, stage, dimension, category, measure]
        full.append([*head, float(value), basis, "high", "", ""])
    return pd.DataFrame(full, columns=COLUMNS)


def value(rows: pd.DataFrame, dimension: str, category: str = "all", measure: str = "cases") -> Any:
    """The one value of a cell; a test fails where there is none or several."""
    found = rows[
        (rows["dimension"] == dimension)
        & (rows["category"] == category)
        & (rows["measure"] == measure)
    ]
    assert len(found) == 1, f"{len(found)} rows of {dimension}, {category}, {measure}"
    return found["value"].iloc[0]
