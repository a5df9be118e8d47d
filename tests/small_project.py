"""Small projects to run batches in: synthetic data and notebooks named by what they do."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from kcity_analysis.batch import run as batch
from kcity_analysis.batch.workers import EXCEPTED, SUCCEEDED, Job, Outcome
from kcity_analysis.vocabulary import Message

NOTEBOOKS = Path(__file__).parent / "notebooks"

FIGURES = """first_year,year,stage,dimension,category,measure,value
2020,2020,reception,total,all,cases,80
2021,2021,reception,total,all,cases,111
2020,2021,reception,total,all,cases,191
2021,2021,reception,region,Africa,cases,9
2022,2022,selection,total,all,cases,10
"""
PROJECTS = """year,country
2020,RUS
2022,VNM
2023,VNM
"""
SOURCES = """source_id,published_on
older,2021-04-27
newest,2023-02-03
"""


def make(folder: Path, *notebooks: str, **each: str) -> Path:
    """A project with these notebooks; ``each`` has more of them run for something else."""
    for name in ("notebooks", "data"):
        (folder / name).mkdir(parents=True)
    for name in (*notebooks, *each):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder / "notebooks")
    for name, kind in each.items():
        edit(
            folder,
            name,
            lambda notebook, kind=kind: notebook["metadata"]["kcity"].update(each=kind),
        )
    (folder / "data" / "published_figures.csv").write_text(FIGURES)
    (folder / "data" / "selected_projects.csv").write_text(PROJECTS)
    (folder / "data" / "sources.csv").write_text(SOURCES)
    return folder


def edit(project: Path, name: str, change) -> None:
    """Change the JSON of a notebook in place."""
    path = project / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), "utf-8")


def translate(project: Path, name: str) -> None:
    """Have a notebook take a language."""

    def change(notebook) -> None:
        cell = next(c for c in notebook["cells"] if c["metadata"].get("tags") == ["parameters"])
        cell["source"] = [*cell["source"], '\nlanguage: str = "en"  # of the page']

    edit(project, name, change)


def files(output: Path) -> dict[str, bytes]:
    """Every file that a reader sees, by its path below the folder."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and ".kcity" not in path.parts
    }


def workers_at_once(failing=()):
    """In place of the batch's workers: reports made without a process, of what they are made of."""

    def made(job: Job) -> Outcome:
        if job.report in failing:
            page = {".failed.html": b"failed"}
            return Outcome(
                EXCEPTED, page, place=Message("run.cell", number="1"), error="ValueError: no"
            )
        data = "".join(job.made_of.values()).encode()
        made = dict.fromkeys((".html", ".ipynb"), data)
        figures = "".join(sorted(job.inputs.values())).encode()
        return Outcome(SUCCEEDED, made | {".csv": figures}, {"title": "t"})

    @contextmanager
    def workers(settings):
        def submit(job, on_cell):
            on_cell(1, 2)
            future: Future[Outcome] = Future()
            future.set_result(made(job))
            return future

        def index(entries, date, language):
            return Outcome(SUCCEEDED, {".html": json.dumps(entries).encode()})

        yield batch.Workers(submit, index, lambda: Outcome(SUCCEEDED))

    return workers
