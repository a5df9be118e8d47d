"""The map of one country and what lies around it, with its cities that were chosen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from kcity_analysis.charts.citymarks import (
    Site,
    draw_marks,
    draw_names,
    kinds_of,
    mark_key,
    sites_of,
    spread,
    times_key,
)
from kcity_analysis.charts.colours import ACCENT, GRID, SURFACE
from kcity_analysis.charts.geography import PARTS, Points, world
from kcity_analysis.charts.layout import (
    GAP,
    NARROW,
    WIDE,
    Chart,
    draw_key,
    house_style,
    key_height,
    panel,
)
from kcity_analysis.charts.worldmap import INSET, draw_outlines

_WIDTH = 9 * 72
_SHAPE = 0.5
"""Height over width: what of a country does not fit is cut."""
_LEAST = 0.62
"""Width in the projection's unit: the outlines are no finer than that shows."""
_KEY, _NARROW_KEY = 10.5, 17.0
_SHADE = 0.3

Box = tuple[float, float, float, float]


@house_style
def country_map(points: pd.DataFrame, iso3: str, language: str = "en") -> Axes | None:
    """A country, shaded, with its cities as marks with names, and its neighbours around it.

    ``points`` as from :func:`charts.city_points`. The frame holds the cities and the country's
    largest part, and is as wide as the outlines bear. Returns None without a city.
    """
    if points.empty:
        return None
    sites, kinds = sites_of(points), kinds_of(points)
    frame = _frame(sites, world().countries.get(iso3, [])[:1])
    part = INSET if _within(frame, PARTS[INSET]) else "world"
    outlines = world(part)
    scale = _WIDTH / (frame[2] - frame[0])
    height = (frame[3] - frame[1]) * scale
    key = [*mark_key(kinds, language), *times_key(sites, language)]
    narrow = [entry for entry in key if entry[0] is not None]
    under = max(key_height(narrow, _WIDTH, _NARROW_KEY), key_height(key, _WIDTH, _KEY) + GAP)
    figure = Chart(_WIDTH, height + GAP + under)
    axes = panel(figure, 0, 0, _WIDTH, height)
    left, bottom, right, top = frame
    axes.set(xlim=(left, right), ylim=(bottom, top))
    draw_outlines(axes, _inside(outlines.land, frame), facecolor=GRID)
    own = _inside(outlines.countries.get(iso3, []), frame)
    draw_outlines(axes, own, facecolor=ACCENT, alpha=_SHADE)
    draw_outlines(axes, _runs(outlines.borders, frame), closed=False, edgecolor=SURFACE,
                  linewidth=0.8)  # fmt: skip
    sites = spread(sites, scale)
    draw_marks(axes, sites, kinds, scale)
    numbered: list[str] = []
    draw_names(axes, sites, scale, np.empty((0, 2)), [], numbered)
    key += [(None, f"{number} {name}") for number, name in enumerate(numbered, start=1)]
    draw_key(figure, key, 0, height + 2 * GAP, _WIDTH, _KEY, gid=WIDE)
    draw_key(figure, narrow, 0, height + GAP, _WIDTH, _NARROW_KEY, gid=NARROW, visible=False)
    return axes


def _frame(sites: list[Site], rings: list[Points]) -> Box:
    """A frame around the cities and the country's largest part, in the shape of the map."""
    at = np.array([(site.x, site.y) for site in sites])
    low, high = at.min(axis=0), at.max(axis=0)
    for ring in rings:
        low, high = np.minimum(low, ring.min(axis=0)), np.maximum(high, ring.max(axis=0))
    middle, size = (low + high) / 2, (high - low) * 1.16
    width = max(size[0], size[1] / _SHAPE, _LEAST)
    half = np.array([width, width * _SHAPE]) / 2
    (left, bottom), (right, top) = middle - half, middle + half
    return float(left), float(bottom), float(right), float(top)


def _within(frame: Box, other: Box) -> bool:
    return (
        frame[0] >= other[0] and frame[1] >= other[1]
        and frame[2] <= other[2] and frame[3] <= other[3]
    )  # fmt: skip


def _inside(rings: Iterable[Points], frame: Box) -> list[Points]:
    """Areas cut to a frame, so that a page has no land that nobody sees."""
    box = Bbox.from_extents(*frame)
    found = []
    for ring in rings:
        low, high = ring.min(axis=0), ring.max(axis=0)
        if (high < box.min).any() or (low > box.max).any():
            continue
        if (low >= box.min).all() and (high <= box.max).all():
            found.append(ring)
            continue
        cut = Path(ring, closed=False).clip_to_bbox(box).to_polygons(closed_only=True)
        found += [np.asarray(one) for one in cut]
    return found


def _runs(lines: Iterable[Points], frame: Box) -> list[Points]:
    """The stretches of lines that are in a frame, with one point beyond it at either end."""
    low, high = np.array(frame[:2]), np.array(frame[2:])
    found = []
    for line in lines:
        seen = np.all((line >= low) & (line <= high), axis=1)
        wide = np.concatenate([[False], seen, [False]])
        near = seen | wide[:-2] | wide[2:]
        starts = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(int)))
        found += [line[a:b] for a, b in zip(starts[::2], starts[1::2], strict=True)]
    return found
