"""The figures of a register in a file, however long, and the tidy CSV that others read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kcity_analysis.register.meanings import KEYS, named
from kcity_analysis.register.reading import read_register
from kcity_analysis.register.stream import streamed
from kcity_analysis.register.tabulating import figures_of, tabulate
from kcity_analysis.vocabulary import InputError, Problem

TIDY = ["year", "stage", "dimension", "category", "measure", "value", "basis"]
"""The columns of the figures as ``kcity tabulate`` writes them."""


@dataclass(frozen=True, eq=False)
class Count:
    """The figures of a file, and what was not counted.

    Rows of years or stages that were not asked for are in neither number of rows.
    """

    figures: pd.DataFrame
    problems: tuple[Problem, ...]
    rows_read: int
    rows_counted: int


def count_file(
    path: Path,
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    sheet: str | None = None,
    corrections: Path | None = None,
) -> Count:
    """The figures of a register in a file of any length, see :func:`~kcity_analysis.tabulate`.

    A long Parquet or CSV file is streamed (:mod:`register.stream`), and its problems are
    those of spellings. Any other is read whole, with every check, ``sheet`` and ``corrections`` as
    in :func:`register.reading.read_register`. Raises InputError where nothing is counted.
    """
    found = None if sheet or corrections else streamed(path)
    if found is not None:
        kept = named(found, KEYS, stage=stage, years=years, file=path.name)
        counted = int(kept.cells["cases"].sum())
        return Count(figures_of(kept.cells), tuple(kept.problems), kept.rows, counted)
    year = next(iter(years)) if years and len(years) == 1 else None
    register = read_register(path, year=year, stage=stage, sheet=sheet, corrections=corrections)
    if register.cases.empty:
        raise InputError(f"{path.name} has no cases to count:", register.problems)
    figures = tabulate(register, stage=stage, years=years)
    return Count(figures, register.problems, register.rows_read, register.rows_counted)


def tidy(figures: pd.DataFrame) -> str:
    """Counted figures as the CSV text that others read: :data:`TIDY`, values as whole numbers."""
    text: str = figures[TIDY].astype({"value": "int64"}).to_csv(index=False, lineterminator="\n")
    return text
