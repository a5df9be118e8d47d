"""Several years in one chart: two as dots, many as columns, and a grid of countries by years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from kcity_analysis.charts.colours import (
    ACCENT,
    GRID,
    INK,
    MUTED,
    NEUTRAL,
    ON_ACCENT,
    SURFACE,
)
from kcity_analysis.charts.layout import (
    GAP,
    LINE,
    WIDTH,
    Chart,
    Ends,
    KeyEntry,
    axis_labels,
    bounds_text,
    draw_key,
    ends,
    house_style,
    key_height,
    measure_title,
    panel,
    possible,
    room_hatch,
    row_places,
    shared_scale,
    short_label,
    widest,
    write_labels,
)
from kcity_analysis.charts.typeface import SIZE, drawable, text_width
from kcity_analysis.evidence import category_label
from kcity_analysis.vocabulary import is_residual, say

_PAGE = WIDTH * 72
_MEASURES = ("cases", "countries")
_NONE = "–"
"""Where nothing was published; the key says so."""

Look = dict[str, Any]
_RING: Look = {
    "marker": "o", "markersize": 9.5, "markerfacecolor": SURFACE, "markeredgecolor": MUTED,
    "markeredgewidth": 1.6,
}  # fmt: skip
_DOT: Look = {
    "marker": "o", "markersize": 5.6, "markerfacecolor": ACCENT, "markeredgecolor": ACCENT,
}  # fmt: skip


@house_style
def dumbbells(comparison: pd.DataFrame, language: str = "en") -> Axes | None:
    """Two years of one dimension: a ring for the base year, a dot for the year, a panel a measure.

    ``comparison`` holds the rows of one dimension from :func:`kcity_analysis.compare`. A figure
    known within bounds (``least`` and ``most``, ``base_least`` and ``base_most``) is a hatched span
    between them, the base year's above the year's; the change is written as it is known
    (``change``, or ``change_least`` and ``change_most``). Where both years are equal the dot lies
    in the ring. The panels have one scale, and the residual stands apart. Returns the left Axes, or
    None where fewer than two categories are known for both years.
    """
    spans = np.hstack([ends(comparison, "base_value", "base_"), ends(comparison)])
    seen = np.flatnonzero(~np.isnan(spans).any(axis=1))
    rows, spans = comparison.iloc[seen], spans[seen]
    moved = ends(rows, "change", "change_")
    keys: list[tuple[str, str]] = list(zip(rows["dimension"], rows["category"], strict=True))
    order = sorted(dict.fromkeys(keys), key=lambda key: is_residual(key[1]))
    if len(order) < 2:
        return None
    stage = str(comparison["stage"].iloc[0])
    own = {one: (rows["measure"] == one).to_numpy() for one in _MEASURES}
    measures = [one for one in _MEASURES if own[one].any()]
    titles = [measure_title(one, stage, language) for one in measures]
    texts, step = axis_labels([short_label(key, language) for key in order])
    step = max(step, 2.3 * SIZE)
    said = [[_change_text(pair, language) for pair in moved[own[one]]] for one in measures]
    reach = [max(float(spans[own[one]].max()), 1.0) for one in measures]
    left = widest(texts) + 2.5 * GAP
    rooms = [widest(texts_of) + 4 * GAP for texts_of in said]
    least = [widest([title], bold=True) + GAP for title in titles]
    gap = 2 * GAP
    unit = shared_scale(rooms, reach, least, _PAGE - left - gap * (len(measures) - 1) - 2)

    year, base_year = (str(rows[one].max()) for one in ("year", "base_year"))
    drawn = zip((spans[:, :2], spans[:, 2:]), (_RING, _DOT), (base_year, year), strict=True)
    key: list[KeyEntry] = []
    within: list[KeyEntry] = []
    for known, mark, name in drawn:
        wide = known[:, 1] > known[:, 0]
        key += [(mark, name)] * (not wide.all())
        within += [possible(mark["markeredgecolor"], name, language)] * bool(wide.any())
    key += within
    places = row_places([is_residual(category) for _, category in order])
    top, height = LINE + 1.2 * GAP, (places[-1] + 1) * step
    figure = Chart(_PAGE, top + height + LINE + 2 * GAP + key_height(key, _PAGE - left))
    write_labels(figure, texts, top + (places + 0.5) * step, left - 2 * GAP)
    at, first = left, None
    for measure, title, changes, longest, room, narrowest in zip(
        measures, titles, said, reach, rooms, least, strict=True
    ):
        width = max(longest * unit + room, narrowest)
        axes = panel(figure, at, top, width, height)
        axes.set(xlim=(-1.2 * GAP / unit, (width - 1.2 * GAP) / unit), ylim=(places[-1] + 1, 0))
        here = [key for key, is_own in zip(keys, own[measure], strict=True) if is_own]
        middles = places[[order.index(key) for key in here]] + 0.5
        grey = [is_residual(category) for _, category in here]
        _draw_pairs(axes, spans[own[measure]], middles, changes, grey, unit, step)
        figure.write(at, GAP, title, va="top", weight="bold")
        zero, under = at + 1.2 * GAP, top + height
        figure.mark(
            Line2D([zero, zero + longest * unit], [under, under], color=GRID, linewidth=0.8)
        )
        for tick in _ticks(longest, longest * unit):
            x = zero + tick * unit
            figure.mark(Line2D([x, x], [under, under + 3], color=GRID, linewidth=0.8))
            figure.write(x, under + GAP, f"{tick:,}", ha="center", va="top", color=MUTED)
        at += width + gap
        first = first or axes
    draw_key(figure, key, left, top + height + LINE + 2 * GAP, _PAGE - left)
    return first


def _ticks(reach: float, width: float) -> list[int]:
    """Round numbers from 0 on whose labels have room on ``width`` points.

    >>> _ticks(39, 120), _ticks(3, 50)
    ([0, 10, 20, 30], [0, 1, 2, 3])
    """
    room = text_width(f"{reach:,.0f}", SIZE) + 2 * GAP
    steps = (digit * 10**power for power in range(9) for digit in (1, 2, 5))
    step = next(one for one in steps if one * width >= room * reach or one >= reach)
    return [*range(0, int(reach) + 1, step)]


def _change_text(moved: Ends, language: str) -> str:
    return "" if np.isnan(moved).any() else bounds_text(moved, language, signed=True)


def _draw_pairs(
    axes: Axes,
    spans: NDArray[np.float64],
    places: NDArray[np.float64],
    said: Sequence[str],
    grey: Sequence[bool],
    unit: float,
    step: float,
) -> None:
    """Rings and dots; where a year is known within bounds, its span, one year above the other."""
    for y, (was, was_most, now, now_most), text, rest in zip(
        places, spans, said, grey, strict=True
    ):
        colour = NEUTRAL if rest else ACCENT
        dot = _DOT | {"markerfacecolor": colour, "markeredgecolor": colour}
        if was == was_most and now == now_most:
            axes.plot([was, now], [y, y], color=NEUTRAL, linewidth=2.4, zorder=1)
            axes.plot(was, y, zorder=3, **_RING)
            axes.plot(now, y, zorder=4, **dot)
        else:
            _draw_span(axes, was, was_most, y - 4.6 / step, step, _RING)
            _draw_span(axes, now, now_most, y + 4.6 / step, step, dot)
        end = max(was_most, now_most)
        axes.text(end + 2 * GAP / unit, y, text, va="center_baseline", color=INK)


def _draw_span(axes: Axes, least: float, most: float, y: float, step: float, look: Look) -> None:
    if most > least:
        hatched = room_hatch(look["markeredgecolor"])
        axes.barh(y, most - least, left=least, height=6.5 / step, **hatched)
    else:
        axes.plot(least, y, zorder=3, **look)


@house_style
def columns(series: pd.DataFrame, language: str = "en") -> Axes | None:
    """Columns through the years, a panel a ``series``; those of one ``scale`` share it.

    ``series`` has ``year, series, value`` and may have ``least`` and ``most`` (a year that is known
    within bounds is solid to its least and hatched to its most), ``scale`` (series that may be
    compared have the same; by default each has its own) and ``unfinished`` (the year is not over or
    not fully published: its label is marked, and the key says so). A year without any figure keeps
    its place and says so; where ``absent`` has a reason, the key has that in place of "not
    published". Returns the first Axes, or None for fewer than two years.
    """
    years = [*range(int(series["year"].min()), int(series["year"].max()) + 1)]
    if len(years) < 2:
        return None
    names = list(dict.fromkeys(series["series"]))
    known = {name: np.full((len(years), 2), np.nan) for name in names}
    for name, year, pair in zip(series["series"], series["year"], ends(series), strict=True):
        known[name][int(year) - years[0]] = pair
    scales = series["scale"] if "scale" in series else series["series"]
    scale = dict(zip(series["series"], scales, strict=True))
    highest: dict[str, float] = {}
    for name in names:
        top = float(np.nan_to_num(known[name]).max())
        highest[scale[name]] = max(highest.get(scale[name], 1.0), top)
    unfinished: set[int] = set()
    if "unfinished" in series:
        unfinished = set(series.loc[series["unfinished"].astype(bool), "year"])
    labels = [f"{year}*" if year in unfinished else str(year) for year in years]

    said = {name: _column_texts(known[name], language) for name in names}
    needed = max(_crowd(texts) for texts in said.values())
    gap = 4 * GAP
    across = 2 if len(names) > 1 and needed <= (_PAGE - gap) / 2 / len(years) else 1
    width = (_PAGE - gap * (across - 1)) / across
    slot = width / len(years)
    if _crowd(labels) > slot:
        labels = [label if not place else f"’{label[2:]}" for place, label in enumerate(labels)]
    # where the years are so many that not each has room for its words, every other has them
    needed = max(_crowd(labels), needed)
    every = int(np.ceil(needed / slot))
    aside = max(needed - slot, 0) / 2
    slot = (width - 2 * aside) / len(years)
    # a panel is as high as it must be for its columns' values not to be taken for each other
    height = 6.5 * LINE
    block = LINE + GAP + LINE + height + 1.5 * LINE + GAP
    down = -(-len(names) // across)
    key: list[KeyEntry] = []
    every_pair = np.vstack([*known.values()])
    if (every_pair[:, 1] > every_pair[:, 0]).any():
        key.append(possible(ACCENT, "", language))
    if (~np.isnan(every_pair[:, 0]) & np.isnan(every_pair[:, 1])).any():
        key.append((None, say("chart.key.at_least", language)))
    why = dict.fromkeys(series["absent"]) if "absent" in series else {}
    reasons = [reason for reason in why if reason]
    if np.isnan(every_pair).all(axis=1).any():
        told = reasons or [say("chart.key.unpublished", language)]
        key.append((None, f"{_NONE} {'; '.join(told)}"))
    if unfinished:
        key.append((None, f"* {say('chart.key.unfinished', language)}"))
    keys_high = key_height(key, _PAGE)
    figure = Chart(_PAGE, GAP + down * block + keys_high)
    first = None
    for number, name in enumerate(names):
        x = (number % across) * (width + gap) + aside
        y = GAP + number // across * block
        figure.write(x, y, drawable(str(name)), va="top", weight="bold")
        axes = panel(figure, x, y + LINE + GAP, slot * len(years), LINE + height)
        full = highest[scale[name]] * (LINE + height) / height
        axes.set(xlim=(-0.5, len(years) - 0.5), ylim=(0, full))
        _draw_columns(axes, known[name], said[name], every, full / (LINE + height))
        below = y + LINE + GAP + LINE + height + 0.2 * LINE
        for place, label in enumerate(labels):
            if (len(years) - 1 - place) % every == 0:
                figure.write(x + (place + 0.5) * slot, below, label, ha="center", va="top",
                           color=MUTED)  # fmt: skip
        first = first or axes
    if key:
        draw_key(figure, key, 0, GAP + down * block, _PAGE)
    return first


def _crowd(labels: Sequence[str]) -> float:
    """How far apart the middles of these labels have to stand, in points."""
    widths = [text_width(label, SIZE) for label in labels]
    return max((one + two) / 2 for one, two in pairwise(widths)) + 2


def _draw_columns(axes: Axes, known: Ends, said: Sequence[str], every: int, unit: float) -> None:
    places = np.arange(len(known))
    axes.bar(places, np.nan_to_num(known[:, 0]), width=0.62, color=ACCENT)
    axes.plot([-0.5, len(known) - 0.5], [0, 0], color=MUTED, linewidth=0.8, clip_on=False)
    for place, (low, high) in enumerate(known.tolist()):
        if high > low:
            axes.bar(place, high - low, bottom=low, width=0.62, **room_hatch())
        top = np.nanmax([low, high, 0.0])
        colour = MUTED if np.isnan(low) else INK
        if (len(known) - 1 - place) % every == 0:
            axes.text(place, top + 0.3 * GAP * unit, said[place], ha="center", va="bottom",
                      color=colour)  # fmt: skip


def _column_texts(known: Ends, language: str) -> list[str]:
    """Short, for above columns: "35", "4–6", "3+", "–"; with one decimal where any has one."""
    look = {"unit": "percent"} if (np.nan_to_num(known) % 1).any() else {}
    said = []
    for least, most in known.tolist():
        low, high = (bounds_text((end, end), language, **look) for end in (least, most))
        within = say("range.short", language, least=low, most=high)
        span = f"{low}+" if np.isnan(most) else low if least == most else within
        said.append(_NONE if np.isnan(least) else span)
    return said


@house_style
def country_years(counts: pd.DataFrame, language: str = "en") -> Axes | None:
    """A grid of countries by years: a square where a country has cases, with their number.

    ``counts`` has the columns ``year, category`` (ISO alpha-3) ``, value``. Countries that come
    back most often stand first. Returns None for a single country or year.
    """
    years = [*range(int(counts["year"].min()), int(counts["year"].max()) + 1)]
    known: dict[str, list[float]] = {}
    for iso3, year, value in zip(counts["category"], counts["year"], counts["value"], strict=True):
        known.setdefault(str(iso3), [0.0] * len(years))[int(year) - years[0]] = np.nan_to_num(value)
    if min(len(known), len(years)) < 2:
        return None
    names = {iso3: category_label("country", iso3, language) for iso3 in known}
    order = sorted(
        known, key=lambda iso3: (-np.count_nonzero(known[iso3]), -sum(known[iso3]), names[iso3])
    )
    values = np.array([known[iso3] for iso3 in order])
    texts, step = axis_labels([names[iso3] for iso3 in order])
    step = max(step * 0.92, 1.6 * SIZE)
    left = widest(texts) + 2 * GAP
    cell = min((_PAGE - left) / len(years), 7 * SIZE)
    every = int(np.ceil((text_width("2000", SIZE) + 4) / cell))
    top = LINE + GAP
    figure = Chart(_PAGE, top + step * len(order) + 2)
    write_labels(figure, texts, top + (np.arange(len(order)) + 0.5) * step, left - 1.6 * GAP)
    axes = panel(figure, left, top, cell * len(years), step * len(order))
    axes.set(xlim=(0, len(years)), ylim=(len(order), 0))
    for held, colour in ((values <= 0, GRID), (values > 0, ACCENT)):
        left_ends, top_ends = np.argwhere(held)[:, ::-1].T
        _draw_squares(axes, left_ends + 1 / cell, top_ends + 1 / step, 1 - 2 / cell, 1 - 2 / step,
                      facecolor=colour)  # fmt: skip
    for row, column in np.argwhere(values > 0).tolist():
        axes.text(column + 0.5, row + 0.5, f"{values[row, column]:,.0f}", ha="center",
                  va="center_baseline", color=ON_ACCENT)  # fmt: skip
    for column, year in enumerate(years):
        if (len(years) - 1 - column) % every == 0:
            figure.write(left + (column + 0.5) * cell, GAP / 2, str(year), ha="center", va="top",
                       color=MUTED)  # fmt: skip
    return axes


def _draw_squares(axes: Axes, left: np.ndarray, top: np.ndarray, width: float, height: float,
                  **look: str) -> None:  # fmt: skip
    """Many rectangles as one path."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height], [0, 0]])
    points = np.column_stack([left, top])[:, None, :] + corners
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    path = Path(points.reshape(-1, 2), codes * len(points))
    axes.add_patch(PathPatch(path, linewidth=0, **look))
