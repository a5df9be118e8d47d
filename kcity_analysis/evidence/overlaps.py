"""How many countries must stand in several parts at once: exact bounds from the counts alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """The smallest and largest number of countries that can stand in several parts.

    ``several_*`` counts those in more than one part, ``every_*`` those in all of them; ``total`` is
    the number of distinct countries, ``parts`` that of each part, and ``outside`` the largest
    number of countries that may stand in none.
    """

    total: int
    parts: tuple[int, ...]
    outside: int
    several_least: int
    several_most: int
    every_least: int
    every_most: int


def overlap(total: int, parts: Sequence[int], outside: int = 0) -> Overlap | None:
    """Bounds on the countries common to parts of the given sizes, of ``total`` distinct countries.

    With 24, 16 and 12 countries in three types, of 39 in all, the sum is 13 too many: a country in
    two types takes up one of these, a country in three takes up two. ``outside`` is the largest
    number of countries that may stand in no part (the cases that no part accounts for).

    The bounds are exact. All numbers of countries in exactly 0, 1, 2, ... parts are tried, and by
    the theorem of Gale and Ryser (D. Gale, "A theorem on flows in networks", Pacific Journal of
    Mathematics 7, 1957) such numbers can be had with the given parts if and only if, for every r,
    the r largest parts together hold at most min(r, its number of parts) of each country.

    Returns None where no arrangement exists, so that the figures contradict each other.

    >>> bounds = overlap(39, [24, 16, 12])
    >>> bounds.several_least, bounds.several_most, bounds.every_least, bounds.every_most
    (7, 13, 0, 6)
    """
    sizes = sorted(parts, reverse=True)
    possible = [
        (sum(numbers[2:]), numbers[-1])
        for without in range(min(outside, total) + 1)
        for numbers in _numbers(total - without, sum(sizes), len(sizes), without)
        if all(
            sum(sizes[:r]) <= sum(count * min(r, held) for held, count in enumerate(numbers))
            for r in range(1, len(sizes))
        )
    ]
    if not possible:
        return None
    several, every = zip(*possible, strict=True)
    bounds = (min(several), max(several), min(every), max(every))
    return Overlap(total, tuple(parts), outside, *bounds)


def _numbers(countries: int, places: int, most: int, without: int) -> Iterator[tuple[int, ...]]:
    """All (n0, n1, ..., n_most) with n1 + n2 + ... = countries and n1 + 2 n2 + ... = places."""

    def choose(held: int, left: int, room: int) -> Iterator[tuple[int, ...]]:
        if held == 1:
            if left == room:
                yield (left,)
            return
        for count in range(min(left, room // held) + 1):
            for rest in choose(held - 1, left - count, room - count * held):
                yield (*rest, count)

    for numbers in choose(most, countries, places):
        yield (without, *numbers)
