"""One notebook executed, and its files: the work of a child process (see :mod:`.workers`).

papermill injects the parameters and drives one of two engines registered with it: ``kcity`` runs
the cells in this very process, in a fresh IPython shell; ``kcity-kernel`` in a kernel of its own.
Both give the same bytes, because :func:`normalise` takes out of the executed notebook whatever
differs from run to run or machine to machine. What is not the same: what a notebook leaves to run
between its cells (a task that it does not await), and what it says of its own process (arguments,
handlers of signals, numbers of threads, the name of matplotlib's backend).

The process is used up afterwards.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import multiprocessing
import os
import string
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from kcity_analysis.batch import machine
from kcity_analysis.batch.links import Lead, index_name
from kcity_analysis.batch.machine import shown
from kcity_analysis.batch.normalise import job_cleaner, normalise
from kcity_analysis.batch.shell import ENDED, Shell, new_output
from kcity_analysis.batch.workers import (
    ERRORED,
    EXCEPTED,
    SUCCEEDED,
    Job,
    Outcome,
    can_tether,
    tether,
)
from kcity_analysis.charts import typeface
from kcity_analysis.evidence import renew_bounds
from kcity_analysis.pages import html
from kcity_analysis.vocabulary import (
    LANGUAGES,
    NAMED,
    PROJECT,
    InputError,
    Message,
    MessageError,
    Words,
    in_words,
    is_project,
    say,
)

LATE = (
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.magics.ast_mod",
    "IPython.core.magics.execution",
    "IPython.core.oinspect",
    "IPython.utils.module_paths",
    "babel.dates",
    "babel.numbers",
    "click",
    "matplotlib_inline.backend_inline",
    "nh3",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "pygments.lexers.python",
)
"""Modules that their libraries import only at first use, which would be in every child."""

SHORT_COLUMNS = ("mode.string_storage", "python")
"""pandas keeps words as Python's own: Arrow's, which it takes where it can, are made for long
columns, and a report selects hundreds of times from frames of a few rows (an eighth of its time).
"""

Tell = Callable[[int, int, Any], None]
"""Called after each code cell: how many cells are done, of how many, its outputs as JSON."""


def warm_up() -> None:
    """Import and try once whatever a report needs, so that the reports find it done."""
    pd.set_option(*SHORT_COLUMNS)
    for name in LATE:
        with suppress(ImportError):
            importlib.import_module(name)
    for part in (rehearse, _rehearse_page):
        with suppress(Exception):  # the report that needs it will say what is wrong
            part()


def rehearse() -> None:
    """Compute and draw once what most reports do, with functions of ours that leave no trace.

    What they load, compile and keep (words, fonts, outlines of countries) is then there in every
    report: a third of its time.
    """
    from kcity_analysis.evidence import bounded, published
    from kcity_analysis.reports import comparison, reception, selection

    known = published()
    for year, stage in known[["year", "stage"]].drop_duplicates().itertuples(index=False):
        with suppress(InputError):
            bounded(int(year), stage)  # what a report asks of other years is inherited by all
    years = sorted(known["year"].unique())
    chosen = selection.selection(int(years[0]))
    for section in (chosen.money(), chosen.by("type"), chosen.caveats()):
        repr(section)
    repr(comparison.comparison(int(years[1]), int(years[0])).by("region"))
    repr(reception.reception(int(years[0])).applicants_map())
    repr(reception.reception(int(years[0]), language=LANGUAGES[-1]).by("region"))


def _rehearse_page() -> None:
    cells = [nbformat.v4.new_markdown_cell("# Warm"), nbformat.v4.new_code_cell("1 + 1")]
    page = nbformat.v4.new_notebook(cells=cells)
    typeface.register()
    for bold in (False, True):
        typeface.text_box(string.digits + string.ascii_letters + string.punctuation, 1, bold)
    for language in LANGUAGES:
        html.render_report(
            page,
            provenance=html.Provenance("warm"),
            language=language,
            ways=index_ways(language),  # almost every page names the other language in its letters
        )


def build(job: Job, tell: Tell) -> Outcome:
    """Execute the notebook of a job and make its three files."""
    pd.set_option(*SHORT_COLUMNS)
    notebook = _prepared(job)
    project = Path(job.project)
    if is_project(project) and project.resolve() != PROJECT.resolve():
        said: Words = Message("run.other data", setting=NAMED)
        return _failure(job, notebook, ERRORED, said)
    try:
        _execute(notebook, job, tell)
    except DeadKernelError:
        return _failure(job, notebook, ERRORED, Message("run.kernel died"), _reached(notebook))
    except Exception as error:  # the machinery, not the notebook
        said = f"{type(error).__name__}: {error}"
        return _failure(job, notebook, ERRORED, said, _reached(notebook))
    normalise(notebook, job)
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.evalue = shortened(output.evalue)
                said = f"{output.ename}: {output.evalue}"
                return _failure(job, notebook, EXCEPTED, said, number)
    if (skipped := _reached(notebook)) is not None:  # a report without a part of it is none
        return _failure(job, notebook, ERRORED, Message("run.cell not run"), skipped)
    try:
        files = {".html": _page(notebook, job), ".ipynb": nbformat.v4.writes(notebook) + "\n"}
        if job.figures or html.gives_figures(notebook):
            files[".csv"] = html.figures_csv(notebook)
        return Outcome(
            SUCCEEDED,
            {suffix: text.encode() for suffix, text in files.items()},
            html.headline(notebook) | {"thumbnail": html.thumbnail(notebook)},
        )
    except ValueError as error:  # not a report as the page wants it
        return _failure(job, notebook, ERRORED, str(error))
    except Exception as error:
        said = Message("run.no page", kind=type(error).__name__, reason=str(error))
        return _failure(job, notebook, ERRORED, said)


def fail(job: Job, outputs: list[tuple[int, Any]], error: Words, _: Tell | None = None) -> Outcome:
    """The page of a report whose process was lost: what had come back from it, and why it ended."""
    notebook = _prepared(job)
    for count, (done, new) in enumerate(outputs, 1):
        cell = notebook.cells[done - 1]
        cell.outputs, cell.execution_count = nbformat.from_dict(json.loads(new)), count
    normalise(notebook, job)
    return _failure(job, notebook, ERRORED, error, _reached(notebook))


def index(
    entries: list[dict[str, Any]], built_on: str, language: str, _: Tell | None = None
) -> Outcome:
    """The page that leads to all reports, in a language."""
    page = html.render_index(
        [index_entry(entry) for entry in entries],
        built_on=built_on,
        language=language,
        ways=index_ways(language),
    )
    return Outcome(SUCCEEDED, {".html": page.encode()})


def renew(_: Tell | None = None) -> Outcome:
    """Have the bounds computed once where the data were changed, and not by every report.

    Where that cannot be, as in a folder that is only read, the reports do or say what is wrong.
    """
    with suppress(InputError, OSError):
        return Outcome(SUCCEEDED, headline={"renewed": renew_bounds()})
    return Outcome(ERRORED)


def index_entry(entry: dict[str, Any]) -> html.Entry:
    """A report in the index, of what a run knows of it."""
    translation = entry.get("translation")
    return html.Entry(**entry | {"translation": html.Link(**translation) if translation else None})


def index_ways(language: str) -> html.Ways:
    """Where an index leads to beside its reports: to the same in the other language."""
    other = next(one for one in LANGUAGES if one != language)
    link = html.Link(say("page.language", other), index_name(other), other)
    return html.Ways(translation=link)


def shortened(error: str, most: int = 2000) -> str:
    """An error as a page and the manifest can hold it; some carry the whole of what they read."""
    return error if len(error) <= most else f"{error[:most]}…"


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
    job: Job, notebook: NotebookNode, status: str, error: Words, number: int | None = None
) -> Outcome:
    clean = job_cleaner(job)
    if isinstance(error, Message):
        said = {
            name: clean(one) if isinstance(one, str) else one
            for name, one in dict(error.values).items()
        }
        error = Message(error.key, **said)
    else:
        error = shortened(clean(in_words(error, job.language)))
    page = html.render_failure(
        notebook,
        report=job.report,
        error=in_words(error, job.language),
        provenance=_provenance(job),
        code=job.code,
        language=job.language,
        ways=_ways(job),
    )
    place = "" if number is None else _place(notebook, number)
    return Outcome(status, {".failed.html": page.encode()}, place=place, error=error)


def _reached(notebook: NotebookNode) -> int | None:
    """The cell that was running when the process or the kernel was lost: the first not done."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and cell.source.strip() and not cell.execution_count:
            return number
    return None


def _place(notebook: NotebookNode, number: int) -> Message:
    """Where in a notebook a cell stands, as a person finds it.

    >>> new = nbformat.v4
    >>> cells = [new.new_markdown_cell("## By region"), new.new_code_cell("1 / 0")]
    >>> _place(new.new_notebook(cells=cells), 1).said("en")
    'cell [1] under “By region”'
    """
    code = [cell for cell in notebook.cells[: number + 1] if cell.cell_type == "code"]
    headings = [
        cell.source.splitlines()[0].lstrip("# ")
        for cell in notebook.cells[:number]
        if cell.cell_type == "markdown" and cell.source.startswith("#")
    ]
    key = "run.cell under" if headings else "run.cell"
    return Message(key, number=str(len(code)), heading=(headings or [""])[-1])


def _page(notebook: NotebookNode, job: Job) -> str:
    return html.render_report(
        notebook,
        code=job.code,
        provenance=_provenance(job),
        language=job.language,
        ways=_ways(job),
    )


def _ways(job: Job) -> html.Ways:
    """Where a page leads to, each with a title in its language."""

    def link(lead: Lead | None) -> html.Link | None:
        if lead is None:
            return None
        known = lead.language
        title = say("page.language", known) if known else _title(lead, job.language)
        return html.Link(title, lead.href, lead.language)

    leads = job.leads
    return html.Ways(
        index=leads.index,
        before=link(leads.before),
        after=link(leads.after),
        others=tuple(found for lead in leads.others if (found := link(lead))),
        translation=link(leads.translation),
    )


def _title(lead: Lead, language: str) -> str:
    """What a report is called: in the catalogue, else in its own notebook."""
    try:
        return say(f"{lead.report}.title", language, **lead.years)
    except MessageError:
        return " ".join(str(part) for part in (lead.heading, lead.years.get("year", "")) if part)


def _provenance(job: Job) -> html.Provenance:
    return html.Provenance(
        report=job.report,
        parameters=shown(job.parameters, job.files),
        built_on=job.date,
        versions={"kcity-analysis": metadata.version("kcity-analysis")}
        | {
            name: value
            for name, value in job.made_of.items()
            if name in ("python", "pandas", "matplotlib", "seaborn", "nbconvert", "papermill")
        },
        inputs=tuple(job.inputs.items()),
        build=job.build,
    )


def _telling(manager: Any, tell: Tell) -> None:
    """Have papermill's manager of a run tell each finished code cell, and mark each that failed.

    IPython shows nothing of some errors as such: of groups, of a magic that does not exist, of
    what a handler of the notebook's own takes. The cell has failed all the same.
    """
    complete, raised, total = manager.cell_complete, manager.cell_exception, len(manager.nb.cells)

    def cell_complete(cell: NotebookNode, cell_index: int = 0, **more: Any) -> None:
        complete(cell, cell_index=cell_index, **more)
        if cell.cell_type == "code":
            tell(cell_index + 1, total, json.dumps(cell.outputs))

    def cell_exception(cell: NotebookNode, cell_index: int = 0, **more: Any) -> None:
        raised(cell, cell_index=cell_index, **more)
        error = more.get("exception")
        if not any(output.output_type == "error" for output in cell.outputs):
            name = getattr(error, "ename", type(error).__name__)
            value = getattr(error, "evalue", str(error))
            cell.outputs.append(new_output("error", ename=name, evalue=value, traceback=[]))

    manager.cell_complete, manager.cell_exception = cell_complete, cell_exception


def _refuse_to_end(execute_reply: Any, **_: Any) -> None:
    """A kernel that was asked to exit runs on for a moment, in which it may do some more cells."""
    payload = execute_reply["content"].get("payload", [])
    if any(one.get("source") == "ask_exit" for one in payload):
        raise CellExecutionError("", "SystemExit", ENDED)


class KernelEngine(Engine):
    """Runs the cells in a kernel, which ends with this process even if it is deaf to all else."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, tell: Tell, **_: Any
    ) -> None:
        _telling(nb_man, tell)
        # A number that JSON has not is no matter for the reader of a page.
        quiet = {"PYTHONWARNINGS": "ignore:Message serialization failed"}
        start: dict[str, Any] = {"env": os.environ | quiet}
        caller = multiprocessing.parent_process()
        if caller and can_tether():
            line = caller.sentinel
            start |= {"pass_fds": [line], "preexec_fn": lambda: tether(line)}
        PapermillNotebookClient(
            nb_man,
            timeout=None,
            startup_timeout=60,
            kernel_name=kernel_name,
            # A tag of a cell does not decide what a report is made of.
            force_raise_errors=True,
            skip_cells_with_tag="",
            # What a program prints past Python would come when it comes, if at all.
            extra_arguments=[
                "--IPKernelApp.capture_fd_output=False",
                f"--IPKernelApp.exec_lines=__import__('pandas').set_option{SHORT_COLUMNS};"
                f"__import__('{machine.__name__}',fromlist=['*']).print_well_formed()",
            ],
            on_cell_executed=_refuse_to_end,
        ).execute(**start)


class ProcessEngine(Engine):
    """Runs the cells in this process, in a fresh shell: for a process that ends afterwards."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, tell: Tell, **_: Any
    ) -> None:
        _telling(nb_man, tell)
        shell = Shell.instance(config=Config(HistoryManager={"enabled": False}))
        shell.enable_matplotlib("inline")
        with shell.in_place():
            asyncio.run(cls._run(nb_man, shell))

    @staticmethod
    async def _run(nb_man: Any, shell: Shell) -> None:
        """Within a running loop, as a kernel has one."""
        for number, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type == "code" and cell.source.strip():
                nb_man.cell_start(cell, number)
                error = await shell.run_notebook_cell(cell)
                if error:
                    nb_man.cell_exception(cell, number, exception=error)
                nb_man.cell_complete(cell, number)
                if error:
                    break


papermill_engines.register("kcity", ProcessEngine)
papermill_engines.register("kcity-kernel", KernelEngine)
