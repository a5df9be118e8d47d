"""The notebooks are thin, run anywhere, and give the figures that the batch gives."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from kcity_analysis.register import write_example_register

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
REPORTS = ["comparison", "country", "programme", "reception", "release_check", "selection"]

# One year of each: the batch, which test_whole_path reads, has all the others.
ONE_YEAR = {
    "reception": ({"year": 2020}, "2020/reception"),
    "selection": ({"year": 2023}, "2023/selection"),
    "comparison": ({"year": 2022, "base_year": 2021}, "2022/comparison"),
    "programme": ({}, "programme"),  # by itself to the newest year, as the batch names it
}


def notebook(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code(path: Path) -> list[Any]:
    return [cell for cell in notebook(path).cells if cell.cell_type == "code"]


def tagged(path: Path, tag: str) -> list[Any]:
    return [cell for cell in notebook(path).cells if tag in cell.metadata.get("tags", [])]


def outputs_of(path: Path, kind: str) -> list[Any]:
    """What the cells of an executed notebook display in one form."""
    found = [output.get("data", {}) for cell in code(path) for output in cell.outputs]
    return [data[kind] for data in found if kind in data]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_is_a_notebook_for_each_report_and_one_to_explore_in():
    said = [path.stem for path in NOTEBOOKS if "kcity" in notebook(path).metadata]
    assert said == REPORTS
    assert [path.stem for path in NOTEBOOKS if path.stem not in said] == ["explore"]


@each_notebook
def test_a_notebook_is_valid_and_says_which_kernel_it_is_for(path):
    nbformat.validate(notebook(path))
    metadata = notebook(path).metadata
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"]["name"] == "python"
    ids = [cell.id for cell in notebook(path).cells]
    assert len(set(ids)) == len(ids)


@each_notebook
def test_a_notebook_begins_with_title_parameters_and_setup(path):
    title, parameters, setup, *_ = notebook(path).cells
    assert title.cell_type == "markdown"
    assert title.source.startswith("# ")
    assert parameters.metadata["tags"] == ["parameters"]
    assert len(tagged(path, "parameters")) == 1
    assert re.fullmatch(r"import kcity_analysis as kc\n\nfound = kc\.\w+\(.*\)", setup.source)


@each_notebook
def test_parameters_are_annotated_literals_with_a_comment_each(path):
    (cell,) = tagged(path, "parameters")
    for line in cell.source.splitlines():
        assert re.fullmatch(r'\w+: (int = \d+|str = "[^"]*")  # \w.{8,}', line), line


@each_notebook
def test_a_notebook_defines_loops_and_installs_nothing_and_knows_no_machine(path):
    for cell in code(path):
        assert not re.search(r"^\s*(def|class|for|while|if|with|try|lambda)\b", cell.source, re.M)
        assert not re.search(r"^\s*[!%]", cell.source, re.M)
        assert not re.search(r"""["'](/|~|[A-Za-z]:\\)""", cell.source)
        assert not re.search(r"\b(os|sys|pathlib|datetime)\b", cell.source)


@each_notebook
def test_a_cell_after_the_setup_is_one_call(path):
    for cell in code(path)[2:]:
        assert re.fullmatch(r"(found|kc)\.\w+\([^\n]*\)", cell.source), cell.source


@each_notebook
def test_a_section_has_a_heading_of_the_second_level(path):
    texts = [cell for cell in notebook(path).cells[1:] if cell.cell_type == "markdown"]
    assert len(texts) >= 3
    for cell in texts:
        assert cell.source.startswith("## ") or path.stem == "explore"


@each_notebook
def test_only_the_key_figures_are_committed_and_they_are(path):
    (key,) = tagged(path, "key-figures")
    assert "nbval-check-output" in key.metadata["tags"]  # or nbval compares nothing
    (output,) = key.outputs
    assert list(output.data) == ["text/plain"]
    assert len(output.data["text/plain"].splitlines()) >= 4  # title, sentence, cards
    for cell in code(path):
        assert cell.id == key.id or (cell.outputs, cell.execution_count) == ([], None)


def nbval(folder: Path) -> subprocess.CompletedProcess[str]:
    """nbval on the notebooks of a folder, in its own process: it must not see our settings."""
    command = [
        sys.executable, "-m", "pytest", "-q", "-rA", "-c", os.devnull, "--rootdir", str(folder),
        "-p", "no:cacheprovider", "-p", "nbval_key_figures", "--nbval-lax", "--nbval-current-env",
        str(folder),
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_nbval_finds_the_committed_key_figures_in_a_fresh_run():
    done = nbval(PROJECT / "notebooks")
    assert done.returncode == 0, f"{done.stdout}\nRun tools/key_figures.py and read the diff."
    # Three cells of each are run: parameters, setup, and the key figures that are compared.
    assert f"{3 * len(NOTEBOOKS)} passed" in done.stdout


@pytest.mark.slow
def test_nbval_fails_where_a_committed_key_figure_is_wrong(tmp_path):
    wrong = notebook(PROJECT / "notebooks" / "selection.ipynb")
    (key,) = (cell for cell in wrong.cells if cell.id == "key-figures")
    text = key.outputs[0].data["text/plain"]
    key.outputs[0].data["text/plain"] = text.replace("11", "12", 1)
    assert key.outputs[0].data["text/plain"] != text
    nbformat.write(wrong, tmp_path / "wrong.ipynb")
    done = nbval(tmp_path)
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    assert "mismatch 'text/plain'" in done.stdout


@pytest.mark.parametrize("report", ONE_YEAR)
def test_plain_papermill_from_anywhere_gives_the_bytes_of_the_batch(built, tmp_path, report):
    values, name = ONE_YEAR[report]
    given = [text for key, value in values.items() for text in ("-p", key, str(value))]
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    source = PROJECT / "notebooks" / f"{report}.ipynb"
    done = subprocess.run(
        [*command, str(source), "out.ipynb", *given], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"]
    (csv,) = outputs_of(tmp_path / "out.ipynb", "text/csv")
    assert csv == (built / f"{name}.csv").read_text("utf-8")


@pytest.mark.slow
def test_the_walk_runs_whole_from_anywhere_and_writes_nothing(tmp_path):
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    source = PROJECT / "notebooks" / "explore.ipynb"
    given = ["-p", "country", "우즈베키스탄", "-p", "year", "2020"]
    done = subprocess.run(
        [*command, str(source), "out.ipynb", *given], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"]
    shown = [cell.outputs for cell in code(tmp_path / "out.ipynb")[3:]]
    assert len(shown) >= 14 and all(shown)
    html = "".join(outputs_of(tmp_path / "out.ipynb", "text/html"))
    # In 2020 the New Southern countries sent 39 of 80; the register's are 35 of 2021's 111.
    assert "48.8" in html and "Uzbekistan" in html


@pytest.mark.slow
def test_nbclient_alone_runs_a_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = NotebookClient(notebook(PROJECT / "notebooks" / "selection.ipynb"))
    done = client.execute()
    shown = [o["data"]["text/plain"] for c in done.cells[3:] for o in c.get("outputs", [])]
    assert "11 projects" in shown[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_year_given_as_a_text_says_that_a_number_is_wanted_in_two_lines(tmp_path):
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    source = PROJECT / "notebooks" / "selection.ipynb"
    done = subprocess.run(
        [*command, str(source), "out.ipynb", "-r", "year", "2021"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    executed = [out for c in code(tmp_path / "out.ipynb") for out in c.outputs]
    (error,) = (out for out in executed if out.output_type == "error")
    assert error.traceback == [
        "InputError: year is the text '2021': a number is wanted, 2021",
        "  in line 3: found = kc.selection(year, language)",
    ]


@pytest.mark.slow
def test_running_and_saving_a_notebook_leaves_no_difference_in_a_commit(tmp_path):
    for name in ("notebooks", "tools"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / ".pre-commit-config.yaml", tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    ours = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    ours |= {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=tmp_path, env=ours, capture_output=True, text=True)

    assert call("git", "init", "-q").returncode == 0
    call("git", "config", "user.email", "a@b.c"), call("git", "config", "user.name", "A")
    call("git", "add", "notebooks", "tools", ".pre-commit-config.yaml")
    assert call("git", "commit", "-qm", "As it is").returncode == 0
    assert call(".venv/bin/pre-commit", "install").returncode == 0
    path = tmp_path / "notebooks" / "selection.ipynb"
    executed = NotebookClient(notebook(path)).execute()
    executed.metadata["language_info"] |= {"version": "3.11.7", "mimetype": "text/x-python"}
    executed.cells[1].metadata["editable"] = True
    nbformat.write(executed, path)  # as JupyterLab saves it
    assert len(call("git", "diff").stdout.splitlines()) > 500
    call("git", "add", "notebooks")
    refused = call("git", "commit", "-qm", "Nothing new")
    assert refused.returncode == 1 and "files were modified" in refused.stderr + refused.stdout
    call("git", "add", "notebooks")
    assert call("git", "status", "--porcelain").stdout.splitlines() == ["?? .venv", "?? home/"]


@pytest.mark.parametrize(
    "path", ["data/private/2026.xlsx", "applications.xlsx", "register.csv", "scratch/a.ipynb"]
)
def test_a_register_is_not_committed_by_mistake(path):
    done = subprocess.run(["git", "check-ignore", "-q", path], cwd=PROJECT, check=False)
    assert done.returncode == 0


def test_the_data_and_the_notebooks_are_committed():
    names = ["data/sources.csv", "data/examples/register_synthetic.csv", "notebooks/explore.ipynb"]
    done = subprocess.run(["git", "check-ignore", *names], cwd=PROJECT, check=False)
    assert done.returncode == 1


def test_the_example_register_is_the_one_that_the_command_writes(tmp_path):
    write_example_register(tmp_path / "a.csv", 2021)
    committed = PROJECT / "data" / "examples" / "register_synthetic.csv"
    assert (tmp_path / "a.csv").read_bytes() == committed.read_bytes()


def test_every_built_notebook_displays_one_headline_and_the_csv_beside_it(built):
    executed = sorted(built.rglob("*.ipynb"))
    # 4 receptions, 7 selections, 6 comparisons, the programme; in two languages, of one CSV.
    assert len(executed) >= 2 * 18
    for path in executed:
        assert len(outputs_of(path, "application/vnd.kcity.headline+json")) == 1, path
        (csv,) = outputs_of(path, "text/csv")
        beside = path.with_name(path.name.replace(".ko.ipynb", ".ipynb")).with_suffix(".csv")
        assert csv == beside.read_text("utf-8"), path
        assert not [o for cell in code(path) for o in cell.outputs if o.output_type == "error"]
        assert str(PROJECT) not in json.dumps(notebook(path))
