"""The ``kcity`` command: each subcommand checks its arguments, calls one function and prints.

Exit status: 0 done, 1 done but with failures or problems to look at, 2 refused (nothing written).
Heavy imports stand inside the commands, so that ``kcity --help`` and a run with nothing to do
stay quick.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, NoReturn

import click

from kcity_analysis.vocabulary import (
    NAMED,
    SHIPPED,
    InputError,
    harmless,
    is_project,
    project_folder,
)


class _Group(click.Group):
    """Turns an :class:`InputError` into its own lines and exit status 2, never a traceback.

    Where the output cannot be written, the exit status is 1.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            _say(f"kcity: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            # One that names no file, of a stream. A pipe that nobody reads is click's matter.
            if error.filename is not None or error.errno == errno.EPIPE:
                raise
            _lost(error)


def _say(text: str, *, err: bool = False) -> None:
    """Print for people; whatever a file's name holds, it gives the terminal no orders."""
    click.echo(harmless(text), err=err)


def _lost(error: OSError) -> NoReturn:
    """End where standard output takes no more."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left over
    with suppress(OSError):
        click.echo(f"kcity: the output could not be written: {error.strerror}", err=True)
    sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kcity-analysis")
def main() -> None:
    """Recompute the yearly statistics of the K-City Network contest."""
    for descriptor in range(3):  # or a file of ours would be taken for a stream that is closed
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # of any encoding, for names in any script
            stream.reconfigure(errors="backslashreplace")


class _Named(click.Path):
    """A path that has a name: an empty one would be the folder that one is in."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not str(value):
            self.fail("it is empty: name a file or a folder", param, ctx)
        return super().convert(value, param, ctx)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Have a request to end leave the terminal as it was, and no process behind."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    try:
        before = {number: signal.signal(number, end) for number in numbers}
    except ValueError:  # not the main thread
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _choose_project(ctx: click.Context, _: object, given: Path | None) -> Path:
    """The folder given, or the one that the command is called in, or what is installed.

    It is named to the processes that are started from here, which read the same data.
    """
    try:
        here = Path.cwd()
        around = next((folder for folder in (here, *here.parents) if is_project(folder)), None)
    except OSError:  # the folder is gone
        around = None
    project = given or around or project_folder()
    if is_project(project) and project != project_folder():
        os.environ[NAMED] = str(project)
    return project


# Every command works on a project; only those that need its folder take it.
_project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    callback=_choose_project,
    hidden=True,  # the tests have small projects of their own
)
_in_project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    callback=_choose_project,
    expose_value=False,
    hidden=True,
)
_output_option = click.option(
    "--output",
    type=_Named(path_type=Path, resolve_path=True),
    help="The folder of the built reports.  [default: outputs/ of the project, or here]",
)


def _outputs(output: Path | None, project: Path) -> Path:
    """Where the reports go: not into what was installed."""
    return output or (Path.cwd() if project == SHIPPED else project) / "outputs"


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
    from kcity_analysis.batch import (
        Settings,
        build_reports,
        newest_date,
        plan_reports,
        progress,
        workers,
    )

    given += (("register", register),) if register is not None else ()
    tasks = plan_reports(project, reports, years, given)
    settings = Settings(
        date=_day(day) or newest_date(project),
        code=code,
        jobs=jobs or workers.processors(),
        kernel=kernel,
        timeout=timeout,
        scheduler=scheduler,
    )
    show = progress.choose(quiet=quiet, verbose=verbose)
    try:
        with _ended_in_order():
            outcomes = build_reports(
                project, tasks, _outputs(output, project), settings, show, force=force
            )
    except KeyboardInterrupt:
        show.stop()
        click.echo("kcity: interrupted; the reports built so far are in place", err=True)
        sys.exit(130)
    except BaseException:
        show.stop()
        raise
    show.end()
    if show.lost:
        _lost(show.lost)
    if any(outcome.status != workers.SUCCEEDED for outcome in outcomes.values()):
        sys.exit(1)


@main.command("list")
@click.argument("report", required=False)
@_output_option
@_project_option
def list_command(report: str | None, output: Path | None, project: Path) -> None:
    """Say of each report whether it is fresh and, if not, why; of one, its parameters too."""
    from kcity_analysis.batch import (
        EACH,
        Settings,
        find_reports,
        newest_date,
        plan_reports,
        reasons_of_built,
        stale_reasons,
    )

    tasks = plan_reports(project, [report] if report else [], listing=True)
    output = _outputs(output, project)
    settings = Settings(date=newest_date(project))
    if report:
        found = find_reports(project)[report]
        _say(f"{found.title}\n{found.name} is built {EACH[found.each]}.")
        for parameter in found.parameters:
            _say(f"  {parameter}")
    states = stale_reasons(project, tasks, output, settings)
    if not report:  # also those that were built because somebody asked for them
        states |= reasons_of_built(project, output, settings)
    width = max(map(len, states), default=0)
    for key, reason in states.items():
        _say(f"{key:<{width}}  {reason or 'fresh'}")


def _day(text: str | None) -> str:
    """A day as YYYY-MM-DD, or ""."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise InputError(f"--date {text}: write a day as 2021-04-27") from None


@main.command("init")
@click.argument("folder", type=_Named(path_type=Path, resolve_path=True), metavar="DIR")
def init_command(folder: Path) -> None:
    """Copy the notebooks and the data to DIR, to work on.

    `kcity run`, called in DIR, builds the reports of these.
    """
    from kcity_analysis.vocabulary import folder_whole

    with folder_whole(folder) as draft:
        for part in ("data", "notebooks"):
            shutil.copytree(project_folder() / part, draft / part, ignore=_LEFT_OUT)
    _say(f"{folder}: the notebooks and the data; cd there and call: kcity run")
    _say(f"For JupyterLab to use them, start it with {NAMED}={folder}")


_LEFT_OUT = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")


@main.command("tabulate")
@click.argument("file", type=_Named(path_type=Path, resolve_path=True))
@click.option("--out", type=_Named(path_type=Path), help="Write to this file.")
@click.option("--year", "years", multiple=True, type=int, help="Only this year (repeatable).")
@click.option("--stage", type=click.Choice(["reception", "selection"]), help="Only this stage.")
@click.option("--sheet", help="The sheet of a workbook with several registers.")
@click.option("--corrections", type=click.Path(path_type=Path), help="A reviewed list of them.")
@_in_project_option
def tabulate_command(
    file: Path,
    out: Path | None,
    years: tuple[int, ...],
    stage: str | None,
    sheet: str | None,
    corrections: Path | None,
) -> None:
    """Count the cases and countries of a register, as tidy CSV.

    FILE is CSV, Excel, OpenDocument or Parquet, of any length. With --stage or one --year, a
    register that has no column for it is taken to be of it. Rows with problems are listed and not
    counted (exit status 1).
    """
    from kcity_analysis.register import count_file, tidy
    from kcity_analysis.vocabulary import replacing

    found = count_file(file, stage=stage, years=years or None, sheet=sheet, corrections=corrections)
    if out is None:
        click.echo(tidy(found.figures), nl=False)
    else:
        with replacing(out) as draft:
            draft.write_text(tidy(found.figures), encoding="utf-8", newline="\n")
    if found.problems:
        missing = found.rows_read - found.rows_counted
        _say(f"{missing:,} of {found.rows_read:,} rows are not counted:", err=True)
        for problem in found.problems:
            _say(f"  {problem}", err=True)
        sys.exit(1)


@main.command("check")
@click.argument("file", type=_Named(path_type=Path))
@click.option(
    "--year", type=int, help="The year of every row, or of those to take if a column says it."
)
@click.option(
    "--stage",
    type=click.Choice(["reception", "selection"]),
    help="The stage, likewise.  [default: reception]",
)
@click.option("--sheet", help="The sheet of a workbook with several registers.")
@click.option("--corrections", type=click.Path(path_type=Path), help="Reviewed corrections.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "html"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=_Named(path_type=Path), help="Write the list to this file.")
@_in_project_option
def check_command(
    file: Path,
    year: int | None,
    stage: str | None,
    sheet: str | None,
    corrections: Path | None,
    form: str,
    out: Path | None,
) -> None:
    """Say everything that is wrong with a register: which row, what was expected, what to do.

    FILE is CSV, Excel, OpenDocument or Parquet. Exit status: 0 clean, 1 problems, 2 unreadable.
    """
    from kcity_analysis.register import check

    register = check(
        file, stage=stage, year=year, sheet=sheet, corrections=corrections, form=form, out=out
    )
    if register.problems:
        sys.exit(1)


@main.command("example-register")
@click.argument("file", type=_Named(dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="The year whose published figures it meets.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another one.")
@click.option("--rows", type=click.IntRange(1), help="Repeat it to this many rows, to measure.")
@_in_project_option
def example_register_command(file: Path, year: int, seed: int, rows: int | None) -> None:
    """Write a SYNTHETIC register that counts to the published reception figures of a year.

    FILE ends in .csv, .xlsx or .parquet.
    """
    from kcity_analysis.register import write_example_register

    written = write_example_register(file, year, seed=seed, rows=rows)
    _say(f"{file}: {written:,} synthetic rows")


@main.command("restore")
@click.argument("file", type=_Named(path_type=Path))
@click.option("--out", type=_Named(path_type=Path), help="Write the sure figures to this CSV.")
@click.option("--year", type=int, help="The release's year.  [default: of its name or text]")
@click.option("--all", "everything", is_flag=True, help="Print the sentences as printed, too.")
@_in_project_option
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
        _say(line)
    if out is not None:
        with replacing(out) as draft:
            restored.rows().to_csv(draft, index=False, lineterminator="\n")
    if restored.claims["verdict"].isin(VERDICTS_OPEN).any():
        sys.exit(1)


@main.command("bundle")
@click.argument("year", type=int, required=False)
@click.option(
    "--out",
    type=_Named(path_type=Path, dir_okay=False),
    help="The zip file.  [default: k-city.zip or k-city-YEAR.zip, here]",
)
@click.option("--notebooks", is_flag=True, help="Add the executed notebooks.")
@_output_option
@_project_option
def bundle_command(
    year: int | None, out: Path | None, notebooks: bool, output: Path | None, project: Path
) -> None:
    """Make one zip of the built reports of YEAR, or of all, to send: pages, figures, an index."""
    from kcity_analysis.batch import bundle_reports

    target = out or Path(f"k-city-{year}.zip" if year else "k-city.zip")
    made = bundle_reports(project, _outputs(output, project), target, year, notebooks=notebooks)
    size = target.stat().st_size / 1e6
    _say(f"{target}: {len(made.files)} files, {size:.1f} MB")
    for name in made.stale:
        _say(f"  {name} is out of date; run: kcity run", err=True)


@main.command("draft")
@click.argument("year", type=int)
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option(
    "--register",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Write from this register's counts, not from the published figures.",
)
@click.option("--out", type=_Named(path_type=Path), help="Write to this file.")
@_in_project_option
def draft_command(year: int, language: str, register: Path | None, out: Path | None) -> None:
    """Write the "Reception result" part of a release from the figures of YEAR."""
    import pandas as pd

    from kcity_analysis.evidence import figures
    from kcity_analysis.register import count_file
    from kcity_analysis.release import draft
    from kcity_analysis.vocabulary import replacing

    known = figures()
    problems = []
    if register is not None:
        counted = count_file(register, stage="reception", years=(year,))
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
        _say(f"the register has problems: kcity check {register}", err=True)
        sys.exit(1)
