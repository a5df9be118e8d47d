"""An executed notebook's cells as the page prints them: Markdown, sources, outputs as safe HTML.

What a page leaves out is left out here: the title cell (the headline says it better), what
papermill injected, cells tagged ``lab-only``, warnings on stderr, the headline's output, the
style for JupyterLab, tracebacks, and every source line if the page is to have no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import count
from typing import Any, Literal

from nbformat import NotebookNode

from kcity_analysis.pages import sanitise
from kcity_analysis.pages.readout import HEADLINE
from kcity_analysis.pages.sanitise import plain

Code = Literal["none", "toggle", "shown"]


def prepare(
    notebook: NotebookNode, code: Code, parameters: Mapping[str, object]
) -> tuple[NotebookNode, list[tuple[str, str]]]:
    """The cells as the template prints them, and the contents list (anchor, heading)."""
    cells, contents, anchors = [], [], set[str]()
    untitled = True
    for number, cell in enumerate(notebook.cells):
        cell_id = f"cell-{number}"
        tags = set(cell.metadata.get("tags", []))
        if tags & {"injected-parameters", "papermill-error-cell-tag", "lab-only"}:
            continue
        if cell.cell_type == "markdown":
            if untitled and cell.source.startswith("# "):
                untitled = False
                continue
            html = sanitise.markdown(cell.source)
            html = re.sub(r'(?<=<h2 id=")[^"]+', lambda m: _unique(m[0], anchors), html)
            contents += re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', html, re.DOTALL)
            cells.append(NotebookNode(cell_type="markdown", id=cell_id, metadata={}, source=html))
        elif cell.cell_type == "code":
            source = cell.source
            if "parameters" in tags:
                source = _with_values(source, parameters)
            outputs = [kept for output in cell.outputs if (kept := _output(output))]
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
    return prepared, [(anchor, re.sub(r"</?a\b[^>]*>", "", text)) for anchor, text in contents]


def _output(output: NotebookNode) -> NotebookNode | None:
    """One output with the one form of it that the page prints, or None."""
    if output.output_type == "stream":
        if output.name != "stdout":
            return None
        return NotebookNode(output_type="stream", name="stdout", text=plain(output.text))
    if output.output_type == "error":
        return NotebookNode(
            output_type="error", ename=plain(output.ename), evalue=plain(output.evalue)
        )
    data = {kind: "".join(value) for kind, value in output.data.items() if kind != HEADLINE}
    if HEADLINE in output.data:
        return None
    html = _as_html(data, output.metadata)
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


def _as_html(data: Mapping[str, str], metadata: Mapping[str, Any]) -> str | None:
    """The HTML of an output, sanitised; None if it has only plain text."""
    if "text/html" in data:
        html = sanitise.fragment(data["text/html"]).strip()
        # A frame that an analyst displays in a cell of their own.
        table = r'<table class="dataframe">(.*?)</table>'
        scroll = (
            r'<div class="kc-scroll" tabindex="0" role="region" aria-label="Table">'
            r'<table class="kc-table">\1</table></div>'
        )
        return re.sub(table, scroll, html, flags=re.DOTALL)
    if "image/svg+xml" in data:
        return f'<figure class="kc-figure">{sanitise.fragment(data["image/svg+xml"])}</figure>'
    if "text/markdown" in data:
        return sanitise.markdown(data["text/markdown"]).replace("<h2 id=", "<h2 data-id=")
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            alt = escape(plain(metadata.get(kind, {}).get("alt") or "Figure without description"))
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
