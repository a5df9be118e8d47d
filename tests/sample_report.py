"""A small executed notebook with every kind of fragment that a report displays. Synthetic data.

The fragments are those that reports display: made by the same functions, of figures made up here.
"""

from __future__ import annotations

import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sample_figures import frame

from kcity_analysis import charts
from kcity_analysis.pages import Column, Fragment, Section, html, joined, numeric, parts, table
from kcity_analysis.reports import tables

FIGURES = frame(
    ("total", "all", "cases", 111), ("total", "all", "countries", 39),
    ("region", "New Southern", "cases", 49), ("region", "New Southern", "countries", 18),
    ("region", "New Northern", "cases", 31), ("region", "New Northern", "countries", 9),
    ("region", "Central and South America", "cases", 15),
    ("region", "Central and South America", "countries", 6),
    ("region", "not itemised", "cases", 16, "derived"),
)  # fmt: skip
FIGURES = FIGURES.assign(least=FIGURES["value"], most=FIGURES["value"])
REGIONS = FIGURES[FIGURES["dimension"] == "region"]
TOTAL = FIGURES[FIGURES["dimension"] == "total"]

CHECKS = pd.DataFrame(
    [
        ("regions make the total", 111, "4 regions together", "must equal", 111, "holds"),
        ("fields make their type", 27, "5 fields together", "must equal", 40, "fails"),
        (
            "types cover the countries",
            float("nan"),
            "3 types",
            "at least",
            39,
            "cannot be determined",
        ),
    ],
    columns=["identity", "left", "left_name", "relation", "right", "verdict"],
).assign(right_name="total", year=2021, stage="reception", subject="cases", note="")

CITIES = pd.DataFrame(
    [
        {
            "city": f"City {n:02d}",
            "country": f"Country {n % 7}",
            "cases": float(n),
            "share": n / 18.3,
        }
        | {f"in_{year}": float(n % (year - 2010)) for year in range(2014, 2020)}
        for n in range(1, 61)
    ]
)

CARDS = [
    ("Cases received", "111", "+31 (+38.8 %) on 2020"),
    ("Countries", "39", "+16 on 2020"),
    ("Largest region", "49", "New Southern, 44.1 % of all cases"),
    ("Checks that passed", "11 of 12", "one cannot be determined"),
]
HEADLINE = parts.headline(
    "Applications received in 2021",
    "111 cases from 39 countries, 31 cases more than the year before. Synthetic example.",
    CARDS,
)
CSV = parts.tidy(FIGURES, "sample").data["text/csv"]


def regions() -> Section:
    """Sentence, chart with its numbers, and table."""
    return Section(
        "by-region",
        parts.say(
            "New Southern countries filed 49 of 111 cases (44.1 %), New Northern ones 31 and "
            "Central and South American ones 15; the releases of the ministry (국토교통부) do not "
            "itemise the other 16."
        ),
        parts.figure(
            charts.bars,
            REGIONS,
            "New Southern countries filed the most",
            "Bars. New Southern 49, New Northern 31, Central and South America 15.",
            tables.breakdown(REGIONS, TOTAL, "Cases by region", {}, "en"),
            "A country counts once in each region it applied from.",
        ),
        tables.breakdown(REGIONS, TOTAL, "Applications received, 2021, by region", {}, "en"),
        frame=REGIONS,
    )


def cities() -> Fragment:
    """A long table, too wide for a phone, and one that fits it."""
    columns = [Column("city", "City"), Column("country", "Country"), numeric("cases", "Cases")]
    columns += [numeric(f"in_{year}", f"Cases in {year}") for year in range(2014, 2020)]
    narrow = table(CITIES.head(3), [columns[0], columns[2]], "Three cities (synthetic)")
    return joined(table(CITIES, columns, "Applications by city (synthetic)"), narrow)


def show(fragment: object, **other: object) -> NotebookNode:
    """An output, as JupyterLab stores what displays itself; or HTML written by hand."""
    if isinstance(fragment, str):
        data = {"text/html": fragment, "text/plain": "<fragment>", **other}
    else:
        data = fragment._repr_mimebundle_()
    return new_output("display_data", data)


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    cell = new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})
    cell.id = f"c{abs(hash(source)) % 10**8}"
    return cell


def notebook() -> NotebookNode:
    return new_notebook(
        cells=[
            new_markdown_cell("# Reception\n\nChange `year` below and run all cells."),
            code(
                "year: int = 2021  # year of the contest\nregister: str = ''  # a file, optional",
                tags=("parameters",),
            ),
            code("year = 2021", tags=("injected-parameters",)),
            code(
                "import kcity_analysis as kc  # everything the report says\n"
                "found = kc.reception(year, register)\nfound.headline()",
                show(HEADLINE),
            ),
            new_markdown_cell("## By region\n\nRegions are the programme's own, not continents."),
            code('found.by("region")', show(regions())),
            new_markdown_cell("## What was checked"),
            code("found.checks()", show(tables.checks(CHECKS, "Identities that must hold", "en"))),
            new_markdown_cell("## Every city"),
            code("found.cities()", show(cities())),
            new_markdown_cell("## Sources"),
            code("found.sources()", show(parts.sources(["asiae-2021-06-23"]))),
            code("found.figures()", show(parts.tidy(FIGURES, "sample"))),
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
