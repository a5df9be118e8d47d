from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.charts.labels import place_labels

FRAME = (0.0, 0.0, 400.0, 200.0)


def placed(marks, width=40.0, obstacles=()):
    marks = np.array(marks, dtype=float).reshape(-1, 2)
    sizes = np.tile([width, 7.0], (len(marks), 1))
    return place_labels(marks, sizes, np.full(len(marks), 2.5), FRAME, obstacles)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def box(place):
    return place.left, place.bottom, place.right, place.top


def test_a_name_alone_stands_to_the_right_of_its_mark_without_a_line():
    (place,) = placed([(100, 100)])
    assert place.left > 102.5
    assert (place.bottom + place.top) / 2 == 100
    assert not place.has_line


def test_at_the_right_edge_it_stands_to_the_left():
    (place,) = placed([(398 - 2.5, 100)])
    assert place.right < 398 - 5


def test_a_name_too_long_for_the_frame_has_no_place():
    assert placed([(200, 100)], width=500.0) == [None]


def test_nothing_to_place():
    assert placed([]) == []


def test_names_stay_out_of_obstacles():
    (place,) = placed([(100, 100)], obstacles=[(103, 90, 160, 110)])
    assert not overlap(box(place), (103, 90, 160, 110))


def test_ten_marks_in_a_heap_all_get_a_name():
    heap = [(200 + 3 * (n % 4), 100 + 4 * (n // 4)) for n in range(10)]
    assert None not in placed(heap)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), min_size=1, max_size=25))
def test_no_name_covers_a_mark_or_another_name_and_no_two_lines_cross(marks):
    places = placed(marks)
    found = [place for place in places if place]
    for place in found:
        assert FRAME[0] <= place.left and place.right <= FRAME[2]
        assert FRAME[1] <= place.bottom and place.top <= FRAME[3]
        for x, y in marks:
            assert not overlap(box(place), (x - 2.5, y - 2.5, x + 2.5, y + 2.5))
    for one, two in combinations(found, 2):
        assert not overlap(box(one), box(two))
        if one.has_line and two.has_line:
            assert not crossing(one.line, two.line)
    assert placed(marks) == places


def crossing(one, two):
    """Whether two lines cross, by solving for where they meet."""
    (ax, ay, bx, by), (cx, cy, dx, dy) = one, two
    matrix = np.array([[bx - ax, cx - dx], [by - ay, cy - dy]])
    if abs(np.linalg.det(matrix)) < 1e-9:
        return False
    s, t = np.linalg.solve(matrix, [cx - ax, cy - ay])
    return 1e-6 < s < 1 - 1e-6 and 1e-6 < t < 1 - 1e-6
