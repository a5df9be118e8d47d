import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_registers import HEADINGS, ROWS, csv_text

from kcity_analysis.register.delimited import decoded, read_delimited
from kcity_analysis.register.headings import heading_count
from kcity_analysis.vocabulary.problems import InputError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_register_is_read_in_every_encoding_and_with_every_separator(
    encoding: str, delimiter: str
) -> None:
    data = csv_text([HEADINGS, *ROWS], delimiter).encode(encoding)
    assert read_delimited(data, "register.csv", heading_count).rows == [HEADINGS, *ROWS]


def test_syllables_that_only_cp949_has_are_read() -> None:
    assert decoded("국가,뷁".encode("cp949"), "register.csv") == "국가,뷁"


def test_the_separator_is_the_one_that_shows_headings_not_the_most_frequent() -> None:
    rows = [["a, b, c, d, e, f, g", "", ""], ["국가", "연도", "사업유형"]]
    grid = read_delimited(csv_text(rows, ";").encode(), "register.csv", heading_count)
    assert grid.rows == rows


def test_a_declared_separator_is_taken_and_its_line_not_counted() -> None:
    data = b"sep=;\r\ncountry;year;type\r\nVNM;2021;planning\r\n"
    rows = read_delimited(data, "register.csv", heading_count).rows
    assert rows == [["country", "year", "type"], ["VNM", "2021", "planning"]]


def test_a_quoted_line_break_begins_no_row_and_a_blank_line_is_one() -> None:
    data = b'country,year,type,title\n\nVNM,2021,planning,"two\nlines"\nLAO,2021,planning,x\n'
    rows = read_delimited(data, "register.csv", heading_count).rows
    assert [row[0] if row else "" for row in rows] == ["country", "", "VNM", "LAO"]


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
def test_damaged_text_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_delimited(data, "register.csv", heading_count)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_delimited(data, "register.csv", heading_count)
    except InputError as error:
        assert "\n" not in str(error)
