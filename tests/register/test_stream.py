"""A long register is reduced piece by piece to the cells it would have as a whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kcity_analysis.register import stream
from kcity_analysis.register.cells import cells
from kcity_analysis.register.example_register import example_register
from kcity_analysis.register.meanings import KEYS, named
from kcity_analysis.register.stream import streamed
from kcity_analysis.vocabulary.problems import InputError

HEADINGS = "year,country,type,field"
ROW = "2021,VNM,overseas demonstration,water"


@pytest.fixture(autouse=True)
def all_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LONG_CSV", 0)
    monkeypatch.setattr(stream, "LONG_PARQUET", 0)


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    frame = pd.concat([example_register(2021, seed=seed) for seed in range(8)])
    return frame.assign(field=frame["field"].where(frame["field"] != "safety", None))


def counts(path: Path) -> pd.DataFrame:
    found = streamed(path)
    assert found is not None
    return named(found, KEYS).cells


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_pieces_of_a_parquet_file_add_up(
    register: pd.DataFrame, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_ROWS", 100)
    monkeypatch.setattr(stream, "_PARTIAL", 150)
    path = tmp_path / "register.parquet"
    register.astype({"country": kind, "type": kind}).to_parquet(path, row_group_size=130)
    pd.testing.assert_frame_equal(counts(path), cells(register))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_pieces_of_a_csv_file_add_up(
    register: pd.DataFrame,
    tmp_path: Path,
    delimiter: str,
    encoding: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "_BYTES", 4096)
    path = tmp_path / "register.csv"
    register.to_csv(path, sep=delimiter, encoding=encoding, index=False)
    pd.testing.assert_frame_equal(counts(path), cells(register))


def test_korean_headings_and_line_breaks_within_a_value_are_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text('연도,국가,사업유형,사업명\n2021,베트남,해외실증,"두\n줄"\n2021,NA,해외실증,\n')
    found = counts(path)
    assert found[["country", "cases"]].to_numpy().tolist() == [["NAM", 1], ["VNM", 1]]


@pytest.mark.parametrize(
    "text",
    [
        "K-City Network 2021\nyear,country,type\n2021,VNM,planning\n",  # a title row
        "year,country,국가,type\n2021,VNM,VNM,planning\n",  # two columns of one meaning
        "year,country\n2021,VNM\n",
        "",
    ],
)
def test_a_file_whose_headings_are_not_plain_is_left_to_be_read_whole(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(text)
    assert streamed(path) is None


def test_a_file_in_another_encoding_is_left_to_be_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("연도,국가,사업유형\n2021,베트남,해외실증\n", encoding="cp949")
    assert streamed(path) is None


def test_a_short_file_is_left_to_be_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADINGS}\n{ROW}\n")
    assert streamed(path) is None


def test_a_row_with_too_few_values_is_an_error_and_not_dropped(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADINGS}\n{ROW}\n2021,VNM\n{ROW}\n")
    with pytest.raises(InputError, match="cannot be read to its end"):
        streamed(path)


def test_another_encoding_further_down_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(
        f"{HEADINGS}\n".encode() + f"{ROW}\n".encode() * 3000 + "2021,베트남,a,b\n".encode("cp949")
    )
    with pytest.raises(InputError, match="cannot be read to its end"):
        streamed(path)


def test_a_parquet_file_that_breaks_off_is_an_error(register: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    register.to_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="cannot be read to its end"):
        streamed(path)


@pytest.mark.parametrize("place", ["none.csv", "."])
def test_what_is_no_file_is_left_to_the_reader_of_whole_files(tmp_path: Path, place: str) -> None:
    assert streamed(tmp_path / place) is None
