"""An integer programme, and the exact least and most that a sum of its unknowns can be.

HiGHS (MIT licence; Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method",
Mathematical Programming Computation 10, 2018) is imported when the first question is put that
needs it, and never by importing the package: it starts a thread, so that a process that is to be
forked from must not ask. One thread solves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

UNBOUNDED = math.inf
_TOLERANCE = 1e-6
_NEIGHBOURS = (1, 2, 15)


class ContradictionError(ValueError):
    """No table of whole numbers satisfies every row of a programme."""


@dataclass(frozen=True)
class Sum:
    """A weighted sum of unknowns and a constant."""

    terms: Mapping[int, float] = field(default_factory=dict)
    constant: float = 0

    def __add__(self, other: Sum | float) -> Sum:
        if not isinstance(other, Sum):
            return Sum(self.terms, self.constant + other)
        terms = dict(self.terms)
        for unknown, weight in other.terms.items():
            terms[unknown] = terms.get(unknown, 0) + weight
        kept = {unknown: weight for unknown, weight in terms.items() if weight}
        return Sum(kept, self.constant + other.constant)

    def __mul__(self, factor: float) -> Sum:
        terms = {unknown: weight * factor for unknown, weight in self.terms.items()}
        return Sum(terms, self.constant * factor)

    def __sub__(self, other: Sum | float) -> Sum:
        if not isinstance(other, Sum):
            return Sum(self.terms, self.constant - other)
        terms = dict(self.terms)
        for unknown, weight in other.terms.items():
            terms[unknown] = terms.get(unknown, 0) - weight
        if 0 in terms.values():
            terms = {unknown: weight for unknown, weight in terms.items() if weight}
        return Sum(terms, self.constant - other.constant)


def total(sums: Iterable[Sum | float]) -> Sum:
    """Sums added up.

    >>> total([Sum({0: 1}), Sum({0: 1, 1: 2}, 3), 4])
    Sum(terms={0: 2, 1: 2}, constant=7)
    """
    terms: dict[int, float] = {}
    constant = 0.0
    for one in sums:
        if not isinstance(one, Sum):
            constant += one
            continue
        constant += one.constant
        for unknown, weight in one.terms.items():
            terms[unknown] = terms.get(unknown, 0) + weight
    whole = int(constant) if float(constant).is_integer() else constant
    return Sum({unknown: weight for unknown, weight in terms.items() if weight}, whole)


def subsets(held: frozenset[str]) -> list[frozenset[str]]:
    """All sets of some of these, none and all included.

    >>> [sorted(one) for one in subsets(frozenset("ab"))]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    sizes = range(len(held) + 1)
    return [frozenset(some) for size in sizes for some in combinations(sorted(held), size)]


class IntegerProgramme:
    """Unknown whole numbers, none negative, and the rows that they must satisfy.

    :meth:`unknown` and :meth:`hold` build it, :meth:`ends` asks it. The linear relaxation, started
    from where the last question ended, gives the outer end of a sum; a solution in whole numbers,
    of this or of an earlier question, shows that it is attained; only where none does, the integer
    programme is solved.
    """

    def __init__(self) -> None:
        self._most: list[float] = []
        self._rows: list[tuple[Sum, float, float]] = []
        self._solutions: list[np.ndarray] = []
        self._stack = np.empty((0, 0))
        self._relaxed: Any = None
        self._whole: Any = None

    def unknown(self, most: float = UNBOUNDED) -> Sum:
        """A new unknown, from 0 to ``most``."""
        self._forget()
        self._most.append(most)
        return Sum({len(self._most) - 1: 1})

    def hold(self, sum_: Sum, least: float = -math.inf, most: float = math.inf) -> None:
        """Demand that a sum lies from ``least`` to ``most``."""
        self._forget()
        self._rows.append((sum_, least - sum_.constant, most - sum_.constant))

    def equal(self, sum_: Sum, value: float) -> None:
        """Demand that a sum has a value."""
        self.hold(sum_, value, value)

    def ceiling(self, sum_: Sum) -> float:
        """What a sum of unknowns cannot exceed, whatever the rows say."""
        terms = sum_.terms.items()
        return sum_.constant + sum(w * self._most[at] for at, w in terms if w > 0)

    def any_of(self, sums: Iterable[Sum]) -> Sum:
        """1 where one of some sums, none of which can be negative, is positive; else 0."""
        parts = list(sums)
        if any(one.constant > 0 for one in parts):
            return Sum({}, 1)
        parts = [one for one in parts if one.terms]
        if not parts:
            return Sum()
        found = self.unknown(1)
        whole = total(parts)
        self.hold(whole - found, least=0)
        self.hold(whole - found * self.ceiling(whole), most=0)
        return found

    def possible(self) -> bool:
        """Whether any table of whole numbers satisfies every row."""
        try:
            self._end(self._weights(Sum()))
        except ContradictionError:
            return False
        return True

    def ends(self, sum_: Sum) -> tuple[float, float]:
        """The least and the most that a sum can be; infinite where nothing limits it.

        Raises ContradictionError where the rows contradict each other.
        """
        return self.least(sum_), self.most(sum_)

    def least(self, sum_: Sum) -> float:
        """The least that a sum can be."""
        return self._end(self._weights(sum_)) + sum_.constant

    def most(self, sum_: Sum) -> float:
        """The most that a sum can be."""
        return sum_.constant - self._end(-self._weights(sum_))

    def _end(self, weights: np.ndarray) -> float:
        """The least of a weighted sum of the unknowns."""
        if not self._most:  # the solver refuses a programme without unknowns
            if any(not least <= 0 <= most for _, least, most in self._rows):
                raise ContradictionError("what is known breaks a row")
            return 0.0
        inside = np.flatnonzero(weights < 0)
        trivial = float(weights[inside] @ np.array(self._most)[inside]) if len(inside) else 0.0
        if self._reached(weights) > trivial + _TOLERANCE:
            outer, relaxed = self._relax(weights)
            if outer == -math.inf:
                return -math.inf
            if self._reached(weights) > outer + _TOLERANCE:
                self._attain(weights, outer, relaxed)
        return float(round(self._reached(weights)))

    def _reached(self, weights: np.ndarray) -> float:
        """The least that a solution so far has."""
        if not self._solutions:
            return math.inf
        if len(self._stack) != len(self._solutions):
            self._stack = np.array(self._solutions)
        return float((self._stack @ weights).min())

    def _weights(self, sum_: Sum) -> np.ndarray:
        weights = np.zeros(len(self._most))
        for unknown, weight in sum_.terms.items():
            weights[unknown] = weight
        return weights

    def _forget(self) -> None:
        if self._relaxed is None and not self._solutions:
            return  # nothing was asked yet
        self._relaxed = self._whole = None
        self._solutions = []
        self._stack = np.empty((0, 0))

    def _relax(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        """The end of the linear relaxation, rounded inwards, and where it is attained, which is
        kept if it is whole.
        """
        import highspy

        if self._relaxed is None:
            self._relaxed = self._solver(whole=False)
        columns = np.arange(len(weights), dtype=np.int32)
        self._relaxed.changeColsCost(len(weights), columns, weights)
        self._relaxed.run()
        status = self._relaxed.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return -math.inf, weights
        if status == highspy.HighsModelStatus.kInfeasible:
            raise ContradictionError("no table satisfies every row")
        _demand(status == highspy.HighsModelStatus.kOptimal, status)
        found = np.array(self._relaxed.getSolution().col_value)
        _demand(_gives(self._relaxed, weights, found), "a solution of another value")
        self._keep(found)
        return math.ceil(float(weights @ found) - _TOLERANCE), found

    def _near(self, weights: np.ndarray, outer: float, relaxed: np.ndarray) -> None:
        """Look for a solution that attains an end near those that are known: what the relaxed one
        and the nearest of these all say is kept, first where few have to agree.

        Relaxation induced neighbourhoods (E. Danna, E. Rothberg and C. Le Pape, "Exploring
        relaxation induced neighborhoods to improve MIP solutions", Mathematical Programming 102,
        2005). What is left is a small programme, a twentieth of the work of the whole one.
        """
        import highspy

        columns = np.arange(len(weights), dtype=np.int32)
        most = np.array(self._most)
        apart = np.abs(np.array(self._solutions) - relaxed)
        nearest = np.argsort(apart.sum(axis=1), kind="stable")
        kept = np.round(relaxed)
        for count in _NEIGHBOURS:
            agreed = (apart[nearest[:count]] < _TOLERANCE).all(axis=0)
            low, high = np.where(agreed, kept, 0.0), np.where(agreed, kept, most)
            self._whole.changeColsBounds(len(weights), columns, low, high)
            self._whole.run()
            if self._whole.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                self._keep(np.array(self._whole.getSolution().col_value))
                if self._reached(weights) <= outer + _TOLERANCE:
                    break
        self._whole.changeColsBounds(len(weights), columns, np.zeros(len(weights)), most)

    def _attain(self, weights: np.ndarray, outer: float, relaxed: np.ndarray) -> None:
        """Find a solution of the integer programme with the least weighted sum."""
        import highspy

        if self._whole is None:
            self._whole = self._solver(whole=True)
        columns = np.arange(len(weights), dtype=np.int32)
        self._whole.changeColsCost(len(weights), columns, weights)
        if self._solutions:
            self._near(weights, outer, relaxed)
            if self._reached(weights) <= outer + _TOLERANCE:
                return
        # What a narrower programme left behind was once given out as the solution of this one.
        self._whole.clearSolver()
        self._whole.run()
        status = self._whole.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            # What has no end was found by the linear relaxation.
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            raise ContradictionError("no table satisfies every row")
        _demand(status == highspy.HighsModelStatus.kOptimal, status)
        found = np.round(np.array(self._whole.getSolution().col_value))
        _demand(self._keep(found), "a solution that breaks a row")
        _demand(_gives(self._whole, weights, found), "a solution of another value")

    def _keep(self, solution: np.ndarray) -> bool:
        """Keep a solution if it is one in whole numbers that satisfies every row exactly."""
        rounded = np.round(solution)
        if np.abs(solution - rounded).max(initial=0) > _TOLERANCE:
            return False
        values = self._dense @ rounded
        fits = (values >= self._least - _TOLERANCE) & (values <= self._top + _TOLERANCE)
        if fits.all():
            self._solutions.append(rounded)
        return bool(fits.all())

    def _solver(self, *, whole: bool) -> Any:
        import highspy

        starts = [0]
        columns: list[int] = []
        weights: list[float] = []
        dense = np.zeros((len(self._rows), len(self._most)))
        for at, (sum_, _, _) in enumerate(self._rows):
            for unknown, weight in sum_.terms.items():
                dense[at, unknown] = weight
            columns += sum_.terms.keys()
            weights += sum_.terms.values()
            starts.append(len(columns))
        self._dense = dense
        self._least = np.array([least for _, least, _ in self._rows])
        self._top = np.array([most for _, _, most in self._rows])

        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self._most), len(self._rows)
        problem.col_cost_ = np.zeros(len(self._most))
        problem.col_lower_ = np.zeros(len(self._most))
        problem.col_upper_ = np.array(self._most)
        problem.row_lower_, problem.row_upper_ = self._least, self._top
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        problem.a_matrix_.index_ = np.array(columns, dtype=np.int32)
        problem.a_matrix_.value_ = np.array(weights, dtype=np.float64)
        if whole:
            problem.integrality_ = [highspy.HighsVarType.kInteger] * len(self._most)

        class Quiet(highspy.Highs):
            def enableCallbacks(self) -> None:  # noqa: N802
                """None is used, and registering them prints a banner."""
                self.silent()

        solver = Quiet()
        for option, value in (
            ("threads", 1),
            ("parallel", "off"),
            ("presolve", "on" if whole else "off"),  # without it, each question starts warm
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),  # every end is a whole number
        ):
            solver.setOptionValue(option, value)
        solver.passModel(problem)
        return solver


def _gives(solver: Any, weights: np.ndarray, solution: np.ndarray) -> bool:
    """Whether a solution has the value that the solver says it has."""
    value = float(solver.getInfo().objective_function_value)
    return abs(float(weights @ solution) - value) < _TOLERANCE * max(1.0, abs(value))


def _demand(solved: bool, status: object) -> None:
    if not solved:
        raise RuntimeError(f"the solver ended with {status}")
