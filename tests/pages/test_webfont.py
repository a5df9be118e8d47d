"""A page holds the Hangul glyphs it uses and no others; one that is missing is an error."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from kcity_analysis.pages import webfont


def test_the_font_holds_just_the_characters_asked_for():
    rule = webfont.font_face(webfont.hangul("국토교통부, 국토"))
    data = b64decode(re.search(r"base64,([^)]+)", rule)[1])
    with TTFont(BytesIO(data)) as font:
        assert font.flavor == "woff2"
        assert {chr(code) for code in font.getBestCmap()} == set("국토교통부")


def test_the_same_characters_give_the_same_bytes():
    first = webfont.font_face("가나")
    webfont.font_face.cache_clear()
    assert webfont.font_face("가나") == first


def test_ten_syllables_weigh_less_than_six_kilobytes():
    assert len(webfont.font_face(webfont.hangul("국토교통부스마트시티"))) < 6_000


def test_a_syllable_that_the_font_lacks_is_an_error_that_names_it():
    with pytest.raises(webfont.MissingGlyphError, match=r"똠 \(U\+B620\)"):
        webfont.font_face("똠")
