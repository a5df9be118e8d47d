"""What is in the outputs folder, what it was made of, and how a report gets there whole.

``manifest.json`` keeps of every report the digests of all it was made of and of its files. A
report is published in three steps, each of which a crash may follow:

1. its files and its entry are written to ``.kcity/new/`` and brought to the disk;
2. that folder is renamed into ``.kcity/ready/``: from here on the new report counts;
3. each file is renamed into its place, the manifest is replaced, the folder removed.

:func:`recover` drops what stopped before step 2 and completes what stopped after it, so that no
file is ever half written and no mixture of an old and a new report outlives the next run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from kcity_analysis.vocabulary import InputError

NAME = "manifest.json"
FORMAT = 1
LIBRARIES = (
    "babel",
    "brotli",
    "fonttools",
    "ipython",
    "jinja2",
    "matplotlib",
    "mistune",
    "narwhals",
    "nbconvert",
    "nbformat",
    "nh3",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "pygments",
    "python-calamine",
    "seaborn",
)
"""The libraries whose version may change what a report shows."""

Manifest = dict[str, Any]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """The digest of a file, or "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def foundation() -> dict[str, str]:
    """What every report is made of: this package, its templates, the libraries, Python itself."""
    package = Path(__file__).parents[1]
    files = {"the package": hashlib.sha256(), "the page template": hashlib.sha256()}
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            part = "the page template" if "templates" in path.parts else "the package"
            files[part].update(f"{path.relative_to(package).as_posix()}\0".encode())
            files[part].update(path.read_bytes())
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    for library in LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            versions[library] = "not there"
    return {name: whole.hexdigest() for name, whole in files.items()} | versions


def why_stale(made_of: Mapping[str, str], entry: Mapping[str, Any] | None, output: Path) -> str:
    """Why a report must be built again, in words; "" where it is fresh."""
    if entry is None or not entry["files"]:
        return f"failed: {entry['failure']['error']}" if entry else "not built yet"
    was = entry["made_of"]
    for name in [*made_of, *was]:
        if was.get(name) != made_of.get(name):
            if name not in was:
                return f"{name} is new"
            if name not in made_of:
                return f"{name} is gone"
            short = max(len(was[name]), len(made_of[name])) < 40
            return f"{name} changed" + (f": {was[name]} → {made_of[name]}" if short else "")
    if entry["failure"]:
        return f"failed: {entry['failure']['error']}"
    for name, hashed in entry["files"].items():
        found = file_digest(output / name)
        if found != hashed:
            return f"{name} was {'changed' if found else 'deleted'} since it was built"
    return ""


def read(output: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none or it cannot be read."""
    try:
        manifest = json.loads((output / NAME).read_bytes())
        if manifest["format"] == FORMAT:
            return dict(manifest)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # then everything counts as not built yet, which is always right
    return {"format": FORMAT, "index": "", "reports": {}}


def write(output: Path, manifest: Manifest) -> None:
    """Replace the manifest as a whole."""
    reports = dict(sorted(manifest["reports"].items()))
    text = json.dumps(manifest | {"reports": reports}, ensure_ascii=False, indent=1)
    replace(output / NAME, f"{text}\n".encode(), output)


def replace(path: Path, data: bytes, output: Path) -> None:
    """Write a file so that whoever opens it sees the old or the new one, never a part of it."""
    draft = output / ".kcity" / path.name
    draft.parent.mkdir(exist_ok=True)
    _write(draft, data)
    draft.replace(path)
    _sync(path.parent)


def publish(
    output: Path, key: str, entry: Mapping[str, Any], files: Mapping[str, bytes], gone: list[str]
) -> None:
    """Put a report in place: its files (by name below ``output``), its entry, and what it ends.

    Raises OSError, having changed nothing, where the new files cannot be written.
    """
    new = output / ".kcity" / "new" / key.replace("/", "+")
    ready = output / ".kcity" / "ready" / new.name
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        for number, data in enumerate(files.values()):
            _write(new / str(number), data)
        record = {"key": key, "entry": entry, "files": list(files), "gone": gone}
        _write(new / "record.json", json.dumps(record).encode())
        _sync(new)
        ready.parent.mkdir(exist_ok=True)
        new.rename(ready)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _sync(ready.parent)
    _complete(output, ready)


def unfinished(output: Path) -> bool:
    """Whether a run was stopped in the middle of publishing."""
    ready = output / ".kcity" / "ready"
    return ready.is_dir() and any(ready.iterdir())


def recover(output: Path) -> None:
    """Complete or drop what a stopped run left; only for whoever holds the lock."""
    own = output / ".kcity"
    shutil.rmtree(own / "new", ignore_errors=True)
    for ready in sorted(own.glob("ready/*")):
        if (ready / "record.json").exists():
            _complete(output, ready)
        else:
            shutil.rmtree(ready)  # all but its removal had been done


def _complete(output: Path, ready: Path) -> None:
    record = json.loads((ready / "record.json").read_bytes())
    for number, name in enumerate(record["files"]):
        if (ready / str(number)).exists():  # else it was moved before the crash
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (ready / str(number)).replace(output / name)
    for name in record["gone"]:
        (output / name).unlink(missing_ok=True)
    for folder in {(output / name).parent for name in record["files"]}:
        _sync(folder)
    manifest = read(output)
    manifest["reports"][record["key"]] = record["entry"]
    write(output, manifest)
    (ready / "record.json").unlink()
    shutil.rmtree(ready)


@contextmanager
def lock(output: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the outputs folder alone. Whoever comes second waits, having said so.

    The system lets go of the lock when its holder ends, however it ends. Raises InputError where
    the folder cannot be written.
    """
    try:
        (output / ".kcity").mkdir(parents=True, exist_ok=True)
        file = (output / ".kcity" / "lock").open("a+b")
    except OSError as error:
        raise InputError(f"cannot write to {output}: {error.strerror}") from None
    with file:
        if not _locked(file.fileno(), wait=False):
            say(f"another run is writing to {output}; waiting for it to end")
            _locked(file.fileno(), wait=True)
        yield


def _locked(descriptor: int, *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Bring a folder's names to the disk (Windows does so by itself)."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
