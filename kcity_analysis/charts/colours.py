"""The colours of every chart and map, and the matplotlib settings that go with them.

Each colour differs from every other in lightness too, so that they stay apart in any colour vision
and in grey print. A page sets each as a variable, with a dark value.
"""

INK = "#1b2126"
MUTED = "#566069"
GRID = "#d5dbe0"
SURFACE = "#ffffff"
ACCENT = "#0069a8"
ACCENT2 = "#c85a00"
ACCENT3 = "#00876a"
NEUTRAL = "#7d868e"
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

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 9.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "figure.facecolor": "none",
    "font.size": 9.5,
    "grid.color": GRID,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.color": GRID,
    "ytick.labelcolor": INK,
}
"""matplotlib settings of every chart; :func:`pages.parts.figure` draws within them."""
