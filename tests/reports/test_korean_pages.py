"""A Korean page speaks Korean: what stays in Latin letters are names, units and identifiers."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import kcity_analysis as kc
from kcity_analysis.evidence import sources
from kcity_analysis.pages.webfont import lacking
from kcity_analysis.vocabulary.catalogue import LOCALE, OFF_PAGE

KEPT = {
    "CSV", "SVG", "K-City", "Network", "English", "KIND", "KAIA", "MOLIT", "Natural", "Earth",
    "Equal", "kcity-analysis", "p", "G2G", "AI", "MP", "F/S", "S", "F", "G", "ESE", "LoRa", "Rino",
    "C-ITS", "ITS", "CCTV", "AIoT", "AR", "VR", "IoT", "SDS", "LG", "CNS", "K-water", "KT", "SK",
    "Pre-F", "D", "ODA", "BIM", "GIS", "EV", "UAM", "ICT", "PPP", "MOU", "URL",
}  # fmt: skip
"""Names, abbreviations that Korean writes so, and the words for files and languages."""


PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages(built, tmp_path_factory):
    """Every page of a build of all reports, a register's report and a release's among them."""
    folder = tmp_path_factory.mktemp("more")
    register = str(folder / "register.csv")
    release = str(PROJECT / "data" / "examples" / "release_synthetic.txt")
    output = ["--quiet", "--output", str(folder / "outputs")]
    for arguments in (
        ["example-register", register, "--year", "2021"],
        ["run", "reception", "--year", "2021", "--register", register, *output],
        ["run", "release_check", "-p", "release", release, *output],
    ):
        command = [sys.executable, "-m", "kcity_analysis", *arguments]
        subprocess.run(command, check=True, capture_output=True)
    found = sorted([*built.rglob("*.html"), *(folder / "outputs").rglob("*.html")])
    assert {"country", "2021", "release_check"} <= {path.parent.name for path in found}
    return found


def shown(page):
    """What a reader sees or hears of a page; not its sources, quotations, code and other pages."""
    body = re.sub(
        r"<style.*?</style>|<pre.*?</pre>|<footer.*?</footer>|<ol class=\"kc-sources\".*?</ol>"
        r"|<(a|p) [^>]*lang=\"en\".*?</\1>|“.*?”",
        " ", page, flags=re.DOTALL,
    )  # fmt: skip
    spoken = " ".join(re.findall(r'(?:aria-label|alt)="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]*>", " ", body) + " " + spoken)


NOT_OURS = ["점검", "출처", "유의 사항", "모순", "도출", "추론", "%포인트", "접수 국가 수"]
"""Where the style note has 검증, 자료, 유의사항, 불일치, 산출, 추정, %p and 신청국 수."""


def test_the_prose_keeps_to_the_words_of_the_style_note():
    with (LOCALE / "ko.po").open("rb") as file:
        said = [(str(one.context), str(one.string)) for one in read_po(file) if one.id]
    said = [one for one in said if not one[0].startswith(OFF_PAGE)]
    assert len(said) > 500
    found = [(key, word) for key, text in said for word in NOT_OURS if word in text]
    assert found == []
    methods = (LOCALE.parents[2] / "docs" / "methods.ko.md").read_text("utf-8")
    assert [word for word in NOT_OURS if word in methods] == []


def test_what_a_question_answers_is_headed_in_the_language_asked_for():
    for language, heads in (
        ("en", ["Countries", "What must be known first", "Africa, cases, 2021 (reception)"]),
        ("ko", ["국가", "유의사항", "2021년 접수, 아프리카 건수"]),
    ):
        answers = [
            kc.countries("베트남", language=language),
            kc.caveats(2021, language=language),
            kc.why(2021, "Africa", language=language),
        ]
        assert [one.title for one in answers] == heads
        assert {one.language for one in answers} == {language}
        about = answers[1]["about"].iloc[-1]
        assert (
            about
            == {"en": "Total, countries, 2020–2021: 39", "ko": "전체, 국가 수, 2020~2021: 39"}[
                language
            ]
        )
    assert not answers[1]["caveat"].str.contains("the same number|of low", regex=True).any()


@pytest.mark.slow
def test_no_english_is_left_on_a_korean_page_but_names(pages):
    names = set(re.findall("[A-Za-z-]+", " ".join(sources()["publisher_ko"])))
    names |= {"register", "csv", "register-csv", "release", "synthetic", "txt"}  # files' own names
    found = {}
    for page in pages:
        if page.name.endswith(".ko.html"):
            for word in re.findall(
                r"[A-Za-z][A-Za-z-]*(?:[0-9][A-Z])?", shown(page.read_text("utf-8"))
            ):
                if word.rstrip("-") not in KEPT | names:
                    found.setdefault(word, page.name)
    assert found == {}


@pytest.mark.slow
def test_no_korean_is_left_on_an_english_page_but_the_way_to_its_translation(pages):
    for page in pages:
        if page.name.endswith(".ko.html"):
            continue
        body = re.sub(r"<style.*?</style>|<ol class=\"kc-sources\".*?</ol>|<pre.*?</pre>", " ",
                      page.read_text("utf-8"), flags=re.DOTALL)  # fmt: skip
        body = re.sub(r'<a [^>]*lang="ko".*?</a>', " ", body, flags=re.DOTALL)
        assert set(re.findall("[가-힣]+", unescape(re.sub(r"<[^>]*>", " ", body)))) == set(), page


@pytest.mark.slow
def test_a_page_has_the_same_figures_in_both_languages(pages):
    for page in pages:
        other = page.with_name(page.name.replace(".html", ".ko.html"))
        if other in pages and page.name != "index.html":
            assert numbers(page) == numbers(other), page


@pytest.mark.slow
def test_every_letter_of_a_page_is_in_the_typeface_that_it_carries(pages):
    for page in pages:
        assert lacking(shown(page.read_text("utf-8"))) == "", page


CUT = """() => {
  const found = [], box = e => e.getBoundingClientRect();
  document.querySelectorAll("details").forEach(one => one.open = true);
  for (const svg of document.querySelectorAll("svg.kc-chart")) {
    const whole = box(svg);
    const texts = [...svg.querySelectorAll("text")].map(e => [e.textContent, box(e)])
      .filter(([said, r]) => r.width);  // a map has words that stand only on a phone or a desk
    texts.forEach(([said, r], n) => {
      if (r.left < whole.left - 1 || r.right > whole.right + 1
          || r.top < whole.top - 2 || r.bottom > whole.bottom + 2) found.push("cut: " + said);
      for (const [other, s] of texts.slice(n + 1)) {
        const across = Math.min(r.right, s.right) - Math.max(r.left, s.left);
        const down = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
        if (across > 1 && down > 0.35 * Math.min(r.height, s.height))
          found.push(`over each other: ${said} | ${other}`);
      }
    });
  }
  for (const part of document.querySelectorAll(".kc-card, .kc-card *, h1, h2, h3, figcaption"))
    if (getComputedStyle(part).display !== "inline" && part.scrollWidth > part.clientWidth + 1)
      found.push("too wide: " + part.textContent);
  for (const card of document.querySelectorAll(".kc-card")) {
    const whole = box(card);
    if ([...card.children].some(e => box(e).bottom > whole.bottom + 1))
      found.push("too high: " + card.textContent);
  }
  return found;
}"""
"""What is cut or lies over something else: the text of charts, headings and cards."""


@pytest.mark.browser
@pytest.mark.slow
def test_no_text_is_cut_or_covered_in_a_chart_a_heading_or_a_card_on_phone_and_desk(pages, browser):
    page = browser.new_page()
    for path in pages:
        if path.name.endswith(".ko.html"):
            page.goto(path.as_uri())
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(CUT) == [], (path, width)
    page.close()


@pytest.mark.browser
def test_what_is_cut_or_covered_is_found(browser):
    """The search itself, on a page with one of each fault."""
    svg = '<svg class="kc-chart" width="200" height="60" style="overflow:visible">{}</svg>'
    faults = {
        "cut: 도시개발형 계획수립": svg.format('<text x="150" y="30">도시개발형 계획수립</text>'),
        "over each other: 신남방 | 신북방": svg.format(
            '<text x="20" y="30">신남방</text><text x="30" y="32">신북방</text>'
        ),
        "too wide: 긴제목": '<h2 style="width:20px;white-space:nowrap">긴제목</h2>',
        "too high: 1": '<div class="kc-card" style="height:9px"><h2>1</h2></div>',
    }
    page = browser.new_page()
    for fault, body in faults.items():
        page.set_content(f"<meta charset='utf-8'><style>*{{margin:0}}</style><body>{body}</body>")
        assert fault in page.evaluate(CUT), fault
    fine = svg.format('<text x="20" y="20">신남방</text><text x="20" y="50">신북방</text>')
    page.set_content(f"<meta charset='utf-8'><body>{fine}<h2>제목</h2></body>")
    assert page.evaluate(CUT) == []
    page.close()


def numbers(page):
    """The numbers of its tables; not amounts, which are counted in other powers of ten."""
    cells = re.findall(r'<td class="num">([^<]*)</td>', page.read_text("utf-8"))
    said = [unescape(one) for one in cells if not re.search("illion|won|억|만|원", one)]
    return sorted(re.sub(r"[^\d.–+−]", "", re.sub(r" to |~", "–", one)) for one in said)
