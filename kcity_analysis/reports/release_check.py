"""The release check: what a release prints, what it must have said, and what was published."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from kcity_analysis.evidence import COLUMNS, KEY, category_label, figures, published, sound
from kcity_analysis.pages import Column, Fragment, Section, joined, numeric, parts, tables
from kcity_analysis.release import Restoration, read_release, restore, year_in_name
from kcity_analysis.reports import report
from kcity_analysis.vocabulary import (
    DATA,
    PROJECT,
    capital,
    listing,
    number,
    plural,
    read_csv,
    shorten,
    signed,
)

_WORDS = {
    "as printed": ("as printed", "are as printed"),
    "proved": ("proved", "are restored with proof"),
    "recovered": ("recovered", "are recovered from elsewhere"),
    "ambiguous": ("ambiguous", "are ambiguous"),
    "lost": ("lost", "are lost"),
    "contradicted": ("contradicted", "contradict another figure"),
}
_MARKS = {"as printed": "holds", "proved": "holds", "recovered": "holds"}
_SYNTHETIC = "synthetic"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReleaseCheck:
    """The numbers of a release, see :func:`release_check`; its methods are the sections.

    ``tidy`` holds the restored figures that are sure, as a figures frame; ``synthetic`` says that
    the text calls itself so.
    """

    name: str
    synthetic: bool
    restored: Restoration
    tidy: pd.DataFrame
    _beside: pd.DataFrame

    def headline(self) -> Section:
        """Title, sentence and cards: how many numbers are what."""
        claims = self.restored.claims
        tally = claims["verdict"].value_counts()
        sentence = "No claims were found: the text has no number that could be checked."
        if len(claims):
            several = plural(claims["sentence"].nunique(), "sentence")
            parts = [
                f"{number(tally[verdict])} {_verb(tally[verdict], words)}"
                for verdict, (_, words) in _WORDS.items()
                if verdict in tally
            ]
            sentence = f"Of {plural(len(claims), 'number')} in {several}, {listing(parts)}."
        cards = [
            (word.capitalize(), number(tally[verdict]), "of " + plural(len(claims), "number"))
            for verdict, (word, _) in _WORDS.items()
            if verdict in tally
        ]
        title = f"Release check: {shorten(self.name, 60)}"
        if self.synthetic:
            title += " (synthetic)"
            sentence = f"This text is synthetic: no contest had these figures. {sentence}"
        return report.headline_of(title, sentence, cards)

    def sentences(self, flagged: bool = True) -> Section:
        """The sentences, each number as printed and as restored, with its verdict and its proof.

        ``flagged`` chooses those in which some number is not as printed, or the others.
        """
        name = "sentences" if flagged else "other-sentences"
        restored = self.restored
        doubted = set(restored.flagged["sentence"])
        claims = restored.claims
        claims = claims[claims["sentence"].isin(doubted) == flagged]
        if claims.empty:
            text = "No sentence is wholly as printed."
            return Section(name, parts.say("No number had to be restored." if flagged else text))
        shown = [
            _sentence(restored.text, restored.sentences, part)
            for _, part in claims.groupby("sentence", sort=False)
        ]
        verb = "has a number that is not as printed" if flagged else "is as printed"
        if len(shown) != 1:
            verb = "have a number that is not as printed" if flagged else "are as printed"
        several = plural(len(shown), "sentence")
        whole = joined(parts.say(f"{several} {verb}."), *shown)
        part = whole if flagged else tables.folded(whole, f"{several} as printed")
        return Section(name, part, frame=claims)

    def published_beside(self) -> Section:
        """The restored figures beside the published ones, with where they differ."""
        rows = self._beside
        if rows.empty:
            text = "The text gives no figure of the contest that is sure."
            return Section("published-beside", parts.say(text))
        difference = rows["restored"] - rows["published"]
        known = int(rows["published"].notna().sum())
        same = int((difference == 0).sum())
        text = f"{plural(len(rows), 'restored figure')}; "
        text += (
            f"{number(same)} of the {number(known)} published elsewhere " if known else "none is "
        )
        text += (
            ("are the same." if same != 1 else "is the same.") if known else "published elsewhere."
        )
        shown = rows.assign(
            label=[
                "Change on the year before"
                if dimension == "change"
                else category_label(dimension, one)
                for dimension, one in zip(rows["dimension"], rows["category"], strict=True)
            ],
            difference=difference,
            how=rows["note"].str.removeprefix("from the text of a release: "),
        )
        columns = [
            Column("label", "Figure"),
            Column("measure", "Measure", str.capitalize),
            numeric("restored", "Restored"),
            numeric("published", "Published"),
            numeric(
                "difference", "Difference", lambda value: "–" if pd.isna(value) else signed(value)
            ),
            Column("how", "How"),
        ]
        table = tables.table(shown, columns, "Restored figures beside the published ones")
        return Section("published-beside", parts.say(capital(text)), table, frame=rows)

    def all_figures(self) -> Section:
        """The restored, sure figures as CSV, ready to be reviewed and added to ``data/``."""
        return Section("all-figures", parts.tidy(self.tidy, Path(self.name).stem), frame=self.tidy)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return self.headline()._repr_mimebundle_(include, exclude)

    def __repr__(self) -> str:
        return repr(self.headline())


def release_check(release: str | Path) -> ReleaseCheck:
    """The numbers of a release's text: as printed, as restored, and as published elsewhere.

    ``release`` is a text file; a path that is not there as it stands is looked for in the project.
    Raises InputError for a file that cannot be read.
    """
    path = Path(release)
    if not path.is_absolute() and not path.exists():
        path = PROJECT / path
    text = read_release(path)
    restored = restore(text, year_in_name(path.name))
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
        name=path.name, synthetic=synthetic, restored=restored, tidy=found, _beside=beside
    )


def _verb(count: int, words: str) -> str:
    return (
        words.replace("are ", "is ", 1).replace("contradict ", "contradicts ")
        if count == 1
        else words
    )


def _sentence(text: str, lines: pd.DataFrame, claims: pd.DataFrame) -> Fragment:
    """One sentence with its numbers marked, and a table of what they are."""
    rows = claims.sort_values("start").to_dict("records")
    line = lines.set_index("sentence").loc[rows[0]["sentence"]]
    shown = pd.DataFrame(
        [
            {
                "about": row["about"] or row["unit"],
                "printed": text[row["start"] : row["end"]],
                "restored": _restored(row),
                "verdict": row["verdict"],
                "candidates": row["candidates"] if row["verdict"] == "ambiguous" else "",
            }
            for row in rows
        ]
    )
    columns = [
        Column("about", "Number of"),
        Column("printed", "Printed", numeric=True),
        Column("restored", "Restored", numeric=True),
        Column("verdict", "Verdict", links=_verdict),
        Column("candidates", "Candidates"),
    ]
    if shown["candidates"].eq("").all():
        columns.pop()
    proofs = list(dict.fromkeys(str(row["proof"]) for row in rows if row["proof"]))
    proof = tables.folded(parts.notes(proofs), "The proof")
    caption = f"Line {line['line']}: numbers as printed and as restored"
    table = tables.table(shown, columns, caption)
    return joined(_marked(text, str(line["text"]), rows), table, proof if proofs else None)


def _marked(text: str, sentence: str, rows: list[dict[Hashable, Any]]) -> Fragment:
    """The sentence with each number that is not as printed struck out before what it must be."""
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
    return Fragment(f'<p class="kc-say kc-sentence">{html}{escape(rest)}</p>', plain + rest)


def _restored(row: dict[Hashable, Any]) -> str:
    value = float(str(row["restored"]))
    if row["verdict"] == "as printed":
        return str(row["printed"])
    return "–" if pd.isna(value) else number(value)


def _verdict(verdict: str) -> str:
    mark = _MARKS.get(verdict, "cannot-be-told")
    return f'<span class="kc-verdict {mark}">{escape(verdict)}</span>'
