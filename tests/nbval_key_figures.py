"""A plugin of the nbval run: the plain text of key figures is compared, and nothing below is run.

The other forms of an output are the same figures as HTML and JSON. The cells below are run by
papermill in test_notebooks.py.
"""

from __future__ import annotations

import pytest

OTHER_FORMS = ("text/html", "application/vnd.kcity.headline+json")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, below = [], []
    done = set()
    for item in items:
        notebook = item.parent
        notebook.skip_compare = tuple({*notebook.skip_compare, *OTHER_FORMS})
        (below if notebook.nodeid in done else kept).append(item)
        if "key-figures" in item.cell.metadata.get("tags", []):
            done.add(notebook.nodeid)
    config.hook.pytest_deselected(items=below)
    items[:] = kept
