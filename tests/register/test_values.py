from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.register.values import (
    clean,
    is_fault,
    is_total,
    to_day,
    to_year,
    to_yes_or_no,
)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-05",
        "2021-3-5",
        "2021/03/05",
        "2021.3.5",
        "2021.03.05.",
        "2021. 3. 5.",
        "2021. 3. 5.(금)",
        "2021년 3월 5일",
        "2021년3월5일",
        "2021년 03월 05일 (금요일)",
        "20210305",
        "44260",  # Excel counts days: 44197 is 1 January 2021
        "44260.75",
        "2021-03-05 14:30",
        "2021-03-05 14:30:59",
        "2021-03-05T14:30:59",
    ],
)
def test_a_day_is_read_in_the_forms_that_offices_use(text: str) -> None:
    assert to_day(text) == date(2021, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18/02/2021",
        "02/18/2021",
        "21.3.5",
        "3월 5일",
        "2021-13-01",
        "2021-02-30",
        "5",
        "123456",
    ],
)
def test_a_day_that_would_have_to_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        to_day(text)


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_gives_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}년 {day.month}월 {day.day}일",
        str(serial),
    ]
    assert {to_day(form) for form in forms} == {day}


@pytest.mark.parametrize("text", ["2021", "2021.0", "2021년", "2021 년", "2021년도"])
def test_a_year_is_read_with_or_without_its_word(text: str) -> None:
    assert to_year(text) == 2021


@pytest.mark.parametrize("text", ["", "21", "1999", "2021-2022", "20211", "2021.5"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        to_year(text)


def test_full_width_characters_and_odd_spaces_become_plain() -> None:
    assert clean("\u3000２０２１－０３－０５\u00a0") == "2021-03-05"
    assert clean("\ufeffＶｉｅｔ\u00a0Ｎａｍ\u200b ") == "Viet Nam"


@pytest.mark.parametrize(
    "text", ["합계", "합 계", "소계:", "총계", "계 (3건)", "Total", "Grand Total", "합계 80건"]
)
def test_a_total_is_known_by_its_word(text: str) -> None:
    assert is_total(clean(text))


@pytest.mark.parametrize("text", ["", "80", "계획수립", "합계동 개발", "Total energy plan"])
def test_other_text_is_no_total(text: str) -> None:
    assert not is_total(text)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "=A1&B1"])
def test_errors_and_formulas_are_no_values(text: str) -> None:
    assert is_fault(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Y", True), ("선정", True), ("○", True), ("X", False), ("탈락", False), ("0", False)],
)
def test_a_selection_is_read_from_words_and_marks(text: str, meaning: bool) -> None:
    assert to_yes_or_no(text) is meaning
    with pytest.raises(ValueError):
        to_yes_or_no("perhaps")


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    text = clean(text)
    assert clean(text) == text
    is_total(text)
    is_fault(text)
    for read in (to_day, to_year, to_yes_or_no):
        try:
            read(text)
        except ValueError:
            continue
