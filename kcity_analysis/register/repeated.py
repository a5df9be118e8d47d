"""Cases that stand in a register twice: under one number, or to all appearance."""

from __future__ import annotations

import re
from collections.abc import Collection

from kcity_analysis.register.cases import Case
from kcity_analysis.register.headings import Headings
from kcity_analysis.vocabulary import Problem


def repeated(
    cases: list[Case], headings: Headings, source: str, confirmed: Collection[int]
) -> list[Problem]:
    """A problem for each case with the number of one before it, or that looks like the same.

    Numbers may begin again each year and stage. Two rows look like the same application where
    stage, year, country, type, field, city, title and applicant agree (without case, space and
    marks) and there is a title, or a city and an applicant, to tell it by. Rows in ``confirmed``
    are known to be cases of their own.
    """
    problems: list[Problem] = []
    numbers: dict[tuple[object, ...], int] = {}
    looks: dict[tuple[object, ...], int] = {}
    for case in cases:
        if case.case_no:
            # Marks stay: 1-11 and 11-1 are two numbers.
            key = (case.year, case.stage, case.case_no.replace(" ", "").casefold())
            first = numbers.setdefault(key, case.row)
            if first != case.row:
                column = headings.texts[headings.columns["case_no"][0]]
                expected = f"a number of its own; row {first} has it already"
                action = "correct one of the two numbers, or delete the row that is too many"
                problems.append(Problem(source, case.row, column, case.case_no, expected, action))
                continue
        first = looks.setdefault(_look(case), case.row) if _tells(case) else case.row
        if first != case.row and case.row not in confirmed:
            shown = " | ".join(filter(None, [case.country, case.city, case.title, case.applicant]))
            expected = f"an application of its own; it looks like row {first}"
            action = "delete one of the two, or confirm it among the corrections (new value = old)"
            problems.append(Problem(source, case.row, "", shown, expected, action))
    return problems


def _tells(case: Case) -> bool:
    return bool(case.country and case.type and (case.title or (case.city and case.applicant)))


def _look(case: Case) -> tuple[object, ...]:
    texts = (_folded(text) for text in (case.city, case.title, case.applicant))
    return (case.year, case.stage, case.country, case.type, case.field, *texts)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold() or text
