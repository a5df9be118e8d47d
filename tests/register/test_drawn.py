"""Drawn applications meet the published sums, and a matrix is found wherever there is one."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.register.drawn import drawn_cases, matrix
from kcity_analysis.vocabulary.problems import InputError

small = st.lists(st.integers(0, 3), min_size=2, max_size=2)
most = st.lists(small, min_size=2, max_size=2)


@settings(deadline=None)
@given(small, small, most, st.integers(0, 5))
def test_a_matrix_is_found_exactly_where_there_is_one(
    rows: list[int], columns: list[int], bounds: list[list[int]], seed: int
) -> None:
    found = matrix(rows, columns, bounds, random.Random(seed))
    if found is None:
        (a, b), (c, d) = bounds
        every = product(range(a + 1), range(b + 1), range(c + 1), range(d + 1))
        sums = {((w + x, y + z), (w + y, x + z)) for w, x, y, z in every}
        assert (tuple(rows), tuple(columns)) not in sums
    else:
        assert [sum(row) for row in found] == rows
        assert [sum(column) for column in zip(*found, strict=True)] == columns
        assert all(0 <= found[i][j] <= bounds[i][j] for i in (0, 1) for j in (0, 1))


def test_the_same_seed_draws_the_same_cases_and_another_one_others() -> None:
    def draw(seed: int) -> list[tuple[str, str, str]]:
        return drawn_cases(2021, random.Random(seed))

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_a_year_without_reception_figures_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(InputError, match=r"of 2024 are published; .* 2020, 2021, 2022, 2023"):
        drawn_cases(2024, random.Random(0))
