"""The figures frame with bounds: every figure of a year with its least and its most."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import KEY, merged, published
from kcity_analysis.evidence.known import (
    CROSSED,
    Ends,
    Key,
    Known,
    Project,
    basis_of,
    collect,
    types_of,
)
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.evidence.standing import STANDING, listed_standing
from kcity_analysis.evidence.stored import ends_of, suspects
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    NOT_STATED,
    InputError,
    Message,
    Term,
    check_years,
)

BOUNDED = [*KEY, "value", "least", "most", "basis", "confidence", "status", "note", "sources"]
_NOT_OVER = "not over when the data were collected"
_CONTRADICTED = "contradicted"
_SO_FAR = ("total", "region", "overlap", STANDING)
"""Dimensions of a selection whose figures count what is over of a year in progress."""
_IN_WORDS = {1: "one", 2: "two", 3: "three", 4: "four"}
Row = dict[str, Any]


def bounded(year: int, stage: str, printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every figure of a year and stage with its least and its most, a row a figure.

    Columns: the key ``year, first_year, stage, dimension, category, measure``; ``value`` (NaN
    where the ends differ); ``least`` and ``most`` (infinite where nothing limits it); ``basis``:
    published (a source prints it), recomputed (counted from the list of projects), derived (least
    = most by what must hold) or bounded (least < most); ``confidence`` (high, medium, low,
    contradicted); ``status`` of the year, or of the type in a row of one: complete, incomplete, in
    progress; ``note``; ``sources``.

    The rows, in declared order: total, region, country (as printed), type, secretariat, field,
    type_field. Cells that a release puts under no type are the category "in neither type". What a
    total holds beyond the categories that are known is "not itemised" (only where some are known
    and some are not); projects whose field no source states are "not stated". Dimension "overlap"
    has the countries under "several types" and "all types" (reception), and those selected in
    "several years" (selection, first_year < year). Dimension "standing" (selection, from the first
    year) has the countries selected for the "first time" in the year, the cities with a "plan, then
    demonstration", and the projects of the "five with most" together. Rows with ``first_year <
    year`` are cumulative.
    Figures of a year in progress are "so far": they count what is over; a type that is not over
    has the value NaN. Printed figures that are doubtful or contradicted stand in rows of their own
    with ``confidence`` low or contradicted and no ends; apart from them each key has one row.

    ``printed`` stands for the published figures, as of :func:`evidence.facts.published`. Raises
    InputError for a year of which nothing is known.

    >>> found = bounded(2021, "reception")
    >>> found.query("category == 'Africa'")[["measure", "least", "most", "basis"]].values.tolist()
    [['cases', 5.0, 18.0, 'bounded'], ['countries', 5.0, 9.0, 'bounded']]
    """
    check_years(year=year)
    known = collect(printed)
    if year not in known.years(stage):
        there = ", ".join(map(str, known.years(stage))) or Message("error.none")
        raise InputError(
            Message("error.nothing of the year", stage=Term("stage", stage), year=year, years=there)
        )
    if printed is None:
        return _kept(known, year, stage).copy()
    return _bounded(known, year, stage, printed)


def crossed(year: int) -> pd.DataFrame:
    """The cells of each region and type of a reception, as :func:`bounded` has other figures:
    dimension "region_type", category "REGION | TYPE".

    >>> found = crossed(2021).query("category == 'New Southern | overseas demonstration'")
    >>> found[["measure", "least", "most"]].values.tolist()[0]
    ['cases', 0.0, 11.0]
    """
    known = collect()
    ends = ends_of(year, "reception", part=CROSSED)
    rows = [_row(key, pair, None, known) for key, pair in ends.items()]
    status = known.status(year, "reception", "")
    found = pd.DataFrame([{**row, "status": status} for row in rows], columns=BOUNDED)
    return found.astype({"value": float, "least": float, "most": float})


@lru_cache(maxsize=64)
def _kept(known: Known, year: int, stage: str) -> pd.DataFrame:
    return _bounded(known, year, stage, published())


def _bounded(known: Known, year: int, stage: str, printed: pd.DataFrame) -> pd.DataFrame:
    ends, contradicted = ends_of(year, stage, known), suspects(known)
    own = printed[(printed["year"] == year) & (printed["stage"] == stage)]
    said, doubtful = _said(own, contradicted)
    cells = {
        key: _row(key, pair, said.get(key), known)
        for key, pair in ends.items()
        if key[3] not in ("comparable_type", "not printed")
    }
    for kind in types_of(year) if stage == "selection" else ():
        if known.pending(year, kind):
            cells |= _pending(known, year, kind)
    for key, row in said.items():
        if key not in cells:  # a sum of money, a change, cities, a country's cases
            cells[key] = {**_head(key), "least": row["value"], "most": row["value"], **row}
    rows: list[Row] = [
        *cells.values(),
        *_residuals(cells),
        *_not_stated(known, year, stage),
        *doubtful,
    ]
    so_far = [kind for kind in types_of(year) if known.pending(year, kind)]
    for row in rows:
        if stage == "selection" and so_far and row["dimension"] in _SO_FAR:
            row["note"] = f"so far: {' and '.join(so_far)} {_NOT_OVER}"
        kind = row["category"] if row["dimension"] == "type" else ""
        kind = kind if kind in types_of(year) else ""
        row["status"] = known.status(year, stage, kind)
    rows.sort(key=_rank)
    frame = pd.DataFrame(rows, columns=BOUNDED)
    return frame.astype({"value": float, "least": float, "most": float})


def _said(own: pd.DataFrame, contradicted: dict[Key, str]) -> tuple[dict[Key, Row], list[Row]]:
    """Printed figures by key, and the rows of those that are doubtful or contradict something."""
    said, doubtful = {}, []
    for row in merged(own).to_dict("records"):
        key: Key = tuple(row[name] for name in KEY)
        figure = {name: row[name] for name in ("value", "basis", "confidence", "note", "sources")}
        if key in contradicted:
            note = "; ".join(filter(None, [row["note"], contradicted[key]]))
            figure |= {"confidence": _CONTRADICTED, "note": note}
        if figure["confidence"] in SOUND:
            said[key] = figure
        else:
            doubtful.append({**_head(key), "least": math.nan, "most": math.nan, **figure})
    return said, doubtful


def _head(key: Key) -> Row:
    return dict(zip(KEY, key, strict=True))


def _row(key: Key, ends: Ends, said: Row | None, known: Known) -> Row:
    least, most = ends
    row = {**_head(key), "least": least, "most": most, "confidence": "high", "sources": ""}
    if said is not None:
        return {**row, **said}
    value = least if least == most else math.nan
    row |= {"value": value, "basis": basis_of(least, most), "note": ""}
    if key[2] == "selection" and least == most:
        listed, inferred = _listed(known, key)
        if inferred:
            count = len(types_of(key[0]))
            row["note"] = f"derived, if the year had {_IN_WORDS.get(count, count)} types"
        elif listed == value:
            row["basis"] = "recomputed"
    return row


def _listed(known: Known, key: Key) -> tuple[float, bool]:
    """What the list of projects gives for a figure, and whether a type was inferred for it.

    A project of which no type is stated counts in none.
    """
    year, first_year, _, dimension, category, measure = key
    span = range(first_year, year + 1)
    projects = [one for one in known.of(Project) if one.year in span]
    if dimension == STANDING:
        return listed_standing(known.of(Project), category, first_year, year), False
    if dimension == "overlap":
        years: dict[str, set[int]] = {}
        for one in projects:
            years.setdefault(one.iso3, set()).add(one.year)
        return sum(len(held) > 1 for held in years.values()), False
    inferred = dimension in ("type", "secretariat", "type_field") and any(
        not one.type for one in projects
    )
    if inferred:
        return math.nan, True
    chosen = [one for one in projects if _is_in(one, dimension, category)]
    counted = len(chosen) if measure == "cases" else len({one.iso3 for one in chosen})
    return counted, False


def _is_in(one: Project, dimension: str, category: str) -> bool:
    held = {
        "total": "all",
        "region": vocabulary.region_of(one.iso3),
        "type": one.type,
        "secretariat": vocabulary.secretariat_of(one.type, one.year),
        "field": one.field,
        "type_field": f"{one.type} | {one.field}",
        "country": one.iso3,
    }
    return held.get(dimension) == category


def _pending(known: Known, year: int, kind: str) -> dict[Key, Row]:
    """The figures of a type whose selection was not over."""
    listed = [one for one in known.of(Project, year=year) if one.type == kind]
    rows = {}
    for measure in ("cases", "countries"):
        least = len(listed) if measure == "cases" else len({one.iso3 for one in listed})
        key: Key = (year, year, "selection", "type", kind, measure)
        rows[key] = {
            **_head(key), "value": math.nan, "least": float(least), "most": math.inf,
            "basis": "bounded", "confidence": "high", "note": _NOT_OVER, "sources": "",
        }  # fmt: skip
    return rows


def _residuals(cells: dict[Key, Row]) -> list[Row]:
    """What a total holds beyond the categories that are known, where some are not."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for key, row in cells.items():
        _, _, stage, dimension, category, measure = key
        kind = category.partition(" | ")[0] if dimension == "type_field" else ""
        partition = dimension in ("region", "country") or measure == "cases"
        printed = dimension in ("region", "country") or stage == "reception"
        if dimension in ("region", "country", "type_field") and partition and printed:
            groups.setdefault((*key[:4], kind, measure), []).append(row)
    found = []
    for key, rows in list(groups.items()):
        if key[3] == "country":  # each country is one of the countries
            groups[(*key[:5], "countries")] = [{**row, "value": 1.0} for row in rows]
    for (year, first_year, stage, dimension, kind, measure), rows in groups.items():
        parts = [row for row in rows if row["value"] == row["value"]]
        itemised = dimension == "country" or (parts and len(parts) < len(rows))
        whole_key = ("type", kind) if kind else ("total", "all")
        whole = cells.get((year, first_year, stage, *whole_key, measure))
        if not itemised or whole is None:
            continue
        count = sum(row["value"] for row in parts)
        least, most = whole["least"] - count, whole["most"] - count
        cited = {one for row in parts for one in row["sources"].split("; ") if one}
        found.append({
            **_head((year, first_year, stage, dimension,
                     f"{kind} | {NOT_ITEMISED}" if kind else NOT_ITEMISED, measure)),
            "value": least if least == most else math.nan, "least": max(least, 0.0), "most": most,
            "basis": basis_of(least, most), "confidence": "high",
            "note": f"less the {count:g} that are known", "sources": "; ".join(sorted(cited)),
        })  # fmt: skip
    return found


def _not_stated(known: Known, year: int, stage: str) -> Iterable[Row]:
    """The listed projects whose field no source states."""
    open_ = [one for one in known.of(Project, year=year) if not one.field]
    if stage != "selection" or not open_:
        return
    key: Key = (year, year, stage, "field", NOT_STATED, "cases")
    count = float(len(open_))
    yield {
        **_head(key), "value": count, "least": count, "most": count, "basis": "recomputed",
        "confidence": "high", "note": "on the list without a field", "sources": "",
    }  # fmt: skip


def _rank(row: Row) -> tuple[Any, ...]:
    """Cumulative figures last; dimensions and categories as declared, residuals after them."""
    dimensions = [*vocabulary.categories("dimension"), "overlap", STANDING]
    dimension, category = row["dimension"], row["category"]
    kind, _, field = category.partition(" | ")
    named = vocabulary.categories("type"), vocabulary.categories("field")
    place: tuple[int, object]
    if dimension == "type_field":
        place = (_place(named[0], kind), _place(named[1], field))
    elif dimension == "country":
        last = category == NOT_ITEMISED
        place = (int(last), "" if last else vocabulary.country_name(category))
    elif dimension in ("change", "overlap", STANDING):
        place = (0, 0)
    else:
        place = (_place(vocabulary.categories(dimension), category), 0)
    return (
        row["first_year"] < row["year"], -row["first_year"], dimensions.index(dimension), *place,
        vocabulary.categories("measure").index(row["measure"]), row["confidence"] not in SOUND,
    )  # fmt: skip


def _place(declared: list[str], category: str) -> int:
    return declared.index(category) if category in declared else len(declared)
