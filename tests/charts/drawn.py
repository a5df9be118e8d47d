"""What a figure shows, for the tests of the charts."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def texts(axes: Axes) -> list[str]:
    """The texts within one panel."""
    return [text.get_text() for text in axes.texts]


def written(axes: Axes) -> list[str]:
    """The texts beside the panels: labels, headings, keys."""
    return [text.get_text() for text in axes.get_figure(root=True).texts if text.get_visible()]


def panels(axes: Axes) -> list[Axes]:
    """The panels of a figure."""
    return axes.get_figure(root=True).axes


def solid(axes: Axes) -> list[float]:
    """The lengths of what is known."""
    return [patch.get_width() for patch in axes.patches if not patch.get_hatch()]


def hatched(axes: Axes) -> list[tuple[float, float]]:
    """Where hatching begins and ends."""
    return [
        (round(patch.get_x(), 6), round(patch.get_x() + patch.get_width(), 6))
        for patch in axes.patches
        if patch.get_hatch()
    ]


def faults(figure: Figure) -> list[str]:
    """Texts that overlap, and texts that are cut off at the edge of the figure."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    every = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    shown = [text for text in every if text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown]
    edge = figure.bbox
    found = [
        f"{text} is cut"
        for text, box in boxes
        if box.x0 < edge.x0 - 1 or box.x1 > edge.x1 + 1 or box.y0 < edge.y0 - 1 or box.y1 > edge.y1
    ]
    # a box holds the room of letters with a descender too: a point of it may be shared
    slack = figure.dpi / 72
    for (one, a), (two, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > slack and down > slack:
            found.append(f"{one} | {two}")
    return found
