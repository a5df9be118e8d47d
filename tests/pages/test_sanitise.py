"""Nothing that runs, fetches, leaves the page, names this machine or turns text round may pass."""

import re
from html import escape
from urllib.parse import quote, unquote

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
        ('<a href="data:text/csv;base64,x,<script>">a</a>', '<a rel="noreferrer">a</a>'),
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
    "text",
    [
        "/srv/k-city/a.csv",
        "~/reports",
        r"C:\Users\kim\a.csv",
        "</p>/a/b",
        "https://example.org/a/b",
    ],
)
def test_no_path_is_rewritten_in_a_page(text):
    # A folder is hidden before a page is made, by what knows whose folder it is; here any text
    # with a slash would do, markup too.
    assert sanitise.plain(text) == text
    assert sanitise.page(f"<p>{escape(text)}</p>") == f"<p>{escape(text, quote=False)}</p>"


@pytest.mark.parametrize(
    ("text", "left"), [("\x1b[31mred\x1b[0m", "red"), (None, ""), ("a\ud800", "a\ufffd")]
)
def test_plain_text_has_no_colours_or_controls(text, left):
    assert sanitise.plain(text) == left


@pytest.mark.parametrize(
    "value",
    [
        "url(https://evil.example/x)", "URL(https://evil.example/x)", "uRl( '//evil.example' )",
        r"u\72l(https://evil.example/x)", "var(--a, url(https://evil.example/x))",
        "image-set('https://evil.example/x' 1x)", "url(#a) url(//evil.example)",
        "url(https://evil.example", "url(/**/'//evil.example')", "expression(hit())",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["fill", "style=fill", "style=color", "clip-path"])
def test_no_style_or_drawing_asks_for_a_file(value, place):
    name, _, declared = place.partition("=")
    written = f"{declared}:{value}" if declared else value
    html = f'<svg><path {name}="{escape(written)}"></path></svg>'
    for clean in (sanitise.fragment, sanitise.page):
        assert "evil" not in clean(html) and "expression" not in clean(html)


@pytest.mark.parametrize(
    "value",
    ["url(#a)", "URL('#a')", "var(--a, #222)", "rgb(1 2 3)", "none", "var(--a, rgba(1,2,3,.4))"],
)
def test_a_drawing_may_use_its_own_parts_and_colours(value):
    assert value in sanitise.fragment(f'<svg><path fill="{value}"></path></svg>')


def as_link(svg: str) -> str:
    return "data:image/svg+xml," + quote(svg, safe=" '")


XML = "<svg xmlns='http://www.w3.org/2000/svg'"


@pytest.mark.parametrize(
    "svg",
    [
        f'{XML} onload="hit()"></svg>',
        f"{XML}><script>hit()</script></svg>",
        f'{XML}><a href="javascript:hit()"></a></svg>',
        f'{XML}><image href="https://evil.example/a.png"></image></svg>',
        f'{XML}><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject></svg>',
        f'{XML}><set attributeName="href" to="javascript:hit()"></set></svg>',
        f'<?xml-stylesheet href="https://evil.example/a.css"?>{XML}></svg>',
        f'<!DOCTYPE svg [<!ENTITY a "<script>hit()</script>">]>{XML}>&a;</svg>',
        f"{XML}><![CDATA[<script>hit()</script>]]></svg>",
        f'{XML}><g style="fill:url(https://evil.example/a)"></g></svg>',
        "<html><script>hit()</script></html>",
        f"{XML}></svg> ",
    ],
)
def test_a_picture_to_save_is_harmless_outside_the_page_too(svg):
    for clean in (sanitise.fragment, sanitise.page):
        assert "href" not in clean(f'<a download="a.svg" href="{as_link(svg)}">a</a>')


def test_a_picture_made_here_may_be_saved():
    path = '<path style="fill:var(--a,#123456)"/>'
    link = sanitise.picture_link(
        f'<svg viewBox="0 0 4 4"><title>a\u00a0&amp; b</title>{path}</svg>'
    )
    html = f'<a download="a.svg" href="{link}" rel="noreferrer">a</a>'
    assert sanitise.page(sanitise.fragment(html)) == html
    file = unquote(link.partition(",")[2])
    assert "fill:#123456" in file and "a&#160;&amp; b" in file


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<main id="a"><h1>b</h1></main>', '<main id="a"><h1>b</h1></main>'),
        ('<input type="checkbox" id="a" checked>', '<input type="checkbox" id="a" checked="">'),
        ('<input type="image" src="//a" autofocus onfocus="x()">', "<input>"),
        ('<a href="2021/reception.html#a">b</a>',
         '<a href="2021/reception.html#a" rel="noreferrer">b</a>'),
        ('<a href="../index.html">b</a>', '<a href="../index.html" rel="noreferrer">b</a>'),
        ('<a href="//evil.example/">b</a>', '<a rel="noreferrer">b</a>'),
        ('<a href="file:///etc/passwd">b</a>', '<a rel="noreferrer">b</a>'),
        ('<a href="x:y">b</a>', '<a rel="noreferrer">b</a>'),
        ('<a href="\\\\evil.example\\a">b</a>', '<a rel="noreferrer">b</a>'),
        ('<button form="a" onclick="x()">b</button>', "b"),
    ],
)  # fmt: skip
def test_the_frame_of_a_page_is_kept_and_nothing_more(html, left):
    assert sanitise.page(html) == left


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
