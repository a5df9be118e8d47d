"""The sections of the reports: one call gives the sentence, the chart and the table of one.

``found`` is what :mod:`reports.evidence` gathered for the report. What is not known is said
in a sentence; a section is never silently empty.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from kcity_analysis import charts
from kcity_analysis.charts import city_points, worldmap
from kcity_analysis.evidence import category_label, pick, published, yearly
from kcity_analysis.pages import Fragment, joined, tables
from kcity_analysis.pages import parts as report
from kcity_analysis.reports import captions, evidence, sentences
from kcity_analysis.reports.evidence import Comparison, Programme, Reception, Selection
from kcity_analysis.vocabulary import (
    capital,
    count,
    listing,
    number,
    percent,
    plural,
    signed,
    signed_percent,
)

_BY = {
    "region": "by region",
    "country": "by country",
    "type": "by programme type",
    "secretariat": "by secretariat",
    "field": "by field",
    "type_field": "by type and field",
}
_NONE = {
    "country": "No figures by country were published for {year}.",
    "secretariat": "No source names the secretariats of {year}.",
}
_UNITS = {"reception": "Cases and countries", "selection": "Projects and countries"}


# -- headlines -------------------------------------------------------------------------------------


def reception_headline(found: Reception) -> Fragment:
    """Title, sentence and cards of the reception report."""
    year, frame = found.year, found.figures
    cases, countries = (pick(frame, "total", "all", one) for one in ("cases", "countries"))
    basis = str(yearly(frame, "total")["basis"].iloc[0])
    cards = [
        ("Cases received", number(cases), _against(found.comparison, "cases") or basis),
        ("Countries", number(countries), _against(found.comparison, "countries") or basis),
        *_leading_card(yearly(frame, "region"), cases),
        *_leading_card(yearly(frame, "type"), cases),
    ]
    title = f"What was received in {year}"
    sentence = sentences.totals(frame, "reception", year)
    if found.synthetic:
        title += " (synthetic register)"
        sentence = f"Synthetic: no contest received these cases. {sentence}"
    return report.headline(title, sentence, cards)


def _against(comparison: pd.DataFrame, measure: str) -> str:
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
    by = _BY[str(rows["dimension"].iloc[0])]
    note = ", ".join(filter(None, [listing(labels), percent(value, whole)]))
    return [(f"Most cases, {by}", number(value), note)]


def comparison_headline(found: Comparison) -> Fragment:
    """Title, sentence and cards of the comparison report."""
    cards = []
    for frame, names in (
        (found.received, {"cases": "Cases received", "countries": "Countries, received"}),
        (found.selected, {"cases": "Projects known by name", "countries": "Countries, selected"}),
    ):
        for measure, label in names.items():
            if len(frame) and _against(frame, measure):
                row = frame.query("dimension == 'total' and measure == @measure").iloc[0]
                note = _from_to(row)
                if frame is found.selected and found.incomplete:
                    note += " (incomplete)"
                cards.append((label, signed(row["change"]), note))
    title = f"{found.year} against {found.base_year}"
    text = sentences.change(found.received) if len(found.received) else _no_reception(found)
    return report.headline(title, " ".join([text, *found.incomplete]), cards)


def _from_to(row: pd.Series) -> str:
    span = f"from {number(row['base_value'])} to {number(row['value'])}"
    return ", ".join(filter(None, [span, signed_percent(row["percent"])]))


def _no_reception(found: Comparison) -> str:
    return (
        f"What was received cannot be compared, as it was not published for both {found.base_year} "
        f"and {found.year}; what was selected can, as far as projects are known by name."
    )


def selection_headline(found: Selection) -> Fragment:
    """Title, sentence and cards of the selection report."""
    frame = found.figures
    cases, countries = (pick(frame, "total", "all", one) for one in ("cases", "countries"))
    received = pick(found.published.query("stage == 'reception'"), "total")
    cities = found.projects[["country", "city"]].drop_duplicates()
    cards = [
        ("Projects known by name", number(cases), "counted from the list of projects"),
        ("Countries", number(countries), "counted from the list of projects"),
        ("Cities", number(len(cities)), "counted from the list of projects"),
    ]
    if not pd.isna(received):
        rate = percent(cases, received)
        cards.append(("Selected of received", rate, f"{number(cases)} of {number(received)} cases"))
    text = f"In {found.year}, {plural(cases, 'project')} in {count(countries, 'countries')} "
    text += f"{'is' if cases == 1 else 'are'} known to have been selected."
    text = " ".join([text, *found.incomplete])
    return report.headline(f"What was selected in {found.year}", text, cards)


def programme_headline(found: Programme) -> Fragment:
    """Title, sentence and cards of the programme report."""
    chosen = found.projects
    countries = chosen["country"].nunique()
    cities = len(chosen[["country", "city"]].drop_duplicates())
    received = found.series.query("series == 'Cases received'").dropna()
    span = f"{found.first_year}–{found.last_year}"
    cards = [
        ("Projects known by name", number(len(chosen)), span),
        ("Countries", number(countries), "counted once each"),
        ("Cities", number(cities), "counted once each"),
    ]
    if len(received):
        years = listing(map(str, received["year"]))
        cards.append(("Cases received", number(received["value"].sum()), f"published for {years}"))
    text = (
        f"From {found.first_year} to {found.last_year}, {plural(len(chosen), 'project')} in "
        f"{plural(cities, 'city', 'cities')} of {count(countries, 'countries')} "
        f"{'is' if len(chosen) == 1 else 'are'} known by name to have been selected."
    )
    return report.headline(f"The programme, {span}", text, cards)


# -- one year ----------------------------------------------------------------------------------


def breakdown(found: Reception | Selection, dimension: str) -> Fragment:
    """The figures of one dimension: sentence, sorted bars, and the table behind them."""
    rows = yearly(found.figures, dimension)
    if rows.empty:
        return report.say(_NONE[dimension].format(year=found.year))
    sentence = report.say(sentences.breakdown(rows, found.figures))
    known = rows[rows["value"].notna()]
    stage = str(found.figures["stage"].iloc[0])
    caption = f"{_UNITS[stage]} {_BY[dimension]}, {found.year}"
    if known.empty or not known["value"].max() > 0:
        return sentence
    shown = rows if dimension != "type_field" else rows[rows["value"] > 0]
    numbers = tables.breakdown(shown, found.figures, caption, _numbering(found))
    drawn, note = _most(shown)
    title, description = captions.leading(shown), captions.describe(shown)
    return joined(sentence, report.figure(charts.bars, drawn, title, description, numbers, note))


def _most(rows: pd.DataFrame, most: int = 40) -> tuple[pd.DataFrame, str]:
    """The categories with the most cases, where there are too many for a chart, and a note."""
    cases = rows[rows["measure"] == "cases"].sort_values("value", ascending=False, kind="stable")
    if len(cases) <= most:
        return rows, ""
    note = f"Drawn are the {most} with the most cases; all {len(cases)} are in the table."
    return rows[rows["category"].isin(cases["category"].head(most))], note


def against_year_before(found: Reception) -> Fragment:
    """The change of the totals and of each region on the year before."""
    if found.comparison.empty:
        before = found.year - 1
        if before < published()["year"].min():
            return report.say(f"{found.year} is the first year with figures.")
        text = f"What was received in {before} was not published, "
        return report.say(text + f"so that {found.year} cannot be set against it.")
    rows = found.comparison
    caption = f"Totals, {found.year} against {found.year - 1}"
    return joined(
        report.say(sentences.change(rows)),
        tables.changes(rows[rows["dimension"] == "total"], caption),
        _changes(rows, "region"),
    )


def type_overlap(found: Reception) -> Fragment:
    """The exact bounds on countries that applied under several types."""
    return report.say(sentences.overlapping(found.overlap))


def fields_of_types(found: Reception) -> Fragment:
    """Cases by field within each type, with each type's residual."""
    rows = yearly(found.figures, "type_field")
    rows = rows[rows["value"] > 0]
    if rows.empty:
        return report.say(sentences.type_fields(rows))
    kinds = list(dict.fromkeys(one.partition(" | ")[0] for one in rows["category"]))
    parts: list[Fragment | None] = [report.say(sentences.type_fields(rows))]
    for kind in kinds:
        block = rows[rows["category"].str.startswith(f"{kind} | ")]
        caption = f"{category_label('type', kind)}: cases by field, {found.year}"
        whole = yearly(found.figures, "type")
        whole = whole[whole["category"] == kind].assign(dimension="total", category="all")
        numbers = tables.breakdown(block, whole, caption, _numbering(found))
        title = f"{category_label('type', kind)}: {captions.leading(block)}"
        parts.append(report.figure(charts.bars, block, title, captions.describe(block), numbers))
    return joined(*parts)


def applicants(found: Reception) -> Fragment | None:
    """The countries that are named as applicants, and for what; a register counts them above."""
    rows = found.applicants
    if len(found.beside):
        return None
    if rows.empty:
        return report.say(f"No applicant country of {found.year} was named.")
    countries = rows["iso3"].nunique()
    known = plural(countries, "applicant country", "applicant countries")
    verb = "is" if countries == 1 else "are"
    total = pick(found.figures, "total", "all", "countries")
    of_all = "" if pd.isna(total) else f", of {number(total)}"
    caption = f"Applicant countries known by name, {found.year}"
    columns = {"name": "Country", "named_for": "Named for"}
    table = tables.plain(rows, columns, caption, _numbering(found))
    return joined(report.say(f"{capital(known)} {verb} known by name{of_all}."), table)


def applicants_map(found: Reception) -> Fragment | None:
    """The countries known to have applied, on a map; nothing where none is known."""
    rows = found.applicants.drop_duplicates("iso3")
    if rows.empty:
        return None
    names = listing(sorted(rows["name"]))
    return report.figure(
        _countries_map, rows[["iso3", "value"]],
        f"Applicant countries known by name, {found.year}", f"World map. Shaded: {names}.",
        note=worldmap.NOTE,
    )  # fmt: skip


def _countries_map(countries: pd.DataFrame) -> Axes:
    nowhere = pd.DataFrame(columns=["latitude", "longitude", "label", "kind"])
    return worldmap.world_map(nowhere, countries)


def projects_map(found: Selection | Programme) -> Fragment:
    """The cities of the selected projects on a map."""
    points = city_points(found.projects)
    cities = found.projects[["country", "city"]].drop_duplicates()
    names = listing(
        f"{city} ({category_label('country', iso3)})"
        for iso3, city in sorted(map(tuple, cities.to_numpy()), key=lambda pair: pair[1])
    )
    several = plural(len(cities), "city", "cities")
    countries = count(cities["country"].nunique(), "countries")
    return report.figure(
        worldmap.world_map, points, f"Projects in {several} of {countries}",
        f"World map. Marked: {names}.", note=worldmap.NOTE,
    )  # fmt: skip


def dates(found: Reception | Selection) -> Fragment:
    """The contest's dates of the year."""
    rows = found.calendar
    if rows.empty:
        return report.say(f"No dates of {found.year} are known.")
    rows = rows.assign(
        event=rows["event"].map(capital),
        when=[
            first if first == last else f"{first} to {last}"
            for first, last in zip(rows["first_day"], rows["last_day"], strict=True)
        ],
    )
    columns = {"event": "Event", "when": "When"}
    return tables.plain(rows, columns, f"Dates of {found.year}", _numbering(found))


def published_beside(found: Reception | Selection | Programme) -> Fragment:
    """Published figures beside the recomputed ones."""
    if found.beside.empty:
        if isinstance(found, Reception):
            return report.say(
                "The figures here are the published ones; no register was given to count from."
            )
        return report.say("No published figure stands beside these.")
    different = found.beside[found.beside["difference"] != 0]
    same = plural(len(found.beside) - len(different), "figure")
    text = f"{capital(same)} of {number(len(found.beside))} "
    text += f"{'is' if same.startswith('1 ') else 'are'} the same published and recomputed."
    return joined(
        report.say(text), tables.side_by_side(found.beside, "Published beside recomputed")
    )


# -- two years ---------------------------------------------------------------------------------


def _changes(rows: pd.DataFrame, dimension: str) -> Fragment:
    """The change by one dimension: sentence, two years as dots, and the table."""
    part = rows[rows["dimension"] == dimension] if len(rows) else rows
    if part.empty:
        return report.say(f"There is nothing to compare {_BY[dimension]}.")
    year, base_year = part["year"].iloc[0], part["base_year"].iloc[0]
    sentence = report.say(sentences.changes(part))
    known = part.dropna(subset=["change"])
    if known.empty:
        return sentence
    noun = "received" if part["stage"].iloc[0] == "reception" else "selected"
    table = tables.changes(
        part, f"Change in what was {noun}, {_BY[dimension]}, {base_year} to {year}"
    )
    return joined(
        sentence,
        report.figure(
            charts.dumbbells, known, captions.moved(part),
            captions.describe_changes(known), table,
        ),
    )  # fmt: skip


def changes(found: Comparison, stage: str, dimension: str) -> Fragment:
    """The change of one stage by one dimension."""
    return _changes(found.received if stage == "reception" else found.selected, dimension)


def totals_compared(found: Comparison) -> Fragment:
    """The totals of both stages in both years."""
    parts: list[Fragment | None] = []
    for frame, name in ((found.received, "Received"), (found.selected, "Selected")):
        if len(frame):
            rows = frame[frame["dimension"] == "total"]
            caption = f"{name}: {found.year} against {found.base_year}"
            parts += [
                report.say(
                    f"{name}: {sentences.change(frame)}",
                    *(found.incomplete if frame is found.selected else ()),
                ),
                tables.changes(rows, caption),
            ]
        else:
            years = f"both {found.base_year} and {found.year}"
            parts.append(report.say(f"{name}: there are no figures for {years}."))
    return joined(*parts)


def contributions(found: Comparison) -> Fragment:
    """How much of the total change in cases each region made."""
    rows = found.received if len(found.received) else found.selected
    noun = "received" if len(found.received) else "selected"
    rows = rows[(rows["dimension"] == "region") & (rows["measure"] == "cases")]
    rows = rows.dropna(subset=["contribution"])
    if rows.empty:
        return report.say("What each region contributed cannot be told: figures are missing.")
    unit = "cases" if noun == "received" else "projects"
    title = f"What each region contributed to the change in {unit} {noun}"
    parts = [
        f"{category_label('region', region)}: {signed(points, 1)} points"
        for region, points in zip(rows["category"], rows["contribution"], strict=True)
    ]
    table = tables.changes(rows, f"Contributions to the change in {unit} {noun}, by region")
    text = f"Diverging bars. {'; '.join(parts)}."
    return report.figure(charts.contributions, rows, title, text, table)


def moves(found: Comparison) -> Fragment:
    """Which countries entered and left the list of selected projects."""
    if found.moves.empty:
        return report.say("The selected projects of one of the years are not known.")
    rows = found.moves
    caption = f"Selected countries, {found.year} against {found.base_year}"
    table = tables.moves(rows, caption)
    sentence = sentences.entering(rows, found.year, found.base_year)
    return joined(report.say(sentence, *found.incomplete), table)


def comparability(found: Comparison) -> Fragment:
    """What has to be known before the two years are compared."""
    frames = [frame for frame in (found.received, found.selected) if len(frame)]
    lines = [line for frame in frames for line in sentences.comparability(frame)]
    return report.notes([*lines, *found.incomplete], "The two years have the same categories.")


def whole_series(found: Comparison | Programme) -> Fragment:
    """The totals through all the years, with gaps where nothing was published."""
    gaps = sorted(set(found.series.loc[found.series["value"].isna(), "year"]))
    text = "Every year has all its totals."
    if gaps:
        years = listing(map(str, gaps))
        text = f"For {years}, what was received was not published: a gap, not a zero."
    table = tables.series(found.series, "Totals through the years")
    return joined(
        report.say(text, *_incomplete_lists(found.series)),
        report.figure(
            charts.lines, found.series, captions.peak(found.series),
            captions.describe_series(found.series), table,
        ),
    )  # fmt: skip


def _incomplete_lists(series: pd.DataFrame) -> list[str]:
    first, last = int(series["year"].min()), int(series["year"].max())
    return evidence.caveats(first, last, ("selection",), incomplete=True)


# -- selection and programme -------------------------------------------------------------------


def project_list(found: Selection | Programme) -> Fragment:
    """The projects, a row each; those of several years open on a click."""
    caption = "Selected projects known by name"
    table = tables.projects(found.projects, caption, _numbering(found))
    if isinstance(found, Programme):
        return tables.folded(table, f"All {plural(len(found.projects), 'project')}")
    return table


def rate(found: Selection) -> Fragment:
    """Selection against reception."""
    return report.say(sentences.selection_rate(found.published, found.year))


def budgets(found: Selection) -> Fragment:
    """The budget of each project, as a range."""
    rows = found.budgets
    sentence = report.say(sentences.budget(found.projects))
    if rows.empty:
        return sentence
    billions = rows.assign(low=rows["low"] / 1e9, high=rows["high"] / 1e9)
    parts = [
        f"{label}: " + (f"up to {high:.1f}" if pd.isna(low) else f"{low:.1f} to {high:.1f}")
        for label, low, high in zip(
            billions["label"], billions["low"], billions["high"], strict=True
        )
    ]
    columns = {"label": "City", "low": "At least", "high": "At most"}
    table = tables.plain(billions, columns, "Budget of each project, billion won")
    text = f"Ranges in billion won. {'; '.join(parts)}."
    return joined(
        sentence, report.figure(charts.ranges, rows, "Budget of each project", text, table)
    )


def returning(found: Programme) -> Fragment:
    """Countries by years: who was selected when, and who came back."""
    rows = found.by_country
    wide = rows.pivot(index="category", columns="year", values="value").reset_index()
    wide["name"] = [category_label("country", iso3) for iso3 in wide["category"]]
    years = [column for column in wide.columns if isinstance(column, int)]
    shown = wide.rename(columns={year: str(year) for year in years}).fillna(0)
    columns = {"name": "Country"} | {str(year): str(year) for year in years}
    table = tables.plain(
        shown.sort_values("name"), columns, "Selected projects by country and year"
    )
    sentence = sentences.returning(rows)
    return joined(
        report.say(sentence),
        report.figure(
            charts.country_years, rows, "Countries that were selected, year by year",
            captions.describe_grid(rows), table,
        ),
    )  # fmt: skip


def regions(found: Programme) -> Fragment:
    """All projects of the span by region."""
    rows = found.regions
    whole = rows[rows["measure"] == "cases"]["value"].sum()
    labels, top = captions.leaders(rows)
    text = "No region has a project."
    if labels:
        has = "has" if len(labels) == 1 else "have"
        share = percent(top, whole)
        text = f"{listing(labels)} {has} the most projects: {number(top)}"
        text += f" of {number(whole)} ({share})."
    numbers = tables.regions(
        rows, f"Projects and countries by region, {found.first_year}–{found.last_year}"
    )
    return joined(
        report.say(text),
        report.figure(charts.bars, rows, captions.leading(rows), captions.describe(rows), numbers),
    )


def accumulated(found: Programme) -> Fragment:
    """Cumulative projects, countries and cities: recomputed from the list against published."""
    return joined(report.say(sentences.cumulative(found.beside)), published_beside(found))


# -- the end of every report ---------------------------------------------------------------------


def checks(found: Reception | Comparison | Selection | Programme) -> Fragment:
    """Every identity, with both sides and its verdict."""
    if found.checks.empty:
        return report.say("There is nothing to check.")
    hold = found.checks["verdict"] == "holds"
    parts = [report.say(sentences.verdicts(found.checks))]
    if not hold.all():
        order = found.checks[~hold].sort_values("verdict", ascending=False, kind="stable")
        parts.append(tables.checks(order, "Identities that fail or cannot be told"))
    if hold.any():
        table = tables.checks(found.checks[hold], "Identities that hold")
        parts.append(tables.folded(table, f"Identities that hold ({number(hold.sum())})"))
    return joined(*parts)


def caveats(found: Reception | Comparison | Selection | Programme) -> Fragment:
    """What a reader has to know before using a figure."""
    remarks = found.remarks if isinstance(found, Reception) else []
    return report.notes([*remarks, *found.caveats], "Nothing is known that limits these figures.")


def sources(found: Reception | Comparison | Selection | Programme) -> Fragment:
    """The sources of every figure shown, numbered, with links."""
    return report.sources(_cited(found))


def _numbering(found: Reception | Selection | Programme) -> dict[str, int]:
    return report.numbering(_cited(found))


def _cited(found: Reception | Comparison | Selection | Programme) -> list[str]:
    """Identifiers of all sources that the report draws on."""
    ids = [*found.tidy["sources"]]
    if isinstance(found, Reception):
        ids += [*found.applicants.get("source_id", [])]
    if isinstance(found, (Selection, Programme)):
        ids += [*found.projects["source_id"]]
    if isinstance(found, Comparison):
        listed = evidence.projects()
        both = listed["year"].isin([found.year, found.base_year])
        ids += [*listed.loc[both, "source_id"]]
    if isinstance(found, (Reception, Selection)):
        ids += [*found.calendar["source_id"]]
    return ids


def all_figures(found: Reception | Comparison | Selection | Programme, name: str) -> Fragment:
    """Every number of the report as CSV."""
    return report.tidy(found.tidy, name)
