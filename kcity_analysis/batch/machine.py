"""What belongs to this machine and to nobody else, kept out of whatever is published.

Paths are hidden by whole components (``/home/ann`` is no part of ``/home/anna``), and never in
markup: in HTML nothing that follows ``<`` is a path.
"""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

HIDDEN = "(not shown)"
SCRATCH = "kcity-report-"
"""How the name of a report's temporary folder begins."""

Cleaner = Callable[[str], str]

_SECRET = re.compile(r"(pass(word|wd|phrase)?|secret|token|credentials?|(api|access|private)_?key)")
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,}")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_CELL = r"[/\\]ipykernel_\d+[/\\]\d+\.py|<ipython-input-\d+-\w+>"
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_secret(name: str) -> bool:
    """Whether a parameter is called like something that nobody else may read.

    >>> [is_secret(name) for name in ("password", "api_key", "token", "year", "passengers")]
    [True, True, True, False, False]
    """
    return bool(re.search(rf"(^|_){_SECRET.pattern}(_|$)", name.lower()))


def shown(parameters: Mapping[str, Any], files: Collection[str] = ()) -> dict[str, Any]:
    """Parameters as anyone may see them: of a file its name, of a secret nothing.

    ``files`` are those declared as paths; a text that is a whole path is one without that, too.

    >>> shown({"year": 2021, "register": "in/cases.csv", "log": "/home/ann/a.log", "token": "x"},
    ...       ["register"])
    {'year': 2021, 'register': 'cases.csv', 'log': 'a.log', 'token': '(not shown)'}
    """
    return {name: _shown(name, value, files) for name, value in parameters.items()}


def _shown(name: str, value: Any, files: Collection[str]) -> Any:
    if is_secret(name) and value not in ("", None):
        return HIDDEN
    if isinstance(value, str) and value and (name in files or _is_path(value)):
        return _base(value)
    if not isinstance(value, str) or not re.search(r"[/\\%]", value):
        return value  # no folder can stand in it
    return _hide_folders(value, _own_folders(""))


def cleaner(
    parameters: Mapping[str, Any], files: Collection[str] = (), project: str = ""
) -> Cleaner:
    """What takes the machine, and what it was told in confidence, out of a text."""
    given = [
        (_component(value), _base(value))
        for name, value in parameters.items()
        if isinstance(value, str) and _is_path(value) and not is_secret(name)
    ]
    secrets = sorted(
        (str(value) for name, value in parameters.items() if is_secret(name)), key=len, reverse=True
    )
    folders = _own_folders(project)
    own = "|".join(_component(folder) for folder in _temporary())
    cell = re.compile(f"({own})?({_CELL})")

    def clean(text: str) -> str:
        text = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        text = cell.sub("<cell>", text) if "ipykernel_" in text or "ipython-input" in text else text
        for pattern, short in given:
            text = re.sub(pattern, lambda _, short=short: short, text)  # type: ignore[misc]
        text = _hide_folders(text, folders)
        for secret in secrets:
            if len(secret) > 3:  # a shorter one would be found in any text
                text = text.replace(secret, HIDDEN)
        text = _ESCAPE.sub("", text) if "\x1b" in text else text
        return _ADDRESS.sub("0x…", text) if " at 0x" in text else text

    return clean


def _hide_folders(text: str, folders: list[tuple[str, str]]) -> str:
    for folder, short in folders:
        if folder in text:
            # What lies in it keeps its own name only; the folder alone is called by the short one.
            inside = short if short in ("~", "tmp") else ""
            pattern = rf"{_component(folder)}(?P<inside>[/\\]+(?=[\w.~-]))?"
            text = re.sub(
                pattern,
                lambda m, s=short, i=inside: (i and f"{i}/") if m["inside"] else s,  # type: ignore[misc]
                text,
            )
    return text


def _component(path: str) -> str:
    """A pattern of a path that stands by itself or with more below it, not as a part of a word."""
    begin = r"(?:(?<=file://)|(?<![\w.~/\\<+-]))"
    return rf"{begin}{re.escape(path)}(?![\w.~+-]*[\w~+-])"


def _own_folders(project: str) -> list[tuple[str, str]]:
    """The folders of this machine with what they are called instead, the longest first."""
    known: dict[str, str] = {}
    for home in _homes():
        known[home] = "~"
    for temporary in _temporary():
        known[temporary] = "tmp"
    if sys.prefix != sys.base_prefix:
        known[sys.prefix] = "."
    known[str(PurePath(__file__).parents[2])] = "."  # where this package is, if nowhere of these
    for kind in ("stdlib", "purelib", "platlib"):
        known[sysconfig.get_path(kind)] = "."
    if project:
        known |= {project: ".", os.path.realpath(project): "."}
    known |= {quote(folder): short for folder, short in known.items()}  # as in a URI
    real = {
        folder.rstrip("/\\"): short
        for folder, short in known.items()
        if len(PurePath(folder).parts) > 1
    }
    return sorted(real.items(), key=lambda one: len(one[0]), reverse=True)


def _homes() -> Iterator[str]:
    """The folders that are somebody's home here; not one that is no folder, as HOME may say."""
    candidates = [os.path.expanduser("~")]  # noqa: PTH111, as Path.home() raises where it is unknown
    if os.name == "posix":
        import pwd

        with suppress(KeyError):
            candidates.append(pwd.getpwuid(os.getuid()).pw_dir)
    yield from (home for home in candidates if PurePath(home).is_absolute())


def _temporary() -> list[str]:
    """That of this report: those of a system are called the same on every machine."""
    own = tempfile.gettempdir()
    return [own, os.path.realpath(own)] if SCRATCH in own else []


def _is_path(text: str) -> bool:
    return "\n" not in text and (
        PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()
    )


def _base(path: str) -> str:
    return PureWindowsPath(path).name or PurePosixPath(path).name or "."


def well_formed(text: str) -> str:
    """A text with a mark for what is none: bytes of no text, halves of a letter.

    >>> well_formed("a\\udce9b \\ud83d"), well_formed("\\udcec\\udc95\\udc88")
    ('a\ufffdb \ufffd', '안')
    """
    halves = "[\ud800-\udbff\udc00-\udc7f\udd00-\udfff]"
    text = re.sub(halves, "\N{REPLACEMENT CHARACTER}", text)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def print_well_formed() -> None:
    """Have a kernel show what is no text as a mark: it would lose the whole message."""
    session: Any = getattr(sys.stdout, "session")  # noqa: B009 # a kernel's has one
    session.pack = partial(_packed, session.pack)


def _packed(pack: Callable[[Any], bytes], message: Any) -> bytes:
    try:
        return pack(message)
    except UnicodeEncodeError:
        return well_formed(json.dumps(message, ensure_ascii=False, default=str)).encode()
