"""Figures -> English: one sentence a section.

Every number in a sentence comes from the frame it is given; nothing is computed here but the words.
"""

from __future__ import annotations

import pandas as pd

from kcity_analysis.evidence import Overlap, category_label, pick, sound
from kcity_analysis.reports.captions import leaders, unnamed
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    NOT_STATED,
    capital,
    count,
    listing,
    number,
    percent,
    plural,
    signed,
    signed_percent,
    unit,
)

_SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _more_or_fewer(change: float, share: float, measure: str, stage: str) -> str:
    if change == 0:
        return f"as many {unit(measure, stage)}"
    amount = f"{number(abs(change))} {'more' if change > 0 else 'fewer'}"
    of_base = f" ({signed_percent(share)})" if signed_percent(share) else ""
    return f"{amount} {unit(measure, stage, one=abs(change) == 1)}{of_base}"


# -- the yearly totals ---------------------------------------------------------------------------


def totals(frame: pd.DataFrame, stage: str, year: int) -> str:
    """How many cases of how many countries a year had."""
    part = frame[(frame["stage"] == stage) & (frame["year"] == year)]
    cases, countries = (pick(part, "total", "all", one) for one in ("cases", "countries"))
    if stage == "reception":
        if pd.isna(cases):
            return f"How many applications were received in {year} was not published."
        verb = "was received" if cases == 1 else "were received"
        return f"In {year}, {count(cases, 'cases')} {verb}{_from(countries)}."
    if pd.isna(cases):
        return f"How many projects were selected in {year} was not published."
    verb = "was selected" if cases == 1 else "were selected"
    return f"In {year}, {plural(cases, 'project')} {verb}{_from(countries, 'in')}."


def _from(countries: float, word: str = "from") -> str:
    if pd.isna(countries):
        return "; the number of countries was not published"
    return f" {word} {count(countries, 'countries')}"


def change(comparison: pd.DataFrame) -> str:
    """What happened to the totals between two years."""
    rows = comparison[comparison["dimension"] == "total"].set_index("measure")
    year, base_year = rows["year"].iloc[0], rows["base_year"].iloc[0]
    known = [one for one in ("cases", "countries") if not pd.isna(rows["change"][one])]
    if not known:
        return f"The change from {base_year} to {year} cannot be told: a total was not published."
    stage = str(rows["stage"].iloc[0])
    parts = [_more_or_fewer(rows["change"][one], rows["percent"][one], one, stage) for one in known]
    joint = "as" if rows["change"][known[-1]] == 0 else "than"
    return f"{capital(' and '.join(parts))} {joint} in {base_year}."


# -- one dimension -------------------------------------------------------------------------------


_PLURALS = {"country": "countries", "secretariat": "secretariats", "type_field": "fields"}


def breakdown(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """How the cases of one dimension are spread: the largest part, and what is not itemised.

    ``rows`` are the rows of one dimension of ``frame``, a year's figures of one stage.
    """
    if rows.empty:
        return "There are no figures to show here."
    dimension = str(rows["dimension"].iloc[0])
    names = _PLURALS.get(dimension, f"{dimension}s")
    year = int(rows["year"].iloc[0])
    cases = sound(rows[rows["measure"] == "cases"])
    if cases.empty:
        return f"No figures by {dimension.replace('_', ' and ')} were published for {year}."
    whole = pick(frame, "total", "all", "cases", year)
    labels, top = leaders(rows)
    stage = str(rows["stage"].iloc[0])
    cases_many = unit("cases", stage)
    if not labels:
        return f"None of the {names} has {cases_many} in {year}."
    itemised = cases[~cases["category"].str.endswith((NOT_ITEMISED, NOT_STATED))]
    most = f"the most {cases_many}" if len(itemised) > 1 else cases_many
    if unnamed(rows) >= top:
        most = f"the most {cases_many} of what is itemised"
    share = f" ({percent(top, whole)})" if percent(top, whole) else ""
    figure = number(top) + ("" if pd.isna(whole) else f" of {number(whole)}")
    if len(labels) == 1:
        text = f"{labels[0]} has {most}: {figure}{share}."
    else:
        text = f"{listing(labels)} have {most}, with {figure} each{share}."
    rest = cases[cases["category"].str.endswith(NOT_ITEMISED)]
    if dimension != "type_field" and len(rest):
        text += f" {_rest(rows, float(rest['value'].iloc[0]))}"
    open_ones = cases[cases["category"] == NOT_STATED]["value"].sum()
    if dimension != "type_field" and open_ones:
        verb = "has" if open_ones == 1 else "have"
        text += f" {capital(count(open_ones, 'cases', stage))} {verb} no {dimension} stated."
    return text


def _rest(rows: pd.DataFrame, cases: float) -> str:
    countries = rows[(rows["category"] == NOT_ITEMISED) & (rows["measure"] == "countries")]
    where = f", from {count(countries['value'].iloc[0], 'countries')}," if len(countries) else ""
    if cases == 1:
        return f"The other case{where} is not itemised."
    return f"The other {count(cases, 'cases')}{where} are not itemised."


def type_fields(rows: pd.DataFrame) -> str:
    """What each type's applications were about, with the residual of each."""
    known = sound(rows[rows["measure"] == "cases"])
    if known.empty:
        return "Cases by type and field were not published."
    parts = []
    kinds = list(dict.fromkeys(one.partition(" | ")[0] for one in known["category"]))
    for kind in kinds:
        block = known[known["category"].str.startswith(f"{kind} | ")].set_index("category")["value"]
        rest = block.get(f"{kind} | {NOT_ITEMISED}", 0.0) + block.get(f"{kind} | {NOT_STATED}", 0.0)
        if rest:
            parts.append(f"{number(rest)} of {number(block.sum())} in {kind}")
    if not parts:
        return "Every case has its field."
    return f"The field is not itemised for {listing(parts)}."


def overlapping(bounds: Overlap | None) -> str:
    """How many countries must have applied under several types."""
    if bounds is None:
        return (
            "How many countries applied under several types cannot be bounded: "
            "countries by type were not published."
        )
    sizes = listing(map(number, bounds.parts))
    added = sum(bounds.parts)
    text = (
        f"The {sizes} countries of the {_SMALL[len(bounds.parts)]} types add up to "
        f"{number(added)}, {'but only' if bounds.total < added else 'and'} "
        f"{count(bounds.total, 'countries')} took part"
    )
    text += f": {_between(bounds.several_least, bounds.several_most)} applied under more than one"
    if len(bounds.parts) > 2:
        text += f", and {_between(bounds.every_least, bounds.every_most)} under all of them"
    if bounds.outside:
        verb = "stands" if bounds.outside == 1 else "stand"
        text += f" ({count(bounds.outside, 'cases')} {verb} in no type, which widens this)"
    return text + "."


def _between(least: int, most: int) -> str:
    if most == 0:
        return "no country"
    if least == most:
        return f"exactly {count(least, 'countries')}"
    if least == 0:
        return f"at most {count(most, 'countries')}"
    return f"at least {number(least)} and at most {count(most, 'countries')}"


# -- two years -----------------------------------------------------------------------------------


def changes(comparison: pd.DataFrame) -> str:
    """Which category of one dimension rose and fell most, in cases."""
    rows = comparison[(comparison["measure"] == "cases")].dropna(subset=["change"])
    if comparison.empty or rows.empty:
        name = str(comparison["dimension"].iloc[0]) if len(comparison) else "category"
        return f"The change by {name} cannot be told: figures of one of the years are missing."
    dimension, stage = str(rows["dimension"].iloc[0]), str(rows["stage"].iloc[0])
    rose, fell = rows[rows["change"] > 0], rows[rows["change"] < 0]
    if rose.empty and fell.empty:
        known = " that is known in both years" if comparison["change"].isna().any() else ""
        return f"No {dimension}{known} changed in {unit('cases', stage)}."
    parts = []
    for part, word in ((rose, "rose"), (fell, "fell")):
        if len(part):
            most = part[part["change"].abs() == part["change"].abs().max()]
            names = listing(category_label(dimension, one) for one in most["category"])
            row = most.iloc[0]
            if len(most) > 1:
                span = f"by {count(abs(row['change']), 'cases', stage)} each"
            else:
                span = f"from {number(row['base_value'])} to {count(row['value'], 'cases', stage)}"
                changes = filter(None, [signed(row["change"]), signed_percent(row["percent"])])
                span += f" ({', '.join(changes)})"
            parts.append(f"{names} {word} most, {span}")
    return f"{capital(', while '.join(parts))}."


def comparability(comparison: pd.DataFrame) -> list[str]:
    """What must be known to compare the two years: crosswalks, folded regions, new types."""
    year, base_year = comparison["year"].iloc[0], comparison["base_year"].iloc[0]
    notes = []
    for row in (
        comparison[comparison["note"] != ""].drop_duplicates(["category", "note"]).itertuples()
    ):
        notes.append(f"{category_label(str(row.dimension), str(row.category))}: {row.note}.")
    for status, text in (
        (
            "introduced",
            f"was introduced after {base_year}, so that there is nothing to compare with",
        ),
        ("discontinued", f"no longer existed in {year}"),
    ):
        for row in (
            comparison[comparison["status"] == status].drop_duplicates("category").itertuples()
        ):
            notes.append(f"{category_label(str(row.dimension), str(row.category))} {text}.")
    for dimension in comparison[comparison["status"] == "not published"]["dimension"].unique():
        what = "A total is" if dimension == "total" else f"Figures by {dimension} are"
        notes.append(f"{what} missing for one of the two years.")
    return notes


def entering(moves: pd.DataFrame, year: int, base_year: int) -> str:
    """Who entered and who left, from the list of selected projects."""
    parts = []
    for status, one, many in (
        ("entrant", "is new", "are new"),
        ("stayer", "was there before", "were there before"),
        ("leaver", "is not there any more", "are not there any more"),
    ):
        number_of = int((moves["status"] == status).sum())
        if number_of:
            parts.append(f"{count(number_of, 'countries')} {one if number_of == 1 else many}")
    return f"Among the selected of {year}, against {base_year}: {listing(parts)}."


# -- selection and the whole programme -----------------------------------------------------------


def selection_rate(frame: pd.DataFrame, year: int) -> str:
    """How many of the received cases and countries were selected."""
    received, selected = (
        {
            one: pick(frame[frame["stage"] == stage], "total", "all", one, year)
            for one in ("cases", "countries")
        }
        for stage in ("reception", "selection")
    )
    if not received["cases"] > 0 or pd.isna(selected["cases"]):
        return f"A selection rate cannot be told for {year}: a total was not published."
    rate = percent(selected["cases"], received["cases"])
    text = (
        f"{number(selected['cases'])} of {count(received['cases'], 'cases')} received "
        f"{'was' if selected['cases'] == 1 else 'were'} selected ({rate})"
    )
    if not pd.isna(received["countries"]) and not pd.isna(selected["countries"]):
        text += (
            f", in {number(selected['countries'])} of {count(received['countries'], 'countries')}"
        )
    return text + "."


def budget(projects: pd.DataFrame) -> str:
    """For how many projects an amount is known, and its span, in billion won."""
    known = projects[projects["budget_high_krw"].notna()]
    if known.empty:
        return "No amount for a single project is known."
    low, high = known["budget_low_krw"].min() / 1e9, known["budget_high_krw"].max() / 1e9
    span = f"{high:.1f} billion won"
    if known["budget_low_krw"].isna().any():
        span = f"up to {span}"
    elif low < high:
        span = f"{low:.1f} to {span}"
    has, each = ("has a", "") if len(known) == 1 else ("have a", " each")
    of_all = plural(len(projects), "project")
    return f"{number(len(known))} of {of_all} {has} known budget: {span}{each}."


def returning(counts: pd.DataFrame) -> str:
    """Which countries were selected in the most years; ``counts`` as for the grid of countries."""
    times = counts[counts["value"] > 0].groupby("category")["year"].nunique()
    if times.empty:
        return "No country was selected."
    again = times[times > 1]
    names = sorted(category_label("country", str(one)) for one in times[times == times.max()].index)
    of_all = count(len(times), "countries")
    text = f"{number(len(again))} of {of_all} came back in another year"
    if len(again):
        verb = "was" if len(names) == 1 else "were each"
        text += f"; {listing(names)} {verb} selected in {number(times.max())} years"
    return text + "."


def cumulative(both: pd.DataFrame) -> str:
    """How far the recomputed cumulative figures agree with the published ones."""
    cases = both[both["measure"] == "cases"].sort_values("year")
    if cases.empty:
        return "No cumulative figures were published."
    same = cases[cases["difference"] == 0]["year"]
    other = cases[cases["difference"] != 0]
    text = "The list of projects gives none of the published cumulative counts"
    if len(same):
        text = f"The list of projects gives the published cumulative counts through {same.max()}"
    if len(other):
        row = other.iloc[0]
        lacking = plural(abs(row["difference"]), "project")
        side = "below" if row["difference"] < 0 else "above"
        text += (
            f"; from {row['year']} it is {lacking} {side} the {number(row['published'])} published"
        )
    return text + "."


def verdicts(checks: pd.DataFrame) -> str:
    """How many identities hold, fail, and cannot be told."""
    if checks.empty:
        return "There is nothing to check."
    tally = checks["verdict"].value_counts()
    parts = [
        f"{number(tally[verdict])} {verb}"
        for verdict, verb in (
            ("holds", "hold" if tally.get("holds", 0) != 1 else "holds"),
            ("fails", "fail" if tally.get("fails", 0) != 1 else "fails"),
            ("cannot be told", "cannot be told"),
        )
        if tally.get(verdict, 0)
    ]
    return f"Of {plural(len(checks), 'check')}, {listing(parts)}."
