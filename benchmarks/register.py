"""What checking a register costs, beside merely reading its file with pandas.

    python benchmarks/register.py                        10^5 and 10^6 rows, CSV and .xlsx
    python benchmarks/register.py --rows 100000          as many as you like (of .xlsx, a sheet's)

Registers are synthetic, as in ``tabulate.py``. Each variant runs in a process of its own and prints
the least of its times, by the clock and of the processors, those of the processes that it starts
included (those that a command leaves behind on Linux only); the ratios are what to look at: to
reading, by the clock and of the processors, and to checking (for ``kcity run``, ``kcity check``),
of the processors. The peak memory is of the largest process. Counting on DuckDB beside
SQL written by hand is in ``tabulate.py``.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def make(path: Path, rows: int) -> None:
    """A synthetic register of ``rows`` rows of 2021, as CSV or .xlsx by its extension."""
    from kcity_analysis.register import write_example_register

    write_example_register(path, 2021, rows=rows)


def read_pandas(path: Path) -> int:
    """pandas reading the file, its texts as strings of Python."""
    import pandas as pd

    if path.suffix == ".xlsx":
        return len(pd.read_excel(path, engine="calamine", dtype=object, keep_default_na=False))
    return len(pd.read_csv(path, dtype=object, keep_default_na=False))


def check(path: Path) -> int:
    """Reading and checking it: every row's values, totals, duplicates."""
    from kcity_analysis.register import read_register

    register = read_register(path)
    assert not register.problems
    return register.rows_counted


def count(path: Path) -> int:
    """Counting it, with the same checks."""
    from kcity_analysis.register import count_file

    return count_file(path).rows_counted


def faults(path: Path) -> int:
    """Checking it where every row has one and the same fault, and listing that."""
    from kcity_analysis.register import problem_table, read_register

    spoilt = path.with_name(f"spoilt-{path.name}")
    if not spoilt.exists():
        spoilt.write_bytes(path.read_bytes().replace(b",reception,", b",unheard of,"))
    register = read_register(spoilt)
    assert problem_table(register.problems)
    return len(register.problems)


def command(path: Path) -> int:
    """The same from the shell: kcity check."""
    return len(_kcity("check", str(path)).splitlines())


def report(path: Path) -> int:
    """The whole report from it: kcity run reception --register."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--year", "2021", "--register", str(path), "--output", folder]
        _kcity("run", "reception", *options)
        return len(list(Path(folder).rglob("reception*.html")))


def _kcity(*arguments: str) -> str:
    """What a command says, when it and all that it started have ended."""
    program = str(Path(sys.executable).with_name("kcity"))
    done = subprocess.run([program, *arguments], check=True, capture_output=True, text=True)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    return done.stdout


VARIANTS: dict[str, Callable[[Path], int]] = {
    "pandas, reading alone": read_pandas,
    "read and check": check,
    "count": count,
    "check, every row at fault": faults,
    "kcity check": command,
    "kcity run reception": report,
}


def measure(name: str, path: Path, repeat: int) -> None:
    """One variant, in this process: least times, peak memory in MB."""
    import pandas  # noqa: F401 (importing is not what is measured)

    # What a command leaves behind is then this process's to wait for, and its time is counted.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1)
    seconds, processor = [], []
    for _ in range(repeat):
        start, used = time.perf_counter(), _used()
        VARIANTS[name](path)
        seconds.append(time.perf_counter() - start)
        processor.append(_used() - used)
    own, others = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"seconds": min(seconds), "cpu": min(processor), "peak": max(own, others)}))


_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux."""


def _used() -> float:
    """Seconds of the processors, of this process and those that it started and that ended."""
    both = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def show(path: Path, rows: int, repeat: int) -> None:
    """Measure and print every variant on one file, and how many times reading it each takes."""
    print(f"\n{rows:,} rows, {path.suffix[1:]}, {path.stat().st_size / 1e6:,.0f} MB on disk")
    print(
        f"{'':28}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}{'times':>8}{'of CPU':>8}{'of check':>10}"
    )
    base: dict[str, Any] = {}
    checked: dict[str, Any] = {}
    for name in VARIANTS:
        if path.suffix == ".xlsx" and name == "check, every row at fault":
            continue
        command = [sys.executable, __file__, "--measure", name, str(path)]
        done = subprocess.run(
            [*command, "--repeat", str(repeat)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{name} failed:\n{done.stderr}")
        one = json.loads(done.stdout.splitlines()[-1])
        base = base or one
        checked = one if name in ("read and check", "kcity check") else checked
        beside = f"{one['cpu'] / checked['cpu']:10.2f}" if checked else ""
        times = one["seconds"] / base["seconds"], one["cpu"] / base["cpu"]
        print(
            f"{name:28}{one['seconds']:9.2f}{one['cpu']:9.2f}{one['peak']:9,.0f}"
            f"{times[0]:8.2f}{times[1]:8.2f}{beside}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--formats", nargs="+", choices=["csv", "xlsx"], default=["csv", "xlsx"])
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="Keep the registers here, and use those there.")
    parser.add_argument("--make", nargs=2, metavar=("ROWS", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, metavar=("VARIANT", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        make(Path(given.make[1]), int(given.make[0]))
        return
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]), given.repeat)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for form in given.formats:
            for rows in given.rows:
                path = folder / f"register-{rows}.{form}"
                if not path.exists():
                    # Apart: a peak of memory would be that of all that is started after it.
                    subprocess.run(
                        [sys.executable, __file__, "--make", str(rows), str(path)], check=True
                    )
                show(path, rows, given.repeat)


if __name__ == "__main__":
    main()
