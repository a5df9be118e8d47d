"""What is wrong with an input, all of it at once, said to the person at the keyboard."""

from __future__ import annotations

import functools
import inspect
import linecache
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from traceback import walk_tb
from typing import Any, ParamSpec, Protocol, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True, init=False)
class Message:
    """A sentence to be said later, in whatever language the reader has; also a value of another.

    >>> note = Message("list.or", items="a", last=Message("report.reception"))
    >>> note.said("en"), note.said("ko")
    ('a or Reception', 'a 또는 접수')
    """

    key: str
    values: dict[str, Any]

    def __init__(self, key: str, **values: Any) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)

    def __hash__(self) -> int:
        return hash(self.key)  # its values may be lists

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str, style: str = "") -> str:
        """The sentence in a language."""
        from kcity_analysis.vocabulary.messages import say  # above this, as it refuses by this

        return say(self.key, language, **self.values)


class Spoken(Protocol):
    """What can be said in a language."""

    def said(self, language: str, style: str = "") -> str:
        """The words in a language; ``style`` is for what stands in a sentence."""


Words = str | Spoken
"""What is said: a text as it stands, or what can be said in a language."""


def in_words(said: Words, language: str) -> str:
    """A text, or a message in a language."""
    return said if isinstance(said, str) else said.said(language)


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
    expected: Words
    action: Words

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str, style: str = "") -> str:
        """The problem on one line: where, what stands there, what was expected, what to do."""
        parts = [
            Message("problem.row", row=str(self.row)) if self.row else "",
            Message("problem.column", column=self.column) if self.column else "",
            Message("problem.value", value=shorten(self.value)) if self.value else "",
            Message("problem.expected", expected=self.expected, action=self.action),
        ]
        return "".join(in_words(part, language) for part in (self.file, *parts))


class InputError(ValueError):
    """An input that cannot be used. ``problems`` lists everything found wrong with it.

    ``message`` is one line or several, each a text or what is said in the ``language`` of whoever
    asked, such as a :class:`Message`. The command line prints it and exits with status 2; a
    notebook shows it and the line that it came from, and nothing of what lies between.
    """

    language = "en"

    def __init__(self, message: Words | Iterable[Words], problems: Iterable[Problem] = ()) -> None:
        lines = tuple(message) if isinstance(message, Iterable) else (message,)
        lines = (message,) if isinstance(message, str) else lines
        self.lines, self.problems = lines, tuple(problems)
        super().__init__(lines, self.problems)

    def __str__(self) -> str:
        return self.said(self.language)

    def said(self, language: str, style: str = "") -> str:
        """All of it in a language."""
        lines = [in_words(line, language) for line in self.lines]
        return "\n".join([*lines, *(f"  {problem.said(language)}" for problem in self.problems)])

    def _render_traceback_(self) -> list[str]:
        return in_a_notebook(self)


def refusing_in_its_language(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Have what a function refuses said in the language that it is called with.

    That of a method is its object's own.
    """

    @functools.wraps(function)
    def called(*given: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return function(*given, **named)
        except InputError as error:
            bound = inspect.signature(function).bind(*given, **named).arguments
            own = getattr(bound.get("self"), "language", error.language)
            error.language = str(bound.get("language", own))
            raise

    return called


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
            number = year.strip() if year.strip().isdecimal() else Message("error.such as 2021")
            text = shorten(year)
            raise InputError(Message("error.year as text", name=name, text=text, number=number))
        raise InputError(Message("error.no year number", name=name, text=shorten(repr(year))))


def shorten(text: str, limit: int = 80) -> str:
    """A value as an error shows it: at most ``limit`` characters.

    >>> shorten("abcdefgh", 5)
    'abcd…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"
