"""Hangul in a page on a machine without Korean fonts: just the glyphs used, inside the page."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from io import BytesIO

from kcity_analysis.charts import FONTS

FONT = FONTS / "KCitySansKR-Regular.otf"
FAMILY = "KC Hangul"

_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]")


class MissingGlyphError(LookupError):
    """The vendored font cannot draw a syllable that a page needs."""


def hangul(text: str) -> str:
    """The Hangul characters of a text, each once, in code point order.

    >>> hangul("나이로비 Nairobi 나")
    '나로비이'
    """
    return "".join(sorted(set(_HANGUL.findall(text))))


def drawable(characters: str) -> str:
    """Those of the characters that the vendored font has."""
    from fontTools.ttLib import TTFont

    with TTFont(FONT, recalcTimestamp=False, lazy=True) as font:
        known = font.getBestCmap()
        return "".join(c for c in characters if ord(c) in known)


@cache
def font_face(characters: str) -> str:
    """The CSS rule with a WOFF2 font of exactly ``characters``; the same bytes every time.

    Raises :class:`MissingGlyphError` if the vendored font lacks one of them.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with TTFont(FONT, recalcTimestamp=False, lazy=True) as font:
        missing = [c for c in characters if ord(c) not in font.getBestCmap()]
        if missing:
            codes = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
            raise MissingGlyphError(f"{FONT.name} has no glyph for {codes}")
        options = subset.Options(
            flavor="woff2", hinting=False, layout_features=[], name_IDs=[], notdef_outline=False
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        buffer = BytesIO()
        font.save(buffer, reorderTables=None)
    data = b64encode(buffer.getvalue()).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";unicode-range:U+1100-11FF,U+3131-318E,U+A960-A97F,'
        f'U+AC00-D7FF;src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )
