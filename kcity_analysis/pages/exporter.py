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

from kcity_analysis.pages import html, parts
from kcity_analysis.pages.prepare import Code
from kcity_analysis.pages.sanitise import plain

TEMPLATES = Path(__file__).with_name("templates")


class ReportExporter(TemplateExporter):
    """A notebook as one HTML file without scripts or requests.

    nbconvert's own options do here what they do elsewhere: ``--execute``, ``--no-input``,
    ``--TagRemovePreprocessor.remove_cell_tags``. A notebook that was not run has nothing to show:
    its page says so, and a warning too.
    """

    export_from_notebook = "Kcity"  # the name that JupyterLab makes of "kcity" in its menu

    def __init__(self, **arguments: Any) -> None:
        arguments = {
            "file_extension": ".html",
            "template_name": "kcity",
            "extra_template_basedirs": [str(TEMPLATES)],
            **arguments,
        }
        super().__init__(**arguments)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters["plain"] = plain
        environment.filters["words"] = parts.words
        environment.filters["first_line"] = html.first_line
        return environment

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = self._init_resources(resources)
        if "page" in resources:
            text, resources = super().from_notebook_node(nb, resources, **arguments)
            return text, resources
        shown, resources = super()._preprocess(nb, resources)
        provenance = html.provenance_of(shown)
        if not (_was_run(nb) or _was_run(shown)):
            self.log.warning(
                "This notebook was not run, so its page has nothing to show: run all cells and "
                "save, or add --execute"
            )
            return html.render_unrun(shown, provenance=provenance), resources
        code: Code = "none" if self.exclude_input else "toggle"
        text = html.render_report(shown, code=code, provenance=provenance, exporter=self)
        return text, resources

    def _preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        # What a page is drawn of went through them as a notebook, and is none any more.
        return nb, resources


def _was_run(notebook: NotebookNode) -> bool:
    """Whether a code cell was run, but for those that a committed notebook keeps with its outputs,
    so that nbval can compare them."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    fresh = [c for c in code if "nbval-check-output" not in c.metadata.get("tags", [])]
    return not code or any(cell.get("outputs") or cell.get("execution_count") for cell in fresh)
