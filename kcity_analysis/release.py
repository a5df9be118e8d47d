"""A release's text, restored: every number as printed and as it must have been, with the proof.

See :mod:`kcity_analysis.readings` for the rule by which a translator scrambles numbers. A sentence
whose printed numbers contradict nothing stays as printed. Any other is searched for the readings
that fit it, and these are searched jointly over the release for those that fit together
(:mod:`kcity_analysis.agreement`). One left is proved, several are ambiguous, none is contradicted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kcity_analysis.agreement import clashes, implied, total
from kcity_analysis.claims import Sentence, joined, sentences
from kcity_analysis.readings import Reading, printed, readings
from kcity_analysis.rules import broken, unusual
from kcity_analysis.subjects import Subject, is_contest, subjects
from kcity_analysis.verdicts import Case, rows

COLUMNS = [
    "sentence", "line", "start", "end", "unit", "about", "year", "stage", "dimension", "category",
    "measure", "printed", "restored", "verdict", "candidates", "proof",
]  # fmt: skip


_MOST_COMBINATIONS = 5000
"""How many choices of readings are tried together over sentences that each have several."""

_MOST_JOINED = 14
"""How many numbers the sentences of one line may hold to be read as one."""


@dataclass(frozen=True)
class Restoration:
    """What became of a release.

    ``claims``: one row a number. ``sentence`` and ``line`` (from 1), ``start``/``end`` (place in
    the text), ``unit``, ``about`` (in words) and its keys ``year, stage, dimension, category,
    measure`` (empty where the subject is unknown), ``printed`` (text), ``restored`` (the value; NaN
    where lost), ``verdict`` (one of VERDICTS), ``candidates`` (values of all readings left, the
    grammar's favourite marked with ``*``), ``proof`` (why). ``text`` is the release as given,
    ``year`` its year where one is stated or follows.
    """

    text: str
    claims: pd.DataFrame
    sentences: pd.DataFrame
    year: int | None = None

    @property
    def flagged(self) -> pd.DataFrame:
        """The claims of sentences that are not, or may not be, as the Korean had them."""
        kept = self.claims.loc[self.claims["verdict"] != "as printed", "sentence"]
        return self.claims[self.claims["sentence"].isin(set(kept))]

    def figures(self) -> pd.DataFrame:
        """The restored figures of the contest in the shape of the figures frame.

        Proved and recovered figures have confidence "high", those as printed "medium"; ambiguous,
        lost and contradicted ones are left out, and so is one that the text states in two values.
        """
        return _figures(self.claims, self.year)


def restore(
    text: str,
    known: pd.DataFrame | None = None,
    calendar: pd.DataFrame | None = None,
    year: int | None = None,
) -> Restoration:
    """Restores the numbers of a release.

    ``known`` is a figures frame: only its totals of the year before are used, to check the changes
    that a release states; the figures of the release's own year prove nothing here. ``calendar``
    (``year, stage, event, first_day, last_day``) gives back days that were lost. ``year`` is the
    release's own; without it the year is read from the text, or from the changes it states.
    Any text will do: one without numbers gives an empty frame.

    >>> done = restore("A total of 39 cases were received from 111 countries.")
    >>> done.claims[["unit", "printed", "restored", "verdict"]].values.tolist()
    [['cases', '39', 111.0, 'proved'], ['countries', '111', 39.0, 'proved']]
    """
    found = sentences(text)
    numbered = [sentence for sentence in found if sentence.slots]
    about = subjects(found) if is_contest(text) else {}
    stated = year if year is not None else _stated_year(found)
    cases = {sentence.number: _examine(sentence, stated) for sentence in numbered}
    year, before = _year_and_before(stated, cases, about, known)
    if year != stated:
        cases = {sentence.number: _examine(sentence, year) for sentence in numbered}
    cases = _join(cases, about, year)
    facts = _agree(cases, about, before, year)
    _doubt(cases, about, facts, before, year)
    if not about:  # the calendar is the contest's
        calendar = None
    listed = [
        row for case in cases.values() for row in rows(case, about, facts, before, year, calendar)
    ]
    claims = pd.DataFrame(listed, columns=COLUMNS)
    texts = pd.DataFrame(
        [(one.number, one.line, one.language, one.text) for one in found],
        columns=["sentence", "line", "language", "text"],
    )
    return Restoration(text, claims, texts, year)


def _stated_year(found: list[Sentence]) -> int | None:
    """The year that a text names most, its dates first; None where it names none."""
    dated: Counter[int] = Counter()
    for sentence in found:
        for number in sentence.numbers:
            if number.unit == "date":
                match = re.match(r"\d{4}", number.text)
                dated[int(match.group()) if match else 0] += 3
            elif number.unit == "year" and number.value and 2000 <= number.value <= 2100:
                dated[int(number.value)] += 1
    dated.pop(0, None)
    return dated.most_common(1)[0][0] if dated else None


def _examine(sentence: Sentence, year: int | None) -> Case:
    innocent = printed(sentence)
    faults = broken(sentence, innocent.placed, year)
    if not faults or sentence.language == "ko":
        return Case(sentence, faults, [innocent])
    case = Case(sentence, faults, [])
    _search(case, year)
    return case


def _search(case: Case, year: int | None) -> None:
    found = readings(case.sentence, year)
    case.left, case.complete, case.searched = found.readings, found.complete, True
    innocent = set(case.faults)
    case.excluded = [why for why in found.excluded if why not in innocent]


def _join(
    cases: dict[int, Case], about: dict[tuple[int, int], Subject], year: int | None
) -> dict[int, Case]:
    """Takes together the sentences of a line of which one alone has no reading.

    A translator may carry a number over into the next sentence. What is found so is never proved.
    """
    lines: dict[int, list[Case]] = {}
    for case in cases.values():
        lines.setdefault(case.sentence.line, []).append(case)
    for line in lines.values():
        slots = sum(len(case.sentence.slots) for case in line)
        stuck = any(case.searched and not case.left for case in line)
        if not (stuck and len(line) > 1 and slots <= _MOST_JOINED):
            continue
        whole = Case(joined([case.sentence for case in line]), [], [], joined=True)
        _search(whole, year)
        if whole.left:
            whole.faults = [fault for case in line for fault in case.faults]
            place = 0
            for case in line:
                del cases[case.sentence.number]
                for own in range(len(case.sentence.slots)):
                    subject = about.get((case.sentence.number, own))
                    if subject is not None:
                        about[whole.sentence.number, place + own] = subject
                place += len(case.sentence.slots)
            cases[whole.sentence.number] = whole
    return dict(sorted(cases.items()))


def _facts(
    sentence: Sentence, reading: Reading, about: Mapping[tuple[int, int], Subject]
) -> dict[Subject, float]:
    stated = {}
    for place, value in enumerate(reading.placed):
        subject = about.get((sentence.number, place))
        if subject is not None and value is not None:
            stated[subject] = value
    return stated


def _year_and_before(
    stated: int | None,
    cases: Mapping[int, Case],
    about: Mapping[tuple[int, int], Subject],
    known: pd.DataFrame | None,
) -> tuple[int | None, dict[str, float]]:
    """The release's year and the totals of the year before it."""
    totals = _known_totals(known)
    if stated is not None or not totals:
        return stated, totals.get((stated or 0) - 1, {})
    facts = _settled(cases, about)
    fitting = [
        year
        for year, before in totals.items()
        if (change := facts.get(Subject("reception", "change", "cases", "cases"))) is not None
        and facts.get(total("cases")) == before.get("cases", -1) + change
    ]
    if len(fitting) == 1:
        return fitting[0] + 1, totals[fitting[0]]
    return None, {}


def _known_totals(known: pd.DataFrame | None) -> dict[int, dict[str, float]]:
    if known is None or known.empty:
        return {}
    rows = known[
        (known["stage"] == "reception")
        & (known["dimension"] == "total")
        & (known["first_year"] == known["year"])
        & known["value"].notna()
    ]
    totals: dict[int, dict[str, float]] = {}
    for year, measure, value in zip(rows["year"], rows["measure"], rows["value"], strict=True):
        totals.setdefault(int(year), {})[measure] = float(value)
    return totals


def _settled(
    cases: Mapping[int, Case], about: Mapping[tuple[int, int], Subject]
) -> dict[Subject, float]:
    """The facts of sentences with one reading left; what two of them dispute is left out."""
    facts: dict[Subject, float] = {}
    disputed = set()
    for case in cases.values():
        if len(case.left) == 1:
            for subject, value in _facts(case.sentence, case.left[0], about).items():
                if facts.setdefault(subject, value) != value:
                    disputed.add(subject)
    return {subject: value for subject, value in facts.items() if subject not in disputed}


def _why_not(
    stated: Mapping[Subject, float],
    facts: Mapping[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> str:
    """Why what a reading states cannot stand beside the facts; an empty text where it can."""
    for subject, value in stated.items():
        if subject in facts and facts[subject] != value:
            return f"{subject}: the release states {facts[subject]:g} elsewhere, not {value:g}"
    known = set(clashes(facts, before, year))
    return next((c for c in clashes({**facts, **stated}, before, year) if c not in known), "")


def _agree(
    cases: Mapping[int, Case],
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
    year: int | None,
) -> dict[Subject, float]:
    """Leaves each sentence only the readings that fit the others; returns the facts agreed on."""
    open_cases = [case for case in cases.values() if len(case.left) > 1]
    for _ in range(4):
        facts = _with_implied(_settled(cases, about), before)
        narrowed = False
        for case in open_cases:
            narrowed |= len(case.left) > 1 and _narrow(case, about, facts, before, year)
        if not narrowed:
            break
    rest = [
        case
        for case in open_cases
        if len(case.left) > 1 and any(_facts(case.sentence, one, about) for one in case.left)
    ]
    _combine(rest, about, before, year, _with_implied(_settled(cases, about), before))
    return _with_implied(_settled(cases, about), before)


def _with_implied(facts: dict[Subject, float], before: Mapping[str, float]) -> dict[Subject, float]:
    return facts | {subject: value for subject, (value, _) in implied(facts, before).items()}


def _narrow(
    case: Case,
    about: Mapping[tuple[int, int], Subject],
    facts: Mapping[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> bool:
    kept = []
    for reading in case.left:
        why = _why_not(_facts(case.sentence, reading, about), facts, before, year)
        if why:
            case.excluded.append(why)
        else:
            kept.append(reading)
    if not kept or len(kept) == len(case.left):
        return False
    case.left = kept
    return True


def _combine(
    rest: list[Case],
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
    year: int | None,
    facts: dict[Subject, float],
) -> None:
    """Plain backtracking over sentences that several readings fit: keeps those of any solution."""
    size = 1
    for case in rest:
        size *= len(case.left)
    if len(rest) < 2 or size > _MOST_COMBINATIONS:
        return
    used: list[set[Reading]] = [set() for _ in rest]

    def extend(place: int, stated: dict[Subject, float], chosen: list[Reading]) -> None:
        if place == len(rest):
            for spot, reading in enumerate(chosen):
                used[spot].add(reading)
            return
        for reading in rest[place].left:
            new = _facts(rest[place].sentence, reading, about)
            if not _why_not(new, stated, before, year):
                extend(place + 1, {**stated, **new}, [*chosen, reading])

    extend(0, dict(facts), [])
    for case, kept in zip(rest, used, strict=True):
        if kept and len(kept) < len(case.left):
            case.excluded.append("no choice of the other sentences agrees with it")
            case.left = [reading for reading in case.left if reading in kept]


def _doubt(
    cases: Mapping[int, Case],
    about: Mapping[tuple[int, int], Subject],
    facts: dict[Subject, float],
    before: Mapping[str, float],
    year: int | None,
) -> None:
    """Looks again at what seemed innocent: against the facts, and in a text known as scrambled.

    A sentence that contradicts a fact proved elsewhere is searched like any other. In a text in
    which some sentence is scrambled, one that would read differently in the usual Korean order is
    doubtful: it keeps its printed numbers and shows the others beside them.
    """
    proved = {
        subject
        for case in cases.values()
        if case.changed and len(case.left) == 1 and case.searched
        for subject in _facts(case.sentence, case.left[0], about)
    }
    scrambled = any(case.searched and case.left for case in cases.values())
    for case in cases.values():
        if case.changed or case.sentence.language == "ko":
            continue
        stated = _facts(case.sentence, case.left[0], about)
        if stated and (proved or implied(facts, before)):
            others = {subject: value for subject, value in facts.items() if subject in proved}
            others |= {s: value for s, (value, _) in implied(facts, before).items()}
            why = _why_not(stated, others, before, year)
            if why:
                found = readings(case.sentence, year)
                fitting = [
                    one
                    for one in found.readings
                    if not _why_not(_facts(case.sentence, one, about), facts, before, year)
                ]
                case.clashing = why
                if fitting:
                    case.faults, case.left = [why], fitting
                    case.complete, case.searched = found.complete, True
                    continue
        if scrambled or unusual(case.sentence):
            _suspect(case, stated, facts, year, about, before)


def _suspect(
    case: Case,
    stated: Mapping[Subject, float],
    facts: Mapping[Subject, float],
    year: int | None,
    about: Mapping[tuple[int, int], Subject],
    before: Mapping[str, float],
) -> None:
    """Adds to an innocent reading those that the usual Korean order would give, if they fit."""
    if len({number.phrase for number in case.sentence.numbers}) < 2 and not any(
        number.hidden for number in case.sentence.numbers
    ):
        return
    likely = [
        one
        for one in readings(case.sentence, year).readings
        if one.cost == 0 and not _why_not(_facts(case.sentence, one, about), facts, before, year)
    ]
    if likely:
        case.left = [*case.left, *likely]
        case.doubtful = True


def _figures(claims: pd.DataFrame, year: int | None) -> pd.DataFrame:
    columns = [
        "year", "first_year", "stage", "dimension", "category", "measure", "value", "basis",
        "confidence", "note", "sources",
    ]  # fmt: skip
    kept = claims[
        (claims["dimension"] != "")
        & claims["restored"].notna()
        & claims["verdict"].isin(["as printed", "proved", "recovered"])
    ]
    if year is None or kept.empty:
        return pd.DataFrame(columns=columns)
    kept = kept.assign(year=kept["year"].astype(int), value=kept["restored"].astype(float))
    change = kept["dimension"] == "change"
    kept.loc[change, "category"] = "all"
    key = ["year", "stage", "dimension", "category", "measure"]
    once = kept.groupby(key)["value"].transform("nunique") == 1
    sure = kept["verdict"].isin(["proved", "recovered"]).map({True: "high", False: "medium"})
    kept = kept.assign(
        first_year=kept["year"], basis="published", confidence=sure, sources="",
        note="from the text of a release: printed " + kept["printed"] + ", " + kept["verdict"],
    )[once]  # fmt: skip
    kept = kept.sort_values("confidence", kind="stable").drop_duplicates(key)
    return kept.sort_index()[columns].reset_index(drop=True)
