"""A country in any usual spelling, English or Korean, to its ISO alpha-3 code, and back to a name.

Names and codes are Unicode CLDR's (through babel); ``data/reference/country_aliases.csv`` adds the
spellings that CLDR lacks, each with its reason, and lists the names that several countries share.
Nothing is guessed: a name is known, or it is refused and the candidates or the likeliest are named.
Kosovo, which has no ISO code, goes by ``XKX``, the user-assigned code in general use.
"""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from kcity_analysis.vocabulary.problems import Message, in_a_notebook, shorten
from kcity_analysis.vocabulary.terms import table

_STOP = {"the", "of", "and"}
_FORMAL = {
    *("republic", "kingdom", "federal", "federated", "federative", "federation", "democratic"),
    *("people", "peoples", "islamic", "arab", "socialist", "plurinational", "bolivarian", "union"),
    *("cooperative", "commonwealth", "principality", "duchy", "grand", "sultanate", "emirate"),
    *("hashemite", "oriental", "eastern", "independent", "united", "sovereign", "multiethnic"),
    *("most", "serene"),
}
_ABBREVIATED = {
    "rep": "republic",
    "dem": "democratic",
    "fed": "federal",
    "peop": "peoples",
    "plur": "plurinational",
    "saint": "st",
    "sainte": "st",
    "ste": "st",
    "islands": "island",
    "isles": "island",
    "isl": "island",
    "isds": "island",
    "is": "island",
}
_KOREAN_FORM = re.compile(
    r"(?P<rest>.{2,}?)(이슬람|사회주의|민주주의|인민|민주|연방|아랍|협동|연합|다민족|볼리바르|동방|독립)*"
    r"(공화국|왕국|연방|합중국|술탄국|대공국|공국|국)"
)

_LIKE = 0.78
"""How alike (0 to 1) two names must be before one is suggested for the other."""


class CountryLookupError(LookupError):
    """A name that means no one country. The message says what to write instead.

    ``candidates`` are the alpha-3 codes of the countries that share the name (empty where it is
    unknown); ``suggestion`` is the likeliest country's code, or None.
    """

    def __init__(
        self, text: str, candidates: tuple[str, ...] = (), suggestion: str | None = None
    ) -> None:
        self.text = text
        self.candidates = candidates
        self.suggestion = suggestion
        super().__init__(text)

    def said(self, language: str, style: str = "") -> str:
        """Why it is none, and what the writer may have meant."""
        codes = self.candidates or filter(None, [self.suggestion])
        meant = [f"{country_name(code, language)} ({code})" for code in codes]
        key = "may be" if self.candidates else "did you mean" if meant else "unknown"
        named = Message("list.or", items=meant[0], last=meant[1]) if len(meant) == 2 else meant
        values = {"meant": named} if meant else {}
        return Message(f"error.country {key}", text=shorten(self.text), **values).said(language)

    def _render_traceback_(self) -> list[str]:
        return in_a_notebook(self)

    def __str__(self) -> str:
        return self.said("en")


def resolve_country(text: str) -> str:
    """The alpha-3 code of a country given by a name or an ISO code. Raises CountryLookupError.

    >>> resolve_country("Côte d'Ivoire"), resolve_country("베트남"), resolve_country("NA")
    ('CIV', 'VNM', 'NAM')
    >>> resolve_country("Virgin Islands")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kcity_analysis.vocabulary.countries.CountryLookupError: ... may be British Virgin Islands ...
    """
    shown = unicodedata.normalize("NFKC", text).strip()
    found = _look_up(shown) or _agreed(shown)
    if len(found) == 1:
        return found[0]
    like = () if found else _likeliest(shown)
    if len(like) == 1:
        raise CountryLookupError(shown, suggestion=like[0])
    raise CountryLookupError(shown, found or like)


def country_name(iso3: str, language: str = "en", year: int | None = None) -> str:
    """A country's short name in English ("en") or Korean ("ko"). Raises KeyError for no such code.

    With ``year``, the name that it went by in that year (``country_names.csv``).

    >>> country_name("COD"), country_name("VNM", "ko")
    ('DR Congo', '베트남')
    >>> country_name("TUR", "ko", 2022), country_name("TUR", "ko", 2023), country_name("TUR", "ko")
    ('터키', '튀르키예', '튀르키예')
    """
    return (_former_names(language, year) if year else {}).get(iso3) or _names(language)[iso3]


@cache
def _alpha3() -> dict[str, str]:
    """Alpha-2 to alpha-3, for the countries and territories that have a region of the programme."""
    current = set(table("region_members")["iso3"])
    aliases = get_global("territory_aliases")
    pairs = {to[0]: code for code, to in aliases.items() if code in current and len(to) == 1}
    return pairs | {"XK": "XKX"}


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale(language).territories
    names = {iso3: territories[iso2] for iso2, iso3 in _alpha3().items()}
    short = table("country_names")
    today = (short["last_year"] == "") & (short[f"name_{language}"] != "")
    return names | dict(zip(short["iso3"][today], short[f"name_{language}"][today], strict=True))


@cache
def _former_names(language: str, year: int) -> dict[str, str]:
    """Names that were still in use in a year; of several, the one that ended first."""
    former = table("country_names")
    former = former[former["last_year"] != ""].astype({"last_year": int})
    held = former[former["last_year"] >= year].sort_values("last_year", ascending=False)
    return dict(zip(held["iso3"], held[f"name_{language}"], strict=True))


def _words(text: str) -> list[str]:
    """A name's words as they are compared: no case, accent, apostrophe or filler word."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(char for char in text if unicodedata.category(char) != "Mn")
    text = unicodedata.normalize("NFC", text).replace("ı", "i").replace("ø", "o")
    text = re.sub(r"['’‘ʼʻ`´]", "", text).replace("co-operative", "cooperative")
    words = [_ABBREVIATED.get(word, word) for word in re.findall(r"[^\W_]+", text)]
    return [word for word in words if word not in _STOP] or words


@cache
def _index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Known names, to their countries: written together, and with their words in any order.

    The alias table goes over CLDR. Two names that fall together would be a fault of the table:
    both countries are kept, so that the name is refused.
    """
    aliases = table("country_aliases")
    listed = {
        alias: tuple(codes.split())
        for alias, codes in zip(aliases["alias"], aliases["iso3"], strict=True)
    }
    territories = [Locale(language).territories for language in ("en", "ko")]
    known = [(names[iso2], (iso3,)) for names in territories for iso2, iso3 in _alpha3().items()]
    known += [(name, (iso3,)) for lang in ("en", "ko") for iso3, name in _names(lang).items()]
    together: dict[str, tuple[str, ...]] = {}
    unordered: dict[str, tuple[str, ...]] = {}
    for names in (known, list(listed.items())):
        fresh: tuple[dict[str, tuple[str, ...]], ...] = ({}, {})
        for name, codes in names:
            words = _words(name)
            for index, key in zip(fresh, ("".join(words), " ".join(sorted(words))), strict=True):
                index[key] = tuple(dict.fromkeys((*index.get(key, ()), *codes)))
        together |= fresh[0]
        unordered |= fresh[1]
    return together, unordered


def _look_up(text: str) -> tuple[str, ...]:
    """The countries that a code or one name means: none, one, or those that share it."""
    if re.fullmatch("[A-Za-z]{2,3}", text):
        code = text.upper()
        code = _alpha3().get(code, code)
        if code in _names("en"):
            return (code,)
    words = _words(text)
    if not words:
        return ()
    together, unordered = _index()
    return (
        together.get("".join(words))
        or unordered.get(" ".join(sorted(words)))
        or _without_form(text, words)
    )


def _without_form(text: str, words: list[str]) -> tuple[str, ...]:
    """The countries whose name is left when the form of the state is taken off a long name.

    "Republic of X", "X, Federal Republic of", "X Republic", "X 공화국"; where the form tells two
    countries apart (Korea, Congo, Dominica, China), the alias table lists the long names.
    """
    together, _ = _index()
    korean = _KOREAN_FORM.fullmatch("".join(words))
    if korean and (found := together.get(korean["rest"])):
        return found
    forms = _FORMAL | ({"state", "states"} if set(words) & _FORMAL else set())
    inner = [word in forms for word in words]
    if not any(inner) or all(inner):
        return ()
    before = inner.index(False)
    rest = words[before:]
    if before and (found := together.get("".join(rest))):
        return found
    after = next(place for place, formal in enumerate(reversed(inner)) if not formal)
    inverted = re.search(r"[,(]", text) or words[-1] in ("republic", "kingdom")
    if after and not before and inverted:
        return together.get("".join(words[:-after]), ())
    return ()


def _agreed(text: str) -> tuple[str, ...]:
    """The country that every part of "Vietnam (베트남)", "VN - Vietnam" or "Korea (ROK)" may mean.

    Where there is none, all that some part means, so that the text is refused.
    """
    parts = [part.strip() for part in re.split(r"[()\[\]/,;:|]|\s[-–—]\s", text) if part.strip()]
    if len(parts) < 2:
        return ()
    found = [_look_up(part) for part in parts]
    if not all(found):
        return ()
    shared = set(found[0]).intersection(*found)
    return tuple(shared) if len(shared) == 1 else tuple(dict.fromkeys(itertools.chain(*found)))


def _likeliest(text: str) -> tuple[str, ...]:
    """The country or countries whose name is most like an unknown one, if one is like it at all."""
    together, _ = _index()
    near = dict(_similar("".join(_words(text)), together))
    return together[max(near, key=lambda name: near[name])] if near else ()


def _similar(wanted: str, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    # Hangul is compared by its letters: 우즈벡키스탄 differs from 우즈베키스탄 in one.
    wanted = unicodedata.normalize("NFD", wanted)[:60]
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for name in names:
        matcher.set_seq1(unicodedata.normalize("NFD", name))
        if matcher.real_quick_ratio() > _LIKE and matcher.quick_ratio() > _LIKE:
            ratio = matcher.ratio()
            if ratio > _LIKE:
                yield name, ratio
