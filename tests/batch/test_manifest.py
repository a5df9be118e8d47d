"""The outputs folder holds whole reports whenever a run stops, and stale ones are known."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import files

from kcity_analysis.batch import manifest
from kcity_analysis.vocabulary.problems import InputError

NAMES = ("2021/a.html", "2021/a.ipynb", "2021/a.csv")


def contents(version: str) -> dict[str, bytes]:
    return {name: f"{name} {version}".encode() for name in NAMES}


def entry(version: str, **made_of: str) -> dict:
    hashes = {name: manifest.digest(data) for name, data in contents(version).items()}
    return {
        "card": {"report": "a", "year": 2021, "variant": ""},
        "build": version,
        "outcome": "succeeded",
        "headline": {"title": "A"},
        "parameters": {"year": 2021},
        "files": hashes,
        "made_of": {"version": version} | made_of,
        "failure": None,
    }


def publish(output: Path, version: str) -> None:
    manifest.publish(output, "2021/a", entry(version), contents(version), ["2021/a.failed.html"])


def why(output: Path, version: str, **made_of: str) -> str:
    entries = manifest.read(output)["reports"]
    wanted = entry(version, **made_of)["made_of"]
    return manifest.why_stale(wanted, entries.get("2021/a"), output)


def test_a_published_report_is_fresh_and_its_failure_is_gone(tmp_path):
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "a.failed.html").write_text("failed")
    assert why(tmp_path, "1") == "not built yet"
    publish(tmp_path, "1")
    assert why(tmp_path, "1") == ""
    assert set(files(tmp_path)) == {*NAMES, "manifest.json"}


def test_a_stale_report_says_why(tmp_path):
    publish(tmp_path, "1")
    assert why(tmp_path, "2") == "version changed: 1 → 2"
    assert why(tmp_path, "1", **{"data/new.csv": "0"}) == "data/new.csv is new"
    (tmp_path / "2021" / "a.csv").write_text("edited")
    assert why(tmp_path, "1") == "2021/a.csv was changed since it was built"
    (tmp_path / "2021" / "a.csv").unlink()
    assert why(tmp_path, "1") == "2021/a.csv was deleted since it was built"


def test_touching_a_file_makes_nothing_stale(tmp_path):
    publish(tmp_path, "1")
    os.utime(tmp_path / "2021" / "a.html", (0, 0))
    assert why(tmp_path, "1") == ""


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"format": 0}', "null"])
def test_a_manifest_that_cannot_be_read_makes_everything_stale(tmp_path, broken):
    publish(tmp_path, "1")
    (tmp_path / "manifest.json").write_text(broken)
    assert why(tmp_path, "1") == "not built yet"


class Stopped(BaseException):
    """Stands for the end of the process: nothing catches it on the way."""


@pytest.mark.parametrize("step", range(40))
def test_a_run_stopped_at_any_step_leaves_the_old_or_the_new_report(tmp_path, monkeypatch, step):
    publish(tmp_path, "old")
    calls = iter(range(step + 1))

    def stopping(real):
        def call(*arguments, **more):
            if next(calls, None) is None:
                raise Stopped
            return real(*arguments, **more)

        return call

    with monkeypatch.context() as patch:
        for name in ("fsync", "rename", "replace", "mkdir", "rmdir", "unlink"):
            patch.setattr(os, name, stopping(getattr(os, name)))
        try:
            publish(tmp_path, "new")
            done = True
        except Stopped:
            done = False
        # What a kill would leave, even what an exception would still have tidied away.
    old, new = contents("old"), contents("new")
    for name in NAMES:
        assert (tmp_path / name).read_bytes() in (old[name], new[name])
    json.loads((tmp_path / "manifest.json").read_bytes())

    manifest.recover(tmp_path)
    assert not manifest.unfinished(tmp_path)
    found = {name: data for name, data in files(tmp_path).items() if name in NAMES}
    assert found == new or (found == old and not done)
    assert why(tmp_path, "new" if found == new else "old") == ""


def test_a_full_disk_leaves_the_old_report(tmp_path, monkeypatch):
    publish(tmp_path, "old")
    before = files(tmp_path)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            publish(tmp_path, "new")
    assert files(tmp_path) == before
    assert not manifest.unfinished(tmp_path)


HOLD = """
import sys, pathlib
from kcity_analysis.batch import manifest
with manifest.lock(pathlib.Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_run_in_a_folder_says_that_it_waits(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as first, subprocess.Popen(command, **pipes) as second:
        lines = {first.stdout.readline(), second.stdout.readline()}
        waits = next(line for line in lines if line != "held\n")
        assert waits.startswith("another run is writing to")
        with manifest.lock(tmp_path / "elsewhere", lambda text: pytest.fail(text)):
            pass
        first.kill()  # the system lets go of a lock for whoever ends
        second.communicate("")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(InputError, match="cannot write to"),
        manifest.lock(tmp_path / "file", print),
    ):
        pass


def test_the_foundation_knows_package_template_and_libraries():
    foundation = manifest.foundation()
    assert {"the package", "the page template", "python", "pandas", "matplotlib"} <= set(foundation)
    assert foundation == manifest.foundation()
    assert "not there" not in foundation.values()
