"""What is said of bounded figures holds in every admissible table, and is said where it must."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.evidence.provable import (
    exact,
    falling,
    fell_most,
    leaders,
    rising,
    rose_most,
)

NAN = float("nan")


def levels(*ends):
    return pd.DataFrame(ends, columns=["least", "most"])


def moves(*ends):
    return pd.DataFrame(ends, columns=["change_least", "change_most"])


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (levels((35, 35), (33, 33), (19, 19)), [0]),
        (levels((5, 6), (0, 4)), [0]),
        (levels((5, 6), (0, 5)), []),  # the other may have as many
        (levels((4, 4), (4, 4), (3, 3)), [0, 1]),  # a tie, and it is certain
        (levels((4, 6), (4, 4), (3, 3)), []),  # a tie or not
        (levels((0, 0), (0, 0)), []),
        (
            levels(
                (7, 7),
            ),
            [],
        ),  # nothing to have more than
        (levels((5, 5), (NAN, NAN)), []),  # nothing is known of the other
        (levels((5, NAN), (0, 4)), [0]),  # at least 5
        (levels(), []),
    ],
)
def test_who_has_the_most_is_named_where_it_is_certain(rows, named):
    assert leaders(rows).index.tolist() == named


def test_2026_against_2025_has_no_region_that_fell_most():
    # Three projects announced of a year in progress: Europe 1 of 3, and 3 in the year before.
    rows = moves((-2, 5), (-3, 4), (0, 2))
    assert falling(rows).empty
    assert fell_most(rows).empty


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        (moves((4, 5), (1, 3), (-2, 3)), [0]),
        (moves((4, 5), (1, 4), (-2, 3)), []),  # the second may have risen as much
        (moves((4, 4), (4, 4), (1, 1)), []),  # a tie has no most
        (moves((4, 5), (-1, 1)), []),  # only one rose for certain
        (moves((2, 3), (1, 1), (0, 3)), []),  # one that may not have risen may have risen more
    ],
)
def test_who_rose_most_is_named_where_several_rose_and_one_by_more_than_any(rows, most):
    assert rose_most(rows).index.tolist() == most
    mirrored = moves(*(-rows[["change_most", "change_least"]].to_numpy()))
    assert fell_most(mirrored).index.tolist() == most


TABLES = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(0, 4), st.integers(0, 4)), min_size=0, max_size=6
)
"""A true value each, and how far below and above it the ends are."""


@given(TABLES)
def test_whatever_is_named_holds_in_the_true_table(table):
    values = pd.Series([value for value, _, _ in table], dtype=float)
    low = pd.Series([value - below for value, below, _ in table], dtype=float)
    high = pd.Series([value + above for value, _, above in table], dtype=float)
    rows = pd.DataFrame({"least": low, "most": high, "change_least": low, "change_most": high})
    top = leaders(rows).index
    assert all(values[top] == values.max())
    assert len(top) == 0 or all(values.drop(top) < values.max())
    assert all(values[rising(rows).index] > 0)
    assert all(values[falling(rows).index] < 0)
    for found, sign in ((rose_most(rows).index, 1), (fell_most(rows).index, -1)):
        assert len(found) < 2
        for at in found:
            assert sign * values[at] > max((sign * values.drop(at)).max(), 0)
            assert (sign * values > 0).sum() > 1


@given(TABLES)
def test_with_exact_figures_whoever_has_the_most_is_named(table):
    values = pd.Series([value for value, _, _ in table], dtype=float)
    rows = pd.DataFrame({"least": values, "most": values})
    assert exact(rows).all()
    if len(values) > 1 and values.max() > 0:
        assert leaders(rows).index.tolist() == values.index[values == values.max()].tolist()
