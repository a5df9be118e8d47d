"""What the reports are made from: the figures of a year and its changes, each within its bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence import BOUNDED, bounded, compared
from kcity_analysis.vocabulary import InputError, percent_of

_CELL = ["dimension", "category", "measure"]


def figures_of(year: int, stage: str) -> pd.DataFrame:
    """The figures of a year and stage within bounds; an empty frame where nothing is known."""
    try:
        return bounded(year, stage)
    except InputError:
        return pd.DataFrame(columns=BOUNDED)


def checkable(figures: pd.DataFrame) -> pd.DataFrame:
    """What can be held against each other: a year's own figures, and published cumulative ones."""
    once = (figures["first_year"] == figures["year"]) & (figures["dimension"] != "overlap")
    return figures[once | ((figures["basis"] == "published") & ~once)]


def totals_of_all(years: Iterable[int]) -> pd.DataFrame:
    """The totals of years, of both stages, cumulative ones included, as far as they are known."""
    frames = [figures_of(year, stage) for year in years for stage in ("reception", "selection")]
    frames = [frame[frame["dimension"] == "total"] for frame in frames if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else figures_of(0, "reception")


def changes_of(year: int, base_year: int, stage: str) -> pd.DataFrame:
    """The changes between two years, with the basis of both; empty where one is not known."""
    try:
        rows = compared(year, base_year, stage)
    except InputError:
        return pd.DataFrame()
    for prefix, one in (("", year), ("base_", base_year)):
        known = figures_of(one, stage)
        known = known[known["first_year"] == known["year"]]
        basis = dict(zip(_keys(known), known["basis"], strict=True))
        exact = rows[f"{prefix}least"] == rows[f"{prefix}most"]
        rows[f"{prefix}basis"] = [
            basis.get(key, "derived" if sure else "bounded")
            for key, sure in zip(_keys(rows), exact, strict=True)
        ]
    return rows


def _keys(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(zip(*(frame[one] for one in _CELL), strict=True))


def counted(figures: pd.DataFrame, cases: pd.DataFrame, year: int) -> pd.DataFrame:
    """A register's figures, whose least is their most, with the countries under several types."""
    kinds = vocabulary.categories("type", year)
    pairs = cases[["country", "type"]].drop_duplicates()
    # A joint application is one of each of its countries.
    pairs = pairs.assign(country=pairs["country"].str.split()).explode("country")
    held = pairs[pairs["type"].isin(kinds)].groupby("country")["type"].nunique()
    head = figures.iloc[0][["year", "first_year", "stage", "basis", "confidence"]].to_dict()
    several = (("several types", 2), ("all types", len(kinds)))[: max(len(kinds) - 1, 0)]
    rows = [
        {
            **head, "dimension": "overlap", "category": category, "measure": "countries",
            "value": float((held >= least).sum()), "note": "", "sources": "",
        }
        for category, least in several
    ]  # fmt: skip
    whole = pd.concat([figures, pd.DataFrame(rows)], ignore_index=True)
    return whole.assign(least=whole["value"], most=whole["value"], status="complete")


def changes_of_counted(figures: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """The totals and regions of a register against the year before, as published."""
    year, stage = int(figures["year"].iloc[0]), str(figures["stage"].iloc[0])
    base = figures_of(base_year, stage)
    if base.empty:
        return pd.DataFrame()
    declared = [("total", "all"), *(("region", one) for one in vocabulary.categories("region"))]
    now, before = (
        dict(zip(_keys(once), once.to_dict("records"), strict=True))
        for once in (frame[frame["first_year"] == frame["year"]] for frame in (figures, base))
    )
    head = {"year": year, "base_year": base_year, "stage": stage, "status": "compared"}
    rows = [
        head
        | {"dimension": dimension, "category": category, "measure": measure}
        | {"note": "", "parts": ""}
        | _changed(now[key], before[key], before["total", "all", measure]["least"])
        for dimension, category in declared
        for measure in ("cases", "countries")
        if (key := (dimension, category, measure)) in now and key in before
    ]
    return pd.DataFrame(rows)


def _changed(now: Mapping[Any, Any], base: Mapping[Any, Any], total: float) -> dict[str, Any]:
    least, most = now["least"] - base["most"], now["most"] - base["least"]
    known = base["least"] == base["most"]
    found: dict[str, Any] = {"basis": now["basis"], "base_basis": base["basis"]}
    for end, change in (("least", least), ("most", most)):
        found |= {
            end: now[end],
            f"base_{end}": base[end],
            f"change_{end}": change,
            f"percent_{end}": percent_of(change, base["least"]) if known else math.nan,
            f"contribution_{end}": percent_of(change, total),
        }
    for plain, prefix in (("value", ""), ("base_value", "base_"), ("change", "change_")):
        exact = found[f"{prefix}least"] == found[f"{prefix}most"]
        found[plain] = found[f"{prefix}least"] if exact else math.nan
    return found
