"""Compare the reports of two builds: the same bytes, but for versions, digests and shown code.

    python tools/compare_builds.py BEFORE AFTER

BEFORE and AFTER are folders of built reports (outputs/). Prints, for each page and CSV file that
differs, the first place where it does. Exit status: 0 the same, 1 not.
"""

from __future__ import annotations

import re
import sys
from itertools import zip_longest
from pathlib import Path

_PASSED_OVER = (
    (r"\b[0-9a-f]{12,64}\b", "DIGEST"),
    (r'<(pre|div) class="kc-(?:code|source).*?</\1>', "CODE"),
    (r"kcity-analysis \d[\w.]*", "VERSION"),
)


def comparable(text: str, suffix: str) -> str:
    """A file's text without what may differ between two builds of the same reports."""
    if suffix == ".html":
        for pattern, word in _PASSED_OVER:
            text = re.sub(pattern, word, text, flags=re.DOTALL)
    return text


def differences(before: Path, after: Path) -> list[str]:
    """A line or two for each file that one build lacks or that differs."""
    found = [
        {path.relative_to(folder) for path in folder.rglob("*") if path.suffix in (".html", ".csv")}
        for folder in (before, after)
    ]
    said = [f"{name}: only in {before}" for name in sorted(found[0] - found[1])]
    said += [f"{name}: only in {after}" for name in sorted(found[1] - found[0])]
    for name in sorted(found[0] & found[1]):
        old, new = (
            comparable((folder / name).read_text("utf-8"), name.suffix)
            for folder in (before, after)
        )
        if old != new:
            pairs = enumerate(zip_longest(old, new))
            at = next(place for place, (left, right) in pairs if left != right)
            left, right = (" ".join(one[max(0, at - 60) : at + 120].split()) for one in (old, new))
            said.append(f"{name}, character {at}\n  before: {left}\n  after:  {right}")
    return said


if __name__ == "__main__":
    lines = differences(*map(Path, sys.argv[1:3]))
    print("\n".join(lines) or "the same")
    sys.exit(bool(lines))
