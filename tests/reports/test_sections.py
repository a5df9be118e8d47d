"""Every section of every year says something, and says it whole."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from kcity_analysis.pages import parts as report
from kcity_analysis.pages.tables import Fragment
from kcity_analysis.reports import evidence
from kcity_analysis.reports.sections import programme_headline

VOID = {"br", "path", "use", "rect"}


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, dict[str, Fragment]]:
    """What each cell of each built report displays, but for the setup."""
    found = {}
    for path in sorted(built.rglob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        shown = {
            cell.id: [output.data for output in cell.outputs]
            for cell in cells
            if cell.cell_type == "code" and cell.id != "setup"
        }
        found[path.relative_to(built).with_suffix("").as_posix()] = {
            name: Fragment(data[0]["text/html"], data[0]["text/plain"], data[0])
            for name, data in shown.items()
            if data
        }
    return found


def every(pages):
    return [
        (f"{page}, {part}", fragment)
        for page, parts in pages.items()
        for part, fragment in parts.items()
    ]


class Structure(HTMLParser):
    """Whether all elements close, and the text that is shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "desc"} & set(self.open):
            self.shown += data + "\n"


def test_no_section_is_silently_empty_and_all_elements_close(pages):
    assert len(every(pages)) > 200
    for where, fragment in every(pages):
        structure = Structure(fragment.html)
        assert structure.open == [], where
        assert len(structure.shown.strip()) > 10, where
        assert len(fragment.text.strip()) > 10, where


def test_nothing_that_a_program_would_say_reaches_a_reader(pages):
    for where, fragment in every(pages):
        shown = Structure(fragment.html).shown
        for text in ("nan", "None", "inf", "NaT", "<NA>", "dtype", "()", "  .", " ,", ".."):
            assert not re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown), (where, text)


def test_sentences_end_with_a_full_stop_and_begin_with_a_capital(pages):
    for where, fragment in every(pages):
        if "all-figures" not in where:
            for sentence in re.findall(r'<p class="kc-say">(.*?)</p>', fragment.html):
                assert sentence.endswith("."), (where, sentence)
                assert not sentence[0].islower(), (where, sentence)


def test_every_source_that_is_referred_to_is_in_the_list(pages):
    for page, parts in pages.items():
        html = "".join(fragment.html for fragment in parts.values())
        listed = re.findall(r' id="src-([^"]+)"', html)
        assert listed, page
        assert len(set(listed)) == len(listed)
        assert set(re.findall(r'href="#src-([^"]+)"', html)) <= set(listed), page


def test_identifiers_are_unique_on_a_page(pages):
    for page, parts in pages.items():
        html = "".join(fragment.html for fragment in parts.values())
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(set(ids)) == len(ids), page


def cards(fragment: Fragment) -> dict[str, str]:
    return {card["label"]: card["value"] for card in fragment.data[report.HEADLINE]["cards"]}


def test_the_headline_of_the_reception_of_2021(pages):
    found = cards(pages["2021/reception"]["key-figures"])
    assert (found["Cases received"], found["Countries"]) == ("111", "39")
    assert found["Most cases, by region"] == "35"  # New Southern
    assert found["Most cases, by programme type"] == "57"  # urban-development planning


def test_the_headline_of_the_selection_of_2021(pages):
    found = cards(pages["2021/selection"]["key-figures"])
    assert list(found.values()) == ["11", "11", "11", "9.9\N{NO-BREAK SPACE}%"]


def test_the_headline_of_the_programme(pages):
    found = cards(programme_headline(evidence.programme(2020, 2026)))
    assert found["Projects known by name"] == "59"
    assert found["Cases received"] == "254"  # 80 + 111 + 33 + 30
    shown = cards(pages["programme"]["key-figures"])  # of all years collected
    assert shown["Projects known by name"] == str(len(evidence.projects()))


def test_a_year_without_reception_has_no_rate_and_says_why(pages):
    assert "cannot be told for 2024" in pages["2024/selection"]["rate"].text
    assert len(cards(pages["2024/selection"]["key-figures"])) == 3


def test_the_first_year_has_none_before_it(pages):
    text = pages["2020/reception"]["against-year-before"].text
    assert text.startswith("2020 is the first year with figures.")


def test_what_was_not_published_is_said_and_not_drawn(pages):
    for part in ("breakdown-region", "breakdown-type"):
        fragment = pages["2022/reception"][part]
        assert "were published for 2022" in fragment.text
        assert "<svg" not in fragment.html
    assert "not published" in pages["2023/reception"]["type-overlap"].text


def test_the_bounds_of_2021_are_said(pages):
    text = pages["2021/reception"]["type-overlap"].text
    assert "at least 7 and at most 13 countries" in text


def test_what_fails_is_shown_before_what_holds(pages):
    html = pages["2024/selection"]["checks"].html
    assert 0 < html.index("kc-verdict fails") < html.index("<details>")
    assert "kc-verdict holds" not in html[: html.index("<details>")]


def test_gaps_of_the_series_are_named(pages):
    text = pages["programme"]["whole-series"].text
    assert "For 2024, 2025 and 2026, what was received was not published: a gap" in text


def test_caveats_of_the_year_are_all_there(pages):
    text = pages["2020/reception"]["caveats"].text
    assert "77 of the 80 cases" in text
    assert "Turkey" in text
    assert "39 countries" in pages["2021/reception"]["caveats"].text
    assert "33 is both" in pages["2022/reception"]["caveats"].text
