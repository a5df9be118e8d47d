"""The same register gives the same figures on every engine, and no lazy one is collected whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pytest

from kcity_analysis.register.example_register import example_register
from kcity_analysis.register.tabulating import tabulate

COPIES = 40

Load = Callable[[Path], Any]


def _polars_eager(path: Path) -> Any:
    import polars

    return polars.read_parquet(path)


def _polars_lazy(path: Path) -> Any:
    import polars

    return polars.scan_parquet(path)


def _duckdb(path: Path) -> Any:
    import duckdb

    return duckdb.connect().read_parquet(str(path))


def _dask(path: Path) -> Any:
    import dask.dataframe as dd

    frame = dd.from_pandas(pd.read_parquet(path), npartitions=7)
    assert frame.npartitions == 7
    return frame


def _arrow(path: Path) -> Any:
    from pyarrow import parquet

    return parquet.read_table(path)


LAZY = {"polars lazy": _polars_lazy, "duckdb": _duckdb, "dask": _dask}
EAGER = {"pandas": pd.read_parquet, "polars": _polars_eager, "pyarrow": _arrow}

# narwhals announces a package narwhals-dask, which is not published yet.
dask_moves = pytest.mark.filterwarnings(
    "ignore:Dask support is moving out of Narwhals:FutureWarning"
)
# PySpark says so of pandas 3; its frames are handed over as Arrow, without pandas.
spark_and_pandas = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    """Four years, in which some fields are missing, in an order that mixes all categories."""
    years = [example_register(year, seed=seed) for year in range(2020, 2024) for seed in (1, 2)]
    frame = pd.concat(years * COPIES, ignore_index=True)
    frame["field"] = frame["field"].mask(frame.index % 7 == 0, None)
    frame["case_no"] = frame.index.astype(str)
    frame["submitted_on"] = frame["submitted_on"].astype(str)
    return frame.sample(frac=1, random_state=1).reset_index(drop=True)


@pytest.fixture(scope="module")
def file(register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engines") / "register.parquet"
    register.to_parquet(path, row_group_size=3000)
    return path


@pytest.fixture(scope="module")
def expected(register: pd.DataFrame) -> pd.DataFrame:
    """The figures on pandas; totals and unstated fields are counted again in plain Python."""
    figures = tabulate(register)
    for year in range(2020, 2024):
        rows = register[register["year"] == year]
        total = figures.query("year == @year and dimension == 'total'")
        assert list(total["value"]) == [len(rows), len(set(rows["country"]))]
        fields = figures.query("year == @year and dimension == 'field' and measure == 'cases'")
        unstated = fields.set_index("category")["value"]["not stated"]
        assert unstated == sum(not isinstance(field, str) for field in rows["field"])
    return figures


@dask_moves
@pytest.mark.slow
@pytest.mark.parametrize("name", [*EAGER, *LAZY])
def test_figures_are_identical_on(name: str, file: Path, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(tabulate((EAGER | LAZY)[name](file)), expected)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["object", "category", "string[pyarrow]"])
def test_figures_are_identical_in_any_pandas_type(
    dtype: str, register: pd.DataFrame, expected: pd.DataFrame
) -> None:
    texts = dict.fromkeys(["stage", "type", "field", "country"], dtype)
    pd.testing.assert_frame_equal(tabulate(register.astype(texts)), expected)


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of everything that a lazy frame hands over, in order."""
    lengths: list[int] = []
    collect = nw.LazyFrame.collect

    def spy(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = collect(self, *args, **kwargs)
        lengths.append(len(frame))
        return frame

    monkeypatch.setattr(nw.LazyFrame, "collect", spy)
    return lengths


def _distinct_cells(register: pd.DataFrame) -> int:
    return len(register[["year", "stage", "type", "field", "country"]].drop_duplicates())


@dask_moves
@pytest.mark.parametrize("name", list(LAZY))
def test_only_the_cells_leave_a_lazy_frame(
    name: str, file: Path, register: pd.DataFrame, collected: list[int]
) -> None:
    tabulate(LAZY[name](file))
    assert collected == [_distinct_cells(register)]
    assert collected[0] < len(register) / 10


def test_polars_itself_collects_the_cells_only(
    file: Path, register: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars

    heights = []
    collect = polars.LazyFrame.collect

    def spy(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = collect(self, *args, **kwargs)
        heights.append(frame.height)
        return frame

    monkeypatch.setattr(polars.LazyFrame, "collect", spy)
    tabulate(polars.scan_parquet(file))
    assert heights == [_distinct_cells(register)]


@dask_moves
def test_dask_itself_computes_the_cells_only(
    file: Path, register: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask.dataframe as dd

    lengths = []
    compute = dd.DataFrame.compute

    def spy(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = compute(self, *args, **kwargs)
        lengths.append(len(frame))
        return frame

    frame = _dask(file)
    monkeypatch.setattr(dd.DataFrame, "compute", spy)
    tabulate(frame)
    assert lengths == [_distinct_cells(register)]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        lacking = "Spark needs Java 17 or later, and there is none: install default-jre-headless"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.spark
@spark_and_pandas
def test_figures_are_identical_on_spark_and_only_the_cells_leave_it(
    spark: Any, file: Path, register: pd.DataFrame, expected: pd.DataFrame, collected: list[int]
) -> None:
    frame = spark.read.parquet(str(file)).repartition(5)
    assert frame.rdd.getNumPartitions() == 5
    pd.testing.assert_frame_equal(tabulate(frame), expected)
    assert collected == [_distinct_cells(register)]


def _loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.slow
def test_importing_the_package_imports_no_engine_that_is_not_used() -> None:
    engines = {"polars", "duckdb", "dask", "distributed", "pyspark", "pyarrow"}
    modules = "kcity_analysis.cli, kcity_analysis.register.reading, kcity_analysis.register.sheets"
    from_package = (
        _loaded(f"import kcity_analysis, kcity_analysis.register.tabulating, {modules}") & engines
    )
    assert from_package == _loaded("import pandas") & engines  # pandas itself loads pyarrow
    assert from_package <= {"pyarrow"}
