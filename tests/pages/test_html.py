"""The page: one file, whole, harmless, the same bytes for the same inputs."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.dom import minidom

import pytest
import sample_report
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kcity_analysis.pages import html, sanitise, webfont


@pytest.fixture(scope="module")
def page() -> str:
    return html.render_report(sample_report.notebook(), provenance=sample_report.PROVENANCE)


class Structure(HTMLParser):
    """The elements of a page in order, with their attributes, and whether all are closed."""

    VOID = ("meta", "link", "img", "input", "br", "hr", "col", "wbr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def of(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


def test_the_page_is_a_whole_document_whose_elements_all_close(page):
    structure = Structure(page)
    assert page.startswith("<!doctype html>\n")
    assert structure.open == []
    assert structure.of("html") == [{"lang": "en"}]
    assert (
        len(structure.of("title")) >= 1
        and len(structure.of("h1")) == len(structure.of("main")) == 1
    )


def test_the_page_holds_no_script_and_its_policy_forbids_scripts_and_requests(page):
    structure = Structure(page)
    assert not structure.of("script", "iframe", "object", "embed", "form", "base")
    assert not [a for _, a in structure.elements if any(name.startswith("on") for name in a)]
    policy = next(a["content"] for a in structure.of("meta") if a.get("http-equiv"))
    directives = dict(part.partition(" ")[::2] for part in policy.split("; "))
    assert directives.pop("style-src-elem").startswith("'sha256-")
    assert directives == {
        "default-src": "'none'", "style-src-attr": "'unsafe-inline'", "img-src": "data:",
        "font-src": "data:", "base-uri": "'none'", "form-action": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "'none'",
    }  # fmt: skip
    assert page.index("Content-Security-Policy") < page.index("<style")


def test_the_policy_allows_the_one_style_sheet_of_the_page_and_no_other(page):
    (sheet,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert Structure(page).of("meta")[1]["content"].count(f"style-src-elem 'sha256-{digest}';") == 1


def test_the_page_asks_no_host_for_anything(page):
    structure = Structure(page)
    for attributes in structure.of("link", "img", "use", "image", "source"):
        for name in ("src", "href", "xlink:href", "srcset"):
            assert (attributes.get(name) or "#").startswith(("data:", "#"))
    shown = re.sub(r' href="data:[^"]*"', "", page)  # a file to save is asked for by a reader
    assert not re.search(r"@import|url\((?!#|data:)", shown)


def test_css_and_shell_weigh_at_most_20_kilobytes_beside_the_typeface():
    empty = new_notebook(cells=[new_markdown_cell("# A")])
    page = html.render_report(empty, provenance=sample_report.PROVENANCE)
    fonts = "".join(re.findall("@font-face{.*?}", page))
    assert len(fonts) <= 20_000
    assert len(page.encode()) - len(fonts) <= 20_000


@pytest.mark.slow
def test_equal_inputs_give_equal_bytes(page):
    script = """if True:
        import sample_report
        from kcity_analysis.pages import html
        made = html.render_report(sample_report.notebook(), provenance=sample_report.PROVENANCE)
        print(made, end="")
    """
    again = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(sample_report.__file__).parent,
        capture_output=True, text=True,
    )  # fmt: skip
    assert again.stdout == page


def test_title_description_and_cards_come_from_the_headline(page):
    assert "<title>Applications received in 2021</title>" in page
    assert "<h1>Applications received in 2021</h1>" in page
    assert '<meta name="description" content="111 cases from 39 countries' in page
    assert page.count('<li class="kc-card">') == 4
    assert "Change <code>year</code>" not in page  # the title cell speaks to analysts


def test_every_heading_is_in_the_contents_list_and_every_entry_leads_somewhere(page):
    structure = Structure(page)
    ids = {a["id"] for _, a in structure.elements if a.get("id")}
    links = {a["href"] for a in structure.of("a") if (a.get("href") or "").startswith("#")}
    assert {"#by-region", "#what-was-checked", "#sources", "#by-region-figure-1"} <= links
    assert {link[1:] for link in links} <= ids


def test_no_id_stands_twice(page):
    ids = [a["id"] for _, a in Structure(page).elements if a.get("id")]
    assert len(ids) == len(set(ids))


def test_the_end_says_how_the_page_was_made(page):
    made = page[page.index("<footer") :]
    assert "Data as of 23 June 2021" in page
    for said in ("pandas&nbsp;3.1.0", "published_figures.csv", "a" * 12, ">2021<"):
        assert said in made


def test_each_part_and_figure_has_a_link_of_its_own(page):
    structure = Structure(page)
    own = [a for a in structure.of("a") if a.get("class") == "kc-self"]
    assert [a["href"] for a in own] == [
        "#by-region", "#by-region-figure-1", "#what-was-checked", "#every-city", "#sources",
    ]  # fmt: skip
    assert len({a["aria-label"] for a in own}) == 5
    assert own[0]["aria-label"] == "Link to this part: By region"
    assert [a["id"] for a in structure.of("figure")] == ["by-region-figure-1"]
    assert len(structure.of("section")) == 4


def test_every_summary_and_every_link_elsewhere_has_a_name_of_its_own():
    picture = sample_report.regions()
    link = '<p><a href="https://example.org/{}">Ministry</a></p>'
    cells = [
        cell
        for part in "AB"
        for cell in (
            new_markdown_cell(f"## {part}"),
            new_code_cell("x", outputs=[sample_report.show(picture)] * 2),
            new_code_cell("x", outputs=[sample_report.show(link.format(part))] * 2),
        )
    ]
    page = html.render_report(new_notebook(cells=cells), provenance=sample_report.PROVENANCE)
    main = re.search("<main.*</main>", page, re.DOTALL)[0]
    names = [re.sub("<[^>]*>", "", name) for name in re.findall("<summary>(.*?)</summary>", main)]
    assert names == [
        "The numbers: Cases by region", "The numbers: Cases by region: A 1",
        "The numbers: Cases by region: B 1", "The numbers: Cases by region: B 2",
    ]  # fmt: skip
    links = re.findall(r'<a href="https://example.org/(.)"[^>]*>(.*?)</a>', main)
    said = [(goal, re.sub("<[^>]*>", "", name)) for goal, name in links]
    assert said == [("A", "Ministry")] * 2 + [("B", "Ministry: B 1")] * 2


def test_a_table_says_where_it_scrolls_and_is_no_stop_where_it_does_not(page):
    assert page.count('class="kc-scroll"') == page.count('class="kc-more" role="note" tabindex="0"')
    assert not [a for a in Structure(page).of("div", "pre") if "tabindex" in a]


WAYS = html.Ways(
    index="../index.html",
    before=html.Link("Received in 2020", "../2020/reception.html"),
    others=(html.Link("Selected in 2021", "selection.html"),),
    translation=html.Link("한국어", "reception.ko.html", "ko"),
)


def test_a_figure_has_its_numbers_and_its_picture_as_files_at_a_click(page):
    saved = [a for a in Structure(page).of("a") if a.get("download")]
    assert [a["download"] for a in saved] == [
        "new-southern-countries-filed-the-most.csv", "new-southern-countries-filed-the-most.svg",
        "sample.csv",
    ]  # fmt: skip
    csv = base64.b64decode(saved[0]["href"].partition(",")[2]).decode()
    svg = unquote(saved[1]["href"].partition(",")[2])
    assert "New Southern,cases,49" in csv
    picture = minidom.parseString(svg).documentElement
    assert picture.namespaceURI == "http://www.w3.org/2000/svg"
    assert "var(" not in svg  # other programs know no variables of a page


def test_a_page_that_would_be_too_large_leaves_out_the_largest_pictures_to_save():
    points = "M0 0" + "l1 1" * 30_000
    small, large = (f'<svg viewBox="0 0 9 9"><path d="{d}"/></svg>' for d in ("M0 0", points))
    link = '<p><a download="{}" href="{}">Save</a></p>'
    links = [
        link.format(name, sanitise.picture_link(svg))
        for name, svg in [
            ("small", small),
            *((f"large{n}", large.replace("0 0 9", f"0 {n} 9")) for n in range(4)),
        ]
    ]
    shown = new_code_cell("x", outputs=[sample_report.show("".join(links))])
    page = html.render_report(new_notebook(cells=[shown]), provenance=sample_report.PROVENANCE)
    kept = {a["download"] for a in Structure(page).of("a") if a.get("download")}
    assert "small" in kept and len(kept) == 4  # three of 120 kB beside it are within 500 kB
    assert len(page.encode()) <= 500_000


def test_the_ways_on_are_links_to_pages_beside_it_and_none_by_default(page):
    with_ways = html.render_report(
        sample_report.notebook(), provenance=sample_report.PROVENANCE, ways=WAYS
    )
    links = re.findall(r'<li><a href="([^"#]+)"(?: lang="(\w+)")?[^>]*>(.*?)</a></li>', with_ways)
    assert links[:4] == [
        ("../index.html", "", "All reports"),
        ("../2020/reception.html", "", "Earlier: Received in 2020"),
        ("selection.html", "", "Selected in 2021"),
        ("reception.ko.html", "ko", "한국어"),
    ]
    assert "kc-ways" not in page[page.index("<body>") :]


def test_a_way_on_leads_to_a_file_whatever_it_is_called():
    ways = html.Ways(others=(html.Link("<b>", "javascript:x()"), html.Link("b", "//a.example/")))
    page = html.render_report(
        sample_report.notebook(), provenance=sample_report.PROVENANCE, ways=ways
    )
    assert 'href="javascript%3Ax%28%29"' in page and "//a.example" not in page
    assert "&lt;b&gt;</a>" in page


def test_a_page_in_korean_says_so_and_its_own_words_are_korean():
    page = html.render_report(
        sample_report.notebook(), provenance=sample_report.PROVENANCE, language="ko", ways=WAYS
    )
    assert '<html lang="ko">' in page
    for said in ("차례", "이 문서를 만든 방법", "2021년 6월 23일 기준 자료", "전체 보고서"):
        assert said in page
    for absent in ("Contents", "How this page", "Data as of", "Skip to", "Link to this part"):
        assert absent not in page


@pytest.mark.parametrize("built_on", ["", "<b>soon</b>", "2021-13-99"])
def test_a_date_that_is_none_is_shown_as_it_is(built_on):
    made = html.Provenance("reception", built_on=built_on)
    page = html.render_report(sample_report.notebook(), provenance=made)
    shown = built_on.replace("<", "&lt;").replace(">", "&gt;")
    assert (f"Data as of {shown}</p>" in page) == bool(built_on) and "<b>soon" not in page


def test_paper_has_title_date_and_number_on_each_page(page):
    assert '@top-left{content:"Applications received in 2021";' in page
    assert '@top-right{content:"Data as of 23 June 2021";' in page
    assert 'content:counter(page) " / " counter(pages)' in page


def test_a_title_ends_neither_its_string_nor_the_style_sheet():
    title = '"}*{color:red}</style><script>hit()</script>\\'
    headline = {"title": title, "description": "", "cards": []}
    shown = sample_report.show("<p>a</p>", **{html.HEADLINE: headline})
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[shown])])
    page = html.render_report(notebook, provenance=sample_report.PROVENANCE)
    (sheet,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert page.count("</style>") == 1 and "color:red}" not in sheet and sheet.endswith("}")
    assert "<script" not in page


def test_code_is_there_behind_a_switch_or_shown_or_not_at_all():
    pages = {
        code: html.render_report(
            sample_report.notebook(), code=code, provenance=sample_report.PROVENANCE
        )
        for code in ("none", "toggle", "shown")
    }
    switches = [Structure(pages[code]).of("input") for code in ("none", "toggle", "shown")]
    assert [["checked" in one for one in found] for found in switches] == [[], [False], [True]]
    for line in ("found.by", "kcity_analysis", "year of the contest", "kc-show"):
        assert line in pages["toggle"]
    body = pages["none"][pages["none"].index("<body>") :]
    for cell in sample_report.notebook().cells:
        if cell.cell_type == "code":
            assert not [line for line in cell.source.splitlines() if line in body]
    assert "kc-code" not in body


def test_latin_and_hangul_are_drawn_by_a_font_within_the_page(page):
    assert page.count("@font-face") == 4  # Latin and what else the page needs, in two weights
    assert webfont.font_faces("국토교통부") in html.render_report(
        new_notebook(cells=[new_markdown_cell("국토교통부")]), provenance=sample_report.PROVENANCE
    )
    plain = html.render_report(new_notebook(), provenance=sample_report.PROVENANCE)
    assert plain.count("@font-face") == 2


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [("\u1112\u1161\u11ab", "한"), ("하\u11ab", "한"), ("&#x1112;&#x1161;&#x11ab;", "한")],
)
def test_hangul_in_pieces_is_put_together(pieces, whole):
    shown = new_code_cell("x", outputs=[sample_report.show(f"<p>{pieces}</p>")])
    page = html.render_report(new_notebook(cells=[shown]), provenance=sample_report.PROVENANCE)
    assert f"<p>{whole}</p>" in page


@pytest.mark.parametrize("mark", ["\u0338", "\u0301", "\u20d2"])
def test_a_mark_after_a_bracket_never_makes_another_character_of_it(mark):
    # > and U+0338 are one character to Unicode: a tag would lose its end, or a text become a tag.
    # (The Hangul in pieces is what has the page composed at all.)
    notebook = new_notebook(
        cells=[
            new_code_cell(
                "x",
                outputs=[
                    new_output(
                        "stream", name="stdout", text=f"\u1112\u1161<{mark}img src=x>{mark}"
                    ),
                    sample_report.show(f'<p title="a">{mark}b</p>'),
                ],
            )
        ]
    )
    made = html.Provenance(f"a>{mark}b", {"register": f">{mark}<img src=x onerror=hit()>.csv"})
    page = html.render_report(notebook, provenance=made)
    structure = Structure(page)
    assert structure.open == []
    assert not structure.of("img")
    assert f'<p title="a">{mark}b</p>' in page


@pytest.mark.parametrize("letters", ["똠방각하", "ᆞ", "ᄀᆞ", "\u1100", "漢字", "Łódź", "\U0001f600"])
def test_a_report_comes_about_whatever_letters_it_has(letters):
    notebook = new_notebook(cells=[new_markdown_cell(letters)])
    page = html.render_report(notebook, provenance=sample_report.PROVENANCE)
    assert f"<p>{letters}</p>" in page


def test_letters_that_the_typeface_lacks_are_named_at_the_end():
    notebook = new_notebook(cells=[new_markdown_cell("漢 and 똠 and ł")])
    page = html.render_report(notebook, provenance=sample_report.PROVENANCE)
    assert re.search(r"typeface of this page lacks[^<]*: ł 漢\.</p>", page)
    assert "page lacks" not in html.render_report(
        new_notebook(cells=[new_markdown_cell("똠방각하, ᆞ")]), provenance=sample_report.PROVENANCE
    )


def test_what_closes_or_opens_too_much_stays_within_its_own_place():
    shown = [
        sample_report.show(part)
        for part in ("</main></div></body>", "<details><table><tr><td>open", "<!--", "<svg><g>")
    ]
    cells = [new_code_cell("x", outputs=shown), new_markdown_cell("## After")]
    page = html.render_report(new_notebook(cells=cells), provenance=sample_report.PROVENANCE)
    structure = Structure(page)
    assert structure.open == []
    assert page.index('<h2 id="after">') < page.index("</main>") < page.index("<footer")
    assert page.count("</details>") == page.count("<details")


def test_a_surrogate_that_was_printed_does_not_stop_the_page():
    notebook = new_notebook(
        cells=[new_code_cell("x", outputs=[new_output("stream", name="stdout", text="a\ud800b")])]
    )
    page = html.render_report(notebook, provenance=sample_report.PROVENANCE)
    assert "a\ufffdb" in page and page.encode()


def failed_notebook() -> html.NotebookNode:
    error = new_output(
        "error",
        ename="InputError",
        evalue="the register has a problem\n  a.csv, row 3: expected a country",
        traceback=["----> 1 secret_source()"],
    )
    return new_notebook(
        cells=[
            new_markdown_cell("# Reception"),
            new_markdown_cell("## By country"),
            new_code_cell("counted()", outputs=[sample_report.show("<p>4321 cases</p>")]),
            new_code_cell("secret_source()", outputs=[error]),
            new_markdown_cell("## Sources"),
        ]
    )


TRACEBACK = """Traceback (most recent call last):
  File "/home/kim/run.py", line 1, in <module>
    secret_source()
ValueError: no such year"""


def test_a_failure_page_says_what_and_where_and_shows_no_figure():
    page = html.render_failure(
        failed_notebook(), report="reception", error=TRACEBACK, provenance=sample_report.PROVENANCE
    )
    assert "<h1>Reception 2021 could not be made</h1>" in page
    assert "the register has a problem\n  a.csv, row 3: expected a country" in page
    assert "the part “By country”" in page
    for absent in ("secret_source", "kim", "4321", "InputError", "Traceback"):
        assert absent not in page


def test_a_failure_page_shows_the_source_only_if_it_may():
    page = html.render_failure(
        failed_notebook(),
        report="reception",
        error="",
        provenance=sample_report.PROVENANCE,
        code="toggle",
    )
    assert "secret_source()" in page


def test_a_failure_without_a_notebook_says_the_last_line_of_the_error():
    page = html.render_failure(
        None, report="release_check", error=TRACEBACK, provenance=sample_report.PROVENANCE
    )
    assert "ValueError: no such year" in page
    assert "secret_source" not in page and "kim" not in page


def entries() -> list[html.Entry]:
    headline = sample_report.HEADLINE.data[html.HEADLINE] | {"title": "Received"}
    return [
        html.Entry("reception", 2020, "2020/reception.html", headline),
        html.Entry("reception", 2021, "2021/reception.html", headline, "stale"),
        html.Entry("selection", 2021, "2021/selection.html", {}, "failed", error=TRACEBACK),
        html.Entry("programme", None, "programme.html", headline),
    ]


def test_the_index_puts_failures_first_then_newest_year_first():
    page = html.render_index(entries(), built_on="2021-06-23")
    assert re.findall(r'<h2 id="([^"]+)"', page) == [
        "failed",
        "all-years",
        "year-2021",
        "year-2020",
    ]
    assert re.findall(r'<h3><a href="([^"]+)"', page) == [
        "2021/selection.html",
        "programme.html",
        "2021/reception.html",
        "2020/reception.html",
    ]
    assert Structure(page).open == []


def test_the_index_says_how_many_reports_are_stale_or_failed_and_as_of_when():
    page = html.render_index(entries(), built_on="2021-06-23")
    said = (
        "3 reports on applications received and projects selected. "
        "1 report could not be made. 1 report is out of date."
    )
    assert said in page and "Data as of 23 June 2021" in page
    assert "secret_source" not in page and "kim" not in page


def test_the_picture_of_a_card_is_of_the_reports_of_its_own_name_and_marks_its_own_year():
    def entry(report, year, totals, stage="selection", **headline):
        known = json.dumps({"stage": stage, "totals": totals})
        return html.Entry(report, year, f"{year}/{report}.html", headline, thumbnail=known)

    page = html.render_index(
        [
            entry("selection", 2020, {2020: 12}),
            entry("selection", 2021, {2021: 6}),
            entry("selection", 2022, {2022: 3}, status="in progress"),
            entry("reception", 2021, {2021: 111}, "reception"),
            entry("programme", None, {2020: 1, 2021: 2}),
            entry("other", 2022, "no totals"),
        ],
        built_on="",
    )
    pictures = re.findall(r"<li class=\"kc-report.*?</li>", page, re.DOTALL)
    found = {
        re.search("<h3>.*?>(.*?)</a>", card)[1]: re.findall(
            r'height="(\d+)" style="fill:([^;]+);', card
        )
        for card in pictures
    }
    grey, blue = "var(--kc-neutral)", "var(--kc-accent)"
    assert found == {
        "Programme": [("23", blue), ("46", blue)],
        "Selection 2022": [("46", grey), ("23", grey), ("12", "none")],
        "Selection 2021": [("46", grey), ("23", blue), ("12", "none")],
        "Selection 2020": [("46", blue), ("23", grey), ("12", "none")],
        "Reception 2021": [],  # one total is no picture
        "Other 2022": [],
    }
    assert page.count("In progress when the data were collected") == 1


@pytest.mark.parametrize(
    "thumbnail", ["<svg onload=x()>", "[]", "null", '{"stage": 1}', "[" * 100_000,
                  '{"stage": "a", "totals": {"2020": NaN, "x": 1}}',
                  '{"stage": "a", "totals": {"2020": 1e999, "2021": -1}}']
)  # fmt: skip
def test_a_thumbnail_of_another_version_or_of_a_stranger_is_no_picture(thumbnail):
    entry = html.Entry("reception", 2021, "a.html", {"status": "<b>"}, thumbnail=thumbnail)
    page = html.render_index([entry], built_on="")
    assert "<svg" not in page and "<b>" not in page


def test_a_card_speaks_of_its_state_only_where_it_is_out_of_date():
    page = html.render_index(entries(), built_on="2021-06-23")
    assert page.count("out of date</p>") == 1
    assert "up to date" not in page


def test_an_index_without_reports_is_a_page_too():
    assert Structure(html.render_index([], built_on="")).open == []


def test_an_index_comes_about_whatever_syllable_it_has_to_name():
    entry = html.Entry("release_check", None, "", state="failed", error="漢 cannot be drawn")
    page = html.render_index([entry], built_on="2026-02-06")
    assert "漢 cannot" in page and "typeface of this page lacks" in page


def test_countries_stand_in_the_index_by_region_and_by_name_under_one_small_map():
    def country(code, **more):
        headline = {"title": f"{code} in the programme"}
        return html.Entry("country", None, f"country/{code}.html", headline, subject=code, **more)

    made = [country("VNM"), country("KEN"), country("KHM"), *entries()[:1]]
    page = html.render_index(made, built_on="")
    assert re.findall(r'<h2 id="([^"]+)"', page) == [
        "year-2020",
        "region-new-southern",
        "region-africa",
    ]
    links = [
        "2020/reception.html",
        "country/KHM.html",  # Cambodia before Vietnam
        "country/VNM.html",
        "country/KEN.html",
    ]
    assert re.findall(r'<h3><a href="([^"]+)"', page) == links
    assert page.count("<svg") == 1
    assert re.search(r"<desc[^>]*>[^<]*Cambodia[^<]*Kenya[^<]*Vietnam", page)
    assert "<svg" not in html.render_index([country("VNM", state="failed")], built_on="")
    korean = html.render_index(made, built_on="", language="ko")
    assert "캄보디아" in korean and "Cambodia" not in korean.split("</svg>")[0].split("<svg")[-1]
