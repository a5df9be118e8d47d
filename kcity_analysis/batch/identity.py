"""What a report is, apart from when and how it is built, and where it therefore stands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from kcity_analysis.batch.machine import is_secret, shown
from kcity_analysis.vocabulary import LANGUAGES, capital, name_of

_LONGEST = 60  # letters of one part of a path, so that the whole stays far below any system's limit
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # no file on Windows


@dataclass(frozen=True)
class Identity:
    """A report's name, its parameters where they are not the default, and its language.

    ``subject`` is what a report that is run once for each of something is about: the short name of
    a file, the code of a country. ``others`` are the parameters that are not what they would be by
    themselves, a file by its short name. No two identities have the same path.

    >>> Identity("reception", 2021).path
    '2021/reception'
    >>> Identity("reception", 2021, language="ko").path
    '2021/reception.ko'
    >>> Identity("comparison", 2023, others=(("base_year", "2020"),)).path
    '2023/comparison.base_year-2020'
    >>> Identity("release_check", subject="release_2021").path
    'release_check/release_2021'
    """

    report: str
    year: int | None = None
    subject: str = ""
    others: tuple[tuple[str, str], ...] = ()
    language: str = LANGUAGES[0]

    @cached_property
    def path(self) -> str:
        """Where the report stands below the outputs folder, without suffix."""
        report = safe_part(self.report)
        folders = [str(self.year)] if self.year is not None else []
        parts = [f"{report}/{safe_part(self.subject)}" if self.subject else report]
        parts += [safe_part(f"{name}-{value}") for name, value in self.others]
        parts += [safe_part(self.language)] if self.language != LANGUAGES[0] else []
        return "/".join([*folders, *_short(".".join(parts).split("/"))])

    @property
    def variant(self) -> str:
        """What sets the report apart from the one that is built by itself, in words.

        >>> Identity("comparison", 2023, others=(("base_year", "2020"),)).variant
        'base year 2020'
        """
        said = (
            name_of("parameter", name, self.language, value=value) for name, value in self.others
        )
        return ", ".join(said)

    @property
    def title(self) -> str:
        """The report's title where it has not given one itself.

        >>> Identity("comparison", 2023, others=(("base_year", "2020"),)).title
        'Comparison 2023, base year 2020'
        >>> Identity("release_check", subject="release_2021").title
        'Release check release_2021'
        """
        name = capital(name_of("report", self.report, self.language))
        about = "" if self.year is None else str(self.year)
        first = " ".join(part for part in (name, about, self.subject) if part)
        return ", ".join(part for part in (first, self.variant) if part)

    @property
    def card(self) -> dict[str, Any]:
        """What the index needs to place and name the report."""
        told = {"report": self.report, "year": self.year, "variant": self.variant}
        return told | {"language": self.language, "subject": self.subject}


def in_language(key: str, language: str) -> str:
    """The path of the same report in a language.

    >>> in_language("2021/reception", "ko"), in_language("2021/reception.ko", "en")
    ('2021/reception.ko', '2021/reception')
    """
    for other in LANGUAGES[1:]:
        key = key.removesuffix(f".{other}")
    return key if language == LANGUAGES[0] else f"{key}.{language}"


def short_name(file: str | PurePath) -> str:
    """What a file is called in a path, a title and on a card; two names of files never share one.

    >>> [short_name(name) for name in ("in/release_2021.txt", "cases.csv", "cases.xlsx")]
    ['release_2021', 'cases-csv', 'cases-xlsx']
    >>> short_name("a_b.txt"), short_name("a.b.txt")
    ('a_b', 'a-b-txt-3d687583')
    """
    name = unicodedata.normalize("NFC", PurePath(file).name)
    stem, _, suffix = name.partition(".")
    short = stem if suffix == "txt" else f"{stem}-{suffix}"
    return short if re.fullmatch(r"\w+(-\w+)?", short) and "-" not in stem else _marked(short, name)


def identify(
    report: str,
    values: Mapping[str, Any],
    usual: Mapping[str, Any],
    files: tuple[str, ...] = (),
    subject: str = "",
    year: int | None = None,
) -> Identity:
    """The identity of a report run with ``values``, of which those like ``usual`` do not count.

    ``files`` are the parameters that are paths; ``subject`` is the one that it is about.
    """
    short = {
        name: short_name(value) if name in files and value else str(value)
        for name, value in shown(values, files).items()
    }
    others = tuple(
        (name, short[name])
        for name, value in values.items()
        if name not in ("year", "language", subject)
        and value != usual.get(name)
        and not is_secret(name)
    )
    return Identity(
        report,
        year,
        short[subject] if subject else "",
        others,
        values.get("language", LANGUAGES[0]),
    )


def safe_part(text: str) -> str:
    """A text as one part of a path on any system: as it is, or marked so that it stays itself."""
    text = unicodedata.normalize("NFC", text)
    plain = re.fullmatch(r"\w[\w-]*", text) and len(text) <= _LONGEST
    return text if plain and not _RESERVED.fullmatch(text) else _marked(text, text)


def _short(parts: list[str]) -> list[str]:
    """Parts of a path that a system can hold with whatever suffix."""
    return [part if len(part) <= 3 * _LONGEST else _marked(part[:_LONGEST], part) for part in parts]


def _marked(text: str, whole: str) -> str:
    """A text without what no path can hold, with a mark that only the whole of it has."""
    mark = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join([*re.findall(r"\w+", text), mark])[-_LONGEST:].lstrip("-")
