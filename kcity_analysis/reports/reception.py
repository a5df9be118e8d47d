"""The reception report: what the contest received in one year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kcity_analysis import charts
from kcity_analysis.charts import worldmap
from kcity_analysis.evidence import (
    all_translated,
    calendar,
    caveats,
    crossed,
    exact,
    known_applicants,
    leaders,
    published,
    reconcile,
    side_by_side,
    status_of,
    tidied,
    translated,
)
from kcity_analysis.pages import Fragment, Picture, Section, folded, plain
from kcity_analysis.register import answers_in, count_file
from kcity_analysis.reports import sentences, tables
from kcity_analysis.reports.gathering import (
    changes_of,
    checkable,
    counted,
    figures_of,
    totals_of_all,
)
from kcity_analysis.reports.report import Report, drawn, of_year
from kcity_analysis.reports.suspicion import disputed
from kcity_analysis.vocabulary import (
    NEITHER,
    NOT_ITEMISED,
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
    refusing_in_its_language,
    say,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reception(Report):
    """What was received in a year, see :func:`reception`; its methods are the sections.

    ``figures`` is the year's figures frame, each figure with its ``least`` and ``most``, of what
    was published or counted from a register; ``synthetic`` whether the register calls itself so.
    """

    year: int
    figures: pd.DataFrame
    synthetic: bool
    _register: bool
    _comparison: pd.DataFrame
    _beside: pd.DataFrame
    _applicants: pd.DataFrame
    _calendar: pd.DataFrame

    @property
    def _itemised(self) -> bool:
        """Whether anything but totals was published, or all was counted."""
        rows = self.figures[self.figures["dimension"].isin(["region", "type", "field"])]
        return bool(rows["basis"].isin(["published", "recomputed"]).any())

    @property
    def _totals_only(self) -> bool:
        printed = of_year(self.figures, "total")["basis"].isin(["published", "recomputed"])
        return bool(printed.any()) and not self._itemised

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        whole = of_year(self.figures, "total")
        key = "reception.title.synthetic" if self.synthetic else "reception.title"
        text = sentences.totals(whole)
        if self.synthetic:
            text = [Message("reception.synthetic"), *text]
        changed = self._comparison
        moved = {}
        if len(changed):
            rows = changed[changed["dimension"] == "total"]
            moved = dict(zip(rows["measure"], rows.to_dict("records"), strict=True))
        cards: list[tuple[Message, Any, Message | None]] = [
            (
                Message(f"card.measure.{measure}"),
                sentences.total(whole, measure) or Message("number.unpublished"),
                on_base(moved.get(measure)),
            )
            for measure in ("cases", "countries")
        ]
        cards += self._largest("region") + self._largest("type")
        return self._headline(Message(key, year=self.year), text, cards, self._points())

    def _points(self) -> list[tuple[Message, str]]:
        """The main points: what changed, who leads, what overlaps, what is missing."""
        points = []
        if len(self._comparison):
            rows = self._comparison[self._comparison["dimension"] == "total"]
            points += [(one, "compared-with-the-year-before") for one in sentences.change(rows)]
        whole = of_year(self.figures, "total")
        for dimension, anchor in (("region", "by-region"), ("type", "by-type-and-secretariat")):
            rows = of_year(self.figures, dimension)
            said = sentences.breakdown(rows, whole) if len(rows) else []
            points += [(one, anchor) for one in said if one.key.startswith("by.leader")]
        points += [(one, "countries-under-several-types") for one in self._overlap()[:1]]
        if self._totals_only:
            only = Message("reception.totals-only", year=self.year)
            points.append((only, "what-was-not-published"))
        return [point for point in points if not point[0].key.endswith("leader.open")][:5]

    def _largest(self, dimension: str) -> list[tuple[Message, Any, Message | None]]:
        rows = of_year(self.figures, dimension)
        cases = rows[rows["measure"] == "cases"]
        top = leaders(cases)
        whole = sentences.total(of_year(self.figures, "total"), "cases")
        if len(top) != 1 or whole is None:
            return []
        row = top.iloc[0]
        part = Share(Quantity(row["least"], row["most"]), whole)
        note = Message("card.share", share=part, percent=sentences.part_of(part.part, whole))
        label = Message(f"card.largest.{dimension}")
        return [(label, Message("term", term=Term(dimension, row["category"])), note)]

    def compared(self) -> Section | None:
        """The change of the totals and of each region on the year before."""
        rows = self._comparison
        if rows.empty:
            first = published().query("stage == 'reception'")["year"].min()
            key = "first" if self.year <= first else "none"
            return Section("compared", self._say(f"compared.without.{key}", year=self.year))
        whole = rows[rows["dimension"] == "total"]
        values = {"year": self.year, "base_year": self.year - 1}
        shown: list[Fragment | Picture] = [
            self._said(*sentences.change(whole)),
            tables.changes(whole, say("compared.totals", self.language, **values), self.language),
        ]
        if self._itemised:
            shown += changed_by(self, rows, "region")
        return Section("compared", *shown, frame=rows)

    def not_published(self) -> Section | None:
        """What is open where only totals were published: how far they leave each part open."""
        if not self._totals_only:
            return None
        rows = pd.concat([of_year(self.figures, one) for one in ("region", "type")])
        caption = say("not-published.caption", self.language, year=self.year)
        table = tables.ranges(rows, caption, self.language)
        only = Message("reception.totals-only", year=self.year)
        said = self._said(only, Message("reception.totals-only.ranges"))
        return Section("not-published", said, table, frame=rows)

    @refusing_in_its_language
    def by(self, dimension: str) -> Section | None:
        """Cases and countries by "region", "country", "type", "secretariat" or "field".

        None of a year of which only totals were published (:meth:`not_published`).
        """
        rows = of_year(self.figures, dimension)
        if self._totals_only or (rows.empty and dimension == "country"):
            return None  # the named applicants say what is known of countries
        return self._breakdown(self.figures, dimension)

    def types_overlap(self) -> Section | None:
        """How many countries applied under several types: what follows from the figures."""
        said = self._overlap()
        rows = of_year(self.figures, "overlap")
        return Section("types-overlap", self._said(*said), frame=rows) if said else None

    def _overlap(self) -> list[Message]:
        overlap = of_year(self.figures, "overlap").to_dict("records")
        rows = {row["category"]: row for row in overlap}
        types = of_year(self.figures, "type")
        types = types[(types["measure"] == "countries") & exact(types)]
        types = types[types["category"] != NEITHER]
        whole = sentences.total(of_year(self.figures, "total"), "countries")
        if "several types" not in rows or len(types) < 2 or whole is None:
            return []
        values = {
            "sizes": Listing([Quantity.of(one) for one in types["value"]]),
            "types": Quantity.of(len(types), "types"),
            "sum": Quantity.of(types["value"].sum()),
            "total": whole,
            "several": _at_most(rows["several types"]),
        }
        if "all types" not in rows or len(types) < 3:
            return [Message("overlap.two", **values)]
        values["every"] = _at_most(rows["all types"])
        return [Message("overlap.more", **values)]

    def fields_of_types(self) -> Section | None:
        """Cases by field within each type, with what each release leaves open."""
        rows = of_year(self.figures, "type_field")
        counted = rows[rows["basis"].isin(["published", "recomputed"]) & (rows["most"] > 0)]
        types = of_year(self.figures, "type")
        shown: list[Fragment | Picture] = []
        for kind in dict.fromkeys(one.partition(" | ")[0] for one in counted["category"]):
            block = counted[counted["category"].str.startswith(f"{kind} | ")]
            whole = types[(types["category"] == kind) & (types["measure"] == "cases")]
            whole = whole.assign(dimension="total", category="all")
            values = {"type": Term("type", kind), "year": self.year}
            stated = block[
                (block["measure"] == "cases") & ~block["category"].str.endswith(NOT_STATED)
            ]
            part = Quantity.of(float(stated["least"].sum()))
            every = Quantity.of(float(whole["least"].sum()), "cases")
            if part.most != every.most:
                key = "fields.stated" if self._register else "fields.partly"
                shown.append(self._say(key, share=Share(part, every), **values))
            caption = say("fields.caption", self.language, **values)
            rest = rows[(rows["category"] == f"{kind} | {NOT_ITEMISED}") & (rows["most"] > 0)]
            listed = pd.concat([block, rest])
            table = tables.breakdown(listed, whole, caption, self._numbering, self.language)
            title = Message("fields.chart", **values)
            shown.append(self._picture(charts.bars, block, title, charts.describe_bars, table))
        return Section("fields-of-types", *shown, frame=rows) if shown else None

    def applicants(self) -> Section | None:
        """The countries that are known as applicants, and for what; a register counts them."""
        rows = self._applicants
        if self._register or rows.empty:
            return None
        whole = sentences.total(of_year(self.figures, "total"), "countries")
        known = Quantity.of(rows["iso3"].nunique())
        shown = rows.assign(
            name=[country_name(one, self.language) for one in rows["iso3"]],
            named_for=[
                capital(translated(said, self.language))
                if basis == "named"
                else say("applicants.selected", self.language)
                for said, basis in zip(rows["named_for"], rows["basis"], strict=True)
            ],
        )
        shown = shown.sort_values("name", kind="stable")
        columns = {
            "name": say("column.country", self.language),
            "named_for": say("column.named-for", self.language),
        }
        caption = say("applicants.caption", self.language, year=self.year)
        table = plain(shown, columns, caption, self._numbering, self.language)
        if whole is None or whole.most is None:
            said = self._say("applicants.known.alone", countries=known)
        else:
            said = self._say("applicants.known", share=Share(known, whole))
        return Section("applicants", said, table, frame=rows)

    def applicants_map(self) -> Section | None:
        """The countries known to have applied, on a map; nothing where none is known."""
        rows = self._applicants.drop_duplicates("iso3")[["iso3", "value"]]
        if rows.empty:
            return None
        title = Message("applicants.caption", year=self.year)
        note = charts.map_note(self.language)
        chart = self._picture(_countries_map, rows, title, _describe_countries, note=note)
        return Section("applicants-map", chart, frame=rows)

    def published_beside(self) -> Section | None:
        """Published figures beside those counted from the register; nothing without one."""
        return self._published_beside(self._beside)

    def dates(self) -> Section:
        """The contest's dates of the year."""
        return self._dates(self._calendar, self.year)


@refusing_in_its_language
def reception(
    year: int,
    register: str | Path = "",
    corrections: str | Path = "",
    sheet: str = "",
    status: str = "",
    language: str = "en",
) -> Reception:
    """What was received in a year: published, or counted from an office's own register.

    ``corrections`` is a reviewed file of corrections to the ``register``, ``sheet`` the one to read
    of several, or "all", ``status`` answers whether rows count that say they were withdrawn and the
    like ("철회=out, 중복=in"). A file given as a text is looked for where the notebook runs and in
    the project. The figures counted from a register stand beside the published ones. Raises
    InputError for a year without figures, or a register that cannot be read or has problems.

    >>> reception(2021).by("region").sentence[:56]
    'Only part of 2021 was published by region; the ranges sh'
    """
    check_years(year=year)
    remarks: list[str] = []
    synthetic = False
    theirs = figures_of(year, "reception")
    if register:
        shown, remarks, synthetic = _counted(
            register, corrections or None, year, sheet or None, status, language
        )
        countries = of_year(shown, "country").query("measure == 'cases'")
        applicants = countries[["category", "value"]].rename(columns={"category": "iso3"})
        applicants = applicants.assign(named_for="")
    else:
        if theirs.empty:
            raise InputError(Message("error.no reception figures", year=year, years=_years()))
        shown = theirs
        applicants = known_applicants(year).assign(value=float("nan"))
    printed = figures_of(year, "reception")
    selected = figures_of(year, "selection")
    changed = changes_of(year, year - 1, "reception", shown if register else None)
    checked = pd.concat([printed, of_year(selected, "total")])
    earlier = totals_of_all(range(year - 1, year))
    checks = reconcile(
        checkable(checked),
        shown if register else None,
        published(),
        earlier,
        settled=True,
        language=language,
    )
    own = (checks["stage"] == "reception") | (checks["rule"] == "selected within received")
    dates = calendar(year).query("stage == 'reception'")
    cells = [] if register else [crossed(year)]
    tidy = tidied(shown, changed, *cells)
    return Reception(
        year=year,
        language=language,
        figures=shown,
        synthetic=synthetic,
        tidy=tidy,
        _name=f"reception-{year}",
        _register=bool(register),
        _comparison=changed,
        _beside=side_by_side(printed, shown) if register else pd.DataFrame(),
        _checks=checks[own].reset_index(drop=True),
        _applicants=applicants,
        _calendar=dates,
        _status="" if register else status_of(year, "reception"),
        _disputed=disputed(shown),
        _caveats=[*remarks, *all_translated(caveats(year, year, ("reception",)), language)],
        _sources=[*tidy["sources"], *applicants.get("source_id", []), *dates["source_id"]],
    )


def _counted(
    path: str | Path,
    corrections: str | Path | None,
    year: int,
    sheet: str | None,
    status: str,
    language: str,
) -> tuple[pd.DataFrame, list[str], bool]:
    """The figures of a register, what its reader must be told, whether it is synthetic.

    Raises InputError.
    """
    read = count_file(
        path,
        stage="reception",
        years=[year],
        sheet=sheet,
        corrections=corrections or None,
        status=answers_in(status),
        language=language,
    )
    if read.problems:
        raise InputError(
            Message("error.register with problems", file=read.source), read.problems[:20]
        )
    remarks = [
        say(
            "register.corrected", language, column=fix.column, row=str(fix.row), old=fix.old,
            new=fix.new, reason=fix.reason,
        )
        for fix in read.corrections
    ]  # fmt: skip
    remarks += read.rules
    found = counted(read.figures, read.cells, year)
    if read.synthetic:
        remarks.insert(0, say("register.synthetic", language, file=read.source))
        found["note"] = "synthetic"
    return found, remarks, read.synthetic


def _years() -> str:
    frame = published().query("stage == 'reception' and dimension == 'total'")
    years = sorted(set(frame.loc[frame["first_year"] == frame["year"], "year"]))
    return ", ".join(map(str, years))


def on_base(row: dict[Any, Any] | None) -> Message | None:
    """The change of a total on the base year, as the note of a card; None where it is not known."""
    if row is None:
        return None
    change = tables.between(row["change_least"], row["change_most"], signed=True)
    percent = tables.between(row["percent_least"], row["percent_most"], "percent", signed=True)
    if change is None or percent is None:
        return None
    return Message("card.change", change=change, percent=percent, base_year=row["base_year"])


def changed_by(found: Report, rows: pd.DataFrame, dimension: str) -> list[Fragment | Picture]:
    """The change by one dimension: sentences, two years as dots, and the table.

    No dots where nothing is known to have risen or fallen: ranges alone say no more than a table.
    """
    part = rows[rows["dimension"] == dimension]
    if part.empty:
        return []
    stage = str(part["stage"].iloc[0])
    values = {"year": int(part["year"].iloc[0]), "base_year": int(part["base_year"].iloc[0])}
    caption = say(f"changes.{dimension}.caption.{stage}", found.language, **values)
    table = tables.changes(part, caption, found.language)
    title = Message(f"changes.{dimension}.chart.{stage}", **values)
    moved = sentences.changes(part)
    said = [*sentences.within(part), *moved]
    if [one.key for one in moved] == ["changes.open"]:
        return [found._said(*said), folded(table, caption)]
    return [
        found._said(*said),
        found._picture(charts.dumbbells, drawn(part), title, charts.describe_dumbbells, table),
    ]


def _at_most(row: dict[Any, Any]) -> Quantity:
    """Countries within bounds, of which "0 to 6" says no more than "at most 6"."""
    least = None if row["least"] == 0 < row["most"] else row["least"]
    return Quantity(least, row["most"], "countries")


def _countries_map(countries: pd.DataFrame, language: str) -> Axes:
    nowhere = pd.DataFrame(columns=["latitude", "longitude", "label", "kind"])
    label = say("applicants.key", language)
    return worldmap.world_map(nowhere, countries, countries_label=label, language=language)


def _describe_countries(countries: pd.DataFrame, language: str) -> str:
    nowhere = pd.DataFrame(columns=["latitude", "longitude", "label", "kind"])
    return charts.describe_map(nowhere, countries, language=language)
