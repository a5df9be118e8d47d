"""What is drawn is what the frame says: lengths, places, texts, gaps, order."""

import math

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from sample_figures import frame

from kcity_analysis import charts
from kcity_analysis.evidence.comparing import compare
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.vocabulary.terms import categories

REST, NAN = "not itemised", float("nan")


@pytest.fixture(autouse=True)
def drawing():
    """Draw in the charts' own style, and leave no figure open."""
    with mpl.rc_context(charts.STYLE):
        yield
    plt.close("all")


def texts(axis):
    return [text.get_text() for text in axis.texts]


def labels(axis):
    return [label.get_text() for label in axis.get_yticklabels()]


def lengths(axis):
    return [patch.get_width() for patch in axis.patches]


def test_bars_of_2021_are_sorted_with_the_residual_last_and_grey():
    axis = charts.bars(yearly(figures(2021, "reception"), "region"))
    assert labels(axis) == [
        "New Southern", "New Northern", "Central and South America", "All other regions",
    ]  # fmt: skip
    assert lengths(axis) == [35, 33, 19, 24]
    assert texts(axis) == ["35", "33", "19", "24"]
    assert [to_hex(patch.get_facecolor()) for patch in axis.patches] == [
        *[charts.ACCENT] * 3, charts.NEUTRAL,
    ]  # fmt: skip
    assert axis.yaxis_inverted()  # the first stands on top


def test_cases_and_countries_have_a_panel_each():
    axis = charts.bars(yearly(figures(2021, "reception"), "region"))
    cases, countries = axis.figure.axes
    assert (cases.get_title(loc="left"), countries.get_title(loc="left")) == ("Cases", "Countries")
    assert lengths(countries) == [10, 8, 6, 15]


def test_bars_start_at_zero_and_fit_with_their_values():
    for axis in charts.bars(yearly(figures(2021, "reception"), "type")).figure.axes:
        low, high = axis.get_xlim()
        assert low == 0
        assert high > max(lengths(axis))


def test_a_measure_that_was_not_published_has_no_panel():
    axis = charts.bars(
        frame(("region", "Africa", "cases", 3), ("region", "Africa", "countries", NAN))
    )
    assert len(axis.figure.axes) == 1


def test_one_missing_value_is_said_and_not_drawn_as_a_zero():
    rows = frame(
        ("region", "Africa", "cases", 3), ("region", "Africa", "countries", 2),
        ("region", "Europe", "cases", 1),
    )  # fmt: skip
    countries = charts.bars(rows).figure.axes[1]
    assert texts(countries) == ["2", "n.p."]


def test_zero_is_drawn_as_zero():
    rows = frame(("region", "Africa", "cases", 3), ("region", "Europe", "cases", 0))
    assert texts(charts.bars(rows)) == ["3", "0"]


def test_fields_of_a_type_are_labelled_by_the_field_alone():
    rows = yearly(figures(2021, "reception"), "type_field")
    rows = rows[rows["category"].str.startswith("solution planning")]
    axis = charts.bars(rows)
    assert labels(axis)[0] == "Transport"
    assert lengths(axis) == [13, 5, 5, 4, 13]  # the residual of 13 last, though the largest


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(categories("region")), st.integers(0, 2000), min_size=1),
    st.integers(0, 3000),
)
def test_every_bar_is_as_long_as_its_figure_and_says_it(values, residual):
    rows = frame(
        *(("region", region, "cases", value) for region, value in values.items()),
        ("region", REST, "cases", residual, "derived"),
    )
    axis = charts.bars(rows)
    named = lengths(axis)[:-1]
    assert named == sorted(values.values(), reverse=True)
    assert lengths(axis)[-1] == residual
    assert texts(axis) == [f"{length:,.0f}" for length in lengths(axis)]
    assert dict(zip(labels(axis), lengths(axis), strict=True)).items() >= values.items()
    plt.close("all")


def test_dumbbells_place_both_years_and_write_the_change():
    rows = compare(2021, 2020).query("dimension == 'region'")
    axis = charts.dumbbells(rows)
    before, now = (dots.get_offsets().tolist() for dots in axis.collections[1:])
    assert before == [[39, 0], [27, 1], [9, 2], [5, 3]]
    assert now == [[35, 0], [33, 1], [19, 2], [24, 3]]
    assert texts(axis) == ["−4", "+6", "+10", "+19"]
    assert labels(axis)[0] == "New Southern"
    (legend,) = axis.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["2020", "2021"]


def test_dumbbells_leave_out_what_only_one_year_has():
    rows = compare(2021, 2020).query("dimension == 'type'")
    assert "Overseas demonstration" not in labels(charts.dumbbells(rows))


def test_contributions_go_to_the_side_of_their_sign():
    rows = compare(2021, 2020).query("dimension == 'region' and measure == 'cases'")
    axis = charts.contributions(rows)
    assert lengths(axis) == [-5.0, 7.5, 12.5, 23.8]
    assert texts(axis) == ["−5.0", "+7.5", "+12.5", "+23.8"]
    assert to_hex(axis.patches[0].get_facecolor()) == charts.ACCENT2
    low, high = axis.get_xlim()
    assert low < -5 and high > 23.8


def series(**lines):
    rows = [
        (2020 + place, name.replace("_", " "), value)
        for name, values in lines.items()
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["year", "series", "value"])


def test_a_line_keeps_its_gap():
    axis = charts.lines(series(received=[80, 111, NAN, 30], selected=[12, 11, 10, 8]))
    gap, whole = (line.get_ydata().tolist() for line in axis.lines)
    assert [gap[0], gap[1], gap[3]] == [80, 111, 30]
    assert math.isnan(gap[2])
    assert whole == [12, 11, 10, 8]
    assert axis.lines[0].get_xdata().tolist() == [2020, 2021, 2022, 2023]


def test_a_year_without_a_row_is_a_gap_too():
    rows = series(received=[80, 111, 33])
    axis = charts.lines(rows[rows["year"] != 2021])
    assert math.isnan(axis.lines[0].get_ydata()[1])
    assert list(axis.get_xticks()) == [2020, 2021, 2022]


def test_lines_show_zero_are_named_and_carry_their_values():
    axis = charts.lines(series(received=[80, 111], selected=[12, 11]))
    assert axis.get_ylim()[0] <= 0  # no cut axis that makes a small change look large
    assert set(texts(axis)) == {"80", "111", "12", "11", "received", "selected"}
    colours = [line.get_color() for line in axis.lines]
    marks = [line.get_marker() for line in axis.lines]
    assert len(set(colours)) == len(set(marks)) == 2  # told apart without colour, too


def test_a_line_is_named_where_it_ends_and_one_without_a_value_is_not():
    axis = charts.lines(series(a=[80, 30, NAN], b=[12, 11, 10], c=[NAN, NAN, NAN]))
    ends = {text.get_text(): text.xy for text in axis.texts if text.get_text() in "abc"}
    assert ends == {"a": (2021, 30), "b": (2022, 10)}


def test_a_grid_marks_where_a_country_was_selected_and_how_often():
    counts = pd.DataFrame(
        [(2020, "PER", 1.0), (2020, "VNM", 1.0), (2022, "VNM", 2.0), (2022, "KEN", 1.0)],
        columns=["year", "category", "value"],
    )
    axis = charts.country_years(counts)
    assert labels(axis) == ["Vietnam", "Kenya", "Peru"]  # most years first, then by name
    assert [tick.get_text() for tick in axis.get_xticklabels()] == ["2020", "2021", "2022"]
    assert axis.collections[0].get_array().reshape(3, 3).tolist() == [
        [1, 0, 1], [0, 0, 1], [1, 0, 0],
    ]  # fmt: skip
    assert [text for text in texts(axis) if text] == ["1", "2", "1", "1"]


def test_ranges_run_from_low_to_high_and_an_open_end_is_a_thin_line():
    rows = pd.DataFrame({
        "label": ["Hue", "Lima", "Baku"], "low": [2e8, NAN, 4e8], "high": [4e8, 4e8, 4e8],
    })  # fmt: skip
    axis = charts.ranges(rows)
    assert labels(axis) == ["Hue", "Lima", "Baku"]
    spans = [line.get_segments()[0][:, 0].tolist() for line in axis.collections]
    assert spans == [[0.2, 0.4], [0.0, 0.4]]  # a single amount is a dot alone
    assert [line.get_linewidth()[0] for line in axis.collections] == [6, 1]
    assert [dot.get_xdata()[0] for dot in axis.lines] == [0.4, 0.4, 0.4]
