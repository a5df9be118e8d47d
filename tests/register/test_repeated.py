from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_registers import write_csv

from kcity_analysis.register import limits
from kcity_analysis.register.reading import read_register
from kcity_analysis.register.repeated import _Seen

HEADINGS = ["접수번호", "연도", "단계", "국가", "도시", "사업유형", "분야", "사업명", "신청기관"]
CASE = {
    "접수번호": "1-11",
    "연도": "2021",
    "단계": "접수",
    "국가": "VNM",
    "도시": "Hue",
    "사업유형": "솔루션형",
    "분야": "교통",
    "사업명": "Smart buses",
    "신청기관": "City of Hue",
}
NUMBER = count(1)


@pytest.fixture
def found(tmp_path: Path):
    def found(*cases: dict[str, str], without: tuple[str, ...] = ()) -> list[tuple[int, str]]:
        headings = [name for name in HEADINGS if name not in without]
        rows = [[(CASE | case)[name] for name in headings] for case in cases]
        path = write_csv(tmp_path / f"{next(NUMBER)}.csv", [headings, *rows])
        problems = read_register(path).problems
        return [(problem.row, problem.column) for problem in problems]

    return found


def test_each_row_with_a_number_taken_before_is_named(found) -> None:
    assert found({}, {"사업명": "3"}, {"사업명": "4"}) == [(3, "접수번호"), (4, "접수번호")]


def test_numbers_differ_by_their_marks_year_and_stage_not_by_case_or_space(found) -> None:
    assert found({}, {"사업명": "x", "접수번호": "11-1"}) == []
    assert found({"연도": "2020", "사업유형": "단일솔루션형"}, {}) == []
    assert found({}, {"단계": "선정"}) == []
    assert found({"접수번호": "ab 1"}, {"사업명": "x", "접수번호": "AB1"}) == [(3, "접수번호")]


def test_rows_alike_in_all_that_tells_them_are_named(found) -> None:
    twin = {"접수번호": "2", "사업명": "SMART  buses.", "도시": "hue"}
    assert found({}, twin) == [(3, "")]
    for other in ({"사업명": "Trams"}, {"도시": "Hanoi"}, {"분야": "안전"}, {"국가": "LAO"}):
        assert found({}, twin | other) == []


def test_rows_that_say_too_little_are_not_taken_for_one(found) -> None:
    assert (
        found({"사업명": "", "도시": ""}, {"사업명": "", "도시": ""}, without=("접수번호",)) == []
    )
    assert found({"사업명": ""}, {"사업명": ""}, without=("접수번호",)) == [(3, "")]


def test_titles_of_marks_alone_are_still_told_apart(found) -> None:
    assert found({"사업명": "?"}, {"사업명": "!"}, without=("접수번호",)) == []


def test_a_row_is_known_again_many_pieces_later(found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcity_analysis.register.delimited.PIECE", 3)
    assert limits.PIECE > 3
    rows = [{"접수번호": str(number), "사업명": str(number)} for number in range(20)]
    assert found(*rows, {"접수번호": "0", "사업명": "x"}, {"접수번호": "30", "사업명": "1"}) == [
        (22, "접수번호"),
        (23, ""),
    ]


@given(st.lists(st.lists(st.integers(0, 40), max_size=15), max_size=8))
def test_what_was_seen_first_is_known_however_it_comes_in_pieces(pieces: list[list[int]]) -> None:
    seen, first, place = _Seen(), {}, 0
    for piece in pieces:
        where = np.arange(place, place + len(piece))
        for key, at in zip(piece, where, strict=True):
            first.setdefault(key, at)
        found = seen.firsts(np.array(piece, dtype=np.uint64), where)
        assert list(found) == [first[key] for key in piece]
        place += len(piece)
