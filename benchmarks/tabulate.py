"""What counting a register costs: ours on each engine beside what one would write by hand.

    python benchmarks/tabulate.py                        10^5 and 10^6 rows, Parquet and CSV
    python benchmarks/tabulate.py --rows 10000000        as many as you like

Registers are synthetic: those of 2020 to 2023 drawn under several seeds, mixed and repeated. Every
variant runs in a process of its own, from the file to the figures, and prints the least of its
times, by the clock and of the processors (those of Spark's own process left out), so that the
ratios, which are what to look at, depend little on the machine and on what else it does. The peak
memory is the whole process's, libraries included.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEYS = ["year", "stage", "type", "field", "country"]
SEEDS = 20
PIECE = 500_000

CELLS = f"SELECT {', '.join(KEYS)}, count(*) AS cases FROM register GROUP BY ALL"
CUBE = """
    SELECT year, stage, type, field, count(*) AS cases, count(DISTINCT country) AS countries
    FROM register GROUP BY year, stage, CUBE (type, field)
    UNION ALL BY NAME
    SELECT year, stage, country, count(*) AS cases FROM register GROUP BY year, stage, country
"""


def make(path: Path, rows: int) -> None:
    """A synthetic register of ``rows`` rows, as Parquet or CSV by its extension."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from pyarrow import csv, parquet

    from kcity_analysis.register.example_register import example_register, numbered

    drawn = [
        example_register(year, seed=seed) for year in range(2020, 2024) for seed in range(SEEDS)
    ]
    base = pd.concat(drawn).sample(frac=1, random_state=0).reset_index(drop=True)
    writer: Any = None
    for start in range(0, rows, PIECE):
        # Each piece in an order of its own: a register repeats, but no long run of it does.
        order = np.random.default_rng(start).permutation(len(base))
        piece = numbered(base.iloc[order], start, min(start + PIECE, rows))
        found = pa.Table.from_pandas(piece, preserve_index=False)
        if writer is None:
            kind = csv.CSVWriter if path.suffix == ".csv" else parquet.ParquetWriter
            writer = kind(path, found.schema)
        writer.write_table(found)
    writer.close()


def _figures(frame: Any) -> Any:
    from kcity_analysis.register.tabulating import tabulate

    return tabulate(frame)


def read_arrow(path: Path) -> Any:
    """Merely read the five columns."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return len(parquet.read_table(path, columns=KEYS))
    from pyarrow import csv

    return len(csv.read_csv(path, convert_options=csv.ConvertOptions(include_columns=KEYS)))


def _pandas(path: Path) -> Any:
    import pandas as pd

    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=KEYS)
    return pd.read_csv(path, usecols=KEYS, keep_default_na=False, engine="pyarrow")


def read_pandas(path: Path) -> Any:
    """Merely read the five columns into pandas."""
    return len(_pandas(path))


def by_hand_pandas(path: Path) -> Any:
    """Five plain group-bys: total, country, type, field, type and field."""
    frame = _pandas(path)
    for keys in ([], ["country"], ["type"], ["field"], ["type", "field"]):
        grouped = frame.groupby(["year", "stage", *keys], dropna=False)
        grouped.agg(cases=("country", "size"), countries=("country", "nunique"))


def _relation(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    read = connection.read_parquet if path.suffix == ".parquet" else connection.read_csv
    return read(str(path))


def by_hand_cells(path: Path) -> Any:
    """The reduction to cells alone, in SQL."""
    return len(_relation(path).query("register", CELLS).df())


def by_hand_cube(path: Path) -> Any:
    """The same figures in SQL, with GROUP BY CUBE."""
    return len(_relation(path).query("register", CUBE).df())


def ours_pandas(path: Path) -> Any:
    """tabulate on pandas."""
    return _figures(_pandas(path))


def ours_polars(path: Path) -> Any:
    """tabulate on a Polars LazyFrame."""
    import polars

    scan = polars.scan_parquet if path.suffix == ".parquet" else polars.scan_csv
    return _figures(scan(path))


def ours_duckdb(path: Path) -> Any:
    """tabulate on a DuckDB relation."""
    return _figures(_relation(path))


def ours_dask(path: Path) -> Any:
    """tabulate on a Dask frame."""
    import dask.dataframe as dd

    if path.suffix == ".parquet":
        return _figures(dd.read_parquet(path, columns=KEYS, split_row_groups=True))
    return _figures(dd.read_csv(path, usecols=KEYS, keep_default_na=False))


def ours_spark(path: Path) -> Any:
    """tabulate on a Spark frame, its session's start included once."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    reader = session.config("spark.log.level", "ERROR").getOrCreate().read
    frame = (
        reader.parquet(str(path))
        if path.suffix == ".parquet"
        else reader.csv(str(path), header=True)
    )
    return _figures(frame)


def ours_file(path: Path) -> Any:
    """kcity tabulate FILE, with every check of its rows."""
    from kcity_analysis.register.tabulating import count_file

    return count_file(path).figures


VARIANTS: dict[str, Callable[[Path], Any]] = {
    "read, pyarrow": read_arrow,
    "read, pandas": read_pandas,
    "by hand: five pandas group-bys": by_hand_pandas,
    "by hand: SQL, cells only": by_hand_cells,
    "by hand: SQL, GROUP BY CUBE": by_hand_cube,
    "tabulate: pandas": ours_pandas,
    "tabulate: Polars, lazy": ours_polars,
    "tabulate: DuckDB": ours_duckdb,
    "tabulate: Dask": ours_dask,
    "tabulate: Spark": ours_spark,
    "kcity tabulate FILE": ours_file,
}


def measure(name: str, path: Path, repeat: int) -> None:
    """One variant, in this process: least times, peak memory in MB, digest of its figures."""
    import kcity_analysis.register.tabulating  # noqa: F401 (importing is not what is measured)

    warnings.simplefilter("ignore", FutureWarning)
    seconds, processor = [], []
    for _ in range(repeat):
        start, used = time.perf_counter(), time.process_time()
        found = VARIANTS[name](path)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = found.to_csv() if hasattr(found, "to_csv") else ""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8] if text else ""
    least = {"seconds": min(seconds), "cpu": min(processor)}
    print(json.dumps({**least, "peak": peak, "figures": digest}))


def _subprocess(*arguments: str) -> str:
    """This script in a process of its own. (A peak of memory outlives a fork, so none is here.)"""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def run(name: str, path: Path, repeat: int) -> dict[str, Any]:
    shown = _subprocess("--measure", name, str(path), "--repeat", str(repeat))
    found: dict[str, Any] = json.loads(shown.splitlines()[-1])
    return found


def show(path: Path, rows: int, repeat: int) -> dict[str, dict[str, Any]]:
    """Measure and print every variant on one file."""
    size = path.stat().st_size / 1e6
    print(f"\n{rows:,} rows, {path.suffix[1:]}, {size:,.0f} MB on disk, least of {repeat}")
    print(f"{'':34}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}")
    found = {}
    for name in VARIANTS:
        if name == "tabulate: Spark" and shutil.which("java") is None:
            print(f"{name:34}  left out: there is no Java")
            continue
        found[name] = run(name, path, repeat)
        one = found[name]
        print(f"{name:34}{one['seconds']:9.2f}{one['cpu']:9.2f}{one['peak']:9,.0f}", flush=True)
    digests = {one["figures"] for one in found.values() if one["figures"]}
    print("the figures are", "the same on every engine" if len(digests) == 1 else f"NOT: {digests}")
    return found


def ratios(found: dict[str, dict[str, Any]]) -> None:
    """How many times the second takes of the first, by the clock and in time of the processors."""
    cells, cube = "by hand: SQL, cells only", "by hand: SQL, GROUP BY CUBE"
    hand, read = "by hand: five pandas group-bys", "read, pandas"
    pairs = [
        ("DuckDB against SQL for the cells alone", "tabulate: DuckDB", cells, ""),
        ("DuckDB against SQL with GROUP BY CUBE", "tabulate: DuckDB", cube, ""),
        ("five pandas group-bys against DuckDB", hand, "tabulate: DuckDB", ""),
        ("the same against pandas, without reading", hand, "tabulate: pandas", read),
    ]
    for text, one, other, less in pairs:
        print(f"  {text:42}{_ratio(found[one], found[other], found.get(less))}")


def _ratio(one: dict[str, Any], other: dict[str, Any], less: dict[str, Any] | None = None) -> str:
    shown = []
    for time_of in ("seconds", "cpu"):
        spared = less[time_of] if less else 0
        shown.append(f"{(one[time_of] - spared) / (other[time_of] - spared):7.2f}")
    return "".join(shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument(
        "--formats", nargs="+", choices=["parquet", "csv"], default=["parquet", "csv"]
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="Keep the registers here, and use those there.")
    parser.add_argument("--measure", nargs=2, metavar=("VARIANT", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, metavar=("ROWS", "FILE"), help=argparse.SUPPRESS)
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
            before: dict[str, dict[str, Any]] = {}
            for rows in given.rows:
                path = folder / f"register-{rows}.{form}"
                if not path.exists():
                    _subprocess("--make", str(rows), str(path))
                found = show(path, rows, given.repeat)
                ratios(found)
                if before:
                    name = "tabulate: DuckDB"
                    times = _ratio(found[name], before[name])
                    print(f"  {'DuckDB against the register before it':42}{times}")
                before = found


if __name__ == "__main__":
    main()
