"""A drawn matplotlib figure -> one inline SVG element that follows the page's colours."""

from __future__ import annotations

import hashlib
import io
import re
from html import escape

from matplotlib.figure import Figure

from kcity_analysis.charts.colours import VARIABLES
from kcity_analysis.charts.layout import WIDTH

_COLOUR = re.compile("|".join(map(re.escape, VARIABLES)), re.IGNORECASE)


def inline_svg(figure: Figure, title: str, description: str) -> str:
    """The figure as an ``<svg>`` to put into a page: named, described, themed and small.

    Colours of :mod:`charts.colours` become variables of the page with the light colour as
    what is used where a page does not set them. Text is drawn as outlines, so that it looks the
    same on any machine; ``title`` and ``description`` are what a screen reader says instead. The
    same figure gives the same bytes, and identifiers are the figure's own, so that several fit on
    one page.
    """
    with io.StringIO() as drawn:
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
        text = drawn.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = (
        re.sub(r' (?:xmlns(?::\w+)?|version|width|height)="[^"]*"', "", text[: text.index(">")])
        + (text[text.index(">") :])
    )
    text = text.replace("xlink:href", "href")
    text = re.sub(r"\d+\.\d{3,}", _rounded, text)
    text = re.sub(r"\s*\n\s*", " ", text).replace("> <", "><")
    text = _COLOUR.sub(lambda found: f"var({VARIABLES[found[0].lower()]},{found[0].lower()})", text)
    name = "f" + hashlib.sha256((title + description + text).encode()).hexdigest()[:8]
    text = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", text)
    size = "kc-chart" if figure.get_figwidth() <= WIDTH else "kc-chart kc-wide-chart"
    head = (
        f'<svg class="{size}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'xmlns="http://www.w3.org/2000/svg" '
    )
    named = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    text = text.replace("<svg ", head, 1)
    return text.replace(">", ">" + named, 1).strip()


def _rounded(number: re.Match[str]) -> str:
    """Two decimals, but four below 1: rounded, the scale of text lets its letters collide."""
    value = float(number[0])
    return f"{value:.{2 if value >= 1 else 4}f}".rstrip("0").rstrip(".")
