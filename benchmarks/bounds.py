"""What bounds cost: all of them computed, beside the same figures read.

    python benchmarks/bounds.py

Prints the processor time of computing the bounds of all years from nothing, a question on average,
the time to read the stored ones, and their ratio. The promise is at most two seconds for the first.
"""

from __future__ import annotations

import time
from dataclasses import replace

from kcity_analysis.evidence.bounding import Bounding
from kcity_analysis.evidence.known import collect
from kcity_analysis.evidence.stored import ends_of
from kcity_analysis.vocabulary.terms import categories


def main() -> None:
    known = replace(collect())  # another object, so that nothing stored is used
    start = time.process_time()
    found = Bounding(known)
    figures = sum(
        len(found.block(year, stage))
        for stage in categories("stage")
        for year in known.years(stage)
    )
    computed = time.process_time() - start
    start = time.process_time()
    for stage in categories("stage"):
        for year in known.years(stage):
            ends_of(year, stage)
    read = time.process_time() - start
    print(
        f"computed {figures} figures in {computed:.2f} s, {computed / figures * 500:.2f} ms an end"
    )
    print(f"read them in {read * 1000:.1f} ms, 1 to {computed / read:.0f}")


if __name__ == "__main__":
    main()
