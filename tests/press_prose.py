"""Sentences as the press, the secretariats and the portal print them, and what a translator makes
of them: a third pen, beside :mod:`garbler` and :mod:`ministry_prose`.

A frame is English with slots in small letters and words in capitals, and the orders in which Korean
may say its numbers; ``=x`` in an order is a numeral that English has as a word. ``possible`` says
what a reader who knows what each number counts can hold against it in one sentence alone: where
it is silent, no reader could notice anything.
"""

from __future__ import annotations

import calendar
import datetime
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

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

FRAMES = """
# headlines
K-City Network draws {n} THINGS from {c} countries | c n ; n c
{c} countries, {n} THINGS: K-City Network contest closes | c n
Korea's smart city contest attracts {n} bids from {c} nations, UPPED {p}% from last year | c n p ; p c n
[Press release] {n} THINGS from {c} countries received for {y} K-City Network | y c n ; c n y
Smart city exports pick up: {s} projects in {t} countries chosen out of {n} | n t s ; t s n ; n s t
{s} overseas cities to get Korean smart city plans worth {w} billion won | w s
# reception
A total of {n} THINGS poured in from {c} countries around the world. | c n
The contest, which closed on M1 {d1}, attracted {n} THINGS from {c} countries. | =m1 d1 c n ; c n =m1 d1
According to KAIA, {n} THINGS were submitted by local governments in {c} countries by M1 {d1}. | =m1 d1 c n ; c n =m1 d1
Governments of {c} countries handed in {n} THINGS in all. | c n ; n c
As many as {c} countries applied with {n} THINGS for the {y} contest. | y c n ; c n y
By the deadline of M1 {d1}, {n} THINGS had arrived from {c} countries, the ministry said on the {d2}th. | d2 =m1 d1 c n ; d2 c n =m1 d1 ; =m1 d1 c n d2
The number of THINGS stood at {n}, coming from {c} countries across five continents. | =5 c n ; c n =5 ; c =5 n
The call received {n} THINGS, and {c} countries took part in it. | c n
Interest was high: {c} countries sent in {n} THINGS within N1 months. | =n1 c n ; c n =n1
In total {n} THINGS (from {c} countries) were registered on the portal. | c n ; n c
Applicants from {c} countries filed {n} THINGS over the N1-week period ending M1 {d1}. | =m1 d1 =n1 c n ; c n =n1 =m1 d1 ; =n1 =m1 d1 c n
The ministry received {n} THINGS, {p1} of them for planning and {p2} for demonstration, from {c} countries. | c n p1 p2 ; p1 p2 c n ; n p1 p2 c
Of the {n} THINGS, {p1} were for planning and {p2} for demonstration. | n p1 p2 ; p1 p2 n
A total of {n} THINGS came in, consisting of {p1} planning and {p2} demonstration projects. | n p1 p2 ; p1 p2 n
Planning drew {k1n} THINGS from {k1c} countries and demonstration {k2n} from {k2c}. | k1c k1n k2c k2n
{k1n} THINGS from {k1c} countries were submitted for the planning type, while {k2n} from {k2c} countries were for demonstration. | k1c k1n k2c k2n
For the smart solution type, {k1n} THINGS came from {k1c} countries. | k1c k1n
In the urban development type, {k1c} countries submitted {k1n} THINGS, led by NAME1. | k1c k1n
The R1 region accounted for {r1n} of the {n} THINGS. | n r1n ; r1n n
The R1 region sent {r1n} THINGS from {r1c} countries, the largest share. | r1c r1n
R1 countries filed {r1n} THINGS, followed by R2 countries with {r2n} and R3 countries with {r3n}. | r1n r2n r3n
By region, {r1n} came from {r1c} R1 countries, {r2n} from {r2c} R2 countries and {r3n} from {r3c} R3 countries. | r1c r1n r2c r2n r3c r3n
R1: {r1n} THINGS ({r1c} countries), R2: {r2n} THINGS ({r2c} countries) | r1c r1n r2c r2n
NAME1 filed the most with {i} THINGS, followed by NAME2 with {j}. | i j
NAME1 ({i} cases), NAME2 ({j} cases) and NAME3 ({l} cases) were the most active of the {c} countries. | c i j l ; i j l c
Traffic accounted for {f1} THINGS, water for {f2} and safety for {f3}. | f1 f2 f3
Requests concentrated on traffic ({f1} cases), followed by the environment ({f2} cases) and energy ({f3} cases). | f1 f2 f3
In N1 fields including traffic and safety, {k1n} THINGS were made by {k1c} countries. | =n1 k1c k1n ; k1c =n1 k1n ; k1c k1n =n1
Among the {c} countries, N1 applied for the first time, bringing {n} THINGS in all. | c =n1 n ; =n1 c n
{f1} THINGS out of {n}, or {fp}%, dealt with traffic. | n f1 fp ; f1 n fp
# changes
The number of THINGS UPPED by {p}% to {n}, and the number of countries UPPED from {q} to {c}. | p n q c ; q c p n ; c q n p
Compared with last year's {o} THINGS from {q} countries, this year's {n} came from {c} countries. | q o c n
THINGS UPPED from {o} to {n} and countries from {q} to {c}. | o n q c ; q c o n ; q o c n
{n} THINGS came in this year, {b} MORE than the {o} of last year. | o b n ; n o b ; o n b
The number of participating countries UPPED by {a} and THINGS by {b}, or {p}%. | a b p
That is {b} MORE THINGS than the {o} received last year. | o b ; b o
{c} countries took part, {a} MORE than last year's {q}. | q a c ; c q a ; q c a
At {n}, THINGS UPPED {p} percent on the year, and the countries numbered {c}. | p n c ; c p n ; n p c
{n} THINGS from {c} countries were received, UPPED {p}% from {o} THINGS a year earlier. | o p c n ; c n o p ; p c n o
THINGS UPPED {p}% year on year to {n}. | p n ; n p
In {y}, {n} THINGS were received from {c} countries, UPPED from {o} and {q} the year before. | y c n q o ; q o y c n
While {o} THINGS were received last year, {n} came in this year, an UPNOUN of {p}%. | o n p ; n p o
# selection
The ministry selected {s} projects in {t} countries after evaluating {n} THINGS. | n t s ; t s n
{s} projects from {t} countries have been finally selected, including NAME1 and NAME2. | t s ; s t
Out of {n} THINGS from {c} countries, {s} projects in {t} countries were chosen. | c n t s
Through a review by {x} experts, {s} of {n} THINGS were picked. | x n s ; n x s
The {s} selected projects are {p1s} planning and {p2s} demonstration projects. | s p1s p2s ; p1s p2s s
KAIA will support {p2s} demonstration projects and KIND {p1s} planning projects in {t} countries. | t p2s p1s ; p2s t p1s ; p2s p1s t
Selected were NAME1, NAME2 and NAME3, beating a competition rate of {cr} to one. | cr
Final results will be announced on M1 {d1}, {y}. | y =m1 d1
The winners will be announced on M1 {d1} (DAY1), following the evaluation on M2 {d2} (DAY2). | =m2 d2 =m1 d1 ; =m1 d1 =m2 d2
The committee of {x} experts will meet on M1 {d1}. | =m1 d1 x ; x =m1 d1
Since {y0}, the K-City Network has supported {s} projects in {t} countries. | y0 t s ; y0 s t
Over the past N1 years, {s} projects in {t} countries have been supported by the program. | =n1 t s ; t s =n1
Launched in {y0}, the program has received {n} THINGS from {c} countries so far. | y0 c n
# money, plans
The ministry will invest {w} billion won in {k} cities over N1 years. | =n1 k w ; k =n1 w
Each project receives up to {v} billion won for {yrs} years. | yrs v ; v yrs
Up to {v} hundred million won will be given to each of the {s} projects. | s v
{k} cities will receive up to {v} billion won each for {yrs} years. | k yrs v ; yrs k v
A budget of {w} billion won is set aside for {s} projects in {y}. | y s w ; y w s
By {y2}, the government plans to expand support to {k} cities in {t} countries. | y2 t k
The government aims to win {k} overseas smart city orders by {y2}. | y2 k
# windows, events
THINGS are accepted from M1 {d1} to M2 {d2}, {y}, through the portal. | y =m1 d1 =m2 d2
The contest runs for {dd} days from M1 {d1}. | =m1 d1 dd ; =m1 d1 dd
The {ed}th contest, held from M1 {d1} (DAY1) to M2 {d2} (DAY2), drew {n} THINGS. | ed =m1 d1 =m2 d2 n ; =m1 d1 =m2 d2 ed n
An online briefing for {c} countries will be held at {h} p.m. on M1 {d1}. | =m1 d1 h c ; c =m1 d1 h
About {x} officials from {c} countries attended the invitational training. | c x ; x c
A delegation of {x} people from {c} countries visited the Sejong smart city on M1 {d1}. | =m1 d1 c x ; c x =m1 d1
{g} Korean companies formed consortia with {k} cities of {t} countries. | t k g ; g t k
Despite COVID-{v19}, the number of THINGS reached {n} from {c} countries. | v19 c n
In the midst of the COVID-{v19} pandemic, {c} countries submitted {n} THINGS. | v19 c n
The program, now in its {ed}th year, received {n} THINGS from {c} countries. | ed c n ; c n ed
"{c} countries applying with {n} THINGS shows the interest in Korean smart cities," an official said. | c n
Director Kim said that the {n} THINGS sent by {c} countries would be evaluated by M1. | c n =m1 ; =m1 c n
Most of the {n} THINGS, which {c} countries sent, concern traffic. | c n
It is the first time that more than {n9} THINGS have come from over {c9} countries. | c9 n9
The average per country rose to {av}, with {n} THINGS from {c} countries. | c n av ; av c n
# lines of facts
- Applications: {n} (countries: {c}) | c n ; n c
o Period: {y}. M1 {d1} - M2 {d2} | y =m1 d1 =m2 d2
o Result: {n} THINGS / {c} countries | c n ; n c
* {c} countries {n} THINGS (last year: {q} countries {o} THINGS) | c n q o
- Planning: {k1n} THINGS from {k1c} countries; demonstration: {k2n} THINGS from {k2c} countries | k1c k1n k2c k2n
"""


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
        i, j, l = sorted((r.randint(2, 15) for _ in range(3)), reverse=True)
        p1 = sum([kinds[0][0]])
        self.values = {
            "y": y, "n": n, "c": c, "o": o, "q": q, "b": abs(n - o), "a": abs(c - q),
            "p": f"{100 * abs(n - o) / o:.1f}", "s": s, "t": t, "p1s": p1s, "p2s": s - p1s,
            "k": t + r.randint(0, 9), "w": w, "v": r.choice(["5", "3", "1.5", "10", "8", "2"]),
            "yrs": r.randint(2, 5), "x": c + r.randint(1, 90), "g": r.randint(8, 60),
            "dd": r.randint(21, 75), "ed": r.choice([4, 5, 6, 7]), "h": r.randint(1, 6),
            "y0": r.randint(2018, 2020), "y2": y + r.randint(2, 8), "v19": 19,
            "d1": first.day, "d2": last.day, "m1": first.month, "m2": last.month,
            "p1": p1, "p2": n - p1, "i": i, "j": j, "l": l, "n1": r.randint(2, 6),
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
            "THINGS": r.choice(_THINGS), "M1": _MONTHS[first.month], "M2": _MONTHS[last.month],
            "DAY1": _DAYS[first.weekday()], "DAY2": _DAYS[last.weekday()][:3],
            "N1": _WORDS[self.values["n1"]], "UPPED": r.choice(("rose", "increased", "grew") if up
            else ("fell", "decreased", "dropped")), "MORE": "more" if up else "fewer",
            "UPNOUN": "increase" if up else "decrease",
        } | {f"NAME{i}": names[i - 1] for i in (1, 2, 3)}
        self.words |= {f"R{i}": wheres[i - 1] for i in (1, 2, 3)}
        self.first, self.last = first, last

    def pair(self, low: int, high: int, more: int) -> tuple[int, int]:
        countries = self.r.randint(low, high)
        return countries + self.r.randint(1, more), countries

    def day(self, year: int) -> datetime.date:
        return datetime.date(year, self.r.randint(1, 12), self.r.randint(1, 28))


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
    for day, date, name in (("d1", world.first, "DAY1"), ("d2", world.last, "DAY2")):
        if day in v and name in frames_text(english):
            pass
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
    way = 1 if re.search(r"\b(?:rose|increase\w*|grew|more)\b", english) else -1
    for now, old, by in (("n", "o", "b"), ("c", "q", "a")):
        if now in v and old in v and (v[now] - v[old]) * way < 0:
            return False
        if {now, old, by} <= v.keys() and v[now] - v[old] != way * v[by]:
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
    if {"n", "p"} == v.keys() & {"n", "p", "o"} and not reached(v["n"], v["p"] * way):
        return False
    return True


def frames_text(english: str) -> str:
    return english


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
    chosen = [world.r.choice((0, 1, 3)), 6, *world.r.sample(range(4, count), length)]
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
