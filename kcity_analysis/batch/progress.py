"""How far a run is: a display on a terminal, plain lines where the output is read by a program."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kcity_analysis.batch.workers import SUCCEEDED, Outcome
from kcity_analysis.vocabulary import Message, Words, harmless, in_words

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Lines:
    """One line a finished report, and the failures again at the end."""

    def __init__(self, language: str, *, quiet: bool = False, verbose: bool = False) -> None:
        self._language, self._quiet, self._verbose = language, quiet, verbose
        self._failed: dict[str, Outcome] = {}
        self._counts = {"built": 0, "fresh": 0}
        self._started: dict[str, float] = {}
        self.lost: OSError | None = None
        """Why standard output takes no more, if it does not; the reports are built all the same."""

    def start(self, keys: Sequence[str], fresh: int) -> None:
        self._counts["fresh"] = fresh

    def cell(self, key: str, done: int, total: int) -> None:
        now = time.monotonic()
        begin = self._started.setdefault(key, now)
        if self._verbose:
            cells = {"done": str(done), "total": str(total), "seconds": f"{now - begin:.1f}"}
            self._tell("cells", report=key, **cells)

    def finished(self, key: str, outcome: Outcome) -> None:
        if outcome.status == SUCCEEDED:
            self._counts["built"] += 1
            self._tell("built", report=key)
        else:
            self._failed[key] = outcome
            self._tell("failed", report=key)

    def say(self, text: Words) -> None:
        self._echo(f"kcity: {in_words(text, self._language)}", err=True)

    def stop(self) -> None:
        """Leave the terminal as it was."""

    def end(self) -> None:
        """The sum, then each failure on one line."""
        self.stop()
        counts = [
            Message(f"run.sum {what}", number=str(number)).said(self._language)
            for what, number in (self._counts | {"failed": len(self._failed)}).items()
            if number
        ]
        self._print(", ".join(counts) or Message("run.nothing").said(self._language))
        for key, outcome in sorted(self._failed.items()):
            place, error = (in_words(one, self._language) for one in (outcome.place, outcome.error))
            where = f"{key}, {place}" if place else key
            self._echo(f"{where}: {' '.join(error.split())}", err=True)

    def _tell(self, key: str, **values: str) -> None:
        if not self._quiet:
            self._print(Message(f"run.{key}", **values).said(self._language))

    def _print(self, text: str) -> None:
        if not self._quiet:
            self._echo(text)

    def _echo(self, text: str, *, err: bool = False) -> None:
        if err or self.lost is None:
            try:
                click.echo(harmless(text), err=err)
            except OSError as error:
                self.lost = error


class Display(Lines):
    """A bar for all reports and a line for each that runs, on a terminal."""

    def __init__(self, language: str, *, verbose: bool = False) -> None:
        super().__init__(language, verbose=verbose)
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def start(self, keys: Sequence[str], fresh: int) -> None:
        super().start(keys, fresh)
        if not keys:
            return
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            transient=True,
        )
        self._all = self._progress.add_task(
            Message("run.reports").said(self._language), total=len(keys)
        )
        self._progress.start()

    def cell(self, key: str, done: int, total: int) -> None:
        if self._progress:
            if key not in self._tasks:
                self._tasks[key] = self._progress.add_task(key, total=total)
            self._progress.update(self._tasks[key], completed=done)

    def finished(self, key: str, outcome: Outcome) -> None:
        super().finished(key, outcome)
        if self._progress:
            if key in self._tasks:
                self._progress.remove_task(self._tasks.pop(key))
            self._progress.advance(self._all)

    def say(self, text: Words) -> None:
        if self._progress:
            said = harmless(f"kcity: {in_words(text, self._language)}")
            self._progress.console.print(said, highlight=False, markup=False)
        else:
            super().say(text)

    def stop(self) -> None:
        if self._progress:
            self._progress.stop()

    def _print(self, text: str) -> None:
        if self._progress and not self._progress.finished:
            self._progress.console.print(harmless(text), highlight=False, markup=False)
        else:
            super()._print(text)


def choose(language: str, *, quiet: bool, verbose: bool) -> Lines:
    """The display on a terminal, lines elsewhere or if fewer or more words are wanted."""
    if sys.stdout is not None and sys.stdout.isatty() and not quiet:
        return Display(language, verbose=verbose)
    return Lines(language, quiet=quiet, verbose=verbose)
