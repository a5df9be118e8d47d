"""The "Reception result" part of a release, written from the figures in English or Korean.

Both languages are written from the same facts, each in its own order, so that nothing needs to be
machine translated: restoring either text gives back every figure as printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from kcity_analysis.evidence import sound
from kcity_analysis.release.agreement import rounded
from kcity_analysis.vocabulary import NOT_ITEMISED, NOT_STATED, InputError, categories, label

LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Count:
    """Cases and distinct countries of one cell; None where that was not published."""

    cases: int | None
    countries: int | None = None


@dataclass(frozen=True)
class Result:
    """What the reception of a year came to, in declared order."""

    year: int
    whole: Count
    before: Count
    regions: Mapping[str, Count]
    types: Mapping[str, Count]
    fields: Mapping[str, Mapping[str, int]]


def draft(year: int, figures: pd.DataFrame, language: str = "en") -> str:
    """The reception result of a year as text.

    ``figures`` is a figures frame with the year's reception; where it holds the year before, the
    change is stated. Figures that are doubtful or were not published are left out, zeros too.
    Raises InputError where the year has no total of cases, or for another language.

    >>> from kcity_analysis.evidence import figures
    >>> print(draft(2022, figures()))
    <<Reception result>>
    <BLANKLINE>
    □ In the K-City Network contest of 2022, 33 applications were received from 17 countries.
    ㅇ Compared to the previous year, the number of countries decreased by 22, and the number of \
applications decreased by 78 (70.3%).
    """
    if language not in LANGUAGES:
        raise InputError(f"{language!r} is no language of the draft; there are en and ko")
    result = _result(year, figures)
    if result.whole.cases is None:
        raise InputError(f"no total of the applications of {year} is known, so nothing to draft")
    return "\n".join(_english(result) if language == "en" else _korean(result))


def _result(year: int, figures: pd.DataFrame) -> Result:
    rows = sound(figures)
    rows = rows[(rows["stage"] == "reception") & (rows["first_year"] == rows["year"])]
    values = {
        (int(row[0]), str(row[1]), str(row[2]), str(row[3])): int(row[4])
        for row in rows[["year", "dimension", "category", "measure", "value"]].to_numpy()
        if row[3] in ("cases", "countries") and row[4] == int(row[4])
    }

    def count(dimension: str, category: str, of: int = year) -> Count:
        return Count(
            values.get((of, dimension, category, "cases")),
            values.get((of, dimension, category, "countries")),
        )

    def counts(dimension: str) -> dict[str, Count]:
        found = {name: count(dimension, name) for name in categories(dimension, year)}
        return {name: one for name, one in found.items() if one.cases}

    fields = {
        kind: {
            name: cases
            for name in categories("field")
            if (cases := values.get((year, "type_field", f"{kind} | {name}", "cases")))
        }
        for kind in categories("type", year)
    }
    regions = counts("region")
    rest = count("region", NOT_ITEMISED)
    if rest.cases:
        regions[NOT_ITEMISED] = rest
    unnamed = {NOT_ITEMISED, NOT_STATED}
    types = {kind: one for kind, one in counts("type").items() if kind not in unnamed}
    before = count("total", "all", year - 1)
    return Result(year, count("total", "all"), before, regions, types, fields)


def _some(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _cases_from(count: Count) -> str:
    cases = _some(count.cases or 0, "application", "applications")
    if count.countries is None:
        return cases
    return f"{cases} from {_some(count.countries, 'country', 'countries')}"


def _english(result: Result) -> list[str]:
    whole = result.whole
    were = "was" if whole.cases == 1 else "were"
    cases = _some(whole.cases or 0, "application", "applications")
    from_all = "" if whole.countries is None else _cases_from(whole).removeprefix(cases)
    lines = [
        "<<Reception result>>",
        "",
        f"□ In the K-City Network contest of {result.year}, {cases} {were} received{from_all}.",
        *_change(result, _english_change, "ㅇ Compared to the previous year, ", ", and ", "."),
    ]
    if result.regions:
        lines += ["", "□ By region,"]
        lines += [
            f"ㅇ {_region_en(name)} filed {_cases_from(count)}."
            for name, count in result.regions.items()
        ]
    if result.types:
        lines += ["", "□ By type,"]
        for kind, count in result.types.items():
            were = "was" if count.cases == 1 else "were"
            cases = _some(count.cases or 0, "application", "applications")
            from_all = "" if count.countries is None else _cases_from(count).removeprefix(cases)
            lines.append(f"ㅇ For {label('type', kind).lower()}, {cases} {were} filed{from_all}.")
            listed = [
                f"{label('field', name).lower()} ({_some(cases_of, 'case', 'cases')})"
                for name, cases_of in result.fields[kind].items()
            ]
            if listed:
                text = ", ".join(listed)
                lines.append(f"– {text[0].upper()}{text[1:]}.")
    return lines


def _region_en(name: str) -> str:
    if name == NOT_ITEMISED:
        return "All other regions"
    return f"The {label('region', name)} region"


def _english_change(measure: str, now: int, before: int) -> str:
    noun = {"countries": "the number of countries", "cases": "the number of applications"}[measure]
    if now == before:
        return f"{noun} stayed the same"
    verb = "increased" if now > before else "decreased"
    return f"{noun} {verb} by {abs(now - before):,}{_percent(measure, now, before)}"


def _percent(measure: str, now: int, before: int) -> str:
    if measure != "cases" or not before:
        return ""
    return f" ({rounded(100 * abs(now - before) / before)}%)"


def _change(
    result: Result, said: Callable[[str, int, int], str], head: str, joint: str, end: str
) -> list[str]:
    """The line that compares with the year before, or none where that is unknown."""
    now, before = result.whole, result.before
    parts = []
    if now.countries is not None and before.countries is not None:
        parts.append(said("countries", now.countries, before.countries))
    if now.cases is not None and before.cases is not None:
        parts.append(said("cases", now.cases, before.cases))
    return [head + joint.join(parts) + end] if parts else []


def _count_ko(count: Count) -> str:
    countries = "" if count.countries is None else f"{count.countries:,}개국 "
    return f"{countries}{count.cases:,}건"


def _korean(result: Result) -> list[str]:
    lines = [
        "<<접수 결과>>",
        "",
        f"□ {result.year}년 「K-City Network」 국제공모에 총 "
        f"{_count_ko(result.whole)}이 접수되었다.",
        *_change(result, _korean_change, "ㅇ 전년 대비 ", ", ", "."),
    ]
    if result.regions:
        listed = [f"{_region_ko(name)} {_count_ko(one)}" for name, one in result.regions.items()]
        lines += ["", "□ 지역별로는,", f"ㅇ {', '.join(listed)}이 접수되었다."]
    if result.types:
        lines += ["", "□ 유형별로는,"]
        for kind, count in result.types.items():
            name = label("type", kind, "ko")
            lines.append(f"ㅇ {name}{_topic(name)} {_count_ko(count)}이 접수되었다.")
            fields = [
                f"{label('field', field, 'ko')}({cases:,}건)"
                for field, cases in result.fields[kind].items()
            ]
            if fields:
                lines.append(f"- {', '.join(fields)}")
    return lines


def _region_ko(name: str) -> str:
    return label("region", name, "ko") + ("" if name == NOT_ITEMISED else " 지역")


def _korean_change(measure: str, now: int, before: int) -> str:
    noun = {"countries": "참여국가는", "cases": "접수건수는"}[measure]
    if now == before:
        return f"{noun} 같음"
    unit = {"countries": "개국", "cases": "건"}[measure]
    verb = "증가" if now > before else "감소"
    return f"{noun} {abs(now - before):,}{unit}{_percent(measure, now, before).strip()} {verb}"


def _topic(word: str) -> str:
    """The topic particle: 은 behind a final consonant, 는 behind a vowel.

    >>> _topic("계획수립"), _topic("사무소")
    ('은', '는')
    """
    last = ord(word[-1]) - 0xAC00
    return "은" if 0 <= last < 11172 and last % 28 else "는"
