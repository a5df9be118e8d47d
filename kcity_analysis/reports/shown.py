"""Frames that show themselves: in a notebook a sentence, a chart and a table, and still a frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import category_label
from kcity_analysis.pages import (
    Column,
    Fragment,
    Picture,
    Section,
    WorkbookSheet,
    numeric,
    parts,
    table,
)
from kcity_analysis.reports import tables
from kcity_analysis.reports.report import drawn
from kcity_analysis.vocabulary import (
    Listing,
    Message,
    Quantity,
    capital,
    number,
    say,
    span_of,
    unit,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 20
"""Lines of a table that a frame shows; the frame has them all."""

_FIGURE = ["year", "first_year", "stage", "dimension", "category"]
_ENDS = ["least", "most"]


class Answer(pd.DataFrame):
    """A frame that shows itself in a notebook, and gives its chart and a workbook.

    Whatever is done to it as a frame gives one again. ``title`` heads what it shows, ``language``
    ("en" or "ko") is that of the words.
    """

    _metadata = ["_title", "language", "text"]  # noqa: RUF012 # as pandas has it
    _title: str | Message = ""
    language = "en"
    text = ""

    @classmethod
    def of(
        cls, frame: pd.DataFrame, title: str | Message, language: str = "en", text: str = ""
    ) -> Self:
        """A frame with a title, and ``text`` that is to be known with it."""
        made = cls(frame)
        made._title, made.language, made.text = title, language, text
        return made

    @property
    def title(self) -> str:
        """What heads it; a message is said when it is shown, which opens the catalogue."""
        known = self._title
        return known.said(self.language) if isinstance(known, Message) else known

    @property
    def _constructor(self) -> Callable[..., Answer]:
        return type(self)

    def section(self) -> Section:
        """What it shows, as a section: sentence, chart and table, each to be taken apart."""
        return Section("frame", *_parts(self), frame=pd.DataFrame(self))

    @property
    def sheets(self) -> tuple[WorkbookSheet, ...]:
        """The whole frame, as a workbook has it."""
        return (WorkbookSheet(self.title or "–", pd.DataFrame(self), self.text),)

    def chart(self, number: int = 1, title: str = "", colours: Any = ()) -> Figure:
        """Its chart in the house style, see :meth:`kcity_analysis.pages.Section.chart`."""
        return self.section().chart(number, title, colours)

    def save(self, path: str | Path, title: str = "", colours: Any = ()) -> Path:
        """Its chart (.png, .svg, .pdf), its figures (.csv) or a workbook (.xlsx) as a file."""
        return self.section().save(path, title or self.title, colours)

    def _repr_html_(self) -> str:
        return str(self.section()._repr_mimebundle_()["text/html"])


def _parts(frame: Answer) -> list[Fragment | Picture]:
    columns = set(frame.columns)
    said = [parts.say(frame.text)] if frame.text else []
    if len(frame) and {*_FIGURE, "measure", "basis", *_ENDS} <= columns:
        return [*said, *_figures(frame)]
    if len(frame) and {"base_year", "base_least", "change_least", "contribution_least"} <= columns:
        return [*said, *_changes(frame)]
    if {"project_id", "budget_low_krw", "type_basis", "title"} <= columns:
        some = pd.DataFrame(frame).head(MOST_ROWS)
        caption = _caption(frame, len(frame))
        return [*said, tables.projects(some, caption, {}, frame.language)]
    return [*said, _plain(frame)]


def _caption(frame: Answer, length: int) -> str:
    """The title; where not all rows are shown, how many are."""
    if length <= MOST_ROWS:
        return frame.title
    some, every = Quantity.of(MOST_ROWS), Quantity.of(length)
    return say("answer.first", frame.language, shown=some, all=every, title=frame.title)


def _plain(frame: Answer) -> Fragment:
    """Any frame as a table: its named index and its columns, the first lines."""
    named = any(name is not None for name in frame.index.names)
    rows = pd.DataFrame(frame.reset_index(allow_duplicates=True) if named else frame)
    if not rows.columns.is_unique:
        rows.columns = pd.RangeIndex(rows.shape[1])
    language = frame.language

    def show(value: Any) -> str:
        missing = pd.api.types.is_scalar(value) and pd.isna(value)
        return "" if missing else str(value)

    def count(value: Any) -> str:
        if pd.isna(value):
            return "–"
        return say("answer.no-limit", language) if math.isinf(value) else number(value, language)

    columns = [
        numeric(name, str(name), count)
        if pd.api.types.is_numeric_dtype(rows[name]) and "year" not in str(name)
        else Column(name, str(name), show)
        for name in rows.columns
    ]
    return table(rows.head(MOST_ROWS), columns, _caption(frame, len(rows)), language=language)


def _changes(frame: Answer) -> list[Fragment | Picture]:
    """The change of the totals, and by region or whatever else is left in the frame."""
    language, rows = frame.language, pd.DataFrame(frame)
    numbers = [name for name in rows if pd.api.types.is_numeric_dtype(rows[name])]
    floats = [name for name in numbers if not str(name).endswith("year")]
    rows = rows.astype(dict.fromkeys(floats, float))
    found: list[Fragment | Picture] = []
    for dimension in list(dict.fromkeys(rows["dimension"]))[:2]:
        part = rows[rows["dimension"] == dimension]
        made = tables.changes(part, frame.title, language)
        if dimension == "total":
            found.append(made)
            continue
        words = charts.describe_dumbbells(part, language=language)
        found.append(
            Picture(
                lambda shown: charts.dumbbells(shown, language=language), drawn(part), frame.title,
                words, made, language=language,
            )
        )  # fmt: skip
    return found


def _figures(frame: Answer) -> list[Fragment | Picture]:
    """How many figures, a chart of the first dimension that has one, and a line a category."""
    language, rows = frame.language, pd.DataFrame(frame)
    exact = (rows["least"] == rows["most"]).fillna(False).astype(bool)
    years = Listing([str(one) for one in sorted(set(rows["year"]))])
    tally = {
        "figures": Quantity.of(len(rows), "figures"),
        "exact": Quantity.of(int(exact.sum())),
        "bounded": Quantity.of(int((~exact).sum())),
    }
    said = parts.say(say("answer.figures", language, years=years, **tally))
    return [said, *_bars(rows, language), _lines(frame, rows)]


def _bars(rows: pd.DataFrame, language: str) -> list[Picture]:
    rows = rows[(rows["dimension"] != "total") & (rows["first_year"] == rows["year"])]
    rows = rows[rows["measure"].isin(tables.MEASURES)]
    keys = ["year", "stage", "dimension"]
    for year, stage, dimension in rows[keys].drop_duplicates().itertuples(index=False):
        part = rows[(rows[keys] == (year, stage, dimension)).all(axis=1)]
        shown = drawn(part.astype(dict.fromkeys(["value", *_ENDS], float)))
        name = f"by.{dimension}.chart.{stage}"
        if len(set(shown["category"])) > 1 and dimension in _CHARTED:
            title, words = say(name, language, year=int(year)), charts.describe_bars(shown)
            return [
                Picture(
                    lambda found: charts.bars(found, language=language), shown, title, words,
                    language=language,
                )
            ]  # fmt: skip
    return []


_CHARTED = ("region", "country", "type", "secretariat", "field")


def _lines(frame: Answer, rows: pd.DataFrame) -> Fragment:
    """A line a category: what varies in the frame, and each measure within its bounds."""
    language = frame.language
    measures = list(dict.fromkeys(rows["measure"]))
    lines = []
    for key, part in rows.groupby(_FIGURE, sort=False):
        year, first, stage, dimension, category = map(str, key)
        line = {
            "year": span_of(int(first), int(year)).said(language),
            "stage": category_label("stage", stage, language),
            "dimension": category_label("dimension", dimension, language),
            "figure": category_label(dimension, category, language),
            "basis": ", ".join(
                dict.fromkeys(say(f"basis.{one}", language) for one in part["basis"])
            ),
        }
        for one in part.to_dict("records"):
            least, most = (float("nan") if pd.isna(one[end]) else one[end] for end in _ENDS)
            line[one["measure"]] = tables.shown(float(least), float(most), language)
        lines.append({**dict.fromkeys(measures, ""), **line})
    varies = [name for name in ("year", "stage", "dimension") if len({x[name] for x in lines}) > 1]
    columns = [
        *(Column(name, say(f"column.{name}", language)) for name in [*varies, "figure"]),
        *(numeric(one, capital(unit(one, language=language)), str) for one in measures),
        Column("basis", say("column.basis", language)),
    ]
    shown = pd.DataFrame(lines[:MOST_ROWS])
    return table(shown, columns, _caption(frame, len(lines)), language=language)
