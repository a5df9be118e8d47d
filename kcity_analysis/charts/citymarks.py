"""Cities on the map: their positions, their marks, and their names where these fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path

from kcity_analysis.charts.colours import ACCENT, ACCENT2, ACCENT3, INK, MUTED, SURFACE
from kcity_analysis.charts.geography import Points, project, unwrap
from kcity_analysis.charts.labels import place_labels
from kcity_analysis.charts.typeface import drawable
from kcity_analysis.vocabulary import InputError, Problem, categories, label, shorten, table

LABEL_SIZE = 7.5
RADIUS = 2.6

_MARKS = {
    "planning": ("o", ACCENT, 1.0),
    "overseas demonstration": ("D", ACCENT2, 0.84),
    "urban-development planning": ("s", ACCENT, 0.9),
    "solution planning": ("^", ACCENT3, 1.1),
}
"""Marker, colour and size of a type, the same on every map."""

Key = list[tuple[Artist | tuple[Artist, ...], str]]
"""Handles of a legend, those of one entry on top of each other, with their labels."""

_KEY_HEIGHT = 16.0
_UNLABELLED = "unlabelled"


@dataclass(frozen=True)
class _Site:
    """One place: its centre in data coordinates, its name, the kinds of what is there."""

    x: float
    y: float
    name: str
    kinds: list[str]

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

    ``projects`` has ``country``, ``city``, ``type``. Columns of the answer: ``latitude``,
    ``longitude`` (degrees), ``label`` (the city in English or Korean, without what stands in
    brackets), ``kind`` (the type). Positions are those of ``data/reference/cities.csv``. Raises
    InputError that names every city without one.
    """
    cities = table("cities").set_index(["country", "city"])
    keys = pd.MultiIndex.from_frame(projects[["country", "city"]])
    unknown = sorted(set(keys) - set(cities.index))
    if unknown:
        raise InputError(
            "These cities have no position:",
            [
                Problem("data/reference/cities.csv", 0, "city", f"{city} ({country})", "a row",
                        "add it with latitude, longitude and source")
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
        }
    )


def draw_cities(ax: Axes, points: pd.DataFrame, scale: float, dots: Points) -> Key:
    """Draw marks and names; return the key's entries.

    ``scale`` is how many points (1/72 inch) a unit of the data is; ``dots`` are other marks, which
    no name may cover.
    """
    kinds = _in_order(points["kind"])
    sites = _sites(points, kinds)
    key: Key = []
    for kind, (marker, colour, size) in _marks(kinds).items():
        at = [(x, site.y) for site in sites for own, x in site.centres(scale) if own == kind]
        look: dict[str, Any] = {
            "marker": marker, "color": colour, "markersize": 2 * RADIUS * size,
            "linestyle": "none", "markeredgecolor": SURFACE, "markeredgewidth": 0.7,
        }  # fmt: skip
        ax.plot(*np.transpose(at), **look, clip_on=False, zorder=4)
        key.append((Line2D([], [], **look), _kind_name(kind)))
    _draw_names(ax, sites, scale, dots)
    return key


def unlabelled(ax: Axes) -> list[str]:
    """The names that found no room on a map, in the order of its points."""
    return [text.get_text() for text in ax.texts if text.get_gid() == _UNLABELLED]


def _in_order(kinds: pd.Series) -> list[str]:
    """The kinds there are: types in their declared order, others as they come."""
    declared = categories("type")
    found = list(dict.fromkeys(kinds.astype(str)))
    return sorted(found, key=lambda kind: declared.index(kind) if kind in declared else 99)


def _marks(kinds: list[str]) -> dict[str, tuple[str, str, float]]:
    """Marks for these kinds; kinds that are no types take those left over, then the plain one."""
    free = iter([mark for kind, mark in _MARKS.items() if kind not in kinds])
    return {kind: _MARKS.get(kind) or next(free, ("o", INK, 0.8)) for kind in kinds}


def _kind_name(kind: str) -> str:
    return label("type", kind) if kind in categories("type") else drawable(kind)


def _sites(points: pd.DataFrame, kinds: list[str]) -> list[_Site]:
    found = []
    for (latitude, longitude), rows in points.groupby(["latitude", "longitude"], sort=False):
        x, y = project(unwrap(np.array([[longitude, latitude]], dtype=float)))[0]
        names = " / ".join(dict.fromkeys(rows["label"].astype(str)))
        times = f" × {len(rows)}" if len(rows) > 1 else ""
        there = set(rows["kind"].astype(str))
        own = [kind for kind in kinds if kind in there]
        found.append(_Site(float(x), float(y), shorten(drawable(names), 40) + times, own))
    return found


def _draw_names(ax: Axes, sites: list[_Site], scale: float, dots: Points) -> None:
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    corner = np.array([left, bottom])
    font = FontProperties(family=mpl.rcParams["font.family"], size=LABEL_SIZE)
    widths = [text_to_path.get_text_width_height_descent(s.name, font, False)[0] for s in sites]
    places = place_labels(
        np.array([(np.array([site.x, site.y]) - corner) * scale for site in sites]),
        np.array([(width, LABEL_SIZE * 0.98) for width in widths]),
        np.array([site.radius for site in sites]),
        (1.0, _KEY_HEIGHT, (right - left) * scale - 1, (top - bottom) * scale - 1),
        [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in (dots - corner) * scale],
    )
    lines = []
    for site, place in zip(sites, places, strict=True):
        if place is None:
            ax.text(site.x, site.y, site.name, visible=False, gid=_UNLABELLED)
            continue
        x, y = corner + np.array([place.left, place.bottom + LABEL_SIZE * 0.22]) / scale
        ax.text(x, y, site.name, fontproperties=font, color=INK, zorder=5, clip_on=False)
        if place.has_line:
            lines.append(corner + np.reshape(place.line, (2, 2)) / scale)
    ax.add_collection(LineCollection(lines, colors=MUTED, linewidths=0.5, zorder=3), autolim=False)
