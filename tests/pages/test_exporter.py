"""An analyst exports the notebook at hand as the same page that the batch makes."""

import re
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
import sample_report
from nbconvert.nbconvertapp import NbConvertApp
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kcity_analysis.pages import html
from kcity_analysis.pages.exporter import ReportExporter

PROJECT = Path(__file__).parents[2]


def test_nbconvert_and_jupyterlab_find_the_exporter():
    (found,) = entry_points(group="nbconvert.exporters", name="kcity")
    assert found.load() is ReportExporter


def test_the_guide_calls_the_menu_entry_as_jupyterlab_does():
    # JupyterLab shows the entry point's name with a capital, whatever the exporter calls itself.
    entry = "kcity".capitalize()
    assert ReportExporter.export_from_notebook == entry
    guide = (PROJECT / "notebooks" / "START.md").read_text("utf-8")
    assert f"Save and Export Notebook As → {entry}*" in guide


def test_an_exported_page_is_the_page_of_the_report():
    page, resources = ReportExporter().from_notebook_node(sample_report.notebook())
    made = html.Provenance("Reception", {"year": 2021, "register": ""})
    assert page == html.render_report(sample_report.notebook(), provenance=made)
    assert resources["output_extension"] == ".html"


@pytest.fixture
def exported(tmp_path, monkeypatch):
    """What ``jupyter nbconvert --to kcity`` makes of cells with these options."""
    monkeypatch.chdir(tmp_path)

    def export(cells, *options):
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "a.ipynb")
        app = NbConvertApp()
        app.initialize(["--to", "kcity", "--log-level", "ERROR", *options, "a.ipynb"])
        app.start()
        return (tmp_path / "a.html").read_text("utf-8")

    return export


@pytest.fixture
def run():
    done = sample_report.code("found.shown()", sample_report.show("<p>eleven</p>"), tags=("mine",))
    return [new_markdown_cell("# A\n"), new_markdown_cell("## Part"), done]


def test_no_input_leaves_the_sources_out(exported, run):
    assert "found" in exported(run)
    page = exported(run, "--no-input")
    assert "found" not in page and "<p>eleven</p>" in page and "kc-code" not in body(page)


def test_cells_with_a_tag_can_be_removed(exported, run):
    page = exported(run, "--TagRemovePreprocessor.remove_cell_tags=mine")
    assert "eleven" not in page and '<h2 id="part">' in page


def test_outputs_with_a_tag_can_be_removed(exported, run):
    page = exported(run, "--TagRemovePreprocessor.remove_all_outputs_tags=mine")
    assert "eleven" not in page and "found" in page


@pytest.mark.slow
def test_execute_runs_the_notebook_first_and_once(exported):
    cells = [new_markdown_cell("# A"), new_code_cell("print('computed', 6 * 7)")]
    page = exported(cells, "--execute")
    assert page.count("computed 42") == 1


def test_a_notebook_that_was_not_run_is_a_page_that_says_so_and_has_no_headings(exported):
    cells = [new_markdown_cell("# A"), new_markdown_cell("## Part"), new_code_cell("x")]
    page = exported(cells)
    assert "This notebook was not run: it has no figures to show." in page
    assert "Part" not in page and "<h1>A</h1>" in page


def test_a_committed_notebook_with_the_outputs_that_nbval_compares_was_not_run_either(exported):
    notebook = nbformat.read(PROJECT / "notebooks" / "reception.ipynb", 4)
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert "This notebook was not run" in exported(notebook.cells)


def test_a_notebook_without_code_is_a_page_of_its_text(exported):
    assert "<p>text</p>" in exported([new_markdown_cell("# A"), new_markdown_cell("text")])


def body(page):
    return re.search("<body>(.*)</body>", page, re.DOTALL)[1]
