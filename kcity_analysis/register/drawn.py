"""Applications drawn at random so that they count to the reception figures published for a year.

The drawing follows the figures downwards. A *group* is a country whose cases are published, or the
other countries of a region, or those of all other regions. First it is drawn how many countries of
each group apply under each type, then how many further cases they file there; both are matrices of
whole numbers with given sums, filled along augmenting paths, which find one wherever there is one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kcity_analysis.evidence import named_applicants, published, sound
from kcity_analysis.vocabulary import NOT_STATED, InputError, Message, categories, region_of, table

_UNINHABITED = {"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"}
_DRAWS = 1000

Published = dict[tuple[str, str, str], int]
"""(dimension, category, measure) -> published figure of the year."""


@dataclass(frozen=True)
class _Group:
    """Countries that together must reach a number of cases."""

    countries: list[str]
    cases: int


def drawn_cases(year: int, rng: random.Random) -> list[tuple[str, str, str]]:
    """Country, type and field of each case, in random order.

    Raises InputError for a year without published reception totals.
    """
    known = published_figures(year)
    groups = _groups(known, year, rng)
    for _ in range(_DRAWS):
        types = _types(known, year, rng)
        members = _members(groups, [spread for _, spread in types.values()], rng)
        further = members and _further(groups, [cases for cases, _ in types.values()], members, rng)
        if members and further:
            break
    else:
        raise InputError(Message("error.no register found", year=year))
    fields = {kind: _fields(known, kind, cases, rng) for kind, (cases, _) in types.items()}
    filed = []
    for group, counts, more in zip(groups, members, further, strict=True):
        place = 0
        for kind, count, extra in zip(types, counts, more, strict=True):
            # Going round the group's countries gives each of them a type before any has a second.
            turn = [group.countries[(place + n) % len(group.countries)] for n in range(count)]
            place += count
            for country in turn + rng.choices(turn, k=extra) if turn else []:
                filed.append((country, kind, fields[kind].pop()))
    rng.shuffle(filed)
    return filed


def published_figures(year: int) -> Published:
    """The year's reception figures that may enter a sum, without those on changes and budgets."""
    printed = sound(published())
    printed = printed[
        (printed["stage"] == "reception") & (printed["first_year"] == printed["year"])
    ]
    totals = printed[printed["dimension"] == "total"]
    if year not in set(totals["year"]):
        known = ", ".join(str(one) for one in sorted(set(totals["year"])))
        raise InputError(Message("error.no reception figures some", year=year, years=known))
    own = printed[(printed["year"] == year) & ~printed["dimension"].isin(["change", "budget"])]
    keys = zip(own["dimension"], own["category"], own["measure"], strict=True)
    return {key: int(value) for key, value in zip(keys, own["value"], strict=True)}


def _groups(known: Published, year: int, rng: random.Random) -> list[_Group]:
    """The countries that apply, with the cases that each group of them must reach."""
    fixed = {name: n for (dimension, name, _), n in known.items() if dimension == "country"}
    named = [*dict.fromkeys([*fixed, *_named(year)])]
    groups = [_Group([country], cases) for country, cases in fixed.items()]
    regions = {
        name: (known["region", name, "cases"], known["region", name, "countries"])
        for dimension, name, measure in known
        if dimension == "region" and measure == "cases" and ("region", name, "countries") in known
    }
    rest = (
        known["total", "all", "cases"] - sum(cases for cases, _ in regions.values()),
        known["total", "all", "countries"] - sum(count for _, count in regions.values()),
    )
    outside = [name for name in categories("region") if name not in regions]
    places = [([name], *sums) for name, sums in regions.items()] + [(outside, *rest)]
    for names, cases, count in places:
        own = [country for country in fixed if region_of(country) in names]
        free = count - len(own)
        first = [one for one in named if region_of(one) in names and one not in own]
        pool = [one for one in _inhabited() if region_of(one) in names and one not in named]
        countries = [*first, *rng.sample(pool, len(pool))][:free]
        if countries:
            rng.shuffle(countries)
            groups.append(_Group(countries, cases - sum(fixed[country] for country in own)))
    return groups


def _named(year: int) -> list[str]:
    found = named_applicants(year)
    return list(found.loc[found["stage"] == "reception", "iso3"])


def _inhabited() -> list[str]:
    return sorted(set(table("region_members")["iso3"]) - _UNINHABITED)


def _types(known: Published, year: int, rng: random.Random) -> dict[str, tuple[int, int]]:
    """Type -> its cases, and the countries that file them. What is not published is drawn.

    Cases beyond the published types go to the types without a figure, or are "not stated".
    """
    cases, countries = known["total", "all", "cases"], known["total", "all", "countries"]
    kinds = categories("type", year)
    types = {
        kind: (known["type", kind, "cases"], known["type", kind, "countries"])
        for kind in kinds
        if ("type", kind, "cases") in known and ("type", kind, "countries") in known
    }
    left = cases - sum(count for count, _ in types.values())
    others = [kind for kind in kinds if kind not in types] or [NOT_STATED]
    cuts = sorted(rng.sample(range(1, left), len(others) - 1)) if left > len(others) else []
    for kind, low, high in zip(others, [0, *cuts], [*cuts, left], strict=False):
        if high > low:
            likely = round((high - low) * countries / cases * 1.2)
            types[kind] = (high - low, max(1, min(likely + rng.randint(0, 2), high - low)))
    return types


def _members(
    groups: Sequence[_Group], spread: Sequence[int], rng: random.Random
) -> list[list[int]] | None:
    """How many countries of each group apply under each type: each country under one at least."""
    size = [len(group.countries) for group in groups]
    most = [min(group.cases, n * len(spread)) for group, n in zip(groups, size, strict=True)]
    sums = list(size)
    for _ in range(sum(spread) - sum(sums)):
        room = [high - low for high, low in zip(most, sums, strict=True)]
        if not any(room):
            return None
        sums[rng.choices(range(len(sums)), weights=room)[0]] += 1
    return matrix(sums, spread, [[n] * len(spread) for n in size], rng)


def _further(
    groups: Sequence[_Group], cases: Sequence[int], members: list[list[int]], rng: random.Random
) -> list[list[int]] | None:
    """How many cases beyond one a member each group files under each type, where it has members."""
    rows = [group.cases - sum(row) for group, row in zip(groups, members, strict=True)]
    columns = [n - sum(column) for n, column in zip(cases, zip(*members, strict=True), strict=True)]
    if min([*rows, *columns]) < 0:
        return None
    return matrix(rows, columns, [[sum(cases) * (n > 0) for n in row] for row in members], rng)


def matrix(
    rows: Sequence[int], columns: Sequence[int], most: list[list[int]], rng: random.Random
) -> list[list[int]] | None:
    """Whole numbers of at most ``most`` with these row and column sums, or None if there are none.

    Unit by unit along augmenting paths (Ford and Fulkerson): a unit that finds its columns full
    moves another row's unit out of one.
    """
    if sum(rows) != sum(columns):
        return None
    filled = [[0] * len(columns) for _ in rows]
    need = list(columns)

    def place(row: int, tried: set[int]) -> bool:
        for column in sorted(range(len(columns)), key=lambda one: -need[one] * rng.random()):
            if column in tried or filled[row][column] >= most[row][column]:
                continue
            tried.add(column)
            if need[column]:
                need[column] -= 1
                filled[row][column] += 1
                return True
            for other in range(len(rows)):
                if filled[other][column] and other != row and place(other, tried):
                    filled[other][column] -= 1
                    filled[row][column] += 1
                    return True
        return False

    units = [row for row, count in enumerate(rows) for _ in range(count)]
    rng.shuffle(units)
    return filled if all(place(row, set()) for row in units) else None


def _fields(known: Published, kind: str, cases: int, rng: random.Random) -> list[str]:
    """A type's fields: those published, and the cases they leave over in the other fields."""
    published = {
        name.partition(" | ")[2]: count
        for (dimension, name, measure), count in known.items()
        if dimension == "type_field" and measure == "cases" and name.startswith(f"{kind} | ")
    }
    others = [field for field in categories("field") if field not in published]
    drawn = [field for field, count in published.items() for _ in range(count)]
    drawn += rng.choices(others, k=cases - len(drawn))
    rng.shuffle(drawn)
    return drawn
