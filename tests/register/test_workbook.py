import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from sample_registers import write_ods, write_xls, write_xlsx

from kcity_analysis.register.headings import heading_count
from kcity_analysis.register.sheets import Sheet, read_sheets
from kcity_analysis.vocabulary.problems import InputError


def _sheets(data: bytes | Path, folder: Path | None = None) -> list[Sheet]:
    path = data if isinstance(data, Path) else folder / "a.book"
    if isinstance(data, bytes):
        path.write_bytes(data)
    return read_sheets(path, heading_count)


def _rows(data: bytes | Path, folder: Path | None = None) -> list[list[str]]:
    """The rows of the last sheet."""
    return _sheets(data, folder)[-1].head


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_numbers_days_and_truths_become_text(tmp_path: Path) -> None:
    row = [2021, 1.5, date(2021, 3, 5), datetime(2021, 3, 5, 14, 30), True, "NA", None, "x"]
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [row]})
    grid = _rows(path)
    assert grid == [["2021", "1.5", "2021-03-05", "2021-03-05 14:30:00", "TRUE", "NA", "", "x"]]


def test_blank_rows_and_columns_keep_their_numbers(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [[], [], [None, None, "C3"]]})
    grid = _rows(path)
    assert grid[2][2] == "C3"


def test_vertically_merged_cells_are_filled_and_horizontal_ones_not(tmp_path: Path) -> None:
    rows = [["title", None, None], ["VNM", "a", "x"], [None, "b", None], [None, None, "z"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"s": rows}, {"s": ["A1:C1", "A2:A3"]})
    grid = _rows(path)
    assert grid == [["title", "", ""], ["VNM", "a", "x"], ["VNM", "b", ""], ["", "", "z"]]


def test_merged_cells_are_filled_in_xls_and_ods(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    sheet.write_merge(0, 1, 0, 0, "VNM")
    sheet.write(1, 1, "b")
    book.save(str(tmp_path / "a.xls"))
    xls = _rows(tmp_path / "a.xls")
    assert [row[0] for row in xls] == ["VNM", "VNM"]
    ods_path = write_ods(tmp_path / "a.ods", [["VNM", "a"], ["", "b"], ["LAO", "c"]], {(0, 0): 2})
    ods = _rows(ods_path)
    assert ods == [["VNM", "a"], ["VNM", "b"], ["LAO", "c"]]


def test_a_formula_gives_its_result_and_without_one_itself(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [["x", "=1+1"]]})
    grid = _rows(path)
    assert grid == [["x", "=1+1"]]
    for value, text in [(b"<v>2</v>", "2"), (b"", "=1+1")]:
        computed = _replaced(path, b"<f>1+1</f><v></v>", b"<f>1+1</f>" + value)
        grid = _rows(computed, tmp_path)
        assert grid == [["x", text]]


def _replaced(path: Path, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
                assert old in data
                data = data.replace(old, new)
            target.writestr(name, data)
    return out.getvalue()


def test_an_error_in_a_cell_is_not_lost(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [["x", "#N/A"], ["y", "#REF!"]]})
    grid = _rows(path)
    assert grid == [["x", "#N/A"], ["y", "#REF!"]]


def test_an_error_in_an_xls_file_is_not_lost(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("안내").write(0, 0, "x")
    sheet = book.add_sheet("접수")
    sheet.write(0, 0, "국가")
    sheet.row(2).set_cell_error(1, 0x2A)
    book.save(str(tmp_path / "a.xls"))
    grid = _rows(tmp_path / "a.xls")
    assert grid[2][1] == "#N/A"


def test_errors_and_uncomputed_formulas_in_an_ods_file_are_not_lost(tmp_path: Path) -> None:
    data = _ods(
        "<table:table-row>"
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
        '<table:table-cell table:formula="of:=[.A1]"/>'
        '<table:table-cell office:value-type="string"><text:p>z</text:p></table:table-cell>'
        "</table:table-row>"
    )
    grid = _rows(data, tmp_path)
    assert grid == [["#DIV/0!", "=[.A1]", "z"]]


def _ods(rows: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="s">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zip(
        **{
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": content.encode(),
        }
    )


def test_stray_cells_at_the_far_corner_are_refused_before_they_fill_the_memory(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = "y"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="stray cells"):
        _sheets(tmp_path / "a.xlsx")


def test_a_sheet_that_repeats_its_cells_without_end_is_refused(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"/>'
        "</table:table-row>"
    )
    with pytest.raises(InputError, match="too many"):
        _sheets(_ods(row), tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        _zip(),
        _zip(**{"readme.txt": b"no workbook"}),
        _zip(**{"content.xml": b"<a"}),
        _zip(**{"xl/workbook.xml": b"<a/>"}),
        b"PK\x03\x04 and no more",
    ],
)
def test_a_zip_that_is_no_workbook_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workbook"):
        _sheets(data, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_truncated_workbook_is_refused_quietly(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [["국가", "연도", "사업유형"], ["베트남", "2021", "해외실증형"]]
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        write_xlsx(path, {"s": rows})
    elif kind == "xls":
        write_xls(path, rows)
    else:
        write_ods(path, rows, {})
    data = path.read_bytes()
    for end in range(8, len(data) - 1, max(1, len(data) // 60)):
        try:
            _sheets(data[:end], tmp_path)
        except InputError as error:
            assert "\n" not in str(error)
    assert capfd.readouterr().err == ""


def test_a_size_that_a_damaged_workbook_states_is_not_believed(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["국가", "연도"], ["베트남", "2021"]])
    data = bytearray(path.read_bytes())
    # DIMENSIONS: the last row and column that the sheet says it has
    at = data.index(b"\x00\x02\x0e\x00\x00\x00\x00\x00")
    data[at + 8 : at + 12] = b"\xff\xff\xff\x7f"
    data[at + 14 : at + 16] = b"\xff\xff"
    assert _rows(bytes(data), tmp_path) == [["국가", "연도"], ["베트남", "2021"]]


def test_a_reader_that_ends_takes_nothing_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [["국가", "연도"]]})
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(InputError, match="damaged"):
        _sheets(path)
