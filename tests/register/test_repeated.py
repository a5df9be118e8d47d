from dataclasses import replace

from kcity_analysis.register.cases import Case
from kcity_analysis.register.headings import Headings
from kcity_analysis.register.repeated import repeated

HEADINGS = Headings(0, {"case_no": [0]}, {0: "접수번호"}, ())
CASE = Case(
    row=2,
    case_no="1-11",
    year=2021,
    stage="reception",
    country="VNM",
    city="Hue",
    type="solution planning",
    field="transport",
    title="Smart buses",
    applicant="City of Hue",
    submitted_on=None,
    selected=None,
)


def _found(*cases: Case, confirmed: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    problems = repeated(list(cases), HEADINGS, "a.csv", confirmed)
    return [(problem.row, problem.column) for problem in problems]


def test_each_row_with_a_number_taken_before_is_named() -> None:
    others = [replace(CASE, row=row, title=f"{row}") for row in (3, 4)]
    assert _found(CASE, *others) == [(3, "접수번호"), (4, "접수번호")]


def test_numbers_differ_by_their_marks_year_and_stage_not_by_case_or_space() -> None:
    assert _found(CASE, replace(CASE, row=3, title="x", case_no="11-1")) == []
    assert _found(CASE, replace(CASE, row=3, year=2022)) == []
    assert _found(CASE, replace(CASE, row=3, stage="selection")) == []
    a, b = replace(CASE, case_no="ab 1"), replace(CASE, row=3, title="x", case_no="AB1")
    assert _found(a, b) == [(3, "접수번호")]


def test_rows_alike_in_all_that_tells_them_are_named_unless_confirmed() -> None:
    twin = replace(CASE, row=3, case_no="2", title="SMART  buses.", city="hue")
    assert _found(CASE, twin) == [(3, "")]
    assert _found(CASE, twin, confirmed=(3,)) == []
    for other in ({"title": "Trams"}, {"city": "Hanoi"}, {"field": "safety"}, {"country": "LAO"}):
        assert _found(CASE, replace(twin, **other)) == []


def test_rows_that_say_too_little_are_not_taken_for_one() -> None:
    bare = replace(CASE, case_no="", title="", city="")
    assert _found(bare, replace(bare, row=3)) == []
    unread = replace(CASE, case_no="", country=None)
    assert _found(unread, replace(unread, row=3)) == []
    placed = replace(CASE, case_no="", title="")
    assert _found(placed, replace(placed, row=3)) == [(3, "")]


def test_titles_of_marks_alone_are_still_told_apart() -> None:
    a = replace(CASE, case_no="", title="?")
    assert _found(a, replace(a, row=3, title="!")) == []
