"""The identities that figures must satisfy, each with both sides and a verdict.

Nothing is repaired here: a figure that does not fit stands in the report with what it contradicts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from kcity_analysis.evidence.frame import KEY, Figure, sound
from kcity_analysis.evidence.known import WINDOW, Key, Known, intake_of, types_of
from kcity_analysis.evidence.mentioned import SOUND
from kcity_analysis.evidence.prose import Prose
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    Listing,
    Message,
    Quantity,
    Term,
    percent_of,
    unit_of,
)

HOLDS, FAILS, UNKNOWN = "holds", "fails", "cannot be determined"
CHECK_COLUMNS = [
    "rule",
    "identity",
    "year",
    "stage",
    "subject",
    "left_name",
    "left",
    "relation",
    "right_name",
    "right",
    "verdict",
    "note",
]
_PARTITION = "region"
_PUBLISHED = Message("check.side.published")
_NAN = float("nan")


def reconcile(
    frame: pd.DataFrame,
    recomputed: pd.DataFrame | None = None,
    printed: pd.DataFrame | None = None,
    base: pd.DataFrame | None = None,
    *,
    settled: bool = False,
    known: Known | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Every identity that the given figures allow to be checked.

    ``frame`` holds the figures of one or more years (:func:`kcity_analysis.figures`),
    ``recomputed`` those counted from a register (:func:`kcity_analysis.tabulate`, and
    ``cumulative``), ``printed`` the published figures one row a source, and ``base`` the figures of
    the years before, against which published changes are checked.

    With ``settled``, a side that was not published is what the data, or the facts ``known``, leave
    open (:mod:`evidence.bounding`), and one of low confidence is as it was printed: "cannot be
    determined" then stands only where the identity holds for some of what may be and fails for the
    rest, or where a doubtful figure does not fit.

    Returns ``identity, year, stage, subject``; ``left_name, left, relation, right_name, right``
    (both sides as numbers and in words); ``verdict`` (holds, fails, or cannot be determined: a side
    was not published, or is of low confidence); ``note``; in ``language``. The identities:

    - countries never exceed cases;
    - the cases of all parts of a dimension make the total; of some parts, they are at most it;
    - the countries of regions likewise; those of types, at most the sum and at least the largest;
    - no more is selected than was received;
    - a published change is the difference of the two years, and its percent follows;
    - a cumulative figure is the sum of its years (cases), or at least the largest and at most the
      sum of them (countries);
    - sources that print the same figure print the same number;
    - what is published is what the register gives.
    """
    rows = _rows(frame)
    totals = _totals([*(_rows(base) if base is not None else ()), *rows])
    checks = [
        *_countries_at_most_cases(rows),
        *_parts_and_totals(rows),
        *_selected_at_most_received(rows),
        *_changes(rows, totals),
        *_cumulative(rows, totals),
        *(_sources_agree(_rows(printed), rows) if printed is not None else ()),
        *(_published_as_recomputed(rows, _rows(recomputed)) if recomputed is not None else ()),
    ]
    if settled:
        checks = [
            _settled(check, known) if check["verdict"] == UNKNOWN else check for check in checks
        ]
    said = [check | {name: _said(check[name], language) for name in _WORDS} for check in checks]
    return pd.DataFrame(said, columns=CHECK_COLUMNS)


_WORDS = ("identity", "subject", "left_name", "relation", "right_name", "note")
Words = Message | Listing | Prose | str
"""Words that a check says in the language that it is asked for; a text stands as it is."""


def _said(words: Words, language: str) -> str:
    return words if isinstance(words, str) else words.said(language)


def _settled(check: dict[str, Any], known: Known | None) -> dict[str, Any]:
    """A check of which a side was not published, decided by what that side can be.

    It holds, or fails, where it does for every value within the bounds of the data; only where it
    does for some, it cannot be determined. A cumulative count is held against what it would be had
    it not been printed itself. A doubtful figure that does not fit fails nothing: it may be wrong.
    """
    sides = {}
    for side in ("left", "right"):
        value = float(check[side])
        can_be = (value, value) if not math.isnan(value) else check["doubtful"].get(side)
        can_be = can_be or _can_be(check["made_of"].get(side), known)
        if can_be is None:
            return check
        sides[side] = can_be
    (left_least, left_most), (right_least, right_most) = sides["left"], sides["right"]
    if check["relation"].key == _EQUAL:
        always = left_least == left_most == right_least == right_most
        never = left_most < right_least or left_least > right_most
    else:
        always, never = left_most <= right_least, left_least > right_most
        always |= check["certain"] and not never
    found = dict(check)
    for side in sides.keys() - check["doubtful"].keys():
        least, most = sides[side]
        if least == most:
            found[side] = least
        elif math.isnan(found[side]):
            range_ = Quantity(least, most)
            found[f"{side}_name"] = Message(
                "check.side.range", name=check[f"{side}_name"], range=range_
            )
    fails = never and not check["doubtful"]
    return found | {"verdict": HOLDS if always else FAILS if fails else UNKNOWN}


def _can_be(keys: Sequence[Key] | None, known: Known | None) -> tuple[float, float] | None:
    """What a sum of figures can be; None where one of them is not bounded."""
    if not keys:
        return None
    ends = [ends_of(key[0], key[2], known).get(key) for key in keys]
    found = [one for one in ends if one is not None]
    if len(found) < len(ends):
        return None
    return sum(least for least, _ in found), sum(most for _, most in found)


def _whole(year: int, stage: str, measure: str, first_year: int | None = None) -> Key:
    """The key of a total; with ``first_year``, of what a count would be had it not been printed."""
    if first_year is None:
        return year, year, stage, "total", "all", measure
    return year, first_year, stage, "not printed", "all", measure


_EQUAL = "check.relation.equal"
_RELATIONS = {"=": Message(_EQUAL), "≤": Message("check.relation.at-most")}


def _check(
    rule: str,
    row: Figure,
    subject: Words,
    left: tuple[Words, float],
    relation: str,
    right: tuple[Words, float],
    note: Words = "",
    *,
    left_of: Sequence[Key] = (),
    right_of: Sequence[Key] = (),
    doubtful: Mapping[str, tuple[float, float]] = MappingProxyType({}),
    certain: bool = False,
) -> dict[str, Any]:
    """One identity with its verdict.

    ``left_of`` and ``right_of`` say of which figures a side is the sum, ``doubtful`` what is
    printed of a side that is of low confidence; ``certain`` that no admissible table can break it.
    """
    if pd.isna(left[1]) or pd.isna(right[1]):
        verdict = UNKNOWN
    elif relation == "=":
        verdict = HOLDS if left[1] == right[1] else FAILS
    else:
        verdict = HOLDS if left[1] <= right[1] else FAILS
    return {
        "rule": rule,
        "identity": _identity(rule, row),
        "year": int(row["year"]),
        "stage": row["stage"],
        "subject": subject,
        "left_name": left[0],
        "left": left[1],
        "relation": _RELATIONS[relation],
        "right_name": right[0],
        "right": right[1],
        "verdict": verdict,
        "note": note,
        "made_of": {"left": left_of, "right": right_of},
        "doubtful": doubtful,
        "certain": certain,
    }


def _identity(rule: str, row: Figure) -> Message:
    """What must hold."""
    values = {}
    if "cases" in rule:
        values["cases"] = _measure("cases", row)
    if "part" in rule:
        values["dimension"] = Message(f"check.dimension.{row['dimension']}")
        if rule.startswith("parts"):
            values["measure"] = _measure(row["measure"], row)
    return Message(f"check.rule.{re.sub('[^a-z]+', '-', rule)}", **values)


def _measure(measure: str, row: Figure) -> Message:
    return Message(f"check.measure.{unit_of(measure, row['stage'])}")


def _subject(row: Figure, *, measured: bool = True) -> Message:
    """What a figure is about, in a few words: New Southern, cases."""
    what: Message = Message("term", term=Term(row["dimension"], row["category"]))
    if measured:
        what = Message("check.about.figure", what=what, unit=_measure(row["measure"], row))
    return _spanned(row, what)


def _spanned(row: Figure, what: Message) -> Message:
    if row["first_year"] == row["year"]:
        return what
    return Message("check.about.span", first_year=row["first_year"], year=row["year"], subject=what)


def _rows(frame: pd.DataFrame) -> list[Figure]:
    """A frame as plain rows: each identity needs a few of them, and finds them by key."""
    columns = frame.astype({"value": float})
    names = [str(name) for name in columns]
    held = zip(*(columns[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in held]


def _is_sound(row: Figure) -> bool:
    return row["value"] == row["value"] and row["confidence"] in SOUND


def _is_yearly(row: Figure) -> bool:
    return bool(row["first_year"] == row["year"])


def _totals(rows: Iterable[Figure]) -> dict[tuple[int, str, str], float]:
    """The sound totals of single years, by year, stage and measure."""
    found: dict[tuple[int, str, str], float] = {}
    for row in rows:
        if row["dimension"] == "total" and _is_yearly(row) and _is_sound(row):
            found.setdefault((row["year"], row["stage"], row["measure"]), float(row["value"]))
    return found


def _grouped(rows: Iterable[Figure], names: Sequence[str]) -> dict[tuple[Any, ...], list[Figure]]:
    """Rows by some of their columns, in the order in which they come."""
    found: dict[tuple[Any, ...], list[Figure]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


def _countries_at_most_cases(rows: list[Figure]) -> Iterator[dict[str, Any]]:
    counted = [
        row
        for row in rows
        if row["measure"] in ("cases", "countries")
        and row["dimension"] != "change"
        and row["value"] == row["value"]
    ]
    for pair in _grouped(counted, [name for name in KEY if name != "measure"]).values():
        row = pair[0]
        by_measure = _grouped(pair, ["measure"])
        if len(by_measure) < 2 or not _of_the_same_parts(counted, row):
            continue
        doubtful = [one for one in pair if one["confidence"] == "low"]
        cases, countries = (
            [one["value"] for one in by_measure[(name,)] if one["confidence"] != "low"] or [_NAN]
            for name in ("cases", "countries")
        )
        low = {
            side: (min(values), max(values))
            for side, name, firm in (("left", "countries", countries), ("right", "cases", cases))
            if math.isnan(firm[0]) and (values := [one["value"] for one in by_measure[(name,)]])
        }
        yield _check(
            "countries within cases", row,
            _subject(row, measured=False),
            (_measure("countries", row), max(countries)), "≤",
            (_measure("cases", row), min(cases)), _doubt(doubtful), doubtful=low,
        )  # fmt: skip


def _of_the_same_parts(rows: list[Figure], row: Figure) -> bool:
    """Whether the cases and the countries of a residual are what the same parts leave over."""
    if row["category"] != NOT_ITEMISED or row["dimension"] == "country":
        return True
    of = ("year", "stage", "dimension")
    parts: dict[str, set[str]] = {}
    for one in rows:
        same = all(one[name] == row[name] for name in of) and one["category"] != NOT_ITEMISED
        if same and _is_sound(one):
            parts.setdefault(one["measure"], set()).add(one["category"])
    return len(parts) == 2 and parts["cases"] == parts["countries"]


def _doubt(rows: Sequence[Figure]) -> Words:
    """Why figures decide nothing."""
    if not rows:
        return ""
    said = [
        Message("check.note.doubtful", value=_amount(one), note=Prose(one["note"])) for one in rows
    ]
    return Listing(said)


def _amount(row: Figure) -> Quantity:
    return Quantity.of(row["value"], unit_of(row["measure"], row["stage"]))


def _parts_and_totals(rows: list[Figure]) -> Iterator[dict[str, Any]]:
    for block in _grouped(rows, ["year", "stage"]).values():
        totals = _totals(block)
        by_part = _grouped(filter(_is_yearly, block), ["dimension", "measure"])
        for dimension in ["region", "country", "type", "field"]:
            for measure in ["cases", "countries"]:
                yield from _parts(by_part, totals, dimension, measure)


def _parts(
    by_part: dict[tuple[Any, ...], list[Figure]],
    totals: dict[tuple[int, str, str], float],
    dimension: str,
    measure: str,
) -> Iterator[dict[str, Any]]:
    held = by_part.get((dimension, measure), [])
    rows = [row for row in held if row["category"] != NOT_ITEMISED]
    parts = [row for row in rows if _is_sound(row)]
    if not parts or (measure == "countries" and dimension in ("country", "field")):
        return
    row = rows[0]
    of = Message(f"check.dimension.{dimension}")
    subject = Message("check.about.figure", what=of, unit=_measure(measure, row))
    year, stage = row["year"], row["stage"]
    complete = len(parts) == len(rows) and dimension != "country"
    whole = (
        Message("check.side.total", unit=_measure(measure, row)),
        totals.get((year, stage, measure), _NAN),
    )
    together = (
        Message(f"check.side.together.{dimension}", number=Quantity.of(len(parts))),
        float(sum(part["value"] for part in parts)),
    )
    key = [_whole(year, stage, measure)]
    if measure == "cases" or dimension == _PARTITION:
        if complete:
            note = _gap(together[1], whole[1])
            yield _check(
                "parts make the total", row, subject, together, "=", whole, note, right_of=key
            )
        else:
            note = Message("check.note.not-itemised")
            yield _check(
                "parts within the total", row, subject, together, "≤", whole, note, right_of=key
            )
        return
    largest = (Message("check.side.largest", dimension=of), max(part["value"] for part in parts))
    yield _check("a part within the total", row, subject, largest, "≤", whole, right_of=key)
    outside = (
        one
        for one in by_part.get((dimension, "cases"), [])
        if one["category"] == NOT_ITEMISED and _is_sound(one)
    )
    if complete and not any(True for _ in outside):
        yield _check("the total within the parts", row, subject, whole, "≤", together, left_of=key)


def _gap(parts: float, whole: float) -> Words:
    if pd.isna(parts) or pd.isna(whole) or parts == whole:
        return ""
    key = "check.note.missing" if parts < whole else "check.note.too-many"
    return Message(key, number=Quantity.of(abs(whole - parts)))


def _selected_at_most_received(rows: list[Figure]) -> Iterator[dict[str, Any]]:
    first: dict[tuple[int, str], Figure] = {}
    for row in rows:
        first.setdefault((row["year"], row["stage"]), row)
    totals = _totals(rows)
    for year in dict.fromkeys(row["year"] for row in rows):
        if (year, "reception") not in first or (year, "selection") not in first:
            continue
        for measure in ("cases", "countries"):
            sides = [totals.get((year, one, measure), _NAN) for one in ("selection", "reception")]
            row = first[year, "selection"]
            what = Message("term", term=Term("total", "all"))
            yield _check(
                "selected within received", row,
                Message("check.about.figure", what=what, unit=_measure(measure, row)),
                (Message("check.side.selected"), sides[0]), "≤",
                (Message("check.side.received"), sides[1]),
                left_of=[_whole(int(year), "selection", measure)],
                right_of=[_whole(int(year), "reception", measure)],
                certain=all(intake_of(one, int(year)) == WINDOW for one in types_of(int(year))),
            )  # fmt: skip


def _changes(
    rows: list[Figure], totals: dict[tuple[int, str, str], float]
) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["dimension"] != "change":
            continue
        measure = "cases" if row["measure"] == "percent" else row["measure"]
        new, old = (
            totals.get((year, row["stage"], measure), _NAN)
            for year in (row["year"], row["year"] - 1)
        )
        change = Message("check.about.change")
        subject = Message("check.about.figure", what=change, unit=_measure(row["measure"], row))
        if row["measure"] == "percent":
            yield _check(
                "percent of the years", row, subject, (_PUBLISHED, row["value"]), "=",
                (f"({new:g} − {old:g}) / {old:g}", percent_of(new - old, old)),
            )  # fmt: skip
        else:
            yield _check(
                "difference of the years", row, subject,
                (_PUBLISHED, row["value"]), "=", (f"{new:g} − {old:g}", new - old),
            )  # fmt: skip


def _cumulative(
    rows: list[Figure], totals: dict[tuple[int, str, str], float]
) -> Iterator[dict[str, Any]]:
    for row in rows:
        if not row["first_year"] < row["year"]:
            continue
        years = range(row["first_year"], row["year"] + 1)
        parts = [totals.get((year, row["stage"], row["measure"]), _NAN) for year in years]
        subject = _spanned(row, _measure(row["measure"], row))
        doubtful = row["confidence"] not in SOUND
        value = _NAN if doubtful else row["value"]
        name: Words = _PUBLISHED
        if doubtful:
            name = Message("check.side.doubtful", value=Quantity.of(row["value"]))
        note = Prose(str(row["note"])) if doubtful else ""
        whole = (name, value)
        low = (row["value"], row["value"])
        if row["measure"] == "cases":
            yield _check(
                "cumulative cases", row, subject, whole, "=",
                (Message("check.side.years"), sum(parts)), note,
                right_of=[_whole(row["year"], row["stage"], row["measure"], row["first_year"])],
                doubtful={"left": low} if doubtful else {},
            )  # fmt: skip
        elif row["measure"] == "countries":
            known = [part for part in parts if part == part]
            yield _check(
                "cumulative countries, least", row, subject,
                (Message("check.side.largest-year"), max(known, default=_NAN)), "≤", whole, note,
                doubtful={"right": low} if doubtful else {},
            )  # fmt: skip
            yield _check(
                "cumulative countries, most", row, subject, whole, "≤",
                (Message("check.side.years"), sum(parts)), note,
                right_of=[_whole(year, row["stage"], row["measure"]) for year in years],
                doubtful={"left": low} if doubtful else {},
            )  # fmt: skip


def _sources_agree(printed: list[Figure], rows: list[Figure]) -> Iterator[dict[str, Any]]:
    wanted = {(row["year"], row["stage"]) for row in rows}
    for same in _grouped(printed, KEY).values():
        row = same[0]
        if len(same) < 2 or (row["year"], row["stage"]) not in wanted:
            continue
        by_value = sorted(same, key=lambda one: one["value"])
        low, high = by_value[0], by_value[-1]
        subject = _subject(row)
        first, other = same[0], same[-1]
        if low["value"] != high["value"]:
            first, other = low, high
        yield _check(
            "sources agree", row, subject,
            (first["source_id"], first["value"]), "=", (other["source_id"], other["value"]),
            Message("check.note.sources", number=Quantity.of(len(same))),
        )  # fmt: skip


def _published_as_recomputed(
    rows: list[Figure], recomputed: list[Figure]
) -> Iterator[dict[str, Any]]:
    counted = {tuple(row[name] for name in KEY): row["value"] for row in recomputed}
    blocks = {(row["year"], row["stage"]) for row in recomputed}
    for row in filter(_is_sound, rows):
        key = tuple(row[name] for name in KEY)
        comparable = row["dimension"] not in ("change", "budget") and row["basis"] == "published"
        if not comparable or (row["year"], row["stage"]) not in blocks:
            continue
        subject = _subject(row)
        if key not in counted and row["first_year"] < row["year"]:
            continue  # a register of one year says nothing of several
        ours = counted.get(key, _NAN)
        yield _check(
            "published is recomputed", row, subject,
            (_PUBLISHED, row["value"]), "=", (Message("check.side.counted"), ours),
            _gap(ours, row["value"]),
        )  # fmt: skip


def side_by_side(published: pd.DataFrame, recomputed: pd.DataFrame) -> pd.DataFrame:
    """Published beside recomputed: the figures frame's key, ``published, recomputed, difference``.

    Every row of ``recomputed`` that is published too; NaN stands for "not published".
    """
    ours = recomputed[[*KEY, "value"]].rename(columns={"value": "recomputed"})
    printed = sound(published[published["basis"] == "published"])
    theirs = printed[[*KEY, "value"]].rename(columns={"value": "published"})
    both = ours.merge(theirs, on=KEY, how="inner")
    both["difference"] = both["recomputed"] - both["published"]
    return both[[*KEY, "published", "recomputed", "difference"]]
