"""Charts in words: the finding as a title, and every value for who cannot see them."""

from __future__ import annotations

import pandas as pd

from kcity_analysis.evidence import category_label, sound
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    NOT_STATED,
    capital,
    count,
    listing,
    number,
    signed,
    unit,
)


def leaders(rows: pd.DataFrame) -> tuple[list[str], float]:
    """The itemised categories with the most cases, and how many; none where there are no cases."""
    cases = sound(rows[rows["measure"] == "cases"])
    cases = cases[~cases["category"].str.endswith((NOT_ITEMISED, NOT_STATED))]
    top = cases["value"].max()
    if cases.empty or not top > 0:
        return [], 0.0
    names = cases[cases["value"] == top]
    labels = [
        category_label("field", one.partition(" | ")[2]) if "|" in one else category_label(dim, one)
        for dim, one in zip(names["dimension"], names["category"], strict=True)
    ]
    return labels, float(top)


def unnamed(rows: pd.DataFrame) -> float:
    """The cases of one dimension that stand in no named category."""
    cases = sound(rows[rows["measure"] == "cases"])
    rest = cases[cases["category"].str.endswith((NOT_ITEMISED, NOT_STATED))]
    return float(rest["value"].sum())


def leading(rows: pd.DataFrame) -> str:
    """The title of a chart of one dimension: who leads."""
    labels, top = leaders(rows)
    if not labels:
        return "No cases are itemised"
    verb, each = ("leads", "") if len(labels) == 1 else ("lead", " each")
    if unnamed(rows) >= top:
        labels = ["Of what is itemised, " + labels[0], *labels[1:]]
    cases = count(top, "cases", str(rows["stage"].iloc[0]))
    return f"{listing(labels, most=3)} {verb} with {cases}{each}"


def moved(comparison: pd.DataFrame) -> str:
    """The title of a chart of two years: what rose most and what fell most, in cases."""
    rows = comparison[comparison["measure"] == "cases"].dropna(subset=["change"])
    known = " where both years are known" if comparison["change"].isna().any() else ""
    stage = "selection" if set(comparison["stage"]) == {"selection"} else "reception"
    parts = []
    for part, word in ((rows[rows["change"] > 0], "rose"), (rows[rows["change"] < 0], "fell")):
        if len(part):
            most = part[part["change"].abs() == part["change"].abs().max()]
            names = listing(map(category_label, most["dimension"], most["category"]))
            parts.append(f"{names} {word} most ({signed(most['change'].iloc[0])})")
    return (
        capital(", ".join(parts)) or f"The number of {unit('cases', stage)} did not change{known}"
    )


def peak(series: pd.DataFrame) -> str:
    """The title of a chart of the years: when the first series stood highest."""
    first = series[series["series"] == series["series"].iloc[0]].dropna(subset=["value"])
    if first.empty:
        return "No totals were published"
    row = first.loc[first["value"].idxmax()]
    return f"{row['series']} stood highest in {row['year']}, at {number(row['value'])}"


def describe(rows: pd.DataFrame) -> str:
    """A chart of one dimension in words: every value, for who cannot see it."""
    parts = []
    for (dimension, category), part in rows.groupby(["dimension", "category"], sort=False):
        known = part.dropna(subset=["value"])
        if len(known):
            label = category_label(str(dimension), str(category))
            values = _words(known)
            parts.append(f"{label}: {values}")
    return f"Bar chart. {'; '.join(parts)}." if parts else "Empty chart: nothing was published."


def _words(known: pd.DataFrame) -> str:
    """The cases and countries of one category, joined by what links them in its stage."""
    stage = str(known["stage"].iloc[0])
    parts = [count(*pair, stage) for pair in zip(known["value"], known["measure"], strict=True)]
    return (" from " if stage == "reception" else " in ").join(parts)


def describe_changes(rows: pd.DataFrame) -> str:
    """A chart of two years in words."""
    parts = [
        f"{category_label(row['dimension'], row['category'])}: {row['measure']} from "
        f"{number(row['base_value'])} to {number(row['value'])}"
        for row in rows.dropna(subset=["change"]).to_dict("records")
    ]
    return f"Chart of two years. {'; '.join(parts)}." if parts else "Empty chart."


def describe_series(series: pd.DataFrame) -> str:
    """A line chart in words: each line year by year, gaps named."""
    parts = []
    for name, part in series.groupby("series", sort=False):
        values = ", ".join(
            f"{year}: {'not published' if pd.isna(value) else number(value)}"
            for year, value in zip(part["year"], part["value"], strict=True)
        )
        parts.append(f"{name}: {values}")
    return f"Line chart. {'; '.join(parts)}."


def describe_grid(counts: pd.DataFrame) -> str:
    """The grid of countries and years in words."""
    parts = [
        f"{category_label('country', str(iso3))}: "
        + ", ".join(
            f"{year} ({number(value)})"
            for year, value in zip(part["year"], part["value"], strict=True)
        )
        for iso3, part in counts[counts["value"] > 0].groupby("category", sort=True)
    ]
    return f"Grid of countries by years. {'; '.join(parts)}."
