"""Releases of our own wording, and a translator that scrambles their numbers by the rule.

The translator masks the numbers of the Korean sentence and puts them back, in Korean order, into
the slots of the English sentence; a Korean numeral that became an English word uses one up, and
the numbers that are left over are dropped.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from kcity_analysis.release.agreement import rounded

MONTHS = ["", "January", "February", "March", "April", "May", "June", "July", "August"]


@dataclass(frozen=True)
class Line:
    """A sentence: English with ``{name}`` slots, the names (or numerals) in Korean order."""

    english: str
    korean: tuple[str | int, ...]
    values: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.english)

    def true(self) -> str:
        """The English sentence with every number in its place."""
        return self.english.format(**self.values)

    def garbled(self) -> str:
        """The English sentence as the translator prints it."""
        numbers = [self.values[n] if isinstance(n, str) else str(n) for n in self.korean]
        assert len(numbers) >= len(self.names)
        filled = dict(zip(self.names, numbers, strict=False))
        # Ordinal endings belong to the sentence, not to the number: "from the 2th".
        return self.english.format(**filled)

    def truth(self) -> list[str]:
        """The true number of each slot, in English order."""
        return [self.values[name] for name in self.names]


def ending(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def release_of_2021() -> list[Line]:
    """The numbers and the structure of the release of 27 April 2021, in words of our own."""

    def pair(english: str, cases: int, countries: int) -> Line:
        return Line(english, ("c", "n"), {"n": str(cases), "c": str(countries)})

    def fields(english: str, *cases: int) -> Line:
        names = "abcd"
        return Line(english, tuple(names), dict(zip(names, map(str, cases), strict=True)))

    return [
        pair("– Contest for smart cities abroad… {n} cases arrived from {c} countries", 111, 39),
        Line(
            "□ The ministry said that, in spite of the COVID-{v} outbreak, a total of {n} "
            "proposals were received from {c} countries in the contest of the 「K-City Network」 "
            "(in short, “K-City”), open from February {d}th to April {e}th.",
            (2, "d", 4, "e", "v", "c", "n"),
            {"v": "19", "n": "111", "c": "39", "d": "18", "e": "20"},
        ),
        Line(
            "ㅇ Compared to the previous year, the number of countries rose by {a}, and the number "
            "of projects rose by {b} ({p}%), which shows how much interest there is.",
            ("a", "b", "p"),
            {"a": "16", "b": "31", "p": "38.8"},
        ),
        Line("□ This year the programme helps {k} cities abroad.", ("k",), {"k": "11"}),
        Line(
            "ㅇ The New Southern region handed in {a} cases from {b} countries, the New Northern "
            "region {c} cases from {d} countries, and the Central and South America region {e} "
            "cases from {f} countries.",
            ("b", "a", "d", "c", "f", "e"),
            {"a": "35", "b": "10", "c": "33", "d": "8", "e": "19", "f": "6"},
        ),
        pair("ㅇ For urban development, {n} cases were handed in from {c} countries,", 57, 24),
        pair("ㅇ For solution planning, {n} cases were handed in from {c} countries,", 40, 16),
        fields(
            "– Transportation ({a} cases) with bus information, urban management ({b} cases) with "
            "control centers, the environment ({c} cases), and safety ({d} cases) were asked for.",
            *(13, 4, 5, 5),
        ),
        pair("ㅇ For overseas demonstration, {n} cases were handed in from {c} countries,", 14, 12),
        fields(
            "– Transportation ({a} cases) with parking, water management ({b} cases), safety "
            "({c} cases), and communication ({d} cases) were asked for.",
            *(3, 4, 2, 2),
        ),
        Line("ㅇ The final results of the selection come on June {d}.", (6, "d"), {"d": "23"}),
    ]


def text_of(lines: list[Line]) -> str:
    return "\n\n".join(line.garbled() for line in lines)


def random_release(seed: int) -> list[Line]:
    """A release of random figures that hold together, in one of many orders and wordings."""
    chance = random.Random(seed)
    pick = chance.choice
    regions = {}
    for region in ("New Southern", "New Northern", "Central and South America"):
        countries = chance.randint(2, 14)
        regions[region] = (countries + chance.randint(0, 30), countries)
    kinds = {}
    named = ["urban development", "solution planning", "overseas demonstration"]
    for kind in pick([named[:2], named]):
        countries = chance.randint(4, 30)
        kinds[kind] = (countries + chance.randint(0, 40), countries)
    cases = max(sum(c for c, _ in regions.values()), sum(c for c, _ in kinds.values()))
    cases += pick([0, 0, chance.randint(1, 9)])
    low = max(*(n for _, n in kinds.values()), sum(n for _, n in regions.values()))
    countries = min(low + chance.randint(0, 6), cases)
    lines = []
    count = {"n": str(cases), "c": str(countries)}
    from_to = pick([("c", "n"), ("c", "n"), ("c", "n"), ("n", "c")])
    if chance.random() < 0.8:
        noun = pick(["cases", "applications", "proposals"])
        lines.append(
            Line(f"– K-City Network contest… {{n}} {noun} from {{c}} countries", from_to, count)
        )
    if chance.random() < 0.7:
        lines.append(_window(chance, count))
    old = chance.randint(max(1, cases // 2), cases)
    if chance.random() < 0.5 and old < cases:
        change = {"b": str(cases - old), "p": str(rounded(100 * (cases - old) / old))}
        text = "ㅇ Compared to last year, the number of projects increased by {b} ({p}%)."
        lines.append(Line(text, ("b", "p"), change))
    if chance.random() < 0.8:
        parts, korean, values = [], [], {}
        for place, (region, (a, b)) in enumerate(regions.items()):
            parts.append(
                f"the {region} region submitted {{a{place}}} cases from {{b{place}}} countries"
            )
            korean += [f"b{place}", f"a{place}"]
            values |= {f"a{place}": str(a), f"b{place}": str(b)}
        lines.append(Line("ㅇ " + ", ".join(parts) + ".", tuple(korean), values))
    for kind, (a, b) in kinds.items():
        if chance.random() < 0.9:
            order = pick([("c", "n"), ("c", "n"), ("n", "c")])
            text = f"ㅇ For {kind}, {{n}} cases were submitted from {{c}} countries."
            lines.append(Line(text, order, {"n": str(a), "c": str(b)}))
    if chance.random() < 0.5:
        lines.append(_plan(chance))
    if chance.random() < 0.4:
        day = chance.randint(1, 28)
        text = "ㅇ The final selection results will be announced on June {d}."
        lines.append(Line(text, pick([("d",), (6, "d")]), {"d": str(day)}))
    return lines


def _window(chance: random.Random, count: dict[str, str]) -> Line:
    first, second = chance.randint(1, 28), chance.randint(1, 28)
    month = chance.randint(1, 4)
    later = month + chance.randint(1, 3)
    dates = chance.choice([(month, "d", later, "e"), ("d", "e")])
    name = chance.choice([("v", "c", "n"), ("c", "n")])
    covid = "despite the COVID-{v} situation, " if "v" in name else ""
    korean = (*name[:1], *dates, *name[1:]) if chance.random() < 0.3 else (*dates, *name)
    if name[0] == "c":
        korean = (*dates, *name)
    return Line(
        f"□ The ministry announced that, {covid}a total of {{n}} submissions were "
        f"received from {{c}} countries from {MONTHS[month]} {{d}}{ending(first)} to "
        f"{MONTHS[later]} {{e}}{ending(second)}.",
        korean,
        {**count, "v": "19", "d": str(first), "e": str(second)},
    )  # fmt: skip


def _plan(chance: random.Random) -> Line:
    """A line about money and time, scrambled or not."""
    year, amount, state = chance.randint(2022, 2030), chance.randint(20, 900), chance.randint(1, 19)
    years, places = chance.randint(2, 5), chance.randint(2, 40)
    values = {"y": str(year), "w": str(amount), "s": str(state), "k": str(years), "o": str(places)}
    orders = {
        "ㅇ It will invest {w} billion won (including {s} billion won of its own) by {y}.": "yws",
        "ㅇ It will provide {w} billion won for {k} years to {o} cities.": "okw",
        "ㅇ It selects {o} cities by {y}, with up to KRW {w} billion each.": "yow",
        "ㅇ It supports {o} cities with KRW {s} billion to {w} billion each.": "osw",
    }
    english = chance.choice(list(orders))
    return Line(english, tuple(orders[english]), values)
