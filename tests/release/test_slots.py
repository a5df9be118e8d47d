"""What is no number, and which names hold one."""

import pytest

from kcity_analysis.release.claims import sentences


def numbers(text: str) -> list[str]:
    return [slot.text for sentence in sentences(text) for slot in sentence.slots]


@pytest.mark.parametrize(
    "text",
    [
        "Call 044-201-4972 (ext. 76) or +82-2-1234-5678, or 1588-1234.",
        "See www.molit.go.kr/2021/04 or https://example.org/a1/b22, or write to a12@b34.or.kr.",
        "The A1 line of B2B and PM2.5 sensors with CO2 (K-2).",
        "The office is open until 18:00.",
    ],
)
def test_addresses_phones_codes_and_times_are_no_claims(text: str) -> None:
    assert [text for text in numbers(text) if text not in ("2",)] == []


def test_the_number_of_a_list_item_is_no_claim() -> None:
    assert numbers("1. Overview of 3 projects\n(2) Plan for 4 cities\n① 5 cases") == ["3", "4", "5"]


def test_a_whole_date_is_one_claim() -> None:
    assert numbers("On 2021.04.27 (Tue), '22. 4. 29. and 2021-04-27") == [
        "2021.04.27",
        "'22. 4. 29.",
        "2021-04-27",
    ]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("despite COVID-2", 19),
        ("the Corona-19 situation", 19),
        ("코로나19 상황", 19),
        ("cooperation (G18G)", 2),
        ("the 20th industrial revolution", 4),
    ],
)
def test_a_fixed_name_has_its_own_number(text: str, allowed: int) -> None:
    (slot,) = sentences(text)[0].slots
    assert slot.unit == "name"
    assert slot.allowed == (allowed,)
