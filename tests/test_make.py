"""What ``make`` says where it cannot go on: an unsuitable Python, a batch at work."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"
TOO_OLD = "#!/bin/sh\nexit 1\n"  # what a Python answers that is asked whether it is new enough


@pytest.fixture
def folder(tmp_path) -> Path:
    """A checkout as far as make sees it, with an installer that must not be called."""
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    executable(tmp_path / ".tools" / "bin" / "uv", "#!/bin/sh\ntouch installed\n")
    return tmp_path


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("target", ["report", "test", "lab", "lint"])
def test_an_environment_of_an_unsuitable_python_is_told_with_what_to_do(folder, target):
    executable(folder / ".venv" / "bin" / "python", TOO_OLD)
    (folder / ".venv" / "pyvenv.cfg").touch()
    done = make(folder, target)
    assert done.returncode == 2
    assert "The Python of .venv is not Python 3.11 or newer." in done.stderr
    assert "(make PYTHON=python3.12 …) after: make clean" in done.stderr
    assert not (folder / "installed").exists()


def test_an_unsuitable_python_makes_no_environment(folder):
    executable(folder / "old", TOO_OLD)
    done = make(folder, "report", "PYTHON=./old")
    assert done.returncode == 2
    assert "./old is not Python 3.11 or newer. Name one that is" in done.stderr
    assert not (folder / "installed").exists() and not (folder / ".venv").exists()


def test_nothing_is_deleted_while_a_batch_is_at_work(folder):
    lock = folder / "outputs" / ".kcity" / "lock"
    executable(lock, "")
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = make(folder, "clean")
        assert done.returncode == 2
        assert "A batch is writing to outputs/: wait until it has ended." in done.stderr
        assert lock.exists() and (folder / ".tools").exists()
    assert make(folder, "clean").returncode == 0
    assert not lock.exists() and not (folder / ".tools").exists()
