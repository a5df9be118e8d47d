from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_registers import HEADINGS, ROWS, csv_text

from kcity_analysis.register.delimited import encoding_of, read_delimited
from kcity_analysis.register.headings import heading_count
from kcity_analysis.vocabulary.problems import InputError


def _rows(data: bytes, folder: Path) -> list[list[str]]:
    """The rows of a file with these bytes, without the padding at the end of each."""
    path = folder / "register.csv"
    path.write_bytes(data)
    sheet = read_delimited(path, path.name, heading_count)
    rows: list[list[str]] = []
    for piece in sheet.pieces:
        assert piece.first == len(rows) + 1
        columns = [column.to_pylist() for column in piece.columns]
        rows += [[column[at] for column in columns] for at in range(piece.length)]
    while rows and any(rows) and not any(row[-1:] != [""] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_register_is_read_in_every_encoding_and_with_every_separator(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    data = csv_text([HEADINGS, *ROWS], delimiter).encode(encoding)
    assert _rows(data, tmp_path) == [HEADINGS, *ROWS]


def test_syllables_that_only_cp949_has_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("국가,뷁".encode("cp949"))
    assert encoding_of(tmp_path / "a.csv", "a.csv") == "cp949"


def test_the_separator_is_the_one_that_shows_headings_not_the_most_frequent(tmp_path: Path) -> None:
    rows = [["a, b, c, d, e, f, g", "", ""], ["국가", "연도", "사업유형"]]
    assert _rows(csv_text(rows, ";").encode(), tmp_path) == rows


def test_a_declared_separator_is_taken_and_its_line_not_counted(tmp_path: Path) -> None:
    data = b"sep=;\r\ncountry;year;type\r\nVNM;2021;planning\r\n"
    rows = _rows(data, tmp_path)
    assert rows == [["country", "year", "type"], ["VNM", "2021", "planning"]]


def test_a_quoted_line_break_begins_no_row_and_a_blank_line_is_one(tmp_path: Path) -> None:
    data = b'country,year,type,title\n\nVNM,2021,planning,"two\nlines"\nLAO,2021,planning,x\n'
    rows = _rows(data, tmp_path)
    assert [row[0] for row in rows] == ["country", "", "VNM", "LAO"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n\x00,1\n", "line 2"),
        ("국가,연도\n베트남,2021\n".encode()[:-9] + b"\xff\xfe\n", "damaged: line 2"),
        ("국가,연도\n베트".encode()[:-1], "damaged: line 2"),
        ("국가,연도\n베트".encode("utf-16")[:-1], "damaged"),
        ("국가,연도\n베트".encode("cp949")[:-1], "damaged: line 2"),
        (b'country,year\nVNM,2021\n"LAO,2021\nTHA,2021\n', "quotation mark"),
        (b'country,year\n"VN"M,2021\n', "row 2"),
        (b"country,year\n" + b"x" * 200_000 + b",2021\n", "too long"),
        (b"country,year\n" + b"," * 1_000_000, "1,000,001 columns"),
    ],
)
def test_damaged_text_is_refused_with_its_place(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said) as caught:
        _rows(data, tmp_path)
    assert "\n" not in str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    try:
        _rows(data, tmp_path)
    except InputError as error:
        assert "\n" not in str(error)
