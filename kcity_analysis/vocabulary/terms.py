"""The words of the contest: stages, dimensions, measures, regions, types, fields.

Everything is read from ``data/reference/``, one CSV file a kind of word, in the order in which
tables and charts show it. What a word means, and since when, stands there with its reason and
source; see ``data/README.md``.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from kcity_analysis.vocabulary.messages import Term
from kcity_analysis.vocabulary.places import project_folder
from kcity_analysis.vocabulary.problems import InputError, Message, shorten

PROJECT = project_folder()
DATA = PROJECT / "data"

NOT_ITEMISED = "not itemised"
"""The residual: what a total holds beyond the parts that a source itemises (always derived)."""

NOT_STATED = "not stated"
"""Cases of a register whose type or field its keeper left open."""

NEITHER = "in neither type"
"""Cases that a release puts under none of the year's types."""

_PLURAL = {
    "stage": "stages",
    "dimension": "dimensions",
    "measure": "measures",
    "region": "regions",
    "type": "types",
    "secretariat": "secretariats",
    "field": "fields",
    "budget": "budgets",
}


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file of ours as text, nothing taken for missing: "NA" is Namibia here.

    Raises InputError where the file is missing or no CSV.
    """
    try:
        return _read_csv(path, stamp(path)).copy()
    except (OSError, ValueError) as error:
        raise InputError(Message("error.no csv", file=path.name, reason=error)) from error


Stamps = tuple[tuple[int, int] | None, ...]


def stamp(*paths: Path) -> Stamps:
    """What changes when one of the files is written: only then they are worth reading again."""
    return tuple(map(_stamp, paths))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=64)
def _read_csv(path: Path, _: Stamps) -> pd.DataFrame:
    """Read once for as long as the file stays as it is; what is plain without pandas' reader."""
    with path.open(encoding="utf-8-sig", newline="") as file, suppress(csv.Error, ValueError):
        names, *rows = [row for row in csv.reader(file, strict=True) if row]
        if len(set(names)) == len(names) and all(len(row) == len(names) for row in rows):
            return pd.DataFrame(rows, columns=names, dtype=str)
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


@cache
def _table(name: str) -> pd.DataFrame:
    return read_csv(DATA / "reference" / f"{name}.csv")


def table(name: str) -> pd.DataFrame:
    """``data/reference/<name>.csv``, every column as text, in the file's order.

    >>> list(table("stages")["stage"])
    ['reception', 'selection']
    """
    return _table(name).copy()


def categories(dimension: str, year: int | None = None) -> list[str]:
    """The categories of a dimension in declared order; of a year, only those that it had.

    Types and secretariats change through the years (``type_years.csv``); all others are fixed.

    >>> categories("type", 2020)
    ['urban-development planning', 'solution planning']
    >>> categories("secretariat", 2020)
    []
    """
    return list(_categories(dimension, year))


@cache
def _categories(dimension: str, year: int | None) -> tuple[str, ...]:
    if dimension == "total":
        return ("all",)
    if dimension == "type_field":
        fields = _categories("field", None)
        return tuple(f"{kind} | {field}" for kind in _categories("type", year) for field in fields)
    known = tuple(_table(_PLURAL[dimension])[dimension])
    if year is None or dimension not in ("type", "secretariat"):
        return known
    held = set(_types_of(year)[dimension])
    return tuple(category for category in known if category in held)


@cache
def _types_of(year: int) -> pd.DataFrame:
    """The rows of ``type_years.csv`` that hold for a year. An empty ``last_year`` is open."""
    years = _table("type_years")
    spans = zip(years["first_year"], years["last_year"], strict=True)
    return years[[int(first) <= year <= int(last or 9999) for first, last in spans]]


def secretariat_of(kind: str, year: int) -> str | None:
    """Who runs a type in a year, or None where no source says so (``type_years.csv``).

    >>> secretariat_of("solution planning", 2021)
    'KAIA'
    """
    return _of_types("secretariat", year).get(kind) or None


def type_name(kind: str, year: int, language: str = "en") -> str:
    """What the year itself called a type: 2020 had older names for two of them."""
    return _of_types(f"name_{language}", year).get(kind, kind)


@cache
def _of_types(column: str, year: int) -> dict[str, str]:
    """What a column of ``type_years.csv`` says of each type of a year."""
    held = _types_of(year)
    return dict(zip(held["type"], held[column], strict=True))


@cache
def _regions() -> dict[str, str]:
    members = _table("region_members")
    return dict(zip(members["iso3"], members["region"], strict=True))


def region_of(iso3: str) -> str:
    """The programme's region of a country (``region_members.csv``). Raises KeyError.

    >>> region_of("TUR")
    'New Northern'
    """
    return _regions()[iso3]


def label(dimension: str, category: str, language: str = "en") -> str:
    """A category as tables and charts show it, in English ("en") or Korean ("ko").

    Countries have their names in :mod:`kcity_analysis.vocabulary.countries`.

    >>> label("region", "New Southern", "ko")
    '신남방'
    >>> label("region", "not itemised")
    'All other regions'
    """
    if category in (worded := _residuals(language)):
        return worded[category].get(dimension, worded[category][""])
    if category == "all":
        return label("dimension", "total", language)
    if dimension == "type_field":
        kind, _, field = category.partition(" | ")
        return f"{label('type', kind, language)}: {label('field', field, language).lower()}"
    if dimension not in _PLURAL:
        return category
    return _labels(dimension, language).get(category, category)


@cache
def _labels(dimension: str, language: str) -> dict[str, str]:
    rows = _table(_PLURAL[dimension])
    return dict(zip(rows[dimension], rows[f"label_{language}"], strict=True))


@cache
def _residuals(language: str) -> dict[str, dict[str, str]]:
    """Residual -> dimension ("" for every other) -> label, of ``residuals.csv``."""
    found: dict[str, dict[str, str]] = {}
    rows = _table("residuals")
    for residual, dimension, text in zip(
        rows["residual"], rows["dimension"], rows[f"label_{language}"], strict=True
    ):
        found.setdefault(residual, {})[dimension] = text
    return found


def is_residual(category: str) -> bool:
    """Whether a category, of "TYPE | FIELD" the field, stands for no one thing but for the rest.

    >>> is_residual("not itemised"), is_residual("planning | not stated"), is_residual("Africa")
    (True, True, False)
    """
    return category.rpartition(" | ")[2] in _residuals("en")


def wording(frame: pd.DataFrame, column: str, language: str = "en") -> pd.Series:
    """A column of prose in a language: that of ``<column>_ko`` where a row has it, for Korean.

    >>> wording(table("regions"), "reason", "ko")[0]
    '정책 대상인 아세안 10개국과 인도'
    """
    translated = f"{column}_{language}"
    if translated not in frame:
        return frame[column]
    return frame[translated].where(frame[translated] != "", frame[column])


def city_name(country: str, city: str, language: str = "en") -> str:
    """A project's city as tables and maps write it; the key itself where it is not in the list.

    >>> city_name("AZE", "Baku", "ko"), city_name("AZE", "Baku")
    ('바쿠', 'Baku')
    """
    return city if language == "en" else _cities().get((country, city), city)


@cache
def _cities() -> dict[tuple[str, str], str]:
    cities = _table("cities")
    keys = zip(cities["country"], cities["city"], strict=True)
    return dict(zip(keys, cities["city_ko"], strict=True))


def fold(text: str) -> str:
    """Text as spellings are compared: NFKC, case folded, runs of space, dash and dot as one space.

    >>> fold(" Ｕrban–Development  Planning ")
    'urban development planning'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\-‐‑‒–—_./·ㆍ]+", " ", text).strip()


@cache
def _spellings(dimension: str) -> dict[str, str]:
    """Every known spelling of a dimension's categories, folded, to the category."""
    rows = _table(_PLURAL[dimension])
    found: dict[str, str] = {}
    for column in (dimension, "label_en", "label_ko"):
        found.update(zip(rows[column].map(fold), rows[dimension], strict=True))
    aliases = _table("aliases")
    aliases = aliases[aliases["dimension"] == dimension]
    found.update(zip(aliases["alias"].map(fold), aliases["category"], strict=True))
    return found


def resolve(dimension: str, text: str, year: int | None = None) -> str:
    """The category that a spelling means: keys, labels in both languages, names of earlier years.

    With ``year``, the category must be one that the year had. Nothing is guessed: an unknown
    spelling raises InputError, which suggests the likeliest known one.

    >>> resolve("type", "단일솔루션형", 2020)
    'solution planning'
    """
    spellings = _spellings(dimension)
    category = spellings.get(fold(text))
    if category is None:
        near = difflib.get_close_matches(fold(text), spellings, n=1, cutoff=0.75)
        hint = Message("error.or category", category=spellings[near[0]]) if near else ""
        raise InputError(
            Message(
                "error.no category",
                text=shorten(text),
                dimension=Term("dimension", dimension),
                hint=hint,
            )
        )
    held = categories(dimension, year)
    if category not in held:
        none = Message("error.none that a source names", dimension=Term("dimension", dimension))
        raise InputError(
            Message(
                "error.category of the year",
                text=shorten(text),
                category=category,
                year=year,
                held=", ".join(held) or none,
            )
        )
    return category
