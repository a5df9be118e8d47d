"""A chart in other colours than the house's, for a slide in somebody's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import colors
from matplotlib.figure import Figure

from kcity_analysis.charts.colours import ACCENT, ACCENT2, ACCENT3, INK, ON_ACCENT
from kcity_analysis.vocabulary import InputError, Message

_PAINTED = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")
_IN_ORDER = (ACCENT, ACCENT2, ACCENT3)
_LIGHT = 0.4
"""Relative luminance above which dark text is easier to read on a mark than white."""


def recolour(figure: Figure, colours: str | Sequence[str] | Mapping[str, str]) -> None:
    """Put other colours in the place of the house's: one for the marks of all charts, up to three
    in the order of importance, or a mapping from colours of the house.

    Any colour that matplotlib knows. Text on a mark turns dark where the mark turns light. Raises
    InputError for a colour that is none, and for more than three.
    """
    new = _mapping(colours)
    if colors.to_rgb(ACCENT) in new and _luminance(new[colors.to_rgb(ACCENT)]) > _LIGHT:
        new.setdefault(colors.to_rgb(ON_ACCENT), colors.to_rgb(INK))
    for artist in figure.findobj():
        for name in _PAINTED:
            read, write = getattr(artist, f"get_{name}", None), getattr(artist, f"set_{name}", None)
            if read is not None and write is not None:
                _repaint(read(), write, new)


def _repaint(painted: Any, write: Any, new: Mapping[Any, Any]) -> None:
    try:
        rows = colors.to_rgba_array(painted)
    except (ValueError, TypeError):  # "none", "auto", or a colour by number
        return
    found = [(*new.get(tuple(row[:3].tolist()), row[:3]), row[3]) for row in rows]
    if len(rows) and not np.allclose(found, rows):
        one = isinstance(painted, str) or np.ndim(painted) == 1
        write(found[0] if one else found)


def _mapping(colours: str | Sequence[str] | Mapping[str, str]) -> dict[Any, Any]:
    if not isinstance(colours, Mapping):
        given = [colours] if isinstance(colours, str) else list(colours)
        if len(given) > len(_IN_ORDER):
            raise InputError(Message("error.too many colours", number=len(given)))
        colours = dict(zip(_IN_ORDER, given, strict=False))
    wrong = [one for pair in colours.items() for one in pair if not colors.is_color_like(one)]
    if wrong:
        raise InputError(Message("error.no colour", colour=wrong[0]))
    return {colors.to_rgb(old): colors.to_rgb(one) for old, one in colours.items()}


def _luminance(rgb: Any) -> float:
    """Relative luminance, as the W3C's Web Content Accessibility Guidelines 2.2 define it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))
