"""The programme report: the contest through the years."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import (
    category_label,
    caveats,
    figures,
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
from kcity_analysis.register import cumulative, tabulate
from kcity_analysis.reports import captions, report, sentences
from kcity_analysis.reports.report import Report
from kcity_analysis.reports.selection import projects_map
from kcity_analysis.vocabulary import (
    NOT_STATED,
    InputError,
    count,
    listing,
    number,
    percent,
    plural,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Programme(Report):
    """The contest over a span of years, see :func:`programme`; its methods are the sections.

    ``projects`` is the span's list of projects; ``series`` as from :func:`series`.
    """

    first_year: int
    last_year: int
    projects: pd.DataFrame
    series: pd.DataFrame
    _by_country: pd.DataFrame
    _regions: pd.DataFrame
    _beside: pd.DataFrame

    def headline(self) -> Section:
        """Title, sentence and cards of the report."""
        chosen = self.projects
        countries = chosen["country"].nunique()
        cities = len(chosen[["country", "city"]].drop_duplicates())
        received = self.series.query("series == 'Cases received'").dropna()
        span = f"{self.first_year}–{self.last_year}"
        cards = [
            ("Projects known by name", number(len(chosen)), span),
            ("Countries", number(countries), "counted once each"),
            ("Cities", number(cities), "counted once each"),
        ]
        if len(received):
            years = f"published for {listing(map(str, received['year']))}"
            cards.append(("Cases received", number(received["value"].sum()), years))
        text = (
            f"From {self.first_year} to {self.last_year}, {plural(len(chosen), 'project')} in "
            f"{plural(cities, 'city', 'cities')} of {count(countries, 'countries')} "
            f"{'is' if len(chosen) == 1 else 'are'} known by name to have been selected."
        )
        return report.headline_of(f"The programme, {span}", text, cards)

    def through_the_years(self) -> Section:
        """The totals through all the years, with gaps where nothing was published."""
        return through_the_years(self.series)

    def accumulated(self) -> Section:
        """Cumulative projects, countries and cities: counted from the list, and published."""
        beside = report.published_beside(self._beside, "No published figure stands beside these.")
        sentence = parts.say(sentences.cumulative(self._beside))
        return Section("accumulated", sentence, *beside.parts, frame=self._beside)

    def regions(self) -> Section:
        """All projects of the span by region."""
        rows = self._regions
        whole = rows[rows["measure"] == "cases"]["value"].sum()
        labels, top = captions.leaders(rows)
        text = "No region has a project."
        if labels:
            has = "has" if len(labels) == 1 else "have"
            share = percent(top, whole)
            text = f"{listing(labels)} {has} the most projects: {number(top)}"
            text += f" of {number(whole)} ({share})."
        caption = f"Projects and countries by region, {self.first_year}–{self.last_year}"
        title, words = captions.leading(rows), captions.describe(rows)
        numbers = tables.regions(rows, caption)
        chart = parts.figure(charts.bars, rows, title, words, numbers)
        return Section("regions", parts.say(text), chart, frame=rows)

    def returning(self) -> Section:
        """Countries by years: who was selected when, and who came back."""
        rows = self._by_country
        wide = rows.pivot(index="category", columns="year", values="value").reset_index()
        wide["name"] = [category_label("country", iso3) for iso3 in wide["category"]]
        years = [column for column in wide.columns if isinstance(column, int)]
        shown = wide.rename(columns={year: str(year) for year in years}).fillna(0)
        columns = {"name": "Country"} | {str(year): str(year) for year in years}
        caption = "Selected projects by country and year"
        table = tables.plain(shown.sort_values("name"), columns, caption)
        title = "Countries that were selected, year by year"
        words = captions.describe_grid(rows)
        chart = parts.figure(charts.country_years, rows, title, words, table)
        return Section("returning", parts.say(sentences.returning(rows)), chart, frame=rows)

    def projects_map(self) -> Section:
        """The cities of all projects on a map."""
        return projects_map(self.projects)

    def project_list(self) -> Section:
        """The projects, a row each, behind a click."""
        table = tables.projects(self.projects, "Selected projects known by name", self._numbering)
        folded = tables.folded(table, f"All {plural(len(self.projects), 'project')}")
        return Section("projects", folded, frame=self.projects)


def programme(first_year: int, last_year: int) -> Programme:
    """The whole contest over a span of years, from the published totals and the list of projects.

    Raises InputError where the span is empty or holds no project.
    """
    listed = projects()
    chosen = listed[listed["year"].between(first_year, last_year)].reset_index(drop=True)
    if chosen.empty:
        raise InputError(
            f"no selected project is known from {first_year} to {last_year}; "
            f"there are {listed['year'].min()}–{listed['year'].max()}"
        )
    counted = tabulate(chosen, stage="selection")
    spans = pd.concat(
        cumulative(chosen, first_year, year, stage="selection")
        for year in range(first_year, last_year + 1)
        if (chosen["year"] <= year).any()
    )
    spans = spans[spans["first_year"] < spans["year"]]
    printed = figures()
    printed = printed[printed["year"].between(first_year, last_year)]
    recomputed = pd.concat([counted, spans])
    untyped = chosen.assign(year=last_year, type=NOT_STATED)  # types differ between years
    together = tabulate(untyped, stage="selection").assign(first_year=first_year)
    regions = together[together["dimension"] == "region"]
    by_country = yearly(counted, "country").query("measure == 'cases'")
    whole = printed[(printed["dimension"] == "total") & printed["value"].notna()]
    tidy = tidied(
        pd.concat([whole, spans, yearly(counted, "total"), by_country]),
        regions.assign(base_year=""),
    )
    return Programme(
        first_year=first_year,
        last_year=last_year,
        projects=chosen,
        series=series(first_year, last_year),
        tidy=tidy,
        _name=f"programme-{first_year}-{last_year}",
        _by_country=by_country[["year", "category", "value"]].reset_index(drop=True),
        _regions=regions,
        _beside=side_by_side(printed, spans),
        _checks=reconcile(printed, recomputed, published()),
        _caveats=caveats(first_year, last_year, ("reception", "selection")),
        _sources=[*tidy["sources"], *chosen["source_id"]],
    )


def series(first_year: int, last_year: int) -> pd.DataFrame:
    """The totals through the years: ``year, series, value`` (NaN: not published).

    What was received is as published; what was selected is counted from the list of projects.
    """
    counted = tabulate(projects(), stage="selection")
    received = totals().query("stage == 'reception'")
    rows = []
    for name, stage, measure in (
        ("Cases received", "reception", "cases"),
        ("Countries, received", "reception", "countries"),
        ("Projects selected", "selection", "cases"),
    ):
        for year in range(first_year, last_year + 1):
            frame = counted if stage == "selection" else received
            rows.append((year, name, pick(frame, "total", "all", measure, year)))
    return pd.DataFrame(rows, columns=["year", "series", "value"])


def through_the_years(whole: pd.DataFrame) -> Section:
    """The totals of a series of years, with gaps where nothing was published."""
    gaps = sorted(set(whole.loc[whole["value"].isna(), "year"]))
    text = "Every year has all its totals."
    if gaps:
        years = listing(map(str, gaps))
        text = f"For {years}, what was received was not published: a gap, not a zero."
    first, last = int(whole["year"].min()), int(whole["year"].max())
    lacking = caveats(first, last, ("selection",), incomplete=True)
    table = tables.series(whole, "Totals through the years")
    title, words = captions.peak(whole), captions.describe_series(whole)
    chart = parts.figure(charts.lines, whole, title, words, table)
    return Section("through-the-years", parts.say(text, *lacking), chart, frame=whole)
