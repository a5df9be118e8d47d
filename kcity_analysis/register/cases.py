"""One row of a register read as a case, with everything wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kcity_analysis.register.headings import Headings
from kcity_analysis.register.values import (
    clean,
    is_empty,
    is_fault,
    is_left_open,
    to_day,
    to_year,
    to_yes_or_no,
)
from kcity_analysis.vocabulary import (
    NOT_STATED,
    CountryLookupError,
    InputError,
    Problem,
    categories,
    country_name,
    resolve,
    resolve_country,
    shorten,
)

COLUMNS = [
    *("case_no", "year", "stage", "country", "city", "type", "field", "title", "applicant"),
    *("submitted_on", "selected"),
]

FIRST_YEAR = 2020
"""The first contest."""


@dataclass(frozen=True)
class Case:
    """A row's values; None where one is missing or could not be read."""

    row: int
    case_no: str
    year: int | None
    stage: str | None
    country: str | None
    city: str
    type: str | None
    field: str | None
    title: str
    applicant: str
    submitted_on: date | None
    selected: bool | None


class UnreadError(Exception):
    """A text that cannot be read: what was expected instead, and what to do."""

    def __init__(self, expected: str, action: str) -> None:
        self.expected, self.action = expected, action
        super().__init__(expected)


def read_case(
    row: int,
    cells: list[str],
    headings: Headings,
    source: str,
    stage: str | None,
    year: int | None,
    *,
    ragged: bool,
) -> tuple[Case, list[Problem]]:
    """A row's case and its problems. ``stage`` and ``year`` stand in where no column gives them."""
    problems: list[Problem] = []

    def value(name: str, given: object = None, default: Any = None) -> Any:
        """What the columns of one meaning say together."""
        places = headings.columns.get(name)
        if not places:
            return default
        raws = [cells[column] if column < len(cells) else "" for column in places]
        if len(raws) == 1:
            found, fault = _read(name, raws[0], given)
            at = 0
        else:
            found, fault, at = _agreed(name, raws, given)
        if fault:
            text = headings.texts[places[at]]
            problems.append(Problem(source, row, text, raws[at], *fault))
        return found

    when = value("year", None, year)
    case = Case(
        row=row,
        case_no=value("case_no") or "",
        year=when,
        stage=value("stage", stage, stage or "reception"),
        country=value("country"),
        city=value("city") or "",
        type=value("type", when),
        field=value("field", None, NOT_STATED),
        title=value("title") or "",
        applicant=value("applicant") or "",
        submitted_on=value("submitted_on", when),
        selected=value("selected"),
    )
    if ragged and len(cells) > len(headings.texts):
        beyond = [text for text in cells[max(headings.texts) + 1 :] if text.strip()]
        if beyond:
            expected = f"no more than {max(headings.texts) + 1} values, as there are headings"
            action = "put a value that has the separator in it between quotation marks"
            problems.append(Problem(source, row, "", ", ".join(beyond), expected, action))
    return case, problems


_Fault = tuple[str, str]
"""What was expected instead, and what to do."""


def _agreed(name: str, raws: list[str], given: object) -> tuple[Any, _Fault | None, int]:
    """The one value of several columns with the same meaning, of which some may be empty."""
    filled = [at for at, raw in enumerate(raws) if clean(raw)] or [0]
    read = [(*_read(name, raws[at], given), at) for at in filled]
    wrong = next((entry for entry in read if entry[1]), None)
    if wrong:
        return wrong
    other = next((entry for entry in read if entry[0] != read[0][0]), None)
    if other:
        fault = f"the same as {shorten(raws[filled[0]])!r} in the row's other {name}"
        return None, (fault, "correct one of them"), other[2]
    return read[0]


@lru_cache(maxsize=100_000)
def _read(name: str, raw: str, given: Any) -> tuple[Any, _Fault | None]:
    """What a cell means, or what is wrong with it.

    ``given`` is the row's year where that matters, and for a stage the one to stand in.
    """
    text = clean(raw)
    try:
        if is_fault(text):
            raise UnreadError(
                "a value, not an error or a formula without one",
                "correct the formula, or type the value, and save the file again",
            )
        return _READERS[name](text, given), None
    except UnreadError as error:
        return None, (error.expected, error.action)


def _optional(text: str, _: None) -> str:
    return "" if is_empty(text) else text


def _case_no(text: str, _: None) -> str:
    if is_empty(text):
        raise UnreadError("a case number", "fill it in")
    return text


def _year(text: str, _: None) -> int:
    if not text:
        raise UnreadError("the year of the contest", "fill it in")
    try:
        year = to_year(text)
    except ValueError as error:
        raise UnreadError("a year of four digits", "correct it") from error
    if year < FIRST_YEAR:
        raise UnreadError(f"a year of the contest, {FIRST_YEAR} or later", "correct it")
    return year


def _stage(text: str, default: str | None) -> str:
    if not text:
        if default:
            return default
        raise UnreadError("a stage: reception or selection (접수, 선정)", "fill it in")
    try:
        return resolve("stage", text)
    except InputError as error:
        raise UnreadError("a stage: reception or selection (접수, 선정)", "correct it") from error


def _country(text: str, _: None) -> str:
    if not text:
        raise UnreadError("a country", "fill it in")
    try:
        return resolve_country(text)
    except CountryLookupError as error:
        expected = "a country's name in English or Korean, or its ISO code"
        if error.candidates:
            raise UnreadError("one country; this may be several", f"write {error.hint}") from error
        if error.suggestion:
            name = country_name(error.suggestion)
            raise UnreadError(
                expected, f"write {name} ({error.suggestion}) if it is meant"
            ) from error
        raise UnreadError(expected, "correct it") from error


def _type(text: str, year: int | None) -> str:
    if not text:
        raise UnreadError("a type", "fill it in, or write 'not stated' (미기재) if it is not known")
    if is_left_open(text):
        return NOT_STATED
    try:
        kind = resolve("type", text)
    except InputError as error:
        raise UnreadError(
            f"a type ({', '.join(categories('type', year))})", _hint(error)
        ) from error
    if year is not None and kind not in categories("type", year):
        held = ", ".join(categories("type", year))
        raise UnreadError(f"a type that {year} had ({held})", "correct the type or the year")
    return kind


def _field(text: str, _: None) -> str:
    if is_empty(text) or is_left_open(text):
        return NOT_STATED
    try:
        return resolve("field", text)
    except InputError as error:
        raise UnreadError(f"a field ({', '.join(categories('field'))})", _hint(error)) from error


def _hint(error: InputError) -> str:
    """The vocabulary's suggestion, where it makes one."""
    _, found, hint = error.message.partition("; did you mean ")
    return f"write {hint.rstrip('?')} if it is meant" if found else "correct it"


def _day(text: str, year: int | None) -> date | None:
    if is_empty(text):
        return None
    try:
        day = to_day(text)
    except ValueError as error:
        raise UnreadError(
            "a day as 2021-03-05, 2021.3.5 or 2021년 3월 5일", "write it so"
        ) from error
    if year is not None and day.year != year:
        raise UnreadError(
            f"a day in {year}, the year of the contest", "correct the day or the year"
        )
    return day


def _selected(text: str, _: None) -> bool | None:
    if is_empty(text):
        return None
    try:
        return to_yes_or_no(text)
    except ValueError as error:
        raise UnreadError("yes or no (Y, N, 선정, 미선정, ○, ×)", "write one of them") from error


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "case_no": _case_no,
    "year": _year,
    "stage": _stage,
    "country": _country,
    "city": _optional,
    "type": _type,
    "field": _field,
    "title": _optional,
    "applicant": _optional,
    "submitted_on": _day,
    "selected": _selected,
}
