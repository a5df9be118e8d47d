"""A synthetic register of applications that counts to the published figures of a year.

No register of the contest is public. This one is drawn at random under the constraint that its
tabulation equals every reception figure published for the year: what is not published (which
countries beyond those named, who applied for what) is invented, and every row says that it is.
It tests the whole path from a file to a report, and shows what a register looks like.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from kcity_analysis.evidence import calendar
from kcity_analysis.register.drawn import drawn_cases
from kcity_analysis.vocabulary import InputError, Message, replacing

SYNTHETIC = "SYNTHETIC"
"""The word that every row of a synthetic register carries in its title, applicant and note."""

EXAMPLE_COLUMNS = [
    "case_no",
    "year",
    "stage",
    "country",
    "city",
    "type",
    "field",
    "title",
    "applicant",
    "submitted_on",
    "note",
]

_PIECE = 500_000
_SHEET = 1_048_576


def example_register(year: int, *, seed: int = 0, rows: int | None = None) -> pd.DataFrame:
    """A synthetic register whose tabulation equals the published reception figures of ``year``.

    Equal for every ``seed``: total, regions, types, countries and fields within a type, cases and
    countries, wherever a figure of high or medium confidence is published. The countries that the
    release names are among the applicants. Cases that the published types leave over have the type
    "not stated". ``rows`` repeats the register to that many rows, for measurements: its countries
    are then still those published, its cases are not.

    Columns: :data:`EXAMPLE_COLUMNS`, as an office would keep them (``country`` as ISO 3166-1
    alpha-3, ``submitted_on`` a date within the application windows). Raises InputError for a year
    without published reception totals, or with too few ``rows``.
    """
    rng = random.Random(f"{year}/{seed}")
    cases = drawn_cases(year, rng)
    frame = pd.DataFrame(cases, columns=["country", "type", "field"])
    days = _days(year)
    frame["submitted_on"] = sorted(rng.choice(days) for _ in cases)
    frame["city"] = [f"Example City {rng.randint(1, 9)}" for _ in cases]
    frame = frame.assign(year=year, stage="reception")
    return numbered(frame, 0, _enough(frame, rows))


def write_example_register(path: Path, year: int, *, seed: int = 0, rows: int | None = None) -> int:
    """Write :func:`example_register` as CSV, xlsx or Parquet, by the file's extension.

    Long ones are written in pieces, so that memory holds one piece. An xlsx sheet is named for what
    it is; a Parquet file says so in its metadata as well. Returns the number of rows. Raises
    InputError for another extension, for more rows than a sheet holds, or an unwritable place.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise InputError(Message("error.extension", file=path.name, endings=", ".join(_WRITERS)))
    base = example_register(year, seed=seed)
    rows = _enough(base, rows)
    starts = range(0, rows, _PIECE)
    pieces = (numbered(base, start, min(start + _PIECE, rows)) for start in starts)
    if path.suffix.lower() == ".xlsx" and rows >= _SHEET:
        raise InputError(Message("error.rows of a sheet", most=f"{_SHEET - 1:,}", rows=f"{rows:,}"))
    with replacing(path) as draft:
        write(draft, pieces)
    return rows


def _write_csv(path: Path, pieces: Iterator[pd.DataFrame]) -> None:
    for place, piece in enumerate(pieces):
        piece.to_csv(path, mode="a", header=place == 0, index=False, lineterminator="\n")


def _write_xlsx(path: Path, pieces: Iterator[pd.DataFrame]) -> None:
    frame = pd.concat(pieces)
    try:
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            frame.to_excel(book, sheet_name=f"{SYNTHETIC} {frame['year'].iloc[0]}", index=False)
    except ImportError as error:
        raise InputError(Message("error.needs openpyxl")) from error


def _write_parquet(path: Path, pieces: Iterator[pd.DataFrame]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    writer = None
    for piece in pieces:
        found = pa.Table.from_pandas(piece, preserve_index=False)
        if writer is None:
            schema = found.schema.with_metadata({**found.schema.metadata, "note": SYNTHETIC})
            writer = parquet.ParquetWriter(path, schema)
        writer.write_table(found.cast(schema))
    if writer is not None:
        writer.close()


_WRITERS: dict[str, Callable[[Path, Iterator[pd.DataFrame]], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}


def _enough(base: pd.DataFrame, rows: int | None) -> int:
    if rows is not None and rows < len(base):
        raise InputError(Message("error.cut rows", cases=len(base), rows=rows))
    return rows or len(base)


def numbered(base: pd.DataFrame, start: int, stop: int) -> pd.DataFrame:
    """Rows ``start`` to ``stop`` of ``base`` repeated without end, numbered and marked."""
    numbers = pd.Series(range(start, stop))
    frame = base.iloc[numbers % len(base)].reset_index(drop=True)
    ordinal = (numbers + 1).astype(str).str.zfill(3)
    prefix = frame["year"].astype(str)
    return frame.assign(
        case_no="SYN-" + prefix + "-" + ordinal,
        title=f"{SYNTHETIC} example " + ordinal + ", no real application",
        applicant=f"{SYNTHETIC} applicant " + frame["country"],
        note=f"{SYNTHETIC}: drawn at random to the published figures",
    )[EXAMPLE_COLUMNS]


def _days(year: int) -> list[date]:
    """Every day of the year's application windows; of the whole year where none is known."""
    events = calendar(year)
    windows = events[events["event"].str.contains("window")]
    firsts = windows["first_day"].map(date.fromisoformat)
    lasts = windows["last_day"].map(date.fromisoformat)
    first = min(firsts, default=date(year, 1, 1))
    last = max(lasts, default=date(year, 12, 31))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
