"""What each chart shows, in words, for who cannot see it: every mark, its figure and its year.

Each drawing function has a companion here that takes the same frame.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kcity_analysis.charts.citymarks import kind_name, kinds_of
from kcity_analysis.charts.layout import ends, short_label
from kcity_analysis.evidence import category_label
from kcity_analysis.vocabulary import Message, Quantity, capital, say, unit_of

_MEASURES = ("cases", "countries")


_SPAN = ("year", "first_year")


def describe_bars(rows: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.bars` in words: each category with its cases and countries.

    >>> describe_bars(pd.DataFrame([{
    ...     "year": 2021, "stage": "reception", "dimension": "region", "category": "Africa",
    ...     "measure": "cases", "value": None, "least": 5, "most": 18}]))
    'Bar chart of 2021. Africa: 5 to 18 cases.'
    """
    stage = str(rows["stage"].iloc[0])
    found: dict[tuple[str, str], dict[str, Quantity]] = {}
    names = zip(rows["dimension"], rows["category"], rows["measure"], strict=True)
    for (dimension, category, measure), pair in zip(names, ends(rows), strict=True):
        if measure in _MEASURES and not np.isnan(pair).all():
            quantity = _quantity(pair, unit_of(measure, stage))
            found.setdefault((dimension, category), {})[measure] = quantity
    items = []
    for key, figures in found.items():
        label = short_label(key, language)
        shown = [figures[one] for one in _MEASURES if one in figures]
        if not any(one.most for one in shown):
            items.append(say("alt.none", language, label=label))
        elif len(shown) == 2:
            both = dict(zip(_MEASURES, shown, strict=True))
            items.append(say(f"alt.both.{stage}", language, label=label, **both))
        else:
            items += [say("alt.item", language, label=label, figure=one) for one in shown]
    year, first_year = (int(rows[one].iloc[0]) if one in rows else 0 for one in _SPAN)
    years = Message("alt.span", first_year=first_year, year=year) if 0 < first_year < year else year
    return described("alt.bars", items, language, year=years)


def describe_dumbbells(comparison: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.dumbbells` in words: each category in both years."""
    before, now = ends(comparison, "base_value", "base_"), ends(comparison)
    year, base_year = (int(comparison[one].iloc[0]) for one in ("year", "base_year"))
    stage = str(comparison["stage"].iloc[0])
    names = zip(comparison["dimension"], comparison["category"], comparison["measure"], strict=True)
    items = [
        say(
            "alt.two_years", language, label=short_label((dimension, category), language),
            before=_quantity(was, unit_of(measure, stage)), base_year=base_year,
            now=_quantity(pair, unit_of(measure, stage)), year=year,
        )
        for (dimension, category, measure), was, pair in zip(names, before, now, strict=True)
        if not np.isnan([*was, *pair]).any()
    ]  # fmt: skip
    return described("alt.dumbbells", items, language, year=year, base_year=base_year)


def describe_contributions(comparison: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.contributions` in words: what each part made of the change."""
    items = []
    names = zip(comparison["dimension"], comparison["category"], strict=True)
    for key, pair in zip(names, ends(comparison, "contribution", "contribution_"), strict=True):
        if not np.isnan(pair).all():
            total = key[0] == "total"
            label = say("chart.in_all", language) if total else short_label(key, language)
            points = replace(_quantity(pair, "points"), signed=True)
            items.append(say("alt.item", language, label=label, figure=points))
    year, base_year = (int(comparison[one].iloc[0]) for one in ("year", "base_year"))
    return described("alt.contributions", items, language, year=year, base_year=base_year)


def describe_columns(series: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.columns` in words: each series year by year, gaps named."""
    found: dict[str, list[str]] = {}
    absent = series["absent"] if "absent" in series else [""] * len(series)
    rows = zip(series["series"], series["year"], ends(series), absent, strict=True)
    for name, year, pair, why in rows:
        unknown = np.isnan(pair).all()
        lacking = why or say("number.unpublished", language)
        figure = lacking if unknown else _quantity(pair, "")
        text = say("alt.year", language, year=int(year), figure=figure)
        found.setdefault(str(name), []).append(text)
    return _spans("alt.columns", found, series["year"], language)


def describe_country_years(counts: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.country_years` in words: each country with its years."""
    found: dict[str, list[str]] = {}
    rows = sorted(zip(counts["category"], counts["year"], counts["value"], strict=True))
    for iso3, year, value in rows:
        if value > 0:
            text = say("alt.year", language, year=int(year), figure=Quantity.of(float(value)))
            found.setdefault(category_label("country", str(iso3), language), []).append(text)
    return _spans("alt.country_years", found, counts["year"], language)


def describe_ranges(rows: pd.DataFrame, language: str = "en") -> str:
    """:func:`charts.ranges` in words: each amount, or its two ends."""
    items = [
        say("alt.item", language, label=str(label), figure=Quantity(low, high, "krw"))
        for label, low, high in zip(rows["label"], rows["low"], rows["high"], strict=True)
    ]
    return described("alt.ranges", items, language)


def describe_map(
    points: pd.DataFrame,
    countries: pd.DataFrame | None = None,
    *,
    unit: str = "cases",
    key: str = "alt.map",
    language: str = "en",
) -> str:
    """:func:`charts.world_map` in words: the cities by type, with country and year, and the shades.

    ``points`` as from :func:`charts.city_points`; ``key`` is what the map is called.
    """
    items = []
    for kind in kinds_of(points) if len(points) else []:
        own = points[points["kind"] == kind]
        places = list(dict.fromkeys(_place(row, language) for row in own.to_dict("records")))
        items.append(say("alt.item", language, label=kind_name(kind, language),
                         figure=", ".join(places)))  # fmt: skip
    if countries is not None and len(countries):
        shaded = []
        for iso3, value in zip(countries["iso3"], countries["value"], strict=True):
            name = category_label("country", str(iso3), language)
            known = not pd.isna(value)
            figure = Quantity.of(float(value), unit).said(language) if known else ""
            shaded.append(f"{name} ({figure})" if known else name)
        items.append(say("alt.item", language, label=say("alt.shaded", language),
                         figure=", ".join(sorted(shaded))))  # fmt: skip
    return described(key, items, language)


def _place(row: Mapping[Hashable, object], language: str) -> str:
    about = []
    if row.get("country"):
        about.append(category_label("country", str(row["country"]), language))
    if row.get("year"):
        about.append(str(row["year"]))
    return f"{row['label']} ({', '.join(about)})" if about else str(row["label"])


def _quantity(pair: Iterable[float], unit: str) -> Quantity:
    least, most = map(float, pair)
    return Quantity(least, most, unit)


def _spans(key: str, found: dict[str, list[str]], years: pd.Series, language: str) -> str:
    items = [
        say("alt.item", language, label=name, figure=", ".join(texts))
        for name, texts in found.items()
    ]
    first, last = int(years.min()), int(years.max())
    return described(key, items, language, first_year=first, last_year=last)


def described(key: str, items: Sequence[str], language: str, **values: object) -> str:
    """A chart in words: what it is, and its items; that it shows nothing where there are none."""
    if not items:
        return say("alt.nothing", language)
    return capital(say(key, language, items="; ".join(items), **values))
