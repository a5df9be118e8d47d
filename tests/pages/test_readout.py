"""What a notebook says of itself must be said once, and be harmless."""

import json
import re

import pytest
import sample_report
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kcity_analysis.pages import readout


def test_the_headline_is_the_one_the_notebook_shows():
    headline = readout.headline(sample_report.notebook())
    assert headline["title"] == "Applications received in 2021"
    assert [card["value"] for card in headline["cards"]] == ["111", "39", "49", "11 of 12"]


def test_without_a_headline_the_first_heading_is_the_title():
    notebook = new_notebook(
        cells=[new_markdown_cell("text"), new_markdown_cell("# Reception\n\nx")]
    )
    assert readout.headline(notebook) == {
        "title": "Reception", "description": "", "language": "en", "status": "", "points": [],
        "cards": [],
    }  # fmt: skip


def test_two_headlines_are_an_error():
    notebook = sample_report.notebook()
    notebook.cells.append(notebook.cells[3])
    with pytest.raises(ValueError, match="one headline, this has 2"):
        readout.headline(notebook)


def test_the_figures_are_the_one_csv_output():
    assert readout.figures_csv(sample_report.notebook()) == sample_report.CSV


@pytest.mark.parametrize("times", [0, 2])
def test_no_csv_or_two_are_an_error(times):
    csv = sample_report.show("<p>csv</p>", **{"text/csv": "a,b\n"})
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[csv]) for _ in range(times)])
    with pytest.raises(ValueError, match=f"this {times} times"):
        readout.figures_csv(notebook)


def figures(*lines: str):
    csv = "\n".join(["year,first_year,stage,dimension,category,measure,value", *lines]) + "\n"
    output = sample_report.show("<p>csv</p>", **{"text/csv": csv})
    return new_notebook(cells=[new_code_cell("x", outputs=[output])])


def test_a_thumbnail_is_the_totals_of_the_stage_that_the_report_says_most_about():
    found = figures(
        "2020,2020,selection,total,all,cases,12",
        "2021,2021,selection,total,all,cases,11",
        "2021,2020,selection,total,all,cases,23",
        "2021,2021,selection,region,Africa,cases,2",
        "2021,2021,selection,total,all,countries,11",
        "2022,2022,selection,total,all,cases,",
        "2021,2021,reception,total,all,cases,111",
    )
    expected = {"stage": "selection", "totals": {"2020": 12.0, "2021": 11.0}}
    assert json.loads(readout.thumbnail(found)) == expected


def test_without_figures_or_a_total_there_is_no_thumbnail():
    assert readout.thumbnail(new_notebook()) == ""
    assert readout.thumbnail(figures("2021,2021,reception,region,Africa,cases,2")) == ""


def test_a_picture_has_a_bar_a_year_one_marked_and_unfinished_years_as_outlines():
    drawn = readout.drawn({2022: 10.0, 2020: 12.0, 2021: 6.0}, 2021, {2022})
    # of at most 12, in a height of 46
    assert re.findall(r'height="(\d+)"', drawn) == ["46", "23", "38"]
    fills = re.findall(r"fill:([^;]+);stroke:([^;]+)", drawn)
    grey, marked = "var(--kc-neutral)", "var(--kc-accent)"
    assert fills == [(grey, grey), (marked, marked), ("none", grey)]


def test_one_total_is_no_picture_and_neither_are_totals_without_the_year_to_mark():
    assert readout.drawn({2021: 5.0}, 2021) == readout.drawn({}, None) == ""
    assert readout.drawn({2020: 5.0, 2021: 5.0}, 2022) == ""


@pytest.mark.parametrize(
    ("said", "status"), [("in progress", "in progress"), ("complete", ""), ("<b>", ""), (None, "")]
)
def test_the_status_of_a_year_is_said_where_not_all_of_it_is_known(said, status):
    headline = {"title": "a", "status": said}
    output = sample_report.show("<p>a</p>", **{readout.HEADLINE: headline})
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[output])])
    assert readout.headline(notebook)["status"] == status
