"""Frames -> accessible HTML tables: caption, scopes, units, aligned numbers, the basis of each.

Text of a frame is escaped here, always; nothing of it is read as HTML or Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Literal, Protocol

import pandas as pd

from kcity_analysis.vocabulary import formula_safe, number, say


@dataclass(frozen=True, eq=False)
class WorkbookSheet:
    """A table as a workbook has it: its title, its cells, a note, and which columns are numbers.

    Cells of the ``numeric`` columns (by their place) may be texts such as "1,234" or "+38.8 %",
    which become numbers, and others, such as "5 to 18", which stay as they are.
    """

    title: str
    frame: pd.DataFrame
    note: str = ""
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Fragment:
    """A piece of a report: HTML of ours, the same in plain words, and data for other programs.

    Jupyter shows the HTML; a terminal, nbval and a search see the plain text.
    """

    html: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    kind: Literal["", "sentence", "table"] = ""
    sheets: tuple[WorkbookSheet, ...] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.text, **self.data}

    def __repr__(self) -> str:
        return self.text


class Shown(Protocol):
    """What can stand on a page: a fragment, or a picture that is drawn when it is shown."""

    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def sheets(self) -> tuple[WorkbookSheet, ...]: ...


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how a value is shown, and whether it holds numbers.

    ``links`` gives a value's HTML where it is more than text; it must escape what it shows.
    """

    name: str
    heading: str
    show: Callable[[Any], str] = str
    numeric: bool = False
    links: Callable[[Any], str] | None = None


def marked(name: str, heading: str, mark: str, show: Callable[[Any], str] = str) -> Column:
    """A column of keys, each shown as a word with a mark of its own (a class of the page)."""

    def links(key: Any) -> str:
        look = re.sub(r"[^a-z]+", "-", str(key).casefold())
        return f'<span class="{mark} {look}">{escape(show(key))}</span>' if show(key) else ""

    return Column(name, heading, show, links=links)


def references(name: str, numbers: Mapping[str, int], language: str = "en") -> Column:
    """A column of source identifiers joined by "; ", shown as numbers that lead to the sources."""

    def known(ids: str) -> list[str]:
        return sorted(numbers.keys() & ids.split("; "), key=numbers.__getitem__)

    def show(ids: str) -> str:
        return ", ".join(str(numbers[one]) for one in known(ids))

    def links(ids: str) -> str:
        marks = (f'<a href="#src-{escape(one)}">{numbers[one]}</a>' for one in known(ids))
        return f'<span class="kc-refs">{", ".join(marks)}</span>'

    return Column(name, say("column.source", language), show, links=links)


def numeric(name: str, heading: str, show: Callable[[Any], str] = number) -> Column:
    """A column of numbers, aligned right; a missing one is shown as "n.p."."""
    return Column(name, heading, show, numeric=True)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    note: str = "",
    language: str = "en",
) -> Fragment:
    """Any frame as a table. The first column names the row."""
    caption_html = escape(caption) + (
        f'<br><small class="kc-note">{escape(note)}</small>' if note else ""
    )
    head = "".join(
        f'<th scope="col"{_class(column) if place else ""}>{escape(column.heading)}</th>'
        for place, column in enumerate(columns)
    )
    rows = list(zip(*(frame[column.name].tolist() for column in columns), strict=True))
    body = "".join(f"<tr>{_cells(row, columns, language)}</tr>" for row in rows)
    html = (
        f'<div class="kc-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="kc-table"><caption>{caption_html}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    headings = [column.heading for column in columns]
    said = [[column.show(value) for column, value in zip(columns, row, strict=True)]
            for row in rows]  # fmt: skip
    shown = pd.DataFrame(said, columns=headings)
    numbers = frozenset(at for at, column in enumerate(columns) if column.numeric)
    widths = [max(map(len, cells)) for cells in zip(headings, *said, strict=True)]
    lines = (
        " ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in (headings, *said)
    )
    text = "\n".join([caption, *lines])
    return Fragment(
        html, text, kind="table", sheets=(WorkbookSheet(caption, shown, note, numbers),)
    )


def _class(column: Column) -> str:
    return ' class="num"' if column.numeric else ""


def _cells(row: Sequence[Any], columns: Sequence[Column], language: str) -> str:
    missing = number(float("nan"), language)
    cells = [f'<th scope="row">{escape(columns[0].show(row[0]))}</th>']
    for column, value in zip(columns[1:], row[1:], strict=True):
        text = escape(column.show(value))
        if column.links is not None:
            cells.append(f"<td>{column.links(value)}</td>")
        elif column.numeric and text == missing:
            full = escape(say("number.unpublished.full", language))
            cells.append(f'<td class="num missing"><abbr title="{full}">{text}</abbr></td>')
        else:
            cells.append(f"<td{_class(column)}>{text}</td>")
    return "".join(cells)


def folded(fragment: Fragment, summary: str) -> Fragment:
    """A fragment that opens on a click."""
    html = f"<details><summary>{escape(summary)}</summary>{fragment.html}</details>"
    return replace(fragment, html=html)


def plain(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    caption: str,
    refs: Mapping[str, int] | None = None,
    language: str = "en",
) -> Fragment:
    """A frame with the given columns and headings; columns of numbers are aligned as such.

    With ``refs``, its column ``source_id`` follows as numbers of the sources.
    """
    shown = [
        numeric(name, heading, lambda value: number(value, language))
        if pd.api.types.is_numeric_dtype(frame[name]) and "year" not in name
        else Column(name, heading)
        for name, heading in columns.items()
    ]
    if refs is not None:
        shown.append(references("source_id", refs, language))
    return table(frame, shown, caption, language=language)


def csv_text(frame: pd.DataFrame, **look: Any) -> str:
    """A frame as CSV in which no spreadsheet finds a formula; ``look`` as ``to_csv`` takes it."""
    safe = frame.copy()
    for place, (_, column) in enumerate(frame.items()):
        if column.dtype.kind not in "biuf":
            safe.isetitem(place, list(map(formula_safe, column)))
    return str(safe.to_csv(index=False, lineterminator="\n", **look))


def joined(*parts: Shown | None) -> Fragment:
    """Several fragments as one, in their order; None is left out."""
    present = [part for part in parts if part is not None]
    data = {kind: value for part in present for kind, value in part.data.items()}
    html = "\n".join(part.html for part in present)
    sheets = tuple(sheet for part in present for sheet in part.sheets)
    text = "\n\n".join(part.text for part in present if part.text)
    return Fragment(html, text, data, sheets=sheets)
