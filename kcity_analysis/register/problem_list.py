"""What is wrong with a register, listed for its keeper: in the terminal, as CSV, as HTML."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple
from html import escape

from kcity_analysis.register.grid import printable
from kcity_analysis.register.reading import Register
from kcity_analysis.vocabulary import Problem, formula_safe

_HEADINGS = ("file", "row", "column", "value", "expected", "what to do")

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;
color-scheme:light dark}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #8888;padding:.3rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
td.number{text-align:right}
"""


def summary(register: Register) -> list[str]:
    """What became of every row of a register, a sentence a line."""
    read, counted = register.rows_read, register.rows_counted
    lines = [
        f"{register.source}: {_rows(read)} read = {counted:,} counted + "
        f"{register.rows_reported:,} reported."
    ]
    problems = len(register.problems)
    lines.append(f"{problems:,} problem{'s' * (problems != 1)}." if problems else "No problem.")
    for reason in dict.fromkeys(kept.reason for kept in register.set_aside):
        rows = [str(kept.row) for kept in register.set_aside if kept.reason == reason]
        shown = ", ".join(rows[:20]) + (f" and {len(rows) - 20:,} more" if len(rows) > 20 else "")
        lines.append(f"Set aside, {reason}: row{'s' * (len(rows) > 1)} {shown}.")
    for fix in register.corrections:
        lines.append(
            f"Corrected, {fix.column} in row {fix.row}: {fix.old!r} to {fix.new!r} ({fix.reason})."
            if fix.old != fix.new
            else f"Confirmed, {fix.column} in row {fix.row}: {fix.old!r} ({fix.reason})."
        )
    if register.unused:
        lines.append(f"Columns not used: {', '.join(register.unused)}.")
    return [printable(line) for line in lines]


def _rows(number: int) -> str:
    return f"{number:,} row{'s' * (number != 1)}"


def as_table(problems: Iterable[Problem], width: int | None = None) -> str:
    """Problems as a table of plain text, ``width`` characters wide (else as the terminal is)."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    problems = list(problems)
    several = len({problem.file for problem in problems}) > 1
    table = Table(box=box.SIMPLE, show_edge=False)
    for heading in _HEADINGS if several else _HEADINGS[1:]:
        table.add_column(heading, justify="right" if heading == "row" else "left", overflow="fold")
    for problem in problems:
        cells = [printable(str(value)) for value in astuple(problem)]
        cells[1] = cells[1] if problem.row else ""
        table.add_row(*(Text(cell) for cell in (cells if several else cells[1:])))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def as_csv(problems: Iterable[Problem]) -> str:
    """Problems as CSV text; see :func:`formula_safe` for what would be run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Problem.__dataclass_fields__)
    for problem in problems:
        writer.writerow(formula_safe(value) for value in astuple(problem))
    return out.getvalue()


def as_html(register: Register) -> str:
    """A page of its own with what became of a register's rows and each problem."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="number">{value or ""}</td>'
            if isinstance(value, int)
            else f"<td>{escape(printable(value))}</td>"
            for value in astuple(problem)
        )
        + "</tr>\n"
        for problem in register.problems
    )
    table = (
        f"<table><caption>Problems, each with its row as the spreadsheet program numbers it"
        f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"
        if register.problems
        else ""
    )
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in summary(register))
    title = f"Check of {escape(printable(register.source))}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{lines}{table}</main>\n</body>\n</html>\n"
    )
