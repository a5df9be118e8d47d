import re
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from kcity_analysis.charts import typeface
from kcity_analysis.charts.typeface import drawable, drawing, missing, register

HANGUL_KS_X_1001 = [
    bytes([row, cell]).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
]


@pytest.fixture
def no_fonts_installed(monkeypatch):
    """matplotlib's list without one font of the machine: only its own DejaVu family is left."""
    own = Path(mpl.get_data_path()).resolve()
    manager = font_manager.fontManager
    bundled = [e for e in manager.ttflist if own in Path(e.fname).resolve().parents]
    monkeypatch.setattr(manager, "ttflist", bundled)
    manager._findfont_cached.cache_clear()
    yield
    manager._findfont_cached.cache_clear()


def save(text, file_format, weight="normal"):
    target = BytesIO()
    with drawing():
        figure = Figure(figsize=(4, 1))
        FigureCanvasAgg(figure)
        figure.text(0.05, 0.4, text, fontsize=20, fontweight=weight)
        metadata = {"Date": None} if file_format == "svg" else {}
        figure.savefig(target, format=file_format, metadata=metadata)
    return target.getvalue()


def test_both_weights_hold_every_hangul_syllable_of_ks_x_1001():
    assert len(HANGUL_KS_X_1001) == 2350
    for path in typeface.files().values():
        held = TTFont(path).getBestCmap()
        assert [c for c in HANGUL_KS_X_1001 if ord(c) not in held] == []


def test_the_signs_that_charts_use_are_in_the_typeface():
    held = TTFont(typeface.files()["Regular"]).getBestCmap()
    assert [c for c in "–—−×÷±≤≥→←↑↓·…•’“”₩%○●△▲□■€ éñç" if ord(c) not in held] == []


def test_the_fonts_are_small_and_their_licence_lies_beside_them():
    for path in typeface.files().values():
        assert path.stat().st_size < 1_300_000  # every syllable of Hangul
    assert "SIL OPEN FONT LICENSE Version 1.1" in (typeface.FONTS / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_hangul_is_drawn_as_paths_in_svg_without_an_installed_font(no_fonts_installed, weight):
    svg = save("케이시티 네트워크", "svg", weight).decode()
    assert "<text" not in svg
    drawn = set(re.findall(r'<path id="([^"]+)"', svg))
    name = "Bold" if weight == "bold" else "Regular"
    ours = {glyph for glyph in drawn if glyph.startswith(f"KCitySansKR-{name}")}
    assert len(ours) == len(set("케이시티 네트워크"))


def test_hangul_is_drawn_in_png_and_two_words_look_different(no_fonts_installed):
    def ink(text):
        return np.asarray(Image.open(BytesIO(save(text, "png"))).convert("L")) < 128

    seoul, busan, box = ink("서울"), ink("부산"), ink("□□")
    assert seoul.sum() > 200
    assert (seoul != busan).sum() > 100
    assert (seoul != box).sum() > 100


def test_letters_beyond_the_subset_come_from_the_fallback(no_fonts_installed):
    svg = save("Łódź 서울", "svg").decode()
    assert "DejaVuSans" in svg
    assert "KCitySansKR-Regular" in svg


def test_the_same_text_gives_the_same_svg():
    assert save("접수 80건", "svg") == save("접수 80건", "svg")


@pytest.mark.parametrize("file_format", ["svg", "png"])
def test_a_missing_glyph_is_an_error(no_fonts_installed, file_format):
    with pytest.raises(UserWarning, match="missing from"):
        save("漢", file_format)


def test_a_dollar_sign_is_no_formula():
    assert save("$\\frac{1}{2", "svg")


def test_importing_and_drawing_leave_the_settings_as_they_were():
    before = dict(mpl.rcParams)
    save("서울", "svg")
    assert dict(mpl.rcParams) == before


def test_registering_twice_lists_the_fonts_once():
    register()
    register()
    listed = [e.fname for e in font_manager.fontManager.ttflist if e.name == typeface.FAMILY]
    assert len(listed) == len(set(listed)) == 2


def test_missing_names_each_absent_character_once():
    assert missing("漢城漢 서울") == "漢城"
    assert missing("서울 Seoul — 80건, 38.8% ↑ ₩") == ""


def test_decomposed_hangul_is_composed():
    assert drawable("\u1109\u1165\u110b\u116e\u11af") == "서울"


def test_reversing_and_invisible_marks_are_dropped_and_white_space_is_one_space():
    assert drawable("a\u202eb\u200bc\u2066d\ufeff") == "abcd"
    assert drawable("a\r\n\tb\u00a0 c\x07") == "a b c"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_whatever_the_text_what_drawable_returns_can_be_drawn(text):
    shown = drawable(text)
    assert missing(shown) == ""
    assert "\n" not in shown
    assert drawable(shown) == shown


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_a_width_is_the_sum_of_the_advances_in_the_font_file(weight):
    font = TTFont(typeface.files()[weight])
    names, advances = font.getBestCmap(), font["hmtx"]
    for text in ("New Southern, 35", "신남방 35건", "접수 국가 수", "−4 to +6 %"):
        written = sum(advances[names[ord(c)]][0] for c in text) / font["head"].unitsPerEm
        assert typeface.text_width(text, 12, weight == "Bold") == pytest.approx(
            12 * written, abs=0.01
        )


def test_a_letter_that_the_typeface_lacks_still_takes_room():
    assert typeface.text_width("ł", 10) > 5
