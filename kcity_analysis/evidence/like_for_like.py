"""Two years against each other, each figure within its bounds: like with like only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.evidence.bounding import bounding, comparable
from kcity_analysis.evidence.intervals import bounded
from kcity_analysis.evidence.known import Ends, Key, Known, Project, collect, types_of
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.evidence.prose import Prose
from kcity_analysis.evidence.receiving import ReceptionTables
from kcity_analysis.evidence.selecting import Selections
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.vocabulary import (
    NEITHER,
    NOT_ITEMISED,
    NOT_STATED,
    InputError,
    Listing,
    Message,
    Term,
    check_years,
    percent_of,
)

COMPARED = [
    "year",
    "base_year",
    "stage",
    "dimension",
    "category",
    "measure",
    "value",
    "least",
    "most",
    "base_value",
    "base_least",
    "base_most",
    "change",
    "change_least",
    "change_most",
    "percent",
    "percent_least",
    "percent_most",
    "contribution",
    "contribution_least",
    "contribution_most",
    "status",
    "basis",
    "base_basis",
    "parts",
    "note",
    "note_ko",
]
_DIMENSIONS = ("total", "region", "type", "secretariat")
_PARTITIONS = ("total", "region")
"""Dimensions in which a country stands once."""
_CELL = ["dimension", "category", "measure"]
_UNTYPED = (NEITHER, NOT_STATED)
_NOTHING: Ends = (0.0, 0.0)
_LONG = 60
"""More values of a base than are tried one by one."""


Own = dict[tuple[str, str, str], Ends]
"""Dimension, category and measure of given figures -> their ends."""


@dataclass(frozen=True)
class _Side:
    """A year with the types of it that are compared, and its figures if they were counted."""

    year: int
    stage: str
    types: tuple[str, ...]
    known: Known
    own: Own | None = None

    def ends(self, measure: str, types: Sequence[str], region: str | None = None) -> Ends:
        """The ends of a cell: as given, stored, counted from a complete list, or asked."""
        if not types:
            return _NOTHING
        if self.own is not None:
            return self._given(self.own, measure, types, region)
        if (counted := self._counted(measure, types, region)) is not None:
            return counted
        stored = ends_of(self.year, self.stage, self.known)
        if (key := self._key(measure, types, region)) in stored:
            return stored[key]
        return self._asked(measure, types, region)

    def _given(self, own: Own, measure: str, types: Sequence[str], region: str | None) -> Ends:
        """What given figures say, and what must hold where they leave a part open."""
        whole = own.get(("total", "all", measure), (0.0, math.inf))
        if set(types) >= set(types_of(self.year)):
            return whole if region is None else _part(own, "region", region, measure, whole[1])
        if region is not None:
            return 0.0, _part(own, "region", region, measure, whole[1])[1]
        ends = [_part(own, "type", one, measure, whole[1]) for one in types]
        least = [one[0] for one in ends]
        most = sum(one[1] for one in ends)
        return (sum(least) if measure == "cases" else max(least)), min(most, whole[1])

    def _key(self, measure: str, types: Sequence[str], region: str | None) -> Key | None:
        head = self.year, self.year, self.stage
        every = set(self._all_types())
        if set(types) == every:
            cell = ("total", "all") if region is None else ("region", region)
            return (*head, *cell, measure)
        if region is None and len(types) == 1:
            return (*head, "type", types[0], measure)
        joined = set(vocabulary.table("type_crosswalk")["comparable_type"])
        for category in joined if region is None else ():
            if set(types) == set(comparable(category, self.year)):
                return (*head, "comparable_type", category, measure)
        return None

    def _all_types(self) -> list[str]:
        kinds = types_of(self.year)
        if self.stage == "selection":
            return [kind for kind in kinds if not self.known.pending(self.year, kind)]
        return [*kinds, *([NEITHER] if self.year in self.known.untyped else [])]

    def _counted(self, measure: str, types: Sequence[str], region: str | None) -> Ends | None:
        """The count of the list, where it is known to lack none of these types."""
        if self.stage != "selection":
            return None
        listed = self.known.of(Project, year=self.year)
        stored = ends_of(self.year, self.stage, self.known)
        for kind in types:
            own = float(sum(one.type == kind for one in listed))
            key = (self.year, self.year, self.stage, "type", kind, "cases")
            if stored.get(key) != (own, own):
                return None
        chosen = [
            one
            for one in listed
            if one.type in types and region in (None, vocabulary.region_of(one.iso3))
        ]
        count = float(len(chosen) if measure == "cases" else len({one.iso3 for one in chosen}))
        return count, count

    def _asked(self, measure: str, types: Sequence[str], region: str | None) -> Ends:
        table = bounding(self.known).table(self.year if self.stage == "reception" else None)
        if isinstance(table, ReceptionTables):
            asked = table.count(measure, region=region, type=types)
        else:
            asked = table.count(measure, self.year, region=region, type=types)
        return table.least(asked), table.most(asked)


def _part(own: Own, dimension: str, category: str, measure: str, whole: float) -> Ends:
    """A part as given; one that is not is no more than what no part has, or than the whole."""
    rest = own.get((dimension, NOT_ITEMISED, measure), (0.0, whole))
    return own.get((dimension, category, measure), (0.0, rest[1]))


def compare(
    year: int,
    base_year: int,
    stage: str = "reception",
    figures: pd.DataFrame | None = None,
    printed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The figures of ``year`` against those of ``base_year``, each with its least and its most.

    One row a category and measure, of the dimensions total, region, type and secretariat. Columns:
    ``year, base_year, stage, dimension, category, measure``; ``value, least, most`` of the year and
    ``base_value, base_least, base_most`` of the base; ``change`` (year less base), ``percent`` (of
    the base, one decimal) and ``contribution`` (the change in percentage points of the base year's
    total, of its measure), each with ``_least`` and ``_most``. What is known exactly stands in the
    plain column too; else that is NaN. An end that nothing limits is infinite; a percent of a base
    that may be nothing has none. ``status``:

    - ``compared``: both years have the category;
    - ``new``: it had nothing in the base year, so that there is no percent;
    - ``introduced``, ``discontinued``: only one of the years had it; its change is all of it, so
      that the contributions of all parts add up to the total's change.

    ``parts`` names the types that are compared where one of the years is not over (else ""): only
    what is over in both years enters, in every row. Types that were joined between the years are
    compared through ``data/reference/type_crosswalk.csv``; ``note`` says so, ``note_ko`` in
    Korean. The category "not itemised" of the regions holds those together that are not known in
    both years; their own rows, with their bounds, are there too. Contributions of countries to
    types and secretariats, which share countries, are NaN.

    ``basis`` and ``base_basis`` say how each figure is known: published, recomputed, derived or
    bounded.

    ``figures`` is a figures frame, as :func:`kcity_analysis.tabulate` counts it from a register: it
    stands for what is known of the years that it has. ``printed`` stands for the published figures.
    Raises InputError where nothing is known of one of the years, or none of it is over in both.

    >>> compare(2021, 2020)[["measure", "change", "percent"]].head(2).values.tolist()
    [['cases', 31.0, 38.8], ['countries', 16.0, 69.6]]
    >>> found = compare(2024, 2023, "selection").query("category == 'New Southern'")
    >>> found[["base_value", "least", "most", "change_least", "change_most"]].values.tolist()[0]
    [3.0, 4.0, 6.0, 1.0, 3.0]
    """
    check_years(year=year, base_year=base_year)
    known, given = collect(printed), _given_frames(figures, stage)
    for one in (year, base_year):
        if one not in given and one not in known.years(stage):
            raise InputError(
                Message("error.nothing to compare with", stage=Term("stage", stage), year=one)
            )
    now, before, categories = _like(known, year, base_year, stage, given)
    if not categories:
        raise InputError(
            Message(
                "error.no type over", stage=Term("stage", stage), base_year=base_year, year=year
            )
        )
    over = sorted(set(categories), key=vocabulary.categories("type").index)
    whole = {one.year: set(one.types) == set(types_of(one.year)) for one in (now, before)}
    parts = "" if all(whole.values()) else "; ".join(over)
    rows = []
    for measure in ("cases", "countries"):
        base = before.ends(measure, _with_untyped(before))
        for dimension in _DIMENSIONS:
            cells = _cells(dimension, now, before, categories, measure)
            rows += [
                {
                    "year": year, "base_year": base_year, "stage": stage, "dimension": dimension,
                    "measure": measure, "parts": parts, **cell,
                    **_moved(cell, base, adds_up=measure == "cases" or dimension in _PARTITIONS),
                }
                for cell in cells
            ]  # fmt: skip
    frame = pd.DataFrame(rows)
    order = {name: place for place, name in enumerate(_DIMENSIONS)}
    frame["_place"] = frame["dimension"].map(order)
    frame["_row"] = frame.groupby(["dimension", "measure"]).cumcount()
    frame = frame.sort_values(["_place", "_row"], kind="stable").reset_index(drop=True)
    for plain in ("value", "base_value", "change", "percent", "contribution"):
        head = plain.removesuffix("value").removesuffix("_")
        least, most = (f"{head}_{end}".strip("_") for end in ("least", "most"))
        frame[plain] = frame[least].where(frame[least] == frame[most])
    for prefix, one in (("", year), ("base_", base_year)):
        source = given[one] if one in given else bounded(one, stage, printed)
        frame[f"{prefix}basis"] = _bases(frame, source, prefix)
    frame["note"], frame["note_ko"] = (
        [one if isinstance(one, str) else one.said(language) for one in frame["note"]]
        for language in ("en", "ko")
    )
    return frame[COMPARED]


def _given_frames(figures: pd.DataFrame | None, stage: str) -> dict[int, pd.DataFrame]:
    """The figures given of each year, cumulative and doubtful ones left out."""
    if figures is None:
        return {}
    own = figures[(figures["stage"] == stage) & (figures["first_year"] == figures["year"])]
    own = own[own["confidence"].isin(SOUND)]
    if "least" not in own:
        own = own.assign(least=own["value"], most=own["value"])
    own = own[own["least"].notna()]
    return {int(one): own[own["year"] == one] for one in own["year"].unique()}


def _own(frame: pd.DataFrame | None) -> Own | None:
    if frame is None:
        return None
    keys = zip(*(frame[name] for name in _CELL), strict=True)
    most = (math.inf if pd.isna(one) else float(one) for one in frame["most"])
    ends = zip(frame["least"].map(float), most, strict=True)
    return dict(zip(keys, ends, strict=True))


def _bases(frame: pd.DataFrame, source: pd.DataFrame, prefix: str) -> list[str]:
    """How the figures of one side are known; what was joined or folded is derived or bounded."""
    once = source[source["first_year"] == source["year"]]
    basis = dict(zip(zip(*(once[name] for name in _CELL), strict=True), once["basis"], strict=True))
    exact = frame[f"{prefix}least"] == frame[f"{prefix}most"]
    return [
        basis.get(key, "derived" if sure else "bounded")
        for *key_, sure in zip(*(frame[name] for name in _CELL), exact, strict=True)
        if (key := tuple(key_))
    ]


def _like(
    known: Known, year: int, base_year: int, stage: str, given: Mapping[int, pd.DataFrame]
) -> tuple[_Side, _Side, dict[str, tuple[list[str], list[str]]]]:
    """Both sides with the types that are over in both, and these by category."""
    crosswalk = vocabulary.table("type_crosswalk")
    joins = dict(zip(crosswalk["type"], crosswalk["comparable_type"], strict=True))
    held = types_of(year), types_of(base_year)
    categories: dict[str, tuple[list[str], list[str]]] = {}
    for place, kinds in enumerate(held):
        other = held[1 - place]
        for kind in kinds:
            joined = joins.get(kind, kind)
            category = kind if kind in other or joined not in other else joined
            categories.setdefault(category, ([], []))[place].append(kind)
    pending = [
        {
            kind
            for kind in kinds
            if stage == "selection" and one not in given and known.pending(one, kind)
        }
        for one, kinds in zip((year, base_year), held, strict=True)
    ]
    if any(pending):
        categories = {
            category: pair
            for category, pair in categories.items()
            if all(pair) and not any(set(pair[place]) & pending[place] for place in (0, 1))
        }
    sides = [
        _Side(
            one,
            stage,
            tuple(kind for pair in categories.values() for kind in pair[place]),
            known,
            _own(given.get(one)),
        )
        for place, one in enumerate((year, base_year))
    ]
    return sides[0], sides[1], categories


def _with_untyped(side: _Side) -> list[str]:
    """The types compared, and the cases in none of them where all are."""
    if set(side.types) != set(types_of(side.year)):
        return [*side.types]
    if side.own is not None:
        return [*side.types, *(one for one in _UNTYPED if ("type", one, "cases") in side.own)]
    untyped = side.stage == "reception" and side.year in side.known.untyped
    return [*side.types, *([NEITHER] if untyped else [])]


Cell = dict[str, object]
Words = Message | Prose | str


@dataclass(frozen=True)
class _Name:
    """What a type was called in a year, as a part of a message."""

    kind: str
    year: int

    def said(self, language: str, style: str = "") -> str:
        return vocabulary.type_name(self.kind, self.year, language)


def _cells(
    dimension: str,
    now: _Side,
    before: _Side,
    categories: dict[str, tuple[list[str], list[str]]],
    measure: str,
) -> list[Cell]:
    kinds = _with_untyped(now), _with_untyped(before)

    def cell(
        category: str,
        types: tuple[Sequence[str], Sequence[str]],
        region: str | None = None,
        note: Words = "",
    ) -> Cell:
        pair = now.ends(measure, types[0], region), before.ends(measure, types[1], region)
        return _cell(category, *pair, _joint(now, before, measure, types, region, pair), note)

    if dimension == "total":
        return [cell("all", kinds)]
    if dimension == "region":
        found = [cell(region, kinds, region) for region in vocabulary.categories("region")]
        return [*found, *_rest(found, cell("all", kinds))]
    if dimension == "type":
        found = []
        for category in sorted(categories, key=vocabulary.categories("type").index):
            types = categories[category]
            one = cell(category, types, note=_why(category, types, now.year, before.year))
            if not all(types):
                one["status"] = "introduced" if types[0] else "discontinued"
            found.append(one)
        for rest in _UNTYPED:
            if any(rest in held for held in kinds):
                untyped = [[rest] if rest in held else [] for held in kinds]
                found.append(cell(rest, (untyped[0], untyped[1])))
        return found
    found = []
    for secretariat in vocabulary.categories("secretariat"):
        own = [
            [one for one in side.types if vocabulary.secretariat_of(one, side.year) == secretariat]
            for side in (now, before)
        ]
        # That no source names one for a year does not mean there was none.
        if all(_all_named(side) for side in (now, before)) and all(own):
            found.append(cell(secretariat, (own[0], own[1])))
    return found


def _all_named(side: _Side) -> bool:
    return all(vocabulary.secretariat_of(one, side.year) for one in side.types)


def _why(category: str, types: tuple[list[str], list[str]], year: int, base_year: int) -> Words:
    crosswalk = vocabulary.table("type_crosswalk")
    reasons = dict(zip(crosswalk["type"], crosswalk["reason"], strict=True))
    for kinds, one in zip(types, (year, base_year), strict=True):
        for kind in kinds:
            if kind != category:
                return Prose(reasons[kind])
            if vocabulary.type_name(kind, one) != kind and all(types):
                return Message("change.note.called", name=_Name(kind, one), year=one)
    return ""


def _cell(category: str, now: Ends, before: Ends, change: Ends, note: Words = "") -> Cell:
    status = "new" if before == _NOTHING and now[0] > 0 else "compared"
    return {
        "category": category, "least": now[0], "most": now[1], "base_least": before[0],
        "base_most": before[1], "change_least": change[0], "change_most": change[1],
        "status": status, "note": note,
    }  # fmt: skip


def _rest(cells: list[Cell], whole: Cell) -> list[Cell]:
    """The regions that are not known in both years, together."""
    sure = [
        one
        for one in cells
        if one["least"] == one["most"] and one["base_least"] == one["base_most"]
    ]
    if not sure or len(sure) >= len(cells) - 1:
        return []
    names = [Term("region", str(one["category"])) for one in cells if one not in sure]
    pairs = []
    for least, most in (("least", "most"), ("base_least", "base_most")):
        known = sum(float(str(one[least])) for one in sure)
        ends = float(str(whole[least])) - known, float(str(whole[most])) - known
        pairs.append((max(ends[0], 0.0), ends[1]))
    moved = sum(float(str(one["change_least"])) for one in sure)
    change = float(str(whole["change_least"])) - moved, float(str(whole["change_most"])) - moved
    return [
        _cell(
            NOT_ITEMISED,
            pairs[0],
            pairs[1],
            change,
            Message("change.note.together", regions=Listing(names)),
        )
    ]


def _joint(
    now: _Side,
    before: _Side,
    measure: str,
    types: tuple[Sequence[str], Sequence[str]],
    region: str | None,
    ends: tuple[Ends, Ends],
) -> Ends:
    """The ends of a change; of two uncertain selections, asked of the programme of both."""
    (least, most), (base_least, base_most) = ends
    if now.stage != "selection" or least == most or base_least == base_most:
        return least - base_most, most - base_least
    table = bounding(now.known).table(None)
    assert isinstance(table, Selections)
    sums = [
        table.count(measure, side.year, region=region, type=kinds)
        for side, kinds in zip((now, before), types, strict=True)
    ]
    change = sums[0] - sums[1]
    return table.programme.least(change), table.programme.most(change)


def _moved(cell: Cell, whole: Ends, *, adds_up: bool) -> dict[str, float]:
    """Percent and contribution of a change, from what may be to what may be."""
    names = ("least", "most", "base_least", "base_most", "change_least", "change_most")
    least, most, base_least, base_most, low, high = (float(str(cell[name])) for name in names)
    found = {}
    percents: Ends = (math.nan, math.nan)
    if base_least > 0 and cell["status"] == "compared":
        percents = _quotients(least, most, base_least, base_most, low, high)
    shares: Ends = (math.nan, math.nan)
    if whole[0] > 0 and adds_up:
        # Who fell by so much was so large in the base year: no part is more than its whole.
        smallest = min(max(whole[0], least - low), whole[1]) if math.isfinite(low) else whole[0]
        corners = [
            percent_of(end, one) if math.isfinite(one) else 0.0
            for end, wholes in ((low, (smallest, whole[1])), (high, whole))
            for one in wholes
        ]
        shares = (
            min(corners) if math.isfinite(low) else low,
            max(corners) if math.isfinite(high) else high,
        )
    for name, pair in (("percent", percents), ("contribution", shares)):
        found[f"{name}_least"], found[f"{name}_most"] = pair
    return found


def _quotients(
    least: float, most: float, base_least: float, base_most: float, low: float, high: float
) -> Ends:
    """The ends of a change in percent, over every base that may be."""
    if base_most - base_least > _LONG:
        bases: Iterable[float] = (base_least, base_most)
    else:
        bases = range(int(base_least), int(base_most) + 1)
    lows, highs = [], []
    for base in bases:
        lows.append(percent_of(max(least - base, low), base))
        highs.append(percent_of(min(most - base, high), base) if math.isfinite(most) else math.inf)
    return min(lows), max(highs)


def entrants(countries: pd.Series, base_countries: pd.Series) -> pd.DataFrame:
    """Who is new and who is gone: ``iso3, status`` (entrant, stayer, leaver), by status and code.

    Both are ISO alpha-3 codes of all the countries of a year; with an incomplete list the answer
    would be wrong, so that lists of merely named applicants must not be passed.

    >>> entrants(pd.Series(["VNM", "KEN"]), pd.Series(["VNM", "PER"])).values.tolist()
    [['KEN', 'entrant'], ['VNM', 'stayer'], ['PER', 'leaver']]
    """
    now, before = set(countries), set(base_countries)
    rows = [(iso3, "entrant") for iso3 in sorted(now - before)]
    rows += [(iso3, "stayer") for iso3 in sorted(now & before)]
    rows += [(iso3, "leaver") for iso3 in sorted(before - now)]
    return pd.DataFrame(rows, columns=["iso3", "status"])
