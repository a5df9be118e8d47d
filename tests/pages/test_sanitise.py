"""Nothing that runs, fetches, leaves the page, names this machine or turns text round may pass."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.pages import sanitise


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<script>x()</script>a", "a"),
        ("<style>*{color:red}</style>a", "a"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noreferrer">a</a>'),
        ('<a href=" java\tscript:x()">a</a>', '<a rel="noreferrer">a</a>'),
        ('<a href="data:text/html,<script>x()</script>">a</a>', '<a rel="noreferrer">a</a>'),
        ('<a href="//example.org">a</a>', '<a rel="noreferrer">a</a>'),
        ('<img src="https://example.org/x.png">', "<img>"),
        ('<iframe src="https://example.org">a</iframe>', ""),
        ("<svg><foreignObject><p>a</p></foreignObject></svg>", "<svg></svg>"),
        ('<svg><use href="https://example.org/a.svg#b"></use></svg>', "<svg><use></use></svg>"),
        ('<svg><g style="fill:url(https://example.org)"></g></svg>', "<svg><g></g></svg>"),
        ('<p style="position:fixed;color:red">a</p>', '<p style="color:red">a</p>'),
        ("a\u202eb", "a\ufffdb"),
        ("a&#8238;b", "a\ufffdb"),
    ],
)  # fmt: skip
def test_what_could_run_fetch_or_mislead_is_dropped(html, left):
    assert sanitise.fragment(html) == left


@pytest.mark.parametrize(
    "html",
    [
        '<p class="kc-say">a <b>b</b></p>',
        '<a href="https://example.org/a" rel="noreferrer">a</a>',
        '<a href="#src-a" rel="noreferrer">[1]</a>',
        '<th scope="row">a</th>',
        '<svg role="img" aria-labelledby="t" viewBox="0 0 4 4"><title id="t">a</title></svg>',
        '<svg><g clip-path="url(#p)"><path d="M 0 0" style="fill:var(--a, #222)"></path></g></svg>',
        '<td class="num missing"><abbr title="not published">n.p.</abbr></td>',
    ],
)  # fmt: skip
def test_what_reports_are_made_of_is_kept(html):
    inside = f"<table><tbody><tr>{html}</tr></tbody></table>" if html.startswith("<t") else html
    assert sanitise.fragment(inside) == inside


@given(st.text(alphabet=st.sampled_from("<>&\"'/=: abcdehijnoprstvxON\t\n\x00;#!-()"), max_size=60))
def test_no_markup_survives_twice_cleaning_differently(text):
    once = sanitise.fragment(text)
    assert sanitise.fragment(once) == once
    assert not re.search(r"<[^>]*\son\w+=", once)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/srv/k-city/data/a.csv", "a.csv"),
        ("open('/home/kim/접수 2021/a.xlsx')", "open('a.xlsx')"),
        (r"C:\Users\kim\Desktop\a.csv is", "a.csv is"),
        ("file:///srv/share/a.csv", "a.csv"),
        ("is '/home/kim lee/a.csv'", "is 'a.csv'"),
        ("~/a.csv", "a.csv"),
        ("~/reports/a.csv", "a.csv"),
        ("https://example.org/a/b?c=/d/e", "https://example.org/a/b?c=/d/e"),
        ("24/80 and 3/4, TYPE/FIELD", "24/80 and 3/4, TYPE/FIELD"),
        ("\x1b[31mred\x1b[0m", "red"),
        (None, ""),
    ],
)
def test_plain_text_keeps_names_and_drops_folders(text, left):
    assert sanitise.plain(text) == left


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>x()</script>", "&lt;script&gt;x()&lt;/script&gt;"),
        ("[a](javascript:x())", '<a href="#harmful-link"'),
        ("![a](https://example.org/a.png)", '<p><img alt="a"></p>'),
        ("# Big", "<h2"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
    ],
)
def test_markdown_is_text_headings_tables_and_harmless_links(source, html):
    assert html in sanitise.markdown(source)
