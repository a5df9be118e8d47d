"""An executed notebook as one HTML file that needs nothing else; the index; the failure page.

A page holds no script and asks no host for anything, and forbids both by its Content-Security-
Policy. Equal inputs give equal bytes: nothing here reads the clock, the environment or a path.
The pages are drawn by the nbconvert template in ``templates/kcity``; nbconvert itself is imported
when the first page is made, and its exporter is kept. A page's body passes
:func:`kcity_analysis.pages.sanitise.page` last, and goes into its document as it comes from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, Literal
from urllib.parse import quote

import pandas as pd
from nbformat import NotebookNode

from kcity_analysis.charts import describe_map, typeface, worldmap
from kcity_analysis.pages import sanitise, webfont
from kcity_analysis.pages.fullnames import in_full
from kcity_analysis.pages.prepare import Code, highlight, prepare
from kcity_analysis.pages.readout import (
    HEADLINE,
    MARKED,
    drawn,
    figures_csv,
    first_heading,
    gives_figures,
    headline,
    thumbnail,
)
from kcity_analysis.pages.sanitise import plain
from kcity_analysis.pages.section import Picture
from kcity_analysis.pages.style import page_css
from kcity_analysis.vocabulary import (
    Days,
    MessageError,
    Quantity,
    Term,
    capital,
    categories,
    country_name,
    name_of,
    page_policy,
    region_of,
    say,
)

__all__ = [
    "HEADLINE", "Entry", "Link", "Provenance", "Ways", "figures_csv", "gives_figures",
    "headline",
    "render_failure", "render_index", "render_report", "render_unrun", "thumbnail",
]  # fmt: skip

LARGEST = 500_000
"""Bytes that a page may have, so that it goes through any mail."""
_MARKUP = 8_000  # what of it the document around the body, and its last cleaning, take at most
_SAVED = re.compile(r'<a [^>]*href="data:image/svg\+xml,[^"]*"[^>]*>.*?</a>')

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
    build: str = ""
    """What the files of one build have in common, as its notebook and the manifest name it."""


@dataclass(frozen=True)
class Link:
    """A way to another page: its title, its path from this page (not yet quoted), its language."""

    title: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Ways:
    """Where a reader may go on to: the index, the year before and after, other reports, the same
    report in another language. They follow the plan, never what happens to be built."""

    index: str = ""
    before: Link | None = None
    after: Link | None = None
    others: tuple[Link, ...] = ()
    translation: Link | None = None

    def said(self, language: str) -> list[Link]:
        """The links in their order, with paths that cannot be read as anything else.

        >>> way = Ways("../index.html", after=Link("Received in 2022", "../2022/reception.html"))
        >>> [link.title for link in way.said("en")]
        ['All reports', 'Later: Received in 2022']
        """
        found = [Link(say("page.index", language), self.index)] if self.index else []
        if self.before:
            title = say("page.before", language, title=self.before.title)
            found.append(replace(self.before, title=title))
        if self.after:
            title = say("page.after", language, title=self.after.title)
            found.append(replace(self.after, title=title))
        found += [*self.others, *([self.translation] if self.translation else [])]
        return [replace(link, href=_quoted(link.href)) for link in found]


@dataclass(frozen=True)
class Entry:
    """One report in the index. ``year`` is None for a report over several years.

    ``href`` is the page's path from the index, not yet quoted; ``headline`` is what
    :func:`headline` gives, ``thumbnail`` what :func:`thumbnail` gives, both of that notebook.
    """

    report: str
    year: int | None
    href: str
    headline: Mapping[str, Any] = field(default_factory=dict)
    state: State = "fresh"
    error: str = ""
    thumbnail: str = ""
    variant: str = ""
    """What sets it apart from another of the same name and year."""
    subject: str = ""
    """What it is about, where it is one of many: of a country its code."""
    language: str = "en"
    translation: Link | None = None
    """The same report in another language, with its title there and its path from the index."""

    @property
    def status(self) -> str:
        """That its year is incomplete or in progress, or figures are suspect; else ''."""
        status = self.headline.get("status")
        return status if status in MARKED else ""

    @property
    def link(self) -> str:
        """``href`` as a path that cannot be read as anything else.

        >>> Entry("reception", 2021, "2021/reception.html").link
        '2021/reception.html'
        >>> Entry("release_check", None, "javascript:x()").link
        'javascript%3Ax%28%29'
        """
        return _quoted(self.href)

    @property
    def translated(self) -> str:
        """The path of the same report in another language, as :attr:`link`; '' without one."""
        return _quoted(self.translation.href) if self.translation else ""

    @property
    def other_language(self) -> str:
        """The name of that language, as its readers call it."""
        return say("page.language", self.translation.language) if self.translation else ""

    @property
    def name(self) -> str:
        """The report's name for people.

        >>> Entry("release_check", None, "a.html").name
        'Release check'
        """
        name = capital(name_of("report", self.report, self.language))
        return f"{name}, {self.variant}" if self.variant else name


def render_report(
    notebook: NotebookNode,
    *,
    code: Code = "toggle",
    provenance: Provenance,
    language: str = "",
    ways: Ways = Ways(),
    exporter: Any = None,
) -> str:
    """The page of an executed notebook.

    ``code``: ``toggle`` holds each cell's source hidden behind one checkbox, ``shown`` starts with
    it shown, ``none`` leaves no source line in the file. Letters that the typeface lacks are left
    to the reader's fonts, and named at the end. ``language`` is by default the report's own;
    ``exporter`` the one that nbconvert configured, if it was asked. Raises ``ValueError`` for a
    notebook with more than one headline.
    """
    exporter = exporter or _exporter()
    page = dict(headline(notebook), code=code)
    language = language or page["language"]
    title = page["title"] or plain(provenance.report)
    prepared, contents = prepare(notebook, code, provenance.parameters, language)
    page |= {"contents": contents, "ways": ways.said(language)}
    page["anchors"] = {anchor for anchor, _ in contents}

    def draw(context: dict[str, Any]) -> str:
        text, _ = exporter.from_notebook_node(prepared, {"page": page | context})
        return str(text)

    return _document(draw, title, page["description"], provenance, language)


def render_failure(
    notebook: NotebookNode | None,
    *,
    report: str,
    error: str,
    provenance: Provenance,
    code: Code = "none",
    language: str = "en",
    ways: Ways = Ways(),
) -> str:
    """The page of a run that stopped: what went wrong and where, and no figure at all.

    The message is the notebook's own error if it holds one, else ``error``; tracebacks are left
    out of it. The source of the cell that stopped is shown only if ``code`` allows it.
    """
    message, place, source = _last_line(error), "", ""
    heading = ""
    for number, cell in enumerate(notebook.cells if notebook else [], 1):
        if cell.cell_type == "markdown" and (match := re.match(r"##\s+(.+)", cell.source)):
            heading = say("page.failed_part", language, heading=match[1].strip())
        failed = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        if failed:
            message = f"{failed[0].ename}: {failed[0].evalue}"
            place = heading or say("page.failed_cell", language, number=str(number))
            source = "" if code == "none" else highlight(cell.source)
            break
    return _render(
        "failure.html.j2",
        say("page.failed", language, title=_title(report, provenance)),
        say("page.failed_lead", language),
        provenance,
        language,
        message=_message(message),
        place=plain(place),
        source=source,
        ways=ways.said(language),
    )


def render_unrun(notebook: NotebookNode, *, provenance: Provenance, language: str = "en") -> str:
    """The page of a notebook that was exported before it was run."""
    title = first_heading(notebook) or provenance.report
    return _render("unrun.html.j2", title, say("page.unrun", language), provenance, language)


def render_index(
    entries: list[Entry], *, built_on: str, language: str = "en", ways: Ways = Ways()
) -> str:
    """The page that leads to all others: failures, reports over all years, then year by year.

    The newest year comes first; the reports of a year stand in the order in which ``entries`` first
    names them.
    """
    groups = []
    failed = [entry for entry in entries if entry.state == "failed"]
    made = [entry for entry in entries if entry.state != "failed"]
    if failed:
        groups.append(("failed", say("page.group_failed", language), failed))
    countries = [entry for entry in made if entry.report == "country" and entry.subject]
    if across := [entry for entry in made if entry.year is None and entry not in countries]:
        groups.append(("all-years", say("page.group_all", language), across))
    yearly = [(entry.year, entry) for entry in made if entry.year is not None]
    reports = list(dict.fromkeys(entry.report for _, entry in yearly))
    for year in sorted({year for year, _ in yearly}, reverse=True):
        of_year = sorted((e for y, e in yearly if y == year), key=lambda e: reports.index(e.report))
        groups.append((f"year-{year}", str(year), of_year))
    by_region = _by_region(countries, language)
    groups += by_region
    stale = sum(entry.state == "stale" for entry in made)
    description = [
        say("page.overview_about", language),
        say("page.overview_lead", language, number=Quantity.of(len(made))),
    ]
    if failed:
        description.append(say("page.overview_failed", language, number=Quantity.of(len(failed))))
    if stale:
        description.append(say("page.overview_stale", language, number=Quantity.of(stale)))
    return _render(
        "overview.html.j2",
        say("page.overview", language),
        " ".join(description),
        Provenance("", built_on=built_on),
        language,
        ways=ways.said(language),
        groups=groups,
        maps={by_region[0][0]: _countries_map(countries, language)} if by_region else {},
        pictures={entry.href: _picture(entry, made) for entry in made},
    )


def _by_region(countries: list[Entry], language: str) -> list[tuple[str, str, list[Entry]]]:
    """The reports of countries, by region in declared order and by name."""
    found = []
    for region in categories("region"):
        own = [one for one in countries if region_of(one.subject) == region]
        if own:
            heading = say("page.group_region", language, region=Term("region", region))
            own.sort(key=lambda one: country_name(one.subject, language))
            found.append((f"region-{sanitise.slug(region)}", heading, own))
    return found


def _countries_map(countries: list[Entry], language: str) -> str:
    """The countries that have a report of their own, on a small map."""
    rows = pd.DataFrame({"iso3": [one.subject for one in countries]}).assign(value=float("nan"))
    nowhere = pd.DataFrame(columns=["latitude", "longitude", "label", "kind"])
    title = say("page.countries_map", language)
    picture = Picture(
        partial(worldmap.world_map, countries=rows, countries_label=title, language=language),
        nowhere,
        title,
        describe_map(nowhere, rows, language=language),
        language=language,
    )
    return picture.svg


def provenance_of(notebook: NotebookNode) -> Provenance:
    """What the notebook itself knows of its run (papermill's note of the parameters)."""
    run = notebook.metadata.get("papermill", {})
    return Provenance(first_heading(notebook) or "notebook", dict(run.get("parameters", {})))


def first_line(text: str) -> str:
    """The first line that says something, harmless and at most 200 characters."""
    line = next((line.strip() for line in _message(text).splitlines() if line.strip()), "")
    return line if len(line) <= 200 else line[:199] + "…"


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


def _quoted(href: str) -> str:
    return quote(href, errors="replace")


def _picture(entry: Entry, entries: list[Entry]) -> str:
    """The totals of all reports of this name and stage through the years, this one's marked."""
    own = _totals(entry)
    totals: dict[int, float] = {}
    unfinished = set[int]()
    for other in entries if entry.year is not None else [entry]:
        found = _totals(other)
        if other.report != entry.report or found["stage"] != own["stage"]:
            continue
        totals = found["totals"] | totals
        if other.status and other.year:
            unfinished.add(other.year)
    return drawn(totals, entry.year, unfinished)


def _totals(entry: Entry) -> dict[str, Any]:
    """What :func:`thumbnail` gave; nothing where an older version wrote something else."""
    try:
        found = json.loads(entry.thumbnail)
        return {"stage": str(found["stage"]), "totals": _numbers(found["totals"])}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"stage": "", "totals": {}}


def _numbers(totals: Mapping[str, Any]) -> dict[int, float]:
    found = {int(year): float(value) for year, value in totals.items()}
    return {year: value for year, value in found.items() if 0 <= value < 1e9}


def _render(
    template: str,
    title: str,
    description: str,
    provenance: Provenance,
    language: str,
    **context: Any,
) -> str:
    drawn = _exporter().environment.get_template(template)
    return _document(
        lambda known: str(drawn.render({"page": context | known})),
        title,
        description,
        provenance,
        language,
    )


def _document(
    draw: Callable[[dict[str, Any]], str],
    title: str,
    description: str,
    provenance: Provenance,
    language: str,
) -> str:
    """The whole file of a page, whose body ``draw`` gives for what every page knows."""
    from markupsafe import Markup

    title, description = plain(title), plain(description)
    as_of = ""
    if provenance.built_on:
        as_of = say("page.as_of", language, date=_date(provenance.built_on, language))
    known = {
        "title": title,
        "description": description,
        "as_of": as_of,
        "provenance": provenance,
        "say": partial(_say, language),
        "unseen": "",
        "language": language,
    }
    body = draw(known)
    if lacking := webfont.lacking(body):
        body = draw(known | {"unseen": _unseen(lacking, language)})
    body = in_full(body, language)
    css = page_css() + _paper(title, plain(as_of)) + webfont.font_faces(title + body)
    body = sanitise.page(_small_enough(body, LARGEST - _MARKUP - len(css)))
    page = _exporter().environment.get_template("document.html.j2")
    return str(
        page.render(
            language=language,
            title=title,
            description=description,
            policy=page_policy(css),
            css=Markup(css),
            body=Markup(body),
        )
    )


def _small_enough(body: str, most: int) -> str:
    """The body without the largest of the pictures to save, as far as it is too large.

    The picture itself stands in the page, and an analyst's notebook saves it too.
    """
    links = sorted(_SAVED.findall(body), key=len)
    while links and len(body.encode()) > most:
        body = body.replace(links.pop(), "", 1)
    return body


def _say(language: str, name: str, **values: Any) -> str:
    """The words of a page around its report, for the templates."""
    return say(f"page.{name}", language, **values)


def _unseen(lacking: str, language: str) -> str:
    shown, more = " ".join(lacking[:60]), len(lacking) - 60
    if more <= 0:
        return say("page.unseen", language, characters=shown)
    return say("page.unseen_more", language, characters=shown, number=str(more))


def _date(text: str, language: str) -> str:
    """A day as the language writes it; any other text as it is."""
    try:
        return Days(text).said(language)
    except (ValueError, MessageError):
        return plain(text)


def _paper(title: str, as_of: str) -> str:
    """What stands on each sheet of paper: title, date, number of the page."""
    said = {"top-left": _css_string(title[:120]), "top-right": _css_string(as_of)}
    said["bottom-right"] = 'counter(page) " / " counter(pages)'
    look = f'font:8pt "{typeface.FAMILY}",sans-serif;color:#566069'
    boxes = "".join(f"@{place}{{content:{content};{look}}}" for place, content in said.items())
    return f"@page{{{boxes}}}"


def _css_string(text: str) -> str:
    r"""A text that ends neither its string nor its style sheet, whatever it holds.

    >>> _css_string('a</style>')
    '"a\\3c \\2f style\\3e "'
    """
    safe = (c if c == " " or (c.isascii() and c.isalnum()) else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(safe) + '"'


@cache
def _exporter() -> Any:
    from kcity_analysis.pages.exporter import ReportExporter

    return ReportExporter()
