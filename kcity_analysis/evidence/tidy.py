"""Every number of a report in one tidy frame, for the CSV file beside it.

The figures frame with ``base_year`` (empty for a plain figure) as its last column.
"""

from __future__ import annotations

import pandas as pd

from kcity_analysis.evidence.frame import COLUMNS, KEY, pick, sound
from kcity_analysis.evidence.overlaps import Overlap
from kcity_analysis.vocabulary import percent_of

TIDY = [*COLUMNS, "base_year"]
_DERIVED = {"basis": "derived", "confidence": "high", "sources": "", "base_year": ""}


def tidied(frame: pd.DataFrame, *more: pd.DataFrame) -> pd.DataFrame:
    """The figures of a report, the shares that it shows of them, and what else it computed.

    What ``more`` repeats of the figures is left out.
    """
    parts = [frame.assign(base_year=""), _shares(frame), *more]
    whole = pd.concat([part[TIDY] for part in parts if len(part)], ignore_index=True)
    repeated = whole.duplicated([*KEY, "base_year"]) & (whole.index >= len(frame))
    return whole[~repeated].reset_index(drop=True)


def levels(comparison: pd.DataFrame) -> pd.DataFrame:
    """The values of both years that a comparison shows, as figures of their years."""
    if comparison.empty:
        return pd.DataFrame(columns=TIDY)
    sides = []
    for year, value in (("year", "value"), ("base_year", "base_value")):
        side = comparison.assign(
            year=comparison[year], first_year=comparison[year], value=comparison[value],
            confidence="high", sources="",
        )  # fmt: skip
        side["base_year"] = ""
        sides.append(side[side["value"].notna()])
    return pd.concat(sides)


def totals_of(series: pd.DataFrame) -> pd.DataFrame:
    """The totals through the years, as figures; what was not published has no value."""
    stages = {"Projects selected": ("selection", "cases", "recomputed")}
    stages |= {"Cases received": ("reception", "cases", "published")}
    stages |= {"Countries, received": ("reception", "countries", "published")}
    rows = [
        {
            "year": row["year"], "first_year": row["year"], "stage": stages[row["series"]][0],
            "dimension": "total", "category": "all", "measure": stages[row["series"]][1],
            "value": row["value"], "basis": stages[row["series"]][2], "confidence": "high",
            "note": "" if row["value"] == row["value"] else "not published", "sources": "",
            "base_year": "",
        }
        for row in series.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TIDY)


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    """ "cases share": the cases of each category in percent of the year's total."""
    parts = []
    once = sound(frame[frame["first_year"] == frame["year"]])
    for (year, _), block in once.groupby(["year", "stage"], sort=False):
        whole = pick(block, "total", "all", "cases", int(str(year)))
        rows = block[(block["measure"] == "cases") & (block["dimension"] != "total")]
        shares = [percent_of(value, whole) for value in rows["value"]]
        note = f"of {whole:g} cases"
        parts.append(rows.assign(measure="cases share", value=shares, note=note, **_DERIVED))
    found = pd.concat(parts) if parts else pd.DataFrame(columns=TIDY)
    return found[found["value"].notna()].drop_duplicates(KEY)


def changes(comparison: pd.DataFrame) -> pd.DataFrame:
    """What changed: measures "cases change", "cases percent", "cases points", with ``base_year``.

    Points are percentage points of the base year's total; countries likewise.
    """
    if comparison.empty:
        return pd.DataFrame(columns=TIDY)
    parts = []
    for column, word in (("change", "change"), ("percent", "percent"), ("contribution", "points")):
        part = comparison.assign(
            measure=comparison["measure"] + f" {word}",
            value=comparison[column],
            first_year=comparison["year"],
            **_DERIVED,
        )
        part["base_year"] = comparison["base_year"].astype(str)
        parts.append(part[part["value"].notna()])
    return pd.concat(parts)


def bounds_of(frame: pd.DataFrame, bounds: Overlap | None) -> pd.DataFrame:
    """The bounds on countries under several types: dimension "type_overlap"."""
    if bounds is None:
        return pd.DataFrame(columns=TIDY)
    head = {one: frame[one].iloc[0] for one in ("year", "stage")}
    rows = [
        {
            **head, "first_year": head["year"], "dimension": "type_overlap", "category": category,
            "measure": f"countries {word}", "value": value, "note": "exact bound", **_DERIVED,
        }
        for category, least, most in (
            ("more than one type", bounds.several_least, bounds.several_most),
            ("all types", bounds.every_least, bounds.every_most),
        )
        for word, value in (("least", least), ("most", most))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TIDY)


def budgets_of(projects: pd.DataFrame) -> pd.DataFrame:
    """The budget of each project in won: dimension "project", category its number."""
    rows = [
        {
            "year": project["year"], "first_year": project["year"], "stage": "selection",
            "dimension": "project", "category": project["project_id"], "measure": f"krw {word}",
            "value": project[f"budget_{bound}_krw"], "basis": "published", "confidence": "high",
            "note": project["city"], "sources": project["source_id"], "base_year": "",
        }
        for project in projects.to_dict("records")
        for word, bound in (("least", "low"), ("most", "high"))
        if not pd.isna(project[f"budget_{bound}_krw"])
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TIDY)
