"""Every English page: the words of official statistics, and full names where they first stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

pytestmark = pytest.mark.slow

NOT_SAID = [
    r"What was received in \d{4}", r"\d{4} against \d{4}", r"Countries, (received|selected)",
    r"Selected of received", r"known to have been selected", r"[Ee]ntrants", r"[Ll]eavers",
    r"There before", r"Not there any more", r"cannot be told", r"\b(is|are) bounded", r"crosswalk",
    r"Of \d+ checks", r"figures of \d+ are the same", r"leads with", r"stood highest",
    r"came back in another year", r"no projects in no countries", r"\(consortium\)",
    r"\b0\.\d+ billion", r"\b20\d\d-\d\d-\d\d\b", r"The [\w -]+ region filed", r"\bfiled\b",
    r"[Cc]ompared to", r"No register was given", r"\bn\.p\. \(",
]  # fmt: skip
SAID = [
    r"Applications received, 2021", r"2021 compared with 2020", r"Applicant countries",
    r"Countries selected", r"Selection rate", r"projects in 11 countries were selected",
    r"New, returning and not returning", r"cannot be determined", r"All \d+ checks passed",
    r"two planning types", r"All \d+ published figures match our count", r"has the most",
    r"peaked in 2021, at 111 \(of the 4 years published\)", r"were selected in more than one year",
    r"Samsung SDS consortium", r"\b400 million won", r"\b27 April 2021", r"\bAfrica\b",
]  # fmt: skip
FULL = {
    "en": {
        "KIND": "Korea Overseas Infrastructure and Urban Development Corporation",
        "KAIA": "Korea Agency for Infrastructure Technology Advancement",
        "MOLIT": "Ministry of Land, Infrastructure and Transport",
        "ODA": "official development assistance",
        "ASEAN": "Association of Southeast Asian Nations",
        "the ministry": "Ministry of Land, Infrastructure and Transport",
    },
    "ko": {"KIND": "한국해외인프라도시개발지원공사", "KAIA": "국토교통과학기술진흥원"},
}


def english(built: Path) -> list[Path]:
    found = sorted(one for one in built.rglob("*.html") if not one.name.endswith(".ko.html"))
    assert len(found) > 50
    return found


def read(page: Path) -> html.HtmlElement:
    """The page's body without code, charts, ways on and how it was made."""
    body = html.parse(page).getroot().find("body")
    for part in body.xpath(".//pre | .//svg | .//nav | .//footer"):
        part.drop_tree()
    return body


@pytest.fixture(scope="module")
def texts(built: Path) -> dict[str, str]:
    found = {}
    for page in english(built):
        body = read(page)
        for part in body.xpath(".//ol[@class='kc-sources'] | .//details[.//th[text()='Was']]"):
            part.drop_tree()  # what was corrected quotes what stood there
        words = (" ".join(one.split()) for one in body.itertext())
        found[page.relative_to(built).as_posix()] = " ".join(filter(None, words))
    return found


def test_no_page_has_a_word_that_official_statistics_would_not_use(texts):
    found = [
        (page, text[max(match.start() - 40, 0) : match.end() + 40])
        for page, text in texts.items()
        for pattern in NOT_SAID
        for match in re.finditer(pattern, text)
    ]
    assert found == []


@pytest.mark.parametrize("pattern", SAID)
def test_the_better_word_stands_on_a_page(texts, pattern):
    assert any(re.search(pattern, text) for text in texts.values())


def test_what_is_selected_is_called_a_project_in_every_table_of_a_selection(built):
    for page in english(built):
        if page.name == "selection.html":
            headings = {one.text_content() for one in read(page).xpath(".//th[@scope='col']")}
            assert "Projects" in headings
            assert "Cases" not in headings, page


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_short_name_is_written_out_where_a_reader_first_meets_it(built, language):
    pages = english(built) if language == "en" else sorted(built.rglob("*.ko.html"))
    seen = set()
    for page in pages:
        blocks = [
            " ".join(one.text_content().split())
            for one in read(page).xpath(".//p | .//li[not(.//li)] | .//td | .//dd")
            if not one.xpath("ancestor::ol[@class='kc-sources'] | ancestor::details")
        ]
        for short, full in FULL[language].items():
            first = next(
                (one for one in blocks if re.search(rf"(?<![\w(]){short}(?![A-Za-z])", one)), full
            )
            assert full in first, (page.name, short, first)
            seen |= {short} if first != full else set()
    assert {"KIND", "KAIA"} <= seen


def test_every_page_names_the_programme_in_full_before_its_title(built):
    for page in english(built):
        brand, title = read(page).xpath(".//p[@class='kc-brand'] | .//h1")
        assert (brand.tag, title.tag) == ("p", "h1")
        assert brand.text_content() == "K-City Network Global Cooperation Program"


def test_a_year_of_which_only_totals_were_published_has_one_table_of_it_and_no_chart(built):
    years = [one for one in english(built) if one.name == "reception.html"]
    only = [one for one in years if "only totals were found" in one.read_text("utf-8")]
    assert [one.parent.name for one in only] == ["2022", "2023"]
    for page in only:
        main = html.parse(page).getroot().find(".//main")
        titles = [one.text_content() for one in main.findall(".//h2")]
        assert "What was not published" in [one.strip(" #") for one in titles]
        assert not [one for one in titles if "type" in one or "region" in one]
        charts = main.xpath(".//figure/figcaption")
        assert len(charts) == 1 and "known by name" in charts[0].text_content()  # the map


def test_a_comparison_draws_no_chart_where_nothing_is_known_to_have_risen_or_fallen(built):
    page = read(built / "2023" / "comparison.html")
    titles = [one.text_content() for one in page.findall(".//figcaption")]
    assert not [one for one in titles if one.startswith(("Applications by", "Contribution"))]
    said = " ".join(page.text_content().split())
    assert "Not all of 2022 and 2023 was published in this breakdown; a range is" in said
    assert "Applications by region, 2023 compared with 2022" in said  # its table, folded


def test_links_of_one_name_lead_to_one_place(built):
    for page in english(built):
        goals: dict[str, set[str]] = {}
        for link in html.parse(page).getroot().xpath(".//a[@href]"):
            name = link.get("aria-label") or " ".join(link.text_content().split())
            goals.setdefault(name, set()).add(link.get("href"))
        assert [name for name, found in goals.items() if len(found) > 1] == [], page
