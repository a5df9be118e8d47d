import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sample_registers import HEADINGS, ROWS, write_csv, write_xlsx

from kcity_analysis.cli import main
from kcity_analysis.register.checking import as_csv, as_html, problem_table, summary
from kcity_analysis.register.reading import read_register
from kcity_analysis.register.sheets import printable
from kcity_analysis.vocabulary import formula_safe, page_policy
from kcity_analysis.vocabulary.problems import Problem

BAD = [*ROWS[0][:2], "Korea", *ROWS[0][3:]]


def _check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_the_page_of_problems_has_the_policy_of_every_page(tmp_path: Path) -> None:
    page = as_html(read_register(write_csv(tmp_path / "bad.csv", [HEADINGS, BAD])))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy == page_policy(style)
    for directive in (
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert directive in policy.split("; ")
    assert "'unsafe-inline'" not in policy.partition("style-src-attr")[0]
    assert page.index("Content-Security-Policy") < page.index("<title>")


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
    assert "Corrected, country in row 2: “Korea” to “PRK” (?)." in result.stdout


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


PROBLEM = Problem("a.csv", 5, "국가", "Korea", "one country", "write which")


def test_the_table_shows_each_problem_with_its_row_and_aligns_korean() -> None:
    other = Problem("a.csv", 12, "도시", "x", "a city", "fill it in")
    text = problem_table([PROBLEM, other], width=100)
    lines = text.splitlines()
    assert "what to do" in lines[0]
    assert [line.split()[0] for line in lines[2:]] == ["5", "12"]
    assert "file" not in lines[0]
    assert "b.csv" in problem_table([PROBLEM, Problem("b.csv", 1, "", "", "x", "y")], width=100)


def test_equal_problems_stand_together_with_their_rows() -> None:
    many = [
        Problem("a.csv", row, "국가", "Korea", "one country", "write which") for row in range(2, 42)
    ]
    text = problem_table([*many, Problem("a.csv", 50, "국가", "x", "a country", "correct it")], 120)
    assert "in 40 rows: rows 2–41" in text
    assert len(text.splitlines()) < 8
    assert "40개 행: 2–41행" in problem_table(many, 120, "ko")


def test_a_hundred_thousand_equal_problems_are_one_line_and_quick() -> None:
    many = [Problem("a.csv", row, "국가", "x", "a country", "correct it") for row in range(100_000)]
    assert len(problem_table(many, 120).splitlines()) < 8


def test_what_was_read_stands_first_and_in_the_language_asked_for(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [[*HEADINGS, "색상"], [*ROWS[0], "파랑"], [*BAD, ""]])
    english = _check(path).stdout.splitlines()
    assert english[0] == "a.csv: 2 rows below row 1."
    assert english[1].startswith("Columns used: 접수번호 (case number), 연도 (year), ")
    assert english[2] == "Columns not used: 색상."
    korean = _check(path, "--language", "ko").stdout
    assert korean.startswith("a.csv: 1행 아래 2개 행.\n사용한 열: 접수번호 (접수번호)")
    assert "하나의 국가" in korean
    assert "expected" not in korean


def test_the_language_is_the_systems_where_none_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "읽은 행" in _check(path).stdout
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "rows read" in _check(path).stdout


def test_a_console_in_cp949_gets_readable_text(tmp_path: Path) -> None:
    row = [*ROWS[0][:2], "Côte d’Ivoirx \u1234", *ROWS[0][3:]]
    path = write_csv(tmp_path / "a.csv", [HEADINGS, row])
    command = [sys.executable, "-m", "kcity_analysis", "check", str(path)]
    environment = os.environ | {"PYTHONIOENCODING": "cp949", "LC_ALL": "ko_KR"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "Cote d’Ivoirx" in done.stdout.decode("cp949")


def test_an_answer_on_the_status_is_in_or_out(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "상태"], [*ROWS[0], "철회"], [*ROWS[1], "접수"]]
    path = write_csv(tmp_path / "a.csv", rows)
    assert _check(path).exit_code == 1
    answered = _check(path, "--status", "철회=out")
    assert answered.exit_code == 0
    assert "Set aside, not counted by --status (철회): row 2." in answered.stdout
    assert _check(path, "--status", "철회=in").exit_code == 0
    wrong = _check(path, "--status", "철회=maybe")
    assert wrong.exit_code == 2
    assert "write WORD=in or WORD=out" in wrong.stderr


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+82 2 123", "-x", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")', "\nx", " =1+1",
     "\u3000=1", "＝1+1", "＋82 2 123", "－x", "＠SUM(A1)"],
)  # fmt: skip
def test_no_cell_of_the_csv_is_run_by_a_spreadsheet_program(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv([Problem("a.csv", 5, text, text, text, text)])))
    kept = text.replace("\r", "\n")  # csv readers take a lone carriage return for a new row
    assert row == ["a.csv", "5", *[f"'{kept}"] * 4]


@pytest.mark.parametrize("text", ["-3", "+3.5", "3", "x=1", ""])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert formula_safe(text) == text


def test_the_page_escapes_what_the_register_says(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    headings = [*HEADINGS[:2], "국가 (<img src=x>)", *HEADINGS[3:], "<b>"]
    row = [*ROWS[0][:2], evil, *ROWS[0][3:], ""]
    page = as_html(read_register(write_csv(tmp_path / "a&b.csv", [headings, row])))
    assert "&lt;script&gt;" in page
    assert "a&amp;b.csv" in page
    for text in ("<script", "<img", "<b>", "http:", "https:"):
        assert text not in page
    assert '<th scope="col">row</th>' in page
    assert "<caption>" in page


def test_nothing_printed_steers_a_terminal(tmp_path: Path) -> None:
    row = [*ROWS[0][:2], "\x1b[2J\u202eVietnam", *ROWS[0][3:]]
    register = read_register(write_csv(tmp_path / "a.csv", [[*HEADINGS, "\x1b[0m"], row]))
    text = problem_table(register.problems, 200) + "\n".join(summary(register))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert printable("\x1b[2J") == "\\x1b[2J"


def test_the_summary_accounts_for_every_row(tmp_path: Path) -> None:
    rows = [HEADINGS, *ROWS, ["", "", "x", *ROWS[0][3:]], ["합계", "", "3개국", "", "3건"]]
    register = read_register(write_csv(tmp_path / "a.csv", rows))
    lines = summary(register)
    assert lines[0] == "a.csv: 4 rows read = 3 counted + 1 reported."
    assert "Set aside, a total: row 6." in lines


@pytest.mark.slow
def test_sheets_and_answers_mean_the_same_to_check_tabulate_draft_and_run(tmp_path: Path) -> None:
    head = ["접수번호", "연도", "국가", "유형", "사업명", "접수상태"]
    sheets = {
        "3월": [head, ["1", "2021", "베트남", "해외실증형", "버스", "접수"]],
        "4월": [
            head,
            ["2", "2021", "라오스", "솔루션형", "주차", "철회"],
            ["3", "2021", "태국, 베트남", "해외실증형", "철도", "접수"],
        ],
        "작성예시": [head, ["9", "2021", "페루", "해외실증형", "보기", "접수"]],
    }
    path = str(write_xlsx(tmp_path / "a.xlsx", sheets))
    given = ["--sheets", "all", "--status", "철회=out"]

    def kcity(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--language", "en"])

    run = ["run", "reception", "--year", "2021", "--output", str(tmp_path / "out"), "--register"]
    for command in (
        ["check"],
        ["tabulate", "--year", "2021"],
        ["draft", "2021", "--register"],
        run,
    ):
        refused = kcity(*command, path)
        assert refused.exit_code in (1, 2), command
        assert "'3월', '4월'" in refused.output, command
    checked = kcity("check", path, *given)
    assert checked.exit_code == 0
    assert "3 rows" not in checked.output.splitlines()[0]
    assert "Sheet not read: '작성예시'" in checked.output
    counted = kcity("tabulate", path, "--year", "2021", *given)
    assert "2021,reception,total,all,cases,2,recomputed" in counted.stdout
    assert "2021,reception,total,all,countries,2,recomputed" in counted.stdout
    drafted = kcity("draft", "2021", "--register", path, *given)
    assert drafted.exit_code == 0
    assert re.search(r"\b2 (cases|applications)\b.*\b2 countries\b", drafted.output)
    ran = kcity(*run, path, *given)
    assert ran.exit_code == 0, ran.output
    (figures,) = (tmp_path / "out").rglob("reception*.csv")
    with figures.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    total = {
        (row["measure"], row["value"])
        for row in rows
        if (row["year"], row["stage"], row["dimension"]) == ("2021", "reception", "total")
    }
    assert ("cases", "2") in total


@pytest.mark.parametrize(
    ("remark", "asked"),
    [
        ("데이터 통합플랫폼 구축", False),  # a platform that integrates
        ("폐기물 관리", False),  # waste
        ("반려동물 등록", False),  # pets
        ("테스트베드 조성", False),  # a test bed
        ("3번과 통합됨", True),
        ("서류 반려함", True),
        ("폐기", True),
    ],
)
def test_a_word_of_a_status_within_another_word_asks_nothing(tmp_path, remark, asked):
    path = tmp_path / "register.csv"
    path.write_text(
        f"연도,국가,사업유형,비고\n2021,케냐,해외실증형,{remark}\n2021,페루,해외실증형,\n"
    )
    register = read_register(path, stage="reception")
    assert bool(register.problems) == asked
