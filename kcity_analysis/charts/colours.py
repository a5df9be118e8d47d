"""The colours of every chart and map, and the matplotlib settings that go with them.

Each colour differs from every other in lightness too, so that they stay apart in any colour vision
and in grey print. A page sets each as a variable, with a dark value.
"""

from typing import Any

INK = "#1b2126"
MUTED = "#566069"
GRID = "#d5dbe0"
SURFACE = "#ffffff"
ACCENT = "#005b96"
ACCENT2 = "#d0620a"
ACCENT3 = "#2492d6"
NEUTRAL = "#8c9196"
ON_ACCENT = "#fffffe"
"""Text on a filled mark: white in light and dark alike, and so not the surface's white."""

VARIABLES = {
    INK: "--kc-ink",
    MUTED: "--kc-muted",
    GRID: "--kc-grid",
    SURFACE: "--kc-surface",
    ACCENT: "--kc-accent",
    ACCENT2: "--kc-accent-2",
    ACCENT3: "--kc-accent-3",
    NEUTRAL: "--kc-neutral",
    ON_ACCENT: "--kc-ink-on-accent",
}
"""Colour -> the page's variable of the same name."""

STYLE: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "axes.labelcolor": MUTED,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "grid.color": GRID,
    "hatch.linewidth": 0.9,
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.color": GRID,
    "ytick.labelcolor": INK,
}
"""matplotlib settings of the house style, for charts of an analyst's own too."""
