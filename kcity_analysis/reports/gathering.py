"""What the reports are made from: the figures of a year and its changes, each within its bounds."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence import BOUNDED, bounded, compare
from kcity_analysis.vocabulary import InputError


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


def changes_of(
    year: int, base_year: int, stage: str, counted: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The changes between two years; empty where one of them is not known."""
    try:
        return compare(year, base_year, stage, counted)
    except InputError:
        return pd.DataFrame()


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
