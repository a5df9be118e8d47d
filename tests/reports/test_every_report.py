"""Every section of every year says something, and says it whole."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

import kcity_analysis as kc
from kcity_analysis.pages import Fragment
from kcity_analysis.vocabulary import InputError

LAST = int(kc.projects()["year"].max())
"""The last year collected, whichever it is."""

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


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda: kc.projects(1999), f"1999.*2020–{LAST}"),
        (lambda: kc.reception(2024), "2024.*2020, 2021, 2022, 2023"),
        (lambda: kc.reception(1999), "1999"),
        (lambda: kc.selection(1999), "1999"),
        (lambda: kc.comparison(2021, 2021), "itself"),
        (lambda: kc.comparison(2020, 1999), f"1999.*2020–{LAST}"),
        (lambda: kc.programme(1998, 1999), "1998 to 1999"),
        (lambda: kc.programme(2026, 2020), "2026 to 2020"),
    ],
)
def test_a_year_without_figures_is_refused_with_those_there_are(ask, named):
    with pytest.raises(InputError, match=named):
        ask()
