"""An analyst exports the notebook at hand as the same page that the batch makes."""

from importlib.metadata import entry_points

import sample_report

from kcity_analysis.pages import html
from kcity_analysis.pages.exporter import ReportExporter


def test_nbconvert_and_jupyterlab_find_the_exporter():
    (found,) = entry_points(group="nbconvert.exporters", name="kcity")
    assert found.load() is ReportExporter
    assert ReportExporter.export_from_notebook  # its name in the Export menu


def test_an_exported_page_is_the_page_of_the_report():
    page, resources = ReportExporter().from_notebook_node(sample_report.notebook())
    made = html.Provenance("Reception", {"year": 2021, "register": ""})
    assert page == html.render_report(sample_report.notebook(), provenance=made)
    assert resources["output_extension"] == ".html"
