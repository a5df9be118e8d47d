"""Pages opened in Chromium: nothing runs, nothing is fetched, everyone can read them."""

from __future__ import annotations

import base64
import getpass
import json
import re
import shutil
import socket
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hostile
import pandas as pd
import pytest
import sample_report
from charts.test_in_a_page import MEASURE, overlaps
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sample_registers import HEADINGS, write_csv

from kcity_analysis.pages import Section, html, tables
from kcity_analysis.pages import parts as report
from kcity_analysis.register.checking import as_html
from kcity_analysis.register.reading import read_register

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[1]


def samples() -> dict[str, str]:
    """Every kind of page."""
    notebook = sample_report.notebook()
    headline = html.headline(notebook)
    entries = [
        html.Entry("reception", 2021, "report.html", headline, thumbnail=html.thumbnail(notebook)),
        html.Entry("selection", 2021, "report.html", headline, "stale"),
        html.Entry("comparison", 2020, "", {}, "failed", "register.csv, row 3: not a country"),
        html.Entry("programme", None, "report.html", headline),
    ]
    made = {"provenance": sample_report.PROVENANCE}
    return {
        "report": html.render_report(notebook, **made),
        "shown": html.render_report(notebook, code="shown", **made),
        "failure": html.render_failure(notebook, report="reception", error="no such year", **made),
        "index": html.render_index(entries, built_on="2021-06-23"),
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, text in samples().items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(text, encoding="utf-8")
    return found


class Watched:
    """A page of Chromium that keeps count of what it did: code run, requests, errors, pop-ups."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.runs: list[str] = []
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.opened = ""
        self.downloads: list[str] = []
        self.context.expose_binding("hit", lambda source, *given: self.runs.append(str(given)))
        # Everything but the file itself is refused, so that a test never leaves this machine.
        self.context.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
        self.context.on("request", lambda request: self._requested(request.url))
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.runs.append(dialog.message), dialog.dismiss()))
        self.page.on("download", lambda download: self.downloads.append(download.url))

    def _requested(self, url: str) -> None:
        # A file that is not the page is a request too: file://host/x asks a host on Windows.
        if not url.startswith("data:") and url.partition("#")[0] != self.opened:
            self.requests.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open(self, path: Path) -> Any:
        self.opened = path.as_uri()
        self.page.goto(self.opened, wait_until="load")
        return self.page

    def click_everything(self) -> int:
        """Open every fold; click every link with both buttons, and every box. The links' number."""
        links: int = self.page.evaluate(
            """() => {
                document.querySelectorAll("details").forEach(d => d.open = true);
                document.querySelectorAll("a").forEach(a => {
                    const how = {bubbles: true, cancelable: true};
                    a.dispatchEvent(new MouseEvent("click", how));
                    a.dispatchEvent(new MouseEvent("auxclick", {...how, button: 1}));
                });
                document.querySelectorAll("summary, button, input").forEach(e => e.click());
                return document.querySelectorAll("a").length;
            }"""
        )
        self.page.wait_for_timeout(100)
        assert self.page.url.partition("#")[0] == self.opened, "a link left the page"
        assert len(self.context.pages) == 1, "a link opened another page"
        return links


@pytest.mark.parametrize("name", ["report", "shown", "failure", "index"])
def test_axe_finds_nothing_to_mend_on_any_page_light_or_dark(browser, axe, pages, name):
    with Watched(browser) as watched:
        page = watched.open(pages[name])
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(axe)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], scheme
            assert "color-contrast" in {rule["id"] for rule in found["passes"]}
            # Of the text of charts axe cannot tell the ground; tests/pages/test_style.py can.
            unsure = [
                node["html"]
                for rule in found["incomplete"]
                if rule["id"] == "color-contrast"
                for node in rule["nodes"]
                if not node["html"].startswith("<text")
            ]
            assert unsure == []


@pytest.mark.parametrize("name", ["report", "failure", "index"])
def test_a_page_never_scrolls_sideways(browser, pages, name):
    with Watched(browser) as watched:
        page = watched.open(pages[name])
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_opens_without_requests_errors_or_warnings(browser, pages):
    for path in pages.values():
        with Watched(browser) as watched:
            watched.open(path)
            assert (watched.requests, watched.errors, watched.runs) == ([], [], [])


def test_the_contents_list_stays_in_view_on_a_wide_screen_and_folds_on_a_phone(browser, pages):
    with Watched(browser, viewport={"width": 1280, "height": 900}) as watched:
        page = watched.open(pages["report"])
        page.mouse.wheel(0, 2500)
        page.wait_for_function("scrollY > 1000")
        assert page.locator("nav.kc-side a").first.is_visible()
        assert 0 <= page.locator("nav.kc-side a").first.bounding_box()["y"] < 900
    with Watched(browser, viewport={"width": 390, "height": 800}) as watched:
        page = watched.open(pages["report"])
        assert not page.locator("nav.kc-side").is_visible()
        assert not page.locator("nav.kc-fold a").first.is_visible()
        page.locator("nav.kc-fold summary").click()
        page.locator("nav.kc-fold a").first.click()
        assert page.url.endswith("#by-region")


def test_code_is_shown_by_the_keyboard_alone(browser, pages):
    with Watched(browser) as watched:
        page = watched.open(pages["report"])
        code = page.locator(".kc-code").first
        assert not code.is_visible()
        page.get_by_label("Show the code").focus()
        page.keyboard.press("Space")
        assert code.is_visible()


def test_the_first_tab_stop_leads_to_the_report(browser, pages):
    with Watched(browser) as watched:
        page = watched.open(pages["report"])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
        page.keyboard.press("Enter")
        assert page.url.endswith("#report")


def test_latin_and_hangul_are_drawn_by_the_fonts_in_the_page(browser, pages):
    with Watched(browser) as watched:
        page = watched.open(pages["report"])
        loaded = page.evaluate("document.fonts.ready.then(f => [...f].map(x => x.status))")
        # Latin in two weights and the page's Hangul; no heading has any, so no bold is needed.
        assert loaded == ["loaded"] * 3 + ["unloaded"]


def test_print_repeats_table_heads_cuts_nothing_and_hides_what_paper_cannot_do(browser, pages):
    # A4 less the margins of @page: 178 mm
    with Watched(browser, viewport={"width": 672, "height": 950}) as watched:
        page = watched.open(pages["shown"])
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 672
        styled = "name => e => getComputedStyle(document.querySelector(e))[name]"
        assert page.evaluate(f"({styled})('display')('thead')") == "table-header-group"
        assert page.evaluate(f"({styled})('overflowX')('.kc-scroll')") == "visible"
        assert page.evaluate(f"({styled})('backgroundColor')('body')") == "rgb(255, 255, 255)"
        for hidden in ("nav", "#kc-code", ".kc-code", "main summary", ".kc-skip", ".kc-self"):
            assert not any(e.is_visible() for e in page.locator(hidden).all()), hidden
        pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2


def test_the_numbers_behind_every_figure_are_there_on_paper_although_they_are_folded(
    browser, pages
):
    seen = """rows => rows.filter(row => row.checkVisibility({contentVisibilityAuto: true})
        && row.getBoundingClientRect().height > 0).length"""
    with Watched(browser, viewport={"width": 672, "height": 950}) as watched:
        page = watched.open(pages["report"])
        rows = page.locator("figure details:not([open]) tbody tr")
        assert rows.count() == 5  # four regions and the total
        assert rows.evaluate_all(seen) == 0
        page.emulate_media(media="print")
        page.wait_for_timeout(200)  # until it is laid out for paper
        assert rows.evaluate_all(seen) == 5


def test_title_date_and_number_stand_on_each_sheet_of_paper(browser, pages):
    with Watched(browser) as watched:
        page = watched.open(pages["report"])
        margins = page.evaluate(
            """[...document.styleSheets[0].cssRules].filter(r => r instanceof CSSPageRule)
                .flatMap(r => [...r.cssRules]).map(r => [r.name, r.style.content])"""
        )
    assert dict(margins) == {
        "top-left": '"Applications received in 2021"',
        "top-right": '"Data as of 23 June 2021"',
        "bottom-right": 'counter(page) " / " counter(pages)',
    }


SCROLLS = "e => e.scrollWidth > e.clientWidth"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_table_is_a_stop_of_the_keyboard_where_it_scrolls_and_nowhere_else(browser, pages, width):
    with Watched(browser, viewport={"width": width, "height": 800}) as watched:
        page = watched.open(pages["report"])
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.wait_for_timeout(100)
        tables = page.locator(".kc-scroll")
        scrolling = sum(table.evaluate(SCROLLS) for table in tables.all())
        assert scrolling < tables.count() and (scrolling > 0) == (width == 390)
        # Whoever cannot see a column reads that there are more of them.
        assert [table.evaluate(SCROLLS) for table in tables.all()] == [
            table.locator(".kc-more").is_visible() for table in tables.all()
        ]
        stops = 0
        page.keyboard.press("Tab")
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            table = "document.activeElement.closest('.kc-scroll')"
            link = "document.activeElement.matches('a')"
            if page.evaluate(f"{table} !== null && !({link})"):
                assert page.evaluate(f"({SCROLLS})({table})")
                stops += 1
        assert stops == scrolling


def test_a_table_that_scrolls_does_so_with_the_arrow_keys(browser, pages):
    with Watched(browser, viewport={"width": 390, "height": 800}) as watched:
        page = watched.open(pages["report"])
        wide = page.locator(".kc-scroll", has_text="City 60")
        wide.locator(".kc-more").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert wide.evaluate("e => e.scrollLeft") > 0
        row = wide.locator("tbody th").first
        assert row.evaluate("e => e.getBoundingClientRect().left >= 0")  # its name stays in sight


def test_everything_is_set_in_one_typeface(browser, pages):
    with Watched(browser) as watched:
        page = watched.open(pages["report"])
        families = page.evaluate(
            """[...new Set([...document.querySelectorAll("body *:not(svg *):not(pre):not(code)")]
                .filter(e => e.textContent.trim() && !e.closest("pre, code"))
                .map(e => getComputedStyle(e).fontFamily.split(",")[0]))]"""
        )
    assert families == ['"KCity Sans KR"']


def test_a_wide_screen_has_two_columns_in_each_part(browser, pages):
    edges = """parts => parts.map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])"""
    with Watched(browser, viewport={"width": 1920, "height": 1000}) as watched:
        page = watched.open(pages["report"])
        found = page.locator(".kc-part").first.locator("> :not(.kc-code)").evaluate_all(edges)
        middle = 1100
        assert any(right < middle for _, right in found)
        assert any(left > middle for left, _ in found)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920


@pytest.mark.parametrize("name", ["report", "index"])
def test_axe_finds_nothing_to_mend_on_a_phone_where_tables_scroll(browser, axe, pages, name):
    with Watched(browser, viewport={"width": 390, "height": 800}) as watched:
        page = watched.open(pages[name])
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.wait_for_timeout(100)
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


@pytest.fixture(scope="module")
def outputs(built, tmp_path_factory) -> Path:
    """Every report that is built by itself, and the check of a release."""
    folder = tmp_path_factory.mktemp("outputs") / "outputs"
    shutil.copytree(built, folder)
    release = PROJECT / "data" / "examples" / "release_synthetic.txt"
    command = [sys.executable, "-m", "kcity_analysis", "run", "release_check", "--quiet"]
    command += ["-p", "release", str(release), "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


ONE_OF_EACH = (
    "2021/reception", "2021/comparison", "2021/selection", "programme", "country/KEN",
    "release_check/release_synthetic", "index",
)  # fmt: skip


def test_every_report_is_whole_in_any_width_and_mode_and_on_paper(browser, axe, outputs):
    for path in (outputs / f"{name}{end}" for name in ONE_OF_EACH for end in (".html", ".ko.html")):
        assert path.stat().st_size <= 500_000, path.name
        with Watched(browser) as watched:
            page = watched.open(path)
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.evaluate(axe)
            summaries = [one.strip() for one in page.locator("summary").all_text_contents()]
            assert len(set(summaries)) == len(summaries), path.name
            for width, scheme, rules in (
                (1280, "light", {}),
                (1280, "dark", {"runOnly": ["color-contrast"]}),
                (390, "light", {"runOnly": ["scrollable-region-focusable"]}),
            ):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                options = {"resultTypes": ["violations"], **rules}
                broken = page.evaluate("o => axe.run(document, o)", options)["violations"]
                assert [(v["id"], v["nodes"][0]["html"]) for v in broken] == [], path.name
            unnamed = page.evaluate(
                """([title, desc]) => [...document.querySelectorAll("svg[role=img]")].filter(svg =>
                    (svg.querySelector("title")?.textContent ?? "").length < title
                    || (svg.querySelector("desc")?.textContent ?? "").length < desc).length""",
                [5, 12] if ".ko." in path.name else [10, 20],  # Korean says more in a letter
            )
            assert unnamed == 0, path.name
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 672, "height": 950})
            assert page.evaluate("document.documentElement.scrollWidth") <= 672, path.name
            assert (watched.requests, watched.errors, watched.runs) == ([], [], []), path.name


READ = (
    "index", "programme", "2020/reception", "2022/reception", "2022/comparison", "2023/selection",
    "2024/selection", "2026/comparison", "country/IDN",
)  # fmt: skip


@pytest.mark.slow
def test_words_of_charts_are_legible_apart_and_whole_and_every_link_has_its_place(browser, built):
    with Watched(browser) as watched:
        for name in (f"{one}{language}" for one in READ for language in ("", ".ko")):
            page = watched.open(built / f"{name}.html")
            page.evaluate("document.fonts.ready")
            assert page.evaluate(LOST) == [], name
            for width, media in ((390, "screen"), (1280, "screen"), (673, "print")):
                least = 9 if media == "screen" else 7 / 0.75  # 7 pt in px
                page.emulate_media(media=media)
                page.set_viewport_size({"width": width, "height": 900})
                where = (name, width, media)
                for chart in page.evaluate(MEASURE.replace("('svg')", "('svg.kc-chart')")):
                    if chart["texts"]:
                        assert chart["size"] >= least, where
                    assert overlaps(chart["texts"]) == [], where
                    for text in chart["texts"]:
                        assert text["left"] >= chart["box"]["left"] - 1, (where, text["said"])
                        assert text["right"] <= chart["box"]["right"] + 1, (where, text["said"])
            if "country" not in name and "index" not in name:  # on paper, what is folded is there
                hidden = page.locator("main figure details table").evaluate_all(NOT_SEEN)
                assert hidden == 0, name
            page.emulate_media(media="screen")
    assert (watched.requests, watched.errors, watched.runs) == ([], [], [])


LOST = """[...document.querySelectorAll('a[href^="#"]')]
    .map(a => decodeURIComponent(a.getAttribute('href').slice(1)))
    .filter(id => !document.getElementById(id))"""
NOT_SEEN = """tables => tables.filter(table => table.getBoundingClientRect().height === 0
    || !table.checkVisibility({contentVisibilityAuto: true})).length"""


@pytest.mark.slow
def test_no_output_names_a_folder_or_the_user_of_this_machine(built, outputs):
    told = {str(PROJECT), str(Path.home()), str(built), str(outputs), sys.prefix}
    told.add(socket.gethostname())
    user = getpass.getuser()
    for path in sorted(outputs.rglob("*.*")):
        if path.name == "given.json":
            continue  # the batch's own note of where a file was, in .kcity, which is never sent on
        if path.suffix in (".html", ".csv", ".ipynb", ".json") and path.is_file():
            text = path.read_text("utf-8")
            assert not [name for name in told if len(name) > 3 and name in text], path.name
            assert not re.search(rf"(?:home|Users)[/\\]+{re.escape(user)}\b", text), path.name


def controls() -> str:
    """The attacks where nothing stops them, each in a frame of its own: these must succeed."""
    frames = (
        f'<iframe srcdoc="{escape(f"<!doctype html><body><div>{payload}</div>")}"></iframe>'
        for payload in hostile.PAYLOADS
        if "\x00" not in payload and len(payload) < 1_000
    )
    return "<!doctype html><title>x</title>" + "".join(frames)


def test_the_attacks_work_where_nothing_stops_them(browser, tmp_path):
    path = tmp_path / "open.html"
    path.write_text(controls(), "utf-8")
    with Watched(browser) as watched:
        watched.open(path)
        watched.page.wait_for_timeout(500)
    assert len(watched.runs) >= 80
    asked = {url for url in watched.requests if "evil.example" in url}
    assert len(asked) >= 20


def shown(fragment: tables.Fragment | Section) -> NotebookNode:
    """A cell that displays a fragment, as JupyterLab stores it."""
    return new_code_cell("x", outputs=[new_output("display_data", fragment._repr_mimebundle_())])


def attacked(payloads: list[str]) -> NotebookNode:
    """A report in which strangers wrote every text, in every place that shows text."""
    frame = pd.DataFrame({"title": payloads, "applicant": payloads[::-1], "cases": 1})
    columns = [tables.Column(name, name) for name in frame]
    chart_rows = pd.DataFrame({"label": payloads[:3], "value": [3, 2, 1]})

    def draw(rows: pd.DataFrame) -> Any:
        import matplotlib.pyplot as plt

        from kcity_analysis.charts.typeface import drawable

        _, axes = plt.subplots()
        axes.barh([drawable(label[:200]) for label in rows["label"]], rows["value"])
        return axes

    cells = [
        new_markdown_cell("# Reception"),
        shown(report.headline(payloads[0], payloads[1], [(p, p, p) for p in payloads[:4]])),
        shown(report.notes(payloads)),
    ]
    cells += [shown(report.say(payload)) for payload in payloads]
    cells += [shown(tables.table(frame, columns, payload, payload)) for payload in payloads[:4]]
    figures = [report.figure(draw, chart_rows, payload, payload) for payload in payloads[:2]]
    cells += [shown(Section(payloads[0], figure)) for figure in figures]
    cells += [
        # What an analyst might add to a report: frames, Styler, Markdown, bare HTML, text, errors.
        *(new_markdown_cell(f"## {payload}\n\n{payload}") for payload in payloads),
        *(
            new_code_cell(payload, outputs=[new_output("display_data", {kind: payload})])
            for payload in payloads
            for kind in ("text/html", "text/markdown", "text/plain", "image/svg+xml")
        ),
        *(
            new_code_cell("x", outputs=[new_output("stream", name="stdout", text=payload)])
            for payload in payloads
        ),
        *(
            new_code_cell("x", outputs=[new_output("error", ename=payload, evalue=payload)])
            for payload in payloads
        ),
        shown(tables.Fragment(frame.to_html(escape=False), "")),
        shown(report.tidy(frame, "a")),
    ]  # fmt: skip
    return new_notebook(cells=cells)


def hostile_pages() -> dict[str, str]:
    payloads = hostile.PAYLOADS
    pages = {}
    for number in range(4):
        part = payloads[number::4]
        made = html.Provenance(
            part[0], {"register": part[1], part[2]: part[3]}, part[4], {part[5]: part[6]},
            tuple((payload, payload) for payload in part),
        )  # fmt: skip
        notebook = attacked(part)
        pages[f"report-{number}"] = html.render_report(notebook, provenance=made)
        pages[f"failure-{number}"] = html.render_failure(
            notebook, report=part[0], error=part[1], provenance=made, code="toggle"
        )
    entries = [
        html.Entry(
            payload, 2021, payload,
            {"title": payload, "description": payload,
             "cards": [{"label": payload, "value": payload, "note": payload}]},
            state, payload, payload,
        )
        for payload in payloads
        for state in ("fresh", "failed")
    ]  # fmt: skip
    pages["index"] = html.render_index(entries, built_on=payloads[0])
    # A list on a page ends after 300 problems.
    pages |= {f"check-{number}": check_page(payloads[number::9]) for number in range(9)}
    return pages


def check_page(payloads: list[str]) -> str:
    """What `kcity check --format html` says of a register in which everything is an attack."""
    # A file with a NUL is refused as a whole.
    rows = [[payload.replace("\0", "") for _ in HEADINGS] for payload in payloads]
    with TemporaryDirectory() as folder:
        name = payloads[0].replace("/", "\u2044")
        return as_html(read_register(write_csv(Path(folder, f"{name}.csv"), [HEADINGS, *rows])))


@pytest.fixture(scope="module")
def attacked_pages() -> dict[str, str]:
    return hostile_pages()


POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.mark.parametrize(
    "protected",
    [True, pytest.param(False, marks=pytest.mark.deep)],
    ids=["policy", "policy taken away"],
)
def test_no_attack_of_a_stranger_runs_or_fetches_anything_on_any_page(
    browser, tmp_path, attacked_pages, protected
):
    assert len(hostile.PAYLOADS) >= 350
    clicked = 0
    for name, text in attacked_pages.items():
        text, policies = (text, 1) if protected else POLICY.subn("", text)
        assert policies == 1 and ("Content-Security-Policy" in text) == protected
        path = tmp_path / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        with Watched(browser, viewport={"width": 800, "height": 600}) as watched:
            page = watched.open(path)
            if name == "index":  # its links are files beside it: none is anything else
                links = page.evaluate("[...document.links].map(a => a.protocol)")
                assert set(links) == {"file:"}
            else:
                clicked += watched.click_everything()
            page.wait_for_timeout(100)
            assert watched.runs == [], name
            assert watched.requests == [], name
            handlers = (
                "[...document.all].flatMap(e => e.getAttributeNames()).filter(n => /^on/.test(n))"
            )
            assert page.evaluate(handlers) == [], name
            assert page.evaluate("document.scripts.length") == 0
            assert page.evaluate("document.styleSheets.length") == 1
            assert page.evaluate("document.querySelectorAll('main').length") == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= 800, name
            assert page.title() != ""
    assert clicked > 0


def test_exported_figures_hold_no_formula_and_negative_numbers_stay_numbers():
    frame = pd.DataFrame({"note": [*hostile.FORMULAS, "-12.5"], "value": [-1.5] * 7})
    written = report.tidy(frame, "a").data["text/csv"]
    link = re.search(r'base64,([^"]+)', report.tidy(frame, "a").html)[1]
    assert base64.b64decode(link).decode() == written
    import csv
    from io import StringIO

    rows = list(csv.reader(StringIO(written, newline="")))[1:]
    assert [row[0][0] for row in rows] == ["'"] * 6 + ["-"]
    assert {row[1] for row in rows} == {"-1.5"}


def test_headline_json_survives_a_round_trip():
    notebook = attacked(hostile.PAYLOADS[:8])
    assert html.headline(json.loads(json.dumps(notebook), object_hook=NotebookNode))["cards"]
