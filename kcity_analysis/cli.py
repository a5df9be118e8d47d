"""The ``kcity`` command: each subcommand checks its arguments, calls one function and prints.

Exit status: 0 done, 1 done but with failures or problems to look at, 2 refused (nothing written).
Heavy imports stand inside the commands, so that ``kcity --help`` and a run with nothing to do
stay quick.
"""

from __future__ import annotations

import codecs
import errno
import inspect
import io
import locale
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from kcity_analysis.vocabulary import (
    LANGUAGES,
    NAMED,
    SHIPPED,
    InputError,
    Message,
    harmless,
    in_words,
    is_project,
    project_folder,
    shorten,
)

if TYPE_CHECKING:
    from kcity_analysis.release import Addition


class _Formatter(click.HelpFormatter):
    """Help in Korean: what click itself says in English, and what this file does."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        options, _, rest = args.partition(" ")
        said = [_korean(args)] if _korean(args) != args else [_korean(options), rest]
        super().write_usage(prog, " ".join(said), prefix or f"{_korean('Usage')}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_korean(heading))

    def write_text(self, text: str) -> None:
        super().write_text("\n\n".join(_korean(part) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], *more: Any, **named: Any) -> None:
        super().write_dl([(first, _korean(text)) for first, text in rows], *more, **named)


def _korean(text: str) -> str:
    """A text of this file in Korean; with what click puts behind it: a default, a range."""
    from kcity_analysis.vocabulary import translations

    known = translations("help.", "ko")
    said, behind = " ".join(text.split()), ""
    while said not in known and (last := re.search(r"\s+\[[^]]*\]$", said)):
        said, behind = said[: last.start()], last[0] + behind
    for word in ("default", "required"):
        behind = re.sub(rf"(?<=[\[ ]){word}(?=[]:])", known[word], behind)
    return known.get(said, said) + behind


class _Context(click.Context):
    """Has what click says in English said in the language of the command."""

    def make_formatter(self) -> click.HelpFormatter:
        kind = _Formatter if _spoken(self) == "ko" else click.HelpFormatter
        return kind(width=self.terminal_width, max_width=self.max_content_width)


class _Command(click.Command):
    """A command whose arguments are refused in its language."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        said = re.search(r"(?:^|\0)--language[\0=](en|ko)(?:\0|$)", "\0".join(args))
        if said:  # before anything else is read, as that may be refused
            ctx.meta["language"] = said[1]
        return super().parse_args(ctx, args)


class _Group(click.Group):
    """Says what is refused in lines of its own, with exit status 2 and never a traceback.

    Where the output cannot be written, the exit status is 1.
    """

    context_class, command_class = _Context, _Command

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        with _refused():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with _refused(ctx):
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if _spoken(ctx) != "ko":
            super().format_commands(ctx, formatter)
            return
        with formatter.section("Commands"):
            helps = {name: inspect.cleandoc(one.help or "") for name, one in self.commands.items()}
            formatter.write_dl([(n, helps[n].partition("\n\n")[0]) for n in sorted(helps)])


@contextmanager
def _refused(ctx: click.Context | None = None) -> Iterator[None]:
    """Say what is refused, and end."""
    try:
        yield
    except InputError as error:
        _echo(f"kcity: {error.said(_spoken(ctx))}", err=True)
        sys.exit(2)
    except click.UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # click has it since 8.2
            raise
        language = _spoken(error.ctx or ctx)
        usage = error.ctx.get_usage() + "\n" if error.ctx else ""
        _echo(f"{usage}kcity: {_misused(error).said(language)}", err=True)
        sys.exit(2)
    except OSError as error:
        # One that names no file, of a stream. A pipe that nobody reads is click's matter.
        if error.filename is not None or error.errno == errno.EPIPE:
            raise
        _lost(error, _spoken(ctx))


def _misused(error: click.UsageError) -> Message:
    """What is wrong with the arguments of a command."""
    param = getattr(error, "param", None)
    name = " / ".join(param.opts) if isinstance(param, click.Option) else ""
    name = name or (param.make_metavar(error.ctx) if param and error.ctx else "")
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities
        key = "usage.no option, but" if near else "usage.no option"
        return Message(key, name=error.option_name, near=", ".join(near or ()))
    if isinstance(error, click.MissingParameter):
        return Message("usage.missing", name=name)
    if isinstance(error, click.BadOptionUsage):
        return Message("usage.wants", name=error.option_name)
    if error.message == _EMPTY:
        return Message("usage.empty", name=name)
    if isinstance(error, click.BadParameter) and param:
        quoted = re.search(r"'(.*?)'|^(\S*) is", error.message)
        value = (quoted[1] or quoted[2] or "") if quoted else ""
        return Message("usage.value", name=name, value=shorten(value), wanted=_wanted(param.type))
    word = re.search(r"'(.*)'|\((.*)\)", error.message)
    key = "usage.no command" if "command" in error.message else "usage.arguments"
    return Message(key, name=(word[1] or word[2]) if word else "")


def _wanted(kind: click.ParamType) -> Message:
    """What an argument or option takes."""
    if isinstance(kind, click.Choice):
        return Message("problem.one of", names=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        return Message("usage.from", least=f"{kind.min:g}")
    if isinstance(kind, click.Path):
        return Message("usage.folder" if not kind.file_okay else "usage.file")
    return Message("problem.whole number")


def _echo(text: str, *, err: bool = False) -> None:
    """Print for people; whatever a file's name holds, it gives the terminal no orders."""
    click.echo(harmless(text), err=err)


def _tell(key: str, language: str, *, err: bool = False, **values: Any) -> None:
    """Print a sentence of the catalogue, which takes a moment to open."""
    from kcity_analysis.vocabulary import say

    _echo(say(f"cli.{key}", language, **values), err=err)


def _lost(error: OSError, language: str) -> NoReturn:
    """End where standard output takes no more."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left over
    with suppress(OSError):
        said = Message("cli.output lost", reason=error).said(language)
        click.echo(f"kcity: {said}", err=True)
    sys.exit(1)


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


def _system_language() -> str:
    """The system's language, if it is one that the package speaks."""
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    system = next(filter(None, said), "") or locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "ko" if system.casefold().startswith(("ko", "korean")) else "en"


def _spoken(ctx: click.Context | None) -> str:
    """The language in which a command speaks: the one asked for, else the system's."""
    return (ctx.meta.get("language") if ctx else None) or _system_language()


def _language(_: click.Context, __: click.Parameter, given: str | None) -> str:
    """The language asked for, else the system's."""
    return given or _system_language()


def _answers(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Answers to questions on a register's status words: WORD=in or WORD=out."""
    if not given:
        return {}  # the room of registers takes a second to open
    from kcity_analysis.register import answers_in

    return answers_in(", ".join(given))


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads an office's register."""
    options = [
        click.option("--sheet", "--sheets", help="The sheet to read of several, or all."),
        click.option(
            "--status",
            multiple=True,
            metavar="WORD=in|out",
            callback=_answers,
            help="Whether rows so marked count: withdrawn=out; hidden, struck (repeatable).",
        ),
    ]
    for option in options:
        command = option(command)
    return command


def _parameters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The parameters of a report, in all the ways that papermill takes them."""
    pair: dict[str, Any] = {"nargs": 2, "multiple": True, "metavar": "NAME VALUE"}
    more: dict[str, Any] = {"multiple": True, "callback": _of_yaml, "expose_value": False}
    options = [
        click.option("-p", "--parameters", "given", **pair, help="A parameter (repeatable)."),
        click.option("-r", "--parameters_raw", "raw", **pair, help="The same."),
        click.option("-y", "--parameters_yaml", **more, metavar="TEXT", help="Several, as YAML."),
        click.option("-f", "--parameters_file", **more, metavar="FILE", help="A file of YAML."),
        click.option("-b", "--parameters_base64", **more, metavar="TEXT", help="YAML in base64."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _of_yaml(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> None:
    """Keep the parameters that YAML gives, in papermill's order: -p and -r come after them."""
    from kcity_analysis.batch import parameters_in

    found = ctx.meta.setdefault("parameters", {})
    found[param.opts[0]] = [pair for text in given for pair in parameters_in(text, param.opts[0])]


_language_option = click.option(
    "--language",
    type=click.Choice(["en", "ko"]),
    callback=_language,
    help="The language of what is said and written.  [default: the system's]",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kcity-analysis", message="%(prog)s %(version)s")
def main() -> None:
    """Recompute the yearly statistics of the K-City Network contest."""
    for descriptor in range(3):  # or a file of ours would be taken for a stream that is closed
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("kcity", _readable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # of any encoding, for names in any script
            stream.reconfigure(errors="kcity")


_EMPTY = "empty"
"""What an empty name is refused with, until it is said in words."""


class _Named(click.Path):
    """A path that has a name: an empty one would be the folder that one is in."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not str(value):
            self.fail(_EMPTY, param, ctx)
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
    is_eager=True,  # before anything of the data is read
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
@_reading
@click.option(
    "--language",
    type=click.Choice(["en", "ko", "both"]),
    default="both",
    show_default=True,
    help="The language of the reports, and of the messages.",
)
@click.option("--country", metavar="NAME", help="The report of this country, in any spelling.")
@_parameters
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
@click.option("--strict", is_flag=True, help="Fail where printed figures contradict each other.")
@click.option("--quiet", is_flag=True, help="Print failures only.")
@click.option("--verbose", is_flag=True, help="Print each finished cell.")
@_project_option
@click.pass_context
def run_command(
    ctx: click.Context,
    reports: tuple[str, ...],
    years: tuple[int, ...],
    output: Path | None,
    jobs: int | None,
    kernel: bool,
    timeout: float | None,
    register: str | None,
    sheet: str | None,
    status: dict[str, str],
    language: str,
    country: str | None,
    given: tuple[tuple[str, str], ...],
    raw: tuple[tuple[str, str], ...],
    code: Literal["none", "toggle", "shown"],
    day: str | None,
    force: bool,
    scheduler: str,
    strict: bool,
    quiet: bool,
    verbose: bool,
    project: Path,
) -> None:
    """Build the reports that are stale: all of them, or those of the names and years given.

    REPORT is the name of a notebook, such as reception.

    A report is stale if its notebook, its parameters, a file it reads, the package or a library
    has changed since it was built, or one of its own files has.
    """
    from kcity_analysis.batch import (
        Settings,
        build_reports,
        find_mistakes,
        newest_date,
        plan_reports,
        progress,
        suspect_reports,
        workers,
    )

    answers = ", ".join(f"{word}={answer}" for word, answer in status.items())
    mine = {"register": register, "sheet": sheet, "status": answers or None, "country": country}
    if country is not None:
        reports = reports or ("country",)
    before = [pair for way in ("-b", "-f", "-y") for pair in ctx.meta["parameters"][way]]
    given = (*before, *given, *raw)
    given += tuple((name, value) for name, value in mine.items() if value is not None)
    languages = LANGUAGES if language == "both" else (language,)
    tasks = plan_reports(project, reports, years, given, languages=languages)
    settings = Settings(
        date=_day(day) or newest_date(project),
        code=code,
        jobs=jobs or workers.processors(),
        kernel=kernel,
        timeout=timeout,
        scheduler=scheduler,
    )
    spoken = _spoken(ctx)
    show = progress.choose(spoken, quiet=quiet, verbose=verbose)
    try:
        with _ended_in_order():
            outcomes = build_reports(
                project, tasks, _outputs(output, project), settings, show, force=force
            )
    except KeyboardInterrupt:
        show.stop()
        show.say(Message("run.interrupted"))
        sys.exit(130)
    except BaseException:
        show.stop()
        raise
    mistakes = {} if reports else find_mistakes(project)
    for name, said in mistakes.items():
        outcomes[name] = workers.Outcome(workers.ERRORED, error=said)
        show.finished(name, outcomes[name])
    show.end()
    if show.lost:
        _lost(show.lost, spoken)
    suspect = suspect_reports(tasks, _outputs(output, project))
    for key in suspect:
        show.say(Message("run.suspect", report=key))
    failed = any(outcome.status != workers.SUCCEEDED for outcome in outcomes.values())
    if failed or (strict and suspect):
        sys.exit(1)


@main.command("list")
@click.argument("report", required=False)
@_output_option
@_project_option
@_language_option
def list_command(report: str | None, output: Path | None, project: Path, language: str) -> None:
    """Say of each report whether it is fresh and, if not, why.

    Of one REPORT, such as reception, its parameters too.
    """
    from kcity_analysis.batch import (
        Settings,
        find_mistakes,
        find_reports,
        manifest,
        newest_date,
        plan_reports,
        reasons_of_built,
        stale_reasons,
    )
    from kcity_analysis.vocabulary import name_of, say

    tasks = plan_reports(project, [report] if report else [], listing=True)
    output = _outputs(output, project)
    settings = Settings(date=newest_date(project))
    if report:
        found = find_reports(project)[report]
        english = language == LANGUAGES[0]
        _echo(found.title if english else name_of("report", found.name, language))
        _tell("list-report", language, report=found.name, when=found.when)
        for parameter in found.parameters:
            _echo(f"  {parameter.said(language)}")
    # What does not fit is named.
    manifest.read(output, lambda said: _echo(in_words(said, language), err=True))
    states = stale_reasons(project, tasks, output, settings)
    if not report:  # also those that were built because somebody asked for them
        states |= reasons_of_built(project, output, settings)
        states |= find_mistakes(project)
    width = max(map(len, states), default=0)
    fresh = say("cli.list-fresh", language)
    for key, reason in states.items():
        said = " ".join(in_words(reason, language).split())
        _echo(f"{key:<{width}}  {said or fresh}")


def _day(text: str | None) -> str:
    """A day as YYYY-MM-DD, or ""."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        said = Message("error.day", option=f"--date {text}", day="2021-04-27")
        raise InputError(said) from None


@main.command("init")
@click.argument("folder", type=_Named(path_type=Path, resolve_path=True), metavar="DIR")
@_language_option
def init_command(folder: Path, language: str) -> None:
    """Copy the notebooks and the data to DIR, to work on.

    `kcity run`, called in DIR, builds the reports of these.
    """
    from kcity_analysis.vocabulary import folder_whole

    with folder_whole(folder) as draft:
        for part in ("data", "notebooks"):
            shutil.copytree(project_folder() / part, draft / part, ignore=_LEFT_OUT)
    _tell("init", language, folder=str(folder))
    _tell("init-lab", language, setting=NAMED, folder=str(folder))


@main.command("new")
@click.argument("name")
@click.option(
    "--like",
    default="reception",
    show_default=True,
    metavar="REPORT",
    help="The report whose years, parameters and sources it has.",
)
@_project_option
@_language_option
def new_command(name: str, like: str, project: Path, language: str) -> None:
    """Write notebooks/NAME.ipynb, a report from the start, to fill with sections of your own."""
    from kcity_analysis.batch import new_notebook

    path = new_notebook(project, name, like)
    _tell("new", language, path=str(path), name=name)


_LEFT_OUT = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")


@main.command("tabulate")
@click.argument("file", type=_Named(path_type=Path, resolve_path=True))
@click.option("--out", type=_Named(path_type=Path), help="Write to this file.")
@click.option("--year", "years", multiple=True, type=int, help="Only this year (repeatable).")
@click.option("--stage", type=click.Choice(["reception", "selection"]), help="Only this stage.")
@_reading
@click.option("--corrections", type=click.Path(path_type=Path), help="A reviewed list of them.")
@_in_project_option
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
@click.argument("file", type=_Named(path_type=Path))
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
    help="How the list is written.",
)
@click.option("--out", type=_Named(path_type=Path), help="Write the list to this file.")
@_in_project_option
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
@click.argument("file", type=_Named(dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="The year whose published figures it meets.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another one.")
@click.option("--rows", type=click.IntRange(1), help="Repeat it to this many rows, to measure.")
@_in_project_option
@_language_option
def example_register_command(
    file: Path, year: int, seed: int, rows: int | None, language: str
) -> None:
    """Write a SYNTHETIC register that counts to the published reception figures of a year.

    FILE ends in .csv, .xlsx or .parquet.
    """
    from kcity_analysis.register import write_example_register

    written = write_example_register(file, year, seed=seed, rows=rows)
    _tell("example", language, file=str(file), rows=f"{written:,}")


@main.command("restore")
@click.argument("file", type=_Named(path_type=Path, allow_dash=True))
@click.option("--out", type=_Named(path_type=Path), help="Write the sure figures to this CSV.")
@click.option("--year", type=int, help="The release's year.  [default: of its name or text]")
@click.option("--all", "everything", is_flag=True, help="Print the sentences as printed, too.")
@_language_option
@_in_project_option
def restore_command(
    file: Path, out: Path | None, year: int | None, everything: bool, language: str
) -> None:
    """Find the numbers that a translation of a release scrambled, and put them back.

    FILE is the release: a saved web page, PDF, DOCX, HWPX, HWP, or text in any encoding; - reads
    standard input. Web addresses are not read. Each number stands as printed beside what it must
    have been, with the proof. Exit status: 0 all sure, 1 something is ambiguous, lost or
    contradicted, 2 FILE is nothing that is read.
    """
    from kcity_analysis.release import VERDICTS_OPEN, restore, spoken, year_in_name
    from kcity_analysis.vocabulary import replacing

    restored = restore(_release_text(file), year=year or year_in_name(file.name), language=language)
    for line in spoken(restored, everything, language):
        _echo(line)
    if out is not None:
        with replacing(out) as draft:
            restored.rows().to_csv(draft, index=False, lineterminator="\n")
    if restored.claims["verdict"].isin(VERDICTS_OPEN).any():
        sys.exit(1)


def _release_text(file: Path) -> str:
    """The text of a release's file, or of standard input."""
    from kcity_analysis.release import read_release, text_of

    if str(file) == "-":
        return text_of(sys.stdin.buffer.read(), "standard input")
    return read_release(file)


@main.command("add")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--year", type=int, required=True, help="The year of the contest.")
@click.option("--source", required=True, metavar="NAME", help="Who published the release.")
@click.option("--url", required=True, help="Its address.")
@click.option("--published", required=True, metavar="DATE", help="Its day, as 2027-04-27.")
@click.option(
    "--kind",
    type=click.Choice(["ministry", "press", "copy", "reference"]),
    default="ministry",
    show_default=True,
    help="What NAME is.",
)
@click.option("--write", is_flag=True, help="Write it into data/.  [default: only show it]")
@_project_option
@_language_option
def add_command(
    file: Path,
    year: int,
    source: str,
    url: str,
    published: str,
    kind: str,
    write: bool,
    project: Path,
    language: str,
) -> None:
    """Show what a release adds to data/ beside what is there, and with --write add it.

    FILE is a release as for kcity restore, in English or Korean. Its numbers are restored; what is
    ambiguous, says otherwise than another source or has no place is listed and not written. All
    files are written, or none. Exit status: 0 all is added, 1 something is left out, 2 refused.
    """
    from rich.cells import cell_len, set_cell_size

    from kcity_analysis.release import addition, restore, write_addition
    from kcity_analysis.vocabulary import say

    data = project / "data"
    restored = restore(_release_text(file), year=year, language=language)
    added = addition(restored, year, source, url, published, data, kind, language)
    width = max(map(cell_len, added.review["what"]), default=0)
    for name, rows in added.review.groupby("file", sort=False):
        click.echo(f"data/{name}")
        for what, value, there, action in rows[["what", "value", "there", "action"]].to_numpy():
            beside = say("cli.add-beside", language, there=there) if there else ""
            click.echo(f"  {set_cell_size(what, width)}  {value}  {action}{beside}")
    left = len(added.left_out)
    if not any(added.rows.values()):
        _tell("add-nothing", language)
    elif write:
        for path in write_addition(added, data):
            _tell("add-written", language, path=str(path))
        reports = ", ".join(_changed_by(project, added))
        _tell("add-changes", language, reports=reports)
        _tell("add-build", language)
    else:
        reports = ", ".join(_changed_by(project, added))
        _tell("add-would", language, reports=reports)
        _tell("add-not-yet", language)
    if left:
        _tell("add-left", language, err=True, number=str(left))
        sys.exit(1)


def _changed_by(project: Path, added: Addition) -> list[str]:
    """The keys of the reports in which what a release adds shows."""
    from kcity_analysis.batch import find_reports, plan_reports

    year = added.year
    each = {report.name: report.each for report in find_reports(project).values()}
    found = [f"{year}/{name}" for name, kind in each.items() if kind in (*added.stages, "change")]
    for task in plan_reports(project, languages=LANGUAGES[:1], listing=True):
        later = task.year == year + 1 and each[task.report.name] == "change"
        if later or each[task.report.name] == "programme":
            found.append(task.key)
    by_country = [name for name, kind in each.items() if kind == "country"]
    found += [f"{name}/{iso3}" for name in by_country for iso3 in added.countries]
    return list(dict.fromkeys(found))


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
@_language_option
def bundle_command(
    year: int | None,
    out: Path | None,
    notebooks: bool,
    output: Path | None,
    project: Path,
    language: str,
) -> None:
    """Make one zip of the built reports of YEAR, or of all, to send: pages, figures, an index."""
    from kcity_analysis.batch import bundle_reports

    target = out or Path(f"k-city-{year}.zip" if year else "k-city.zip")
    made = bundle_reports(project, _outputs(output, project), target, year, notebooks=notebooks)
    size = f"{target.stat().st_size / 1e6:.1f}"
    _tell("bundle", language, file=str(target), files=str(len(made.files)), size=size)
    for name in made.stale:
        _tell("bundle-stale", language, err=True, name=name)


@main.command("draft")
@click.argument("year", type=int)
@_language_option
@click.option(
    "--register",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Write from this register's counts, not from the published figures.",
)
@_reading
@click.option(
    "--out",
    type=_Named(path_type=Path),
    help="Write to this file: .docx (Word), .hwpx (Hangul), else text.",
)
@_in_project_option
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
    from kcity_analysis.release import draft, write_draft

    known = figures()
    problems = []
    if register is not None:
        given: Any = {"sheet": sheet, "status": status, "language": language}
        counted = count_file(register, stage="reception", years=(year,), **given)
        problems = list(counted.problems)
        mine = (known["year"] == year) & (known["stage"] == "reception")
        known = pd.concat([known[~mine], counted.figures], ignore_index=True)
    if problems:  # some of its rows are in no figure
        _tell("draft-problems", language, err=True, file=str(register))
        sys.exit(1)
    text = draft(year, known, language)
    if out is None:
        click.echo(text)
    else:
        write_draft(text, out)


@main.command("data")
@_in_project_option
@_language_option
def data_command(language: str) -> None:
    """Check the facts in data/ alone, in seconds, and renew their bounds if they were changed.

    Says of each mistake in which file, row and column it stands and what is allowed there, and
    which sources contradict each other. Exit status: 0 in order, 1 something is wrong.
    """
    from kcity_analysis.evidence import check_data, contradictions, renew_bounds

    if problems := check_data():
        for problem in problems:
            _echo(problem.said(language), err=True)
        sys.exit(1)
    renewed = renew_bounds()
    _tell("data-renewed" if renewed else "data-fresh", language)
    if contradictions():
        from kcity_analysis.reports import suspicion

        for contradiction in suspicion.every_dispute():
            _echo(contradiction.said(language), err=True)
        sys.exit(1)
