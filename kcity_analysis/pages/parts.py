"""The parts of a report's page: headline, sentences, figures, notes, sources, the tidy figures.

Each is a :class:`pages.tables.Fragment`, which a notebook shows by naming it. The same
parts look right in JupyterLab and in the page that :mod:`kcity_analysis.pages.html` makes.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from kcity_analysis.evidence import sources as known_sources
from kcity_analysis.pages.section import Picture
from kcity_analysis.pages.tables import Fragment, WorkbookSheet, csv_text
from kcity_analysis.vocabulary import Days, Quantity
from kcity_analysis.vocabulary import say as say_it

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADLINE = "application/vnd.kcity.headline+json"


def headline(
    title: str,
    description: str,
    cards: Sequence[tuple[str, str, str]],
    points: Sequence[tuple[str, str]] = (),
    language: str = "en",
    status: str = "",
) -> Fragment:
    """What a report is about: its title, one sentence, its main points, the figures that matter.

    ``cards`` are (label, value, note); ``points`` are (sentence, the place on the page that has
    more, "" for none). ``status`` is that of its figures, which the index marks:
    :data:`pages.readout.MARKED`.
    """
    shown = "".join(
        f'<li class="kc-card"><span class="kc-card-label">{escape(label)}</span>'
        f'<strong class="kc-card-value{words(value)}">{escape(value)}</strong>'
        f'<span class="kc-card-note">{escape(note)}</span></li>'
        for label, value, note in cards
    )
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence, _ in points)
    html = (
        f'<h2>{escape(title)}</h2><p class="kc-say">{escape(description)}</p>'
        + (f'<ul class="kc-points">{said}</ul>' if said else "")
        + (f'<ul class="kc-cards">{shown}</ul>' if shown else "")
    )
    lines = [f"- {sentence}" for sentence, _ in points]
    lines += [f"{label}: {value}" + (f" ({note})" if note else "") for label, value, note in cards]
    text = "\n".join([title, description, *lines])
    data = {
        "title": title,
        "description": description,
        "language": language,
        "status": status,
        "points": [{"text": sentence, "anchor": anchor} for sentence, anchor in points],
        "cards": [{"label": label, "value": value, "note": note} for label, value, note in cards],
    }
    return Fragment(html, text, {HEADLINE: data})


def words(value: str) -> str:
    """The class of a card's value without a digit: a name takes more room than a number.

    >>> words("New Southern"), words("28 to 29")
    (' kc-card-words', '')
    """
    return "" if any(one.isdigit() for one in value) else " kc-card-words"


def say(*sentences: str) -> Fragment:
    """Sentences as one paragraph."""
    text = " ".join(filter(None, sentences))
    return Fragment(f'<p class="kc-say">{escape(text)}</p>', text, kind="sentence")


def notes(lines: Iterable[str], otherwise: str = "") -> Fragment:
    """Notes as a list, or one sentence where there are none."""
    known = list(dict.fromkeys(lines))
    if not known:
        return say(otherwise)
    items = "".join(f"<li>{escape(line)}</li>" for line in known)
    return Fragment(f'<ul class="kc-notes">{items}</ul>', "\n".join(f"- {line}" for line in known))


def figure(
    draw: Callable[..., Axes | None],
    rows: pd.DataFrame,
    title: str,
    description: str,
    numbers: Fragment | None = None,
    note: str = "",
    language: str = "en",
) -> Fragment | Picture:
    """A :class:`Picture`; without rows there is no chart, only the title as a sentence."""
    if rows.empty:
        return say(title)
    return Picture(draw, rows, title, description, numbers, note, language)


def numbering(ids: Iterable[str]) -> dict[str, int]:
    """The number of each source in :func:`sources`, for the tables that refer to it."""
    found = known_sources(pd.Series(list(ids), dtype=str))
    return {source: place for place, source in enumerate(found["source_id"], start=1)}


def sources(ids: Iterable[str], language: str = "en") -> Fragment:
    """Where the numbers come from: the sources of the given identifiers, numbered, with links."""
    found = known_sources(pd.Series(list(ids), dtype=str))
    items = []
    lines = []
    listed = []
    for place, row in enumerate(found.to_dict("records"), start=1):
        when = Days(row["published_on"]).said(language) if row["published_on"] else ""
        dated = {"publisher": row["publisher"], "day": when}
        name = say_it("source.dated" if when else "source.undated", language, **dated)
        kind = row.get("kind", "")
        sort = f" <small>{escape(say_it(f'source.kind.{kind}', language))}</small>" if kind else ""
        items.append(
            f'<li id="src-{escape(row["source_id"])}">'
            f'<a href="{escape(row["url"])}" rel="noreferrer">{escape(name)}</a>{sort}</li>'
        )
        lines.append(f"{place}. {name}: {row['url']}")
        listed.append((place, name, row["url"]))
    headings = ["", say_it("column.source", language), "URL"]
    sheet = WorkbookSheet(
        say_it("heading.sources", language), pd.DataFrame(listed, columns=headings)
    )
    html = f'<ol class="kc-sources">{"".join(items)}</ol>'
    return Fragment(html, "\n".join(lines), sheets=(sheet,) if listed else ())


def tidy(frame: pd.DataFrame, name: str, language: str = "en") -> Fragment:
    """Every figure of the report as CSV: to download here, and for the batch to put beside it."""
    csv = csv_text(frame, float_format="%.15g")
    link = base64.b64encode(csv.encode()).decode()
    ends = [name for name in ("value", "least", "most") if name in frame]
    known = int(frame[ends].notna().any(axis=1).sum())  # a blank is no figure
    label = say_it("figures.csv", language, figures=Quantity.of(known, "figures"))
    html = (
        f'<p class="kc-say"><a download="{escape(name)}.csv" href="data:text/csv;base64,{link}">'
        f"{escape(label)}</a></p>"
    )
    return Fragment(html, label, {"text/csv": csv})
