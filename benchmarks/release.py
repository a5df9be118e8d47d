"""How the time to restore a release grows with its length: ``python benchmarks/release.py``.

Sentences of the synthetic example, repeated; the ratio to the shortest run is what matters.
"""

from __future__ import annotations

import time

from kcity_analysis.release import read_release, restore
from kcity_analysis.vocabulary import DATA

SENTENCES = (625, 1_250, 2_500, 5_000, 10_000)


def main() -> None:
    text = read_release(DATA / "examples" / "release_synthetic.txt")
    lines = [line for line in text.split("\n") if any(sign.isdigit() for sign in line)]
    restore("\n".join(lines))
    first = 0.0
    print(f"{'sentences':>10} {'seconds':>8} {'per sentence':>13} {'ratio':>6}")
    for count in SENTENCES:
        long = "\n".join(lines[place % len(lines)] for place in range(count))
        start = time.process_time()
        restore(long)
        each = (time.process_time() - start) / count
        first = first or each
        print(f"{count:>10,} {each * count:>8.2f} {each * 1000:>10.2f} ms {each / first:>6.2f}")


if __name__ == "__main__":
    main()
