"""What all charts share: the figure they are drawn on, laid out in points by the type's own widths.

Lengths here are points (1/72 inch) from the figure's left and top edge. Each panel is an Axes whose
place is known before anything is drawn, so that no chart is drawn twice to find room for its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from kcity_analysis.charts.colours import ACCENT, INK, MUTED, STYLE, SURFACE
from kcity_analysis.charts.typeface import SETTINGS, SIZE, drawable, register, text_width
from kcity_analysis.evidence import category_label
from kcity_analysis.vocabulary import Quantity, say

WIDTH = 5.4
"""Width of a chart in inches: wide enough for a page, and still legible on a phone."""

LINE = 1.25 * SIZE
GAP = 5.0
HATCH = "//////"

NARROW, WIDE, NAME = "kc-on-narrow", "kc-on-wide", "kc-on-wide kc-name"
"""Groups (``gid``) of what only a narrow, only a wide page shows; a figure itself is wide. Names on
a map keep their distance from what lies under them."""

_LABELS = 0.4 * WIDTH * 72
"""Points; wider labels stand on two lines."""

_APART = 0.35
"""Rows between the categories and what stands for none of them."""

Ends = NDArray[np.float64]
"""Least and most of each row of a frame, in two columns; NaN where nothing is known."""

P = ParamSpec("P")
T = TypeVar("T")


class Chart(Figure):
    """A figure in the house style: opaque, shown by JupyterLab, its title given room of its own."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width / 72, height / 72), dpi=200, facecolor=SURFACE)
        self._from_top = Affine2D()
        self._hang(0)

    def _hang(self, above: float) -> None:
        """Let points be counted from ``above`` points below the top edge."""
        width, height = self.get_size_inches() * 72
        self._from_top.clear().scale(1 / width, -1 / height).translate(0, 1 - above / height)

    def write(self, x: float, y: float, text: str, **look: Any) -> None:
        """A text at a place in points from the top left corner."""
        self.text(x, y, text, transform=self._from_top + self.transFigure, **look)

    def mark(self, artist: Artist) -> None:
        """A mark at a place in points from the top left corner."""
        artist.set_transform(self._from_top + self.transFigure)
        self.add_artist(artist)

    def suptitle(self, t: str, **look: Any) -> Any:
        """A title above the chart, which grows by its lines."""
        size = SIZE * 1.15
        width, old = self.get_size_inches() * 72
        lines = wrapped(t, width - 2 * GAP, size, bold=True)
        above = len(lines) * size * 1.3 + GAP
        for axes in self.axes:
            left, bottom, across, height = axes.get_position(original=True).bounds
            share = old / (old + above)
            axes.set_position((left, bottom * share, across, height * share))
        self.set_figheight((old + above) / 72)
        self._hang(above)
        place = {"x": GAP / width, "y": 1 - GAP / (old + above), "ha": "left", "va": "top"}
        style = {"weight": "bold", "size": size, "color": INK}
        with mpl.rc_context(SETTINGS):
            return super().suptitle("\n".join(lines), **{**look, **place, **style})

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        target = BytesIO()
        self.savefig(target, format="png", dpi=120)
        return target.getvalue()


class _Bare:
    """What makes an axis of matplotlib's one that has no ticks before somebody asks for them."""

    def set_tick_params(self, *given: Any, **named: Any) -> None:
        if self.axes.ready:  # type: ignore[attr-defined]
            super().set_tick_params(*given, **named)  # type: ignore[misc]

    def set_clip_path(self, *given: Any) -> None:
        if self.axes.ready:  # type: ignore[attr-defined]
            super().set_clip_path(*given)  # type: ignore[misc]


class _BareX(_Bare, XAxis): ...


class _BareY(_Bare, YAxis): ...


class Panel(Axes):
    """Axes without frame and ticks; making these takes longer than all that a panel shows."""

    ready = False

    def __init__(self, figure: Figure, place: tuple[float, ...]) -> None:
        super().__init__(figure, place)  # type: ignore[arg-type]
        self.set_axis_off()
        self.ready = True

    def _update_patch_limits(self, patch: Any) -> None:
        """Nothing is measured: the limits of a panel are given."""

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _BareX(self, clear=False), _BareY(self, clear=False)
        for side in ("bottom", "top"):
            self.spines[side].register_axis(self.xaxis)
        for side in ("left", "right"):
            self.spines[side].register_axis(self.yaxis)


def house_style(draw: Callable[P, T]) -> Callable[P, T]:
    """A drawing function that draws in the house style, whatever style the caller has."""

    @wraps(draw)
    def within(*given: P.args, **named: P.kwargs) -> T:
        register()
        with mpl.rc_context(STYLE | SETTINGS):
            return draw(*given, **named)

    return within


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """An Axes at a place in points from the top left corner, without frame and ticks."""
    whole_width, whole_height = figure.get_size_inches() * 72
    place = (left / whole_width, 1 - (top + height) / whole_height)
    return figure.add_axes(Panel(figure, (*place, width / whole_width, height / whole_height)))


def wrapped(text: str, width: float, size: float = SIZE, bold: bool = False) -> list[str]:
    """Text in lines no wider than ``width`` points, broken at blanks."""
    lines = [""]
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def widest(texts: Sequence[str], size: float = SIZE, bold: bool = False) -> float:
    """Width of the widest line of these texts, in points."""
    lines = [line for text in texts for line in text.split("\n")]
    return max((text_width(line, size, bold) for line in lines), default=0.0)


def shared_scale(rooms: Sequence[float], reach: Sequence[float], least: Sequence[float],
                 width: float) -> float:  # fmt: skip
    """Points a unit, the same in all panels: each is ``reach`` units and its ``room`` wide, no
    narrower than ``least``, and all together are at most ``width``.

    >>> round(shared_scale([20, 20], [30, 10], [0, 0], 200), 3)
    4.0
    """
    low, high = 0.0, width / max(*reach, 1e-9)
    for _ in range(40):
        unit = (low + high) / 2
        taken = sum(max(u * unit + r, w) for u, r, w in zip(reach, rooms, least, strict=True))
        low, high = (unit, high) if taken <= width else (low, unit)
    return low


# -- labels ----------------------------------------------------------------------------------------


def measure_title(measure: str, stage: str, language: str) -> str:
    """The heading of a panel: a case of the selection stage is a project."""
    return say(f"chart.measure.{stage}.{measure}", language)


def axis_labels(labels: Sequence[str]) -> tuple[list[str], float]:
    """Labels, broken where they are long, and the height of a row in points."""
    lines = [wrapped(label, _LABELS) for label in labels]
    most = max(map(len, lines), default=1)
    return ["\n".join(one) for one in lines], 0.62 * LINE + LINE * 0.98 * most


def row_places(apart: Sequence[bool]) -> NDArray[np.float64]:
    """Where each row begins, in rows: those that are ``apart`` have a gap before the first."""
    gaps = [own and not before for own, before in zip(apart, [True, *apart], strict=False)]
    return np.arange(len(apart)) + np.cumsum(gaps) * _APART


def write_labels(figure: Chart, texts: Sequence[str], places: np.ndarray, right: float) -> None:
    for text, y in zip(texts, places, strict=True):
        lines = text.split("\n")
        for number, line in enumerate(lines):
            at = y + (number - (len(lines) - 1) / 2) * 1.1 * SIZE
            figure.write(right, at, line, ha="right", va="center_baseline")


# -- what a figure is known to be ------------------------------------------------------------------


def ends(rows: pd.DataFrame, value: str = "value", prefix: str = "") -> Ends:
    """Least and most of each row: the bounds where the frame has them, else the value."""
    known = _column(rows, value)
    found = []
    for end in ("least", "most"):
        bound = _column(rows, f"{prefix}{end}") if f"{prefix}{end}" in rows else known
        found.append(np.where(np.isnan(known), bound, known))
    known_ends = np.column_stack(found)
    return np.where(np.isinf(known_ends), np.nan, known_ends)  # nothing limits it: not drawn


def _column(rows: pd.DataFrame, name: str) -> NDArray[np.float64]:
    if name not in rows:
        return np.full(len(rows), np.nan)
    return rows[name].to_numpy(dtype=float, na_value=np.nan)


def bounds_text(bounds: Iterable[float], language: str, **look: Any) -> str:
    """A figure as a chart writes it: "35", "4 to 6", "at least 3", or that it is not published."""
    least, most = map(float, bounds)
    if np.isnan(least) and np.isnan(most):
        return say("number.unpublished", language)
    return Quantity(least, most, **look).said(language, "number")


def short_label(key: Sequence[str], language: str = "en") -> str:
    """A dimension and category as an axis has them: of "TYPE | FIELD" the field alone."""
    dimension, category = key
    if dimension == "type_field":
        return category_label("field", category.partition(" | ")[2], language)
    return category_label(dimension, category, language)


# -- keys ------------------------------------------------------------------------------------------


def room_hatch(colour: str = ACCENT) -> dict[str, Any]:
    """The look of what may be there: from the least to the most that a figure can be."""
    return {"facecolor": "none", "edgecolor": colour, "hatch": HATCH, "linewidth": 0.8}


KeyEntry = tuple[dict[str, Any] | None, str]
"""The look of a mark (one of matplotlib's markers, else a patch), and what it means."""


def key_height(entries: Sequence[KeyEntry], width: float, size: float = SIZE) -> float:
    """Height of a key that is ``width`` points wide, with room for the soft edge of its marks."""
    rows = _key_rows(entries, width, size)
    return sum(1.25 * size * lines + 0.25 * size for lines, _ in rows) + (2 if rows else 0)


def _key_rows(
    entries: Sequence[KeyEntry], width: float, size: float
) -> list[tuple[int, list[tuple[float, dict[str, Any] | None, str]]]]:
    """Rows of a key: how many lines each has, and x, mark and text of its entries."""
    rows: list[tuple[int, list[tuple[float, dict[str, Any] | None, str]]]] = []
    at = width
    for mark, text in entries:
        indent = 1.9 * size * (mark is not None)
        lines = wrapped(text, width - indent, size)
        needed = indent + widest(lines, size)
        if at + needed > width or len(lines) > 1:
            rows.append((len(lines), []))
            at = 0.0
        rows[-1][1].append((at, mark, "\n".join(lines)))
        at = at + needed + 1.6 * size if len(lines) == 1 else width
    return rows


def draw_key(figure: Chart, entries: Sequence[KeyEntry], left: float, top: float, width: float,
             size: float = SIZE, **look: Any) -> None:  # fmt: skip
    """Draw a key, row by row."""
    for lines, row in _key_rows(entries, width, size):
        middle = top + 0.75 * size
        for x, mark, text in row:
            indent = 0.0
            if mark is not None:
                indent = 1.9 * size
                for artist in _marks(mark, left + x, middle, size):
                    figure.mark(artist)
                    artist.set(**look)
            for number, line in enumerate(text.split("\n")):
                figure.write(left + x + indent, middle + 1.25 * size * number, line, color=MUTED,
                             va="center_baseline", fontsize=size, **look)  # fmt: skip
        top += 1.25 * size * lines + 0.25 * size


def _marks(mark: dict[str, Any], x: float, y: float, size: float) -> list[Artist]:
    if "marker" in mark:
        return [Line2D([x + 0.8 * size], [y], linestyle="none", **mark)]
    looks = mark.get("patches", [mark])
    return [Rectangle((x, y - 0.45 * size), 1.6 * size, 0.9 * size, **look) for look in looks]


def possible(colour: str, what: str, language: str) -> KeyEntry:
    """The key's entry for hatching; ``what`` says of what, where a chart has several."""
    if what:
        return room_hatch(colour), say("chart.key.possible_of", language, what=what)
    return room_hatch(colour), say("chart.key.possible", language)
