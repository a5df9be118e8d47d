"""A synthetic register counts to every figure published for its year, and says what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcity_analysis.cli import main
from kcity_analysis.evidence.facts import named_applicants, published
from kcity_analysis.register.example_register import (
    EXAMPLE_COLUMNS,
    SYNTHETIC,
    example_register,
    write_example_register,
)
from kcity_analysis.register.tabulating import tabulate
from kcity_analysis.vocabulary.problems import InputError

YEARS = [2020, 2021, 2022, 2023]


def printed(year: int) -> pd.DataFrame:
    """The reception figures that a source prints for the year, each once."""
    rows = published().query(
        "year == @year and first_year == @year and stage == 'reception' and confidence != 'low'"
    )
    rows = rows[~rows["dimension"].isin(["change", "budget"])]
    return rows.drop_duplicates(["dimension", "category", "measure"])


PRINTED = {year: printed(year) for year in YEARS}


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10**9))
@example(seed=0)
@pytest.mark.parametrize("year", YEARS)
def test_its_tabulation_equals_the_published_figures_for_any_seed(year: int, seed: int) -> None:
    key = ["dimension", "category", "measure"]
    counted = tabulate(example_register(year, seed=seed)).set_index(key)["value"]
    expected = PRINTED[year].set_index(key)["value"]
    assert counted.reindex(expected.index).to_dict() == expected.to_dict()


def test_the_published_figures_meant_are_those_of_the_releases() -> None:
    def held(year: int) -> set[tuple[str, str, str, float]]:
        columns = ["dimension", "category", "measure", "value"]
        return set(PRINTED[year][columns].itertuples(index=False, name=None))

    assert {
        ("total", "all", "cases", 80),
        ("total", "all", "countries", 23),
        ("country", "TUR", "cases", 16),
        ("region", "New Northern", "cases", 27),
        ("type_field", "solution planning | e-government", "cases", 14),
    } <= held(2020)
    assert {
        ("total", "all", "cases", 111),
        ("total", "all", "countries", 39),
        ("region", "New Southern", "cases", 35),
        ("type", "solution planning", "countries", 16),
        ("type_field", "solution planning | transport", "cases", 13),
    } <= held(2021)
    assert len(held(2020)) == 19
    assert len(held(2021)) == 22
    assert held(2022) == {("total", "all", "cases", 33), ("total", "all", "countries", 17)}


@pytest.mark.parametrize("year", YEARS)
def test_every_row_says_that_it_is_synthetic(year: int) -> None:
    register = example_register(year)
    assert list(register.columns) == EXAMPLE_COLUMNS
    for column in ("title", "applicant", "note"):
        assert register[column].str.contains(SYNTHETIC).all()
    assert register["case_no"].str.startswith("SYN-").all()
    assert register["case_no"].is_unique


def test_it_holds_the_countries_that_the_release_names() -> None:
    for year in (2020, 2021):
        named = set(named_applicants(year).query("stage == 'reception'")["iso3"])
        assert named <= set(example_register(year, seed=7)["country"])


def test_its_days_lie_in_the_application_window() -> None:
    days = example_register(2021)["submitted_on"]
    assert min(days) >= date(2021, 2, 18)
    assert max(days) <= date(2021, 4, 20)


def test_another_seed_is_another_register() -> None:
    assert example_register(2021, seed=1).equals(example_register(2021, seed=1))
    assert not example_register(2021, seed=1).equals(example_register(2021, seed=2))


def test_a_longer_one_keeps_the_countries_and_has_the_rows_asked_for() -> None:
    register = example_register(2021, rows=1110)
    assert len(register) == 1110
    assert register["case_no"].is_unique
    figures = tabulate(register).set_index(["dimension", "category", "measure"])["value"]
    assert figures["total", "all", "countries"] == 39
    assert figures["region", "New Southern", "cases"] == 350


@pytest.mark.parametrize("extension", ["csv", "parquet", "xlsx"])
def test_a_file_holds_the_register_and_says_what_it_is(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"register.{extension}"
    assert write_example_register(path, 2021, seed=3) == 111
    if extension == "csv":
        found = pd.read_csv(path, keep_default_na=False, parse_dates=["submitted_on"])
    elif extension == "parquet":
        from pyarrow import parquet

        found = pd.read_parquet(path)
        assert parquet.read_schema(path).metadata[b"note"] == SYNTHETIC.encode()
    else:
        found = pd.read_excel(
            path, sheet_name=f"{SYNTHETIC} 2021", keep_default_na=False, engine="calamine"
        )
    expected = example_register(2021, seed=3).astype({"submitted_on": "datetime64[s]"})
    pd.testing.assert_frame_equal(found.astype(expected.dtypes), expected)


def test_a_long_file_is_written_in_pieces_that_fit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kcity_analysis.register.example_register._PIECE", 100)
    expected = example_register(2021, rows=350)
    for extension in ("csv", "parquet"):
        path = tmp_path / f"register.{extension}"
        assert write_example_register(path, 2021, rows=350) == 350
        read = pd.read_parquet if extension == "parquet" else pd.read_csv
        found = read(path)
        assert list(found["case_no"]) == list(expected["case_no"])
        assert list(found["country"]) == list(expected["country"])


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_example_register(tmp_path / "none" / "register.csv", 2021)
    with pytest.raises(InputError, match=r"one of \.csv, \.xlsx, \.parquet"):
        write_example_register(tmp_path / "register.txt", 2021)
    with pytest.raises(InputError, match="has 111 cases; it cannot be cut to 5 rows"):
        write_example_register(tmp_path / "register.csv", 2021, rows=5)
    with pytest.raises(InputError, match="a sheet holds 1,048,575 rows"):
        write_example_register(tmp_path / "register.xlsx", 2021, rows=2_000_000)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    done = CliRunner().invoke(main, ["example-register", "--year", "2021", str(path)])
    assert done.exit_code == 0
    assert done.stdout.endswith("register.csv: 111 synthetic rows\n")
    again = CliRunner().invoke(main, ["example-register", "--year", "2025", str(path)])
    assert again.exit_code == 2
    assert "no reception figures of 2025 are published" in again.stderr
