import csv
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_registers import (
    COUNTRIES,
    HEADINGS,
    ROWS,
    csv_text,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
)

from kcity_analysis.register.reading import Register, read_register
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA

TYPES = ["overseas demonstration", "solution planning", "urban-development planning"]


def _read_rows(tmp_path: Path, *rows: list[str], headings: list[str] = HEADINGS) -> Register:
    register = read_register(write_csv(tmp_path / "register.csv", [headings, *rows]))
    _check_law(register)
    return register


def _check_law(register: Register) -> None:
    """rows read = rows counted + rows reported, and each reported row has its problem."""
    reported = {p.row for p in register.problems if p.file == register.source and p.row}
    assert register.rows_read == register.rows_counted + register.rows_reported
    assert register.rows_reported == len(reported)
    assert not reported & set(register.cases["row"])


def _aside(register: Register) -> list[tuple[int, str]]:
    return list(zip(register.set_aside["row"], register.set_aside["reason"], strict=True))


def _changed(row: list[str], **values: str) -> list[str]:
    return [values.get(heading, text) for heading, text in zip(HEADINGS, row, strict=True)]


def _the_same(register: Register) -> None:
    _check_law(register)
    assert register.problems == ()
    cases = register.cases
    assert list(cases["country"]) == COUNTRIES
    assert list(cases["type"]) == TYPES
    assert list(cases["field"]) == ["transport", "water", "not stated"]
    assert list(cases["year"]) == [2021] * 3
    assert list(cases["stage"]) == ["reception"] * 3
    assert list(cases["submitted_on"].dt.day) == [5, 6, 7]


def test_the_frame_has_the_declared_columns_and_types(tmp_path: Path) -> None:
    cases = _read_rows(tmp_path, *ROWS).cases
    assert {name: str(kind) for name, kind in cases.dtypes.items()} == {
        "case_no": "str",
        "year": "int64",
        "stage": "str",
        "country": "str",
        "city": "str",
        "type": "str",
        "field": "str",
        "title": "str",
        "applicant": "str",
        "submitted_on": "datetime64[s]",
        "selected": "boolean",
        "row": "int64",
    }
    assert list(cases["row"]) == [2, 3, 4]
    assert cases["selected"].isna().all()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xls", "ods", "parquet", "txt", "dat"])
def test_the_same_register_is_read_from_every_format_whatever_its_name(
    ending: str, tmp_path: Path
) -> None:
    rows = [HEADINGS, *ROWS]
    writers = {
        "csv": lambda path: write_csv(path),
        "xlsx": lambda path: write_xlsx(path, {"접수": rows}),
        "xls": lambda path: write_xls(path, rows),
        "ods": lambda path: write_ods(path, rows, {}),
        "parquet": lambda path: pd.DataFrame(ROWS, columns=HEADINGS).to_parquet(path),
        "txt": lambda path: write_csv(path, encoding="cp949"),
        "dat": lambda path: write_xlsx(path.with_suffix(".xlsx"), {"접수": rows}).rename(path),
    }
    path = tmp_path / f"register.{ending}"
    writers[ending](path)
    _the_same(read_register(path))
    wrong = path.rename(tmp_path / ("wrong.xls" if ending != "xls" else "wrong.csv"))
    _the_same(read_register(wrong))


def test_typed_cells_of_excel_and_parquet_are_read(tmp_path: Path) -> None:
    headings = ["case no", "year", "country", "type", "submitted on", "selected"]
    values = [
        [1, 2021, "VN", "overseas demonstration", date(2021, 3, 5), True],
        [2, 2021.0, "NA", "solution planning", 44260, False],
        [3, 2021, "NE", "solution planning", datetime(2021, 3, 5, 14, 30), None],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"s": [headings, *values]})
    columns = dict(zip(headings, zip(*values, strict=True), strict=True))
    days = pd.to_datetime(["2021-03-05"] * 3)
    frame = pd.DataFrame(columns | {"submitted on": days, "selected": [True, False, None]})
    frame.to_parquet(tmp_path / "a.parquet")
    for file in (path, tmp_path / "a.parquet"):
        register = read_register(file)
        _check_law(register)
        assert register.problems == ()
        assert list(register.cases["case_no"]) == ["1", "2", "3"]
        assert list(register.cases["country"]) == ["VNM", "NAM", "NER"]
        assert set(register.cases["submitted_on"]) == {pd.Timestamp("2021-03-05")}
        assert list(register.cases["selected"].astype(object)) == [True, False, pd.NA]


def test_titles_blank_rows_and_columns_merged_cells_and_totals_are_taken_as_they_are(
    tmp_path: Path,
) -> None:
    rows = [
        ["2021년 K-City 접수 현황"],
        [],
        [None, "연번", "국가", "연도", "사업유형", None, "도시"],
        [None, 1, "베트남", 2021, "해외실증형", None, "하노이"],
        [None, 2, None, None, "솔루션형 계획수립", None, "후에"],
        [],
        [None, 3, "라오스", 2021, "해외실증형", None, "비엔티안"],
        [None, "소계", None, None, "3건"],
        [None, "합계", "=COUNTA(C4:C7)", None, 3],
        ["※ 2021. 4. 20. 기준"],
    ]
    merged = {"접수": ["A1:G1", "C4:C5", "D4:D5"]}
    register = read_register(write_xlsx(tmp_path / "a.xlsx", {"접수": rows}, merged))
    _check_law(register)
    assert register.problems == ()
    assert list(register.cases["country"]) == ["VNM", "VNM", "LAO"]
    assert list(register.cases["row"]) == [4, 5, 7]
    assert _aside(register) == [
        (8, "a total"),
        (9, "a total"),
        (10, "a note"),
    ]
    assert register.unused == ()


def test_a_blank_below_a_country_that_is_not_merged_is_reported(tmp_path: Path) -> None:
    blank = _changed(ROWS[1], 국가="")
    register = _read_rows(tmp_path, ROWS[0], blank)
    (problem,) = register.problems
    assert (problem.row, problem.column, problem.value) == (3, "국가", "")


def test_headings_repeated_on_the_next_page_are_set_aside(tmp_path: Path) -> None:
    register = _read_rows(tmp_path, ROWS[0], HEADINGS, ROWS[1])
    assert register.problems == ()
    assert _aside(register) == [(3, "the headings again")]
    assert list(register.cases["row"]) == [2, 4]


def test_english_headings_in_any_order_are_read(tmp_path: Path) -> None:
    headings = ["Colour", "Type", "Country", "Selected", "Year", "Application No."]
    row = ["-", "Overseas demonstration", "Côte d’Ivoire", "Y", "2021", "7"]
    register = _read_rows(tmp_path, row, headings=headings)
    assert register.problems == ()
    assert register.cases.loc[0, "country"] == "CIV"
    assert register.cases.loc[0, "selected"]
    assert register.unused == ("Colour",)


def test_the_one_sheet_with_headings_is_taken_and_of_several_the_one_named(tmp_path: Path) -> None:
    table = [HEADINGS, *ROWS]
    notes = [["이 파일은"], ["접수 현황이다"]]
    one = write_xlsx(tmp_path / "one.xlsx", {"안내": notes, "접수": table})
    assert read_register(one).sheet == "접수"
    two = write_xlsx(tmp_path / "two.xlsx", {"상반기": table, "하반기": table[:2], "안내": notes})
    with pytest.raises(InputError, match="'상반기', '하반기'"):
        read_register(two)
    assert read_register(two, sheet="하반기").rows_counted == 1
    with pytest.raises(InputError, match="no sheet '연간'"):
        read_register(two, sheet="연간")


def test_full_width_and_odd_spaces_do_not_matter(tmp_path: Path) -> None:
    row = _changed(
        ROWS[0],
        연도="２０２１",
        국가="베트남\u00a0",
        사업유형="해외실증형　",
        접수일="２０２１－０３－０５",
    )
    register = _read_rows(tmp_path, row)
    assert register.problems == ()
    assert register.cases.loc[0, "country"] == "VNM"


def test_every_problem_is_reported_at_once_with_its_place_and_remedy(tmp_path: Path) -> None:
    register = _read_rows(
        tmp_path,
        ROWS[0],
        _changed(ROWS[1], 국가="Korea", 연도="2O21", 접수일="18/02/2021"),
        _changed(ROWS[1], 국가="Uzbekstan", 사업유형="", 분야="교통수"),
        _changed(ROWS[1], 연도="2020", 사업유형="해외실증형", 접수일="2021-01-01", 접수번호=""),
    )
    found = {(p.row, p.column): p for p in register.problems}
    assert set(found) == {
        (3, "국가"),
        (3, "연도"),
        (3, "접수일"),
        (4, "국가"),
        (4, "사업유형"),
        (4, "분야"),
        (5, "접수번호"),
        (5, "사업유형"),
        (5, "접수일"),
    }
    assert "South Korea (KOR) or North Korea (PRK)" in found[3, "국가"].action
    assert found[3, "국가"].value == "Korea"
    assert "Uzbekistan (UZB)" in found[4, "국가"].action
    assert found[5, "사업유형"].expected == (
        "a type that 2020 had (Urban-development planning, Solution planning)"
    )
    assert "2020" in found[5, "접수일"].expected
    assert register.rows_reported == 3


def test_types_go_by_the_names_of_their_year(tmp_path: Path) -> None:
    register = _read_rows(
        tmp_path,
        _changed(ROWS[0], 연도="2020", 사업유형="단일솔루션형", 접수일=""),
        _changed(ROWS[1], 연도="2022", 사업유형="planning", 접수일=""),
        _changed(ROWS[2], 연도="2022", 사업유형="도시개발형 계획수립", 접수일=""),
    )
    assert list(register.cases["type"]) == ["solution planning", "planning"]
    assert [problem.row for problem in register.problems] == [4]


def test_a_type_may_be_said_to_be_not_stated_but_not_left_out(tmp_path: Path) -> None:
    register = _read_rows(
        tmp_path, _changed(ROWS[0], 사업유형="미기재"), _changed(ROWS[1], 사업유형="")
    )
    assert list(register.cases["type"]) == ["not stated"]
    assert [problem.column for problem in register.problems] == ["사업유형"]


def test_a_case_number_given_twice_is_reported_but_not_from_another_year(tmp_path: Path) -> None:
    again = _changed(ROWS[1], 접수번호="２１-01 ")
    last_year = _changed(ROWS[2], 접수번호="21-01", 연도="2020", 접수일="")
    register = _read_rows(tmp_path, ROWS[0], again, last_year, _changed(ROWS[1], 접수번호="2-101"))
    (problem,) = register.problems
    assert (problem.row, problem.column) == (3, "접수번호")
    assert "row 2" in problem.expected
    assert list(register.cases["row"]) == [2, 4, 5]


def test_rows_that_look_like_one_application_are_reported(tmp_path: Path) -> None:
    twin = _changed(ROWS[0], 접수번호="21-09", 도시="하노이 ", 사업명="버스정보", 국가="Viet Nam")
    other = _changed(ROWS[0], 접수번호="21-10", 사업명="다른 사업")
    register = _read_rows(tmp_path, ROWS[0], twin, other)
    (problem,) = register.problems
    assert problem.row == 3
    assert "looks like row 2" in problem.expected


def test_two_columns_of_one_meaning_must_agree(tmp_path: Path) -> None:
    headings = ["국가", "country", "연도", "사업유형"]
    rows = [
        ["베트남", "VNM", "2021", "해외실증형"],
        ["베트남", "LAO", "2021", "해외실증형"],
        ["", "NA", "2021", "해외실증형"],
        ["", "", "2021", "해외실증형"],
    ]
    register = _read_rows(tmp_path, *rows, headings=headings)
    assert list(register.cases["country"]) == ["VNM", "NAM"]
    assert [(p.row, p.value) for p in register.problems] == [(3, "LAO"), (5, "")]


def test_a_row_longer_than_the_headings_is_reported(tmp_path: Path) -> None:
    register = _read_rows(tmp_path, [*ROWS[0], "서울"], [*ROWS[1], "", " "], ROWS[2][:5])
    (problem,) = register.problems
    assert (problem.row, problem.value) == (2, "서울")
    assert list(register.cases["row"]) == [3, 4]


def test_errors_and_uncomputed_formulas_are_reported_even_in_optional_columns(
    tmp_path: Path,
) -> None:
    rows = [HEADINGS, _changed(ROWS[0], 사업명="=A2"), _changed(ROWS[1], 도시="#N/A")]
    register = read_register(write_xlsx(tmp_path / "a.xlsx", {"s": rows}))
    _check_law(register)
    assert [(p.row, p.column, p.value) for p in register.problems] == [
        (2, "사업명", "=A2"),
        (3, "도시", "#N/A"),
    ]


def test_year_and_stage_stand_in_for_a_column_and_choose_where_there_is_one(
    tmp_path: Path,
) -> None:
    bare = [["국가", "사업유형"], ["베트남", "해외실증형"]]
    path = write_csv(tmp_path / "bare.csv", bare)
    with pytest.raises(InputError, match="year"):
        read_register(path)
    register = read_register(path, year=2021, stage="선정")
    assert list(register.cases[["year", "stage"]].iloc[0]) == [2021, "selection"]
    both = write_csv(
        tmp_path / "both.csv", [HEADINGS, ROWS[0], _changed(ROWS[1], 연도="2022", 접수일="")]
    )
    register = read_register(both, year=2021)
    _check_law(register)
    assert list(register.cases["row"]) == [2]
    assert _aside(register) == [(3, "a case of 2022, not of 2021 as asked")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["국가", "연도"], ["베트남", "2021"]], "no column for type"),
        ([["사업유형", "연도"], ["해외실증형", "2021"]], "no column for country"),
        ([["name", "age"], ["x", "3"]], "no row of headings"),
    ],
)
def test_a_file_without_the_columns_needed_is_refused(
    rows: list[list[str]], said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said):
        read_register(write_csv(tmp_path / "a.csv", rows))


def test_a_register_without_rows_is_a_problem(tmp_path: Path) -> None:
    register = read_register(write_csv(tmp_path / "a.csv", [HEADINGS]))
    assert (register.rows_read, register.rows_counted) == (0, 0)
    assert len(register.problems) == 1
    assert register.cases["year"].dtype == "int64"


def test_nothing_of_a_problem_names_the_folder(tmp_path: Path) -> None:
    register = _read_rows(tmp_path, _changed(ROWS[0], 국가="x"))
    assert register.source == register.problems[0].file == "register.csv"


def test_the_selected_projects_of_the_project_read_cleanly() -> None:
    register = read_register(DATA / "selected_projects.csv")
    _check_law(register)
    assert register.problems == ()
    with (DATA / "selected_projects.csv").open(encoding="utf-8", newline="") as file:
        assert register.rows_counted == len(list(csv.DictReader(file)))
    assert len(register.cases.query("year <= 2025")) == 12 + 11 + 10 + 8 + 6 + 9
    assert set(register.cases["stage"]) == {"selection"}
    assert register.cases.query("year <= 2023")["country"].nunique() == 23


_TEXTS = st.sampled_from(
    [
        "",
        "베트남",
        "Korea",
        "2021",
        "2020",
        "해외실증형",
        "교통",
        "합계",
        "NA",
        "-",
        "=1",
        "2021-03-05",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.lists(st.lists(_TEXTS | st.text(max_size=5), max_size=12), max_size=8))
def test_every_row_is_counted_reported_or_set_aside(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(csv_text([HEADINGS, *rows]).encode("utf-8", "replace"))
    try:
        register = read_register(path)
    except InputError:
        return
    _check_law(register)
    blank = sum(not "".join(row).strip() for row in rows)
    if not any("\r" in text or "\n" in text or "\0" in text for row in rows for text in row):
        assert register.rows_read + len(register.set_aside) >= len(rows) - blank - _invisible(rows)


def _invisible(rows: list[list[str]]) -> int:
    return sum(any(not text.isprintable() for text in row) for row in rows)
