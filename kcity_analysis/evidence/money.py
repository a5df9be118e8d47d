"""What the contest cost, as far as it was published: totals, averages, and what ranges would mean.

Amounts are nominal won of their time. Nothing here limits a figure: what was planned is no figure,
and a project's range may be no more than its call's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import PRINTED, all_merged, projects
from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import collect, status_of, types_of
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.evidence.tidy import TIDY
from kcity_analysis.vocabulary import round_half_away

AVERAGE = "krw a project"
FORCES, NARROWS, FITS, BREAKS = "forces", "narrows", "fits", "breaks"
"""What projects' ranges make of a total: every amount, some end, no end, a contradiction."""


def budget_totals(years: Sequence[int]) -> pd.DataFrame:
    """The published totals of years, in won: a figures frame with ``type`` and ``planned``.

    ``type`` is empty for all types of the year; ``planned`` says that the total stood in the call,
    before anything was selected. Published amounts for one project are no total and are left out.

    >>> budget_totals([2020, 2022])[["year", "value", "planned"]].values.tolist()
    [[2020, 3300000000.0, False], [2022, 4200000000.0, True]]
    """
    rows = _all_totals(vocabulary.stamp(*PRINTED))
    return rows[rows["year"].isin(years)].reset_index(drop=True)


@lru_cache(maxsize=2)
def _all_totals(stamped: vocabulary.Stamps) -> pd.DataFrame:
    words = vocabulary.table("budgets").set_index("budget")
    rows = all_merged(stamped)
    rows = rows[(rows["dimension"] == "budget") & rows["confidence"].isin(SOUND)]
    rows = rows[rows["category"].map(words["what"]).ne("each")]
    return rows.assign(
        least=rows["value"],
        most=rows["value"],
        type=rows["category"].map(words["type"]),
        planned=rows["category"].map(words["what"]).eq("planned"),
    )


def averages(years: Sequence[int]) -> pd.DataFrame:
    """Each published total over the number of its projects, where both are known.

    A figures frame of the measure "krw a project" (whole won), with ``type, planned, total`` and
    ``projects``. A planned total over the projects that were selected then stays a plan's.

    >>> averages([2021])["value"].tolist()
    [381818182.0]
    """
    rows = []
    for total in budget_totals(years).to_dict("records"):
        least, most, _ = _number_of(int(total["year"]), str(total["type"]))
        if not least == most > 0:
            continue
        value = round_half_away(total["value"] / least, 0)
        note = f"{'planned, ' if total['planned'] else ''}of {least:g} projects"
        rows.append(
            total
            | {"measure": AVERAGE, "value": value, "least": value, "most": value, "note": note}
            | {"basis": "derived", "total": total["value"], "projects": least}
        )
    return pd.DataFrame(rows, columns=[*TIDY[:-1], "type", "planned", "total", "projects"])


def _number_of(year: int, kind: str) -> tuple[float, float, str]:
    """The projects of a year, or of a type in it: least, most, and how far they are known."""
    if year not in collect().years("selection"):
        return math.nan, math.nan, ""
    rows = bounded(year, "selection")
    cell = ("type", kind) if kind else ("total", "all")
    own = rows[
        (rows["dimension"] == cell[0])
        & (rows["category"] == cell[1])
        & (rows["measure"] == "cases")
        & (rows["first_year"] == year)
    ]
    status = status_of(year, "selection", kind)
    if own.empty or (not kind and status == "in progress"):
        return math.nan, math.nan, status
    return float(own["least"].iloc[0]), float(own["most"].iloc[0]), status


def ranges_and_totals(years: Sequence[int]) -> pd.DataFrame:
    """What each total would mean for each project, if the ranges of all its projects held.

    One row a total of which the list has every project, each with a range. Columns: ``year, type,
    planned, total, projects``; ``sum_least, sum_most`` (of the ranges; a range without a low end
    begins at nothing); ``verdict``: "forces" (the total is one end of the sum, so that every amount
    is the same end of its range), "narrows" (some project can have less than its range), "fits", or
    "breaks" (the total is outside the sum: the ranges cannot all have held); ``each_least,
    each_most`` (what one project could be, the widest of all); ``call`` (whether a range is that
    of a call, not a project's own); ``sources``.

    >>> found = ranges_and_totals([2023, 2024])
    >>> found[["year", "type", "verdict", "each_least"]].values.tolist()
    [[2023, '', 'forces', 500000000.0], [2024, 'overseas demonstration', 'breaks', nan]]
    """
    listed = projects()
    rows = []
    for total in budget_totals(years).to_dict("records"):
        own = listed[listed["year"] == total["year"]]
        kinds = [total["type"]] if total["type"] else types_of(int(total["year"]))
        own = own[own["type"].isin(kinds)]
        least, most, _ = _number_of(int(total["year"]), str(total["type"]))
        if not least == most == len(own) > 0 or own["budget_high_krw"].isna().any():
            continue
        low, high = own["budget_low_krw"].fillna(0.0), own["budget_high_krw"]
        amount = float(total["value"])
        ends = float(low.sum()), float(high.sum())
        verdict = BREAKS if not ends[0] <= amount <= ends[1] else FITS
        if verdict == FITS and amount in ends:
            verdict = FORCES
        floor = (amount - (ends[1] - high)).clip(lower=low)
        ceiling = (amount - (ends[0] - low)).clip(upper=high)
        if verdict == FITS and ((floor > low).any() or (ceiling < high).any()):
            verdict = NARROWS
        holds = verdict != BREAKS
        rows.append(
            {
                "year": int(total["year"]), "type": total["type"], "planned": total["planned"],
                "total": amount, "projects": len(own), "sum_least": ends[0], "sum_most": ends[1],
                "verdict": verdict, "each_least": float(floor.min()) if holds else math.nan,
                "each_most": float(ceiling.max()) if holds else math.nan,
                "call": bool((own["budget_basis"] == "call").any()),
                "sources": "; ".join(sorted({*total["sources"].split("; "), *own["source_id"]})),
            }
        )  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=[
            "year", "type", "planned", "total", "projects", "sum_least", "sum_most", "verdict",
            "each_least", "each_most", "call", "sources",
        ],
    )  # fmt: skip
