"""A workbook has a sheet a table, with its title and note, and everything in it is what it is."""

import openpyxl
import pandas as pd
import pytest

from kcity_analysis.pages import WorkbookSheet, write_workbook
from kcity_analysis.vocabulary import InputError

SHOWN = pd.DataFrame(
    {
        "Region": ["South", "North", "All"],
        "Cases": ["1,234", "5 to 18", "n.p."],
        "Change": ["+38.8 %", "−4", "–"],
        "Year": ["2021", "2021", "2021"],
    }
)
TABLE = WorkbookSheet("Cases by region", SHOWN, "A note.", frozenset({1, 2}))


@pytest.fixture
def book(tmp_path):
    def write(*sheets, **options):
        path = write_workbook(tmp_path / "a.xlsx", "A workbook", sheets, **options)
        return openpyxl.load_workbook(path)

    return write


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


def test_each_table_has_a_sheet_with_its_title_its_note_and_nothing_beside_it(book):
    contents, table = book(TABLE, notes=["One thing."]).worksheets
    assert [row[0].value for row in contents.iter_rows(max_row=3)] == [
        "A workbook", "Each of the other sheets has one table.", "One thing.",
    ]  # fmt: skip
    assert [cell.value for cell in contents[5]] == ["Table 1", "Cases by region"]
    assert contents["A5"].hyperlink.location == "'Table 1'!A1"
    assert (table["A1"].value, table["A2"].value) == ("Cases by region", "A note.")
    assert not table.merged_cells.ranges and table.freeze_panes == "A4"
    assert cells(table)[0] == ["Region", "Cases", "Change", "Year"]


def test_a_number_in_words_is_a_number_that_looks_as_it_did_and_a_range_stays_as_it_is(book):
    _, table = book(TABLE).worksheets
    assert cells(table)[1:] == [
        ["South", 1234, 38.8, "2021"],
        ["North", "5 to 18", -4, "2021"],
        ["All", "n.p.", "–", "2021"],
    ]
    assert table["B4"].number_format == "#,##0"
    assert table["C4"].number_format == '+#,##0.0" %";-#,##0.0" %";#,##0.0" %"'


def test_what_is_not_known_and_what_nothing_limits_is_an_empty_cell(book):
    frame = pd.DataFrame({"value": pd.array([1, None, 3], "Int64"), "most": [2.5, float("inf"), 4]})
    _, table = book(WorkbookSheet("t", frame)).worksheets
    assert cells(table)[1:] == [[1, 2.5], [None, None], [3, 4]]


def test_no_text_becomes_a_formula_wherever_it_stands(book):
    evil = "=HYPERLINK(1)"
    frame = pd.DataFrame({evil: [evil, "\x00a", "+1+1"]}, index=pd.Index(["@x"] * 3, name=evil))
    for sheet in book(WorkbookSheet(evil, frame, evil), notes=[evil]).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert not str(cell.value).startswith(("=", "+", "@", "\x00"))


def test_headings_are_texts_each_once_and_the_rows_names_stand_before_them(book):
    frame = pd.DataFrame([[1, 2, 3]], columns=["a", "a", ""], index=pd.Index(["x"], name="who"))
    columns = pd.MultiIndex.from_tuples([("2020", "least"), ("2020", "most")])
    wide = pd.DataFrame([[1, 2]], columns=columns)
    _, table, two = book(WorkbookSheet("t", frame), WorkbookSheet("t", wide)).worksheets
    assert cells(table) == [["who", "a", "a (2)", "–"], ["x", 1, 2, 3]]
    assert cells(two) == [["2020, least", "2020, most"], [1, 2]]


def test_a_workbook_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        write_workbook(tmp_path / "no" / "a.xlsx", "t", [TABLE])
    assert list(tmp_path.iterdir()) == []


def test_a_korean_workbook_speaks_korean(book):
    contents, table = book(TABLE, language="ko").worksheets
    assert (contents.title, table.title) == ("목차", "표 1")
