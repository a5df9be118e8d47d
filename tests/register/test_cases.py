from datetime import date

import pytest

from kcity_analysis.register.cases import Case, read_case
from kcity_analysis.register.headings import Headings
from kcity_analysis.vocabulary.problems import Problem

NAMES = ["case_no", "year", "country", "type", "field", "title", "submitted_on", "selected"]
ROW = ["7", "2021", "VN", "planning", "교통", "Buses", "2021-03-05", "Y"]
HEADINGS = Headings(
    0, {name: [at] for at, name in enumerate(NAMES)}, dict(enumerate(NAMES)), unused=()
)


def _read(ragged: bool = False, **values: str) -> tuple[Case, list[Problem]]:
    values = {"type": "overseas demonstration"} | values
    cells = [values.get(name, text) for name, text in zip(NAMES, ROW, strict=True)]
    return read_case(5, cells, HEADINGS, "a.csv", None, None, ragged=ragged)


def test_a_row_becomes_a_case() -> None:
    case, problems = _read()
    assert problems == []
    assert case == Case(
        row=5,
        case_no="7",
        year=2021,
        stage="reception",
        country="VNM",
        city="",
        type="overseas demonstration",
        field="transport",
        title="Buses",
        applicant="",
        submitted_on=date(2021, 3, 5),
        selected=True,
    )


@pytest.mark.parametrize(
    ("column", "value", "expected", "action"),
    [
        ("case_no", "-", "a case number", "fill it in"),
        ("year", "", "the year of the contest", "fill it in"),
        ("year", "2019", "2020 or later", "correct it"),
        ("country", "", "a country", "fill it in"),
        ("country", "Congo", "one country", "Congo (COG) or DR Congo (COD)"),
        ("country", "Uzbekstan", "English or Korean", "Uzbekistan (UZB)"),
        ("country", "Atlantis", "English or Korean", "correct it"),
        ("type", "", "a type", "not stated"),
        ("type", "planning", "a type that 2021 had", "the type or the year"),
        ("type", "해외실증헝", "a type (", "'overseas demonstration'"),
        ("type", "zzz", "a type (", "correct it"),
        ("field", "zzz", "a field (", "correct it"),
        ("submitted_on", "05/03/2021", "2021-03-05", "write it so"),
        ("submitted_on", "2020-12-31", "a day in 2021", "the day or the year"),
        ("selected", "maybe", "yes or no", "write one of them"),
        ("title", "#REF!", "not an error", "correct the formula"),
    ],
)
def test_each_fault_says_what_was_expected_and_what_to_do(
    column: str, value: str, expected: str, action: str
) -> None:
    _, (problem,) = _read(**{column: value})
    assert (problem.file, problem.row, problem.column) == ("a.csv", 5, column)
    assert problem.value == value
    assert expected in problem.expected
    assert action in problem.action


@pytest.mark.parametrize("text", ["", "-", "없음", "not stated", "미기재"])
def test_a_field_may_be_left_open(text: str) -> None:
    case, problems = _read(field=text)
    assert (case.field, problems) == ("not stated", [])


def test_a_year_that_cannot_be_read_does_not_make_the_type_and_day_wrong_too() -> None:
    _, problems = _read(year="x")
    assert [problem.column for problem in problems] == ["year"]
