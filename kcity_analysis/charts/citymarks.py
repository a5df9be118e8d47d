"""Cities on the map: their positions, their marks, and their names where these fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from kcity_analysis.charts.colours import ACCENT, ACCENT2, ACCENT3, INK, MUTED, SURFACE
from kcity_analysis.charts.geography import Points, project, unwrap
from kcity_analysis.charts.labels import Place, place_labels
from kcity_analysis.charts.layout import NAME, KeyEntry
from kcity_analysis.charts.typeface import drawable, text_width
from kcity_analysis.vocabulary import (
    InputError,
    Message,
    Problem,
    categories,
    label,
    say,
    shorten,
    table,
)

LABEL_SIZE = 9.6
"""Points of a map that is nine inches wide: 7 pt on A4, 12 px on a wide screen."""

RADIUS = 3.4

_MARKS = {
    "planning": ("o", ACCENT, 1.0),
    "overseas demonstration": ("D", ACCENT2, 0.84),
    "urban-development planning": ("s", ACCENT, 0.9),
    "solution planning": ("^", ACCENT3, 1.1),
}
"""Marker, colour and size of a type, the same on every map."""

_UNLABELLED = "unlabelled"


@dataclass(frozen=True)
class Site:
    """One place: its centre in the projection, its name, the kinds of what is there."""

    x: float
    y: float
    name: str
    kinds: list[str]
    times: int

    def centres(self, scale: float) -> list[tuple[str, float]]:
        """Each kind with the x of its mark: side by side around the place."""
        middle = (len(self.kinds) - 1) / 2
        step = 1.75 * RADIUS / scale
        return [(kind, self.x + (n - middle) * step) for n, kind in enumerate(self.kinds)]

    @property
    def radius(self) -> float:
        return RADIUS * (1 + 0.87 * (len(self.kinds) - 1))


def city_points(projects: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Projects with the position of their city, as `world_map` takes them.

    ``projects`` has ``country``, ``city``, ``type`` and may have ``year``. Columns of the answer:
    ``latitude``, ``longitude`` (degrees), ``label`` (the city in English or Korean, without what
    stands in brackets), ``kind`` (the type), ``country`` and ``year``. Positions are those of
    ``data/reference/cities.csv``. Raises InputError that names every city without one.
    """
    cities = table("cities").set_index(["country", "city"])
    keys = pd.MultiIndex.from_frame(projects[["country", "city"]])
    unknown = sorted(set(keys) - set(cities.index))
    if unknown:
        raise InputError(
            Message("error.cities without position"),
            [
                Problem("data/reference/cities.csv", 0, "city", f"{city} ({country})",
                        Message("problem.a row"), Message("problem.add position"))
                for country, city in unknown
            ],
        )  # fmt: skip
    found = cities.loc[keys].reset_index()
    names = found["city_ko"] if language == "ko" else found["city"]
    return pd.DataFrame(
        {
            "latitude": found["latitude"].astype(float),
            "longitude": found["longitude"].astype(float),
            "label": names.str.replace(r"\s*\(.*\)$", "", regex=True),
            "kind": projects["type"].to_numpy(),
            "country": projects["country"].to_numpy(),
            "year": projects["year"].to_numpy() if "year" in projects else None,
        }
    )


def sites_of(points: pd.DataFrame) -> list[Site]:
    """The places of these points, those that share a position as one."""
    kinds = _in_order(points["kind"])
    found = []
    for (latitude, longitude), rows in points.groupby(["latitude", "longitude"], sort=False):
        x, y = project(unwrap(np.array([[longitude, latitude]], dtype=float)))[0]
        names = " / ".join(dict.fromkeys(rows["label"].astype(str)))
        times = f" × {len(rows)}" if len(rows) > 1 else ""
        there = set(rows["kind"].astype(str))
        own = [kind for kind in kinds if kind in there]
        name = shorten(drawable(names), 40) + times
        found.append(Site(float(x), float(y), name, own, len(rows)))
    return found


def spread(sites: list[Site], scale: float) -> list[Site]:
    """The same sites, those whose marks would cover one another moved apart, by as little as shows
    them all. ``scale`` is points a unit of the projection."""
    if not sites:
        return sites
    at = np.array([(site.x, site.y) for site in sites]) * scale
    radii = np.array([site.radius for site in sites])
    wanted = 0.85 * (radii[:, None] + radii)
    np.fill_diagonal(wanted, 0)
    for _ in range(60):
        apart = at[:, None] - at
        distance = np.hypot(*apart.transpose(2, 0, 1))
        short = np.maximum(wanted - distance, 0)
        if short.max() < 0.05:
            break
        way = apart / np.maximum(distance, 1e-9)[..., None]
        at = at + (way * short[..., None]).sum(axis=1) * 0.4
    return [
        replace(site, x=float(x), y=float(y))
        for site, (x, y) in zip(sites, at / scale, strict=True)
    ]


def draw_marks(axes: Axes, sites: list[Site], kinds: list[str], scale: float) -> None:
    """A mark for each kind at each site; ``scale`` is points a unit of the projection."""
    for kind, look in mark_looks(kinds).items():
        at = [(x, site.y) for site in sites for own, x in site.centres(scale) if own == kind]
        if at:
            axes.plot(*np.transpose(at), linestyle="none", zorder=4, **look)


def mark_key(kinds: list[str], language: str) -> list[KeyEntry]:
    """What each mark means, in words."""
    return [(look, kind_name(kind, language)) for kind, look in mark_looks(kinds).items()]


def times_key(sites: list[Site], language: str) -> list[KeyEntry]:
    """What the number behind a name is, where there is one."""
    several = [site.times for site in sites if site.times > 1]
    return [(None, say("chart.key.times", language, times=min(several)))] if several else []


def mark_looks(kinds: list[str]) -> dict[str, dict[str, Any]]:
    """Marker, colour and size of each kind, as matplotlib takes them."""
    return {
        kind: {"marker": marker, "color": colour, "markersize": 2 * RADIUS * size,
               "markeredgecolor": SURFACE, "markeredgewidth": 0.7}
        for kind, (marker, colour, size) in _marks(kinds).items()
    }  # fmt: skip


def kinds_of(points: pd.DataFrame) -> list[str]:
    """The kinds of these points: types in their declared order, others as they come."""
    return _in_order(points["kind"])


def unlabelled(axes: Axes) -> list[str]:
    """The names that found no room on a map, not even as a number."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return [
        text.get_text()
        for one in figure.axes
        for text in one.texts
        if text.get_gid() == _UNLABELLED
    ]


def _in_order(kinds: pd.Series) -> list[str]:
    """The kinds there are: types in their declared order, others as they come."""
    declared = categories("type")
    found = list(dict.fromkeys(kinds.astype(str)))
    return sorted(found, key=lambda kind: declared.index(kind) if kind in declared else 99)


def _marks(kinds: list[str]) -> dict[str, tuple[str, str, float]]:
    """Marks for these kinds; kinds that are no types take those left over, then the plain one."""
    free = iter([mark for kind, mark in _MARKS.items() if kind not in kinds])
    return {kind: _MARKS.get(kind) or next(free, ("o", INK, 0.8)) for kind in kinds}


def kind_name(kind: str, language: str) -> str:
    """A type in words; another kind as it is."""
    return label("type", kind, language) if kind in categories("type") else drawable(kind)


def draw_names(
    axes: Axes,
    sites: list[Site],
    scale: float,
    dots: Points,
    boxes: list[tuple[float, float, float, float]],
    numbered: list[str],
) -> None:
    """Write the name of each site beside its mark or at the end of a short line.

    ``dots`` are other marks and ``boxes`` areas of the projection, which no name may cover. A name
    without room is written as a number, and appended to ``numbered``, for the key.
    """
    if not sites:
        return
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    corner = np.array([left, bottom])
    obstacles = [
        *((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in (dots - corner) * scale),
        *(tuple((np.reshape(box, (2, 2)) - corner).ravel() * scale) for box in boxes),
    ]
    texts = [site.name for site in sites]
    places: list[Place | None] = []
    for _ in range(3):
        places = place_labels(
            np.array([(np.array([site.x, site.y]) - corner) * scale for site in sites]),
            np.array([(text_width(text, LABEL_SIZE), LABEL_SIZE * 0.98) for text in texts]),
            np.array([site.radius for site in sites]),
            (1.0, 1.0, (right - left) * scale - 1, (top - bottom) * scale - 1),
            obstacles,
        )
        homeless = [
            n for n, place in enumerate(places) if place is None and texts[n] == sites[n].name
        ]
        if not homeless:
            break
        for n in homeless:
            numbered.append(sites[n].name)
            texts[n] = str(len(numbered))
    lines = []
    for site, text, place in zip(sites, texts, places, strict=True):
        if place is None:
            axes.text(site.x, site.y, site.name, visible=False, gid=_UNLABELLED)
            continue
        x, y = corner + np.array([place.left, place.bottom + LABEL_SIZE * 0.22]) / scale
        axes.text(x, y, text, fontsize=LABEL_SIZE, color=INK, zorder=5, gid=NAME)
        if place.has_line:
            lines.append(corner + np.reshape(place.line, (2, 2)) / scale)
    if lines:
        drawn = LineCollection(lines, colors=MUTED, linewidths=0.5, zorder=3, gid=NAME)
        axes.add_collection(drawn, autolim=False)
