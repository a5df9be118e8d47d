"""The identities that figures must satisfy, each with both sides and a verdict.

Nothing is repaired here: a figure that does not fit stands in the report with what it contradicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from kcity_analysis.evidence.bounding import Key
from kcity_analysis.evidence.frame import KEY, category_label, pick, sound, yearly
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
    others = frame if base is None else pd.concat([base, frame])
    checks = [
        *_countries_at_most_cases(frame),
        *_parts_and_totals(frame),
        *_selected_at_most_received(frame),
        *_changes(frame, others),
        *_cumulative(frame, others),
        *(_sources_agree(printed, frame) if printed is not None else ()),
        *(_published_as_recomputed(frame, recomputed) if recomputed is not None else ()),
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
    row: pd.Series,
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


def _countries_at_most_cases(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    rows = frame[frame["measure"].isin(["cases", "countries"]) & (frame["dimension"] != "change")]
    rows = rows[rows["value"].notna()]
    key = [name for name in KEY if name != "measure"]
    for _, pair in rows.groupby(key, sort=False):
        row = pair.iloc[0]
        if pair["measure"].nunique() < 2 or not _of_the_same_parts(rows, row):
            continue
        doubtful = pair[pair["confidence"] == "low"]
        usable = pair["value"].mask(pair["confidence"] == "low").groupby(pair["measure"])
        yield _check(
            "countries within cases", row,
            _span(row) + category_label(row["dimension"], row["category"]),
            ("countries", usable.max()["countries"]), "≤", ("cases", usable.min()["cases"]),
            "; ".join(f"{one.value:g} {one.measure}: {one.note}" for one in doubtful.itertuples()),
        )  # fmt: skip


def _of_the_same_parts(rows: pd.DataFrame, row: pd.Series) -> bool:
    """Whether the cases and the countries of a residual are what the same parts leave over."""
    if row["category"] != NOT_ITEMISED or row["dimension"] == "country":
        return True
    block = sound(rows[(rows["year"] == row["year"]) & (rows["stage"] == row["stage"])])
    parts = block[(block["dimension"] == row["dimension"]) & (block["category"] != NOT_ITEMISED)]
    by_measure = [set(part["category"]) for _, part in parts.groupby("measure")]
    return len(by_measure) == 2 and by_measure[0] == by_measure[1]


def _span(row: pd.Series) -> str:
    return f"{row['first_year']}–{row['year']}: " if row["first_year"] < row["year"] else ""


def _parts_and_totals(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (year, _), block in frame.groupby(["year", "stage"], sort=False):
        for dimension in ["region", "country", "type", "field"]:
            for measure in ["cases", "countries"]:
                yield from _parts(block, int(str(year)), dimension, measure)


def _parts(
    block: pd.DataFrame, year: int, dimension: str, measure: str
) -> Iterator[dict[str, Any]]:
    rows = yearly(block, dimension)
    rows = rows[(rows["measure"] == measure) & (rows["category"] != NOT_ITEMISED)]
    parts = sound(rows)
    if parts.empty or (measure == "countries" and dimension in ("country", "field")):
        return
    complete = len(parts) == len(rows) and dimension != "country"
    whole = (f"total, {measure}", pick(block, "total", "all", measure))
    several = plural(len(parts), dimension, "countries" if dimension == "country" else None)
    together = (f"{several} together" if len(parts) > 1 else several, parts["value"].sum())
    row, subject = rows.iloc[0], f"{dimension}, {measure}"
    key = [_whole(year, row["stage"], measure)]
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
    largest = (f"the largest {dimension}", parts["value"].max())
    yield _check("a part within the total", row, subject, largest, "≤", whole, right_of=key)
    if complete and pd.isna(pick(block, dimension, NOT_ITEMISED, "cases")):
        yield _check("the total within the parts", row, subject, whole, "≤", together, left_of=key)


def _gap(parts: float, whole: float) -> str:
    if pd.isna(parts) or pd.isna(whole) or parts == whole:
        return ""
    return f"{abs(whole - parts):g} {'missing' if parts < whole else 'too many'}"


def _selected_at_most_received(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for year in frame["year"].unique():
        block = frame[frame["year"] == year]
        received, selected = (block[block["stage"] == name] for name in ("reception", "selection"))
        if received.empty or selected.empty:
            continue
        for measure in ("cases", "countries"):
            sides = [pick(part, "total", "all", measure) for part in (selected, received)]
            yield _check(
                "selected within received", selected.iloc[0], f"Total, {measure}",
                ("selected", sides[0]), "≤", ("received", sides[1]),
                left_of=[_whole(int(year), "selection", measure)],
                right_of=[_whole(int(year), "reception", measure)],
            )  # fmt: skip


def _changes(frame: pd.DataFrame, others: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for _, row in frame[frame["dimension"] == "change"].iterrows():
        before = others[(others["year"] == row["year"] - 1) & (others["stage"] == row["stage"])]
        now = others[(others["year"] == row["year"]) & (others["stage"] == row["stage"])]
        measure = "cases" if row["measure"] == "percent" else row["measure"]
        new, old = (pick(part, "total", "all", measure) for part in (now, before))
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


def _cumulative(frame: pd.DataFrame, others: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for _, row in frame[frame["first_year"] < frame["year"]].iterrows():
        years = range(row["first_year"], row["year"] + 1)
        block = others[others["stage"] == row["stage"]]
        parts = pd.Series([pick(block, "total", "all", row["measure"], year) for year in years])
        subject = _span(row) + str(row["measure"])
        doubtful = row["confidence"] not in ("high", "medium")
        value = float("nan") if doubtful else row["value"]
        name = f"published{f' {row.value:g}, of low confidence' if doubtful else ''}"
        note = str(row["note"]) if doubtful else ""
        whole = (name, value)
        if row["measure"] == "cases":
            yield _check(
                "cumulative cases", row, subject, whole, "=",
                ("sum of the years", parts.sum(skipna=False)), note,
                right_of=[_whole(row["year"], row["stage"], row["measure"], row["first_year"])],
            )  # fmt: skip
        elif row["measure"] == "countries":
            yield _check(
                "cumulative countries, least", row, subject,
                ("largest year", parts.max()), "≤", whole, note,
            )  # fmt: skip
            yield _check(
                "cumulative countries, most", row, subject, whole, "≤",
                ("sum of the years", parts.sum(skipna=False)), note,
                right_of=[_whole(year, row["stage"], row["measure"]) for year in years],
            )  # fmt: skip


def _sources_agree(printed: pd.DataFrame, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    wanted = set(zip(frame["year"], frame["stage"], strict=True))
    for _, rows in printed.groupby(KEY, sort=False):
        row = rows.iloc[0]
        if len(rows) < 2 or (row["year"], row["stage"]) not in wanted:
            continue
        by_value = rows.sort_values("value", kind="stable")
        low, high = by_value.iloc[0], by_value.iloc[-1]
        subject = _span(row) + subject_of(row["dimension"], row["category"], row["measure"])
        first, other = rows.iloc[0], rows.iloc[-1]
        if low["value"] != high["value"]:
            first, other = low, high
        yield _check(
            "sources agree", row, subject,
            (first["source_id"], first["value"]), "=", (other["source_id"], other["value"]),
            f"{len(rows)} sources",
        )  # fmt: skip


def _published_as_recomputed(
    frame: pd.DataFrame, recomputed: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    counted = recomputed.set_index(KEY)["value"].to_dict()
    blocks = set(zip(recomputed["year"], recomputed["stage"], strict=True))
    for _, row in sound(frame).iterrows():
        key = tuple(row[name] for name in KEY)
        comparable = row["dimension"] not in ("change", "budget") and row["basis"] == "published"
        if not comparable or (row["year"], row["stage"]) not in blocks:
            continue
        subject = _span(row) + subject_of(row["dimension"], row["category"], row["measure"])
        if key not in counted and row["first_year"] < row["year"]:
            continue  # a register of one year says nothing of several
        ours = counted.get(key, float("nan"))
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
