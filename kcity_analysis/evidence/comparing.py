"""Figures of two years -> what changed, by how much, and which part made how much of it."""

from __future__ import annotations

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.frame import COUNTED, figures, pick, sound, yearly
from kcity_analysis.vocabulary import NOT_ITEMISED, InputError, check_years, percent_of

COLUMNS = [
    "year",
    "base_year",
    "stage",
    "dimension",
    "category",
    "measure",
    "value",
    "base_value",
    "change",
    "percent",
    "contribution",
    "status",
    "basis",
    "note",
]
_DIMENSIONS = ["total", "region", "type", "secretariat"]


def compare(
    year: int,
    base_year: int,
    stage: str = "reception",
    frame: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The figures of ``year`` against those of ``base_year``, by total, region, type, secretariat.

    Returns one row a category and measure: ``year, base_year, stage, dimension, category,
    measure``; ``value`` and ``base_value`` (NaN: not published); ``change`` (value less base);
    ``percent`` (change in percent of the base, one decimal, half away from zero; NaN where the base
    is 0); ``contribution`` (change in percentage points of the base year's total: those of the
    cases of a dimension add up to the total's percent change); ``status``, ``basis`` (of the two
    values: published, recomputed or derived) and ``note``. A status is

    - ``compared``: both years have the figure;
    - ``new``: nothing in the base year, so that no percentage exists;
    - ``introduced``, ``discontinued``: only one of the years had the category;
    - ``not published``: a figure is missing, so that nothing can be said.

    Types that were joined or split between the years are compared through
    ``data/reference/type_crosswalk.csv``, and regions that only one of the years itemises go into
    the residual of both; the note says so. ``frame`` is a figures frame holding both years, by
    default the published figures. Raises InputError where a year has no figures of the stage.

    >>> compare(2021, 2020)[["measure", "change", "percent"]].head(2).values.tolist()
    [['cases', 31.0, 38.8], ['countries', 16.0, 69.6]]
    """
    check_years(year=year, base_year=base_year)
    if frame is None:
        frame = pd.concat([figures(one, stage) for one in (base_year, year)])
    frame = frame[frame["stage"] == stage]
    for one in (year, base_year):
        if one not in set(frame["year"]):
            raise InputError(f"there are no {stage} figures of {one} to compare with")
    rows = []
    for dimension in _DIMENSIONS:
        for measure in COUNTED:
            now, before, notes = _aligned(frame, dimension, measure, year, base_year)
            if dimension == "secretariat" and not (now and before):
                continue  # that no source names one for a year does not mean there was none
            for category in _union(dimension, now, before):
                rows.append(
                    {
                        "dimension": dimension,
                        "category": category,
                        "measure": measure,
                        **_change(now.get(category), before.get(category)),
                        "note": notes.get(category, ""),
                    }
                )
    result = pd.DataFrame(rows).assign(year=year, base_year=base_year, stage=stage)
    result["basis"] = _bases(result, _basis(frame))
    result["contribution"] = [
        percent_of(change, pick(frame, "total", "all", measure, base_year))
        for change, measure in zip(result["change"], result["measure"], strict=True)
    ]
    countries_overlap = (result["measure"] == "countries") & ~result["dimension"].isin(
        ["total", "region"]
    )
    result.loc[countries_overlap, "contribution"] = float("nan")
    return result[COLUMNS]


def _basis(frame: pd.DataFrame) -> dict[tuple[object, ...], str]:
    """(year, dimension, category, measure) -> basis, of the yearly figures that have a value."""
    known = sound(frame[frame["first_year"] == frame["year"]])
    key = zip(*(known[one] for one in ["year", "dimension", "category", "measure"]), strict=True)
    return dict(zip(key, known["basis"], strict=True))


def _bases(result: pd.DataFrame, basis: dict[tuple[object, ...], str]) -> list[str]:
    """The basis of both values of each comparison; what was joined or folded is derived."""
    found = []
    for row in result.to_dict("records"):
        sides = []
        for year, value in ((row["year"], row["value"]), (row["base_year"], row["base_value"])):
            if not pd.isna(value):
                key = (year, row["dimension"], row["category"], row["measure"])
                sides.append(basis.get(key, "derived"))
        found.append(", ".join(dict.fromkeys(sides)))
    return found


def _change(value: float | None, base: float | None) -> dict[str, object]:
    """One comparison. None: the year did not have the category; NaN: it was not published."""
    nothing = float("nan")
    found = {"value": nothing if value is None else value}
    found |= {"base_value": nothing if base is None else base}
    if value is None or base is None:
        status = "introduced" if base is None else "discontinued"
        return {**found, "change": nothing, "percent": nothing, "status": status}
    change = value - base
    if pd.isna(change):
        return {**found, "change": nothing, "percent": nothing, "status": "not published"}
    status = "new" if base == 0 and value > 0 else "compared"
    return {**found, "change": change, "percent": percent_of(change, base), "status": status}


def _with_residual(parts: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """A residual that only the other year has: 0 where these parts are complete, else unknown."""
    missing = {NOT_ITEMISED, vocabulary.NOT_STATED} & (set(other) - set(parts))
    rest = float("nan") if not parts or any(map(pd.isna, parts.values())) else 0.0
    return {**parts, **dict.fromkeys(missing, rest)}


def _union(dimension: str, now: dict[str, float], before: dict[str, float]) -> list[str]:
    declared = [*vocabulary.categories(dimension), NOT_ITEMISED, vocabulary.NOT_STATED]
    return [category for category in declared if category in now or category in before]


def _aligned(
    frame: pd.DataFrame, dimension: str, measure: str, year: int, base_year: int
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Category -> value for both years on categories that both can be put on, and the notes."""
    values = {one: _values(frame, dimension, measure, one) for one in (year, base_year)}
    for one, other in ((year, base_year), (base_year, year)):
        values[one] = _with_residual(values[one], values[other])
    if dimension == "type":
        return _through_crosswalk(values, measure, year, base_year)
    if dimension == "region":
        return _on_common_regions(frame, values, measure, year, base_year)
    return values[year], values[base_year], {}


def _values(frame: pd.DataFrame, dimension: str, measure: str, year: int) -> dict[str, float]:
    rows = yearly(frame[frame["year"] == year], dimension)
    rows = rows[rows["measure"] == measure]
    usable = set(sound(rows).index)
    return {
        str(row.category): float(str(row.value)) if row.Index in usable else float("nan")
        for row in rows.itertuples()
    }


def _on_common_regions(
    frame: pd.DataFrame,
    values: dict[int, dict[str, float]],
    measure: str,
    year: int,
    base_year: int,
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Regions that both years itemise, and for both one residual made of all the others."""
    itemised = {
        one: {region for region, value in regions.items() if not pd.isna(value)} - {NOT_ITEMISED}
        for one, regions in values.items()
    }
    common = itemised[year] & itemised[base_year]
    residual = any(NOT_ITEMISED in regions for regions in values.values())
    if not common or not residual:
        return values[year], values[base_year], {}
    aligned = {}
    for one in (year, base_year):
        whole = pick(frame, "total", "all", measure, one)
        parts = {region: values[one][region] for region in common}
        aligned[one] = {**parts, NOT_ITEMISED: whole - sum(parts.values())}
    folded = (itemised[year] | itemised[base_year]) - common
    names = ", ".join(region for region in vocabulary.categories("region") if region in folded)
    note = f"with {names}, itemised in one of the years only" if names else ""
    return aligned[year], aligned[base_year], {NOT_ITEMISED: note}


def _through_crosswalk(
    values: dict[int, dict[str, float]], measure: str, year: int, base_year: int
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Types of both years, joined where the crosswalk joins what the other year has as one."""
    crosswalk = vocabulary.table("type_crosswalk").set_index("type")
    joined = dict(crosswalk["comparable_type"])
    reason = dict(crosswalk["reason"])
    notes = {}
    for one, other in ((year, base_year), (base_year, year)):
        merged: dict[str, list[float]] = {}
        for kind, value in values[one].items():
            target = joined.get(kind, kind)
            use = target if target in values[other] and kind not in values[other] else kind
            merged.setdefault(use, []).append(value)
            if use != kind:
                notes[use] = f"through the crosswalk: {reason[kind][0].lower()}{reason[kind][1:]}"
            elif vocabulary.type_name(kind, one) != kind:
                notes[use] = f"called {vocabulary.type_name(kind, one)!r} in {one}"
        values[one] = {
            kind: sum(parts) if measure == "cases" or len(parts) == 1 else float("nan")
            for kind, parts in merged.items()
        }
    return values[year], values[base_year], notes


def entrants(countries: pd.Series, base_countries: pd.Series) -> pd.DataFrame:
    """Who is new and who is gone: ``iso3, status`` (entrant, stayer, leaver), by status and code.

    Both are ISO alpha-3 codes of all the countries of a year; with an incomplete list the answer
    would be wrong, so that lists of merely named applicants must not be passed.

    >>> entrants(pd.Series(["VNM", "KEN"]), pd.Series(["VNM", "PER"])).values.tolist()
    [['KEN', 'entrant'], ['VNM', 'stayer'], ['PER', 'leaver']]
    """
    now, before = set(countries), set(base_countries)
    rows = [(iso3, "entrant") for iso3 in sorted(now - before)]
    rows += [(iso3, "stayer") for iso3 in sorted(now & before)]
    rows += [(iso3, "leaver") for iso3 in sorted(before - now)]
    return pd.DataFrame(rows, columns=["iso3", "status"])
