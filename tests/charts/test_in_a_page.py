"""Charts as a reader sees them: in Chromium, in the typeface of the page, on a phone, on paper."""

from __future__ import annotations

import pytest
from charts.test_year_charts import compared, series

from kcity_analysis import charts
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.pages import style, webfont
from kcity_analysis.vocabulary.terms import DATA, read_csv

pytestmark = pytest.mark.browser

MEASURE = """() => [...document.querySelectorAll('svg')].map(svg => {
  const seen = [...svg.querySelectorAll('text')].filter(text => text.getClientRects().length);
  const scale = svg.getScreenCTM().a;
  return {
    size: Math.min(...seen.map(text => parseFloat(getComputedStyle(text).fontSize) * scale)),
    box: svg.getBoundingClientRect().toJSON(),
    texts: seen.map(text => ({said: text.textContent, ...text.getBoundingClientRect().toJSON()})),
  };
})"""


def drawn(language: str) -> list[str]:
    projects = read_csv(DATA / "selected_projects.csv").astype({"year": int})
    counts = projects.groupby("country").size().rename_axis("iso3").reset_index(name="value")
    grid = projects.groupby(["country", "year"]).size().reset_index(name="value")
    rows = compared(("Africa", 2, 2, 4, 6), ("Europe", 1, 3, 2, 2), ("New Southern", 9, 9, 9, 9))
    years = series(Received=[80, 111, 33, float("nan")], Selected=[12, 11, (6, 8), 3])
    every = [
        charts.bars(yearly(figures(2021, "reception"), "type"), language),
        charts.dumbbells(rows, language),
        charts.columns(years.assign(unfinished=years["year"] == 2023), language),
        charts.country_years(grid.rename(columns={"country": "category"}), language),
        charts.world_map(charts.city_points(projects, language), counts, language=language),
    ]
    return [charts.inline_svg(one.get_figure(root=True), "Title", "Words") for one in every]


@pytest.fixture(scope="module", params=["en", "ko"])
def page(request, browser, tmp_path_factory):
    body = "".join(f'<figure class="kc-figure">{svg}</figure>' for svg in drawn(request.param))
    path = tmp_path_factory.mktemp("charts") / "charts.html"
    path.write_text(
        f"<!doctype html><meta charset=utf-8><style>{webfont.font_faces(body)}{style.page_css()}"
        f"</style><div class=kc-page>{body}</div>",
        encoding="utf-8",
    )
    opened = browser.new_page()
    opened.goto(path.as_uri())
    opened.evaluate("document.fonts.ready")
    yield opened
    opened.close()


def overlaps(texts: list[dict]) -> list[str]:
    """Pairs of texts of which more than the room for accents and descenders meets."""
    found = []
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > 1 and down > 0.45 * min(one["height"], other["height"]):
                found.append(f"{one['said']} | {other['said']}")
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_texts_are_legible_apart_and_within_their_chart(page, width):
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate(MEASURE)
    assert len(found) == 5
    for chart in found:
        assert chart["size"] >= 9
        assert overlaps(chart["texts"]) == []
        for text in chart["texts"]:
            assert text["left"] >= chart["box"]["left"] - 1, text["said"]
            assert text["right"] <= chart["box"]["right"] + 1, text["said"]


def test_names_of_cities_are_left_out_on_a_phone_and_there_everywhere_else(page):
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    phone = [text["said"] for text in page.evaluate(MEASURE)[-1]["texts"]]
    page.set_viewport_size({"width": 1280, "height": 800})
    wide = [text["said"] for text in page.evaluate(MEASURE)[-1]["texts"]]
    assert len(phone) < 10 < 50 < len(wide)
    assert any(said in ("Nairobi", "나이로비") for said in wide)


def test_on_paper_no_text_is_smaller_than_seven_points(page):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 800})  # A4 less its margins, in px
    for chart in page.evaluate(MEASURE):
        assert chart["size"] * 0.75 >= 7
        assert overlaps(chart["texts"]) == []


def test_the_typeface_is_the_pages_own(page):
    page.emulate_media(media="screen")
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('10px \"KCity Sans KR\"', 'Ag'))"
    )
    family = "getComputedStyle(document.querySelector('svg text')).fontFamily"
    assert page.evaluate(family).startswith('"KCity Sans KR"')


def test_the_words_of_a_chart_can_be_searched():
    text = "".join(drawn("ko"))
    assert "도시개발형 계획수립" in text
