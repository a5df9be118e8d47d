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

from collections.abc import Callable, Collection, Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.problems import InputError, Problem
from kcity_analysis.vocabulary import NOT_STATED, categories, region_of, resolve

KEYS = ["year", "stage", "type", "field", "country"]
"""What a cell is a combination of; a register's other columns are not read."""

_OPTIONAL = {"stage", "field"}


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
    counted = frame.select(held).group_by(held).agg(cases=nw.len())
    if isinstance(counted, nw.LazyFrame):
        counted = counted.collect(backend="pandas")
    found = counted.to_pandas()
    lent = {"stage": stage, "field": None}
    found = found.assign(**{key: lent[key] for key in keys if key not in held})
    return pd.DataFrame(found[[*keys, "cases"]])


def gathered(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Cells of parts of a register, as one: the same combination in two parts is one cell."""
    joined = pd.concat([part.astype(dict.fromkeys(part.columns[:-1], object)) for part in parts])
    keys = list(joined.columns[:-1])
    return joined.groupby(keys, dropna=False, sort=False)["cases"].sum().reset_index()


def named(
    found: pd.DataFrame,
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    file: str = "the register",
) -> pd.DataFrame:
    """Reduced cells with every spelling resolved; see :func:`cells`. ``file`` is for the errors."""
    keys = [column for column in found.columns if column != "cases"]
    plain = found.assign(**{key: found[key].map(_text).astype(object) for key in keys})
    if plain.empty:
        raise InputError(f"{file} has no cases")
    problems: list[Problem] = []
    plain["year"] = _resolved(plain, ["year"], _year, file, problems)
    plain["stage"] = _resolved(plain, ["stage"], _stage, file, problems)
    plain = plain.dropna(subset=["year", "stage"])
    chosen = plain["year"].isin(plain["year"] if years is None else list(years))
    if stage is not None:
        chosen &= plain["stage"].eq(stage)
    if not chosen.any() and not problems:
        raise InputError(_nothing(plain, stage, years, file))
    plain = plain[chosen]
    if "type" in keys:
        plain["type"] = _resolved(plain, ["type", "year"], _type, file, problems)
    if "field" in keys:
        plain["field"] = _resolved(plain, ["field"], _field, file, problems)
    plain["country"] = _resolved(plain, ["country"], _country, file, problems)
    if problems:
        raise InputError(f"{file} has cases that no category stands for:", problems)
    texts = dict.fromkeys(keys, "str") | {"year": "int64"}
    summed = plain.astype(texts).groupby(keys)["cases"].sum().astype("int64")
    return summed.reset_index()


def _text(value: Any) -> str:
    """A value as text without outer space; a missing one, and blank text, is empty."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _nothing(
    plain: pd.DataFrame, stage: str | None, years: Collection[int] | None, file: str
) -> str:
    wanted = [*([stage] if stage else []), *(map(str, sorted(years or [])))]
    held = sorted({f"{s} {y}" for s, y in zip(plain["stage"], plain["year"], strict=True)})
    return f"{file} has no case of {', '.join(wanted)}; it has {', '.join(held)}"


def _resolved(
    plain: pd.DataFrame,
    columns: list[str],
    meaning: Callable[..., object],
    file: str,
    problems: list[Problem],
) -> pd.Series[Any]:
    """The first of ``columns`` with what each distinct spelling in it means, given the others.

    A spelling without meaning becomes missing, with one problem for it however many cases it has.
    """
    keys = list(zip(*(plain[column] for column in columns), strict=True))
    meanings: dict[tuple[Any, ...], object] = {}
    for key in dict.fromkeys(keys):
        try:
            meanings[key] = meaning(*key)
        except InputError as error:
            meanings[key] = None
            cases = int(plain.loc[[other == key for other in keys], "cases"].sum())
            text = str(key[0]) or "(missing)"
            action = f"correct {cases:,} case{'s' if cases != 1 else ''}"
            problems.append(Problem(file, 0, columns[0], text, error.message, action))
    return pd.Series([meanings[key] for key in keys], index=plain.index, dtype="object")


def _year(text: str) -> int:
    if text.isdecimal() and len(text) == 4:
        return int(text)
    raise InputError("a year of four digits")


def _stage(text: str) -> str:
    try:
        return resolve("stage", text)
    except InputError as error:
        raise InputError(f"a stage ({', '.join(categories('stage'))})") from error


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
