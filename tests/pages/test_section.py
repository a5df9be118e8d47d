"""A section shows itself, and gives its parts for other uses, in the style of the house."""

import io

import matplotlib.pyplot as plt
import openpyxl
import pandas as pd
import pytest
from PIL import Image

import kcity_analysis as kc
from kcity_analysis.pages import Section, parts
from kcity_analysis.vocabulary import InputError


@pytest.fixture(scope="module")
def section() -> Section:
    return kc.reception(2021).by("region")


def test_a_section_is_its_sentence_its_chart_and_its_table_together(section):
    assert "New Southern has the most cases: 35 of 111" in section.sentence
    html = section._repr_mimebundle_()["text/html"]
    assert html.count("<svg") == html.count("<table") == 1
    assert html.index(section.sentence[:30]) < html.index("<svg") < html.index("<table")


def test_its_frame_has_the_figures_that_it_shows(section):
    cases = section.frame.query("measure == 'cases'").set_index("category")["value"]
    assert cases[["New Southern", "New Northern", "not itemised"]].tolist() == [35, 33, 24]


def test_its_table_alone_has_no_chart(section):
    assert section.table.html.count("<table") == 1
    assert "<svg" not in section.table.html


def test_its_chart_is_opaque_holds_its_labels_and_leaves_nothing_open(section):
    figure = section.chart(title="Applications by region")
    assert plt.get_fignums() == []
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=100)
    image = Image.open(written).convert("RGBA")
    assert image.getextrema()[3] == (255, 255)
    edges = [image.crop(box) for box in _edges(image)]
    assert [edge.convert("L").getextrema() for edge in edges] == [(255, 255)] * 4


def _edges(image):
    width, height = image.size
    return (
        (0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height),
        (width - 1, 0, width, height),
    )  # fmt: skip


def test_what_it_shows_is_saved_as_a_picture_or_as_figures(section, tmp_path):
    with Image.open(section.save(tmp_path / "slide.png")) as image:
        assert image.size[0] > 1000
    assert section.save(tmp_path / "slide.svg").read_text("utf-8").count("</svg>") == 1
    frame = pd.read_csv(section.save(tmp_path / "slide.csv"))
    assert frame["value"].sum() == section.frame["value"].sum()
    contents, table, data = openpyxl.load_workbook(section.save(tmp_path / "slide.xlsx")).worksheets
    assert contents["A1"].value == "Applications by region, 2021"
    assert table["A1"].value == "Applications and countries by region, 2021"
    assert data.max_row == len(section.frame) + 3  # under a title, a note and the headings
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "slide.csv", "slide.png", "slide.svg", "slide.xlsx",
    ]  # fmt: skip


def test_a_kind_of_file_that_it_does_not_write_is_named_with_those_it_does(section, tmp_path):
    with pytest.raises(InputError, match=r"slide\.docx.*\.png.*\.xlsx"):
        section.save(tmp_path / "slide.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_section_of_words_has_no_chart_and_says_so():
    words = Section("dates", parts.say("No dates of 2031 are known."))
    assert words.table is None
    with pytest.raises(InputError, match="dates has no chart"):
        words.chart()


def test_no_formula_is_saved(tmp_path):
    evil = Section("x", frame=pd.DataFrame({"note": ["=HYPERLINK(1)", "＝1+1", "\n=1"]}))
    _, sheet = openpyxl.load_workbook(evil.save(tmp_path / "x.xlsx")).worksheets
    assert [row[0].data_type for row in sheet.iter_rows(min_row=4)] == ["s"] * 3
    assert all(str(row[0].value).startswith("'") for row in sheet.iter_rows(min_row=4))
