"""A run: the stale reports are built, and each is published as it is done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.freshness import (
    Settings,
    Snapshot,
    but_for_language,
    made_of,
    stale_reasons,
)
from kcity_analysis.batch.identity import in_language
from kcity_analysis.batch.index import index_is_fresh, publish_index
from kcity_analysis.batch.machine import shown
from kcity_analysis.batch.plan import Task
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
from kcity_analysis.vocabulary import LANGUAGES, InputError, Message, Problem, Words, in_words

_LONGEST = 2000  # letters of an error that the manifest keeps
_PATIENCE = 10  # seconds until a scheduler that does not answer counts as none


class Show(Protocol):
    """Where a run tells how far it is."""

    def start(self, keys: Sequence[str], fresh: int) -> None: ...
    def cell(self, key: str, done: int, total: int) -> None: ...
    def finished(self, key: str, outcome: Outcome) -> None: ...
    def say(self, text: Words) -> None: ...


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
        bounds = workers.renew()
        if isinstance(bounds, Outcome) and bounds.headline.get("renewed"):
            show.say(Message("run.bounds"))
        # Again, now alone: whoever wrote here before may have done the work.
        known = Snapshot(project)
        reasons = stale_reasons(project, tasks, output, settings, known)
        stale = [task for task in tasks if force or reasons[task.key]]
        show.start([task.key for task in stale], len(tasks) - len(stale))
        running = {}
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
        if failed := publish_index(project, output, settings, workers.index):
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
                Problem(
                    task.key, 0, "", "", Message("problem.another name", name=there),
                    Message("problem.rename its file"),
                )
            )  # fmt: skip
            continue
        for name in task.report.files:
            mine, theirs = task.values.get(name), where.get(task.key, {}).get(name)
            if mine and theirs and mine != theirs and _differ(mine, theirs):
                wanted = Message("problem.name of another", name=theirs)
                problems.append(
                    Problem(mine, 0, "", "", wanted, Message("problem.rename or output"))
                )
    if problems:
        raise InputError(Message("error.taken"), problems)


def _differ(mine: str, theirs: str) -> bool:
    if not Path(theirs).is_file():
        return False
    try:
        return outputs.file_digest(Path(theirs)) != outputs.file_digest(Path(mine))
    except OSError:
        return True


def _work(project: Path, tasks: Sequence[Task], output: Path, settings: Settings) -> bool:
    if outputs.unfinished(output):
        return True
    known = Snapshot(project)
    if any(stale_reasons(project, tasks, output, settings, known).values()):
        return True
    return not index_is_fresh(project, output, settings, known)


@dataclass(frozen=True)
class Workers:
    """Where jobs go; ``index`` draws the page that leads to all reports, ``renew`` computes what
    they share.
    """

    submit: Callable[[Job, OnCell], Future[Outcome]]
    index: Callable[[list[dict[str, Any]], str, str], Outcome | Words]
    renew: Callable[[], Outcome | Words]


@contextmanager
def workers_of(settings: Settings) -> Iterator[Workers]:
    """A Dask cluster, or processes of this machine, ``jobs`` of them at once."""
    if settings.scheduler:
        from kcity_analysis.batch import execution

        with _cluster(settings.scheduler) as cluster:
            yield Workers(
                lambda job, _: cluster.submit(run_here, job, settings.timeout),
                execution.index,
                execution.renew,
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
                lambda: processes.call("renew", ()),
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
        raise InputError(Message("error.needs dask")) from None
    client = _client(Client, address)
    with client:
        # pure=False: the same job in another run is another job, whatever became of the first.
        yield client.get_executor(pure=False)


def _client(connect: Callable[..., Any], address: str) -> Any:
    """A client of a scheduler, or InputError: also where something accepts and says nothing."""
    found: list[Any] = []

    def try_to() -> None:
        try:
            found.append(connect(address, timeout=_PATIENCE, set_as_default=False))
        except Exception as error:  # of an address, a certificate, a handshake, a version
            found.append(error)

    # A thread that is left behind: what it waits for cannot be interrupted.
    waiting = threading.Thread(target=try_to, daemon=True)
    waiting.start()
    waiting.join(_PATIENCE + 2)
    if not found:
        raise InputError(Message("error.silent scheduler", address=address))
    if isinstance(found[0], Exception):
        raise InputError(Message("error.no scheduler", address=address, reason=found[0]))
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
        outcome = self.outcome
        said = {
            "build": "",
            "headline": {"title": self.task.identity.title},
            "parameters": shown(self.job.parameters, self.job.files),
            "files": {},
            "made_of": {},
        }
        if outcome.status == SUCCEEDED:
            now = {
                "build": self.job.build,
                "headline": outcome.headline,
                "parameters": said["parameters"],
                "files": {name: outputs.digest(data) for name, data in self.files.items()},
                "made_of": self.job.made_of,
                "failure": None,
            }
        else:
            place = in_words(outcome.place, self.job.language)
            error = in_words(outcome.error, self.job.language)[:_LONGEST]
            now = {"failure": {"place": place, "error": error, "page": bool(outcome.files)}}
        card = {"card": self.task.identity.card, "outcome": outcome.status}
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
        said = Message("run.not written", reason=error)
        return dict.fromkeys(keys, Outcome(ERRORED, error=said))
    return {one.job.key: one.outcome for one in made}


def _of_one_set_of_figures(made: Sequence[_Made], output: Path) -> list[_Made]:
    """The same, where what differs in its figures from another language of it has failed."""
    entries = outputs.read(output)["reports"]
    figures = {
        key: (but_for_language(entry["made_of"]), entry["files"][name])
        for key, entry in entries.items()
        if (name := outputs.file_of(key, ".csv")) in entry["files"]
    }
    figures = {key: found for key, found in figures.items() if key not in {m.job.key for m in made}}
    checked = []
    for one in made:
        key, outcome = one.job.key, one.outcome
        if ".csv" in outcome.files:
            mine = but_for_language(one.job.made_of), outputs.digest(outcome.files[".csv"])
            for other in (in_language(key, language) for language in LANGUAGES):
                theirs = figures.get(other, mine)
                if theirs[0] == mine[0] and theirs[1] != mine[1]:
                    outcome = Outcome(ERRORED, error=Message("run.other figures", report=other))
            if outcome is one.outcome:
                figures[key] = mine
        checked.append(replace(one, outcome=outcome))
    return checked
