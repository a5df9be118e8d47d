"""What each library that the package needs costs: megabytes, and seconds until it is imported.

    python benchmarks/install.py

A line a requirement of the package, the dearest first: its own megabytes; those that go if it goes
alone, with what no other needs; and the processor time of importing it, beyond Python's start. The
libraries of an extra follow, if they are installed. Run it where only the package is installed.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata

PACKAGE = "kcity-analysis"
MODULES = {"pyyaml": "yaml", "python-calamine": "python_calamine", "python-docx": "docx",
           "python-hwpx": "hwpx"}  # fmt: skip
"""Where a library is imported by another name than it is installed by."""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(name: str, extra: str = "") -> Iterator[str]:
    """The names that a distribution requires here; with ``extra``, those of it alone."""
    from packaging.requirements import Requirement

    for said in metadata.requires(name) or []:
        one = Requirement(said)
        always = one.marker is None or one.marker.evaluate({"extra": ""})
        if always != bool(extra) and (not extra or one.marker.evaluate({"extra": extra})):
            yield plain(one.name)


def closure(names: set[str]) -> set[str]:
    """These and all that they need, as far as it is installed."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        if name not in found and size(name):
            found.add(name)
            waiting |= set(requirements(name))
    return found


def size(name: str) -> float:
    """Megabytes of what a distribution installed, without compiled bytecode; 0 if it is not."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return 0.0
    paths = (file.locate() for file in files if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.exists()) / 1e6


def seconds(code: str) -> float:
    """The least processor time of three runs."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def lines(own: list[str], base: set[str], start: float) -> None:
    rows = []
    for name in own:
        alone = closure(base | {name}) - closure((base | set(own)) - {name})
        spent = max(seconds(f"import {MODULES.get(name, name.replace('-', '_'))}") - start, 0)
        rows.append((sum(map(size, alone)), size(name), spent, name))
    for alone, mine, spent, name in sorted(rows, reverse=True):
        print(f"{name:22} {mine:8.1f} MB {alone:8.1f} MB {spent:7.2f} s")


def main() -> None:
    own, start = [*requirements(PACKAGE)], seconds("pass")
    everything = closure(set(own))
    print(f"{len(everything)} packages, {sum(map(size, everything)):.0f} MB")
    print(f"{'':22} {'its own':>11} {'if it goes':>11} {'import':>9}")
    lines(own, set(), start)
    for extra in ("dask", "documents", "engines"):
        print(f"-- {extra}")
        lines([one for one in requirements(PACKAGE, extra) if size(one)], set(own), start)


if __name__ == "__main__":
    main()
