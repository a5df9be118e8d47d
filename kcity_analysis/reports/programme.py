"""The programme report: the contest through the years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import (
    FOLLOW_ON,
    all_translated,
    averages,
    budget_totals,
    calls,
    cases_a_country,
    caveats,
    collect,
    exact,
    first_times,
    follow_ons,
    leaders,
    least_known,
    planned_and_shown,
    projects,
    published,
    reconcile,
    selection_rates,
    side_by_side,
    status_of,
    tidied,
    waits,
)
from kcity_analysis.pages import Column, Section, folded, numeric, table
from kcity_analysis.register import cumulative, tabulate
from kcity_analysis.reports import questions, sentences, tables
from kcity_analysis.reports.gathering import checkable, figures_of, totals_of_all
from kcity_analysis.reports.report import Report
from kcity_analysis.reports.selection import projects_map
from kcity_analysis.reports.suspicion import disputed
from kcity_analysis.vocabulary import (
    NOT_STATED,
    InputError,
    Listing,
    Message,
    Quantity,
    Share,
    Term,
    capital,
    check_years,
    country_name,
    number,
    refusing_in_its_language,
    say,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Programme(Report):
    """The contest over a span of years, see :func:`programme`; its methods are the sections.

    ``projects`` is the span's list of projects; ``series`` as from :func:`series`; ``figures``
    the cumulative figures of the span, each with its ``least`` and ``most``.
    """

    first_year: int
    last_year: int
    projects: pd.DataFrame
    series: pd.DataFrame
    figures: pd.DataFrame
    _by_country: pd.DataFrame
    _beside: pd.DataFrame
    _rates: pd.DataFrame
    _intensity: pd.DataFrame
    _types: pd.DataFrame
    _newcomers: pd.DataFrame
    _waits: pd.DataFrame

    @property
    def _span(self) -> dict[str, int]:
        return {"first_year": self.first_year, "last_year": self.last_year}

    def _total(self, measure: str) -> Quantity | None:
        return sentences.total(self.figures[self.figures["dimension"] == "total"], measure)

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        selected, countries = self._total("cases"), self._total("countries")
        listed = Quantity.of(len(self.projects), "projects")
        cities = Quantity.of(len(self.projects[["country", "city"]].drop_duplicates()), "cities")
        where = Quantity.of(self.projects["country"].nunique(), "countries")
        named = [Message("programme.named", projects=listed, cities=cities, countries=where)]
        if selected is not None:
            share = Share(listed, selected)
            named = [Message("programme.known", share=share, cities=cities, countries=where)]
        text = [
            Message(
                "programme.selected",
                projects=selected,
                countries=countries,
                first_year=self.first_year,
                last_year=sentences.until(self.last_year),
            ),
            *named,
        ]
        once = Message("card.once")
        cards: list[tuple[Message, Any, Message | None]] = [
            (Message("card.projects"), selected, None),
            (Message("card.selected"), countries, once),
            (Message("card.cities"), cities, once),
        ]
        received = self.series.query("stage == 'reception' and measure == 'cases'")
        received = received[exact(received)]
        if len(received):
            years = Listing([str(one) for one in received["year"]])
            note = Message("card.received.years", years=years)
            cards.append(
                (Message("card.received"), Quantity.of(received["value"].sum(), "cases"), note)
            )
        points = [(one, "through-the-years") for one in self._peak()]
        points += [(one, "countries-selected-in-more-than-one-year") for one in self._several()]
        points += [(one, "by-region") for one in self._leader()]
        return self._headline(Message("programme.title", **self._span), text, cards, points)

    def _peak(self) -> list[Message]:
        """When the most applications came, of the years published."""
        rows = self.series.query("stage == 'reception' and measure == 'cases'")
        rows = rows[exact(rows)]
        top = leaders(rows)
        if len(top) != 1:
            return []
        values = {
            "subject": Message("subject.reception.cases"),
            "peak_year": int(top["year"].iloc[0]),
            "value": Quantity.of(float(top["value"].iloc[0]), "cases"),
            "years": Quantity.of(len(rows), "years"),
        }
        return [Message("programme.peak", **values)]

    def _leader(self) -> list[Message]:
        rows = self.figures[self.figures["dimension"] == "region"]
        if rows.empty:
            return []
        whole = self.figures[self.figures["dimension"] == "total"]
        return [one for one in sentences.breakdown(rows, whole) if one.key.startswith("by.lead")]

    def through_the_years(self) -> Section:
        """The totals through all the years, with gaps where nothing was published."""
        return through_the_years(self, self.series)

    def accumulated(self) -> Section:
        """Cumulative projects, countries and cities: counted from the list, and published."""
        rows = self._beside[self._beside["measure"] == "cases"] if len(self._beside) else None
        if rows is None or rows.empty:
            return Section("accumulated", self._say("programme.cumulative.none"))
        same = rows[rows["difference"] == 0]
        said = []
        if len(same):
            said.append(Message("programme.cumulative", last_year=int(same["year"].max())))
        for row in rows[rows["difference"] != 0].to_dict("records"):
            values = {
                "published": Quantity.of(row["published"], "projects"),
                "listed": Quantity.of(row["recomputed"], "projects"),
            }
            said.append(Message("programme.cumulative.above", year=int(row["year"]), **values))
        caption = say("beside.caption", self.language)
        listed = tables.side_by_side(self._beside, caption, self.language)
        return Section("accumulated", self._said(*said), listed, frame=self._beside)

    def regions(self) -> Section | None:
        """All projects of the span by region."""
        rows = self.figures[self.figures["dimension"] == "region"]
        if rows.empty:
            return None
        whole = self.figures[self.figures["dimension"] == "total"]
        title = Message("programme.regions", **self._span)
        caption = title.said(self.language)
        numbers = tables.breakdown(rows, whole, caption, self._numbering, self.language)
        chart = self._picture(charts.bars, rows, title, charts.describe_bars, numbers)
        lacking = rows[rows["least"] < rows["most"]]
        said = [Message("programme.regions.within")] if len(lacking) else []
        return Section("regions", self._said(*said, *self._leader()), chart, frame=rows)

    def _several(self) -> list[Message]:
        """How many countries were selected in several years, and which most often."""
        rows = self.figures[
            (self.figures["dimension"] == "overlap") & (self.figures["category"] == "several years")
        ]
        said = []
        if len(rows):
            row = rows.iloc[0]
            countries = tables.between(row["least"], row["most"], "countries")
            said.append(Message("programme.several", countries=countries))
        return said

    def returning(self) -> Section:
        """Countries by years: who was selected when, and who in more than one year."""
        rows = self._by_country
        wide = rows.pivot(index="category", columns="year", values="value").fillna(0).reset_index()
        wide["name"] = [country_name(iso3, self.language) for iso3 in wide["category"]]
        years = [column for column in wide.columns if isinstance(column, int)]
        shown = wide.rename(columns={year: str(year) for year in years}).sort_values("name")
        columns = [Column("name", say("column.country", self.language))]
        columns += [
            numeric(str(year), str(year), lambda value: number(value, self.language))
            for year in years
        ]
        caption = say("programme.returning.caption", self.language)
        numbers = table(shown, columns, caption, language=self.language)
        said = self._several()
        times = rows[rows["value"] > 0].groupby("category")["year"].nunique()
        often = sorted(times[times == times.max()].index) if len(times) else []
        complete = all(status_of(one, "selection") == "complete" for one in set(rows["year"]))
        if often and times.max() > 1 and complete:
            names = Listing([Term("country", one) for one in often])
            years_of = Quantity.of(int(times.max()), "years")
            said.append(Message("programme.most-often", names=names, years=years_of))
        title = Message("programme.returning.caption")
        chart = self._picture(
            charts.country_years, rows, title, charts.describe_country_years, numbers
        )
        return Section("returning", *([self._said(*said)] if said else []), chart, frame=rows)

    def rates(self) -> Section:
        """The selection rate of each year that has one."""
        return questions.rates_of_years(self, self._rates, self._years)

    def applications_a_country(self) -> Section | None:
        """How many cases a country sent, by year."""
        return questions.applications_a_country(self, self._intensity)

    def money(self) -> Section:
        """Published totals through the years, and averages a project."""
        return questions.money(self, self._years)

    def plans_and_demonstrations(self) -> Section | None:
        """Plans and demonstrations through the years, like for like."""
        return questions.types_compared(self, self._types, self._years)

    def follow_ons(self) -> Section:
        """Cities with a plan first and a demonstration later: known, and possible."""
        rows = follow_ons(self.first_year, self.last_year)
        return questions.followed(self, rows, self._standing(FOLLOW_ON))

    def first_times(self) -> Section | None:
        """Countries selected for the first time, by year."""
        return questions.newcomers(self, self._newcomers)

    def waits(self) -> Section | None:
        """Days from the close of a window to the announcement."""
        return questions.waited(self, self._waits)

    def most_selected(self) -> Section | None:
        """The five countries that were selected most, and what they have together."""
        return questions.concentration(self, self.last_year) if self._from_the_first else None

    def calls(self) -> Section | None:
        """Calls that were open or to come: context, never figures."""
        return questions.open_calls(self, calls(self.first_year, self.last_year))

    @property
    def _years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def _from_the_first(self) -> bool:
        """Whether the span begins with the first year: else nothing cumulative is bounded."""
        return self.first_year <= int(projects()["year"].min())

    def _standing(self, category: str) -> pd.DataFrame:
        rows = self.figures
        return rows[(rows["dimension"] == "standing") & (rows["category"] == category)]

    def projects_map(self) -> Section:
        """The cities of all projects on a map."""
        return projects_map(self, self.projects)

    def project_list(self) -> Section:
        """The projects, a row each, behind a click."""
        caption = say("projects.caption", self.language)
        listed = tables.projects(self.projects, caption, self._numbering, self.language)
        count = Quantity.of(len(self.projects), "projects")
        summary = say("projects.all", self.language, projects=count)
        return Section("projects", folded(listed, summary), frame=self.projects)


@refusing_in_its_language
def programme(first_year: int, last_year: int = 0, language: str = "en") -> Programme:
    """The whole contest over a span of years, from what was published and the list of projects.

    ``last_year`` 0 means to the newest. Raises InputError where the span is empty or holds no
    project.
    """
    check_years(first_year=first_year, last_year=last_year)
    listed = projects()
    last_year = last_year or max(*listed["year"], *published()["year"])
    chosen = listed[listed["year"].between(first_year, last_year)].reset_index(drop=True)
    if chosen.empty:
        raise InputError(
            Message(
                "error.no project from",
                first_year=first_year,
                last_year=last_year,
                known_first_year=listed["year"].min(),
                known_last_year=listed["year"].max(),
            )
        )
    counted = tabulate(chosen, stage="selection")
    spans = pd.concat(
        cumulative(chosen, first_year, year, stage="selection")
        for year in range(first_year, last_year + 1)
        if (chosen["year"] <= year).any()
    )
    spans = spans[spans["first_year"] < spans["year"]]
    years = sorted(set(chosen["year"]))
    frames = [figures_of(year, "selection") for year in years]
    figures = pd.concat(frames)
    printed = figures[figures["basis"] == "published"]
    together = _together(figures, chosen, first_year, last_year)
    by_country = counted[(counted["dimension"] == "country") & (counted["measure"] == "cases")]
    whole = series(first_year, last_year)
    received = totals_of_all(range(first_year, last_year + 1)).query("stage == 'reception'")
    listed_once = cumulative(chosen, first_year, last_year, stage="selection")
    span = range(first_year, last_year + 1)
    rates = pd.concat([selection_rates(year) for year in span], ignore_index=True)
    newcomers = first_times(last_year)
    answered = {
        "_rates": rates,
        "_intensity": cases_a_country(first_year, last_year),
        "_types": planned_and_shown(first_year, last_year),
        "_newcomers": newcomers[newcomers["year"] >= first_year].reset_index(drop=True),
        "_waits": waits(first_year, last_year),
    }
    money = budget_totals(span), averages(span)
    tidy = tidied(
        pd.concat([together, _once(figures)]),
        pd.concat([spans, listed_once, counted[counted["dimension"] == "total"]]).assign(
            note="known by name"
        ),
        whole,
        _received(whole),
        *answered.values(),
        *money,
    )
    return Programme(
        first_year=first_year,
        last_year=last_year,
        language=language,
        projects=chosen,
        series=whole,
        figures=together,
        tidy=tidy,
        _name=f"programme-{first_year}-{last_year}",
        _by_country=by_country[["year", "category", "value"]].reset_index(drop=True),
        _beside=side_by_side(printed, spans),
        **answered,
        _status=least_known(whole["status"]),
        _disputed=disputed(figures, received),
        _checks=reconcile(
            checkable(_once(figures)),
            pd.concat([counted, spans]),
            published(),
            received,
            settled=True,
            language=language,
        ),
        _caveats=all_translated(
            caveats(first_year, last_year, ("reception", "selection")), language
        ),
        _sources=[
            *tidy["sources"],
            *chosen["source_id"],
            *calls(first_year, last_year)["sources"],
        ],
    )


def _received(whole: pd.DataFrame) -> pd.DataFrame:
    """The cases received in all years whose number is known, together; none without a year."""
    rows = whole.query("stage == 'reception' and measure == 'cases'")
    rows = rows[exact(rows)]
    if len(rows) < 2:
        return rows[:0]
    count, years = float(rows["value"].sum()), ", ".join(map(str, rows["year"]))
    ends = dict.fromkeys(("value", "least", "most"), count)
    span = {"first_year": int(rows["year"].min()), "year": int(rows["year"].max())}
    return rows[:1].assign(**ends, **span, basis="derived", note=f"of {years}", sources="")


def _once(figures: pd.DataFrame) -> pd.DataFrame:
    """The totals of each year and its countries, and the cumulative totals that were published."""
    once = (figures["first_year"] == figures["year"]) | (figures["basis"] == "published")
    return figures[figures["dimension"].isin(["total", "country"]) & once]


def _together(
    figures: pd.DataFrame, chosen: pd.DataFrame, first_year: int, last_year: int
) -> pd.DataFrame:
    """The cumulative figures of the span: within bounds from the first year, else counted."""
    rows = figures[(figures["year"] == last_year) & (figures["first_year"] == first_year)]
    if len(rows):
        return rows.reset_index(drop=True)
    untyped = chosen.assign(year=last_year, type=NOT_STATED)  # types differ between years
    counted = tabulate(untyped, stage="selection").assign(first_year=first_year)
    counted = counted[counted["dimension"].isin(["total", "region"])]
    return counted.assign(least=counted["value"], most=counted["value"]).reset_index(drop=True)


def series(first_year: int, last_year: int) -> pd.DataFrame:
    """The totals through the years, with their bounds.

    Columns: ``year, stage, measure, value, least, most, basis, status`` (of the year: complete,
    incomplete, in progress), ``sources``; all ends NaN where nothing is known.
    """
    check_years(first_year=first_year, last_year=last_year)
    return _series(collect(), first_year, last_year).copy()


@lru_cache(maxsize=32)
def _series(_: object, first_year: int, last_year: int) -> pd.DataFrame:
    """Computed once for as long as the data stay as they are: every comparison shows all years."""
    rows = []
    for stage, year in product(("reception", "selection"), range(first_year, last_year + 1)):
        frame = figures_of(year, stage)
        totals = frame[(frame["dimension"] == "total") & (frame["first_year"] == year)]
        known: dict[str, dict[Any, Any]] = {}
        for row in totals.to_dict("records"):
            known.setdefault(row["measure"], row)
        for measure in ("cases", "countries"):
            head = {"year": year, "first_year": year, "stage": stage, "dimension": "total"}
            nothing: dict[str, Any] = dict.fromkeys(("value", "least", "most"), float("nan"))
            nothing |= dict.fromkeys(("basis", "confidence", "note", "sources"), "")
            own = {name: known.get(measure, {}).get(name, lack) for name, lack in nothing.items()}
            status = {"status": status_of(year, stage)}
            rows.append(head | {"category": "all", "measure": measure} | own | status)
    order = {"cases": 0, "countries": 1}
    rows.sort(key=lambda row: (str(row["stage"]), order[str(row["measure"])]))
    return pd.DataFrame(rows)


def through_the_years(found: Report, whole: pd.DataFrame) -> Section:
    """The totals of a span of years: columns, hatched to the most; gaps where nothing is known."""
    received = whole.query("stage == 'reception' and measure == 'cases'")
    gaps = received[received["least"].isna()]["year"]
    said = [Message("years.all")]
    if len(gaps):
        said = [Message("years.gaps", years=Listing([str(one) for one in gaps]))]
    states = {one: status_of(one, "selection") for one in sorted(set(whole["year"]))}
    unfinished = [one for one, state in states.items() if state in ("in progress", "incomplete")]
    for state, key in (("in progress", "years.unfinished"), ("incomplete", "years.incomplete")):
        if state in states.values():
            years = Listing([str(one) for one in unfinished if states[one] == state])
            said.append(Message(key, years=years))
    caption = say("years.caption", found.language)
    numbers = tables.series(whole, caption, found.language)
    drawn = whole.assign(
        series=[
            capital(say(f"subject.{stage}.{measure}", found.language))
            for stage, measure in zip(whole["stage"], whole["measure"], strict=True)
        ],
        scale=whole["stage"],
        unfinished=whole["year"].isin(unfinished) & (whole["stage"] == "selection"),
    )
    span = {"first_year": int(whole["year"].min()), "last_year": int(whole["year"].max())}
    title = Message("years.chart", **span)
    chart = found._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
    return Section("through-the-years", found._said(*said), chart, frame=whole)
