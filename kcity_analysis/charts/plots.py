"""Figures frames -> matplotlib Axes. Every chart is drawn here, and nothing is computed here.

Colours are the few below. Each differs from every other in lightness too, so that they stay apart
in any colour vision and in grey print; :mod:`pages.parts` turns them into variables of
the page, which have a dark value.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kcity_analysis.evidence import category_label
from kcity_analysis.vocabulary import NOT_ITEMISED, NOT_STATED, capital, signed, unit

INK = "#1b2126"
MUTED = "#566069"
GRID = "#d5dbe0"
SURFACE = "#ffffff"
ACCENT = "#0069a8"
ACCENT2 = "#c85a00"
ACCENT3 = "#00876a"
NEUTRAL = "#7d868e"

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 9.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "figure.facecolor": "none",
    "font.size": 9.5,
    "grid.color": GRID,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.color": GRID,
    "ytick.labelcolor": INK,
}
"""matplotlib settings of every chart; :func:`pages.parts.figure` draws within them."""

WIDTH = 5.4
"""Width of every chart in inches: wide enough for a page, and still legible on a phone."""

_PANELS = ["cases", "countries"]
_UNNAMED = (NOT_ITEMISED, NOT_STATED)


def bars(rows: pd.DataFrame) -> Axes:
    """Sorted bars of one dimension, a panel each for cases and countries, the value on each bar.

    ``rows`` is a figures frame of one year, stage and dimension. Figures that were not published
    have no bar; the residual stands last, in grey. Returns the left Axes.
    """
    wide = _wide(rows)
    stage = str(rows["stage"].iloc[0])
    shown = [measure for measure in _PANELS if measure in wide and wide[measure].notna().any()]
    if set(rows["dimension"]) == {"country"}:
        shown = ["cases"]  # each is one country
    return _bar_panels(wide, {measure: capital(unit(measure, stage)) for measure in shown})


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Category by measure, sorted by cases; residuals last. Labels as index."""
    wide = rows.pivot(index=["dimension", "category"], columns="measure", values="value")
    wide = wide.dropna(how="all").reset_index()
    wide["label"] = [*map(_short, wide["dimension"], wide["category"])]
    wide["unnamed"] = wide["category"].str.endswith(_UNNAMED)
    lead = "cases" if "cases" in wide else wide.columns[2]
    return wide.sort_values(["unnamed", lead, "label"], ascending=[True, False, True])


def _short(dimension: str, category: str) -> str:
    """A label for an axis: of "TYPE | FIELD" the field alone."""
    if dimension == "type_field":
        return category_label("field", category.partition(" | ")[2])
    return category_label(dimension, category)


def _bar_panels(wide: pd.DataFrame, panels: dict[str, str]) -> Axes:
    count = max(len(wide), 1)
    figure, axes = _subplots(len(panels), height=0.75 + 0.3 * count)
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


def _subplots(panels: int, height: float, share_y: bool = True) -> tuple[Figure, list[Axes]]:
    figure, axes = plt.subplots(
        1, panels, figsize=(WIDTH, height), sharey=share_y, layout="constrained", squeeze=False
    )
    return figure, list(axes[0])


def dumbbells(comparison: pd.DataFrame) -> Axes:
    """Two years of one dimension: a ring for the base year, a dot for the year, a panel a measure.

    ``comparison`` holds the rows of one dimension from :func:`kcity_analysis.compare`, of which
    those that have both values are drawn, in the order given.
    """
    rows = comparison.dropna(subset=["value", "base_value"])
    measures = [measure for measure in _PANELS if measure in set(rows["measure"])]
    labels = list(dict.fromkeys(map(_short, rows["dimension"], rows["category"])))
    figure, axes = _subplots(max(len(measures), 1), height=1.15 + 0.36 * max(len(labels), 1))
    year, base_year = rows["year"].max(), rows["base_year"].max()
    stage = str(comparison["stage"].iloc[0])
    for axis, measure in zip(axes, measures, strict=False):
        part = rows[rows["measure"] == measure]
        places = [labels.index(_short(*key)) for key in part[["dimension", "category"]].to_numpy()]
        axis.hlines(places, part["base_value"], part["value"], color=NEUTRAL, linewidth=2.5)
        axis.scatter(
            part["base_value"], places, s=52, facecolor=SURFACE, edgecolor=MUTED, linewidth=1.6,
            zorder=3, label=f"{base_year}",
        )  # fmt: skip
        axis.scatter(part["value"], places, s=58, color=ACCENT, zorder=4, label=f"{year}")
        widest = max(part["value"].max(), part["base_value"].max(), 1)
        for place, value, change in zip(places, part["value"], part["change"], strict=True):
            right = value if change >= 0 else value - change
            axis.text(right + widest * 0.05, place, signed(change), va="center", color=INK)
        axis.set(title=capital(unit(measure, stage)), xlim=(-widest * 0.04, widest * 1.28))
        axis.set_ylim(len(labels) - 0.5, -0.5)
        axis.grid(axis="x")
        axis.tick_params(length=0)
        axis.spines[["left", "bottom"]].set_visible(False)
    axes[0].set_yticks(range(len(labels)), labels)
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower right", ncols=2, handletextpad=0.1)
    return axes[0]


def contributions(comparison: pd.DataFrame) -> Axes:
    """Diverging bars: how many percentage points of the total change each category made.

    ``comparison`` holds the cases of one dimension from :func:`kcity_analysis.compare`.
    """
    rows = comparison.dropna(subset=["contribution"])
    labels = [*map(_short, rows["dimension"], rows["category"])]
    _, (axis,) = _subplots(1, height=0.7 + 0.3 * max(len(rows), 1))
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


_LOOKS = [(ACCENT, "o", "-"), (ACCENT2, "s", "-"), (ACCENT3, "D", "-"), (MUTED, "^", "-")]


def lines(series: pd.DataFrame) -> Axes:
    """Lines through the years, one a ``series``, with gaps where a year has no figure.

    ``series`` has the columns ``year, series, value`` (NaN: not published). Each line is named
    where it ends, and each point carries its value: the lowest of a year below, all others above.
    """
    years = range(int(series["year"].min()), int(series["year"].max()) + 1)
    _, (axis,) = _subplots(1, height=3.7)
    top = max(series["value"].max(), 1)
    several = len(series["series"].unique()) > 1
    lowest = series.groupby("year")["value"].min()
    for name, (colour, mark, dash) in zip(series["series"].unique(), _LOOKS, strict=False):
        line = series[series["series"] == name].set_index("year")["value"].reindex(years)
        sns.lineplot(
            x=np.array(years), y=line.to_numpy(), ax=axis, color=colour, marker=mark,
            linestyle=dash, markersize=6.5, markeredgecolor=SURFACE, linewidth=2, legend=False,
        )  # fmt: skip
        _break_at_gaps(axis, line)
        known = line.dropna()
        for year, value in known.items():
            below = several and value == lowest[year]
            axis.annotate(
                f"{value:,.0f}", (float(str(year)), value), xytext=(0, -8 if below else 7),
                textcoords="offset points", ha="center", va="top" if below else "bottom",
                color=INK, fontsize=8.5,
            )  # fmt: skip
        if len(known):
            axis.annotate(
                name, (float(str(known.index[-1])), known.iloc[-1]), xytext=(11, 0), va="center",
                textcoords="offset points", color=colour, weight="bold",
            )  # fmt: skip
    axis.set(xticks=list(years), ylim=(-0.09 * top, top * 1.12), xlabel="", ylabel="")
    axis.set_xlim(years[0] - 0.25, years[-1] + 0.25)
    axis.grid(axis="y")
    axis.spines[["left", "bottom"]].set_visible(False)
    axis.tick_params(length=0)
    axis.tick_params(axis="y", labelcolor=MUTED)
    return axis


def _break_at_gaps(axis: Axes, line: pd.Series) -> None:
    """seaborn drops missing points and joins the rest: draw the line again with its gaps."""
    drawn = axis.lines[-1]
    drawn.set_data(line.index.to_numpy(), line.to_numpy())


def country_years(counts: pd.DataFrame) -> Axes:
    """A grid of countries by years: a square where a country has cases, with their number.

    ``counts`` has the columns ``year, category`` (ISO alpha-3) ``, value``. Countries that come
    back most often stand first.
    """
    wide = counts.pivot(index="category", columns="year", values="value").fillna(0)
    years = range(int(counts["year"].min()), int(counts["year"].max()) + 1)
    wide = wide.reindex(columns=years, fill_value=0)
    order = pd.DataFrame(
        {
            "times": (wide > 0).sum(axis=1),
            "cases": wide.sum(axis=1),
            "name": [category_label("country", str(iso3)) for iso3 in wide.index],
        }
    ).sort_values(["times", "cases", "name"], ascending=[False, False, True])
    wide = wide.loc[order.index]
    _, (axis,) = _subplots(1, height=0.6 + 0.245 * len(wide))
    sns.heatmap(
        (wide > 0).astype(int), ax=axis, cmap=_two_colours(), cbar=False, linewidths=1.5,
        linecolor=SURFACE, vmin=0, vmax=1, annot=wide.where(wide > 0).map(_blank), fmt="",
        annot_kws={"color": ON_ACCENT, "fontsize": 8.5},
    )  # fmt: skip
    axis.set(xlabel="", ylabel="")
    axis.set_yticks(np.arange(len(wide)) + 0.5, order["name"], rotation=0)
    axis.xaxis.tick_top()
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    return axis


ON_ACCENT = "#fffffe"
"""Text on a filled mark: white in light and dark alike, and so not the surface's white."""


def _two_colours() -> object:
    from matplotlib.colors import ListedColormap

    return ListedColormap([GRID, ACCENT])


def _blank(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.0f}"


def ranges(rows: pd.DataFrame) -> Axes:
    """Horizontal ranges in billion won: ``label, low, high`` (won; a NaN low: only the top known).

    An open left end is drawn as a thin line to the only known amount.
    """
    _, (axis,) = _subplots(1, height=0.8 + 0.27 * max(len(rows), 1))
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
