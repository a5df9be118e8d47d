"""The typeface within a page: the same on any machine, in the letters that it uses.

What almost every page needs is cut once and lies in ``cut/``: Latin with the signs and names of the
catalogue and the data, and the syllables of their Korean. ``tools/vendor.py webfonts`` makes both
again; what a page has beyond them is cut out for that page.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from kcity_analysis.charts import typeface

_WEIGHTS = {"Regular": 400, "Bold": 700}
CUT = Path(__file__).with_name("cut")
PARTS = ("latin", "hangul")
FEW = 60
"""Letters that weigh less than the whole of a part that is ready cut."""


def font_faces(text: str) -> str:
    """The CSS rules with WOFF2 fonts for ``text``, in both weights; the same bytes every time.

    Letters that the typeface lacks are left to the reader's own fonts: see :func:`lacking`.
    """
    found = set(text) & _characters()
    # An English page may name its Korean one: a few letters are cut for themselves.
    parts = ["latin", *(one for one in PARTS[1:] if len(found & set(_letters(one))) > FEW)]
    ready = "".join(map(_ready, parts))
    rest = found.difference(*map(_letters, parts))
    return ready + (_faces("".join(sorted(rest))) if rest else "")


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
def _letters(part: str) -> str:
    """The characters of a part that is ready cut."""
    return (CUT / f"{part}.txt").read_text("utf-8").strip("\n")


@cache
def _ready(part: str) -> str:
    cuts = {weight: (CUT / f"{part}-{weight}.woff2").read_bytes() for weight in _WEIGHTS}
    return _rules(_letters(part), cuts)


@cache
def _faces(characters: str) -> str:
    return _rules(characters, {weight: cut(characters, weight) for weight in _WEIGHTS})


def _rules(characters: str, cuts: Mapping[str, bytes]) -> str:
    spans = _ranges(map(ord, characters))
    return "".join(
        f'@font-face{{font-family:"{typeface.FAMILY}";font-weight:{_WEIGHTS[weight]};'
        f"unicode-range:{spans};src:url(data:font/woff2;base64,{b64encode(font).decode()}) "
        f'format("woff2")}}'
        for weight, font in cuts.items()
    )


def cut(characters: str, weight: str) -> bytes:
    """A WOFF2 font of just these characters, in the weight "Regular" or "Bold"."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with TTFont(typeface.files()[weight], recalcTimestamp=False, lazy=True) as font:
        options = subset.Options(
            flavor="woff2",
            hinting=False,
            layout_features=[],
            name_IDs=[],
            notdef_outline=False,
            desubroutinize=True,  # what compresses by itself compresses better
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        buffer = BytesIO()
        font.save(buffer, reorderTables=None)
    return buffer.getvalue()


def _ranges(codes: Iterable[int]) -> str:
    """Code points as CSS writes their ranges.

    >>> _ranges([0x41, 0x42, 0x43, 0x2013])
    'U+41-43,U+2013'
    """
    ordered = sorted(codes)
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1), len(ordered)]
    spans = [(ordered[start], ordered[end - 1]) for start, end in pairwise(breaks)]
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
