"""What is written for people is there and holds: help, docstrings, the commands of each page."""

from __future__ import annotations

import ast
import doctest
import importlib
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import kcity_analysis as kc
from kcity_analysis.cli import main

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "kcity_analysis"
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "data/README.md",
    "docs/notebooks.md",
    "notebooks/START.md",
]
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.pyi"))


# -- The command line


@pytest.mark.parametrize("name", main.commands)
def test_a_command_says_what_it_does_and_what_each_argument_and_option_is_for(name):
    command = main.commands[name]
    lines = (command.help or "").strip().splitlines()
    assert lines and lines[0].endswith(".")
    context = click.Context(command, info_name=name)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.hidden or parameter.help, parameter.opts
        else:
            metavar = parameter.make_metavar(context).strip("[].")
            assert metavar in command.help, (
                f"the help of kcity {name} does not say what {metavar} is"
            )


def test_every_command_is_listed_by_the_help_of_all():
    shown = main.get_help(click.Context(main, info_name="kcity"))
    for name in main.commands:
        assert re.search(rf"^  {name}  +\w", shown, re.M), name


# -- The names that are offered


def stubs() -> list[Path]:
    return [PACKAGE / "__init__.pyi", *(PACKAGE / room / "__init__.pyi" for room in ROOMS)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def offered(stub: Path) -> Iterator[tuple[str, ast.AST]]:
    """Each name of a front door with its definition; constants, which can say nothing, left out."""
    for node in parsed(stub).body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            place = stub.parent.joinpath(*(node.module or alias.name).split("."))
            if place.is_dir():  # the front door offers what a room offers
                yield from ((n, d) for n, d in offered(place / "__init__.pyi") if n == alias.name)
                continue
            tree = parsed(place.with_suffix(".py"))
            if node.module is None:
                yield alias.name, tree
            for found in tree.body:
                if isinstance(found, ast.FunctionDef | ast.ClassDef) and found.name == alias.name:
                    yield alias.name, found


@pytest.mark.parametrize("stub", stubs(), ids=lambda stub: stub.parent.name)
def test_every_function_class_and_module_that_is_offered_has_a_docstring(stub):
    silent, seen = [], 0
    for name, definition in offered(stub):
        seen += 1
        if not ast.get_docstring(definition):
            silent.append(name)
        if isinstance(definition, ast.ClassDef):
            silent += [
                f"{name}.{method.name}"
                for method in definition.body
                if isinstance(method, ast.FunctionDef)
                and not method.name.startswith("_")
                and not ast.get_docstring(method)
            ]
    assert seen
    assert silent == []


def test_every_section_of_a_report_has_a_docstring():
    silent = []
    for module in pkgutil.iter_modules([str(PACKAGE / "reports")]):
        path = PACKAGE / "reports" / f"{module.name}.py"
        for kind in parsed(path).body:
            if isinstance(kind, ast.ClassDef):
                silent += [
                    f"{kind.name}.{method.name}"
                    for method in kind.body
                    if isinstance(method, ast.FunctionDef)
                    and not method.name.startswith("_")
                    and not ast.get_docstring(method)
                ]
    assert silent == []


def test_every_example_in_a_docstring_is_found_by_doctest():
    finder = doctest.DocTestFinder(exclude_empty=True)
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = parsed(path)
        kinds = ast.FunctionDef | ast.ClassDef | ast.Module
        written = [
            ast.get_docstring(node)
            for node in ast.walk(tree)
            if isinstance(node, kinds) and ">>> " in (ast.get_docstring(node) or "")
        ]
        if written:
            name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
            found = [one for one in finder.find(importlib.import_module(name)) if one.examples]
            assert len(found) == len(written), name


EVERY_NAME = """
import importlib, pkgutil, types
import kcity_analysis as kc
for module in pkgutil.walk_packages(kc.__path__, "kcity_analysis."):
    if module.name != "kcity_analysis.__main__":
        importlib.import_module(module.name)
assert dir(kc) == sorted(kc.__all__), set(dir(kc)) ^ set(kc.__all__)
for name in kc.__all__:
    assert isinstance(getattr(kc, name), types.FunctionType), name
kc.reception(2021), kc.comparison(2021, 2020), kc.selection(2021), kc.programme(2020)
kc.release_check("data/examples/release_synthetic.txt")
kc.series(2020, 2021), kc.tabulate(kc.projects(), stage="selection")
kc.cumulative(2021), kc.budgets(), kc.wide(), kc.shares(), kc.countries("KOR"), kc.why(2021)
kc.figures(2021), kc.compare(2021, 2020), kc.published(), kc.sources(), kc.calendar(2021)
kc.caveats(2020, 2021, "reception"), kc.reconcile(kc.figures()), kc.overlap(39, [24, 16, 12])
kc.entrants(kc.projects(2021)["country"], kc.projects(2020)["country"])
kc.side_by_side(kc.figures(2021), kc.tabulate(kc.projects(2021), stage="selection"))
kc.country_name("KOR"), kc.resolve_country("Viet Nam")
"""


@pytest.mark.slow
def test_every_name_of_the_front_door_works_after_every_module_was_imported_and_no_other_is_there():
    done = subprocess.run(
        [sys.executable, "-c", EVERY_NAME], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_front_door_lists_its_names_once_and_offers_no_room():
    assert dir(kc) == sorted(set(kc.__all__))
    assert not {*ROOMS, "cli"} & set(dir(kc))


# -- The pages


def text_of(page: str) -> str:
    return (PROJECT / page).read_text("utf-8")


def python_of(page: str) -> list[str]:
    """The blocks of Python."""
    return re.findall(r"^```python\n(.*?)^```", text_of(page), re.M | re.S)


def commands_of(page: str) -> list[str]:
    """What is to be typed at a prompt: indented lines, and words in backticks in the text."""
    text = re.sub(r"^```.*?^```\n", "", text_of(page), flags=re.M | re.S)
    shown = re.findall(r"^    (\S.*)$", text, re.M)
    shown += re.findall(r"`([^`\n]+)`", text)
    known = re.compile(rf"make$|({'|'.join(PROGRAMS)})\s")
    return list(dict.fromkeys(re.sub(r"\s+# .*", "", one) for one in shown if known.match(one)))


def commands_once() -> Iterator[tuple[str, str]]:
    """Each command with the first page that has it."""
    said = set()
    for page in PAGES:
        for command in commands_of(page):
            if command not in said:
                said.add(command)
                yield page, command


PROGRAMS = [
    "make",
    "jupyter",
    "kcity",
    "papermill",
    "python",
    "conda",
    "pip",
    "npm",
    "source",
    r"\.tools/bin/uv",
]
# What a page leaves open, filled in, and where: a folder that has everything these need.
FILLED = {
    "kcity check FILE": "kcity check applications.xlsx --year 2021",
    "kcity tabulate FILE": "kcity tabulate applications.xlsx --year 2021 --stage reception",
    "kcity restore FILE": "kcity restore data/examples/release_synthetic.txt",
    "kcity draft YEAR": "kcity draft 2021",
    "kcity add FILE": "kcity add data/examples/release_synthetic.txt --year 2021 --source Ministry "
    "--url https://example.org/2021 --published 2021-04-27",
    "kcity init DIR": "kcity init there",
    "kcity new my_regions": "kcity new my_other_regions",
    "jupyter nbconvert --to kcity /tmp/selection.ipynb": "jupyter nbconvert --to kcity "
    "outputs/2021/selection.ipynb --output-dir /tmp",
}
# Exit status 1: something stays open, as the page says.
STATUS = {"kcity restore FILE": 1, "kcity add FILE": 1}
# Too long for a test, or only for a machine that is to be set up: tried without doing them.
NOT_RUN = re.compile(r"conda env create -f environment\.yml|npm ci|source \.venv/bin/activate")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A project to call the commands in: what is committed, with a register, reports of a year."""
    folder = tmp_path_factory.mktemp("pages") / "project"
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    for name in (
        "Makefile",
        "pyproject.toml",
        "environment.yml",
        "requirements.lock",
        "package-lock.json",
    ):
        shutil.copy(PROJECT / name, folder)
    shutil.copytree(PROJECT / "tools", folder / "tools")
    (folder / "register").mkdir()
    for file in ("applications.xlsx", "register/part.parquet"):
        assert call(folder, f"kcity example-register --year 2021 {file}").returncode == 0
    assert call(folder, "kcity new my_regions").returncode == 0
    done = call(folder, "kcity run --year 2021 --quiet")
    assert done.returncode == 0, done.stderr
    return folder


def call(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    scripts = str(Path(sys.executable).parent)
    ours = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    words = shlex.split(command)
    assert not {"&&", "|", ";"} & set(words), "one command a line"
    return subprocess.run(words, cwd=folder, env=ours, capture_output=True, text=True)


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_a_page_names_exists(page):
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M))
    for command in commands_of(page):
        program, *words = shlex.split(command)
        if program == "make":
            assert set(words) <= targets, command
        elif program == "kcity" and words:
            assert words[0] in main.commands, command
            known = {name for one in main.commands[words[0]].params for name in one.opts}
            assert {word for word in words if word.startswith("-")} <= known, command
        elif program == ".tools/bin/uv":
            extras = set(re.search(r"\[(.+)\]", command)[1].split(","))
            given = tomllib.loads(text_of("pyproject.toml"))["project"]["optional-dependencies"]
            assert extras <= set(given)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "command"),
    [
        (page, command)
        for page, command in commands_once()
        if not NOT_RUN.fullmatch(command) and not command.startswith((".tools", "python tools/"))
    ],
)
def test_a_command_of_a_page_does_what_it_is_there_for(copy, tmp_path, page, command):
    if command.startswith("make"):  # what it would do: most take minutes, and set up a machine
        command = command.replace("make", "make --dry-run", 1)
    elif command == "kcity run":  # the reports of a year are there; the others take a minute
        command = "kcity run --year 2021"
    name = re.sub(r"\W", "_", page.casefold())
    filled = FILLED.get(command, command).replace("NAME", name).replace("/tmp", str(tmp_path))
    done = call(copy, filled)
    assert done.returncode == STATUS.get(command, 0), done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if python_of(page)])
def test_the_python_lines_of_a_page_run(copy, page):
    script = copy / "lines.py"
    for block in python_of(page):
        script.write_text(block, "utf-8")
        done = call(copy, f"{sys.executable} {script.name}")
        assert done.returncode == 0, done.stderr


def test_each_figure_of_the_readme_is_printed_by_the_line_beside_it():
    bullets = re.findall(r"^- (\*\*.+?):\s+`(kc\..+?)`$", text_of("README.md"), re.M | re.S)
    assert len(bullets) >= 4
    for said, line in bullets:
        printed = re.findall(r"\d+", repr(eval(line, {"kc": kc})))
        for figure in re.findall(r"\d+", said):
            year = figure in re.findall(r"\d+", line)
            assert year or figure in printed, f"{line} does not print {figure}"


def test_another_runner_needs_six_lines():
    blocks = re.findall(r"^```(py|snakemake)\n(.*?)^```", text_of("docs/notebooks.md"), re.M | re.S)
    assert [kind for kind, _ in blocks] == ["snakemake", "py", "py"]
    for kind, block in blocks:
        assert len([line for line in block.splitlines() if line]) <= 6
        if kind == "py":
            compile(block, "a page", "exec")
        for path in re.findall(r'"((?:notebooks|data)/[^"]+)"', block):
            assert (PROJECT / path).is_file()


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_a_page_links_to_is_there(page):
    here = (PROJECT / page).parent
    for target in re.findall(r"\]\((?!\w+:)([^)#]+)", text_of(page)):
        assert (here / target).exists(), target


def test_contributing_has_ten_rules_and_its_map_names_every_room():
    text = text_of("CONTRIBUTING.md")
    assert [int(number) for number in re.findall(r"^(\d+)\. ", text, re.M)] == list(range(1, 11))
    for room in ROOMS:
        assert f"`{room}/`" in text or f"`{room}`" in text, room


def test_the_readme_has_a_line_for_every_room():
    rows = re.findall(r"^\| `kcity_analysis/(\w+)/` \| (.+) \|$", text_of("README.md"), re.M)
    assert sorted(name for name, _ in rows) == ROOMS
    for _, sentence in rows:
        assert len(sentence) > 20


def test_the_number_of_attacks_that_security_tells_is_that_of_the_tests():
    from hostile import PAYLOADS

    assert f"`tests/hostile.py` holds {len(PAYLOADS)} attacks" in text_of("SECURITY.md")
