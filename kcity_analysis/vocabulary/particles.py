"""Korean particles, by the sound of the word before them; the article of a country in English."""

from __future__ import annotations

import re
import unicodedata

_PAIRS = ("은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라", "이나/나", "이며/며", "이고/고")
"""After a closed syllable / after an open one."""

PARTICLES = {form: pair for pair in _PAIRS for form in (pair, *pair.split("/"))}
"""How a message may name a particle ("은/는", "은" or "는"), to its pair."""

_EITHER = {pair: pair.replace("/", "(") + ")" for pair in _PAIRS} | {
    "으로/로": "(으)로",
    **{pair: f"(이){pair[-1]}" for pair in ("이라/라", "이나/나", "이며/며", "이고/고")},
}
_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ((16, "경"), (12, "조"), (8, "억"), (4, "만"), (3, "천"), (2, "백"), (1, "십"))
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "이비시디이프지치이이이엘엠엔오피큐알스티유이유스이트",
        strict=True,
    )
)
"""The last syllable of a letter's Korean name."""
_WORDS = {"KIND": "드", "KAIA": "아", "MOLIT": "트", "ASEAN": "안", "KOICA": "카"}
"""The last syllable of abbreviations that are read as words."""
_ARTICLE = re.compile(
    r"United |.+ (Islands|Republic|Territory|Territories)$|(Philippines|Netherlands|Maldives"
    r"|Bahamas|Gambia|Comoros|Seychelles|DR Congo|Congo|Caribbean Netherlands)$"
)
_SYMBOLS = {"%": "트", "‰": "밀", "$": "러", "₩": "원", "€": "로"}


def with_article(text: str) -> str:
    """A country as it stands within an English sentence.

    >>> with_article("Philippines"), with_article("United States"), with_article("Vietnam")
    ('the Philippines', 'the United States', 'Vietnam')
    """
    return f"the {text}" if _ARTICLE.match(text) else text


def with_particle(text: str, particle: str) -> str:
    """A word and the form of a particle that its last sound asks for.

    Digits are read as Sino-Korean numbers (10 is 십), capitals by their Korean names (R is 알)
    unless the abbreviation is read as a word, other Latin words by their last letters: l, m, n, ng
    and a short vowel with k, p or t close the syllable. A remark in brackets after the word is
    skipped, as the Korean orthography has it, and so are quotation marks and closing signs. Where
    the reading is not known, both forms stand: "은(는)".

    >>> [with_particle(word, "은/는") for word in ("신남방", "아프리카", "39개국", "KIND")]
    ['신남방은', '아프리카는', '39개국은', 'KIND는']
    >>> with_particle("서울", "으로/로"), with_particle("2021", "을"), with_particle("☃", "이")
    ('서울로', '2021을', '☃이(가)')
    """
    pair = PARTICLES[particle]
    closed, opened = pair.split("/")
    coda = _coda(text)
    if coda is None:
        return text + _EITHER[pair]
    if coda == "ㄹ" and pair == "으로/로":
        return text + opened
    return text + (closed if coda else opened)


def _coda(text: str) -> str | None:
    """The consonant that closes the last syllable as it is read; "" for none, None: not known."""
    word = _last_word(text)
    syllable = _WORDS.get(word) or _SYMBOLS.get(word[-1:]) or _reading(word)
    if syllable is None:
        return None
    jamo = unicodedata.normalize("NFD", syllable)
    if len(jamo) not in (2, 3) or not "가" <= unicodedata.normalize("NFC", syllable) <= "힣":
        return None
    return "" if len(jamo) == 2 else "ㄹ" if jamo[2] == "\u11af" else "other"


def _last_word(text: str) -> str:
    """The last word or number, without what is not read aloud after it."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Mn")
    text = _outside_brackets(unicodedata.normalize("NFC", text))
    found = re.search(r"(\d[\d,]*(?:\.\d+)?|[A-Za-z]+|.)$", text)
    return found[0] if found else ""


def _outside_brackets(text: str) -> str:
    while True:
        text = re.sub(r"[^\w%‰$₩€)\]]+$", "", text)
        if not text.endswith((")", "]")):
            return text
        depth, start = 0, 0
        for start in range(len(text) - 1, -1, -1):
            depth += (text[start] in ")]") - (text[start] in "([")
            if not depth:
                break
        outside = "" if depth else text[:start]
        text = outside if re.search(r"\w", outside) else text[start:-1].lstrip("([")


def _reading(word: str) -> str | None:
    """The last syllable of a word as Korean reads it; None where it has no known reading."""
    if not word:
        return None
    if word[-1].isdecimal() and word.isascii():
        return _read_number(word.replace(",", ""))
    if word.isascii() and word.isalpha():
        if word.isupper() or len(word) == 1:
            return _LETTERS[word[-1].upper()]
        return _read_latin(word.lower())
    return word[-1]


def _read_number(digits: str) -> str:
    if "." in digits or not digits.strip("0"):
        return _DIGITS[int(digits[-1])]
    zeros = len(digits) - len(digits.rstrip("0"))
    return next((name for least, name in _PLACES if zeros >= least), _DIGITS[int(digits[-1])])


def _read_latin(word: str) -> str:
    if word.endswith("l"):
        return "을"
    if re.search(r"(m|n|ng|(?<![aeiou])[aeiou](k|ck|p|t))$", word):
        return "은"
    return "으"
