"""Problems are said in one line each, all of them, with the place where a reader finds them."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kcity_analysis as kc
from kcity_analysis.vocabulary.problems import InputError, Problem, in_a_notebook, shorten

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


def test_a_refusal_is_said_in_the_language_of_whoever_asked():
    asked = [
        (lambda language: kc.reception(1999, language=language), "1999"),
        (lambda language: kc.selection(1999, language), "1999"),
        (lambda language: kc.comparison(2021, 2021, language=language), "2021"),
        (lambda language: kc.comparison(2021, 1999, language=language), "1999"),
        (lambda language: kc.programme(1990, 1991, language=language), "1990"),
        (lambda language: kc.country("Atlantis", language=language), "Atlantis"),
        (lambda language: kc.country("독일", language=language), "DEU"),
        (lambda language: kc.release_check("nowhere.txt", language=language), "nowhere.txt"),
        (lambda language: kc.figures(1999, language=language), "1999"),
        (lambda language: kc.wide("nothing", language=language), "nothing"),
        (lambda language: kc.why(2021, "nothing", language=language), "nothing"),
        (lambda language: kc.bounds(2021, by=["nothing"], language=language), "nothing"),
        (lambda language: kc.compare(2021, 1999, language=language), "1999"),
        (lambda language: kc.projects(1999, language=language), "1999"),
        (lambda language: kc.countries("Atlantis", language=language), "Atlantis"),
        (lambda language: kc.tabulate("nowhere.csv", language=language), "nowhere.csv"),
        (lambda language: kc.workbook("a.doc", language=language), "a.doc"),
        (lambda language: kc.figures("2021", language=language), "2021"),
    ]
    for ask, names in asked:
        said = {}
        for language in ("en", "ko"):
            with pytest.raises(InputError) as refused:
                ask(language)
            said[language] = str(refused.value)
            assert names in said[language]
            assert in_a_notebook(refused.value)[0] == f"InputError: {said[language]}"
        assert re.search("[가-힣]", said["ko"]), said
        assert not re.search("[가-힣]", said["en"].replace("독일", "")), said


def test_a_refusal_keeps_its_language_on_the_way_from_another_process():
    with pytest.raises(InputError) as refused:
        kc.reception(1999, language="ko")
    there = pickle.loads(pickle.dumps(refused.value))
    assert str(there) == str(refused.value)
    assert there.said("en") == refused.value.said("en")


def test_what_an_object_refuses_is_said_in_its_own_language(tmp_path):
    for language in ("en", "ko"):
        found = kc.reception(2021, language=language)
        section = found.by("region")
        for ask in (
            lambda found=found: found.by("nothing"),
            lambda found=found: found.save(tmp_path / "a.doc"),
            lambda section=section: section.chart(9),
            lambda section=section: section.chart(colours=["nothing"]),
            lambda section=section: section.save(tmp_path / "a.doc"),
        ):
            with pytest.raises(InputError) as refused:
                ask()
            assert bool(re.search("[가-힣]", str(refused.value))) == (language == "ko")
