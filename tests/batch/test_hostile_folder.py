"""Whatever lies in the outputs folder: a run ends well, names it, and writes nowhere else."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
import small_project
from click.testing import CliRunner
from small_project import files

from kcity_analysis.batch import run as batch
from kcity_analysis.cli import main


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project with all its reports built."""
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once())
    monkeypatch.setattr(os, "fsync", lambda _: None)
    made = small_project.make(tmp_path / "project", "succeeds", "shows", "reads_a_file")
    assert kcity(made, "run").exit_code == 0
    return made


@pytest.fixture
def victim(tmp_path) -> Path:
    """Something of somebody else beside the folder."""
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "succeeds.html").write_text("precious")
    (tmp_path / "victim" / "manifest.json").write_text("precious")
    return tmp_path / "victim"


def kcity(project: Path, *arguments: str):
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--project", str(project), *rest])


def whole(project: Path) -> None:
    """After one run that may complain, the next ones are at peace, and every report is there."""
    done = kcity(project, "run")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 0, done.output
    assert kcity(project, "run").output == "3 fresh\n"
    assert {"2020/succeeds.html", "2021/succeeds.html", "shows.html"} <= set(
        files(project / "outputs")
    )


def precious(victim: Path) -> bool:
    return {path.read_text() for path in victim.iterdir()} == {"precious"} and len(
        list(victim.iterdir())
    ) == 2


def read(project: Path) -> dict:
    return json.loads((project / "outputs" / "manifest.json").read_text())


def rewrite(project: Path, change) -> None:
    found = read(project)
    change(found)
    (project / "outputs" / "manifest.json").write_text(json.dumps(found))


OWN = (".kcity/lock", ".kcity/given.json")
SHAPES = ["[]", "0", "null", '"x"', '{"format": 3}', '{"format": 3, "reports": []}', "[" * 100_000]
SHAPES += ['{"format": 3, "reports": {"2021/succeeds": 1}}', '{"format": 3, "index": 5}', "\udcff"]


@pytest.mark.parametrize("text", SHAPES, ids=range(len(SHAPES)))
def test_a_manifest_of_another_shape_counts_as_none(project, text):
    (project / "outputs" / "manifest.json").write_text(text, errors="surrogateescape")
    whole(project)


def test_a_list_of_reports_names_what_does_not_fit_too(project):
    rewrite(project, lambda found: found["reports"].update({"../victim": 1}))
    done = kcity(project, "list")
    assert done.exit_code == 0
    assert "../victim" in done.stderr and "counts as not built" in done.stderr
    assert "../victim" not in done.stdout


@pytest.mark.parametrize("part", ["files", "made_of", "failure", "headline", "card", "build"])
@pytest.mark.parametrize("value", [None, 5, [], {"x": 5}, {"x": None}, "x", [[]], {"../v": "0"}])
def test_an_entry_of_another_shape_counts_as_none(project, part, value):
    rewrite(project, lambda found: found["reports"]["2021/succeeds"].update({part: value}))
    whole(project)


@pytest.mark.parametrize(
    "key", ["../victim/succeeds", "/etc/passwd", "a/b/c", "", "2021/../x", "\n"]
)
def test_an_entry_at_another_place_is_named_and_dropped(project, victim, key):
    def move(found: dict) -> None:
        entry = found["reports"]["2021/succeeds"]
        suffixes = (".html", ".csv", ".ipynb")
        found["reports"][key] = entry | {"files": {f"{key}{suffix}": "0" for suffix in suffixes}}

    rewrite(project, move)
    done = kcity(project, "run", "--force")
    assert "is not one of ours" in done.stderr
    assert key not in read(project)["reports"]
    sent = kcity(project, "bundle", "--out", str(project / "all.zip"))
    assert sent.exit_code == 0, sent.output
    with ZipFile(project / "all.zip") as archive:
        assert not [name for name in archive.namelist() if "victim" in name or "passwd" in name]
    whole(project)
    assert precious(victim)


@pytest.mark.parametrize("kind", ["folder", "link", "device", "pipe", "broken link"])
@pytest.mark.parametrize(
    "name",
    ["manifest.json", "index.html", "index.ko.html", ".kcity/lock", ".kcity/given.json"],
)
def test_something_else_in_a_files_place_is_no_end(project, victim, kind, name):
    path = project / "outputs" / name
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        target = {"link": victim / "manifest.json", "device": Path("/dev/zero")}
        path.symlink_to(target.get(kind, project / "nowhere"))
    done = kcity(project, "run", "--force")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert precious(victim)
    if kind == "folder":  # which may hold what somebody wants: it is named, and left
        assert Path(name).name in done.output or done.exit_code == 0
        shutil.rmtree(path)
    whole(project)
    assert not path.is_symlink() or path.name == "given.json"  # which no report here needs


@pytest.mark.parametrize("name", ["2021", ".kcity", ".kcity/ready", ".kcity/new"])
def test_nothing_is_written_through_a_link(project, victim, name):
    path = project / "outputs" / name
    if path.is_dir():
        shutil.rmtree(path)
    path.symlink_to(victim)
    done = kcity(project, "run", "--force")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert precious(victim)
    if name == "2021":
        assert done.exit_code == 1
        assert "2021/succeeds: its files could not be written" in done.stderr
        assert "2 built, 1 failed" in done.stdout
        path.unlink()
    whole(project)


@pytest.mark.parametrize("suffix", [".html", ".csv", ".ipynb"])
def test_a_report_that_cannot_be_published_fails_alone_and_keeps_its_old_files(project, suffix):
    output = project / "outputs"
    before = files(output)
    path = output / f"2021/succeeds{suffix}"
    path.unlink()
    path.mkdir()
    (project / "data" / "published_figures.csv").write_text(small_project.FIGURES + "\n")
    for _ in range(2):  # and again: nothing is stuck
        done = kcity(project, "run")
        assert done.exit_code == 1
        assert "2021/succeeds: its files could not be written: " in done.stderr
        after = files(output)
        for other in {".html", ".csv", ".ipynb"} - {suffix}:
            assert after[f"2021/succeeds{other}"] == before[f"2021/succeeds{other}"]
        assert after["2020/succeeds.html"] != before["2020/succeeds.html"]
    path.rmdir()
    whole(project)


RECORDS = ["", "{", "[]", "{}", '{"key": "../victim/succeeds"}', "5"]


@pytest.mark.parametrize("record", RECORDS)
def test_a_journal_of_another_shape_is_dropped(project, victim, record):
    ready = project / "outputs" / ".kcity" / "ready" / "x"
    ready.mkdir(parents=True)
    (ready / "record.json").write_text(record)
    whole(project)
    assert not ready.exists() and precious(victim)


@pytest.mark.parametrize("field", ["files", "gone", "entries"])
def test_a_journal_that_names_another_place_is_dropped(project, victim, field):
    ready = project / "outputs" / ".kcity" / "ready" / "x"
    ready.mkdir(parents=True)
    entry = read(project)["reports"]["2021/succeeds"]
    record = {"entries": {"2021/succeeds": entry}, "files": [], "gone": [], "had": []}
    away = "../../victim/succeeds"
    record |= {field: {away: entry} if field == "entries" else [f"{away}.html"], "had": [True]}
    (ready / "record.json").write_text(json.dumps(record))
    (ready / "0").write_text("mine now")
    (ready / "old-0").write_text("mine now")
    whole(project)
    assert not ready.exists() and precious(victim)


def test_a_mixture_of_two_builds_is_known_to_the_index_and_never_sent(project):
    output = project / "outputs"

    one = output / "2021" / "succeeds.html"
    one.write_bytes(b"of another build")
    assert "2021/succeeds.html was changed" in kcity(project, "list").output
    done = kcity(project, "bundle", "--out", str(project / "all.zip"))
    assert done.exit_code == 2 and not (project / "all.zip").exists()
    whole(project)
