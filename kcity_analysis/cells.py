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

from collections.abc import Callable, Collection
from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.problems import InputError, Problem
from kcity_analysis.vocabulary import NOT_STATED, categories, region_of, resolve

KEYS = ["year", "stage", "type", "field", "country"]
"""What a cell is a combination of; a register's other columns are not read."""


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
    return named(reduced(register, KEYS), KEYS, stage=stage, years=years)


def reduced(register: Any, keys: list[str]) -> pd.DataFrame:
    """Cases by those of ``keys`` that a register has, as they stand in it, nulls kept."""
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


def named(
    found: pd.DataFrame,
    keys: list[str],
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    file: str = "the register",
) -> pd.DataFrame:
    """Reduced cells with every spelling resolved; see :func:`cells`. ``file`` is for the errors."""
    stage = None if stage is None else resolve("stage", stage)
    lent = {"field": NOT_STATED} if stage is None else {"field": NOT_STATED, "stage": stage}
    lacking = [key for key in keys if key not in found and key not in lent]
    if lacking:
        names = ", ".join(lacking)
        raise InputError(f"{file} has no column {names}; needed are year, stage, country, type")
    if found.empty:
        raise InputError(f"{file} has no cases")
    texts = {key: _texts(found[key]) if key in found else lent[key] for key in keys}
    plain = pd.DataFrame(texts | {"cases": found["cases"].to_numpy("int64")}, dtype=object)

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
    for column, given, meaning in _MEANINGS:
        if column in keys:
            plain[column] = _resolved(plain, [column, *given], meaning, file, problems)
    if problems:
        raise InputError(f"{file} has cases that no category stands for:", problems)
    whole = dict.fromkeys(keys, "str") | {"year": "int64", "cases": "int64"}
    return plain.astype(whole).groupby(keys)["cases"].sum().reset_index()


def _texts(column: pd.Series[Any]) -> Any:
    """A column as text without outer space; a missing value, and a blank one, is empty."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    return pd.Series([_text(value) for value in distinct], dtype=object).to_numpy()[codes]


def _text(value: Any) -> str:
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
    from kcity_analysis.countries import CountryLookupError, resolve_country

    try:
        iso3 = resolve_country(text)
        region_of(iso3)
    except (CountryLookupError, KeyError) as error:
        hint = error.hint if isinstance(error, CountryLookupError) else ""
        raise InputError(
            f"a country, {f'perhaps {hint}' if hint else 'by name or code'}"
        ) from error
    return iso3


_MEANINGS: list[tuple[str, list[str], Callable[..., str]]] = [
    ("type", ["year"], _type),
    ("field", [], _field),
    ("country", [], _country),
]
"""Column, the columns its meaning depends on, and what finds the meaning."""
