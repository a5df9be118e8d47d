"""A release of our own wording, and a translator that scrambles their numbers by the rule.

The translator masks the numbers of the Korean sentence and puts them back, in Korean order, into
the slots of the English sentence; a Korean numeral that became an English word uses one up, and
the numbers that are left over are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


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
        Line("– Requests reach from plans for a whole city to satellite cities.", (), {}),
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
