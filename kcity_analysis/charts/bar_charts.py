"""One year in bars: the categories of a dimension, ranges, and what each made of a change."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from kcity_analysis.charts.colours import ACCENT, ACCENT2, INK, MUTED, NEUTRAL
from kcity_analysis.charts.layout import PANELS, short_label, subplots
from kcity_analysis.vocabulary import NOT_ITEMISED, NOT_STATED, capital, signed, unit

_UNNAMED = (NOT_ITEMISED, NOT_STATED)


def bars(rows: pd.DataFrame) -> Axes:
    """Sorted bars of one dimension, a panel each for cases and countries, the value on each bar.

    ``rows`` is a figures frame of one year, stage and dimension. Figures that were not published
    have no bar; the residual stands last, in grey. Returns the left Axes.
    """
    wide = _wide(rows)
    stage = str(rows["stage"].iloc[0])
    shown = [measure for measure in PANELS if measure in wide and wide[measure].notna().any()]
    if set(rows["dimension"]) == {"country"}:
        shown = ["cases"]  # each is one country
    return _bar_panels(wide, {measure: capital(unit(measure, stage)) for measure in shown})


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Category by measure, sorted by cases; residuals last. Labels as index."""
    wide = rows.pivot(index=["dimension", "category"], columns="measure", values="value")
    wide = wide.dropna(how="all").reset_index()
    wide["label"] = [*map(short_label, wide["dimension"], wide["category"])]
    wide["unnamed"] = wide["category"].str.endswith(_UNNAMED)
    lead = "cases" if "cases" in wide else wide.columns[2]
    return wide.sort_values(["unnamed", lead, "label"], ascending=[True, False, True])


def _bar_panels(wide: pd.DataFrame, panels: dict[str, str]) -> Axes:
    count = max(len(wide), 1)
    figure, axes = subplots(len(panels), height=0.75 + 0.3 * count)
    colours = [NEUTRAL if unnamed else ACCENT for unnamed in wide["unnamed"]]
    for axis, (measure, title) in zip(axes, panels.items(), strict=True):
        axis.barh(wide["label"], wide[measure].fillna(0), color=colours, height=0.68)
        widest = max(wide[measure].max(), 1)
        for place, value in enumerate(wide[measure]):
            text = "n.p." if pd.isna(value) else f"{value:,.0f}"
            at = 0 if pd.isna(value) else value
            axis.text(at + widest * 0.02, place, text, va="center", color=INK)
        axis.set(title=title, xlim=(0, widest * 1.15), xticks=[])
        axis.spines["bottom"].set_visible(False)
        axis.tick_params(axis="y", length=0)
    axes[0].set_ylim(count - 0.45, -0.55)
    figure.align_labels()
    return axes[0]


def contributions(comparison: pd.DataFrame) -> Axes:
    """Diverging bars: how many percentage points of the total change each category made.

    ``comparison`` holds the cases of one dimension from :func:`kcity_analysis.compare`.
    """
    rows = comparison.dropna(subset=["contribution"])
    labels = [*map(short_label, rows["dimension"], rows["category"])]
    _, (axis,) = subplots(1, height=0.7 + 0.3 * max(len(rows), 1))
    colours = [ACCENT if value >= 0 else ACCENT2 for value in rows["contribution"]]
    axis.barh(labels, rows["contribution"], color=colours, height=0.68)
    axis.axvline(0, color=MUTED, linewidth=0.9)
    reach = max(rows["contribution"].abs().max(), 1) if len(rows) else 1
    for place, value in enumerate(rows["contribution"]):
        side = 1 if value >= 0 else -1
        axis.text(
            value + side * reach * 0.02, place, signed(value, 1), va="center",
            ha="left" if value >= 0 else "right", color=INK,
        )  # fmt: skip
    low = min(rows["contribution"].min(), 0) if len(rows) else 0
    high = max(rows["contribution"].max(), 0) if len(rows) else 1
    axis.set(xlim=(low - 0.26 * reach if low < 0 else 0, high + 0.14 * reach), xticks=[])
    axis.set_xlabel("percentage points of the base year's total")
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    axis.invert_yaxis()
    return axis


def ranges(rows: pd.DataFrame) -> Axes:
    """Horizontal ranges in billion won: ``label, low, high`` (won; a NaN low: only the top known).

    An open left end is drawn as a thin line to the only known amount.
    """
    _, (axis,) = subplots(1, height=0.8 + 0.27 * max(len(rows), 1))
    low, high = rows["low"] / 1e9, rows["high"] / 1e9
    for place, (start, end) in enumerate(zip(low, high, strict=True)):
        if pd.isna(start):
            axis.hlines(place, 0, end, color=NEUTRAL, linewidth=1)
        elif start < end:
            axis.hlines(place, start, end, color=ACCENT, linewidth=6)
        axis.plot(end, place, "o", color=ACCENT, markersize=6)
    axis.set_yticks(range(len(rows)), rows["label"])
    axis.set_ylim(len(rows) - 0.5, -0.5)
    axis.set(xlim=(0, high.max() * 1.1 if len(rows) else 1), xlabel="billion won a project")
    axis.grid(axis="x")
    axis.tick_params(length=0)
    axis.spines[["left", "bottom"]].set_visible(False)
    return axis
