"""A page carries its typeface in the letters it uses, and what is missing is known."""

import re
import subprocess
import sys
from base64 import b64decode
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from kcity_analysis.charts import typeface
from kcity_analysis.pages import webfont
from kcity_analysis.vocabulary.catalogue import OFF_PAGE

PROJECT = Path(__file__).resolve().parents[2]


def fonts(text):
    rules = re.findall(r"@font-face{.*?}", webfont.font_faces(text))
    for rule in rules:
        weight = re.search(r"font-weight:(\d+)", rule)[1]
        spans = re.search(r"unicode-range:([^;]*)", rule)[1]
        with TTFont(BytesIO(b64decode(re.search(r"base64,([^)]+)", rule)[1]))) as font:
            assert font.flavor == "woff2"
            yield weight, spans, {chr(code) for code in font.getBestCmap()}


def test_a_page_has_what_is_cut_once_for_all_and_beside_it_just_its_other_letters():
    ready = webfont._letters("hangul")
    found = list(fonts("국토 꿿 뷁" + ready))
    assert [one[0] for one in found] == ["400", "700"] * 3
    latin, bold, hangul, _, rest, bold_rest = (one[2] for one in found)
    assert latin == bold and set("Aa0., –“") <= latin
    assert set("국토접수선정") <= hangul and not hangul & latin
    assert rest == bold_rest == set("꿿뷁")


def test_a_page_without_hangul_carries_no_hangul():
    assert len(list(fonts("Applications, 2021"))) == 2


def test_whatever_a_page_says_from_the_catalogues_and_the_data_is_cut_once_for_all_pages():
    """After a translation with a letter of its own: python tools/vendor.py webfonts."""
    # The marks of registers are read, and stand on no page.
    files = [f for f in (PROJECT / "data").rglob("*.csv") if f.name != "register_words.csv"]
    said = {letter for file in files for letter in file.read_text("utf-8")}
    for language in ("en", "ko"):
        with (PROJECT / f"kcity_analysis/vocabulary/locale/{language}.po").open("rb") as file:
            for one in read_po(file):
                # What commands say, drafts and workbooks are made of, stands on no page.
                if not str(one.context).startswith(OFF_PAGE):
                    said |= set(str(one.id) + str(one.string)) if one.id else set()
    said = {one for one in said if one.isprintable()}
    ready = set("".join(map(webfont._letters, webfont.PARTS)))
    assert said - set(webfont.lacking("".join(said))) <= ready


def test_a_page_with_a_few_letters_of_hangul_carries_just_these():
    few = webfont.font_faces("Applications received 한국어")
    assert len(few) < len(webfont.font_faces("Applications received")) + 3_000
    assert "U+D55C" in few


def test_every_letter_has_one_rule_by_its_range():
    for _, spans, letters in fonts("국토 가각갂"):
        covered = set()
        for span in spans.removeprefix("U+").split(",U+"):
            first, _, last = span.partition("-")
            covered |= set(range(int(first, 16), int(last or first, 16) + 1))
        assert covered == set(map(ord, letters))


def test_the_same_characters_give_the_same_bytes():
    script = "from kcity_analysis.pages import webfont; print(webfont.font_faces('가나'), end='')"
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert again.stdout == webfont.font_faces("가나")


def test_the_typeface_of_an_english_page_weighs_less_than_25_kilobytes():
    assert len(webfont.font_faces("Applications received")) < 25_000


def test_the_typeface_of_a_korean_page_weighs_less_than_150_kilobytes():
    assert len(webfont.font_faces("국토교통부스마트시티")) < 150_000


def test_every_syllable_of_hangul_is_there():
    assert webfont.lacking("".join(map(chr, range(0xAC00, 0xD7A4)))) == ""


def test_what_the_typeface_lacks_is_named_once_in_order_and_blanks_and_marks_are_not():
    assert webfont.lacking("漢 ł漢\u200b\u0338\ufffd &lt;&#x5b57;") == "ł字漢\ufffd"


def test_digits_are_of_one_width_in_both_weights():
    for weight in ("Regular", "Bold"):
        with TTFont(typeface.files()[weight]) as font:
            names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
            assert len({font["hmtx"][name][0] for name in names}) == 1
