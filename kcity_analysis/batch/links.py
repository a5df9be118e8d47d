"""Which pages a page leads to. They follow the plan, never what happens to be built."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcity_analysis.batch.identity import in_language

if TYPE_CHECKING:
    from kcity_analysis.batch.plan import Task


@dataclass(frozen=True)
class Lead:
    """A page that another leads to: its path from there, and what its title is made of."""

    href: str
    report: str = ""
    heading: str = ""
    years: Mapping[str, int] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True)
class Leads:
    """Where a page leads to: the index, the year before and after, other reports of its year, the
    same report in another language."""

    index: str = ""
    before: Lead | None = None
    after: Lead | None = None
    others: tuple[Lead, ...] = ()
    translation: Lead | None = None


def index_name(language: str) -> str:
    """The file of the page that leads to all others.

    >>> index_name("en"), index_name("ko")
    ('index.html', 'index.ko.html')
    """
    return f"{in_language('index', language)}.html"


def leads_of(task: Task, plan: Iterable[Task]) -> Leads:
    """Where the page of a task leads to, by the plan of everything that is built by itself."""
    language = task.identity.language

    def lead(other: Task) -> Lead:
        report = other.report
        years = {name: value for name, value in other.values.items() if name.endswith("year")}
        return Lead(_way(task, other.key), report.name, report.title, years)

    readable = [other for other in plan if _serves(other, language)]
    same = [other for other in readable if other.report.name == task.report.name]
    usual = [other for other in same if other.key == task.key]
    near = {other.year: lead(other) for other in same} if usual and task.year is not None else {}
    years = sorted(year for year in near if year is not None)
    place = years.index(task.year) if task.year in years else -1
    return Leads(
        index=posixpath.relpath(index_name(language), posixpath.dirname(task.key) or "."),
        before=near[years[place - 1]] if place > 0 else None,
        after=near[years[place + 1]] if 0 <= place < len(years) - 1 else None,
        others=tuple(
            lead(other)
            for other in readable
            # The many countries are for the index to list.
            if other.year == task.year and other.key != task.key and other.report.each != "country"
        ),
        translation=next(
            (
                Lead(_way(task, in_language(task.key, other)), language=other)
                for other in task.report.languages
                if other != language
            ),
            None,
        ),
    )


def _serves(task: Task, language: str) -> bool:
    """Whether a page is the one of its report for readers of a language."""
    return task.identity.language == language or language not in task.report.languages


def _way(task: Task, key: str) -> str:
    return posixpath.relpath(f"{key}.html", posixpath.dirname(task.key) or ".")
