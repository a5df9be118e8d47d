"""A drawn matplotlib figure -> one inline SVG element that follows the page's colours."""

from __future__ import annotations

import hashlib
import io
import re
from functools import lru_cache
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from kcity_analysis.charts.colours import SURFACE, VARIABLES
from kcity_analysis.charts.layout import NAME, NARROW, WIDE, WIDTH
from kcity_analysis.charts.typeface import FAMILY, drawing, line_box, missing, text_box

_HALO = (
    f"paint-order:stroke;stroke:{SURFACE};stroke-opacity:.65;stroke-width:2.2px;"
    "stroke-linejoin:round"
)
"""Around a name, so that it can be read on whatever colour."""

_COLOUR = re.compile("|".join(map(re.escape, VARIABLES)), re.IGNORECASE)
_FAMILY = re.compile(r"font-family: [^;\"]*; ")
_UNUSED = re.compile(
    r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</defs>"
    r'|<path d="[^"]*" style="fill: none"/>',
    re.DOTALL,
)
"""What a page has no use for: who drew it, a rule for all that the page has, the ground."""


def inline_svg(figure: Figure, title: str, description: str) -> str:
    """The figure as an ``<svg>`` to put into a page: named, described, themed and small.

    Colours of :mod:`charts.colours` become variables of the page with the light colour as what is
    used where a page does not set them. Text is text, in the family :data:`charts.FAMILY`,
    which the page has to carry. ``title`` and ``description`` are what a screen reader says.
    What a figure shows on a narrow screen alone is of the class ``kc-on-narrow``, what it leaves
    out there of ``kc-on-wide``. The same figure gives the same bytes, and identifiers are the
    figure's own, so that several fit on one page.
    """
    narrow = [artist for artist in (*figure.texts, *figure.artists) if artist.get_gid() == NARROW]
    for artist in narrow:
        artist.set_visible(True)
    text = _drawn(figure)
    for artist in narrow:
        artist.set_visible(False)
    text = text[text.index("<svg") :]
    text = _UNUSED.sub("", text)
    text = (
        re.sub(r' (?:xmlns(?::\w+)?|version|width|height)="[^"]*"', "", text[: text.index(">")])
        + (text[text.index(">") :])
    )
    text = text.replace("xlink:href", "href")
    text = _FAMILY.sub("", text)
    text = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", text)
    text = re.sub(r'(?<=<path d=")[MLz\d.\s-]{200,}(?=")', lambda found: _shorter(found[0]), text)
    text = _rounded(text).replace("> <", "><")
    text = re.sub(rf'<g id="({NARROW}|{WIDE}|{NAME})">', r'<g class="\1">', text)
    text = text.replace(f'class="{NARROW}"', f'class="{NARROW}" opacity="0"')
    text = text.replace(f'class="{NAME}"', f'class="{NAME}" style="{_HALO}"')
    text = _together(text)
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    kept = {one or other for one, other in used}
    text = re.sub(r' id="([^"]+)"', lambda own: own[0] if own[1] in kept else "", text)
    text = re.sub(r"<g>(<(?:path|text)[^>]*(?:/>|>[^<]*</(?:path|text)>))</g>", r"\1", text)
    text = _COLOUR.sub(lambda found: f"var({VARIABLES[found[0].lower()]},{found[0].lower()})", text)
    name = "f" + hashlib.sha256((title + description + text).encode()).hexdigest()[:8]
    text = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", text)
    size = "kc-chart" if figure.get_figwidth() <= WIDTH else "kc-chart kc-wide-chart"
    head = (
        f'<svg class="{size}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FAMILY}, sans-serif" stroke-linejoin="round" '
        f'xmlns="http://www.w3.org/2000/svg" '
    )
    named = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    text = text.replace("<svg ", head, 1)
    return text.replace(">", ">" + named, 1).strip()


class _Renderer(RendererSVG):
    """matplotlib's, which asks the typeface for each letter once, not for every text."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        if ismath or prop.get_family()[0] != FAMILY or missing(s):
            return super().get_text_width_height_descent(s, prop, ismath)
        return text_box(s, prop.get_size_in_points(), _is_bold(prop))

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        scale = prop.get_size_in_points()
        ascent, descent, gap = line_box(_is_bold(prop))
        return ascent * scale, descent * scale, gap * scale


def _is_bold(prop: FontProperties) -> bool:
    return prop.get_weight() in ("bold", 700)


def _drawn(figure: Figure) -> str:
    """The figure as matplotlib writes it, its text as text, without a ground."""
    dpi, ground = figure.dpi, figure.get_facecolor()
    width, height = figure.get_size_inches() * 72
    with drawing(), mpl.rc_context({"svg.fonttype": "none"}), io.StringIO() as file:
        figure.dpi = 72
        figure.set_facecolor("none")
        try:
            renderer = _Renderer(width, height, file, image_dpi=dpi,
                                 metadata={"Date": None, "Creator": None})  # fmt: skip
            figure.draw(renderer)
            renderer.finalize()
            return file.getvalue()
        finally:
            figure.dpi = dpi
            figure.set_facecolor(ground)


_ALIKE = re.compile(r'<use [^>]*?( style="[^"]*")/>\s*(?:<use [^>]*?\1/>\s*)+')
_TWO_NAMES = re.compile(
    rf'(<g class="[^"]*" style="{re.escape(_HALO)}">)((?:(?!</?g\b).)*)</g>\s*\1'
)


_STEP = 8


def _together(text: str) -> str:
    """What is said once for many marks, or names, of one look that stand together.

    >>> _together('<use x="1" style="fill:red"/><use x="2" style="fill:red"/>')
    '<g style="fill:red"><use x="1"/><use x="2"/></g>'
    """
    text = _ALIKE.sub(lambda found: f"<g{found[1]}>{found[0].replace(found[1], '')}</g>", text)
    merged = 1
    while merged:
        text, merged = _TWO_NAMES.subn(r"\1\2", text)
    return text


@lru_cache(maxsize=256)
def _shorter(path: str) -> str:
    """Outlines from corner to corner, in tenths of a point, which takes two thirds of the bytes.

    A corner nearer to the last one than :data:`_STEP` tenths is left out: no eye finds it.
    Those of the world are the same on every map.

    >>> _shorter("M 1.5 2 L 1.2 14 z M 3 3 L 4 4" + " L 4 4" * 30)
    'm1.5 2l-.3 12zm1.5 1l1 1'
    """
    path = _rounded(path)
    if len(path) < 200:
        return path
    said = []
    last = start = (0, 0)
    for command, x, y in re.findall(r"([MLz]) ?(?:(-?[\d.]+) (-?[\d.]+))?", path):
        if command == "z":
            said.append("z")
            last = start
            continue
        here = (round(float(x) * 10), round(float(y) * 10))
        if command == "L" and max(abs(here[0] - last[0]), abs(here[1] - last[1])) < _STEP:
            continue
        across, down = _tenths(here[0] - last[0]), _tenths(here[1] - last[1])
        said.append(f"{command.lower()}{across} {down}".replace(" -", "-"))
        start = here if command == "M" else start
        last = here
    return "".join(said)


def _tenths(number: int) -> str:
    """A number of tenths, as short as SVG allows."""
    return f"{number / 10:g}".replace("0.", ".") if abs(number) < 10 else f"{number / 10:g}"


def _rounded(text: str) -> str:
    """A text on one line, its numbers rounded: to two decimals, but to four below 1, where the
    scale of text would let its letters collide.
    """
    return re.sub(r"\s*\n\s*", " ", re.sub(r"\d+\.\d{3,}", _round, text))


def _round(number: re.Match[str]) -> str:
    value = float(number[0])
    return f"{value:.{2 if value >= 1 else 4}f}".rstrip("0").rstrip(".")
