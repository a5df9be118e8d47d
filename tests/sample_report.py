"""A small executed notebook with every kind of fragment that a report displays. Synthetic data."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kcity_analysis import charts
from kcity_analysis.charts import typeface
from kcity_analysis.charts.svg import inline_svg
from kcity_analysis.pages import html, style

REGIONS = [
    ("New Southern", "published", 49, 18, "20.5"),
    ("New Northern", "published", 31, 9, "−12.5"),
    ("Central and South America", "published", 15, 6, "50.0"),
    ("not itemised", "derived", 16, 6, "n.p."),
]


def chart(rows: list[tuple[str, str, int, int, str]] = REGIONS) -> str:
    """A bar chart of the cases."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    with mpl.rc_context(charts.STYLE), typeface.drawing():
        figure, axes = plt.subplots(figsize=(6, 2), layout="constrained")
        bars = axes.barh([row[0] for row in rows], [row[2] for row in rows], color=charts.ACCENT)
        axes.bar_label(bars, padding=4, color=charts.INK)
        axes.invert_yaxis()
        axes.set(xticks=[])
        svg = inline_svg(figure, "Cases by region, 2021", "Bars. New Southern 49, New Northern 31.")
        plt.close(figure)
    return svg


def table(rows: list[tuple[str, str, int, int, str]] = REGIONS, caption: str = "") -> str:
    caption = caption or "Applications received, 2021, by region"
    body = ""
    for name, basis, cases, countries, change in rows:
        cell = (
            f'<td class="num">{change}</td>'
            if change != "n.p."
            else '<td class="num missing"><abbr title="not published">n.p.</abbr></td>'
        )
        body += (
            f'<tr><th scope="row">{name}</th><td class="num">{cases}</td>'
            f'<td class="num">{countries}</td>{cell}'
            f'<td><span class="kc-basis {basis}">{basis}</span></td></tr>'
        )
    return (
        f'<div class="kc-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="kc-table"><caption>{caption} <small>(cases and countries)</small></caption>'
        '<thead><tr><th scope="col">Region</th><th scope="col" class="num">Cases</th>'
        '<th scope="col" class="num">Countries</th><th scope="col" class="num">Change, %</th>'
        f'<th scope="col">Basis</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def figure() -> str:
    return (
        f'<figure class="kc-figure">{chart()}<figcaption>Bars show cases; a country counts once in '
        "each region it applied from.</figcaption><details><summary>The numbers</summary>"
        f"{table(caption='Cases by region')}</details></figure>"
    )


CSV = (
    "year,first_year,stage,dimension,category,measure,value,basis\n"
    "2021,2021,reception,total,all,cases,111,published\n"
    "2021,2021,reception,region,New Southern,cases,49,published\n"
    "2021,2021,reception,region,New Northern,cases,31,published\n"
    "2021,2021,reception,region,not itemised,cases,31,derived\n"
)

CARDS = [
    {"label": "Cases received", "value": "111", "note": "+31 (+38.8 %) on 2020"},
    {"label": "Countries", "value": "39", "note": "+16 on 2020"},
    {"label": "Largest region", "value": "49", "note": "New Southern, 44.1 % of all cases"},
    {"label": "Checks that hold", "value": "11 of 12", "note": "one cannot be told"},
]


def show(fragment: str, **other: object) -> NotebookNode:
    data = {"text/html": fragment, "text/plain": "<fragment>", **other}
    return new_output("display_data", data)


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    cell = new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})
    cell.id = f"c{abs(hash(source)) % 10**8}"
    return cell


def say(text: str) -> NotebookNode:
    return show(f'<p class="kc-say">{text}</p>')


def notebook() -> NotebookNode:
    headline = {
        "title": "Applications received in 2021",
        "description": "111 cases from 39 countries, 31 cases more than the year before. "
        "Synthetic example.",
        "cards": CARDS,
    }
    checks = "".join(
        f'<tr><th scope="row">{name}</th><td><span class="kc-verdict {verdict}">'
        f"{verdict.replace('-', ' ')}</span></td></tr>"
        for name, verdict in [
            ("Regions add up to the total", "holds"),
            ("Fields add up to their type", "fails"),
            ("Types add up to the countries", "cannot-be-told"),
        ]
    )
    sources = (
        '<ol class="kc-sources"><li id="src-a">Ministry of Land, Infrastructure and Transport, '
        '<a href="https://example.org/a" rel="noreferrer">Reception of the contest 국토교통부</a>, '
        "27 April 2021.</li></ol>"
    )
    long_rows = [(f"City {n:02d}", "recomputed", n, n % 7, str(n / 2)) for n in range(1, 61)]
    return new_notebook(
        cells=[
            new_markdown_cell("# Reception\n\nChange `year` below and run all cells."),
            code(
                "year: int = 2021  # year of the contest\nregister: str = ''  # a file, optional",
                tags=("parameters",),
            ),
            code("year = 2021", tags=("injected-parameters",)),
            code(
                "import kcity_analysis as kcity  # everything the report says\n"
                "report = kcity.reception(year, register)\nreport.headline",
                show(f'<style class="kc-lab">{style.lab_css()}</style>'),
                show("<p>cards</p>", **{html.HEADLINE: headline}),
            ),
            new_markdown_cell("## By region\n\nRegions are the programme's own, not continents."),
            code(
                "report.regions.sentence",
                say(
                    "<strong>New Southern countries filed 49 of 111 cases</strong> (44.1 %), New "
                    "Northern ones 31 and Central and South American ones 15; the releases do not "
                    'itemise the other 16 <a href="#src-a">[1]</a>.'
                ),
            ),
            code("report.regions.chart", show(figure())),
            code("report.regions.table", show(table())),
            new_markdown_cell("## What was checked"),
            code(
                "report.checks",
                show(
                    '<div class="kc-scroll" tabindex="0" role="region" aria-label="Checks">'
                    '<table class="kc-table"><caption>Identities that must hold</caption><thead>'
                    '<tr><th scope="col">Check</th><th scope="col">Verdict</th></tr></thead>'
                    f"<tbody>{checks}</tbody></table></div>"
                ),
            ),
            new_markdown_cell("## Every city"),
            code("report.cities", show(table(long_rows, "Applications by city (synthetic)"))),
            new_markdown_cell("## Sources"),
            code("report.sources", show(sources)),
            code("report.figures", show("<p>csv</p>", **{"text/csv": CSV})),
        ],
        metadata={"papermill": {"parameters": {"year": 2021, "register": ""}}},
    )


PROVENANCE = html.Provenance(
    report="reception",
    parameters={"year": 2021, "register": ""},
    built_on="2021-06-23",
    versions={"kcity-analysis": "0.1.0", "pandas": "3.1.0"},
    inputs=(("published_figures.csv", "a" * 64), ("selected_projects.csv", "b" * 64)),
)
