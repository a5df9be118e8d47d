"""An executed notebook's cells as the page prints them: Markdown, sources, outputs as safe HTML.

What a page leaves out is left out here: the title (with the text below it, where a headline says it
better), what papermill injected, cells tagged ``lab-only``, warnings on stderr, the headline's
output, the style for JupyterLab, tracebacks, and every source line if the page is to have no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import count
from typing import Any, Literal

from nbformat import NotebookNode

from kcity_analysis.pages import sanitise
from kcity_analysis.pages.readout import HEADLINE
from kcity_analysis.pages.sanitise import plain
from kcity_analysis.vocabulary import MessageError, say

Code = Literal["none", "toggle", "shown"]


def prepare(
    notebook: NotebookNode, code: Code, parameters: Mapping[str, object], language: str = "en"
) -> tuple[NotebookNode, list[tuple[str, str]]]:
    """The cells as the template prints them, and the contents list (anchor, heading).

    Each heading of the second level begins a ``<section>``, which the next one or the page's end
    closes. Headings and figures have a link to themselves, and a table that may not fit a phone
    says so where it does not.
    """
    cells: list[NotebookNode] = []
    contents: list[tuple[str, str]] = []
    anchors = set[str]()
    untitled = True
    said = any(HEADLINE in o.get("data", {}) for c in notebook.cells for o in c.get("outputs", []))
    figures = count(1)
    silent = _silent_headings(notebook)
    names: dict[str, str] = {}
    for number, cell in enumerate(notebook.cells):
        cell_id = f"cell-{number}"
        tags = set(cell.metadata.get("tags", []))
        if number in silent:
            continue
        if tags & {"injected-parameters", "papermill-error-cell-tag", "lab-only"}:
            continue
        if cell.cell_type == "markdown":
            source = cell.source
            if untitled and source.startswith("# "):
                untitled = False
                source = "" if said else source.partition("\n")[2].strip()
                if not source:
                    continue
            html = sanitise.markdown(source)
            html = re.sub(r'(?<=<h2 id=")[^"]+', lambda m: _unique(m[0], anchors), html)
            for match in re.finditer(_HEADING, html):
                before = "</section>" if contents else ""
                contents.append((match["anchor"], _unlinked(match["text"])))
                figures = count(1)
                shown = _heading(contents[-1][0], match["text"], language)
                contents[-1] = (contents[-1][0], _unlinked(shown))
                opened = f'{before}<section class="kc-part" aria-labelledby="{match["anchor"]}">'
                link = _self_link(match["anchor"], shown, language)
                whole = f'<h2 id="{match["anchor"]}">{shown}{link}</h2>'
                html = html.replace(match[0], opened + whole, 1)
            cells.append(NotebookNode(cell_type="markdown", id=cell_id, metadata={}, source=html))
        elif cell.cell_type == "code":
            source = cell.source
            if "parameters" in tags:
                source = _with_values(source, parameters)
            outputs = [kept for output in cell.outputs if (kept := _output(output, language))]
            for output in outputs:
                part = contents[-1][0] if contents else "report"
                if "text/html" in output.get("data", {}):
                    html = _linked_figures(output.data["text/html"], part, figures, language)
                    output.data["text/html"] = _named(
                        html, contents[-1][1] if contents else "", names
                    )
            cells.append(
                NotebookNode(
                    cell_type="code",
                    id=cell_id,
                    metadata={},
                    source="" if code == "none" else highlight(source),
                    outputs=outputs,
                )
            )
    prepared = NotebookNode(nbformat=4, nbformat_minor=5, metadata={}, cells=cells)
    return prepared, contents


def _silent_headings(notebook: NotebookNode) -> set[int]:
    """The places of headings below which no cell of the notebook has anything to say."""
    silent: set[int] = set()
    heading, ran, said = -1, False, False
    for number, cell in enumerate([*notebook.cells, None]):
        if cell is None or (cell.cell_type == "markdown" and cell.source.startswith("#")):
            if heading >= 0 and ran and not said:
                silent.add(heading)
            plain_heading = cell is not None and re.fullmatch(r"## [^\n]+", cell.source.strip())
            heading, ran, said = number if plain_heading else -1, False, False
        elif cell.cell_type == "markdown":
            said = True
        else:
            ran = ran or bool(cell.source.strip())
            said = said or bool(cell.outputs)
    return silent


def _heading(anchor: str, text: str, language: str) -> str:
    """A notebook's heading in the language of the page, where the catalogue has it."""
    try:
        return escape(say(f"heading.{anchor}", language))
    except MessageError:
        return text


_HEADING = re.compile(r'<h2 id="(?P<anchor>[^"]+)">(?P<text>.*?)</h2>', re.DOTALL)
_FIGURE = re.compile(
    r'(<figure [^>]*class="kc-figure[^>]*)>(<figcaption[^>]*>(.*?)(?=</figcaption>))?'
)
_NAMED = re.compile(
    r'<(?:summary|a\b(?=[^>]*href="(?P<goal>[^"]*)")(?![^>]* aria-label=")[^>]*)>'
    r"(?P<name>.*?)(?P<end></(?:summary|a)>)",
    re.DOTALL,
)
_SCROLL = re.compile(r'<div [^>]*class="kc-scroll"[^>]*>')


def _unlinked(text: str) -> str:
    return re.sub(r"</?a\b[^>]*>", "", text)


def _self_link(anchor: str, text: str, language: str, of: str = "") -> str:
    name = say(f"page.link{of}", language, name=unescape(re.sub(r"<[^>]*>", "", text)).strip())
    return f' <a class="kc-self" href="#{anchor}" aria-label="{escape(name)}">#</a>'


def _linked_figures(html: str, part: str, figures: Iterator[int], language: str) -> str:
    """Each figure with an identifier, and its caption with a link to it."""

    def linked(match: re.Match[str]) -> str:
        anchor = f"{part}-figure-{next(figures)}"
        head = re.sub(r' id="[^"]*"', "", match[1]) + f' id="{anchor}">'
        return head + (
            match[2] + _self_link(anchor, match[3], language, "_figure") if match[2] else ""
        )

    return _FIGURE.sub(linked, html)


def _named(html: str, part: str, names: dict[str, str]) -> str:
    """Every ``<summary>``, and every link that leads elsewhere, with a name of its own.

    A list of them, as a screen reader gives it, has no context: where a name was used before, the
    part's heading and a number stand beside it, hidden from the eye. ``names`` are those used, each
    with where it leads.
    """

    def named(match: re.Match[str]) -> str:
        name = unescape(re.sub(r"<[^>]*>", "", match["name"])).strip()
        goal = match["goal"] or f"summary {len(names)}"
        if names.setdefault(name, goal) == goal:
            return match[0]
        heading = re.sub(r"<[^>]*>", "", part)
        more = next(
            f"{heading} {n}"
            for n in count(1)
            if names.setdefault(f"{name}: {heading} {n}", goal) == goal
        )
        hidden = f'<span class="kc-hidden">: {more}</span>'
        return match[0].removesuffix(match["end"]) + hidden + match["end"]

    return _NAMED.sub(named, html)


def _hinted(html: str, language: str) -> str:
    """Tables with a word for whoever sees only some of their columns.

    The word is there only where a table scrolls, and is then what the keyboard reaches: a table
    that does not scroll is no stop.
    """
    said = escape(say("page.more", language))
    hint = f'<span class="kc-more" role="note" tabindex="0">{said}</span>'
    return _SCROLL.sub(lambda match: match[0].replace(' tabindex="0"', "") + hint, html)


def _output(output: NotebookNode, language: str) -> NotebookNode | None:
    """One output with the one form of it that the page prints, or None."""
    if output.output_type == "stream":
        if output.name != "stdout":
            return None
        return NotebookNode(output_type="stream", name="stdout", text=plain(output.text))
    if output.output_type == "error":
        return NotebookNode(
            output_type="error", ename=plain(output.ename), evalue=plain(output.evalue)
        )
    data = {
        kind: value if isinstance(value, str) else "".join(value)
        for kind, value in output.data.items()
        if kind != HEADLINE
    }
    if HEADLINE in output.data:
        return None
    html = _as_html(data, output.metadata, language)
    if html is not None:
        return (
            NotebookNode(output_type="display_data", metadata={}, data={"text/html": html})
            if html
            else None
        )
    return NotebookNode(
        output_type="display_data",
        metadata={},
        data={"text/plain": plain(data.get("text/plain", ""))},
    )


def _as_html(data: Mapping[str, str], metadata: Mapping[str, Any], language: str) -> str | None:
    """The HTML of an output, sanitised; None if it has only plain text."""
    if "text/html" in data:
        html = sanitise.fragment(data["text/html"]).strip()
        # A frame that an analyst displays in a cell of their own.
        table = r'<table class="dataframe">(.*?)</table>'
        name = escape(say("page.table", language))
        scroll = (
            f'<div class="kc-scroll" role="region" aria-label="{name}">'
            r'<table class="kc-table">\1</table></div>'
        )
        return _hinted(re.sub(table, scroll, html, flags=re.DOTALL), language)
    if "image/svg+xml" in data:
        return f'<figure class="kc-figure">{sanitise.fragment(data["image/svg+xml"])}</figure>'
    if "text/markdown" in data:
        return sanitise.markdown(data["text/markdown"]).replace("<h2 id=", "<h2 data-id=")
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            alt = metadata.get(kind, {}).get("alt") or say("page.no_description", language)
            alt = escape(plain(alt))
            uri = f"data:{kind};base64,{''.join(data[kind].split())}"
            return sanitise.fragment(f'<img src="{uri}" alt="{alt}">')
    return None


def _with_values(source: str, parameters: Mapping[str, object]) -> str:
    """The parameters cell with the values of this run in place of the defaults.

    >>> _with_values("year: int = 2021  # year of the contest", {"year": 2020})
    'year: int = 2020  # year of the contest'
    """

    def line(match: re.Match[str]) -> str:
        name = match["name"]
        value = parameters.get(name)
        if name not in parameters:
            return match[0]
        shown = repr(plain(value)) if isinstance(value, str) else repr(value)
        return f"{match['left']}{shown}{match['comment'] or ''}"

    pattern = r"^(?P<left>(?P<name>\w+)\s*(?::[^=#]+)?=\s*)(?P<value>.*?)(?P<comment>\s+#.*)?$"
    return re.sub(pattern, line, source, flags=re.MULTILINE)


def highlight(source: str) -> str:
    """Source as HTML: keywords bold, comments italic, strings underlined (as CSS colours)."""
    from pygments import lex  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
    from pygments.token import Comment, Keyword, String  # type: ignore[import-untyped]

    marks = ((Keyword, "b"), (Comment, "i"), (String, "u"))
    html = ""
    for kind, text in lex(plain(source).rstrip(), PythonLexer(stripnl=False)):
        mark = next((mark for token, mark in marks if kind in token), "")
        html += f"<{mark}>{escape(text)}</{mark}>" if mark else escape(text, quote=False)
    return re.sub(r"</([biu])><\1>", "", html).rstrip()


def _unique(anchor: str, taken: set[str]) -> str:
    names = (anchor if n == 1 else f"{anchor}-{n}" for n in count(1))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name
