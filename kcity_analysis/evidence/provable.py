"""What may be said of figures that are known within bounds: only what holds for every value.

A frame here has ``least`` and ``most`` of each category of one measure; a missing end is open.
The ends are those of each figure alone, so that what is found here holds, and something that also
holds may be missed.
"""

from __future__ import annotations

import math

import pandas as pd

from kcity_analysis.vocabulary import percent_of


def leaders(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that have the most of all in every admissible table: one, or several that tie.

    No row where none can be named, where all have nothing, or where there is nothing to compare.

    >>> rows = pd.DataFrame({"category": ["a", "b"], "least": [5, 0], "most": [6, 4]})
    >>> leaders(rows)["category"].tolist(), leaders(rows.assign(most=[6, 5])).empty
    (['a'], True)
    """
    least, most = _ends(rows, "least", "most")
    top = least == least.max()
    if len(rows) < 2 or not least.max() > 0:
        return rows[:0]
    if top.sum() > 1 and (least[top] != most[top]).any():
        return rows[:0]
    others = most[~top]
    return rows[top] if others.empty or others.max() < least.max() else rows[:0]


def rising(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows whose change is more than nothing in every admissible table."""
    least, _ = _ends(changes, "change_least", "change_most")
    return changes[least > 0]


def falling(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows whose change is less than nothing in every admissible table."""
    _, most = _ends(changes, "change_least", "change_most")
    return changes[most < 0]


def rose_most(changes: pd.DataFrame) -> pd.DataFrame:
    """The one row that rose by more than any other in every admissible table, of several that rose.

    >>> rows = pd.DataFrame({"change_least": [4, 1, -2], "change_most": [5, 3, 3]})
    >>> rose_most(rows).index.tolist(), rose_most(rows.drop(index=1)).empty
    ([0], True)
    """
    return _furthest(changes, rising(changes), +1)


def fell_most(changes: pd.DataFrame) -> pd.DataFrame:
    """The one row that fell by more than any other in every admissible table, of several."""
    return _furthest(changes, falling(changes), -1)


def _furthest(changes: pd.DataFrame, moved: pd.DataFrame, sign: int) -> pd.DataFrame:
    low, high = _ends(changes, "change_least", "change_most")
    if sign < 0:
        low, high = -high, -low
    if len(moved) < 2:
        return moved[:0]
    top = low.index == low[moved.index].idxmax()
    return changes[top] if low[top].max() > high[~top].max() else moved[:0]


def exact(rows: pd.DataFrame, least: str = "least", most: str = "most") -> pd.Series:
    """Which rows have one value only."""
    return rows[least].notna() & (rows[least] == rows[most])


def _ends(rows: pd.DataFrame, least: str, most: str) -> tuple[pd.Series, pd.Series]:
    return (
        rows[least].astype(float).fillna(-math.inf),
        rows[most].astype(float).fillna(math.inf),
    )


def share_of(part: tuple[float, float], whole: tuple[float, float]) -> tuple[float, float]:
    """A part in percent of the whole that it is in, from the least to the most it can be.

    NaN of a whole that is nothing. What a part can have more, its whole has more, too, as far as
    that can.

    >>> share_of((5, 6), (25, 27)), share_of((35, 35), (111, 111))
    ((18.5, 23.1), (31.5, 31.5))
    """
    if not whole[1]:
        return math.nan, math.nan
    smallest = whole[1] if whole[0] == whole[1] else min(whole[0] + part[1] - part[0], whole[1])
    return percent_of(part[0], whole[1]), percent_of(part[1], smallest) if smallest else 0.0
