"""Every number of a report in one tidy frame, for the CSV file beside it."""

from __future__ import annotations

import pandas as pd

from kcity_analysis.evidence.facts import KEY
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.vocabulary import percent_of

TIDY = [*KEY, "value", "least", "most", "basis", "confidence", "note", "sources", "base_year"]
"""The key of a figure, what it is or within which bounds, and how we know; ``base_year`` (empty
for a plain figure) is the year that a change is counted from."""

_ENDS = ("value", "least", "most")
_WORDS = ("confidence", "note", "sources", "base_year")


def tidied(frame: pd.DataFrame, *more: pd.DataFrame) -> pd.DataFrame:
    """The figures of a report, the shares that it shows of them, and what else it computed.

    ``more`` are other figures, or changes between two years (which have a ``base_year``); what
    they repeat is left out. Columns: :data:`TIDY`.
    """
    parts = [frame, _shares(frame)]
    for other in more:
        parts += _levels_and_changes(other) if "change_least" in other else [other]
    whole = _plain(pd.concat([_complete(part) for part in parts if len(part)], ignore_index=True))
    repeated = whole.duplicated([*KEY, "basis", "base_year"]) & (whole.index >= len(frame))
    return whole[~repeated].reset_index(drop=True)


def _complete(figures: pd.DataFrame) -> pd.DataFrame:
    """The columns of the CSV; figures without bounds of their own have those of their value."""
    lent = {name: "" for name in _WORDS if name not in figures}
    ends = {end: figures["value"] for end in ("least", "most") if end not in figures}
    return figures.assign(**lent, **ends)[TIDY]


def _plain(whole: pd.DataFrame) -> pd.DataFrame:
    """Numbers as numbers, and words as words, of which none is missing."""
    words = {name: whole[name].where(whole[name].notna(), "").astype(str) for name in _WORDS}
    return whole.assign(**words).astype(dict.fromkeys(_ENDS, float))


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """ "cases share": the cases of each category in percent of the year's total, where it is known;
    those of a field within a type, of the type's.

    Its ends are those of the cases over the total.
    """
    rows = frame[frame["measure"] == "cases"]
    totals = rows[(rows["dimension"] == "total") & (rows["least"] == rows["most"])]
    by_key = totals.set_index(["year", "first_year", "stage"])["least"].to_dict()
    types = rows[(rows["dimension"] == "type") & (rows["least"] == rows["most"])]
    of_type = types.set_index(["year", "first_year", "stage", "category"])["least"].to_dict()
    counted = ~rows["dimension"].isin(["total", "change"])
    rows = rows[counted & rows["confidence"].isin(SOUND)]
    keys = list(zip(rows["year"], rows["first_year"], rows["stage"], strict=True))
    wholes = [
        of_type.get((*key, category.partition(" | ")[0]), float("nan"))
        if dimension == "type_field"
        else by_key.get(key, float("nan"))
        for key, dimension, category in zip(keys, rows["dimension"], rows["category"], strict=True)
    ]
    shares = {
        end: [percent_of(*pair) for pair in zip(rows[end], wholes, strict=True)] for end in _ENDS
    }
    note = [f"of {whole:g} cases" for whole in wholes]
    basis = ["derived" if least == most else "bounded"
             for least, most in zip(shares["least"], shares["most"], strict=True)]  # fmt: skip
    found = rows.assign(measure="cases share", note=note, basis=basis, sources="", **shares)
    return found[found["least"].notna() | found["most"].notna()]


def _levels_and_changes(comparison: pd.DataFrame) -> list[pd.DataFrame]:
    """The figures of both years that a comparison shows, and its changes.

    Measures "cases change", "cases percent", "cases points" (percentage points of the base year's
    total), with ``base_year``; countries likewise.
    """
    if comparison.empty:
        return []
    parts: list[pd.DataFrame] = []
    for year, prefix in (("year", ""), ("base_year", "base_")):
        ends = {end: comparison[f"{prefix}{end}"] for end in _ENDS}
        when = comparison[year]
        side = comparison.assign(year=when, first_year=when, basis=comparison[f"{prefix}basis"])
        side = side.assign(**ends, base_year="", note="")
        parts.append(side[side["least"].notna()])
    for column, word in (("change", "change"), ("percent", "percent"), ("contribution", "points")):
        ends = {end: comparison[f"{column}_{end}"] for end in ("least", "most")}
        exact = ends["least"].where(ends["least"] == ends["most"])
        basis = ["derived" if known else "bounded" for known in exact.notna()]
        part = comparison.assign(
            first_year=comparison["year"],
            measure=comparison["measure"] + f" {word}",
            value=exact,
            basis=basis,
            sources="",
            **ends,
        )
        parts.append(part[part["least"].notna() | part["most"].notna()])
    return parts


_OF_CALL = {"call": ", the call's range for a project"}


def budgets_of(projects: pd.DataFrame) -> pd.DataFrame:
    """The budget of each project in won, as figures: dimension "project", category its number.

    The note says which are only the range that the year's call gives a project.
    """
    rows = [
        {
            "year": project["year"], "first_year": project["year"], "stage": "selection",
            "dimension": "project", "category": project["project_id"], "measure": "krw",
            "value": high if low == high else float("nan"), "least": low, "most": high,
            "basis": "published", "confidence": "high",
            "note": f"{project['city']}{_OF_CALL.get(project['budget_basis'], '')}",
            "sources": project["source_id"],
        }
        for project in projects.to_dict("records")
        for low, high in [(project["budget_low_krw"], project["budget_high_krw"])]
        if not pd.isna(high)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TIDY)
