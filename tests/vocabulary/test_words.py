"""Numbers and lists in English: for none, one and many, missing and negative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary.words import (
    capital,
    count,
    listing,
    number,
    percent,
    plural,
    signed,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1, "1"), (1234, "1,234"), (1e9, "1,000,000,000"), (38.8, "38.8"), (NAN, "n.p.")],
)
def test_numbers_have_thousands_separators_and_at_most_one_decimal(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (0, "cases", "no cases"), (1, "cases", "1 case"), (2, "cases", "2 cases"),
        (1, "countries", "1 country"), (2, "cities", "2 cities"), (1, "krw", "1 won"),
        (NAN, "cases", "n.p. cases"),
    ],
)  # fmt: skip
def test_units_agree_with_their_number(value, measure, text):
    assert count(value, measure) == text


def test_any_noun_has_a_plural():
    assert [plural(n, "project") for n in (0, 1, 2)] == ["no projects", "1 project", "2 projects"]
    assert plural(3, "city", "cities") == "3 cities"


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=9), st.integers(1, 9))
def test_a_list_names_each_of_the_first_and_counts_the_rest(names, most):
    text = listing(names, most)
    for name in names[:most]:
        assert name in text
    assert text.endswith(f"and {len(names) - most} more") == (len(names) > most)
    assert " and " in text or len(names) == 1


def test_signs_are_true_minus_signs_and_zero_has_none():
    assert [signed(n) for n in (31, 0, -4, -1234)] == ["+31", "0", "−4", "−1,234"]
    assert [signed(n, 1) for n in (0.0, 38.8)] == ["0.0", "+38.8"]


def test_a_percentage_of_nothing_is_no_text():
    assert percent(11, 111) == "9.9\N{NO-BREAK SPACE}%"
    assert percent(1, 0) == percent(NAN, 3) == percent(3, NAN) == ""


def test_only_the_first_letter_becomes_a_capital():
    assert capital("as many KIND cases") == "As many KIND cases"
    assert capital("") == ""
