"""Parameters are read as papermill reads them, and nothing of a wrong name or type gets through."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_project import NOTEBOOKS

from kcity_analysis.batch.parameters import read_parameters, typed
from kcity_analysis.vocabulary.problems import InputError


def notebook(source: str) -> dict:
    return {"cells": [{"source": source, "metadata": {"tags": ["parameters"]}}]}


PARAMETERS = read_parameters(
    notebook('year: int = 2021\nshare: float = 0.5\nregister: str = ""\nwhole: bool = True'), "n"
)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_papermill_finds_the_same_names_types_defaults_and_comments(path):
    from papermill import inspect_notebook

    ours = {
        parameter.name: (parameter.type, repr(parameter.default).replace("'", '"'), parameter.help)
        for parameter in read_parameters(json.loads(path.read_text("utf-8")), path.name)
    }
    theirs = {
        name: (found["inferred_type_name"], found["default"], found["help"])
        for name, found in inspect_notebook(path).items()
    }
    assert ours == theirs


def test_a_notebook_without_parameters_has_none():
    assert read_parameters({"cells": [{"source": "1", "metadata": {}}]}, "n") == ()


@pytest.mark.parametrize(
    "source",
    [
        "years = [2020]",
        "x: int = 1 + 1",
        "x: int = '1'",
        "x: int",
        "print(1)",
        "x = y = 1",
        "x: Path = 1",
    ],
)
def test_a_parameters_cell_holds_only_names_with_a_literal_value(source):
    with pytest.raises(InputError, match=r"n\.ipynb"):
        read_parameters(notebook(source), "n.ipynb")


def test_values_get_the_type_of_their_parameter():
    texts = [("year", "2020"), ("share", "1"), ("register", "2024_25"), ("whole", "false")]
    values = typed("reception", PARAMETERS, texts)
    assert values == {"year": 2020, "share": 1.0, "register": "2024_25", "whole": False}
    assert [type(value) for value in values.values()] == [int, float, str, bool]


def test_every_wrong_name_and_value_is_told_at_once():
    texts = [("yaer", "2020"), ("year", "2024_25"), ("share", "nan"), ("whole", "yes")]
    with pytest.raises(InputError) as caught:
        typed("reception", PARAMETERS, texts)
    assert len(caught.value.problems) == 4
    assert "did you mean year?" in str(caught.value)


@given(st.integers())
def test_a_whole_number_comes_back_as_it_was_written(number):
    assert typed("r", PARAMETERS, [("year", str(number))]) == {"year": number}


@given(st.text().filter(lambda text: not text.strip("+-").isdecimal()))
def test_no_other_text_is_a_year(text):
    with pytest.raises(InputError):
        typed("r", PARAMETERS, [("year", text)])
