"""What is written: a file as a whole or not at all, and what it may not do to whoever opens it."""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from kcity_analysis.vocabulary.problems import InputError, Message


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside ``path`` to write to, which takes its place when the block ends well.

    Whoever opens ``path`` sees the old or the new file, never a part of one; after an error the
    draft is gone and ``path`` is as it was. Raises InputError where nothing can be written there.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        yield draft
        draft.replace(path)
    except OSError as error:
        raise InputError(Message("error.cannot be written", file=path, reason=error)) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def folder_whole(folder: Path) -> Iterator[Path]:
    """A draft of a folder to fill, which takes its place when the block ends well.

    After an error nothing of it is left. Raises InputError if there is something at ``folder``
    already, or nothing can be written there.
    """
    taken = folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))
    if taken or folder.is_symlink():
        raise InputError(Message("error.folder there", folder=folder))
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
        yield draft
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        raise InputError(Message("error.cannot be written", file=folder, reason=error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def harmless(text: str) -> str:
    """A text for a terminal: what would move, colour or turn around its letters is spelt out.

    >>> harmless("a\\x1b[2Jb\\u202etxt.exe")
    'a\\\\x1b[2Jb\\\\u202etxt.exe'
    """
    orders = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    return re.sub(orders, lambda match: ascii(match[0])[1:-1], text)


def formula_safe(value: object) -> object:
    """A cell for CSV or Excel that no spreadsheet takes for a formula; numbers stay as they are.

    Text that begins like a formula gets an apostrophe in front, which spreadsheets read as "text".
    A carriage return, which some readers take for the end of the row, becomes a line feed.

    >>> [formula_safe(v) for v in ("=HYPERLINK(1)", "-12.5", -12.5, "- see note", "Nairobi")]
    ["'=HYPERLINK(1)", '-12.5', -12.5, "'- see note", 'Nairobi']
    """
    if not isinstance(value, str):
        return value
    value = re.sub(r"\r\n?", "\n", value) if "\r" in value else value
    if not re.match(r"[\t\n]|\s*[=+\-@＝＋－＠]", value):
        return value
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", value)
    return value if number else f"'{value}"


def page_policy(*styles: str) -> str:
    """The Content-Security-Policy of a page with just these ``<style>`` elements: no script, no
    request, no frame, no form; drawings keep their ``style`` attributes.

    >>> page_policy("p{}").partition(";")[0]
    "default-src 'none'"
    """
    digests = [b64encode(sha256(style.encode()).digest()).decode() for style in styles]
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["style-src-elem", *(f"'sha256-{digest}'" for digest in digests)]),
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )
