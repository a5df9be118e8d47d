"""Which reports are stale, and a run that builds those and publishes each as it is done."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.identity import Identity
from kcity_analysis.batch.machine import shown
from kcity_analysis.batch.plan import Task, find_reports, plan_reports
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
from kcity_analysis.vocabulary import InputError, Problem

_LONGEST = 2000  # letters of an error that the manifest keeps
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
    """A task with the digests of all that it is made of. Raises InputError for a lost file."""
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
    inputs = {}
    for name, file in files.items():
        try:
            inputs[name] = outputs.file_digest(file)
        except OSError as error:
            raise InputError(f"{name} cannot be read: {error.strerror}") from None
    whole = {"its notebook": task.report.code_digest}
    known = shown(task.values, task.report.files)
    whole |= {f"parameter {name}": str(value) for name, value in known.items()}
    whole |= inputs | {"--code": settings.code, "the date of build": settings.date}
    whole |= settings.foundation
    return Job(
        key=task.key,
        report=task.report.name,
        notebook=task.report.source,
        parameters=task.values,
        files=tuple(given),
        project=str(project),
        made_of=whole,
        build=outputs.build_of(whole),
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
    with _workers(settings) as workers, outputs.lock(output, show.say):
        outputs.recover(output, show.say)
        _refuse_taken(tasks, output, outputs.read(output, show.say))
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


def _refuse_taken(tasks: Sequence[Task], output: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse a report whose place another one has: of a file of the same name, say.

    Raises InputError. A file that was moved, with what it held, is the same file still.
    """
    where = outputs.given_files(output)
    keys = {key.casefold(): key for key in manifest["reports"]}
    problems = []
    for task in tasks:
        there = keys.get(task.key.casefold())
        if there is not None and there != task.key:
            problems.append(
                Problem(task.key, 0, "", "", f"a name that differs from {there}", "rename its file")
            )
            continue
        for name in task.report.files:
            mine, theirs = task.values.get(name), where.get(task.key, {}).get(name)
            if mine and theirs and mine != theirs and _differ(mine, theirs):
                wanted = f"another name than that of {theirs}"
                problems.append(Problem(mine, 0, "", "", wanted, "rename one, or use --output"))
    if problems:
        raise InputError("a report of something else is there under the same name", problems)


def _differ(mine: str, theirs: str) -> bool:
    if not Path(theirs).is_file():
        return False
    try:
        return outputs.file_digest(Path(theirs)) != outputs.file_digest(Path(mine))
    except OSError:
        return True


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
        from kcity_analysis.batch import execution

        with _cluster(settings.scheduler) as cluster:
            yield _Workers(
                lambda job, _: cluster.submit(run_here, job, settings.timeout), execution.index
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
    client = _client(Client, address)
    with client:
        # pure=False: the same job in another run is another job, whatever became of the first.
        yield client.get_executor(pure=False)


def _client(connect: Callable[..., Any], address: str) -> Any:
    """A client of a scheduler, or InputError: also where something accepts and says nothing."""
    found: list[Any] = []

    def try_to() -> None:
        try:
            found.append(connect(address, timeout=_PATIENCE))
        except Exception as error:  # of an address, a certificate, a handshake, a version
            found.append(error)

    # A thread that is left behind: what it waits for cannot be interrupted.
    waiting = threading.Thread(target=try_to, daemon=True)
    waiting.start()
    waiting.join(_PATIENCE + 2)
    if not found:
        raise InputError(f"no Dask scheduler answers at {address}: it accepts and says nothing")
    if isinstance(found[0], Exception):
        raise InputError(f"no Dask scheduler answers at {address}: {found[0]}")
    return found[0]


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # the cluster gave it up
        return Outcome(ERRORED, error=f"{type(error).__name__}: {error}")


def _published(task: Task, job: Job, outcome: Outcome, output: Path) -> Outcome:
    """Put what came of a job in place; the outcome, or the failure to do so."""
    names = {f"{job.key}{suffix}": data for suffix, data in outcome.files.items()}
    failed_page = f"{job.key}.failed.html"
    shared = {"card": task.identity.card, "outcome": outcome.status}
    try:
        if outcome.status == SUCCEEDED:
            entry = {
                **shared,
                "build": job.build,
                "headline": outcome.headline,
                "parameters": shown(job.parameters, job.files),
                "files": {name: outputs.digest(data) for name, data in names.items()},
                "failure": None,
                "made_of": job.made_of,
            }
        else:
            error = outcome.error[:_LONGEST]
            entry = {
                "build": "",
                "headline": {"title": task.identity.title},
                "parameters": shown(job.parameters, job.files),
                "files": {},
                "made_of": {},
                **outputs.read(output)["reports"].get(job.key, {}),
                **shared,
                "failure": {"place": outcome.place, "error": error, "page": bool(names)},
            }
        gone = [failed_page] if failed_page not in names else []
        outputs.publish(output, job.key, entry, names, gone)
        if job.files:
            outputs.note_files(output, job.key, {name: job.parameters[name] for name in job.files})
    except OSError as error:
        return Outcome(ERRORED, error=f"its files could not be written: {error.strerror}")
    return outcome


def index_entries(project: Path, output: Path, settings: Settings) -> list[dict[str, Any]]:
    """What the index shows: of each report its failure, if any, and the last good one."""
    entries = []
    manifest = outputs.read(output)
    reasons = reasons_of_built(project, output, settings)
    for key, entry in manifest["reports"].items():
        card = {name: entry["card"][name] for name in ("report", "year", "variant")}
        headline = {"cards": []} | entry["headline"]
        thumbnail = headline.pop("thumbnail", "")
        if failure := entry["failure"]:
            href = f"{key}.failed.html" if failure["page"] else ""
            error = failure["error"]
            entries.append(card | {"href": href, "state": "failed", "error": error})
        if entry["files"]:
            entries.append(
                card
                | {"href": f"{key}.html", "state": "stale" if reasons[key] else "fresh"}
                | {"headline": headline, "thumbnail": thumbnail}
            )
    return entries


def reasons_of_built(project: Path, output: Path, settings: Settings) -> dict[str, str]:
    """Of each report that is in the folder, by key, why it is stale; "" where it is fresh.

    Also of those that are built only when asked for, with the parameters they were built with, and
    of those whose notebook is gone.
    """
    entries = outputs.read(output)["reports"]
    planned = {task.key: task for task in plan_reports(project)}
    reports, where = find_reports(project), outputs.given_files(output)
    reasons = {}
    for key, entry in entries.items():
        task = planned.get(key)
        if task is None:
            report = reports.get(entry["card"]["report"])
            if report is None:
                reasons[key] = "its notebook is gone"
                continue
            values = entry["parameters"] | where.get(key, {})
            lost = [name for name in report.files if values.get(name)]
            lost = [name for name in lost if not Path(str(values[name])).is_file()]
            if lost:
                reasons[key] = f"its {lost[0]} {Path(str(values[lost[0]])).name} is not there"
                continue
            task = Task(Identity(report.name), report, values)
        reasons[key] = outputs.why_stale(made_of(task, project, settings).made_of, entry, output)
    return reasons


def suspect_reports(tasks: Iterable[Task], output: Path) -> list[str]:
    """The keys of those reports, as they are in the folder, in which printed figures contradict
    each other or what must hold.
    """
    entries = outputs.read(output)["reports"]
    headlines = {task.key: entries.get(task.key, {}).get("headline", {}) for task in tasks}
    return [key for key, headline in headlines.items() if headline.get("status") == "suspect"]


def _index_made_of(entries: list[dict[str, Any]], settings: Settings) -> str:
    whole = [entries, settings.date, dict(settings.foundation)]
    return outputs.digest(json.dumps(whole, sort_keys=True).encode())


def _index_is_fresh(project: Path, output: Path, settings: Settings) -> bool:
    index = outputs.read(output)["index"]
    made_of = _index_made_of(index_entries(project, output, settings), settings)
    return bool(index) and index == {
        "made_of": made_of,
        "sha256": "" if (output / "index.html").is_symlink() else _digest(output / "index.html"),
    }


def _digest(path: Path) -> str:
    try:
        return outputs.file_digest(path)
    except OSError:
        return ""


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
        return Outcome(ERRORED, error=f"index.html could not be written: {error.strerror}")
    return None
