"""How long applicants waited: from the day a window closed to the day its projects were announced.

``data/reference/calendar_events.csv`` says which events of the calendar are windows, and of which
type; the day of the announcement stands with each selected project.
"""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import projects
from kcity_analysis.evidence.known import WINDOW, basis_of, intake_of, types_of
from kcity_analysis.evidence.standing import plans_and_demonstrations
from kcity_analysis.evidence.tidy import TIDY
from kcity_analysis.vocabulary import DATA

DAYS = "days"
WAITS = [*TIDY[:-1], "closed", "announced", "intake"]


def windows(year: int | None = None) -> pd.DataFrame:
    """The windows of a year or of all: ``year, type, first_day, last_day, source_id``.

    A row a type that the year had: a window of a joined type is that of each type in it, and one
    without a type of all.
    """
    events = vocabulary.table("calendar_events")
    events = events[events["what"] == "window"]
    own = dict(zip(events["event"], events["type"], strict=True))
    rows = []
    for row in vocabulary.read_csv(DATA / "calendar.csv").to_dict("records"):
        if row["event"] not in own or year not in (None, int(row["year"])):
            continue
        of, held = own[row["event"]], types_of(int(row["year"]))
        plans, shown = plans_and_demonstrations(int(row["year"]))
        joined = [kinds for kinds in (plans, shown) if of and of not in held and kinds]
        kinds = [of] if of in held else held if not of else joined[0] if joined else []
        rows += [
            {name: row[name] for name in ("first_day", "last_day", "source_id")}
            | {"year": int(row["year"]), "type": kind}
            for kind in kinds
        ]
    return pd.DataFrame(rows, columns=["year", "type", "first_day", "last_day", "source_id"])


def waits(first_year: int, last_year: int) -> pd.DataFrame:
    """Days from the close of the window to the announcement, by year and type.

    A figures frame of the measure "days" with ``closed`` and ``announced`` (ISO days, empty where
    not known; of several announcements the first) and ``intake`` ("window" or "all year"). A type
    whose proposals come in all year has a row without days, for nothing closed; so has one of which
    a day is not known.

    >>> waits(2023, 2024)[["year", "category", "value"]].values.tolist()[:2]
    [[2023, 'planning', 43.0], [2023, 'overseas demonstration', 23.0]]
    """
    listed, closed = projects(), windows()
    rows = []
    for year in range(first_year, last_year + 1):
        for kind in types_of(year):
            own = listed[(listed["year"] == year) & (listed["type"] == kind)]
            told = sorted(day for day in own["announced_on"] if day)
            ends = closed[(closed["year"] == year) & (closed["type"] == kind)]
            intake = intake_of(kind, year)
            last = max(ends["last_day"], default="") if intake == WINDOW else ""
            spans = [_days(last, day) for day in (told[:1] + told[-1:]) if last]
            low, high = (min(spans), max(spans)) if spans else (math.nan, math.nan)
            cited = {*own["source_id"], *(ends["source_id"] if last else ())}
            if own.empty and not last and intake == WINDOW:
                continue
            rows.append(
                {
                    "year": year, "first_year": year, "stage": "selection", "dimension": "type",
                    "category": kind, "measure": DAYS, "value": low if low == high else math.nan,
                    "least": low, "most": high, "basis": basis_of(low, high) if spans else "",
                    "confidence": "high", "note": "from the close of the window",
                    "sources": "; ".join(sorted(cited)), "closed": last,
                    "announced": told[0] if told else "", "intake": intake,
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=WAITS)


def _days(first: str, last: str) -> float:
    return float((date.fromisoformat(last) - date.fromisoformat(first)).days)
