"""The world's outlines, projected; and the projection, for what is to lie on them.

``data/geography/README.md`` says where they are from; ``tools/vendor.py`` projected and simplified
them, once. The map is cut through the Pacific, where there is least to show, and has no
Antarctica.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcity_analysis.vocabulary import DATA, read_csv

Points = NDArray[np.float64]

CENTRAL_MERIDIAN = 20.0
"""Degrees east: the Americas on the left, New Zealand on the right."""

CUT = -170.0
"""The map's left edge in degrees: between Alaska and Siberia."""

PARTS: dict[str, tuple[float, float, float, float]] = {
    "world": (-1.94, -1.03, 2.17, 1.16),
    "south-east asia": (1.0, -0.225, 1.75, 0.455),
}
"""Maps there are outlines for, and the frame of each: left, bottom, right and top in projection.
That of the world holds all land but Antarctica, the far north and the islands of the Pacific."""

STEP = 1e-5
"""The file's unit, in radii of the Earth: 64 metres."""

_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True)
class World:
    """Projected outlines: rings of all land, lines of the borders, and each country's own rings."""

    land: list[Points]
    borders: list[Points]
    countries: dict[str, list[Points]]


def project(degrees: Points) -> Points:
    """Longitude and latitude in degrees -> x and y of the Equal Earth projection, unit sphere.

    Equal areas stay equal. Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection",
    International Journal of Geographical Information Science 33(3), formulas 9 and 10.

    >>> project(np.array([[20.0, 0.0], [20.0, 90.0]])).round(4).tolist()
    [[0.0, 0.0], [0.0, 1.3174]]
    """
    a1, a2, a3, a4 = _EQUAL_EARTH
    east = np.radians(degrees[..., 0] - CENTRAL_MERIDIAN)
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(degrees[..., 1])))
    t2 = t * t
    t6 = t2 * t2 * t2
    x = 2 * np.sqrt(3) / 3 * east * np.cos(t) / (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    return np.stack([x, y], axis=-1)


def unwrap(degrees: Points) -> Points:
    """A line that may jump at ±180° -> the same line without a jump, on the map's own side.

    >>> unwrap(np.array([[179.0, -17.0], [-179.0, -18.0]])).tolist()
    [[179.0, -17.0], [181.0, -18.0]]
    """
    longitudes, latitudes = degrees.T
    jumps = np.abs(np.diff(longitudes)) > 180
    if jumps.any():
        longitudes = np.unwrap(longitudes, period=360)
    middle = (longitudes.min() + longitudes.max()) / 2
    return np.column_stack([longitudes - 360 * np.floor((middle - CUT) / 360), latitudes])


@cache
def places_without_outline() -> dict[str, Points]:
    """ISO alpha-3 -> one point in degrees, for inhabited countries too small for the data."""
    rows = read_csv(DATA / "geography" / "places_without_outline.csv")
    degrees = rows[["longitude", "latitude"]].astype(float).to_numpy()
    return {code: unwrap(point[None])[0] for code, point in zip(rows["iso3"], degrees, strict=True)}


def drawn_countries() -> set[str]:
    """ISO alpha-3 codes of the countries that the map can show, with an outline or as a dot."""
    return {*world().countries, *places_without_outline()}


@cache
def world(part: str = "world") -> World:
    """The outlines of one of :data:`PARTS`, as fine as a map that is nine inches wide shows them.

    Lines have lost their small corners (Visvalingam and Whyatt, 1993), each border once, so that
    neighbours still meet. Small islands are left out, but for the largest of a country.
    """
    found = _file()[part]
    countries = {code: [*map(_line, rings)] for code, rings in found["countries"].items()}
    return World([*map(_line, found["land"])], [*map(_line, found["borders"])], countries)


@cache
def _file() -> dict[str, Any]:
    path = DATA / "geography" / "outlines.json"
    parts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return parts


def _line(steps: list[list[int]]) -> Points:
    """The file stores x and y in whole steps from point to point."""
    return np.cumsum(np.array(steps), axis=1).T * STEP
