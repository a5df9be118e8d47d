"""What all charts share: their size, their panels, and how a category is named on an axis."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kcity_analysis.evidence import category_label

WIDTH = 5.4
"""Width of every chart in inches: wide enough for a page, and still legible on a phone."""

PANELS = ["cases", "countries"]


def subplots(panels: int, height: float, share_y: bool = True) -> tuple[Figure, list[Axes]]:
    """Panels side by side."""
    figure, axes = plt.subplots(
        1, panels, figsize=(WIDTH, height), sharey=share_y, layout="constrained", squeeze=False
    )
    return figure, list(axes[0])


def short_label(dimension: str, category: str) -> str:
    """A label for an axis: of "TYPE | FIELD" the field alone."""
    if dimension == "type_field":
        return category_label("field", category.partition(" | ")[2])
    return category_label(dimension, category)
