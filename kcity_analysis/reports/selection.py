"""The selection report: what was selected in one year, beside what the press says of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.charts import city_points, worldmap
from kcity_analysis.evidence import (
    budgets_of,
    calendar,
    category_label,
    caveats,
    pick,
    projects,
    published,
    reconcile,
    side_by_side,
    tidied,
    totals,
    yearly,
)
from kcity_analysis.pages import Section, parts, tables
from kcity_analysis.register import cumulative
from kcity_analysis.reports import report, sentences
from kcity_analysis.reports.report import Report
from kcity_analysis.vocabulary import count, listing, number, percent, percent_of, plural


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Selection(Report):
    """What was selected in a year, see :func:`selection`; its methods are the sections.

    ``projects`` is the list of projects as from :func:`kcity_analysis.projects`; ``figures`` the
    figures frame counted from it; ``published`` the published figures of both stages.
    """

    year: int
    projects: pd.DataFrame
    figures: pd.DataFrame
    published: pd.DataFrame
    _beside: pd.DataFrame
    _calendar: pd.DataFrame
    _incomplete: list[str]

    def headline(self) -> Section:
        """Title, sentence and cards of the report."""
        frame = self.figures
        cases, countries = (pick(frame, "total", "all", one) for one in ("cases", "countries"))
        received = pick(self.published.query("stage == 'reception'"), "total")
        cities = self.projects[["country", "city"]].drop_duplicates()
        cards = [
            ("Projects known by name", number(cases), "counted from the list of projects"),
            ("Countries", number(countries), "counted from the list of projects"),
            ("Cities", number(len(cities)), "counted from the list of projects"),
        ]
        if not pd.isna(received):
            rate = percent(cases, received)
            of_all = f"{number(cases)} of {number(received)} cases"
            cards.append(("Selected of received", rate, of_all))
        text = f"In {self.year}, {plural(cases, 'project')} in {count(countries, 'countries')} "
        text += f"{'is' if cases == 1 else 'are'} known to have been selected."
        text = " ".join([text, *self._incomplete])
        return report.headline_of(f"What was selected in {self.year}", text, cards)

    def project_list(self) -> Section:
        """The projects, a row each."""
        table = tables.projects(self.projects, "Selected projects known by name", self._numbering)
        return Section("projects", table, frame=self.projects)

    def projects_map(self) -> Section:
        """The cities of the selected projects on a map."""
        return projects_map(self.projects)

    def rate(self) -> Section:
        """Selection against reception."""
        return Section("rate", parts.say(sentences.selection_rate(self.published, self.year)))

    def by(self, dimension: str) -> Section:
        """Projects and countries by "region", "country", "type", "secretariat" or "field"."""
        rows = yearly(self.figures, dimension)
        return report.breakdown(rows, self.figures, dimension, self.year, self._numbering)

    def budgets(self) -> Section:
        """The budget of each project, as a range."""
        sentence = parts.say(sentences.budget(self.projects))
        known = self.projects[self.projects["budget_high_krw"].notna()]
        rows = pd.DataFrame(
            {
                "label": known["city"].to_numpy(),
                "low": known["budget_low_krw"].to_numpy(),
                "high": known["budget_high_krw"].to_numpy(),
            }
        )
        if rows.empty:
            return Section("budgets", sentence)
        billions = rows.assign(low=rows["low"] / 1e9, high=rows["high"] / 1e9)
        spans = [
            f"{label}: " + (f"up to {high:.1f}" if pd.isna(low) else f"{low:.1f} to {high:.1f}")
            for label, low, high in zip(
                billions["label"], billions["low"], billions["high"], strict=True
            )
        ]
        columns = {"label": "City", "low": "At least", "high": "At most"}
        table = tables.plain(billions, columns, "Budget of each project, billion won")
        text = f"Ranges in billion won. {'; '.join(spans)}."
        chart = parts.figure(charts.ranges, rows, "Budget of each project", text, table)
        return Section("budgets", sentence, chart, frame=rows)

    def published_beside(self) -> Section:
        """Published figures beside those counted from the list."""
        return report.published_beside(self._beside, "No published figure stands beside these.")

    def dates(self) -> Section:
        """The contest's dates of the year."""
        return report.dates(self._calendar, self.year, self._numbering)


def selection(year: int) -> Selection:
    """What was selected in a year: the projects known by name, counted, and set beside the press.

    Raises InputError for a year without a known project.
    """
    chosen = projects(year)
    counted = report.counted_list(chosen, [year])
    printed = report.figures_or_none(year, "selection")
    received = report.figures_or_none(year, "reception")
    listed = projects()
    together = cumulative(listed, int(listed["year"].min()), year, stage="selection")
    together = together[together["first_year"] < together["year"]]  # one year is counted above
    span = pd.concat([counted, together])
    entered = received[received["dimension"] == "total"]
    checks = reconcile(
        pd.concat([entered, printed]), span, published(), totals().query("year < @year")
    )
    known = [part[part["value"].notna()] for part in (printed, yearly(received, "total"))]
    tidy = tidied(pd.concat([span, *known, _rate(counted, received)]), budgets_of(chosen))
    dates = calendar(year).query("stage == 'selection'")
    return Selection(
        year=year,
        projects=chosen,
        figures=counted,
        published=pd.concat([received, printed]),
        tidy=tidy,
        _name=f"selection-{year}",
        _beside=side_by_side(printed, span),
        _checks=checks[checks["stage"] == "selection"].reset_index(drop=True),
        _calendar=dates,
        _caveats=caveats(year, year, ("selection",)),
        _incomplete=caveats(year, year, ("selection",), incomplete=True),
        _sources=[*tidy["sources"], *chosen["source_id"], *dates["source_id"]],
    )


def projects_map(chosen: pd.DataFrame) -> Section:
    """The cities of a list of projects on a map."""
    cities = chosen[["country", "city"]].drop_duplicates()
    names = listing(
        f"{city} ({category_label('country', iso3)})"
        for iso3, city in sorted(map(tuple, cities.to_numpy()), key=lambda pair: pair[1])
    )
    several = plural(len(cities), "city", "cities")
    title = f"Projects in {several} of {count(cities['country'].nunique(), 'countries')}"
    points, words = city_points(chosen), f"World map. Marked: {names}."
    chart = parts.figure(worldmap.world_map, points, title, words, note=worldmap.NOTE)
    return Section("projects-map", chart, frame=points)


def _rate(counted: pd.DataFrame, received: pd.DataFrame) -> pd.DataFrame:
    """The selected cases in percent of those received, as a figure; none without a total."""
    selected, whole = (pick(frame, "total") for frame in (counted, received))
    figure = yearly(counted, "total").query("measure == 'cases'")
    figure = figure.assign(dimension="selection_rate", measure="percent", basis="derived")
    figure = figure.assign(
        value=percent_of(selected, whole), note=f"{selected:g} of {whole:g} cases"
    )
    return figure.dropna(subset="value")
