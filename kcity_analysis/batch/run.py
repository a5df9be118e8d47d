"""Which reports are stale, and a run that builds those and publishes each as it is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.plan import Task, plan_reports
from kcity_analysis.batch.workers import (
    ERRORED,
    SUCCEEDED,
    Job,
    OnCell,
    Outcome,
    Processes,
    run_here,
    sweep,
)
from kcity_analysis.vocabulary import InputError

_PATIENCE = 10  # seconds until a scheduler that does not answer counts as none


@dataclass(frozen=True)
class Settings:
    """How to build; ``date`` and ``code`` show in the page, the others must not."""

    date: str
    code: Literal["none", "toggle", "shown"] = "toggle"
    jobs: int = 1
    kernel: bool = False
    timeout: float | None = None
    scheduler: str = ""
    foundation: Mapping[str, str] = field(default_factory=outputs.foundation)
    """What every report is made of, as it was when the run began."""


class Show(Protocol):
    """Where a run tells how far it is."""

    def start(self, keys: Sequence[str], fresh: int) -> None: ...
    def cell(self, key: str, done: int, total: int) -> None: ...
    def finished(self, key: str, outcome: Outcome) -> None: ...
    def say(self, text: str) -> None: ...


def made_of(task: Task, project: Path, settings: Settings) -> Job:
    """A task with the digests of all that it is made of."""
    files = {
        path.relative_to(project).as_posix(): path
        for pattern in task.report.inputs
        for path in sorted(project.glob(pattern))
        if path.is_file()
    }
    given = {name: str(task.values[name]) for name in task.report.files if task.values.get(name)}
    for name, path in given.items():
        own = Path(path).name
        files[f"{own} ({name})" if own in files else own] = Path(path)
    inputs = {name: outputs.file_digest(path) for name, path in files.items()}
    shown = {name: Path(given[name]).name for name in given}
    whole = {"its notebook": task.report.code_digest}
    whole |= {f"parameter {name}": str(value) for name, value in (task.values | shown).items()}
    whole |= inputs | {"--code": settings.code, "the date of build": settings.date}
    return Job(
        key=task.key,
        report=task.report.name,
        notebook=task.report.source,
        parameters=task.values,
        files=tuple(given),
        project=str(project),
        made_of=whole | dict(settings.foundation),
        inputs=inputs,
        date=settings.date,
        code=settings.code,
        kernel=settings.kernel,
    )


def stale_reasons(
    project: Path, tasks: Iterable[Task], output: Path, settings: Settings
) -> dict[str, str]:
    """Of each task, by key, why it is stale; "" where it is fresh."""
    entries = outputs.read(output)["reports"]
    return {
        task.key: outputs.why_stale(
            made_of(task, project, settings).made_of, entries.get(task.key), output
        )
        for task in tasks
    }


def build_reports(
    project: Path,
    tasks: Sequence[Task],
    output: Path,
    settings: Settings,
    show: Show,
    *,
    force: bool = False,
) -> dict[str, Outcome]:
    """Build the stale ones among the tasks (all with ``force``) and publish each as it is done.

    Returns the outcomes by key, failures among them. Raises InputError where the outputs folder
    cannot be written.
    """
    if not (force or _work(project, tasks, output, settings)):
        show.start([], len(tasks))
        return {}
    outcomes = {}
    with outputs.lock(output, show.say), _workers(settings) as workers:
        outputs.recover(output)
        sweep()
        # Again, now alone: whoever wrote here before may have done the work.
        reasons = stale_reasons(project, tasks, output, settings)
        stale = [task for task in tasks if force or reasons[task.key]]
        show.start([task.key for task in stale], len(tasks) - len(stale))
        running = {}
        # Those over all years first: they take longest, and none should begin when others end.
        for task in sorted(stale, key=lambda task: task.year is not None):
            job = made_of(task, project, settings)
            running[workers.submit(job, partial(show.cell, job.key))] = task, job
        for future in as_completed(running):
            task, job = running[future]
            outcomes[job.key] = _published(task, job, _outcome(future), output)
            show.finished(job.key, outcomes[job.key])
        if failed := _publish_index(project, output, settings, workers):
            outcomes["index"] = failed
            show.finished("index", failed)
    return outcomes


def _work(project: Path, tasks: Sequence[Task], output: Path, settings: Settings) -> bool:
    if outputs.unfinished(output) or any(stale_reasons(project, tasks, output, settings).values()):
        return True
    return not _index_is_fresh(project, output, settings)


@dataclass(frozen=True)
class _Workers:
    """Where jobs go; ``index`` draws the page that leads to all reports."""

    submit: Callable[[Job, OnCell], Future[Outcome]]
    index: Callable[[list[dict[str, Any]], str], Outcome | str]


@contextmanager
def _workers(settings: Settings) -> Iterator[_Workers]:
    """A Dask cluster, or processes of this machine, ``jobs`` of them at once."""
    if settings.scheduler:
        from kcity_analysis.batch import engine

        with _cluster(settings.scheduler) as cluster:
            yield _Workers(
                lambda job, _: cluster.submit(run_here, job, settings.timeout), engine.index
            )
        return
    with Processes() as processes:
        threads = ThreadPoolExecutor(settings.jobs)
        try:
            yield _Workers(
                lambda job, on_cell: threads.submit(
                    processes.build, job, settings.timeout, on_cell
                ),
                lambda *arguments: processes.call("index", arguments),
            )
        except BaseException:
            processes.close()  # which ends the children, and so the threads that wait for them
            raise
        finally:
            threads.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--scheduler needs Dask: install kcity-analysis[dask]") from None
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        # pure=False: the same job in another run is another job, whatever became of the first.
        yield client.get_executor(pure=False)


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # the cluster gave it up
        return Outcome(ERRORED, error=f"{type(error).__name__}: {error}")


def _published(task: Task, job: Job, outcome: Outcome, output: Path) -> Outcome:
    """Put what came of a job in place; the outcome, or the failure to do so."""
    before = outputs.read(output)["reports"].get(job.key, {})
    names = {f"{job.key}{suffix}": data for suffix, data in outcome.files.items()}
    failed_page = f"{job.key}.failed.html"
    if outcome.status == SUCCEEDED:
        entry = {
            **task.identity.card,
            "outcome": outcome.status,
            "headline": outcome.headline,
            "files": {name: outputs.digest(data) for name, data in names.items()},
            "failure": None,
            "made_of": job.made_of,
        }
    else:
        entry = {
            **task.identity.card,
            "headline": {"title": task.identity.title},
            "files": {},
            "made_of": {},
            **before,
            "outcome": outcome.status,
            "failure": {"place": outcome.place, "error": outcome.error, "page": bool(names)},
        }
    gone = [failed_page] if failed_page not in names else []
    try:
        outputs.publish(output, job.key, entry, names, gone)
    except OSError as error:
        return Outcome(ERRORED, error=f"its files could not be written: {error.strerror}")
    return outcome


def index_entries(project: Path, output: Path, settings: Settings) -> list[dict[str, Any]]:
    """What the index shows: of each report its failure, if any, and the last good one."""
    entries = []
    reasons = stale_reasons(project, plan_reports(project), output, settings)
    for key, entry in outputs.read(output)["reports"].items():
        shared = {name: entry[name] for name in ("report", "year", "variant")}
        headline = {name: value for name, value in entry["headline"].items() if name != "thumbnail"}
        if failure := entry["failure"]:
            href = f"{key}.failed.html" if failure["page"] else ""
            error = failure["error"]
            entries.append(shared | {"href": href, "state": "failed", "error": error})
        if entry["files"]:
            entries.append(
                shared
                | {"href": f"{key}.html", "state": "stale" if reasons.get(key) else "fresh"}
                | {"headline": headline, "thumbnail": entry["headline"].get("thumbnail", "")}
            )
    return entries


def _index_made_of(entries: list[dict[str, Any]], settings: Settings) -> str:
    whole = [entries, settings.date, dict(settings.foundation)]
    return outputs.digest(json.dumps(whole, sort_keys=True).encode())


def _index_is_fresh(project: Path, output: Path, settings: Settings) -> bool:
    index = outputs.read(output)["index"]
    made_of = _index_made_of(index_entries(project, output, settings), settings)
    return bool(index) and index == {
        "made_of": made_of,
        "sha256": outputs.file_digest(output / "index.html"),
    }


def _publish_index(
    project: Path, output: Path, settings: Settings, workers: _Workers
) -> Outcome | None:
    """Make the index anew; the failure if there was one."""
    entries = index_entries(project, output, settings)
    page = workers.index(entries, settings.date)
    if isinstance(page, str):
        return Outcome(ERRORED, error=page)
    manifest = outputs.read(output)
    manifest["index"] = {
        "made_of": _index_made_of(entries, settings),
        "sha256": outputs.digest(page.files[".html"]),
    }
    try:
        outputs.replace(output / "index.html", page.files[".html"], output)
        outputs.write(output, manifest)
    except OSError as error:
        return Outcome(ERRORED, error=f"it could not be written: {error.strerror}")
    return None
