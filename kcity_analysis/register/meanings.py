"""The few spellings that are left of a register once it is reduced, each to what it means.

A spelling means here what it means in a register read row by row (:mod:`register.cases`).
One that means nothing is one problem, however many cases it has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kcity_analysis.register.values import clean, is_empty, is_left_open, to_year
from kcity_analysis.vocabulary import (
    NOT_STATED,
    CountryLookupError,
    InputError,
    Problem,
    categories,
    resolve,
    resolve_country,
)

KEYS = ["year", "stage", "type", "field", "country"]
"""What a cell is a combination of; a register's other columns are not read."""


@dataclass(frozen=True, eq=False)
class Named:
    """Cells under their names; ``problems`` with the rest, of ``rows`` cases in all."""

    cells: pd.DataFrame
    problems: list[Problem]
    rows: int


def named(
    found: pd.DataFrame,
    keys: list[str],
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    file: str = "the register",
) -> Named:
    """Reduced cells, those chosen, with every spelling resolved; those without meaning left out.

    ``found`` has the columns ``keys`` and ``cases``. ``file`` is for the errors. Raises InputError
    where a column is missing or no cell is left.
    """
    stage = None if stage is None else resolve("stage", stage)
    lent = {"field": NOT_STATED, "stage": stage or "reception"}
    lacking = [key for key in keys if key not in found and key not in lent]
    if lacking:
        raise InputError(f"{file} has no column {', '.join(lacking)}")
    texts = {key: _texts(found[key]) if key in found else lent[key] for key in keys}
    plain = pd.DataFrame(texts | {"cases": found["cases"].to_numpy("int64")}, dtype=object)

    problems: list[Problem] = []

    def resolved(frame: pd.DataFrame, column: str, *given: str) -> pd.DataFrame:
        meanings = _resolved(frame, [column, *given], _MEANINGS[column], file, problems)
        return frame.assign(**{column: meanings})

    if stage is not None:
        plain["stage"] = plain["stage"].where(plain["stage"] != "", stage)
    plain = resolved(resolved(plain, "year"), "stage")
    chosen = plain["year"].isna() | plain["year"].isin(plain["year"] if years is None else years)
    if stage is not None:
        chosen &= plain["stage"].isna() | plain["stage"].eq(stage)
    held = plain[chosen]
    for column in keys[2:]:
        if column in _MEANINGS:
            held = resolved(held, column, *(["year"] if column == "type" else []))
    good = held.dropna(subset=keys)
    if good.empty:
        raise InputError(_nothing(plain, stage, years, file), problems)
    whole = dict.fromkeys(keys, "str") | {"year": "int64", "cases": "int64"}
    summed = good.astype(whole).groupby(keys)["cases"].sum().reset_index()
    return Named(summed, problems, int(held["cases"].sum()))


def _texts(column: pd.Series[Any]) -> Any:
    """A column as clean text; a missing value, and a blank one, is empty."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    texts = ["" if pd.isna(value) else clean(str(value)) for value in distinct]
    return pd.Series(texts, dtype=object).to_numpy()[codes]


def _nothing(
    plain: pd.DataFrame, stage: str | None, years: Collection[int] | None, file: str
) -> str:
    """That there is no case to count, and what there is instead."""
    wanted = ", ".join([*([stage] if stage else []), *map(str, sorted(years or []))])
    known = plain.dropna(subset=["year", "stage"])
    held = sorted({f"{one} {year}" for year, one in zip(known.year, known.stage, strict=True)})
    if wanted and held:
        return f"{file} has no case of {wanted}; it has {', '.join(held)}"
    return f"{file} has no cases to count"


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
    try:
        return to_year(text)
    except ValueError as error:
        raise InputError("a year of four digits") from error


def _stage(text: str) -> str:
    try:
        return resolve("stage", text)
    except InputError as error:
        raise InputError(f"a stage ({', '.join(categories('stage'))})") from error


def _type(text: str, year: int | None) -> str:
    if is_left_open(text):
        return NOT_STATED
    if not text:
        raise InputError("a type, or 'not stated' (미기재)")
    try:
        return resolve("type", text, year)
    except InputError as error:
        held = ", ".join(categories("type", year)) or "none: there was no contest"
        raise InputError(f"a type{f' that {year} had' if year else ''} ({held})") from error


def _field(text: str) -> str:
    if is_empty(text) or is_left_open(text):
        return NOT_STATED
    try:
        return resolve("field", text)
    except InputError as error:
        raise InputError(f"a field ({', '.join(categories('field'))})") from error


def _country(text: str) -> str:
    try:
        return resolve_country(text)
    except CountryLookupError as error:
        raise InputError("a country" + (f", perhaps {error.hint}" if error.hint else "")) from error


_MEANINGS: dict[str, Callable[..., object]] = {
    "year": _year,
    "stage": _stage,
    "type": _type,
    "field": _field,
    "country": _country,
}
