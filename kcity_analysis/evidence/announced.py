"""Calls that are open or to come, as announced: context, never figures."""

from __future__ import annotations

import math

import pandas as pd

from kcity_analysis.evidence.facts import plans, sources
from kcity_analysis.evidence.known import IN_PROGRESS, WINDOW, intake_of, status_of, types_of
from kcity_analysis.evidence.waiting import windows

CALLS = ["year", "type", "state", "first_day", "last_day", "projects_least", "projects_most"]
CALLS += ["krw_least", "krw_most", "chosen", "collected_on", "sources"]


def calls(first_year: int, last_year: int) -> pd.DataFrame:
    """What was announced of each type whose selection was not over when the data were collected.

    One row a year and type: ``state`` ("open", "coming", "closed", "all year" or "": nothing of a
    window is known) on ``collected_on``, the day of the newest source; ``first_day`` and
    ``last_day`` of the window; how many projects and how much each were planned
    (``projects_least, projects_most, krw_least, krw_most``; NaN: not said); ``chosen``, the day or
    month planned for the choice; ``sources``. Empty where everything is over.

    >>> calls(2020, 2025).empty
    True
    """
    today = max(sources()["published_on"], default="")
    known, announced = windows(), plans()
    rows = []
    for year in range(first_year, last_year + 1):
        for kind in types_of(year):
            if status_of(year, "selection", kind) != IN_PROGRESS:
                continue
            planned = announced[(announced["year"] == str(year)) & (announced["type"] == kind)]
            own = known[(known["year"] == year) & (known["type"] == kind)]
            dates = pd.concat([own, planned[planned["what"] == "intake"]])[:1].to_dict("records")
            first, last = (dates[0][one] if dates else "" for one in ("first_day", "last_day"))
            chosen = planned.loc[planned["what"] == "chosen", "first_day"]
            rows.append(
                {
                    "year": year, "type": kind, "first_day": first, "last_day": last,
                    "state": _state(first, last, today, intake_of(kind, year)),
                    **_ends(planned, "projects", "projects"),
                    **_ends(planned, "won a project", "krw"),
                    "chosen": chosen.iloc[-1] if len(chosen) else "", "collected_on": today,
                    "sources": "; ".join(sorted({*planned["source_id"], *own["source_id"]})),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=CALLS)


def _state(first: str, last: str, today: str, intake: str) -> str:
    if not first:
        return "" if intake == WINDOW else "all year"
    return "coming" if today < first else "open" if today <= last else "closed"


def _ends(planned: pd.DataFrame, what: str, name: str) -> dict[str, float]:
    own = planned[planned["what"] == what]
    found = {}
    for end in ("least", "most"):
        said = [float(one) for one in own[end] if one]
        found[f"{name}_{end}"] = (min if end == "least" else max)(said) if said else math.nan
    return found
