"""A Korean page speaks Korean: what stays in Latin letters are names, units and identifiers."""

import re
from html import unescape

import pytest
from babel.messages.pofile import read_po

import kcity_analysis as kc
from kcity_analysis.evidence import sources
from kcity_analysis.vocabulary.catalogue import LOCALE

KEPT = {
    "CSV", "SVG", "K-City", "Network", "English", "KIND", "KAIA", "MOLIT", "Natural", "Earth",
    "Equal", "kcity-analysis", "p", "G2G", "AI", "MP", "F/S", "S", "F", "G", "ESE", "LoRa", "Rino",
    "C-ITS", "ITS", "CCTV", "AIoT", "AR", "VR", "IoT", "SDS", "LG", "CNS", "K-water", "KT", "SK",
    "Pre-F", "D", "ODA", "BIM", "GIS", "EV", "UAM", "ICT", "PPP", "MOU", "URL",
}  # fmt: skip
"""Names, abbreviations that Korean writes so, and the words for files and languages."""


def shown(page):
    """What a reader sees or hears of a page; not its sources, quotations, code and other pages."""
    body = re.sub(
        r"<style.*?</style>|<pre.*?</pre>|<footer.*?</footer>|<ol class=\"kc-sources\".*?</ol>"
        r"|<a [^>]*lang=\"en\".*?</a>|“.*?”",
        " ", page, flags=re.DOTALL,
    )  # fmt: skip
    spoken = " ".join(re.findall(r'(?:aria-label|alt)="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]*>", " ", body) + " " + spoken)


NOT_OURS = ["점검", "출처", "모순", "도출", "추론", "%포인트"] + ["유의 사항", "목록이 완전", "접수 국가 수"]
"""Words for which the style note has 검증, 자료, 불일치, 산출, 추정, %p, 유의사항, 명단, 신청국 수."""


def test_the_prose_keeps_to_the_words_of_the_style_note():
    with (LOCALE / "ko.po").open("rb") as file:
        said = [(str(one.context), str(one.string)) for one in read_po(file) if one.id]
    said = [one for one in said if not one[0].startswith(("register.", "draft."))]
    assert len(said) > 600
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
def test_no_english_is_left_on_a_korean_page_but_names(built):
    pages = [one for one in built.rglob("*.ko.html") if one.name != "index.ko.html"]
    assert len(pages) > 15
    names = set(re.findall("[A-Za-z-]+", " ".join(sources()["publisher_ko"])))
    found = {}
    for page in pages:
        text = shown(page.read_text("utf-8"))
        for word in re.findall(r"[A-Za-z][A-Za-z-]*(?:[0-9][A-Z])?", text):
            if word.rstrip("-") not in KEPT | names:
                found.setdefault(word, page.relative_to(built).as_posix())
    assert found == {}


@pytest.mark.slow
def test_no_korean_is_left_on_an_english_page_but_the_way_to_its_translation(built):
    for page in built.rglob("*.html"):
        if page.name.endswith(".ko.html"):
            continue
        body = re.sub(r"<style.*?</style>|<ol class=\"kc-sources\".*?</ol>|<pre.*?</pre>", " ",
                      page.read_text("utf-8"), flags=re.DOTALL)  # fmt: skip
        body = re.sub(r'<a [^>]*lang="ko".*?</a>', " ", body, flags=re.DOTALL)
        assert set(re.findall("[가-힣]+", unescape(re.sub(r"<[^>]*>", " ", body)))) == set(), page


@pytest.mark.slow
def test_a_page_has_the_same_figures_in_both_languages(built):
    for page in built.rglob("*.ko.html"):
        other = page.with_name(page.name.replace(".ko.html", ".html"))
        if page.name == "index.ko.html" or not other.exists():
            continue
        assert numbers(page) == numbers(other), page


def numbers(page):
    """The numbers of its tables; not amounts, which are counted in other powers of ten."""
    cells = re.findall(r'<td class="num">([^<]*)</td>', page.read_text("utf-8"))
    said = [unescape(one) for one in cells if not re.search("illion|won|억|만|원", one)]
    return sorted(re.sub(r"[^\d.–+−]", "", re.sub(r" to |~", "–", one)) for one in said)
