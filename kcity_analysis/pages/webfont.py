"""The typeface within a page: the same on any machine, in just the letters that it uses."""

from __future__ import annotations

import string
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import unescape
from io import BytesIO
from itertools import pairwise

from kcity_analysis.charts import typeface

_WEIGHTS = {"Regular": 400, "Bold": 700}
# What almost every page needs, so that it is made once; a page's other letters come beside it.
_ALWAYS = string.printable.strip() + " –—‘’“”…·×−±≤≥≠≈→₩●○"


def font_faces(text: str) -> str:
    """The CSS rules with WOFF2 fonts for ``text``, in both weights; the same bytes every time.

    Letters that the typeface lacks are left to the reader's own fonts: see :func:`lacking`.
    """
    known = _characters()
    rest = "".join(sorted(c for c in set(text) - set(_ALWAYS) if c in known))
    return _faces(_ALWAYS) + (_faces(rest) if rest else "")


def lacking(text: str) -> str:
    """The visible characters of a text that the typeface lacks, each once, in code point order.

    >>> lacking("접수 Nairobi 똠 漢字 \\U0001f600")
    '字漢😀'
    """
    unseen = ("C", "M", "Z")  # controls and marks by their category; blanks
    missing = set(unescape(text)) - _characters()
    return "".join(sorted(c for c in missing if not unicodedata.category(c).startswith(unseen)))


@cache
def _characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(typeface.files()["Regular"], recalcTimestamp=False, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _faces(characters: str) -> str:
    spans = _ranges(map(ord, characters))
    return "".join(
        f'@font-face{{font-family:"{typeface.FAMILY}";font-weight:{number};unicode-range:{spans};'
        f'src:url(data:font/woff2;base64,{_subset(characters, weight)}) format("woff2")}}'
        for weight, number in _WEIGHTS.items()
    )


def _subset(characters: str, weight: str) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with TTFont(typeface.files()[weight], recalcTimestamp=False, lazy=True) as font:
        options = subset.Options(
            flavor="woff2", hinting=False, layout_features=[], name_IDs=[], notdef_outline=False
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        buffer = BytesIO()
        font.save(buffer, reorderTables=None)
    return b64encode(buffer.getvalue()).decode()


def _ranges(codes: Iterable[int]) -> str:
    """Code points as CSS writes their ranges.

    >>> _ranges([0x41, 0x42, 0x43, 0x2013])
    'U+41-43,U+2013'
    """
    ordered = sorted(codes)
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1), len(ordered)]
    spans = [(ordered[start], ordered[end - 1]) for start, end in pairwise(breaks)]
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
