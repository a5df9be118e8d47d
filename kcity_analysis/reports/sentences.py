"""What the figures force, as sentences: chosen by what holds for every admissible value.

Each function gives messages of the catalogue, with values that know their bounds; a report says
them in its language. Superlatives stand only where :mod:`kcity_analysis.evidence.provable` finds
them certain.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kcity_analysis.evidence import (
    exact,
    fell_most,
    leaders,
    rising,
    rose_most,
    share_of,
    status_of,
)
from kcity_analysis.reports.tables import between
from kcity_analysis.vocabulary import (
    NOT_STATED,
    Listing,
    Message,
    Quantity,
    Share,
    Term,
    is_residual,
    unit_of,
)


def total(rows: pd.DataFrame, measure: str) -> Quantity | None:
    """A total within its bounds, with its unit; None where nothing is known of it.

    ``rows`` are those of the dimension "total" of one year and stage.
    """
    row = rows[rows["measure"] == measure]
    if row.empty:
        return None
    unit = unit_of(measure, str(row["stage"].iloc[0]))
    return between(row["least"].iloc[0], row["most"].iloc[0], unit)


def totals(rows: pd.DataFrame) -> list[Message]:
    """How many cases and countries: published or, where one was not, within which bounds."""
    year, stage = int(rows["year"].iloc[0]), str(rows["stage"].iloc[0])
    cases, countries = (total(rows, measure) for measure in ("cases", "countries"))
    if cases is None:
        return [Message(f"totals.{stage}.unknown", year=year)]
    if countries is None:
        return [Message(f"totals.{stage}.cases", year=year, cases=cases)]
    key = f"totals.{stage}{'.so-far' if len(_not_over(rows)) else ''}"
    return [Message(key, year=year, cases=cases, countries=countries)]


def until(year: int) -> Message | int:
    """The last year of a span, in which the selection may not be over."""
    in_progress = status_of(year, "selection") == "in progress"
    return Message("year.so-far", year=year) if in_progress else year


def _not_over(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a selection that was not over; none of a frame that does not say."""
    if "status" not in rows:
        return rows.iloc[:0]
    return rows[rows["stage"].eq("selection") & rows["status"].eq("in progress")]


def breakdown(rows: pd.DataFrame, whole: pd.DataFrame) -> list[Message]:
    """Who has the most of one dimension, if that is certain, and what was not published of it."""
    dimension, stage = str(rows["dimension"].iloc[0]), str(rows["stage"].iloc[0])
    year = int(rows["year"].iloc[0])
    cases = rows[rows["measure"] == "cases"]
    named = _named(cases)
    not_over = _not_over(named)
    if dimension == "type" and len(not_over):
        types = Listing([_term("type", one) for one in not_over["category"]])
        return [Message("by.type.not-over", year=year, types=types)]
    if len(not_over):
        so_far = [Message("by.so-far", year=year)]
        return so_far + _leading(named, whole, dimension, stage)
    printed = _named(rows)["basis"].isin(["published", "recomputed"])
    said = []
    if not printed.any() and not exact(named).all():
        said.append(Message(f"by.{dimension}.unpublished", year=year))
    elif not exact(named).all() and dimension in ("region", "type", "field"):
        said.append(Message(f"by.{dimension}.partly", year=year))
    said += _leading(named, whole, dimension, stage)
    left_open = cases[cases["category"] == NOT_STATED]
    if len(left_open) and left_open["least"].iloc[0] > 0:
        row = left_open.iloc[0]
        number = between(row["least"], row["most"], unit_of("cases", stage))
        said.append(Message(f"by.{dimension}.not-stated", cases=number))
    return said


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the residuals."""
    return rows[~rows["category"].map(is_residual).astype(bool)]


def _leading(named: pd.DataFrame, whole: pd.DataFrame, dimension: str, stage: str) -> list[Message]:
    top, unit = leaders(named), unit_of("cases", stage)
    if top.empty:
        if len(named) > 1 and not exact(named).all() and (named["most"] > 0).any():
            return [Message(f"by.{dimension}.leader.open", unit=Message(f"unit.{unit}"))]
        return []
    terms = Listing([_term(dimension, one) for one in top["category"]], most=4)
    value = between(top["least"].iloc[0], top["most"].iloc[0], unit)
    every = total(whole, "cases")
    if len(top) > 1:
        return [Message("by.leaders", leaders=terms, unit=Message(f"unit.{unit}"), each=value)]
    if every is None or every.least != every.most or value is None:
        return [Message("by.leader", leader=terms, unit=Message(f"unit.{unit}"), cases=value)]
    percent = part_of(value, every)
    share = Share(value, every)
    return [
        Message(
            "by.leader.share",
            leader=terms,
            unit=Message(f"unit.{unit}"),
            share=share,
            percent=percent,
        )
    ]


def _term(dimension: str, category: str) -> Term:
    if dimension == "type_field":
        return Term("field", category.partition(" | ")[2])
    return Term(dimension, category)


def part_of(part: Quantity, whole: Quantity) -> Quantity:
    """A part within bounds in percent of a whole that is known."""
    least, most = (math.nan if one is None else one for one in (part.least, part.most))
    total = whole.most or 0
    return Quantity(*share_of((least, most), (total, total)), "percent")


def change(rows: pd.DataFrame) -> list[Message]:
    """How the totals moved: a sentence a measure, rising and falling only where it is certain.

    ``rows`` are those of the dimension "total" of a comparison of one stage.
    """
    return [one for row in rows.to_dict("records") if (one := moved(row))]


def moved(row: dict[object, object]) -> Message | None:
    """How one figure moved between two years; None where nothing is known of a year."""
    ends = {one: float(str(row[one])) for one in _ENDS}
    unit = unit_of(str(row["measure"]), str(row["stage"]))
    now = between(ends["least"], ends["most"], unit)
    base = between(ends["base_least"], ends["base_most"], unit)
    difference = between(ends["change_least"], ends["change_most"], unit, signed=True)
    if now is None or base is None or difference is None:
        return None
    subject = Message(f"subject.{row['stage']}.{row['measure']}")
    values = {"subject": subject, "now": now, "base": base, "change": difference}
    values |= {"year": row["year"], "base_year": row["base_year"]}
    least, most = ends["change_least"], ends["change_most"]
    if least == most == 0 and now.least == now.most:
        return Message("change.same", **values)
    way = _way(least, most)
    percent = between(ends["percent_least"], ends["percent_most"], "percent", signed=True)
    if way not in ("rose", "fell"):
        return Message(f"change.{way}", **values)
    if not (_is_exact(now) and _is_exact(base)):
        return Message(f"change.{way}.within", **values)
    if percent is None:
        return Message(f"change.{way}", **values)
    return Message(f"change.{way}.percent", **values, percent=percent)


def _way(least: float, most: float) -> str:
    """Which way a figure moved, as far as the ends of its change say.

    >>> _way(1, 3), _way(0, 1), _way(-2, 1), _way(-1, 0), _way(-2, -1)
    ('rose', 'not-fell', 'open', 'not-rose', 'fell')
    """
    if least > 0 or most < 0:
        return "rose" if least > 0 else "fell"
    return "not-fell" if least == 0 else "not-rose" if most == 0 else "open"


_ENDS = (
    "least",
    "most",
    "base_least",
    "base_most",
    "change_least",
    "change_most",
    "percent_least",
    "percent_most",
)


def changes(rows: pd.DataFrame) -> list[Message]:
    """Which categories of one dimension rose or fell for certain, and which by the most."""
    cases = _named(rows[rows["measure"] == "cases"])
    compared = cases[cases["status"].isin(["compared", "new"])]
    dimension = str(rows["dimension"].iloc[0])
    unit = Message(f"unit.{unit_of('cases', str(rows['stage'].iloc[0]))}")
    if compared.empty:
        return [Message("changes.none-known", unit=unit)]
    said = []
    for moved_rows, furthest, way in (
        (rising(compared), rose_most(compared), "rose"),
        (_falling(compared), fell_most(compared), "fell"),
    ):
        if len(furthest):
            said.append(_furthest(furthest.to_dict("records")[0], way))
        elif len(moved_rows):
            terms = Listing([_term(dimension, one) for one in moved_rows["category"]])
            said.append(Message(f"changes.way.{way}", categories=terms, unit=unit))
    still = (compared["change_least"] == 0) & (compared["change_most"] == 0)
    moving = compared[~still]
    ways = pd.Series(
        [_way(*ends) for ends in zip(moving["change_least"], moving["change_most"], strict=True)],
        index=moving.index,
        dtype=object,
    )
    if still.all():
        return [Message("changes.same", unit=unit)]
    if ways.eq("open").all():
        return [Message("changes.open", unit=unit)]
    for way in ("not-fell", "not-rose", "open"):
        if (ways == way).any():
            terms = Listing([_term(dimension, one) for one in moving["category"][ways == way]])
            key = "changes.others-open" if way == "open" else f"changes.way.{way}"
            said.append(Message(key, categories=terms, unit=unit))
    return said


def within(rows: pd.DataFrame) -> list[Message]:
    """The years of a comparison in which not every named category's cases are known."""
    cases = _named(rows[rows["measure"] == "cases"])
    open_years = {
        int(year)
        for name, ends in (("base_year", ("base_least", "base_most")), ("year", ("least", "most")))
        for year in cases.loc[cases[ends[0]] < cases[ends[1]], name]
    }
    years = Listing([str(one) for one in sorted(open_years)])
    return [Message("changes.within", years=years)] if open_years else []


def _furthest(row: dict[Any, Any], way: str) -> Message:
    """The one category that rose or fell by more than any other."""
    unit = unit_of(row["measure"], row["stage"])
    values = {
        "category": _term(row["dimension"], row["category"]),
        "base": between(row["base_least"], row["base_most"], unit),
        "now": between(row["least"], row["most"], unit),
        "change": between(row["change_least"], row["change_most"], unit, signed=True),
        "year": row["year"],
        "base_year": row["base_year"],
    }
    within = row["least"] != row["most"] or row["base_least"] != row["base_most"]
    key = f"changes.{way}.most.within" if within else f"changes.{way}.most"
    return Message(key, **values)


def _is_exact(quantity: Quantity) -> bool:
    return quantity.least == quantity.most


def _falling(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["change_most"] < 0]


def verdicts(found: pd.Series) -> list[Message]:
    """How many checks passed, failed, and cannot be determined."""
    tally = found.value_counts()
    counted = {
        name: Quantity.of(int(tally.get(key, 0)))
        for name, key in (
            ("passed", "holds"),
            ("failed", "fails"),
            ("open", "cannot be determined"),
        )
    }
    checks = Quantity.of(len(found), "checks")
    if counted["passed"].amount == len(found):
        return [Message("checks.all", checks=checks)]
    said = [Message("checks.some", passed=Share(counted["passed"], checks))]
    said += [
        Message(f"checks.number.{name}", number=Quantity.of(counted[name].amount, "checks"))
        for name in ("failed", "open")
        if counted[name].amount
    ]
    return said


def agreement(same: int, of: int) -> Message:
    """How many published figures are the same as ours."""
    whole = Quantity.of(of, "published")
    if same == of:
        return Message("beside.all", figures=whole)
    return Message("beside.some", share=Share(Quantity.of(same), whole))
