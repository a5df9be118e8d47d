"""The identities that figures must satisfy, each with both sides and a verdict.

Nothing is repaired here: a figure that does not fit stands in the report with what it contradicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from kcity_analysis.evidence.bounding import Key
from kcity_analysis.evidence.frame import KEY, Figure, category_label, sound
from kcity_analysis.evidence.known import SOUND
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.vocabulary import NOT_ITEMISED, percent_of, plural

HOLDS, FAILS, UNKNOWN = "holds", "fails", "cannot be determined"
IDENTITIES = {
    "countries within cases": "countries never exceed cases",
    "parts make the total": "{measure} by {dimension} make the total",
    "parts within the total": "{measure} by {dimension} are at most the total",
    "a part within the total": "countries of a {dimension} are at most the total",
    "the total within the parts": "countries are at most the sum over {dimension}s",
    "selected within received": "no more is selected than was received",
    "percent of the years": "a published percent change follows from the two years",
    "difference of the years": "a published change is the difference of the two years",
    "cumulative cases": "cumulative cases are the sum of their years",
    "cumulative countries, least": "cumulative countries are at least those of any year",
    "cumulative countries, most": "cumulative countries are at most the sum of the years",
    "sources agree": "sources print the same figure",
    "published is recomputed": "published equals recomputed",
}
"""What must hold, by its key."""

COLUMNS = [
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
_NAN = float("nan")


def reconcile(
    frame: pd.DataFrame,
    recomputed: pd.DataFrame | None = None,
    printed: pd.DataFrame | None = None,
    base: pd.DataFrame | None = None,
    *,
    settled: bool = False,
) -> pd.DataFrame:
    """Every identity that the given figures allow to be checked.

    ``frame`` holds the figures of one or more years (:func:`kcity_analysis.figures`),
    ``recomputed`` those counted from a register (:func:`kcity_analysis.tabulate`, and
    ``cumulative``), ``printed`` the published figures one row a source, and ``base`` the figures of
    the years before, against which published changes are checked.

    With ``settled``, a side that was not published is what the data leave open
    (:mod:`evidence.bounding`): "cannot be determined" then stands only where the
    identity holds for some of its values and fails for others.

    Returns ``identity, year, stage, subject``; ``left_name, left, relation, right_name, right``
    (both sides as numbers and in words); ``verdict`` (holds, fails, or cannot be determined: a side
    was not published, or is of low confidence); ``note``. The identities:

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
        checks = [_settled(check) if check["verdict"] == UNKNOWN else check for check in checks]
    return pd.DataFrame(checks, columns=COLUMNS)


def _settled(check: dict[str, Any]) -> dict[str, Any]:
    """A check of which a side was not published, decided by what that side can be.

    It holds, or fails, where it does for every value within the bounds of the data; only where it
    does for some, it cannot be determined. A cumulative count is held against what it would be had
    it not been printed itself.
    """
    sides = {}
    for side in ("left", "right"):
        value = float(check[side])
        known = (
            (value, value) if not math.isnan(value) else _can_be(check["made_of"].get(f"{side}_of"))
        )
        if known is None:
            return check
        sides[side] = known
    (left_least, left_most), (right_least, right_most) = sides["left"], sides["right"]
    if check["relation"] == _RELATIONS["="]:
        always = left_least == left_most == right_least == right_most
        never = left_most < right_least or left_least > right_most
    else:
        always, never = left_most <= right_least, left_least > right_most
    found = dict(check)
    for side, (least, most) in sides.items():
        found[side] = least if least == most else check[side]
    return found | {"verdict": HOLDS if always else FAILS if never else UNKNOWN}


def _can_be(keys: Sequence[Key] | None) -> tuple[float, float] | None:
    """What a sum of figures can be; None where one of them is not bounded."""
    if not keys:
        return None
    ends = [ends_of(key[0], key[2]).get(key) for key in keys]
    known = [one for one in ends if one is not None]
    if len(known) < len(ends):
        return None
    return sum(least for least, _ in known), sum(most for _, most in known)


def _whole(year: int, stage: str, measure: str, first_year: int | None = None) -> Key:
    """The key of a total; with ``first_year``, of what a count would be had it not been printed."""
    if first_year is None:
        return year, year, stage, "total", "all", measure
    return year, first_year, stage, "not printed", "all", measure


_RELATIONS = {"=": "must equal", "≤": "must be at most"}


def _check(
    rule: str,
    row: Figure,
    subject: str,
    left: tuple[str, float],
    relation: str,
    right: tuple[str, float],
    note: str = "",
    **made_of: Sequence[Key],
) -> dict[str, Any]:
    """One identity with its verdict; ``made_of`` says of which figures a side is the sum."""
    if pd.isna(left[1]) or pd.isna(right[1]):
        verdict = UNKNOWN
    elif relation == "=":
        verdict = HOLDS if left[1] == right[1] else FAILS
    else:
        verdict = HOLDS if left[1] <= right[1] else FAILS
    return {
        "rule": rule,
        "identity": IDENTITIES[rule].format(measure=row["measure"], dimension=row["dimension"]),
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
        "made_of": made_of,
    }


def subject_of(dimension: str, category: str, measure: str) -> str:
    """What a figure is about, in a few words.

    >>> subject_of("region", "New Southern", "cases")
    'New Southern, cases'
    """
    return f"{category_label(dimension, category)}, {measure}"


def _rows(frame: pd.DataFrame) -> list[Figure]:
    """A frame as plain rows: each identity needs a few of them, and finds them by key."""
    return frame.astype({"value": float}).to_dict("records")  # type: ignore[return-value]


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
        yield _check(
            "countries within cases", row,
            _span(row) + category_label(row["dimension"], row["category"]),
            ("countries", max(countries)), "≤", ("cases", min(cases)),
            "; ".join(f"{one['value']:g} {one['measure']}: {one['note']}" for one in doubtful),
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


def _span(row: Figure) -> str:
    return f"{row['first_year']}–{row['year']}: " if row["first_year"] < row["year"] else ""


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
    row, subject = rows[0], f"{dimension}, {measure}"
    year, stage = row["year"], row["stage"]
    complete = len(parts) == len(rows) and dimension != "country"
    whole = (f"total, {measure}", totals.get((year, stage, measure), _NAN))
    several = plural(len(parts), dimension, "countries" if dimension == "country" else None)
    together = (
        f"{several} together" if len(parts) > 1 else several,
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
            note = "not all parts are itemised"
            yield _check(
                "parts within the total", row, subject, together, "≤", whole, note, right_of=key
            )
        return
    largest = (f"the largest {dimension}", max(part["value"] for part in parts))
    yield _check("a part within the total", row, subject, largest, "≤", whole, right_of=key)
    outside = (
        one
        for one in by_part.get((dimension, "cases"), [])
        if one["category"] == NOT_ITEMISED and _is_sound(one)
    )
    if complete and not any(True for _ in outside):
        yield _check("the total within the parts", row, subject, whole, "≤", together, left_of=key)


def _gap(parts: float, whole: float) -> str:
    if pd.isna(parts) or pd.isna(whole) or parts == whole:
        return ""
    return f"{abs(whole - parts):g} {'missing' if parts < whole else 'too many'}"


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
            yield _check(
                "selected within received", first[year, "selection"], f"Total, {measure}",
                ("selected", sides[0]), "≤", ("received", sides[1]),
                left_of=[_whole(int(year), "selection", measure)],
                right_of=[_whole(int(year), "reception", measure)],
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
        if row["measure"] == "percent":
            yield _check(
                "percent of the years", row, "change, percent",
                ("published", row["value"]), "=",
                (f"({new:g} − {old:g}) / {old:g}", percent_of(new - old, old)),
            )  # fmt: skip
        else:
            yield _check(
                "difference of the years", row, f"change, {measure}",
                ("published", row["value"]), "=", (f"{new:g} − {old:g}", new - old),
            )  # fmt: skip


def _cumulative(
    rows: list[Figure], totals: dict[tuple[int, str, str], float]
) -> Iterator[dict[str, Any]]:
    for row in rows:
        if not row["first_year"] < row["year"]:
            continue
        years = range(row["first_year"], row["year"] + 1)
        parts = [totals.get((year, row["stage"], row["measure"]), _NAN) for year in years]
        subject = _span(row) + str(row["measure"])
        doubtful = row["confidence"] not in SOUND
        value = _NAN if doubtful else row["value"]
        name = f"published {row['value']:g}, of low confidence" if doubtful else "published"
        note = str(row["note"]) if doubtful else ""
        whole = (name, value)
        if row["measure"] == "cases":
            yield _check(
                "cumulative cases", row, subject, whole, "=",
                ("sum of the years", sum(parts)), note,
                right_of=[_whole(row["year"], row["stage"], row["measure"], row["first_year"])],
            )  # fmt: skip
        elif row["measure"] == "countries":
            known = [part for part in parts if part == part]
            yield _check(
                "cumulative countries, least", row, subject,
                ("largest year", max(known, default=_NAN)), "≤", whole, note,
            )  # fmt: skip
            yield _check(
                "cumulative countries, most", row, subject, whole, "≤",
                ("sum of the years", sum(parts)), note,
                right_of=[_whole(year, row["stage"], row["measure"]) for year in years],
            )  # fmt: skip


def _sources_agree(printed: list[Figure], rows: list[Figure]) -> Iterator[dict[str, Any]]:
    wanted = {(row["year"], row["stage"]) for row in rows}
    for same in _grouped(printed, KEY).values():
        row = same[0]
        if len(same) < 2 or (row["year"], row["stage"]) not in wanted:
            continue
        by_value = sorted(same, key=lambda one: one["value"])
        low, high = by_value[0], by_value[-1]
        subject = _span(row) + subject_of(row["dimension"], row["category"], row["measure"])
        first, other = same[0], same[-1]
        if low["value"] != high["value"]:
            first, other = low, high
        yield _check(
            "sources agree", row, subject,
            (first["source_id"], first["value"]), "=", (other["source_id"], other["value"]),
            f"{len(same)} sources",
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
        subject = _span(row) + subject_of(row["dimension"], row["category"], row["measure"])
        if key not in counted and row["first_year"] < row["year"]:
            continue  # a register of one year says nothing of several
        ours = counted.get(key, _NAN)
        yield _check(
            "published is recomputed", row, subject,
            ("published", row["value"]), "=", ("recomputed", ours),
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
