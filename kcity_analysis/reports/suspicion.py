"""Printed figures that contradict something: a report names them, and rests nothing on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kcity_analysis.evidence import (
    KEY,
    Applicant,
    Item,
    Printed,
    Project,
    Size,
    clashes,
    sources,
)
from kcity_analysis.vocabulary import Listing, Message, Quantity, Term, unit_of


def disputed(*frames: pd.DataFrame) -> pd.DataFrame:
    """The rows of figures frames that are contradicted, by a source or by what must hold."""
    rows = pd.concat([frame[frame["confidence"] == "contradicted"] for frame in frames])
    return rows.drop_duplicates([*KEY, "value"]).reset_index(drop=True)


def disputes(rows: pd.DataFrame) -> list[Message]:
    """What contradicts what, a sentence a set of facts that cannot all be true, with the sources.

    ``rows`` are those of :func:`disputed`.
    """
    if rows.empty:
        return []
    keys = set(zip(*(rows[one] for one in KEY), strict=True))
    said = [
        Message("suspect.clash", facts=Listing([_fact(one) for one in clash]))
        for clash in clashes()
        if any(isinstance(one, Printed) and _key(one) in keys for one in clash)
    ]
    for _, same in rows.groupby(KEY, sort=False):
        if len(same) > 1:  # sources that print the same figure differently
            facts = [_fact(_printed(row)) for row in same.to_dict("records")]
            said.append(Message("suspect.clash", facts=Listing(facts)))
    return said


def every_dispute() -> list[Message]:
    """All that contradicts itself in the data, a sentence a set of facts."""
    facts = [Listing([_fact(one) for one in clash]) for clash in clashes()]
    return [Message("suspect.clash", facts=one) for one in facts]


def _key(one: Printed) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in KEY)


def _printed(row: dict[Any, Any]) -> Printed:
    key = {name: row[name] for name in KEY}
    return Printed(**key, value=row["value"], sources=row["sources"])


def _fact(item: Item) -> Message:
    """A fact as part of a sentence, with who says it."""
    said = _said(item)
    if not item.sources:
        return said
    known = sources(pd.Series([item.sources]))
    names = zip(known["publisher"], known.get("publisher_ko", known["publisher"]), strict=True)
    publishers = [_Publisher(*pair) for pair in dict.fromkeys(names)]
    return Message("fact.by", fact=said, publishers=Listing(publishers))


@dataclass(frozen=True)
class _Publisher:
    """A source's name in the reader's language."""

    name: str
    name_ko: str

    def said(self, language: str, style: str = "") -> str:
        """The name in a language; in English where there is no other."""
        return (self.name_ko if language == "ko" else "") or self.name


def _said(item: Item) -> Message:
    if isinstance(item, Size):
        countries = Quantity.of(item.value, "countries")
        return Message("fact.size", region=Term("region", item.region), countries=countries)
    if isinstance(item, Applicant):
        return Message("fact.applicant", year=item.year, country=Term("country", item.iso3))
    if isinstance(item, Project):
        country = Term("country", item.iso3)
        return Message("fact.project", year=item.year, city=item.city, country=country)
    stage = Term("stage", item.stage)
    if not isinstance(item, Printed):
        projects = Quantity.of(item.listed, "projects")
        return Message("fact.complete", year=item.year, projects=projects)
    changed = item.dimension == "change"
    value = Quantity.of(item.value, unit_of(item.measure, item.stage), signed=changed)
    values: dict[str, Any] = {"year": item.year, "stage": stage, "value": value}
    if item.first_year < item.year:
        values["first_year"] = item.first_year
    since = item.first_year < item.year
    if item.category == "all":
        return Message("fact.since" if since else "fact.printed", **values)
    values["category"] = Term(item.dimension, item.category)
    return Message("fact.since.of" if since else "fact.printed.of", **values)
