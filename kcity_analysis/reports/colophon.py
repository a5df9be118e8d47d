"""What stands at the end of every report: how current it is, who made it, what its words mean."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kcity_analysis.evidence import plans, revisions, sources
from kcity_analysis.pages import Fragment, folded, parts, plain
from kcity_analysis.vocabulary import Days, Message, Term, say, wording


def edition(title: str, language: str) -> tuple[Fragment, ...]:
    """The day of the newest source, the next result, who made the report, how to cite it, and
    what was corrected in the data since the edition before."""
    day = max(sources()["published_on"])
    said = [
        Message("about.as-of", date=Days(day)),
        _next(day),
        Message("about.maker"),
        Message("about.cite", title=title, date=Days(day)),
    ]
    corrected = revisions()
    if corrected.empty:
        return (
            parts.say(*(one.said(language) for one in said), say("about.revised.none", language)),
        )
    newest = corrected[corrected["date"] == corrected["date"].max()]
    names = ("about", "was", "is", "reason")
    shown = pd.DataFrame({name: wording(newest, name, language) for name in names})
    columns = {name: say(f"column.revised.{name}", language) for name in names}
    date = Days(corrected["date"].max()).said(language)
    caption = say("about.revised", language, date=date)
    table = plain(shown, columns, caption, language=language)
    text = parts.say(*(one.said(language) for one in said))
    return text, folded(table, caption)


def _next(day: str) -> Message:
    """The result that was announced for the first time after the newest source."""
    rows = plans()
    rows = rows[(rows["what"] == "chosen") & (rows["first_day"] > day[: len("2026-04")])]
    rows = rows.sort_values("first_day", kind="stable")
    if rows.empty:
        return Message("about.next.none")
    row = rows.iloc[0]
    when = Days(row["first_day"], row["last_day"])
    return Message("about.next", type=Term("type", row["type"]), year=row["year"], when=when)


def words(figures: pd.DataFrame, language: str) -> Fragment:
    """The words that a report of these figures uses, with their meaning.

    ``figures`` are its ``tidy`` ones. The same words, in English, stand in ``docs/methods.md``.
    """
    shown = pd.DataFrame(
        {
            "term": [say(f"glossary.term.{one}", language) for one in _used(figures)],
            "meaning": [say(f"glossary.meaning.{one}", language) for one in _used(figures)],
        }
    )
    columns = {one: say(f"column.glossary.{one}", language) for one in ("term", "meaning")}
    return plain(shown, columns, say("glossary.caption", language), language=language)


def _used(figures: pd.DataFrame) -> list[str]:
    held: dict[str, set[Any]] = {
        name: set(figures[name]) if name in figures else set()
        for name in ("stage", "category", "basis", "measure")
    }
    used = {
        "kind": "KIND" in held["category"],
        "kaia": "KAIA" in held["category"],
        "southern": "New Southern" in held["category"],
        "northern": "New Northern" in held["category"],
        "case": "reception" in held["stage"],
        "project": "selection" in held["stage"],
        "city": "selection" in held["stage"],
        "least": "bounded" in held["basis"],
        "published": "published" in held["basis"],
        "recomputed": "recomputed" in held["basis"],
        "derived": "derived" in held["basis"],
        "bounded": "bounded" in held["basis"],
        "points": any("points" in str(one) for one in held["measure"]),
    }
    return ["programme", "ministry", *(one for one, is_used in used.items() if is_used)]
