"""Everything that limits a figure, each item with its source: the facts that bounds follow from.

An item can be taken away (:meth:`Known.without`), which never makes a bound tighter: this is how
:func:`evidence.bounding.why` finds what forces an end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.facts import PRINTED, all_merged, merged, named_applicants
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.vocabulary import DATA, country_name

Key = tuple[int, int, str, str, str, str]
"""Year, first year, stage, dimension, category, measure: the key of the figures frame."""
Ends = tuple[float, float]
NAMED = "named country"
"""The dimension of what a country has that is named; only the reports of countries show it."""
CROSSED = "region_type"
"""The dimension of the cells of a region and a type; only who lists every figure asks for them."""
WINDOW = "window"
IN_PROGRESS, COMPLETE, INCOMPLETE = "in progress", "complete", "incomplete"


@dataclass(frozen=True)
class Printed:
    """A figure that one or more sources print."""

    year: int
    first_year: int
    stage: str
    dimension: str
    category: str
    measure: str
    value: float
    sources: str
    file = "published_figures.csv"

    def __str__(self) -> str:
        span = f"{self.first_year}–" if self.first_year < self.year else ""
        about = "" if self.category == "all" else f"{_label(self.dimension, self.category)}: "
        change = "change in " if self.dimension == "change" else ""
        unit = vocabulary.unit(self.measure, self.stage, one=self.value == 1)
        return f"{span}{self.year}, {self.stage}: {about}{change}{self.value:g} {unit}"


@dataclass(frozen=True)
class Project:
    """A selected project that is known by name; ``type`` is empty where it was only inferred."""

    number: str
    year: int
    iso3: str
    city: str
    type: str
    field: str
    sources: str
    file = "selected_projects.csv"

    def __str__(self) -> str:
        kind = f", {self.type}" if self.type else ""
        return f"{self.year}, selected: {self.city}, {country_name(self.iso3)}{kind}"


@dataclass(frozen=True)
class Applicant:
    """A country that a source names as an applicant; ``type`` is empty where it names none."""

    year: int
    iso3: str
    type: str
    sources: str
    file = "named_applicants.csv"

    def __str__(self) -> str:
        kind = f" for {self.type}" if self.type else ""
        return f"{self.year}, applied{kind}: {country_name(self.iso3)}"


@dataclass(frozen=True)
class Size:
    """How many countries a region has."""

    region: str
    value: int
    sources: str
    file = "reference/region_members.csv"

    def __str__(self) -> str:
        return f"{self.region} has {self.value} countries"


@dataclass(frozen=True)
class Status:
    """How far a year is known; ``type`` is empty for all its types.

    ``listed`` is how many projects its list has: where that is complete, there are no more.
    """

    year: int
    stage: str
    type: str
    status: str
    listed: int
    sources: str
    file = "years.csv"

    def __str__(self) -> str:
        about = f"{self.year}, {self.stage}{f', {self.type}' if self.type else ''}"
        counted = self.stage == "selection" and self.status == COMPLETE
        return f"{about}: {self.status}{f', with {self.listed} projects' if counted else ''}"


Item = Printed | Project | Applicant | Size | Status
"""One fact that limits figures."""


@dataclass(frozen=True, eq=False)
class Known:
    """All items; the years that have figures of a stage, or projects; and the years in which a
    release puts cases under none of the types. The years stay when items are taken away.

    Compared by identity, so that programmes built from it can be kept.
    """

    items: tuple[Item, ...]
    reception_years: tuple[int, ...] = ()
    selection_years: tuple[int, ...] = ()
    untyped: tuple[int, ...] = ()

    def of(self, kind: type[Any], **fields: object) -> list[Any]:
        """The items of a kind whose fields have these values."""
        return [
            one
            for one in self._by_kind.get(kind, ())
            if all(getattr(one, name) == value for name, value in fields.items())
        ]

    @cached_property
    def _by_kind(self) -> dict[type[Any], list[Any]]:
        found: dict[type[Any], list[Any]] = {}
        for one in self.items:
            found.setdefault(type(one), []).append(one)
        return found

    def without(self, gone: Collection[Item]) -> Known:
        """The same less some items."""
        return replace(self, items=tuple(one for one in self.items if one not in gone))

    def only(self, kept: Collection[Item]) -> Known:
        """The same with some items only."""
        return replace(self, items=tuple(one for one in self.items if one in kept))

    def figure(
        self, stage: str, dimension: str, category: str, measure: str, year: int
    ) -> int | None:
        """The value of a printed figure of one year, or None."""
        key = (year, year, stage, dimension, category, measure)
        for one in self.of(Printed, year=year, stage=stage):
            found = (one.year, one.first_year, one.stage, one.dimension, one.category, one.measure)
            if found == key:
                return int(one.value)
        return None

    def pending(self, year: int, kind: str) -> bool:
        """Whether the selection of a type was not over when the data were collected: its status
        is "in progress", and nothing is printed of it.
        """
        return self.status(year, "selection", kind) == IN_PROGRESS and not any(
            one.dimension == "type" and one.category == kind and one.first_year == year
            for one in self.of(Printed, stage="selection", year=year)
        )

    def years(self, stage: str) -> list[int]:
        """The years of a stage of which anything is known, in order."""
        return [*(self.reception_years if stage == "reception" else self.selection_years)]

    def status(self, year: int, stage: str, kind: str = "") -> str:
        """The status of a year, or of a type in it; "incomplete" where nothing is said.

        A year is in progress while one of its types is, else complete if all of them are.
        """
        said = {one.type: one.status for one in self.of(Status, year=year, stage=stage)}
        if kind:
            return said.get(kind, said.get("", INCOMPLETE))
        kinds = [said.get(one, said.get("", INCOMPLETE)) for one in types_of(year)]
        return least_known(kinds) if kinds else INCOMPLETE


FILES = (
    "published_figures.csv",
    "selected_projects.csv",
    "named_applicants.csv",
    "years.csv",
    "reference/fields.csv",
    "reference/region_members.csv",
    "reference/regions.csv",
    "reference/secretariats.csv",
    "reference/type_years.csv",
    "reference/types.csv",
)
"""All that bounds are made of."""
_PATHS = [DATA / name for name in FILES]


def collect(printed: pd.DataFrame | None = None) -> Known:
    """What ``data/`` holds; ``printed`` stands for the published figures, if it is given.

    The same object for as long as the files stay as they are. Raises InputError where they hold
    something that cannot be used (:func:`evidence.facts.published`).
    """
    if printed is not None:
        return _gathered(merged(printed))
    return _collected(vocabulary.stamp(*_PATHS))


@lru_cache(maxsize=2)
def _collected(_: vocabulary.Stamps) -> Known:
    return _gathered(all_merged(vocabulary.stamp(*PRINTED)))


def _gathered(figures: pd.DataFrame) -> Known:
    facts = (_rows(name) for name in ("selected_projects", "named_applicants", "years"))
    return gather(figures.to_dict("records"), *facts)


def _rows(name: str) -> pd.DataFrame:
    return vocabulary.read_csv(DATA / f"{name}.csv")


def gather(
    figures: Iterable[dict[Any, Any]],
    projects: pd.DataFrame,
    applicants: pd.DataFrame,
    statuses: pd.DataFrame,
) -> Known:
    """What is known, from the merged published figures and the files of facts.

    ``figures`` has one row a figure (as of :func:`evidence.frame.figures`); only those of high and
    medium confidence that no source contradicts enter, and no budget: what was planned, a call's
    range and a planned total limit nothing.
    """
    items: list[Item] = []
    for row in figures:
        cell = row["dimension"], row["category"], row["measure"]
        limits = row["measure"] in ("cases", "countries") or cell == ("change", "all", "percent")
        if row["confidence"] in SOUND and limits:
            span, value = (int(row["year"]), int(row["first_year"])), float(row["value"])
            value = int(value) if value.is_integer() else value
            items.append(Printed(*span, row["stage"], *cell, value, row["sources"]))
    for row in projects.to_dict("records"):
        kind = row["type"] if row["type_basis"] == "stated" else ""
        where = row["project_id"], int(row["year"]), row["country"], row["city"]
        items.append(Project(*where, kind, row["field"], row["source_id"]))
    for row in applicants.to_dict("records"):
        if row["stage"] == "reception":
            items.append(
                Applicant(int(row["year"]), row["iso3"], row.get("type", ""), row["source_id"])
            )
    for row in statuses.to_dict("records"):
        listed = sum(
            year == row["year"] and row["type"] in ("", kind)
            for year, kind in zip(projects["year"], projects["type"], strict=True)
        )
        about = int(row["year"]), row["stage"], row["type"], row["status"]
        items.append(Status(*about, listed, row["source_id"]))
    members = vocabulary.table("region_members")
    for region in vocabulary.categories("region"):
        own = members[members["region"] == region]
        cited = "; ".join(sorted(set(own["source_id"]) - {""}))
        items.append(Size(region, len(own), cited))
    known = Known(tuple(items))
    received = {one.year for one in known.of(Printed, stage="reception") if _once(one)}
    selected = {one.year for one in known.of(Printed, stage="selection") if _once(one)}
    selected |= {one.year for one in known.of(Project)}
    untyped = tuple(year for year in sorted(received) if _leaves_some_untyped(known, year))
    return Known(known.items, tuple(sorted(received)), tuple(sorted(selected)), untyped)


def _once(one: Printed) -> bool:
    """Whether a figure is of one year."""
    return one.first_year == one.year and one.dimension != "change"


def _leaves_some_untyped(known: Known, year: int) -> bool:
    """Whether the cases of all types are printed and make less than the total."""
    whole = known.figure("reception", "total", "all", "cases", year)
    parts = [known.figure("reception", "type", kind, "cases", year) for kind in types_of(year)]
    return whole is not None and None not in parts and sum(filter(None, parts)) < whole


def basis_of(least: float, most: float) -> str:
    """ "derived" where the ends are the same, else "bounded"."""
    return "derived" if least == most else "bounded"


def types_of(year: int) -> list[str]:
    """The types that a year had."""
    return vocabulary.categories("type", year)


@cache
def intake_of(kind: str, year: int) -> str:
    """How a type's proposals come in: ``window`` (those selected in a year came in it) or
    ``all year`` (they may be older), as ``data/reference/type_years.csv`` has it.
    """
    years = vocabulary.table("type_years")
    last = years["last_year"].replace("", "9999").astype(int)
    row = years[
        (years["first_year"].astype(int) <= year) & (last >= year) & (years["type"] == kind)
    ]
    return str(row["intake"].iloc[0]) if len(row) else WINDOW


def _label(dimension: str, category: str) -> str:
    return country_name(category) if dimension == "country" else category


def known_applicants(year: int) -> pd.DataFrame:
    """The countries known to have applied in a year: ``iso3, named_for, basis, source_id``.

    Those that a reception release names (``basis`` "named", ``named_for`` as it says), and those of
    which a project was selected in a contest with a window, which must have come in it ("derived",
    ``named_for`` "selected in the year"). From 2024 a planning project may be older, so that
    it says nothing of its year. By country code; empty where none is known.

    >>> len(known_applicants(2020)), len(known_applicants(2021))
    (14, 20)
    """
    named = named_applicants(year)
    found = {
        row["iso3"]: (row["named_for"], "named", row["source_id"])
        for row in named[named["stage"] == "reception"].to_dict("records")
    }
    for one in collect().of(Project, year=year):
        if came_in_window(one):
            found.setdefault(one.iso3, ("selected in the year", "derived", one.sources))
    rows = [(iso3, *found[iso3]) for iso3 in sorted(found)]
    return pd.DataFrame(rows, columns=["iso3", "named_for", "basis", "source_id"])


def came_in_window(project: Project) -> bool:
    """Whether a project selected in a year must have been a case of that year."""
    kinds = [project.type] if project.type else types_of(project.year)
    return all(intake_of(kind, project.year) == WINDOW for kind in kinds)


def least_known(statuses: Iterable[str]) -> str:
    """The status of several together: that of the one that is known least.

    >>> least_known(["complete", "in progress", "incomplete"])
    'in progress'
    """
    found = set(statuses)
    return next((one for one in (IN_PROGRESS, INCOMPLETE) if one in found), COMPLETE)


def status_of(year: int, stage: str, kind: str = "") -> str:
    """How far a year's reception or selection, or a type in it, is known: complete, incomplete
    (some of it was not found) or in progress (not over when the data were collected).

    As ``data/years.csv`` says; incomplete where it says nothing.

    >>> status_of(2023, "reception"), status_of(2023, "selection")
    ('incomplete', 'complete')
    """
    return collect().status(year, stage, kind)
