"""The map of one country: its frame, its cities, and no more land than is seen."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from kcity_analysis.charts import city_points, country_map
from kcity_analysis.charts.one_country import _inside, _runs
from kcity_analysis.evidence import projects


def drawn(iso3: str):
    listed = projects()
    axes = country_map(city_points(listed[listed["country"] == iso3]), iso3)
    figure = axes.get_figure()
    plt.close(figure)
    return axes


def test_every_city_is_named_and_lies_in_the_frame():
    axes = drawn("ITA")
    names = {text.get_text() for text in axes.texts}
    assert names == {"Verona × 2", "Milan"}
    left, right = axes.get_xlim()
    for line in axes.lines:
        assert all(left <= x <= right for x in line.get_xdata())


def test_the_frame_has_one_shape_whatever_the_country():
    for iso3 in ("ITA", "RUS", "KHM", "USA"):
        axes = drawn(iso3)
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        assert np.isclose((top - bottom) / (right - left), 0.5)


def test_a_country_without_a_city_has_no_map():
    assert country_map(city_points(projects()[:0]), "GHA") is None


def test_land_is_cut_to_the_frame_and_borders_end_beyond_it():
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], dtype=float)
    (cut,) = _inside([square, square + 10], (0.0, 0.0, 2.0, 2.0))
    assert cut.min() >= 0 and cut.max() <= 1
    line = np.column_stack([np.arange(10.0), np.zeros(10)])
    (run,) = _runs([line], (2.5, -1.0, 5.5, 1.0))
    assert run[:, 0].tolist() == [2, 3, 4, 5, 6]
