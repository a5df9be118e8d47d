"""A release into ``data/``: what its restored text would add, beside what is there; then the files.

Figures that are as printed, proved or recovered are rows of ``published_figures.csv``; the source,
the window and the day of the announcement, the countries that the text names and the projects that
it lists go into their own files. What is open, differs or has no place is listed and not written.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from kcity_analysis.evidence import check_data, published
from kcity_analysis.release.inquiries import VERDICTS_OPEN
from kcity_analysis.release.restoring import Restoration, counts, in_language
from kcity_analysis.release.subjects import category_of, stage_of, without_regions
from kcity_analysis.vocabulary import (
    DATA,
    InputError,
    Listing,
    Message,
    Spoken,
    Term,
    Words,
    categories,
    country_name,
    in_words,
    label,
    table,
)

Row = dict[str, Any]
KEY = ("year", "first_year", "stage", "dimension", "category", "measure")
FILES = (
    "sources.csv", "published_figures.csv", "calendar.csv", "named_applicants.csv",
    "selected_projects.csv",
)  # fmt: skip
REVIEW = ["file", "what", "value", "there", "action"]
Found = tuple[str, Row, Words, Words]
"""A row that a release makes: its file, its columns, what it is and what is new in it."""

_ADD, _THERE = Message("add.add"), Message("add.there")


@dataclass(frozen=True)
class Addition:
    """What a release would add to ``data/``.

    ``rows`` are the new rows by file. ``review`` has a row for each of them, and for what is not
    written: ``file, what, value, there`` (what other sources say) and ``action`` (add, already
    there, or why it is not written). ``year`` is the contest's, ``stages`` those it adds to.
    """

    year: int
    source_id: str
    rows: Mapping[str, list[Row]]
    review: pd.DataFrame
    left_out: pd.DataFrame
    """What is not written though the release says it: open, different, or without a place."""

    @property
    def stages(self) -> list[str]:
        """The stages of which something is added."""
        named = {row["stage"] for rows in self.rows.values() for row in rows if "stage" in row}
        return sorted(named)

    @property
    def countries(self) -> list[str]:
        """The ISO codes of the countries that it names or of which it adds a project."""
        applied = {row["iso3"] for row in self.rows["named_applicants.csv"]}
        return sorted(applied | {row["country"] for row in self.rows["selected_projects.csv"]})


def addition(
    restored: Restoration,
    year: int,
    source: str,
    url: str,
    published_on: str,
    data: Path = DATA,
    kind: str = "ministry",
    language: str = "en",
) -> Addition:
    """What a restored release of a year adds to the facts of ``data``; nothing is written.

    ``source`` is the publisher's name, ``url`` the address of the release, ``published_on`` its day
    (YYYY-MM-DD), ``kind`` what the publisher is (ministry, press, copy, reference, as in
    ``sources.csv``); the review is in ``language``. Raises InputError for a day or an address that
    is none, and for a text that says nothing of the contest.
    """
    day = _day(published_on)
    if not re.match(r"https?://[^\s/]+\.", url):
        raise InputError(Message("error.url", url=url))
    there = {name: _read(data / name)[1] for name in FILES}
    identifier = _source_id(source, url, published_on, there["sources.csv"])
    rows: dict[str, list[Row]] = {name: [] for name in FILES}
    review: list[Row] = []

    def note(name: str, what: Words, value: Words, action: Message, others: Words = "") -> None:
        cells = {"what": what, "value": value, "there": others, "action": action}
        review.append(
            {"file": name, "left_out": action.key == "add.not written"}
            | {column: in_words(cell, language) for column, cell in cells.items()}
        )

    given = {
        "source_id": identifier, "publisher": source, "kind": kind, "url": url,
        "published_on": published_on,
    }  # fmt: skip
    if any(one["source_id"] == identifier for one in there["sources.csv"]):
        note("sources.csv", identifier, url, _THERE)
    else:
        rows["sources.csv"].append(given)
        note("sources.csv", identifier, url, _ADD)
    found: Iterator[Found]
    for found in (
        _figures(restored, year, identifier),
        _calendar(restored, year, day, identifier),
        _named(restored, year, identifier),
        _projects(restored, year, day, identifier, there["selected_projects.csv"]),
    ):
        for name, row, what, value in found:
            others, action = _beside(name, row, there[name])
            if row.get("refused"):
                action = Message("add.not written", reason=row["refused"])
            if action == _ADD:
                rows[name].append(row)
            note(name, what, value, action, others)
    for claim in _open(restored):
        about = _figure(claim) if claim["dimension"] else counts(claim, language)
        candidates = in_language(claim["candidates"], language)
        verdict = Message(f"claim.{str(claim['verdict']).replace(' ', '-')}")
        note(
            "published_figures.csv", Message("add.line", line=str(claim["line"]), about=about),
            candidates, Message("add.not written", reason=verdict),
        )  # fmt: skip
    if {one["file"] for one in review} == {"sources.csv"}:
        raise InputError(Message("error.nothing to add"))
    whole = pd.DataFrame(review, columns=[*REVIEW, "left_out"])
    shown = whole[REVIEW]
    return Addition(year, identifier, rows, shown, shown[whole["left_out"].astype(bool)])


def write_addition(added: Addition, data: Path = DATA) -> list[Path]:
    """Writes the new rows into the files of ``data``, each where it belongs: all files, or none.

    The new files are checked before they take the place of the old ones. Raises InputError with
    every row that does not fit, or where they cannot be written; then nothing has changed.
    """
    changed = {name: rows for name, rows in added.rows.items() if rows}
    try:
        with tempfile.TemporaryDirectory(dir=data.parent, prefix=".adding-") as folder:
            draft, old = Path(folder) / "data", Path(folder) / "old"
            shutil.copytree(data, draft, ignore=shutil.ignore_patterns("geography", "examples"))
            old.mkdir()
            for name, rows in changed.items():
                (draft / name).write_text(_with_rows(data / name, rows), "utf-8", newline="\n")
            _check(draft, data)
            done: list[str] = []
            try:
                for name in changed:
                    shutil.copy2(data / name, old / name)
                    done.append(name)
                    (draft / name).replace(data / name)
            except OSError:
                for name in done:
                    (old / name).replace(data / name)
                raise
    except OSError as error:
        raise InputError(Message("error.cannot be written", file=data, reason=error)) from error
    return [data / name for name in changed]


def _check(folder: Path, data: Path) -> None:
    """Raises InputError with all that is wrong with the new files, but not with the old ones.

    ``folder`` is a copy of ``data`` with the new rows: nothing of it stands before this.
    """
    published(folder / "published_figures.csv", folder / "sources.csv")
    # Rows move down for new ones, so what was wrong before is known by all but its row.
    before = {replace(problem, row=0) for problem in check_data(data)}
    found = [one for one in check_data(folder) if replace(one, row=0) not in before]
    if found:
        raise InputError(Message("error.not sound"), found)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            Message("error.day", option=f"--published {text}", day="2027-04-27")
        ) from None


def _source_id(source: str, url: str, published_on: str, known: list[Row]) -> str:
    """A new identifier, of publisher and day; that of the address where it is known."""
    for row in known:
        if row["url"] == url:
            return row["source_id"]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")
    name = slug if len(slug) > 1 else host.replace(".", "-")
    taken = {row["source_id"] for row in known}
    wanted = f"{name}-{published_on}"
    several = (f"{wanted}-{number}" for number in range(2, 1000))
    return wanted if wanted not in taken else next(one for one in several if one not in taken)


# --- what the release says -------------------------------------------------------------------


def _figures(restored: Restoration, year: int, source_id: str) -> Iterator[Found]:
    for one in restored.rows(source_id).to_dict("records"):
        row: Row = {str(key): str(value) for key, value in one.items()}
        row["note_ko"] = ""
        dimension, category = row["dimension"], row["category"]
        kind = category.split(" | ")[0]
        if dimension in ("type", "type_field") and kind not in categories("type", year):
            row["refused"] = Message(
                "add.no type", year=year, kind=Term("type", kind), types=_types(year)
            )
        what = _figure(row)
        yield "published_figures.csv", row, what, row["value"]


def _figure(row: Row) -> Message:
    """What a figure counts, and of which year."""
    about: Spoken = Term("dimension", row["dimension"])
    if row["category"] != "all" and row["dimension"] != "change":
        about = Term(row["dimension"], row["category"])
    values = {"stage": Term("stage", row["stage"]), "measure": Term("measure", row["measure"])}
    return Message("add.figure", year=row["year"], about=about, **values)


def _types(year: int) -> Listing:
    return Listing(
        [Message("add.quoted", term=Term("type", one)) for one in categories("type", year)]
    )


def _open(restored: Restoration) -> list[dict[str, object]]:
    claims = restored.claims
    kept = claims[claims["verdict"].isin(VERDICTS_OPEN)]
    counted = kept["unit"].isin(["cases", "countries", "cities"]) | (kept["dimension"] != "")
    return [
        {str(key): value for key, value in row.items()} for row in kept[counted].to_dict("records")
    ]


_WINDOW = re.compile(
    r"\bapplic|\breceiv|\bsubmi|\bcontest|\bopen|\bcompetition|접수|공모|신청", re.IGNORECASE
)
_MONTHS = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
]  # fmt: skip
_EVENTS = {
    "window": ("application window", "접수 기간"),
    "reception": ("reception announced", "접수 결과 발표"),
    "selection": ("selection announced", "선정 결과 발표"),
    "plan": ("selection planned for (in the reception release)", "선정 예정(접수 결과 발표 시)"),
}


def _calendar(
    restored: Restoration, year: int, day: datetime.date, source_id: str
) -> Iterator[Found]:
    stages = {str(stage) for stage in restored.claims["stage"] if stage}
    texts = restored.sentences.set_index("sentence")["text"]
    for sentence, claims in restored.claims.groupby("sentence", sort=False):
        days = claims[claims["unit"] == "day"]
        dates = [
            _date(restored.text[max(0, int(start) - 60) : int(start)], float(day), year)
            for start, day in zip(days["start"], days["restored"], strict=True)
        ]
        # A day recovered from the calendar is no news to it.
        sure = dates and all(dates) and days["verdict"].isin(["as printed", "proved"]).all()
        text = str(texts[sentence])
        if not sure:
            continue
        if len(dates) == 2 and _WINDOW.search(text) and dates[0] and dates[1]:
            first, last = dates[0], dates[1]
            if first > last:
                first = first.replace(year=year - 1)
            yield _event("window", "reception", year, (first, last), source_id)
        elif len(dates) == 1 and dates[0] and dates[0] > day and stage_of(text) == "selection":
            yield _event("plan", "reception", year, (dates[0], dates[0]), source_id)
    for stage in sorted(stages):
        yield _event(stage, stage, year, (day, day), source_id)


def _event(
    name: str,
    stage: str,
    year: int,
    days: tuple[datetime.date, datetime.date],
    source_id: str,
) -> Found:
    event, korean = _EVENTS[name]
    first, last = days
    row: Row = {
        "year": str(year), "stage": stage, "event": event, "event_ko": korean,
        "first_day": first.isoformat(), "last_day": last.isoformat(), "source_id": source_id,
    }  # fmt: skip
    if {first.year, last.year} != {year}:
        row["refused"] = Message("add.other year", year=year)
    return "calendar.csv", row, _Pair(event, korean), _days(row)


def _days(row: Row) -> Words:
    first, last = row["first_day"], row["last_day"]
    return first if first == last else Message("add.days", first=first, last=last)


@dataclass(frozen=True)
class _Pair:
    """Words that stand in the data in both languages."""

    english: str
    korean: str

    def said(self, language: str, style: str = "") -> str:
        """Those of a language; English where there are no others."""
        return (self.korean if language == "ko" else "") or self.english


def _date(before: str, day: float, year: int) -> datetime.date | None:
    """The date of a day, its month read from the words before it (of a range, from further)."""
    named = list(re.finditer(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?|(\d{{1,2}})\s*월", before.lower()))
    if not named or day != day:
        return None
    month = int(named[-1][2]) if named[-1][2] else _MONTHS.index(named[-1][1]) + 1
    try:
        return datetime.date(year, month, int(day))
    except ValueError:
        return None


@cache
def _country_names(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Every name of a country in a language as one pattern, and the code of each."""
    codes = {iso3: iso3 for iso3 in table("region_members")["iso3"] if iso3 != "KOR"}
    names = {country_name(iso3, language): iso3 for iso3 in codes}
    for row in table("country_aliases").itertuples(index=False):
        korean = bool(re.search(r"[가-힣]", str(row.alias)))
        mine = korean == (language == "ko") and len(str(row.alias)) > 3 - korean
        if mine and row.iso3 in codes:  # "Korea" may be either, and is neither
            names.setdefault(str(row.alias), str(row.iso3))
    ordered = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if language == "ko":
        # "이란" and "수단" are common words: a country's name stands in a list or in a bracket.
        listed = rf"(?:(?<=[(,·、])|(?<=[(,·、] ))(?:{ordered})|(?:{ordered})(?=\s?[,·、)]|\s등)"
        return re.compile(listed), names
    return re.compile(rf"(?<![A-Za-z])(?:{ordered})(?![A-Za-z])"), names


def named_countries(text: str, language: str) -> list[tuple[int, int, str]]:
    """The countries that a text names: where each name begins and ends, and the ISO code."""
    pattern, names = _country_names(language)
    shown = without_regions(text)  # "Central and South America" names no country
    return [(*match.span(), names[match.group()]) for match in pattern.finditer(shown)]


def _named(restored: Restoration, year: int, source_id: str) -> Iterator[Found]:
    """The countries that the reception part of a release names, each once, with what for."""
    seen: set[str] = set()
    for row in restored.sentences.itertuples(index=False):
        text, language = str(row.text), str(row.language)
        if stage_of(text) == "selection" or category_of("plan", text):
            continue
        for start, end, iso3 in named_countries(text, language):
            if iso3 in seen:
                continue
            seen.add(iso3)
            english, korean = _named_for(text, start, end)
            yield (
                "named_applicants.csv",
                {
                    "year": str(year), "stage": "reception", "iso3": iso3,
                    "country": country_name(iso3), "type": "", "named_for": english,
                    "named_for_ko": korean, "source_id": source_id,
                },
                Term("country", iso3),
                _Pair(english, korean),
            )  # fmt: skip


def _named_for(text: str, start: int, end: int) -> tuple[str, str]:
    """What a country is named for: its number of cases, or the words that the bracket follows."""
    cases = re.match(r"\s*\((\d+)\s*(?:cases?|applications?|건)\)", text[end : end + 30])
    if cases:
        return f"{cases[1]} case{'' if cases[1] == '1' else 's'}", f"{cases[1]}건"
    bracket = text.rfind("(", 0, start)
    if bracket >= 0 and ")" not in text[bracket:start]:
        words = re.split(r"[,;:()–—□ㅇ]|\band\b|\bto\b|\bfrom\b", text[:bracket])[-1].strip()
        topic = category_of("region", words) or category_of("field", words)
        if topic:
            dimension = "region" if category_of("region", words) else "field"
            return f"{dimension}: {topic}", label(dimension, topic, "ko")
        if 2 < len(words) < 60 and not re.search(r"\d", words):
            return words, words if re.search(r"[가-힣]", words) else ""
    return "named applicant", "신청국으로 언급"


_ITEM = re.compile(r"\s*(?:[①-⑳❶-❿➀-➓]|\(?\d{1,2}[.)]|[-–—·•▲△*ㅇ○◦])\s*")


def _projects(
    restored: Restoration, year: int, day: datetime.date, source_id: str, there: list[Row]
) -> Iterator[Found]:
    """The selected projects that a release lists, one an item, with country, city and type."""
    if stage_of(restored.text[:20_000]) == "reception" and "select" not in restored.text.lower():
        return
    cities = {
        (str(row.country), str(name)): str(row.city)
        for row in table("cities").itertuples(index=False)
        for name in (row.city, row.city_ko)
        if name
    }
    number = sum(row["year"] == str(year) for row in there)
    kind, listed = "", False
    for row in restored.sentences.itertuples(index=False):
        text, language = str(row.text), str(row.language)
        named = {iso3 for _, _, iso3 in named_countries(text, language)} or {
            country for (country, name) in cities if name in text and len(name) > 3
        }
        if not (_ITEM.match(text) and len(named) == 1):
            if stage_of(text):
                listed = stage_of(text) == "selection"
            kind = category_of("type", text) or kind
            continue
        iso3 = named.pop()
        city = next((own for (of, name), own in cities.items() if of == iso3 and name in text), "")
        if not listed:
            continue
        number += 1
        title = _ITEM.sub("", text, count=1).strip(" .")
        own = category_of("type", text) or kind
        found: Row = {
            "project_id": f"{year}-{number:02d}", "year": str(year), "stage": "selection",
            "country": iso3, "country_name": country_name(iso3), "city": city, "type": own,
            "type_basis": "stated", "field": category_of("field", text),
            "title": title if language == "en" else "", "announced_on": day.isoformat(),
            "title_ko": title if language == "ko" else "",
            "title_ko_source_id": source_id if language == "ko" else "", "source_id": source_id,
        }  # fmt: skip
        if not city:
            found["refused"] = Message("add.no city")
            number -= 1
        elif own not in categories("type", year):
            found["refused"] = Message("add.unclear type", year=year, types=_types(year))
            number -= 1
        place = Message("add.place", country=Term("country", iso3), city=city or "?")
        yield "selected_projects.csv", found, place, title[:60]


# --- beside what is there ----------------------------------------------------------------------


def _beside(name: str, row: Row, there: list[Row]) -> tuple[Words, Message]:
    """What other rows say of the same, and what is to be done; the confidence follows from it."""
    if name == "published_figures.csv":
        same = [one for one in there if all(one[key] == row[key] for key in KEY)]
        others = sorted({f"{one['value']} ({one['source_id']})" for one in same})
        if any(one["source_id"] == row["source_id"] for one in same):
            return ", ".join(others), _THERE
        sound = [one for one in same if one["confidence"] != "low"]
        if any(float(one["value"]) != float(row["value"]) for one in sound):
            return ", ".join(others), Message("add.not written", reason=Message("add.otherwise"))
        row["confidence"] = "high" if sound else "medium"
        return ", ".join(others), _ADD
    keys = {
        "calendar.csv": ("year", "stage", "event"),
        "named_applicants.csv": ("year", "stage", "iso3"),
        "selected_projects.csv": ("year", "country", "city"),
    }[name]
    same = [one for one in there if _same(one, row, keys)]
    if name == "calendar.csv":
        beside: list[Words] = [_days(one) for one in same]
    else:
        what = "named_for" if name == "named_applicants.csv" else "title"
        beside = [_Pair(one.get(what, ""), one.get(f"{what}_ko", "")) for one in same]
    return Listing(beside) if beside else "", _THERE if same else _ADD


def _same(one: Row, other: Row, keys: tuple[str, ...]) -> bool:
    return all(one[key] == other[key] for key in keys)


# --- the files ---------------------------------------------------------------------------------

_STAGES = {"reception": 0, "selection": 1}


def _read(path: Path) -> tuple[list[str], list[Row]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(Message("error.no csv", file=path, reason=error)) from error
    return list(reader.fieldnames or ()), rows


def _with_rows(path: Path, rows: list[Row]) -> str:
    """A file of facts with new rows, each behind the last that does not come after it."""
    columns, kept = _read(path)
    for row in rows:
        whole = {column: row.get(column, "") for column in columns}
        spot = len(kept)
        while spot and _place(kept[spot - 1]) > _place(whole):
            spot -= 1
        kept.insert(spot, whole)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue()


def _place(row: Row) -> tuple[object, ...]:
    if "url" in row:
        return (row["source_id"],)
    return (int(row["year"]), _STAGES.get(row["stage"], 2), row.get("project_id", ""))
