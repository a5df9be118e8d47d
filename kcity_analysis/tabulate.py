"""A register tabulated into figures: cases and distinct countries by every dimension.

The grid is declared, not found: every category that the year had appears in declared order, at 0
where nobody applied; one that the year did not have has no row. Countries are distinct within the
cell shown, so over regions they add up to the total and over types or fields they need not.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from kcity_analysis.cells import cells, checked, reduced
from kcity_analysis.figures import COLUMNS
from kcity_analysis.spellings import named
from kcity_analysis.vocabulary import (
    NOT_STATED,
    categories,
    fold,
    region_of,
    secretariat_of,
)

_DIMENSIONS = ["total", "region", "country", "type", "secretariat", "field", "type_field"]


def tabulate(
    register: Any, *, stage: str | None = None, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Cases and countries of a register by every dimension, as a figures frame.

    ``register`` is a Register, any frame that :func:`kcity_analysis.cells.cells` takes, or such
    cells. ``stage`` and ``years`` choose what is counted; without them there is one block for each
    year and stage in the register, and none for a year without cases (a gap is no zero).

    Columns and order as in :mod:`kcity_analysis.figures`; ``basis`` is "recomputed", ``value`` a
    whole number. Dimensions: total (category "all"), region, country (ISO 3166-1 alpha-3, only
    those that occur, alphabetical), type, secretariat (only in years for which sources name one
    for each type), field, type_field ("TYPE | FIELD"). "not stated" is added where cases leave type
    or field open. Within each dimension the cases add up to the total.

    Raises InputError, see :func:`~kcity_analysis.cells.cells`.
    """
    counted = cells(register, stage=stage, years=years)
    long = _by_dimension(counted)
    by = ["year", "stage", "dimension", "category"]
    found = long.groupby(by, sort=False).agg(
        cases=("cases", "sum"), countries=("country", "nunique")
    )
    full = found.reindex(_grid(list(found.index)), fill_value=0).reset_index()
    figures = full.melt(by, var_name="measure", ignore_index=False).sort_index(kind="stable")
    return _framed(figures.reset_index(drop=True), figures["year"].to_numpy())


def cumulative(
    register: Any, first_year: int, last_year: int, *, stage: str | None = None
) -> pd.DataFrame:
    """Cases, distinct countries and distinct cities from ``first_year`` to ``last_year``.

    Rows as of :func:`tabulate`, dimension total, ``year`` the last and ``first_year`` the first of
    the span; one block a stage. A city is distinct by country and name (compared without case,
    space, dash and width); several names of one place must be one in the register. ``cities`` has
    no row where the register has no column ``city``. ``note`` says which years of the span have no
    case and how many cases name no city.
    """
    span = range(first_year, last_year + 1)
    counted = cells(register, stage=stage, years=span)
    cities = _cities(register, stage, span)
    rows = []
    for name in categories("stage"):
        block = counted[counted["stage"] == name]
        if block.empty:
            continue
        empty = sorted(set(span) - set(block["year"]))
        gap = f"no case in {', '.join(map(str, empty))}" if empty else ""
        rows.append((name, "cases", block["cases"].sum(), gap))
        rows.append((name, "countries", block["country"].nunique(), gap))
        if cities is not None:
            held = cities[cities["stage"] == name]
            unnamed = int(held.loc[held["city"] == "", "cases"].sum())
            without = f"{unnamed} without a city" if unnamed else ""
            distinct = held.loc[held["city"] != "", ["country", "city"]].drop_duplicates()
            rows.append((name, "cities", len(distinct), "; ".join(filter(None, [gap, without]))))
    figures = pd.DataFrame(rows, columns=["stage", "measure", "value", "note"])
    figures = figures.assign(year=last_year, dimension="total", category="all")
    return _framed(figures, first_year)


def _cities(register: Any, stage: str | None, years: Collection[int]) -> pd.DataFrame | None:
    """Cases by year, stage, country and city (folded), or None where no city is kept."""
    keys = ["year", "stage", "country", "city"]
    found = reduced(register, keys)
    if "city" not in found:
        return None
    cities = checked(named(found, keys, stage=stage, years=years))
    return cities.assign(city=cities["city"].map(fold))


def _by_dimension(counted: pd.DataFrame) -> pd.DataFrame:
    """Every cell once for each dimension that it is counted in, with its category there."""
    country = counted["country"]
    held = {
        "total": pd.Series("all", index=counted.index),
        "region": country.map({iso3: region_of(iso3) for iso3 in country.unique()}),
        "country": country,
        "type": counted["type"],
        "secretariat": _secretariats(counted),
        "field": counted["field"],
        "type_field": counted["type"] + " | " + counted["field"],
    }
    base = counted[["year", "stage", "country", "cases"]]
    parts = [
        base.assign(dimension=dimension, category=held[dimension]) for dimension in _DIMENSIONS
    ]
    return pd.concat(parts).dropna(subset="category")


def _secretariats(counted: pd.DataFrame) -> pd.Series[Any]:
    """Each cell's secretariat; missing in a year for which not every type's is known."""
    known: dict[tuple[int, str], str | None] = {}
    for year in counted["year"].unique():
        named_by_type = {kind: secretariat_of(kind, year) for kind in categories("type", year)}
        if all(named_by_type.values()):
            known |= {(year, kind): name for kind, name in named_by_type.items()}
            known[year, NOT_STATED] = NOT_STATED
    pairs = zip(counted["year"], counted["type"], strict=True)
    return pd.Series([known.get(pair) for pair in pairs], index=counted.index, dtype="object")


def _grid(found: list[tuple[int, str, str, str]]) -> pd.MultiIndex:
    """Every (year, stage, dimension, category) to show, in declared order.

    What occurs and is not declared can only be "not stated", or a country: it follows, sorted.
    """
    occurs: dict[tuple[int, str, str], set[str]] = {}
    for year, stage, dimension, category in found:
        occurs.setdefault((year, stage, dimension), set()).add(category)
    stages = categories("stage")
    blocks = sorted({key[:2] for key in occurs}, key=lambda key: (key[0], stages.index(key[1])))
    rows = []
    for year, stage in blocks:
        for dimension in _DIMENSIONS:
            held = occurs.get((year, stage, dimension), set())
            declared = _declared(dimension, year) if held else []
            names = [*declared, *sorted(held - set(declared))]
            rows += [(year, stage, dimension, name) for name in names]
    return pd.MultiIndex.from_tuples(rows, names=["year", "stage", "dimension", "category"])


def _declared(dimension: str, year: int) -> list[str]:
    return [] if dimension == "country" else categories(dimension, year)


def _framed(figures: pd.DataFrame, first_year: Any) -> pd.DataFrame:
    """Counted values with the columns of the figures frame."""
    defaults = {"basis": "recomputed", "confidence": "high", "note": "", "sources": ""}
    missing = {name: text for name, text in defaults.items() if name not in figures}
    figures = figures.assign(first_year=first_year, **missing)
    return figures.astype({"value": "float64"})[COLUMNS]
