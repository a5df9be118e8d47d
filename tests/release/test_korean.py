"""What the numbers of a Korean sentence count."""

import pytest

from kcity_analysis.release.korean import korean_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39개국 111건", [("countries", 39), ("cases", 111)]),
        ("21개 국가 31개 도시 33개 협력사업", [("countries", 21), ("cities", 31), ("cases", 33)]),
        ("2월 18일부터 4월 20일까지", [("month", 2), ("day", 18), ("month", 4), ("day", 20)]),
        ("2025년까지 2,560억원(국비 1,280억원)", [("year", 2025), ("krw", 2560), ("krw", 1280)]),
        ("3년간 200억원", [("years", 3), ("krw", 200)]),
        ("31건(38.8%)", [("cases", 31), ("percent", 38.8)]),
        ("지자체 16곳, 30여 명", [("count", 16), ("count", 30)]),
        ("제14차 회의", [("ordinal", 14)]),
    ],
)
def test_units_and_values(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(number.unit, number.value) for number in korean_numbers(text)] == expected


def test_amounts_know_their_scale() -> None:
    scales = [number.scale for number in korean_numbers("33억원, 1조 2천만원, 5백만원")]
    assert scales[0] == 1e8
    assert scales[1] == 1e12


def test_a_weekday_belongs_to_its_day() -> None:
    (_, day) = korean_numbers("2월 18일(목)")
    assert (day.month, day.weekday) == (2, 3)
