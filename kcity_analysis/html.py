"""An executed notebook as one HTML file that needs nothing else; the index; the failure page.

A page holds no script and asks no host for anything, and forbids both by its Content-Security-
Policy. Equal inputs give equal bytes: nothing here reads the clock, the environment or a path.
The pages are drawn by the nbconvert template in ``templates/kcity``; nbconvert itself is imported
when the first page is made, and its exporter is kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

from nbformat import NotebookNode
from nbformat.v4 import new_output

from kcity_analysis import sanitise, webfont

HEADLINE = "application/vnd.kcity.headline+json"
TEMPLATES = Path(__file__).parent / "templates"
_JAMO = re.compile("[\u1100-\u11ff]")  # Hangul in pieces: the font has whole syllables

Code = Literal["none", "toggle", "shown"]
State = Literal["fresh", "stale", "failed"]


@dataclass(frozen=True)
class Provenance:
    """How a page came about: printed at its end.

    ``built_on`` is a date known from the inputs, never the clock's. ``versions`` maps a program to
    its version, ``inputs`` are pairs of a file's name and the SHA-256 of what it holds.
    """

    report: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    built_on: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One report in the index. ``year`` is None for a report over several years.

    ``headline`` is what :func:`headline` gives, ``thumbnail`` what :func:`thumbnail` gives.
    """

    report: str
    year: int | None
    href: str
    headline: Mapping[str, Any] = field(default_factory=dict)
    state: State = "fresh"
    error: str = ""
    thumbnail: str = ""

    @property
    def name(self) -> str:
        """The report's name for people.

        >>> Entry("release_check", None, "a.html").name
        'Release check'
        """
        return self.report.replace("_", " ").capitalize()


def render_report(notebook: NotebookNode, *, code: Code = "toggle", provenance: Provenance) -> str:
    """The page of an executed notebook.

    ``code``: ``toggle`` holds each cell's source hidden behind one checkbox, ``shown`` starts with
    it shown, ``none`` leaves no source line in the file. Raises ``ValueError`` for a notebook with
    more than one headline, :class:`kcity_analysis.webfont.MissingGlyphError` for a Hangul syllable
    that the vendored font cannot draw.
    """
    page = dict(headline(notebook), code=code, provenance=provenance, css=_css())
    page["title"] = page["title"] or provenance.report
    prepared, page["contents"] = _prepare(notebook, code, provenance.parameters)
    page["contents"].append(("how-this-page-was-made", "How this page was made"))
    text, _ = _exporter().from_notebook_node(prepared, {"page": page})
    return _finish(text)


def render_failure(
    notebook: NotebookNode | None,
    *,
    report: str,
    error: str,
    provenance: Provenance,
    code: Code = "none",
) -> str:
    """The page of a run that stopped: what went wrong and where, and no figure at all.

    The message is the notebook's own error if it holds one, else ``error``; tracebacks are left
    out of it. The source of the cell that stopped is shown only if ``code`` allows it.
    """
    message, place, source = _last_line(error), "", ""
    for number, cell in enumerate(notebook.cells if notebook else [], 1):
        if cell.cell_type == "markdown" and (heading := re.match(r"##\s+(.+)", cell.source)):
            place = f"the part “{heading[1].strip()}”"
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = f"{output.ename}: {output.evalue}"
                source = "" if code == "none" else _highlight(cell.source)
                place = place or f"cell {number}"
                break
        else:
            continue
        break
    return _render(
        "failure.html.j2",
        title=f"{_title(report, provenance)} could not be made",
        message=sanitise.plain(message),
        place=sanitise.plain(place),
        source=source,
        provenance=provenance,
    )


def render_index(entries: list[Entry], *, built_on: str) -> str:
    """The page that leads to all others: failures first, then newest year first."""
    groups = []
    if failed := [entry for entry in entries if entry.state == "failed"]:
        groups.append(("failed", "Could not be made", failed))
    made = [entry for entry in entries if entry.state != "failed"]
    if across := [entry for entry in made if entry.year is None]:
        groups.append(("all-years", "All years", across))
    for year in sorted({entry.year for entry in made if entry.year is not None}, reverse=True):
        of_year = [entry for entry in made if entry.year == year]
        groups.append((f"year-{year}", str(year), of_year))
    stale = sum(entry.state == "stale" for entry in made)
    description = f"{len(made)} reports on the contest’s applications and selected projects"
    description += f", data as of {built_on}." if built_on else "."
    description += f" {len(failed)} could not be made." if failed else ""
    description += f" {stale} are older than their data." if stale else ""
    return _render(
        "overview.html.j2",
        title="Reports",
        description=description,
        groups=groups,
        contents=[(anchor, escape(heading)) for anchor, heading, _ in groups],
    )


def headline(notebook: NotebookNode) -> dict[str, Any]:
    """``title``, ``description`` and ``cards`` (``label``, ``value``, ``note``) of a notebook.

    Without a headline output, the title is the first Markdown ``# `` heading and there are no
    cards. More than one headline is a ``ValueError``.
    """
    found = [
        output.data[HEADLINE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if HEADLINE in output.get("data", {})
    ]
    if len(found) > 1:
        raise ValueError(f"a report has one headline, this has {len(found)}")
    data = found[0] if found else {}
    cards = [
        {key: _text(card.get(key, "")) for key in ("label", "value", "note")}
        for card in data.get("cards", [])
    ]
    title = data.get("title") or _first_heading(notebook)
    return {"title": _text(title), "description": _text(data.get("description")), "cards": cards}


def figures_csv(notebook: NotebookNode) -> str:
    """The report's tidy figures: its one ``text/csv`` output. ``ValueError`` if not exactly one."""
    found = [
        output.data["text/csv"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "text/csv" in output.get("data", {})
    ]
    if len(found) != 1:
        raise ValueError(f"a report gives its figures as text/csv once, this {len(found)} times")
    return "".join(found[0])


def thumbnail(notebook: NotebookNode) -> str:
    """A small inline SVG for the index: bars of the report's case counts, or '' without figures.

    The bars are the first breakdown with at least two counts (by region, type, field, country),
    or the totals through the years. It is decoration: the index prints the headline beside it.
    """
    try:
        rows = list(csv.DictReader(StringIO(figures_csv(notebook))))
    except ValueError:
        return ""
    counts = [r for r in rows if r.get("measure") == "cases" and re.match(r"\d", r["value"] or "")]
    for dimension in ("total", "region", "type", "field", "country"):
        values = [float(row["value"]) for row in counts if row.get("dimension") == dimension]
        if len(values) >= 3 or (len(values) == 2 and dimension != "total"):
            return _bars(values[:12])
    return ""


def lab_style() -> str:
    """The ``<style>`` that makes a report's fragments look right in JupyterLab.

    A notebook's setup cell displays it once; pages leave it out.
    """
    colours, fragments = (
        _minify((TEMPLATES / name).read_text("utf-8")) for name in ("lab.css", "fragments.css")
    )
    # Nested, so that these rules outweigh JupyterLab's own for tables.
    rules = f".jp-OutputArea-output.jp-RenderedHTMLCommon{{{fragments}}}"
    return f'<style class="kc-lab">{_minify((TEMPLATES / "lab.css").read_text("utf-8"))}{rules}</style>'


def provenance_of(notebook: NotebookNode) -> Provenance:
    """What the notebook itself knows of its run (papermill's note of the parameters)."""
    run = notebook.metadata.get("papermill", {})
    return Provenance(_first_heading(notebook) or "notebook", dict(run.get("parameters", {})))


def first_line(text: str) -> str:
    """The first line that says something, harmless and at most 200 characters."""
    line = next((line.strip() for line in _text(text).splitlines() if line.strip()), "")
    return line if len(line) <= 200 else line[:199] + "…"


def thumbnail_markup(thumbnail: str) -> Any:
    """A thumbnail, inline SVG or ``data:`` URI, as harmless markup."""
    from markupsafe import Markup

    if thumbnail.startswith("data:"):
        thumbnail = f'<img src="{escape(thumbnail)}" alt="">'
    return Markup(sanitise.fragment(thumbnail))


def _prepare(
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
                    source="" if code == "none" else _highlight(source),
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
        return new_output("stream", name="stdout", text=_text(output.text))
    if output.output_type == "error":
        return new_output("error", ename=_text(output.ename), evalue=_text(output.evalue))
    data = {kind: "".join(value) for kind, value in output.data.items() if kind != HEADLINE}
    if HEADLINE in output.data or "text/csv" in data:
        return None
    html = _as_html(data, output.metadata)
    if html is not None:
        return new_output("display_data", {"text/html": html}) if html else None
    return new_output("display_data", {"text/plain": _text(data.get("text/plain", ""))})


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
            alt = escape(_text(metadata.get(kind, {}).get("alt") or "Figure without description"))
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
        shown = repr(sanitise.plain(value)) if isinstance(value, str) else repr(value)
        return f"{match['left']}{shown}{match['comment'] or ''}"

    pattern = r"^(?P<left>(?P<name>\w+)\s*(?::[^=#]+)?=\s*)(?P<value>.*?)(?P<comment>\s+#.*)?$"
    return re.sub(pattern, line, source, flags=re.MULTILINE)


def _highlight(source: str) -> str:
    """Source as HTML: keywords bold, comments italic, strings underlined (as CSS colours)."""
    from pygments import lex  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
    from pygments.token import Comment, Keyword, String  # type: ignore[import-untyped]

    marks = ((Keyword, "b"), (Comment, "i"), (String, "u"))
    html = ""
    for kind, text in lex(sanitise.plain(source).rstrip(), PythonLexer(stripnl=False)):
        mark = next((mark for token, mark in marks if kind in token), "")
        html += f"<{mark}>{escape(text)}</{mark}>" if mark else escape(text, quote=False)
    return re.sub(r"</([biu])><\1>", "", html).rstrip()


def _bars(values: list[float]) -> str:
    top = max(values) or 1
    bars = "".join(
        f'<rect x="{12 * i}" y="{48 - h}" width="9" height="{h}"/>'
        for i, h in enumerate(max(1, round(48 * value / top)) for value in values)
    )
    return (
        f'<svg viewBox="0 0 {12 * len(values) - 3} 48" style="fill:var(--kc-accent)">{bars}</svg>'
    )


def _title(report: str, provenance: Provenance) -> str:
    years = [str(v) for k, v in provenance.parameters.items() if "year" in k]
    return " ".join([report.replace("_", " ").capitalize(), "–".join(years)]).strip()


def _first_heading(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.match(r"#\s+(.+)", cell.source)):
            return str(match[1]).strip()
    return ""


def _last_line(error: str) -> str:
    """What an error says, without its traceback (whose lines are source)."""
    if "Traceback" not in error and not re.search(r"^-+> \d+|^-{20,}$", error, re.MULTILINE):
        return error.strip()
    return next((line for line in reversed(error.splitlines()) if line.strip()), "")


def _text(value: object) -> str:
    return sanitise.plain("" if value is None else value)


def _unique(anchor: str, taken: set[str]) -> str:
    names = (anchor if n == 1 else f"{anchor}-{n}" for n in count(1))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def _render(template: str, **context: Any) -> str:
    return _finish(_exporter().environment.get_template(template).render(css=_css(), **context))


def _finish(text: str) -> str:
    """The page with the Hangul glyphs it needs, and one line end at its end."""
    if _JAMO.search(text):
        text = normalize("NFC", text)
    if used := webfont.hangul(text):
        face = f"<style>{webfont.font_face(used)}</style>\n</head>"
        text = text.replace("</head>", face, 1)
    return text.strip() + "\n"


@cache
def _exporter() -> Any:
    from kcity_analysis.exporter import ReportExporter

    return ReportExporter()


@cache
def _css() -> str:
    names = ("colours.css", "fragments.css", "page.css")
    return _minify("".join((TEMPLATES / name).read_text("utf-8") for name in names))


def _minify(css: str) -> str:
    """CSS without comments and spare blanks. Strings must not hold runs of blanks or braces.

    >>> _minify("a { color: red; } /* x */ b > c { margin: 0 }")
    'a{color:red}b>c{margin:0}'
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): ", ":", css)
    return css.replace(";}", "}").strip()
