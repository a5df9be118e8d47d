"""A register too long for memory, reduced to cells piece by piece as it is read from disk.

For Parquet and CSV files with one plain heading row. A register of ordinary length is read whole
instead (:mod:`register.reading`), since that checks every row as well. Nothing but pyarrow
is needed: pieces are reduced by the same narwhals expression as a whole frame, and the cells of
pieces add up to the cells of the register.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from kcity_analysis.register.cells import counted
from kcity_analysis.register.headings import meaning_of
from kcity_analysis.register.meanings import KEYS
from kcity_analysis.vocabulary import InputError

LONG_CSV = 8_000_000
"""Bytes from which a CSV file is streamed."""

LONG_PARQUET = 50_000
"""Rows from which a Parquet file is streamed."""

_ROWS = 1 << 19
_BYTES = 1 << 22
_PARTIAL = 200_000


def streamed(path: Path) -> pd.DataFrame | None:
    """The cells of a long file as they stand in it, or None for a file to be read whole.

    A file is read whole where it is short, or its first row is not one of headings with a column
    each for year, country and type. Returns those of ``KEYS`` that the file has, with ``cases``.
    Raises InputError where the file breaks off or a row has too few or too many values.
    """
    import pyarrow as pa

    if not path.is_file():
        return None
    try:
        pieces = _parquet(path) if _is_parquet(path) else _csv(path)
        if pieces is None:
            return None
        found = _gathered(pieces)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read to its end: {error}") from error
    return found.rename(columns={name: meaning_of(name) or name for name in found.columns[:-1]})


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _held(names: Iterable[str]) -> dict[str, str] | None:
    """Column of a file -> the key that it means; None where it is not plain which one is meant."""
    meanings = {name: meaning_of(name) for name in names}
    held = {name: key for name, key in meanings.items() if key in KEYS}
    plain = len(set(held.values())) == len(held)
    return held if plain and {"year", "country", "type"} <= set(held.values()) else None


def _parquet(path: Path) -> Iterator[Any] | None:
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    schema = file.schema_arrow
    held = _held(schema.names)
    if held is None or file.metadata.num_rows < LONG_PARQUET:
        return None
    texts = [name for name in held if _is_text(schema.field(name).type)]
    # Text read as codes of a dictionary is several times quicker to group.
    file = parquet.ParquetFile(path, read_dictionary=texts)
    return file.iter_batches(batch_size=_ROWS, columns=list(held))


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind))


def _csv(path: Path) -> Iterator[Any] | None:
    import pyarrow as pa
    from pyarrow import csv as arrow

    if path.stat().st_size < LONG_CSV:
        return None
    heading = _heading(path)
    held = heading and _held(heading[0])
    if not heading or not held:
        return None
    codes = pa.dictionary(pa.int32(), pa.string())
    return iter(
        arrow.open_csv(
            path,
            read_options=arrow.ReadOptions(block_size=_BYTES),
            parse_options=arrow.ParseOptions(delimiter=heading[1], newlines_in_values=True),
            convert_options=arrow.ConvertOptions(
                include_columns=list(held), column_types=dict.fromkeys(held, codes)
            ),
        )
    )


def _heading(path: Path) -> tuple[list[str], str] | None:
    """The first row of a UTF-8 CSV file and its delimiter, or None where it is no such file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(100_000)
    except UnicodeDecodeError:
        return None
    delimiter = max(",;\t", key=line.count)
    names = next(csv.reader([line], delimiter=delimiter), [])
    return (names, delimiter) if len(set(names)) == len(names) else None


def _gathered(pieces: Iterable[Any]) -> pd.DataFrame:
    """The cells of all pieces (pyarrow record batches), as one frame.

    Cells of earlier pieces are added up whenever many have come together, so that memory holds
    one piece and the cells, not the register.
    """
    import pyarrow as pa

    parts: list[Any] = []
    for piece in pieces:
        part = counted(nw.from_native(pa.Table.from_batches([piece])))
        # Pieces have dictionaries of their own, which do not go together: back to text.
        types = [(key, pa.string()) for key in part.columns[:-1]]
        parts.append(part.to_native().cast(pa.schema([*types, ("cases", pa.int64())])))
        if sum(map(len, parts)) > _PARTIAL:
            parts = [_summed(parts)]
    found: pd.DataFrame = _summed(parts).to_pandas()
    return found


def _summed(parts: list[Any]) -> Any:
    joined = nw.concat([nw.from_native(part) for part in parts])
    return joined.group_by(joined.columns[:-1]).agg(nw.col("cases").sum()).to_native()
