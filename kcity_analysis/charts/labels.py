"""Where the names on a map go: beside their mark or at the end of a short line, none over another.

Plain geometry in points (1/72 inch), nothing drawn. The same marks give the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

GAP = 2.1
"""Clear space between a mark and its name, in points."""

# tuned on the maps of all projects, in both languages
_PADDING = np.array([2.0, 0.6])  # between boxes, sideways and upwards
_CLEAR = 0.8  # between a line and a box
_BESIDE = [0, 180, 45, -45, 135, -135, 90, -90]  # degrees, the preferred side first
_AWAY = range(-180, 180, 10)
_ROUND, _TURNS = 120, 480
_SLACK = 5.0
_WORST = 12
_REACH = (9, 13, 19, 27, 37, 49, 63, 80)


@dataclass(frozen=True)
class Place:
    """One name's place: its box, and the line from the mark to it (both ends equal: no line)."""

    left: float
    bottom: float
    right: float
    top: float
    line: tuple[float, float, float, float]

    @property
    def has_line(self) -> bool:
        return self.line[:2] != self.line[2:]


def place_labels(
    marks: Numbers,
    sizes: Numbers,
    radii: Numbers,
    frame: tuple[float, float, float, float],
    obstacles: Sequence[tuple[float, float, float, float]] = (),
) -> list[Place | None]:
    """A place for each name, or None where none is free.

    ``marks`` are centres (x, y) with their ``radii``, ``sizes`` the names' (width, height). Names
    stay within the ``frame`` (left, bottom, right, top) and out of the boxes in ``obstacles``.
    No name covers a mark, another name or a line, and no two lines cross.
    """
    search = _Search(marks, sizes, radii, frame, obstacles)
    return search.places(search.run())


class _Search:
    """All candidate places of each name, and which of them are taken."""

    def __init__(
        self,
        marks: Numbers,
        sizes: Numbers,
        radii: Numbers,
        frame: tuple[float, float, float, float],
        obstacles: Sequence[tuple[float, float, float, float]],
    ) -> None:
        self.distance = np.hypot(*(marks[:, None] - marks[None]).transpose(2, 0, 1))
        around = radii[:, None]
        blocked = np.concatenate(
            [np.column_stack([marks - around, marks + around]), np.reshape(obstacles, (-1, 4))]
        )
        self.boxes: list[Numbers] = []
        self.lines: list[Numbers] = []
        self.costs: list[Numbers] = []
        self.known: list[dict[tuple[int, int], NDArray[np.bool_]]] = [{} for _ in marks]
        for number, (mark, size) in enumerate(zip(marks, sizes, strict=True)):
            boxes, lines, costs = _candidates(mark, size, float(radii[number]))
            inside = (boxes[:, :2] >= frame[:2]).all(1) & (boxes[:, 2:] <= frame[2:]).all(1)
            free = inside & ~_overlap(boxes, blocked).any(1)
            # a line may pass under marks that touch its own: they cannot be told apart anyway
            touching = self.distance[number] < radii + radii[number]
            others = blocked[~np.pad(touching, (0, len(obstacles)))]
            free &= ~_through(lines, others).any(1)
            order = np.argsort(costs[free], kind="stable")
            self.boxes.append(boxes[free][order])
            self.lines.append(lines[free][order])
            self.costs.append(costs[free][order])

    def run(self) -> dict[int, int]:
        """Name -> its candidate. Crowded marks choose first; then neighbourhoods try again.

        A large neighbourhood search (Shaw, 1998): the names around the one that sits worst are
        taken away and put back in another order. At first a slightly worse state is accepted, so
        that the search leaves dead ends; the best seen is returned. Names still without a place
        get further rounds.
        """
        count = len(self.boxes)
        chosen: dict[int, int] = {}
        crowd = (self.distance < 60).sum(axis=1)
        for name in np.argsort(-crowd, kind="stable"):
            self._settle(int(name), chosen)
        near = np.argsort(self.distance, axis=1, kind="stable")
        rng = np.random.default_rng(0)  # its own, and the same each time
        best = chosen
        perfect = sum(float(costs[0]) for costs in self.costs if len(costs))
        for turn in range(_TURNS):
            round_over = turn > 0 and turn % _ROUND == 0
            if (round_over and len(best) == count) or self._total(best) <= perfect:
                break
            worst = sorted(range(count), key=lambda name: (-self._cost(name, chosen), name))
            which = turn // 2 % min(count, _WORST) if turn % 2 else 0
            around = near[worst[which], : rng.integers(1, 17)]
            trial = self._retried([int(name) for name in rng.permutation(around)], chosen)
            slack = _SLACK * (1 - turn % _ROUND / _ROUND)
            if self._total(trial) < self._total(chosen) + slack:
                chosen = trial
            best = min(best, chosen, key=self._total)
        return best

    def _cost(self, name: int, chosen: dict[int, int]) -> float:
        """What a name without a place costs is more than any place."""
        return float(self.costs[name][chosen[name]]) if name in chosen else 1000.0

    def _total(self, chosen: dict[int, int]) -> float:
        return sum(self._cost(name, chosen) for name in range(len(self.boxes)))

    def _retried(self, names: list[int], chosen: dict[int, int]) -> dict[int, int]:
        """The same with these names taken away and put back in this order."""
        trial = {name: at for name, at in chosen.items() if name not in names}
        for name in names:
            self._settle(name, trial)
        return trial

    def _settle(self, name: int, chosen: dict[int, int]) -> None:
        """Take the best free place, if there is one."""
        free = ~self._taken(name, chosen)
        if free.any():
            chosen[name] = int(free.argmax())

    def _taken(self, name: int, chosen: dict[int, int]) -> NDArray[np.bool_]:
        """Which candidates of the name disturb a chosen one."""
        known = self.known[name]
        new = [place for place in chosen.items() if place not in known]
        if new:
            boxes = np.array([self.boxes[other][candidate] for other, candidate in new])
            lines = np.array([self.lines[other][candidate] for other, candidate in new])
            disturbed = (
                _overlap(self.boxes[name], boxes)
                | _through(self.lines[name], boxes)
                | _through(lines, self.boxes[name]).T
                | _cross(self.lines[name], lines)
            )
            known.update(zip(new, disturbed.T, strict=True))
        if not chosen:
            return np.zeros(len(self.boxes[name]), dtype=bool)
        return np.logical_or.reduce([known[place] for place in chosen.items()])

    def places(self, chosen: dict[int, int]) -> list[Place | None]:
        found: list[Place | None] = [None] * len(self.boxes)
        for name, candidate in chosen.items():
            left, bottom, right, top = map(float, self.boxes[name][candidate])
            x0, y0, x1, y1 = map(float, self.lines[name][candidate])
            found[name] = Place(left, bottom, right, top, (x0, y0, x1, y1))
        return found


def _candidates(mark: Numbers, size: Numbers, radius: float) -> tuple[Numbers, Numbers, Numbers]:
    """Boxes, lines and costs: beside the mark on eight sides, then further off on every side."""
    angles = np.radians([*_BESIDE, *(angle for _ in _REACH for angle in _AWAY)])
    reach = np.array([*[radius + GAP] * len(_BESIDE), *np.repeat(_REACH, len(_AWAY))], dtype=float)
    away = np.arange(len(angles)) >= len(_BESIDE)
    direction = np.column_stack([np.cos(angles), np.sin(angles)])
    end = mark + reach[:, None] * direction
    # the box touches the line's end with the side that faces the mark
    corner = end + (direction - 1) / 2 * size
    start = np.where(away[:, None], mark + radius * direction, end)
    # a level line reads best; a far name is worth less than a near one
    costs = np.where(away, 3 + reach / 6 + np.abs(np.sin(angles)), np.arange(len(angles)) / 6)
    return np.column_stack([corner, corner + size]), np.column_stack([start, end]), costs


def _overlap(a: Numbers, b: Numbers) -> NDArray[np.bool_]:
    """Box x box: closer than the padding?"""
    low, high = a[:, None, :2] - _PADDING, a[:, None, 2:] + _PADDING
    apart = (low >= b[None, :, 2:]) | (high <= b[None, :, :2])
    return ~(apart[..., 0] | apart[..., 1])


def _through(lines: Numbers, boxes: Numbers) -> NDArray[np.bool_]:
    """Line x box: does the line pass through the box? Lines without length touch nothing.

    The part of the line within the box's width, and that within its height, have a part in common
    (Liang and Barsky, 1984).
    """
    enter, leave = np.zeros((len(lines), len(boxes))), np.ones((len(lines), len(boxes)))
    for axis in (0, 1):
        start = lines[:, axis, None]
        along = lines[:, axis + 2, None] - start
        along = np.where(along == 0, 1e-9, along)
        low = (boxes[None, :, axis] - _CLEAR - start) / along
        high = (boxes[None, :, axis + 2] + _CLEAR - start) / along
        np.maximum(enter, np.minimum(low, high), out=enter)
        np.minimum(leave, np.maximum(low, high), out=leave)
    return (enter < leave) & _long(lines)[:, None]


def _cross(a: Numbers, b: Numbers) -> NDArray[np.bool_]:
    """Line x line: do they cross?"""
    return _astride(a, b) & _astride(b, a).T


def _astride(a: Numbers, b: Numbers) -> NDArray[np.bool_]:
    """Line x line: do the ends of ``b`` lie on either side of ``a``?"""
    x, y = a[:, 0, None], a[:, 1, None]
    along_x, along_y = a[:, 2, None] - x, a[:, 3, None] - y
    first = along_x * (b[None, :, 1] - y) - along_y * (b[None, :, 0] - x)
    second = along_x * (b[None, :, 3] - y) - along_y * (b[None, :, 2] - x)
    return first * second < 0


def _long(lines: Numbers) -> NDArray[np.bool_]:
    return (lines[:, :2] != lines[:, 2:]).any(axis=1)
