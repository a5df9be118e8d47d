"""What came of the selections through the years: follow-ons, newcomers, the types, the leaders.

What the list of projects names stands here by name; how many there can be with what the list lacks
is :mod:`evidence.standing`'s.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import projects
from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import NAMED, Ends, basis_of, collect, least_known
from kcity_analysis.evidence.standing import (
    DEMONSTRATION,
    FIRST_TIME,
    PLANNING,
    STANDING,
    TOP,
    plans_and_demonstrations,
)
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.evidence.tidy import TIDY

FOLLOWED = ["country", "city", "city_ko", "plan_year", "plan_type", "inferred"]
FOLLOWED += ["year", "years_between", "source_id"]


def follow_ons(first_year: int, last_year: int) -> pd.DataFrame:
    """The cities on the list that had a plan and, in a later year, a demonstration.

    One row a city, in the order of the demonstrations: ``country, city, city_ko``; the first plan
    (``plan_year, plan_type``; ``inferred``: no source states its type), the first demonstration
    after it (``year``), ``years_between`` and ``source_id`` of both.

    >>> follow_ons(2020, 2024)["city"].tolist()
    ['Gaziantep', 'Haiphong', 'Jakarta']
    """
    listed = projects()
    listed = listed[listed["year"].between(first_year, last_year)]
    rows = []
    places: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in listed.to_dict("records"):
        places.setdefault((row["country"], row["city"]), []).append(row)
    kinds = {year: plans_and_demonstrations(year) for year in set(listed["year"])}
    for (country, city), own in places.items():
        plans, shown = (
            [row for row in own if row["type"] in kinds[row["year"]][place]] for place in (0, 1)
        )
        pairs = [(a, b) for a in plans for b in shown if a["year"] < b["year"]]
        if not pairs:
            continue
        plan, later = min(pairs, key=lambda pair: (pair[0]["year"], pair[1]["year"]))
        rows.append(
            {
                "country": country, "city": city,
                "city_ko": vocabulary.city_name(str(country), str(city), "ko"),
                "plan_year": plan["year"], "plan_type": plan["type"],
                "inferred": plan["type_basis"] == "inferred", "year": later["year"],
                "years_between": later["year"] - plan["year"],
                "source_id": "; ".join(dict.fromkeys([plan["source_id"], later["source_id"]])),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=FOLLOWED)
    return frame.sort_values(["year", "plan_year"], kind="stable").reset_index(drop=True)


def standing(category: str, year: int, first_year: int) -> pd.DataFrame:
    """The figure of "first time", "plan, then demonstration" or "five with most", within bounds.

    A row of the figures frame; none where the programme of the selections does not begin with
    ``first_year``.
    """
    if year not in collect().years("selection"):
        return pd.DataFrame(columns=TIDY)
    rows = bounded(year, "selection")
    own = (rows["dimension"] == STANDING) & (rows["category"] == category)
    return rows[own & (rows["first_year"] == first_year)].reset_index(drop=True)


def first_times(last_year: int) -> pd.DataFrame:
    """How many countries each year selected that none before it had, as figures within bounds.

    ``named`` has the codes of those that the list has for the first time in the year, by "; ": of a
    year whose list may lack some, one of them may have been selected before.

    >>> first_times(2025)[["year", "least", "most"]].values.tolist()[-2:]
    [[2024.0, 3.0, 3.0], [2025.0, 1.0, 1.0]]
    """
    years = [one for one in collect().years("selection") if one <= last_year]
    frames, seen = [], set[str]()
    for year in years:
        own = sorted(set(projects(year)["country"])) if _has_list(year) else []
        found = standing(FIRST_TIME, year, years[0])
        frames.append(found.assign(named="; ".join(one for one in own if one not in seen)))
        seen |= set(own)
    return pd.concat(frames, ignore_index=True)


def _has_list(year: int) -> bool:
    return bool((projects()["year"] == year).any())


def planned_and_shown(first_year: int, last_year: int) -> pd.DataFrame:
    """Plans and demonstrations selected in each year: like with like, through the crosswalk.

    Figures of the dimension "type", category "planning" (with the types that were joined into it)
    or "overseas demonstration". A year that had no such type has no row; of a type that was not
    over ``least`` counts what is, and nothing limits its most.

    >>> found = planned_and_shown(2020, 2021)
    >>> found[["year", "category", "value"]].values.tolist()
    [[2020, 'planning', 12.0], [2021, 'planning', 8.0], [2021, 'overseas demonstration', 3.0]]
    """
    rows = []
    for year in collect().years("selection"):
        if not first_year <= year <= last_year:
            continue
        figures = bounded(year, "selection")
        types = figures[(figures["dimension"] == "type") & (figures["measure"] == "cases")]
        types = types[types["least"].notna()]
        kinds = plans_and_demonstrations(year)
        for category, held in zip((PLANNING, DEMONSTRATION), kinds, strict=True):
            own = types[types["category"].isin(held)]
            if own.empty:
                continue
            low, high = float(own["least"].sum()), float(own["most"].sum())
            basis = own["basis"].iloc[0] if len(own) == 1 else basis_of(low, high)
            cited = sorted({one for ids in own["sources"] for one in ids.split("; ") if one})
            rows.append(
                {
                    "year": year, "first_year": year, "stage": "selection", "dimension": "type",
                    "category": category, "measure": "cases",
                    "value": low if low == high else math.nan, "least": low, "most": high,
                    "basis": basis, "confidence": "high",
                    "note": " and ".join(held) if held != [category] else own["note"].iloc[0],
                    "sources": "; ".join(cited), "status": least_known(own["status"]),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=[*TIDY[:-1], "status"])


def most_selected(last_year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The countries by how many projects of theirs are on the list, and what five of them have.

    The first frame has a row a country, the most first: ``country, projects, place`` (those that
    tie share a place, as in a race) and ``least, most`` (with what the list may lack). The second
    is the figure of the five with most together: what five have that have most, whoever they are.

    >>> most_selected(2025)[0].head(2).values.tolist()
    [['IDN', 8, 1, 8.0, 9.0], ['VNM', 5, 2, 5.0, 6.0]]
    """
    years = collect().years("selection")
    listed = projects()
    counts = listed[listed["year"] <= last_year].groupby("country").size()
    frame = counts.rename("projects").reset_index()
    frame["place"] = frame["projects"].rank(method="min", ascending=False).astype(int)
    frame = frame.sort_values(["place", "country"], kind="stable").reset_index(drop=True)
    last = max(one for one in years if one <= last_year)
    stored = ends_of(last, "selection", part=NAMED)
    ends = [
        stored.get((last, years[0], "selection", NAMED, iso3, "cases"), (float(own), float(own)))
        for iso3, own in zip(frame["country"], frame["projects"], strict=True)
    ]
    frame[["least", "most"]] = ends
    return frame, standing(TOP, last, years[0])


def totals_of_selections(last_year: int) -> Ends | None:
    """The least and the most that all selections to a year can be, in projects; None of none."""
    years = collect().years("selection")
    last = max((one for one in years if one <= last_year), default=0)
    return ends_of(last, "selection").get((last, years[0], "selection", "total", "all", "cases"))
