"""Which reports there are, which of them are stale, and a run that builds those.

A notebook is a report if its metadata has ``kcity``: ``inputs`` are globs of the files it reads,
from the project's folder; ``each`` says for what it is run (see :data:`EACH`) and ``files`` names
the parameters that are paths of further files, both of which :data:`KNOWN` says of the project's
own notebooks. The years follow from the data.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from kcity_analysis import manifest as outputs
from kcity_analysis.parameters import Parameter, did_you_mean, read_parameters, typed
from kcity_analysis.problems import InputError, Problem
from kcity_analysis.workers import (
    ERRORED,
    SUCCEEDED,
    Job,
    OnCell,
    Result,
    WarmProcess,
    run_here,
)

EACH = {
    "reception": "each year with a published number of cases received",
    "selection": "each year with selected projects",
    "change": "each year with either, if the year before has too",
    "programme": "once over all years",
    "asked": "only when asked for, with its file",
}
KNOWN: dict[str, dict[str, Any]] = {
    "reception": {"each": "reception", "files": ["register", "corrections"]},
    "comparison": {"each": "change"},
    "selection": {"each": "selection"},
    "programme": {"each": "programme"},
    "release_check": {"each": "asked", "files": ["release"]},
}
_PATIENCE = 10  # seconds until a scheduler that does not answer counts as none


@dataclass(frozen=True)
class Report:
    """A notebook that makes reports."""

    name: str
    title: str
    each: str
    source: str
    code_digest: str
    parameters: tuple[Parameter, ...]
    inputs: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One report to be: ``key`` is its path below the outputs folder, without suffix."""

    key: str
    report: Report
    year: int | None
    values: dict[str, Any]


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
    def finished(self, key: str, result: Result) -> None: ...
    def say(self, text: str) -> None: ...


def find_reports(project: Path) -> dict[str, Report]:
    """The reports of a project by name, in the order of :data:`EACH`."""
    found = []
    for path in sorted(project.glob("notebooks/*.ipynb")):
        source = path.read_text("utf-8")
        try:
            notebook = json.loads(source)
            kcity = notebook["metadata"].get("kcity")
            if kcity is not None:
                kcity = KNOWN.get(path.stem, {}) | kcity
                found.append(_read_report(path, source, notebook, kcity))
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{path.name} is not a notebook of a report: {error}") from None
    return {report.name: report for report in sorted(found, key=_order)}


def find_years(project: Path) -> dict[str, list[int]]:
    """For each value of ``each`` that goes by years, the years with data."""
    rows = _rows(project / "data" / "published_figures.csv")
    received = {
        int(row["year"])
        for row in rows
        if (row["stage"], row["dimension"], row["measure"]) == ("reception", "total", "cases")
        and row["first_year"] == row["year"]
    }
    selected = {int(row["year"]) for row in _rows(project / "data" / "selected_projects.csv")}
    either = received | selected
    return {
        "reception": sorted(received),
        "selection": sorted(selected),
        "change": sorted(year for year in either if year - 1 in either),
        "programme": sorted(either),
    }


def newest_date(project: Path) -> str:
    """The day of the newest source: the date of build, so that equal inputs give equal pages."""
    return max((row["published_on"] for row in _rows(project / "data" / "sources.csv")), default="")


def plan(
    project: Path,
    names: Sequence[str] = (),
    years: Sequence[int] = (),
    given: Sequence[tuple[str, str]] = (),
    *,
    listing: bool = False,
) -> list[Task]:
    """What to build: all reports of all years, or those of the given names and years.

    ``given`` are texts for the parameters of the one report named. Raises InputError with
    everything that is wrong with names, years and values. ``listing``: nothing will be run, so
    that a report which needs a file may lack it.
    """
    reports, known = find_reports(project), find_years(project)
    if unknown := [name for name in names if name not in reports]:
        said = (f"there is no report {name!r}; {did_you_mean(name, reports)}" for name in unknown)
        raise InputError("\n".join(said))
    if given and len(names) != 1:
        raise InputError("a parameter needs the one report that it is for: kcity run REPORT …")
    chosen = [reports[name] for name in dict.fromkeys(names)] or list(reports.values())
    tasks: list[Task] = []
    for report in chosen:
        values = typed(report.name, report.parameters, given)
        _check_years(report, values, known["programme"])
        values |= _files(report, values)
        found = list(_tasks(report, values, years, known))
        if names and not found and not listing:
            raise InputError(_why_none(report, years, known))
        tasks += found
    unused = sorted(set(years) - {task.year for task in tasks})
    if unused:
        wanted = ", ".join(map(str, unused))
        name = f"no report {names[0]}" if len(names) == 1 else "no report"
        years_there = known.get(chosen[0].each, known["programme"]) if names else known["programme"]
        raise InputError(f"there is {name} for {wanted}: the figures are of {_span(years_there)}")
    return tasks


def _tasks(
    report: Report, values: dict[str, Any], years: Sequence[int], known: Mapping[str, list[int]]
) -> Iterator[Task]:
    own = {parameter.name for parameter in report.parameters}

    def every(**by_year: int) -> dict[str, Any]:
        return {name: year for name, year in by_year.items() if name in own} | values

    given = [Path(values[name]).stem for name in report.files if values.get(name)]
    if report.each == "asked":
        if given and not years:
            # Without dots, so that no name looks like that of a failed report.
            yield Task(f"{report.name}/{given[0].replace('.', '_')}", report, None, every())
    elif report.each == "programme":
        if known["programme"] and not years:
            first, last = known["programme"][0], known["programme"][-1]
            yield Task(report.name, report, None, every(first_year=first, last_year=last))
    else:
        # A register of one's own makes a report of a year of which nothing is published.
        possible = known["programme"] if given else known[report.each]
        for year in possible if years else known[report.each]:
            if not years or year in years:
                by_year = every(year=year, base_year=year - 1)
                yield Task(f"{year}/{report.name}", report, year, by_year)


def made_of(task: Task, project: Path, settings: Settings) -> Job:
    """A task with the digests of all that it is made of."""
    files = {
        path.relative_to(project).as_posix(): path
        for pattern in task.report.inputs
        for path in sorted(project.glob(pattern))
        if path.is_file()
    }
    given = {name: str(task.values[name]) for name in task.report.files if task.values.get(name)}
    files |= {Path(path).name: Path(path) for path in given.values()}
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


def state(project: Path, tasks: Iterable[Task], output: Path, settings: Settings) -> dict[str, str]:
    """Of each task, by key, why it is stale; "" where it is fresh."""
    entries = outputs.read(output)["reports"]
    return {
        task.key: outputs.why_stale(
            made_of(task, project, settings).made_of, entries.get(task.key), output
        )
        for task in tasks
    }


def run(
    project: Path,
    tasks: Sequence[Task],
    output: Path,
    settings: Settings,
    show: Show,
    *,
    force: bool = False,
) -> dict[str, Result]:
    """Build the stale ones among the tasks (all with ``force``) and publish each as it is done.

    Returns the results by key, failures among them. Raises InputError where the outputs folder
    cannot be written.
    """
    if not (force or _work(project, tasks, output, settings)):
        show.start([], len(tasks))
        return {}
    results = {}
    with outputs.lock(output, show.say), _workers(settings) as workers:
        outputs.recover(output)
        # Again, now alone: whoever wrote here before may have done the work.
        reasons = state(project, tasks, output, settings)
        stale = [task for task in tasks if force or reasons[task.key]]
        show.start([task.key for task in stale], len(tasks) - len(stale))
        running = {}
        for task in stale:
            job = made_of(task, project, settings)
            running[workers.submit(job, partial(show.cell, job.key))] = task, job
        for future in as_completed(running):
            task, job = running[future]
            results[job.key] = _published(task, job, _result(future), output)
            show.finished(job.key, results[job.key])
        if failed := _publish_index(project, output, settings, workers):
            results["index"] = failed
            show.finished("index", failed)
    return results


def _work(project: Path, tasks: Sequence[Task], output: Path, settings: Settings) -> bool:
    if outputs.unfinished(output) or any(state(project, tasks, output, settings).values()):
        return True
    return not _index_is_fresh(project, output, settings)


@dataclass(frozen=True)
class _Workers:
    """Where jobs go; ``index`` draws the page that leads to all reports."""

    submit: Callable[[Job, OnCell], Future[Result]]
    index: Callable[[list[dict[str, Any]], str], Result | str]


@contextmanager
def _workers(settings: Settings) -> Iterator[_Workers]:
    """A Dask cluster, or processes forked from one warm process, ``jobs`` of them at once."""
    if settings.scheduler:
        from kcity_analysis import engine

        with _cluster(settings.scheduler) as cluster:
            yield _Workers(
                lambda job, _: cluster.submit(run_here, job, settings.timeout), engine.index
            )
        return
    with WarmProcess() as warm:
        threads = ThreadPoolExecutor(settings.jobs)
        try:
            yield _Workers(
                lambda job, on_cell: threads.submit(warm.run, job, settings.timeout, on_cell),
                lambda *arguments: warm.call("index", arguments),
            )
        except BaseException:
            warm.close()  # which ends the children, and so the threads that wait for them
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


def _result(future: Future[Result]) -> Result:
    try:
        return future.result()
    except Exception as error:  # the cluster gave it up
        return Result(ERRORED, error=f"{type(error).__name__}: {error}")


def _published(task: Task, job: Job, result: Result, output: Path) -> Result:
    """Put what came of a job in place; the result, or the failure to do so."""
    before = outputs.read(output)["reports"].get(job.key, {})
    names = {f"{job.key}{suffix}": data for suffix, data in result.files.items()}
    failed_page = f"{job.key}.failed.html"
    if result.outcome == SUCCEEDED:
        entry = {
            "report": task.report.name,
            "year": task.year,
            "outcome": result.outcome,
            "headline": result.headline,
            "files": {name: outputs.digest(data) for name, data in names.items()},
            "failure": None,
            "made_of": job.made_of,
        }
    else:
        entry = {
            "report": task.report.name,
            "year": task.year,
            "headline": {"title": task.report.title},
            "files": {},
            "made_of": {},
            **before,
            "outcome": result.outcome,
            "failure": {"place": result.place, "error": result.error, "page": bool(names)},
        }
    gone = [failed_page] if failed_page not in names else []
    try:
        outputs.publish(output, job.key, entry, names, gone)
    except OSError as error:
        return Result(ERRORED, error=f"its files could not be written: {error.strerror}")
    return result


def index_entries(project: Path, output: Path, settings: Settings) -> list[dict[str, Any]]:
    """What the index shows: of each report its failure, if any, and the last good one."""
    entries = []
    reasons = state(project, plan(project), output, settings)
    for key, entry in outputs.read(output)["reports"].items():
        shared = {"report": entry["report"], "year": entry["year"]}
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
) -> Result | None:
    """Make the index anew; the failure if there was one."""
    entries = index_entries(project, output, settings)
    page = workers.index(entries, settings.date)
    if isinstance(page, str):
        return Result(ERRORED, error=page)
    manifest = outputs.read(output)
    manifest["index"] = {
        "made_of": _index_made_of(entries, settings),
        "sha256": outputs.digest(page.files[".html"]),
    }
    try:
        outputs.replace(output / "index.html", page.files[".html"], output)
        outputs.write(output, manifest)
    except OSError as error:
        return Result(ERRORED, error=f"it could not be written: {error.strerror}")
    return None


def _read_report(
    path: Path, source: str, notebook: Mapping[str, Any], kcity: Mapping[str, Any]
) -> Report:
    each = kcity["each"]
    if each not in EACH:
        expected = "one of " + ", ".join(EACH)
        problem = Problem(path.name, 0, "metadata.kcity.each", str(each), expected, "correct it")
        raise InputError("a notebook does not say what it is run for", [problem])
    cells = [
        (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in notebook["cells"]
    ]
    heading = next((text for kind, text, _ in cells if kind == "markdown"), path.stem)
    return Report(
        name=path.stem,
        title=heading.splitlines()[0].lstrip("# "),
        each=each,
        source=source,
        # Not the outputs that a committed notebook may hold, nor who last saved it.
        code_digest=outputs.digest(json.dumps([cells, kcity], sort_keys=True).encode()),
        parameters=read_parameters(notebook, path.name),
        inputs=tuple(kcity.get("inputs", ["data/**/*"])),
        files=tuple(kcity.get("files", ())),
    )


def _order(report: Report) -> tuple[int, str]:
    return list(EACH).index(report.each), report.name


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise InputError(f"{path.name} is missing: the project's data/ must hold it") from None


def _files(report: Report, values: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that are files, as whole paths. Raises InputError if one is not there."""
    given = {name: Path(values[name]) for name in report.files if values.get(name)}
    problems = [
        Problem(str(path), 0, "", "", "a file that exists", f"correct {name}")
        for name, path in given.items()
        if not path.is_file()
    ]
    if problems:
        raise InputError(f"{report.name} cannot read its file", problems)
    return {name: str(path.resolve()) for name, path in given.items()}


def _check_years(report: Report, values: Mapping[str, Any], known: Sequence[int]) -> None:
    if "year" in values:
        raise InputError("give the year as --year, not as -p year")
    problems = [
        Problem(report.name, 0, name, str(year), f"a year of {_span(known)}", "correct it")
        for name, year in values.items()
        if name.endswith("_year") and year not in known
    ]
    if problems:
        raise InputError(f"{report.name} cannot run with these parameters", problems)


def _why_none(report: Report, years: Sequence[int], known: Mapping[str, list[int]]) -> str:
    if report.each == "asked" and not years:
        return f"{report.name} needs a file: kcity run {report.name} -p {report.files[0]} FILE"
    if report.each in ("asked", "programme"):
        return f"{report.name} goes by no year: leave out --year"
    wanted = ", ".join(map(str, years))
    there = _span(known[report.each])
    return f"there is no report {report.name} for {wanted}: the figures are of {there}"


def _span(years: Sequence[int]) -> str:
    """Years in words.

    >>> _span([2020, 2021, 2022]), _span([2020, 2022])
    ('2020 to 2022', '2020, 2022')
    """
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} to {years[-1]}"
    return ", ".join(map(str, years)) or "no year"
