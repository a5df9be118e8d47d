"""The facts as collected: published figures, sources, dates, named applicants."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.vocabulary import DATA, InputError, Problem, check_years

CONFIDENCES = ["high", "medium", "low"]
PRINTED = (DATA / "published_figures.csv", DATA / "sources.csv")
"""What the published figures are read from."""
KEY = ["year", "first_year", "stage", "dimension", "category", "measure"]


def published(path: Path | None = None, sources_path: Path | None = None) -> pd.DataFrame:
    """The published figures as collected: one row a figure *and source*.

    The figures frame with ``source_id`` in place of ``sources``, and ``printed_as`` (the source's
    own name of the category, where it differs). Raises InputError listing every row whose
    category, measure, value, confidence or source is not what ``data/README.md`` allows.
    """
    path, sources_path = path or PRINTED[0], sources_path or PRINTED[1]
    return _read(path, sources_path, vocabulary.stamp(path, sources_path)).copy()


@lru_cache(maxsize=4)
def _read(path: Path, sources_path: Path, _: vocabulary.Stamps) -> pd.DataFrame:
    frame = vocabulary.read_csv(path)
    known = set(vocabulary.read_csv(sources_path)["source_id"])
    problems = [
        Problem(path.name, row, column, value, expected, "correct the row")
        for row, figure in enumerate(frame.to_dict("records"), start=2)
        for column, value, expected in _faults(figure, known)
    ]
    if problems:
        raise InputError(f"{path.name} holds rows that cannot be used:", problems)
    frame = frame.astype({"year": int, "first_year": int, "value": float})
    return frame.assign(basis="published")


def merged(printed: pd.DataFrame) -> pd.DataFrame:
    """Published figures, one row a figure that names all its sources (``sources``, by "; ").

    Values on which sources disagree stay apart, with the confidence "contradicted".
    """
    rows = (
        printed.assign(_rank=printed["confidence"].map(CONFIDENCES.index))
        .sort_values("_rank", kind="stable")
        .groupby([*KEY, "value"], sort=False, as_index=False)
        .agg(
            basis=("basis", "first"),
            confidence=("confidence", "first"),
            note=("note", lambda notes: "; ".join(dict.fromkeys(note for note in notes if note))),
            sources=("source_id", lambda ids: "; ".join(sorted(set(ids)))),
        )
    )
    disputed = rows.duplicated(KEY, keep=False)
    rows.loc[disputed, "confidence"] = "contradicted"
    return rows


def _faults(figure: dict[Any, Any], known_sources: set[str]) -> list[tuple[str, str, str]]:
    """What is wrong with one row of published figures: (column, value, expected)."""
    faults = []
    for column in ("year", "first_year"):
        if not figure[column].isdecimal():
            return [(column, figure[column], "a year such as 2021")]
    year = int(figure["year"])
    if int(figure["first_year"]) > year:
        faults.append(("first_year", figure["first_year"], f"at most the year, {year}"))
    for column in ("stage", "dimension", "measure"):
        allowed = vocabulary.categories(column)
        if figure[column] not in allowed:
            faults.append((column, figure[column], f"one of {', '.join(allowed)}"))
    if not faults and not _is_category(figure["dimension"], figure["category"], year):
        faults.append(("category", figure["category"], f"a {figure['dimension']} that {year} had"))
    try:
        value = float(figure["value"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or (value < 0 and figure["dimension"] != "change"):
        faults.append(("value", figure["value"], "a number, not negative"))
    if figure["confidence"] not in CONFIDENCES:
        faults.append(("confidence", figure["confidence"], f"one of {', '.join(CONFIDENCES)}"))
    if figure["source_id"] not in known_sources:
        faults.append(("source_id", figure["source_id"], "an identifier of sources.csv"))
    return faults


def _is_category(dimension: str, category: str, year: int) -> bool:
    if dimension == "country":
        return category in set(vocabulary.table("region_members")["iso3"])
    if dimension == "change":
        return category == "all"
    return category in vocabulary.categories(dimension, year)


def sources(ids: pd.Series | None = None) -> pd.DataFrame:
    """``data/sources.csv``: ``source_id, publisher, url, published_on``; of ``ids``, those named.

    ``ids`` holds identifiers joined by "; " as in the column ``sources`` of a figures frame.
    """
    frame = vocabulary.read_csv(DATA / "sources.csv")
    if ids is None:
        return frame
    named = {one for joined in ids for one in str(joined).split("; ")}
    return frame[frame["source_id"].isin(named)].reset_index(drop=True)


def calendar(year: int) -> pd.DataFrame:
    """The windows and announcements of a year: ``event, first_day, last_day, source_id``."""
    check_years(year=year)
    frame = vocabulary.read_csv(DATA / "calendar.csv")
    return frame[frame["year"] == str(year)].drop(columns="year").reset_index(drop=True)


def named_applicants(year: int) -> pd.DataFrame:
    """Countries that the reception release of a year names: ``iso3, named_for, source_id``."""
    frame = vocabulary.read_csv(DATA / "named_applicants.csv")
    return frame[frame["year"] == str(year)].drop(columns="year").reset_index(drop=True)


def projects(year: int | None = None) -> pd.DataFrame:
    """The selected projects known by name, a row a project; of ``year``, or of all years.

    ``data/selected_projects.csv`` with ``year`` as int and ``budget_low_krw, budget_high_krw`` as
    won (NaN: not known); all other columns are text, see ``data/README.md``. Raises InputError for
    a year without a known project.
    """
    check_years(year=year)
    frame = vocabulary.read_csv(DATA / "selected_projects.csv").astype({"year": int})
    for amount in ("budget_low_krw", "budget_high_krw"):
        frame[amount] = pd.to_numeric(frame[amount].replace("", None))
    if year is None:
        return frame
    chosen = frame[frame["year"] == year].reset_index(drop=True)
    if chosen.empty:
        known = sorted(set(frame["year"]))
        raise InputError(
            f"no selected project of {year} is known; there are {known[0]}–{known[-1]}"
        )
    return chosen


def caveats(
    first_year: int, last_year: int, stages: tuple[str, ...], incomplete: bool = False
) -> list[str]:
    """What a reader of figures of these years and stages must know (``data/caveats.csv``).

    With ``incomplete``, only that the list of projects lacks some of a year.
    """
    frame = caveats_of(first_year, last_year)
    wanted = frame["stage"].isin(stages)
    if incomplete:
        wanted &= frame["incomplete"] == "yes"
    return list(frame.loc[wanted, "caveat"])


def caveats_of(first_year: int, last_year: int) -> pd.DataFrame:
    """The rows of ``data/caveats.csv`` that are about any of these years, every column as text."""
    frame = vocabulary.read_csv(DATA / "caveats.csv")
    starts = frame["first_year"].astype(int)
    ends = frame["last_year"].replace("", "9999").astype(int)
    return frame[(starts <= last_year) & (ends >= first_year)].reset_index(drop=True)


def plans(year: int | None = None) -> pd.DataFrame:
    """What calls announced, of a year or of all: ``data/plans.csv``, every column as text.

    Context only: nothing planned is a figure, or limits one.
    """
    frame = vocabulary.read_csv(DATA / "plans.csv")
    return frame if year is None else frame[frame["year"] == str(year)].reset_index(drop=True)


def revisions() -> pd.DataFrame:
    """What was corrected in the data: ``date, file, about, was, is, reason``, the newest first."""
    frame = vocabulary.read_csv(DATA / "revisions.csv")
    return frame.sort_values("date", ascending=False, kind="stable").reset_index(drop=True)
