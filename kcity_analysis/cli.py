"""The ``kcity`` command: each subcommand checks its arguments, calls one function and prints.

Exit status: 0 done, 1 done but with failures or problems to look at, 2 refused (nothing written).
Heavy imports stand inside the commands, so that ``kcity --help`` and a run with nothing to do
stay quick.
"""

from __future__ import annotations

import codecs
import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from kcity_analysis.vocabulary import InputError


class _Group(click.Group):
    """Turns an :class:`InputError` into its own lines and exit status 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        codecs.register_error("kcity", _readable)
        for stream in (sys.stdout, sys.stderr):
            # A console in CP949 lacks letters that a register may have.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="kcity")
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(f"kcity: {error}", err=True)
            sys.exit(2)


def _readable(error: UnicodeError) -> tuple[str, int]:
    """A letter that the console's encoding lacks: without its accent, or as its name or code."""
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = []
    for char in error.object[error.start : error.end]:
        plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        dash = "-" if unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}" else ""
        space = " " if char.isspace() else ""
        shown.append(plain.strip() or dash or space or f"\\u{ord(char):04x}")
    return "".join(shown), error.end


def _language(_: click.Context, __: click.Parameter, given: str | None) -> str:
    """The language asked for, else the system's, if it is one that the package speaks."""
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    system = next(filter(None, said), "") or locale.getlocale(locale.LC_CTYPE)[0] or ""
    return given or ("ko" if system.casefold().startswith(("ko", "korean")) else "en")


def _answers(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Answers to questions on a register's status words: WORD=in or WORD=out."""
    from kcity_analysis.register import answers_in

    return answers_in(", ".join(given)) if given else {}


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads an office's register."""
    options = [
        click.option("--sheet", "--sheets", help="The sheet to read of several, or all."),
        click.option(
            "--status",
            multiple=True,
            metavar="WORD=in|out",
            callback=_answers,
            help="Whether rows so marked count: 철회=out; hidden, struck (repeatable).",
        ),
    ]
    for option in options:
        command = option(command)
    return command


_language_option = click.option(
    "--language",
    type=click.Choice(["en", "ko"]),
    callback=_language,
    help="The language of the messages.  [default: the system's]",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kcity-analysis")
def main() -> None:
    """Recompute the yearly statistics of the K-City Network contest."""


_PROJECT = Path(__file__).resolve().parent.parent
_project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    default=_PROJECT,
    hidden=True,  # the tests have small projects of their own
)
_output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, resolve_path=True),
    help="The folder of the built reports.  [default: outputs/ of the project]",
)


@main.command("run")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--year", "years", multiple=True, type=int, help="Only this year (repeatable).")
@_output_option
@click.option("--jobs", type=click.IntRange(1), help="Reports at once.  [default: the processors]")
@click.option("--kernel", is_flag=True, help="A kernel of its own for each report; slower.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), help="Seconds a report may take."
)
@click.option("--register", metavar="FILE", help="Count from this register: -p register FILE.")
@_reading
@click.option(
    "-p", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter (repeatable)."
)
@click.option(
    "--code",
    type=click.Choice(["none", "toggle", "shown"]),
    default="toggle",
    show_default=True,
    help="The code in the pages: left out, behind a switch, or shown.",
)
@click.option("--date", "day", help="The date of build.  [default: of the newest source]")
@click.option("--force", is_flag=True, help="Build what is fresh, too.")
@click.option("--scheduler", metavar="URL", default="", help="Build on this Dask cluster.")
@click.option("--quiet", is_flag=True, help="Print failures only.")
@click.option("--verbose", is_flag=True, help="Print each finished cell.")
@_project_option
def run_command(
    reports: tuple[str, ...],
    years: tuple[int, ...],
    output: Path | None,
    jobs: int | None,
    kernel: bool,
    timeout: float | None,
    register: str | None,
    sheet: str | None,
    status: dict[str, str],
    given: tuple[tuple[str, str], ...],
    code: Literal["none", "toggle", "shown"],
    day: str | None,
    force: bool,
    scheduler: str,
    quiet: bool,
    verbose: bool,
    project: Path,
) -> None:
    """Build the reports that are stale: all of them, or those of the names and years given.

    A report is stale if its notebook, its parameters, a file it reads, the package or a library
    has changed since it was built, or one of its own files has.
    """
    from kcity_analysis.batch import newest_date, plan, progress, workers
    from kcity_analysis.batch import running as batch

    answers = ", ".join(f"{word}={answer}" for word, answer in status.items())
    mine = {"register": register, "sheet": sheet, "status": answers or None}
    given += tuple((name, value) for name, value in mine.items() if value is not None)
    tasks = plan(project, reports, years, given)
    settings = batch.Settings(
        date=_day(day) or newest_date(project),
        code=code,
        jobs=jobs or workers.processors(),
        kernel=kernel or not workers.CAN_FORK,
        timeout=timeout,
        scheduler=scheduler,
    )
    show = progress.choose(quiet=quiet, verbose=verbose)
    try:
        results = batch.run(
            project, tasks, output or project / "outputs", settings, show, force=force
        )
    except KeyboardInterrupt:
        show.stop()
        click.echo("kcity: interrupted; the reports built so far are in place", err=True)
        sys.exit(130)
    except BaseException:
        show.stop()
        raise
    show.end()
    if any(result.outcome != workers.SUCCEEDED for result in results.values()):
        sys.exit(1)


@main.command("list")
@click.argument("report", required=False)
@_output_option
@_project_option
def list_command(report: str | None, output: Path | None, project: Path) -> None:
    """Say of each report whether it is fresh and, if not, why; of one, its parameters too."""
    from kcity_analysis.batch import EACH, find_reports, newest_date, plan
    from kcity_analysis.batch import running as batch

    tasks = plan(project, [report] if report else [], listing=True)
    output = output or project / "outputs"
    settings = batch.Settings(date=newest_date(project))
    if report:
        found = find_reports(project)[report]
        click.echo(f"{found.title}\n{found.name} is built {EACH[found.each]}.")
        for parameter in found.parameters:
            click.echo(f"  {parameter}")
    states = batch.state(project, tasks, output, settings)
    width = max(map(len, states), default=0)
    for key, reason in states.items():
        click.echo(f"{key:<{width}}  {reason or 'fresh'}")


def _day(text: str | None) -> str:
    """A day as YYYY-MM-DD, or ""."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise InputError(f"--date {text}: write a day as 2021-04-27") from None


@main.command("tabulate")
@click.argument("file", type=click.Path(path_type=Path, resolve_path=True))
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--year", "years", multiple=True, type=int, help="Only this year (repeatable).")
@click.option("--stage", type=click.Choice(["reception", "selection"]), help="Only this stage.")
@_reading
@click.option("--corrections", type=click.Path(path_type=Path), help="A reviewed list of them.")
@_language_option
def tabulate_command(
    file: Path,
    out: Path | None,
    years: tuple[int, ...],
    stage: str | None,
    sheet: str | None,
    status: dict[str, str],
    corrections: Path | None,
    language: str,
) -> None:
    """Count the cases and countries of a register, as tidy CSV.

    FILE is CSV, Excel, OpenDocument or Parquet, of any length. With --stage or one --year, a
    register that has no column for it is taken to be of it. Rows with problems are listed and not
    counted (exit status 1).
    """
    from kcity_analysis.register import count_file, figures_csv, problem_table
    from kcity_analysis.vocabulary import replacing

    found = count_file(
        file,
        stage=stage,
        years=years or None,
        sheet=sheet,
        corrections=corrections,
        status=status,
        language=language,
    )
    if out is None:
        click.echo(figures_csv(found.figures), nl=False)
    else:
        with replacing(out) as draft:
            draft.write_text(figures_csv(found.figures), encoding="utf-8", newline="\n")
    click.echo("\n".join(found.said), err=True)
    if found.problems:
        click.echo(problem_table(found.problems, language=language), nl=False, err=True)
        sys.exit(1)


@main.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--year", type=int, help="The year of every row, or of those to take if a column says it."
)
@click.option(
    "--stage",
    type=click.Choice(["reception", "selection"]),
    help="The stage, likewise.  [default: reception]",
)
@_reading
@click.option("--corrections", type=click.Path(path_type=Path), help="Reviewed corrections.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "html"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the list to this file.")
@_language_option
def check_command(
    file: Path,
    year: int | None,
    stage: str | None,
    sheet: str | None,
    status: dict[str, str],
    corrections: Path | None,
    form: str,
    out: Path | None,
    language: str,
) -> None:
    """Say everything that is wrong with a register: which row, what was expected, what to do.

    FILE is CSV, Excel, OpenDocument or Parquet. Exit status: 0 clean, 1 problems, 2 unreadable.
    """
    from kcity_analysis.register import check

    register = check(
        file,
        stage=stage,
        year=year,
        sheet=sheet,
        status=status,
        corrections=corrections,
        form=form,
        out=out,
        language=language,
    )
    if register.problems:
        sys.exit(1)


@main.command("example-register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="The year whose published figures it meets.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another one.")
@click.option("--rows", type=click.IntRange(1), help="Repeat it to this many rows, to measure.")
def example_register_command(file: Path, year: int, seed: int, rows: int | None) -> None:
    """Write a SYNTHETIC register that counts to the published reception figures of a year.

    FILE ends in .csv, .xlsx or .parquet.
    """
    from kcity_analysis.register import write_example_register

    written = write_example_register(file, year, seed=seed, rows=rows)
    click.echo(f"{file}: {written:,} synthetic rows")


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write the sure figures to this CSV.")
@click.option("--year", type=int, help="The release's year.  [default: of its name or text]")
@click.option("--all", "everything", is_flag=True, help="Print the sentences as printed, too.")
def restore_command(file: Path, out: Path | None, year: int | None, everything: bool) -> None:
    """Find the numbers that a translation of a release scrambled, and put them back.

    FILE is the release's text. Each number stands as printed beside what it must have been, with
    the proof. Exit status: 0 all sure, 1 something is ambiguous, lost or contradicted.
    """
    from kcity_analysis.evidence import figures
    from kcity_analysis.release import (
        VERDICTS_OPEN,
        read_release,
        restore,
        spoken,
        year_in_name,
    )
    from kcity_analysis.vocabulary import DATA, read_csv, replacing

    text = read_release(file)
    known, calendar = figures(), read_csv(DATA / "calendar.csv")
    restored = restore(text, known, calendar, year or year_in_name(file.name))
    for line in spoken(restored, everything=everything):
        click.echo(line)
    if out is not None:
        with replacing(out) as draft:
            restored.rows().to_csv(draft, index=False, lineterminator="\n")
    if restored.claims["verdict"].isin(VERDICTS_OPEN).any():
        sys.exit(1)


@main.command("bundle")
@click.argument("year", type=int, required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The zip file.  [default: k-city.zip or k-city-YEAR.zip, here]",
)
@click.option("--notebooks", is_flag=True, help="Add the executed notebooks.")
@_output_option
@_project_option
def bundle_command(
    year: int | None, out: Path | None, notebooks: bool, output: Path | None, project: Path
) -> None:
    """Make one zip of the built reports of YEAR, or of all, to send: pages, figures, an index."""
    from kcity_analysis.batch import bundle

    target = out or Path(f"k-city-{year}.zip" if year else "k-city.zip")
    made = bundle(project, output or project / "outputs", target, year, notebooks=notebooks)
    size = target.stat().st_size / 1e6
    click.echo(f"{target}: {len(made.files)} files, {size:.1f} MB")
    for name in made.stale:
        click.echo(f"  {name} is out of date; run: kcity run", err=True)


@main.command("draft")
@click.argument("year", type=int)
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option(
    "--register",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Write from this register's counts, not from the published figures.",
)
@_reading
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
def draft_command(
    year: int,
    language: str,
    register: Path | None,
    sheet: str | None,
    status: dict[str, str],
    out: Path | None,
) -> None:
    """Write the "Reception result" part of a release from the figures of YEAR."""
    import pandas as pd

    from kcity_analysis.evidence import figures
    from kcity_analysis.register import count_file
    from kcity_analysis.release import draft
    from kcity_analysis.vocabulary import replacing

    known = figures()
    problems = []
    if register is not None:
        counted = count_file(register, stage="reception", years=(year,), sheet=sheet, status=status)
        problems = list(counted.problems)
        mine = (known["year"] == year) & (known["stage"] == "reception")
        known = pd.concat([known[~mine], counted.figures], ignore_index=True)
    text = draft(year, known, language) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        with replacing(out) as written:
            written.write_text(text, encoding="utf-8", newline="\n")
    if problems:
        click.echo(f"the register has problems: kcity check {register}", err=True)
        sys.exit(1)
