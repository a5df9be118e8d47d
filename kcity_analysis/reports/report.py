"""What the reports of the contest share: the sections at their end, and the list of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import COLUMNS, caveats, figures, published
from kcity_analysis.pages import Fragment, Picture, Section, parts, tables
from kcity_analysis.register import tabulate
from kcity_analysis.reports import captions, sentences
from kcity_analysis.vocabulary import capital, number, plural

BY = {
    "region": "by region",
    "country": "by country",
    "type": "by programme type",
    "secretariat": "by secretariat",
    "field": "by field",
    "type_field": "by type and field",
}
"""A dimension in the words of a heading."""

_NONE = {
    "country": "No figures by country were published for {year}.",
    "secretariat": "No source names the secretariats of {year}.",
}
_UNITS = {"reception": "Cases and countries", "selection": "Projects and countries"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Report:
    """The evidence of a report; its methods are the sections.

    ``tidy`` holds every number of the report, as in the CSV file beside its page.
    """

    tidy: pd.DataFrame
    _name: str
    _checks: pd.DataFrame
    _caveats: list[str]
    _sources: Sequence[str]

    def headline(self) -> Section:
        """Title, main sentence and the few figures that matter most."""
        raise NotImplementedError

    def checks(self) -> Section:
        """Every identity, with both sides and its verdict."""
        if self._checks.empty:
            return Section("checks", parts.say("There is nothing to check."))
        hold = self._checks["verdict"] == "holds"
        shown: list[Fragment] = [parts.say(sentences.verdicts(self._checks))]
        if not hold.all():
            order = self._checks[~hold].sort_values("verdict", ascending=False, kind="stable")
            shown.append(tables.checks(order, "Identities that fail or cannot be told"))
        if hold.any():
            table = tables.checks(self._checks[hold], "Identities that hold")
            shown.append(tables.folded(table, f"Identities that hold ({number(hold.sum())})"))
        return Section("checks", *shown, frame=self._checks)

    def caveats(self) -> Section:
        """What a reader has to know before using a figure."""
        lines = pd.DataFrame({"caveat": self._caveats})
        otherwise = "Nothing is known that limits these figures."
        return Section("caveats", parts.notes(self._caveats, otherwise), frame=lines)

    def sources(self) -> Section:
        """The sources of every figure shown, numbered, with links."""
        return Section("sources", parts.sources(self._sources))

    def all_figures(self) -> Section:
        """Every number of the report as CSV."""
        return Section("all-figures", parts.tidy(self.tidy, self._name), frame=self.tidy)

    @property
    def _numbering(self) -> dict[str, int]:
        return parts.numbering(self._sources)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return self.headline()._repr_mimebundle_(include, exclude)

    def __repr__(self) -> str:
        return repr(self.headline())


def breakdown(
    rows: pd.DataFrame, frame: pd.DataFrame, dimension: str, year: int, numbering: dict[str, int]
) -> Section:
    """The figures of one dimension: sentence, sorted bars, and the table behind them."""
    name = f"by-{dimension.replace('_', '-')}"
    if rows.empty:
        return Section(name, parts.say(_NONE[dimension].format(year=year)))
    sentence = parts.say(sentences.breakdown(rows, frame))
    known = rows[rows["value"].notna()]
    stage = str(frame["stage"].iloc[0])
    caption = f"{_UNITS[stage]} {BY[dimension]}, {year}"
    if known.empty or not known["value"].max() > 0:
        return Section(name, sentence, frame=rows)
    shown = rows if dimension != "type_field" else rows[rows["value"] > 0]
    numbers = tables.breakdown(shown, frame, caption, numbering)
    drawn, note = _most(shown)
    title, description = captions.leading(shown), captions.describe(shown)
    chart = parts.figure(charts.bars, drawn, title, description, numbers, note)
    return Section(name, sentence, chart, frame=rows)


def _most(rows: pd.DataFrame, most: int = 40) -> tuple[pd.DataFrame, str]:
    """The categories with the most cases, where there are too many for a chart, and a note."""
    cases = rows[rows["measure"] == "cases"].sort_values("value", ascending=False, kind="stable")
    if len(cases) <= most:
        return rows, ""
    note = f"Drawn are the {most} with the most cases; all {len(cases)} are in the table."
    return rows[rows["category"].isin(cases["category"].head(most))], note


def changes(rows: pd.DataFrame, dimension: str, name: str) -> tuple[Fragment | Picture, ...]:
    """The change by one dimension: sentence, two years as dots, and the table."""
    part = rows[rows["dimension"] == dimension] if len(rows) else rows
    if part.empty:
        return (parts.say(f"There is nothing to compare {BY[dimension]}."),)
    year, base_year = part["year"].iloc[0], part["base_year"].iloc[0]
    sentence = parts.say(sentences.changes(part))
    known = part.dropna(subset=["change"])
    if known.empty:
        return (sentence,)
    noun = "received" if part["stage"].iloc[0] == "reception" else "selected"
    caption = f"Change in what was {noun}, {BY[dimension]}, {base_year} to {year}"
    table = tables.changes(part, caption)
    words = captions.describe_changes(known)
    return sentence, parts.figure(charts.dumbbells, known, captions.moved(part), words, table)


def dates(calendar: pd.DataFrame, year: int, numbering: dict[str, int]) -> Section:
    """The contest's dates of the year."""
    if calendar.empty:
        return Section("dates", parts.say(f"No dates of {year} are known."))
    rows = calendar.assign(
        event=calendar["event"].map(capital),
        when=[
            first if first == last else f"{first} to {last}"
            for first, last in zip(calendar["first_day"], calendar["last_day"], strict=True)
        ],
    )
    columns = {"event": "Event", "when": "When"}
    table = tables.plain(rows, columns, f"Dates of {year}", numbering)
    return Section("dates", table, frame=calendar)


def published_beside(beside: pd.DataFrame, otherwise: str) -> Section:
    """Published figures beside the recomputed ones."""
    if beside.empty:
        return Section("published-beside", parts.say(otherwise))
    different = beside[beside["difference"] != 0]
    same = plural(len(beside) - len(different), "figure")
    text = f"{capital(same)} of {number(len(beside))} "
    text += f"{'is' if same.startswith('1 ') else 'are'} the same published and recomputed."
    table = tables.side_by_side(beside, "Published beside recomputed")
    return Section("published-beside", parts.say(text), table, frame=beside)


def counted_list(chosen: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """The figures of the list of projects, without the zeros that an incomplete list cannot know.

    Where the list lacks some of a year (``data/caveats.csv``), a category without a project is not
    known to have none: its value is NaN, with a note.
    """
    counted = tabulate(chosen, stage="selection", years=years)
    lacking = [year for year in years if caveats(year, year, ("selection",), incomplete=True)]
    unknown = counted["year"].isin(lacking) & (counted["value"] == 0)
    counted["value"] = counted["value"].mask(unknown)
    counted["note"] = counted["note"].mask(unknown, "not known: the list of the year is incomplete")
    return counted


def figures_or_none(year: int, stage: str) -> pd.DataFrame:
    """The published figures of a year and stage, or an empty frame."""
    if year not in set(published()["year"]):
        return pd.DataFrame(columns=COLUMNS)
    return figures(year, stage)


def headline_of(title: str, text: str, cards: list[tuple[str, str, str]]) -> Section:
    """A headline as a section."""
    frame = pd.DataFrame(cards, columns=["label", "value", "note"])
    return Section("headline", parts.headline(title, text, cards), frame=frame)
