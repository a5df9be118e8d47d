"""TEMPORARY adapter."""

from __future__ import annotations

import math

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence import BOUNDED, bounded
from kcity_analysis.vocabulary import InputError, percent_of


def figures_of(year: int, stage: str) -> pd.DataFrame:
    try:
        return bounded(year, stage)
    except InputError:
        return pd.DataFrame(columns=BOUNDED)


def status_of(year: int, stage: str) -> str:
    frame = figures_of(year, stage)
    rows = frame[(frame["dimension"] == "total") & (frame["first_year"] == frame["year"])]
    return str(rows["status"].iloc[0]) if len(rows) else "incomplete"


def counted_bounds(counted: pd.DataFrame, cases: pd.DataFrame, year: int) -> pd.DataFrame:
    """A register's figures, whose least is their most, with the countries under several types."""
    kinds = vocabulary.categories("type", year)
    pairs = cases[["country", "type"]].drop_duplicates()
    # A joint application is one of each of its countries.
    pairs = pairs.assign(country=pairs["country"].str.split()).explode("country")
    held = pairs[pairs["type"].isin(kinds)].groupby("country")["type"].nunique()
    head = counted.iloc[0][["year", "first_year", "stage", "basis", "confidence"]].to_dict()
    rows = [
        {
            **head, "dimension": "overlap", "category": category, "measure": "countries",
            "value": float((held >= least).sum()), "note": "", "sources": "",
        }
        for category, least in (("several types", 2), ("all types", len(kinds)))[: len(kinds) - 1]
    ]  # fmt: skip
    whole = pd.concat([counted, pd.DataFrame(rows)], ignore_index=True)
    return whole.assign(least=whole["value"], most=whole["value"], status="complete")


KEYS = ["dimension", "category", "measure"]


def compared(
    year: int, base_year: int, stage: str, frame: pd.DataFrame | None = None
) -> pd.DataFrame:
    now = figures_of(year, stage) if frame is None else frame
    base = figures_of(base_year, stage)
    if now.empty or base.empty:
        return pd.DataFrame()
    dims = ["total", "region", "type", "secretariat"]

    def pick(f, prefix):
        f = f[
            f["dimension"].isin(dims)
            & (f["first_year"] == f["year"])
            & f["confidence"].isin(["high", "medium"])
            & ~f["category"].str.startswith("not itemised")
        ]
        return f[[*KEYS, "value", "least", "most", "basis"]].rename(
            columns={one: prefix + one for one in ("value", "least", "most", "basis")}
        )

    both = pick(now, "").merge(pick(base, "base_"), on=KEYS, how="outer")
    both["year"], both["base_year"], both["stage"] = year, base_year, stage
    both["status"] = [
        "introduced"
        if math.isnan(b) and not math.isnan(n)
        else "discontinued"
        if math.isnan(n)
        else "compared"
        for n, b in zip(both["least"], both["base_least"])
    ]
    both["change_least"] = both["least"] - both["base_most"]
    both["change_most"] = both["most"] - both["base_least"]
    both["change"] = [
        a if a == b else math.nan for a, b in zip(both["change_least"], both["change_most"])
    ]
    both["percent_least"] = [
        percent_of(n - b, b) if b else math.nan for n, b in zip(both["least"], both["base_most"])
    ]
    both["percent_most"] = [
        percent_of(n - b, b) if b else math.nan for n, b in zip(both["most"], both["base_least"])
    ]
    tot = both[both["dimension"] == "total"].set_index("measure")
    for end in ("least", "most"):
        both[f"contribution_{end}"] = [
            percent_of(c, tot.loc[m, "base_value"]) if m in tot.index else math.nan
            for c, m in zip(both[f"change_{end}"], both["measure"])
        ]
    both["contribution"] = math.nan
    both["note"] = ""
    both["basis"] = both["basis"].fillna(both["base_basis"])
    order = {d: i for i, d in enumerate(dims)}
    both = both.sort_values("dimension", key=lambda s: s.map(order), kind="stable")
    return both.reset_index(drop=True)
