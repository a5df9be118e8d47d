"""Sentences as the press, the secretariats and the portal print them, and what a translator makes
of them: a third pen, beside :mod:`garbler` and :mod:`ministry_prose`.

A frame of ``press_prose.txt`` is English with slots in small letters and words in capitals, and the
orders in which Korean may say its numbers; ``=x`` in an order is a numeral that English has as a
word. ``possible`` says what a reader who knows what each number counts can hold against it in one
sentence alone: where it is silent, no reader could notice anything.
"""

from __future__ import annotations

import calendar
import datetime
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_MONTHS = list(calendar.month_name)
_DAYS = list(calendar.day_name)
_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_REGIONS = ("New Southern", "New Northern", "Central and South American", "African",
            "Middle Eastern", "European")  # fmt: skip
_THINGS = ("applications", "proposals", "submissions", "cases", "projects", "entries")
_NAMES = ("Vietnam", "Indonesia", "Peru", "Kenya", "Uzbekistan", "Laos", "Colombia", "Egypt",
          "Thailand", "Ghana", "Mongolia", "Jordan")  # fmt: skip
_CITIES = ("Da Nang", "Lima", "Bogota", "Nairobi", "Tashkent", "Vientiane", "Bandung", "Kumasi")
_FIELDS = ("traffic", "urban management", "environment", "safety", "water", "energy")

FRAMES = Path(__file__).with_name("press_prose.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Line:
    """A sentence as printed: its slots as (place, name, printed, true), and whether it moved."""

    text: str
    slots: tuple[tuple[int, str, str, str], ...]
    moved: bool
    impossible: bool
    frame: int


class World:
    """The figures of one contest, which hold together."""

    def __init__(self, seed: int) -> None:
        r = self.r = random.Random(seed)
        y = r.randint(2021, 2031)
        regions = [self.pair(2, 14, 22) for _ in range(3)]
        kinds = [self.pair(6, 30, 40) for _ in range(2)]
        n = max(sum(a for a, _ in regions), sum(a for a, _ in kinds))
        c = min(n - 1, max(sum(b for _, b in regions), *(b for _, b in kinds)) + r.randint(0, 5))
        up = r.random() < 0.5
        o = max(5, n - r.randint(2, 60)) if up else n + r.randint(2, 60)
        q = max(2, min(o - 1, c - r.randint(2, 20) if up else c + r.randint(2, 15)))
        if o == n or (q < c) != up:
            up, o, q = True, n - 2, c - 1
        s, t = self.pair(3, 12, 10)
        s = min(s, n - 1)
        t = max(2, min(t, s))
        s = max(s, t)
        p1s = r.randint(1, s - 1) if s > 1 else 1
        x = [r.randint(2, 30) for _ in range(3)]
        first, last = self.day(y), self.day(y)
        if first > last:
            first, last = last, first
        w = r.choice(["30", "45", "120", "7.5", "22", "65"])
        most = sorted((r.randint(2, 15) for _ in range(3)), reverse=True)
        self.values = {
            "y": y, "n": n, "c": c, "o": o, "q": q, "b": abs(n - o), "a": abs(c - q),
            "p": f"{100 * abs(n - o) / o:.1f}", "s": s, "t": t, "p1s": p1s, "p2s": s - p1s,
            "k": t + r.randint(0, 9), "w": w, "v": r.choice(["5", "3", "1.5", "10", "8", "2"]),
            "yrs": r.randint(2, 5), "x": c + r.randint(1, 90), "g": r.randint(8, 60),
            "dd": r.randint(21, 75), "ed": r.choice([4, 5, 6, 7]), "h": r.randint(1, 6),
            "y0": r.randint(2018, 2020), "y2": y + r.randint(2, 8), "v19": 19,
            "d1": first.day, "d2": last.day, "m1": first.month, "m2": last.month,
            "p1": kinds[0][0], "p2": n - kinds[0][0],
            "i": most[0], "j": most[1], "l": most[2], "n1": r.randint(2, 6),
            "f1": x[0], "f2": x[1], "f3": x[2], "fp": f"{100 * x[0] / n:.1f}",
            "cr": f"{n / s:.1f}", "n9": n // 10 * 10, "c9": max(10, c // 10 * 10),
            "av": f"{n / c:.1f}",
        }  # fmt: skip
        for place, (a, b) in enumerate(regions, 1):
            self.values |= {f"r{place}n": a, f"r{place}c": b}
        for place, (a, b) in enumerate(kinds, 1):
            self.values |= {f"k{place}n": a, f"k{place}c": b}
        names, wheres = r.sample(_NAMES, 3), r.sample(_REGIONS, 3)
        self.words = {
            "THINGS": r.choice(_THINGS),
            "M1": _MONTHS[first.month],
            "M2": _MONTHS[last.month],
            "DAY1": _DAYS[first.weekday()],
            "DAY2": _DAYS[last.weekday()][:3],
            "N1": _WORDS[self.values["n1"]],
            "UPPED": r.choice(
                ("rose", "increased", "grew") if up else ("fell", "decreased", "dropped")
            ),
            "MORE": "more" if up else "fewer",
            "UPNOUN": "increase" if up else "decrease",
        } | {f"NAME{i}": names[i - 1] for i in (1, 2, 3)}
        self.words |= {f"R{i}": wheres[i - 1] for i in (1, 2, 3)}
        self.first, self.last = first, last

    def pair(self, low: int, high: int, more: int) -> tuple[int, int]:
        countries = self.r.randint(low, high)
        return countries + self.r.randint(1, more), countries

    def day(self, year: int) -> datetime.date:
        return datetime.date(year, self.r.randint(1, 12), self.r.randint(1, 28))


@cache
def frames() -> list[tuple[str, list[list[str]]]]:
    found = []
    for line in FRAMES.strip().splitlines():
        if not line.startswith("#"):
            english, orders = line.rsplit(" | ", 1)
            found.append((english, [order.split() for order in orders.split(";")]))
    return found


def written(world: World, frame: int, *, garbled: bool = True) -> Line:
    english, orders = frames()[frame]
    order = world.r.choice(orders)
    english = re.sub(
        r"\b[A-Z][A-Z0-9]+\b(?![^{]*\})|(?<![\w{])M[12](?!\w)",
        lambda m: world.words.get(m.group(), m.group()), english,
    )  # fmt: skip
    if english[0].islower():
        english = english[0].upper() + english[1:]
    names = re.findall(r"\{(\w+)\}", english)
    assert {one for one in order if one[0] != "="} == set(names), english
    sequence = [str(world.values.get(one.lstrip("="), one.lstrip("="))) for one in order]
    true = [str(world.values[one]) for one in names]
    shown = sequence[: len(names)] if garbled else true
    text, slots, place = "", [], 0
    for match, name, now, meant in zip(
        re.finditer(r"\{\w+\}", english), names, shown, true, strict=True
    ):
        text += english[place : match.start()]
        slots.append((len(text), name, now, meant))
        text += now
        place = match.end()
    text += english[place:]
    as_shown = dict(zip(names, shown, strict=True))
    return Line(text, tuple(slots), shown != true, not possible(world, english, as_shown), frame)


def possible(world: World, english: str, shown: dict[str, str]) -> bool:
    """Whether what is printed could be so, for one who knows what each number counts."""
    v = {name: float(value) for name, value in shown.items()}
    for name, value in shown.items():
        if name in ("p", "w", "v", "fp", "cr", "av"):
            continue
        if "." in value:
            return False
        if name in ("y", "y0", "y2") and not 1990 <= float(value) <= 2100:
            return False
        if name not in ("y", "y0", "y2") and 1990 <= float(value) <= 2060:
            return False
    if v.get("v19", 19) != 19 or any(v.get(one, 1) > 31 for one in ("d1", "d2")):
        return False
    if any(v[one] > 1990 for one in ("p", "w", "v", "fp", "cr", "av") if one in v):
        return False
    for day, date in (("d1", world.first), ("d2", world.last)):
        if day in v and v[day] > calendar.monthrange(2020, date.month)[1]:
            return False
    if "(" in english and "d1" in v and _DAYS[world.first.weekday()] in english:
        if v["d1"] != world.first.day and (v["d1"] - world.first.day) % 7:
            return False
        if "d2" in v and (v["d2"] - world.last.day) % 7:
            return False
    for many, few in (
        ("n", "c"), ("o", "q"), ("s", "t"), ("k", "t"), ("n", "s"), ("n", "r1n"), ("n", "f1"),
        *((f"r{i}n", f"r{i}c") for i in (1, 2, 3)), ("k1n", "k1c"), ("k2n", "k2c"), ("n", "c"),
        ("c", "t") if "n" in v else ("", ""), ("n", "p1"), ("n", "p2"), ("s", "p1s"), ("s", "p2s"),
        ("n9", "c9"), ("x", "c"), ("i", "j"), ("j", "l"),
    ):  # fmt: skip
        if many in v and few in v and v[many] < v[few]:
            return False
    if {"n", "p1", "p2"} <= v.keys() and v["p1"] + v["p2"] != v["n"]:
        return False
    if {"s", "p1s", "p2s"} <= v.keys() and v["p1s"] + v["p2s"] != v["s"]:
        return False
    way = bool(re.search(r"\b(?:rose|increase\w*|grew|more)\b", english)) - bool(
        re.search(r"\b(?:fell|decrease\w*|dropped|fewer)\b", english)
    )
    for now, old, by in (("n", "o", "b"), ("c", "q", "a")):
        if now in v and old in v and (v[now] - v[old]) * way < 0:
            return False
        if way and {now, old, by} <= v.keys() and v[now] - v[old] != way * v[by]:
            return False
        if old in v and by in v and way < 0 and v[by] > v[old]:
            return False
        if now in v and by in v and way > 0 and v[by] > v[now]:
            return False
    for part, whole, rate in (("b", "o", "p"), ("f1", "n", "fp")):
        if {part, whole, rate} <= v.keys() and abs(100 * v[part] / v[whole] - v[rate]) > 0.06:
            return False
    if {"n", "o", "p"} <= v.keys() and abs(100 * abs(v["n"] - v["o"]) / v["o"] - v["p"]) > 0.06:
        return False
    if {"n", "p"} <= v.keys() and "o" not in v and way < 0 and v["p"] >= 100:
        return False
    if "av" in v and abs(v["n"] / v["c"] - v["av"]) > 0.06:
        return False
    alone = {"n", "p"} == v.keys() & {"n", "p", "o"}
    return not alone or reached(v["n"], v["p"] * way)


def reached(now: float, percent: float) -> bool:
    """Whether a whole number before makes this one by that percentage."""
    before = round(now / (1 + percent / 100)) if percent > -100 else 0
    return any(
        b > 0 and abs(100 * (now - b) / b - percent) <= 0.06
        for b in range(max(1, before - 3), before + 4)
    )


def release(seed: int, length: int = 9) -> tuple[str, list[tuple[int, Line]]]:
    """A release: a headline, the reception, and sentences drawn from all, with their places."""
    world = World(seed)
    count = len(frames())
    chosen = [world.r.choice((0, 1, 3)), 6, *world.r.sample(range(7, count), length)]
    text, lines = "", []
    for frame in chosen:
        line = written(world, frame)
        lines.append((len(text), line))
        text += line.text + "\n\n"
    return text, lines


def alone(first: int, last: int, *, garbled: bool = True) -> Iterator[Line]:
    for seed in range(first, last):
        world = World(seed)
        yield written(world, seed % len(frames()), garbled=garbled)
