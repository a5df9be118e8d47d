"""How many of those that applied were selected, within bounds, and how many cases a country sent.

A rate sets the projects selected in a year's contest against the applications of that contest. It
needs a window: where proposals come in all year, what is selected may be older than the year, so
that the quotient is of no one's chances and may even be above 100 percent.
"""

from __future__ import annotations

import math

import pandas as pd

from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import WINDOW, basis_of, collect, intake_of, types_of
from kcity_analysis.evidence.tidy import TIDY
from kcity_analysis.vocabulary import NOT_ITEMISED, categories, percent_of, round_half_away

RATE = "selection rate"
A_COUNTRY = "cases a country"
RATES = [*TIDY, "part_least", "part_most", "whole_least", "whole_most"]
_DIMENSIONS = ("total", "type", "secretariat", "region")


def rolling_types(year: int) -> list[str]:
    """The types of a year whose proposals come in all year.

    >>> rolling_types(2023), rolling_types(2024)
    ([], ['planning'])
    """
    return [kind for kind in types_of(year) if intake_of(kind, year) != WINDOW]


def has_applications(year: int) -> bool:
    """Whether anything is known of the applications of a year.

    >>> has_applications(2023), has_applications(2024)
    (True, False)
    """
    return year in collect().years("reception")


def selection_rates(year: int) -> pd.DataFrame:
    """The projects selected in percent of the cases received, by type, secretariat and region.

    A figures frame (:data:`evidence.tidy.TIDY`) of the measure "selection rate", in percent, with
    ``part_least, part_most`` (projects) and ``whole_least, whole_most`` (cases). The region "not
    itemised" has those together of which the release itemises none. An end is the quotient of the
    ends that make it smallest or largest, at most 100 percent. A category that may have had no case
    has no rate and no row, nor has a year of which no case is known, nor what comes in all year.

    >>> found = selection_rates(2021).query("dimension == 'type'")
    >>> found[["category", "part_least", "whole_least", "value"]].values.tolist()[0]
    ['urban-development planning', 4.0, 57.0, 7.0]
    """
    if year not in collect().years("selection") or not has_applications(year):
        return pd.DataFrame(columns=RATES)
    selected, received = (
        rows[(rows["measure"] == "cases") & (rows["first_year"] == rows["year"])]
        for rows in (bounded(year, "selection"), bounded(year, "reception"))
    )
    parts, wholes = _ends(selected), _ends(received)
    itemised = [
        one
        for one in categories("region")
        if wholes.get(("region", one), (0, 1))[0] == wholes.get(("region", one), (0, 1))[1]
    ]
    rest = [parts[key] for key in parts if key[0] == "region" and key[1] not in itemised]
    if itemised and rest:
        parts["region", NOT_ITEMISED] = sum(one[0] for one in rest), sum(one[1] for one in rest)
    rolling = rolling_types(year)
    rows = []
    for dimension in _DIMENSIONS:
        for (name, category), whole in wholes.items():
            part = parts.get((name, category))
            rolls = rolling if dimension != "type" else set(rolling) & {category}
            if name != dimension or part is None or rolls or whole[0] <= 0:
                continue
            low = percent_of(part[0], whole[1]) if math.isfinite(whole[1]) else 0.0
            high = min(percent_of(part[1], whole[0]), 100.0)
            rows.append(
                {
                    "year": year, "first_year": year, "stage": "selection", "dimension": dimension,
                    "category": category, "measure": RATE,
                    "value": low if low == high else math.nan, "least": low, "most": high,
                    "basis": basis_of(low, high), "confidence": "high", "note": "",
                    "sources": _cited(selected, received, dimension, category), "base_year": "",
                    "part_least": part[0], "part_most": part[1],
                    "whole_least": whole[0], "whole_most": whole[1],
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=RATES)


def _ends(rows: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    sound = rows[rows["least"].notna()]
    keys = zip(sound["dimension"], sound["category"], strict=True)
    return dict(zip(keys, zip(sound["least"], sound["most"], strict=True), strict=True))


def _cited(selected: pd.DataFrame, received: pd.DataFrame, dimension: str, category: str) -> str:
    """The sources of both sides of a rate."""
    rows = pd.concat([selected, received])
    own = rows[(rows["dimension"] == dimension) & (rows["category"] == category)]
    return "; ".join(sorted({one for ids in own["sources"] for one in ids.split("; ") if one}))


def cases_a_country(first_year: int, last_year: int) -> pd.DataFrame:
    """How many cases a country sent, of the years of which both totals are known.

    A figures frame of the measure "cases a country" (one decimal, half away from zero), with
    ``cases`` and ``countries``.

    >>> cases_a_country(2020, 2023)["value"].tolist()
    [3.5, 2.8, 1.9, 1.7]
    """
    rows = []
    for year in collect().years("reception"):
        if not first_year <= year <= last_year:
            continue
        ends = {
            row["measure"]: (row["least"], row["most"], row["sources"])
            for row in bounded(year, "reception").to_dict("records")
            if row["dimension"] == "total" and row["first_year"] == year and row["least"] > 0
        }
        if len(ends) < 2:
            continue
        cases, countries = ends["cases"], ends["countries"]
        # Each country sent one at least.
        low, high = (
            round_half_away(max(one / other, 1.0))
            for one, other in ((cases[0], countries[1]), (cases[1], countries[0]))
        )
        cited = sorted({one for end in (cases, countries) for one in end[2].split("; ") if one})
        rows.append(
            {
                "year": year, "first_year": year, "stage": "reception", "dimension": "total",
                "category": "all", "measure": A_COUNTRY, "value": low if low == high else math.nan,
                "least": low, "most": high, "basis": basis_of(low, high), "confidence": "high",
                "note": "", "sources": "; ".join(cited),
                "cases": cases[0], "countries": countries[0],
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=[*TIDY[:-1], "cases", "countries"])
