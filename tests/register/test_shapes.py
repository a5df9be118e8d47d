"""Registers as offices keep them, and the law that no row of a sheet is lost."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from register_shapes import KOREAN, SHAPES, rows_of
from register_shapes_further import FURTHER
from sample_registers import write_csv, write_ods, write_xlsx

from kcity_analysis.register.reading import Register, read_register
from kcity_analysis.register.tabulating import count_file, tabulate
from kcity_analysis.vocabulary.problems import InputError

WRITERS = {
    "csv": lambda path, rows: write_csv(path, rows),
    "xlsx": lambda path, rows: write_xlsx(path, {"접수": rows}),
    "ods": lambda path, rows: write_ods(path, rows, {}),
}


def check_law(register: Register, rows: list[list[str]], most_above: int = 3) -> None:
    """Rows of the sheet = counted + reported + set aside and named, each row once."""
    counted = list(register.cases["row"])
    aside = list(register.set_aside["row"])
    reported = {one.row for one in register.problems if one.row}
    assert len(counted) == register.rows_counted
    assert len(reported) == register.rows_reported
    named = sorted([*counted, *aside, *reported])
    filled = [number for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    heads = [number for number in filled if number not in named]
    assert len(named) == len(set(named))
    # What is left is above the data: titles, and the headings themselves.
    assert heads == filled[: len(heads)]
    assert len(heads) <= most_above


@pytest.mark.parametrize(
    "ending", ["csv", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("xlsx", "ods"))]
)
@pytest.mark.parametrize(
    ("language", "shape"), SHAPES, ids=[f"{lang}-{shape[0]}" for lang, shape in SHAPES]
)
def test_each_row_is_counted_reported_or_set_aside_as_it_should_be(
    language: str, shape: Any, ending: str, tmp_path: Path
) -> None:
    _, expected, given_, text = shape
    rows = rows_of(text)
    path = WRITERS[ending](tmp_path / f"a.{ending}", rows)
    register = read_register(path, language=language, **given_)
    check_law(register, rows)
    countries = {code for codes in register.cases["country"] for code in codes.split()}
    found = (register.rows_counted, register.rows_reported, len(register.set_aside))
    assert (*found, len(countries)) == tuple(map(int, expected.split()))
    assert register.said[0].startswith("a.")
    if register.rows_counted and "stage" not in given_:
        figures = tabulate(register).query("dimension == 'total' and measure == 'cases'")
        assert figures["value"].sum() == register.rows_counted


def test_a_joint_application_counts_once_and_each_of_its_countries_once(tmp_path: Path) -> None:
    rows = [
        ["연도", "국가", "사업유형", "사업명"],
        ["2021", "베트남, 태국", "해외실증형", "버스"],
        ["2021", "베트남, 페루", "해외실증형", "주차"],
        ["2021", "라오스", "해외실증형", "철도"],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    figures = count_file(path).figures.set_index(["dimension", "category", "measure"])
    value = figures["value"]
    assert value["total", "all", "cases"] == 3
    assert value["total", "all", "countries"] == 4
    assert value["country", "VNM", "cases"] == 2
    assert value["country", "PER", "cases"] == 1
    assert value["region", "New Southern", "cases"] == 3
    assert value["region", "New Southern", "countries"] == 3
    assert value["region", "Central and South America", "cases"] == 1
    assert value["type", "overseas demonstration", "cases"] == 3
    note = figures["note"]
    assert note["country", "VNM", "cases"] == "with 2 joint applications of several countries"
    assert note["country", "LAO", "cases"] == ""
    assert any("joint application" in line for line in read_register(path).said)


def test_sheets_by_type_are_counted_together(tmp_path: Path) -> None:
    head = ["연번", "국가", "연도", "사업명"]
    sheets = {
        "도시개발형": [head, ["1", "베트남", "2021", "버스"]],
        "해외실증형": [head, ["1", "라오스", "2021", "주차"], ["2", "베트남", "2021", "버스"]],
        "작성예시": [head, ["1", "태국", "2021", "예"]],
        "집계": [["유형", "건수"], ["해외실증형", "2"]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(InputError, match="2 sheets with a register: '도시개발형', '해외실증형'"):
        read_register(path)
    register = read_register(path, sheet="all")
    assert register.problems == ()
    assert list(register.cases["type"]) == [
        "urban-development planning",
        *["overseas demonstration"] * 2,
    ]
    said = "\n".join(register.said)
    for sheet, reason in (("작성예시", "an example"), ("집계", "no register")):
        assert f"Sheet not read: '{sheet}', {reason}." in said


def test_a_sheet_that_may_be_a_register_is_never_passed_over(tmp_path: Path) -> None:
    whole = [["연도", "국가", "사업유형"], ["2021", "베트남", "해외실증형"]]
    other = [["접수번호", "국가", "사업명", "신청기관"], ["1", "라오스", "버스", "가나"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"대장": whole, "추가": other})
    with pytest.raises(InputError, match="'대장', '추가'"):
        read_register(path)
    assert read_register(path, sheet="대장").rows_counted == 1


def test_hidden_and_struck_rows_are_a_question(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"접수": [["연도", "국가", "사업유형"], *[["2021", "베트남", "해외실증형"]] * 4]},
    )
    book = openpyxl.load_workbook(path)
    sheet = book["접수"]
    sheet.row_dimensions[3].hidden = True
    sheet["B4"].font = Font(strike=True)
    book.save(path)
    register = read_register(path)
    assert [(one.row, one.value) for one in register.problems] == [
        (3, "hidden row"),
        (4, "struck through"),
    ]
    answered = read_register(path, status={"hidden": "in", "struck": "out"})
    assert (answered.rows_counted, len(answered.set_aside)) == (3, 1)


def test_two_quotation_marks_that_swallow_rows_are_a_question(tmp_path: Path) -> None:
    rows = [f"{n},2021,VNM,해외실증형,title {n}" for n in range(1, 9)]
    rows[2] = '3,2021,VNM,해외실증형,"title 3'
    rows[5] = '6,2021,VNM,해외실증형,title 6"'
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["no,연도,국가,사업유형,사업명", *rows, ""]), encoding="utf-8")
    register = read_register(path)
    assert [one.value for one in register.problems] == ["a value with whole rows in it"]


MERGED = [
    ["연번", "국가", "도시", "유형", "연도", "사업명", "참여기관"],
    ["1", "베트남", "하노이", "해외실증형", "2021", "버스", "가나"],
    ["", "", "", "", "", "", "다라"],
    ["2", "라오스", "팍세", "해외실증형", "2021", "주차", "마바"],
    ["", "라오스", "후에", "해외실증형", "2021", "철도", "사아"],
    ["3", "라오스", "", "해외실증형", "2021", "항만", "자차"],
    ["4", "", "", "해외실증형", "2021", "공항", "카타"],
]
"""Row 3 is merged with row 2 but for the applicant, row 5 with row 4 in its number alone, and row 7
with row 6 in country and city, which is as plain as if both were written twice.
"""


def test_rows_merged_in_what_tells_a_case_are_one_case_or_a_question(tmp_path: Path) -> None:
    places = [f"{letter}2:{letter}3" for letter in "ABCDEF"]
    merged = {"접수": [*places, "A4:A5", "B6:B7", "C6:C7"]}
    register = read_register(write_xlsx(tmp_path / "a.xlsx", {"접수": MERGED}, merged))
    check_law(register, MERGED)
    assert list(register.cases["row"]) == [2, 4, 6, 7]
    assert list(register.cases["country"]) == ["VNM", "LAO", "LAO", "LAO"]
    aside = register.set_aside[["row", "reason"]].to_records(index=False).tolist()
    assert aside == [(3, "more of the case above (merged cells)")]
    assert [(one.row, one.expected) for one in register.problems] == [
        (5, "a number or title of its own, not one merged with the row above")
    ]


def test_countries_on_lines_of_one_cell_are_a_joint_application(tmp_path: Path) -> None:
    rows = [
        ["연도", "국가", "유형", "사업명"],
        ["2021", "베트남\n라오스", "해외실증형", "버스"],
        ["2021", "베트남\n(후에)", "해외실증형", "주차"],
        ["2021", "Trinidad and\nTobago", "해외실증형", "철도"],
    ]
    register = read_register(write_xlsx(tmp_path / "a.xlsx", {"접수": rows}))
    assert register.problems == ()
    assert list(register.cases["country"]) == ["VNM LAO", "VNM", "TTO"]


def test_two_tables_side_by_side_are_refused(tmp_path: Path) -> None:
    head = ["국가", "유형", "연도", "사업명"]
    rows = [
        [*head, "", *head],
        ["베트남", "해외실증", "2021", "버스", "", "베트남", "해외실증", "2021", "주차"],
    ]
    with pytest.raises(InputError, match=r"two tables side by side.*row 1"):
        read_register(write_xlsx(tmp_path / "a.xlsx", {"s": rows}))


def test_two_tables_one_below_the_other_are_refused(tmp_path: Path) -> None:
    rows = [
        ["연번", "연도", "국가", "유형", "사업명"],
        ["1", "2022", "베트남", "계획수립형", "버스"],
        [],
        ["연번", "연도", "국가", "도시", "유형", "사업명"],
        ["1", "2022", "태국", "방콕", "해외실증형", "주차"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"s": rows})
    with pytest.raises(
        InputError, match=r"one below the other, with headings in row 1 and .*row 4"
    ):
        read_register(path)
    # A table of numbers above the register is none of its rows.
    above = [["유형", "건수", "국가수"], ["해외실증형", "1", "1"], [], *rows[3:]]
    assert read_register(write_xlsx(path, {"s": above})).rows_counted == 1


@pytest.mark.parametrize(
    "title", ["2021~2022년도 접수현황", "2021-2022 applications", "2021년–22년"]
)
def test_a_title_of_several_years_says_the_year_of_no_row(title: str, tmp_path: Path) -> None:
    rows = [[title], ["연번", "국가", "유형"], ["1", "베트남", "해외실증형"]]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(InputError, match="no column for year"):
        read_register(path)
    assert list(read_register(path, year=2022).cases["year"]) == [2022]


def test_what_is_ticked_is_the_type(tmp_path: Path) -> None:
    rows = [
        ["연도", "국가", "유형"],
        ["2022", "베트남", "☑ 계획수립형 □ 해외실증형"],
        ["2022", "라오스", "계획수립형( ) 해외실증형(○)"],
    ]
    cases = read_register(write_csv(tmp_path / "a.csv", rows)).cases
    assert list(cases["type"]) == ["planning", "overseas demonstration"]


def test_groups_of_years_are_of_those_and_not_of_the_title(tmp_path: Path) -> None:
    rows = [
        ["2022년 4월 기준 접수 대장"],
        ["연번", "국가", "유형"],
        ["[2021년]"],
        ["1", "베트남", "해외실증형"],
        ["[2022년]"],
        ["1", "라오스", "해외실증형"],
    ]
    cases = read_register(write_csv(tmp_path / "a.csv", rows)).cases
    assert list(cases["year"]) == [2021, 2022]


def test_of_two_countries_that_differ_the_advice_is_to_say_which_is_the_companys(
    tmp_path: Path,
) -> None:
    rows = [["연도", "신청국", "대상국", "유형"], ["2022", "한국", "베트남", "해외실증형"]]
    (problem,) = read_register(write_csv(tmp_path / "a.csv", rows)).problems
    assert "기업국적" in problem.action
    rows[0][1] = "기업국적"
    assert list(read_register(write_csv(tmp_path / "a.csv", rows)).cases["country"]) == ["VNM"]


def test_a_sheet_of_all_is_not_counted_beside_its_parts(tmp_path: Path) -> None:
    head = ["연번", "국가", "유형", "연도"]
    row = ["1", "베트남", "해외실증형", "2021"]
    sheets = {"전체": [head, row], "해외실증형": [head, row]}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(InputError, match="'전체' may hold the same cases"):
        read_register(path, sheet="all")
    assert read_register(path, sheet="전체").rows_counted == 1


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["국가", "도시개발형", "솔루션형", "계"],
            ["베트남", "1", "2", "3"],
            ["라오스", "3", "0", "3"],
        ],
        [["유형", "베트남", "라오스"], ["도시개발형", "1", "2"], ["솔루션형", "3", "4"]],
        [["국가", "2020", "2021"], ["베트남", "1", "2"], ["라오스", "3", "4"]],
        [["연도", "국가", "도시개발형", "솔루션형"], ["2021", "베트남", "4", "2"]],
    ],
)
def test_a_cross_table_is_refused_as_such(rows: list[list[str]], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cross table"):
        read_register(write_xlsx(tmp_path / "a.xlsx", {"s": rows}), year=2021)


_WORDS = st.sampled_from(
    [
        *("", "", "베트남", "라오스(팍세)", "베트남, 라오스", "Korea", "2021", "2020", "'21", "〃"),
        *("해외실증형", "1. 솔루션형", "교통", "소계", "합 계", "계", "베트남 소계", "Total", "NA"),
        *("-", "=1", "#REF!", "2021-03-05", "3/5", "철회", "접수완료", "○", "※ 주", "이하 여백"),
        *("■ 해외실증형", "버스", "가나", "1", "2", "연도", "국가", "사업유형"),
    ]
)
_SHAPED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@_SHAPED
@given(
    st.lists(st.lists(_WORDS | st.text(max_size=4), max_size=8), max_size=12),
    st.sampled_from([KOREAN[0], KOREAN[4], KOREAN[9], KOREAN[16], KOREAN[18]]),
)
def test_no_row_of_a_sheet_is_lost(tmp_path: Path, rows: list[list[str]], shape: Any) -> None:
    rows = [["".join(filter(str.isprintable, text)) for text in row] for row in rows]
    table = [*rows_of(shape[3]), *rows]
    path = write_csv(tmp_path / "a.csv", table, encoding="utf-8")
    try:
        register = read_register(path)
    except InputError:
        return
    check_law(register, table)


@pytest.mark.slow
@_SHAPED
@given(seed=st.integers(0, 10**6), pieces=st.integers(1, 9))
@example(seed=175092, pieces=1)  # rows above the first heading of a group have no type
def test_a_file_in_pieces_is_read_as_it_is_in_one(tmp_path: Path, seed: int, pieces: int) -> None:
    chance = random.Random(seed)
    _, _, _, text = chance.choice(KOREAN)
    head, *body = rows_of(text)
    rows = [head, *(chance.choice(body) for _ in range(30))]
    path = write_csv(tmp_path / "a.csv", rows)
    try:
        whole = read_register(path)
    except InputError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kcity_analysis.register.delimited.PIECE", pieces)
        parted = read_register(path)
    pd.testing.assert_frame_equal(parted.cases, whole.cases)
    pd.testing.assert_frame_equal(parted.set_aside, whole.set_aside)
    assert parted.problems == whole.problems
    assert parted.said == whole.said


@pytest.mark.parametrize("shape", FURTHER, ids=[shape[0] for shape in FURTHER])
def test_a_further_register_is_counted_asked_about_or_refused(shape: Any, tmp_path: Path) -> None:
    _, expected, given_, text = shape
    rows = rows_of(text)
    path = write_csv(tmp_path / "a.csv", rows, encoding="utf-8-sig")
    if expected == "refused":
        with pytest.raises(InputError):
            read_register(path, **given_)
        return
    register = read_register(path, **given_)
    check_law(register, rows, most_above=5)
    countries = {code for codes in register.cases["country"] for code in codes.split()}
    found = (register.rows_counted, register.rows_reported, len(register.set_aside))
    assert (*found, len(countries)) == tuple(map(int, expected.split()))


@pytest.mark.parametrize("name", ["철회", "접수취소 목록", "Rejected", "Withdrawn 2021"])
def test_a_sheet_named_for_what_may_not_count_is_a_question(name: str, tmp_path: Path) -> None:
    head = ["연번", "국가", "유형", "연도", "사업명"]
    sheets = {
        "접수": [head, ["1", "베트남", "해외실증형", "2021", "버스"]],
        name: [head, ["1", "라오스", "해외실증형", "2021", "주차"]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    register = read_register(path, sheet="all")
    assert [(one.row, one.value) for one in register.problems] == [(2, name)]
    word = register.problems[0].action.split("=")[0].removeprefix("say --status ")
    assert read_register(path, sheet="all", status={word: "out"}).rows_counted == 1
    assert read_register(path, sheet="all", status={word: "in"}).rows_counted == 2
    # Whoever names it has answered.
    assert read_register(path, sheet=name).rows_counted == 1


def test_country_city_and_applicant_under_one_heading(tmp_path: Path) -> None:
    rows = [
        ["연번", "연도", "국가/도시/기관", "유형"],
        ["1", "2021", "베트남 / 하노이 / 하노이시청", "해외실증형"],
        ["2", "2021", "싱가포르/싱가포르/육상교통청", "해외실증형"],
        ["3", "2021", "라오스(팍세, 교통부)", "해외실증형"],
        ["4", "2021", "태국 / 방콕", "해외실증형"],
    ]
    cases = read_register(write_csv(tmp_path / "a.csv", rows)).cases
    assert list(cases["country"]) == ["VNM", "SGP", "LAO", "THA"]
    assert list(cases["city"]) == ["하노이", "싱가포르", "팍세", ""]
    assert list(cases["applicant"]) == ["하노이시청", "육상교통청", "교통부", ""]
    rows = [
        ["신청기관(국가)", *rows[0][:2], "유형"],
        ["하노이시청(베트남)", "1", "2021", "해외실증"],
    ]
    (case,) = read_register(write_csv(tmp_path / "a.csv", rows)).cases.to_dict("records")
    assert (case["country"], case["city"], case["applicant"]) == ("VNM", "", "하노이시청")


def test_where_some_are_marked_as_received_the_others_are_a_question(tmp_path: Path) -> None:
    rows = [
        ["연도", "국가", "유형", "접수여부"],
        ["2021", "베트남", "해외실증형", "○"],
        ["2021", "라오스", "해외실증형", ""],
    ]
    path = write_csv(tmp_path / "a.csv", rows)
    assert [one.row for one in read_register(path).problems] == [3]
    assert read_register(path, status={"빈칸": "out"}).rows_counted == 1
    rows[1][3] = "접수완료"  # a word for one says nothing of the other
    assert read_register(write_csv(path, rows)).rows_counted == 2


def test_days_without_a_year_column_are_named_as_what_may_be_the_year(tmp_path: Path) -> None:
    rows = [["접수일", "국가", "유형"], ["2021. 3. 5.(금)", "베트남", "해외실증형"]]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(InputError, match=r"--year\): the first days of arrival are of 2021"):
        read_register(path)


_TABLE = (
    "<table><tr><th>연도<th>국가<th>유형</tr><tr><td>2021<td>베트남<td>해외실증형</tr>{}</table>"
)


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("<tr><td>2021<td><del>라오스</del><td>해외실증형</tr>", "struck through"),
        (
            "<tr style='text-decoration: line-through'><td>2021<td>라오스<td>해외실증형</tr>",
            "struck",
        ),
        ("<tr><td>2021<td class='a xl66'>라오스</td><td>해외실증형</tr>", "struck through"),
        ("<tr style='display: none'><td>2021<td>라오스<td>해외실증형</tr>", "hidden row"),
        ("<tr hidden><td>2021<td>라오스<td>해외실증형</tr>", "hidden row"),
        ("<tr><td>2021<td>라<s>라</s>오스<td>해외실증형</tr>", "라라오스"),
        ("<tr><td>2021<td>라오스<br>태국<td>해외실증형</tr>", ""),
    ],
)
def test_a_web_page_strikes_and_hides_rows_too(row: str, asked: str, tmp_path: Path) -> None:
    page = "<html><style>.xl66 {color:red; text-decoration:line-through}</style>"
    (tmp_path / "a.xls").write_text(page + _TABLE.format(row), encoding="utf-8")
    problems = read_register(tmp_path / "a.xls").problems
    assert len(problems) == bool(asked)
    assert all(asked in one.value and one.row == 3 for one in problems)


def test_a_cell_struck_letter_by_letter_and_a_comment_are_questions(tmp_path: Path) -> None:
    rows = [["연도", "국가", "유형"], *[["2021", "베트남", "해외실증형"]] * 4]
    path = write_xlsx(tmp_path / "a.xlsx", {"접수": rows})
    book = openpyxl.load_workbook(path)
    sheet = book["접수"]
    struck = InlineFont(strike=True)
    sheet["B3"] = CellRichText(TextBlock(struck, "베트"), TextBlock(struck, "남"))
    sheet["B4"] = CellRichText(TextBlock(struck, "베트"), "남")
    sheet["B5"].comment = Comment("3.4. 철회 요청", "김")
    sheet["B2"].comment = Comment("담당 확인", "김")
    book.save(path)
    register = read_register(path)
    assert [(one.row, one.value) for one in register.problems] == [
        (3, "struck through"),
        (5, "3.4. 철회 요청"),
    ]
    assert read_register(path, status={"struck": "out", "철회": "in"}).rows_counted == 3


def test_a_shared_string_that_is_struck_is_so_in_every_row_that_has_it(tmp_path: Path) -> None:
    rows = [
        ["연도", "국가", "유형"],
        ["2021", "베트남", "해외실증형"],
        ["2021", "Laos", "해외실증형"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"접수": rows})
    strings = (
        '<?xml version="1.0" encoding="UTF-8"?><sst xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2">'
        "<si><t>Peru</t></si><si><r><rPr><strike/></rPr><t>La</t></r>"
        "<r><rPr><strike/></rPr><t>os</t></r></si></sst>"
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "xl/worksheets/sheet1.xml":
                cell = b'<c r="B3" t="s"><v>1</v></c>'
                data, times = re.subn(rb'<c r="B3".*?</c>', cell, data)
                assert times == 1
            if member != "xl/sharedStrings.xml":
                new.writestr(member, data)
        new.writestr("xl/sharedStrings.xml", strings)
    (problem,) = read_register(tmp_path / "b.xlsx").problems
    assert (problem.row, problem.value) == (3, "struck through")


ASKED = [
    "철회(3.4)",
    "신청 취하 요청 접수(4.1)",
    "KIND로 이관",
    "22-03과 병합",
    "접수 후 취소",
    "자격 미충족",
    "중복 접수로 제외",
    "KAIA 접수 건과 중복",
    "1번과 같은 사업",
    "상기 1번으로 통합",
    "서류 미비로 반려",
    "담당자 요청으로 삭제",
    "오기",
    "잘못 입력",
    "이전 버전",
    "수정 전",
    "최종본 아님",
    "집계에서 뺄 것",
    "미포함",
    "별도 집계",
    "참고용",
    "시범 입력",
    "타 사업으로 전환",
    "타 공모 신청",
    "신청 안 함",
    "접수 안 됨",
    "철 회",
    "취 소",
    "취소(X)",
    "제외대상",
    "중복?",
    "중복 의심",
    "마감 후 도착",
    "4.30 이후 접수",
    "이메일 오류로 미접수",
    "재공모 시 신청 예정",
    "내년 신청 예정",
    "사업 포기각서 제출",
    "withdrew on 3 April",
    "Application withdrawn by the city",
    "not counted",
    "do not count",
    "to be excluded",
    "Excluded from statistics",
    "double",
    "dup of 1",
    "Dup.",
    "see no. 1",
    "same application as #1",
    "resubmitted (see 1)",
    "obsolete",
    "outdated version",
    "old version",
    "void - wrong form",
    "submitted after deadline",
    "arrived late",
    "late",
    "too late",
    "incomplete file, returned",
    "returned to applicant",
    "moved to next year",
    "postponed to 2023",
    "deferred",
    "applied for another programme",
    "no longer interested",
    "applicant gave up",
    "cancellation received 4/3",
    "refused by KIND",
    "not accepted by KAIA",
    "failed formal check",
    "inadmissible (late)",
    "not an application",
    "information request only",
    "mistake",
    "entered by mistake",
    "error",
    "wrong entry",
    "ignore",
    "n.a. - test entry",
    "sample entry",
    "placeholder",
]
PLAIN = [
    "담당 김철수",
    "4.1 접수 확인",
    "우편 접수",
    "보완서류 제출(4.3)",
    "영문 신청서",
    "공동 신청(KOICA)",
    "후속 사업 검토",
    "전년도 컨설팅 도시",
    "MOU 체결",
    "예산 확인 필요",
    "현지 방문 예정",
    "통합관제 포함",
    "대사관 경유",
    "신청서 원본 보관",
    "질의응답 완료",
    "이메일 접수",
    "발표평가 대상",
    "협력국 변경 없음",
    "received by e-mail",
    "contact: Ms Lee",
    "complete",
    "hard copy follows",
    "ok",
    "translated",
    "second application of the city",
    "letter of support attached",
    "co-financed by ADB",
    "to be checked",
    "budget revised",
    "site visit in May",
    "priority project",
    "Returned call on 3 May",
]


@pytest.mark.parametrize(
    ("remarks", "asked"), [(ASKED, True), (PLAIN, False)], ids=["asked", "plain"]
)
def test_what_a_remark_says_of_its_row_is_asked_about_and_no_other_remark_is(
    remarks: list[str], asked: bool, tmp_path: Path
) -> None:
    rows = [
        ["연번", "연도", "국가", "유형", "사업명", "비고"],
        *(
            [str(n), "2022", "베트남", "해외실증형", f"사업 {n}가", text]
            for n, text in enumerate(remarks, 1)
        ),
    ]
    register = read_register(write_csv(tmp_path / "a.csv", rows))
    found = {one.row for one in register.problems}
    wrong = [text for row, text in enumerate(remarks, 2) if (row in found) != asked]
    assert wrong == []
