"""Bars of one measure: what is drawn, what is written, and when nothing is."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kcity_analysis import charts
from kcity_analysis.charts import amounts, describe_amounts

ROWS = pd.DataFrame(
    {
        "label": ["2020", "2021", "Planned"],
        "least": [5.6, 21.4, 7.0],
        "most": [20.0, 21.4, 7.0],
        "group": ["a", "a", "b"],
        "planned": [False, False, True],
    }
)


def drawn(rows: pd.DataFrame, unit: str = "rate"):
    axes = amounts(rows, unit)
    assert axes is not None
    figure = axes.get_figure()
    plt.close(figure)
    return axes, [text.get_text() for text in (*figure.texts, *axes.texts)]


def test_a_bar_is_solid_to_its_least_and_hatched_to_its_most():
    axes, texts = drawn(ROWS)
    widths = [patch.get_width() for patch in axes.patches]
    assert widths == pytest.approx([5.6, 14.4, 21.4, 7.0])
    assert [bool(patch.get_hatch()) for patch in axes.patches] == [False, True, False, False]
    assert any("5.6 to 20.0" in text for text in texts)


def test_what_was_planned_is_grey_and_the_key_says_so():
    axes, texts = drawn(ROWS)
    colours = [patch.get_facecolor() for patch in axes.patches]
    assert colours[3] != colours[2]
    assert "planned" in texts
    _, without = drawn(ROWS.drop(columns="planned"))
    assert "planned" not in without


def test_groups_stand_apart():
    axes, _ = drawn(ROWS)
    middles = [patch.get_y() + patch.get_height() / 2 for patch in axes.patches]
    assert middles[3] - middles[2] > middles[2] - middles[0]


def test_one_amount_is_no_chart():
    assert amounts(ROWS[:1], "krw") is None


def test_the_words_of_a_chart_have_every_label_with_its_amount():
    text = describe_amounts(ROWS[:2], "rate")
    nb = "\N{NO-BREAK SPACE}"
    assert text == (f"Bar chart: Selection rate, percent. 2020: 5.6 to 20.0{nb}%; 2021: 21.4{nb}%.")


def test_a_year_that_had_no_such_type_is_told_from_one_without_figures():
    series = pd.DataFrame(
        {
            "year": [2020, 2021, 2022], "series": "Demonstrations", "value": [float("nan"), 3, 2],
            "least": [float("nan"), 3, 2], "most": [float("nan"), 3, 2],
            "absent": ["no such type", "", ""],
        }
    )  # fmt: skip
    axes = charts.columns(series)
    figure = axes.get_figure()
    plt.close(figure)
    texts = [text.get_text() for text in figure.texts]
    assert any("no such type" in text for text in texts)
    assert not any("not published" in text for text in texts)
    assert "no such type in 2020" in charts.describe_columns(series)
