"""Two years, many years, and a grid of countries: marks where the figures are, and no overlap."""

import pandas as pd
import pytest
from charts.drawn import faults, hatched, panels, texts, written
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from kcity_analysis import charts
from kcity_analysis.evidence.like_for_like import compare

NAN = float("nan")
REST = "not itemised"


def compared(*rows, dimension="region", measure="cases"):
    """(category, base_least, base_most, least, most) -> the rows that a comparison has of it."""
    found = []
    for category, was, was_most, now, now_most in rows:
        found.append({
            "year": 2021, "base_year": 2020, "stage": "reception", "dimension": dimension,
            "category": category, "measure": measure,
            "value": float(now) if now == now_most else NAN,
            "base_value": float(was) if was == was_most else NAN,
            "least": float(now), "most": float(now_most),
            "base_least": float(was), "base_most": float(was_most),
            "change_least": float(now - was_most), "change_most": float(now_most - was),
        })  # fmt: skip
    return pd.DataFrame(found)


def marks(axes, size):
    """Places of the marks of a size, top down."""
    found = [line for line in axes.lines if line.get_marker() == "o"]
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in found
        if (line.get_markersize() > 7) == (size == "ring")
    ]


def test_dumbbells_place_both_years_and_write_the_change():
    rows = compare(2021, 2020).query("dimension == 'region' and change_least == change_most")
    axes = charts.dumbbells(rows)
    assert [x for x, _ in marks(axes, "ring")] == [39, 27, 9, 5]
    assert [x for x, _ in marks(axes, "dot")] == [35, 33, 19, 24]
    assert texts(axes) == ["−4", "+6", "+10", "+19"]
    assert written(axes)[0] == "New Southern"
    assert {"2020", "2021"} <= set(written(axes))
    assert faults(axes.get_figure(root=True)) == []


def test_both_panels_have_one_scale():
    cases, countries = panels(charts.dumbbells(compare(2021, 2020).query("dimension == 'region'")))
    units = [
        one.get_window_extent().width / (one.get_xlim()[1] - one.get_xlim()[0])
        for one in (cases, countries)
    ]
    assert units[0] == pytest.approx(units[1])


def test_equal_years_still_show_both_marks():
    axes = charts.dumbbells(compared(("Africa", 3, 3, 3, 3), ("Europe", 1, 1, 2, 2)))
    (ring, _), (dot, _) = marks(axes, "ring"), marks(axes, "dot")
    assert ring == dot
    sizes = sorted(line.get_markersize() for line in axes.lines if line.get_marker() == "o")
    assert sizes[0] < sizes[-1] * 0.7  # the dot lies within the ring


def test_what_is_known_within_bounds_is_a_hatched_span_on_a_line_of_its_own():
    axes = charts.dumbbells(compared(("Africa", 2, 2, 4, 6), ("Europe", 1, 3, 2, 2)))
    assert hatched(axes) == [(4, 6), (1, 3)]
    assert texts(axes) == ["+2 to +4", "−1 to +1"]
    (patch, *_) = axes.patches
    (_, y), *_ = marks(axes, "ring")
    assert patch.get_y() > y  # the year below the base year
    assert sum("range" in text for text in written(axes)) == 2


def test_dumbbells_leave_out_what_only_one_year_has():
    known = ("Africa", 2, 2, 4, 4), ("Middle East", 1, 1, 2, 2)
    axes = charts.dumbbells(compared(*known, ("Europe", NAN, NAN, 1, 1)))
    assert "Africa" in written(axes)
    assert "Europe" not in written(axes)


def test_a_residual_is_apart_and_has_not_the_colour_of_a_category():
    axes = charts.dumbbells(
        compared((REST, 1, 1, 9, 9), ("Africa", 2, 2, 4, 4), ("Europe", 1, 1, 2, 2))
    )
    assert written(axes)[:3] == ["Africa", "Europe", "All other regions"]
    dots = {
        line.get_ydata()[0]: to_hex(line.get_markerfacecolor())
        for line in axes.lines
        if line.get_marker() == "o" and line.get_markersize() < 7
    }
    assert [dots[y] for y in sorted(dots)] == [charts.ACCENT, charts.ACCENT, charts.NEUTRAL]


def test_a_single_category_is_no_dumbbell():
    assert charts.dumbbells(compared(("Africa", 2, 2, 4, 4))) is None
    unknown = compared(("Africa", 2, 2, 4, 4), ("Europe", NAN, NAN, 1, 1))
    assert charts.dumbbells(unknown) is None


PART = st.tuples(st.integers(0, 900), st.integers(0, 90), st.integers(0, 900), st.integers(0, 90))


@settings(max_examples=6, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["Africa", "Europe", "Middle East", "New Southern", REST]), PART, min_size=2
    ),
    st.sampled_from(["en", "ko"]),
)
def test_no_two_texts_of_a_dumbbell_overlap(parts, language):
    rows = compared(*((name, a, a + b, c, c + d) for name, (a, b, c, d) in parts.items()))
    assert faults(charts.dumbbells(rows, language).get_figure(root=True)) == []


def series(first_year=2020, **lines):
    """Name -> a value a year, or (least, most)."""
    rows = []
    for name, values in lines.items():
        for place, value in enumerate(values):
            least, most = value if isinstance(value, tuple) else (value, value)
            known = least if least == most else NAN
            rows.append((first_year + place, name.replace("_", " "), known, least, most))
    return pd.DataFrame(rows, columns=["year", "series", "value", "least", "most"])


def heights(axes):
    return [patch.get_height() for patch in axes.patches if not patch.get_hatch()]


def test_a_gap_keeps_its_place_and_is_no_zero():
    axes = charts.columns(series(received=[80, 111, NAN, 30]))
    assert heights(axes) == [80, 111, 0, 30]
    assert texts(axes) == ["80", "111", "–", "30"]
    assert "– not published" in written(axes)
    assert not [line for line in axes.lines if len(line.get_xdata()) > 2]  # no line through years


def test_a_year_without_a_row_is_a_gap_too():
    rows = series(received=[80, 111, 33])
    axes = charts.columns(rows[rows["year"] != 2021])
    assert texts(axes) == ["80", "–", "33"]
    assert {"2020", "2021", "2022"} <= set(written(axes))


def test_an_incomplete_year_is_hatched_to_its_most():
    axes = charts.columns(series(selected=[10, (6, 8), (3, NAN)]))
    assert heights(axes) == [10, 6, 3]
    (room,) = [patch for patch in axes.patches if patch.get_hatch()]
    assert (room.get_y(), room.get_height()) == (6, 2)
    assert texts(axes) == ["10", "6–8", "3+"]


def test_series_share_a_scale_only_where_they_say_so():
    rows = series(received=[80, 111], countries=[20, 39], selected=[12, 11])
    scale = {"received": "a", "countries": "a", "selected": "b"}
    received, countries, selected = panels(
        charts.columns(rows.assign(scale=rows["series"].map(scale)))
    )
    assert received.get_ylim() == countries.get_ylim()
    assert selected.get_ylim()[1] < 20
    assert all(one.get_ylim()[0] == 0 for one in (received, countries, selected))


def test_a_year_that_is_not_over_is_marked_and_the_key_says_so():
    rows = series(selected=[12, 3])
    axes = charts.columns(rows.assign(unfinished=rows["year"] == 2021))
    assert "2021*" in written(axes)
    assert any(text.startswith("* ") for text in written(axes))


def test_one_year_is_no_chart():
    assert charts.columns(series(selected=[12])) is None


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("years", [2, 7, 12, 40])
def test_no_two_texts_of_columns_overlap_however_many_years(years, language):
    rows = series(first_year=1990, a=[100.0] * years, b=[(95, 100)] * years, c=[NAN] * years)
    axes = charts.columns(rows.assign(unfinished=rows["year"] == rows["year"].max()), language)
    found = faults(axes.get_figure(root=True))
    assert found == []


def test_a_grid_marks_where_a_country_was_selected_and_how_often():
    counts = pd.DataFrame(
        [(2020, "PER", 1.0), (2020, "VNM", 1.0), (2022, "VNM", 2.0), (2022, "KEN", 1.0)],
        columns=["year", "category", "value"],
    )
    axes = charts.country_years(counts)
    # most years first, then by name; the years above
    assert written(axes) == ["Vietnam", "Kenya", "Peru", "2020", "2021", "2022"]
    places = [(text.get_position(), text.get_text()) for text in axes.texts]
    assert places == [((0.5, 0.5), "1"), ((2.5, 0.5), "2"), ((2.5, 1.5), "1"), ((0.5, 2.5), "1")]
    empty, held = (len(patch.get_path().vertices) // 5 for patch in axes.patches)
    assert (empty, held) == (5, 4)
    assert faults(axes.get_figure(root=True)) == []


def test_a_single_country_or_year_is_no_grid():
    one_year = pd.DataFrame({"year": [2020, 2020], "category": ["PER", "VNM"], "value": [1, 1]})
    assert charts.country_years(one_year) is None
    one_country = pd.DataFrame({"year": [2020, 2021], "category": ["PER", "PER"], "value": [1, 1]})
    assert charts.country_years(one_country) is None


def test_the_key_explains_only_the_marks_that_are_drawn():
    open_now = charts.dumbbells(compared(("Africa", 2, 2, 4, 6), ("Europe", 1, 1, 2, 3)))
    key = written(open_now)
    assert "2020" in key and "2021" not in key
    assert [text for text in key if "range" in text] == ["2021, known only within this range"]
