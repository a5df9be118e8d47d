import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sample_registers import write_ods

from kcity_analysis.register import workbook_xml
from kcity_analysis.register.workbook_xml import extras_ods, extras_xlsx
from kcity_analysis.vocabulary.problems import InputError


def test_cells_that_only_have_a_format_do_not_make_a_sheet_too_large(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"].number_format = "0.0"
    book.save(tmp_path / "a.xlsx")
    assert extras_xlsx((tmp_path / "a.xlsx").read_bytes(), "a.xlsx") == {}


def test_the_cells_of_each_sheet_are_found_by_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "안내"
    book.create_sheet("접수 & 선정")["C2"] = "=A1"
    book.save(tmp_path / "a.xlsx")
    found = extras_xlsx((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert {name: extra.cells for name, extra in found.items()} == {"접수 & 선정": {(1, 2): "=A1"}}


def test_merged_ranges_of_ods_are_found(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", [["x", "a"], ["", "b"], ["", "c"]], {(0, 0): 3})
    (extra,) = extras_ods(path.read_bytes(), "a.ods").values()
    assert extra.merged == [((0, 0), (2, 0))]


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(2_000_000))
    monkeypatch.setattr(workbook_xml, "_MOST_BYTES", 1_000_000)
    with pytest.raises(InputError, match="unpacks to 2 MB"):
        extras_xlsx(out.getvalue(), "a.xlsx")
