"""The parts of a page: escaped, accessible, and with the exact figures as CSV."""

import base64
import io
import json
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from sample_figures import frame

from kcity_analysis import charts
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.pages import parts as report
from kcity_analysis.pages.tables import Fragment

HOSTILE = "<script>alert(1)</script>&\"'"
ROWS = yearly(figures(2021, "reception"), "region")


def test_a_headline_has_title_sentence_and_cards_in_all_forms():
    cards = [("Cases", "111", "+31"), ("Won", "5", "")]
    found = report.headline("Reception", "111 cases.", cards, status="incomplete")
    data = found.data[report.HEADLINE]
    assert data == {
        "title": "Reception",
        "description": "111 cases.",
        "language": "en",
        "status": "incomplete",
        "points": [],
        "cards": [
            {"label": "Cases", "value": "111", "note": "+31"},
            {"label": "Won", "value": "5", "note": ""},
        ],
    }
    assert json.loads(json.dumps(data)) == data
    assert found.text.splitlines() == ["Reception", "111 cases.", "Cases: 111 (+31)", "Won: 5"]
    assert found.html.count("<li") == 2


@pytest.mark.parametrize(
    "made",
    [
        lambda: report.headline(HOSTILE, HOSTILE, [(HOSTILE, HOSTILE, HOSTILE)]),
        lambda: report.say(HOSTILE),
        lambda: report.notes([HOSTILE], ""),
        lambda: report.figure(charts.bars, ROWS, HOSTILE, HOSTILE, note=HOSTILE),
        lambda: report.tidy(frame(("region", HOSTILE, "cases", 1)), HOSTILE),
        lambda: report.sources([HOSTILE]),
    ],
)
def test_no_text_becomes_an_element(made):
    elements = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: elements.append((tag, attributes))
    parser.feed(made().html)
    assert "script" not in [tag for tag, _ in elements]
    assert not [name for _, pairs in elements for name, _ in pairs if name.startswith("on")]


def test_sentences_are_one_paragraph_and_empty_ones_are_left_out():
    assert report.say("One.", "", "Two.").html == '<p class="kc-say">One. Two.</p>'


def test_notes_are_a_list_without_repetition_or_a_sentence():
    assert report.notes(iter(["a", "b", "a"]), "").text == "- a\n- b"
    assert report.notes([], "Nothing.").html == '<p class="kc-say">Nothing.</p>'


def test_a_figure_has_its_finding_its_words_and_its_numbers():
    numbers = Fragment("<table></table>", "numbers")
    found = report.figure(charts.bars, ROWS, "South leads", "35 cases", numbers, "Counted once.")
    assert found.html.startswith('<figure class="kc-figure"><figcaption')
    assert found.html.count("<svg") == found.html.count("<details>") == 1
    assert "<table></table></details>" in found.html
    assert found.text == "South leads\n35 cases"


def test_without_rows_there_is_no_chart_but_the_title_as_a_sentence():
    def draw(rows):
        raise AssertionError("nothing is to be drawn")

    found = report.figure(draw, ROWS[:0], "No cases are itemised", "")
    assert found.html == '<p class="kc-say">No cases are itemised</p>'


def test_drawing_leaves_no_figure_open_and_no_setting_changed():
    before = dict(plt.rcParams)
    report.figure(charts.bars, ROWS, "Title", "Words")
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_sources_are_numbered_linked_and_found_by_their_identifier():
    ids = ["wowtv-2021-04-27; pulse-2021-04-27", "for-kg"]
    found = report.sources(ids)
    assert re.findall(r'<li id="src-([^"]+)"', found.html) == [
        "for-kg", "pulse-2021-04-27", "wowtv-2021-04-27",
    ]  # fmt: skip
    assert "undated" in found.html
    assert found.html.count('rel="noreferrer"') == 3
    numbers = report.numbering(ids)
    assert numbers == {"for-kg": 1, "pulse-2021-04-27": 2, "wowtv-2021-04-27": 3}


def csv_of(found: Fragment) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(found.data["text/csv"]), keep_default_na=False)


def test_the_csv_in_the_page_is_the_csv_beside_it():
    found = report.tidy(ROWS, "reception-2021")
    link = re.search(r'href="data:text/csv;base64,([^"]+)"', found.html)
    assert base64.b64decode(link[1]).decode() == found.data["text/csv"]
    assert 'download="reception-2021.csv"' in found.html
    known = ROWS[["value", "least", "most"]].notna().any(axis=1).sum()  # a blank is no figure
    assert found.text == f"{known} figures as CSV"


def test_the_csv_has_every_figure_to_the_last_digit_and_a_gap_where_none_was_published():
    rows = frame(
        ("total", "all", "cases", 111), ("change", "all", "percent", 38.8),
        ("budget", "total", "krw", 12_345_678_901), ("region", "Africa", "cases", float("nan")),
    )  # fmt: skip
    assert list(csv_of(report.tidy(rows, "x"))["value"]) == ["111", "38.8", "12345678901", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+A1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_in_the_csv_is_a_formula(text):
    rows = frame(("region", "Africa", "cases", -4)).assign(note=text)
    found = csv_of(report.tidy(rows, "x"))
    assert found["note"].iloc[0][:1] not in "=+-@\t\r"
    assert found["value"].iloc[0] == -4  # a number stays one
