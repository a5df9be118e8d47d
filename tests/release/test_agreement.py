"""What must hold between the facts of one release."""

import pytest

from kcity_analysis.release.agreement import clashes, implied, rounded, total
from kcity_analysis.release.subjects import Subject


def fact(dimension: str, category: str, measure: str = "cases") -> Subject:
    return Subject("reception", dimension, category, measure)


WHOLE = {total("cases"): 111.0, total("countries"): 39.0}


@pytest.mark.parametrize(
    "facts",
    [
        {fact("region", "New Southern"): 80.0, fact("region", "New Northern"): 32.0},
        {fact("region", "New Southern", "countries"): 20.0,
         fact("region", "New Northern", "countries"): 20.0},
        {fact("type", "solution planning", "countries"): 40.0},
        {fact("type", "solution planning"): 10.0,
         fact("type_field", "solution planning | transport"): 11.0},
        {fact("region", "Africa"): 3.0, fact("region", "Africa", "countries"): 4.0},
        {fact("change", "cases"): 30.0},
        {fact("change", "cases"): 31.0, fact("change", "cases", "percent"): 38.5},
    ],
)  # fmt: skip
def test_what_cannot_stand_together(facts: dict[Subject, float]) -> None:
    assert list(clashes({**WHOLE, **facts}, {"cases": 80.0, "countries": 23.0}))


def test_the_facts_of_2021_agree() -> None:
    facts = {
        **WHOLE,
        fact("region", "New Southern"): 35.0,
        fact("region", "New Northern"): 33.0,
        fact("type", "urban-development planning", "countries"): 24.0,
        fact("type", "solution planning", "countries"): 16.0,
        fact("type", "overseas demonstration", "countries"): 12.0,
        fact("change", "cases"): 31.0,
        fact("change", "cases", "percent"): 38.8,
        fact("change", "countries", "countries"): 16.0,
    }
    assert not list(clashes(facts, {"cases": 80.0, "countries": 23.0}))
    assert not list(clashes(facts, {}))


def test_a_decrease_is_a_change_below_zero() -> None:
    facts = {
        total("cases"): 33.0,
        total("countries"): 17.0,
        fact("change", "cases"): -78.0,
        fact("change", "cases", "percent"): -70.3,
        fact("change", "countries", "countries"): -22.0,
    }
    assert not list(clashes(facts, {"cases": 111.0, "countries": 39.0}))
    up = facts | {fact("change", "cases"): 78.0}
    assert list(clashes(up, {"cases": 111.0, "countries": 39.0}))
    del facts[total("cases")], facts[total("countries")]
    found = implied(facts, {"cases": 111.0, "countries": 39.0})
    assert {subject: value for subject, (value, _) in found.items()} == {
        total("cases"): 33.0,
        total("countries"): 17.0,
    }


def test_types_may_have_fewer_countries_than_the_whole() -> None:
    # 3 of the 80 cases of 2020 are of no type that is named; they may be of other countries.
    parts = [fact("type", kind, "countries") for kind in ("planning", "overseas demonstration")]
    assert not list(clashes(WHOLE | dict.fromkeys(parts, 10.0), {}))


def test_types_may_leave_cases_out() -> None:
    # 2020: 31 and 46 of 80.
    facts = {total("cases"): 80.0, fact("type", "urban-development planning"): 31.0}
    assert not list(clashes(facts | {fact("type", "solution planning"): 46.0}, {}))


def test_a_change_and_last_years_figure_give_the_total() -> None:
    found = implied({fact("change", "countries", "countries"): 16.0}, {"countries": 23.0})
    value, reason = found[total("countries")]
    assert (value, str(reason)) == (39.0, "23 the year before and 16 more")
    assert reason.said("ko") == "전년 23, 16 증가"


def test_a_change_and_its_percent_give_the_total_where_only_one_fits() -> None:
    # 31 more is 38.8 % of 80 (38.75); of 79 it is 39.2 %, of 81 38.3 %.
    facts = {fact("change", "cases"): 31.0, fact("change", "cases", "percent"): 38.8}
    assert implied(facts, {})[total("cases")][0] == 111
    # 1 more is 0.1 % of many a number.
    facts = {fact("change", "cases"): 1.0, fact("change", "cases", "percent"): 0.1}
    assert implied(facts, {}) == {}


@pytest.mark.parametrize(("exact", "printed"), [(38.75, 38.8), (0.05, 0.1), (28.0, 28.0)])
def test_percentages_are_rounded_half_away_from_zero(exact: float, printed: float) -> None:
    assert rounded(exact) == printed
