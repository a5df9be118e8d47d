"""The release check: what a release prints, what it must have said, and what was published."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis.evidence import COLUMNS, KEY, category_label, figures, published, sound
from kcity_analysis.pages import Column, Fragment, Section, folded, joined, numeric, parts, table
from kcity_analysis.release import (
    Restoration,
    counts,
    in_language,
    read_release,
    restore,
    year_in_name,
)
from kcity_analysis.reports import tables
from kcity_analysis.reports.report import Report
from kcity_analysis.vocabulary import (
    Message,
    Quantity,
    Share,
    capital,
    find_file,
    number,
    refusing_in_its_language,
    say,
    shorten,
    unit,
)

VERDICTS = ("as printed", "proved", "recovered", "ambiguous", "lost", "contradicted")
_SURE = ("as printed", "proved", "recovered")
_SYNTHETIC = "synthetic"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReleaseCheck(Report):
    """The numbers of a release, see :func:`release_check`; its methods are the sections.

    ``tidy`` holds the restored figures that are sure, as a figures frame; ``synthetic`` says that
    the text calls itself so.
    """

    name: str
    synthetic: bool
    restored: Restoration
    _beside: pd.DataFrame

    def headline(self) -> Section:
        """Title, sentence and cards: how many numbers are what."""
        claims = self.restored.claims
        tally = claims["verdict"].value_counts()
        numbers = Quantity.of(len(claims), "numbers")
        text = [Message("check.none")]
        if len(claims):
            lines = Quantity.of(claims["sentence"].nunique(), "sentences")
            text = [Message("check.read", numbers=numbers, sentences=lines)]
            text += [
                Message(
                    f"check.verdict.{key.replace(' ', '-')}",
                    numbers=Quantity.of(int(tally[key]), "numbers"),
                )
                for key in VERDICTS
                if key in tally
            ]
        if self.synthetic:
            text = [Message("check.synthetic"), *text]
        cards: list[tuple[Message, Any, Message | None]] = [
            (
                Message(f"claim.{key.replace(' ', '-')}"),
                Quantity.of(int(tally[key])),
                Message("check.of", numbers=numbers),
            )
            for key in VERDICTS
            if key in tally
        ]
        key = "check.title.synthetic" if self.synthetic else "check.title"
        return self._headline(Message(key, name=shorten(self.name, 60)), text, cards)

    def sentences(self, flagged: bool = True) -> Section:
        """The sentences, each number as printed and as restored, with its verdict and its proof.

        ``flagged`` chooses those in which some number is not as printed, or the others.
        """
        name, kind = ("sentences", "flagged") if flagged else ("other-sentences", "printed")
        restored = self.restored
        doubted = set(restored.flagged["sentence"])
        claims = restored.claims
        claims = claims[claims["sentence"].isin(doubted) == flagged]
        if claims.empty:
            return Section(name, self._say(f"check.no-{kind}"))
        shown = [
            self._sentence(restored.text, restored.sentences, part)
            for _, part in claims.groupby("sentence", sort=False)
        ]
        number = Quantity.of(len(shown), "sentences")
        said = say(f"check.sentences.{kind}", self.language, sentences=number)
        whole = joined(parts.say(said), *shown)
        return Section(name, whole if flagged else folded(whole, said), frame=claims)

    def published_beside(self) -> Section:
        """The restored figures beside the published ones, with where they differ."""
        rows = self._beside
        if rows.empty:
            return Section("published-beside", self._say("check.nothing-sure"))
        difference = rows["restored"] - rows["published"]
        known = Quantity.of(int(rows["published"].notna().sum()), "published")
        same = Share(Quantity.of(int((difference == 0).sum())), known)
        figures = Quantity.of(len(rows), "figures")
        key = "check.beside" if known.most else "check.beside.none"
        values = {"figures": figures} | ({"share": same} if known.most else {})
        shown = rows.assign(
            label=[
                category_label(dimension, one, self.language)
                if dimension != "change"
                else say("column.change.on-year-before", self.language)
                for dimension, one in zip(rows["dimension"], rows["category"], strict=True)
            ],
            unit=[
                capital(unit(*pair, language=self.language))
                for pair in zip(rows["measure"], rows["stage"], strict=True)
            ],
            difference=difference,
            how=[
                say("check.how", self.language, printed=printed, verdict=self._verdict(verdict))
                for printed, verdict in rows["note"].str.extract("printed (.*), (.*)$").to_numpy()
            ],
        )

        def plain(value: float) -> str:
            return number(value, self.language)

        columns = [
            Column("label", say("column.figure", self.language)),
            Column("unit", say("column.measure", self.language)),
            numeric("restored", say("column.restored", self.language), plain),
            numeric("published", say("column.published", self.language), plain),
            numeric(
                "difference",
                say("column.difference", self.language),
                lambda value: tables.shown(value, value, self.language, signed=True),
            ),
            Column("how", say("column.how", self.language)),
        ]
        caption = say("check.beside.caption", self.language)
        listed = table(shown, columns, caption, language=self.language)
        return Section("published-beside", self._say(key, **values), listed, frame=rows)

    def _sentence(self, text: str, lines: pd.DataFrame, claims: pd.DataFrame) -> Fragment:
        """One sentence with its numbers marked, and a table of what they are."""
        rows = claims.sort_values("start").to_dict("records")
        line = lines.set_index("sentence").loc[rows[0]["sentence"]]
        shown = pd.DataFrame(
            [
                {
                    "about": counts(row, self.language),
                    "printed": text[row["start"] : row["end"]],
                    "restored": _restored(row),
                    "verdict": row["verdict"],
                    "candidates": in_language(row["candidates"], self.language)
                    if row["verdict"] == "ambiguous"
                    else "",
                }
                for row in rows
            ]
        )
        columns = [
            Column("about", say("column.number-of", self.language)),
            Column("printed", say("column.printed", self.language), numeric=True),
            Column("restored", say("column.restored", self.language), numeric=True),
            Column(
                "verdict",
                say("column.verdict", self.language),
                self._verdict,
                links=lambda key: _marked_verdict(key, self._verdict(key)),
            ),
            Column("candidates", say("column.candidates", self.language)),
        ]
        if shown["candidates"].eq("").all():
            columns.pop()
        proofs = list(dict.fromkeys(str(row["proof"]) for row in rows if row["proof"]))
        proof = folded(parts.notes(proofs, ""), say("check.proof", self.language))
        caption = say("check.line", self.language, line=str(line["line"]))
        listed = table(shown, columns, caption, language=self.language)
        return joined(_marked(text, line, rows), listed, proof if proofs else None)

    def _verdict(self, key: str) -> str:
        return say(f"claim.{key.replace(' ', '-')}", self.language)


@refusing_in_its_language
def release_check(release: str | Path, language: str = "en") -> ReleaseCheck:
    """The numbers of a release's text: as printed, as restored, and as published elsewhere.

    ``release`` is a file, looked for as :func:`kcity_analysis.vocabulary.find_file` says.
    Raises InputError for a file that cannot be read.
    """
    path = find_file(release)
    text = read_release(path)
    restored = restore(text, year_in_name(path.name), language=language)
    found = restored.figures()
    theirs = pd.DataFrame(columns=COLUMNS)
    if restored.year in set(published()["year"]):
        theirs = figures(restored.year)
    printed = sound(theirs)[[*KEY, "value"]].rename(columns={"value": "published"})
    ours = found[[*KEY, "value", "note"]].rename(columns={"value": "restored"})
    beside = ours.merge(printed.astype(ours[KEY].dtypes.to_dict()), on=KEY, how="left")
    first_line = text.lstrip().partition("\n")[0]
    synthetic = _SYNTHETIC in first_line.casefold()
    return ReleaseCheck(
        name=path.name,
        language=language,
        synthetic=synthetic,
        restored=restored,
        tidy=found,
        _name=path.stem,
        _sources=(),
        _beside=beside,
    )


def _marked(text: str, line: pd.Series, rows: list[dict[Hashable, Any]]) -> Fragment:
    """The sentence with each number that is not as printed struck out before what it must be."""
    sentence = str(line["text"])
    start = text.rfind(sentence, 0, rows[0]["start"] + len(sentence))
    if start < 0 or rows[-1]["end"] > start + len(sentence):
        return parts.say(sentence)
    html, plain, at = "", "", start
    for row in rows:
        between, printed = text[at : row["start"]], text[row["start"] : row["end"]]
        html += escape(between)
        plain += between + printed
        if row["verdict"] == "as printed":
            html += escape(printed)
        else:
            restored = _restored(row)
            html += f"<del>{escape(printed)}</del> <ins>{escape(restored)}</ins>"
            plain += f" [{restored}]"
        at = row["end"]
    rest = text[at : start + len(sentence)]
    quoted = f'<p class="kc-say kc-sentence" lang="{line["language"]}">{html}{escape(rest)}</p>'
    return Fragment(quoted, plain + rest)


def _restored(row: dict[Hashable, Any]) -> str:
    value = float(str(row["restored"]))
    if row["verdict"] == "as printed":
        return str(row["printed"])
    return "–" if pd.isna(value) else number(value)


def _marked_verdict(key: str, word: str) -> str:
    look = "holds" if key in _SURE else "cannot-be-determined"
    return f'<span class="kc-verdict {look}">{escape(word)}</span>'
