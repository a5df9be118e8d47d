"""What an executed notebook says of itself: its headline, its figures, a picture for the index."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from nbformat import NotebookNode

from kcity_analysis.pages.sanitise import plain

MARKED = ("incomplete", "in progress", "suspect")
"""What the index says of a report: its year is not wholly known, or figures contradict others."""
HEADLINE = "application/vnd.kcity.headline+json"


def headline(notebook: NotebookNode) -> dict[str, Any]:
    """What a notebook says of itself first.

    ``title``, ``description``, ``language``, ``status`` (of the report's figures, if it is
    one of :data:`MARKED`), ``points`` (``text``, ``anchor`` of the section that has more)
    and ``cards`` (``label``, ``value``, ``note``).

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
        {key: plain(card.get(key, "")) for key in ("label", "value", "note")}
        for card in data.get("cards", [])
    ]
    points = [
        {key: plain(point.get(key, "")) for key in ("text", "anchor")}
        for point in data.get("points", [])
    ]
    title = data.get("title") or first_heading(notebook)
    status = data.get("status") if data.get("status") in MARKED else ""
    return {
        "title": plain(title),
        "description": plain(data.get("description")),
        "language": plain(data.get("language") or "en"),
        "status": status,
        "points": points,
        "cards": cards,
    }


def gives_figures(notebook: NotebookNode) -> bool:
    """Whether a notebook gives its figures at all."""
    return bool(_csv_outputs(notebook))


def figures_csv(notebook: NotebookNode) -> str:
    """The report's tidy figures: its one ``text/csv`` output. ``ValueError`` if not exactly one."""
    found = _csv_outputs(notebook)
    if len(found) != 1:
        raise ValueError(f"a report gives its figures as text/csv once, this {len(found)} times")
    return "".join(found[0])


def _csv_outputs(notebook: NotebookNode) -> list[Any]:
    return [
        output.data["text/csv"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "text/csv" in output.get("data", {})
    ]


def thumbnail(notebook: NotebookNode) -> str:
    """What the index draws of a report, as JSON: ``stage`` and its ``totals`` of cases by year.

    The stage is the one that the report says most about; '' where no total is known. The index
    draws the totals of all reports of a name and marks the year of each.
    """
    try:
        rows = list(csv.DictReader(StringIO(figures_csv(notebook))))
    except ValueError:
        return ""
    counts = [
        row
        for row in rows
        if row["measure"] == "cases"
        and row["value"]
        and row["first_year"] == row["year"]
        and row.get("confidence") not in ("low", "contradicted")
    ]
    stages = Counter(row["stage"] for row in counts).most_common()
    for stage, _ in stages:
        totals = {
            row["year"]: float(row["value"])
            for row in counts
            if row["stage"] == stage and row["dimension"] == "total"
        }
        if totals:
            return json.dumps({"stage": stage, "totals": totals})
    return ""


def drawn(totals: Mapping[int, float], marked: int | None, unfinished: Iterable[int] = ()) -> str:
    """Totals through the years as a small inline SVG, with one year marked.

    ``unfinished`` years, of which not all is known, are outlines. Without a year to mark all are
    alike; fewer than two totals are no picture. It is decoration: the index prints figures beside.
    """
    if len(totals) < 2 or (marked is not None and marked not in totals):
        return ""
    top = max(totals.values()) or 1
    bars = ""
    for place, year in enumerate(sorted(totals)[-30:]):
        height = max(2, round(46 * totals[year] / top))
        colour = f"var(--kc-{'accent' if marked in (year, None) else 'neutral'})"
        fill = "none" if year in unfinished else colour
        bars += (
            f'<rect x="{20 * place + 1}" y="{47 - height}" width="14" height="{height}" '
            f'style="fill:{fill};stroke:{colour};stroke-width:2"/>'
        )
    return f'<svg viewBox="0 0 {20 * min(len(totals), 30) - 4} 48">{bars}</svg>'


def first_heading(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.match(r"#\s+(.+)", cell.source)):
            return str(match[1]).strip()
    return ""
