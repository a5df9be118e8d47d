"""Numbers and lists as English writes them, in the singular, in the plural, and at zero."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from kcity_analysis.vocabulary.terms import table


def round_half_away(value: float, digits: int = 1) -> float:
    """A number rounded as the ministry prints it: half away from zero.

    >>> round_half_away(38.75), round_half_away(-0.25), round_half_away(0.05)
    (38.8, -0.3, 0.1)
    """
    if pd.isna(value):
        return float("nan")
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


def percent_of(part: float, whole: float) -> float:
    """``part`` in percent of ``whole``, one decimal, half away from zero; NaN of zero or of NaN.

    Computed on exact decimals, so that a half is a half: 31 of 80 is 38.75, hence 38.8.

    >>> percent_of(31, 80), percent_of(11, 111), percent_of(1, 0)
    (38.8, 9.9, nan)
    """
    if pd.isna(part) or pd.isna(whole) or whole == 0:
        return float("nan")
    exact = Decimal(repr(float(part))) * 100 / Decimal(repr(float(whole)))
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def number(value: float) -> str:
    """A number with thousands separators; a missing one is "n.p." (not published).

    >>> number(1234.0), number(38.8), number(float("nan"))
    ('1,234', '38.8', 'n.p.')
    """
    if pd.isna(value):
        return "n.p."
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def unit(measure: str, stage: str = "reception", one: bool = False) -> str:
    """What a measure counts: a case of the selection stage is a project.

    >>> unit("cases"), unit("cases", "selection", one=True)
    ('cases', 'project')
    """
    if measure == "cases" and stage == "selection":
        return "project" if one else "projects"
    units = table("measures").set_index("measure").loc[measure]
    return str(units["unit_one" if one else "unit_many"])


def count(value: float, measure: str, stage: str = "reception") -> str:
    """A number with its unit in the right grammatical number.

    >>> count(0, "cases"), count(1, "countries"), count(1234, "cases", "selection")
    ('no cases', '1 country', '1,234 projects')
    """
    return f"{'no' if value == 0 else number(value)} {unit(measure, stage, one=value == 1)}"


def plural(value: float, one: str, many: str | None = None) -> str:
    """``count`` for any noun: "no projects", "1 project", "2 projects".

    >>> plural(0, "project"), plural(1, "city", "cities"), plural(2, "city", "cities")
    ('no projects', '1 city', '2 cities')
    """
    noun = one if value == 1 else many or f"{one}s"
    return f"{'no' if value == 0 else number(value)} {noun}"


def listing(items: Iterable[str], most: int = 99) -> str:
    """Items as English lists them; more than ``most`` end in "and N more".

    >>> listing(["Peru"]), listing(["Peru", "Kenya"]), listing(["a", "b", "c"])
    ('Peru', 'Peru and Kenya', 'a, b and c')
    >>> listing(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    names = list(items)
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def signed(change: float, digits: int = 0) -> str:
    """A change with its sign, a true minus, and thousands separators; zero has none.

    >>> signed(31), signed(-4), signed(0), signed(380, 1)
    ('+31', '−4', '0', '+380.0')
    """
    number = f"{abs(change):,.{digits}f}"
    return number if change == 0 else ("+" if change > 0 else "\N{MINUS SIGN}") + number


def percent(part: float, whole: float) -> str:
    """``part`` in percent of ``whole`` as text: "31.5 %", or "" where there is no such figure."""
    share = percent_of(part, whole)
    return "" if pd.isna(share) else f"{share:.1f}\N{NO-BREAK SPACE}%"


def signed_percent(change: float) -> str:
    """A change in percent with its sign: "+38.8 %", or "" where there is none to give."""
    return "" if pd.isna(change) else f"{signed(change, 1)}\N{NO-BREAK SPACE}%"


def capital(text: str) -> str:
    """The same text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
