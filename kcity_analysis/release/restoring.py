"""A release's text, restored: every number as printed and as it must have been, with the proof.

See :mod:`release.readings` for the rule by which a translator scrambles numbers. A sentence
whose printed numbers contradict nothing stays as printed. Any other is searched for the readings
that fit it, and these are held against what the rest of the release says beyond doubt
(:mod:`release.joint`). What all that are left say is proved; where they differ it is ambiguous;
where none is left, contradicted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import takewhile
from typing import Any

import pandas as pd

from kcity_analysis.evidence import figures
from kcity_analysis.release.agreement import rounded, total
from kcity_analysis.release.claims import sentences
from kcity_analysis.release.dates import bounds
from kcity_analysis.release.inquiries import Evidence, Inquiry, rows
from kcity_analysis.release.joint import agree, examine, join, settled, stated_by
from kcity_analysis.release.slots import Sentence
from kcity_analysis.release.subjects import Subject, is_contest, subjects
from kcity_analysis.vocabulary import DATA, Quantity, read_csv, say, shorten

CLAIM_COLUMNS = [
    "sentence", "line", "start", "end", "unit", "about", "year", "stage", "dimension", "category",
    "measure", "sign", "printed", "restored", "verdict", "candidates", "proof",
]  # fmt: skip


@dataclass(frozen=True, repr=False)
class Restoration:
    """What became of a release.

    ``claims``: one row a number. ``sentence`` and ``line`` (from 1), ``start``/``end`` (place in
    the text), ``unit``, ``about`` (in words) and its keys ``year, stage, dimension, category,
    measure`` (empty where the subject is unknown), ``sign`` (-1 where a decrease is stated),
    ``printed`` (text), ``restored`` (the value; NaN where lost), ``verdict`` (as printed, proved,
    recovered, ambiguous, lost or contradicted), ``candidates`` (values of all readings left, the
    favourite marked with ``*``), ``proof`` (why). ``sentences`` has ``sentence, line, language,
    text``. ``text`` is the release as given, ``year`` its year where one is stated or follows.
    """

    text: str
    claims: pd.DataFrame
    sentences: pd.DataFrame
    year: int | None = None

    def __repr__(self) -> str:
        """What :command:`kcity restore` says of it."""
        return "\n".join(spoken(self))

    def _repr_html_(self) -> str:
        columns = ["about", "unit", "printed", "restored", "verdict", "candidates", "proof"]
        shown = self.flagged[columns].to_html(index=False, border=0, na_rep="–")
        return f"<p>{escape(next(spoken(self)))}</p>{shown}"

    @property
    def flagged(self) -> pd.DataFrame:
        """The claims of sentences that are not, or may not be, as the Korean had them."""
        kept = self.claims.loc[self.claims["verdict"] != "as printed", "sentence"]
        return self.claims[self.claims["sentence"].isin(set(kept))]

    def figures(self) -> pd.DataFrame:
        """The restored figures of the contest in the shape of the figures frame.

        All have confidence "medium": one text says so. Ambiguous, lost and contradicted ones are
        left out, and so is one that the text states in two values. A decrease is below zero.
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
        rows["note_ko"] = ""
        names = ["value", "printed_as", "confidence", "note", "source_id", "note_ko"]
        return rows[[*columns, *names]]


def restore(
    text: str,
    year: int | None = None,
    *,
    known: pd.DataFrame | None = None,
    calendar: pd.DataFrame | None = None,
    language: str = "en",
) -> Restoration:
    """Restores the numbers of a release.

    ``year`` is the release's own; without it the year is read from the text, or follows from the
    changes it states. ``known`` is a figures frame (by default what was published): only its totals
    of the year before are used, and only where the changes that the release states confirm them;
    the figures of the release's own year prove nothing here. ``calendar`` (``year, stage, event,
    first_day, last_day``; by default the contest's) gives back a day that was lost, if the
    release's window is the calendar's. ``language`` is that of ``about`` and the proofs. Any text
    will do: one without numbers gives an empty frame.

    >>> done = restore("A total of 39 cases were received from 111 countries.")
    >>> done.claims[["unit", "printed", "restored", "verdict"]].values.tolist()
    [['cases', '39', 111.0, 'proved'], ['countries', '111', 39.0, 'proved']]
    """
    known = figures() if known is None else known
    calendar = read_csv(DATA / "calendar.csv") if calendar is None else calendar
    found = sentences(text)
    given = year is not None
    stated = year if given else _stated_year(found)
    found = [replace(one, year=stated, given=given) for one in found]
    contest = is_contest(text)
    about = subjects(found, stated) if contest else {}
    inquiries = {one.number: examine(one) for one in found if one.slots}
    year, before = _year_and_before(stated, inquiries.values(), about, known)
    inquiries = join(found, inquiries, about)
    facts = agree(inquiries, about)
    lines = {
        subject: inquiry.sentence.line
        for inquiry in reversed(inquiries.values())
        if inquiry.left
        for subject in stated_by(inquiry.sentence, inquiry.left[0], about)
        if subject in facts
    }
    scrambled = any(one.faults and one.left for one in inquiries.values())
    evidence = Evidence(
        about,
        facts,
        lines,
        before,
        year,
        calendar if contest and _same_window(inquiries.values(), calendar, year) else None,
        scrambled,
    )
    listed = [row for inquiry in inquiries.values() for row in rows(inquiry, evidence, language)]
    claims = pd.DataFrame(listed, columns=CLAIM_COLUMNS)
    texts = pd.DataFrame(
        [
            (one.number, one.line, one.language, text[one.start : one.start + len(one.text)])
            for one in found
        ],
        columns=["sentence", "line", "language", "text"],
    )
    return Restoration(text, claims, texts, year)


def spoken(restored: Restoration, everything: bool = False, language: str = "en") -> Iterator[str]:
    """A restoration in lines of plain text: each sentence with what became of its numbers.

    Only the sentences with a number that is not as printed, unless ``everything`` is asked for.
    What became of them is said in ``language``, the proofs as the text was restored with them.
    """
    claims = restored.claims
    if claims.empty:
        yield say("restored.none", language)
        return
    counts = claims["verdict"].value_counts()
    yield say(
        "restored.summary",
        language,
        numbers=Quantity.of(len(claims), "numbers"),
        sentences=Quantity.of(claims["sentence"].nunique(), "sentences"),
        verdicts=", ".join(
            say("restored.tally", language, count=str(count), verdict=_verdict(str(key), language))
            for key, count in counts.items()
        ),
    )
    shown = claims if everything else restored.flagged
    texts = restored.sentences.set_index("sentence")["text"]
    for sentence, rows_of in shown.groupby("sentence", sort=False):
        yield ""
        line = say("restored.line", language, line=str(rows_of["line"].iloc[0]))
        yield f"{line}: {shorten(texts[sentence], 200)}"
        claims_of = rows_of.to_dict("records")
        shared = _shared([str(claim["proof"]) for claim in claims_of])
        for claim in claims_of:
            own = str(claim["proof"])[len(shared) :].lstrip("; ")
            yield f"  {_said(claim, language)}{': ' + own if own and len(claims_of) > 1 else ''}"
        for reason in shared.split("; "):
            yield f"      {reason}"


def _shared(proofs: list[str]) -> str:
    """The reasons that all of several proofs begin with."""
    if len(proofs) == 1:
        return proofs[0]
    reasons = zip(*(proof.split("; ") for proof in proofs), strict=False)
    return "; ".join(one for one, *others in takewhile(lambda r: len(set(r)) == 1, reasons))


def in_language(candidates: object, language: str) -> str:
    """Candidates with the word for what was lost in a language."""
    return str(candidates).replace("lost", _verdict("lost", language))


def counts(claim: Mapping[Any, Any], language: str) -> str:
    """What a number of a release counts, in words: a figure of the contest, else its unit."""
    return str(claim["about"]) if claim["dimension"] else say(f"counted.{claim['unit']}", language)


def _verdict(key: str, language: str) -> str:
    return say(f"claim.{key.replace(' ', '-')}", language)


def _said(claim: dict[Hashable, Any], language: str) -> str:
    """One number in words: as printed, as restored, what it counts, the verdict."""
    value = claim["restored"]
    now = "?" if value != value else f"{value:,.15g}".replace(",", "")
    now = claim["printed"] if claim["unit"] == "date" else now
    several = say(
        "restored.candidates", language, values=in_language(claim["candidates"], language)
    )
    others = f" ({several})" if claim["verdict"] == "ambiguous" else ""
    named = counts(claim, language)
    return f"{claim['printed']} -> {now}  {_verdict(claim['verdict'], language)}{others}  {named}"


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
    inquiries: Iterable[Inquiry],
    about: Mapping[tuple[int, int], Subject],
    known: pd.DataFrame,
) -> tuple[int | None, dict[str, float]]:
    """The release's year, and the totals of the year before it where its changes confirm them."""
    totals = _known_totals(known)
    if not totals or not about:
        return stated, {}
    facts = settled(inquiries, about, sure=False)
    change = facts.get(Subject("reception", "change", "cases", "cases"))
    percent = facts.get(Subject("reception", "change", "cases", "percent"))
    if change is None:
        return stated, {}
    now = facts.get(total("cases"))
    fitting = [
        year
        for year, before in totals.items()
        if (cases := before.get("cases"))
        and (percent is None or rounded(100 * change / cases) == percent)
        and (now == cases + change or (now is None and percent is not None))
    ]
    if stated is not None:
        return stated, totals[stated - 1] if stated - 1 in fitting else {}
    if len(fitting) == 1 and now is not None:
        return fitting[0] + 1, totals[fitting[0]]
    return None, {}


def _same_window(inquiries: Iterable[Inquiry], calendar: pd.DataFrame, year: int | None) -> bool:
    """Whether the text's window of applications is the calendar's: then both are of one contest."""
    if calendar.empty or year is None:
        return False
    mine = calendar[
        (calendar["year"].astype(int) == year)
        & (calendar["stage"] == "reception")
        & calendar["event"].str.contains("window")
    ]
    windows = {
        (first[5:], last[5:])
        for first, last in zip(mine["first_day"], mine["last_day"], strict=True)
    }
    for inquiry in inquiries:
        days = [i for i, slot in enumerate(inquiry.sentence.slots) if slot.unit == "day"]
        if len(days) < 2 or not inquiry.left:
            continue
        dates = [
            f"{inquiry.sentence.slots[i].month:02d}-{inquiry.left[0].placed[i] or 0:02.0f}"
            for i in days[:2]
        ]
        if tuple(dates) in windows:
            return True
    return False


def _known_totals(known: pd.DataFrame) -> dict[int, dict[str, float]]:
    if known.empty:
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
    value = kept["restored"].astype(float) * kept["sign"]
    kept = kept.assign(year=kept["year"].astype(int), value=value)
    change = kept["dimension"] == "change"
    kept.loc[change, "category"] = "all"
    key = ["year", "stage", "dimension", "category", "measure"]
    once = kept.groupby(key)["value"].transform("nunique") == 1
    kept = kept.assign(
        first_year=kept["year"], basis="published", confidence="medium", sources="",
        note="from the text of a release: printed " + kept["printed"] + ", " + kept["verdict"],
    )[once]  # fmt: skip
    return kept.drop_duplicates(key)[columns].reset_index(drop=True)
