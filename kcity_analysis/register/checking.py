"""Check a register and say what was found, on the terminal or in a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kcity_analysis.register.problem_list import as_csv, as_html, as_table, summary
from kcity_analysis.register.reading import Register, read_register
from kcity_analysis.vocabulary import InputError, replacing

_WIDTH_OF_A_FILE = 160


def check(file: Path, *, form: str, out: Path | None, **reading: Any) -> Register:
    """Read a register and list its problems as ``form``: "table", "csv" or "html".

    A list on its own (CSV, HTML, or any in the file ``out``) leaves the summary to standard error.
    ``reading`` are the arguments of :func:`~kcity_analysis.register.reading.read_register`. Raises
    InputError where the register cannot be read or ``out`` not be written, or is one of the inputs.
    """
    inputs = [file, reading.get("corrections")]
    if out is not None and any(path and _same(path, out) for path in inputs):
        raise InputError(f"{out.name} is what is to be checked; write the list to another file")
    register = read_register(file, **reading)
    lines = "\n".join(summary(register))
    if form == "html":
        text = as_html(register)
    elif form == "csv":
        text = as_csv(register.problems)
    else:
        width = None if out is None and sys.stdout.isatty() else _WIDTH_OF_A_FILE
        table = as_table(register.problems, width) + "\n" if register.problems else ""
        text = f"{table}{lines}\n"
    if out is not None:
        with replacing(out) as draft:
            # Excel takes a CSV file for UTF-8 by its mark alone.
            encoding = "utf-8-sig" if form == "csv" else "utf-8"
            draft.write_text(text, encoding=encoding, newline="\n")
    else:
        click.echo(text, nl=False)
    if out is not None or form != "table":
        click.echo(lines, err=True)
    return register


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
