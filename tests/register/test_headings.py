import pytest

from kcity_analysis.register.headings import find_headings, meaning_of


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("국가", "country"),
        ("국 가", "country"),
        ("국가명(영문)", "country"),
        ("국가\nCountry", "country"),
        ("Country / 국가", "country"),
        ("COUNTRY", "country"),
        ("접수 일자", "submitted_on"),
        ("접수일 (YYYY-MM-DD)", "submitted_on"),
        ("사업유형*", "type"),
        ("Case No.", "case_no"),
        ("case_no", "case_no"),
        ("１. 도시", "city"),
        ("비고", "remark"),
        ("색상", None),
        ("", None),
        ("국가 / 도시", "place"),
        ("사업명/신청기관", None),  # two meanings in one heading
        ("x" * 1000, None),
    ],
)
def test_a_heading_means_a_column_or_nothing(text: str, meaning: str | None) -> None:
    assert meaning_of(text) == meaning


def test_headings_stand_below_titles_and_in_any_order() -> None:
    rows = [
        ["2021년 접수 현황"],
        [],
        ["", "사업유형", "색상", "국가", "연도"],
        ["", "x", "", "y", "2021"],
    ]
    found = find_headings(rows, ragged=True)
    assert found is not None
    assert found.last_row == 2
    assert found.columns == {"type": [1], "country": [3], "year": [4]}
    assert found.unused == ("색상",)


def test_headings_on_two_rows_are_read_together() -> None:
    rows = [
        ["접수번호", "신청", "", "사업유형", "연도"],
        ["", "국가", "도시", "", ""],
        ["1", "베트남", "하노이", "해외실증형", "2021"],
    ]
    found = find_headings(rows)
    assert found is not None
    assert found.last_row == 1
    assert found.columns == {"case_no": [0], "country": [1], "city": [2], "type": [3], "year": [4]}


def test_a_column_with_values_and_no_heading_is_named() -> None:
    found = find_headings([["국가", "연도"], ["베트남", "2021", "", "!"]])
    assert found is not None
    assert found.unused == ("D (no heading)",)


def test_a_sheet_without_two_known_headings_has_none() -> None:
    assert find_headings([["국가", "건수"], ["베트남", "3"]]) is None
    assert find_headings([]) is None


def test_of_several_columns_with_one_meaning_the_plainest_or_first_is_used() -> None:
    headings = ["사업구분", "국가", "사업명(국문)", "사업명(영문)", "국가코드", "사업유형"]
    found = find_headings([headings])
    assert found is not None
    assert found.columns == {"country": [1, 4], "title": [2], "type": [5]}
    assert found.unused == ("사업구분", "사업명(영문)")
