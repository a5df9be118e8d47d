"""What may stand in a page: the page as a whole, and the pieces that strangers may have written.

The notebooks' own fragments escape what they print. :func:`page` is the layer that everything
passes last: an allowlist of elements, attributes and links over the whole body, after which nothing
changes it. :func:`fragment` comes before it, so that a piece that is not closed, or closes what it
did not open, cannot reach past its own place.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache, lru_cache, partial
from typing import Any, Literal
from unicodedata import normalize
from urllib.parse import quote, unquote

_HTML = """
a abbr b bdi blockquote br caption code col colgroup dd del details dfn div dl dt em figcaption
figure h2 h3 h4 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary
sup table tbody td tfoot th thead time tr u ul var wbr
"""
_SHELL = "main header footer nav h1 input label"
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
_SHELL_ATTRIBUTES = {"input": "type checked", "label": "for"}
_SVG_ATTRIBUTES = """
x y x1 x2 y1 y2 cx cy r rx ry dx dy d points width height viewBox preserveAspectRatio transform fill
fill-opacity fill-rule clip-rule
stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path text-anchor dominant-baseline
font-size font-family font-weight font-style letter-spacing offset stop-color stop-opacity
patternUnits patternTransform gradientUnits gradientTransform href xlink:href focusable textLength
vector-effect paint-order shape-rendering text-rendering markerWidth markerHeight refX refY orient
"""
_STYLED = frozenset(_SVG_ATTRIBUTES.split()) - {"href", "xlink:href"} | {"style"}
_STYLES = """
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path text-anchor dominant-baseline
font font-size font-family font-weight font-style white-space color background-color text-align
width max-width height letter-spacing paint-order stop-color stop-opacity vector-effect
"""

# What a style or a drawing may call. Everything else, such as image-set() or an escaped url(), asks
# for a file or could do so one day.
_CALLS = {"var", "rgb", "rgba", "hsl", "hsla", "calc", "url"} | {
    "matrix", "translate", "scale", "rotate", "skewx", "skewy",
}  # fmt: skip
_CALL = re.compile(r"([\w-]*)\s*\((?=([^)]*))")
_OWN_PLACE = re.compile(r"\s*(['\"]?)#[\w-]+\1\s*")
_PLACE = re.compile(r"#.*", re.DOTALL)
_WEB = re.compile(r"https?://.*", re.DOTALL)
_CSV = re.compile(r"data:text/csv;base64,[A-Za-z0-9+/=]*")
_PICTURE = "data:image/svg+xml,"
_QUOTED = re.compile(r"""="([^"']*)\"""")
_BLANK = re.compile(r"[^\S ]")
_XML = "xmlns='http://www.w3.org/2000/svg'"
_THEMED = re.compile(r"var\(--[\w-]+, ?(#[0-9a-fA-F]{3,8})\)")
_BESIDE = re.compile(r"(?!/)[\w.~%/-]+(#[\w-]*)?", re.ASCII)

# Controls that reorder the text around them (marks, embeddings, overrides, isolates), and the
# characters that no page may hold. Shown as U+FFFD, so that a reader sees something was there.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PIECE_OF_HANGUL = re.compile("[\u1100-\u11ff]")
_HANGUL_IN_PIECES = re.compile("[\uac00-\ud7a3]?[\u1100-\u11ff]+")


def plain(text: object) -> str:
    """Text as a page may print it: no terminal colours, no direction controls; '' for None.

    It is not escaped. Letters of Hangul are put together to syllables, which the typeface has.

    >>> plain("\\x1b[31mred\\x1b[0m"), plain(None), plain("\\u1112\\u1161\\u11ab")
    ('red', '', '한')
    """
    said = "" if text is None else str(text)
    return _normal(_ANSI.sub("", said))


def _normal(text: str) -> str:
    """Without controls, and Hangul composed: Hangul alone, so that no character of markup changes.

    (All of Unicode's composition would make ``≯`` of ``>`` and U+0338, and so open a tag.)
    """
    text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    if not _PIECE_OF_HANGUL.search(text):  # almost always, and found seven times as fast
        return text
    return _HANGUL_IN_PIECES.sub(lambda match: normalize("NFC", match[0]), text)


def fragment(html: str) -> str:
    """HTML with nothing but the elements, attributes and links a report uses.

    ``<script>`` and ``<style>`` go with what they hold; other unknown elements leave their text.

    >>> fragment('<p onclick="x()">a <a href="javascript:x()">b</a><script>x()</script></p>')
    '<p>a <a rel="noreferrer">b</a></p>'
    """
    # A control may be written as an entity, which is one only once it is read.
    return _normal(_cleaner("fragment").clean(_normal(html)))


def page(body: str) -> str:
    """The body of a page as it is written to its file: made harmless last, and as a whole.

    It may hold what a fragment may, and the page's own frame: its landmarks, its one switch, links
    to files that lie beside it.

    >>> page('<main><h1 onclick="x()">A</h1><a href="2021/a.html">b</a></main>')
    '<main><h1>A</h1><a href="2021/a.html" rel="noreferrer">b</a></main>'
    """
    return str(_cleaner("page").clean(_normal(body)))


def markdown(source: str) -> str:
    """Markdown as HTML. HTML within it is shown as text; ``##`` headings get an ``id``.

    >>> markdown("## By region")
    '<h2 id="by-region">By region</h2>'
    >>> markdown("<b>x</b>").strip()
    '<p>&lt;b&gt;x&lt;/b&gt;</p>'
    """
    return fragment(_markdown()(source)).strip()


@cache
def _cleaner(what: Literal["fragment", "page"]) -> Any:
    import nh3

    whole = what == "page"
    attributes = {tag: set(names.split()) for tag, names in _ATTRIBUTES.items()}
    if whole:
        attributes |= {tag: set(names.split()) for tag, names in _SHELL_ATTRIBUTES.items()}
    for tag in _SVG.split():
        attributes[tag] = attributes.get(tag, set()) | set(_SVG_ATTRIBUTES.split())
    return nh3.Cleaner(
        tags={*_HTML.split(), *_SVG.split(), *(_SHELL.split() if whole else ())},
        attributes=attributes,
        attribute_filter=partial(_allowed, beside=whole),
        clean_content_tags={"script", "style", "iframe", "object", "template", "noscript"},
        filter_style_properties=set(_STYLES.split()),
        link_rel="noreferrer",
        url_schemes={"http", "https", "data"},
    )


def _allowed(tag: str, attribute: str, value: str, *, beside: bool) -> str | None:
    """A link may go to the web, a place in the page or its figures; a drawing only into itself.

    ``beside``: a link may also go to a file in the same folders.
    """
    if attribute in _STYLED:
        return value if _harmless_css(value) else None
    if attribute in ("href", "xlink:href"):
        ways = [_PLACE] if tag != "a" else [_PLACE, _WEB, _CSV, *([_BESIDE] if beside else [])]
        if any(way.fullmatch(value) for way in ways):
            return value
        return value if tag == "a" and _is_picture(value) else None
    if attribute == "src":
        return value if re.match(r"data:image/(png|jpeg|svg\+xml)[;,]", value) else None
    if attribute == "type":
        return value if value == "checkbox" else None
    return value


def picture_link(svg: str) -> str:
    """An inline SVG as the address of a file of its own, in the colours of a light page.

    A reader saves and opens it outside the page and its policy, so that a page lets only those pass
    that are made here: an ``<svg>`` that is just as :func:`fragment` writes it.

    It is written out, not in base64, which takes a fifth more.

    >>> picture_link("<svg><path onload='x()' d='M0 0'/></svg>")[-52:]
    "2000/svg'%3E%3Cpath d='M0 0'%3E%3C/path%3E%3C/svg%3E"
    """
    clean = fragment(_THEMED.sub(r"\1", svg)).strip()
    file = clean.replace("<svg", f"<svg {_XML}", 1).replace("&nbsp;", "&#160;")
    file = _QUOTED.sub(r"='\1'", file)
    for unfit in '%#<>"&':  # the sign that escapes first
        file = file.replace(unfit, f"%{ord(unfit):02X}")
    link = _PICTURE + _BLANK.sub(lambda blank: quote(blank[0]), file)
    _made_here().append(link)
    return link


@cache
def _made_here() -> deque[str]:
    """The last pictures' links, which need not be proved when their page is made."""
    return deque(maxlen=64)


def _is_picture(link: str) -> bool:
    """Whether a link is one of :func:`picture_link`."""
    return link in _made_here() or _is_proved(link)


@lru_cache(maxsize=256)
def _is_proved(link: str) -> bool:
    file = unquote(link.removeprefix(_PICTURE))
    whole = file.startswith(f"<svg {_XML}") and file.endswith("</svg>")
    return link.startswith(_PICTURE) and whole and picture_link(file) == link


def _harmless_css(value: str) -> bool:
    if "\\" in value or "@" in value:
        return False  # an escape spells url() in other ways
    return "(" not in value or all(
        name.lower() in _CALLS and (name.lower() != "url" or _OWN_PLACE.fullmatch(inside))
        for name, inside in _CALL.findall(value)
    )


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
