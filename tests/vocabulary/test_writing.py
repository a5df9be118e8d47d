"""A file is replaced as a whole or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.writing import replacing


def test_the_draft_takes_the_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("old")
    with replacing(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_the_file_is_as_it_was_and_no_draft_is_left(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as draft:
        draft.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["", "none/figures.csv"])
def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path, place: str) -> None:
    with pytest.raises(InputError, match="cannot be written"), replacing(tmp_path / place) as draft:
        draft.write_text("new")
