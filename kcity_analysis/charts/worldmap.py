"""The world map: countries that applied shaded, cities that were chosen marked and named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike

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
from kcity_analysis.charts.colours import ACCENT, GRID, MUTED, SURFACE
from kcity_analysis.charts.geography import (
    PARTS,
    Points,
    drawn_countries,
    places_without_outline,
    project,
    world,
)
from kcity_analysis.charts.layout import (
    GAP,
    LINE,
    NARROW,
    WIDE,
    Chart,
    KeyEntry,
    draw_key,
    house_style,
    key_height,
    panel,
)
from kcity_analysis.vocabulary import InputError, Message, Problem, Quantity, say


def map_note(language: str, *, marks: bool = False) -> str:
    """What is to be printed below every map; with ``marks``, also of what is done to these."""
    said = [say("chart.map_note", language)]
    return " ".join([*said, *([say("chart.map_note.marks", language)] if marks else [])])


WIDTH = 9 * 72
"""Points: the full width of a page."""

INSET = "south-east asia"
_INSET_WIDTH = 0.45 * WIDTH
_CROWDED = 8
"""So many places of :data:`INSET` have a map of their own beside the world's."""

_KEY, _NARROW_KEY = 10.5, 17.0
"""Points, of the key: the second where the map fills a phone of 390 px, which shows 9 px."""

_DOT_AREA = 5e-4
"""On the unit sphere: a shaded country with less land is drawn as a dot, twelve square points."""

_CLASSES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_SHADES = {1: (0.4,), 2: (0.22, 0.5), 3: (0.18, 0.36, 0.58), 4: (0.14, 0.28, 0.44, 0.62)}


@house_style
def world_map(
    points: pd.DataFrame,
    countries: pd.DataFrame | None = None,
    *,
    countries_label: str = "",
    unit: str = "cases",
    language: str = "en",
) -> Axes:
    """Cities as marks with their names, and countries shaded, on a map of the world.

    ``points`` has a row a project or city: ``latitude`` and ``longitude`` in degrees, ``label``,
    ``kind``. Each kind has a mark and colour of its own, which the key names; several at one place
    stand side by side under one name, with how many rows they are ("× 2"). ``countries`` has
    ``iso3`` and ``value``: the larger the darker, in up to four classes of ``unit``; countries
    without a value (NaN) are shaded lightest, and where none has one the key says
    ``countries_label``.

    Marks that would cover one another are moved apart. The map holds all land but the far north
    and south and the Pacific's islands, and more where something is to be shown there. Where
    South-East Asia is crowded it has a map of its own below.
    A name is drawn where it fits without covering another, else a number, which the key explains
    (:func:`charts.citymarks.unlabelled` lists those without room for a number too). On a narrow
    page the names are left out: a list must go with the map. Print :func:`map_note` below.
    Returns the Axes of the world. Raises InputError for a country that is not on the map and for
    positions that are none.
    """
    problems = [*_no_positions(points), *_no_places(countries)]
    if problems:
        raise InputError(Message("error.no map"), problems)
    shaded = _shades(countries, countries_label or say("chart.key.named", language), unit, language)
    sites = sites_of(points) if len(points) else []
    kinds = kinds_of(points) if len(points) else []
    inset = PARTS[INSET]
    near = [site for site in sites if _within(inset, site.x, site.y)]
    has_inset = len(near) >= _CROWDED
    frame = _frame(sites, shaded)
    scale = WIDTH / (frame[2] - frame[0])
    height = (frame[3] - frame[1]) * scale
    inset_scale = _INSET_WIDTH / (inset[2] - inset[0])
    inset_height = (inset[3] - inset[1]) * inset_scale * has_inset

    key = [*mark_key(kinds, language), *shaded.key, *times_key(sites, language)]
    beside = WIDTH - (_INSET_WIDTH + 3 * GAP) * has_inset
    # on a narrow page nothing is named
    narrow = [entry for entry in key if entry[0] is not None]
    under = max(
        inset_height + (LINE + GAP) * has_inset,
        key_height(narrow, beside, _NARROW_KEY),
        key_height(key, beside, _KEY) + GAP,
    )
    figure = Chart(WIDTH, height + GAP + under)
    axes = panel(figure, 0, 0, WIDTH, height)
    numbered: list[str] = []
    _draw_part(axes, "world", frame, scale, shaded)
    sites = spread(sites, scale)
    draw_marks(axes, sites, kinds, scale)
    top = height + GAP
    if has_inset:
        left, bottom, right, upper = inset
        axes.add_patch(
            Rectangle((left, bottom), right - left, upper - bottom, facecolor="none",
                      edgecolor=MUTED, linewidth=0.7, zorder=3)
        )  # fmt: skip
        figure.write(0, top, say("chart.south_east_asia", language), va="top", weight="bold",
                   fontsize=_KEY, gid=WIDE)  # fmt: skip
        close = panel(figure, 0, top + LINE, _INSET_WIDTH, inset_height)
        _draw_part(close, INSET, inset, inset_scale, shaded)
        close.add_patch(
            Rectangle((left, bottom), right - left, upper - bottom, facecolor="none",
                      edgecolor=MUTED, linewidth=1.4, zorder=6)
        )  # fmt: skip
        near = spread(near, inset_scale)
        draw_marks(close, near, kinds, inset_scale)
        draw_names(close, near, inset_scale, np.empty((0, 2)), [], numbered)
    named = [site for site in sites if not (has_inset and _within(inset, site.x, site.y))]
    dots = np.concatenate(
        [shaded.dots, *([(site.x, site.y)] for site in sites if site not in named)]
    )
    draw_names(axes, named, scale, dots, [inset] * has_inset, numbered)
    key += [(None, f"{number} {name}") for number, name in enumerate(numbered, start=1)]
    at = _INSET_WIDTH + 3 * GAP if has_inset else 0
    draw_key(figure, key, at, top + GAP, beside, _KEY, gid=WIDE)
    draw_key(figure, narrow, at, top, beside, _NARROW_KEY, gid=NARROW, visible=False)
    return axes


@dataclass(frozen=True)
class _Shades:
    """Countries by their shade, the centres of those that are dots, and the key's entries."""

    classes: list[tuple[float, list[str]]]
    dots: Points
    key: list[KeyEntry]


def _within(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _frame(sites: list[Site], shaded: _Shades) -> tuple[float, float, float, float]:
    """The map's frame: that of the world, and what else is shown, with a margin."""
    rings = [world().countries.get(code, [])[:1] for _, codes in shaded.classes for code in codes]
    middles = [(r.min(axis=0) + r.max(axis=0)) / 2 for own in rings for r in own]
    shown = np.array([*((site.x, site.y) for site in sites), *middles, *shaded.dots])
    left, bottom, right, top = PARTS["world"]
    if not len(shown):
        return left, bottom, right, top
    low, high = shown.min(axis=0) - 0.04, shown.max(axis=0) + 0.04
    return min(left, low[0]), min(bottom, low[1]), max(right, high[0]), max(top, high[1])


def _draw_part(axes: Axes, part: str, frame: tuple[float, float, float, float], scale: float,
               shaded: _Shades) -> None:  # fmt: skip
    """Land, shaded countries and borders."""
    left, bottom, right, top = frame
    axes.set(xlim=(left, right), ylim=(bottom, top))
    outlines = world(part)
    draw_outlines(axes, outlines.land, facecolor=GRID)
    small = []
    for shade, codes in shaded.classes:
        large = [code for code in codes if _areas(world().countries.get(code, [])) >= _DOT_AREA]
        rings = [ring for code in large for ring in outlines.countries.get(code, [])]
        draw_outlines(axes, rings, facecolor=ACCENT, alpha=shade)
        small = [_centre(code) for code in codes if code not in large]
        small = [point for point in small if _within(frame, *point)]
        if small:
            axes.plot(
                *np.transpose(small), "o", markersize=5.4, markerfacecolor=(ACCENT, shade),
                markeredgewidth=0.7, markeredgecolor=ACCENT,
            )  # fmt: skip
    draw_outlines(axes, outlines.borders, closed=False, edgecolor=SURFACE, linewidth=0.5)


class _Rounded(Transform):
    """Display coordinates rounded to a tenth of a point: less SVG, the same picture."""

    input_dims = output_dims = 2

    def transform_non_affine(self, values: ArrayLike) -> Points:
        return np.round(np.asarray(values, dtype=float), 1)


def draw_outlines(ax: Axes, lines: Iterable[Points], closed: bool = True, **look: Any) -> None:
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
    settings: dict[str, Any] = {"facecolor": "none", "linewidth": 0, **look}
    patch = PathPatch(path, **settings)
    patch.set_transform(ax.transData + _Rounded())
    ax.add_artist(patch)  # add_patch would look for the limits of the data


def _shades(countries: pd.DataFrame | None, named: str, unit: str, language: str) -> _Shades:
    """The countries by class, from the lightest to the darkest."""
    nowhere = np.empty((0, 2))
    if countries is None or not len(countries):
        return _Shades([], nowhere, [])
    values = np.asarray(countries["value"], dtype=np.float64)
    classes = _classes(values)
    number = np.searchsorted(classes, values, side="right") - 1
    number = np.where(np.isnan(values), -1, np.maximum(number, 0))
    steps = [-1] * bool((number < 0).any()) + list(range(len(classes)))
    found: list[tuple[float, list[str]]] = []
    key: list[KeyEntry] = []
    dots: list[Points] = []
    for step, shade in zip(steps, _SHADES[min(len(steps), 4)], strict=False):
        codes = [str(code) for code in countries["iso3"].to_numpy()[number == step]]
        found.append((shade, codes))
        dots += [
            _centre(code) for code in codes if _areas(world().countries.get(code, [])) < _DOT_AREA
        ]
        text = named if step < 0 else _class_name(classes, step, np.nanmax(values), unit, language)
        # the shade lies on the land's colour in the key as it does on the map
        patches = [{"facecolor": GRID}, {"facecolor": ACCENT, "alpha": shade}]
        key.append(({"patches": patches}, text))
    return _Shades(found, np.reshape(dots, (-1, 2)), key)


def _classes(values: Points) -> list[int]:
    """Lower ends of up to four classes (three with countries without a value) that hold countries.

    >>> _classes(np.array([1.0, 3.0, 16.0])), _classes(np.array([np.nan]))
    ([1, 2, 10], [])
    """
    known = values[~np.isnan(values)]
    held = sorted({max(c for c in _CLASSES if c <= max(value, 1)) for value in known})
    most = 3 if len(known) < len(values) else 4
    return held[: most - 1] + held[most - 1 :][:1]


def _class_name(classes: list[int], step: int, most: float, unit: str, language: str) -> str:
    """
    >>> _class_name([1, 2, 10], 1, 12, "cases", "en"), _class_name([1, 2, 10], 2, 12, "cases", "ko")
    ('2 to 9 cases', '최소 10건')
    """
    if step + 1 < len(classes):
        return Quantity(classes[step], classes[step + 1] - 1, unit).said(language)
    return Quantity(classes[step], most if most == classes[step] else None, unit).said(language)


def _areas(rings: list[Points]) -> float:
    return float(
        sum(abs(np.dot(r[:-1, 0], r[1:, 1]) - np.dot(r[1:, 0], r[:-1, 1])) / 2 for r in rings)
    )


def _centre(code: str) -> Points:
    rings = world().countries.get(code)
    if rings:
        return (rings[0].min(axis=0) + rings[0].max(axis=0)) / 2
    return project(places_without_outline()[code])


def _no_positions(points: pd.DataFrame) -> list[Problem]:
    limits = {"latitude": 90, "longitude": 180}
    return [
        Problem(
            "",
            0,
            name,
            str(value),
            Message("problem.degrees", limit=limit),
            Message("problem.correct it"),
        )
        for name, limit in limits.items()
        for value in points[name]
        if not abs(float(value)) <= limit
    ]


def _no_places(countries: pd.DataFrame | None) -> list[Problem]:
    if countries is None:
        return []
    drawn = drawn_countries()
    return [
        Problem(
            "",
            0,
            "iso3",
            str(code),
            Message("problem.code on the map"),
            Message("problem.correct it"),
        )
        for code in countries["iso3"]
        if code not in drawn
    ]
