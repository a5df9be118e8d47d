"""Yearly statistics of the K-City Network contest: recomputed, compared, checked, reported.

In a notebook, one line answers: ``kcity_analysis.figures(2021)``, ``compare(2021, 2020)``,
``reception(2021)``. A module is loaded when something of it is asked for, so that the command line
answers before pandas is there.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
