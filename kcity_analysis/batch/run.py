"""Which reports are stale, and a run that builds those and publishes each as it is done."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, Protocol

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.identity import Identity, in_language
from kcity_analysis.batch.links import index_name, leads_of
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
from kcity_analysis.vocabulary import LANGUAGES, InputError, Problem

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


class Known:
    """What is in a project, each part as it was when it was first asked for."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self._files: dict[str, dict[str, Path]] = {}
        self._digests: dict[Path, str] = {}

    @cached_property
    def plan(self) -> list[Task]:
        return plan_reports(self.project)

    def files(self, patterns: Iterable[str]) -> dict[str, Path]:
        """The files of some patterns by their path from the project's folder."""
        found: dict[str, Path] = {}
        for pattern in patterns:
            if pattern not in self._files:
                self._files[pattern] = {
                    path.relative_to(self.project).as_posix(): path
                    for path in sorted(self.project.glob(pattern))
                    if path.is_file()
                }
            found |= self._files[pattern]
        return found

    def digest(self, path: Path) -> str:
        if path not in self._digests:
            self._digests[path] = outputs.file_digest(path)
        return self._digests[path]


def made_of(task: Task, project: Path, settings: Settings, known: Known | None = None) -> Job:
    """A task with the digests of all that it is made of. Raises InputError for a lost file.

    ``known``: what others of the same moment found in the project.
    """
    known = known or Known(project)
    files = known.files(task.report.inputs)
    given = {name: str(task.values[name]) for name in task.report.files if task.values.get(name)}
    for name, path in given.items():
        own = Path(path).name
        files[f"{own} ({name})" if own in files else own] = Path(path)
    inputs = {}
    for name, file in files.items():
        try:
            inputs[name] = known.digest(file)
        except OSError as error:
            raise InputError(f"{name} cannot be read: {error.strerror}") from None
    whole = {"its notebook": task.report.code_digest}
    told = shown(task.values, task.report.files)
    whole |= {f"{_PARAMETER}{name}": str(value) for name, value in told.items()}
    whole |= inputs | {"--code": settings.code, "the date of build": settings.date}
    leads = leads_of(task, known.plan)
    whole |= {_LINKS: outputs.digest(repr(leads).encode())}
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
        figures=task.report.figures,
        language=task.identity.language,
        leads=leads,
        code=settings.code,
        kernel=settings.kernel,
    )


def stale_reasons(
    project: Path, tasks: Iterable[Task], output: Path, settings: Settings
) -> dict[str, str]:
    """Of each task, by key, why it is stale; "" where it is fresh."""
    entries, known = outputs.read(output)["reports"], Known(project)
    return {
        task.key: outputs.why_stale(
            made_of(task, project, settings, known).made_of, entries.get(task.key), output
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
    with workers_of(settings) as workers, outputs.lock(output, show.say):
        outputs.recover(output, show.say)
        _refuse_taken(tasks, output, outputs.read(output, show.say))
        sweep()
        # Again, now alone: whoever wrote here before may have done the work.
        reasons = stale_reasons(project, tasks, output, settings)
        stale = [task for task in tasks if force or reasons[task.key]]
        show.start([task.key for task in stale], len(tasks) - len(stale))
        running, known = {}, Known(project)
        # Those over all years first: they take longest, and none should begin when others end.
        for task in sorted(stale, key=lambda task: task.year is not None):
            job = made_of(task, project, settings, known)
            running[workers.submit(job, partial(show.cell, job.key))] = task, job
        waiting = Counter(in_language(task.key, LANGUAGES[0]) for task, _ in running.values())
        made: dict[str, list[_Made]] = {}
        for future in as_completed(running):
            task, job = running[future]
            report = in_language(task.key, LANGUAGES[0])
            made.setdefault(report, []).append(_Made(task, job, _outcome(future)))
            if len(made[report]) < waiting[report]:
                continue  # its other languages are not done yet
            # In the order of the plan, whichever was done first.
            together = sorted(made.pop(report), key=lambda one: one.job.key)
            for key, outcome in _publish(together, output).items():
                outcomes[key] = outcome
                show.finished(key, outcome)
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
class Workers:
    """Where jobs go; ``index`` draws the page that leads to all reports."""

    submit: Callable[[Job, OnCell], Future[Outcome]]
    index: Callable[[list[dict[str, Any]], str, str], Outcome | str]


@contextmanager
def workers_of(settings: Settings) -> Iterator[Workers]:
    """A Dask cluster, or processes of this machine, ``jobs`` of them at once."""
    if settings.scheduler:
        from kcity_analysis.batch import execution

        with _cluster(settings.scheduler) as cluster:
            yield Workers(
                lambda job, _: cluster.submit(run_here, job, settings.timeout), execution.index
            )
        return
    with Processes() as processes:
        threads = ThreadPoolExecutor(settings.jobs)
        try:
            yield Workers(
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


@dataclass(frozen=True)
class _Made:
    """What came of a job, as it is to be published."""

    task: Task
    job: Job
    outcome: Outcome

    @property
    def files(self) -> dict[str, bytes]:
        return {
            outputs.file_of(self.job.key, suffix): data
            for suffix, data in self.outcome.files.items()
        }

    @property
    def gone(self) -> list[str]:
        failed_page = outputs.file_of(self.job.key, ".failed.html")
        return [failed_page] if failed_page not in self.files else []

    def entry(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What the manifest is to say of it; ``before`` is what it said."""
        said = {
            "build": "",
            "headline": {"title": self.task.identity.title},
            "parameters": shown(self.job.parameters, self.job.files),
            "files": {},
            "made_of": {},
        }
        if self.outcome.status == SUCCEEDED:
            now = {
                "build": self.job.build,
                "headline": self.outcome.headline,
                "parameters": said["parameters"],
                "files": {name: outputs.digest(data) for name, data in self.files.items()},
                "made_of": self.job.made_of,
                "failure": None,
            }
        else:
            error, page = self.outcome.error[:_LONGEST], bool(self.outcome.files)
            now = {"failure": {"place": self.outcome.place, "error": error, "page": page}}
        card = {"card": self.task.identity.card, "outcome": self.outcome.status}
        return said | dict(before) | card | now


def _publish(made: Sequence[_Made], output: Path) -> dict[str, Outcome]:
    """Put a report in place, in the languages that it was made in: as one, or else each alone.

    The outcomes by key: some may have failed by it.
    """
    made = _of_one_set_of_figures(made, output)
    known = outputs.read(output)["reports"]
    keys = [one.job.key for one in made]
    try:
        outputs.publish(
            output,
            {one.job.key: one.entry(known.get(one.job.key, {})) for one in made},
            {name: data for one in made for name, data in one.files.items()},
            [name for one in made for name in one.gone],
        )
        for one in made:
            if names := one.job.files:
                paths = {name: one.job.parameters[name] for name in names}
                outputs.note_files(output, one.job.key, paths)
    except OSError as error:
        if len(made) > 1:
            return {key: found for one in made for key, found in _publish([one], output).items()}
        said = f"its files could not be written: {error.strerror}"
        return dict.fromkeys(keys, Outcome(ERRORED, error=said))
    return {one.job.key: one.outcome for one in made}


def _of_one_set_of_figures(made: Sequence[_Made], output: Path) -> list[_Made]:
    """The same, where what differs in its figures from another language of it has failed."""
    entries = outputs.read(output)["reports"]
    figures = {
        key: (_but_for_language(entry["made_of"]), entry["files"][name])
        for key, entry in entries.items()
        if (name := outputs.file_of(key, ".csv")) in entry["files"]
    }
    figures = {key: found for key, found in figures.items() if key not in {m.job.key for m in made}}
    checked = []
    for one in made:
        key, outcome = one.job.key, one.outcome
        if ".csv" in outcome.files:
            mine = _but_for_language(one.job.made_of), outputs.digest(outcome.files[".csv"])
            for other in (in_language(key, language) for language in LANGUAGES):
                theirs = figures.get(other, mine)
                if theirs[0] == mine[0] and theirs[1] != mine[1]:
                    said = (
                        f"its figures are not those of {other}, from which only a language sets it"
                    )
                    outcome = Outcome(ERRORED, error=f"{said} apart")
            if outcome is one.outcome:
                figures[key] = mine
        checked.append(replace(one, outcome=outcome))
    return checked


_PARAMETER, _LINKS = "parameter ", "the pages it leads to"


def _but_for_language(made_of: Mapping[str, str]) -> dict[str, str]:
    own = (f"{_PARAMETER}language", _LINKS)
    return {name: value for name, value in made_of.items() if name not in own}


def index_entries(entries: Sequence[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Those of the entries that the index in a language shows.

    A report that is not there in it stands in another one; each leads to its other languages.
    """
    found = []
    for entry in entries:
        key, failed = entry["key"], entry["state"] == "failed"
        others = [
            other
            for other in entries
            if other["key"] != key
            and in_language(other["key"], language) == in_language(key, language)
            and (other["state"] == "failed") == failed
        ]
        if entry["language"] != language and any(o["language"] == language for o in others):
            continue
        shown = {name: value for name, value in entry.items() if name != "key"}
        if others and not failed:
            title = others[0]["headline"].get("title", "")
            way = {"title": title, "href": others[0]["href"], "language": others[0]["language"]}
            shown["translation"] = way
        found.append(shown)
    return found


def entries_of_built(project: Path, output: Path, settings: Settings) -> list[dict[str, Any]]:
    """What an index can show: of each report its failure, if any, and the last good one."""
    entries = []
    manifest = outputs.read(output)
    reasons = reasons_of_built(project, output, settings)
    for key, entry in manifest["reports"].items():
        if reasons[key] == GONE:
            continue
        card = {name: entry["card"][name] for name in ("report", "year", "variant", "language")}
        card |= {"key": key, "subject": entry["card"].get("subject", "")}
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
    entries, known = outputs.read(output)["reports"], Known(project)
    planned = {task.key: task for task in known.plan}
    reports, where = find_reports(project), outputs.given_files(output)
    reasons = {}
    for key, entry in entries.items():
        task = planned.get(key)
        if task is None:
            report = reports.get(entry["card"]["report"])
            if report is None:
                reasons[key] = GONE
                continue
            if report.mistake:
                reasons[key] = report.mistake
                continue
            values = entry["parameters"] | where.get(key, {})
            lost = [name for name in report.files if values.get(name)]
            lost = [name for name in lost if not Path(str(values[name])).is_file()]
            if lost:
                reasons[key] = f"its {lost[0]} {Path(str(values[lost[0]])).name} is not there"
                continue
            card = entry["card"]
            identity = Identity(report.name, card["year"], language=card["language"])
            task = Task(identity, report, values, place=key)
        job = made_of(task, project, settings, known)
        reasons[key] = outputs.why_stale(job.made_of, entry, output)
    return reasons


GONE = "its notebook is gone"
"""Why a report is stale that no index shows any more; its files stay where they are."""


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
    names = [index_name(language) for language in LANGUAGES]
    return bool(index) and index == {
        "made_of": _index_made_of(entries_of_built(project, output, settings), settings),
        "files": {
            name: "" if (output / name).is_symlink() else _digest(output / name) for name in names
        },
    }


def _digest(path: Path) -> str:
    try:
        return outputs.file_digest(path)
    except OSError:
        return ""


def _publish_index(
    project: Path, output: Path, settings: Settings, workers: Workers
) -> Outcome | None:
    """Make the index anew in each language; the failure if there was one."""
    entries = entries_of_built(project, output, settings)
    pages = {}
    for language in LANGUAGES:
        page = workers.index(index_entries(entries, language), settings.date, language)
        if isinstance(page, str):
            return Outcome(ERRORED, error=page)
        pages[index_name(language)] = page.files[".html"]
    manifest = outputs.read(output)
    manifest["index"] = {
        "made_of": _index_made_of(entries, settings),
        "files": {name: outputs.digest(page) for name, page in pages.items()},
    }
    for name, page_itself in pages.items():
        try:
            outputs.replace(output / name, page_itself, output)
        except OSError as error:
            return Outcome(ERRORED, error=f"{name} could not be written: {error.strerror}")
    try:
        outputs.write(output, manifest)
    except OSError as error:
        return Outcome(ERRORED, error=f"{outputs.NAME} could not be written: {error.strerror}")
    return None
