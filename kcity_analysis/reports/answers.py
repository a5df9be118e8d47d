"""What an analyst asks in a line: the figures as frames that show themselves, and as workbooks.

Whole numbers are whole numbers (``Int64``), and ``<NA>`` is what is not known: a ``value`` whose
``least`` and ``most`` differ, an end that nothing limits. Each answer is a frame
(:class:`reports.shown.Answer`): shown in a notebook it is a sentence, a chart and a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from kcity_analysis import charts, evidence, register, vocabulary
from kcity_analysis.evidence import SOUND, budgets_of, category_label, facts
from kcity_analysis.pages import WorkbookSheet, write_workbook
from kcity_analysis.reports import tables
from kcity_analysis.reports.gathering import figures_of
from kcity_analysis.reports.shown import Answer
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    NOT_STATED,
    CountryLookupError,
    InputError,
    Message,
    Term,
    check_years,
    country_name,
    percent_of,
    refusing_in_its_language,
    region_of,
    resolve_country,
    say,
    span_of,
    unit,
)

What = Literal["value", "least", "most", "text"]
_COUNTED = ("cases", "countries")
_ENDS = ["value", "least", "most"]
_STAGES = ("reception", "selection")


@refusing_in_its_language
def figures(year: int | None = None, stage: str | None = None, *, language: str = "en") -> Answer:
    """Every figure of a year and stage, or of all: cases and countries, a row a figure.

    The totals stand first, then region, country, type, secretariat, field and what follows from
    them. Columns: ``year, first_year, stage, dimension, category, measure``; ``value`` (``<NA>``
    where the figure is known only within a range), ``least`` and ``most``; ``basis``: published (a
    source prints it), recomputed (counted from the list of projects), derived (it must be so) or
    bounded (within a range); ``confidence, status, note, sources``.

    Counts of several years together are :func:`cumulative`, sums of money :func:`budgets`. Raises
    InputError for a year without figures.

    >>> figures(2021)[["dimension", "measure", "value"]].head(2).values.tolist()
    [['total', 'cases', 111], ['total', 'countries', 39]]
    """
    rows = _figures(year, stage)
    once = rows[(rows["first_year"] == rows["year"]) & rows["measure"].isin(_COUNTED)]
    return Answer.of(_whole(once), Message("answer.title.figures"), language)


@refusing_in_its_language
def cumulative(
    year: int | None = None, stage: str | None = None, *, language: str = "en"
) -> Answer:
    """Counts of several years together, from ``first_year`` to ``year``: what :func:`figures` has
    of one. Of a ``year``, those that end with it.

    Columns as in :func:`figures`; the measures may be cities too.

    >>> found = cumulative(2021, "selection").query("dimension == 'total' and measure == 'cases'")
    >>> found[["first_year", "year", "value"]].values.tolist()
    [[2020, 2021, 23]]
    """
    rows = _figures(year, stage)
    rows = rows[(rows["first_year"] < rows["year"]) & (rows["measure"] != "krw")]
    return Answer.of(_whole(rows), say("answer.title.cumulative", language), language)


@refusing_in_its_language
def budgets(year: int | None = None, *, language: str = "en") -> Answer:
    """What was published of money, in won: of the contest, and of each project that it is known of.

    Columns: ``year, about`` (of what, in words), ``least, most`` (won; one is ``<NA>`` where only
    the other was published), ``basis, confidence, note, sources, dimension, category``.

    >>> found = budgets(2021).query("category == 'total support'")
    >>> found[["about", "least", "most"]].values.tolist()
    [['Total support', 4200000000, 4200000000]]
    """
    rows = _figures(year, "selection")
    listed = facts.projects()
    if year is not None:
        listed = listed[listed["year"] == year]
    rows = pd.concat([rows[rows["measure"] == "krw"], budgets_of(listed)])
    rows["about"] = [
        note if dimension == "project" else category_label(dimension, category, language)
        for dimension, category, note in zip(
            rows["dimension"], rows["category"], rows["note"], strict=True
        )
    ]
    columns = ["year", "about", "least", "most", "basis", "confidence", "note", "sources"]
    columns += ["dimension", "category"]
    rows.loc[rows["dimension"] == "project", "note"] = ""  # it says what ``about`` does
    found = _whole(rows.sort_values("year", kind="stable"))[columns]
    return Answer.of(found, say("answer.title.budgets", language), language)


@refusing_in_its_language
def wide(
    by: str = "region",
    stage: str = "reception",
    measure: str = "cases",
    what: What = "value",
    *,
    language: str = "en",
) -> Answer:
    """One measure of all years as a wide table: categories down in declared order, years across.

    ``by`` is total, region, country, type, secretariat or field, ``measure`` cases or countries.
    ``what`` is the ``value`` (``<NA>``: known only within a range, not known, or no such category
    in that year), the ``least``, the ``most``, or the ``text`` of each, which tells these apart:
    "5 to 18", "n.p.", "–". A year of which nothing is known has a column. Raises InputError.

    >>> wide("region")[2021].head(4).tolist()
    [35, 33, 19, <NA>]
    >>> wide("region", what="text").loc["Africa"].tolist()[:2]
    ['0 to 4', '5 to 18']
    """
    return _wide(by, stage, measure, what, language, lambda rows: rows, "Int64")


@refusing_in_its_language
def shares(
    by: str = "region",
    stage: str = "reception",
    measure: str = "cases",
    what: What = "value",
    *,
    language: str = "en",
) -> Answer:
    """The share of each category in its year's total, in percent, in a table as of :func:`wide`.

    One decimal, half away from zero. Where the total is not known exactly there is none. Shares of
    countries by type or field need not add up to 100: a country may stand in several.

    >>> shares("region")[[2020, 2021]].loc["New Southern"].tolist()
    [48.8, 31.5]
    """

    def of_total(rows: pd.DataFrame) -> pd.DataFrame:
        known = _figures(None, stage).query("dimension == 'total' and first_year == year")
        known = known[(known["measure"] == measure) & (known["least"] == known["most"])]
        totals = dict(zip(known["year"], known["least"], strict=True))
        return rows.assign(**{
            end: [
                percent_of(float(value), totals.get(year, math.nan))
                for value, year in zip(rows[end], rows["year"], strict=True)
            ]
            for end in _ENDS
        })  # fmt: skip

    return _wide(by, stage, measure, what, language, of_total, "Float64", "percent")


@refusing_in_its_language
def projects(
    which: int | str | None = None, *, year: int | None = None, language: str = "en"
) -> Answer:
    """The selected projects known by name: all, of a year, or of a country in any usual spelling.

    ``which`` is a year (2021) or a country ("Vietnam", "베트남", "VN", "VNM"). A row a project:
    ``project_id, year, country`` (ISO 3166-1 alpha-3), ``country_name, city, type, field, title,
    organisation``, its budget ``budget_low_krw`` to ``budget_high_krw`` in won (``<NA>``: not
    known), and the other columns of ``data/selected_projects.csv``. A country without a project
    has no row. Raises InputError for a year without one, and for a name that means no country.

    >>> projects("베트남")["city"].tolist() == projects("VN")["city"].tolist()
    True
    """
    if isinstance(which, str) and not which.strip().isdecimal():
        country, year_asked = _code(which), year
    else:
        country, year_asked = "", which if year is None else year  # type: ignore[assignment]
    check_years(year=year_asked)
    found = facts.projects(year_asked)
    if country:
        found = found[found["country"] == country]
    found = found.astype(dict.fromkeys(("budget_low_krw", "budget_high_krw"), "Int64"))
    first = [name for name in _PROJECT if name in found]
    found = found[[*first, *(name for name in found if name not in first)]].reset_index(drop=True)
    title = say("answer.title.projects", language)
    return Answer.of(found, title, language)


_PROJECT = (
    *("project_id", "year", "country", "country_name", "city", "type", "field", "title"),
    *("organisation", "budget_low_krw", "budget_high_krw"),
)


@refusing_in_its_language
def countries(which: str | Sequence[str] | None = None, *, language: str = "en") -> Answer:
    """Countries by any usual spelling: code, names in English and Korean, region of the programme.

    ``which`` is one ("베트남", "Viet Nam", "VN", "VNM"), several, or none for all. Columns:
    ``iso3, name_en, name_ko, region`` (a key), ``region_ko``, ``status`` (why it is of the region:
    policy list, ministry's practice or by geography) and ``reason``. Raises InputError for a name
    that means no one country, and says what it may mean.

    >>> countries(["Turkey", "베트남"])[["iso3", "name_ko", "region"]].values.tolist()
    [['TUR', '튀르키예', 'New Northern'], ['VNM', '베트남', 'New Southern']]
    """
    members = vocabulary.table("region_members").set_index("iso3")
    if which is None:
        codes = sorted(members.index, key=country_name)
    else:
        codes = [_code(one) for one in ([which] if isinstance(which, str) else which)]
    rows = [
        {
            "iso3": iso3,
            "name_en": country_name(iso3),
            "name_ko": country_name(iso3, "ko"),
            "region": region_of(iso3),
            "region_ko": vocabulary.label("region", region_of(iso3), "ko"),
            "status": members.loc[iso3, "status"],
            "reason": members.loc[iso3, "reason"],
        }
        for iso3 in codes
    ]
    return Answer.of(pd.DataFrame(rows), say("answer.title.countries", language), language)


@refusing_in_its_language
def caveats(
    year: int | None = None,
    last_year: int | None = None,
    stage: str | None = None,
    *,
    language: str = "en",
) -> Answer:
    """What has to be known before a figure of a year is used: a row a sentence.

    Of ``year``, of the years to ``last_year``, or of all. Columns: ``years`` (text), ``stage,
    about`` (the figure, where it is one) , ``caveat`` (a sentence) and ``sources``. What
    ``data/caveats.csv`` says comes first; then every printed figure that is doubtful or
    contradicted.

    >>> caveats(2021).query("about != ''")[["about", "caveat"]].values.tolist()[0][0]
    'Total, countries, 2020–2021: 39'
    """
    check_years(year=year, last_year=last_year)
    first = 0 if year is None else year
    last = last_year or (9999 if year is None else year)
    rows = [
        {
            "years": "–".join(dict.fromkeys(filter(None, (row["first_year"], row["last_year"])))),
            "stage": row["stage"],
            "about": "",
            "caveat": evidence.translated(row["caveat"], language),
            "sources": row["source_id"],
        }
        for row in facts.caveats_of(first, last).to_dict("records")
    ]
    doubtful = _figures(None, None)
    doubtful = doubtful[~doubtful["confidence"].isin(SOUND)]
    doubtful = doubtful[(doubtful["year"] >= first) & (doubtful["year"] <= last)]
    spans = [
        span_of(*ends).said(language)
        for ends in zip(doubtful["first_year"], doubtful["year"], strict=True)
    ]
    doubtful = doubtful.assign(span=spans)
    rows += [
        {
            "years": row["span"],
            "stage": row["stage"],
            "about": f"{category_label(row['dimension'], row['category'], language)}, "
            f"{unit(row['measure'], language=language)}, {row['span']}: {row['value']:,.0f}",
            "caveat": say(
                "answer.doubtful",
                language,
                confidence=say(f"confidence.{row['confidence']}", language),
                note=evidence.translated(row["note"], language),
            ),
            "sources": row["sources"],
        }
        for row in doubtful.to_dict("records")
    ]
    found = pd.DataFrame(rows, columns=["years", "stage", "about", "caveat", "sources"])
    if stage is not None:
        found = found[found["stage"] == vocabulary.resolve("stage", stage)].reset_index(drop=True)
    return Answer.of(found, say("answer.title.caveats", language), language)


@refusing_in_its_language
def compare(
    year: int,
    base_year: int,
    stage: str = "reception",
    figures: pd.DataFrame | None = None,
    *,
    language: str = "en",
) -> Answer:
    """A year against another: what changed, by how much, and what each part made of it.

    A row a category and measure, of the dimensions total, region, type and secretariat, on
    categories that both years can be put on. Columns: ``year, base_year, stage, dimension,
    category, measure``; ``value`` and ``base_value``; ``change``; ``percent`` (of the base, one
    decimal); ``contribution`` (percentage points of the base year's total), each with its
    ``_least`` and ``_most`` (``<NA>``: not known exactly, or no limit); ``status`` (compared, new,
    introduced, discontinued), ``basis, base_basis, parts, note``. ``figures`` is a register
    counted by :func:`tabulate`, in place of what was published of its years. Raises InputError
    where nothing is known of one of the years.

    >>> compare(2021, 2020)[["measure", "change", "percent"]].head(2).values.tolist()
    [['cases', 31, 38.8], ['countries', 16, 69.6]]
    """
    given = None if figures is None else _floats(figures)
    found = evidence.compare(year, base_year, stage, given)
    counts = [f"{base}{end}" for base in ("", "base_") for end in _ENDS]
    counts += ["change", "change_least", "change_most"]
    title = say("answer.title.compare", language, year=year, base_year=base_year)
    return Answer.of(_whole(found, counts), title, language)


@refusing_in_its_language
def bounds(
    year: int,
    by: Sequence[str] | str = (),
    stage: str = "reception",
    first_year: int | None = None,
    *,
    types: Collection[str] | None = None,
    language: str = "en",
) -> Answer:
    """The least and the most of every cell of a cross table of a year.

    ``by`` names dimensions: region, type, secretariat, field, country, any together for which
    there can be a figure. ``first_year`` counts the projects of several years together; ``types``
    counts those of some types only. Columns: ``year``, the dimensions, ``measure`` (cases,
    countries), ``value`` (``<NA>`` where the ends differ), ``least, most`` (``<NA>``: no limit) and
    ``basis``. Raises InputError for a dimension or a year that has no such table.

    >>> found = bounds(2021, by="region").query("region == 'Africa'")
    >>> found[["measure", "least", "most"]].values.tolist()
    [['cases', 5, 18], ['countries', 5, 9]]
    """
    names = [by] if isinstance(by, str) else list(by)
    found = evidence.bounds(year, names, stage, first_year, types)
    return Answer.of(_whole(found), say("answer.title.bounds", language, year=year), language)


@refusing_in_its_language
def why(
    figure: int | Mapping[Any, Any] | pd.Series[Any] | pd.DataFrame,
    dimension: str = "total",
    category: str = "",
    measure: str = "cases",
    stage: str = "reception",
    first_year: int | None = None,
    *,
    language: str = "en",
) -> Answer:
    """Why a figure is what it is: the facts that force its least and its most, with their sources.

    ``figure`` is a year, with the ``dimension`` and ``category``, or the category alone in any
    spelling (``why(2021, "Africa")``); or a row of :func:`figures`. Columns: ``end, value, file,
    fact, sources, without`` (what the end would be without the fact). Raises InputError for a
    figure that is not bounded.

    >>> why(2021, "Africa").equals(why(2021, "region", "Africa"))
    True
    """
    if isinstance(figure, pd.DataFrame):
        if len(figure) != 1:
            raise InputError(Message("error.why one figure", number=len(figure)))
        figure = figure.iloc[0]
    if isinstance(figure, Mapping | pd.Series):
        year, first_year = int(figure["year"]), int(figure["first_year"])
        dimension, category = str(figure["dimension"]), str(figure["category"])
        measure, stage = str(figure["measure"]), str(figure["stage"])
    else:
        check_years(year=figure)
        year = figure
        if not category:
            dimension, category = _meant(dimension, year)
    found = evidence.why(year, dimension, category, measure, stage, first_year)
    title = say(
        "answer.title.why",
        language,
        what=category_label(dimension, category, language),
        measure=unit(measure, language=language),
        year=year,
        stage=Term("stage", stage),
    )
    return Answer.of(found, title, language)


@refusing_in_its_language
def tabulate(
    source: Any,
    *,
    by: Collection[str] | str | None = None,
    stage: str | None = None,
    years: Collection[int] | int | None = None,
    language: str = "en",
) -> Answer:
    """A register counted: the figures of all dimensions, or a table by the columns named.

    ``source`` is a file (a text is looked for where the notebook runs and in the project), what
    :func:`read_register` gives, or a frame of pandas, Polars, DuckDB, Dask, Spark or pyarrow, of
    any size. ``by`` is one or several of year, stage, type, region, country, field, applicant,
    month, day (of arrival) and city; without it the frame is as that of :func:`figures`, with basis
    "recomputed". ``stage`` and ``years`` choose what is counted. Raises InputError that names every
    value which no category stands for.

    >>> rows = pd.DataFrame({"year": 2021, "country": ["베트남", "VNM"], "type": "해외실증"})
    >>> tabulate(rows, by="region")[["region", "cases", "countries"]].values.tolist()
    [['New Southern', 2, 1]]
    """
    years = [years] if isinstance(years, int) else years
    found = register.tabulate(source, by=by, stage=stage, years=years, language=language)
    name = Path(source).name if isinstance(source, str | Path) else ""
    title = ": ".join(filter(None, [name, say("answer.title.counted", language)]))
    if by is None:
        found = _whole(found.assign(least=found["value"], most=found["value"]))
    return Answer.of(found, title, language)


@refusing_in_its_language
def workbook(
    path: str | Path, *things: Any, title: str = "", notes: Sequence[str] = (), language: str = "en"
) -> Path:
    """Write anything of the above, sections, reports or frames to one .xlsx file for colleagues.

    Each table has a sheet of its own with its title and its note; a sheet of contents leads to
    them. Of a report, every table of its page. No cell is merged, numbers are numbers, and no text
    becomes a formula. A frame with ``attrs["title"]`` is headed so. Raises InputError where nothing
    is given, or another ending than .xlsx.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise InputError(Message("error.workbook saved as", file=path.name))
    sheets = [sheet for thing in things for sheet in _sheets(thing)]
    if not sheets:
        raise InputError(Message("error.nothing has a table", file=path.name))
    headed = title or next(
        (str(one.title) for one in things if getattr(one, "title", "")), path.stem
    )
    return write_workbook(path, headed, sheets, notes, language)


def _sheets(thing: Any) -> Sequence[WorkbookSheet]:
    if isinstance(thing, pd.DataFrame) and not isinstance(thing, Answer):
        return [WorkbookSheet(str(thing.attrs.get("title", "–")), thing)]
    sheets = getattr(thing, "sheets", None)
    if sheets is None:
        raise InputError(Message("error.no table", kind=type(thing).__name__))
    return list(sheets)


def _figures(year: int | None, stage: str | None) -> pd.DataFrame:
    """The figures within bounds of a year and stage, or of all. Raises InputError."""
    check_years(year=year)
    stages = _STAGES if stage is None else (vocabulary.resolve("stage", stage),)
    there = facts.published()
    years = sorted(set(there["year"]) | set(facts.projects()["year"]))
    if year is not None and year not in years:
        known = ", ".join(map(str, years))
        raise InputError(Message("error.no figures of the year", year=year, years=known))
    wanted = years if year is None else [year]
    found = [figures_of(one, name) for one in wanted for name in stages]
    found = [one for one in found if len(one)]
    if not found:
        asked = Term("stage", stage) if stage else Message("error.any stage")
        raise InputError(Message("error.no figures of stage", stage=asked, year=year))
    return pd.concat(found, ignore_index=True)


def _whole(frame: pd.DataFrame, counts: Sequence[str] = _ENDS) -> pd.DataFrame:
    """A figures frame with whole numbers; an end that nothing limits is missing."""
    held = [name for name in counts if name in frame]
    ends = frame[held].replace([math.inf, -math.inf], math.nan).astype("Int64")
    return frame.assign(**{name: ends[name] for name in held}).reset_index(drop=True)


def _floats(frame: pd.DataFrame) -> pd.DataFrame:
    """A figures frame as the other rooms have it: NaN for what is not known."""
    held = [name for name in _ENDS if name in frame]
    return pd.DataFrame(frame).astype(dict.fromkeys(held, float))


def _wide(
    by: str,
    stage: str,
    measure: str,
    what: str,
    language: str,
    change: Callable[[pd.DataFrame], pd.DataFrame],
    kind: Literal["Int64", "Float64"],
    unit: str = "",
) -> Answer:
    """A wide table of what ``change`` makes of the figures."""
    if by not in _WIDE:
        raise InputError(Message("error.one of", name="by", value=by, names=", ".join(_WIDE)))
    if what not in (*_ENDS, "text"):
        raise InputError(
            Message("error.one of", name="what", value=what, names=", ".join([*_ENDS, "text"]))
        )
    if measure not in _COUNTED:
        raise InputError(
            Message("error.one of", name="measure", value=measure, names=", ".join(_COUNTED))
        )
    rows = _figures(None, stage)
    span = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    rows = rows[(rows["first_year"] == rows["year"]) & (rows["dimension"] == by)]
    rows = change(rows[(rows["measure"] == measure) & rows["confidence"].isin(SOUND)])
    if rows.empty:
        raise InputError(
            Message(
                "error.no measure by",
                measure=Term("measure", measure),
                by=Term("dimension", by),
                stage=Term("stage", stage),
            )
        )
    if what == "text":
        rows = rows.assign(text=[
            tables.shown(least, most, language, unit)
            for least, most in zip(rows["least"], rows["most"], strict=True)
        ])  # fmt: skip
    found = rows.pivot(index="category", columns="year", values=what)
    found = found.reindex(index=_ordered(by, found.index), columns=pd.Index(span, name="year"))
    found = found.rename_axis(index=by)
    if what == "text":
        found = found.astype(object).where(found.notna(), "–")
    else:
        found = found.replace([math.inf, -math.inf], math.nan).astype(kind)
    names = {"dimension": category_label("dimension", by, language)}
    names["what"] = charts.measure_title(measure, stage, language)
    title = say("answer.title.shares" if unit else "answer.title.wide", language, **names)
    hidden = what == "value" and (rows["least"] != rows["most"]).any()
    return Answer.of(found, title, language, say("answer.ranges", language) if hidden else "")


_WIDE = ("total", "region", "country", "type", "secretariat", "field")


def _ordered(by: str, held: Collection[str]) -> list[str]:
    """Categories in declared order, countries by name; what stands for none of them last."""
    last = [one for one in held if one.endswith((NOT_ITEMISED, NOT_STATED))]
    named = [one for one in held if one not in last]
    if by == "country":
        return [*sorted(named, key=country_name), *last]
    declared = [one for one in vocabulary.categories(by) if one in named]
    return [*declared, *(one for one in named if one not in declared), *last]


def _code(text: str) -> str:
    try:
        return resolve_country(text)
    except CountryLookupError as error:
        raise InputError(error) from None


def _meant(text: str, year: int) -> tuple[str, str]:
    """The dimension and the category that a text means: a dimension is its total."""
    if text in ("total", "all"):
        return "total", "all"
    for dimension in ("region", "type", "secretariat", "field"):
        try:
            return dimension, vocabulary.resolve(dimension, text, year)
        except InputError:
            continue
    return "country", _code(text)
