"""``kcity run`` and ``kcity list``: what they print, how they end, and how little they load."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest
import small_project
from click.testing import CliRunner
from small_project import files

from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import newest_date, plan_reports
from kcity_analysis.cli import main


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once(["raises"]))
    return small_project.make(tmp_path / "project", "succeeds", "shows", "reads_a_file")


def kcity(project, *arguments: str):
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--project", str(project), *rest])


def test_a_run_prints_a_line_a_report_and_the_sum(project):
    done = kcity(project, "run")
    lines = ["built 2020/succeeds", "built 2021/succeeds", "built shows", "3 built"]
    assert sorted(done.stdout.splitlines()) == sorted(lines)
    assert done.stdout.splitlines()[-1] == "3 built"
    assert (done.exit_code, done.stderr) == (0, "")
    again = kcity(project, "run")
    assert (again.exit_code, again.output) == (0, "3 fresh\n")


def test_a_failure_is_named_last_with_its_cell_and_error(project):
    small_project.make(project.parent / "other", "raises", "succeeds")
    done = kcity(project.parent / "other", "run")
    assert done.exit_code == 1
    assert done.output.splitlines()[-2:] == [
        "2 built, 1 failed",
        "raises, cell [1]: ValueError: no",
    ]
    assert "raises.failed.html" in files(project.parent / "other" / "outputs")


def test_quiet_prints_failures_only(project):
    assert kcity(project, "run", "--quiet").output == ""
    small_project.make(project.parent / "other", "raises")
    done = kcity(project.parent / "other", "run", "--quiet")
    assert done.output == "raises, cell [1]: ValueError: no\n"


def test_verbose_tells_each_cell(project):
    assert "2020/succeeds: 1 of 2 cells" in kcity(project, "run", "--verbose").output


def test_list_says_why_a_report_is_stale(project):
    kcity(project, "run", "--year", "2020")
    (project / "outputs" / "2020" / "succeeds.csv").unlink()
    done = kcity(project, "list")
    assert done.output.splitlines() == [
        "2020/succeeds  2020/succeeds.csv was deleted since it was built",
        "2021/succeeds  not built yet",
        "shows          not built yet",
    ]


def test_list_of_a_report_is_its_help(project):
    done = kcity(project, "list", "reads_a_file")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "Reads a file",
        "reads_a_file is built only when asked for, with its file.",
        "  file: str = ''  a text file",
        "  share: float = 0.5  a number",
        "  whole: bool = True  yes or no",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["suceeds"], "did you mean succeeds?"),
        (["succeeds", "--year", "2030"], "2030"),
        (["reads_a_file", "-p", "fiel", "x"], "did you mean file?"),
        (["reads_a_file", "-p", "share", "half"], "expected a number such as 0.5"),
        (["succeeds", "--register", "x.csv"], "expected one of year"),
        (["--date", "yesterday"], "write a day as 2021-04-27"),
        (["--output", ""], "it is empty: name a file or a folder"),
        (["--output", "/dev/null/outputs"], "cannot write to /dev/null/outputs: Not a directory"),
    ],
)
def test_what_is_wrong_is_refused_with_status_two_and_nothing_is_written(project, arguments, said):
    before = files(project)
    done = kcity(project, "run", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert files(project) == before


LOADED = """
import sys
from kcity_analysis.cli import main
main(sys.argv[1:], standalone_mode=False)
heavy = {"papermill", "nbconvert", "nbformat", "matplotlib", "IPython", "rich", "distributed"}
print(sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize("command", ["list", "run"])
def test_with_nothing_to_do_nothing_heavy_is_loaded(project, command):
    settings = batch.Settings(newest_date(project))
    output = project / "outputs"
    if command == "run":
        batch.build_reports(project, plan_reports(project), output, settings, _Silent())
    done = subprocess.run(
        [sys.executable, "-c", LOADED, command, "--project", str(project)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert command == "list" or done.stdout.startswith("3 fresh")


class _Silent:
    def start(self, keys, fresh): ...
    def cell(self, key, done, total): ...
    def finished(self, key, result): ...
    def say(self, text): ...


def test_a_terminal_shows_a_bar_and_then_the_same_lines(monkeypatch, capsys):
    import io

    import rich
    from rich.console import Console

    from kcity_analysis.batch import progress
    from kcity_analysis.batch.workers import SUCCEEDED, Outcome

    screen = Console(file=io.StringIO(), force_terminal=True, width=100)
    monkeypatch.setattr(rich, "_console", screen)
    show = progress.Display("en")
    show.start(["2020/a", "2021/a"], 3)
    for key in ("2020/a", "2021/a"):
        show.cell(key, 1, 4)
        show.finished(key, Outcome(SUCCEEDED))
    show.end()
    shown = screen.file.getvalue()
    assert "built 2020/a" in shown
    assert "reports" in shown
    assert "2/2" in shown
    assert capsys.readouterr().out == "2 built, 3 fresh\n"


def test_output_goes_where_it_is_wanted(project):
    kcity(project, "run", "succeeds", "--output", str(project / "there"))
    assert "2020/succeeds.html" in files(project / "there")
    assert not Path(project / "outputs").exists()


def shell(project: Path, line: str, **more) -> subprocess.CompletedProcess:
    command = f"{sys.executable} -m kcity_analysis {line.format(project=project)}"
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, **more)


@pytest.fixture
def whole(tmp_path):
    """A small project, for a run in a process of its own."""
    return small_project.make(tmp_path / "project", "succeeds")


@pytest.mark.slow
@pytest.mark.parametrize("where", [">/dev/full", ">&-", "<&- >&- 2>&-"])
def test_reports_are_built_where_nothing_can_be_printed(whole, where):
    done = shell(whole, f"run --project {{project}} {where}")
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert {"2020/succeeds.html", "2021/succeeds.html", "index.html"} <= set(
        files(whole / "outputs")
    )
    if "full" in where:
        assert done.returncode == 1
        said = "kcity: the output could not be written: No space left on device\n"
        assert done.stderr == said
        listed = shell(whole, f"list --project {{project}} {where}")
        assert (listed.returncode, listed.stderr) == (1, said)
    else:
        assert done.returncode == 0


@pytest.mark.slow
def test_a_pipe_that_nobody_reads_stops_no_report(whole):
    done = shell(whole, "run --project {project} | true")
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert "2021/succeeds.html" in files(whole / "outputs")


@pytest.mark.slow
def test_a_run_that_is_told_to_end_shows_the_cursor_again_and_leaves_nothing(tmp_path):
    project = small_project.make(tmp_path / "project", never_yields="reception")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kcity_analysis", "run", "--project", str(project)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as run:
        os.close(theirs)
        shown = b""
        while b"2020/never_yields" not in shown:
            shown += os.read(ours, 4096)
        children = psutil.Process(run.pid).children(recursive=True)
        run.terminate()
        with suppress(OSError):  # when the other end is closed
            while more := os.read(ours, 4096):
                shown += more
        assert run.wait(10) == 128 + signal.SIGTERM
    os.close(ours)
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")
    assert b"Traceback" not in shown
    assert not psutil.wait_procs(children, timeout=10)[1]


def test_a_files_name_gives_the_terminal_no_orders(tmp_path):
    name = "\x1b]0;owned\x07\u202e\udce9.csv"
    done = shell(tmp_path, f"check '{name}'", cwd=tmp_path)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr and "\u202e" not in done.stderr
    assert r"\x1b]0;owned\x07\u202e" in done.stderr


def test_a_zip_has_a_folder_of_a_name_that_every_system_can_hold(project, tmp_path):
    kcity(project, "run")
    for name in ("CON.zip", "a\nb.zip", "a\u202egpj.zip", " .zip"):
        done = kcity(project, "bundle", "--out", str(tmp_path / name))
        assert done.exit_code == 0, done.output
        with ZipFile(tmp_path / name) as archive:
            for entry in archive.namelist():
                assert re.fullmatch(r"[\w-]+(/\w[\w.-]*)+", entry), entry
                assert not entry.lower().startswith("con/")


def test_countries_are_planned_by_code_in_any_spelling_and_none_without_anything_to_say():
    from kcity_analysis.batch import plan_reports
    from kcity_analysis.batch.plan import find_countries
    from kcity_analysis.evidence import countries_with_something
    from kcity_analysis.vocabulary import PROJECT, InputError

    every = plan_reports(PROJECT, ["country"], languages=["en"])
    assert {task.key for task in every} == {
        f"country/{iso3}" for iso3 in countries_with_something()
    }
    assert find_countries(PROJECT) == sorted(countries_with_something())
    (task,) = plan_reports(PROJECT, ["country"], given=[("country", "Viet Nam")], languages=["en"])
    assert (task.key, task.values["country"]) == ("country/VNM", "VNM")
    assert task.key in {one.key for one in plan_reports(PROJECT, languages=["en"])}
    for text in ("Atlantis", "Germany"):
        with pytest.raises(InputError):
            plan_reports(PROJECT, ["country"], given=[("country", text)])


@pytest.mark.deep
def test_bounds_of_changed_data_are_computed_once_by_a_run_which_says_so(changed):
    changed.figure(2024, "reception", "total", "cases", 40)
    run = (sys.executable, "-m", "kcity_analysis", "run", "country", "--country", "Poland")
    run += ("--language", "en")
    done = changed.run(*run)
    assert done.returncode == 0, done.stderr
    assert "data/bounds.csv is computed anew" in done.stderr
    assert changed.asked(
        "from kcity_analysis.evidence import renew_bounds; print(renew_bounds())"
    ) == ["False"]
    assert "anew" not in changed.run(*run, "--force").stderr


@pytest.mark.slow
def test_each_country_that_is_planned_has_a_report_and_none_is_of_a_zero_or_a_doubtful_figure(
    changed,
):
    from kcity_analysis.batch.plan import find_countries

    rows = changed.rows("published_figures.csv")
    like = next(row for row in rows if row["dimension"] == "country")
    told = [("CHL", "0", "high"), ("NOR", "3", "low"), ("PRT", "10", "medium")]
    told += [("PER", "2", "high"), ("PER", "4", "high")]  # sources that disagree
    rows += [
        like | {"category": code, "value": value, "confidence": sure} for code, value, sure in told
    ]
    changed.write("published_figures.csv", rows)
    planned = find_countries(changed.folder)
    assert {code for code, *_ in told} & set(planned) == {"PRT", "PER"}
    changed.asked(f"for code in {planned}: assert kc.country(code).headline().text, code")
