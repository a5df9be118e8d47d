"""Problems are said in one line each, all of them, with the place where a reader finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary.problems import InputError, Problem, shorten

PROBLEM = Problem("cases.csv", 7, "country", "Atlantis", "a country", "correct the name")


def test_a_problem_says_where_what_and_what_to_do():
    assert str(PROBLEM) == (
        "cases.csv, row 7, column country: 'Atlantis': expected a country; correct the name"
    )


def test_a_problem_of_a_whole_file_names_no_row_column_or_value():
    problem = Problem("cases.csv", 0, "", "", "a heading row", "add one")
    assert str(problem) == "cases.csv: expected a heading row; add one"


def test_an_error_lists_every_problem_on_a_line_of_its_own():
    error = InputError("cases.csv cannot be used:", iter([PROBLEM, PROBLEM]))
    assert str(error).splitlines() == ["cases.csv cannot be used:", f"  {PROBLEM}", f"  {PROBLEM}"]
    assert error.problems == (PROBLEM, PROBLEM)
    assert error.lines == ("cases.csv cannot be used:",)


def test_an_error_without_problems_is_its_message():
    assert str(InputError("no figures")) == "no figures"
    with pytest.raises(ValueError, match="no figures"):  # caught by whoever knows no InputError
        raise InputError("no figures")


@given(st.text(), st.integers(1, 20))
def test_a_shortened_value_keeps_its_beginning_and_the_limit(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_long_value_does_not_flood_the_message():
    assert len(str(Problem("a", 1, "b", "x" * 5000, "c", "d"))) < 200
