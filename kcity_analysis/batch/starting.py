"""A notebook that is a report from the start, to be filled with one's own sections."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from kcity_analysis.batch.plan import find_reports
from kcity_analysis.vocabulary import SHIPPED, InputError, Message, replacing

_KEPT = ("parameters", "setup", "sources", "all-figures")
"""Cells of the notebook that a new one is like: what it is given, and what every page ends with."""

_TITLE = """# {title}

Write here what the report is about: one or two sentences, which stand at the head of its page."""
_EXAMPLE = "## A first section\n\nA heading, a sentence or two, and one call a cell."


def new_notebook(project: Path, name: str, like: str) -> Path:
    """Write ``notebooks/NAME.ipynb``, with the parameters and the end of another report.

    It is run for the same years as that one. Raises InputError for a name that is no plain word,
    that is taken, or where there is no report to be like.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", name):
        raise InputError(Message("error.name in small letters", name=name))
    if project == SHIPPED:
        raise InputError(Message("error.installed"))
    path = project / "notebooks" / f"{name}.ipynb"
    if path.exists():
        raise InputError(Message("error.notebook there", file=path))
    reports = find_reports(project)
    if like not in reports:
        raise InputError(Message("error.nothing like", name=like, reports=", ".join(reports)))
    with replacing(path) as draft:
        notebook = _filled(json.loads(reports[like].source), name)
        draft.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _filled(like: dict[str, Any], name: str) -> dict[str, Any]:
    """The cells of a notebook that all reports have, with a title and a section to begin with."""
    kept = {cell["id"]: copy.deepcopy(cell) for cell in like["cells"] if cell["id"] in _KEPT}
    title = _TITLE.format(title=name.replace("_", " ").capitalize())
    cells = [
        _text("title", title),
        *(kept[one] for one in ("parameters", "setup") if one in kept),
        _text("first-section", _EXAMPLE),
        _code("first-table", 'kc.wide("region")'),
        _text("sources-heading", "## Sources"),
        *(kept[one] for one in ("sources", "all-figures") if one in kept),
    ]
    return {**like, "cells": cells}


def _text(identifier: str, source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "markdown", "id": identifier, "metadata": {}, "source": lines}


def _code(identifier: str, source: str) -> dict[str, Any]:
    return _text(identifier, source) | {
        "cell_type": "code", "execution_count": None, "outputs": [],
    }  # fmt: skip
