"""What is wrong with an input, all of it at once, said to the person at the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


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

    The command line prints the message as it stands and exits with status 2; a notebook shows it
    as the last line of its traceback.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems)]))


def shorten(text: str, limit: int = 80) -> str:
    """A value as an error shows it: at most ``limit`` characters.

    >>> shorten("abcdefgh", 5)
    'abcd…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"
