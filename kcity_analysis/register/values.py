"""What a cell's text means: a year, a day, yes or no, nothing. Unknown forms are refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from kcity_analysis.vocabulary import NOT_STATED, fold, table

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(29221, 73051)  # 1980 to 2099; a smaller number is no day of a contest
_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY_FORMS = [
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + _CLOCK),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})" + _CLOCK),
    re.compile(r"(?P<y>\d{4})\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?" + _CLOCK),
    re.compile(r"(?P<y>\d{4})년 ?(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일" + _CLOCK),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
]
_COUNT = re.compile(r"[\d,.]+ ?((건|개국|개|cases?|countr(y|ies))(?!\w))?")
_FAULT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR)|=.+", re.S)


def clean(text: str) -> str:
    """A cell's text with full-width letters and digits made plain and all space made single.

    >>> clean(" ２０２１\\u00a0년  ")
    '2021 년'
    """
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).split())


def is_fault(text: str) -> bool:
    """Whether a cell shows an error of the spreadsheet program, or a formula it never computed.

    >>> is_fault("#N/A"), is_fault("=B2&C2"), is_fault("NA")
    (True, True, False)
    """
    return _FAULT.fullmatch(text) is not None


@cache
def _listed(use: str) -> dict[str, str]:
    words = table("register_words")
    words = words[words["use"] == use]
    return dict(zip(words["text"].map(clean).map(str.casefold), words["means"], strict=True))


def is_empty(text: str) -> bool:
    """Whether an optional cell's text says that there is nothing to say ("-", "없음")."""
    return not text or text.casefold() in _listed("empty")


def is_left_open(text: str) -> bool:
    """Whether a type or field is stated to be not stated ("not stated", "미기재")."""
    return fold(text) == NOT_STATED or text.casefold() in _listed("open")


@lru_cache(maxsize=100_000)
def is_total(text: str) -> bool:
    """Whether a cell heads a row of totals: "합 계", "Total:", "소계 (12건)".

    >>> is_total("합 계"), is_total("Totalland")
    (True, False)
    """
    if len(text) > 40:
        return False
    plain = re.sub(r"\(.*\)|[:：\s]", "", _COUNT.sub("", text)).casefold()
    return plain in _totals()


def is_worded(text: str) -> bool:
    """Whether a cell says something in words: not a number, a count ("3개국") or a fault.

    >>> is_worded("베트남"), is_worded("3개국"), is_worded("=A1")
    (True, False, False)
    """
    return not is_fault(text) and any(map(str.isalpha, _COUNT.sub("", text)))


@cache
def _totals() -> frozenset[str]:
    return frozenset(word.replace(" ", "") for word in _listed("total"))


def to_year(text: str) -> int:
    """The year of "2021", "2021.0", "2021년" or "2021년도". Raises ValueError.

    >>> to_year("2021년도")
    2021
    """
    found = re.fullmatch(r"(20\d{2})(?:\.0+)? ?(?:년도|년|학년도)?", text)
    if found is None:
        raise ValueError(text)
    return int(found[1])


def to_day(text: str) -> date:
    """The day that a text means; an Excel serial is counted from 1900. Raises ValueError.

    Year, month, day in this order, with dashes, dots, slashes, Korean words or nothing between
    them; a time of day and a weekday in brackets may follow. Nothing is guessed: 18/02/2021 and
    21.3.5 are refused.

    >>> str(to_day("2021. 3. 5.(금)")), str(to_day("44260")), str(to_day("2021년 3월 5일"))
    ('2021-03-05', '2021-03-05', '2021-03-05')
    """
    text = re.sub(r" ?\([월화수목금토일](요일)?\)", "", text)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return _FIRST_SERIAL + timedelta(days=int(float(text)))
    for form in _DAY_FORMS:
        if found := form.fullmatch(text):
            return datetime(int(found["y"]), int(found["m"]), int(found["d"])).date()
    raise ValueError(text)


def to_yes_or_no(text: str) -> bool:
    """Whether a project was selected: "Y", "선정", "○"; "N", "미선정", "x". Raises ValueError."""
    meaning = _listed("selected").get(text.casefold())
    if meaning is None:
        raise ValueError(text)
    return meaning == "yes"
