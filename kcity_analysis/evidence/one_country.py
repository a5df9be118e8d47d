"""What is known of one country: what it applied for and was named for, what was selected of it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import projects
from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import (
    NAMED,
    Ends,
    Printed,
    Project,
    basis_of,
    came_in_window,
    collect,
    status_of,
)
from kcity_analysis.evidence.mentioned import countries_mentioned
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.evidence.tidy import TIDY
from kcity_analysis.vocabulary import DATA

RECORD = [*TIDY[:-1], "status", "named_for", "named_for_ko", "known_by"]
_NAMED_FOR = ("named_for", "named_for_ko")
_NOT_NAMED = dict.fromkeys((*_NAMED_FOR, "known_by"), "")
_UNKNOWN: Ends = (math.nan, math.nan)


def countries_with_something() -> list[str]:
    """The countries of which anything is known: named applicants, and those with a project.

    >>> len(countries_with_something()) >= len(set(projects()["country"]))
    True
    """
    names = ("named_applicants", "published_figures", "selected_projects")
    rows = (vocabulary.read_csv(DATA / f"{name}.csv").to_dict("records") for name in names)
    return sorted(countries_mentioned(*rows), key=vocabulary.country_name)


def country_record(iso3: str) -> pd.DataFrame:
    """What a country applied for and what was selected of it, a row a year and stage.

    Figures of the dimension "country", measure "cases", within bounds: cases received, where the
    country is known to have applied (``known_by``: "named" by a release, or "derived" from a
    selection in a contest with a window; else "" and no ends), and projects selected.
    ``named_for`` is what the release named it for. Rows with ``first_year < year`` have the
    projects of all years. A country without a listed project may have one of those that the list
    of its region lacks.

    >>> found = country_record("VNM")
    >>> found.query("stage == 'reception' and year == 2020")[["least", "most"]].values.tolist()
    [[5.0, 5.0]]
    """
    known = collect()
    listed: list[Project] = known.of(Project)
    rows: list[dict[str, Any]] = []
    named = {
        int(row["year"]): row
        for row in vocabulary.read_csv(DATA / "named_applicants.csv").to_dict("records")
        if (row["stage"], row["iso3"]) == ("reception", iso3)
    }
    for year in sorted({*known.years("reception"), *known.years("selection")}):
        said = named.get(year)
        printed = [
            one
            for one in known.of(Printed, year=year, stage="reception", dimension="country")
            if one.category == iso3
        ]
        came = [
            one for one in known.of(Project, year=year) if one.iso3 == iso3 and came_in_window(one)
        ]
        by = "named" if said or printed else "derived" if came else ""
        if not by and year not in known.years("reception"):
            continue  # nobody could be named: nothing was published
        ends = _received(iso3, year) if by else _UNKNOWN
        cited = {source for one in (*printed, *came) for source in one.sources.split("; ")}
        if said:
            cited = {said["source_id"], *(s for one in printed for s in one.sources.split("; "))}
        row = _row(iso3, year, year, "reception", ends, "; ".join(sorted(cited)))
        if printed and row["basis"] == "derived":
            row["basis"] = "published"
        words = {name: said.get(name, "") if said else "" for name in _NAMED_FOR}
        rows.append(row | words | {"known_by": by})
    years = known.years("selection")
    for year in years:
        own_list = [one for one in listed if (one.iso3, one.year) == (iso3, year)]
        told = sorted({source for one in own_list for source in one.sources.split("; ")})
        row = _row(iso3, year, year, "selection", _selected(iso3, year, year), "; ".join(told))
        rows.append(row | _NOT_NAMED)
    if len(years) > 1:
        ends = _selected(iso3, years[-1], years[0])
        told = sorted({source for one in listed if one.iso3 == iso3
                        for source in one.sources.split("; ")})  # fmt: skip
        row = _row(iso3, years[-1], years[0], "selection", ends, "; ".join(told))
        rows.append(row | _NOT_NAMED)
    return pd.DataFrame(rows, columns=RECORD)


def _row(
    iso3: str, year: int, first_year: int, stage: str, ends: Ends, sources: str
) -> dict[str, Any]:
    low, high = ends
    exact = low == high
    basis = "" if math.isnan(low) else basis_of(low, high)
    if exact and stage == "selection":
        basis = "recomputed"
    return {
        "year": year, "first_year": first_year, "stage": stage, "dimension": "country",
        "category": iso3, "measure": "cases", "value": low if exact else math.nan, "least": low,
        "most": high, "basis": basis, "confidence": "high", "note": "", "sources": sources,
        "status": status_of(year, stage),
    }  # fmt: skip


def _received(iso3: str, year: int) -> Ends:
    """The cases of a country that is known to have applied."""
    ends = ends_of(year, "reception", part=NAMED).get(
        (year, year, "reception", NAMED, iso3, "cases")
    )
    if ends is not None:
        return ends
    came = [one for one in collect().of(Project, year=year) if one.iso3 == iso3]
    return float(max(sum(map(came_in_window, came)), 1)), math.inf


def _selected(iso3: str, year: int, first_year: int) -> Ends:
    """The projects of a country: on the list, and what that may lack."""
    listed = collect().of(Project)
    stored = ends_of(year, "selection", part=NAMED)
    key = (year, first_year, "selection", NAMED, iso3, "cases")
    if key in stored:
        return stored[key]
    own = float(sum(one.iso3 == iso3 and first_year <= one.year <= year for one in listed))
    if any(one.iso3 == iso3 for one in listed):
        return own, own
    region = vocabulary.region_of(iso3)
    whole = ends_of(year, "selection")
    most = whole.get((year, first_year, "selection", "region", region, "cases"))
    here = sum(
        vocabulary.region_of(one.iso3) == region and first_year <= one.year <= year
        for one in listed
    )
    return own, max(most[1] - here, 0.0) if most else own


def region_standing(iso3: str, last_year: int) -> pd.DataFrame:
    """All projects selected to a year, of the programme and of a country's region, as figures."""
    years = [one for one in collect().years("selection") if one <= last_year]
    rows = bounded(years[-1], "selection")
    region = vocabulary.region_of(iso3)
    own = (rows["dimension"] == "total") | (rows["category"] == region)
    cases = rows["measure"].eq("cases") & rows["first_year"].eq(years[0])
    return rows[own & cases & rows["least"].notna()].reset_index(drop=True)


def country_projects(iso3: str) -> pd.DataFrame:
    """The listed projects of a country, as :func:`evidence.facts.projects`, the newest last."""
    listed = projects()
    return listed[listed["country"] == iso3].reset_index(drop=True)
