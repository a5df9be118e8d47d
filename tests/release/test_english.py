"""What the numbers of an English sentence count."""

import pytest

from kcity_analysis.release.english import english_numbers


def units(text: str) -> list[str]:
    return [number.unit for number in english_numbers(text) if not number.hidden]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39 cases received from 111 countries", ["cases", "countries"]),
        ("19 overseas smart city projects in 21 cities", ["cases", "cities"]),
        ("6 case for no regulation", ["cases"]),
        ("from February 20th to April 19th", ["day", "day"]),
        ("on September 4 to 6", ["day", "day"]),
        ("on the 8th of November", ["day"]),
        ("from the 2th of this month", ["day"]),
        ("starting on the 2024th", ["day"]),
        ("April 2023 (Wed)", ["day"]),
        ("in July 2018, and in 2019", ["year", "year"]),
        ("by '191 and", ["year"]),
        ("the “18 K-City Network” project", ["year"]),
        ("will be finished by 1,280.", ["year"]),
        ("increased by 16, from 23", ["number", "number"]),
        ("31 (38.8%)", ["number", "percent"]),
        ("2025 billion won, KRW 33 billion, ₩5", ["krw", "krw", "krw"]),
        ("3~4 billion won", ["krw", "krw"]),
        ("KRW 8 billion to 3 cities", ["krw", "cities"]),
        ("KRW 300 million to 500 million", ["krw", "krw"]),
        ("for 3 years, 5 months and 16 days", ["years", "months", "days"]),
        ("a 5-year plan within 13 minutes", ["years", "minutes"]),
        ("local budget 200:1 matching", ["ratio", "ratio"]),
        ("the 5th World Smart City Expo", ["ordinal"]),
        ("2,982 households and 54 booths", ["count", "count"]),
        ("cases related to 2019 new industries", ["count"]),
        ("the 2021 projects", ["year"]),
        ("as the 6 project of the network", ["year"]),
        ("the 6 project sites", ["cases"]),
        ("in the year 2021, this year 20 buses", ["year", "count"]),
        ("Exhibition Hall 1", ["label"]),
        ("78㎡", ["quantity"]),
        ("annual expenditure 160billion won", ["krw"]),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In February, twelve cities", [2, 12]),
        ("twenty-one projects of the third contest", [21, 3]),
        ("They may march on. One of the best, one-on-one", []),
        ("in May and in March this year", [5, 3]),
    ],
)
def test_words_that_may_have_been_numerals(text: str, expected: list[int]) -> None:
    assert [number.value for number in english_numbers(text) if number.hidden] == expected


def test_a_placeholder_is_a_slot_without_a_value() -> None:
    (slot,) = english_numbers("XNUMX K-City Network projects")
    assert slot.value is None


def test_a_date_range_moves_as_one_and_clauses_stay_apart() -> None:
    text = "From February 18 to April 20, 111 cases came from 39 countries, and 11 cities won."
    found = english_numbers(text)
    assert len({number.phrase for number in found[:4]}) == 1
    assert [number.segment for number in found] == [0, 0, 0, 0, 1, 1, 2]
