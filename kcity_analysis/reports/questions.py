"""Sections that answer what people ask: rates, money, waits, what came of it, who has most.

Each takes the report that it is a section of, for its language and the numbers of its sources.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import (
    BREAKS,
    DEMONSTRATION,
    FORCES,
    NARROWS,
    PLANNING,
    averages,
    budget_totals,
    category_label,
    exact,
    has_applications,
    leaders,
    most_selected,
    plans_and_demonstrations,
    ranges_and_totals,
    rolling_types,
    status_of,
    totals_of_selections,
)
from kcity_analysis.pages import Column, Fragment, Section, numeric, references, table
from kcity_analysis.reports import tables
from kcity_analysis.reports.report import Report
from kcity_analysis.reports.sentences import part_of
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    Days,
    Listing,
    Message,
    Quantity,
    Share,
    Term,
    capital,
    country_name,
    region_of,
    say,
    span_of,
)

_DRAWN = 10
"""Countries in the chart of those with most; a tie is drawn whole."""


def ids(*frames: pd.DataFrame) -> list[str]:
    """The sources of figures, joined as in their column."""
    return [one for frame in frames if "sources" in frame for one in frame["sources"]]


# -- selection rates -------------------------------------------------------------------------------


def rates_of_year(found: Report, year: int, rows: pd.DataFrame) -> Section:
    """A year's selection rates by type, secretariat and region, or why there are none."""
    said = _rolling([year])
    if rows.empty:
        why = Message("rate.none", year=year)
        return Section("rate", found._said(*([] if has_applications(year) else [why]), *said))
    whole = rows[rows["dimension"] == "total"]
    highest = [one for name in ("type", "region") for one in _highest(rows, name)]
    bounded = [] if exact(rows).all() else [Message("rate.within")]
    shown: list[Any] = [found._said(*map(_rate_of, _records(whole)), *highest, *bounded, *said)]
    caption = say("rate.caption", found.language, year=year)
    numbers = _rates_table(found, rows, caption)
    drawn = pd.DataFrame(
        {
            "label": [_name(row, found.language) for row in _records(rows)],
            "least": rows["least"].to_numpy(),
            "most": rows["most"].to_numpy(),
            "group": rows["dimension"].to_numpy(),
        }
    )
    shown.append(_amounts(found, drawn, "rate", Message("rate.caption", year=year), numbers))
    return Section("rate", *shown, frame=rows)


def _rolling(years: Sequence[int]) -> list[Message]:
    """Of years with a type that comes in all year: that it has no rate, and what one would be."""
    types = list(dict.fromkeys(kind for year in years for kind in rolling_types(year)))
    if not types:
        return []
    values = {"types": Listing([Term("type", one) for one in types])}
    rolling = [year for year in years if rolling_types(year)]
    without = [year for year in rolling if has_applications(year)]
    said = [Message("rates.rolling", years=years_listed(without))] if without else []
    return [*said, Message("rate.rolling", year=years_listed(rolling), **values)]


def _rate_of(row: dict[Any, Any]) -> Message:
    part = Quantity(row["part_least"], row["part_most"])
    whole = Quantity(row["whole_least"], row["whole_most"], "cases")
    return Message("rate.whole", share=Share(part, whole), percent=_percent(row))


def _percent(row: dict[Any, Any]) -> Quantity:
    return Quantity(row["least"], row["most"], "percent")


def _highest(rows: pd.DataFrame, dimension: str) -> list[Message]:
    """The one type or region whose rate is above that of all others that are known, for certain."""
    own = rows[(rows["dimension"] == dimension) & (rows["category"] != NOT_ITEMISED)]
    top = leaders(own)
    if len(top) != 1:
        return []
    row = _records(top)[0]
    share = Share(
        Quantity(row["part_least"], row["part_most"]),
        Quantity(row["whole_least"], row["whole_most"], "cases"),
    )
    term = Term(dimension, row["category"])
    return [Message(f"rate.highest.{dimension}", leader=term, share=share, percent=_percent(row))]


def _rates_table(found: Report, rows: pd.DataFrame, caption: str) -> Fragment:
    lines = [
        {
            "label": _name(row, found.language),
            "part": tables.shown(row["part_least"], row["part_most"], found.language),
            "whole": tables.shown(row["whole_least"], row["whole_most"], found.language),
            "rate": tables.shown(row["least"], row["most"], found.language, "percent"),
            "basis": row["basis"],
            "sources": row["sources"],
        }
        for row in _records(rows)
    ]
    columns = [
        Column("label", say("column.part", found.language)),
        numeric("part", say("column.selected", found.language), str),
        numeric("whole", say("column.received", found.language), str),
        numeric("rate", say("card.rate", found.language), str),
        tables.basis_column(found.language),
        references("sources", found._numbering, found.language),
    ]
    return table(pd.DataFrame(lines), columns, caption, language=found.language)


def _name(row: dict[Any, Any], language: str) -> str:
    return category_label(row["dimension"], row["category"], language)


def rates_of_years(found: Report, rows: pd.DataFrame, years: Sequence[int]) -> Section:
    """The rate of all types through the years, and where there can be none."""
    whole = rows[rows["dimension"] == "total"]
    lacking = [year for year in years if not has_applications(year)]
    said = []
    if len(whole):
        said.append(Message("rates.years", items=_by_year(whole, "percent")))
    if lacking:
        said.append(Message("rates.without", years=years_listed(lacking)))
    said += _rolling(years)
    if whole.empty:
        return Section("rates", found._said(*said))
    title = Message("rates.title", first_year=min(years), last_year=max(years))
    own = rows[rows["dimension"].isin(["total", "type"])]
    lines = [
        {
            "year": str(row["year"]),
            "label": _name(row, found.language),
            "part": tables.shown(row["part_least"], row["part_most"], found.language),
            "whole": tables.shown(row["whole_least"], row["whole_most"], found.language),
            "rate": tables.shown(row["least"], row["most"], found.language, "percent"),
            "sources": row["sources"],
        }
        for row in _records(own)
    ]
    columns = [
        Column("year", say("column.year", found.language)),
        Column("label", say("column.type", found.language)),
        numeric("part", say("column.selected", found.language), str),
        numeric("whole", say("column.received", found.language), str),
        numeric("rate", say("card.rate", found.language), str),
        references("sources", found._numbering, found.language),
    ]
    numbers = table(pd.DataFrame(lines), columns, title.said(found.language), "", found.language)
    drawn = _gapless(whole, years).assign(
        series=say("chart.amount.rate", found.language),
        absent=[
            say(
                "rates.absent.rolling" if has_applications(year) else "rates.absent", found.language
            )
            for year in years
        ],
    )
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("rates", found._said(*said), chart, frame=rows)


def applications_a_country(found: Report, rows: pd.DataFrame) -> Section | None:
    """How many cases a country sent on average, of the years of which both totals are known."""
    if rows.empty:
        return None
    falls = all(
        now["most"] < was["least"]
        for was, now in zip(_records(rows), _records(rows)[1:], strict=False)
    )
    key = "percountry.fell" if falls and len(rows) > 2 else "percountry.years"
    said = [Message(key, items=_by_year(rows, key="by-year.cases"))]
    title = Message("percountry.title")
    lines = [
        {
            "year": str(row["year"]), "cases": row["cases"], "countries": row["countries"],
            "value": tables.shown(row["least"], row["most"], found.language),
            "sources": row["sources"],
        }
        for row in _records(rows)
    ]  # fmt: skip
    columns = [
        Column("year", say("column.year", found.language)),
        numeric("cases", capital(say("subject.reception.cases", found.language))),
        numeric("countries", capital(say("subject.reception.countries", found.language))),
        numeric("value", title.said(found.language), str),
        references("sources", found._numbering, found.language),
    ]
    caption = title.said(found.language)
    numbers = table(pd.DataFrame(lines), columns, caption, language=found.language)
    drawn = rows.assign(series=title.said(found.language))
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("applications-per-country", found._said(*said), chart, frame=rows)


# -- money -----------------------------------------------------------------------------------------


def money(found: Report, years: Sequence[int]) -> Section:
    """Published totals, averages a project, and what totals and ranges would mean together."""
    totals, means, meant = budget_totals(years), averages(years), ranges_and_totals(years)
    if totals.empty:
        return Section("money", found._said(Message("money.none", years=years_listed(years))))
    alone = len(set(years)) == 1
    said = _totals_of_year(totals, means) if alone else _totals_of_years(totals, means)
    said += [_condition(row, alone) for row in _records(meant) if _says_something(row, alone)]
    said.append(Message("money.nominal"))
    title = Message("money.title", years=_span(years))
    numbers = _money_table(found, totals, means, meant, title.said(found.language))
    drawn = pd.DataFrame(
        {
            "label": [_for_what(row, found.language) for row in _records(totals)],
            "least": totals["least"].to_numpy(),
            "most": totals["most"].to_numpy(),
            "planned": totals["planned"].to_numpy(),
        }
    )
    shown: list[Any] = [found._said(*said), _amounts(found, drawn, "krw", title, numbers)]
    if len(means) > 1 and not alone:
        rounded = means["value"].round(-6)
        drawn = pd.DataFrame(
            {
                "label": [_for_what(row, found.language) for row in _records(means)],
                "least": rounded.to_numpy(),
                "most": rounded.to_numpy(),
                "planned": means["planned"].to_numpy(),
            }
        )
        title = Message("money.averages.title", years=_span(years))
        shown.append(_amounts(found, drawn, "average", title))
    return Section("money", *shown, frame=pd.concat([totals, means], ignore_index=True))


def _totals_of_year(totals: pd.DataFrame, means: pd.DataFrame) -> list[Message]:
    """Each total of a year, followed by its average."""
    by = {(row["type"], row["planned"]): row for row in _records(means)}
    said = []
    for row in _records(totals):
        kind = "planned" if row["planned"] else "published"
        values = {"amount": Quantity.of(row["value"], "krw"), "year": row["year"]}
        if row["type"]:
            of = Term("type", row["type"])
            said.append(Message(f"money.total.{kind}.type", of=of, **values))
        else:
            said.append(Message(f"money.total.{kind}", **values))
        if mean := by.get((row["type"], row["planned"])):
            amount = Quantity.of(round(mean["value"], -6), "krw")
            projects = Quantity.of(mean["projects"], "projects")
            said.append(Message(f"money.average.{kind}", projects=projects, amount=amount))
    return said


def _totals_of_years(totals: pd.DataFrame, means: pd.DataFrame) -> list[Message]:
    """Which totals of several years were planned, and the averages of whole years."""
    planned = sorted(set(totals.loc[totals["planned"], "year"]))
    said = [Message("money.planned.years", years=years_listed(planned))] if planned else []
    items = [
        Message(
            f"money.average.year.{'planned' if row['planned'] else 'published'}",
            year=row["year"],
            amount=Quantity.of(round(row["value"], -6), "krw"),
        )
        for row in _records(means[means["type"] == ""])
    ]
    return [*said, Message("money.averages", items=Listing(items))] if len(items) > 1 else said


def _says_something(row: dict[Any, Any], alone: bool) -> bool:
    """Whether a total and ranges say more together than each: of several years, the most of it."""
    verdicts = (FORCES, BREAKS, NARROWS) if alone else (FORCES, BREAKS)
    return bool(row["sum_least"] < row["sum_most"] and row["verdict"] in verdicts)


def _condition(row: dict[Any, Any], alone: bool) -> Message:
    """What a total and its projects' ranges would mean together: always a condition."""
    values: dict[str, Any] = {
        "projects": Quantity.of(row["projects"], "projects"),
        "total": Quantity.of(row["total"], "krw"),
        "year": row["year"],
    }
    if row["verdict"] == FORCES:
        return Message("money.forces", each=Quantity.of(row["each_least"], "krw"), **values)
    ends = Quantity(row["sum_least"] or None, row["sum_most"], "krw")
    if row["verdict"] == BREAKS:
        return Message("money.breaks", ends=ends, **values)
    each = Quantity(row["each_least"], row["each_most"], "krw")
    return Message("money.fits", ends=ends, each=each, **values)


def _for_what(row: dict[Any, Any], language: str) -> str:
    """ "2021", or "2024, overseas demonstration"."""
    if not row["type"]:
        return str(row["year"])
    return say("money.label", language, year=int(row["year"]), of=Term("type", row["type"]))


def _money_table(
    found: Report, totals: pd.DataFrame, means: pd.DataFrame, meant: pd.DataFrame, caption: str
) -> Fragment:
    language = found.language
    by = {(row["year"], row["type"], row["planned"]): row for row in _records(means)}
    made = {(row["year"], row["type"], row["planned"]): row for row in _records(meant)}
    lines = []
    for row in _records(totals):
        key = (row["year"], row["type"], row["planned"])
        mean, range_ = by.get(key), made.get(key)
        lines.append(
            {
                "label": _for_what(row, language),
                "kind": category_label("budget", row["category"], language),
                "total": _won(row["value"], language),
                "projects": tables.shown(mean["projects"], mean["projects"], language)
                if mean
                else "–",
                "average": _won(round(mean["value"], -6), language) if mean else "–",
                "ranges": Quantity(range_["sum_least"] or None, range_["sum_most"], "krw").said(
                    language, "number"
                )
                if range_
                else "–",
                "sources": row["sources"],
            }
        )
    columns = [
        Column("label", say("column.year", language)),
        Column("kind", say("column.which-total", language)),
        numeric("total", say("chart.amount.krw", language), str),
        numeric("projects", say("chart.measure.selection.cases", language), str),
        numeric("average", say("chart.amount.average", language), str),
        numeric("ranges", say("column.ranges", language), str),
        references("sources", found._numbering, language),
    ]
    return table(pd.DataFrame(lines), columns, caption, language=language)


def _won(value: float, language: str) -> str:
    return tables.shown(value, value, language, "krw")


# -- plans, demonstrations and what followed -------------------------------------------------------


def types_compared(found: Report, rows: pd.DataFrame, years: Sequence[int]) -> Section | None:
    """Plans and demonstrations through the years: like with like."""
    if rows.empty:
        return None
    known = rows[rows["most"] < math.inf]
    joined = [year for year in years if plans_and_demonstrations(year)[0] not in ([PLANNING], [])]
    done = [year for year in years if status_of(year, "selection") != "in progress"]
    said = []
    if len(done) > 1:
        sides = _of_both(known, done[0], "projects"), _of_both(known, done[-1])
        span = {"first_year": done[0], "last_year": done[-1]}
        (plans, shown), (now, then) = sides
        if plans and now and then:
            values = {"plans": plans, "now": now, "then": then, **span}
            said.append(
                Message("types.both", shown=shown, **values)
                if shown
                else Message("types.introduced", **values)
            )
    if joined:
        said.append(Message("types.joined", years=years_listed(joined)))
    title = Message("types.title", first_year=min(years), last_year=max(years))
    lines = [
        {
            "year": str(year),
            **{kind: _cell(rows, year, kind, found.language) for kind in (PLANNING, DEMONSTRATION)},
            "sources": "; ".join(rows.loc[rows["year"] == year, "sources"]),
        }
        for year in years
    ]
    columns = [
        Column("year", say("column.year", found.language)),
        numeric(PLANNING, category_label("type", PLANNING, found.language), str),
        numeric(DEMONSTRATION, category_label("type", DEMONSTRATION, found.language), str),
        references("sources", found._numbering, found.language),
    ]
    caption = title.said(found.language)
    numbers = table(pd.DataFrame(lines), columns, caption, language=found.language)
    drawn = pd.concat(
        _gapless(known[known["category"] == kind], years).assign(
            series=category_label("type", kind, found.language), scale="projects", kind=kind
        )
        for kind in (PLANNING, DEMONSTRATION)
    )
    drawn["absent"] = [
        _cell(rows, row["year"], row["kind"], found.language) if math.isnan(row["least"]) else ""
        for row in _records(drawn)
    ]
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("plans-and-demonstrations", found._said(*said), chart, frame=rows)


def _of_both(
    rows: pd.DataFrame, year: int, unit: str = ""
) -> tuple[Quantity | None, Quantity | None]:
    """The plans and the demonstrations of a year; None where it had none of a kind."""
    own = [
        rows[(rows["year"] == year) & (rows["category"] == k)] for k in (PLANNING, DEMONSTRATION)
    ]
    plans, shown = (
        (one["least"].iloc[0], one["most"].iloc[0]) if len(one) else None for one in own
    )
    return plans and Quantity(*plans, unit), shown and Quantity(*shown)


def _cell(rows: pd.DataFrame, year: int, kind: str, language: str) -> str:
    own = rows[(rows["year"] == year) & (rows["category"] == kind)]
    if own.empty:
        return say("types.cell.none", language)
    if math.isinf(own["most"].iloc[0]):
        return say("types.cell.open", language)
    return tables.shown(own["least"].iloc[0], own["most"].iloc[0], language)


def followed(found: Report, rows: pd.DataFrame, figure: pd.DataFrame) -> Section:
    """Cities with a plan first and a demonstration in a later year: known, and possible.

    ``rows`` are those of the list; ``figure`` how many there are, where the list may lack some.
    """
    if rows.empty:
        return Section("follow-ons", found._said(Message("followed.none")))
    language = found.language
    names = Listing(
        [
            Message(
                "followed.city",
                city=_city(row, language),
                plan_year=row["plan_year"],
                year=row["year"],
            )
            for row in _records(rows)
        ]
    )
    said = [Message("followed.known", cities=Quantity.of(len(rows), "cities"), names=names)]
    if len(figure) and figure["least"].iloc[0] < figure["most"].iloc[0]:
        ends = figure[["least", "most"]].iloc[0]
        least, most = (float(one) for one in ends)
        said.append(Message("followed.possible", cities=Quantity(least, most, "cities")))
    guessed = rows[rows["inferred"]]
    if len(guessed):
        cities = Listing([_city(row, language) for row in _records(guessed)])
        said.append(Message("followed.inferred", cities=cities))
    lines = [
        {
            "place": say("project.place", language, city=_city(row, language),
                         country=country_name(row["country"], language)),
            "plan": say("followed.plan", language, year=row["plan_year"],
                        type=Term("type", row["plan_type"])),
            "year": str(row["year"]),
            "between": float(row["years_between"]),
            "sources": row["source_id"],
        }
        for row in _records(rows)
    ]  # fmt: skip
    columns = [
        Column("place", say("column.city", language)),
        Column("plan", say("column.plan", language)),
        Column("year", say("column.demonstration", language)),
        numeric("between", say("column.years-between", language)),
        references("sources", found._numbering, language),
    ]
    caption = say("followed.caption", language)
    numbers = table(pd.DataFrame(lines), columns, caption, language=language)
    return Section("follow-ons", found._said(*said), numbers, frame=rows)


def _city(row: dict[Any, Any], language: str) -> str:
    return tables.place(row, language).partition(" (")[0].partition("(")[0]


def _new_names(row: dict[Any, Any], language: str) -> str:
    """The countries of a year that are new on the list, and how many more there were for sure."""
    named = sorted(country_name(one, language) for one in row["named"].split("; ") if one)
    more = int(row["least"]) - len(named)
    names = ", ".join(named) or "–"
    if not named or more < 1:
        return names
    return say("newcomers.unnamed", language, names=names, number=more)


def newcomers(found: Report, rows: pd.DataFrame) -> Section | None:
    """Countries selected for the first time, by year."""
    if rows.empty:
        return None
    language = found.language
    said = [Message("newcomers.years", items=_by_year(rows, key="by-year.countries"))]
    if not exact(rows).all():
        said.append(Message("newcomers.open"))
    lines = [
        {
            "year": str(row["year"]),
            "countries": tables.shown(row["least"], row["most"], language),
            "names": _new_names(row, language),
            "basis": row["basis"],
        }
        for row in _records(rows)
    ]
    columns = [
        Column("year", say("column.year", language)),
        numeric("countries", say("chart.measure.selection.countries", language), str),
        Column("names", say("column.newcomers", language)),
        tables.basis_column(language),
    ]
    title = Message("newcomers.title")
    numbers = table(pd.DataFrame(lines), columns, title.said(language), language=language)
    drawn = rows.assign(series=title.said(language), unfinished=rows["status"].eq("in progress"))
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("first-time", found._said(*said), chart, frame=rows)


# -- time ------------------------------------------------------------------------------------------


def waited(found: Report, rows: pd.DataFrame) -> Section | None:
    """Days from the close of a window to the announcement, by year and type."""
    known = rows[rows["least"].notna()]
    if known.empty:
        return None
    language = found.language
    span = Quantity(known["least"].min(), known["most"].max(), "days")
    years = sorted(set(known["year"]))
    said = [Message("waits.span", days=span, years=_span(years))]
    rolling = rows[rows["intake"] != "window"]
    if len(rolling):
        kinds = list(dict.fromkeys(rolling["category"]))
        types = Listing([Term("type", one) for one in kinds])
        rolled = years_listed(sorted(set(rolling["year"])))
        said.append(Message("waits.rolling", types=types, years=rolled))
    lines = [
        {
            "year": str(row["year"]),
            "type": _name(row, language),
            "closed": _closed(row, language),
            "announced": Days(row["announced"]).said(language) if row["announced"] else "–",
            "days": "–"
            if math.isnan(row["least"])
            else tables.shown(row["least"], row["most"], language),
            "sources": row["sources"],
        }
        for row in _records(rows)
    ]
    columns = [
        Column("year", say("column.year", language)),
        Column("type", say("column.type", language)),
        Column("closed", say("column.closed", language)),
        Column("announced", say("column.announced", language)),
        numeric("days", say("chart.amount.days", language), str),
        references("sources", found._numbering, language),
    ]
    title = Message("waits.title")
    numbers = table(pd.DataFrame(lines), columns, title.said(language), language=language)
    drawn = pd.concat(_waits_drawn(rows, place, language) for place in (0, 1))
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("waits", found._said(*said), chart, frame=rows)


def _closed(row: dict[Any, Any], language: str) -> str:
    if row["closed"]:
        return Days(row["closed"]).said(language)
    key = "waits.closed.unknown" if row["intake"] == "window" else "waits.closed.none"
    return say(key, language)


def _waits_drawn(rows: pd.DataFrame, place: int, language: str) -> pd.DataFrame:
    """The days of plans, or of demonstrations, as one series; types of a year taken together."""
    years = sorted(set(rows.loc[rows["least"].notna(), "year"]))
    years = [*range(int(years[0]), int(years[-1]) + 1)]
    kind = (PLANNING, DEMONSTRATION)[place]
    own = {
        year: rows[
            (rows["year"] == year) & rows["category"].isin(plans_and_demonstrations(year)[place])
        ]
        for year in years
    }
    found = []
    for year, one in own.items():
        known = one[one["least"].notna()]
        low, high = known["least"].min(), known["most"].max()
        why = ""
        if known.empty:
            why = "waits.absent" if len(one) else "types.cell.none"
            why = "waits.closed.none" if (one["intake"] != "window").any() else why
        found.append(
            {
                "year": year,
                "least": low,
                "most": high,
                "value": low if low == high else math.nan,
                "absent": say(why, language) if why else "",
            }
        )
    series = category_label("type", kind, language)
    return pd.DataFrame(found).assign(series=series, scale="days")


# -- who has most ----------------------------------------------------------------------------------


def concentration(found: Report, last_year: int) -> Section | None:
    """What the five countries have together that were selected most, and who they are."""
    counts, together = most_selected(last_year)
    whole = totals_of_selections(last_year)
    if together.empty or whole is None or len(counts) < 6:
        return None
    language = found.language
    every = Quantity(*whole, "projects")
    part = Quantity(together["least"].iloc[0], together["most"].iloc[0])
    said = []
    if every.least == every.most:
        percent = part_of(part, every)
        said.append(Message("top.sum", share=Share(part, every), percent=percent))
    fifth = int(counts["projects"].iloc[4])
    above = counts[counts["projects"] > fifth]
    tied = counts[counts["projects"] == fifth]
    names = [
        Message("top.country", country=Term("country", row["country"]),
                projects=Quantity.of(row["projects"]))
        for row in _records(above)
    ]  # fmt: skip
    if names:
        said.append(Message("top.named", countries=Listing(names)))
    if len(above) + len(tied) > 5:
        values = {
            "countries": Quantity.of(len(tied), "countries"),
            "names": Listing([Term("country", one) for one in tied["country"]]),
            "each": Quantity.of(fifth, "projects"),
            "place": Quantity.of(int(tied["place"].iloc[0])),
        }
        said.append(Message("top.tie", **values))
    last = counts["projects"].iloc[min(_DRAWN, len(counts)) - 1]
    shown = counts[counts["projects"] >= max(last, 2)]
    title = Message("top.title", last_year=last_year)
    drawn = pd.DataFrame(
        {
            "label": [country_name(one, language) for one in shown["country"]],
            "least": shown["least"].to_numpy(),
            "most": shown["most"].to_numpy(),
        }
    )
    lines = [
        {
            "place": float(row["place"]),
            "country": country_name(row["country"], language),
            "region": category_label("region", region_of(row["country"]), language),
            "projects": tables.shown(row["least"], row["most"], language),
            "share": tables.share(row["least"], row["most"], whole, language),
        }
        for row in _records(counts)
    ]
    columns = [
        Column("country", say("column.country", language)),
        numeric("place", say("column.place", language)),
        Column("region", say("column.region", language)),
        numeric("projects", say("chart.measure.selection.cases", language), str),
        numeric("share", say("column.share.selection", language), str),
    ]
    note = say("top.note", language)
    numbers = table(pd.DataFrame(lines), columns, title.said(language), note, language)
    return Section(
        "concentration",
        found._said(*said),
        _amounts(found, drawn, "projects", title, numbers),
        frame=counts,
    )


# -- calls -----------------------------------------------------------------------------------------


def open_calls(found: Report, rows: pd.DataFrame) -> Section | None:
    """Calls that were open or to come when the data were collected: context, never figures."""
    if rows.empty:
        return None
    language = found.language
    day = rows["collected_on"].iloc[0]
    said = [Message("calls.context", day=Days(day))]
    for row in _records(rows[rows["first_day"] != ""]):
        key = "calls.open" if row["state"] == "open" else "calls.coming"
        about = {"type": Term("type", row["type"]), "year": row["year"]}
        said.append(Message(key, days=Days(row["first_day"], row["last_day"]), **about))
    lines = [
        {
            "year": str(row["year"]),
            "type": _name(row | {"dimension": "type", "category": row["type"]}, language),
            "window": Days(row["first_day"], row["last_day"]).said(language)
            if row["first_day"]
            else say(f"calls.window.{'all-year' if row['state'] == 'all year' else 'unknown'}",
                     language),
            "projects": _planned(row, "projects", "", language),
            "money": _planned(row, "krw", "krw", language),
            "chosen": Days(row["chosen"]).said(language) if row["chosen"] else "–",
            "sources": row["sources"],
        }
        for row in _records(rows)
    ]  # fmt: skip
    columns = [
        Column("year", say("column.year", language)),
        Column("type", say("column.type", language)),
        Column("window", say("column.window", language)),
        numeric("projects", say("column.planned-projects", language), str),
        numeric("money", say("column.planned-each", language), str),
        Column("chosen", say("column.planned-choice", language)),
        references("sources", found._numbering, language),
    ]
    caption = say("calls.caption", language)
    shown = table(pd.DataFrame(lines), columns, caption, language=language)
    return Section("calls", found._said(*said), shown, frame=rows)


def _planned(row: dict[Any, Any], name: str, unit: str, language: str) -> str:
    quantity = tables.between(row[f"{name}_least"], row[f"{name}_most"], unit)
    return quantity.said(language, "number") if quantity else "–"


# -- what they share -------------------------------------------------------------------------------


def _amounts(
    found: Report, drawn: pd.DataFrame, unit: str, title: Message, numbers: Fragment | None = None
) -> Any:
    return found._picture(
        partial(charts.amounts, unit=unit),
        drawn,
        title,
        partial(charts.describe_amounts, unit=unit),
        numbers,
    )


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _by_year(rows: pd.DataFrame, unit: str = "", key: str = "by-year") -> Listing:
    """ "3.5 (2020), 2.8 (2021) and 1.9 (2022)"."""
    return Listing(
        [
            Message(key, value=Quantity(row["least"], row["most"], unit), year=row["year"])
            for row in _records(rows)
        ]
    )


def years_listed(years: Iterable[int]) -> Listing:
    """Years in a sentence."""
    return Listing([str(one) for one in years])


def _span(years: Iterable[int]) -> Message | Listing:
    found = sorted(years)
    return span_of(found[0], found[-1])


def _gapless(rows: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """The rows with one of no value for each year that has none."""
    whole = pd.DataFrame({"year": list(years)}).merge(rows, on="year", how="left")
    return whole[["year", "value", "least", "most"]]
