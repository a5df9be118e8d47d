"""What a notebook says of itself must be said once, and be harmless."""

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
    assert readout.headline(notebook) == {"title": "Reception", "description": "", "cards": []}


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


def test_a_thumbnail_draws_a_bar_for_each_count_of_the_first_breakdown_of_the_newest_year():
    drawn = readout.thumbnail(sample_report.notebook())
    # 49, 31, 15 and 16 of at most 49, in a height of 48
    assert [int(h) for h in readout.re.findall(r'height="(\d+)"', drawn)] == [48, 30, 15, 16]


def test_without_figures_there_is_no_thumbnail():
    assert readout.thumbnail(new_notebook()) == ""


def test_a_thumbnail_of_three_years_draws_their_totals_and_no_cumulative_count():
    lines = [
        f"{year},{year},selection,total,all,cases,{year - 2010}" for year in (2022, 2020, 2021)
    ]
    lines += ["2022,2020,selection,total,all,cases,99", "2022,2022,reception,total,all,cases,5"]
    csv = "\n".join(["year,first_year,stage,dimension,category,measure,value", *lines]) + "\n"
    output = sample_report.show("<p>csv</p>", **{"text/csv": csv})
    drawn = readout.thumbnail(new_notebook(cells=[new_code_cell("x", outputs=[output])]))
    assert [int(h) for h in readout.re.findall(r'height="(\d+)"', drawn)] == [40, 44, 48]
