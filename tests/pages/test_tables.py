"""Tables can be read by everyone: caption, scopes, units, basis, and nothing unescaped."""

from html.parser import HTMLParser

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.pages.tables import Column, Fragment, joined, numeric, table

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
NAN = float("nan")


class Read(HTMLParser):
    """A table as it is read: caption, heading texts, rows of texts, and all elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.caption, self.into = "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        if tag in ("td", "th", "caption"):
            self.into = tag

    def handle_endtag(self, tag):
        if tag in ("td", "th", "caption"):
            self.into = ""

    def handle_data(self, data):
        if self.into == "caption":
            self.caption += data
        elif self.into:
            self.rows[-1][-1] += data

    def of(self, tag):
        return [attributes for one, attributes in self.elements if one == tag]


def read(fragment: Fragment) -> Read:
    return Read(fragment.html)


SMALL = pd.DataFrame({"name": ["Africa", "Europe"], "cases": [1234.0, NAN]})
COLUMNS = [Column("name", "Region"), numeric("cases", "Cases")]


def test_a_table_has_a_caption_and_a_scope_on_every_heading():
    found = read(table(SMALL, COLUMNS, "Cases by region", "Counted twice."))
    assert found.caption == "Cases by regionCounted twice."
    assert [one["scope"] for one in found.of("th")] == ["col", "col", "row", "row"]
    (scrolling,) = found.of("div")
    assert (scrolling["role"], scrolling["tabindex"]) == ("region", "0")
    assert scrolling["aria-label"] == "Cases by region"


def test_numbers_have_separators_and_what_is_missing_says_so():
    found = read(table(SMALL, COLUMNS, "Cases"))
    assert found.rows == [["Region", "Cases"], ["Africa", "1,234"], ["Europe", "n.p."]]
    assert found.of("abbr") == [{"title": "not published"}]
    assert [one["class"] for one in found.of("td")] == ["num", "num missing"]


def test_the_plain_text_says_the_same():
    text = repr(table(SMALL, COLUMNS, "Cases by region"))
    assert text.splitlines()[0] == "Cases by region"
    assert "1,234" in text and "n.p." in text and "<" not in text


@given(st.text(max_size=20), st.sampled_from(["name", "basis", "verdict"]))
def test_no_text_of_a_frame_becomes_an_element(text, column):
    rows = pd.DataFrame({"name": [text + HOSTILE], column: [HOSTILE + text]})
    fragment = table(rows, [Column("name", HOSTILE), Column(column, "Other")], HOSTILE, HOSTILE)
    found = read(fragment)
    known = {"div", "table", "caption", "br", "small", "thead", "tbody", "tr", "th", "td", "span"}
    assert {tag for tag, _ in found.elements} <= known
    assert not [a for _, a in found.elements if any(name.startswith("on") for name in a)]
    assert HOSTILE in found.caption


def test_an_empty_frame_is_a_table_without_rows():
    found = read(table(SMALL[:0], COLUMNS, "Cases"))
    assert found.rows == [["Region", "Cases"]]


def test_joined_parts_keep_their_order_and_data():
    one, two = Fragment("<p>1</p>", "1", {"text/csv": "a"}), Fragment("<p>2</p>", "2")
    both = joined(one, None, two)
    assert (both.html, both.text, both.data) == ("<p>1</p>\n<p>2</p>", "1\n\n2", {"text/csv": "a"})
    assert both._repr_mimebundle_() == {
        "text/html": "<p>1</p>\n<p>2</p>", "text/plain": "1\n\n2", "text/csv": "a",
    }  # fmt: skip
