import io
import re

import numpy as np
import pandas as pd
import pytest
from charts.drawn import faults
from PIL import Image

from kcity_analysis import charts
from kcity_analysis.charts import typeface
from kcity_analysis.charts.citymarks import city_points, unlabelled
from kcity_analysis.charts.geography import PARTS, project
from kcity_analysis.charts.svg import inline_svg
from kcity_analysis.charts.worldmap import world_map
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, read_csv

PROJECTS = read_csv(DATA / "selected_projects.csv")
NOWHERE = pd.DataFrame({"latitude": [], "longitude": [], "label": [], "kind": []})


def shaded(**values):
    return pd.DataFrame({"iso3": [*values], "value": [*values.values()]})


def drawn(points=NOWHERE, countries=None, file_format="svg", **options):
    """The Axes, and the file drawn from it."""
    target = io.BytesIO()
    with typeface.drawing():
        ax = world_map(points, countries, **options)
        metadata = {"Date": None} if file_format == "svg" else {}
        ax.get_figure().savefig(target, format=file_format, dpi=100, metadata=metadata)
    return ax, target.getvalue()


def key(ax, shown=True):
    """What the key says; what it says on a narrow page where not ``shown``."""
    beside = ax.get_figure(root=True).texts
    return [text.get_text() for text in beside if text.get_visible() == shown]


def names(ax):
    """The names on the map and on that beside it."""
    maps = ax.get_figure(root=True).axes
    return [text.get_text() for one in maps for text in one.texts if text.get_visible()]


def spot(x, y, kind="planning", label="Here"):
    return {"latitude": y, "longitude": x, "label": label, "kind": kind}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_city_of_the_programme_is_named(language):
    points = city_points(PROJECTS, language)
    counts = PROJECTS.groupby("country").size().rename_axis("iso3").reset_index(name="value")
    ax, _ = drawn(points, counts, language=language)
    assert unlabelled(ax) == []
    named = " / ".join(name.split(" × ")[0] for name in [*names(ax), *key(ax)])
    assert [name for name in set(points["label"]) if name not in named] == []
    assert faults(ax.get_figure(root=True)) == []
    text = inline_svg(ax.get_figure(root=True), "", "")
    assert len(text) < 130_000
    assert len(set(re.findall(r">([^<>]+)</text>", text))) > 50


def test_south_east_asia_has_a_map_of_its_own_where_it_is_crowded():
    ax, _ = drawn(city_points(PROJECTS))
    whole, close = ax.get_figure(root=True).axes
    assert whole is ax
    assert "Jakarta × 2" in [text.get_text() for text in close.texts]
    assert "Jakarta × 2" not in [text.get_text() for text in whole.texts]
    few = PROJECTS[PROJECTS["year"] == "2023"]
    assert len(drawn(city_points(few))[0].get_figure(root=True).axes) == 1


def test_no_frame_is_wider_than_what_there_is_to_show():
    left, _, right, _ = PARTS["world"]
    ax, _ = drawn(city_points(PROJECTS))
    assert ax.get_xlim() == (left, right)
    assert right - left < 0.8 * 5.41  # the world's whole width in this projection


def test_what_lies_out_in_the_pacific_widens_the_frame():
    ax, _ = drawn(countries=shaded(FJI=1))
    (dot,) = ax.lines
    assert ax.get_xlim()[0] < dot.get_xdata()[0] < ax.get_xlim()[1]


@pytest.mark.slow
def test_a_name_without_room_is_a_number_that_the_key_explains():
    heap = [spot(20 + 0.01 * n, 5, label=f"A city with a long name {n}") for n in range(60)]
    ax, _ = drawn(pd.DataFrame(heap))
    numbers = [name for name in names(ax) if name.isdigit()]
    explained = dict(text.split(" ", 1) for text in key(ax) if text[0].isdigit())
    assert numbers
    assert {*numbers} <= explained.keys()
    shown = [name for name in names(ax) if not name.isdigit()]
    assert len({*shown, *explained.values()}) == 60


@pytest.mark.parametrize("year", sorted(set(PROJECTS["year"])))
def test_each_year_has_all_its_names_on_the_map(year):
    ax, _ = drawn(city_points(PROJECTS[PROJECTS["year"] == year]))
    assert unlabelled(ax) == []


def test_the_same_projects_give_the_same_bytes():
    points = city_points(PROJECTS[PROJECTS["year"] == "2023"])
    assert drawn(points)[1] == drawn(points)[1]


def test_only_colours_of_the_charts_are_used():
    points = city_points(PROJECTS)
    _, svg = drawn(points, shaded(VNM=3, SGP=1, USA=12))
    palette = {charts.INK, charts.MUTED, charts.GRID, charts.SURFACE, charts.ACCENT, charts.ACCENT2,
               charts.ACCENT3}  # fmt: skip
    used = set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"(?:id|href)=\"[^\"]*\"", "", svg.decode())))
    assert used <= palette


def test_a_shaded_country_is_darker_the_larger_its_value():
    """Pixels in the middle of three countries, read from the picture."""
    ax, png = drawn(countries=shaded(KAZ=1, BRA=4, AUS=30), file_format="png")
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(float)

    def shade(longitude, latitude):
        x, y = ax.transData.transform(project(np.array([longitude, latitude], dtype=float)))
        top = picture.shape[0] - 1 - round(y * 100 / ax.get_figure(root=True).dpi)
        return picture[top, round(x * 100 / ax.get_figure(root=True).dpi)]

    plain, one, four, thirty = shade(20, 10), shade(67, 48), shade(-53, -10), shade(134, -25)
    assert plain > one > four > thirty


def test_countries_without_a_value_are_shaded_and_the_key_says_what_for():
    ax, _ = drawn(countries=shaded(KOR=np.nan, PER=np.nan), countries_label="Named in the release")
    assert key(ax) == ["Named in the release"]


def test_values_and_no_values_have_an_entry_each_in_the_key():
    ax, _ = drawn(countries=shaded(KOR=np.nan, PER=1, IDN=16, VNM=7))
    # 1 | 5 to 9 | 10 and more hold countries; a class reaches up to the next
    assert key(ax) == ["Country named", "1 to 4 cases", "5 to 9 cases", "at least 10 cases"]


def test_the_key_names_each_type_once_in_declared_order():
    ax, _ = drawn(pd.DataFrame([spot(0, 0, "overseas demonstration"), spot(9, 9, "planning")]))
    assert key(ax) == ["Planning", "Overseas demonstration"]


def test_a_type_has_the_same_mark_on_every_map():
    def marks(*kinds):
        ax, _ = drawn(pd.DataFrame([spot(10 * n, 0, kind) for n, kind in enumerate(kinds)]))
        marks = [
            one.get_marker()
            for one in ax.get_figure(root=True).artists
            if hasattr(one, "get_marker")
        ]
        return dict(zip(key(ax), marks[: len(key(ax))], strict=True))

    every = marks("planning", "solution planning", "overseas demonstration")
    assert len(set(every.values())) == 3
    assert marks("overseas demonstration").items() <= every.items()
    assert marks("a kind of its own", "planning")["Planning"] == every["Planning"]


def test_rows_of_one_place_share_a_name_and_stand_side_by_side():
    rows = [
        spot(69, 41, "planning", "Tashkent"),
        spot(69, 41, "overseas demonstration", "Tashkent"),
    ]
    ax, _ = drawn(pd.DataFrame(rows))
    assert names(ax) == ["Tashkent × 2"]
    assert "× 2: number of projects in that city" in key(ax)
    first, second = (line.get_xdata()[0] for line in ax.lines)
    assert first < second


def test_a_small_state_is_a_dot():
    ax, _ = drawn(countries=shaded(SGP=1, TUV=1, VNM=1))
    assert [len(line.get_xdata()) for line in ax.lines] == [2]


def test_hostile_names_are_drawn_as_text():
    names = [
        "<script>alert(1)</script>",
        "$\\frac{1}{2$",
        "漢字\u202ecba",
        "x" * 10_000,
        "\x00",
        "",
    ]
    points = pd.DataFrame([spot(20 * n, 0, label=name) for n, name in enumerate(names)])
    _, svg = drawn(points)
    assert b"<script" not in svg


def test_a_map_without_points_and_countries_is_land_alone():
    ax, _ = drawn()
    assert key(ax) == []
    assert len(ax.texts) == 0


def test_a_narrow_page_has_a_key_that_it_can_read():
    ax, _ = drawn(city_points(PROJECTS))
    narrow = [text for text in ax.get_figure(root=True).texts if not text.get_visible()]
    assert {text.get_text() for text in narrow} >= {"Planning", "Overseas demonstration"}
    width = ax.get_figure(root=True).get_figwidth() * 72
    assert min(text.get_fontsize() for text in narrow) * 352 / width >= 9


def test_names_and_key_follow_the_language():
    points = city_points(PROJECTS[PROJECTS["city"] == "Nairobi"], "ko")
    ax, _ = drawn(points, shaded(KEN=1), language="ko")
    assert names(ax) == ["나이로비"]
    assert key(ax)[1] == "1건"


def test_all_wrong_codes_and_positions_are_named_at_once():
    with pytest.raises(InputError) as caught:
        world_map(pd.DataFrame([spot(200, 0), spot(0, float("nan"))]), shaded(XXX=1, KOR=1))
    assert [(p.column, p.value) for p in caught.value.problems] == [
        ("latitude", "nan"), ("longitude", "200"), ("iso3", "XXX"),
    ]  # fmt: skip


def test_the_note_says_that_boundaries_are_no_statement():
    assert "no statement" in charts.map_note("en")
    assert "Natural Earth" in charts.map_note("en")
    assert "Natural Earth" in charts.map_note("ko")


def test_marks_that_would_cover_one_another_are_moved_apart_and_others_stay():
    points = pd.DataFrame([spot(9.19, 45.46, label="Milan"), spot(9.9, 45.4, label="Verona"),
                           spot(36.8, -1.3, label="Nairobi")])  # fmt: skip
    ax, _ = drawn(points)
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == 3]
    x, y = line.get_data()
    scale = ax.get_window_extent().width / np.ptp(ax.get_xlim()) * 72 / ax.get_figure(root=True).dpi
    assert np.hypot(x[0] - x[1], y[0] - y[1]) * scale > 5
    assert (x[2], y[2]) == pytest.approx(tuple(project(np.array([36.8, -1.3]))))
