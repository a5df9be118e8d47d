"""What is wrong with an input, all of it at once, said to the person at the keyboard."""

from __future__ import annotations

import linecache
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from traceback import walk_tb


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place.

    ``row`` is the number that the reader's own program shows for the line (1 is the first line of
    the file), or 0 where the problem is not in one row. ``value`` is the text as it stands.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    action: str

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row else "")
        place += f", column {self.column}" if self.column else ""
        found = f": {shorten(self.value)!r}" if self.value else ""
        return f"{place}{found}: expected {self.expected}; {self.action}"


class InputError(ValueError):
    """An input that cannot be used. ``problems`` lists everything found wrong with it.

    The command line prints the message as it stands and exits with status 2; a notebook shows the
    message and the line of the notebook that it came from, and nothing of what lies between.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems)]))

    def _render_traceback_(self) -> list[str]:
        return in_a_notebook(self)


def in_a_notebook(error: BaseException) -> list[str]:
    """An error as JupyterLab shows it: what is wrong, and in which line of the reader's own."""
    ours = str(Path(__file__).resolve().parents[1])
    theirs = ("", 0)
    for frame, line in walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith(ours):
            break
        theirs = (name, line)
    source = linecache.getline(*theirs).strip()
    where = [f"  in line {theirs[1]}: {shorten(source)}"] if source else []
    return [f"{type(error).__name__}: {error}", *where]


def check_years(**years: object) -> None:
    """Refuse a year that is no number, such as papermill gives by ``-r``. None is no year.

    >>> check_years(year="2021", base_year=2020)
    Traceback (most recent call last):
    kcity_analysis.vocabulary.problems.InputError: year is the text '2021': a number is wanted, 2021
    """
    for name, year in years.items():
        if year is None or (isinstance(year, Integral) and not isinstance(year, bool)):
            continue
        if isinstance(year, str):
            number = year.strip() if year.strip().isdecimal() else "such as 2021"
            raise InputError(f"{name} is the text {shorten(year)!r}: a number is wanted, {number}")
        raise InputError(f"{name} is {shorten(repr(year))}: a whole number is wanted, such as 2021")


def shorten(text: str, limit: int = 80) -> str:
    """A value as an error shows it: at most ``limit`` characters.

    >>> shorten("abcdefgh", 5)
    'abcd…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"
