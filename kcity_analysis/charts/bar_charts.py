"""One year in bars: the categories of a dimension, ranges, and what each made of a change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from kcity_analysis.charts.colours import ACCENT, ACCENT2, INK, MUTED, NEUTRAL
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
from kcity_analysis.charts.typeface import SIZE, text_width
from kcity_analysis.vocabulary import is_residual, say

_PAGE = WIDTH * 72
_MEASURES = ("cases", "countries")


@house_style
def bars(rows: pd.DataFrame, language: str = "en") -> Axes | None:
    """Sorted bars of one dimension, a panel each for cases and countries, on one scale.

    ``rows`` is a figures frame of one year, stage and dimension. A figure that is known only within
    bounds (``value`` NaN, ``least`` and ``most``) is drawn solid to its least and hatched from
    there to its most, and written as both. Nothing published and no bounds: no bar, and said so.
    The residual stands last, apart and grey. Returns the left Axes, or None where there would be
    fewer than two bars: the sentence says it.
    """
    keys, known = _by_category(rows, language)
    if len(keys) < 2:
        return None
    stage = str(rows["stage"].iloc[0])
    shown = [one for one in _MEASURES if one in known]
    if set(rows["dimension"]) == {"country"}:
        shown = ["cases"]  # each is one country
    titles = [measure_title(one, stage, language) for one in shown]
    said = [[bounds_text(pair, language) for pair in known[one]] for one in shown]
    reach = [max(float(np.nanmax(known[one])), 1.0) for one in shown]
    texts, step = axis_labels([short_label(key, language) for key in keys])
    left = widest(texts) + 2 * GAP
    rooms = [widest(texts_of) + 2 * GAP for texts_of in said]
    gap = 3 * GAP
    least = [widest([title], bold=True) + GAP for title in titles]
    unit = shared_scale(rooms, reach, least, _PAGE - left - gap * (len(shown) - 1) - 2)

    residual = [is_residual(category) for _, category in keys]
    open_ended = any((known[one][:, 1] > known[one][:, 0]).any() for one in shown)
    key = [possible(ACCENT, "", language)] if open_ended else []
    places = row_places(residual)
    top = LINE + 1.2 * GAP
    height = (places[-1] + 1) * step
    figure = Chart(_PAGE, top + height + (GAP + key_height(key, _PAGE - left) if key else 2))
    write_labels(figure, texts, top + (places + 0.5) * step, left - 1.6 * GAP)
    at, first = left, None
    for measure, title, values, longest, room, narrowest in zip(
        shown, titles, said, reach, rooms, least, strict=True
    ):
        width = max(longest * unit + room, narrowest)
        axes = panel(figure, at, top, width, height)
        axes.set(xlim=(0, width / unit), ylim=(places[-1] + 1, 0))
        _draw_bars(axes, known[measure], residual, places, values, GAP / unit)
        figure.write(at, GAP, title, va="top", weight="bold")
        at += width + gap
        first = first or axes
    if key:
        draw_key(figure, key, left, top + height + GAP, _PAGE - left)
    return first


def _by_category(
    rows: pd.DataFrame, language: str
) -> tuple[list[tuple[str, str]], dict[str, Ends]]:
    """The categories, sorted by cases with the residuals last, and each measure's ends of them."""
    found: dict[tuple[str, str], dict[str, Ends]] = {}
    names = zip(rows["dimension"], rows["category"], rows["measure"], strict=True)
    for (dimension, category, measure), pair in zip(names, ends(rows), strict=True):
        if measure in _MEASURES and not np.isnan(pair).all():
            found.setdefault((dimension, category), {})[measure] = pair
    unknown = np.full(2, np.nan)
    measures = {measure for one in found.values() for measure in one}
    lead = "cases" if "cases" in measures else min(measures, default="")
    keys = sorted(
        found,
        key=lambda key: (
            is_residual(key[1]),
            *(-np.nan_to_num(found[key].get(lead, unknown))),
            short_label(key, language),
        ),
    )
    ordered = {
        one: np.array([found[key].get(one, unknown) for key in keys]) for one in sorted(measures)
    }
    return keys, ordered


def _draw_bars(
    axes: Axes,
    known: Ends,
    residual: Sequence[bool],
    places: NDArray[np.float64],
    said: Sequence[str],
    gap: float,
) -> None:
    middle = places + 0.5
    colours = [NEUTRAL if rest else ACCENT for rest in residual]
    least, most = np.nan_to_num(known).T
    axes.barh(middle, least, color=colours, height=0.66)
    for y, start, end, colour in zip(middle, least, most, colours, strict=True):
        if end > start:
            axes.barh(y, end - start, left=start, height=0.66, **room_hatch(colour))
    axes.plot([0, 0], [0, places[-1] + 1], color=MUTED, linewidth=0.8)
    for y, end, text in zip(middle, np.maximum(least, most), said, strict=True):
        axes.text(end + gap, y, text, va="center_baseline", color=INK)


@house_style
def contributions(comparison: pd.DataFrame, language: str = "en") -> Axes | None:
    """Diverging bars: how many percentage points of the change each part made, and their sum.

    ``comparison`` holds the cases of one dimension from :func:`kcity_analysis.compare`, with
    ``contribution``, or ``contribution_least`` and ``contribution_most`` where it is known within
    bounds; a row of the dimension "total" is the sum, else known parts are added up. Parts whose
    contribution is not known at all are named, without a bar. Returns None for fewer than two.
    """
    is_total = (comparison["dimension"] == "total").to_numpy()
    both = ends(comparison, "contribution", "contribution_")
    parts, whole = both[~is_total], both[is_total]
    if np.isfinite(parts[:, 0]).sum() < 2:
        return None
    values = np.vstack([parts, whole[0] if len(whole) else parts.sum(axis=0)])
    keys = comparison.loc[~is_total, ["dimension", "category"]].to_numpy().tolist()
    residual = [is_residual(category) for _, category in keys]
    labels = [short_label(key, language) for key in keys]
    texts, step = axis_labels([*labels, say("chart.in_all", language)])
    said = [bounds_text(pair, language, unit="points", signed=True) for pair in values]
    known = np.nan_to_num(values)
    low, high = min(known.min(), 0.0), max(known.max(), 0.0)
    to_left = (known[:, 1] <= 0) & (known[:, 0] < 0)
    needed = [text_width(text, SIZE) for text in said[:-1]] + [text_width(said[-1], SIZE, True)]
    rooms = [
        max(
            (
                one + 1.5 * GAP
                for one, is_left in zip(needed, to_left, strict=True)
                if is_left == side
            ),
            default=0.0,
        )
        for side in (True, False)
    ]
    left = widest(texts) + 2 * GAP
    width = _PAGE - left - 2
    unit = (width - sum(rooms)) / max(high - low, 1e-9)
    places = row_places([False] * len(keys) + [True])
    top, height = GAP, (places[-1] + 1) * step
    open_ended = bool((known[:, 1] > known[:, 0]).any())
    key: list[KeyEntry] = [(None, say("chart.points_of_base", language))]
    if open_ended:
        key.append(possible(ACCENT, "", language))
    figure = Chart(_PAGE, top + height + GAP + key_height(key, width))
    write_labels(figure, texts, top + (places + 0.5) * step, left - 1.6 * GAP)
    axes = panel(figure, left, top, width, height)
    axes.set(xlim=(low - rooms[0] / unit, high + rooms[1] / unit), ylim=(places[-1] + 1, 0))
    for place, (least, most), text, grey, is_left in zip(
        places, known, said, [*residual, False], to_left, strict=True
    ):
        total_row = place == places[-1]
        colour = INK if total_row else NEUTRAL if grey else ACCENT if most > 0 else ACCENT2
        sure = least if least > 0 else most if most < 0 else 0.0
        axes.barh(place + 0.5, sure, color=colour, height=0.66)
        if most > least:
            start = max(least, sure) if sure >= 0 and least >= 0 else least
            end = most if sure >= 0 else sure
            axes.barh(place + 0.5, end - start, left=start, height=0.66, **room_hatch(colour))
        at, side = (least, -1) if is_left else (max(most, 0.0), 1)
        axes.text(
            at + side * GAP / unit, place + 0.5, text, va="center_baseline", color=INK,
            ha="right" if is_left else "left", weight="bold" if total_row else "normal",
        )  # fmt: skip
    axes.plot([0, 0], [0, places[-1] + 1], color=MUTED, linewidth=0.9)
    draw_key(figure, key, left, top + height + GAP, width)
    return axes


@house_style
def ranges(rows: pd.DataFrame, language: str = "en") -> Axes | None:
    """Horizontal ranges of money: ``label, low, high`` in won (NaN ``low``: only the top is known).

    Solid where the amount lies between two known ends; hatched from nothing where only the most is
    known. Returns None where all ranges are the same, or there is one: a sentence says it.
    """
    if len(rows[["low", "high"]].drop_duplicates()) < 2:
        return None
    texts, step = axis_labels([*map(str, rows["label"])])
    low, high = rows["low"].to_numpy(dtype=float), rows["high"].to_numpy(dtype=float)
    said = [bounds_text(pair, language, unit="krw") for pair in zip(low, high, strict=True)]
    left = widest(texts) + 2 * GAP
    width = _PAGE - left - 2
    unit = (width - widest(said) - 2 * GAP) / max(float(np.nanmax(high)), 1e-9)
    top, height = LINE + 1.2 * GAP, len(rows) * step
    key = [possible(ACCENT, "", language)] if np.isnan(low).any() else []
    figure = Chart(_PAGE, top + height + (GAP + key_height(key, width) if key else 2))
    write_labels(figure, texts, top + (np.arange(len(rows)) + 0.5) * step, left - 1.6 * GAP)
    figure.write(left, GAP, say("chart.budget", language), va="top", weight="bold")
    axes = panel(figure, left, top, width, height)
    axes.set(xlim=(0, width / unit), ylim=(len(rows), 0))
    for place, (start, end, text) in enumerate(zip(low, high, said, strict=True)):
        if np.isnan(start):
            axes.barh(place + 0.5, end, height=0.4, **room_hatch())
        else:
            axes.barh(place + 0.5, end - start, left=start, height=0.4, color=ACCENT)
            if start == end:
                axes.plot(end, place + 0.5, "o", color=ACCENT, markersize=6)
        axes.text(end + GAP / unit, place + 0.5, text, va="center_baseline", color=INK)
    axes.plot([0, 0], [0, len(rows)], color=MUTED, linewidth=0.8)
    if key:
        draw_key(figure, key, left, top + height + GAP, width)
    return axes
