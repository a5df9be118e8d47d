"""What is loaded before anything is said: the less, the sooner a command and a notebook answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kcity_analysis import cli

PACKAGE = Path(cli.__file__).parent


def told(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return done.stdout


def asked(*arguments: str) -> str:
    return (
        f"import sys; sys.argv = ['kcity', *{arguments!r}]\n"
        "from kcity_analysis.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('click' in sys.modules, 'pandas' in sys.modules, file=sys.stderr)"
    )


def test_the_help_that_is_ready_is_what_the_commands_say():
    """After a change of the commands: see kcity_analysis/__main__.py."""
    code = "from kcity_analysis.cli import main; main(['--help'], prog_name='kcity')"
    assert (PACKAGE / "help.txt").read_text("ascii") == told(code, COLUMNS="80")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_is_printed_without_reading_the_commands(option):
    done = subprocess.run(
        [sys.executable, "-c", asked(option)], capture_output=True, text=True, check=True
    )
    assert done.stdout == (PACKAGE / "help.txt").read_text("ascii")
    assert done.stderr.split() == ["False", "False"]


def test_a_narrow_terminal_has_a_help_of_its_own_width():
    lines = told(asked("--help"), COLUMNS="50").splitlines()
    assert lines[0] == "Usage: kcity [OPTIONS] COMMAND [ARGS]..."
    assert max(map(len, lines)) <= 50


def test_a_command_has_its_own_help():
    assert told(asked("run", "--help")).startswith("Usage: kcity run")


def test_a_figure_is_answered_without_what_draws_and_writes():
    code = "import sys, kcity_analysis as kc; kc.figures(2021); print(*sys.modules)"
    loaded = set(told(code).split())
    unneeded = {
        "matplotlib",
        "IPython",
        "jinja2",
        "nbconvert",
        "papermill",
        "narwhals",
        "fontTools",
    }
    unneeded |= {"duckdb", "highspy", "babel.dates", "babel.numbers", "babel.messages"}
    assert loaded.isdisjoint(unneeded)
