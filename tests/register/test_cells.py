"""Spellings left after the reduction mean what they mean in a row, and none is dropped."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kcity_analysis.register.meanings import KEYS
from kcity_analysis.register.tabulating import cells
from kcity_analysis.vocabulary.problems import InputError

UDP, DEMO = "urban-development planning", "overseas demonstration"


def register(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "country", "type", "field"], dtype=object)


FINE = register((2021, "VNM", UDP, "transport"), (2021, "TUR", DEMO, "safety"))


def test_spellings_that_mean_the_same_are_one_cell() -> None:
    spelt = register(
        ("2021", "베트남", "도시개발형", "교통"),
        (2021.0, "Viet Nam", UDP, "traffic"),
        ("２０２１년", "VN", " Urban-development  planning", "Transport"),
        (2021, "NA", "해외실증", "물"),
    )
    expected = pd.DataFrame(
        [
            (2021, "reception", DEMO, "water", "NAM", 1),
            (2021, "reception", UDP, "transport", "VNM", 3),
        ],
        columns=[*KEYS, "cases"],
    )
    pd.testing.assert_frame_equal(cells(spelt), expected)


def test_every_value_that_no_category_stands_for_is_named_at_once_with_its_cases() -> None:
    wrong = register(
        (2020, "VNM", DEMO, "transport"),
        (2020, "VNM", DEMO, "transport"),
        (2021, "Korea", UDP, "transport"),
        (2021, "VNM", "planing", "transport"),
        (2021, "VNM", None, "transport"),
        (2021, "VNM", UDP, "astrology"),
        (2021, None, UDP, "water"),
        ("합계", "VNM", UDP, "water"),
        (2019, "VNM", UDP, "water"),
    )
    with pytest.raises(InputError) as caught:
        cells(pd.concat([wrong, FINE]))
    found = {
        (problem.column, problem.value, problem.action.partition(" (")[2].rpartition("(")[2])
        for problem in caught.value.problems
    }
    assert found == {
        ("type", DEMO, "2 cases)"),
        ("country", "Korea", "1 case)"),
        ("type", "planing", "1 case)"),
        ("type", "(missing)", "1 case)"),
        ("field", "astrology", "1 case)"),
        ("country", "(missing)", "1 case)"),
        ("year", "합계", "1 case)"),
        ("year", "2019", "1 case)"),
    }
    assert "write South Korea (KOR) or North Korea (PRK)" in str(caught.value)


def test_a_case_of_unknown_year_is_a_problem_even_where_another_year_is_asked_for() -> None:
    odd = pd.concat([FINE, register(("?", "VNM", UDP, "water"), (2022, "?", "?", "?"))])
    with pytest.raises(InputError) as caught:
        cells(odd, years=[2021])
    assert [problem.value for problem in caught.value.problems] == ["?"]  # the year; not 2022's row


def test_a_year_or_stage_without_cases_is_said_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match="no case of 2020; it has reception 2021"):
        cells(FINE, years=[2020])
    with pytest.raises(InputError, match="no case of selection; it has reception 2021"):
        cells(FINE.assign(stage="reception"), stage="selection")
    with pytest.raises(InputError, match="the register has no cases to count"):
        cells(FINE[:0])


def test_a_register_without_the_stage_is_of_the_one_given_or_of_the_reception() -> None:
    assert set(cells(FINE)["stage"]) == {"reception"}
    assert set(cells(FINE, stage="선정")["stage"]) == {"selection"}
    half = FINE.assign(stage=["selection", None])
    assert list(cells(half, stage="selection")["cases"]) == [1, 1]
    with pytest.raises(InputError, match="column stage: '\\(missing\\)'"):
        cells(half)


def test_a_register_without_a_country_or_type_is_refused() -> None:
    with pytest.raises(InputError, match="no column type, country"):
        cells(FINE[["year", "field"]])
