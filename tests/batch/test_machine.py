"""What is of this machine is hidden by whole components, and markup is never touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import small_project
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.batch import manifest
from kcity_analysis.batch import run as batch
from kcity_analysis.batch.machine import HIDDEN, cleaner, shown
from kcity_analysis.batch.normalise import normalise
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.batch.workers import Processes

PAGE = '<td>1</td><p>/p or </p><img src="data:image/png;base64,/p/p+/p=">'


@pytest.mark.parametrize("home", ["/", "", "//", "/p", "/td", "relative", "/tr/td"])
def test_no_home_changes_markup(monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    clean = cleaner({}, (), "/p")
    assert clean("<p>a</p><br/></td><td></tr>") == "<p>a</p><br/></td><td></tr>"


@pytest.mark.parametrize("home", ["/", ""])
def test_a_home_that_is_no_folder_hides_nothing(monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    text = f"{PAGE} / and /data/x, 1 / 2"
    assert cleaner({}, (), "/somewhere/else")(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/home/ann/x.csv", "~/x.csv"),
        ("'/home/ann'", "'~'"),
        ("in /home/ann.", "in ~."),
        ("/home/anna/x.csv", "/home/anna/x.csv"),
        ("/home/ann.old/x", "/home/ann.old/x"),
        ("/srv/home/ann/x", "/srv/home/ann/x"),
        ("https://a.example/home/ann/x", "https://a.example/home/ann/x"),
        ("file:///home/ann/x", "file://~/x"),
        ("/srv/k city/data/a.csv", "data/a.csv"),
        ("'/srv/k city'", "'.'"),
        ("/srv/k city2/a", "/srv/k city2/a"),
        ("<a href='/srv/k city/x'>/srv/k city</a>", "<a href='x'>.</a>"),
        ("PosixPath('/home/ann/a b')", "PosixPath('~/a b')"),
    ],
)
def test_a_path_is_hidden_by_whole_components(monkeypatch, text, wanted):
    monkeypatch.setenv("HOME", "/home/ann")
    assert cleaner({}, (), "/srv/k city")(text) == wanted


@given(st.text(alphabet="abc/<>. '\"=-~", max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    clean = cleaner({"log": "/a/b/c"}, (), "/a/b")
    assert clean(clean(text)) == clean(text)


def test_a_picture_is_no_text(monkeypatch):
    monkeypatch.setenv("HOME", "/9j")
    new = nbformat.v4
    data = {"image/jpeg": "/9j/4AAQ /9j", "text/html": "<i>/9j</i>", "image/svg+xml": "<g>/9j</g>"}
    cell = new.new_code_cell("1", outputs=[new.new_output("display_data", data)])
    job = batch.Job("k", "r", '{"metadata": {}}', {}, (), "/srv/p", {}, "0", {}, "")
    notebook = new.new_notebook(cells=[cell])
    normalise(notebook, job)
    assert notebook.cells[0].outputs[0].data == {
        "image/jpeg": "/9j/4AAQ /9j", "text/html": "<i>~</i>", "image/svg+xml": "<g>~</g>",
    }  # fmt: skip


def test_a_secret_and_a_path_that_was_not_declared_are_shown_nowhere():
    parameters = {"api_key": "s3cr3t-word", "pin_token": 12345, "log": "/srv/in/a.log", "year": 1}
    assert shown(parameters) == {
        "api_key": HIDDEN, "pin_token": HIDDEN, "log": "a.log", "year": 1,
    }  # fmt: skip
    said = cleaner(parameters)("s3cr3t-word 12345 /srv/in/a.log in /srv/in/a.log.old")
    assert said == f"{HIDDEN} {HIDDEN} a.log in /srv/in/a.log.old"


TELLS = """import os
from pathlib import Path

print(os.getcwd(), Path.cwd(), [Path.cwd() / "x"], Path.cwd().as_uri())
print(log, password, short_token)"""
PARAMETERS = (
    'log: str = ""  # where to\npassword: str = ""  # of nobody\nshort_token: str = ""  # of one'
)


@pytest.mark.slow
@pytest.mark.parametrize("kernel", [False, True])
def test_nothing_of_the_machine_or_told_in_confidence_is_in_a_report(tmp_path, kernel):
    project = small_project.make(tmp_path / "a project", "shows")
    path = project / "notebooks" / "shows.ipynb"
    new = nbformat.v4
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        new.new_markdown_cell("# Shows"),
        new.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        new.new_code_cell(TELLS),
        new.new_code_cell("%pwd"),
        new.new_code_cell('display({"text/csv": "year,measure,value\\n"}, raw=True)'),
    ]
    nbformat.write(notebook, path)
    values = [("log", str(tmp_path / "deep" / "a.log")), ("password", "tell-no-one")]
    values += [("short_token", "qzq")]
    (task,) = plan_reports(project, ["shows"], (), values)
    assert task.key.startswith("shows.log-a-log-")
    settings = batch.Settings("2023-02-03", kernel=kernel, foundation={})
    job = batch.made_of(task, project, settings)
    with Processes() as processes:
        outcome = processes.build(job)
    assert outcome.status == "succeeded", str(outcome.error)
    executed = json.loads(outcome.files[".ipynb"])
    assert "".join(executed["cells"][4]["outputs"][0]["data"]["text/plain"]) == "'.'"
    told = "".join(executed["cells"][3]["outputs"][0]["text"])
    assert told.splitlines()[0] == ". . [PosixPath('x')] file://."
    everything = json.dumps(job.made_of) + "".join(d.decode() for d in outcome.files.values())
    for secret in (str(tmp_path), "tell-no-one", "a%20project"):
        assert secret not in everything
    parameters = "".join(executed["cells"][2]["source"])
    assert 'log = "a.log"' in parameters and f'short_token = "{HIDDEN}"' in parameters
    assert manifest.digest(b"") not in everything
    assert replace(job, kernel=not kernel).made_of == job.made_of
    assert Path(job.project) == project
