"""The figures frame, in which everything meets: one row a figure.

Columns: ``year, first_year`` (int; ``first_year < year`` marks a cumulative figure), ``stage,
dimension, category, measure`` (keys of the vocabulary), ``value`` (float, in the measure's unit;
NaN: the year had the category, but its figure was not published), ``basis`` (published, recomputed
or derived), ``confidence`` (high, medium, low, or contradicted where sources disagree), ``note``
and ``sources`` (identifiers in ``data/sources.csv``, joined by "; "). A category that a year did
not have has no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import KEY, PRINTED, merged, published
from kcity_analysis.evidence.known import Key
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.evidence.stored import ends_of, suspects
from kcity_analysis.vocabulary import NOT_ITEMISED, InputError, Message, country_name

Figure = dict[str, Any]
"""One row of the frame, while it is being completed."""
Cell = tuple[str, str, str]
"""Dimension, category and measure."""
Cells = dict[Cell, Figure]

COLUMNS = [*KEY, "value", "basis", "confidence", "note", "sources"]
COUNTED = ["cases", "countries"]
_CELL = ["dimension", "category", "measure"]
_GRID = ["total", "region", "type", "field"]
_NAN = float("nan")
_PARTITIONS = ["region", "country"]
"""Dimensions in which a country stands once, so that distinct countries add up."""


def figures(
    year: int | None = None, stage: str | None = None, printed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What was published, a row a figure, with what follows from it by arithmetic.

    Several sources that print the same figure become one row that names them all. The grid of a
    published year is full and in declared order: a category whose figure was not published has the
    value NaN. Residuals (category "not itemised"), the figures of a secretariat, and zeros that a
    complete sum implies are marked ``derived``. Figures of low confidence stand in the frame but
    enter no sum. The columns ``least`` and ``most`` come last: what each figure can be
    (:func:`evidence.intervals.bounded` has the whole frame of them, and takes ``printed``, which is
    not bounded here); NaN where nothing is known.

    Parameters: ``year`` and ``stage`` select rows; ``printed`` is a frame as from
    :func:`evidence.facts.published`, by default the one in ``data/``. Raises InputError
    for a year that no figure was published for.

    >>> total = figures(2021, "reception").query("dimension == 'total' and first_year == year")
    >>> total[["category", "measure", "value"]].values.tolist()
    [['all', 'cases', 111.0], ['all', 'countries', 39.0]]
    """
    if stage is not None and stage not in vocabulary.categories("stage"):
        raise InputError(Message("error.no stage", stage=stage))
    if printed is None:
        frame = _known(vocabulary.stamp(*PRINTED), tuple(suspects().items()))
    else:
        frame = _completed_all(printed)
    years = sorted(set(frame["year"]))
    if year is not None and year not in years:
        known = ", ".join(str(one) for one in years)
        raise InputError(Message("error.no figures of the year", year=year, years=known))
    wanted = pd.Series(True, frame.index)
    if year is not None:
        wanted &= frame["year"] == year
    if stage is not None:
        wanted &= frame["stage"] == stage
    return _with_ends(frame[wanted].reset_index(drop=True), printed)


def _with_ends(frame: pd.DataFrame, printed: pd.DataFrame | None) -> pd.DataFrame:
    """The frame with the columns ``least`` and ``most``, after all others."""
    ends: dict[tuple[Any, ...], tuple[float, float]] = {}
    if printed is None:
        for year, stage in set(zip(frame["year"], frame["stage"], strict=True)):
            ends.update(ends_of(year, stage))
    usable = set(sound(frame).index)
    rows = frame[[*KEY, "value"]].itertuples(name=None)
    pairs = [
        ends.get(tuple(key), (value, value) if at in usable else (_NAN, _NAN))
        for at, *key, value in rows
    ]
    return frame.assign(least=[pair[0] for pair in pairs], most=[pair[1] for pair in pairs])


@lru_cache(maxsize=2)
def _known(_: vocabulary.Stamps, contradicted: tuple[tuple[Key, str], ...]) -> pd.DataFrame:
    """The figures of all years, computed once for as long as the data stay as they are."""
    return _completed_all(published(), dict(contradicted))


def _completed_all(
    printed: pd.DataFrame, contradicted: Mapping[Key, str] = MappingProxyType({})
) -> pd.DataFrame:
    whole = merged(printed)[COLUMNS]
    suspect = [key in contradicted for key in zip(*(whole[one] for one in KEY), strict=True)]
    whole.loc[suspect, "confidence"] = "contradicted"
    rows: list[Figure] = []
    for _, block in whole.groupby(["year", "stage"], sort=False):
        rows += _completed([dict(row) for _, row in block.iterrows()])
    return in_order(pd.DataFrame(rows, columns=COLUMNS))


def totals(printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """The published totals of all years, one row a figure, cumulative ones included."""
    frame = figures(printed=printed)
    return frame[(frame["dimension"] == "total") & frame["value"].notna()].reset_index(drop=True)


def sound(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures that may enter a sum: published or counted, and neither doubtful nor disputed."""
    return frame[frame["value"].notna() & frame["confidence"].isin(SOUND)]


def pick(
    frame: pd.DataFrame,
    dimension: str,
    category: str = "all",
    measure: str = "cases",
    year: int | None = None,
) -> float:
    """One value of the yearly (not cumulative) figures; NaN where there is none that is sound."""
    wanted = (frame["first_year"] == frame["year"]) & (frame["dimension"] == dimension)
    wanted &= (frame["category"] == category) & (frame["measure"] == measure)
    if year is not None:
        wanted &= frame["year"] == year
    rows = sound(frame[wanted])
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


def yearly(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The rows of one dimension, cumulative ones left out."""
    return frame[(frame["dimension"] == dimension) & (frame["first_year"] == frame["year"])]


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """A figures frame in declared order: year, stage, dimension, category, measure; residual last.

    Countries stand by name. The order does not depend on that of the rows given.
    """
    dimensions = vocabulary.categories("dimension")
    ranks = {
        (dimension, category): place
        for dimension in dimensions
        if dimension not in ("country", "change")
        for place, category in enumerate(vocabulary.categories(dimension))
    }
    last = len(ranks)

    def rank(dimension: str, category: str) -> tuple[int, str]:
        unnamed = vocabulary.is_residual(category)
        place = ranks.get((dimension, category), last if unnamed else 0)
        return place, category_label(dimension, category)

    keyed = frame.assign(
        _stage=frame["stage"].map(vocabulary.categories("stage").index),
        _dimension=frame["dimension"].map(dimensions.index),
        _category=pd.Series(map(rank, frame["dimension"], frame["category"]), frame.index),
        _type=_type_ranks(frame),
        _measure=frame["measure"].map(vocabulary.categories("measure").index),
        _basis=frame["basis"].map(["published", "recomputed", "derived", "bounded"].index),
    )
    by = ["year", "_stage", "first_year", "_dimension", "_type", "_category", "_measure", "_basis"]
    ordered = keyed.sort_values([*by, "value"], kind="stable")
    return ordered[[*frame.columns]].reset_index(drop=True)


def _type_ranks(frame: pd.DataFrame) -> list[int]:
    """The rank of the type in "TYPE | FIELD", so that a type's residual stands with its fields."""
    kinds = vocabulary.categories("type")
    first = [category.partition(" | ")[0] for category in frame["category"]]
    return [
        kinds.index(kind) if dimension == "type_field" and kind in kinds else 0
        for dimension, kind in zip(frame["dimension"], first, strict=True)
    ]


def category_label(dimension: str, category: str, language: str = "en") -> str:
    """A category of any dimension, countries included, as tables and charts show it.

    >>> category_label("country", "TUR")
    'Turkey'
    """
    if dimension == "country" and not vocabulary.is_residual(category):
        return country_name(category, language)
    return vocabulary.label(dimension, category, language)


def _completed(block: list[Figure]) -> list[Figure]:
    """The figures of one year and stage, with the full grid and what follows by arithmetic."""
    year, stage = int(block[0]["year"]), block[0]["stage"]
    head: Figure = {"year": year, "first_year": year, "stage": stage, "sources": ""}
    cumulative = [row for row in block if row["first_year"] < year]
    once = [row for row in block if row["first_year"] == year]
    doubtful = [row for row in once if row["confidence"] not in SOUND]
    cells = {_key(row): row for row in once if row["confidence"] in SOUND}
    known = {_key(row) for row in once}
    for dimension in _GRID:
        for category in vocabulary.categories(dimension, year):
            for measure in COUNTED:
                key = (dimension, category, measure)
                if key not in known:
                    cells[key] = {
                        **head, **dict(zip(_CELL, key, strict=True)), "value": _NAN,
                        "basis": "published", "confidence": "high", "note": "not published",
                    }  # fmt: skip
    for derived in [*_secretariats(cells, year), *_residuals(cells, year)]:
        cells[_key(derived)] = {**head, "basis": "derived", "confidence": "high", **derived}
    return [*cumulative, *doubtful, *cells.values()]


def _key(row: Figure) -> Cell:
    return row["dimension"], row["category"], row["measure"]


def _parts(cells: Cells, dimension: str, measure: str, prefix: str = "") -> dict[str, Figure]:
    """Category -> figure of one dimension and measure, in which categories begin with a prefix."""
    return {
        category: row
        for (its, category, one), row in cells.items()
        if its == dimension and one == measure and category.startswith(prefix)
    }


def _value(cells: Cells, dimension: str, category: str, measure: str) -> float:
    row = cells.get((dimension, category, measure))
    return _NAN if row is None else float(row["value"])


def _derived(key: Cell, value: float, note: str, sources: str = "") -> Figure:
    return {**dict(zip(_CELL, key, strict=True)), "value": value, "note": note, "sources": sources}


def _secretariats(cells: Cells, year: int) -> list[Figure]:
    """What each secretariat handled: the cases of its types; countries only where it has one."""
    rows = []
    for secretariat in vocabulary.categories("secretariat", year):
        for measure in COUNTED:
            values = [
                float(row["value"])
                for kind, row in _parts(cells, "type", measure).items()
                if vocabulary.secretariat_of(kind, year) == secretariat
            ]
            value, note = sum(values), "sum of its types"
            if measure == "countries" and len(values) > 1:
                note = f"{max(values):g} to {value:g}, as countries of several types overlap"
                value = _NAN
            rows.append(_derived(("secretariat", secretariat, measure), value, note))
    return rows


def _residuals(cells: Cells, year: int) -> list[Figure]:
    """What a total holds beyond its itemised parts, or the zeros that complete parts imply."""
    rows: list[Figure] = []
    for dimension in ["region", "country", "type", "field"]:
        for measure in COUNTED:
            if measure == "cases" or dimension in _PARTITIONS:
                whole = _value(cells, "total", "all", measure)
                rows += _residual(cells, (dimension, "", measure), whole)
    for kind in vocabulary.categories("type", year):
        whole = _value(cells, "type", kind, "cases")
        rows += _residual(cells, ("type_field", f"{kind} | ", "cases"), whole)
    return rows


def _residual(cells: Cells, of: Cell, whole: float) -> list[Figure]:
    """The residual of a dimension whose categories begin with ``of[1]``."""
    dimension, prefix, measure = of
    parts = _parts(cells, dimension, measure, prefix)
    if dimension == "country" and measure == "countries":
        named = _parts(cells, dimension, "cases")
        itemised = {category: {**row, "value": 1.0} for category, row in named.items()}
    else:
        itemised = {one: row for one, row in parts.items() if not pd.isna(row["value"])}
    count = sum(row["value"] for row in itemised.values())
    if not itemised or not whole >= count:
        return []
    ids = {one for row in itemised.values() for one in row["sources"].split("; ") if one}
    cited = "; ".join(sorted(ids))
    if whole > count:
        note = f"{whole:g} less the {count:g} itemised"
        return [_derived((dimension, prefix + NOT_ITEMISED, measure), whole - count, note, cited)]
    note = f"the itemised parts already make {whole:g}"
    silent = [category for category in parts if category not in itemised]
    return [_derived((dimension, category, measure), 0.0, note, cited) for category in silent]
