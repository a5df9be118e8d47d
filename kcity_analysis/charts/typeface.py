"""The typeface of figures: Hangul and Latin on a machine that has no Korean font.

Two weights of a subset of Noto Sans KR lie in ``kcity_analysis/fonts`` (SIL Open Font Licence;
how they were made stands in the README there). Where they lack a letter, matplotlib's own DejaVu
Sans draws it.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

FAMILY = "KCity Sans KR"
FALLBACK = "DejaVu Sans"
FONTS = Path(__file__).with_name("fonts")
NOT_DRAWABLE = "□"
_SYLLABLES = range(0xAC00, 0xD7A4)
UNDRAWN = {"Cc", "Cf", "Cs", "Co"}  # controls, formatting marks, surrogates, private use

SIZE = 10.2
"""Points, of all text in a chart: 9 px where a chart fills a phone of 390 px, 9 pt on A4."""

SETTINGS: Any = {
    "font.size": SIZE,
    "font.family": [FAMILY, FALLBACK],
    "svg.fonttype": "path",  # a file needs no font; inline_svg has text in place of it
    "svg.hashsalt": FAMILY,  # the same bytes for the same figure
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.formatter.use_mathtext": False,
}


def register() -> str:
    """Make both weights known to matplotlib, once a process, and return the family's name."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in files().values():
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
    return FAMILY


@contextmanager
def drawing() -> Iterator[None]:
    """Draw *and save* within this: the family is set, and a letter that no font has is an error.

    matplotlib only warns of a missing glyph, and only when the figure is saved; here the warning
    is raised. Give text from outside through `drawable` first, which leaves nothing to miss.
    """
    register()
    with mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph .* missing from")
        yield


def missing(text: str) -> str:
    """The characters of ``text`` that neither typeface can draw, each once, in their order.

    >>> missing("스마트시티 Kraków, ₩, 漢")
    '漢'
    """
    known = _characters()
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and c != "\n"))


def drawable(text: str) -> str:
    """``text`` as a figure can show it on one line.

    Decomposed Hangul is composed. Controls, and the marks that reverse or hide text, are dropped;
    any white space is one space; what no typeface has is shown as a box, never silently left out.

    >>> drawable("Nusantara\\u202e 漢城")
    'Nusantara □□'
    """
    spaced = "".join(" " if c.isspace() else c for c in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in UNDRAWN)
    seen = " ".join(unicodedata.normalize("NFC", kept).split())
    absent = missing(seen)
    return seen.translate({ord(c): NOT_DRAWABLE for c in absent})


@cache
def _advances(bold: bool) -> dict[int, float]:
    """Code point -> advance width, as a share of the size of the type; one syllable for all."""
    font = FT2Font(str(files()["Bold" if bold else "Regular"]))
    font.set_size(100, 72)
    codes = font.get_charmap().keys() - set(_SYLLABLES[1:])
    return {code: font.load_char(code).linearHoriAdvance / 6_553_600 for code in codes}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in points, from the advance widths of the typeface.

    A syllable of Hangul is as wide as any other. Letters that the typeface lacks are taken as wide
    as its widest Latin ones.

    >>> text_width("가나", 10) == 2 * text_width("가", 10)
    True
    """
    known = _advances(bold)
    codes = (_SYLLABLES[0] if code in _SYLLABLES else code for code in map(ord, text))
    return size * sum(known.get(code, 0.9) for code in codes)


def text_box(text: str, size: float, bold: bool = False) -> tuple[float, float, float]:
    """Width, height and depth below its line of a text in points, as matplotlib measures them."""
    letters = [_box(letter, bold) for letter in text]
    up, down = (max((one[at] for one in letters), default=0.0) for at in (1, 2))
    return size * sum(one[0] for one in letters), size * (up + down), size * down


@cache
def _box(letter: str, bold: bool) -> tuple[float, float, float]:
    """Width, height above the line and depth below it, as shares of the size of the type."""
    look = FontProperties(family=[FAMILY, FALLBACK], weight="bold" if bold else "normal", size=1)
    width, height, depth = TextToPath().get_text_width_height_descent(letter, look, False)
    return width, height - depth, depth


@cache
def line_box(bold: bool) -> tuple[float, float, float]:
    """Ascent, descent and gap of a line of text, as shares of the size of the type."""
    font = FT2Font(str(files()["Bold" if bold else "Regular"]))
    lines: Any = font.get_sfnt_table("OS/2")
    head: Any = font.get_sfnt_table("head")
    names = ("sTypoAscender", "sTypoDescender", "sTypoLineGap")
    ascent, descent, gap = (lines[name] / head["unitsPerEm"] for name in names)
    return ascent, -descent, gap


def files() -> dict[str, Path]:
    """Weight (Regular, Bold) -> the file of the typeface."""
    name = FAMILY.replace(" ", "")
    return {weight: FONTS / f"{name}-{weight}.otf" for weight in ("Regular", "Bold")}


@cache
def _characters() -> frozenset[int]:
    fallback = font_manager.findfont(FALLBACK, fallback_to_default=False)
    ours = [FT2Font(str(path)).get_charmap() for path in files().values()]
    # a letter must be there in both of our weights, or a bold heading could miss it
    return frozenset((set(ours[0]) & set(ours[1])) | set(FT2Font(fallback).get_charmap()))
