"""Bounds on countries that stand in several parts: against exhaustion and an integer programme."""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from kcity_analysis.evidence.overlaps import overlap


def by_integer_programme(total, parts, outside):
    """The same four bounds from one variable for each set of parts a country can stand in."""
    sets = [
        chosen for size in range(len(parts) + 1) for chosen in combinations(range(len(parts)), size)
    ]
    rows = [[1] * len(sets)]
    low, high = [total], [total]
    for part, size in enumerate(parts):
        rows.append([int(part in chosen) for chosen in sets])
        low.append(size)
        high.append(size)
    rows.append([int(chosen == ()) for chosen in sets])
    low.append(0)
    high.append(outside)
    constraint = LinearConstraint(np.array(rows), low, high)
    bounds = []
    for least in (2, len(parts)):
        aim = np.array([float(len(chosen) >= least) for chosen in sets])
        for sign in (1, -1):
            solved = milp(sign * aim, integrality=np.ones(len(sets)), constraints=constraint)
            if not solved.success:
                return None
            bounds.append(round(sign * solved.fun))
    return tuple(bounds)


def bounds_of(found):
    return found and (found.several_least, found.several_most, found.every_least, found.every_most)


def test_of_39_countries_in_types_of_24_16_and_12_at_least_7_and_at_most_13_are_in_several():
    # 24 + 16 + 12 = 52 is 13 too many. A country in two types takes up one, a country in three two:
    # thirteen in two, or six in three and one in two.
    assert bounds_of(overlap(39, [24, 16, 12])) == (7, 13, 0, 6)


def test_of_2021_the_integer_programme_gives_the_same_bounds():
    assert by_integer_programme(39, [24, 16, 12], 0) == (7, 13, 0, 6)


def test_of_2021_trying_every_arrangement_gives_the_same_bounds():
    several, every = [], []
    for ab, ac, bc, abc in product(range(17), range(13), range(13), range(13)):
        a, b, c = 24 - ab - ac - abc, 16 - ab - bc - abc, 12 - ac - bc - abc
        if min(a, b, c) >= 0 and a + b + c + ab + ac + bc + abc == 39:
            several.append(ab + ac + bc + abc)
            every.append(abc)
    assert (min(several), max(several), min(every), max(every)) == (7, 13, 0, 6)


def test_cases_in_no_type_let_as_many_countries_stand_outside():
    # 2020: 17 + 19 = 36 of 23 is 13 too many; each of up to 3 countries outside adds one.
    assert bounds_of(overlap(23, [17, 19], outside=3)) == (13, 16, 13, 16)


def test_parts_that_cannot_be_had_have_no_bounds():
    assert overlap(10, [3, 4]) is None
    assert overlap(3, [4, 1]) is None


@settings(max_examples=60, deadline=None)
@given(
    total=st.integers(0, 14),
    parts=st.lists(st.integers(0, 14), min_size=2, max_size=4),
    outside=st.integers(0, 4),
)
def test_the_bounds_are_those_of_an_integer_programme(total, parts, outside):
    assert bounds_of(overlap(total, parts, outside)) == by_integer_programme(total, parts, outside)
