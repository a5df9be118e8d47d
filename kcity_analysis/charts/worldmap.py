"""The world map: countries that applied shaded, cities that were chosen marked and named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike

from kcity_analysis.charts.citymarks import Key, draw_cities
from kcity_analysis.charts.colours import ACCENT, GRID, INK, SURFACE
from kcity_analysis.charts.geography import (
    Points,
    World,
    drawn_countries,
    places_without_outline,
    project,
    world,
)
from kcity_analysis.vocabulary import InputError, Problem

NOTE = (
    "Boundaries follow Natural Earth, 1:50 million, and are no statement about the status of any "
    "territory. Equal Earth projection, true to area. Antarctica is left out."
)
"""To be printed below every map."""

FIGURE_SIZE = (9.0, 4.25)
"""Inches, where no Axes is given: the full width of a page."""

FRAME = (-2.52, -1.13, 2.66, 1.315)
"""Left, bottom, right and top of the map on the unit sphere's projection: all land but Antarctica,
and a strip of ocean for the key."""

SMALLEST_COUNTRY = 12.0
"""Square points: a shaded country with less land is drawn as a dot."""

_CLASSES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_SHADES = {1: (0.45,), 2: (0.25, 0.6), 3: (0.2, 0.4, 0.66), 4: (0.16, 0.32, 0.5, 0.72)}


def world_map(
    points: pd.DataFrame,
    countries: pd.DataFrame | None = None,
    ax: Axes | None = None,
    *,
    countries_label: str = "Country named",
    unit: str = "cases",
) -> Axes:
    """Cities as marks with their names, and countries shaded, on a map of the world.

    ``points`` has a row a project or city: ``latitude`` and ``longitude`` in degrees, ``label``,
    ``kind``. Each kind has a mark and colour of its own; several at one place stand side by side
    under one name, with how many rows they are ("× 2"). ``countries`` has ``iso3`` and ``value``:
    the larger the darker, in up to four classes of ``unit``; countries without a value (NaN) are
    shaded lightest, and where none has one the key says ``countries_label``.

    A name is drawn where it fits without covering another; the others have a mark alone
    (:func:`charts.citymarks.unlabelled` lists them), so a table must go with the map. Draw
    and save within :func:`charts.typeface.drawing`, and print :data:`NOTE` below. Raises
    InputError for a country that is not on the map and for positions that are none.
    """
    problems = [*_no_positions(points), *_no_places(countries)]
    if problems:
        raise InputError("The map cannot be drawn:", problems)
    if ax is None:
        ax = Figure(figsize=FIGURE_SIZE).add_axes((0, 0, 1, 1))
    scale = _fit(ax)
    outlines = world()
    _patch(ax, outlines.land, facecolor=GRID)
    key: Key = []
    dots = np.empty((0, 2))
    if countries is not None and len(countries):
        key, dots = _shade(ax, outlines, countries, scale, countries_label, unit)
    _patch(ax, outlines.borders, closed=False, edgecolor=SURFACE, linewidth=0.5)
    if len(points):
        key = [*draw_cities(ax, points, scale, dots), *key]
    if key:
        handles, texts = zip(*key, strict=True)
        ax.legend(handles, texts, loc="lower left", ncols=len(key), frameon=False, fontsize=8,
                  labelcolor=INK, borderaxespad=0.1, handlelength=1.3, handletextpad=0.4,
                  columnspacing=1.4)  # fmt: skip
    return ax


def _fit(ax: Axes) -> float:
    """Set the frame of the map, and return how many points one unit of the projection is."""
    left, bottom, right, top = FRAME
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", anchor="SW")
    ax.set_axis_off()
    box = ax.get_window_extent()
    points = 72 / ax.figure.dpi
    return float(min(box.width / (right - left), box.height / (top - bottom)) * points)


class _Rounded(Transform):
    """Display coordinates rounded to a tenth of a point: less SVG, the same picture."""

    input_dims = output_dims = 2

    def transform_non_affine(self, values: ArrayLike) -> Points:
        return np.round(np.asarray(values, dtype=float), 1)


def _patch(ax: Axes, lines: Iterable[Points], closed: bool = True, **look: Any) -> None:
    """Many outlines as one path."""
    kept = [line for line in lines if len(line) > (3 if closed else 1)]
    if not kept:
        return
    codes = [np.full(len(line), Path.LINETO, dtype=Path.code_type) for line in kept]
    for code in codes:
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
    path = Path(np.concatenate(kept), np.concatenate(codes))
    settings: dict[str, Any] = {"facecolor": "none", "linewidth": 0, "clip_on": False, **look}
    patch = PathPatch(path, **settings)
    patch.set_transform(ax.transData + _Rounded())
    ax.add_artist(patch)


def _shade(
    ax: Axes, outlines: World, countries: pd.DataFrame, scale: float, named: str, unit: str
) -> tuple[Key, Points]:
    """Shade the countries by class; return the key's entries and where there are dots."""
    values = np.asarray(countries["value"], dtype=np.float64)
    classes = _classes(values)
    number = np.searchsorted(classes, values, side="right") - 1
    number = np.where(np.isnan(values), -1, np.maximum(number, 0))
    steps = [-1] * bool((number < 0).any()) + list(range(len(classes)))
    shades = dict(zip(steps, _SHADES[min(len(steps), 4)], strict=False))
    key: Key = []
    dots: list[Points] = []
    for step, shade in shades.items():
        codes = list(countries["iso3"].to_numpy()[number == step])
        rings = {code: outlines.countries.get(code, []) for code in codes}
        large = {c for c, own in rings.items() if _areas(own) * scale**2 >= SMALLEST_COUNTRY}
        _patch(
            ax, [r for c in codes if c in large for r in rings[c]], facecolor=ACCENT, alpha=shade
        )
        small = [_centre(code, rings[code]) for code in codes if code not in large]
        if small:
            ax.plot(
                *np.transpose(small), "o", markersize=4.2, markerfacecolor=(ACCENT, shade),
                markeredgewidth=0.6, markeredgecolor=ACCENT, clip_on=False,
            )  # fmt: skip
            dots += small
        text = named if step < 0 else _class_name(classes, step, unit)
        # the shade lies on the land's colour in the key as it does on the map
        key.append(((Patch(facecolor=GRID), Patch(facecolor=ACCENT, alpha=shade)), text))
    return key, np.reshape(dots, (-1, 2))


def _classes(values: Points) -> list[int]:
    """Lower ends of up to four classes (three with countries without a value) that hold countries.

    >>> _classes(np.array([1.0, 3.0, 16.0])), _classes(np.array([np.nan]))
    ([1, 2, 10], [])
    """
    known = values[~np.isnan(values)]
    held = sorted({max(c for c in _CLASSES if c <= max(value, 1)) for value in known})
    most = 3 if len(known) < len(values) else 4
    return held[: most - 1] + held[most - 1 :][:1]


def _class_name(classes: list[int], step: int, unit: str) -> str:
    """
    >>> _class_name([1, 2, 10], 1, "cases"), _class_name([1, 2, 10], 2, "cases")
    ('2–9', '10 or more cases')
    """
    if step == len(classes) - 1:
        return f"{classes[step]} or more {unit}"
    last = classes[step + 1] - 1
    return str(last) if last == classes[step] else f"{classes[step]}–{last}"


def _areas(rings: list[Points]) -> float:
    return float(
        sum(abs(np.dot(r[:-1, 0], r[1:, 1]) - np.dot(r[1:, 0], r[:-1, 1])) / 2 for r in rings)
    )


def _centre(code: str, rings: list[Points]) -> Points:
    if rings:
        return (rings[0].min(axis=0) + rings[0].max(axis=0)) / 2
    return project(places_without_outline()[code])


def _no_positions(points: pd.DataFrame) -> list[Problem]:
    limits = {"latitude": 90, "longitude": 180}
    return [
        Problem("", 0, name, str(value), f"degrees from -{limit} to {limit}", "correct it")
        for name, limit in limits.items()
        for value in points[name]
        if not abs(float(value)) <= limit
    ]


def _no_places(countries: pd.DataFrame | None) -> list[Problem]:
    if countries is None:
        return []
    drawn = drawn_countries()
    return [
        Problem("", 0, "iso3", str(code), "an ISO 3166-1 alpha-3 code on the map", "correct it")
        for code in countries["iso3"]
        if code not in drawn
    ]
