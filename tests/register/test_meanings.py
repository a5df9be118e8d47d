"""A text means something, or it is refused with what was expected and what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.register.meanings import KEYS, categories_of, meaning

UDP, SOLUTION = "urban-development planning", "solution planning"
PLANNING, DEMO = "planning", "overseas demonstration"


@pytest.mark.parametrize(
    ("column", "value", "expected", "action"),
    [
        ("case_no", "-", "a case number", "fill it in"),
        ("year", "", "the year of the contest", "fill it in"),
        ("year", "2019", "2020 to 2049", "correct it"),
        ("country", "", "a country", "fill it in"),
        ("country", "Congo", "one country", "Congo (COG) or DR Congo (COD)"),
        ("country", "Uzbekstan", "English or Korean", "Uzbekistan (UZB)"),
        ("country", "Atlantis", "English or Korean", "correct it"),
        ("type", "", "a type", "not stated"),
        ("type", "planning", "a type that 2021 had", "the type or the year"),
        ("type", "해외실증헝", "a type (", "Overseas demonstration"),
        ("type", "zzz", "a type (", "correct it"),
        ("field", "zzz", "a field (", "correct it"),
        ("submitted_on", "05/03/2021", "2021-03-05", "write it so"),
        ("submitted_on", "2020-12-31", "a day in 2021", "the day or the year"),
        ("selected", "maybe", "yes or no", "write one of them"),
        ("title", "#REF!", "not an error", "correct the formula"),
    ],
)
def test_each_fault_says_what_was_expected_and_what_to_do(
    column: str, value: str, expected: str, action: str
) -> None:
    given = 2021 if column in ("type", "submitted_on") else None
    fault = meaning(column, value, given).fault
    assert fault
    assert expected in fault[0]
    assert action in fault[1]
    korean = meaning(column, value, given, "ko").fault
    assert korean
    assert all(any("가" <= letter <= "힣" for letter in text) for text in korean)


@pytest.mark.parametrize("text", ["", "-", "없음", "not stated", "미기재"])
def test_a_field_may_be_left_open(text: str) -> None:
    assert meaning("field", text).value == "not stated"


def test_what_the_readers_of_each_column_make_of_a_plain_text() -> None:
    assert meaning("case_no", " 7 ").value == "7"
    assert meaning("year", "2021년도").value == 2021
    assert meaning("stage", "접수").value == "reception"
    assert meaning("country", "VN").value == "VNM"
    assert meaning("type", "해외실증형", 2021).value == DEMO
    assert meaning("field", "교통").value == "transport"
    assert meaning("submitted_on", "2021-03-05", 2021).value == date(2021, 3, 5)
    assert meaning("selected", "Y").value is True


@given(st.sampled_from([*KEYS, "submitted_on", "selected", "city"]), st.text(max_size=30))
def test_no_text_breaks_the_readers(name: str, text: str) -> None:
    read = meaning(name, text)
    assert (read.fault is None) or (read.value is None)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1. 도시개발형", [UDP]),
        ("① 해외실증형", [DEMO]),
        ("(2) 솔루션형", [SOLUTION]),
        ("【해외실증】", [DEMO]),
        ("가. 계획수립형", [PLANNING]),
        ("솔루션형 해외실증", [DEMO]),
        ("해외실증 (KAIA)", [DEMO]),
        ("도시개발형(계획수립)", [UDP]),
        ("해외실증형 사업", [DEMO]),
        ("스마트시티 마스터플랜 수립", [UDP, PLANNING]),
        ("천문학", []),
        ("형", []),
    ],
)
def test_types_as_offices_write_them(text: str, kinds: list[str]) -> None:
    found = categories_of("type", text)
    assert set(found) >= set(kinds) if kinds else not found


def test_a_word_for_several_types_is_a_fault_where_no_year_is_known() -> None:
    found = meaning("type", "타당성조사", None)
    assert found.fault is not None
    assert found.fault[0].startswith("a type (")


def test_a_word_for_several_types_means_the_one_that_its_year_had() -> None:
    assert meaning("type", "마스터플랜", 2021).value == UDP
    assert meaning("type", "마스터플랜", 2023).value == PLANNING
    assert meaning("type", "타당성조사", 2021).fault  # either of two


@pytest.mark.parametrize(
    ("text", "codes", "city"),
    [
        ("베트남(하노이)", "VNM", "하노이"),
        ("하노이, 베트남", "VNM", "하노이"),
        ("베트남 하노이시", "VNM", "하노이시"),
        ("Hanoi, Vietnam", "VNM", "Hanoi"),
        ("베트남/하노이", "VNM", "하노이"),
        ("베트남(신남방)", "VNM", ""),
        ("베트남, 라오스", "VNM LAO", ""),
        ("베트남 및 라오스", "VNM LAO", ""),
        ("Vietnam and Laos", "VNM LAO", ""),
        ("베트남·라오스 공동", "VNM LAO", ""),
        ("베트남(하노이), 라오스(비엔티안)", "VNM LAO", "하노이, 비엔티안"),
        ("Trinidad and Tobago", "TTO", ""),
        ("Bosnia & Herzegovina", "BIH", ""),
    ],
)
def test_a_country_with_its_city_or_region_and_several_countries(
    text: str, codes: str, city: str
) -> None:
    read = meaning("country", text)
    assert (read.fault, read.value, read.city) == (None, codes, city)
    assert bool(read.rule) == (codes not in ("TTO", "BIH"))


@pytest.mark.parametrize(
    "text",
    [
        "한국(북)",
        "Korea (North East)",
        "Congo (City)",
        "New Guinea",
        "Inner Mongolia",
        "베트남(3건)",
    ],
)
def test_what_makes_another_country_of_a_name_is_no_city(text: str) -> None:
    assert meaning("country", text).value != "KOR"
    assert meaning("country", text, given=("city",)).rule != "city"


@pytest.mark.parametrize(
    ("text", "day"), [("3/5", 5), ("'21.3.5", 5), ("21.3.5", 5), ("3월 5일", 5), ("3. 5.", 5)]
)
def test_a_day_may_lack_the_year_that_is_known(text: str, day: int) -> None:
    assert meaning("submitted_on", text, 2021).value == date(2021, 3, day)
    if "'" not in text:
        assert meaning("submitted_on", text, 2021).rule == "day"
        assert meaning("submitted_on", text, None).fault
