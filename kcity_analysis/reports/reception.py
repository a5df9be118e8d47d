"""The reception report: what the contest received in one year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from kcity_analysis import charts, vocabulary
from kcity_analysis.charts import worldmap
from kcity_analysis.evidence import (
    Overlap,
    bounds_of,
    calendar,
    category_label,
    caveats,
    changes,
    compare,
    figures,
    levels,
    named_applicants,
    pick,
    published,
    reconcile,
    side_by_side,
    tidied,
    totals,
    type_overlap,
    yearly,
)
from kcity_analysis.pages import Fragment, Picture, Section, parts, tables
from kcity_analysis.register import answers_in, read_register, tabulate
from kcity_analysis.reports import captions, report, sentences
from kcity_analysis.reports.report import BY, Report
from kcity_analysis.vocabulary import (
    InputError,
    capital,
    country_name,
    listing,
    number,
    percent,
    plural,
    signed,
    signed_percent,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reception(Report):
    """What was received in a year, see :func:`reception`; its methods are the sections.

    ``figures`` is the year's figures frame, of the published figures or counted from a register;
    ``synthetic`` whether the register calls itself so.
    """

    year: int
    figures: pd.DataFrame
    synthetic: bool
    _comparison: pd.DataFrame
    _beside: pd.DataFrame
    _overlap: Overlap | None
    _applicants: pd.DataFrame
    _calendar: pd.DataFrame

    def headline(self) -> Section:
        """Title, sentence and cards of the report."""
        year, frame = self.year, self.figures
        cases, countries = (pick(frame, "total", "all", one) for one in ("cases", "countries"))
        basis = str(yearly(frame, "total")["basis"].iloc[0])
        cards = [
            ("Cases received", number(cases), against(self._comparison, "cases") or basis),
            ("Countries", number(countries), against(self._comparison, "countries") or basis),
            *_leading_card(yearly(frame, "region"), cases),
            *_leading_card(yearly(frame, "type"), cases),
        ]
        title = f"What was received in {year}"
        sentence = sentences.totals(frame, "reception", year)
        if self.synthetic:
            title += " (synthetic register)"
            sentence = f"Synthetic: no contest received these cases. {sentence}"
        return report.headline_of(title, sentence, cards)

    def compared(self) -> Section:
        """The change of the totals and of each region on the year before."""
        rows = self._comparison
        if rows.empty:
            before = self.year - 1
            text = f"What was received in {before} was not published, "
            text += f"so that {self.year} cannot be set against it."
            if before < published()["year"].min():
                text = f"{self.year} is the first year with figures."
            return Section("compared", parts.say(text))
        caption = f"Totals, {self.year} against {self.year - 1}"
        return Section(
            "compared",
            parts.say(sentences.change(rows)),
            tables.changes(rows[rows["dimension"] == "total"], caption),
            *report.changes(rows, "region", "compared"),
            frame=rows,
        )

    def by(self, dimension: str) -> Section:
        """Cases and countries by "region", "country", "type", "secretariat" or "field"."""
        rows = yearly(self.figures, dimension)
        return report.breakdown(rows, self.figures, dimension, self.year, self._numbering)

    def types_overlap(self) -> Section:
        """The exact bounds on countries that applied under several types."""
        return Section("types-overlap", parts.say(sentences.overlapping(self._overlap)))

    def fields_of_types(self) -> Section:
        """Cases by field within each type, with each type's residual."""
        rows = yearly(self.figures, "type_field")
        rows = rows[rows["value"] > 0]
        shown: list[Fragment | Picture] = [parts.say(sentences.type_fields(rows))]
        kinds = list(dict.fromkeys(one.partition(" | ")[0] for one in rows["category"]))
        types = yearly(self.figures, "type")
        for kind in kinds:
            block = rows[rows["category"].str.startswith(f"{kind} | ")]
            label = category_label("type", kind)
            whole = types[types["category"] == kind].assign(dimension="total", category="all")
            caption = f"{label}: cases by field, {self.year}"
            numbers = tables.breakdown(block, whole, caption, self._numbering)
            title = f"{label}: {captions.leading(block)}"
            words = captions.describe(block)
            shown.append(parts.figure(charts.bars, block, title, words, numbers))
        return Section("fields-of-types", *shown, frame=rows)

    def applicants(self) -> Section | None:
        """The countries that are named as applicants, and for what; a register counts them."""
        rows = self._applicants
        if len(self._beside):
            return None
        if rows.empty:
            text = f"No applicant country of {self.year} was named."
            return Section("applicants", parts.say(text))
        countries = rows["iso3"].nunique()
        known = plural(countries, "applicant country", "applicant countries")
        verb = "is" if countries == 1 else "are"
        total = pick(self.figures, "total", "all", "countries")
        of_all = "" if pd.isna(total) else f", of {number(total)}"
        caption = f"Applicant countries known by name, {self.year}"
        columns = {"name": "Country", "named_for": "Named for"}
        table = tables.plain(rows, columns, caption, self._numbering)
        sentence = parts.say(f"{capital(known)} {verb} known by name{of_all}.")
        return Section("applicants", sentence, table, frame=rows)

    def applicants_map(self) -> Section | None:
        """The countries known to have applied, on a map; nothing where none is known."""
        rows = self._applicants.drop_duplicates("iso3")
        if rows.empty:
            return None
        title = f"Applicant countries known by name, {self.year}"
        words = f"World map. Shaded: {listing(sorted(rows['name']))}."
        shown = rows[["iso3", "value"]]
        chart = parts.figure(_countries_map, shown, title, words, note=worldmap.NOTE)
        return Section("applicants-map", chart, frame=rows)

    def published_beside(self) -> Section:
        """Published figures beside those counted from the register."""
        otherwise = "The figures here are the published ones; no register was given to count from."
        return report.published_beside(self._beside, otherwise)

    def dates(self) -> Section:
        """The contest's dates of the year."""
        return report.dates(self._calendar, self.year, self._numbering)


def reception(
    year: int,
    register: str | Path = "",
    corrections: str | Path = "",
    sheet: str = "",
    status: str = "",
) -> Reception:
    """What was received in a year: published, or counted from an office's own register.

    ``corrections`` is a reviewed file of corrections to the ``register``, ``sheet`` the one to read
    of several, or "all", ``status`` answers whether rows count that say they were withdrawn and the
    like ("철회=out, 중복=in"). The figures counted from a register stand beside the published ones. Raises InputError for a year without figures, or a
    register that cannot be read or has problems.

    >>> reception(2021).by("region").sentence
    'New Southern has the most cases: 35 of 111 (31.5\\xa0%). The other 24 cases, from 12 countries, are not itemised.'
    """  # noqa: E501
    remarks: list[str] = []
    synthetic = False
    if register:
        shown, remarks, synthetic, bounds = _counted(
            Path(register), corrections or None, year, sheet or None, status
        )
        applicants = yearly(shown, "country").query("measure == 'cases'")[["category", "value"]]
        applicants = applicants.rename(columns={"category": "iso3"}).assign(named_for="register")
    else:
        shown = figures(year, "reception")
        if pd.isna(pick(shown, "total")):
            raise InputError(f"no reception figures of {year} were published; {_years()}")
        applicants = named_applicants(year).query("stage == 'reception'").assign(value=float("nan"))
        bounds = type_overlap(shown)
    applicants = applicants.assign(name=[*map(country_name, applicants["iso3"])])
    theirs = report.figures_or_none(year, "reception")
    base = report.figures_or_none(year - 1, "reception")
    selected = report.figures_or_none(year, "selection")
    comparison = pd.DataFrame()
    if len(base):
        comparison = compare(year, year - 1, frame=pd.concat([base, shown]))
    checked = pd.concat([theirs if register else shown, selected.query("dimension == 'total'")])
    earlier = totals().query("year < @year")
    checks = reconcile(checked, shown if register else None, published(), earlier)
    own = (checks["stage"] == "reception") | (checks["rule"] == "selected within received")
    dates = calendar(year).query("stage == 'reception'")
    tidy = tidied(shown, levels(comparison), changes(comparison), bounds_of(shown, bounds))
    return Reception(
        year=year,
        figures=shown,
        synthetic=synthetic,
        tidy=tidy,
        _name=f"reception-{year}",
        _comparison=comparison,
        _beside=side_by_side(theirs, shown) if register else pd.DataFrame(),
        _checks=checks[own].reset_index(drop=True),
        _overlap=bounds,
        _applicants=applicants,
        _calendar=dates,
        _caveats=[*remarks, *caveats(year, year, ("reception",))],
        _sources=[*tidy["sources"], *applicants.get("source_id", []), *dates["source_id"]],
    )


def _counted(
    path: Path, corrections: str | Path | None, year: int, sheet: str | None, status: str
) -> tuple[pd.DataFrame, list[str], bool, Overlap | None]:
    """The figures of a register, what its reader must be told, whether it is synthetic, and how
    many countries applied under several types. Raises InputError.
    """
    read = read_register(
        path,
        stage="reception",
        year=year,
        sheet=sheet,
        corrections=corrections,
        status=answers_in(status),
    )
    if read.problems:
        raise InputError(
            f"{read.source} has problems; `kcity check` lists them all:", read.problems[:20]
        )
    remarks = [
        f"Corrected, {fix.column} in row {fix.row}: {fix.old!r} to {fix.new!r} ({fix.reason})."
        for fix in read.corrections
    ]
    remarks += read.rules
    counted = tabulate(read, stage="reception", years=[year])
    if read.synthetic:
        remarks.insert(0, f"{read.source} is synthetic: no contest received these cases.")
        counted["note"] = "synthetic"
    kinds = vocabulary.categories("type", year)
    return counted, remarks, read.synthetic, _overlap_of(read.cases, kinds)


def _overlap_of(cases: pd.DataFrame, kinds: list[str]) -> Overlap | None:
    """The countries under several types, counted: the least is the most."""
    # A joint application is one of each of its countries.
    cases = cases[["country", "type"]].drop_duplicates()
    cases = cases.assign(country=cases["country"].str.split()).explode("country")
    named = cases[cases["type"].isin(kinds)]
    held = named.groupby("country")["type"].nunique()
    sizes = tuple(int(named.loc[named["type"] == kind, "country"].nunique()) for kind in kinds)
    several, every = int((held > 1).sum()), int((held == len(kinds)).sum())
    total = int(cases["country"].nunique())
    return Overlap(total, sizes, 0, several, several, every, every) if len(kinds) > 1 else None


def _years() -> str:
    frame = published().query("stage == 'reception' and dimension == 'total'")
    years = sorted(set(frame.loc[frame["first_year"] == frame["year"], "year"]))
    return f"there are figures of {', '.join(map(str, years))}"


def against(comparison: pd.DataFrame, measure: str) -> str:
    """The change of a total on the base year, as the note of a card; "" where there is none."""
    if comparison.empty:
        return ""
    row = comparison.query("dimension == 'total' and measure == @measure").iloc[0]
    if pd.isna(row["change"]):
        return ""
    share = f" ({signed_percent(row['percent'])})" if signed_percent(row["percent"]) else ""
    return f"{signed(row['change'])}{share} on {row['base_year']}"


def _leading_card(rows: pd.DataFrame, whole: float) -> list[tuple[str, str, str]]:
    labels, value = captions.leaders(rows)
    if not labels:
        return []
    by = BY[str(rows["dimension"].iloc[0])]
    note = ", ".join(filter(None, [listing(labels), percent(value, whole)]))
    return [(f"Most cases, {by}", number(value), note)]


def _countries_map(countries: pd.DataFrame) -> Axes:
    nowhere = pd.DataFrame(columns=["latitude", "longitude", "label", "kind"])
    return worldmap.world_map(nowhere, countries)
