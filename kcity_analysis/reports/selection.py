"""The selection report: what was selected in one year, beside what the press says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.charts import city_points, worldmap
from kcity_analysis.evidence import (
    all_translated,
    averages,
    budgets_of,
    calendar,
    caveats,
    projects,
    published,
    reconcile,
    selection_rates,
    side_by_side,
    status_of,
    tidied,
)
from kcity_analysis.pages import Section, numeric, table
from kcity_analysis.register import cumulative, tabulate
from kcity_analysis.reports import questions, sentences, tables
from kcity_analysis.reports.gathering import checkable, figures_of, totals_of_all
from kcity_analysis.reports.report import Report, of_year
from kcity_analysis.reports.suspicion import disputed
from kcity_analysis.vocabulary import (
    Message,
    Quantity,
    Share,
    check_years,
    refusing_in_its_language,
    say,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Selection(Report):
    """What was selected in a year, see :func:`selection`; its methods are the sections.

    ``projects`` is the list of projects as from :func:`kcity_analysis.projects`; ``figures`` the
    year's figures frame, each figure with its ``least`` and ``most``; ``received`` that of the
    year's reception (empty where nothing is known of it).
    """

    year: int
    projects: pd.DataFrame
    figures: pd.DataFrame
    received: pd.DataFrame
    _rates: pd.DataFrame
    _beside: pd.DataFrame
    _calendar: pd.DataFrame

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        whole = of_year(self.figures, "total")
        cities = len(self.projects[["country", "city"]].drop_duplicates())
        cards: list[tuple[Message, Any, Message | None]] = [
            (Message("card.projects"), sentences.total(whole, "cases"), None),
            (Message("card.selected"), sentences.total(whole, "countries"), None),
            (Message("card.cities"), Quantity.of(cities), None),
        ]
        rate = self._rate()
        if rate:
            share, percent = rate
            note = Message("card.rate.note", share=share)
            cards.append((Message("card.rate"), percent, note))
        text = [*sentences.totals(whole), *self._named()]
        points: list[tuple[Message, str]] = []
        for dimension, anchor in (("region", "by-region"), ("type", "by-type")):
            rows = of_year(self.figures, dimension)
            said = sentences.breakdown(rows, whole) if len(rows) else []
            points += [(one, anchor) for one in said if one.key in _LEADS]
        if rate:
            values = {"share": rate[0], "percent": rate[1]}
            points.append((Message("rate.whole", **values), "selection-rate"))
        return self._headline(Message("selection.title", year=self.year), text, cards, points)

    def _named(self) -> list[Message]:
        """How many of the projects are known by name, and whether the year is over."""
        whole = sentences.total(of_year(self.figures, "total"), "cases")
        named = Quantity.of(len(self.projects), "projects")
        said = []
        if self._status == "in progress" or whole is None or whole.most is None:
            said.append(Message("selection.known.open", projects=named))
        elif whole.least == whole.most == named.most:
            said.append(Message("selection.known.all", projects=named))
        else:
            said.append(Message("selection.known", share=Share(named, whole)))
        if self._status != "complete":
            said.append(Message(f"status.{self._status}", year=self.year))
        return said

    def _rate(self) -> tuple[Share, Quantity] | None:
        """Projects selected of applications received, in percent; None where there is no rate."""
        whole = self._rates[self._rates["dimension"] == "total"]
        if whole.empty or whole["whole_least"].iloc[0] != whole["whole_most"].iloc[0]:
            return None
        row = whole.iloc[0]
        part = Quantity(row["part_least"], row["part_most"])
        share = Share(part, Quantity(row["whole_least"], row["whole_most"], "cases"))
        return share, Quantity(row["least"], row["most"], "percent")

    def project_list(self) -> Section:
        """The projects, a row each."""
        caption = say("projects.caption", self.language)
        listed = tables.projects(self.projects, caption, self._numbering, self.language)
        return Section("projects", self._said(*self._named()), listed, frame=self.projects)

    def projects_map(self) -> Section:
        """The cities of the selected projects on a map."""
        return projects_map(self, self.projects)

    def rate(self) -> Section:
        """Selection against reception, by type, secretariat and region; or why there is none."""
        return questions.rates_of_year(self, self.year, self._rates)

    @refusing_in_its_language
    def by(self, dimension: str) -> Section:
        """Projects and countries by "region", "country", "type", "secretariat" or "field"."""
        return self._breakdown(self.figures, dimension)

    def budgets(self) -> Section:
        """The budget of each project, as a range."""
        return project_budgets(self, self.projects)

    def money(self) -> Section:
        """What the year cost, as far as it was published, and a project on average."""
        return questions.money(self, [self.year])

    def published_beside(self) -> Section | None:
        """Published figures beside those counted from the list."""
        return self._published_beside(self._beside)

    def dates(self) -> Section:
        """The contest's dates of the year."""
        return self._dates(self._calendar, self.year)


_LEADS = ("by.leader", "by.leader.share", "by.leaders")


@refusing_in_its_language
def selection(year: int, language: str = "en") -> Selection:
    """What was selected in a year: published, known by name, and what that leaves open.

    Raises InputError for a year without a known project.
    """
    check_years(year=year)
    chosen = projects(year)
    listed = projects()
    first = int(listed["year"].min())
    alone = cumulative(chosen, year, year, stage="selection")
    since = alone if year == first else cumulative(listed, first, year, stage="selection")
    counted = tabulate(chosen, stage="selection", years=[year])
    counted = counted if year == first else pd.concat([counted, since])
    figures = figures_of(year, "selection")
    received = figures_of(year, "reception")
    printed = figures[figures["basis"] == "published"]
    entered = of_year(received, "total")
    earlier = totals_of_all(range(first, year))
    checks = reconcile(
        checkable(pd.concat([entered, figures])),
        counted,
        published(),
        earlier,
        settled=True,
        language=language,
    )
    known = entered[entered["value"].notna()]
    counts = pd.concat([since, alone])
    rates, means = selection_rates(year), averages([year])
    tidy = tidied(
        pd.concat([figures, known]),
        counts.assign(note="known by name"),
        rates,
        means,
        budgets_of(chosen),
    )
    dates = calendar(year).query("stage == 'selection'")
    return Selection(
        year=year,
        language=language,
        projects=chosen,
        figures=figures,
        received=received,
        tidy=tidy,
        _name=f"selection-{year}",
        _status=status_of(year, "selection"),
        _rates=rates,
        _disputed=disputed(figures, received),
        _beside=side_by_side(printed, counted),
        _checks=checks[checks["stage"] == "selection"].reset_index(drop=True),
        _calendar=dates,
        _caveats=all_translated(caveats(year, year, ("selection",)), language),
        _sources=[*tidy["sources"], *chosen["source_id"], *dates["source_id"]],
    )


def project_budgets(
    found: Report, projects: pd.DataFrame, together: Message | None = None
) -> Section:
    """The budget of each of some projects, as a range; ``together`` is said after it."""
    known = projects[projects["budget_high_krw"].notna()]
    if known.empty:
        return Section("budgets", found._say("budgets.none"))
    years = set(projects["year"])
    rows = pd.DataFrame(
        {
            "label": [_budget_of(row, years, found.language) for row in known.to_dict("records")],
            "low": known["budget_low_krw"].to_numpy(),
            "high": known["budget_high_krw"].to_numpy(),
        }
    )
    of_call = (known["budget_basis"] == "call").to_numpy()
    said = []
    for key, part in (("budgets.known", rows[~of_call]), ("budgets.call", rows[of_call])):
        if len(part):
            low = part["low"].min() if part["low"].notna().all() else None
            span = Quantity(low, part["high"].max(), "krw")
            every = Quantity.of(len(projects), "projects")
            share = Share(Quantity.of(len(part)), every)
            said.append(Message(key, share=share, span=span))
    if together is not None:
        said.append(together)

    def won(value: float) -> str:
        return tables.shown(value, value, found.language, "krw")

    columns = [
        numeric("label", say("column.city", found.language), str),
        numeric("low", say("column.least", found.language), won),
        numeric("high", say("column.most", found.language), won),
    ]
    title = Message("budgets.chart.call" if of_call.any() else "budgets.chart")
    caption = title.said(found.language)
    numbers = table(rows, columns, caption, language=found.language)
    chart = found._picture(charts.ranges, rows, title, charts.describe_ranges, numbers)
    return Section("budgets", found._said(*said), chart, frame=rows)


def _budget_of(row: dict[Any, Any], years: set[int], language: str) -> str:
    """The city of a project, with its year where there are several."""
    city = tables.place(row, language)
    return city if len(years) == 1 else say("by-year", language, value=city, year=row["year"])


def projects_map(found: Report, chosen: pd.DataFrame) -> Section:
    """The cities of a list of projects on a map."""
    cities = Quantity.of(len(chosen[["country", "city"]].drop_duplicates()), "cities")
    countries = Quantity.of(chosen["country"].nunique(), "countries")
    title = Message("projects.map", cities=cities, countries=countries)
    points = city_points(chosen, found.language)
    note = charts.map_note(found.language, marks=True)
    chart = found._picture(worldmap.world_map, points, title, charts.describe_map, note=note)
    return Section("projects-map", chart, frame=points)
