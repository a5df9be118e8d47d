"""The numbers of a Korean sentence. Nothing scrambles these, so none is a word or moves."""

from __future__ import annotations

import re

from kcity_analysis.release.slots import (
    Number,
    fixed_name,
    free_of,
    named_before,
    taken_spans,
    value_of,
)

_KOREAN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:여\s*)?"
    r"(?:(?P<countries>개\s?국(?:가)?)|(?P<cities>개\s?도시|개\s?시(?!스))|(?P<cases>건|개\s?(?:의\s*)?(?:협력\s?)?(?:사업|과제|프로젝트))"
    r"|(?P<percent>[%％]|퍼센트)|(?P<krw>(?:조|천억|백억|십억|억|천만|백만|만)?\s?원|조|천억|억|백만)"
    r"|(?P<year>년(?!\s?간|\s?동안)(?:도)?)|(?P<month>월)|(?P<day>일(?!\s?간))|(?P<years>년\s?(?:간|동안)|개년)"
    r"|(?P<months>개월)|(?P<weeks>주간?)|(?P<days>일\s?간)|(?P<hours>시간)|(?P<minutes>분(?!야))"
    r"|(?P<ordinal>차|회|번째|호|위)|(?P<count>명|개\s?사|곳|개소|개|인|가구|세대|대|종|팀|점|배|㎡))?"
)
_WON = {
    "조": 1e12,
    "천억": 1e11,
    "백억": 1e10,
    "십억": 1e9,
    "억": 1e8,
    "천만": 1e7,
    "백만": 1e6,
    "만": 1e4,
}


def korean_numbers(text: str) -> list[Number]:
    """Every number of a sentence, in order."""
    found, taken = taken_spans(text)
    free = free_of(taken)
    month, segment = 0, 0
    for match in _KOREAN.finditer(text):
        start, end = match.span("number")
        glued = re.search(r"[A-Za-z]-?$|\d[.:]$", text[max(0, start - 2) : start])
        if not free(start, end) or (glued and not named_before(text, start)):
            continue
        unit = next(
            (kind for kind, word in match.groupdict().items() if word and kind != "number"),
            "number",
        )
        named = fixed_name(text[max(0, start - 20) : start], text[end : end + 40])
        word = match[unit] if unit != "number" else ""
        scale = _WON.get(re.sub(r"\s|원$", "", word), 1.0) if unit == "krw" else 1.0
        if re.search(r"['‘’]$", text[max(0, start - 1) : start]):
            unit = "year" if unit == "number" else unit
        value = value_of(match["number"])
        month = int(value) if unit == "month" and value and value <= 12 else month
        weekday = re.match(r"\s*\(([월화수목금토일])", text[match.end() : match.end() + 4])
        segment += bool(found and re.search(r"[,;:(▲△·]|고 |며 ", text[found[-1].end : start]))
        found.append(
            Number(
                start, end, match["number"], value, "name" if named else unit,
                noun=word.strip() if unit in ("count", "cases", "cities") else "",
                scale=scale, allowed=named or (), month=month if unit == "day" else 0,
                weekday="월화수목금토일".index(weekday[1]) if weekday and unit == "day" else -1,
                total=bool(re.search(r"총\s*$", text[max(0, start - 6) : start])),
                strict=False, phrase=len(found), segment=segment,
            )
        )  # fmt: skip
    return sorted(found, key=lambda number: number.start)
