"""An executed notebook as one HTML file that needs nothing else; the index; the failure page.

A page holds no script and asks no host for anything, and forbids both by its Content-Security-
Policy. Equal inputs give equal bytes: nothing here reads the clock, the environment or a path.
The pages are drawn by the nbconvert template in ``templates/kcity``; nbconvert itself is imported
when the first page is made, and its exporter is kept. A page's body passes
:func:`kcity_analysis.pages.sanitise.page` last, and goes into its document as it comes from there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any, Literal
from urllib.parse import quote

from nbformat import NotebookNode

from kcity_analysis.pages import sanitise, webfont
from kcity_analysis.pages.prepare import Code, highlight, prepare
from kcity_analysis.pages.readout import (
    HEADLINE,
    figures_csv,
    first_heading,
    headline,
    thumbnail,
)
from kcity_analysis.pages.sanitise import plain
from kcity_analysis.pages.style import page_css

__all__ = [
    "HEADLINE", "Entry", "Provenance", "figures_csv", "headline",
    "policy", "render_failure", "render_index", "render_report", "render_unrun", "thumbnail",
]  # fmt: skip

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

    ``href`` is the page's path from the index, not yet quoted; ``headline`` is what
    :func:`headline` gives, ``thumbnail`` what :func:`thumbnail` gives.
    """

    report: str
    year: int | None
    href: str
    headline: Mapping[str, Any] = field(default_factory=dict)
    state: State = "fresh"
    error: str = ""
    thumbnail: str = ""

    @property
    def link(self) -> str:
        """``href`` as a path that cannot be read as anything else.

        >>> Entry("reception", 2021, "2021/reception.html").link
        '2021/reception.html'
        >>> Entry("release_check", None, "javascript:x()").link
        'javascript%3Ax%28%29'
        """
        return quote(self.href, errors="replace")

    @property
    def name(self) -> str:
        """The report's name for people.

        >>> Entry("release_check", None, "a.html").name
        'Release check'
        """
        return self.report.replace("_", " ").capitalize()


def render_report(
    notebook: NotebookNode,
    *,
    code: Code = "toggle",
    provenance: Provenance,
    exporter: Any = None,
) -> str:
    """The page of an executed notebook.

    ``code``: ``toggle`` holds each cell's source hidden behind one checkbox, ``shown`` starts with
    it shown, ``none`` leaves no source line in the file. Letters that the typeface lacks are left
    to the reader's fonts, and named at the end. Raises ``ValueError`` for a notebook with more than
    one headline. ``exporter`` is the one that nbconvert configured, if it was asked.
    """
    exporter = exporter or _exporter()
    page = dict(headline(notebook), code=code, provenance=provenance)
    page["title"] = page["title"] or plain(provenance.report)
    prepared, page["contents"] = prepare(notebook, code, provenance.parameters)
    page["contents"].append(("how-this-page-was-made", "How this page was made"))

    def draw(lacking: str) -> str:
        text, _ = exporter.from_notebook_node(prepared, {"page": page | {"lacking": lacking}})
        return str(text)

    return _document(draw, page["title"], page["description"])


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
    heading = ""
    for number, cell in enumerate(notebook.cells if notebook else [], 1):
        if cell.cell_type == "markdown" and (match := re.match(r"##\s+(.+)", cell.source)):
            heading = f"the part “{match[1].strip()}”"
        failed = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        if failed:
            message = f"{failed[0].ename}: {failed[0].evalue}"
            place = heading or f"cell {number}"
            source = "" if code == "none" else highlight(cell.source)
            break
    return _render(
        "failure.html.j2",
        title=f"{_title(report, provenance)} could not be made",
        description="This report could not be made: the run stopped with an error.",
        message=_message(message),
        place=plain(place),
        source=source,
        provenance=provenance,
    )


def render_unrun(notebook: NotebookNode, *, provenance: Provenance) -> str:
    """The page of a notebook that was exported before it was run."""
    return _render(
        "unrun.html.j2",
        title=plain(first_heading(notebook) or provenance.report),
        description="This notebook was not run: it has no figures to show.",
        provenance=provenance,
    )


def render_index(entries: list[Entry], *, built_on: str) -> str:
    """The page that leads to all others: failures, reports over all years, then year by year.

    The newest year comes first; the reports of a year stand in columns, in the order in which
    ``entries`` first names them.
    """
    groups = []
    failed = [entry for entry in entries if entry.state == "failed"]
    made = [entry for entry in entries if entry.state != "failed"]
    if failed:
        groups.append(("failed", "Could not be made", failed))
    if across := [entry for entry in made if entry.year is None]:
        groups.append(("all-years", "All years", across))
    yearly = [(entry.year, entry) for entry in made if entry.year is not None]
    reports = list(dict.fromkeys(entry.report for _, entry in yearly))
    for year in sorted({year for year, _ in yearly}, reverse=True):
        of_year = sorted((e for y, e in yearly if y == year), key=lambda e: reports.index(e.report))
        groups.append((f"year-{year}", str(year), of_year))
    stale = sum(entry.state == "stale" for entry in made)
    return _render(
        "overview.html.j2",
        title="Reports on the contest",
        description=f"{_number(len(made), 'report')} on applications received and projects "
        f"selected{f', data as of {built_on}' if built_on else ''}."
        + (f" {_number(len(failed), 'report')} could not be made." if failed else "")
        + (
            f" {_number(stale, 'report')} {'is' if stale == 1 else 'are'} out of date."
            if stale
            else ""
        ),
        groups=groups,
        columns={report: column for column, report in enumerate(reports, 1)},
    )


def provenance_of(notebook: NotebookNode) -> Provenance:
    """What the notebook itself knows of its run (papermill's note of the parameters)."""
    run = notebook.metadata.get("papermill", {})
    return Provenance(first_heading(notebook) or "notebook", dict(run.get("parameters", {})))


def first_line(text: str) -> str:
    """The first line that says something, harmless and at most 200 characters."""
    line = next((line.strip() for line in _message(text).splitlines() if line.strip()), "")
    return line if len(line) <= 200 else line[:199] + "…"


def thumbnail_markup(thumbnail: str) -> Any:
    """A thumbnail, inline SVG or ``data:`` URI, as harmless markup."""
    from markupsafe import Markup

    if thumbnail.startswith("data:"):
        thumbnail = f'<img src="{escape(thumbnail)}" alt="">'
    return Markup(sanitise.fragment(thumbnail))


def _title(report: str, provenance: Provenance) -> str:
    years = [str(v) for k, v in provenance.parameters.items() if "year" in k]
    return " ".join([report.replace("_", " ").capitalize(), "–".join(years)]).strip()


def _last_line(error: str) -> str:
    """What an error says, without its traceback (whose lines are source)."""
    if "Traceback" not in error and not re.search(r"^-+> \d+|^-{20,}$", error, re.MULTILINE):
        return error.strip()
    return next((line for line in reversed(error.splitlines()) if line.strip()), "")


def _message(error: str) -> str:
    """An error for people: an InputError is written for the reader, its class says nothing."""
    return re.sub(r"^([\w.]+\.)?InputError: ", "", plain(error).strip())


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _render(template: str, *, title: str, description: str, **context: Any) -> str:
    drawn = _exporter().environment.get_template(template)

    def draw(lacking: str) -> str:
        said = {"title": title, "description": description, "lacking": lacking}
        return str(drawn.render(context | said))

    return _document(draw, title, description)


def _document(draw: Callable[[str], str], title: str, description: str) -> str:
    """The whole file of a page, whose body ``draw`` gives for the letters that its note names."""
    from markupsafe import Markup

    body = draw("")
    if lacking := webfont.lacking(body):
        body = draw(lacking)
    body = sanitise.page(body)
    title = plain(title)
    css = page_css() + webfont.font_faces(title + body)
    template = _exporter().environment.get_template("document.html.j2")
    page = template.render(
        title=title,
        description=plain(description),
        policy=policy(css),
        css=Markup(css),
        body=Markup(body),
    )
    return str(page)


def policy(*styles: str) -> str:
    """The Content-Security-Policy of a page with just these ``<style>`` elements: no script, no
    request, no frame, no form; drawings keep their ``style`` attributes.

    >>> policy("p{}").partition(";")[0]
    "default-src 'none'"
    """
    digests = [b64encode(sha256(style.encode()).digest()).decode() for style in styles]
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["style-src-elem", *(f"'sha256-{digest}'" for digest in digests)]),
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


@cache
def _exporter() -> Any:
    from kcity_analysis.pages.exporter import ReportExporter

    return ReportExporter()
