"""Tables can be read by everyone: caption, scopes, units, basis, and nothing unescaped."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_figures import frame

from kcity_analysis.evidence import projects
from kcity_analysis.evidence.checks import reconcile
from kcity_analysis.evidence.comparing import compare
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.pages import tables
from kcity_analysis.pages.tables import Column, Fragment, numeric, table

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


def test_a_breakdown_has_shares_the_total_and_the_basis_of_each():
    full = figures(2021, "reception")
    found = read(tables.breakdown(yearly(full, "region"), full, "Cases by region"))
    assert found.rows == [
        ["Region", "Cases", "Share of cases, %", "Countries", "Basis"],
        ["New Southern", "35", "31.5", "10", "published"],  # 35 / 111
        ["New Northern", "33", "29.7", "8", "published"],
        ["Central and South America", "19", "17.1", "6", "published"],
        ["All other regions", "24", "21.6", "15", "derived"],
        ["Total", "111", "100.0", "39", "published"],
    ]
    assert "Not published separately: Africa, Middle East, Europe" in found.caption


def test_a_breakdown_says_why_a_derived_figure_is_missing():
    full = figures(2021, "reception")
    found = read(tables.breakdown(yearly(full, "secretariat"), full, "Cases by secretariat"))
    assert found.rows[2] == ["KAIA", "54", "48.6", "n.p.", "derived"]
    assert "KAIA, countries: 16 to 28, as countries of several types overlap." in found.caption


def test_a_breakdown_of_two_bases_names_both():
    full = frame(
        ("total", "all", "cases", 5), ("type", "planning", "cases", 3),
        ("type", "planning", "countries", 2, "derived"),
    )  # fmt: skip
    found = read(tables.breakdown(yearly(full, "type"), full, "Cases by type"))
    assert found.rows[1][-1] == "cases published, countries derived"


def test_a_breakdown_without_any_countries_has_no_column_for_them():
    full = frame(("total", "all", "cases", 5), ("type", "planning", "cases", 3))
    found = read(tables.breakdown(yearly(full, "type"), full, "Cases by type"))
    assert found.rows[0] == ["Type", "Cases", "Share of cases, %", "Basis"]


def test_changes_have_both_years_signs_and_points():
    rows = compare(2021, 2020).query("dimension == 'region' and measure == 'cases'")
    found = read(tables.changes(rows, "Change by region"))
    assert found.rows[0][2:4] == ["2020", "2021"]
    assert found.rows[1][:7] == ["New Southern", "Cases", "39", "35", "−4", "−10.3", "−5.0"]
    assert found.rows[4][2:7] == ["5", "24", "+19", "+380.0", "+23.8"]


def test_what_cannot_be_compared_has_a_dash_and_a_remark():
    rows = compare(2021, 2020).query("category == 'overseas demonstration'")
    found = read(tables.changes(rows, "Change by type"))
    assert found.rows[1][4:7] == ["–", "–", "–"]
    assert found.rows[1][2] == "–"  # it did not exist in 2020, which is not "not published"
    assert found.rows[1][-1] == "introduced"


def test_checks_show_both_sides_and_mark_the_verdict():
    rows = reconcile(figures(2020, "reception")).query("verdict == 'fails'")
    found = read(tables.checks(rows, "Checks"))
    assert found.rows[1][0] == "Cases by type make the total"
    assert found.rows[1][2] == "77 (2 types together) must equal 80 (total, cases)"
    assert [one["class"] for one in found.of("span")] == ["kc-verdict fails"]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (NAN, NAN, "–"), (NAN, 4e8, "up to 0.4"), (4e8, 4e8, "0.4"), (2e8, 3e8, "0.2–0.3"),
    ],
)  # fmt: skip
def test_a_budget_is_a_range_in_billion_won(low, high, text):
    one = projects(2021)[:1].assign(budget_low_krw=low, budget_high_krw=high)
    found = read(tables.projects(one, "Projects", {}))
    assert text in found.rows[1]
    assert "Budget, billion won" in found.rows[0]


def test_a_type_that_is_inferred_says_so():
    found = read(tables.projects(projects(2020), "Projects", {}))
    inferred = [row[0] for row in found.rows if "Solution planning (inferred)" in row]
    assert inferred == [
        "Vientiane, Laos", "Bogota, Colombia", "Khon Kaen, Thailand", "Gaziantep, Turkey",
        "Ankara, Turkey",
    ]  # fmt: skip
    assert "Year" not in found.rows[0]
    assert "Year" in read(tables.projects(projects(), "Projects", {})).rows[0]


def test_sources_are_referred_to_by_the_number_they_have_in_the_list():
    refs = {"pulse-2021-04-27": 1, "wowtv-2021-04-27": 2}
    full = figures(2021, "reception")
    found = read(tables.breakdown(yearly(full, "region"), full, "Cases by region", refs))
    links = [one["href"] for one in found.of("a")]
    assert links[:2] == ["#src-pulse-2021-04-27", "#src-wowtv-2021-04-27"]
    assert found.rows[1][-1] == "1, 2"


def test_a_series_has_years_down_and_gaps_named():
    long = pd.DataFrame(
        [(2020, "Received", 80.0), (2021, "Received", NAN), (2020, "Selected", 12.0),
         (2021, "Selected", 11.0)],
        columns=["year", "series", "value"],
    )  # fmt: skip
    assert read(tables.series(long, "Totals")).rows == [
        ["Year", "Received", "Selected"],
        ["2020", "80", "12"],
        ["2021", "n.p.", "11"],
    ]


def test_joined_parts_keep_their_order_and_data():
    one, two = Fragment("<p>1</p>", "1", {"text/csv": "a"}), Fragment("<p>2</p>", "2")
    both = tables.joined(one, None, two)
    assert (both.html, both.text, both.data) == ("<p>1</p>\n<p>2</p>", "1\n\n2", {"text/csv": "a"})
    assert both._repr_mimebundle_() == {
        "text/html": "<p>1</p>\n<p>2</p>", "text/plain": "1\n\n2", "text/csv": "a",
    }  # fmt: skip
