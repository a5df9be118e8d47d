"""The outputs folder holds whole reports whenever a run stops, and stale ones are known."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from small_project import files

from kcity_analysis.batch import manifest
from kcity_analysis.vocabulary.problems import InputError


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Bringing to the disk takes its time, and is no matter here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


NAMES = ("2021/a.html", "2021/a.ipynb", "2021/a.csv", "2021/a.ko.html")


def contents(version: str) -> dict[str, bytes]:
    return {name: f"{name} {version}".encode() for name in NAMES}


def entry(version: str, key: str = "2021/a", **made_of: str) -> dict:
    own = [manifest.file_of(key, suffix) for suffix in manifest.SUFFIXES]
    made = contents(version)
    hashes = {name: manifest.digest(data) for name, data in made.items() if name in own}
    return {
        "card": {"report": "a", "year": 2021, "variant": "", "language": "en"},
        "build": version,
        "outcome": "succeeded",
        "headline": {"title": "A"},
        "parameters": {"year": 2021},
        "files": hashes,
        "made_of": {"version": version} | made_of,
        "failure": None,
    }


def publish(output: Path, version: str) -> None:
    entries = {key: entry(version, key) for key in ("2021/a", "2021/a.ko")}
    manifest.publish(output, entries, contents(version), ["2021/a.failed.html"])


def why(output: Path, version: str, **made_of: str) -> str:
    entries = manifest.read(output)["reports"]
    wanted = entry(version, **made_of)["made_of"]
    first, second = (entries.get(key) for key in ("2021/a", "2021/a.ko"))
    said = manifest.why_stale(wanted, first, output)
    assert not said or manifest.why_stale(wanted, second, output)
    return str(said or manifest.why_stale(wanted, second, output))


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


CALLS = (
    *("fsync", "rename", "replace", "mkdir", "rmdir", "unlink", "link"),
    *("open", "lstat", "stat", "listdir", "scandir"),
)
"""Every operation on files that publishing and recovery do, as the functions they come down to."""


def failing(patch: pytest.MonkeyPatch, number: int, error: BaseException) -> list[int]:
    """Have the n-th operation on a file fail, once; the list grows with each operation."""
    count: list[int] = []

    def wrapped(real):
        def call(*arguments, **more):
            count.append(1)
            if len(count) == number + 1:
                raise error
            return real(*arguments, **more)

        return call

    for name in CALLS:
        patch.setattr(os, name, wrapped(getattr(os, name)))
    patch.setattr(io, "open", wrapped(io.open))  # what Path.open comes down to
    return count


def operations(action, *arguments) -> int:
    """How many operations on files it does."""
    with pytest.MonkeyPatch.context() as patch:
        count = failing(patch, -1, Stopped())
        action(*arguments)
    return len(count)


def check_one_build(output: Path) -> str:
    """Which build the files are of; fails if of several, or if the manifest says otherwise."""
    found = {name: data for name, data in files(output).items() if name in NAMES}
    (version,) = (v for v in ("old", "new") if found == contents(v))
    assert why(output, version) == ""
    return version


def test_a_run_stopped_at_any_operation_leaves_the_old_or_the_new_report(tmp_path):
    publish(tmp_path, "old")
    for number in range(operations(publish, tmp_path, "new")):
        publish(tmp_path, "old")
        with pytest.MonkeyPatch.context() as patch:
            failing(patch, number, Stopped())
            with suppress(Stopped):
                publish(tmp_path, "new")
        # What a kill would leave, even what an exception would still have tidied away.
        for name in NAMES:
            assert (tmp_path / name).read_bytes() in (contents(v)[name] for v in ("old", "new"))
        json.loads((tmp_path / "manifest.json").read_bytes())
        manifest.recover(tmp_path)
        assert not manifest.unfinished(tmp_path)
        check_one_build(tmp_path)


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_whichever_operation_fails_the_report_is_the_old_or_the_new_one(tmp_path, code):
    publish(tmp_path, "old")
    total = operations(publish, tmp_path, "new")
    assert total > 50
    for number in range(total):
        publish(tmp_path, "old")
        with pytest.MonkeyPatch.context() as patch:
            failing(patch, number, OSError(code, os.strerror(code)))
            try:
                publish(tmp_path, "new")
                failed = False
            except OSError:
                failed = True
        manifest.recover(tmp_path)
        version = check_one_build(tmp_path)
        assert failed or version == "new", number


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_whichever_operation_of_a_recovery_fails_the_next_one_ends_it(tmp_path, code):
    def stop_halfway() -> None:
        publish(tmp_path, "old")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(manifest, "_complete", lambda *_: (_ for _ in ()).throw(Stopped))
            with suppress(Stopped):
                publish(tmp_path, "new")
        assert manifest.unfinished(tmp_path)

    stop_halfway()
    total = operations(manifest.recover, tmp_path)
    assert total > 20
    for number in range(total):
        stop_halfway()
        with pytest.MonkeyPatch.context() as patch:
            failing(patch, number, OSError(code, os.strerror(code)))
            manifest.recover(tmp_path)  # which says it, and goes on
        manifest.recover(tmp_path)
        assert not manifest.unfinished(tmp_path), number
        check_one_build(tmp_path)


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
