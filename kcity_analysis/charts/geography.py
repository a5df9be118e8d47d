"""The outlines of the world's countries, projected and simplified for the size they are drawn at.

Natural Earth 1:50 million as a TopoJSON topology; ``data/geography/README.md`` says where it is
from. Degrees are unwrapped: no outline jumps at ±180°, and longitudes run from -30° to about 350°,
so that the Pacific is whole. Antarctica is left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from babel.core import get_global
from numpy.typing import NDArray

from kcity_analysis.vocabulary import DATA, read_csv, table

Points = NDArray[np.float64]

CENTRAL_MERIDIAN = 150.0
"""Degrees east, as on Korean world maps."""

CUT, NORTHERN_CUT, NORTH_OF_ICELAND = -30.0, -10.0, 67.0
"""The map's left edge in degrees: through the Atlantic, and north of Iceland further east, so that
all of Greenland lies on the right."""

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

    >>> project(np.array([[150.0, 0.0], [150.0, 90.0]])).round(4).tolist()
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
    cut = CUT if latitudes.max() < NORTH_OF_ICELAND else NORTHERN_CUT
    return np.column_stack([longitudes - 360 * np.floor((middle - cut) / 360), latitudes])


@cache
def outlines() -> dict[str, list[Points]]:
    """ISO alpha-3 -> the country's rings in unwrapped degrees, as fine as the data has them."""
    arcs = _arcs()
    rings = {code: [_ring(arcs, ring) for ring in parts] for code, parts in _countries().items()}
    return {code: kept for code, parts in rings.items() if (kept := _without_antarctica(parts))}


@cache
def places_without_outline() -> dict[str, Points]:
    """ISO alpha-3 -> one point in degrees, for inhabited countries too small for the data."""
    rows = read_csv(DATA / "geography" / "places_without_outline.csv")
    degrees = rows[["longitude", "latitude"]].astype(float).to_numpy()
    return {code: unwrap(point[None])[0] for code, point in zip(rows["iso3"], degrees, strict=True)}


def drawn_countries() -> set[str]:
    """ISO alpha-3 codes of the countries that the map can show, with an outline or as a dot."""
    return {*_countries(), *places_without_outline()} - {"ATA"}


@lru_cache(maxsize=4)
def world(smallest: float) -> World:
    """The outlines projected, without what is smaller than the area ``smallest`` (unit sphere).

    Lines lose their corners of a smaller area (Visvalingam and Whyatt, 1993), each border once, so
    that neighbours still meet. Islands below it are left out, but for the largest of a country.
    """
    arcs = _simplified(smallest)
    land = _projected(_ring(arcs, ring) for ring in _rings(_topology()["objects"]["land"]))
    used = Counter(arc for parts in _countries(True).values() for arc in _arc_numbers(parts))
    borders = _projected(unwrap(arcs[arc]) for arc, times in used.items() if times > 1)
    countries = {}
    for code, parts in _countries().items():
        if own := sorted(_projected(_ring(arcs, ring) for ring in parts), key=_area, reverse=True):
            countries[code] = [own[0], *(ring for ring in own[1:] if _area(ring) > smallest)]
    return World([ring for ring in land if _area(ring) > smallest], borders, countries)


@cache
def _topology() -> dict[str, Any]:
    path = DATA / "geography" / "countries-50m.json"
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return topology


@cache
def _arcs() -> list[Points]:
    """The topology's lines in degrees: it stores whole steps from point to point."""
    transform = _topology()["transform"]
    scale, origin = np.array(transform["scale"]), np.array(transform["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in _topology()["arcs"]]


@cache
def _countries(everywhere: bool = False) -> dict[str, list[list[int]]]:
    """Country -> its rings, as lists of arc numbers. ``everywhere`` adds areas without a code."""
    current = set(table("region_members")["iso3"])
    aliases = get_global("territory_aliases")  # numeric and alpha-3 codes -> [alpha-2]
    alpha3 = {to[0]: code for code, to in aliases.items() if code in current and len(to) == 1}
    found: dict[str, list[list[int]]] = {}
    for shape in _topology()["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = alpha3.get(aliases[shape["id"]][0]) if "id" in shape else None
        code = "XKX" if name == "Kosovo" else code  # as in kcity_analysis.countries
        if code or everywhere:
            found.setdefault(code or name, []).extend(_rings(shape))
    return found


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if shape["type"] == "GeometryCollection":
        return [ring for part in shape["geometries"] for ring in _rings(part)]
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def _ring(arcs: list[Points], numbers: list[int]) -> Points:
    """The arcs one after the other; ~n is arc n from its end. Neighbours share their end point."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return unwrap(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))


def _arc_numbers(rings: list[list[int]]) -> set[int]:
    return {arc if arc >= 0 else ~arc for ring in rings for arc in ring}


def _projected(lines: Iterable[Points]) -> list[Points]:
    """Many lines at once, which is faster than one by one; without Antarctica's."""
    kept = _without_antarctica(lines)
    if not kept:
        return []
    return np.split(project(np.concatenate(kept)), np.cumsum([*map(len, kept[:-1])]))


def _without_antarctica(rings: Iterable[Points]) -> list[Points]:
    return [ring for ring in rings if ring[:, 1].max() > -60]


def _simplified(smallest: float) -> list[Points]:
    """The arcs in degrees without corners whose triangle is smaller than ``smallest``."""
    arcs = _arcs()
    flat = np.concatenate(arcs)
    places = project(np.concatenate([unwrap(arc) for arc in arcs]))
    starts = np.cumsum([0, *map(len, arcs)])
    ends = np.zeros(len(flat), dtype=bool)
    ends[starts[:-1]] = ends[starts[1:] - 1] = True
    kept = np.arange(len(flat))
    while True:
        here = places[kept]
        area = np.full(len(kept), np.inf)
        area[1:-1] = _triangles(here[:-2], here[1:-1], here[2:])
        area[ends[kept]] = np.inf
        # a corner goes once it is the smallest among its neighbours, as if taken one by one
        least = (area <= np.roll(area, 1)) & (area < np.roll(area, -1))
        gone = (area < smallest) & least
        if not gone.any():
            break
        kept = kept[~gone]
    return np.split(flat[kept], np.searchsorted(kept, starts[1:-1]))


def _triangles(a: Points, b: Points, c: Points) -> Points:
    u, v = b - a, c - a
    return np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2


def _area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)
