"""A register of any size reduced to its cells, the one frame that every count follows from.

A **cell** is one combination of year, stage, type, field and country, with its number of cases: a
frame of a few thousand rows however long the register is. Cases are sums of cells and countries
are their distinct values, so only this reduction touches the register. It is written once, on
narwhals, and so runs on pandas, Polars, DuckDB, Dask and Spark alike; nothing but the cells ever
leaves a lazy frame. (Counting distinct countries in the engine itself would be wrong on Dask,
which does so within each partition.)

Spellings are resolved after the reduction: there are few of them, and one pass over the register
stays one pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.problems import InputError, Problem
from kcity_analysis.vocabulary import NOT_STATED, categories, region_of, resolve

KEYS = ["year", "stage", "type", "field", "country"]
"""What a cell is a combination of; a register's other columns are not read."""

_OPTIONAL = {"stage", "field"}
_MISSING = "(missing)"


def cells(
    register: Any, *, stage: str | None = None, years: Collection[int] | None = None
) -> pd.DataFrame:
    """The number of cases by year, stage, type, field and country.

    ``register`` is a Register, or a frame that narwhals knows: pandas, Polars (eager or lazy),
    DuckDB relation, Dask, PySpark or pyarrow. A lazy frame is reduced by its own engine. Columns
    needed: ``year``, ``country``, ``type``; ``stage`` unless it is given as an argument; ``field``
    may be lacking. ``stage`` and ``years`` choose what is counted.

    Returns a pandas frame with the columns of :data:`KEYS` as keys of the vocabulary and ``cases``
    (a whole number above 0), sorted. A type or field left open is the category "not stated".

    Raises InputError that names every value which no category stands for, with its cases: a case
    is counted or complained about, never dropped.
    """
    frame = nw.from_native(frame_of(register))
    if stage is not None:
        stage = resolve("stage", stage)
    return named(reduced(frame, KEYS, stage), stage=stage, years=years)


def frame_of(register: Any) -> Any:
    """The frame of cases of a Register, or the frame itself."""
    held = getattr(register, "cases", None)
    return held if isinstance(held, pd.DataFrame) else register


def reduced(frame: Any, keys: list[str], stage: str | None = None) -> pd.DataFrame:
    """Cases by ``keys`` as they stand in a narwhals frame, nulls kept; ``stage`` if it has none."""
    names = frame.collect_schema().names()
    lacking = [key for key in keys if key not in names and key not in _OPTIONAL]
    if "stage" not in names and stage is None:
        lacking.append("stage")
    if lacking:
        raise InputError(
            f"the register has no column {', '.join(lacking)}; it has {', '.join(names)}"
        )
    held = [key for key in keys if key in names]
    counted = frame.group_by(held).agg(cases=nw.len())
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect(backend="pandas")
    found: pd.DataFrame = counted.to_pandas()
    for key in keys:
        if key == "stage" and key not in held:
            found[key] = stage
        elif key not in held:
            found[key] = None
    return found[[*keys, "cases"]]


def gathered(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Cells of parts of a register, as one: the same combination in two parts is one cell."""
    joined = pd.concat([part.astype(dict.fromkeys(part.columns[:-1], object)) for part in parts])
    keys = list(joined.columns[:-1])
    return joined.groupby(keys, dropna=False, sort=False, as_index=False)["cases"].sum()


def named(
    found: pd.DataFrame,
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    file: str = "register",
) -> pd.DataFrame:
    """Reduced cells with every spelling resolved; see :func:`cells`. ``file`` is for the errors."""
    if found.empty:
        raise InputError(f"{file} has no cases")
    problems: list[Problem] = []
    texts = {key: found[key].map(_text) for key in KEYS if key in found}
    if "city" in found:
        texts["city"] = found["city"].map(_text)
    plain = pd.DataFrame(texts).assign(cases=found["cases"].astype("int64"))

    plain["year"] = _resolved(plain, ["year"], _year, file, problems)
    plain["stage"] = _resolved(
        plain, ["stage"], lambda text: resolve("stage", text), file, problems
    )
    plain = plain[_chosen(plain, stage, years)]
    if plain.empty and not problems:
        raise InputError(_nothing(found, stage, years, file))
    if "type" in plain:
        plain["type"] = _resolved(plain, ["type", "year"], _type, file, problems)
    if "field" in plain:
        plain["field"] = _resolved(plain, ["field"], _field, file, problems)
    plain["country"] = _resolved(plain, ["country"], _country, file, problems)
    if problems:
        raise InputError(f"{file} has cases that no category stands for", problems)
    plain["year"] = plain["year"].astype("int64")
    keys = [column for column in plain.columns if column != "cases"]
    return plain.groupby(keys, as_index=False)["cases"].sum()


def _text(value: object) -> str:
    """A value as text without outer space; a missing one, and blank text, is empty."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _chosen(
    plain: pd.DataFrame, stage: str | None, years: Collection[int] | None
) -> pd.Series[bool]:
    chosen = pd.Series(True, index=plain.index)
    if stage is not None:
        chosen &= plain["stage"].eq(stage)
    if years is not None:
        chosen &= plain["year"].isin(list(years))
    return chosen


def _nothing(
    found: pd.DataFrame, stage: str | None, years: Collection[int] | None, file: str
) -> str:
    wanted = " ".join(
        [
            *([stage] if stage else []),
            *([f"of {', '.join(map(str, sorted(years)))}"] if years is not None else []),
        ]
    )
    held = sorted({f"{_text(s)} {_text(y)}" for s, y in zip(found.stage, found.year, strict=True)})
    return f"{file} has no case for {wanted}; it has {', '.join(held)}"


def _resolved(
    plain: pd.DataFrame, columns: list[str], meaning: Any, file: str, problems: list[Problem]
) -> pd.Series[Any]:
    """The first of ``columns`` with each distinct spelling replaced by what it means.

    A spelling without meaning becomes missing, with one problem for it however many cases it has.
    """
    column = columns[0]
    meanings: dict[tuple[Any, ...], Any] = {}
    for values, cases in plain.groupby(columns, dropna=False)["cases"].sum().items():
        key = values if isinstance(values, tuple) else (values,)
        if any(value != value for value in key[1:]):  # its year was no year: reported already
            meanings[key] = None
            continue
        try:
            meanings[key] = meaning(*key)
        except InputError as error:
            meanings[key] = None
            count = "1 case" if cases == 1 else f"{cases:,} cases"
            problems.append(
                Problem(file, 0, column, key[0] or _MISSING, error.message, f"correct {count}")
            )
    keys = zip(*(plain[name] for name in columns), strict=True)
    found = [None if any(v != v for v in key[1:]) else meanings[key] for key in keys]
    return pd.Series(found, index=plain.index, dtype="object" if column == "year" else "str")


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise InputError("a year of four digits")


def _type(text: str, year: int) -> str:
    if text in ("", NOT_STATED):
        return NOT_STATED
    try:
        return resolve("type", text, year)
    except InputError as error:
        held = ", ".join(categories("type", year)) or "no type at all"
        raise InputError(f"a type that {year} had ({held})") from error


def _field(text: str) -> str:
    if text in ("", NOT_STATED):
        return NOT_STATED
    try:
        return resolve("field", text)
    except InputError as error:
        raise InputError(f"a field of the vocabulary ({', '.join(categories('field'))})") from error


def _country(text: str) -> str:
    try:
        region_of(text)
    except KeyError:
        raise InputError("a country as ISO 3166-1 alpha-3 code with a region") from None
    return text
