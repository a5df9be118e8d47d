"""What a report is made of, and so which reports are stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.identity import Identity
from kcity_analysis.batch.links import leads_of
from kcity_analysis.batch.machine import shown
from kcity_analysis.batch.plan import Task, find_reports, plan_reports
from kcity_analysis.batch.workers import Job
from kcity_analysis.vocabulary import InputError, Message, Words


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


class Snapshot:
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


def made_of(task: Task, project: Path, settings: Settings, known: Snapshot | None = None) -> Job:
    """A task with the digests of all that it is made of. Raises InputError for a lost file.

    ``known``: what others of the same moment found in the project.
    """
    known = known or Snapshot(project)
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
            raise InputError(Message("error.cannot be read", file=name, reason=error)) from None
    whole = {outputs.NOTEBOOK: task.report.code_digest}
    told = shown(task.values, task.report.files)
    whole |= {f"{outputs.PARAMETER}{name}": str(value) for name, value in told.items()}
    whole |= inputs | {"--code": settings.code, outputs.DATE: settings.date}
    leads = leads_of(task, known.plan)
    whole |= {outputs.LEADS: outputs.digest(repr(leads).encode())}
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
    project: Path,
    tasks: Iterable[Task],
    output: Path,
    settings: Settings,
    known: Snapshot | None = None,
) -> dict[str, Words]:
    """Of each task, by key, why it is stale; "" where it is fresh."""
    entries, known = outputs.read(output)["reports"], known or Snapshot(project)
    return {
        task.key: outputs.why_stale(
            made_of(task, project, settings, known).made_of, entries.get(task.key), output
        )
        for task in tasks
    }


def reasons_of_built(
    project: Path, output: Path, settings: Settings, known: Snapshot | None = None
) -> dict[str, Words]:
    """Of each report that is in the folder, by key, why it is stale; "" where it is fresh.

    Also of those that are built only when asked for, with the parameters they were built with, and
    of those whose notebook is gone.
    """
    entries, known = outputs.read(output)["reports"], known or Snapshot(project)
    planned = {task.key: task for task in known.plan}
    reports, where = find_reports(project), outputs.given_files(output)
    reasons: dict[str, Words] = {}
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
                gone = Path(str(values[lost[0]])).name
                reasons[key] = Message("stale.given gone", parameter=lost[0], file=gone)
                continue
            card = entry["card"]
            identity = Identity(report.name, card["year"], language=card["language"])
            task = Task(identity, report, values, place=key)
        job = made_of(task, project, settings, known)
        reasons[key] = outputs.why_stale(job.made_of, entry, output)
    return reasons


GONE = Message("stale.notebook gone")
"""Why a report is stale that no index shows any more; its files stay where they are."""


def but_for_language(made_of: Mapping[str, str]) -> dict[str, str]:
    """What a report is made of but for what its language alone decides."""
    own = (f"{outputs.PARAMETER}language", outputs.LEADS)
    return {name: value for name, value in made_of.items() if name not in own}
