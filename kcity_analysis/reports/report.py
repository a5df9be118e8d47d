"""What the reports of the contest share: how a section is made, and the sections at their end."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import SOUND, exact
from kcity_analysis.pages import (
    Fragment,
    Picture,
    Section,
    WorkbookSheet,
    folded,
    parts,
    write_workbook,
)
from kcity_analysis.reports import colophon, sentences, tables
from kcity_analysis.reports.suspicion import disputes
from kcity_analysis.vocabulary import (
    NOT_ITEMISED,
    InputError,
    Message,
    Quantity,
    capital,
    refusing_in_its_language,
    say,
)

MOST_BARS = 40
"""Categories in one chart; a table has no limit."""


_GIVEN = {
    "dimension": ("region", "country", "type", "secretariat", "field"),
    "stage": ("reception", "selection"),
}
_OF_ALL = ("save", "sections")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Report:
    """The evidence of a report; its methods are the sections.

    ``tidy`` holds every number of the report, as in the CSV file beside its page.
    """

    language: str
    tidy: pd.DataFrame
    _name: str
    _sources: Sequence[str]
    _checks: pd.DataFrame = field(default_factory=pd.DataFrame)
    _caveats: Sequence[str] = ()
    _status: str = ""
    _disputed: pd.DataFrame = field(default_factory=pd.DataFrame)
    _titles: list[str] = field(default_factory=list, init=False)

    @property
    def status(self) -> str:
        """Of the report's figures: "suspect" where printed ones contradict something (nothing in
        the report rests on these), else the status of its years.
        """
        return "suspect" if len(self._disputed) else self._status

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        raise NotImplementedError

    def checks(self) -> Section:
        """Every identity, with both sides and its verdict."""
        if self._checks.empty:
            return Section("checks", self._say("checks.none"))
        verdicts = self._checks["verdict"]
        passed = verdicts == "holds"
        shown: list[Fragment] = [self._said(*sentences.verdicts(verdicts))]
        if not passed.all():
            rows = self._checks[~passed].sort_values("verdict", ascending=False, kind="stable")
            caption = say("checks.open.caption", self.language)
            shown.append(tables.checks(rows, caption, self.language))
        if passed.any():
            caption = say("checks.passed.caption", self.language)
            table = tables.checks(self._checks[passed], caption, self.language)
            checks = Quantity.of(int(passed.sum()), "checks")
            shown.append(folded(table, say("checks.passed.summary", self.language, checks=checks)))
        return Section("checks", *shown, frame=self._checks)

    def caveats(self) -> Section:
        """What a reader has to know before using a figure."""
        said = [one.said(self.language) for one in disputes(self._disputed)]
        said += self._caveats
        lines = pd.DataFrame({"caveat": said})
        otherwise = say("caveats.none", self.language)
        return Section("caveats", parts.notes(said, otherwise), frame=lines)

    def about(self) -> Section:
        """How current the figures are, the next result, who made them, and what was corrected."""
        return Section("about", *colophon.edition(self.title, self.language))

    def words(self) -> Section:
        """The words of the report and what they mean."""
        return Section("words", colophon.words(self.tidy, self.language))

    def sources(self) -> Section:
        """The sources of every figure shown, numbered, with links."""
        return Section("sources", parts.sources(self._sources, self.language))

    def all_figures(self) -> Section:
        """Every number of the report as CSV."""
        csv = parts.tidy(self.tidy, self._name, self.language)
        return Section("all-figures", csv, frame=self.tidy)

    def sections(self) -> list[Section]:
        """Every section that has something to say, in the order in which they are written."""
        names = dict.fromkeys([*vars(type(self)), *vars(Report)])
        found = [one for name in names if name not in _OF_ALL for one in self._each(name)]
        return [one for one in found if one is not None]

    def _each(self, name: str) -> Iterator[Section | None]:
        """What a method gives, for each dimension and stage that it asks for."""
        if name.startswith("_") or not inspect.isfunction(getattr(type(self), name, None)):
            return
        method = getattr(self, name)
        asked = [one for one in inspect.signature(method).parameters if one in _GIVEN]
        for values in product(*(_GIVEN[one] for one in asked)):
            yield method(**dict(zip(asked, values, strict=True)))

    @property
    def title(self) -> str:
        """What its page is called."""
        if not self._titles:
            self.headline()
        return self._titles[0]

    @property
    def sheets(self) -> tuple[WorkbookSheet, ...]:
        """The tables of its page, and at the end all its figures as data."""
        tables_of = [sheet for section in self.sections() for sheet in section.sheets]
        return (*tables_of, WorkbookSheet(say("workbook.data", self.language), self.tidy))

    @refusing_in_its_language
    def save(self, path: str | Path) -> Path:
        """Write its tables to a workbook (.xlsx), or its figures to a .csv file, whole.

        Raises InputError for another ending.
        """
        path = Path(path)
        if path.suffix.lower() == ".csv":
            return self.all_figures().save(path)
        if path.suffix.lower() != ".xlsx":
            raise InputError(Message("error.report saved as", file=path.name))
        notes = dict.fromkeys(self._caveats)
        return write_workbook(path, self.title, self.sheets, [*notes], self.language)

    @cached_property
    def _numbering(self) -> dict[str, int]:
        return parts.numbering(self._sources)

    def _say(self, key: str, **values: Any) -> Fragment:
        return parts.say(say(key, self.language, **values))

    def _said(self, *messages: Message) -> Fragment:
        return parts.say(*(one.said(self.language) for one in messages))

    def _headline(
        self,
        title: Message,
        text: Sequence[Message],
        cards: Sequence[tuple[Message, Any, Message | None]],
        points: Sequence[tuple[Message, str]] = (),
    ) -> Section:
        def words(value: Any) -> str:
            if value is None:
                return ""
            style = "number" if isinstance(value, Quantity) and value.unit != "percent" else ""
            return capital(str(value.said(self.language, style)))

        if len(self._disputed):
            figures = Quantity.of(len(self._disputed), "figures")
            text = [Message("suspect.some", figures=figures), *text]
        shown = [(words(label), words(value), words(note)) for label, value, note in cards]
        said = [(words(sentence), anchor) for sentence, anchor in points]
        description = " ".join(map(words, text))
        self._titles[:] = [words(title)]
        made = parts.headline(words(title), description, shown, said, self.language, self.status)
        frame = pd.DataFrame(shown, columns=["label", "value", "note"])
        return Section("headline", made, frame=frame)

    def _picture(
        self,
        draw: Any,
        rows: pd.DataFrame,
        title: Message,
        describe: Any,
        numbers: Fragment | None = None,
        note: str = "",
    ) -> Fragment | Picture:
        """A chart; ``draw`` and ``describe`` are companions of the charts room."""
        said = title.said(self.language)

        def drawn(shown: pd.DataFrame) -> Any:
            if "series" in shown and set(shown["series"]) == {said}:
                shown = shown.assign(series="")  # the title has said it
            return draw(shown, language=self.language)

        return parts.figure(
            drawn,
            rows,
            said,
            describe(rows, language=self.language) if len(rows) else "",
            numbers,
            note,
            self.language,
        )

    def _breakdown(self, frame: pd.DataFrame, dimension: str) -> Section:
        """The figures of one dimension: sentences, bars, and the table behind them."""
        if dimension not in _GIVEN["dimension"]:
            known = ", ".join(_GIVEN["dimension"])
            raise InputError(Message("error.one of", name="by", value=dimension, names=known))
        name = f"by-{dimension.replace('_', '-')}"
        year, stage = int(frame["year"].iloc[0]), str(frame["stage"].iloc[0])
        rows = of_year(frame, dimension)
        if rows.empty:
            return Section(name, self._say(f"by.{dimension}.none", year=year))
        whole = of_year(frame, "total")
        said = self._said(*sentences.breakdown(rows, whole), *sentences.secretariats(rows))
        caption = say(f"by.{dimension}.caption.{stage}", self.language, year=year)
        table = tables.breakdown(rows, whole, caption, self._numbering, self.language)
        shown, note = _most(rows)
        title = Message(f"by.{dimension}.chart.{stage}", year=year)
        picture = self._picture(
            charts.bars,
            shown,
            title,
            charts.describe_bars,
            table,
            note.said(self.language) if note else "",
        )
        return Section(name, said, picture, frame=rows)

    def _dates(self, calendar: pd.DataFrame, year: int) -> Section:
        """The contest's dates of the year."""
        if calendar.empty:
            return Section("dates", self._say("dates.none", year=year))
        caption = say("dates.caption", self.language, year=year)
        table = tables.days(calendar, caption, self._numbering, self.language)
        return Section("dates", table, frame=calendar)

    def _published_beside(self, beside: pd.DataFrame) -> Section | None:
        """Published figures beside those counted; nothing where there are none."""
        if beside.empty:
            return None
        same = int((beside["difference"] == 0).sum())
        said = self._said(sentences.agreement(same, len(beside)))
        caption = say("beside.caption", self.language)
        table = tables.side_by_side(beside, caption, self.language)
        return Section("published-beside", said, table, frame=beside)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return self.headline()._repr_mimebundle_(include, exclude)

    def __repr__(self) -> str:
        return repr(self.headline())


def of_year(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The rows of one dimension, without cumulative ones and those that nothing may rest on."""
    names = ("dimension", "first_year", "year", "confidence")
    held = [
        one == dimension and first == year and trust in SOUND
        for one, first, year, trust in zip(*(frame[name] for name in names), strict=True)
    ]
    return frame[np.array(held, dtype=bool)]


def drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one dimension that a chart draws.

    None that nothing limits; and no residual where the ranges of its parts are drawn.
    """
    rows = rows[rows["most"] < math.inf]
    named = rows[~rows["category"].str.endswith(NOT_ITEMISED)]
    return rows if exact(named).all() else named


def _most(rows: pd.DataFrame) -> tuple[pd.DataFrame, Message | None]:
    """The categories with the most cases, where there are too many for a chart, and a note."""
    rows = drawn(rows)
    cases = rows[rows["measure"] == "cases"].sort_values("most", ascending=False, kind="stable")
    if len(cases) <= MOST_BARS:
        return rows, None
    some, all_of = Quantity.of(MOST_BARS), Quantity.of(len(cases))
    shown = rows[rows["category"].isin(cases["category"].head(MOST_BARS))]
    return shown, Message("by.most-drawn", drawn=some, all=all_of)
