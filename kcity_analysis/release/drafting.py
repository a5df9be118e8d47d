"""The "Reception result" part of a release, written from the figures in English or Korean.

Both languages say the same facts, each in its own order, from the catalogue of messages, so that
nothing needs to be machine translated: restoring either text gives back every figure as printed.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis.evidence import sound
from kcity_analysis.release.documents import library
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    NOT_STATED,
    InputError,
    Listing,
    Message,
    Quantity,
    Term,
    categories,
    replacing,
    say,
)

LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Counted:
    """Cases and distinct countries of one cell; None where that was not published."""

    cases: int | None
    countries: int | None = None

    @property
    def amount(self) -> float:
        """What the grammatical number goes by."""
        return math.inf if self.cases is None else self.cases

    def said(self, language: str, style: str = "") -> str:
        """ "35 applications from 10 countries"."""
        values: dict[str, Any] = {"cases": Quantity.of(self.cases or 0, "cases")}
        if self.countries is None:
            return say("draft.cases", language, **values)
        return say(
            "draft.cases_from",
            language,
            countries=Quantity.of(self.countries, "countries"),
            **values,
        )


@dataclass(frozen=True)
class YearReceived:
    """What the reception of a year came to: the parts in descending order of cases."""

    year: int
    whole: Counted
    before: Counted
    regions: Mapping[str, Counted]
    types: Mapping[str, Counted]
    fields: Mapping[str, Mapping[str, int]]


def draft(year: int, figures: pd.DataFrame, language: str = "en") -> str:
    """The reception result of a year as text.

    ``figures`` is a figures frame with the year's reception; where it holds the year before, the
    change is stated. Figures that are doubtful or were not published are left out, zeros too; a
    list that is not whole says so, and what does not add up is said. Raises InputError where the
    year has no total of cases, or for another language.

    >>> from kcity_analysis.evidence import figures
    >>> print(draft(2022, figures()))
    <<Reception result>>
    <BLANKLINE>
    □ In the 2022 contest of the K-City Network, a total of 33 applications were received from 17 \
countries.
    ㅇ Compared with the previous year, the number of countries decreased by 22, and the number of \
applications decreased by 78 (70.3%).
    """
    if language not in LANGUAGES:
        raise InputError(Message("error.draft language", name=language))
    found = _reception(year, figures)
    if found.whole.cases is None:
        raise InputError(Message("error.nothing to draft", year=year))
    parts = [_totals(found, language), _regions(found, language), _types(found, language)]
    lines = [say("draft.heading", language)]
    for part in parts:
        lines += ["", *part] if part else []
    return "\n".join(lines)


def write_draft(text: str, path: Path) -> None:
    """A draft as a file: ``.docx`` (Word), ``.hwpx`` (Hangul), else text in UTF-8.

    Raises InputError where the library for it is not installed, or nothing can be written there.
    """
    made = {".docx": _docx, ".hwpx": _hwpx}.get(path.suffix.lower())
    content = made(text, path.name) if made else f"{text}\n".encode()
    with replacing(path) as part:
        part.write_bytes(content)


def _docx(text: str, name: str) -> bytes:
    document = library("docx", Message("release.word"), name).Document()
    for line in text.split("\n"):
        document.add_paragraph().add_run(line).bold = line.startswith("<<")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _hwpx(text: str, name: str) -> bytes:
    document = library("hwpx", Message("release.hangul"), name).HwpxDocument.new()
    for line in text.split("\n"):
        document.add_paragraph(line)
    content: bytes = document.to_bytes()
    return content


def _reception(year: int, figures: pd.DataFrame) -> YearReceived:
    rows = sound(figures)
    rows = rows[(rows["stage"] == "reception") & (rows["first_year"] == rows["year"])]
    values = {
        (int(row[0]), str(row[1]), str(row[2]), str(row[3])): int(row[4])
        for row in rows[["year", "dimension", "category", "measure", "value"]].to_numpy()
        if row[3] in ("cases", "countries") and row[4] == row[4] and row[4] == int(row[4])
    }

    def count(dimension: str, category: str, of: int = year) -> Counted:
        return Counted(
            values.get((of, dimension, category, "cases")),
            values.get((of, dimension, category, "countries")),
        )

    def counts(dimension: str) -> dict[str, Counted]:
        found = {name: count(dimension, name) for name in categories(dimension, year)}
        known = {
            name: one
            for name, one in found.items()
            if one.cases and name not in (NOT_ITEMISED, NOT_STATED)
        }
        return dict(sorted(known.items(), key=lambda item: -(item[1].cases or 0)))

    types = counts("type")
    fields: dict[str, dict[str, int]] = {}
    for kind in types:
        listed = {
            name: cases
            for name in categories("field")
            if (cases := values.get((year, "type_field", f"{kind} | {name}", "cases")))
        }
        fields[kind] = dict(sorted(listed.items(), key=lambda item: -item[1]))
    before = count("total", "all", year - 1)
    return YearReceived(year, count("total", "all"), before, counts("region"), types, fields)


def _totals(found: YearReceived, language: str) -> list[str]:
    whole = found.whole
    values: dict[str, Any] = {"year": found.year, "cases": Quantity.of(whole.cases or 0, "cases")}
    if whole.countries is None:
        lines = [say("draft.total_cases", language, **values)]
    else:
        countries = Quantity.of(whole.countries, "countries")
        lines = [say("draft.total", language, countries=countries, **values)]
    changes = [
        (measure, now, before)
        for measure, now, before in (
            ("countries", whole.countries, found.before.countries),
            ("cases", whole.cases, found.before.cases),
        )
        if now is not None and before is not None
    ]
    said = [
        _change(measure, now, before, "end" if place == len(changes) - 1 else "and")
        for place, (measure, now, before) in enumerate(changes)
    ]
    if len(said) == 2:
        lines.append(say("draft.changes", language, first=said[0], second=said[1]))
    elif said:
        lines.append(say("draft.change", language, change=said[0]))
    return lines


def _change(measure: str, now: int, before: int, place: str) -> Message:
    """How the number of countries or of applications changed, at its place in the sentence."""
    what = Message(f"draft.number_of_{measure}")
    if now == before:
        return Message("draft.clause", what=what, did=Message(f"draft.did.same.{place}"))
    by: Any = Quantity.of(abs(now - before), measure)
    if measure == "cases" and before:
        percent = Quantity.of(100 * abs(now - before) / before, "percent")
        by = Message("draft.by_percent", by=by, percent=percent)
    else:
        by = Message("draft.by", by=by)
    did = Message(f"draft.did.{'more' if now > before else 'fewer'}.{place}", by=by)
    return Message("draft.clause", what=what, did=did)


def _regions(found: YearReceived, language: str) -> list[str]:
    regions = [
        Message("draft.in_region", what=one, region=Message(f"draft.region.{name}"))
        for name, one in found.regions.items()
    ]
    if not regions:
        return []
    named = sum(one.cases or 0 for one in found.regions.values())
    if named == found.whole.cases:
        return [say("draft.regions", language, regions=Listing(regions))]
    return [
        say("draft.regions_part", language, **_part(regions, named, found.whole.cases, language))
    ]


def _part(items: list[Any], named: int, whole: int | None, language: str) -> dict[str, Any]:
    """A list that is not whole, and how much of the whole it is."""
    return {
        "items": ", ".join(one.said(language) for one in items),
        "part": Quantity.of(named, "cases"),
        "whole": Quantity.of(whole or 0, "cases"),
    }


def _types(found: YearReceived, language: str) -> list[str]:
    if not found.types:
        return []
    lines = []
    for kind, one in found.types.items():
        values: dict[str, Any] = {
            "type": Term("type", kind),
            "cases": Quantity.of(one.cases or 0, "cases"),
        }
        if one.countries is None:
            lines.append(say("draft.type_cases", language, **values))
        else:
            countries = Quantity.of(one.countries, "countries")
            lines.append(say("draft.type", language, countries=countries, **values))
        fields = [
            Message("draft.field", field=Term("field", name), cases=Quantity.of(cases, "cases"))
            for name, cases in found.fields[kind].items()
        ]
        itemised = sum(found.fields[kind].values())
        if fields and itemised == one.cases:
            lines.append(say("draft.fields", language, fields=Listing(fields)))
        elif fields:
            part = _part(fields, itemised, one.cases, language)
            lines.append(say("draft.fields_part", language, **part))
    return lines + _sums(found, language)


def _sums(found: YearReceived, language: str) -> list[str]:
    """What the types add up to, where that is not the whole."""
    lines = []
    cases = sum(one.cases or 0 for one in found.types.values())
    whole = found.whole
    if cases != whole.cases:
        part = {
            "part": Quantity.of(cases, "cases"),
            "whole": Quantity.of(whole.cases or 0, "cases"),
        }
        lines.append(say("draft.types_part", language, **part))
    each = [one.countries for one in found.types.values()]
    if whole.countries is not None and None not in each:
        added = sum(one or 0 for one in each)
        key = "draft.countries_twice" if added > whole.countries else "draft.countries_missing"
        if added != whole.countries:
            counts = {"added": added, "whole": whole.countries}
            values = {name: Quantity.of(count, "countries") for name, count in counts.items()}
            lines.append(say(key, language, **values))
    return lines
