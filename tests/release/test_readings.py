"""The rule of the translator, backwards."""

import pytest

from kcity_analysis.release import readings as module
from kcity_analysis.release import restore
from kcity_analysis.release.claims import sentences
from kcity_analysis.release.readings import Readings, readings


def found(text: str) -> Readings:
    (sentence,) = sentences(text)
    return readings(sentence)


def placed(text: str) -> list[tuple[float | None, ...]]:
    return [reading.placed for reading in found(text).readings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39 cases received from 111 countries", (111, 39)),
        ("the “18 K-City Network” project from the 2021th-", (2021, 18)),
        ("from the 2th of this month to discover (G18G) projects", (18, 2)),
        ("international competition in 29 from 2022th", (2022, 29)),
        ("invest 25 billion won by 2,560 years", (2560, 25)),
        (
            "invest 2025 billion won (including 2,560 billion won of the state) by 1,280.",
            (2560, 1280, 2025),
        ),
        ("up to KRW 3 billion for 200 years for each (subject to 1:1 matching)", (200, 3, 1, 1)),
    ],
)
def test_orders_that_only_one_reading_mends(text: str, expected: tuple[float, ...]) -> None:
    assert placed(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June Selected as an inter-governmental (G6G) project", (None,)),
        ("announced on the 3th that the act revised in March", (None,)),
    ],
)
def test_a_numeral_that_became_a_word_uses_up_a_number(
    text: str, expected: tuple[float | None, ...]
) -> None:
    assert placed(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a total of 7 cases, including 9 cases of one kind and 7 cases of another, were "
            "decided in this committee, which was held for 16 days",
            (16, 9, 7, 7),
        ),
        ("receive 1 billion won (50-3 million won each) for the next one year", (50, 3, None)),
        (
            "two cities are selected, and 2 billion won is given for 3 years (200:1 matching)",
            (200, 3, 1, None),
        ),
        ("Submission: April 2023 (Wed) ∼ April 4 (Fri) 5:4, 7", (5, 7, None, None, 2023)),
    ],
)
def test_what_was_meant_is_among_the_readings(
    text: str, expected: tuple[float | None, ...]
) -> None:
    assert expected in placed(text)


def test_clauses_with_a_pair_each_keep_their_numbers() -> None:
    text = "A sent 10 cases from 35 countries, B sent 8 cases from 33 countries."
    assert placed(text) == [(35, 10, 33, 8)]


@pytest.mark.parametrize(
    "text",
    [
        "A sent 10 cases from 35 countries, B sent 8 cases from 33 countries, C sent 2 cases.",
        "10 cases came from 35 countries, including 8 cases from 33 countries in Asia.",
        "While 10 cases came from 35 countries last year, 8 came from 33 countries this time.",
        "10 cases came from 35 countries this year, compared with 8 from 33 countries before.",
        "Of the 10 cases from 35 countries, 8 cases came from 33 countries in Asia.",
    ],
)
def test_clauses_that_korean_may_turn_about_are_read_both_ways(text: str) -> None:
    assert len(placed(text)) > 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a total of 4 projects, including master plans, in 23 countries", (23, 4)),
        ("3 applications, mainly from Asia and Africa, were received from 42 countries", (42, 3)),
        ("a total of 9 cases – most about safety – from 12 countries of 30", (30, 12, 9)),
    ],
)
def test_an_aside_does_not_part_a_pair(text: str, meant: tuple[float | None, ...]) -> None:
    assert meant in placed(text)


def test_the_usual_korean_order_stands_first() -> None:
    several = found("reports 21 applications from 39 countries by '191")
    assert several.readings[0].placed == (191, 39, 21)
    assert len(several.readings) > 1
    assert several.readings[0].cost < several.readings[-1].cost


def test_a_lone_number_has_no_other_reading() -> None:
    assert placed("11 cities are chosen") == []


def test_what_excluded_the_other_orders_is_told() -> None:
    assert found("39 cases received from 111 countries in (G2G)").excluded


def test_too_many_numbers_end_the_search_honestly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STEPS", 20)
    text = "In 29 from 2022th, 21 cases from 39 countries by '191 for 3 years with 9 cities"
    assert not found(text).complete


def test_the_day_of_an_announcement_may_stand_last() -> None:
    # "2022년 사업으로 9개국 10개 사업을 선정했다고 6월 23일 밝혔다": the day is dropped.
    text = "said on June 2022 that it selected 9 projects in 10 countries, as the 6 project."
    assert (None, 10, 9, 2022) in placed(text)


@pytest.mark.parametrize(
    "text",
    [
        "The number of applications fell from 57 last year to 159 this year, and the number of "
        "countries fell from 11 to 83.",
        "Applications fell from 57 to 159, and countries fell from 11 to 83.",
    ],
)
def test_what_was_first_may_all_come_before_what_is_now(text):
    """지난해 57개국 159건에서 올해 11개국 83건으로: applications 159 to 83, countries 57 to 11."""
    claims = restore(text).claims
    truth = [159.0, 83.0, 57.0, 11.0]
    for row, wanted in zip(claims.to_dict("records"), truth, strict=True):
        held = {float(one.rstrip("*")) for one in row["candidates"].split(" | ")}
        assert wanted in held
        assert row["verdict"] != "proved" or row["restored"] == wanted
