"""A chart of ours beside the same chart as one would plainly draw it, each from frame to SVG.

    python benchmarks/charts.py [--rounds N]

The plain ones are seaborn's and matplotlib's, laid out by ``layout="constrained"`` and saved with
their text as outlines, as ours were at first. Prints milliseconds of processor time and the bytes
of the SVG, a line a contender; ours are measured with the cleaning that a page needs. The rounds of
the contenders alternate, and the best of each counts, so that a busy machine disturbs both alike.
The ratios at the end are what is to be compared; rows are not to be set against another machine's.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from kcity_analysis import charts
from kcity_analysis.charts import typeface
from kcity_analysis.evidence import compare, figures, yearly

REGIONS = yearly(figures(2021, "reception"), "region")
CHANGES = compare(2021, 2020).query("dimension == 'region'")
YEARS = pd.DataFrame(
    [
        (2020 + place, name, value)
        for name, values in {"received": (80, 111, 33, 38), "selected": (12, 11, 10, 8)}.items()
        for place, value in enumerate(values)
    ],
    columns=["year", "series", "value"],
)


def ours(draw: Callable, rows: pd.DataFrame) -> str:
    return charts.inline_svg(draw(rows).get_figure(root=True), "Title", "Words")


def saved(figure) -> str:
    with io.StringIO() as target:
        figure.savefig(target, format="svg", metadata={"Date": None})
        plt.close(figure)
        return target.getvalue()


def plain_bars(rows: pd.DataFrame) -> str:
    with mpl.rc_context(typeface.SETTINGS):
        figure, axes = plt.subplots(1, 2, figsize=(5.4, 2), sharey=True, layout="constrained")
        for axis, measure in zip(axes, ("cases", "countries"), strict=True):
            part = rows[rows["measure"] == measure]
            sns.barplot(part, x="value", y="category", ax=axis, color="#005b96")
            axis.bar_label(axis.containers[0])
            axis.set(title=measure, xlabel="", ylabel="")
        return saved(figure)


def plain_dumbbells(rows: pd.DataFrame) -> str:
    with mpl.rc_context(typeface.SETTINGS):
        figure, axes = plt.subplots(1, 2, figsize=(5.4, 2.5), sharey=True, layout="constrained")
        for axis, measure in zip(axes, ("cases", "countries"), strict=True):
            part = rows[rows["measure"] == measure]
            axis.hlines(part["category"], part["base_value"], part["value"])
            axis.scatter(part["base_value"], part["category"], label="2020")
            axis.scatter(part["value"], part["category"], label="2021")
            for place, row in enumerate(part.to_dict("records")):
                axis.text(row["value"], place, f"{row['change']:+.0f}", va="center")
            axis.set(title=measure)
        figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower right", ncols=2)
        return saved(figure)


def plain_years(rows: pd.DataFrame) -> str:
    with mpl.rc_context(typeface.SETTINGS):
        figure, axes = plt.subplots(1, 2, figsize=(5.4, 2), layout="constrained")
        for axis, (name, part) in zip(axes, rows.groupby("series"), strict=True):
            sns.barplot(part, x="year", y="value", ax=axis, color="#005b96")
            axis.bar_label(axis.containers[0])
            axis.set(title=name, xlabel="", ylabel="")
        return saved(figure)


CONTENDERS = {
    "bars": (charts.bars, plain_bars, REGIONS),
    "dumbbells": (charts.dumbbells, plain_dumbbells, CHANGES),
    "columns": (charts.columns, plain_years, YEARS),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    typeface.register()
    ratios = {}
    for name, (draw, plain, rows) in CONTENDERS.items():
        makers = {
            "ours": lambda draw=draw, rows=rows: ours(draw, rows),
            "plain": lambda plain=plain, rows=rows: plain(rows),
        }
        best = dict.fromkeys(makers, float("inf"))
        size = {who: len(make().encode()) for who, make in makers.items()}  # and warm
        for _ in range(rounds):
            for who, make in makers.items():
                start = time.process_time()
                make()
                best[who] = min(best[who], time.process_time() - start)
        for who in makers:
            print(f"{name:10} {who:6} {best[who] * 1000:7.1f} ms {size[who]:8,} bytes", flush=True)
        ratios[name] = (best["ours"] / best["plain"], size["ours"] / size["plain"])
    for name, (seconds, size) in ratios.items():
        print(f"{name:10} ours / plain: time {seconds:.2f}, bytes {size:.2f}")


if __name__ == "__main__":
    main()
