import io
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from kcity_analysis import charts
from kcity_analysis.charts import typeface
from kcity_analysis.charts.citymarks import city_points, unlabelled
from kcity_analysis.charts.geography import project
from kcity_analysis.charts.worldmap import NOTE, world_map
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, read_csv

PROJECTS = read_csv(DATA / "selected_projects.csv")
NOWHERE = pd.DataFrame({"latitude": [], "longitude": [], "label": [], "kind": []})


def shaded(**values):
    return pd.DataFrame({"iso3": [*values], "value": [*values.values()]})


def drawn(points=NOWHERE, countries=None, file_format="svg", **options):
    """The Axes, and the file drawn from it."""
    target = io.BytesIO()
    with mpl.rc_context(charts.STYLE), typeface.drawing():
        ax = world_map(points, countries, **options)
        metadata = {"Date": None} if file_format == "svg" else {}
        ax.get_figure().savefig(target, format=file_format, dpi=100, metadata=metadata)
    return ax, target.getvalue()


def key(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []


def spot(x, y, kind="planning", label="Here"):
    return {"latitude": y, "longitude": x, "label": label, "kind": kind}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_projects_fit_on_one_map_and_few_names_are_left_to_the_table(language):
    points = city_points(PROJECTS, language)
    ax, svg = drawn(
        points, PROJECTS.groupby("country").size().rename_axis("iso3").reset_index(name="value")
    )
    assert len(unlabelled(ax)) <= 2
    assert len(svg) < 260_000  # as matplotlib writes it; half of that once inlined
    assert b"<text" not in svg


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
        return picture[picture.shape[0] - 1 - round(y), round(x)]

    plain, one, four, thirty = shade(20, 10), shade(67, 48), shade(307, -10), shade(134, -25)
    assert plain > one > four > thirty


def test_countries_without_a_value_are_shaded_and_the_key_says_what_for():
    ax, _ = drawn(countries=shaded(KOR=np.nan, PER=np.nan), countries_label="Named in the release")
    assert key(ax) == ["Named in the release"]


def test_values_and_no_values_have_an_entry_each_in_the_key():
    ax, _ = drawn(countries=shaded(KOR=np.nan, PER=1, IDN=16, VNM=7))
    # 1 | 5 to 9 | 10 and more hold countries; a class reaches up to the next
    assert key(ax) == ["Country named", "1–4", "5–9", "10 or more cases"]


def test_the_key_names_each_type_once_in_declared_order():
    ax, _ = drawn(pd.DataFrame([spot(0, 0, "overseas demonstration"), spot(9, 9, "planning")]))
    assert key(ax) == ["Planning", "Overseas demonstration"]


def test_a_type_has_the_same_mark_on_every_map():
    def marks(*kinds):
        ax, _ = drawn(pd.DataFrame([spot(10 * n, 0, kind) for n, kind in enumerate(kinds)]))
        return dict(
            zip(key(ax), [h.get_marker() for h in ax.get_legend().legend_handles], strict=True)
        )

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
    assert [text.get_text() for text in ax.texts] == ["Tashkent × 2"]
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


def test_a_map_is_drawn_into_the_axes_given_and_smaller_ones_name_less():
    small = Figure(figsize=(3, 1.5)).add_axes((0, 0, 1, 1))
    with typeface.drawing():
        assert world_map(city_points(PROJECTS), ax=small) is small
    assert len(unlabelled(small)) > 5


def test_all_wrong_codes_and_positions_are_named_at_once():
    with pytest.raises(InputError) as caught:
        world_map(pd.DataFrame([spot(200, 0), spot(0, float("nan"))]), shaded(XXX=1, KOR=1))
    assert [(p.column, p.value) for p in caught.value.problems] == [
        ("latitude", "nan"), ("longitude", "200"), ("iso3", "XXX"),
    ]  # fmt: skip


def test_the_note_says_that_boundaries_are_no_statement():
    assert "no statement" in NOTE
    assert "Natural Earth" in NOTE
