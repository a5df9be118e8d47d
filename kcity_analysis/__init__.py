"""Yearly statistics of the K-City Network contest: recomputed, compared, checked, reported.

In a notebook, one line answers: ``kcity_analysis.figures(2021)``, ``compare(2021, 2020)``,
``reception(2021).checks``. Functions that share the name of their module (``figures``, ``compare``,
``reconcile``, ``tabulate``) are the functions here; ``from kcity_analysis.figures import sound``
reaches into the module all the same. A module is loaded when something of it is asked for, so that
the command line answers before pandas is there.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOME = {
    "compare": ("compare", "entrants"),
    "countries": ("country_name", "resolve_country"),
    "evidence": (
        "caveats",
        "comparison",
        "programme",
        "projects",
        "reception",
        "selection",
        "series",
    ),
    "figures": ("figures",),
    "overlap": ("overlap",),
    "published": ("calendar", "published", "sources"),
    "reconcile": ("reconcile", "side_by_side"),
    "tabulate": ("cumulative", "tabulate"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


class _Package(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)

    def __setattr__(self, name: str, value: object) -> None:
        # Importing a module sets it here; the function of the same name goes before it.
        if isinstance(value, ModuleType) and _MODULE_OF.get(name) == name:
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
