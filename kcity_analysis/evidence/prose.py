"""What the data say in words, in the language of a reader: notes, caveats, reasons, events.

A column of prose has its translation beside it (``note``, ``note_ko``). Where a figure carries such
a note along, its text is the key to the translation, as in a catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kcity_analysis.vocabulary import DATA, LANGUAGES, Stamps, read_csv, stamp, table

_FILES = ("caveats", "published_figures", "named_applicants", "calendar", "years", "plans")
_PATHS = [DATA / f"{name}.csv" for name in _FILES]
_TABLES = ("type_crosswalk", "type_years", "region_members", "regions")


@dataclass(frozen=True)
class Prose:
    """A text of the data as a part of a message."""

    text: str

    def said(self, language: str, style: str = "") -> str:
        """The text in a language, as :func:`translated` gives it."""
        return translated(self.text, language)


def translated(text: str, language: str) -> str:
    """A text of the data in a language; as it stands where it has no translation.

    Several, joined by "; ", are translated one by one.

    >>> translated("application window; application window", "ko")
    '접수 기간; 접수 기간'
    """
    if language == LANGUAGES[0] or not text:
        return text
    known = _memory(language, stamp(*_PATHS))
    if text in known:
        return known[text]
    return "; ".join(known.get(one, one) for one in text.split("; "))


def all_translated(texts: Iterable[str], language: str) -> list[str]:
    """Each of several texts, as :func:`translated` gives it."""
    return [translated(text, language) for text in texts]


@lru_cache(maxsize=8)
def _memory(language: str, _: Stamps) -> dict[str, str]:
    """Text -> its translation, read once for as long as the files stay as they are."""
    found: dict[str, str] = {}
    for frame in (*map(read_csv, _PATHS), *map(table, _TABLES)):
        for column in frame:
            if f"{column}_{language}" in frame:
                pairs = zip(frame[column], frame[f"{column}_{language}"], strict=True)
                found |= {text: said for text, said in pairs if text and said}
    return found
