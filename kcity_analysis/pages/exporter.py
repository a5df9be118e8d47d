"""The page as an nbconvert exporter: ``jupyter nbconvert --to kcity``, and JupyterLab's Export.

Importing this imports nbconvert, which takes a second or two: :mod:`pages.html` does it
only when a page is made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from kcity_analysis.pages import html
from kcity_analysis.pages.sanitise import plain

TEMPLATES = Path(__file__).with_name("templates")


class ReportExporter(TemplateExporter):
    """A notebook as one HTML file without scripts or requests."""

    export_from_notebook = "K-City page (one HTML file)"

    def __init__(self, **arguments: Any) -> None:
        arguments = {
            "file_extension": ".html",
            "template_name": "kcity",
            "extra_template_basedirs": [str(TEMPLATES)],
            # What a cell is worth to the page is decided in html.py alone.
            "default_preprocessors": [],
            **arguments,
        }
        super().__init__(**arguments)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters["plain"] = plain
        environment.filters["first_line"] = html.first_line
        environment.filters["thumb"] = html.thumbnail_markup
        return environment

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = self._init_resources(resources)
        if "page" not in resources:
            provenance = html.provenance_of(nb)
            return html.render_report(nb, provenance=provenance), resources
        return super().from_notebook_node(nb, resources, **arguments)
