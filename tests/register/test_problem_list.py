import csv
import io
from pathlib import Path

import pytest
from sample_registers import HEADINGS, ROWS, write_csv

from kcity_analysis.register.grid import printable
from kcity_analysis.register.problem_list import as_csv, as_html, as_table, summary
from kcity_analysis.register.reading import read_register
from kcity_analysis.vocabulary import formula_safe
from kcity_analysis.vocabulary.problems import Problem

PROBLEM = Problem("a.csv", 5, "국가", "Korea", "one country", "write which")


def test_the_table_shows_each_problem_with_its_row_and_aligns_korean() -> None:
    other = Problem("a.csv", 12, "도시", "x", "a city", "fill it in")
    text = as_table([PROBLEM, other], width=100)
    lines = text.splitlines()
    assert "what to do" in lines[0]
    assert [line.split()[0] for line in lines[2:]] == ["5", "12"]
    assert "file" not in lines[0]
    assert "b.csv" in as_table([PROBLEM, Problem("b.csv", 1, "", "", "x", "y")], width=100)


@pytest.mark.parametrize(
    "text", ["=1+1", "+82 2 123", "-x", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")']
)
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
    text = as_table(register.problems, 200) + "\n".join(summary(register))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert printable("\x1b[2J") == "\\x1b[2J"


def test_the_summary_accounts_for_every_row(tmp_path: Path) -> None:
    rows = [HEADINGS, *ROWS, ["", "", "x", *ROWS[0][3:]], ["합계", "", "3개국", "", "3건"]]
    register = read_register(write_csv(tmp_path / "a.csv", rows))
    lines = summary(register)
    assert lines[0] == "a.csv: 4 rows read = 3 counted + 1 reported."
    assert "Set aside, a total: row 6." in lines
