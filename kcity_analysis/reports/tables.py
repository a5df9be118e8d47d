"""The tables of the reports: figures within bounds, changes, checks, projects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import category_label, share_of, sources, translated
from kcity_analysis.pages import Column, Fragment, marked, numeric, references, table
from kcity_analysis.vocabulary import (
    Days,
    Quantity,
    Term,
    capital,
    city_name,
    number,
    say,
    span_of,
    unit,
    unit_of,
    wording,
)

MEASURES = ("cases", "countries")


def between(least: float, most: float, unit: str = "", *, signed: bool = False) -> Quantity | None:
    """A quantity within its bounds; None where nothing is known of it."""
    low = None if pd.isna(least) or math.isinf(least) else float(least)
    high = None if pd.isna(most) or math.isinf(most) else float(most)
    if low is None and high is None:
        return None
    return Quantity(low, high, unit, signed)


def shown(least: float, most: float, language: str, unit: str = "", *, signed: bool = False) -> str:
    """A quantity in a cell: "5", "5 to 18", "at least 5", "n.p." where nothing is known."""
    found = between(least, most, unit, signed=signed)
    if found is None:
        return "–" if signed else number(math.nan, language)
    return found.said(language, "number")


def breakdown(
    rows: pd.DataFrame,
    whole: pd.DataFrame,
    caption: str,
    refs: Mapping[str, int],
    language: str,
    note: str = "",
) -> Fragment:
    """The figures of one dimension: cases, their share, countries, and the basis of each row.

    ``rows`` has ``dimension, category, measure, least, most, basis, sources``, ``whole`` the same
    of the total, which stands last. ``refs`` numbers the sources.
    """
    dimension, stage = str(rows["dimension"].iloc[0]), str(rows["stage"].iloc[0])
    counts = [one for one in MEASURES if one in set(rows["measure"])]
    cases = whole[whole["measure"] == "cases"]
    total = (float(cases["least"].max()), float(cases["most"].max()))
    lines = [_line(part, total, language) for part in _by_category(rows, whole).values()]
    columns = [Column("label", say(f"column.{dimension}", language))]
    for measure in counts:
        columns.append(numeric(measure, charts.measure_title(measure, stage, language), str))
        if measure == "cases":
            columns.append(numeric("share", say(f"column.share.{stage}", language), str))
    columns.append(basis_column(language))
    if any(line["sources"] for line in lines):
        columns.append(references("sources", refs, language))
    return table(pd.DataFrame(lines), columns, caption, note, language)


def ranges(rows: pd.DataFrame, caption: str, language: str) -> Fragment:
    """What is open in several dimensions at once: of each category, each measure as a range."""
    stage = str(rows["stage"].iloc[0])
    lines = [
        {
            "dimension": say(f"column.{dimension}", language),
            **_line(part, (0.0, math.inf), language),
        }
        for (dimension, _), part in _by_category(rows).items()
    ]
    columns = [
        Column("dimension", say("column.dimension", language)),
        Column("label", say("column.part", language)),
        *(numeric(one, charts.measure_title(one, stage, language), str) for one in MEASURES),
        basis_column(language),
    ]
    return table(pd.DataFrame(lines), columns, caption, language=language)


_HELD = ("dimension", "category", "measure", "least", "most", "basis", "sources", "stage")


def _by_category(*frames: pd.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The figures of each dimension and category, in the order in which these come."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for frame in frames:
        for values in zip(*(frame[name].tolist() for name in _HELD), strict=True):
            found.setdefault(values[:2], []).append(dict(zip(_HELD, values, strict=True)))
    return found


def _line(part: list[dict[str, Any]], total: tuple[float, float], language: str) -> dict[str, str]:
    """One category: its figures as text, the basis of both, and who prints them."""
    first = part[0]
    label = category_label(first["dimension"], first["category"], language)
    if first["dimension"] == "type_field":
        label = category_label("field", first["category"].partition(" | ")[2], language)
    line = {"label": label, "share": "", "basis": "", "sources": ""}
    for measure in MEASURES:
        least, most = (
            max((row[end] for row in part if row["measure"] == measure and row[end] == row[end]),
                default=math.nan)
            for end in ("least", "most")
        )  # fmt: skip
        line[measure] = shown(least, most, language)
        if measure == "cases":
            line["share"] = share(least, most, total, language)
    known = [row for row in part if not (pd.isna(row["least"]) and pd.isna(row["most"]))]
    bases = {row["measure"]: row["basis"] for row in known}
    line["basis"] = "; ".join(
        dict.fromkeys(bases.values())
        if len(set(bases.values())) < 2
        else [f"{unit_of(measure, first['stage'])} {basis}" for measure, basis in bases.items()]
    )
    cited = dict.fromkeys(one for row in known for one in row["sources"].split("; ") if one)
    line["sources"] = "; ".join(cited)
    return line


def share(least: float, most: float, total: tuple[float, float], language: str) -> str:
    """A part in percent of a total, both within bounds, as text."""
    if total[0] != total[1]:
        return "–"  # of a whole that is not known there is no share
    return shown(*share_of((least, most), total), language, "percent")


def basis_column(language: str) -> Column:
    """A table's column ``basis`` in words; where it differs by measure, of each."""

    def show(key: str) -> str:
        parts = []
        for one in filter(None, key.split("; ")):
            measure, _, basis = one.rpartition(" ")
            word = say(f"basis.{basis}", language)
            if measure == "projects":
                whose = unit("cases", "selection", language=language)
            else:
                whose = measure if measure.isdigit() else unit(measure, language=language)
            parts.append(f"{whose} {word}" if measure else word)
        return "; ".join(parts)

    return marked("basis", say("column.basis", language), "kc-basis", show)


def _bases(row: Mapping[Any, Any]) -> str:
    """How the figures of two years are known: of each year, where it is not the same."""
    sides = [
        (int(row[f"{side}year"]), str(row[f"{side}basis"]))
        for side in ("base_", "")
        if pd.notna(row[f"{side}least"])
    ]
    once = {basis for _, basis in sides}
    return once.pop() if len(once) == 1 else "; ".join(f"{year} {basis}" for year, basis in sides)


def changes(rows: pd.DataFrame, caption: str, language: str) -> Fragment:
    """Two years of one dimension: values, change, percent, contribution, basis, remark."""
    year, base_year = rows["year"].iloc[0], rows["base_year"].iloc[0]
    dimension = str(rows["dimension"].iloc[0])
    lines = [
        {
            "label": category_label(row["dimension"], row["category"], language),
            "unit": charts.measure_title(row["measure"], row["stage"], language),
            "base": _or_absent(row, "base_", "introduced", language),
            "now": _or_absent(row, "", "discontinued", language),
            "change": shown(row["change_least"], row["change_most"], language, signed=True),
            "percent": _percent(row, language),
            "points": shown(
                row["contribution_least"], row["contribution_most"], language, "points", signed=True
            ),
            "basis": _bases(row),
            "remark": _remark(row, language),
        }
        for row in rows.to_dict("records")
    ]
    columns = [
        Column("label", say(f"column.{dimension}", language)),
        Column("unit", say("column.measure", language)),
        numeric("base", str(base_year), str),
        numeric("now", str(year), str),
        numeric("change", say("column.change", language), str),
        numeric("percent", say("column.change.percent", language), str),
        numeric("points", say("column.contribution", language), str),
        basis_column(language),
        Column("remark", say("column.remark", language)),
    ]
    if not any(line["remark"] for line in lines):
        columns.pop()
    if dimension == "total":
        columns = [one for one in columns if one.name not in ("points", "label")]
    return table(pd.DataFrame(lines), columns, caption, language=language)


def _remark(row: Mapping[Any, Any], language: str) -> str:
    """What must be known of a row: that a year did not have the category, or the note of both."""
    if row["status"] in ("introduced", "discontinued"):
        return say(f"remark.{row['status']}", language)
    return str(row.get(f"note_{language}", row["note"]))


def _or_absent(row: Mapping[Any, Any], prefix: str, absent: str, language: str) -> str:
    """A year's figure as text: "–" where the year did not have the category."""
    if row["status"] == absent:
        return "–"
    return shown(float(str(row[f"{prefix}least"])), float(str(row[f"{prefix}most"])), language)


def _percent(row: Mapping[Any, Any], language: str) -> str:
    """The change in percent; "new" from nothing."""
    if row["status"] == "introduced" or (row["base_most"] == 0 and float(str(row["least"])) > 0):
        return say("change.new", language)
    ends = float(str(row["percent_least"])), float(str(row["percent_most"]))
    return shown(*ends, language, "percent", signed=True)


def checks(found: pd.DataFrame, caption: str, language: str) -> Fragment:
    """Identities with both sides, what they are about, and their verdict."""
    lines = [
        {
            "identity": capital(row["identity"]),
            "about": say(
                "check.about.year",
                language,
                year=int(row["year"]),
                stage=Term("stage", row["stage"]),
                subject=row["subject"],
            ),
            "sides": f"{_side(row, 'left', language)} {row['relation']} "
            f"{_side(row, 'right', language)}",
            "verdict": row["verdict"],
            "note": row["note"],
        }
        for row in found.to_dict("records")
    ]
    columns = [
        Column("identity", say("column.identity", language)),
        Column("about", say("column.about", language)),
        Column("sides", say("column.sides", language)),
        marked(
            "verdict",
            say("column.verdict", language),
            "kc-verdict",
            lambda key: say(f"verdict.{key}", language),
        ),
        Column("note", say("column.note", language)),
    ]
    if found["note"].eq("").all():
        columns.pop()
    return table(pd.DataFrame(lines), columns, caption, language=language)


def _side(row: Mapping[Any, Any], side: str, language: str) -> str:
    value = float(str(row[side]))
    name = row[f"{side}_name"]
    if row.get("rule") == "sources agree":  # a side is who prints it
        name = ", ".join(wording(sources(pd.Series([name])), "publisher", language)) or name
    known = say("check.side.unknown", language) if pd.isna(value) else shown(value, value, language)
    return say("check.side.value", language, value=known, name=name)


def side_by_side(both: pd.DataFrame, caption: str, language: str) -> Fragment:
    """Published beside recomputed, with the difference."""
    rows = both.assign(
        label=[
            category_label(*pair, language)
            for pair in zip(both["dimension"], both["category"], strict=True)
        ],
        span=[
            span_of(first, last).said(language)
            for first, last in zip(both["first_year"], both["year"], strict=True)
        ],
        unit=[
            capital(unit(*pair, language=language))
            for pair in zip(both["measure"], both["stage"], strict=True)
        ],
    )

    def signed(value: float) -> str:
        return shown(value, value, language, signed=True)

    columns = [
        Column("label", say("column.figure", language)),
        Column("span", say("column.years", language)),
        Column("unit", say("column.measure", language)),
        numeric("published", say("column.published", language), lambda one: number(one, language)),
        numeric("recomputed", say("column.counted", language), lambda one: number(one, language)),
        numeric("difference", say("column.difference", language), signed),
    ]
    return table(rows, columns, caption, language=language)


def projects(
    chosen: pd.DataFrame, caption: str, refs: Mapping[str, int], language: str
) -> Fragment:
    """The selected projects: place, type, field, title and organisation, budget, source."""
    lines = []
    for row in chosen.to_dict("records"):
        kind = category_label("type", row["type"], language)
        if row["type_basis"] == "inferred":
            kind = say("project.type.inferred", language, type=kind)
        fields = [category_label("field", row[one], language) for one in _FIELDS if row[one]]
        city = place(row, language)
        country = category_label("country", row["country"], language)
        budget = between(row["budget_low_krw"], row["budget_high_krw"], "krw")
        lines.append(
            {
                "place": say("project.place", language, city=city, country=country),
                "year": str(row["year"]),
                "type": kind,
                "fields": ", ".join(fields) or "–",
                "work": title(row, language) or "–",
                "budget": budget.said(language) if budget else "–",
                "source_id": row["source_id"],
            }
        )
    columns = [
        Column("place", say("column.city", language)),
        Column("year", say("column.year", language)),
        Column("type", say("column.type", language)),
        Column("fields", say("column.field", language)),
        Column("work", say("column.project", language)),
        Column("budget", say("column.budget", language)),
        references("source_id", refs, language),
    ]
    if len(set(chosen["year"])) == 1:
        columns.pop(1)
    return table(pd.DataFrame(lines), columns, caption, language=language)


_FIELDS = ("field", "second_field")


def place(row: Mapping[Any, Any], language: str) -> str:
    """A project's city in a language."""
    return city_name(str(row["country"]), str(row["city"]), language)


def title(row: Mapping[Any, Any], language: str) -> str:
    """A project's title in a language, with the organisation that runs it."""
    text, runs = (
        str(row.get(f"{name}_{language}") or row[name]) for name in ("title", "organisation")
    )
    if text and runs:
        return say("project.title.by", language, title=text, organisation=runs)
    return text or runs


def days(calendar: pd.DataFrame, caption: str, refs: Mapping[str, int], language: str) -> Fragment:
    """The dates of a year."""
    rows = calendar.assign(
        event=[capital(translated(one, language)) for one in calendar["event"]],
        when=[
            Days(*pair).said(language)
            for pair in zip(calendar["first_day"], calendar["last_day"], strict=True)
        ],
    )
    columns = [
        Column("event", say("column.event", language)),
        Column("when", say("column.when", language)),
        references("source_id", refs, language),
    ]
    return table(rows, columns, caption, language=language)


def series(long: pd.DataFrame, caption: str, language: str) -> Fragment:
    """Years down, totals across; ``long`` has ``year, stage, measure, least, most``."""
    names = list(dict.fromkeys(zip(long["stage"], long["measure"], strict=True)))
    lines = []
    for year, part in long.groupby("year"):
        line = {"year": str(year)}
        for row in part.to_dict("records"):
            line[f"{row['stage']}-{row['measure']}"] = shown(row["least"], row["most"], language)
        lines.append(line)
    columns = [Column("year", say("column.year", language))]
    columns += [
        numeric("-".join(pair), capital(say("subject.{}.{}".format(*pair), language)), str)
        for pair in names
    ]
    return table(pd.DataFrame(lines), columns, caption, language=language)


def moves(rows: pd.DataFrame, caption: str, language: str) -> Fragment:
    """New, returning and not returning countries: a row a status, with all its countries by name.

    ``rows`` has ``iso3, status``.
    """
    lines = []
    for status in ("new", "returning", "not returning"):
        part = rows[rows["status"] == status]
        if len(part):
            names = sorted(category_label("country", one, language) for one in part["iso3"])
            word = say(f"moves.status.{status.replace(' ', '-')}", language)
            line = {"status": word, "number": float(len(part)), "names": ", ".join(names)}
            lines.append(line)
    columns = [
        Column("status", say("column.status", language)),
        numeric("number", capital(unit("countries", language=language))),
        Column("names", say("column.which", language)),
    ]
    return table(pd.DataFrame(lines), columns, caption, language=language)
