"""The country report: what one country applied for and was named for, and what was selected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.charts import city_points
from kcity_analysis.evidence import (
    all_translated,
    budgets_of,
    caveats,
    countries_with_something,
    country_projects,
    country_record,
    exact,
    leaders,
    most_selected,
    region_standing,
    share_of,
    tidied,
)
from kcity_analysis.pages import (
    Column,
    Section,
    marked,
    numeric,
    parts,
    references,
    table,
)
from kcity_analysis.reports import questions, tables
from kcity_analysis.reports.report import Report
from kcity_analysis.reports.selection import project_budgets
from kcity_analysis.reports.sentences import until
from kcity_analysis.vocabulary import (
    CountryLookupError,
    InputError,
    Listing,
    Message,
    Quantity,
    Share,
    Term,
    capital,
    categories,
    country_name,
    refusing_in_its_language,
    region_of,
    resolve_country,
    say,
    wording,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Country(Report):
    """One country in the programme, see :func:`country`; its methods are the sections.

    ``iso3`` is its code; ``record`` the figures of what it applied for and of what was selected, a
    row a year and stage, as from :func:`kcity_analysis.evidence.country_record`; ``projects`` its
    projects on the list.
    """

    iso3: str
    record: pd.DataFrame
    projects: pd.DataFrame
    _region: pd.DataFrame
    _counts: pd.DataFrame

    @property
    def _named(self) -> Term:
        return Term("country", self.iso3)

    @property
    def _all(self) -> Quantity:
        """All projects that were selected, within bounds."""
        rows = self.record[self.record["stage"] == "selection"]
        row = rows.iloc[-1]
        return Quantity(row["least"], row["most"], "projects")

    @property
    def _last(self) -> int:
        return int(self.record.loc[self.record["stage"] == "selection", "year"].max())

    @property
    def _applied(self) -> pd.DataFrame:
        """The years in which it is known to have applied."""
        rows = self.record
        return rows[(rows["stage"] == "reception") & (rows["known_by"] != "")]

    @property
    def _cities(self) -> int:
        return len(self.projects[["country", "city"]].drop_duplicates())

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        years = questions.years_listed(self._applied["year"])
        text = self._selected()
        cards: list[tuple[Message, Any, Message | None]] = [
            (Message("card.projects"), self._all, None)
        ]
        if self._cities:
            cards.append((Message("card.cities"), Quantity.of(self._cities), None))
        if len(self._applied):
            applied = Message("country.applied", country=self._named, years=years)
            text.append(applied)
            count = Quantity.of(len(self._applied))
            cards.append((Message("card.applied"), count, Message("card.applied.note")))
        share = self._share_of_region()
        if share is not None:
            percent, of = share
            region = Term("region", region_of(self.iso3))
            note = Message("card.region.note", share=of, region=region)
            cards.append((Message("card.region"), percent, note))
        points = [(one, "its-place") for one in self._place()]
        points += [(one, "what-is-not-known") for one in self._unknown()[:1]]
        return self._headline(Message("country.title", country=self._named), text, cards, points)

    def _selected(self) -> list[Message]:
        first = int(self.record.loc[self.record["stage"] == "selection", "year"].min())
        span = {
            "first_year": first, "last_year": until(self._last), "country": self._named
        }  # fmt: skip
        listed = Quantity.of(len(self.projects), "projects")
        if self.projects.empty:
            said = [Message("country.none", **span)]
            if self._all.most:
                more = Quantity(None, self._all.most)
                said.append(Message("country.none.open", projects=more, country=self._named))
            return said
        cities = Quantity.of(self._cities, "cities")
        if self._all.least == self._all.most:
            return [Message("country.selected", projects=listed, cities=cities, **span)]
        values = {"projects": self._all, "listed": Quantity.of(len(self.projects)), **span}
        return [Message("country.selected.within", cities=cities, **values)]

    def by_year(self) -> Section:
        """What it applied for and was named for, and what was selected, by year."""
        rows = self.record[self.record["first_year"] == self.record["year"]]
        years = sorted(set(rows["year"]))
        lines = [self._year(rows[rows["year"] == year]) for year in years]
        columns = [
            Column("year", say("column.year", self.language)),
            numeric("cases", capital(say("subject.reception.cases", self.language)), str),
            Column("known", say("column.known-by", self.language)),
            Column("named_for", say("column.named-for", self.language)),
            numeric("projects", capital(say("subject.selection.cases", self.language)), str),
            marked(
                "status", say("column.status.list", self.language), "kc-status", self._status_word
            ),
            references("sources", self._numbering, self.language),
        ]
        title = Message("country.years", country=self._named)
        numbers = table(pd.DataFrame(lines), columns, title.said(self.language),
                        language=self.language)  # fmt: skip
        drawn = rows.assign(
            series=[
                capital(say(f"subject.{stage}.cases", self.language)) for stage in rows["stage"]
            ],
            absent=say("country.not-known", self.language),
            unfinished=rows["status"].isin(["in progress", "incomplete"])
            & rows["stage"].eq("selection"),
        )
        chart = self._picture(charts.columns, drawn, title, charts.describe_columns, numbers)
        return Section("by-year", chart, frame=rows)

    def _year(self, rows: pd.DataFrame) -> dict[str, Any]:
        stages = {row["stage"]: row for row in rows.to_dict("records")}
        received, selected = stages.get("reception"), stages.get("selection")
        known = str(received["known_by"]) if received else ""
        line = {
            "year": str(rows["year"].iloc[0]),
            "cases": say("country.not-known", self.language), "named_for": "–", "projects": "–",
            "known": say(f"country.known.{known}", self.language) if known else "–",
            "status": selected["status"] if selected else "",
            "sources": "; ".join(dict.fromkeys(filter(None, rows["sources"]))),
        }  # fmt: skip
        if received and known:
            line["cases"] = tables.shown(received["least"], received["most"], self.language)
            if known == "named":
                words = wording(rows[rows["stage"] == "reception"], "named_for", self.language)
                line["named_for"] = words.iloc[0] or "–"
        if selected:
            line["projects"] = tables.shown(selected["least"], selected["most"], self.language)
        return line

    def _status_word(self, key: str) -> str:
        return say(f"country.status.{key.replace(' ', '-')}", self.language) if key else ""

    def project_list(self) -> Section | None:
        """Its projects, a row each."""
        if self.projects.empty:
            return None
        caption = say("projects.caption", self.language)
        listed = tables.projects(self.projects, caption, self._numbering, self.language)
        return Section("projects", listed, frame=self.projects)

    def projects_map(self) -> Section | None:
        """The cities of its projects on a map."""
        if self.projects.empty:
            return None
        shaded = pd.DataFrame({"iso3": [self.iso3], "value": [math.nan]})
        points = city_points(self.projects, self.language)
        title = Message("country.map", country=self._named)
        note = charts.map_note(self.language, marks=True)

        draw = partial(charts.country_map, iso3=self.iso3)
        describe = partial(charts.describe_map, countries=shaded, key="alt.map.country")
        return Section("map", self._picture(draw, points, title, describe, note=note), frame=points)

    def fields(self) -> Section | None:
        """The fields of its projects, as far as sources state them."""
        if self.projects.empty:
            return None
        stated = self.projects[self.projects["field"] != ""]
        lacking = Quantity.of(len(self.projects) - len(stated), "projects")
        said = []
        counts = stated["field"].value_counts().rename_axis("field").reset_index(name="projects")
        order = {field: place for place, field in enumerate(categories("field"))}
        counts = counts.sort_values(
            ["projects", "field"],
            key=lambda one: one.map(order) if one.name == "field" else -one,
            kind="stable",
        )
        if len(counts):
            items = [
                Message("country.field", field=Term("field", row["field"]),
                        projects=Quantity.of(row["projects"]))
                for row in counts.to_dict("records")
            ]  # fmt: skip
            said.append(Message("country.fields", fields=Listing(items)))
        if lacking.most:
            said.append(Message("country.fields.not-stated", projects=lacking))
        return Section("fields", self._said(*said), frame=counts)

    def partners(self) -> Section | None:
        """Who carries its projects out, and who asked for them, where a source says so."""
        known = self.projects[
            (self.projects["organisation"] != "") | (self.projects["partner"] != "")
        ]
        if known.empty:
            return None
        who, other = (wording(known, one, self.language) for one in ("organisation", "partner"))
        lines = [
            {
                "place": tables.place(row, self.language), "year": str(row["year"]),
                "organisation": runs or "–", "partner": asked or "–",
                "sources": "; ".join(filter(None, [row["source_id"], row["partner_source_id"]])),
            }
            for row, runs, asked in zip(known.to_dict("records"), who, other, strict=True)
        ]  # fmt: skip
        columns = [
            Column("place", say("column.city", self.language)),
            Column("year", say("column.year", self.language)),
            Column("organisation", say("column.organisation", self.language)),
            Column("partner", say("column.partner", self.language)),
            references("sources", self._numbering, self.language),
        ]
        caption = say("country.partners", self.language)
        share = Share(Quantity.of(len(known)), Quantity.of(len(self.projects), "projects"))
        said = self._say("country.partners.known", share=share)
        shown = table(pd.DataFrame(lines), columns, caption, language=self.language)
        return Section("partners", said, shown, frame=known)

    def budgets(self) -> Section | None:
        """The budget of each project, and what they make together, within bounds."""
        known = self.projects[self.projects["budget_high_krw"].notna()]
        if self.projects.empty:
            return None
        low, high = known["budget_low_krw"].fillna(0.0).sum(), known["budget_high_krw"].sum()
        span = Quantity(low or None, high, "krw")
        together = Message("country.budgets", sum=span) if len(known) > 1 else None
        return project_budgets(self, self.projects, together)

    def place(self) -> Section:
        """Where it stands in its region and in the programme."""
        lines = []
        own = (float(self._all.least or 0), float(self._all.most or 0))
        for row in self._region.to_dict("records"):
            share = share_of(own, (row["least"], row["most"]))
            whole = (row["least"], row["most"])
            label = (
                say("country.programme", self.language)
                if row["dimension"] == "total"
                else capital(Term("region", row["category"]).said(self.language))
            )
            lines.append(
                {
                    "label": label,
                    "own": tables.shown(*own, self.language),
                    "whole": tables.shown(*whole, self.language),
                    "share": tables.shown(*share, self.language, "percent"),
                }
            )
        columns = [
            Column("label", say("column.of", self.language)),
            numeric("own", country_name(self.iso3, self.language), str),
            numeric("whole", say("column.total", self.language), str),
            numeric("share", say("column.share.selection", self.language), str),
        ]
        caption = say("country.place", self.language, country=self._named, last_year=self._last)
        shown = table(pd.DataFrame(lines), columns, caption, language=self.language)
        said = self._place()
        return Section("place", *([self._said(*said)] if said else []), shown, frame=self._region)

    def _place(self) -> list[Message]:
        """Its place among the countries of the list, and in its region where that is certain."""
        counts = self._counts
        own = counts[counts["country"] == self.iso3]
        if own.empty:
            return []
        row = own.iloc[0]
        tied = int((counts["place"] == row["place"]).sum()) - 1
        values: dict[str, Any] = {
            "country": self._named,
            "place": Quantity.of(int(row["place"])),
            "countries": Quantity.of(len(counts), "countries"),
        }
        said = [Message("country.place.alone", **values)]
        if tied:
            others = Quantity.of(tied)
            said = [Message("country.place.tied", others=others, **values)]
        if tied == 1:
            said = [Message("country.place.tied.one", **values)]
        here = counts[[region_of(one) == region_of(self.iso3) for one in counts["country"]]]
        top = leaders(here)
        if len(top) == 1 and top["country"].iloc[0] == self.iso3:
            region = Term("region", region_of(self.iso3))
            said.append(Message("country.place.first", country=self._named, region=region))
        return said

    def _share_of_region(self) -> tuple[Quantity, Share] | None:
        rows = self._region[self._region["dimension"] == "region"]
        if rows.empty or self.projects.empty:
            return None
        row = rows.iloc[0]
        part = Quantity(self._all.least, self._all.most)
        own = (float(part.least or 0), float(part.most or 0))
        ends = share_of(own, (row["least"], row["most"]))
        whole = Quantity(row["least"], row["most"], "projects")
        return Quantity(*ends, "percent"), Share(part, whole)

    def unknown(self) -> Section:
        """What is not known of it."""
        said = [one.said(self.language) for one in self._unknown()]
        otherwise = say("country.unknown.nothing", self.language)
        return Section("unknown", parts.notes(said, otherwise), frame=pd.DataFrame({"note": said}))

    def _unknown(self) -> list[Message]:
        rows = self.record[self.record["first_year"] == self.record["year"]]
        received = rows[rows["stage"] == "reception"]
        selected = rows[rows["stage"] == "selection"]
        silent = received.loc[received["known_by"] == "", "year"]
        known = received[received["known_by"] != ""]
        endless = known["most"] == math.inf
        within = known.loc[~exact(known) & ~endless, "year"]
        open_ = selected[selected["least"] < selected["most"]]
        counted = received[received["most"].notna() & (received["most"] < math.inf)]
        nothing = sorted(set(selected["year"]) - set(counted["year"]) - set(silent))
        country = self._named
        said = []
        if len(silent):
            years = questions.years_listed(silent)
            said.append(Message("country.unknown.applied", country=country, years=years))
        if nothing:
            years = questions.years_listed(nothing)
            said.append(Message("country.unknown.reception", years=years))
        if len(within):
            years = questions.years_listed(within)
            said.append(Message("country.unknown.cases", country=country, years=years))
        if endless.any():
            years = questions.years_listed(known.loc[endless, "year"])
            said.append(Message("country.unknown.at-least", country=country, years=years))
        for row in open_.to_dict("records"):
            more = Quantity(None, row["most"] - row["least"], "projects")
            said.append(Message("country.unknown.list", year=row["year"], projects=more))
        progress = selected.loc[selected["status"] == "in progress", "year"]
        if len(progress):
            said.append(Message("country.unknown.progress", years=questions.years_listed(progress)))
        lacking = {
            "field": self.projects["field"] == "",
            "budget": self.projects["budget_high_krw"].isna(),
            "type": self.projects["type_basis"] == "inferred",
        }
        for name, mask in lacking.items():
            if mask.any():
                projects = Quantity.of(int(mask.sum()), "projects")
                said.append(Message(f"country.lacks.{name}", projects=projects))
        return said


@refusing_in_its_language
def country(country: str, language: str = "en") -> Country:
    """One country in the programme: what it applied for, was named for and got.

    ``country`` is its name in any usual spelling, English or Korean, or its ISO code. Raises
    InputError for what is no country, and for one of which nothing is known.

    >>> country("Viet Nam").iso3, country("베트남").iso3
    ('VNM', 'VNM')
    """
    try:
        iso3 = resolve_country(country)
    except CountryLookupError as error:
        raise InputError(error) from None
    there = countries_with_something()
    if iso3 not in there:
        names = [Term("country", one) for one in there]
        raise InputError(
            Message(
                "error.country without anything",
                country=Term("country", iso3),
                iso3=iso3,
                names=names,
            )
        )
    record, chosen = country_record(iso3), country_projects(iso3)
    years = sorted(set(record["year"]))
    last = int(record.loc[record["stage"] == "selection", "year"].max())
    standing = region_standing(iso3, last)
    tidy = tidied(record[record["least"].notna()], standing, budgets_of(chosen))
    named = [one for one in record["sources"] if one]
    return Country(
        iso3=iso3,
        language=language,
        record=record,
        projects=chosen,
        tidy=tidy,
        _region=standing,
        _counts=most_selected(last)[0],
        _name=f"country-{iso3}",
        _caveats=_notes(years, language),
        _sources=[*tidy["sources"], *named, *chosen["source_id"], *chosen["partner_source_id"]],
    )


def _notes(years: Sequence[int], language: str) -> list[str]:
    """What must be known of the lists that a country may be missing from."""
    said = caveats(years[0], years[-1], ("selection",), incomplete=True)
    return all_translated(said, language)
