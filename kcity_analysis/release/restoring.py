"""A release's text, restored: every number as printed and as it must have been, with the proof.

See :mod:`release.readings` for the rule by which a translator scrambles numbers. A sentence
whose printed numbers contradict nothing stays as printed. Any other is searched for the readings
that fit it, and these are searched jointly over the release for those that fit together
(:mod:`release.agreement`). One left is proved, several are ambiguous, none is contradicted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis.release.agreement import total
from kcity_analysis.release.claims import Sentence, sentences
from kcity_analysis.release.inquiries import Case, Evidence, rows
from kcity_analysis.release.joint import agree, doubt, examine, join, settled, stated_by
from kcity_analysis.release.rules import bounds
from kcity_analysis.release.subjects import Subject, is_contest, subjects
from kcity_analysis.vocabulary import InputError, plural, shorten

COLUMNS = [
    "sentence", "line", "start", "end", "unit", "about", "year", "stage", "dimension", "category",
    "measure", "printed", "restored", "verdict", "candidates", "proof",
]  # fmt: skip


VERDICTS_OPEN = ["ambiguous", "lost", "contradicted"]
"""The verdicts that somebody must look at; the others are settled."""


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

    def rows(self, source_id: str = "") -> pd.DataFrame:
        """The restored figures with the columns of ``data/published_figures.csv``, for review.

        ``source_id`` names the release in ``data/sources.csv``; until it is filled in, the rows are
        refused where figures are read.
        """
        rows = self.figures().assign(printed_as="", source_id=source_id)
        rows["value"] = [f"{value:.10g}" for value in rows["value"]]
        columns = ["year", "first_year", "stage", "dimension", "category", "measure"]
        return rows[[*columns, "value", "printed_as", "confidence", "note", "source_id"]]


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
    cases = {sentence.number: examine(sentence, stated) for sentence in numbered}
    year, before = _year_and_before(stated, cases, about, known)
    if year != stated:
        cases = {sentence.number: examine(sentence, year) for sentence in numbered}
    cases = join(found, cases, about, year)
    facts = agree(cases, about, before, year)
    doubt(cases, about, facts, before, year)
    lines = {
        subject: case.sentence.line
        for case in reversed(cases.values())
        if len(case.left) == 1
        for subject in stated_by(case.sentence, case.left[0], about)
    }
    # The calendar is the contest's: a release about something else gets no day from it.
    evidence = Evidence(about, facts, lines, before, year, calendar if about else None)
    listed = [row for case in cases.values() for row in rows(case, evidence)]
    claims = pd.DataFrame(listed, columns=COLUMNS)
    texts = pd.DataFrame(
        [(one.number, one.line, one.language, one.text) for one in found],
        columns=["sentence", "line", "language", "text"],
    )
    return Restoration(text, claims, texts, year)


def spoken(restored: Restoration, everything: bool = False) -> Iterator[str]:
    """A restoration in lines of plain text: each sentence with what became of its numbers.

    Only the sentences with a number that is not as printed, unless ``everything`` is asked for.
    """
    claims = restored.claims
    if claims.empty:
        yield "no claims found"
        return
    counts = claims["verdict"].value_counts()
    summary = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    numbers = plural(len(claims), "number")
    yield f"{numbers} in {plural(claims['sentence'].nunique(), 'sentence')}: {summary}"
    shown = claims if everything else restored.flagged
    texts = restored.sentences.set_index("sentence")["text"]
    for sentence, rows_of in shown.groupby("sentence", sort=False):
        yield ""
        yield f"line {rows_of['line'].iloc[0]}: {shorten(texts[sentence], 200)}"
        claims_of = rows_of.to_dict("records")
        shared = _shared([str(claim["proof"]) for claim in claims_of])
        for claim in claims_of:
            own = str(claim["proof"])[len(shared) :].lstrip("; ")
            yield f"  {_said(claim)}{': ' + own if own and len(claims_of) > 1 else ''}"
        for reason in shared.split("; "):
            yield f"      {reason}"


def _shared(proofs: list[str]) -> str:
    """The reasons that all of several proofs begin with."""
    if len(proofs) == 1:
        return proofs[0]
    reasons = zip(*(proof.split("; ") for proof in proofs), strict=False)
    return "; ".join(one for one, *others in takewhile(lambda r: len(set(r)) == 1, reasons))


def _said(claim: dict[Hashable, Any]) -> str:
    """One number in words: as printed, as restored, what it counts, the verdict."""
    value = claim["restored"]
    now = "?" if value != value else f"{value:,.15g}".replace(",", "")
    now = claim["printed"] if claim["unit"] == "date" else now
    others = f" (of {claim['candidates']})" if claim["verdict"] == "ambiguous" else ""
    named = claim["about"] or claim["unit"]
    return f"{claim['printed']} -> {now}  {claim['verdict']}{others}  {named}"


def read_release(path: Path) -> str:
    """The text of a file in whatever encoding: UTF-16 by its mark, UTF-8, else Korean (CP949).

    Raises InputError where the file cannot be read at all.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp949", errors="replace")


def year_in_name(name: str) -> int | None:
    """The year that the name of a release's file states.

    >>> year_in_name("release_2021-04-27_en.txt")
    2021
    """
    match = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    return int(match[1]) if match else None


def _stated_year(found: list[Sentence]) -> int | None:
    """The year that a text names most, its dates first; None where it names none."""
    dated: Counter[int] = Counter()
    for sentence in found:
        for number in sentence.numbers:
            if number.unit == "date":
                match = re.match(r"\d{4}", number.text)
                dated[int(match.group()) if match else 0] += 3
            elif number.unit == "year" and number.value and 2000 <= number.value <= 2100:
                if bounds(sentence, number):  # "by 2030": a plan's year, not the release's
                    continue
                dated[int(number.value)] += 1
    dated.pop(0, None)
    return dated.most_common(1)[0][0] if dated else None


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
    facts = settled(cases, about)
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
