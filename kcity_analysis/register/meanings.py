"""What a cell means: the one place that reads a year, stage, type, field, country, day or yes.

For short files and long ones, files and frames alike. A text means something, or it is refused
with what was expected and what to do; nothing is guessed. The words are those of the vocabulary
and of ``data/reference/register_words.csv``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from kcity_analysis.register.values import (
    clean,
    is_empty,
    is_fault,
    is_left_open,
    is_short_day,
    is_worded,
    squeezed,
    to_day,
    to_year,
    to_yes_or_no,
    unnumbered,
    words_for,
)
from kcity_analysis.vocabulary import (
    NOT_STATED,
    CountryLookupError,
    InputError,
    categories,
    country_name,
    label,
    resolve,
    resolve_country,
    say,
    table,
)

KEYS = ["year", "stage", "type", "field", "country"]
"""What a cell of a count is a combination of."""

FIRST_YEAR, LAST_YEAR = 2020, 2049
"""The first contest, and the last year that is no slip of the hand."""
_YEARS_HELD = {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}


@dataclass(frozen=True)
class Meaning:
    """What a text means. Where it means nothing, ``fault`` is what was expected and what to do.

    ``value`` of a country is its ISO 3166-1 alpha-3 code, of a joint application those of all its
    countries with a space between them; ``city`` and ``applicant`` what a cell says beside the
    country. ``rule`` names how it was read where that was not plain.
    """

    value: Any = None
    fault: tuple[str, str] | None = None
    rule: str = ""
    city: str = field(default="", compare=False)
    applicant: str = field(default="", compare=False)


class UnreadError(Exception):
    """A text that cannot be read: the keys of what was expected and of what to do."""

    def __init__(self, expected: str, action: str, **values: object) -> None:
        self.expected, self.action, self.values = expected, action, values
        super().__init__(expected)


@lru_cache(maxsize=200_000)
def meaning(name: str, raw: str, given: Any = None, language: str = "en") -> Meaning:
    """What a cell in a column of the meaning ``name`` means.

    ``given`` is the row's year for a type or a day, the stage to stand in for a blank one, and for
    a country what else its column holds ("city", "applicant"), in order.
    """
    text = clean(raw)
    if name == "country" and "\n" in raw and not _one_country(text):
        text = ", ".join(filter(None, map(clean, raw.splitlines())))
    try:
        if is_fault(text):
            raise UnreadError("a value", "correct the formula")
        if name in ("type", "field", "stage"):
            text = _ticked(text)
        return _READERS[name](text, given, language)
    except UnreadError as error:
        expected = say(f"register.{error.expected}", language, **error.values)
        return Meaning(fault=(expected, say(f"register.{error.action}", language, **error.values)))


_BOX = re.compile(r"([□☐▢◻◯]|[(\[] ?[)\]])|([☑☒■▣●◉✔✓√]|[(\[] ?[vVoO○●√✓✔■xX0ㅇ] ?[)\]])")
"""A box to tick that is open, or one that is ticked."""


def _ticked(text: str) -> str:
    """The one word beside a ticked box where others stand beside open ones: "☑해외실증 □계획".

    Raises UnreadError where none or several are ticked, or what a box belongs to is not plain.
    """
    boxes = list(_BOX.finditer(text))
    if len(boxes) < 2 or not any(box[1] or box[0][0] in "☑☒✔✓√([" for box in boxes):
        return text  # "■" and "●" alone only begin the lines of a list
    edges = [0, *(at for box in boxes for at in box.span()), len(text)]
    words = [text[a:b].strip(" ,/·") for a, b in zip(edges[::2], edges[1::2], strict=True)]
    before, behind = words[1:], words[:-1]  # what stands behind each box, and before it
    held = before if not words[0] else behind if not words[-1] else []
    ticked = [word for word, box in zip(held, boxes, strict=False) if box[2]]
    if len(ticked) != 1 or not ticked[0]:
        raise UnreadError("one ticked box", "write the one ticked")
    return ticked[0]


def _case_no(text: str, _: None, __: str) -> Meaning:
    if is_empty(text):
        raise UnreadError("a case number", "fill it in")
    return Meaning(text)


def _optional(text: str, _: None, __: str) -> Meaning:
    return Meaning("" if is_empty(text) else text)


def _year(text: str, _: None, __: str) -> Meaning:
    if not text:
        raise UnreadError("the year of the contest", "fill it in")
    try:
        year = to_year(text)
    except ValueError as error:
        raise UnreadError("a year of four digits", "correct it") from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadError("a year of the contest", "correct it", **_YEARS_HELD)
    rule = "" if re.fullmatch(r"\d{4}(\.0+)? ?(년|년도)?", text) else "year"
    return Meaning(year, rule=rule)


def _stage(text: str, default: str | None, language: str) -> Meaning:
    if not text:
        if default:
            return Meaning(default)
        raise UnreadError("a stage", "fill it in")
    try:
        return Meaning(resolve("stage", text))
    except InputError as error:
        found = words_for("stage").get(squeezed(text))
        if not found:
            raise UnreadError("a stage", "correct it") from error
        return Meaning(found[0])


def _type(text: str, year: int | None, language: str) -> Meaning:
    if not text:
        raise UnreadError("a type, or that it is not stated", "fill in the type")
    if is_left_open(text):
        return Meaning(NOT_STATED)
    held = categories("type", year)
    known: dict[str, Any] = {"types": _labels("type", held, language), "year": year}
    found = categories_of("type", text)
    fitting = [kind for kind in found if kind in held]
    if len(fitting) == 1:
        return Meaning(fitting[0])
    if found and year is None:  # several, of which the year might have told one
        raise UnreadError("a type", "correct it", **known)
    if len(fitting) > 1:
        raise UnreadError(
            "one type", "write the one meant", name=_labels("type", fitting, language)
        )
    if found and not held:
        raise UnreadError("a year with a contest", "correct the type or the year", **known)
    if found:
        raise UnreadError("a type that the year had", "correct the type or the year", **known)
    raise UnreadError("a type", **_hint("type", text, language), **known)


def _field(text: str, _: None, language: str) -> Meaning:
    if is_empty(text) or is_left_open(text):
        return Meaning(NOT_STATED)
    found = categories_of("field", text)
    if found:
        return Meaning(found[0], rule="several fields" if len(found) > 1 else "")
    known = {"fields": _labels("field", categories("field"), language)}
    raise UnreadError("a field", **_hint("field", text, language), **known)


def _labels(dimension: str, found: list[str], language: str) -> str:
    return ", ".join(label(dimension, category, language) for category in found)


def _hint(dimension: str, text: str, language: str) -> dict[str, str]:
    """What to do about an unknown word: take the likeliest known one, if one is like it at all."""
    near = difflib.get_close_matches(squeezed(text), _index(dimension), n=1, cutoff=0.75)
    if not near:
        return {"action": "correct it"}
    found = _labels(dimension, list(_index(dimension)[near[0]]), language)
    return {"action": "write it if meant", "name": found}


@lru_cache(maxsize=20_000)
def categories_of(dimension: str, text: str) -> list[str]:
    """The types or fields that a text may mean, as offices write them: none, one, or several.

    Numbers, marks and brackets before the word do not matter, nor does "형" or "사업" after it. Of
    "해외실증형 (솔루션)" each part counts, and all must mean the same.

    >>> categories_of("type", "1) 해외실증형"), categories_of("field", "교통 분야")
    (['overseas demonstration'], ['transport'])
    """
    whole = _looked_up(dimension, text) or _looked_up(dimension, unnumbered(text))
    if whole:
        return list(whole)
    for between in (r"[()\[\]{}<>【】「」]", r"[()\[\]{}<>【】「」/|:,·ㆍ\n]|\s[-–—]\s"):
        parts = [part for part in re.split(between, text) if any(map(str.isalpha, part))]
        parts = [part for part in parts if squeezed(part) not in words_for("beside a type")]
        found = [
            _looked_up(dimension, part) or _looked_up(dimension, unnumbered(part)) for part in parts
        ]
        if found and all(found):
            shared = [one for one in found[0] if all(one in other for other in found)]
            return shared or list(dict.fromkeys(one for each in found for one in each))
    return []


def _looked_up(dimension: str, text: str) -> tuple[str, ...]:
    index, key = _index(dimension), squeezed(text)
    if key in index:
        return index[key]
    for ending in words_for("ending"):
        if key.endswith(ending) and key.removesuffix(ending) in index:
            return index[key.removesuffix(ending)]
    return _composed(dimension, text)


@lru_cache(maxsize=20_000)
def _composed(dimension: str, text: str) -> tuple[str, ...]:
    """What a text means that is made up of known words and nothing else.

    "스마트시티 교통안전 서비스" is made up of three, of which the second is a field and the others
    tell none from the next. A type is told by the strongest word in it: what is demonstrated is a
    demonstration, whatever else it is.
    """
    parts = _parts_of(dimension)
    if dimension == "type" and _name_several(text):
        return ()
    if dimension == "field":
        found = _tiled(squeezed(text), parts) or _tiled_words(text, parts)
        return tuple(dict.fromkeys(one for part in found or () for one in parts[part]))
    found = _tiled(squeezed(text), parts) or _tiled_words(text, parts) or []
    said = {one for part in found for one in parts[part]}
    for strong, kinds in _STRONGEST:
        if strong <= said:
            return kinds
    return ()


def _name_several(text: str) -> bool:
    """Whether a text names types that differ: "계획수립형/해외실증형"."""
    named = [part for part in re.split(r"[/,|·+&\n]|\s(?:및|and|or|또는)\s", text) if part.strip()]
    found = [set(_looked_up("type", part)) for part in named] if len(named) > 1 else []
    return bool(found) and all(found) and not set.intersection(*found)


_STRONGEST: list[tuple[set[str], tuple[str, ...]]] = [
    ({"demonstration"}, ("overseas demonstration",)),
    ({"urban", "solution"}, ()),
    ({"urban"}, ("urban-development planning",)),
    ({"solution"}, ("solution planning",)),
    ({"planning"}, ("planning",)),
]
"""What the words of a type amount to, the strongest first."""


@cache
def _parts_of(dimension: str) -> dict[str, tuple[str, ...]]:
    """The words that a longer one may be made up of, with what they mean, most of them nothing."""
    known = {word: found for word, found in _index("field").items() if len(word) > 1}
    plain = dict.fromkeys([*words_for("part"), *words_for("field ending")], ())
    if dimension == "type":
        return dict.fromkeys(known, ()) | plain | words_for("type part")
    return known | plain


def _tiled(key: str, parts: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of Hangul that a key is made up of, the longest where there is a choice."""
    if not key or key.isascii() or len(key) > 40:
        return []
    ends: dict[int, list[str]] = {0: []}
    for end in range(1, len(key) + 1):
        for start in range(end):
            part = key[start:end]
            if start in ends and part in parts and not part.isascii():
                held = [*ends[start], part]
                if end not in ends or len(held) < len(ends[end]):
                    ends[end] = held
    return ends.get(len(key), [])


def _tiled_words(text: str, parts: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The known words that a text is made up of, one or two of its own words each."""
    words = [word for one in re.split(r"[\s\-/]+", clean(text)) if (word := squeezed(one))]
    found: list[str] = []
    while words:
        for length in (3, 2, 1):
            part = "".join(words[:length])
            if len(words) >= length and part in parts:
                found.append(part)
                words = words[length:]
                break
        else:
            return []
    return found


@cache
def _index(dimension: str) -> dict[str, tuple[str, ...]]:
    """Every known spelling, squeezed, to the categories that it may mean."""
    rows = table(f"{dimension}s")
    spellings = [
        (rows.loc[at, column], rows.loc[at, dimension])
        for at in rows.index
        for column in (dimension, "label_en", "label_ko")
    ]
    if dimension == "type":
        years = table("type_years")
        for column in ("name_en", "name_ko"):
            spellings += zip(years[column], years["type"], strict=True)
    aliases = table("aliases")
    aliases = aliases[aliases["dimension"] == dimension]
    spellings += zip(aliases["alias"], aliases["category"], strict=True)
    found: dict[str, tuple[str, ...]] = {}
    for text, category in spellings:
        key = squeezed(text)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), category)))
    for key, means in words_for(dimension).items():
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *means)))
    return found


def _country(text: str, others: tuple[str, ...] | None, language: str) -> Meaning:
    if not text:
        raise UnreadError("a country", "fill it in")
    if text.count(")") > text.count("("):  # of a footnote: 라오스1)
        text = re.sub(r"(?<=\w) ?주?\d{1,2}\)$", "", text)
    if with_more := _WITH_MORE.fullmatch(text):
        named = _countries(with_more[1], others or ())
        number = int(with_more[2] or 0)
        if named is None or with_more[0].find("등") < 0 or number != len(named.value.split()):
            raise UnreadError("each country by name", "name each")
        return named
    found = _countries(text, others or ())
    if found is not None:
        return found
    try:
        return Meaning(resolve_country(unnumbered(text) or text))
    except CountryLookupError as error:
        values: dict[str, object] = {"name": _names(error.candidates, language)}
        if error.candidates:
            raise UnreadError("one country", "write the one meant", **values) from error
        if error.suggestion:
            values["name"] = f"{country_name(error.suggestion, language)} ({error.suggestion})"
            raise UnreadError("a country's name", "write it if meant", **values) from error
        raise UnreadError("a country's name", "correct it") from error


_WITH_MORE = re.compile(
    r"(.+?)(?:,? ?(?:외|등) ?(?:(\d{1,2}) ?(?:개국|개 국|국가|개)?)?"
    r"|,? (?:and|&|\+) (?:\d+ )?others?|,? etc\.?|,? et al\.?)"
)
"""Countries of which not all are named ("베트남 외 2개국"), unless as many are: "A, B 등 2개국"."""


def _names(codes: tuple[str, ...], language: str) -> str:
    either = say("register.or", language)
    return either.join(f"{country_name(code, language)} ({code})" for code in codes)


def _countries(text: str, others: tuple[str, ...]) -> Meaning | None:
    """A country, one with its city or region, or the countries of a joint application.

    ``others`` are what the column holds beside, in order; of what else stands in a cell it is told
    by its place where there is as much.
    """
    whole = _one_country(text)
    if whole:
        return Meaning(whole)
    parts = text.split() if re.fullmatch("[A-Z]{3}( [A-Z]{3})+", text) else _parts(text)
    codes = [_one_country(part) for part in parts]
    if len(parts) > 1 and all(codes):
        distinct = list(dict.fromkeys(codes))
        return Meaning(" ".join(distinct), rule="joint" if len(distinct) > 1 else "")
    coarse = [part for part in re.split(r"\s*[;；|\n/]\s*", text) if part]
    if len(coarse) > 1 and all(codes := [_one_country(part) for part in coarse]):
        distinct = list(dict.fromkeys(codes))  # "Trinidad & Tobago; Peru"
        return Meaning(" ".join(distinct), rule="joint" if len(distinct) > 1 else "")
    pairs = [pair for part in parts if (pair := _with_city(part, others))]
    if len(parts) > 1 and len(pairs) == len(parts):
        distinct = list(dict.fromkeys(code for code, _ in pairs if code))
        city = ", ".join(", ".join(rest) for _, rest in pairs if rest)
        return Meaning(" ".join(distinct), rule="joint" if len(distinct) > 1 else "city", city=city)
    code, rest = _with_city(text, others) or ("", [])
    if not code:
        return None
    if not rest:
        return Meaning(code, rule="region")
    if "applicant" not in others:
        return Meaning(code, rule="city", city=", ".join(rest))
    if len(others) == 1:
        return Meaning(code, rule="place", applicant=", ".join(rest))
    if len(rest) < len(others):
        return Meaning(code, rule="place")
    if others[0] == "city":
        return Meaning(code, rule="place", city=rest[0], applicant=", ".join(rest[1:]))
    return Meaning(code, rule="place", city=rest[-1], applicant=", ".join(rest[:-1]))


@lru_cache(maxsize=50_000)
def _one_country(text: str) -> str:
    """The code of the one country that a text names, or nothing."""
    try:
        return resolve_country(text)
    except CountryLookupError:
        return ""


@lru_cache(maxsize=50_000)
def _may_be_country(text: str) -> bool:
    """Whether a text names a country, or several that share the name."""
    try:
        resolve_country(text)
    except CountryLookupError as error:
        return bool(error.candidates)
    return True


_BETWEEN = re.compile(
    r"\s*(?:[,，、;；/|·ㆍ&+\n]|(?<=\s)(?:및|그리고|and)(?=\s)|(?<=[가-힣])[와과](?=\s))\s*(?![^()]*\))"
)


def _parts(text: str) -> list[str]:
    """What stands between commas, slashes and "and", outside of brackets."""
    joint = words_for("joint")
    parts = [part.strip() for part in _BETWEEN.split(text)]
    for word in joint:
        parts = [re.sub(rf"\s*\(?{word}\)?$", "", part) for part in parts]
    return [part for part in parts if part]


def _with_city(text: str, others: tuple[str, ...]) -> tuple[str, list[str]] | None:
    """Country and the rest of "베트남(하노이)", "Hanoi, Vietnam", "베트남 하노이시", in any order.

    The rest must be no word that makes another country of the name (북, 령, "New").
    """
    parts = [part.strip() for part in re.split(r"[()\[\],，/|·ㆍ:;\n]|\s?[-–—]\s|\s[-–—]\s?", text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        parts = _by_space(text, bool(others))
    named = [part for part in parts if _may_be_country(part)]
    codes = {_one_country(part) for part in named}
    if len(codes) != 1 or not (code := codes.pop()):
        return None
    parts.remove(named[0])  # "Singapore / Singapore": the other one is the city
    rest = [part for part in parts if not _is_region(part)]
    qualifiers = words_for("qualifier")
    words = {squeezed(part) for part in rest}
    if "applicant" not in others:  # of which the name may have any word
        words |= {squeezed(word) for part in rest for word in part.split()}
    if words & set(qualifiers) or not all(map(is_worded, rest)):
        return None
    return code, rest


def _by_space(text: str, with_city: bool) -> list[str]:
    """A country's name and what a space sets off before or behind it: the longest name that fits.

    Latin letters only where the column is one of countries and cities: "New Guinea" is none.
    """
    words = text.split()
    if not with_city and any(char.isascii() and char.isalpha() for char in text):
        return []
    for length in range(len(words) - 1, 0, -1):
        for name, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            if _may_be_country(" ".join(name)):
                return [" ".join(name), " ".join(rest)]
    return []


def _is_region(text: str) -> bool:
    try:
        resolve("region", text)
    except InputError:
        return squeezed(text) in words_for("region")
    return True


def _day(text: str, year: int | None, _: str) -> Meaning:
    if is_empty(text):
        return Meaning(None)
    try:
        day: date = to_day(text, year)
    except ValueError as error:
        raise UnreadError("a day", "write it so") from error
    if year is not None and day.year != year:
        raise UnreadError("a day of the year", "correct the day or the year", year=year)
    return Meaning(day, rule="day" if is_short_day(text) else "")


def _selected(text: str, _: None, __: str) -> Meaning:
    if is_empty(text):
        return Meaning(None)
    try:
        return Meaning(to_yes_or_no(text))
    except ValueError as error:
        raise UnreadError("yes or no", "write one of them") from error


_READERS: dict[str, Callable[[str, Any, str], Meaning]] = {
    "case_no": _case_no,
    "year": _year,
    "stage": _stage,
    "country": _country,
    "city": _optional,
    "type": _type,
    "field": _field,
    "title": _optional,
    "applicant": _optional,
    "submitted_on": _day,
    "selected": _selected,
}
