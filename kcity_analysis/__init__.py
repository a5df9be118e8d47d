"""Yearly statistics of the K-City Network contest: recomputed, compared, checked, reported.

In a notebook, one line answers: ``kcity_analysis.figures(2021)``, ``compare(2021, 2020)``,
``reception(2021).checks``. Functions that share the name of their module (``figures``, ``compare``,
``reconcile``, ``tabulate``) are the functions here; ``from kcity_analysis.figures import sound``
reaches into the module all the same.
"""

from kcity_analysis.compare import compare, entrants
from kcity_analysis.countries import country_name, resolve_country
from kcity_analysis.evidence import (
    caveats,
    comparison,
    programme,
    projects,
    reception,
    selection,
    series,
)
from kcity_analysis.figures import figures
from kcity_analysis.overlap import overlap
from kcity_analysis.published import calendar, published, sources
from kcity_analysis.reconcile import reconcile, side_by_side
from kcity_analysis.tabulate import cumulative, tabulate

__all__ = [
    "calendar",
    "caveats",
    "compare",
    "comparison",
    "country_name",
    "cumulative",
    "entrants",
    "figures",
    "overlap",
    "programme",
    "projects",
    "published",
    "reception",
    "reconcile",
    "resolve_country",
    "selection",
    "series",
    "side_by_side",
    "sources",
    "tabulate",
]
