"""Every sentence of the project, said in a language.

How to add a sentence:

1. Write it in ``locale/en.po`` under a key of your own, whole, with a placeholder for each value:
   ``msgctxt "reception.totals"``, ``msgid "In {year}, {cases} was received from {countries}."``,
   and, where the verb has two forms, ``msgid_plural "In {year}, {cases} were received from …"``.
2. Name it in the code, with values that know what they are:
   ``say("reception.totals", language, year=2021, cases=Quantity.of(111, "cases"), …)``.
   Use :class:`Quantity`, :class:`Share`, :class:`Term`, :class:`Days`, :class:`Listing`, a list,
   plain text; a plain number is a year where its name ends in "year".
3. Run ``align_catalogues()``, and write the Korean beside the new entry of ``locale/ko.po``, with
   the particle where one follows a value: ``{region:은}``, ``{cases:을}``, ``{city:으로}``.
4. The tests of this room say what does not fit.

What a function refuses (``InputError``) is a :class:`Message` of a key and its values, said when
it is known in which language. This module loads no pandas: the command line speaks by it.

A placeholder may ask for a style: ``{cases:capital}`` begins a sentence, ``{country:the}`` has
the article that English gives some countries, ``{cases:number}`` leaves
the unit out, ``{cases:unit}`` the number, ``{cases:plural}`` chooses the plural form (else the
first value that can be counted does). Several stand with a comma between: ``{cases:number,은}``.
"""

from __future__ import annotations

import datetime
import errno
import math
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from numbers import Real
from pathlib import PurePath
from typing import Any

from kcity_analysis.vocabulary.catalogue import LANGUAGES, MessageError, entry, form_of
from kcity_analysis.vocabulary.particles import PARTICLES, with_article, with_particle
from kcity_analysis.vocabulary.problems import Message
from kcity_analysis.vocabulary.words import (
    by_scale,
    capital,
    in_digits,
    is_missing,
    locale_of,
    percent_of,
)

_COUNTED = ("cases", "projects", "countries", "cities", "types", "years")
"""Units of which there may be none: "no cases"."""

_NAMED = ("region", "country", "secretariat", "city")
"""Dimensions whose categories are names, and keep their capital within a sentence."""

_DECIMALS = {"percent": 1, "points": 1}
"""Units that are always shown with as many decimals."""


def say(key: str, language: str, **values: Any) -> str:
    """The sentence of a key in a language, with its values.

    Raises MessageError for an unknown key, a missing value, or one whose text is not defined.

    >>> say("share.of", "en", part=Quantity(4, 6), whole=Quantity.of(8, "projects"))
    '4 to 6 of 8 projects'
    """
    found = entry(key, language)
    form = found.forms[0]
    if len(found.forms) > 1:
        amounts = [_amount(one, values[one]) for one in found.counts if one in values]
        amount = next((one for one in amounts if one is not None), None)
        if amount is None:
            raise MessageError(f"message {key!r}: no value that chooses its plural form")
        form = found.forms[form_of(amount, language)]
    said = []
    for piece in form:
        said.append(piece.text)
        if piece.name:
            if piece.name not in values:
                raise MessageError(f"message {key!r}: no value for {{{piece.name}}}")
            said.append(_shown(piece.name, values[piece.name], piece.styles, language))
    return "".join(said)


def name_of(kind: str, name: str, language: str, **values: Any) -> str:
    """What a report or a parameter is called; one that is not the project's own, by its words.

    >>> name_of("report", "release_check", "ko"), name_of("report", "my_own", "ko")
    ('보도자료 검증', 'my own')
    >>> name_of("parameter", "base_year", "en", value="2020")
    'base year 2020'
    """
    try:
        return say(f"{kind}.{name}", language, **values)
    except MessageError:
        return " ".join([name.replace("_", " "), *map(str, values.values())])


@dataclass(frozen=True)
class Quantity:
    """How many or how much of a unit, exactly or within bounds.

    ``least`` and ``most`` are the bounds; None or NaN where there is none. ``unit`` is what is
    counted: a key ``count.<unit>`` of the catalogue, or "" for a bare number. Percent and points
    have one decimal, won ("krw") go by their scale. ``signed`` is for changes.

    >>> many = Quantity(4, 6, "projects")
    >>> many.said("en"), many.said("ko"), Quantity.of(0, "cases").said("en")
    ('4 to 6 projects', '4~6건', 'no cases')
    >>> Quantity(-2, 1, signed=True).said("en"), Quantity.of(4e8, "krw").said("ko")
    ('−2 to +1', '4억 원')
    """

    least: float | None
    most: float | None
    unit: str = ""
    signed: bool = False

    @classmethod
    def of(cls, value: float, unit: str = "", signed: bool = False) -> Quantity:
        """A quantity that is known exactly."""
        return cls(value, value, unit, signed)

    @property
    def amount(self) -> float:
        """What the grammatical number goes by: the value; infinity for a range, and for 1.0."""
        if _known(self.least) and self.least == self.most and self.unit not in _DECIMALS:
            return float(self.least or 0)
        return math.inf

    def said(self, language: str, style: str = "") -> str:
        """The quantity with its unit; only the number, or only the unit, where asked for."""
        number = self._number(language)
        if style == "number" or not self.unit:
            return number
        if self.amount == 0 and self.unit in _COUNTED and not self.signed:
            number = say("number.none", language)
        number = "" if style == "unit" else number
        return say(f"count.{self.unit}", language, number=_Written(number, self.amount)).strip()

    def _number(self, language: str) -> str:
        least, most = (self._end(one, language) for one in (self.least, self.most))
        if least is None and most is None:
            raise MessageError("nothing is known of a quantity: that takes a message of its own")
        if least is None:
            return say("range.most", language, most=most)
        if most is None:
            return say("range.least", language, least=least)
        if least == most:
            return least
        scales = [re.sub(r"^[^\d]*[\d.,]+", "", end) for end in (least, most)]
        if scales[0] == scales[1]:
            least = least.removesuffix(scales[0])
        return say("range.between", language, least=least, most=most)

    def _end(self, value: float | None, language: str) -> str | None:
        if value is None or not _known(value) or math.isinf(value):
            return None  # nothing limits it on this side
        if self.unit == "krw":
            text = by_scale(value, language)
        else:
            text = in_digits(value, language, _DECIMALS.get(self.unit))
        positive = self.signed and value > 0 and re.search("[1-9]", text)
        return f"+{text}" if positive else text


@dataclass(frozen=True)
class _Written:
    """A number in digits that still chooses a plural form."""

    text: str
    amount: float

    def said(self, language: str, style: str = "") -> str:
        return self.text


@dataclass(frozen=True)
class Share:
    """A part of a whole: "4 to 6 of 8 projects". The whole names the unit.

    >>> share = Share(Quantity.of(31), Quantity.of(80, "cases"))
    >>> share.said("en"), share.said("ko")
    ('31 of 80 cases', '80건 중 31건')
    """

    part: Quantity
    whole: Quantity

    @property
    def amount(self) -> float:
        """What the grammatical number goes by: that of the part."""
        return self.part.amount

    def said(self, language: str, style: str = "") -> str:
        """The share as text; as "number" without the unit, where a heading names it."""
        unit = "" if style == "number" else self.part.unit or self.whole.unit
        part = replace(self.part, unit=unit)
        whole = replace(self.whole, unit="" if style == "number" else self.whole.unit)
        return say("share.of", language, part=part, whole=whole)


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary, as it stands within a sentence: a region, type, field, country.

    >>> Term("type", "solution planning").said("en"), Term("region", "New Southern").said("ko")
    ('solution planning', '신남방')
    >>> Term("country", "VNM").said("en"), Term("country", "TUR", 2021).said("ko")
    ('Vietnam', '터키')
    """

    dimension: str
    category: str
    year: int | None = None

    def said(self, language: str, style: str = "") -> str:
        """The term; a country as it was called in ``year``. English: a capital only for names."""
        from kcity_analysis.vocabulary.countries import country_name
        from kcity_analysis.vocabulary.terms import is_residual, label

        if self.dimension == "country" and not is_residual(self.category):
            return country_name(self.category, language, self.year)
        text = label(self.dimension, self.category, language)
        named = self.dimension in _NAMED and not is_residual(self.category)
        return text if named else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Listing:
    """Several values in a row: "a, b and c". Beyond ``most``, the rest is counted.

    >>> names = Listing((Term("country", "PER"), Term("country", "KEN"), "Laos"), most=2)
    >>> names.said("en"), names.said("ko")
    ('Peru, Kenya and 1 more', '페루, 케냐 외 1')
    """

    items: Sequence[Any]
    most: int = 99
    unit: str = ""
    either: bool = False

    @property
    def amount(self) -> float:
        """What the grammatical number goes by: how many there are."""
        return len(self.items)

    def said(self, language: str, style: str = "") -> str:
        """The items. ``unit`` counts those beyond ``most``; ``either`` lists "a or b"."""
        shown = [_text("", one, "", language) for one in self.items[: self.most]]
        if not shown:
            raise MessageError("a list without items: that takes a message of its own")
        if len(self.items) > self.most:
            more = Quantity.of(len(self.items) - self.most, self.unit)
            return say("list.more", language, items=", ".join(shown), more=more)
        if len(shown) == 1:
            return shown[0]
        first, last = ", ".join(shown[:-1]), shown[-1]
        # "Cuba, and Trinidad and Tobago" is two; so English has a comma where an item has its word.
        within = any(f" {'or' if self.either else 'and'} " in one for one in shown)
        if self.either:
            return say("list.or.long" if within else "list.or", language, items=first, last=last)
        return say("list.and.long" if within else "list.and", language, items=first, last=last)


@dataclass(frozen=True)
class Days:
    """A day, a month or a year, as an ISO text ("2021-04-27", "2021-04"), or a span of them.

    >>> Days("2021-04-27").said("en"), Days("2021-04-27").said("ko"), Days("2021-04").said("ko")
    ('27 April 2021', '2021년 4월 27일', '2021년 4월')
    >>> Days("2021-03-02", "2021-04-27").said("en")
    '2 March – 27 April 2021'
    """

    first: str
    last: str = ""

    def said(self, language: str, style: str = "") -> str:
        """The day or the span as CLDR has it for the language."""
        locale = locale_of(language)
        first, last = _day(self.first), _day(self.last or self.first)
        size = self.first.count("-")
        whole = (
            locale.datetime_skeletons["y"],
            locale.datetime_skeletons["yMMMM"],
            locale.date_formats["long"],
        )
        if first == last:
            return _date(first, str(whole[size]), locale)
        if size != (self.last or self.first).count("-"):
            ends = [Days(one).said(language) for one in (self.first, self.last)]
            return _without_hair(str(locale.interval_formats[None]).format(*ends))
        differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        patterns = locale.interval_formats[("y", "yMMMM", "yMMMd")[size]][differs]
        ends = [
            _date(day, re.sub(r"\bMMM\b", "MMMM", pattern), locale)
            for day, pattern in zip((first, last), patterns, strict=True)
        ]
        return _without_hair("".join(ends))


def _date(day: datetime.date, pattern: str, locale: Any) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale)


def _without_hair(text: str) -> str:
    # Few typefaces have the thin space that CLDR puts around a dash.
    return text.replace("\N{THIN SPACE}", " ")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise MessageError(f"{text!r} is no ISO day, month or year") from error


def _shown(name: str, value: Any, styles: tuple[str, ...], language: str) -> str:
    part = next((style for style in styles if style in ("number", "unit")), "")
    text = _text(name, value, part, language)
    if "the" in styles:
        text = with_article(text)
    if "capital" in styles:
        text = capital(text)
    for style in styles:
        if style in PARTICLES:
            text = with_particle(text, style)
    return text


def _text(name: str, value: Any, style: str, language: str) -> str:
    if hasattr(value, "said"):
        return str(value.said(language, style))
    if style:
        raise MessageError(f"{{{name}:{style}}} needs a Quantity, not {value!r}")
    if isinstance(value, str):
        return value
    if isinstance(value, Exception | PurePath):
        return _reason(value, language) if isinstance(value, OSError) else str(value)
    if isinstance(value, datetime.date):
        return Days(value.isoformat()[:10]).said(language)
    if isinstance(value, list | tuple):
        return Listing(value).said(language)
    if isinstance(value, Real) and not isinstance(value, bool) and _known(value):
        exact = float(value)
        return f"{exact:.0f}" if name.endswith("year") else in_digits(exact, language)
    raise MessageError(f"{{{name}}} has no text: {value!r}")


def _reason(error: OSError, language: str) -> str:
    """Why the system refused; in the language, where it is the system's own text for a reason."""
    said = error.strerror or str(error)
    code = errno.errorcode.get(error.errno or 0)
    with suppress(MessageError):
        if code and said == os.strerror(error.errno or 0):
            return say(f"system.{code}", language)
    return said


def _amount(name: str, value: Any) -> float | None:
    """What chooses the plural form; None for a value that is not counted."""
    if hasattr(value, "amount"):
        return float(value.amount)
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, Real) and not isinstance(value, bool) and not name.endswith("year"):
        return float(value)
    return None


def _known(value: Any) -> bool:
    return not is_missing(value)


# -- the same for a caller that has a number and no sentence ---------------------------------------


def number(value: float, language: str = "en") -> str:
    """A number with thousands separators; a missing one is "n.p." (not published).

    >>> number(1234.0), number(38.8), number(float("nan")), number(float("nan"), "ko")
    ('1,234', '38.8', 'n.p.', '미공표')
    """
    return in_digits(value, language) if _known(value) else say("number.unpublished", language)


def unit(measure: str, stage: str = "reception", one: bool = False, language: str = "en") -> str:
    """What a measure counts: a case of the selection stage is a project.

    A Korean unit stands only after a number: by itself it is what is counted.

    >>> unit("cases"), unit("cases", "selection", one=True), unit("countries", language="ko")
    ('cases', 'project', '국가 수')
    """
    if language != LANGUAGES[0]:
        from kcity_analysis.vocabulary.terms import label

        return label("measure", measure, language)
    return Quantity.of(1 if one else 2, unit_of(measure, stage)).said(language, "unit")


def unit_of(measure: str, stage: str = "reception") -> str:
    """The unit of a measure for a Quantity: a case of the selection stage is a project.

    >>> unit_of("cases"), unit_of("cases", "selection"), unit_of("countries", "selection")
    ('cases', 'projects', 'countries')
    """
    return "projects" if (measure, stage) == ("cases", "selection") else measure


def count(value: float, measure: str, stage: str = "reception", language: str = "en") -> str:
    """A number with its unit in the right grammatical number.

    >>> count(0, "cases"), count(1, "countries"), count(1234, "cases", "selection")
    ('no cases', '1 country', '1,234 projects')
    """
    if not _known(value):
        return f"{number(value, language)} {unit(measure, stage, language=language)}"
    return Quantity.of(value, unit_of(measure, stage)).said(language)


def plural(value: float, one: str, many: str | None = None) -> str:
    """``count`` for any English noun: "no projects", "1 project", "2 projects".

    >>> plural(0, "project"), plural(1, "city", "cities"), plural(2, "city", "cities")
    ('no projects', '1 city', '2 cities')
    """
    noun = one if value == 1 else many or f"{one}s"
    return f"{say('number.none', 'en') if value == 0 else number(value)} {noun}"


def span_of(first_year: int, last_year: int) -> Message | Listing:
    """Years from one to another, or the one.

    >>> [span_of(2020, last).said("en") for last in (2020, 2023)], span_of(2020, 2023).said("ko")
    (['2020', '2020–2023'], '2020~2023')
    """
    if first_year == last_year:
        return Listing([str(last_year)])
    return Message("range.years", first_year=int(first_year), last_year=int(last_year))


def listing(items: Iterable[str], most: int = 99, language: str = "en") -> str:
    """Items as the language lists them; more than ``most`` end in "and N more".

    >>> listing(["Peru"]), listing(["Peru", "Kenya"]), listing(["a", "b", "c"])
    ('Peru', 'Peru and Kenya', 'a, b and c')
    >>> listing(["a", "b", "c", "d"], most=2), listing(["a", "b"], language="ko")
    ('a, b and 2 more', 'a, b')
    """
    names = tuple(items)
    return Listing(names, most).said(language) if names else ""


def percent(part: float, whole: float, language: str = "en") -> str:
    """``part`` in percent of ``whole`` as text: "31.5 %", or "" where there is no such figure."""
    share = percent_of(part, whole)
    return Quantity.of(share, "percent").said(language) if _known(share) else ""
