from pathlib import Path

import pytest
from sample_registers import HEADINGS, ROWS, write_csv, write_xlsx

from kcity_analysis.register.reading import Register, read_register
from kcity_analysis.vocabulary.problems import InputError

COLUMNS = ["row", "column", "old value", "new value", "reason"]


def _corrected(tmp_path: Path, *corrections: list[str], rows: list[list[str]] = ROWS) -> Register:
    register = write_csv(tmp_path / "register.csv", [HEADINGS, *rows])
    path = write_csv(tmp_path / "corrections.csv", [COLUMNS, *corrections])
    return read_register(register, corrections=path)


def _misspelt() -> list[list[str]]:
    return [ROWS[0], [*ROWS[1][:2], "니제르공화", *ROWS[1][3:]], ROWS[2]]


@pytest.mark.parametrize("column", ["국가", "country", "국가명"])
def test_a_correction_is_applied_and_listed(column: str, tmp_path: Path) -> None:
    fix = ["3", column, "니제르공화", "니제르", "as in the application"]
    register = _corrected(tmp_path, fix, rows=_misspelt())
    assert register.problems == ()
    assert list(register.cases["country"]) == ["VNM", "NER", "NAM"]
    (applied,) = register.corrections
    assert (applied.row, applied.column, applied.old, applied.new, applied.reason) == (
        3,
        "country",
        "니제르공화",
        "니제르",
        "as in the application",
    )


@pytest.mark.parametrize(
    ("fix", "column"),
    [
        (["3", "국가", "나이지리아", "니제르", "why"], "old"),
        (["1", "국가", "국가", "니제르", "why"], "row"),
        (["99", "국가", "", "니제르", "why"], "row"),
        (["x", "국가", "", "니제르", "why"], "row"),
        (["3", "비고", "", "니제르", "why"], "column"),
        (["3", "국가", "니제르공화", "니제르", " "], "reason"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_changes_nothing(
    fix: list[str], column: str, tmp_path: Path
) -> None:
    register = _corrected(tmp_path, fix, rows=_misspelt())
    refused = [problem for problem in register.problems if problem.file == "corrections.csv"]
    assert [(problem.row, problem.column) for problem in refused] == [(2, column)]
    assert register.corrections == ()
    assert [p.row for p in register.problems if p.file == "register.csv"] == [3]


def test_a_cell_is_corrected_once(tmp_path: Path) -> None:
    first = ["3", "국가", "니제르공화", "니제르", "why"]
    register = _corrected(tmp_path, first, ["3", "국가", "니제르", "말리", "why"], rows=_misspelt())
    assert len(register.corrections) == 1
    assert [(p.file, p.row) for p in register.problems] == [("corrections.csv", 3)]


def test_an_empty_cell_can_be_filled(tmp_path: Path) -> None:
    register = _corrected(tmp_path, ["4", "분야", "", "교통", "asked the applicant"])
    assert register.cases.loc[2, "field"] == "transport"


def test_a_row_confirmed_as_it_stands_may_look_like_another(tmp_path: Path) -> None:
    rows = [ROWS[0], ["21-09", *ROWS[0][1:]]]
    assert [p.row for p in _corrected(tmp_path, rows=rows).problems] == [3]
    fix = ["3", "사업명", "버스 정보", "버스 정보", "two lots of one tender"]
    register = _corrected(tmp_path, fix, rows=rows)
    assert register.problems == ()
    assert register.rows_counted == 2


def test_corrections_may_be_korean_and_in_a_workbook(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "register.csv", [HEADINGS, *_misspelt()])
    rows = [["행", "열", "변경 전", "변경 후", "사유"], [3, "국가", "니제르공화", "니제르", "확인"]]
    fixes = write_xlsx(tmp_path / "corrections.xlsx", {"s": rows})
    assert read_register(path, corrections=fixes).problems == ()


def test_a_file_that_is_no_list_of_corrections_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "register.csv")
    with pytest.raises(InputError, match="no list of corrections"):
        read_register(path, corrections=path)
    with pytest.raises(InputError, match="does not exist"):
        read_register(path, corrections=tmp_path / "corrections.csv")
