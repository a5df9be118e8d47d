"""Numbers in digits as each language writes them, rounded as the ministry rounds."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

_WORLD_ENGLISH = {"en": "en_001"}
"""27 April 2021, not April 27, 2021."""

_LARGE = 1_000_000
"""From here on an amount is written by its scale: 400 million, 4억."""


@cache
def locale_of(language: str) -> Locale:
    """CLDR's rules for a language of the project."""
    from babel import Locale

    return Locale.parse(_WORLD_ENGLISH.get(language, language))


def is_missing(value: object) -> bool:
    """Whether a value is none: NaN, None or pandas' own, which is not loaded for a number."""
    if isinstance(value, Real):
        return value != value
    from pandas import isna

    return bool(isna(value))  # type: ignore[call-overload]


def round_half_away(value: float, digits: int = 1) -> float:
    """A number rounded as the ministry prints it: half away from zero. What has no end stays so.

    >>> round_half_away(38.75), round_half_away(-0.25), round_half_away(0.05)
    (38.8, -0.3, 0.1)
    """
    if is_missing(value):
        return float("nan")
    if math.isinf(value):
        return value
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


def percent_of(part: float, whole: float) -> float:
    """``part`` in percent of ``whole``, one decimal, half away from zero; NaN of zero or of NaN.

    Computed on exact decimals, so that a half is a half: 31 of 80 is 38.75, hence 38.8.

    >>> percent_of(31, 80), percent_of(11, 111), percent_of(1, 0)
    (38.8, 9.9, nan)
    """
    if is_missing(part) or is_missing(whole) or whole == 0:
        return float("nan")
    if math.isinf(part):  # the end of a figure that nothing limits
        return part
    exact = Decimal(repr(float(part))) * 100 / Decimal(repr(float(whole)))
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@lru_cache(maxsize=4096)
def in_digits(value: float, language: str = "en", digits: int | None = None) -> str:
    """A number with the language's separators and a true minus sign.

    It has ``digits`` decimals; by default none if it is whole, else one.

    >>> in_digits(1234), in_digits(38.75), in_digits(-2.0), in_digits(-0.04), in_digits(12, "ko", 1)
    ('1,234', '38.8', '−2', '0.0', '12.0')
    """
    from babel.numbers import format_decimal

    if digits is None:
        digits = 0 if float(value).is_integer() else 1
    value = round_half_away(value, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(value), pattern, locale_of(language))
    return f"\N{MINUS SIGN}{text}" if value < 0 else text


def by_scale(value: float, language: str = "en") -> str:
    """A large amount by its scale where at most two decimals say it exactly, else in digits.

    >>> by_scale(4e8), by_scale(2.5e9), by_scale(1_234_567_890)
    ('400 million', '2.5 billion', '1,234,567,890')
    >>> by_scale(4e8, "ko"), by_scale(25_5000_0000, "ko"), by_scale(50_000, "ko")
    ('4억', '25.5억', '50,000')
    """
    from babel.numbers import format_compact_decimal

    if abs(value) >= _LARGE:
        locale = locale_of(language)
        style: Literal["long", "short"] = (
            "long" if "long" in locale.compact_decimal_formats else "short"
        )
        exact, short = (
            format_compact_decimal(
                abs(value), format_type=style, locale=locale, fraction_digits=places
            )
            for places in (12, 2)
        )
        if exact == short:
            return f"\N{MINUS SIGN}{short}" if value < 0 else short
    return in_digits(value, language)


def signed(change: float, digits: int = 0, language: str = "en") -> str:
    """A change with its sign, a true minus, and thousands separators; zero has none.

    >>> signed(31), signed(-4), signed(0), signed(380, 1)
    ('+31', '−4', '0', '+380.0')
    """
    text = in_digits(change, language, digits)
    return f"+{text}" if round_half_away(change, digits) > 0 else text


def capital(text: str) -> str:
    """The same text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
