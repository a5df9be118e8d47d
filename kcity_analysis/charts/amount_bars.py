"""Bars of one measure in one unit: rates, days, sums of money."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kcity_analysis.charts.colours import ACCENT, INK, MUTED, NEUTRAL
from kcity_analysis.charts.descriptions import described
from kcity_analysis.charts.layout import (
    GAP,
    LINE,
    WIDTH,
    Chart,
    KeyEntry,
    axis_labels,
    bounds_text,
    draw_key,
    ends,
    house_style,
    key_height,
    panel,
    possible,
    room_hatch,
    widest,
    write_labels,
)
from kcity_analysis.vocabulary import Quantity, say

_PAGE = WIDTH * 72
_APART = 0.35
"""Rows between two groups."""


@house_style
def amounts(rows: pd.DataFrame, unit: str, language: str = "en") -> Axes | None:
    """A bar a row: solid to its least, hatched to its most, and written as both.

    ``rows`` has ``label, least, most`` and may have ``group`` (rows of another group stand apart)
    and ``planned`` (bars of what was only planned are grey, and the key says so). ``unit`` is a key
    ``chart.amount.<unit>`` of the catalogue. Returns None for fewer than two rows.
    """
    if len(rows) < 2:
        return None
    known = ends(rows)
    texts, step = axis_labels([*map(str, rows["label"])])
    said = [bounds_text(pair, language, unit=_counted(unit)) for pair in known]
    left = widest(texts) + 2 * GAP
    width = _PAGE - left - 2
    scale = (width - widest(said) - 2 * GAP) / max(float(np.nanmax(known)), 1e-9)
    groups = list(rows["group"]) if "group" in rows else [""] * len(rows)
    planned = list(rows["planned"]) if "planned" in rows else [False] * len(rows)
    changes = np.cumsum([0, *(now != was for was, now in pairwise(groups))])
    places = np.arange(len(rows)) + _APART * changes
    key: list[KeyEntry] = []
    if (known[:, 1] > known[:, 0]).any():
        key.append(possible(ACCENT, "", language))
    if any(planned):
        key.append(({"facecolor": NEUTRAL}, say("chart.key.planned", language)))
    top, height = LINE + 1.2 * GAP, (places[-1] + 1) * step
    figure = Chart(_PAGE, top + height + (GAP + key_height(key, width) if key else 2))
    write_labels(figure, texts, top + (places + 0.5) * step, left - 1.6 * GAP)
    figure.write(left, GAP, say(f"chart.amount.{unit}", language), va="top", weight="bold")
    axes = panel(figure, left, top, width, height)
    axes.set(xlim=(0, width / scale), ylim=(places[-1] + 1, 0))
    for y, (least, most), text, grey in zip(places + 0.5, known, said, planned, strict=True):
        colour = NEUTRAL if grey else ACCENT
        low, high = np.nan_to_num([least, most])
        axes.barh(y, low, height=0.62, color=colour)
        if high > low:
            axes.barh(y, high - low, left=low, height=0.62, **room_hatch(colour))
        axes.text(max(low, high) + GAP / scale, y, text, va="center_baseline", color=INK)
    axes.plot([0, 0], [0, places[-1] + 1], color=MUTED, linewidth=0.8)
    if key:
        draw_key(figure, key, left, top + height + GAP, width)
    return axes


def describe_amounts(rows: pd.DataFrame, unit: str, language: str = "en") -> str:
    """:func:`amounts` in words: each label with its amount."""
    counted = _counted(unit)
    items = [
        say("alt.item", language, label=str(label), figure=Quantity(least, most, counted))
        for label, (least, most) in zip(rows["label"], ends(rows).tolist(), strict=True)
        if not np.isnan([least, most]).all()
    ]
    return described("alt.amounts", items, language, unit=say(f"chart.amount.{unit}", language))


def _counted(unit: str) -> str:
    """The unit of the catalogue in which an amount is counted; a rate is a percentage."""
    return {"rate": "percent", "krw": "krw", "average": "krw"}.get(unit, "")
