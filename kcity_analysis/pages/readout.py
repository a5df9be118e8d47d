"""What an executed notebook says of itself: its headline, its figures, a picture for the index."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from typing import Any

from nbformat import NotebookNode

from kcity_analysis.pages.sanitise import plain

HEADLINE = "application/vnd.kcity.headline+json"


def headline(notebook: NotebookNode) -> dict[str, Any]:
    """What a notebook says of itself first.

    ``title``, ``description``, ``language``, ``points`` (``text``, ``anchor`` of the section that
    has more) and ``cards`` (``label``, ``value``, ``note``).

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
    return {
        "title": plain(title),
        "description": plain(data.get("description")),
        "language": plain(data.get("language") or "en"),
        "points": points,
        "cards": cards,
    }


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

    The bars are the totals of three years or more, else the first breakdown (by region, type or
    field) of the newest year, else the totals of two years; of the stage the report says most
    about. They are decoration: the index prints the headline beside them.
    """
    try:
        rows = list(csv.DictReader(StringIO(figures_csv(notebook))))
    except ValueError:
        return ""
    counts = [
        (row, float(row["value"]))
        for row in rows
        if row["measure"] == "cases" and row["value"] and row["first_year"] == row["year"]
    ]
    if not counts:
        return ""
    stage, _ = Counter(row["stage"] for row, _ in counts).most_common(1)[0]
    counts = [(row, value) for row, value in counts if row["stage"] == stage]
    by_year = {row["year"]: value for row, value in counts if row["dimension"] == "total"}
    totals = [by_year[year] for year in sorted(by_year)]
    if len(totals) >= 3:
        return _bars(totals)
    for dimension in ("region", "type", "field"):
        broken_down = [(row, value) for row, value in counts if row["dimension"] == dimension]
        newest = max((row["year"] for row, _ in broken_down), default="")
        values = {row["category"]: value for row, value in broken_down if row["year"] == newest}
        if len(values) >= 2:
            return _bars(list(values.values())[:12])
    return _bars(totals) if len(totals) == 2 else ""


def _bars(values: list[float]) -> str:
    top = max(values) or 1
    bars = "".join(
        f'<rect x="{20 * i}" y="{48 - h}" width="16" height="{h}"/>'
        for i, h in enumerate(max(1, round(48 * value / top)) for value in values)
    )
    return (
        f'<svg viewBox="0 0 {20 * len(values) - 4} 48" style="fill:var(--kc-accent)">{bars}</svg>'
    )


def first_heading(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.match(r"#\s+(.+)", cell.source)):
            return str(match[1]).strip()
    return ""
