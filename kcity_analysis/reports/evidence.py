"""What each report shows, gathered once: frames in, frames out, one function a report.

Analysts can call these too: ``kcity_analysis.reception(2021).checks`` is the frame that the report
draws its table from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence import (
    COLUMNS,
    Overlap,
    bounds_of,
    budgets_of,
    calendar,
    changes,
    compare,
    entrants,
    figures,
    in_order,
    levels,
    named_applicants,
    pick,
    published,
    reconcile,
    side_by_side,
    tidied,
    totals,
    totals_of,
    type_overlap,
    yearly,
)
from kcity_analysis.register import cumulative, tabulate
from kcity_analysis.vocabulary import DATA, NOT_STATED, InputError, country_name, percent_of

_NO_FIGURES = pd.DataFrame(columns=COLUMNS)


def projects(year: int | None = None) -> pd.DataFrame:
    """The selected projects known by name, a row a project; of ``year``, or of all years.

    ``data/selected_projects.csv`` with ``year`` as int and ``budget_low_krw, budget_high_krw`` as
    won (NaN: not known); all other columns are text, see ``data/README.md``. Raises InputError for
    a year without a known project.
    """
    frame = vocabulary.read_csv(DATA / "selected_projects.csv").astype({"year": int})
    for amount in ("budget_low_krw", "budget_high_krw"):
        frame[amount] = pd.to_numeric(frame[amount].replace("", None))
    if year is None:
        return frame
    chosen = frame[frame["year"] == year].reset_index(drop=True)
    if chosen.empty:
        known = sorted(set(frame["year"]))
        raise InputError(
            f"no selected project of {year} is known; there are {known[0]}–{known[-1]}"
        )
    return chosen


def caveats(
    first_year: int, last_year: int, stages: tuple[str, ...], incomplete: bool = False
) -> list[str]:
    """What a reader of figures of these years and stages must know (``data/caveats.csv``).

    With ``incomplete``, only that the list of projects lacks some of a year.
    """
    frame = vocabulary.read_csv(DATA / "caveats.csv")
    starts = frame["first_year"].astype(int)
    ends = frame["last_year"].replace("", "9999").astype(int)
    wanted = (starts <= last_year) & (ends >= first_year) & frame["stage"].isin(stages)
    if incomplete:
        wanted &= frame["incomplete"] == "yes"
    return list(frame.loc[wanted, "caveat"])


def _counted_list(chosen: pd.DataFrame, years: list[int]) -> pd.DataFrame:
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


@dataclass(frozen=True)
class Reception:
    """The evidence of the reception report; see :func:`reception`."""

    year: int
    figures: pd.DataFrame
    comparison: pd.DataFrame
    beside: pd.DataFrame
    checks: pd.DataFrame
    overlap: Overlap | None
    applicants: pd.DataFrame
    calendar: pd.DataFrame
    caveats: list[str]
    remarks: list[str]
    synthetic: bool
    tidy: pd.DataFrame


def reception(year: int, register: str | Path = "", corrections: str | Path = "") -> Reception:
    """What was received in a year: published, or counted from an office's own register.

    ``corrections`` is a reviewed file of corrections to the ``register``
    (:func:`register.corrections.apply_corrections`). In what is returned, ``figures`` is the
    year's figures frame; ``comparison`` its changes on the year before (empty where that has no
    figures); ``beside`` published against recomputed (empty without a register); ``checks`` the
    identities; ``overlap`` the bounds on countries under several types; ``applicants`` the
    countries known (``iso3, name, named_for, value``); ``calendar`` the year's dates; ``caveats``
    and ``remarks`` (on the register) as sentences; ``synthetic`` whether the register calls itself
    so; ``tidy`` every number, for the CSV file. Raises InputError for a year without figures, or a
    register that cannot be read or has problems.
    """
    remarks: list[str] = []
    synthetic, bounds = False, None
    if register:
        shown, remarks, synthetic, bounds = _counted(Path(register), corrections or None, year)
        applicants = yearly(shown, "country").query("measure == 'cases'")[["category", "value"]]
        applicants = applicants.rename(columns={"category": "iso3"}).assign(named_for="register")
    else:
        shown = figures(year, "reception")
        if pd.isna(pick(shown, "total")):
            raise InputError(
                f"no reception figures of {year} were published; {_years('reception')}"
            )
        applicants = named_applicants(year).query("stage == 'reception'").assign(value=float("nan"))
    applicants = applicants.assign(name=[*map(country_name, applicants["iso3"])])
    theirs = _figures_or_none(year, "reception")
    base = _figures_or_none(year - 1, "reception")
    selected = _figures_or_none(year, "selection")
    comparison = pd.DataFrame()
    if len(base):
        comparison = compare(year, year - 1, frame=pd.concat([base, shown]))
    checked = pd.concat([theirs if register else shown, selected.query("dimension == 'total'")])
    earlier = totals().query("year < @year")
    checks = reconcile(checked, shown if register else None, published(), earlier)
    own = (checks["stage"] == "reception") | checks["identity"].str.startswith(
        "no more is selected"
    )
    bounds = bounds if register else type_overlap(shown)
    return Reception(
        year=year,
        figures=shown,
        comparison=comparison,
        beside=side_by_side(theirs, shown) if register else pd.DataFrame(),
        checks=checks[own].reset_index(drop=True),
        overlap=bounds,
        applicants=applicants,
        calendar=calendar(year).query("stage == 'reception'"),
        caveats=caveats(year, year, ("reception",)),
        remarks=remarks,
        synthetic=synthetic,
        tidy=tidied(shown, levels(comparison), changes(comparison), bounds_of(shown, bounds)),
    )


def _counted(
    path: Path, corrections: str | Path | None, year: int
) -> tuple[pd.DataFrame, list[str], bool, Overlap | None]:
    """The figures of a register, what its reader must be told, whether it is synthetic, and how
    many countries applied under several types. Raises InputError.
    """
    from kcity_analysis.register import read_register

    read = read_register(path, stage="reception", year=year, corrections=corrections)
    if read.problems:
        raise InputError(
            f"{read.source} has problems; `kcity check` lists them all:", read.problems[:20]
        )
    remarks = [
        f"Corrected, {fix.column} in row {fix.row}: {fix.old!r} to {fix.new!r} ({fix.reason})."
        for fix in read.corrections
    ]
    said = read.cases[["case_no", "title", "applicant"]].astype(str).agg(" ".join, axis=1)
    synthetic = bool(said.str.contains("synthetic", case=False).any())
    counted = tabulate(read, stage="reception", years=[year])
    if synthetic:
        remarks.insert(0, f"{read.source} is synthetic: no contest received these cases.")
        counted["note"] = "synthetic"
    kinds = vocabulary.categories("type", year)
    return counted, remarks, synthetic, _overlap_of(read.cases, kinds)


def _overlap_of(cases: pd.DataFrame, kinds: list[str]) -> Overlap | None:
    """The countries under several types, counted: the least is the most."""
    named = cases[cases["type"].isin(kinds)]
    held = named.groupby("country")["type"].nunique()
    sizes = tuple(int(named.loc[named["type"] == kind, "country"].nunique()) for kind in kinds)
    several, every = int((held > 1).sum()), int((held == len(kinds)).sum())
    total = int(cases["country"].nunique())
    return Overlap(total, sizes, 0, several, several, every, every) if len(kinds) > 1 else None


def _years(stage: str) -> str:
    total = published().query("stage == @stage and dimension == 'total' and first_year == year")
    return f"there are figures of {', '.join(str(year) for year in sorted(set(total['year'])))}"


def _figures_or_none(year: int, stage: str) -> pd.DataFrame:
    """The published figures of a year and stage, or an empty frame."""
    if year not in set(published()["year"]):
        return _NO_FIGURES
    return figures(year, stage)


@dataclass(frozen=True)
class Comparison:
    """The evidence of the comparison report; see :func:`comparison`."""

    year: int
    base_year: int
    received: pd.DataFrame
    selected: pd.DataFrame
    moves: pd.DataFrame
    series: pd.DataFrame
    checks: pd.DataFrame
    caveats: list[str]
    incomplete: list[str]
    tidy: pd.DataFrame


def comparison(year: int, base_year: int) -> Comparison:
    """One year against another, in what was received and in what was selected.

    ``received`` and ``selected`` are frames of :func:`kcity_analysis.compare`: the first of
    published figures (empty where one of the years has none), the second counted from the list of
    projects; ``moves`` says which countries entered and left that list; ``series`` has ``year,
    series, value`` for all years, NaN where nothing was published. Raises InputError where nothing
    can be compared.
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
    if {year, base_year} <= set(projects()["year"]):
        counted = _counted_list(projects(), [year, base_year])
        selected = compare(year, base_year, "selection", counted)
        now, before = (projects(one)["country"] for one in (year, base_year))
        moves = entrants(now, before)
    printed = pd.concat([figures(one) for one in sorted({year, base_year}) if one in known])
    others = totals().query("year not in @printed['year']")
    checks = reconcile(printed, base=others)
    first, last = sorted((base_year, year))
    notes = [
        note for one in (base_year, year) for note in caveats(one, one, ("reception", "selection"))
    ]
    both = pd.concat([received, selected]) if len(received) or len(selected) else pd.DataFrame()
    shown = pd.concat([figures(one).query("dimension == 'total'") for one in (first, last)])
    return Comparison(
        year=year,
        base_year=base_year,
        received=received,
        selected=selected,
        moves=moves.assign(name=[*map(country_name, moves["iso3"])]),
        series=series(min(known), max(known)),
        checks=checks,
        caveats=list(dict.fromkeys(notes)),
        incomplete=[
            note
            for one in (first, last)
            for note in caveats(one, one, ("selection",), incomplete=True)
        ],
        tidy=tidied(
            in_order(shown), levels(both), changes(both), totals_of(series(min(known), max(known)))
        ),
    )


def _known_years(stage: str) -> list[int]:
    """Years with a reception total, or with selected projects known by name."""
    if stage == "selection":
        return sorted(set(projects()["year"]))
    total = published().query("stage == 'reception' and dimension == 'total'")
    return sorted(set(total.loc[total["first_year"] == total["year"], "year"]))


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


@dataclass(frozen=True)
class Selection:
    """The evidence of the selection report; see :func:`selection`."""

    year: int
    projects: pd.DataFrame
    figures: pd.DataFrame
    published: pd.DataFrame
    beside: pd.DataFrame
    checks: pd.DataFrame
    budgets: pd.DataFrame
    calendar: pd.DataFrame
    caveats: list[str]
    incomplete: list[str]
    tidy: pd.DataFrame


def selection(year: int) -> Selection:
    """What was selected in a year: the projects known by name, counted, and set beside the press.

    ``projects`` as from :func:`projects`; ``figures`` counted from them; ``published`` the
    published figures of both stages; ``beside`` the two side by side, cumulative counts included;
    ``budgets`` has ``label, low, high`` in won. Raises InputError for a year without a known
    project.
    """
    chosen = projects(year)
    counted = _counted_list(chosen, [year])
    printed = _figures_or_none(year, "selection")
    received = _figures_or_none(year, "reception")
    together = cumulative(projects(), 2020, year, stage="selection")
    together = together[together["first_year"] < together["year"]]  # 2020 alone is counted above
    span = pd.concat([counted, together])
    entered = received[received["dimension"] == "total"]
    checks = reconcile(
        pd.concat([entered, printed]), span, published(), totals().query("year < @year")
    )
    known = [part[part["value"].notna()] for part in (printed, yearly(received, "total"))]
    return Selection(
        year=year,
        projects=chosen,
        figures=counted,
        published=pd.concat([received, printed]),
        beside=side_by_side(printed, span),
        checks=checks[checks["stage"] == "selection"].reset_index(drop=True),
        budgets=_budgets(chosen),
        calendar=calendar(year).query("stage == 'selection'"),
        caveats=caveats(year, year, ("selection",)),
        incomplete=caveats(year, year, ("selection",), incomplete=True),
        tidy=tidied(pd.concat([span, *known, _rate(counted, received)]), budgets_of(chosen)),
    )


def _rate(counted: pd.DataFrame, received: pd.DataFrame) -> pd.DataFrame:
    """The selected cases in percent of those received, as a figure; none without a total."""
    selected, whole = (pick(frame, "total") for frame in (counted, received))
    figure = yearly(counted, "total").query("measure == 'cases'")
    figure = figure.assign(dimension="selection_rate", measure="percent", basis="derived")
    figure = figure.assign(
        value=percent_of(selected, whole), note=f"{selected:g} of {whole:g} cases"
    )
    return figure.dropna(subset="value")


def _budgets(chosen: pd.DataFrame) -> pd.DataFrame:
    known = chosen[chosen["budget_high_krw"].notna()]
    return pd.DataFrame(
        {
            "label": known["city"].to_numpy(),
            "low": known["budget_low_krw"].to_numpy(),
            "high": known["budget_high_krw"].to_numpy(),
        }
    )


@dataclass(frozen=True)
class Programme:
    """The evidence of the programme report; see :func:`programme`."""

    first_year: int
    last_year: int
    projects: pd.DataFrame
    series: pd.DataFrame
    by_country: pd.DataFrame
    regions: pd.DataFrame
    beside: pd.DataFrame
    checks: pd.DataFrame
    caveats: list[str]
    incomplete: list[str]
    tidy: pd.DataFrame


def programme(first_year: int, last_year: int) -> Programme:
    """The whole contest over a span of years, from the published totals and the list of projects.

    ``series`` as from :func:`series`; ``by_country`` has ``year, category, value`` (projects by ISO
    alpha-3 code); ``regions`` is a figures frame of all the span's projects by region
    (``first_year`` to ``year``); ``beside`` has the cumulative counts, published against
    recomputed. Raises InputError where the span is empty or holds no project.
    """
    chosen = projects()
    chosen = chosen[chosen["year"].between(first_year, last_year)].reset_index(drop=True)
    if chosen.empty:
        known = projects()["year"]
        raise InputError(
            f"no selected project is known from {first_year} to {last_year}; "
            f"there are {known.min()}–{known.max()}"
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
    by_country = yearly(counted, "country").query("measure == 'cases'")
    whole = printed[(printed["dimension"] == "total") & printed["value"].notna()]
    return Programme(
        first_year=first_year,
        last_year=last_year,
        projects=chosen,
        series=series(first_year, last_year),
        by_country=by_country[["year", "category", "value"]].reset_index(drop=True),
        regions=together[together["dimension"] == "region"],
        beside=side_by_side(printed, spans),
        checks=reconcile(printed, recomputed, published()),
        caveats=caveats(first_year, last_year, ("reception", "selection")),
        incomplete=caveats(first_year, last_year, ("selection",), incomplete=True),
        tidy=tidied(
            pd.concat([whole, spans, yearly(counted, "total"), by_country]),
            together[together["dimension"] == "region"].assign(base_year=""),
        ),
    )
