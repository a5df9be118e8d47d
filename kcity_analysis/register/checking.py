"""What is wrong with a register, listed for its keeper: in the terminal, as CSV, as HTML."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from html import escape
from pathlib import Path
from typing import Any

import click

from kcity_analysis.register.reading import Register, read_register, rows_of
from kcity_analysis.register.sheets import printable
from kcity_analysis.vocabulary import (
    InputError,
    Problem,
    formula_safe,
    page_policy,
    replacing,
    say,
)

_WIDTH_OF_A_FILE = 160
_MOST_GROUPS = 300
"""Problems that are listed in the terminal and on a page; a CSV file has them all."""

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;
color-scheme:light dark}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #8888;padding:.3rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
"""


def check(file: Path, *, form: str, out: Path | None, **reading: Any) -> Register:
    """Read a register and list its problems as ``form``: "table", "csv" or "html".

    What was read stands first, then the problems, then what became of the rows. A list on its own
    (CSV, HTML, or any in the file ``out``) leaves the rest to standard error. ``reading`` are the
    arguments of :func:`~kcity_analysis.register.reading.read_register`. Raises InputError where the
    register cannot be read or ``out`` not be written, or is one of the inputs.
    """
    inputs = [file, reading.get("corrections")]
    language = reading.get("language", "en")
    if out is not None and any(path and _same(path, out) for path in inputs):
        raise InputError(say("register.another file", language, file=out.name))
    register = read_register(file, **reading)
    before, after = "\n".join(register.said), "\n".join(summary(register))
    if form == "html":
        text = as_html(register)
    elif form == "csv":
        text = as_csv(register.problems)
    else:
        width = None if out is None and sys.stdout.isatty() else _WIDTH_OF_A_FILE
        table = (
            problem_table(register.problems, width, language) + "\n" if register.problems else ""
        )
        text = "\n".join(filter(None, [before, table, after])) + "\n"
    if out is not None:
        with replacing(out) as draft:
            # Excel takes a CSV file for UTF-8 by its mark alone.
            encoding = "utf-8-sig" if form == "csv" else "utf-8"
            draft.write_text(text, encoding=encoding, newline="\n")
    else:
        click.echo(text, nl=False)
    if out is not None or form != "table":
        click.echo(f"{before}\n{after}", err=True)
    return register


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def summary(register: Register) -> list[str]:
    """What became of every row of a register, a sentence a line."""
    language = register.language
    lines = [
        say(
            "register.rows became",
            language,
            file=register.source,
            read=rows_of(register.rows_read, language),
            counted=f"{register.rows_counted:,}",
            reported=f"{register.rows_reported:,}",
        )
    ]
    problems = len(register.problems)
    if problems:
        lines.append(say("register.problems", language, number=problems))
    else:
        lines.append(say("register.no problem", language))
    for (sheet, reason), held in register.set_aside.groupby(["sheet", "reason"], sort=False):
        rows = row_list(held["row"], language)
        where = f"{rows} [{sheet}]" if register.set_aside["sheet"].nunique() > 1 else rows
        lines.append(say("register.set aside", language, reason=reason, rows=where))
    for fix in register.corrections:
        key = "corrected" if fix.old != fix.new else "confirmed"
        values = {name: str(value) for name, value in fix.__dict__.items()}
        lines.append(say(f"register.{key}", language, **values))
    return [printable(line) for line in lines]


def row_list(rows: Iterable[int], language: str = "en", most: int = 20) -> str:
    """Rows in words, runs as ranges: "rows 2, 5–9 and 12 more".

    >>> row_list([2, 5, 6, 7]), row_list([4])
    ('rows 2, 5–7', 'row 4')
    """
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(f"{a}–{b}" if b > a else f"{a}" for a, b in runs[:most])
    more = sum(b - a + 1 for a, b in runs[most:])
    if more:
        shown = say("register.and more", language, shown=shown, more=f"{more:,}")
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return say("register.single row" if single else "register.row list", language, rows=shown)


@dataclass(frozen=True)
class Fault:
    """Equal problems of one or many rows. ``rows`` is empty where it is in none."""

    file: str
    rows: tuple[int, ...]
    column: str
    value: str
    expected: str
    action: str


def grouped(problems: Iterable[Problem]) -> list[Fault]:
    """Equal problems together, in the order of their first rows."""
    found: dict[tuple[str, ...], list[int]] = {}
    for one in problems:
        key = (one.file, one.column, one.value, str(one.expected), str(one.action))
        found.setdefault(key, []).append(one.row)
    return [
        Fault(key[0], tuple(row for row in rows if row), *key[1:]) for key, rows in found.items()
    ]


def _listed(problems: Iterable[Problem], language: str) -> tuple[list[list[str]], int]:
    """Each fault as file, rows, column, value, expected, what to do; and how many are left off."""
    faults = grouped(problems)
    lines = [
        [
            one.file,
            _rows(one.rows, language),
            one.column,
            one.value,
            one.expected,
            one.action,
        ]
        for one in faults[:_MOST_GROUPS]
    ]
    return [[printable(text) for text in line] for line in lines], len(faults) - len(lines)


def _rows(rows: tuple[int, ...], language: str) -> str:
    if len(rows) < 2:
        return str(rows[0]) if rows else ""
    listed = row_list(rows, language, most=8)
    return say("register.in rows", language, number=f"{len(rows):,}", rows=listed)


def _headings(language: str) -> list[str]:
    return [say(f"register.head {name}", language) for name in _HEADS]


_HEADS = ("file", "row", "column", "value", "expected", "action")


def problem_table(
    problems: Iterable[Problem], width: int | None = None, language: str = "en"
) -> str:
    """Problems as a table of plain text, ``width`` characters wide (else as the terminal is).

    Equal ones stand together with their rows. Without problems the text is empty.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines, more = _listed(problems, language)
    if not lines:
        return ""
    several = len({line[0] for line in lines}) > 1
    table = Table(box=box.SIMPLE, show_edge=False)
    for place, heading in list(enumerate(_headings(language)))[0 if several else 1 :]:
        table.add_column(heading, overflow="fold", min_width=5 if place == 1 else None)
    for line in lines:
        table.add_row(*(Text(cell) for cell in (line if several else line[1:])))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    return text + (f"{say('register.more problems', language, number=more)}\n" if more else "")


def as_csv(problems: Iterable[Problem]) -> str:
    """Problems as CSV text, one a row; see :func:`formula_safe` for what would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Problem.__dataclass_fields__)
    for problem in problems:
        writer.writerow(formula_safe(value) for value in astuple(problem))
    return out.getvalue()


def as_html(register: Register) -> str:
    """A page of its own with what was read, what became of the rows, and each problem."""
    language = register.language
    lines, more = _listed(register.problems, language)
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _headings(language))
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in line)}</tr>\n" for line in lines
    )
    caption = say("register.problems, each", language)
    table = (
        f"<table><caption>{caption}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"
        if lines
        else ""
    )
    said = [*register.said, *summary(register)]
    said += [say("register.more problems", language, number=more)] if more else []
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in said)
    title = escape(printable(say("register.check of", language, file=register.source)))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{page_policy(_STYLE)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{paragraphs}{table}</main>\n</body>\n</html>\n"
    )
