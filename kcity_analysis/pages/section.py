"""A section of a report: what it says, draws and lists, shown together or taken apart."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.pages.sanitise import picture_link, slug
from kcity_analysis.pages.style import lab_css
from kcity_analysis.pages.tables import Fragment, WorkbookSheet, csv_text, folded, joined
from kcity_analysis.pages.workbook import write_workbook
from kcity_analysis.vocabulary import (
    InputError,
    Message,
    refusing_in_its_language,
    replacing,
    say,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Colours = str | Sequence[str] | Mapping[str, str]

_PICTURES = (".png", ".svg", ".pdf")
_TABLES = (".csv", ".xlsx")


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart with a title, in words for who cannot see it, and with its numbers.

    ``draw`` is a function of the charts room, or another that draws ``rows`` and returns its Axes;
    ``numbers`` a table that opens on a click. It is drawn when it is shown. Where there is nothing
    that a chart would add (``draw`` returns None), the table is shown in its place.
    """

    draw: Callable[[pd.DataFrame], Axes | None]
    rows: pd.DataFrame
    title: str
    description: str
    numbers: Fragment | None = None
    note: str = ""
    language: str = "en"
    kind: str = "picture"
    data: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def _drawn(self) -> Iterator[Figure | None]:
        # Here, so that whoever asks for figures alone does not wait for the library of charts.
        import matplotlib as mpl
        from matplotlib import pyplot as plt

        with mpl.rc_context(cast(Any, charts.STYLE)), charts.typeface.drawing():
            axes = self.draw(self.rows)
            drawn = None if axes is None else axes.get_figure(root=True)
            if drawn is not None:
                plt.close(drawn)  # or every figure of a session would stay open
            yield drawn

    def figure(self, title: str = "", colours: Colours = ()) -> Figure | None:
        """The chart in the house style on white, for a slide or a paper; with a title if given.

        ``colours`` take the place of the house's (:func:`charts.recolour`). None where a chart
        would show nothing that the numbers do not (a single bar).
        """
        with self._drawn() as drawn:
            if drawn is None:
                return None
            drawn.set_facecolor(charts.SURFACE)
            if title:
                drawn.suptitle(title)
            if colours:
                charts.recolour(drawn, colours)
            drawn.draw_without_rendering()  # its layout is this style's, wherever it is saved
            return drawn

    @property
    def sheets(self) -> tuple[WorkbookSheet, ...]:
        """The table of its numbers, as a workbook has it."""
        return self.numbers.sheets if self.numbers else ()

    @property
    def svg(self) -> str:
        """The chart alone, as inline SVG; "" where there is none."""
        with self._drawn() as drawn:
            return "" if drawn is None else charts.inline_svg(drawn, self.title, self.description)

    @cached_property
    def html(self) -> str:
        """The chart as inline SVG in a ``<figure>``, with its title, note and numbers."""
        with self._drawn() as drawn:
            if drawn is None:
                return self.numbers.html if self.numbers else ""
            svg = charts.inline_svg(drawn, self.title, self.description)
        details = ""
        if self.numbers:
            # A name of its own: a list of all that opens on a click says what is behind each.
            caption = self.numbers.text.partition("\n")[0]
            summary = say("page.numbers", self.language, caption=caption)
            details = folded(self.numbers, summary).html
        small = f'<p class="kc-note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="kc-figure"><figcaption class="kc-title">{escape(self.title)}'
            f"</figcaption>{svg}{small}{details}{self._files(svg)}</figure>"
        )

    def _files(self, svg: str) -> str:
        """Links that save the numbers and the picture, which need no script and no request."""
        csv = csv_text(self.rows).encode()
        numbers = "data:text/csv;base64," + b64encode(csv).decode()
        links = [("csv", numbers), ("svg", picture_link(svg))]
        name = slug(self.title)[:60].strip("-")
        html = " ".join(
            f'<a download="{name}.{kind}" href="{link}">'
            f"{escape(say(f'page.save_{kind}', self.language))}</a>"
            for kind, link in links
        )
        return f'<p class="kc-files">{html}</p>'

    @property
    def text(self) -> str:
        """The chart in plain words: its title and what there is to see."""
        return f"{self.title}\n{self.description}"


class Section:
    """One part of a report. Shown in a notebook it is its sentence, charts and tables together.

    ``name`` is what its files are called; ``frame`` holds the figures that it shows.
    """

    def __init__(
        self, name: str, *parts: Fragment | Picture | None, frame: pd.DataFrame | None = None
    ) -> None:
        self.name = name
        self.parts = tuple(part for part in parts if part is not None)
        self.frame = pd.DataFrame() if frame is None else frame.reset_index(drop=True)
        drawn = [part.language for part in self.parts if isinstance(part, Picture)]
        self.language = drawn[0] if drawn else "en"

    @property
    def sentence(self) -> str:
        """What the section says, as plain text."""
        return " ".join(part.text for part in self.parts if part.kind == "sentence")

    @property
    def title(self) -> str:
        """What it is about: the title of its first chart or table, else its name."""
        charts_of = [part.title for part in self.parts if isinstance(part, Picture)]
        titles = charts_of + [sheet.title for sheet in self.sheets]
        return titles[0] if titles else self.name.replace("-", " ").capitalize()

    @property
    def table(self) -> Fragment | None:
        """Its tables, those behind its charts too; None where it has none."""
        found = [
            part.numbers if isinstance(part, Picture) else part
            for part in self.parts
            if part.kind in ("picture", "table")
        ]
        return joined(*found) if any(found) else None

    @property
    def sheets(self) -> tuple[WorkbookSheet, ...]:
        """Its tables, those behind its charts too, as a workbook has them."""
        return joined(*self.parts).sheets

    @property
    def html(self) -> str:
        """The section as HTML, for a page that has the sheets of this room."""
        return joined(*self.parts).html

    @property
    def text(self) -> str:
        """The section in plain words, tables included."""
        return joined(*self.parts).text

    @refusing_in_its_language
    def chart(self, number: int = 1, title: str = "", colours: Colours = ()) -> Figure:
        """A chart of the section as a matplotlib Figure in the house style; the first, or another.

        ``title`` stands above it, with room of its own. ``colours`` take the place of the house's:
        one such as "seagreen" or "#0b6e4f", or up to three. Raises InputError where the section has
        no such chart, and for a colour that is none.
        """
        drawn = [part for part in self.parts if isinstance(part, Picture)]
        figure = drawn[number - 1].figure(title, colours) if 1 <= number <= len(drawn) else None
        if figure is None:
            raise InputError(Message("error.no chart", name=self.name, number=number))
        return figure

    @refusing_in_its_language
    def save(self, path: str | Path, title: str = "", colours: Colours = ()) -> Path:
        """Write it to a file, whole: its chart, its figures, or a workbook of its tables.

        The chart is .png, .svg or .pdf, as :meth:`chart` draws it with ``title`` and ``colours``;
        the figures .csv; the workbook .xlsx, with the figures on its last sheet. Raises InputError
        for another ending, and where there is no chart.
        """
        path = Path(path)
        kind = path.suffix.lower()
        if kind not in _PICTURES + _TABLES:
            raise InputError(
                Message(
                    "error.section saved as", file=path.name, endings=", ".join(_PICTURES + _TABLES)
                )
            )
        if kind in _PICTURES:
            figure = self.chart(title=title, colours=colours)
            with replacing(path) as draft, charts.typeface.drawing():
                figure.savefig(draft, format=kind[1:], dpi=200, metadata=_undated(kind))
        elif kind == ".csv":
            with replacing(path) as draft:
                draft.write_text(csv_text(self.frame), encoding="utf-8", newline="\n")
        else:
            data = WorkbookSheet(say("workbook.data", self.language), self.frame)
            sheets = [*self.sheets, *([data] if len(self.frame) else [])]
            notes = [self.sentence] if self.sentence else []
            write_workbook(path, title or self.title, sheets, notes, self.language)
        return path

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = joined(*self.parts)
        style = f'<style class="kc-lab">{lab_css()}</style>'  # a page leaves it out
        return {"text/html": style + shown.html, "text/plain": shown.text, **shown.data}

    def __repr__(self) -> str:
        return self.text


def _undated(kind: str) -> dict[str, None]:
    return {"Date": None} if kind == ".svg" else {"CreationDate": None} if kind == ".pdf" else {}
