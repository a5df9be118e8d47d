from pathlib import Path

from click.testing import CliRunner, Result
from sample_registers import HEADINGS, ROWS, write_csv

from kcity_analysis.cli import main

BAD = [*ROWS[0][:2], "Korea", *ROWS[0][3:]]


def _check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_the_exit_status_tells_clean_from_problems_from_unreadable(tmp_path: Path) -> None:
    clean = _check(write_csv(tmp_path / "clean.csv"))
    assert (clean.exit_code, clean.stderr) == (0, "")
    assert "3 rows read = 3 counted + 0 reported" in clean.stdout
    bad = _check(write_csv(tmp_path / "bad.csv", [HEADINGS, BAD]))
    assert bad.exit_code == 1
    assert "South Korea (KOR) or North Korea (PRK)" in bad.stdout
    for path in (tmp_path, tmp_path / "none.csv"):
        unreadable = _check(path)
        assert (unreadable.exit_code, unreadable.stdout) == (2, "")
        assert unreadable.stderr.startswith("kcity: ")
        assert unreadable.stderr.count("\n") == 1


def test_the_list_is_written_as_csv_that_excel_reads_and_as_html(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", [HEADINGS, BAD])
    result = _check(path, "--format", "csv", "--out", tmp_path / "list.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 problem." in result.stderr
    data = (tmp_path / "list.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbffile,row,column,value,expected,action\n")
    assert "bad.csv,2,국가,Korea," in data.decode("utf-8-sig")
    result = _check(path, "--format", "html")
    assert result.stdout.startswith("<!DOCTYPE html>")


def test_corrections_are_applied_and_listed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", [HEADINGS, BAD])
    fixes = [
        ["row", "column", "old value", "new value", "reason"],
        ["2", "국가", "Korea", "PRK", "?"],
    ]
    result = _check(path, "--corrections", write_csv(tmp_path / "corrections.csv", fixes))
    assert result.exit_code == 0
    assert "Corrected, country in row 2: 'Korea' to 'PRK' (?)." in result.stdout


def test_neither_the_register_nor_its_corrections_are_written_over(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", [HEADINGS, BAD])
    before = path.read_bytes()
    result = _check(path, "--out", path)
    assert result.exit_code == 2
    assert path.read_bytes() == before
    assert _check(path, "--out", tmp_path / "none" / "list.csv").exit_code == 2


def test_year_and_stage_are_taken_from_the_command_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["국가", "사업유형"], ["베트남", "해외실증형"]])
    assert _check(path).exit_code == 2
    assert _check(path, "--year", "2021", "--stage", "selection").exit_code == 0
