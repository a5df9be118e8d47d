"""The comparison report: one year against another, like for like."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import (
    category_label,
    caveats,
    changes,
    compare,
    entrants,
    figures,
    in_order,
    levels,
    projects,
    published,
    reconcile,
    tidied,
    totals,
    totals_of,
)
from kcity_analysis.pages import Fragment, Picture, Section, parts, tables
from kcity_analysis.reports import report, sentences
from kcity_analysis.reports.programme import series, through_the_years
from kcity_analysis.reports.reception import against
from kcity_analysis.reports.report import Report
from kcity_analysis.vocabulary import InputError, country_name, number, signed, signed_percent


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Comparison(Report):
    """One year against another, see :func:`comparison`; its methods are the sections.

    ``received`` and ``selected`` are frames of :func:`kcity_analysis.compare`: the first of
    published figures (empty where one of the years has none), the second counted from the list of
    projects.
    """

    year: int
    base_year: int
    received: pd.DataFrame
    selected: pd.DataFrame
    _moves: pd.DataFrame
    _series: pd.DataFrame
    _incomplete: list[str]

    def headline(self) -> Section:
        """Title, sentence and cards of the report."""
        cards = []
        for frame, names in (
            (self.received, {"cases": "Cases received", "countries": "Countries, received"}),
            (
                self.selected,
                {"cases": "Projects known by name", "countries": "Countries, selected"},
            ),
        ):
            for measure, label in names.items():
                if len(frame) and against(frame, measure):
                    row = frame.query("dimension == 'total' and measure == @measure").iloc[0]
                    note = _from_to(row)
                    if frame is self.selected and self._incomplete:
                        note += " (incomplete)"
                    cards.append((label, signed(row["change"]), note))
        title = f"{self.year} against {self.base_year}"
        text = (
            f"What was received cannot be compared, as it was not published for both "
            f"{self.base_year} and {self.year}; what was selected can, as far as projects are "
            "known by name."
        )
        if len(self.received):
            text = sentences.change(self.received)
        return report.headline_of(title, " ".join([text, *self._incomplete]), cards)

    def totals(self) -> Section:
        """The totals of both stages in both years."""
        shown: list[Fragment] = []
        for frame, name in ((self.received, "Received"), (self.selected, "Selected")):
            if len(frame):
                rows = frame[frame["dimension"] == "total"]
                lacking = self._incomplete if frame is self.selected else []
                text = f"{name}: {sentences.change(frame)}"
                caption = f"{name}: {self.year} against {self.base_year}"
                shown += [parts.say(text, *lacking), tables.changes(rows, caption)]
            else:
                years = f"both {self.base_year} and {self.year}"
                shown.append(parts.say(f"{name}: there are no figures for {years}."))
        both = [frame for frame in (self.received, self.selected) if len(frame)]
        frame = pd.concat(both) if both else pd.DataFrame()
        return Section("totals", *shown, frame=frame)

    def by(self, dimension: str, stage: str = "reception") -> Section:
        """The change of one stage by "region", "type" or "secretariat"."""
        rows = self.received if stage == "reception" else self.selected
        name = f"{stage}-by-{dimension}"
        frame = rows[rows["dimension"] == dimension] if len(rows) else rows
        return Section(name, *report.changes(rows, dimension, name), frame=frame)

    def contributions(self) -> Section:
        """How much of the total change in cases each region made."""
        rows = self.received if len(self.received) else self.selected
        noun = "received" if len(self.received) else "selected"
        rows = rows[(rows["dimension"] == "region") & (rows["measure"] == "cases")]
        rows = rows.dropna(subset=["contribution"])
        if rows.empty:
            text = "What each region contributed cannot be told: figures are missing."
            return Section("contributions", parts.say(text))
        unit = "cases" if noun == "received" else "projects"
        title = f"What each region contributed to the change in {unit} {noun}"
        points = [
            f"{category_label('region', region)}: {signed(points, 1)} points"
            for region, points in zip(rows["category"], rows["contribution"], strict=True)
        ]
        table = tables.changes(rows, f"Contributions to the change in {unit} {noun}, by region")
        text = f"Diverging bars. {'; '.join(points)}."
        chart: Fragment | Picture = parts.figure(charts.contributions, rows, title, text, table)
        return Section("contributions", chart, frame=rows)

    def moves(self) -> Section:
        """Which countries entered and left the list of selected projects."""
        rows = self._moves
        if rows.empty:
            return Section(
                "moves", parts.say("The selected projects of one of the years are not known.")
            )
        caption = f"Selected countries, {self.year} against {self.base_year}"
        sentence = sentences.entering(rows, self.year, self.base_year)
        said = parts.say(sentence, *self._incomplete)
        return Section("moves", said, tables.moves(rows, caption), frame=rows)

    def comparability(self) -> Section:
        """What has to be known before the two years are compared."""
        frames = [frame for frame in (self.received, self.selected) if len(frame)]
        lines = [line for frame in frames for line in sentences.comparability(frame)]
        otherwise = "The two years have the same categories."
        return Section("comparability", parts.notes([*lines, *self._incomplete], otherwise))

    def all_years(self) -> Section:
        """The totals through all the years, with gaps where nothing was published."""
        return through_the_years(self._series)


def comparison(year: int, base_year: int) -> Comparison:
    """One year against another, in what was received and in what was selected.

    Raises InputError where nothing can be compared.
    """
    if year == base_year:
        raise InputError(f"{year} cannot be compared with itself; give another base year")
    known = {one for stage in ("reception", "selection") for one in _known_years(stage)}
    for one in (year, base_year):
        if one not in known:
            raise InputError(f"there are no figures of {one}; there are {min(known)}–{max(known)}")
    received = pd.DataFrame()
    if {year, base_year} <= set(_known_years("reception")):
        received = compare(year, base_year)
    selected, moves = pd.DataFrame(), pd.DataFrame(columns=["iso3", "status"])
    listed = projects()
    if {year, base_year} <= set(listed["year"]):
        counted = report.counted_list(listed, [year, base_year])
        selected = compare(year, base_year, "selection", counted)
        now, before = (projects(one)["country"] for one in (year, base_year))
        moves = entrants(now, before)
    printed = [figures(one) for one in sorted({year, base_year}) if one in set(published()["year"])]
    shown = pd.concat(printed) if printed else figures().head(0)
    others = totals().query("year not in @shown['year']")
    first, last = sorted((base_year, year))
    notes = [
        note for one in (base_year, year) for note in caveats(one, one, ("reception", "selection"))
    ]
    both = pd.concat([received, selected]) if len(received) or len(selected) else pd.DataFrame()
    whole = series(min(known), max(known))
    tidy = tidied(
        in_order(shown.query("dimension == 'total'")),
        levels(both),
        changes(both),
        totals_of(whole),
    )
    chosen = listed.loc[listed["year"].isin([year, base_year]), "source_id"]
    return Comparison(
        year=year,
        base_year=base_year,
        received=received,
        selected=selected,
        tidy=tidy,
        _name=f"comparison-{year}-{base_year}",
        _moves=moves.assign(name=[*map(country_name, moves["iso3"])]),
        _series=whole,
        _checks=reconcile(shown, base=others),
        _caveats=list(dict.fromkeys(notes)),
        _incomplete=[
            note
            for one in (first, last)
            for note in caveats(one, one, ("selection",), incomplete=True)
        ],
        _sources=[*tidy["sources"], *chosen],
    )


def _from_to(row: pd.Series) -> str:
    span = f"from {number(row['base_value'])} to {number(row['value'])}"
    return ", ".join(filter(None, [span, signed_percent(row["percent"])]))


def _known_years(stage: str) -> list[int]:
    """Years with a reception total, or with selected projects known by name."""
    if stage == "selection":
        return sorted(set(projects()["year"]))
    total = published().query("stage == 'reception' and dimension == 'total'")
    return sorted(set(total.loc[total["first_year"] == total["year"], "year"]))
