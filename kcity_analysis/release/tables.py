"""A table of a release told in sentences, a row each: "New Southern: 35 cases from 10 countries".

The heading of a column says what its numbers count; a cell with a unit of its own keeps it. Where
both the row and the column name a category, the sentence says so with "×", and no figure of ours
is taken from it.
"""

from __future__ import annotations

import re

from kcity_analysis.release.subjects import CROSSED, category_named

Grid = list[list[str]]

_NUMBER = re.compile(r"\s*[\d,]+(?:\.\d+)?\s*(?:%|％)?\s*")
_CASES = re.compile(r"case|applicat|proposal|submission|project|건|접수|사업\s?수", re.IGNORECASE)
_COUNTRIES = re.compile(r"countr|nation|국가|개국", re.IGNORECASE)
_CITIES = re.compile(r"\bcit(?:y|ies)\b|도시", re.IGNORECASE)
_TOTAL = re.compile(
    r"^\s*(?:total|sum|all|grand total|합\s?계|총\s?계|계|소\s?계|전체)\s*$", re.IGNORECASE
)
_WORDS = {
    "en": {"cases": "cases", "countries": "countries", "cities": "cities", "total": "Total"},
    "ko": {"cases": "건", "countries": "개국", "cities": "개 도시", "total": "총"},
}


def told(grid: Grid) -> list[str]:
    """The rows of a table as sentences; a table without numbers under headings line by line."""
    head = 0
    while head < len(grid) and not any(_NUMBER.fullmatch(cell) for cell in grid[head][1:]):
        head += 1
    if not head or head == len(grid) or head > 3:
        return [" ".join(cell for cell in row if cell) for row in grid]
    headings = [_merged([row[column] for row in grid[:head]]) for column in range(len(grid[0]))]
    lines = [" ".join(dict.fromkeys(cell for cell in row if cell)) for row in grid[:head]]
    return ["", *lines, "", *(one for row in grid[head:] for one in (_row(row, headings), "")), ""]


def _merged(cells: list[str]) -> str:
    return " ".join(dict.fromkeys(cell for cell in cells if cell))


def _row(row: list[str], headings: list[str]) -> str:
    """One row in words: what its first cells name, then its numbers with what they count."""
    first = next((i for i, cell in enumerate(row) if i and _NUMBER.fullmatch(cell)), len(row))
    name = _merged(row[:first])
    language = "ko" if re.search(r"[가-힣]", name + headings[-1]) else "en"
    words = _WORDS[language]
    total = bool(_TOTAL.match(name)) or not name
    by: dict[str, dict[str, str]] = {}
    other = []
    for heading, cell in zip(headings[first:], row[first:], strict=True):
        if not _NUMBER.fullmatch(cell):
            other += [cell] if cell else []
            continue
        unit = _unit(heading)
        column = category_named(heading)
        if unit and "%" not in cell:
            by.setdefault(column, {}).setdefault(unit, cell.strip())
        elif column and "%" not in cell:
            by.setdefault(column, {}).setdefault("number", cell.strip())
        else:
            other.append(f"{heading} {cell.strip()}".strip())
    parts = []
    for column, counts in by.items():
        label = words["total"] if total and not column else name
        if column:
            label = column if total else f"{name} {CROSSED} {column}"
        parts.append(f"{label}: {_counted(counts, language)}")
    said = ". ".join(parts) or f"{name}:"
    return said + (f" ({'; '.join(other)})" if other else "") + "."


def _unit(heading: str) -> str:
    found = [
        (match.start(), unit)
        for unit, pattern in (("cases", _CASES), ("countries", _COUNTRIES), ("cities", _CITIES))
        if (match := pattern.search(heading))
    ]
    return max(found)[1] if found else ""


def _counted(counts: dict[str, str], language: str) -> str:
    words = _WORDS[language]
    if language == "ko":
        order = [unit for unit in ("countries", "cities", "cases") if unit in counts]
        return " ".join(f"{counts[unit]}{words[unit]}" for unit in order) or counts["number"]
    cases = [f"{counts[unit]} {words[unit]}" for unit in ("cases", "cities") if unit in counts]
    countries = [f"{counts['countries']} countries"] if "countries" in counts else []
    return " from ".join([*cases, *countries]) or counts["number"]
