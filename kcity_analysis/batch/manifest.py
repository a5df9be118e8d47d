"""What is in the outputs folder, what it was made of, and how a report gets there whole.

``manifest.json`` keeps of every report the digests of all it was made of and of its files. A
report is published in three steps, each of which a crash may follow:

1. its files, its entry and its old files are put into ``.kcity/new/`` and brought to the disk;
2. that folder is renamed into ``.kcity/ready/``: from here on the new report counts;
3. each file is renamed into its place, the manifest is replaced, the folder removed.

:func:`recover` drops what stopped before step 2 and completes what stopped after it, so that no
file is ever half written and no mixture of an old and a new report outlives the next run. Until
then a reader may see files of two builds; the page, the notebook and the manifest name theirs, and
the manifest has the digest of each file. What cannot be completed is undone: the old files come
back, and the report fails alone.

Nothing that is read here is trusted. What does not have the shape that is written here counts as
absent and is named in a line; nothing is written outside the folder, nor through a link.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from kcity_analysis.batch.identity import in_language
from kcity_analysis.vocabulary import LANGUAGES, InputError, Message, Words

NAME = "manifest.json"
OWN = ".kcity"
FORMAT = 3
SUFFIXES = (".html", ".ipynb", ".csv", ".failed.html")
_GIVEN = "given.json"
_RECORD, _UNDO = "record.json", "undo"
_LARGEST = 64_000_000  # bytes of a manifest, a thousand times what all reports of today need
_ENTRY = {
    "card": dict,
    "build": str,
    "outcome": str,
    "headline": dict,
    "parameters": dict,
    "files": dict,
    "failure": (dict, type(None)),
    "made_of": dict,
}
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

PACKAGE, TEMPLATE, NOTEBOOK = "the package", "the page template", "its notebook"
DATE, LEADS = "the date of build", "the pages it leads to"
PARTS = (PACKAGE, TEMPLATE, NOTEBOOK, DATE, LEADS)
"""What a report is made of beside files, parameters and libraries; each has a name to be said."""

PARAMETER = "parameter "

Manifest = dict[str, Any]


def file_of(key: str, suffix: str) -> str:
    """The name of a file of a report, below the outputs folder.

    Figures have no language: those of a report in several are one file.

    >>> [file_of("2021/reception.ko", suffix) for suffix in (".html", ".csv")]
    ['2021/reception.ko.html', '2021/reception.csv']
    """
    return f"{in_language(key, LANGUAGES[0]) if suffix == '.csv' else key}{suffix}"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """The digest of a file, or "" where there is none; a pipe or a device is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def foundation() -> dict[str, str]:
    """What every report is made of: this package, its templates, the libraries, Python itself."""
    package = Path(__file__).parents[1]
    files = {PACKAGE: hashlib.sha256(), TEMPLATE: hashlib.sha256()}
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            part = TEMPLATE if "templates" in path.parts else PACKAGE
            files[part].update(f"{path.relative_to(package).as_posix()}\0".encode())
            files[part].update(path.read_bytes())
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    for library in LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            versions[library] = "–"
    return {name: whole.hexdigest() for name, whole in files.items()} | versions


def build_of(made_of: Mapping[str, str]) -> str:
    """The identity of a build: equal inputs, equal build."""
    return digest(json.dumps(dict(made_of), sort_keys=True).encode())[:16]


def why_stale(made_of: Mapping[str, str], entry: Mapping[str, Any] | None, output: Path) -> Words:
    """Why a report must be built again; "" where it is fresh."""
    if entry is None or not entry["files"]:
        error = entry["failure"]["error"] if entry else ""
        return Message("stale.failed" if entry else "stale.not built", error=error)
    was = entry["made_of"]
    for name in [*made_of, *was]:
        if was.get(name) != made_of.get(name):
            part = Message(f"part.{name}") if name in PARTS else name
            if name.startswith(PARAMETER):
                part = Message("stale.parameter", name=name.removeprefix(PARAMETER))
            if name not in was:
                return Message("stale.new", part=part)
            if name not in made_of:
                return Message("stale.gone", part=part)
            old, new = was[name], made_of[name]
            key = "stale.changed to" if max(len(old), len(new)) < 40 else "stale.changed"
            return Message(key, part=part, old=old, new=new)
    if entry["failure"]:
        return Message("stale.failed", error=entry["failure"]["error"])
    return why_changed(entry, output)


def why_changed(entry: Mapping[str, Any], output: Path) -> Words:
    """Which file of a report is not the one that was built; "" where none is."""
    for name, hashed in entry["files"].items():
        try:
            found = file_digest(output / name) if _exists(output / name) else ""
        except OSError as error:
            return Message("stale.unreadable", file=name, reason=error)
        if found != hashed:
            return Message(f"stale.file {'changed' if found else 'deleted'}", file=name)
    return ""


def empty() -> Manifest:
    return {"format": FORMAT, "index": {}, "reports": {}}


def read(output: Path, say: Callable[[Words], None] = lambda _: None) -> Manifest:
    """The manifest of a folder, as far as it has the shape that is written here.

    The rest counts as not built, which is always right; ``say`` is told of it.
    """
    try:
        return _read(output, say)
    except OSError as error:
        say(Message("run.manifest unreadable", file=NAME, reason=error))
    return empty()


def _read(output: Path, say: Callable[[Words], None] = lambda _: None) -> Manifest:
    """:func:`read`, but raises OSError where there may be a manifest that could not be read."""
    found = empty()
    try:
        whole = _json(output / NAME)
    except FileNotFoundError:
        return found
    except ValueError as error:
        say(Message("run.manifest is", file=NAME, what=error))
        return found
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        say(Message("run.manifest of another version", file=NAME))
        return found
    if _fits(whole.get("index"), {"made_of": str, "files": dict}):
        found["index"] = whole["index"]
    reports = whole.get("reports")
    for key, entry in reports.items() if isinstance(reports, dict) else ():
        if _is_entry(key, entry):
            found["reports"][key] = entry
        else:
            say(Message("run.entry not ours", file=NAME, entry=key[:80]))
    return found


def write(output: Path, manifest: Manifest) -> None:
    """Replace the manifest as a whole."""
    # A line an entry: JSON's own indentation takes ten times as long, and this is done for every
    # report, of all that there are.
    head = _line({name: value for name, value in manifest.items() if name != "reports"})[:-1]
    lines = [f"{_line(key)}: {_line(one)}" for key, one in sorted(manifest["reports"].items())]
    body = ",\n".join(lines)
    replace(output / NAME, f'{head}, "reports": {{\n{body}\n}}}}\n'.encode(), output)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def replace(path: Path, data: bytes, output: Path) -> None:
    """Write a file so that whoever opens it sees the old or the new one, never a part of it."""
    draft = _own(output) / f"{path.name}.part"
    _write(draft, data)
    draft.replace(path)
    with suppress(OSError):  # it is in place
        _sync(path.parent)


def publish(
    output: Path,
    entries: Mapping[str, Mapping[str, Any]],
    files: Mapping[str, bytes],
    gone: Sequence[str] = (),
) -> None:
    """Put a report in place: its files (by name below ``output``), its entry by its key, and what
    it ends. In several languages it has an entry in each, and all are put in place as one.

    Raises OSError, having changed nothing, where that cannot be done.
    """
    own = _own(output)
    new = _folder(own / "new") / digest("\0".join(entries).encode())[:16]
    ready = _folder(own / "ready") / new.name
    _remove(new)
    try:
        new.mkdir()
        for number, (name, data) in enumerate(files.items()):
            _make_way(output, name)
            _write(new / str(number), data)
        names = [*files, *gone]
        had = [_kept(output / name, new / f"old-{n}") for n, name in enumerate(names)]
        record = {"entries": dict(entries), "files": list(files), "gone": [*gone], "had": had}
        _write(new / _RECORD, json.dumps(record).encode())
        _sync(new)
        new.rename(ready)
    except BaseException:
        with suppress(OSError):
            _remove(new)
        raise
    try:
        _sync(ready.parent)
        _complete(output, ready, record)
    except OSError:
        _undo(output, ready, record)
        raise


def given_files(output: Path) -> dict[str, dict[str, str]]:
    """Where the files are that reports were given, by key and parameter.

    Only this machine's own note: no path goes into what is published.
    """
    try:
        found = _json(output / OWN / _GIVEN)
    except (OSError, ValueError):
        return {}
    return {
        key: {name: path for name, path in paths.items() if isinstance(path, str)}
        for key, paths in (found.items() if isinstance(found, dict) else ())
        if isinstance(paths, dict)
    }


def note_files(output: Path, key: str, paths: Mapping[str, str]) -> None:
    """Note where the files are that a report was given."""
    known = given_files(output) | {key: dict(paths)}
    replace(output / OWN / _GIVEN, json.dumps(known, indent=1).encode(), output)


def unfinished(output: Path) -> bool:
    """Whether a run was stopped in the middle of publishing."""
    try:
        return any((output / OWN / "ready").iterdir())
    except OSError:
        return False


def recover(output: Path, say: Callable[[Words], None] = lambda _: None) -> None:
    """Complete, undo or drop what a stopped run left; only for whoever holds the lock.

    ``say`` is told, in a line each, of what cannot be: the run goes on without it.
    """
    own = output / OWN
    for ready in _entries(own / "ready"):
        try:
            record = _record(ready)
            if record is None:
                _remove(ready)  # all but its removal had been done, or it is not ours
                continue
            if (ready / _UNDO).exists():
                _undo(output, ready, record)
                continue
            try:
                _complete(output, ready, record)
            except OSError:
                _undo(output, ready, record)
                raise
        except OSError as error:
            say(Message("run.left over", reason=error))
    for left in _entries(own / "new"):
        with suppress(OSError):
            _remove(left)


def _complete(output: Path, ready: Path, record: Mapping[str, Any]) -> None:
    for number, name in enumerate(record["files"]):
        if _exists(ready / str(number)):  # else it was moved before the crash
            _make_way(output, name)
            (ready / str(number)).replace(output / name)
    for name in record["gone"]:
        (output / name).unlink(missing_ok=True)
    for folder in {(output / name).parent for name in record["files"]}:
        _sync(folder)
    manifest = _read(output)
    manifest["reports"] |= record["entries"]
    write(output, manifest)
    # Done. What is left of it is removed by the next run at the latest.
    with suppress(OSError):
        (ready / _RECORD).unlink()
        _remove(ready)


def _undo(output: Path, ready: Path, record: Mapping[str, Any]) -> None:
    """Put the old files back, as far as the new ones took their places."""
    _write(ready / _UNDO, b"")  # from here on, whoever goes on with this undoes it too
    for number, name in enumerate([*record["files"], *record["gone"]]):
        old, moved = ready / f"old-{number}", not _exists(ready / str(number))
        if record["had"][number]:
            if _exists(old):
                old.replace(output / name)
        elif moved and number < len(record["files"]) and _exists(output / name):
            (output / name).unlink()
    (ready / _RECORD).unlink()
    _remove(ready)


def _make_way(output: Path, name: str) -> None:
    """Make the folder of a file. Raises OSError if the file could not be put there."""
    folder = output
    for part in PurePosixPath(name).parent.parts:
        folder /= part
        if _is_link(folder):
            raise OSError(errno.ELOOP, f"{folder.relative_to(output)} is a link")
        folder.mkdir(exist_ok=True)
    if (output / name).is_dir() and not _is_link(output / name):
        raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")


def _kept(path: Path, copy: Path) -> bool:
    """Give the file that is there another name, so that it can come back; whether there is one."""
    if not _exists(path):
        return False
    try:
        os.link(path, copy)
    except OSError:  # a file system that has no links
        shutil.copyfile(path, copy)
    return True


def _own(output: Path) -> Path:
    return _folder(output / OWN)


def _folder(path: Path) -> Path:
    """A folder of ours, made where there is none; a link or a file in its place is removed."""
    if _is_link(path) or path.is_file():
        path.unlink()
    path.mkdir(exist_ok=True)
    return path


def _entries(folder: Path) -> list[Path]:
    try:
        return [] if _is_link(folder) else sorted(folder.iterdir())
    except OSError:
        return []


def _remove(path: Path) -> None:
    if path.is_dir() and not _is_link(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_link(path: Path) -> bool:
    return path.is_symlink()


def _exists(path: Path) -> bool:
    return path.is_file() and not _is_link(path)


def _json(path: Path) -> Any:
    """What a JSON file holds. Raises ValueError, saying what it is, where it is none; OSError."""
    if not stat.S_ISREG(path.lstat().st_mode):  # a link, a folder, a pipe that nobody writes to
        raise ValueError("no file")
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("too large to be ours")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None


def _record(ready: Path) -> dict[str, Any] | None:
    """The record of a report that is ready, or None where it has none of ours."""
    try:
        record = _json(ready / _RECORD) if not _is_link(ready) else None
    except (ValueError, FileNotFoundError, NotADirectoryError):
        return None
    shape = {"entries": dict, "files": list, "gone": list, "had": list}
    if record is None or not _fits(record, shape):
        return None
    if not all(_is_entry(key, entry) for key, entry in record["entries"].items()):
        return None
    names = [*record["files"], *record["gone"]]
    ours = [file_of(key, suffix) for key in record["entries"] for suffix in SUFFIXES]
    fits = len(record["had"]) == len(names) and all(name in ours for name in names)
    return record if fits else None


def _is_entry(key: str, entry: Any) -> bool:
    """Whether this is an entry as it is written here, of files at the place of its key."""
    if not is_key(key) or not _fits(entry, _ENTRY):
        return False
    headline, failure = entry["headline"], entry["failure"]
    texts = [entry["build"], *entry["files"].values(), *entry["made_of"].values()]
    texts += [headline.get(name, "") for name in ("title", "description", "thumbnail")]
    cards = headline.get("cards", [])
    card = {"report": str, "variant": str, "year": (int, type(None)), "language": str}
    return (
        all(isinstance(text, str) for text in texts)
        and all(name in [file_of(key, suffix) for suffix in SUFFIXES] for name in entry["files"])
        and _fits(entry["card"], card)
        and (failure is None or _fits(failure, {"place": str, "error": str, "page": bool}))
        and (bool(entry["files"]) or failure is not None)
        and isinstance(cards, list)
        and all(isinstance(card, dict) for card in cards)
    )


def is_key(key: str) -> bool:
    """Whether a text is the path of a report below the outputs folder.

    >>> [is_key(key) for key in ("2021/reception", "programme", "../victim", "/etc/x", "a//b")]
    [True, True, False, False, False]
    """
    parts = key.split("/")
    return len(parts) <= 2 and all(re.fullmatch(r"\w[\w.-]*", part) for part in parts)


def _fits(value: Any, shape: Mapping[str, Any]) -> bool:
    return isinstance(value, dict) and all(
        name in value and isinstance(value[name], kind) for name, kind in shape.items()
    )


@contextmanager
def lock(output: Path, say: Callable[[Words], None]) -> Iterator[None]:
    """Hold the outputs folder alone. Whoever comes second waits, having said so.

    The system lets go of the lock when its holder ends, however it ends. Raises InputError where
    the folder cannot be written.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        path = _own(output) / "lock"
        if _is_link(path):
            path.unlink()
        if path.exists() and not path.is_file():
            raise InputError(Message("error.no lock", file=path))
        file = path.open("a+b")
    except OSError as error:
        raise InputError(Message("error.cannot write to", folder=output, reason=error)) from None
    with file:
        if not _locked(file.fileno(), wait=False):
            say(Message("run.waiting", folder=output))
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
    if _is_link(path):
        path.unlink()
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
