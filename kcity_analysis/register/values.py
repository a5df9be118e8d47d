"""What a cell's text means: a year, a day, yes or no, nothing. Unknown forms are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from kcity_analysis.vocabulary import NOT_STATED, fold, table

_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None
) | dict.fromkeys(map(ord, "ㆍ‧∙・•ᆞ"), "·")
"""What cannot be seen goes; the dots between words are one. (NFKC would make a vowel of "ㆍ".)"""
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(29221, 73051)  # 1980 to 2099; a smaller number is no day of a contest
_CLOCK = (
    r"(?:(?:[ T]|(?<=[일.])) ?(?:오전 ?|오후 ?|AM ?|PM ?)?"
    r"\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|시(?: ?\d{1,2}분)?)(?: ?(?:AM|PM))?"
    r"(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        r"(?P<y>\d{4})\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?",
        r"(?P<y>\d{4})년 ?(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{1,2}) (?P<n>[a-z]{3})[a-z]*\.?,? (?P<y>\d{4})",
        r"(?P<n>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})",
    )
]
_SHORT_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"['’‘](?P<s>\d{2})[./-] ?(?P<m>\d{1,2})[./-] ?(?P<d>\d{1,2})\.?",
        r"['’‘]?(?P<s>\d{2})년 ?(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일",
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        r"(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.",  # 3.10 without the last dot may be 3.1
        r"(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일",
    )
]
"""Days without the century, or without the year, which must be known otherwise."""
_COUNT = re.compile(r"[\d,.]+ ?((건|개국|개|명|cases?|countr(y|ies))(?!\w))?")
_FAULT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR)|=.+", re.S)
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def clean(text: str) -> str:
    """A cell's text with full-width letters and digits made plain and all space made single.

    What a program wraps to keep it text (``="001"``) is unwrapped.

    >>> clean(" ２０２１\\u00a0년  "), clean('="001"')
    ('2021 년', '001')
    """
    plain = text.isascii() and text.isprintable() and "  " not in text
    if plain and text[:1] not in (" ", "=", "") and text[-1] != " ":
        return text  # as most are: a million need not be taken apart
    if text[:2] == '="' and (wrapped := _AS_TEXT.fullmatch(text.strip())):
        text = wrapped[1].replace('""', '"')
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
def texts_for(use: str) -> tuple[str, ...]:
    """The words of one use in ``register_words.csv``, as they stand there."""
    return tuple(text for text, _ in _words().get(use, ()))


@cache
def words_for(use: str) -> dict[str, tuple[str, ...]]:
    """The words of one use, as they are compared, with their meanings."""
    found: dict[str, tuple[str, ...]] = {}
    for text, means in _words().get(use, ()):
        key = squeezed(text)
        found[key] = (*found.get(key, ()), means)
    return found


@cache
def _words() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for use, text, means in table("register_words").itertuples(index=False, name=None):
        found.setdefault(use, []).append((text, means))
    return found


def squeezed(text: str) -> str:
    """Text as words are compared: without case, space and marks, unless it is nothing else.

    >>> squeezed("접수 번호:"), squeezed(" - ")
    ('접수번호', '-')
    """
    text = clean(text).casefold()
    return re.sub(r"[\W_]+", "", text) or text


def is_empty(text: str) -> bool:
    """Whether an optional cell's text says that there is nothing to say ("-", "없음")."""
    return not text or squeezed(text) in words_for("empty")


def is_left_open(text: str) -> bool:
    """Whether a type or field is stated to be not stated ("not stated", "미기재")."""
    return fold(text) == NOT_STATED or squeezed(text) in words_for("open")


def is_ditto(text: str) -> bool:
    """Whether a cell says no more than "as above": 〃, 상동, a quotation mark.

    >>> is_ditto("〃"), is_ditto('"'), is_ditto("위와 같음"), is_ditto("동해")
    (True, True, True, False)
    """
    return len(text) <= 16 and squeezed(text) in words_for("ditto")


@lru_cache(maxsize=100_000)
def is_total(text: str) -> bool:
    """Whether a cell heads a row of totals: "합 계", "Total:", "소계 (12건)".

    >>> is_total("합 계"), is_total("총 8건"), is_total("Totalland")
    (True, True, False)
    """
    if len(text) > 40:
        return False
    plain = squeezed(re.sub(r"\(.*\)|\[.*\]", "", _COUNT.sub("", text)))
    return plain in words_for("total")


@lru_cache(maxsize=100_000)
def ends_in_total(text: str) -> bool:
    """Whether a cell names what it totals: "베트남 소계", "Total of Vietnam", "KAIA 합계(12)".

    >>> ends_in_total("베트남 소계"), ends_in_total("계획수립")
    (True, False)
    """
    words = re.sub(r"\(.*\)|\[.*\]|:", " ", _COUNT.sub(" ", text)).split()
    if not 2 <= len(words) <= 8:
        return False
    return any(squeezed(word) in words_for("total") for word in (words[0], words[-1]))


_COUNTED = re.compile(r"(?:총|계)? ?\d[\d,]* ?(?:건|개국|개 국|cases?|countr(?:y|ies))")


def is_count(text: str) -> bool:
    """Whether a cell says how many cases or countries there are: a row with one totals others.

    >>> is_count("2개국"), is_count("총 3건"), is_count("3")
    (True, True, False)
    """
    return len(text) <= 16 and _COUNTED.fullmatch(text) is not None


def is_worded(text: str) -> bool:
    """Whether a cell says something in words: not a number, a count ("3개국") or a fault.

    >>> is_worded("베트남"), is_worded("3개국"), is_worded("=A1")
    (True, False, False)
    """
    return not is_fault(text) and any(map(str.isalpha, _COUNT.sub("", text)))


_BULLETS = "■□◆◇▶▷►●○◎◦•★☆※▣▪-–—·<>《》〈〉「」『』【】[]()｛｝{}"
_NUMBERED = re.compile(
    r"^[\s\[(【<「《〈]*"
    r"(?:(?:[ivx]{1,4}|[a-z])\s+(?=[가-힣])|"
    r"(?:\d{1,2}|[ivx]{1,4}|[a-z]|[가나다라마바사아자차카타파하]|[ⅰ-ⅹ])[.):]|\(?\d{1,2}\)|\d{1,2}(?=[^\d.,]))\s*",
    re.IGNORECASE,
)


def unnumbered(text: str) -> str:
    """Text without the number, letter or mark that an office puts before it in a list.

    >>> unnumbered("1. 도시개발형"), unnumbered("【해외실증형】"), unnumbered("■ 2021년")
    ('도시개발형', '해외실증형', '2021년')
    """
    text = clean(text).strip(_BULLETS + " :")
    return _NUMBERED.sub("", text, count=1).strip(_BULLETS + " :")


@lru_cache(maxsize=10_000)
def to_year(text: str) -> int:
    """The year of "2021", "2021년도", "'21", "2021년 1차", or of a day. Raises ValueError.

    >>> to_year("2021년도"), to_year("'21년"), to_year("2021-01-01")
    (2021, 2021, 2021)
    """
    rounds = r"(?: ?[-(]? ?(?:상반기|하반기|전반기|후반기|제?\d차|\d분기)\)?)?"
    found = re.fullmatch(r"(20\d{2})(?:\.0+)? ?(?:년도|년|학년도)?" + rounds, text)
    if found:
        return int(found[1])
    if short := re.fullmatch(r"['’‘](\d{2}) ?(?:년도|년)?" + rounds, text):
        return 2000 + int(short[1])
    if short := re.fullmatch(r"(\d{2}) ?(?:년도|년)" + rounds, text):
        return 2000 + int(short[1])
    if "-" in text or "." in text or "/" in text or "월" in text:
        return to_day(text).year
    raise ValueError(text)


def to_day(text: str, year: int | None = None) -> date:
    """The day that a text means; an Excel serial is counted from 1900. Raises ValueError.

    Year, month, day in this order, with dashes, dots, slashes, Korean words or nothing between
    them, or with the month's English name; a time of day and a weekday may follow. Where ``year``
    is known, a day may lack it ("3/5" is 5 March, as Korean has it) or its century ("'21.3.5").
    Nothing is guessed: 18/02/2021 is refused, and so is a short year that is not the one known.

    >>> str(to_day("2021. 3. 5.(금)")), str(to_day("44260")), str(to_day("5 March 2021"))
    ('2021-03-05', '2021-03-05', '2021-03-05')
    >>> str(to_day("3/5", 2021)), str(to_day("21.3.5", 2021))
    ('2021-03-05', '2021-03-05')
    """
    text = re.sub(r" ?\(?[월화수목금토일]요일\)?| ?\([월화수목금토일]\)", "", text).strip()
    text = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? ", "", text, flags=re.I)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return _FIRST_SERIAL + timedelta(days=int(float(text)))
    for form in _DAY_FORMS:
        if found := form.fullmatch(text):
            return _day(found.groupdict(), int(found["y"]))
    for form in _SHORT_FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            known = 2000 + int(parts["s"]) if "s" in parts else year
            if known is not None:
                return _day(parts, known)
    if year is not None:
        short = f"{year % 100:02}"
        for known_form in (
            short + r"[./-] ?(?P<m>\d{1,2})[./-] ?(?P<d>\d{1,2})\.?",
            r"(?P<d>\d{1,2})-(?P<n>[a-z]{3})-(?:\d{2})?" + short,  # as Excel shows it in English
            r"(?P<n>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2})",
        ):
            if found := re.fullmatch(known_form, text, re.IGNORECASE):
                return _day(found.groupdict(), year)
    raise ValueError(text)


def _day(parts: dict[str, str], year: int) -> date:
    month = parts.get("m")
    if month is None:
        month = str(_MONTHS.index(parts["n"].casefold()) + 1)
    return datetime(year, int(month), int(parts["d"])).date()


def is_short_day(text: str) -> bool:
    """Whether a day was read by the year of its row: "3/5", "21.3.5"."""
    try:
        to_day(text)
    except ValueError:
        return True
    return False


def to_yes_or_no(text: str) -> bool:
    """Whether a project was selected: "Y", "선정", "○"; "N", "미선정", "x". Raises ValueError."""
    (meaning,) = words_for("selected").get(squeezed(text), ("",))
    if not meaning:
        raise ValueError(text)
    return meaning == "yes"


def is_mark(text: str) -> bool:
    """Whether a cell under a type's own column says "this one": ○, V, 1, or a running number.

    >>> is_mark("○"), is_mark("12"), is_mark("×"), is_mark("교통")
    (True, True, False, False)
    """
    return squeezed(text) in words_for("mark") or (text.isdecimal() and int(text) > 0)


def is_no_mark(text: str) -> bool:
    """Whether a cell under a type's own column says "not this one": ×, N, 0, -, or nothing."""
    return is_empty(text) or text == "0" or words_for("selected").get(squeezed(text)) == ("no",)


@cache
def _status_words() -> re.Pattern[str]:
    """The words for what may not count, within a longer text.

    Some begin others, too (통합플랫폼, 폐기물, 반려동물): they are meant only where they end, or go
    on as what is said of a status does.
    """
    words = [word for word, means in words_for("status").items() if means == ("ask",)]
    alone = words_for("status alone")
    words = sorted((word for word in words if len(word) > 1 and word not in alone), key=len)
    ended = rf"(?=[^가-힣]|$|{'|'.join(words_for('after a status'))})"
    begin = words_for("begins others")
    return re.compile("|".join(word + ended * (word in begin) for word in reversed(words)))


@cache
def _referring() -> re.Pattern[str]:
    """What is said of a row that is another one again: "3번과 동일", "same as No. 3"."""
    words = "|".join(r"\s?".join(map(re.escape, text.split())) for text in texts_for("same as"))
    korean = rf"(?:\d|위|상기) ?(?:번|호|행)?(?: ?건)?(?:과|와|의|을|를|으로)? ?(?:{words})"
    return re.compile(
        rf"{korean}|\b(?:{words}) (?:(?:no|nr|number|row|case|app\w*|project)s?\.? ?)*#?\d", re.I
    )


@lru_cache(maxsize=50_000)
def _verdict_words(text: str, free: bool) -> tuple[str, ...]:
    """The words of a cell that put in question whether its row counts."""
    key = squeezed(text)
    if not free and words_for("selected").get(key) == ("no",) and key not in words_for("status"):
        return (text,)
    if key in words_for("status"):
        return (
            (text,) if words_for("status")[key] == ("ask",) and not (free and key == "no") else ()
        )
    if text.isascii():  # a word of English, not letters within another one
        found = re.findall(r"[a-z]+", text.casefold())
        several = ["".join(found[at : at + n]) for n in (2, 3) for at in range(len(found) - n + 1)]
        asked = [word for word in [*found, *several] if words_for("status").get(word) == ("ask",)]
        asked = [word for word in asked if word not in words_for("status alone")]
    else:
        asked = _status_words().findall(key)
    asked += [found[0] for found in [_referring().search(text)] if found]
    if asked or free or is_empty(text) or not is_worded(text):
        return tuple(asked)
    known = [word for word, means in words_for("status").items() if means == ("in",)]
    return () if any(len(word) > 1 and word in key for word in known) else (text,)


_BRACKETED = re.compile(r"[(\[【<〈《{]([^()\[\]【】<>〈〉《》{}]+)[)\]】>〉》}]")


@cache
def _strong_words() -> frozenset[str]:
    asked = (word for word, means in words_for("status").items() if means == ("ask",))
    alone = words_for("status alone")  # what says something else as well, beside other words
    return frozenset(word for word in asked if len(word) > 1 and word not in alone)


@lru_cache(maxsize=10_000)
def left_out_by(heading: str) -> str:
    """The word by which a column tells of rows that may not count: "철회여부", "Date withdrawn".

    >>> left_out_by("철회 여부"), left_out_by("취소일자"), left_out_by("사업명")
    ('철회', '취소', '')
    """
    strong = _strong_words()
    for part in [heading, *re.split(r"[()\[\]/\n|,·]", heading)]:
        key = squeezed(part)
        for ending in ("", *words_for("left out heading")):
            if key.endswith(ending) and key.removesuffix(ending) in strong:
                return key.removesuffix(ending)
        words = re.findall(r"[a-z]+", part.casefold())
        if len(words) <= 5 and "not" not in words:
            for word in [*words, *(a + b for a, b in pairwise(words))]:
                if word in strong:
                    return word
    return ""


def begins_as_left_out(text: str) -> bool:
    """Whether a text of up to a line begins with a word for what may not count.

    >>> begins_as_left_out("Cancelled by the applicant"), begins_as_left_out("Cities")
    (True, False)
    """
    return len(text) <= 80 and squeezed(re.split(r"[\s(\[,.;:-]", text, maxsplit=1)[0]) in (
        _strong_words()
    )


def words_left_out(texts: list[str], *, numbers: bool = False) -> dict[int, str]:
    """The texts, by position, that are a word for what may not count, or have one in brackets or
    before or behind a dash.

    In whatever column it stands: "[취소] 주차", "예시" for a number. In a column of ``numbers`` a
    shorter word is one, too: "(예)", "e.g.".

    >>> words_left_out(["버스", "[취소] 주차", "철회", "통합 관제", "Withdrawn - Buses 2"])
    {1: '취소', 2: '철회', 4: 'Withdrawn'}
    """
    strong: Collection[str] = _strong_words()
    if numbers:
        strong = {*strong, *words_for("example number")}
    found = {}
    for at, text in enumerate(texts):
        if not text:
            continue
        parts = [text] if len(text) <= 20 else []
        if len(ends := _DASHED.split(text)) > 1:
            parts += [ends[0], ends[-1]]
        if text[0] in _OPENING or text[-1] in _CLOSING:
            parts += [re.sub(r"[\d./-]+", "", part) for part in _BRACKETED.findall(text)]
        if word := next((part.strip() for part in parts if squeezed(part) in strong), ""):
            found[at] = word
    return found


_OPENING, _CLOSING = set("([【<〈《{"), set(")]】>〉》}")
_DASHED = re.compile(r"\s*(?:[:：|]|[-–—/]+(?=\s)|(?<=\s)[-–—/]+)\s*")
MAY_LEAVE_OUT = r"^.{0,19}[^0-9]$|^[(\[【<〈《{]|[)\]】>〉》}]$|[:：|]|[-–—/] | [-–—/]"
"""The pattern of what :func:`words_left_out` finds, and of more: few of a million titles fit it."""


def verdict_on(text: str, answers: Mapping[str, str], *, free: bool) -> tuple[str, str]:
    """Whether a row counts by its status or remark: "in", "out", or "ask", and the word it is by.

    ``answers`` say so for words (squeezed). A remark (``free``) may say anything else; a status
    that is not known is asked about.

    >>> verdict_on("4.2. 신청 철회", {}, free=True), verdict_on("철회", {"철회": "out"}, free=False)
    (('ask', '신청철회'), ('out', '철회'))
    >>> verdict_on("접수완료", {}, free=False), verdict_on("담당자 출장", {}, free=True)
    (('in', ''), ('in', ''))
    """
    key = squeezed(text)
    answered = [word for word in answers if word in key]
    if "out" in (answers[word] for word in answered):
        return "out", next(word for word in answered if answers[word] == "out")
    words = [word for word in _verdict_words(text, free) if squeezed(word) not in answers]
    if answered and all(
        any(word in squeezed(other) or squeezed(other) in word for word in answered)
        for other in words
    ):
        return "in", ""
    return ("ask", words[0]) if words else ("in", "")
