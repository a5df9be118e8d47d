"""A chart in a page: the same bytes each time, its own identifiers, words for who cannot see it."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from kcity_analysis import charts
from kcity_analysis.charts.svg import inline_svg
from kcity_analysis.evidence.frame import figures, yearly

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'"


def drawn(dimension: str = "region", title: str = "Title", description: str = "Words") -> str:
    rows = yearly(figures(2021, "reception"), dimension)
    rows = rows.assign(least=rows["value"], most=rows["value"])
    last = rows.index[-1]  # one figure within bounds, so that there is hatching
    rows.loc[last, ["value", "least"]] = [float("nan"), 1.0]
    axis = charts.bars(rows)
    return inline_svg(axis.get_figure(root=True), title, description)


@pytest.fixture(scope="module")
def svg() -> str:
    return drawn()


def ids(text: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', text)


def test_it_is_one_well_formed_svg_element(svg):
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert len(root.attrib["viewBox"].split()) == 4
    assert "width" not in root.attrib and "height" not in root.attrib  # it fits the page


def test_it_is_an_image_with_a_name_and_a_description(svg):
    root = ET.fromstring(svg)
    title, description = root[0], root[1]
    assert root.attrib["role"] == "img"
    assert (title.tag, title.text) == (f"{SVG}title", "Title")
    assert (description.tag, description.text) == (f"{SVG}desc", "Words")
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]


def test_the_same_figure_gives_the_same_bytes(svg):
    assert drawn() == svg


def test_identifiers_are_unique_also_over_two_figures_of_a_page(svg):
    other = drawn("type")
    both = [*ids(svg), *ids(other)]
    assert len(ids(svg)) > 2  # title, description, the pattern of the hatching
    assert len(set(both)) == len(both)


def test_figures_that_look_the_same_but_are_named_otherwise_do_not_share_identifiers(svg):
    assert not set(ids(svg)) & set(ids(drawn(title="Another")))


def test_every_reference_is_to_something_in_the_figure(svg):
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)
    assert used
    assert {one or other for one, other in used} <= set(ids(svg))


def test_nothing_is_run_and_nothing_is_fetched(svg):
    names = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert names <= {
        "svg",
        "title",
        "desc",
        "defs",
        "g",
        "path",
        "use",
        "clipPath",
        "rect",
        "text",
        "pattern",
    }
    assert not re.search(r"\son\w+=|javascript:|@import|data:", svg)
    outside = re.findall(r'(?:href|src)="(?!#)[^"]*"|https?://\S+', svg)
    assert outside == ['http://www.w3.org/2000/svg"'] or outside == []


def test_no_date_no_program_and_no_comment_is_left_in_it(svg):
    for text in ("metadata", "<!--", "Matplotlib", "dc:", "2026"):
        assert text not in svg


def test_title_and_description_are_escaped():
    text = drawn(title=HOSTILE, description=HOSTILE)
    root = ET.fromstring(text)
    assert (root[0].text, root[1].text) == (HOSTILE, HOSTILE)
    assert "<script" not in text


def test_every_colour_follows_the_page_with_the_light_one_as_what_is_used_without(svg):
    assert f"var(--kc-accent,{charts.ACCENT})" in svg
    assert f"var(--kc-neutral,{charts.NEUTRAL})" in svg
    left = re.sub(r"var\(--kc-[\w-]+,#\w{6}\)", "", svg)
    assert set(re.findall(r"#[0-9a-f]{6}\b", left)) <= {"#000000"}


def test_text_is_text_in_the_typeface_that_the_page_carries(svg):
    root = ET.fromstring(svg)
    assert root.attrib["font-family"] == "KCity Sans KR, sans-serif"
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"New Southern", "35", "Cases"} <= set(texts)
    assert "DejaVu" not in svg


def test_no_text_is_smaller_than_nine_pixels_on_a_phone(svg):
    width = float(ET.fromstring(svg).attrib["viewBox"].split()[2])
    sizes = [float(size) for size in re.findall(r"font-size: ?([\d.]+)px", svg)]
    assert sizes
    assert min(sizes) * 352 / width >= 9  # 390 px less the margins of a page


def test_what_is_only_for_a_narrow_page_is_not_drawn_elsewhere():
    points = charts.city_points(
        pd.DataFrame({"country": ["PER"], "city": ["Lima"], "type": ["planning"]})
    )
    figure = charts.worldmap.world_map(points).get_figure(root=True)
    text = inline_svg(figure, "Title", "Words")
    root = ET.fromstring(text)
    groups = {one.attrib.get("class"): one for one in root.iter(f"{SVG}g")}
    assert groups["kc-on-narrow"].attrib["opacity"] == "0"
    named = [one for one in root.iter(f"{SVG}g") if "kc-name" in one.attrib.get("class", "")]
    assert [one[0].text for one in named] == ["Lima"]
    assert inline_svg(figure, "Title", "Words") == text  # the figure is left as it was


def test_a_figure_is_small(svg):
    assert len(svg.encode()) < 40_000
