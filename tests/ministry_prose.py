"""English releases as a ministry writes them, and what the translator of the portal makes of them.

A grammar of its own, written from how such releases read and not from how this package reads
them: asides, relative clauses, appositions, decreases, lists, dates with weekdays, lines wrapped by
hand. Each sentence knows its numbers in Korean order, in one of the orders that Korean may have;
numerals that English writes as words are among them.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Order = tuple[str | int, ...]

_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ASIDES = (
    ", including master plans and feasibility studies,",
    ", mainly from Asia and Africa,",
    ", most of them about transport and safety,",
    " – the largest number since the programme began –",
    " (in the planning and the demonstration type)",
    ", led by Vietnam and Indonesia,",
    "",
    "",
)
_THINGS = ("applications", "cases", "proposals", "submissions", "projects")
_REGIONS = ("New Southern", "New Northern", "Central and South America", "Africa", "Middle East")
_TYPES = ("urban development", "solution planning", "overseas demonstration")
_FIELDS = ("transportation", "urban management", "the environment", "safety", "water management")
_NAMES = ("Vietnam", "Indonesia", "Peru", "Kenya", "Türkiye", "Uzbekistan", "Laos", "Colombia")


@dataclass(frozen=True)
class Said:
    """A sentence: English with ``{name}`` slots, its names and worded numerals in Korean order."""

    english: str
    korean: Order
    values: dict[str, str]

    def garbled(self) -> dict[str, str]:
        """What the translator prints in each slot."""
        numbers = [str(n) if isinstance(n, int) else self.values[n] for n in self.korean]
        names = re.findall(r"\{(\w+)\}", self.english)
        assert len(numbers) >= len(names), self.english
        assert {n for n in self.korean if isinstance(n, str)} == set(names), self.english
        return dict(zip(names, numbers, strict=False))


@dataclass(frozen=True)
class Slot:
    """A number of the text: where it stands, what is printed and what was meant."""

    start: int
    printed: str
    true: str
    line: int


@dataclass(frozen=True)
class Release:
    """A release as printed, its numbers, and for each line whether the translator moved any."""

    text: str
    slots: tuple[Slot, ...]
    scrambled: tuple[bool, ...]


class _Writer:
    """One release in the making: its figures hold together, its sentences are drawn."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.year = chance.randint(2020, 2034)
        self.regions = {name: self.pair(12, 30) for name in chance.sample(_REGIONS, 3)}
        self.kinds = {name: self.pair(20, 40) for name in _TYPES[: chance.choice([2, 3])]}
        cases = max(
            sum(n for n, _ in self.regions.values()), sum(n for n, _ in self.kinds.values())
        )
        self.cases = cases + chance.choice([0, 0, chance.randint(1, 9)])
        least = max(sum(c for _, c in self.regions.values()), *(c for _, c in self.kinds.values()))
        self.countries = min(least + chance.randint(0, 6), self.cases)
        self.thing = chance.choice(_THINGS)
        # The year before: more of both or fewer, never the same.
        self.down = chance.random() < 0.5
        step = chance.randint(1, 90)
        self.old_cases = self.cases + step if self.down else max(self.cases - step, 1)
        other = chance.randint(1, 30)
        old = self.countries + other if self.down else max(self.countries - other, 1)
        self.old_countries = min(old, self.old_cases)

    def pair(self, most: int, more: int) -> tuple[int, int]:
        countries = self.chance.randint(1, most)
        return countries + self.chance.randint(0, more), countries

    def pick(self, *several: str) -> str:
        return self.chance.choice(several)

    def order(self, *several: Order) -> Order:
        return self.chance.choice(several)

    def aside(self) -> str:
        return self.chance.choice(_ASIDES)

    def date(self, month: int | None = None) -> datetime.date:
        month = month or self.chance.randint(1, 12)
        return datetime.date(self.year, month, self.chance.randint(1, 28))

    # --- the sentences ---

    def headline(self) -> Said:
        values = {"n": str(self.cases), "c": str(self.countries)}
        t = self.thing
        english = self.pick(
            f"{{n}} {t} from {{c}} countries knock on the door of the K-City Network",
            f"K-City Network contest draws {{n}} {t} from {{c}} countries",
            f"{{c}} countries submit {{n}} {t} to the K-City Network contest",
            f"Smart cities of Korea in demand: {{n}} {t} arrive from {{c}} countries",
        )
        return Said(english, self.order(("c", "n"), ("c", "n"), ("n", "c")), values)

    def lead(self) -> Said:
        first, last = sorted((self.date(), self.date()))
        values = {
            "n": str(self.cases), "c": str(self.countries), "d": str(first.day),
            "e": str(last.day),
        }  # fmt: skip
        one, two = _MONTHS[first.month], _MONTHS[last.month]
        th = self.pick("", "th")
        weekdays = self.chance.random() < 0.4
        a = f"{{d}}{th} ({_DAYS[first.weekday()]})" if weekdays else f"{{d}}{th}"
        b = f"{{e}}{th} ({_DAYS[last.weekday()][:3]})" if weekdays else f"{{e}}{th}"
        dates: Order = (first.month, "d", last.month, "e")
        counted = self.order(("c", "n"), ("n", "c"))
        t, aside = self.thing, self.aside()
        english, extra = self.chance.choice(
            [
                (
                    f"The Ministry of Land, Infrastructure and Transport announced that a total of "
                    f"{{n}} {t}{aside} were received from {{c}} countries in the K-City Network "
                    f"contest, which was open from {one} {a} to {two} {b}.",
                    (),
                ),
                (
                    f"From {one} {a} to {two} {b}, {{n}} {t}{aside} were received from {{c}} "
                    "countries, the ministry said.",
                    (),
                ),
                (
                    f"Despite COVID-{{v}}, {{c}} countries took part in the contest held from "
                    f"{one} {a} to {two} {b} and handed in {{n}} {t}.",
                    ("v",),
                ),
                (
                    f"In the contest ({one} {a} ~ {two} {b}), {{n}} {t}{aside} came from {{c}} "
                    "countries.",
                    (),
                ),
            ]
        )
        if extra:
            values["v"] = "19"
        parts: list[Order] = [dates, counted, *([extra] if extra else [])]
        self.chance.shuffle(parts)
        return Said(english, tuple(one for part in parts for one in part), values)

    def dated(self) -> Said:
        day = self.date()
        values = {"y": str(self.year), "d": str(day.day), "n": str(self.cases),
                  "c": str(self.countries)}  # fmt: skip
        month, name = _MONTHS[day.month], _DAYS[day.weekday()]
        english, order = self.chance.choice(
            [
                (
                    f"On {month} {{d}}, {{y}} ({name[:3]}), the ministry closed the contest with "
                    f"{{n}} {self.thing} from {{c}} countries.",
                    self.order(("y", day.month, "d", "c", "n"), ("c", "n", "y", day.month, "d")),
                ),
                (
                    f"The {{y}} contest of the K-City Network received {{n}} {self.thing}"
                    f"{self.aside()} from {{c}} countries by {month} {{d}}.",
                    self.order(("y", "c", "n", day.month, "d"), (day.month, "d", "y", "c", "n")),
                ),
                (
                    f"{{n}} {self.thing}, which {{c}} countries sent by {name}, {month} {{d}}, are "
                    "now being examined.",
                    self.order((day.month, "d", "c", "n"), ("c", day.month, "d", "n")),
                ),
            ]
        )
        if "{y}" not in english:
            values.pop("y")
        return Said(english, order, values)

    def change(self) -> Said:
        down = self.down
        a = abs(self.countries - self.old_countries)
        b = abs(self.cases - self.old_cases)
        old = self.old_cases
        p = f"{100 * b / old:.1f}"
        if not a or not b:
            return self.headline()
        fell = self.pick("decreased", "fell") if down else self.pick("increased", "rose")
        more, up = ("fewer", "down") if down else ("more", "up")
        values = {"a": str(a), "b": str(b), "p": p}
        english, order, used = self.chance.choice(
            [
                (
                    f"Compared to the previous year, the number of countries {fell} by {{a}}, and "
                    f"the number of {self.thing} {fell} by {{b}} ({{p}}%).",
                    ("a", "b", "p"),
                    "abp",
                ),
                (
                    f"Compared with last year, countries {fell} by {{a}}, {self.thing} {fell} by "
                    "{b} ({p} %).",
                    ("a", "b", "p"),
                    "abp",
                ),
                (
                    f"A total of {{n}} {self.thing} were received from {{c}} countries, {{b}} "
                    f"{more} than in the previous year.",
                    self.order(("b", "c", "n"), ("c", "n", "b")),
                    "bnc",
                ),
                (
                    f"The number of {self.thing} was {{n}}, {up} {{b}} from {{o}} last year.",
                    self.order(("o", "b", "n"), ("n", "o", "b")),
                    "bno",
                ),
                (
                    f"This is {{b}} {more} {self.thing} than last year, when {{o}} were received "
                    "from {q} countries.",
                    self.order(("q", "o", "b"), ("o", "q", "b")),
                    "boq",
                ),
            ]
        )
        values |= {"n": str(self.cases), "c": str(self.countries), "o": str(old)}
        values["q"] = str(self.old_countries)
        return Said(english, order, {name: values[name] for name in used})

    def by_region(self) -> Said:
        values: dict[str, str] = {}
        order: list[str] = []
        parts = []
        turn = self.chance.random() < 0.2
        for place, (region, (n, c)) in enumerate(self.regions.items()):
            values |= {f"n{place}": str(n), f"c{place}": str(c)}
            order += [f"n{place}", f"c{place}"] if turn else [f"c{place}", f"n{place}"]
            parts.append((region, f"{{n{place}}}", f"{{c{place}}}"))
        style = self.chance.randint(0, 3)
        if style == 0:
            said = [
                f"the {r} region submitted {n} {self.thing} from {c} countries" for r, n, c in parts
            ]
            english = f"By region, {said[0]}, {said[1]}, and {said[2]}."
        elif style == 1:
            said = [f"{n} {self.thing} from {c} countries in {r}" for r, n, c in parts]
            english = f"By region, {said[0]}, {said[1]} and {said[2]} were received."
        elif style == 2:
            said = [f"{r} ({c} countries, {n} cases)" for r, n, c in parts]
            english = f"They came from {said[0]}, {said[1]}, and {said[2]}."
        else:
            said = [f"{r} {n} from {c} countries" for r, n, c in parts]
            english = f"{said[0]} {self.thing}; {said[1]}; and {said[2]}."
            english = f"By region: {english}"
        return Said(english, tuple(order), values)

    def of_the_whole(self) -> Said:
        """A total with a part of it in the same sentence: Korean may say the part first."""
        region, (n, c) = next(iter(self.regions.items()))
        values = {"n": str(self.cases), "c": str(self.countries), "a": str(n), "b": str(c)}
        english = self.pick(
            f"A total of {{n}} {self.thing} were received from {{c}} countries, including {{a}} "
            f"from {{b}} countries of the {region} region.",
            f"Of the {{n}} {self.thing} received from {{c}} countries, {{a}} came from {{b}} "
            f"countries in the {region} region.",
            f"The {region} region led with {{a}} {self.thing} from {{b}} countries, out of "
            "{n} from {c} countries in all.",
        )
        return Said(
            english, self.order(("c", "n", "b", "a"), ("b", "a", "c", "n"), ("n", "c", "a", "b")),
            values,
        )  # fmt: skip

    def by_type(self) -> Said:
        kind, (n, c) = self.chance.choice(list(self.kinds.items()))
        english = self.pick(
            f"For {kind}, {{n}} {self.thing} were submitted from {{c}} countries,",
            f"In {kind}, {{c}} countries filed {{n}} {self.thing}.",
            f"{{n}} {self.thing}{self.aside()} from {{c}} countries were for {kind}.",
            f"The {kind} type drew {{n}} {self.thing} in {{c}} countries, such as Vietnam.",
        )
        return Said(
            english, self.order(("c", "n"), ("c", "n"), ("n", "c")), {"n": str(n), "c": str(c)}
        )

    def types_listed(self) -> Said:
        kinds = list(self.kinds.items())
        values = {f"k{i}": str(n) for i, (_, (n, _)) in enumerate(kinds)}
        listed: Order = tuple(values)
        several: Order = (len(kinds),) if self.chance.random() < 0.5 else ()
        lead = f"In the {_WORDS[len(kinds)]} types" if several else "By type"
        said = [f"{{k{i}}} for {kind}" for i, (kind, _) in enumerate(kinds)]
        said[0] = said[0].replace("}", f"}} {self.thing}", 1)
        end = f" and {said[-1]}" if self.chance.random() < 0.5 else f", and {said[-1]}"
        english = f"{lead}, there were {', '.join(said[:-1])}{end}."
        if self.chance.random() < 0.4:
            values["n"] = str(self.cases)
            english = english[:-1] + ", {n} in all."
            return Said(english, (*several, *self.order((*listed, "n"), ("n", *listed))), values)
        return Said(english, (*several, *listed), values)

    def fields(self) -> Said:
        chosen = self.chance.sample(_FIELDS, self.chance.randint(3, 4))
        values = {f"f{i}": str(self.chance.randint(1, 15)) for i in range(len(chosen))}
        said = [f"{field} ({{f{i}}} cases)" for i, field in enumerate(chosen)]
        several: Order = (len(chosen),) if self.chance.random() < 0.3 else ()
        tail = f" in {_WORDS[len(chosen)]} fields" if several else ""
        english = f"Requests came for {', '.join(said[:-1])}, and {said[-1]}{tail}."
        return Said(english, (*self.order((*several, *values), (*values, *several)),), values)

    def plan(self) -> Said:
        values = {
            "w": str(self.chance.randint(1, 90)), "k": str(self.chance.randint(2, 5)),
            "o": str(self.chance.randint(2, 40)), "y": str(self.year + self.chance.randint(1, 9)),
            "s": str(self.chance.randint(1, 30)),
        }  # fmt: skip
        english, order, used = self.chance.choice(
            [
                (
                    "The ministry will provide up to {w} billion won for {k} years to {o} cities.",
                    self.order(("o", "k", "w"), ("k", "o", "w")),
                    "wko",
                ),
                (
                    "It plans to select {o} projects by {y} and to invest {w} billion won.",
                    self.order(("y", "o", "w"), ("y", "w", "o")),
                    "oyw",
                ),
                (
                    f"For {_WORDS[int(values['k'])]} years, {{o}} cities receive {{w}} billion "
                    "won each.",
                    self.order((int(values["k"]), "o", "w"), ("o", int(values["k"]), "w")),
                    "ow",
                ),
                (
                    "At most {o} projects are supported in {y}, with {w} to {s} billion won each.",
                    ("y", "o", "w", "s"),
                    "oyws",
                ),
            ]
        )
        if "s" in used:
            values["w"], values["s"] = sorted((values["w"], values["s"]), key=int)
        return Said(english, order, {name: values[name] for name in used})

    def result(self) -> Said:
        day = self.date()
        month = _MONTHS[day.month]
        english = self.pick(
            f"The final results will be announced on {month} {{d}}.",
            f"The projects selected are made public on {_DAYS[day.weekday()]}, {month} {{d}}.",
            f"After an evaluation, the winners are named on {month} {{d}}"
            f" ({_DAYS[day.weekday()][:3]}).",
        )
        return Said(english, self.order(("d",), (day.month, "d")), {"d": str(day.day)})

    def cumulative(self) -> Said:
        n, c = self.pair(25, 20)
        first = self.chance.randint(2018, self.year)
        values = {"n": str(n), "c": str(c), "y": str(first)}
        english = self.pick(
            "Since {y}, {n} projects in {c} countries have been supported.",
            "So far, the programme has supported {n} projects in {c} countries since {y}.",
            "Launched in {y}, the K-City Network has helped {n} projects in {c} countries.",
        )
        return Said(english, self.order(("y", "c", "n"), ("y", "n", "c")), values)

    def last_year(self) -> Said:
        values = {"n": str(self.old_cases), "c": str(self.old_countries)}
        values |= {"m": str(self.cases), "d": str(self.countries)}
        english = self.pick(
            f"While {{n}} {self.thing} came from {{c}} countries last year, {{m}} came from {{d}} "
            "countries this time.",
            f"This year {{m}} {self.thing} came from {{d}} countries, compared with {{n}} from "
            "{c} countries last year.",
        )
        return Said(english, self.order(("c", "n", "d", "m"), ("d", "m", "c", "n")), values)

    def named(self) -> Said:
        names = self.chance.sample(_NAMES, self.chance.randint(2, 4))
        n = len(names) + self.chance.randint(0, 12)
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        english = self.pick(
            f"{{n}} of them came from {{c}} countries ({', '.join(names)}).",
            f"In {{c}} countries – {listed} – {{n}} {self.thing} deal with transport.",
        )
        return Said(
            english, self.order(("c", "n"), ("n", "c")), {"n": str(n), "c": str(len(names))}
        )

    def chosen(self) -> Said:
        most = self.chance.randint(2, min(40, self.cases)) if self.cases > 2 else 1
        c = self.chance.randint(1, min(most, self.countries))
        values = {"m": str(most), "c": str(c), "n": str(self.cases), "q": str(self.countries)}
        english, used = self.chance.choice(
            [
                (f"{{m}} of the {{n}} {self.thing} were recommended by embassies.", "mn"),
                (
                    f"{{m}} projects in {{c}} countries were selected out of {{n}} {self.thing} "
                    "from {q} countries.",
                    "mcnq",
                ),
                (
                    "A total of {m} projects, two of them new, in {c} countries were chosen.",
                    "mc",
                ),
            ]
        )
        two: Order = (2,) if "two" in english else ()
        orders: dict[str, tuple[Order, ...]] = {
            "mn": (("n", "m"),),
            "mcnq": (("q", "n", "c", "m"), ("n", "q", "m", "c")),
            "mc": ((*two, "c", "m"), ("c", "m", *two), ("c", *two, "m")),
        }
        return Said(english, self.order(*orders[used]), {name: values[name] for name in used})

    def still(self) -> Said:
        """A sentence in which nothing moves: one number, or the same order in both languages."""
        values = {"k": str(self.chance.randint(2, 40)), "p": str(self.chance.randint(2, 9)),
                  "g": "2"}  # fmt: skip
        english, order = self.chance.choice(
            [
                ("This year {k} cities abroad receive help.", ("k",)),
                ("Cooperation between governments (G{g}G) covers {k} cities.", ("g", "k")),
                ("The rate of competition was {p} to one.", ("p",)),
                ("The {p}th meeting was attended by {k} experts.", ("p", "k")),
                ("About {k} percent of all requests concern transport.", ("k",)),
            ]
        )
        names = re.findall(r"\{(\w+)\}", english)
        if "to one" in english:
            order = ("p", 1)
        return Said(english, order, {name: values[name] for name in names})


_KINDS: tuple[Callable[[_Writer], Said], ...] = (
    _Writer.headline, _Writer.lead, _Writer.dated, _Writer.change, _Writer.by_region,
    _Writer.of_the_whole, _Writer.by_type, _Writer.by_type, _Writer.types_listed, _Writer.fields,
    _Writer.plan, _Writer.result, _Writer.cumulative, _Writer.last_year, _Writer.named,
    _Writer.chosen, _Writer.still,
)  # fmt: skip


def ministry_release(seed: int, *, alone: bool = False) -> Release:
    """A release drawn from the grammar; ``alone`` draws one sentence only."""
    chance = random.Random(seed)
    writer = _Writer(chance)
    if alone:
        drawn = [chance.choice(_KINDS)(writer)]
    else:
        drawn = [kind(writer) for kind in _KINDS if chance.random() < 0.5] or [writer.headline()]
    text = ""
    slots: list[Slot] = []
    scrambled = []
    gap = chance.choice(["\n\n", "\n\n", "\n□ "])
    for line, said in enumerate(drawn):
        text += gap if text else ""
        printed = said.garbled()
        scrambled.append(any(printed[name] != said.values[name] for name in printed))
        for piece in re.split(r"(\{\w+\})", said.english):
            if piece.startswith("{"):
                name = piece[1:-1]
                slots.append(Slot(len(text), printed[name], said.values[name], line))
                text += printed[name]
            else:
                text += piece
    if chance.random() < 0.3:
        text = _wrapped(text, chance.randint(45, 130))
    return Release(text, tuple(slots), tuple(scrambled))


def _wrapped(text: str, width: int) -> str:
    """The text in lines of at most that width, each letter in its place."""
    lines = []
    for line in text.split("\n"):
        start = 0
        while len(line) - start > width:
            cut = line.rfind(" ", start, start + width + 1)
            if cut <= start:
                break
            line = f"{line[:cut]}\n{line[cut + 1 :]}"
            start = cut + 1
        lines.append(line)
    return "\n".join(lines)
