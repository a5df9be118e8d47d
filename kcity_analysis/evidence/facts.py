"""The facts as collected: published figures, sources, dates, named applicants."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis import vocabulary
from kcity_analysis.vocabulary import DATA, InputError, Message, Problem, Term, check_years

CONFIDENCES = ["high", "medium", "low"]
PRINTED = (DATA / "published_figures.csv", DATA / "sources.csv")
"""What the published figures are read from."""
KEY = ["year", "first_year", "stage", "dimension", "category", "measure"]
_VALUE = [*KEY, "value"]


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
    allowed = {name: vocabulary.categories(name) for name in ("stage", "dimension", "measure")}
    problems = [
        Problem(path.name, row, column, value, expected, Message("problem.correct the row"))
        for row, figure in enumerate(frame.to_dict("records"), start=2)
        for column, value, expected in _faults(figure, known, allowed)
    ]
    if problems:
        raise InputError(Message("error.rows", file=path.name), problems)
    frame = frame.astype({"year": int, "first_year": int, "value": float})
    return frame.assign(basis="published")


def merged(printed: pd.DataFrame) -> pd.DataFrame:
    """Published figures, one row a figure that names all its sources (``sources``, by "; ").

    Values on which sources disagree stay apart, with the confidence "contradicted".
    """
    found: dict[tuple[Any, ...], list[dict[Any, Any]]] = {}
    for row in sorted(
        printed.to_dict("records"), key=lambda row: CONFIDENCES.index(row["confidence"])
    ):
        found.setdefault(tuple(row[name] for name in _VALUE), []).append(row)
    said = [
        {
            **dict(zip(_VALUE, key, strict=True)),
            "basis": same[0]["basis"],
            "confidence": same[0]["confidence"],
            "note": "; ".join(dict.fromkeys(row["note"] for row in same if row["note"])),
            "sources": "; ".join(sorted({row["source_id"] for row in same})),
        }
        for key, same in found.items()
    ]
    held = [*_VALUE, "basis", "confidence", "note", "source_id"]
    rows = pd.DataFrame(said, columns=[*held[:-1], "sources"])
    rows = rows.astype(dict(zip(rows, printed[held].dtypes, strict=True)))
    disputed = rows.duplicated(KEY, keep=False)
    rows.loc[disputed, "confidence"] = "contradicted"
    return rows


@lru_cache(maxsize=2)
def all_merged(_: vocabulary.Stamps) -> pd.DataFrame:
    """Those of ``data/``, merged once for as long as it stays as it is: not to be changed."""
    return merged(published())


def _faults(
    figure: dict[Any, Any], known_sources: set[str], allowed: dict[str, list[str]]
) -> list[tuple[str, str, Message]]:
    """What is wrong with one row of published figures: (column, value, expected)."""
    faults: list[tuple[str, str, Message]] = []
    for column in ("year", "first_year"):
        if not figure[column].isdecimal():
            return [(column, figure[column], Message("data.year"))]
    year = int(figure["year"])
    if int(figure["first_year"]) > year:
        faults.append(("first_year", figure["first_year"], Message("data.at most year", year=year)))
    for column, words in allowed.items():
        if figure[column] not in words:
            expected = Message("problem.one of", names=", ".join(words))
            faults.append((column, figure[column], expected))
    if not faults and not _is_category(figure["dimension"], figure["category"], year):
        dimension = Term("dimension", figure["dimension"])
        expected = Message("data.had in the year", dimension=dimension, year=year)
        faults.append(("category", figure["category"], expected))
    try:
        value = float(figure["value"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or (value < 0 and figure["dimension"] != "change"):
        faults.append(("value", figure["value"], Message("data.not negative")))
    if figure["confidence"] not in CONFIDENCES:
        expected = Message("problem.one of", names=", ".join(CONFIDENCES))
        faults.append(("confidence", figure["confidence"], expected))
    if figure["source_id"] not in known_sources:
        faults.append(("source_id", figure["source_id"], Message("data.source")))
    return faults


@cache
def _countries() -> frozenset[str]:
    return frozenset(vocabulary.table("region_members")["iso3"])


def _is_category(dimension: str, category: str, year: int) -> bool:
    if dimension == "country":
        return category in _countries()
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
    frame = _projects(vocabulary.stamp(_LISTED))
    if year is None:
        return frame.copy()
    chosen = frame[frame["year"] == year].reset_index(drop=True)
    if chosen.empty:
        known = sorted(set(frame["year"]))
        raise InputError(
            Message(
                "error.no project of the year", year=year, first_year=known[0], last_year=known[-1]
            )
        )
    return chosen


_LISTED = DATA / "selected_projects.csv"


@lru_cache(maxsize=2)
def _projects(_: vocabulary.Stamps) -> pd.DataFrame:
    frame = vocabulary.read_csv(_LISTED).astype({"year": int})
    for amount in ("budget_low_krw", "budget_high_krw"):
        frame[amount] = pd.to_numeric(frame[amount].replace("", None))
    return frame


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
