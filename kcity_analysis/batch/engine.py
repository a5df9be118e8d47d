"""One notebook executed, and its files: the work of a child process (see :mod:`.workers`).

papermill injects the parameters and drives one of two engines registered with it: ``kcity`` runs
the cells in this very process, in a fresh IPython shell; ``kcity-kernel`` in a kernel of its own.
Both give the same bytes, because :func:`normalise` takes out of the executed notebook whatever
differs from run to run or machine to machine. The process is used up afterwards.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine, NBClientEngine, papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from kcity_analysis.batch.normalise import cleaner, normalise
from kcity_analysis.batch.shell import Shell
from kcity_analysis.batch.workers import ERRORED, EXCEPTED, SUCCEEDED, Job, Result
from kcity_analysis.pages import html

LATE = (
    "IPython.core.completer",
    "IPython.core.magics",
    "babel.dates",
    "babel.numbers",
    "matplotlib_inline.backend_inline",
    "nh3",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "pygments.lexers.python",
)
"""Modules that their libraries import only at first use, which would be in every child."""

Tell = Callable[[int, int, Any], None]
"""Called after each code cell: how many cells are done, how many there are, the cell's outputs."""


def warm() -> None:
    """Import and try once whatever a report needs, so that the children find it done."""
    for name in LATE:
        with suppress(ImportError):
            importlib.import_module(name)
    with suppress(Exception):  # the notebook that needs it will say what is wrong
        _rehearse()
    cells = [nbformat.v4.new_markdown_cell("# Warm"), nbformat.v4.new_code_cell("1 + 1")]
    page = nbformat.v4.new_notebook(cells=cells)
    html.render_report(page, provenance=html.Provenance("warm"))


def _rehearse() -> None:
    """Compute and draw once what most reports do, with functions of ours that leave no trace.

    What they load, compile and keep (words, fonts, outlines of countries) is then there in every
    child: a third of the time of a report.
    """
    from kcity_analysis.evidence import published
    from kcity_analysis.reports import comparison, reception

    years = sorted(published()["year"].unique())
    repr(comparison.comparison(int(years[1]), int(years[0])).by("region"))
    repr(reception.reception(int(years[0])).applicants_map())


def build(job: Job, tell: Tell) -> Result:
    """Execute the notebook of a job and make its three files."""
    notebook = _prepared(job)
    try:
        _execute(notebook, job, tell)
    except DeadKernelError:
        return _failure(job, notebook, ERRORED, "its kernel died", _reached(notebook))
    except Exception as error:  # the machinery, not the notebook
        said = f"{type(error).__name__}: {error}"
        return _failure(job, notebook, ERRORED, said, _reached(notebook))
    normalise(notebook, job)
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not _quiet_exit(output):
                said = f"{output.ename}: {output.evalue}"
                return _failure(job, notebook, EXCEPTED, said, number)
    try:
        files = {
            ".html": html.render_report(notebook, code=job.code, provenance=_provenance(job)),
            ".ipynb": nbformat.v4.writes(notebook) + "\n",
            ".csv": html.figures_csv(notebook),
        }
        return Result(
            SUCCEEDED,
            {suffix: text.encode() for suffix, text in files.items()},
            html.headline(notebook) | {"thumbnail": html.thumbnail(notebook)},
        )
    except ValueError as error:  # not a report as the page wants it
        return _failure(job, notebook, ERRORED, str(error))
    except Exception as error:
        said = f"its page could not be made: {type(error).__name__}: {error}"
        return _failure(job, notebook, ERRORED, said)


def fail(job: Job, outputs: list[tuple[int, Any]], error: str, _: Tell | None = None) -> Result:
    """The page of a report whose process was lost: what had come back from it, and why it ended."""
    notebook = _prepared(job)
    for count, (done, new) in enumerate(outputs, 1):
        cell = notebook.cells[done - 1]
        cell.outputs, cell.execution_count = nbformat.from_dict(new), count
    normalise(notebook, job)
    return _failure(job, notebook, ERRORED, error, _reached(notebook))


def index(entries: list[dict[str, Any]], built_on: str, _: Tell | None = None) -> Result:
    """The page that leads to all reports."""
    page = html.render_index([html.Entry(**entry) for entry in entries], built_on=built_on)
    return Result(SUCCEEDED, {".html": page.encode()})


def _prepared(job: Job) -> NotebookNode:
    """The notebook of a job with the parameters injected by papermill."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{job.report}.ipynb")
        path.write_text(job.notebook, "utf-8")
        notebook = load_notebook_node(str(path))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if not job.parameters:
        return notebook
    return parameterize_notebook(notebook, job.parameters, engine_name="kcity")


def _execute(notebook: NotebookNode, job: Job, tell: Tell) -> None:
    os.chdir(job.project)
    with tempfile.TemporaryDirectory() as empty:
        # Somebody's own IPython profile must not change a report.
        os.environ["IPYTHONDIR"] = empty
        papermill_engines.execute_notebook_with_engine(
            "kcity-kernel" if job.kernel else "kcity",
            notebook,
            kernel_name="python3",
            progress_bar=False,
            tell=tell,
        )


def _failure(
    job: Job, notebook: NotebookNode, outcome: str, error: str, number: int | None = None
) -> Result:
    error = cleaner(job)(error)
    page = html.render_failure(
        notebook, report=job.report, error=error, provenance=_provenance(job), code=job.code
    )
    place = "" if number is None else _place(notebook, number)
    return Result(outcome, {".failed.html": page.encode()}, place=place, error=error)


def _reached(notebook: NotebookNode) -> int | None:
    """The cell that was running when the process or the kernel was lost: the first not done."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and cell.source.strip() and not cell.execution_count:
            return number
    return None


def _place(notebook: NotebookNode, number: int) -> str:
    """Where in a notebook a cell stands, as a person finds it.

    >>> new = nbformat.v4
    >>> cells = [new.new_markdown_cell("## By region"), new.new_code_cell("1 / 0")]
    >>> _place(new.new_notebook(cells=cells), 1)
    'cell [1] under “By region”'
    """
    code = [cell for cell in notebook.cells[: number + 1] if cell.cell_type == "code"]
    headings = [
        cell.source.splitlines()[0].lstrip("# ")
        for cell in notebook.cells[:number]
        if cell.cell_type == "markdown" and cell.source.startswith("#")
    ]
    return f"cell [{len(code)}]" + (f" under “{headings[-1]}”" if headings else "")


def _provenance(job: Job) -> html.Provenance:
    return html.Provenance(
        report=job.report,
        parameters={
            name: Path(value).name if name in job.files and value else value
            for name, value in job.parameters.items()
        },
        built_on=job.date,
        versions={"kcity-analysis": metadata.version("kcity-analysis")}
        | {
            name: value
            for name, value in job.made_of.items()
            if name in ("python", "pandas", "matplotlib", "seaborn", "nbconvert", "papermill")
        },
        inputs=tuple(job.inputs.items()),
    )


def _quiet_exit(output: NotebookNode) -> bool:
    """Whether a cell ended the notebook by itself, which papermill takes for success."""
    return output.ename == "SystemExit" and output.evalue in ("", "0")


def _telling(manager: Any, tell: Tell) -> None:
    """Have papermill's manager of a run tell each finished code cell."""
    complete, total = manager.cell_complete, len(manager.nb.cells)

    def cell_complete(cell: NotebookNode, cell_index: int = 0, **more: Any) -> None:
        complete(cell, cell_index=cell_index, **more)
        if cell.cell_type == "code":
            tell(cell_index + 1, total, json.loads(json.dumps(cell.outputs)))

    manager.cell_complete = cell_complete


class KernelEngine(NBClientEngine):
    """papermill's own engine, telling each finished cell."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, tell: Tell, **more: Any
    ) -> None:
        _telling(nb_man, tell)
        super().execute_managed_notebook(nb_man, kernel_name, **more)


class ProcessEngine(Engine):
    """Runs the cells in this process, in a fresh shell: for a process that ends afterwards."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, tell: Tell, **_: Any
    ) -> None:
        _telling(nb_man, tell)
        shell = Shell.instance(config=Config(HistoryManager={"enabled": False}))
        shell.enable_matplotlib("inline")
        with shell.printing():
            for number, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type == "code" and cell.source.strip():
                    nb_man.cell_start(cell, number)
                    raised = shell.run_notebook_cell(cell)
                    if raised:
                        nb_man.cell_exception(cell, number)
                    nb_man.cell_complete(cell, number)
                    if raised:
                        break


papermill_engines.register("kcity", ProcessEngine)
papermill_engines.register("kcity-kernel", KernelEngine)
