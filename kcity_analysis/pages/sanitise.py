"""What may stand in a page: fragments, Markdown and plain text, each made harmless.

The notebooks' own fragments escape what they print. This is the second layer, and the only one for
what an analyst displays in a cell of their own: an allowlist of elements and attributes, links that
are links, no path of this machine, no character that turns the reading direction round.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_HTML = """
a abbr b bdi blockquote br caption code col colgroup dd del details dfn div dl dt em figcaption
figure h2 h3 h4 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary
sup table tbody td tfoot th thead time tr u ul var wbr
"""
_SVG = """
svg g path rect circle ellipse line polyline polygon text tspan title desc defs use clipPath symbol
pattern linearGradient stop marker
"""
_ATTRIBUTES = {
    "*": "class id role title lang dir tabindex style "
    "aria-label aria-labelledby aria-describedby aria-hidden",
    "a": "href download",
    "img": "src alt width height",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan scope headers abbr",
    "col": "span",
    "ol": "start",
    "li": "value",
    "time": "datetime",
    "details": "open",
}
_SVG_ATTRIBUTES = """
x y x1 x2 y1 y2 cx cy r rx ry dx dy d points width height viewBox preserveAspectRatio transform fill
fill-opacity fill-rule clip-rule
stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path text-anchor dominant-baseline
font-size font-family font-weight font-style letter-spacing offset stop-color stop-opacity
patternUnits patternTransform gradientUnits gradientTransform href xlink:href focusable textLength
vector-effect paint-order shape-rendering text-rendering markerWidth markerHeight refX refY orient
"""
_STYLES = """
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path text-anchor dominant-baseline
font font-size font-family font-weight font-style white-space color background-color text-align
width max-width height letter-spacing paint-order stop-color stop-opacity vector-effect
"""

# Controls that reorder the text around them (marks, embeddings, overrides, isolates), and the
# characters that no page may hold. Shown as U+FFFD, so that a reader sees something was there.
_CONTROLS = dict.fromkeys(
    [
        *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C,
        *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF,
    ],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip

# A folder and all that leads to it, on Unix or Windows: what stays is the file's own name. Within
# quotes it may hold blanks. A web address is matched first, to be left alone.
_FOLDERS = re.compile(
    r"(https?://\S+)"
    r"|(?<=['\"])(?:file://)?(?:~|[A-Za-z]:)?/[^'\"\n]*/(?=[^/'\"\n])"
    r"|(?<![\w/.:<])(?:file://)?(?:~|[A-Za-z]:)?(?:/[^\s/'\"<>|:*?,;()]+)+/(?=[^\s/'\"<>])"
    r"|(?<![\w/.:<])~/(?=[^\s/'\"<>])"
    r"|(?<!\w)(?:[A-Za-z]:|\\)\\(?:[^\\\n/'\"<>|:*?]+\\)+"
)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def plain(text: object) -> str:
    """Text as a page may print it: no terminal colours, folders or direction controls; '' for None.

    It is not escaped.

    >>> plain("No such file: '/home/someone/2021/register.csv'")
    "No such file: 'register.csv'"
    >>> plain("see https://example.org/a/b.html, 24/80 and Kenya/Nairobi")
    'see https://example.org/a/b.html, 24/80 and Kenya/Nairobi'
    """
    said = "" if text is None else str(text)
    return _FOLDERS.sub(lambda match: match[1] or "", _ANSI.sub("", said)).translate(_CONTROLS)


def fragment(html: str) -> str:
    """HTML with nothing but the elements, attributes and links a report uses.

    ``<script>`` and ``<style>`` go with what they hold; other unknown elements leave their text.

    >>> fragment('<p onclick="x()">a <a href="javascript:x()">b</a><script>x()</script></p>')
    '<p>a <a rel="noreferrer">b</a></p>'
    """
    return _cleaner().clean(html).translate(_CONTROLS)


def markdown(source: str) -> str:
    """Markdown as HTML. HTML within it is shown as text; ``##`` headings get an ``id``.

    >>> markdown("## By region")
    '<h2 id="by-region">By region</h2>'
    >>> markdown("<b>x</b>").strip()
    '<p>&lt;b&gt;x&lt;/b&gt;</p>'
    """
    return fragment(_markdown()(source)).strip()


@cache
def _cleaner() -> Any:
    import nh3

    attributes = {tag: set(names.split()) for tag, names in _ATTRIBUTES.items()}
    for tag in _SVG.split():
        attributes[tag] = attributes.get(tag, set()) | set(_SVG_ATTRIBUTES.split())
    return nh3.Cleaner(
        tags={*_HTML.split(), *_SVG.split()},
        attributes=attributes,
        attribute_filter=_link,
        clean_content_tags={"script", "style", "iframe", "object", "template", "noscript"},
        filter_style_properties=set(_STYLES.split()),
        link_rel="noreferrer",
        url_schemes={"http", "https", "data"},
    )


def _link(tag: str, attribute: str, value: str) -> str | None:
    """A link may go to the web, a place in the page or its figures; a drawing only into itself."""
    if attribute in ("href", "xlink:href"):
        allowed = ("#", "https://", "http://", "data:text/csv;base64,") if tag == "a" else ("#",)
        return value if value.startswith(allowed) else None
    if attribute == "src":
        return value if re.match(r"data:image/(png|jpeg|svg\+xml)[;,]", value) else None
    if attribute in ("style", "fill", "stroke", "clip-path") and "url(" in value:
        return value if re.fullmatch(r"[^(]*(url\(['\"]?#[\w-]+['\"]?\)[^(]*)+", value) else None
    return value


@cache
def _markdown() -> Any:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attributes: Any) -> str:
            level = min(max(level, 2), 4)
            anchor = f' id="{slug(text)}"' if level == 2 else ""
            return f"<h{level}{anchor}>{text}</h{level}>\n"

    return mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])


def slug(text: str) -> str:
    """A heading as an ``id``.

    >>> slug("What does <em>not</em> add up?")
    'what-does-not-add-up'
    """
    return re.sub(r"[^\w]+", "-", re.sub(r"<[^>]*>|&\w+;", "", text).lower()).strip("-") or "part"
