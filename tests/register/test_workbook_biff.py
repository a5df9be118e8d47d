from pathlib import Path

import xlwt
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.register.workbook_biff import extras_xls


def test_errors_are_found_on_their_sheet_and_cell(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Guide").write(0, 0, "x")
    sheet = book.add_sheet("접수")
    sheet.row(2).set_cell_error(1, 0x2A)
    sheet.row(3).set_cell_error(0, 0x07)
    sheet.row(3).set_cell_boolean(1, True)
    book.save(str(tmp_path / "a.xls"))
    found = extras_xls((tmp_path / "a.xls").read_bytes())
    assert {name: extra.cells for name, extra in found.items()} == {
        "Guide": {},
        "접수": {(2, 1): "#N/A", (3, 0): "#DIV/0!"},
    }


@given(st.binary(max_size=2000))
def test_a_file_that_does_not_hold_together_has_none(data: bytes) -> None:
    assert all(not extra.cells for extra in extras_xls(data).values())
