"""What is drawn is what the frame says: lengths, hatching, texts, order; and nothing overlaps."""

import io

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from charts.drawn import faults, hatched, panels, solid, texts, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from PIL import Image
from sample_figures import frame

from kcity_analysis import charts
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.evidence.like_for_like import compare
from kcity_analysis.vocabulary.terms import categories

REST, NAN = "not itemised", float("nan")


def values_of(year, stage, dimension):
    """Figures with their values alone, as a frame without bounds has them."""
    return yearly(figures(year, stage), dimension).drop(columns=["least", "most"])


def bounded(*rows, **more):
    """A figures frame from (dimension, category, measure, least, most)."""
    known = frame(*((*row[:3], row[3] if row[3] == row[4] else NAN) for row in rows), **more)
    return known.assign(least=[float(row[3]) for row in rows], most=[float(row[4]) for row in rows])


def shapes(axes):
    return [to_hex(patch.get_facecolor()) for patch in axes.patches if not patch.get_hatch()]


def test_bars_of_2021_are_sorted_with_the_residual_last_and_grey():
    axes = charts.bars(values_of(2021, "reception", "region"))
    assert written(axes)[:4] == [
        "New Southern", "New Northern", "Central and South America", "All other regions",
    ]  # fmt: skip
    assert solid(axes) == [35, 33, 19, 24]
    assert texts(axes) == ["35", "33", "19", "24"]
    assert shapes(axes) == [*[charts.ACCENT] * 3, charts.NEUTRAL]
    assert axes.yaxis_inverted()  # the first stands on top


def test_the_residual_stands_apart():
    axes = charts.bars(values_of(2021, "reception", "region"))
    steps = np.diff([patch.get_y() for patch in axes.patches])
    assert steps[-1] > steps[0] == steps[1]


def test_cases_and_countries_have_a_panel_each_on_one_scale():
    axes = charts.bars(values_of(2021, "reception", "region"))
    cases, countries = panels(axes)
    assert {"Cases", "Countries"} <= set(written(axes))
    assert solid(countries) == [10, 8, 6, 15]
    units = [one.get_window_extent().width / np.ptp(one.get_xlim()) for one in (cases, countries)]
    assert units[0] == pytest.approx(units[1])


def test_bars_start_at_zero_and_fit_with_their_values():
    for axes in panels(charts.bars(values_of(2021, "reception", "type"))):
        low, high = axes.get_xlim()
        assert low == 0
        assert high > max(solid(axes))


def test_a_known_figure_is_solid_and_the_room_above_the_least_is_hatched():
    axes = charts.bars(bounded(
        ("region", "Africa", "cases", 5, 18), ("region", "Europe", "cases", 7, 7),
    ))  # fmt: skip
    assert solid(axes) == [7, 5]
    assert hatched(axes) == [(5, 18)]
    assert texts(axes) == ["7", "5 to 18"]
    assert any("range" in text for text in written(axes))


def test_where_all_is_known_no_key_speaks_of_a_range():
    axes = charts.bars(bounded(
        ("region", "Africa", "cases", 5, 5), ("region", "Europe", "cases", 7, 7),
    ))  # fmt: skip
    assert hatched(axes) == []
    assert not any("range" in text for text in written(axes))


def test_a_measure_that_was_not_published_has_no_panel():
    axes = charts.bars(frame(
        ("region", "Africa", "cases", 3), ("region", "Africa", "countries", NAN),
        ("region", "Europe", "cases", 3),
    ))  # fmt: skip
    assert len(panels(axes)) == 1


def test_one_missing_value_is_said_and_not_drawn_as_a_zero():
    rows = frame(
        ("region", "Africa", "cases", 3), ("region", "Africa", "countries", 2),
        ("region", "Europe", "cases", 1),
    )  # fmt: skip
    assert texts(panels(charts.bars(rows))[1]) == ["2", "n.p."]


def test_zero_is_drawn_as_zero():
    rows = frame(("region", "Africa", "cases", 3), ("region", "Europe", "cases", 0))
    assert texts(charts.bars(rows)) == ["3", "0"]


def test_one_bar_is_no_chart():
    assert charts.bars(frame(("region", "Africa", "cases", 3))) is None
    assert charts.bars(frame(("region", "Africa", "cases", 3)).iloc[:0]) is None


def test_fields_of_a_type_are_labelled_by_the_field_alone():
    rows = values_of(2021, "reception", "type_field")
    rows = rows[rows["category"].str.startswith("solution planning")]
    axes = charts.bars(rows)
    assert written(axes)[0] == "Transport"
    assert solid(axes) == [13, 5, 5, 4, 13]  # the residual of 13 last, though the largest


def test_labels_headings_and_keys_follow_the_language():
    rows = bounded(("region", "New Southern", "cases", 1, 3), ("region", REST, "cases", 2, 2))
    assert written(charts.bars(rows, "ko")) == [
        "신남방", "기타 지역", "접수 건수", "최소~최대 범위만 알려진 값",
    ]  # fmt: skip
    assert texts(charts.bars(rows, "ko")) == ["1~3", "2"]


SPAN = st.tuples(st.integers(0, 2000), st.integers(0, 500))


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.sampled_from(categories("region")), SPAN, min_size=2),
    st.dictionaries(st.sampled_from(categories("region")), SPAN),
    st.integers(0, 3000),
    st.sampled_from(["en", "ko"]),
)
def test_every_bar_is_as_long_as_its_figure_and_nothing_overlaps(cases, nations, rest, language):
    rows = [("region", region, "cases", low, low + room) for region, (low, room) in cases.items()]
    rows += [
        ("region", region, "countries", low, low + room)
        for region, (low, room) in nations.items()
        if region in cases
    ]
    axes = charts.bars(bounded(*rows, ("region", REST, "cases", rest, rest)), language)
    named = solid(axes)[:-1]
    assert named == sorted((low for low, _ in cases.values()), reverse=True)
    assert sorted(hatched(axes)) == sorted(
        (low, low + room) for low, room in cases.values() if room
    )
    assert faults(axes.get_figure(root=True)) == []


def changes(dimension="region"):
    rows = compare(2021, 2020).query("change_least == change_most")
    return rows[(rows["measure"] == "cases") & rows["dimension"].isin([dimension, "total"])]


def test_contributions_show_all_parts_and_their_total_to_the_side_of_their_sign():
    axes = charts.contributions(changes())
    assert solid(axes) == [-5.0, 7.5, 12.5, 23.8, 38.8]
    assert texts(axes) == ["−5.0", "+7.5", "+12.5", "+23.8", "+38.8"]
    assert shapes(axes) == [
        charts.ACCENT2, charts.ACCENT, charts.ACCENT, charts.NEUTRAL, charts.INK,
    ]  # fmt: skip
    low, high = axes.get_xlim()
    assert low < -5 and high > 38.8
    assert "In all" in written(axes)


def test_without_a_row_for_it_the_total_is_the_sum_of_the_parts():
    rows = changes()
    axes = charts.contributions(rows[rows["dimension"] == "region"])
    assert solid(axes)[-1] == pytest.approx(-5 + 7.5 + 12.5 + 23.8)


def test_an_interval_is_solid_as_far_as_it_is_certain():
    rows = changes().reset_index(drop=True)
    both = [(38.8, 38.8), (-8, -2), (-3, 9), (4, 15), (1, 1)]
    rows = rows.assign(
        contribution=[38.8, NAN, NAN, NAN, 1.0],
        contribution_least=[float(low) for low, _ in both],
        contribution_most=[float(high) for _, high in both],
    )
    axes = charts.contributions(rows)
    assert solid(axes) == [-2, 0, 4, 1, 38.8]
    assert hatched(axes) == [(-8, -2), (-3, 9), (4, 15)]
    assert texts(axes)[:3] == ["−8.0 to −2.0", "−3.0 to +9.0", "+4.0 to +15.0"]
    assert faults(axes.get_figure(root=True)) == []


PART = st.tuples(st.floats(-900, 900), st.floats(0, 100))


@settings(max_examples=6, deadline=None)
@given(
    st.dictionaries(st.sampled_from(categories("region")), PART, min_size=2),
    st.sampled_from(["en", "ko"]),
)
def test_no_two_texts_of_contributions_overlap(parts, language):
    rows = pd.DataFrame([
        {"dimension": "region", "category": name, "contribution": NAN,
         "contribution_least": low, "contribution_most": low + room}
        for name, (low, room) in parts.items()
    ])  # fmt: skip
    axes = charts.contributions(rows, language)
    assert faults(axes.get_figure(root=True)) == []
    low, high = axes.get_xlim()
    assert low <= min(start for start, _ in parts.values())
    assert high >= max(start + room for start, room in parts.values())


def test_what_is_no_count_has_no_bars():
    assert charts.bars(values_of(2022, "selection", "budget")) is None


def test_a_single_contribution_is_no_chart():
    assert charts.contributions(changes().iloc[:2]) is None


def budgets(*rows):
    return pd.DataFrame(rows, columns=["label", "low", "high"])


def test_ranges_run_from_low_to_high_and_an_open_end_is_hatched():
    axes = charts.ranges(budgets(("Hue", 2e8, 4e8), ("Lima", NAN, 4e8), ("Baku", 4e8, 4e8)))
    assert written(axes)[:3] == ["Hue", "Lima", "Baku"]
    assert solid(axes) == [2e8, 0]
    assert hatched(axes) == [(0, 4e8)]
    assert texts(axes) == ["200 to 400 million", "at most 400 million", "400 million"]
    assert axes.lines[0].get_xdata()[0] == 4e8  # a single amount is a dot
    assert faults(axes.get_figure(root=True)) == []


def test_identical_ranges_and_a_single_one_are_no_chart():
    assert charts.ranges(budgets(("Hue", 2e8, 4e8), ("Lima", 2e8, 4e8))) is None
    assert charts.ranges(budgets(("Hue", NAN, 4e8), ("Lima", NAN, 4e8))) is None
    assert charts.ranges(budgets(("Hue", 2e8, 4e8))) is None


def test_a_figure_is_opaque_and_in_the_house_style_whatever_style_the_caller_has():
    def picture():
        target = io.BytesIO()
        figure = charts.bars(values_of(2021, "reception", "region")).get_figure(root=True)
        figure.savefig(target, format="png", dpi=50)
        return np.asarray(Image.open(target).convert("RGBA"))

    plain = picture()
    assert (plain[..., 3] == 255).all()
    assert plain[0, 0].tolist() == [255, 255, 255, 255]
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "text.color": "red"}):
        assert (picture() == plain).all()


def test_a_title_has_room_of_its_own():
    axes = charts.bars(values_of(2021, "reception", "region"))
    figure = axes.get_figure(root=True)
    height = axes.get_window_extent().height
    figure.suptitle("A title that is so long that it does not go on a single line of the figure")
    assert axes.get_window_extent().height == pytest.approx(height)
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    title = figure._suptitle.get_window_extent(renderer)
    top = max(
        text.get_window_extent(renderer).y1 for text in figure.texts if text is not figure._suptitle
    )
    assert "\n" in figure._suptitle.get_text()
    assert title.y0 > top - 2
    assert title.y1 <= figure.bbox.y1


def test_jupyterlab_shows_a_figure_that_is_named():
    figure = charts.bars(values_of(2021, "reception", "region")).get_figure(root=True)
    assert figure._repr_png_().startswith(b"\x89PNG")
