"""A file of any length counts to the figures of its register, and no row goes unsaid."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from kcity_analysis.cli import main
from kcity_analysis.register.example_register import (
    example_register,
    write_example_register,
)
from kcity_analysis.register.tabulating import count_file, figures_csv, tabulate
from kcity_analysis.vocabulary.problems import InputError


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is long enough to come in several pieces."""
    monkeypatch.setattr("kcity_analysis.register.delimited.PIECE", 7)


def test_the_tidy_csv_has_its_seven_columns_and_whole_numbers() -> None:
    lines = figures_csv(tabulate(example_register(2021))).splitlines()
    assert lines[0] == "year,stage,dimension,category,measure,value,basis"
    assert lines[1] == "2021,reception,total,all,cases,111,recomputed"
    assert lines[2] == "2021,reception,total,all,countries,39,recomputed"


@pytest.mark.parametrize("year", [2020, 2021])
@pytest.mark.parametrize("extension", ["csv", "parquet", "xlsx"])
def test_a_file_counts_to_the_figures_of_its_register(
    tmp_path: Path, extension: str, year: int
) -> None:
    path = tmp_path / f"register.{extension}"
    write_example_register(path, year, seed=5)
    count = count_file(path)
    pd.testing.assert_frame_equal(count.figures, tabulate(example_register(year, seed=5)))
    assert count.problems == ()
    assert count.rows_read == count.rows_counted == len(example_register(year))


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("extension", ["csv"])
def test_a_long_file_counts_to_the_same_figures_as_one_read_whole(
    tmp_path: Path, extension: str
) -> None:
    path = tmp_path / f"register.{extension}"
    write_example_register(path, 2020, seed=5)
    count = count_file(path)
    pd.testing.assert_frame_equal(count.figures, tabulate(example_register(2020, seed=5)))
    assert (count.rows_read, count.rows_counted, count.problems) == (80, 80, ())


@pytest.mark.parametrize("piece", [16_384, 1])
def test_a_year_without_a_contest_is_refused_in_a_short_file_a_long_one_and_a_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("kcity_analysis.register.delimited.PIECE", piece)
    path = tmp_path / "register.csv"
    path.write_text(
        "year,country,type\n2021,VNM,overseas demonstration\n2019,PER,overseas demonstration\n"
    )
    frame = pd.read_csv(path)
    for given in (path, frame):
        with pytest.raises(InputError) as caught:
            tabulate(given)
        (problem,) = caught.value.problems
        assert (problem.column, problem.value) == ("year", "2019")
        assert problem.expected == "a year of the contest, 2020 to 2049"
    (problem,) = count_file(path).problems
    assert (problem.row, problem.value) == (3, "2019")


FAULTY = """year,country,type,field
2021,VNM,overseas demonstration,water
2021,Atlantis,overseas demonstration,water
2021,VNM,planning,water
"""


@pytest.mark.parametrize("long", [False, True])
def test_rows_read_are_rows_counted_and_rows_reported(
    tmp_path: Path, long: bool, request: pytest.FixtureRequest
) -> None:
    if long:
        request.getfixturevalue("in_pieces")
    path = tmp_path / "register.csv"
    path.write_text(FAULTY)
    count = count_file(path)
    assert (count.rows_read, count.rows_counted) == (3, 1)
    assert {problem.value for problem in count.problems} == {"Atlantis", "planning"}
    assert count.figures["value"].iloc[0] == 1


def test_a_file_of_which_nothing_is_counted_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("year,country,type\n2021,Atlantis,planning\n")
    with pytest.raises(InputError, match="no cases to count") as caught:
        count_file(path)
    assert len(caught.value.problems) == 2


def test_the_command_writes_the_figures_to_the_terminal_or_to_a_file(tmp_path: Path) -> None:
    path, out = tmp_path / "register.parquet", tmp_path / "figures.csv"
    write_example_register(path, 2021, seed=5)
    shown = CliRunner().invoke(main, ["tabulate", str(path)])
    assert shown.exit_code == 0
    assert shown.stdout == figures_csv(tabulate(example_register(2021, seed=5)))
    written = CliRunner().invoke(main, ["tabulate", str(path), "--out", str(out), "--year", "2021"])
    assert (written.exit_code, written.stdout) == (0, "")
    assert out.read_bytes().decode() == shown.stdout


def test_the_command_lists_what_it_did_not_count_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(FAULTY)
    done = CliRunner().invoke(main, ["tabulate", str(path)])
    assert done.exit_code == 1
    assert done.stdout.startswith("year,stage,dimension,category,measure,value,basis\n2021,")
    assert done.stderr.startswith("register.csv: 3 rows below row 1.\n")
    assert "Atlantis" in done.stderr
    assert "planning" in done.stderr


@pytest.mark.parametrize("arguments", [["--year", "2020"], ["--stage", "selection"]])
def test_the_command_refuses_what_the_register_has_not_and_writes_nothing(
    tmp_path: Path, arguments: list[str]
) -> None:
    path, out = tmp_path / "register.csv", tmp_path / "figures.csv"
    write_example_register(path, 2021)
    done = CliRunner().invoke(main, ["tabulate", str(path), *arguments, "--out", str(out)])
    assert done.exit_code == 2
    assert done.stderr.startswith("kcity: register.csv has no cases to count")
    assert not out.exists()


def test_the_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["tabulate", str(tmp_path / "none.csv")])
    assert done.exit_code == 2
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.output
