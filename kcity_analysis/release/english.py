"""The numbers of an English sentence, also of one that a machine translated from Korean.

Each number's unit is read from a few words on either side, so that time grows with the text alone.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from kcity_analysis.release.slots import Number, fixed_name, free_of, taken_spans, value_of

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTHS = [name[:3] for name in calendar.month_name]
_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_ONES, 1)} | {
    ten + joint + one: 10 * tens + ones
    for tens, ten in enumerate(_TENS, 2)
    for ones, one in enumerate(["", *_ONES[:9]])
    for joint in (["-", " "] if one else [""])
}
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAY_NAME = r"((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s?day|nesday|rsday|urday|s|rs|r|\.)?)\b"
_WEEKDAY_AFTER = re.compile(rf"(?:,\s*\d+)?\s*(?:\(|,\s*){_DAY_NAME}")
_WEEKDAY_BEFORE = re.compile(rf"\b{_DAY_NAME}[.,]?\s*(?:the\s+)?(?:{_MONTH}\s*)?$")
_NUMBER = re.compile(
    r"XNUMX|[0-9０-９]{1,3}(?:,[0-9０-９]{3})+(?![0-9０-９])(?:\.[0-9０-９]+)?"
    r"|[0-9０-９]+(?:\.[0-9０-９]+)?"
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_WORDS |= {word: value for value, word in enumerate(_ORDINALS, 1)} | {
    "tenth": 10, "dozen": 12, "decade": 10, "once": 1, "single": 1, "both": 2, "twice": 2,
    "double": 2, "doubled": 2, "doubling": 2, "twofold": 2, "pair": 2, "half": 2,
    "triple": 3, "tripled": 3, "threefold": 3, "quadrupled": 4, "fourfold": 4, "hundred": 100,
}  # fmt: skip
_LOOSE = "|".join(
    sorted(
        set(_WORDS) - {word for word in _WORDS if re.search("[- ]", word)}, key=len, reverse=True
    )
)
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_HIDDEN = re.compile(
    rf"(?<![\w-])(?:(?P<month>{_MONTH})(?![A-Za-z])"
    rf"|(?P<word>(?:{'|'.join(_TENS)})(?:[- ](?:{_ONE}))?"
    rf"|{_LOOSE})\b(?!-(?:on|to|by|of)\b|[ ](?:of the (?:most|best|main)|another|by one)\b))",
    re.IGNORECASE,
)
COUNTRY = r"(?:countries|country|nations?)"
_CITY = r"(?:cities|city)"
_CASE = (
    r"(?:cases?|applications?|submissions?|proposals?|requests?|entries|entry|projects?|bids?|works"
    r"|programs?|programmes?|assignments|applicants?|items?|dossiers?|files|ideas?|plans|tasks?"
    r"|demonstrations?|pilots?)"
)
_PEOPLE = (
    r"(?:people|persons?|participants?|visitors?|households?|companies|institutions|firms|experts"
    r"|governments|locations?|places?|sites?|regions?|areas?|services?|solutions?|booths?|sessions?"
    r"|types?|fields?|districts?|agencies|organizations|buses|units|times|industries|teams"
    r"|officials|representatives|employees|jobs|technologies|points|sectors|themes|delegations?)"
)
_STOP = (
    r"(?:of|in|from|for|with|by|to|and|were|was|are|is|that|which|at|on|as|or|than|per|will|such)"
)
_NOUN = re.compile(
    rf"[ -]?(?:(?!{_STOP}\b)[A-Za-z'’&/-]+ +|[A-Z][a-z-]+ +and +(?=[A-Z])){{0,5}}?"
    rf"(?:(?P<countries>{COUNTRY})|(?P<cities>{_CITY}(?=\W|$)(?!\s+(?:[a-z-]+\s){{0,2}}{_CASE}\b)"
    rf"(?!\s+(?:services?|solutions?|projects?|development)\b))|(?P<cases>{_CASE})"
    rf"|(?P<count>{_PEOPLE}))(?![A-Za-z])"
)
_PLURAL = re.compile(
    rf" ?(?:(?!{_STOP}\b)[a-z'’-]+ +){{0,3}}?(?P<count>(?!{_STOP}\b)[a-z-]{{3,}}s)\b"
)
_LABEL_AFTER = re.compile(  # "34 (cases)"
    rf"\s*\((?:(?P<countries>{COUNTRY})|(?P<cities>{_CITY})|(?P<cases>{_CASE}))\)"
)
_LABEL_BEFORE = re.compile(  # "Applications: 34"
    rf"\b(?:(?P<countries>{COUNTRY})|(?P<cities>{_CITY})|(?P<cases>{_CASE})):\s*$", re.IGNORECASE
)
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred million": 1e8,
}  # fmt: skip
_SCALE = r"(?P<scale>hundred million|thousand|million|billion|trillion)"
_WON_AFTER = re.compile(
    rf"\s*(?:{_SCALE}\s*)?(?:-| )?(?:won|KRW)\b"
    rf"|\s*{_SCALE.replace('scale', 'alone')}\b(?!\s+[a-z]+s\b)"
)
_WON_BEFORE = re.compile(r"(?:KRW|₩|\bwon|US\$|USD|\$|€)\s*$")
_LENGTH = re.compile(r"\s*-?\s*(?P<unit>year|month|week|day|hour|minute|second)s?\b")
_BARE_END = re.compile(
    r"\s*(?:[.,;:)\]–—~∼\"”’'」…-]|$)|\s+(?:and|to|until|by|in|for|from|with|as|through|at|on|when"
    r"|where|which|that|is|was|will|has|have|are|were|including)\b"
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|by|since|until|till|through"
    r"|(?<!this )(?<!next )(?<!last )(?<!each )(?<!every )(?<!per )"
    r"(?<!previous )(?<!following )(?<!a )year|FY|before|after|end of|early|late|selected in)\s*$",
    re.IGNORECASE,
)
_COUNTED_YEAR = re.compile(
    rf"\s+(?:(?:new|different|overseas|foreign|local|smart|total) ){{0,2}}"
    rf"(?:{COUNTRY}|{_CITY}|{_CASE}|{_PEOPLE})\b"
)
_PLACES = re.compile(rf"\s+(?:{COUNTRY}|{_CITY})\b")
_EDITION = re.compile(  # "the 2022 project of": one thing, so its number is no count
    r"\s+(?:(?!of\b|and\b)[A-Za-z-]+ ){0,5}?"
    r"(?:project|program|programme|competition|contest|index|expo|budget)"
    r"(?=[.,;:)]|\s+(?:of|for|under|in|by|is|was|will|has)\b|$)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:increas|decreas|r[oi]se|grew|grow|fell|fall|up|down|reduc|expand|more|less|jump|drop|shorten|cut)",
    re.IGNORECASE,
)
_ADVERB_BEFORE = re.compile(
    r"\b(?:for|over|within|during|in|by|since|until|till|next|past|last|from|on|to|after|before)\s+"
    r"(?:(?:the|a|about|around|up to|next|past|last|coming|early|late|mid)[ -]*){0,3}['‘’]?$",
    re.IGNORECASE,
)  # fmt: skip
_TOTAL_BEFORE = re.compile(r"\b(?:a )?total(?: of)?\s+(?:about |over )?$|총\s*$", re.IGNORECASE)
_TOTAL_AFTER = re.compile(
    r"(?:\s+[a-z]+){0,2}\s+\(?(?:in all|in total|altogether|overall|all told|in sum)\b"
)
_FROM_COUNTRIES = re.compile(
    rf"\s+(?:of (?:them|these|those) )?(?:were |was |came |come |have come |are )?(?:all )?"
    rf"(?:received |submitted |filed |sent |handed in )?(?:from|by|across)\s+"
    rf"(?:the governments of |a total of |about |some |as many as )?[0-9,]+\s+"
    rf"(?:[A-Za-z]+ ){{0,5}}{COUNTRY}\b"
)
_COUNTED_FROM = re.compile(
    rf"\s+(?:[a-z]+ ){{0,2}}{_CASE}\s+(?:were |was )?(?:[a-z]+ )?(?:from|by|in)\s+[0-9,]+\s+"
    rf"(?:[A-Za-z]+ ){{0,5}}{COUNTRY}\b"
)
_TO_A_DAY = re.compile(rf"\s*(?:to|until|through|[-~∼–—])\s*{_MONTH}\s*\d{{1,3}}(?!\d)")
_BEFORE_A_YEAR = re.compile(  # "January 2024, 1 to May 3": the year stands where the day was
    rf"\s*,\s*\d{{1,4}}\s*(?:\(\s*{_DAY_NAME}|(?:to|until|through|[-~∼–—])\s*{_MONTH}|\)|\.?\s*$)"
)
_MOVED = r"(?:rose|grew|fell|dropped|jumped|climbed|increased|decreased|declined|surged|soared)"
_TOLD_BEFORE = re.compile(
    r"\b(?P<noun>cases|applications|submissions|proposals|projects|entries|countries|nations)"
    r"(?:,\s[^,\d]{3,60},)?\s+(?:received\s+)?(?:number(?:ed|ing)?|totall?(?:ed|ing)"
    r"|reach(?:ed|ing)|stood at|stands at|came to|amount(?:ed|ing) to|hit|was|were|is"
    rf"|{_MOVED}(?:(?!\band\b)[^;:,]){{0,40}} to)\s+(?:a total of |as many as |about )?$",
    re.IGNORECASE,
)
_TOLD_AFTER = re.compile(rf",\s+(?:the )?(?:number of )?(?P<noun>{_CASE}|{COUNTRY})\b")
_BOUNDARY = re.compile(
    r"[;:!?…()\[\]<>「」▲△•/]|,(?=\D|$)|,\s|\s[-–—]\s|\b(?:and|while|but|whereas|who|which)\b"
)
_ASIDE = re.compile(r"\([^()\d]*\)|[「」『』“”]")
_COUNTS = {"countries", "cities", "cases", "count"}
# "19 countries (21 cities)" counts one thing in two ways: its numbers move together.
_IN_BRACKETS = re.compile(
    r"[\w\s'’-]{1,40}\((?:in\s|of\s)?|\)[\w\s'’-]{1,40},?\s*|[\w\s'’-]{1,40}\),?\s*"
)
_DATE_JOIN = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:\([^()]{1,12}\))?\s*(?:to|until|till|through|and|of|[-~∼〜–—,])?\s*"
    r"(?:the\s+)?['‘’]?"
)
_RANGED = re.compile(
    r"(?:st|nd|rd|th)?\s*(?:\([^()]{1,12}\))?\s*(?:to|until|till|through|and|[-~∼〜–—])\s*(?:the\s+)?['‘’]?"
)
_RANGE_JOIN = re.compile(
    rf"\s*(?:{_SCALE})?\s*(?:won|KRW|%|percent|minutes|hours|days)?\s*"
    r"(?:to|[-~∼〜–—→])\s*(?:KRW\s*|₩\s*)?(?:up to\s*)?"
)


def english_numbers(text: str) -> list[Number]:
    """Every number of a sentence, and every word that may have been a numeral, in order."""
    found, taken = taken_spans(text)
    free = free_of(taken)
    for match in _NUMBER.finditer(text):
        if free(match.start(), match.end()):
            number = _classify(text, match)
            if number is not None:
                found.append(number)
    for match in _HIDDEN.finditer(text):
        hidden = _hidden(text, match)
        if hidden is not None:
            found.append(hidden)
    found.sort(key=lambda number: number.start)
    return _in_phrases(text, _as_above(text, _shared_units(text, found)))


def _hidden(text: str, match: re.Match[str]) -> Number | None:
    before, after = (
        text[max(0, match.start() - 12) : match.start()],
        text[match.end() : match.end() + 12],
    )
    if match["month"]:
        if not match["month"][0].isupper():
            return None
        if match["month"] in ("May", "March", "Mar") and not (
            re.match(r"\s*\d|\s*[,.)]|\s*(?:this|last|next|of)\b", after)
            or re.search(
                r"(?:in|on|of|from|by|until|this|last|early|late|mid|since|to|~)[ -]*$", before
            )
        ):
            return None
        value = _month(match["month"])
        unit, adverb = "month", True
    else:
        value, unit = _WORDS[match["word"].lower()], "word"
        length = _LENGTH.match(text, match.end())
        adverb = bool(
            length or _ADVERB_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
        )
    return Number(*match.span(), match.group(), float(value), unit, hidden=True, adverb=adverb)


def _classify(text: str, match: re.Match[str]) -> Number | None:
    """One English number with its unit, from the words on either side; None where it is a name."""
    start, end = match.span()
    value = value_of(match.group())
    before, after = text[max(0, start - 48) : start], text[end : end + 96]
    number = Number(
        start, end, match.group(), value, "number",
        adverb=bool(_ADVERB_BEFORE.search(before)),
        total=bool(_TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after)),
    )  # fmt: skip
    named = fixed_name(before, after)
    if named is not None:
        return replace(number, unit="name", allowed=named, adverb=False)
    if re.search(r"[A-Z]-?$", before) and not re.search(r"[a-z][A-Z]?$", before):
        return None
    for rule in (_as_date, _as_amount, _as_length, _as_year, _as_count):
        read = rule(number, before, after)
        if read is not None:
            return read
    if re.search(
        r"\b(?:No|Article|Articles|Section|Phase|Level|grade|Hall|Table|Figure|Part|Chapter|Version|Room|Act)\b\.?\s*$",
        before,
    ):
        return replace(number, unit="label")
    if re.match(r"[a-zA-Z㎡㎞℃]", after):
        return replace(number, unit="quantity")
    told = _TOLD_BEFORE.search(text, max(0, start - 110), start)
    told = told or (re.search(r"\bAt $", before) and _TOLD_AFTER.match(after)) or None
    if told and told["noun"].lower() in ("countries", "nations"):
        return replace(number, unit="countries", adverb=False)
    if told or _FROM_COUNTRIES.match(after):
        return replace(number, unit="cases", adverb=False)
    return number


def _as_date(number: Number, before: str, after: str) -> Number | None:
    ordinal = re.match(r"(st|nd|rd|th)\b", after)
    ending = ordinal[1] if ordinal else ""
    rest = after[ordinal.end() :] if ordinal else after
    month = re.search(rf"({_MONTH})\s*$", before)
    weekday = _WEEKDAY_AFTER.match(rest) or _WEEKDAY_BEFORE.search(before)
    day = WEEKDAYS.index(weekday[1][:3].lower()) if weekday else -1
    of_month = re.match(rf"\s*(?:of )?({_MONTH})\b", rest)
    is_year = number.value is not None and 1900 <= number.value <= 2100
    # "on June 2022", "June 2022 to July 3": a day was there.
    on = (
        re.search(rf"\b[Oo]n\s+{_MONTH}\s*$", before)
        or _TO_A_DAY.match(rest)
        or _BEFORE_A_YEAR.match(rest)
    )
    if month and (ending or day >= 0 or not is_year or on) and not _LENGTH.match(rest):
        if not ending and (_NOUN.match(rest) or re.match(r"\s*(?:%|billion|million)", rest)):
            return None
        return replace(
            number, unit="day", month=_month(month[1]), ending=ending, weekday=day, adverb=True
        )
    if ending:
        relative = re.match(r"\s*(?:of )?(?:this|next|last) month", rest)
        alone = re.search(
            r"\b(?:on|from|until|till|by|to|since|before|after|and|,)\s*(?:the\s*)?$", before
        )
        closed = re.match(
            r"\s*(?:[-,.;:)~∼–—”\"']|$|(?:that|of|to|for|and|which|in|at|until|through|as)\b)", rest
        )
        if of_month or relative or (alone and closed):
            in_month = _month(of_month[1]) if of_month else 0
            return replace(
                number, unit="day", month=in_month, ending=ending, weekday=day, adverb=True
            )
        in_order = re.match(r"\s+(?:K-City |annual )?(year|contest|edition|round)\b", rest)
        noun = in_order[1] if in_order else ""
        return replace(number, unit="ordinal", ending=ending, noun=noun)
    dated = re.search(rf"{_MONTH}\s*[\d,XNUM]+(?:st|nd|rd|th)?\s*(?:\([^()]*\))?\s*,\s*$", before)
    timed = re.search(r"\d:[\dXNUM]+\s*,\s*$", before)
    if ((dated or timed) and _BARE_END.match(rest + " ")) or (dated and day >= 0):
        return replace(number, unit="year", adverb=True)
    ranged = re.search(
        rf"({_MONTH})\s*\d+(?:st|nd|rd|th)?\s*(?:\([^()]*\))?\s*(?:to|until|and|[-~∼–—])\s*(?:the\s*)?$",
        before,
    )
    if ranged and (_BARE_END.match(rest + " ") or day >= 0):
        return replace(number, unit="day", month=_month(ranged[1]), weekday=day, adverb=True)
    if (
        of_month
        and not is_year
        and re.match(r"\s*(?:to|until|[-~∼–—,.;)]|$)", rest[of_month.end() :])
    ):
        return replace(number, unit="day", month=_month(of_month[1]), adverb=True)
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].capitalize())


def _as_amount(number: Number, before: str, after: str) -> Number | None:
    if re.match(r"\s*(?:%|％|percent\b|per cent\b|percentage)", after):
        return replace(number, unit="percent", adverb=False)
    if re.match(r"\s*:\s*(?:\d|XNUMX)", after) or re.search(r"\d\s*:\s*$", before):
        fixed = re.match(r"(?:\s*:\s*\d+)?\s*(?:match|meeting|consult|business|condition)", after)
        small = tuple(float(value) for value in (*range(1, 11), 50))
        return replace(number, unit="ratio", allowed=small if fixed else (), adverb=False)
    won = _WON_AFTER.match(after)
    if won or _WON_BEFORE.search(before):
        scale = re.match(rf"\s*{_SCALE}", after)
        factor = _SCALES[scale["scale"]] if scale else 1.0
        return replace(number, unit="krw", scale=factor, adverb=False)
    return None


def _as_length(number: Number, before: str, after: str) -> Number | None:
    length = _LENGTH.match(after)
    if not length:
        return None
    due = re.search(r"\b(?:by|until)\s*$", before)
    lasting = re.search(r"\b(?:for|over|during)\s*$", before)
    if length["unit"] == "year" and (due or ((number.value or 0) >= 1900 and not lasting)):
        return replace(number, unit="year", adverb=True)
    old = re.match(r"[ -]*years?[ -]*(?:old|ago|histor)", after)
    return replace(number, unit=length["unit"] + "s", strict=not old)


def _as_year(number: Number, before: str, after: str) -> Number | None:
    value = number.value or 0
    is_year = 1900 <= value <= 2100 and "," not in number.text
    short = re.search(r"['‘’`]$", before) and not re.match(r"['’]|\s+[A-Z]", after)
    if short and value >= 10 and not _NOUN.match(after):
        return replace(number, unit="year", adverb=True, ending="'")
    titled = re.search(r"[「『“\"'‘’<]$", before) and re.match(r"\s*[A-Z]", after)
    if titled and value >= 10:
        return replace(number, unit="year", strict=False)
    if _YEAR_BEFORE.search(before) and _BARE_END.match(after + " "):
        by = re.search(r"\bby\s*$", before)
        if by and _CHANGE.search(before) and not is_year:
            return replace(number, unit="number", adverb=False)
        return replace(number, unit="year", adverb=True, strict=not 10 <= value < 100)
    edition = re.search(r"\b(?:the|this year's)\s+$", before) and _EDITION.match(after)
    if edition and value != 1:
        return replace(number, unit="year", strict=False, adverb=True)
    named = re.search(r"\b(?:the|this|that|of|in|for|our|its|FY)\s+$|[^\w\s]\s*$", before)
    if re.search(r"\b(?:in|from|across)\s+$", before) and _PLACES.match(after):
        return None  # "in 2021 cities": as many there cannot be, and said so it is no year
    counted = bool(_COUNTED_YEAR.match(after))
    if re.search(r"^\s*$|[^\w\s]\s*$", before) and _COUNTED_FROM.match(after):
        return None  # "In 10, 2029 projects from 27 countries": the two have changed places
    starts = not before.strip() and not re.match(r"\s+(?:countries|cities|cases|applicat)", after)
    if is_year and (named or starts or not counted):
        # "April 2027" may have been "April 27": nothing is excluded from it.
        return replace(number, unit="year", strict=False)
    return None


def _as_count(number: Number, before: str, after: str) -> Number | None:
    scale = re.match(rf"\s*{_SCALE}\b", after)
    if scale:
        number, after = replace(number, scale=_SCALES[scale["scale"]]), after[scale.end() :]
    noun = (
        _NOUN.match(after)
        or _PLURAL.match(after)
        or _LABEL_AFTER.match(after)
        or _LABEL_BEFORE.search(before)
    )
    if not noun:
        return None
    unit, word = next((kind, word) for kind, word in noun.groupdict().items() if word)
    return replace(number, unit=unit, noun=word.lower(), adverb=False)


def _shared_units(text: str, found: list[Number]) -> list[Number]:
    """The first number of a range ("3~4 billion won") takes the unit of the second."""
    for place in range(len(found) - 2, -1, -1):
        first, second = found[place], found[place + 1]
        if first.hidden or second.hidden or first.unit not in ("number", "count", "krw"):
            continue
        if first.unit == "krw" != second.unit:  # "KRW 8 billion to 3 cities" is no range
            continue
        join = _RANGE_JOIN.fullmatch(text, first.end, second.start)
        if join and second.unit not in ("number", "day", "year", "date"):
            scale = first.scale if first.scale != 1.0 else second.scale
            found[place] = replace(first, unit=second.unit, noun=second.noun, scale=scale)
    return found


_FROM_ONLY = re.compile(r"\s+(?:(?:cases|applications|proposals|submissions)\s+)?(?:from|in)\s+")


def _as_above(text: str, found: list[Number]) -> list[Number]:
    """In "14 cases from 9 countries and 8 from 5" the last two count what the first two do."""
    for place in range(2, len(found) - 1):
        one, two, three, four = found[place - 2 : place + 2]
        if (one.unit, two.unit) != ("cases", "countries") or {three.unit, four.unit} != {"number"}:
            continue
        if _FROM_ONLY.fullmatch(text, three.end, four.start) and not three.hidden | four.hidden:
            found[place] = replace(three, unit="cases", noun=one.noun)
            found[place + 1] = replace(four, unit="countries", noun=two.noun)
    return found


_DATE_UNITS = ("day", "month", "year")


def _in_phrases(text: str, found: list[Number]) -> list[Number]:
    """The numbers with the phrase and the segment that each belongs to."""
    placed: list[Number] = []
    phrase = segment = 0
    for number in found:
        if placed:
            before = placed[-1]
            between = text[before.end : number.start]
            if not _moves_with(before, number, between):
                phrase += 1
                outside = _ASIDE.sub(" ", between)
                counted = {before.unit, number.unit} <= _COUNTS and before.unit != number.unit
                if counted and _IN_BRACKETS.fullmatch(outside):
                    outside = ""
                segment += bool(_BOUNDARY.search(outside))
        placed.append(replace(number, phrase=phrase, segment=segment))
    return placed


def _moves_with(before: Number, number: Number, between: str) -> bool:
    """Whether a number moves as one with that before it: dates, ranges, "31 (38.8%)", "1:1"."""
    if before.unit in _DATE_UNITS and number.unit in _DATE_UNITS:
        # "In 2022, 42 proposals": two numbers of one kind are of one date only as a range.
        joint = _RANGED if before.unit == number.unit else _DATE_JOIN
        return bool(joint.fullmatch(between))
    if number.unit == before.unit == "ratio":
        return bool(re.fullmatch(r"\s*:\s*", between))
    if number.unit == "percent" and before.unit in (*_COUNTS, "number", "krw"):
        return bool(re.fullmatch(r"[\w\s]{0,24}\((?:or |up |down |about )?[-+△▲]?\s*", between))
    same = before.unit == number.unit and not number.hidden and not before.hidden
    return same and bool(_RANGE_JOIN.fullmatch(between))
