"""The sentences of the project: one gettext catalogue a language, read once.

``locale/en.po`` holds the sentences (msgid) under the keys that the code names (msgctxt);
every other language is a translation of it. The files are plain gettext: Poedit opens them, babel
reads them. :mod:`kcity_analysis.vocabulary.messages` says how a sentence is added and said.
"""

from __future__ import annotations

import gettext
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kcity_analysis.vocabulary.particles import PARTICLES
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.writing import replacing

LANGUAGES = ("en", "ko")
"""What the project speaks; the first is the one that the others translate."""

LOCALE = Path(__file__).parent / "locale"

OFF_PAGE = (
    "add.", "cli.", "comment.", "data.", "draft.", "each", "error.", "help.", "part.", "problem.",
    "register.", "release.", "run.", "stale.", "system.", "usage.", "workbook.",
)  # fmt: skip
"""How the keys begin of what commands say, drafts and workbooks are made of: no page says it."""

STYLES = ("capital", "number", "plural", "the", "unit")
"""What may stand after the colon of a placeholder, beside a Korean particle."""


class MessageError(LookupError):
    """A sentence that the code asks for wrongly: no such key, or a value is missing or unfit."""


@dataclass(frozen=True)
class Slot:
    """Text, and the placeholder after it: its name ("" for none) and its styles."""

    text: str
    name: str
    styles: tuple[str, ...]


@dataclass(frozen=True)
class CatalogueEntry:
    """One sentence in one language: a form for each grammatical number."""

    key: str
    forms: tuple[tuple[Slot, ...], ...]

    @property
    def counts(self) -> list[str]:
        """The placeholders that may choose the form, the likeliest first."""
        pieces = self.forms[-1]
        marked = [piece.name for piece in pieces if "plural" in piece.styles]
        return marked or [piece.name for piece in pieces if piece.name]


def entry(key: str, language: str) -> CatalogueEntry:
    """The sentence of a key. Raises MessageError for an unknown key, or one not translated."""
    if language not in LANGUAGES:
        raise MessageError(f"no language {language!r}: there are {', '.join(LANGUAGES)}")
    found = _entries(language).get(key)
    if found is None:
        raise MessageError(f"no message {key!r} in {language}.po")
    return found


def translations(prefix: str, language: str) -> dict[str, str]:
    """The texts of the keys that begin so, each with what it is in a language."""
    known = (_texts(one, source=True)[0] for one in _messages(_loaded(LANGUAGES[0])))
    keys = (str(one.context) for one in _messages(_loaded(LANGUAGES[0])))
    said = _by_key(LOCALE / f"{language}.po") if language != LANGUAGES[0] else {}
    return {
        text: str(said[key].string)
        for key, text in zip(keys, known, strict=True)
        if key in said and key.startswith(prefix)
    }


def form_of(number: float | None, language: str) -> int:
    """Which form a number takes; None (a range, a fraction) takes the last."""
    if number is None or not float(number).is_integer():
        return -1
    return _plural_rule(language)(abs(int(number)))


@cache
def _entries(language: str) -> dict[str, CatalogueEntry]:
    return {
        str(message.context): CatalogueEntry(str(message.context), tuple(map(pieces, texts)))
        for message in _messages(_loaded(language))
        if all(texts := _texts(message, source=language == LANGUAGES[0])) and not message.fuzzy
    }


@cache
def _plural_rule(language: str) -> Callable[[int], int]:
    return gettext.c2py(_loaded(language).plural_expr)


@cache
def _loaded(language: str) -> Any:
    return _read(LOCALE / f"{language}.po")


@cache
def pieces(text: str) -> tuple[Slot, ...]:
    """A sentence taken apart. Raises MessageError where a placeholder cannot be read.

    >>> pieces("{cases:capital} of {year}.")[1]
    Slot(text=' of ', name='year', styles=())
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise MessageError(f"{text!r}: {error}") from error
    found = []
    for literal, name, spec, conversion in parts:
        styles = tuple(filter(None, (spec or "").split(",")))
        unknown = [one for one in styles if one not in STYLES and one not in PARTICLES]
        if conversion or unknown or (name is not None and not name.isidentifier()):
            raise MessageError(f"{text!r}: the placeholder {{{name}:{spec}}} cannot be read")
        found.append(Slot(literal, name or "", styles))
    return tuple(found)


def _texts(message: Any, *, source: bool) -> tuple[str, ...]:
    """The forms of a message: what Poedit wrote beside it, else, in the source, its own words."""
    said = _forms(message.string)
    return said if all(said) or not source else _forms(message.id)


def _forms(texts: Any) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _read(path: Path) -> Any:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.stem, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise InputError(f"{path.name} cannot be read as a gettext catalogue: {error}") from error


def catalogue_faults(folder: Path = LOCALE) -> list[str]:
    """What is wrong with the catalogues, a line each: for whoever edits them, and for the tests.

    A key twice or without text; a placeholder that cannot be read; a translation that lacks a key,
    has one too many, translates an older wording, is empty or marked as uncertain, or names other
    values than its source.
    """
    source, *others = LANGUAGES
    originals = _by_key(folder / f"{source}.po")
    faults = list(_own_faults(folder, source))
    for language in others:
        faults += _own_faults(folder, language)
        translations = _by_key(folder / f"{language}.po")
        for key, original in originals.items():
            where, found = f"{language}.po, {key}", translations.get(key)
            if found is None:
                faults.append(f"{where}: is missing")
            elif found.id != original.id:
                faults.append(f"{where}: translates {found.id!r}, which is {original.id!r} now")
            elif not all(_forms(found.string)) or found.fuzzy:
                faults.append(f"{where}: is not translated")
            else:
                theirs, ours = _names(found.string), _names(original.id)
                if theirs != ours:
                    faults.append(f"{where}: has the values {theirs}, its source {ours}")
        faults += [
            f"{language}.po, {key}: is not in {source}.po"
            for key in translations
            if key not in originals
        ]
    return faults


def _own_faults(folder: Path, language: str) -> Iterator[str]:
    """What is wrong with a file by itself."""
    path = folder / f"{language}.po"
    messages = _messages(_read(path))
    keys = re.findall(r'^msgctxt "(.*)"', path.read_text("utf-8"), re.MULTILINE)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{path.name}, {key}: stands there twice"
    for message in messages:
        where = f"{path.name}, {message.context or repr(message.id)}"
        if not message.context:
            yield f"{where}: has no key (msgctxt)"
        try:
            found = [piece for text in _forms(message.id) for piece in pieces(text)]
            found += [piece for text in _forms(message.string) for piece in pieces(text or "")]
        except MessageError as error:
            yield f"{where}: {error}"
            continue
        if language != "ko" and any(style in PARTICLES for one in found for style in one.styles):
            yield f"{where}: only Korean has particles"
        if language == LANGUAGES[0] and any(_forms(message.string)):
            yield f"{where}: was reworded beside its text; align_catalogues() moves it there"


def align_catalogues(folder: Path = LOCALE) -> list[str]:
    """Bring the translations in line with the English, and list the keys left to translate.

    What Poedit wrote beside an English sentence becomes the sentence. Each translation gets the
    keys of the English in its order; a sentence whose English changed keeps its old translation,
    marked as uncertain ("fuzzy"), with the former English in a comment. A sentence that the
    English no longer has is dropped.
    """
    from babel.messages.catalog import Catalog

    source, *others = LANGUAGES
    english = _read(folder / f"{source}.po")
    renewed = {language: Catalog(locale=language) for language in LANGUAGES}
    former = {language: _by_key(folder / f"{language}.po") for language in others}
    left = []
    for message in _messages(english):
        key, texts = str(message.context), _texts(message, source=True)
        words = texts if isinstance(message.id, tuple) else texts[0]
        comments = {"user_comments": message.user_comments, "auto_comments": message.auto_comments}
        renewed[source].add(words, context=key, **comments)
        for language in others:
            old: Any = former[language].get(key)
            reworded = bool(old) and old.id != words
            changed = reworded or (bool(old) and old.fuzzy)
            said = _forms(old.string) if old else ("",)
            count = renewed[language].num_plurals if isinstance(words, tuple) else 1
            said = (said + said[-1:] * count)[:count]
            renewed[language].add(
                words,
                said if isinstance(words, tuple) else said[0],
                context=key,
                flags=("fuzzy",) if changed else (),
                user_comments=old.user_comments if old else (),
                auto_comments=message.auto_comments,
                previous_id=_forms(old.id) if reworded else (),
            )
            if changed or not all(said):
                left.append(f"{language}.po, {key}")
    for language, one in renewed.items():
        _write(folder / f"{language}.po", one)
    return left


def _write(path: Path, catalogue: Any) -> None:
    from babel.messages.pofile import write_po

    for message in catalogue:
        # babel sees Python's placeholders, against which gettext's tools would refuse {region:은}.
        message.flags.discard("python-brace-format")
    # babel would put today's date into a header of its own.
    header, _, _ = path.read_text("utf-8").lstrip().partition("\n\n")
    with replacing(path) as draft, draft.open("wb") as file:
        file.write(f"{header}\n\n".encode())
        write_po(file, catalogue, width=100, include_previous=True, omit_header=True)


def _by_key(path: Path) -> dict[str, Any]:
    return {str(message.context): message for message in _messages(_read(path))}


def _messages(catalogue: Any) -> list[Any]:
    return [message for message in catalogue if message.id]


def _names(texts: Any) -> list[str]:
    """The values that a message needs, in any of its forms; none of what cannot be read."""
    try:
        found = {piece.name for text in _forms(texts) for piece in pieces(text)}
    except MessageError:
        return []
    return sorted(found - {""})
