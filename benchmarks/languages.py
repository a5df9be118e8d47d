"""A Korean report beside its English one, in processor time: sections, charts and the page.

    python benchmarks/languages.py [REPORT.ipynb ...]    [default: all below outputs/2021]

Each notebook is one that ``kcity run`` executed. Its cells are run anew in this process and its
page is made, English and Korean in turns so that both meet the same machine; the first turn warms
what is read once for all reports. Printed are the medians and their ratio, which is to stay at or
below 1.15.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import nbformat

PROJECT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ko")
TURNS = 5


def seconds(path: Path) -> float:
    """The processor time of a report's cells, shown as a notebook shows them, and its page."""
    from kcity_analysis.pages import html

    notebook = nbformat.read(path, as_version=4)
    start = time.process_time()
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            *lines, last = cell.source.strip().splitlines() or [""]
            exec("\n".join(lines), names)
            try:
                shown = eval(last, names)
            except SyntaxError:
                exec(last, names)
                continue
            if hasattr(shown, "_repr_html_"):
                shown._repr_html_()
    html.render_report(notebook, provenance=html.Provenance(path.stem, {}))
    return time.process_time() - start


def main() -> None:
    given = [Path(one) for one in sys.argv[1:]]
    given = given or sorted((PROJECT / "outputs" / "2021").glob("*.ipynb"))
    english = [one for one in given if not one.stem.endswith(".ko")]
    print(f"{'report':<24}{'English, s':>12}{'Korean, s':>12}{'ratio':>8}")
    for path in english:
        pair = (path, path.with_name(f"{path.stem}.ko.ipynb"))
        turns = [[seconds(one) for one in pair] for _ in range(TURNS + 1)][1:]
        first, second = (statistics.median(each) for each in zip(*turns, strict=True))
        print(f"{path.stem:<24}{first:>12.2f}{second:>12.2f}{second / first:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
