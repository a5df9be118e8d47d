"""A register of any size reduced to its cells, the one frame that every count follows from.

A **cell** is one combination of year, stage, type, field and country, with its number of cases: a
frame of a few thousand rows however long the register is. Cases are sums of cells and countries
are their distinct values, so only this reduction touches the register. It is written once, on
narwhals, and so runs on pandas, Polars, DuckDB, Dask and Spark alike; nothing but the cells ever
leaves a lazy frame. (Counting distinct countries in the engine itself would be wrong on Dask,
which does so within each partition.)

Spellings are resolved after the reduction (:mod:`register.meanings`): there are few of
them, and one pass over the register stays one pass.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.register.meanings import KEYS, Named, named
from kcity_analysis.vocabulary import InputError


def cells(
    register: Any, *, stage: str | None = None, years: Collection[int] | None = None
) -> pd.DataFrame:
    """The number of cases by year, stage, type, field and country.

    ``register`` is a Register, or a frame that narwhals knows: pandas, Polars (eager or lazy),
    DuckDB relation, Dask, PySpark or pyarrow; or such cells. A lazy frame is reduced by its own
    engine. Columns needed: ``year``, ``country``, ``type``; ``field`` may be lacking, and so may
    ``stage``, which is then the one given, or "reception". ``stage`` and ``years`` choose what is
    counted.

    Returns a pandas frame with the columns of :data:`KEYS` as keys of the vocabulary and ``cases``
    (a whole number above 0), sorted. A field left open is the category "not stated", and so is a
    type that the register says is not stated.

    Raises InputError that names every value which no category stands for, with its cases: a case
    is counted or complained about, never dropped.
    """
    found = reduced(register, KEYS)
    return checked(named(found, KEYS, stage=stage, years=years))


def checked(found: Named) -> pd.DataFrame:
    """The cells, if there is nothing wrong with any. Raises InputError with the problems."""
    if found.problems:
        raise InputError("the register has cases that no category stands for:", found.problems)
    return found.cells


def reduced(register: Any, keys: list[str]) -> pd.DataFrame:
    """Cases by those of ``keys`` that a register has, as they stand in it, nulls kept.

    Cells that were counted before are returned as they are.
    """
    if isinstance(register, pd.DataFrame) and list(register.columns) == [*keys, "cases"]:
        return register
    held = getattr(register, "cases", None)
    frame = nw.from_native(held if isinstance(held, pd.DataFrame) else register)
    names = frame.collect_schema().names()
    found = counted(frame.select([key for key in keys if key in names]))
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return found.to_pandas()


def counted(frame: Any) -> Any:
    """Cases by all columns of a narwhals frame: the whole of what is asked of an engine."""
    return frame.group_by(frame.collect_schema().names()).agg(cases=nw.len())
