"""A page prints what a reader needs of a notebook and nothing that only its author needs."""

import pytest
import sample_report
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kcity_analysis.pages import prepare


def prepared(*cells, code="toggle", **parameters):
    return prepare.prepare(new_notebook(cells=list(cells)), code, parameters)


def outputs(*given):
    notebook, _ = prepared(new_code_cell("x", outputs=list(given)))
    return notebook.cells[0].outputs


def test_the_contents_list_has_every_second_level_heading_once():
    _, contents = prepared(
        new_markdown_cell("# Title"),
        new_markdown_cell("## By `region`\n\ntext"),
        new_markdown_cell("```\n## no heading\n```"),
        new_markdown_cell("## Notes\n\n## Notes"),
    )
    assert contents == [
        ("by-region", "By region"),
        ("notes", "Notes"),
        ("notes-2", "Notes"),
    ]


def test_the_first_heading_is_the_title_of_the_page_and_the_text_below_it_is_kept():
    notebook, contents = prepared(new_markdown_cell("# Title\n\nWhat *this* says.\n\n## Part"))
    assert "<p>What <em>this</em> says.</p>" in notebook.cells[0].source
    assert "Title" not in notebook.cells[0].source
    assert contents == [("part", "Part")]
    assert prepared(new_markdown_cell("# Title"))[0].cells == []


def test_injected_parameters_and_lab_only_cells_are_left_out():
    tagged = [
        new_code_cell("secret = 1", metadata={"tags": [tag]})
        for tag in ("injected-parameters", "lab-only", "papermill-error-cell-tag")
    ]
    notebook, _ = prepared(*tagged)
    assert notebook.cells == []


def test_the_parameters_cell_shows_the_values_of_this_run():
    source = "year: int = 2021  # year\nregister: str = ''  # a file\nother = 1"
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    notebook, _ = prepared(cell, year=2020, register="a.csv")
    text = prepare.re.sub("<[^>]*>", "", notebook.cells[0].source).replace("&#x27;", "'")
    assert text == "year: int = 2020  # year\nregister: str = 'a.csv'  # a file\nother = 1"


def test_without_code_no_cell_has_a_source():
    notebook, _ = prepare.prepare(sample_report.notebook(), "none", {})
    assert {cell.source for cell in notebook.cells if cell.cell_type == "code"} == {""}


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stderr", text="/home/kim/x.py:3: UserWarning"),
        sample_report.show("<style class='kc-lab'>p{}</style>"),
        sample_report.show("x", **{prepare.HEADLINE: {"title": "x"}}),
    ],
    ids=["warnings", "style of JupyterLab", "headline"],
)
def test_what_the_page_says_otherwise_or_not_at_all_is_left_out(output):
    assert outputs(output) == []


def test_an_error_keeps_its_message_and_loses_its_traceback():
    error = new_output(
        "error", ename="KeyError", evalue="'a'", traceback=["----> 1 secret_source()"]
    )
    assert "secret_source" not in str(outputs(error))
    assert outputs(error)[0].evalue == "'a'"


def test_a_result_is_printed_like_a_displayed_object():
    result = new_output("execute_result", {"text/plain": "2"}, execution_count=1)
    assert outputs(result)[0].data == {"text/plain": "2"}


def test_a_frame_of_pandas_becomes_a_table_that_scrolls():
    html = '<div><style scoped>x</style><table border="1" class="dataframe"><tr></tr></table></div>'
    (output,) = outputs(sample_report.show(html))
    assert '<div class="kc-scroll" role="region" aria-label="Table">' in output.data["text/html"]
    assert "style" not in output.data["text/html"]


def test_a_picture_has_its_alternative_text():
    png = {"image/png": "aGVsbG8="}
    (output,) = outputs(new_output("display_data", png, metadata={"image/png": {"alt": "A & B"}}))
    assert output.data["text/html"] == (
        '<img src="data:image/png;base64,aGVsbG8=" alt="A &amp; B">'
    )


def test_source_is_escaped_and_marked():
    assert prepare.highlight("if a < 'b':  # c") == (
        "<b>if</b> a &lt; <u>&#x27;b&#x27;</u>:  <i># c</i>"
    )
