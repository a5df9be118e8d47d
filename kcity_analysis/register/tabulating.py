"""A register tabulated into figures: cases and distinct countries by every dimension.

The grid is declared, not found: every category that the year had appears in declared order, at 0
where nobody applied; one that the year did not have has no row. Countries are distinct within the
cell shown, so over regions they add up to the total and over types or fields they need not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pandas as pd

from kcity_analysis.evidence import COLUMNS
from kcity_analysis.register.cells import cells, checked, reduced
from kcity_analysis.register.meanings import named
from kcity_analysis.vocabulary import (
    NOT_STATED,
    categories,
    fold,
    region_of,
    secretariat_of,
)

Key = tuple[int, str, str, str]
"""Year, stage, dimension, category."""

_DIMENSIONS = ["total", "region", "country", "type", "secretariat", "field", "type_field"]


def tabulate(
    register: Any, *, stage: str | None = None, years: Collection[int] | None = None
) -> pd.DataFrame:
    """Cases and countries of a register by every dimension, as a figures frame.

    ``register`` is a Register, any frame that :func:`register.cells.cells` takes, or such
    cells. ``stage`` and ``years`` choose what is counted; without them there is one block for each
    year and stage in the register, and none for a year without cases (a gap is no zero).

    Columns and order as in :mod:`evidence.frame`; ``basis`` is "recomputed", ``value`` a
    whole number. Dimensions: total (category "all"), region, country (ISO 3166-1 alpha-3, only
    those that occur, alphabetical), type, secretariat (only in years for which sources name one
    for each type), field, type_field ("TYPE | FIELD"). "not stated" is added where cases leave type
    or field open. Within each dimension the cases add up to the total.

    Raises InputError, see :func:`~kcity_analysis.register.cells.cells`.
    """
    return figures_of(cells(register, stage=stage, years=years))


def figures_of(counted: pd.DataFrame) -> pd.DataFrame:
    """The figures that follow from cells (as :func:`~register.cells.cells` gives them)."""
    cases: Counter[Key] = Counter()
    countries: defaultdict[Key, set[str]] = defaultdict(set)
    secretariats = {year: _secretariats(year) for year in counted["year"].unique()}
    for year, stage, kind, field, country, count in counted.itertuples(index=False, name=None):
        held = {
            "total": "all",
            "region": region_of(country),
            "country": country,
            "type": kind,
            "secretariat": secretariats[year].get(kind),
            "field": field,
            "type_field": f"{kind} | {field}",
        }
        for dimension, category in held.items():
            if category is not None:
                key = (year, stage, dimension, category)
                cases[key] += count
                countries[key].add(country)
    rows = [
        (*key, measure, value)
        for key in _grid(cases)
        for measure, value in (("cases", cases[key]), ("countries", len(countries[key])))
    ]
    names = ["year", "stage", "dimension", "category", "measure", "value"]
    figures = pd.DataFrame(rows, columns=names)
    return _framed(figures, figures["year"])


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


def _secretariats(year: int) -> dict[str, str]:
    """Type -> secretariat; empty in a year for which not every type's is known."""
    known = {kind: secretariat_of(kind, year) for kind in categories("type", year)}
    found = {kind: name for kind, name in known.items() if name}
    return {**found, NOT_STATED: NOT_STATED} if len(found) == len(known) else {}


def _grid(found: Iterable[Key]) -> Iterator[Key]:
    """Every year, stage, dimension and category to show, in declared order.

    What occurs and is not declared can only be "not stated", or a country: it follows, sorted.
    """
    occurs: defaultdict[tuple[int, str, str], set[str]] = defaultdict(set)
    for year, stage, dimension, category in found:
        occurs[year, stage, dimension].add(category)
    stages = categories("stage")
    blocks = sorted({key[:2] for key in occurs}, key=lambda key: (key[0], stages.index(key[1])))
    for year, stage in blocks:
        for dimension in _DIMENSIONS:
            held = occurs.get((year, stage, dimension), set())
            declared = [] if dimension == "country" or not held else categories(dimension, year)
            for category in [*declared, *sorted(held - set(declared))]:
                yield year, stage, dimension, category


def _framed(figures: pd.DataFrame, first_year: Any) -> pd.DataFrame:
    """Counted values with the columns of the figures frame."""
    defaults = {"basis": "recomputed", "confidence": "high", "note": "", "sources": ""}
    missing = {name: text for name, text in defaults.items() if name not in figures}
    figures = figures.assign(first_year=first_year, **missing)
    return figures.astype({"value": "float64"})[COLUMNS]
