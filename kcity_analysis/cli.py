"""The ``kcity`` command: each subcommand checks its arguments, calls one function and prints.

Exit status: 0 done, 1 done but with failures or problems to look at, 2 refused (nothing written).
Heavy imports stand inside the commands, so that ``kcity --help`` and a run with nothing to do
stay quick.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kcity_analysis.problems import InputError


class _Group(click.Group):
    """Turns an :class:`InputError` into its own lines and exit status 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(f"kcity: {error}", err=True)
            sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kcity-analysis")
def main() -> None:
    """Recompute the yearly statistics of the K-City Network contest."""


_file_argument = click.argument(
    "file", type=click.Path(exists=True, path_type=Path, resolve_path=True)
)


@main.command("tabulate")
@_file_argument
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to the terminal."
)
@click.option("--year", "years", multiple=True, type=int, help="Only this year (repeatable).")
@click.option("--stage", type=click.Choice(["reception", "selection"]), help="Only this stage.")
@click.option("--sheet", help="The sheet of a workbook with several registers.")
def tabulate_command(
    file: Path, out: Path | None, years: tuple[int, ...], stage: str | None, sheet: str | None
) -> None:
    """Count the cases and countries of a register, as tidy CSV.

    FILE is CSV, Excel, OpenDocument or Parquet, of any length. With --stage, a register that has no
    column for it is taken to be of that stage.
    """
    from kcity_analysis.replacing import replacing
    from kcity_analysis.tabulate import tabulate_file, tidy

    text = tidy(tabulate_file(file, stage=stage, years=years or None, sheet=sheet))
    if out is None:
        click.echo(text, nl=False)
        return
    with replacing(out) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


@main.command("example-register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="The year whose published figures it meets.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another one.")
@click.option("--rows", type=click.IntRange(1), help="Repeat it to this many rows, to measure.")
def example_register_command(file: Path, year: int, seed: int, rows: int | None) -> None:
    """Write a SYNTHETIC register that counts to the published reception figures of a year.

    FILE ends in .csv, .xlsx or .parquet.
    """
    from kcity_analysis.example_register import write_example_register

    written = write_example_register(file, year, seed=seed, rows=rows)
    click.echo(f"{file}: {written:,} synthetic rows")
