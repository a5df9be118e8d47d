"""A register on any engine, reduced to cells: all that an engine is asked, and what leaves it.

Written once, on narwhals, and so for pandas, Polars, DuckDB, Dask, Spark and pyarrow alike. An
engine that narwhals knows needs nothing here but to be tried in ``tests/register/test_engines.py``;
another is turned into a frame that it knows in :func:`native`.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.register.reading import Register
from kcity_analysis.vocabulary import InputError, Message


def reduced(register: Any, keys: list[str]) -> pd.DataFrame:
    """Cases by those of ``keys`` that a register has, as they stand in it, nulls kept.

    A lazy frame is reduced by its own engine, and nothing but the cells ever leaves it. Cells that
    were counted before are returned as they are.
    """
    if isinstance(register, pd.DataFrame) and list(register.columns) == [*keys, "cases"]:
        return register
    frame = native(register)
    names = frame.collect_schema().names()
    held = [key for key in keys if key in names]
    if not held:
        raise InputError(Message("error.register without column", columns=", ".join(keys)))
    refuse_lists(frame, held)
    found = count_cells(frame.select(held))
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return found.to_pandas()


def native(register: Any) -> Any:
    """The cases of a register as a frame of narwhals. Raises InputError for what is none."""
    try:
        frame = nw.from_native(register.cases if isinstance(register, Register) else register)
    except TypeError as error:
        kind = type(register).__name__
        text = Message("error.no register", kind=kind)
        raise InputError(text) from error
    except nw.exceptions.DuplicateError as error:
        names = list(map(str, getattr(register, "column_names", register.columns)))
        twice = ", ".join(sorted({name for name in names if names.count(name) > 1}))
        raise InputError(Message("error.columns alike", columns=twice)) from error
    return frame


def refuse_lists(frame: Any, names: list[str]) -> None:
    """Raise InputError where cells of a frame hold several values, such as a list of countries."""
    schema = frame.collect_schema()
    several = [name for name in names if schema[name].is_nested()]
    if not isinstance(frame, nw.LazyFrame):
        several += [
            name
            for name in names
            if schema[name] == nw.Object and any(map(pd.api.types.is_list_like, frame[name]))
        ]
    if several:
        raise InputError(Message("register.cells of lists", columns=", ".join(several)))


def count_cells(frame: Any) -> Any:
    """Cases by all columns of a narwhals frame: the whole of what is asked of an engine.

    Distinct countries are not counted in it: Dask would do so within each partition.
    """
    return frame.group_by(frame.collect_schema().names()).agg(cases=nw.len())
