"""Several years in one chart: two as dots, many as lines, and a grid of countries by years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from kcity_analysis.charts.colours import (
    ACCENT,
    ACCENT2,
    ACCENT3,
    GRID,
    INK,
    MUTED,
    NEUTRAL,
    ON_ACCENT,
    SURFACE,
)
from kcity_analysis.charts.layout import PANELS, short_label, subplots
from kcity_analysis.evidence import category_label
from kcity_analysis.vocabulary import capital, signed, unit


def dumbbells(comparison: pd.DataFrame) -> Axes:
    """Two years of one dimension: a ring for the base year, a dot for the year, a panel a measure.

    ``comparison`` holds the rows of one dimension from :func:`kcity_analysis.compare`, of which
    those that have both values are drawn, in the order given.
    """
    rows = comparison.dropna(subset=["value", "base_value"])
    measures = [measure for measure in PANELS if measure in set(rows["measure"])]
    labels = list(dict.fromkeys(map(short_label, rows["dimension"], rows["category"])))
    figure, axes = subplots(max(len(measures), 1), height=1.15 + 0.36 * max(len(labels), 1))
    year, base_year = rows["year"].max(), rows["base_year"].max()
    stage = str(comparison["stage"].iloc[0])
    for axis, measure in zip(axes, measures, strict=False):
        part = rows[rows["measure"] == measure]
        places = [
            labels.index(short_label(*key)) for key in part[["dimension", "category"]].to_numpy()
        ]
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


_LOOKS = [(ACCENT, "o", "-"), (ACCENT2, "s", "-"), (ACCENT3, "D", "-"), (MUTED, "^", "-")]


def lines(series: pd.DataFrame) -> Axes:
    """Lines through the years, one a ``series``, with gaps where a year has no figure.

    ``series`` has the columns ``year, series, value`` (NaN: not published). Each line is named
    where it ends, and each point carries its value: the lowest of a year below, all others above.
    """
    years = range(int(series["year"].min()), int(series["year"].max()) + 1)
    _, (axis,) = subplots(1, height=3.7)
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
    _, (axis,) = subplots(1, height=0.6 + 0.245 * len(wide))
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


def _two_colours() -> object:
    from matplotlib.colors import ListedColormap

    return ListedColormap([GRID, ACCENT])


def _blank(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.0f}"
