"""A synthetic register of applications that counts to the published figures of a year.

No register of the contest is public. This one is drawn at random under the constraint that its
tabulation equals every reception figure published for the year: what is not published (which
countries beyond those named, who applied for what) is invented, and every row says that it is.
It tests the whole path from a file to a report, and shows what a register looks like.

The drawing follows the figures downwards. A *group* is a country whose cases are published, or the
other countries of a region, or those of all other regions. First it is drawn how many countries of
each group apply under each type, then how many further cases they file there; both are matrices of
whole numbers with given sums, filled along augmenting paths, which find one wherever there is one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from kcity_analysis import figures
from kcity_analysis.problems import InputError
from kcity_analysis.replacing import replacing
from kcity_analysis.vocabulary import NOT_STATED, categories, region_of, table

SYNTHETIC = "SYNTHETIC"
"""The word that every row of a synthetic register carries in its title, applicant and note."""

COLUMNS = [
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

_UNINHABITED = {"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"}
_DRAWS = 1000
_PIECE = 500_000
_SHEET = 1_048_576

Published = dict[tuple[str, str, str], int]
"""(dimension, category, measure) -> published figure of the year."""


@dataclass(frozen=True)
class _Group:
    """Countries that together must reach a number of cases."""

    countries: list[str]
    cases: int


def example_register(year: int, *, seed: int = 0, rows: int | None = None) -> pd.DataFrame:
    """A synthetic register whose tabulation equals the published reception figures of ``year``.

    Equal for every ``seed``: total, regions, types, countries and fields within a type, cases and
    countries, wherever a figure of high or medium confidence is published. The countries that the
    release names are among the applicants. Cases that the published types leave over have the type
    "not stated". ``rows`` repeats the register to that many rows, for measurements: its countries
    are then still those published, its cases are not.

    Columns: :data:`COLUMNS`, as an office would keep them (``country`` as ISO 3166-1 alpha-3,
    ``submitted_on`` a date within the application windows). Raises InputError for a year without
    published reception totals, or with too few ``rows``.
    """
    known = _published(year)
    rng = random.Random(f"{year}/{seed}")
    cases = _cases(known, year, rng)
    rng.shuffle(cases)
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
        raise InputError(f"{path.name}: the extension must be one of {', '.join(_WRITERS)}")
    base = example_register(year, seed=seed)
    rows = _enough(base, rows)
    starts = range(0, rows, _PIECE)
    pieces = (numbered(base, start, min(start + _PIECE, rows)) for start in starts)
    if path.suffix.lower() == ".xlsx" and rows >= _SHEET:
        raise InputError(f"a sheet holds {_SHEET - 1:,} rows; write {rows:,} as CSV or Parquet")
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
        raise InputError("writing xlsx needs the package openpyxl") from error


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
        raise InputError(f"the register has {len(base)} cases; it cannot be cut to {rows} rows")
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
    )[COLUMNS]


def _published(year: int) -> Published:
    """The year's reception figures that may enter a sum, without those on changes and budgets."""
    printed = figures.sound(figures.published())
    printed = printed[
        (printed["stage"] == "reception") & (printed["first_year"] == printed["year"])
    ]
    totals = printed[printed["dimension"] == "total"]
    if year not in set(totals["year"]):
        known = ", ".join(str(one) for one in sorted(set(totals["year"])))
        raise InputError(f"no reception figures of {year} are published; there are some of {known}")
    own = printed[(printed["year"] == year) & ~printed["dimension"].isin(["change", "budget"])]
    keys = zip(own["dimension"], own["category"], own["measure"], strict=True)
    return {key: int(value) for key, value in zip(keys, own["value"], strict=True)}


def _days(year: int) -> list[date]:
    """Every day of the year's application windows; of the whole year where none is known."""
    calendar = figures.calendar(year)
    windows = calendar[calendar["event"].str.contains("window")]
    firsts = windows["first_day"].map(date.fromisoformat)
    lasts = windows["last_day"].map(date.fromisoformat)
    first = min(firsts, default=date(year, 1, 1))
    last = max(lasts, default=date(year, 12, 31))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _cases(known: Published, year: int, rng: random.Random) -> list[tuple[str, str, str]]:
    """Country, type and field of each case."""
    groups = _groups(known, year, rng)
    for _ in range(_DRAWS):
        types = _types(known, year, rng)
        members = _members(groups, [spread for _, spread in types.values()], rng)
        further = members and _further(groups, [cases for cases, _ in types.values()], members, rng)
        if members and further:
            break
    else:
        raise InputError(f"no register found that counts to the published figures of {year}")
    fields = {kind: _fields(known, kind, cases, rng) for kind, (cases, _) in types.items()}
    filed = []
    for group, counts, more in zip(groups, members, further, strict=True):
        place = 0
        for kind, count, extra in zip(types, counts, more, strict=True):
            # Going round the group's countries gives each of them a type before any has a second.
            turn = [group.countries[(place + n) % len(group.countries)] for n in range(count)]
            place += count
            for country in turn + rng.choices(turn, k=extra) if turn else []:
                filed.append((country, kind, fields[kind].pop()))
    return filed


def _groups(known: Published, year: int, rng: random.Random) -> list[_Group]:
    """The countries that apply, with the cases that each group of them must reach."""
    fixed = {name: n for (dimension, name, _), n in known.items() if dimension == "country"}
    named = [*dict.fromkeys([*fixed, *_named(year)])]
    groups = [_Group([country], cases) for country, cases in fixed.items()]
    regions = {
        name: (known["region", name, "cases"], known["region", name, "countries"])
        for dimension, name, measure in known
        if dimension == "region" and measure == "cases" and ("region", name, "countries") in known
    }
    rest = (
        known["total", "all", "cases"] - sum(cases for cases, _ in regions.values()),
        known["total", "all", "countries"] - sum(count for _, count in regions.values()),
    )
    outside = [name for name in categories("region") if name not in regions]
    places = [([name], *sums) for name, sums in regions.items()] + [(outside, *rest)]
    for names, cases, count in places:
        own = [country for country in fixed if region_of(country) in names]
        free = count - len(own)
        first = [one for one in named if region_of(one) in names and one not in own]
        pool = [one for one in _inhabited() if region_of(one) in names and one not in named]
        countries = [*first, *rng.sample(pool, len(pool))][:free]
        if countries:
            rng.shuffle(countries)
            groups.append(_Group(countries, cases - sum(fixed[country] for country in own)))
    return groups


def _named(year: int) -> list[str]:
    named = figures.named_applicants(year)
    return list(named.loc[named["stage"] == "reception", "iso3"])


def _inhabited() -> list[str]:
    return sorted(set(table("region_members")["iso3"]) - _UNINHABITED)


def _types(known: Published, year: int, rng: random.Random) -> dict[str, tuple[int, int]]:
    """Type -> its cases, and the countries that file them. What is not published is drawn.

    Cases beyond the published types go to the types without a figure, or are "not stated".
    """
    cases, countries = known["total", "all", "cases"], known["total", "all", "countries"]
    kinds = categories("type", year)
    types = {
        kind: (known["type", kind, "cases"], known["type", kind, "countries"])
        for kind in kinds
        if ("type", kind, "cases") in known and ("type", kind, "countries") in known
    }
    left = cases - sum(count for count, _ in types.values())
    others = [kind for kind in kinds if kind not in types] or [NOT_STATED]
    cuts = sorted(rng.sample(range(1, left), len(others) - 1)) if left > len(others) else []
    for kind, low, high in zip(others, [0, *cuts], [*cuts, left], strict=False):
        if high > low:
            likely = round((high - low) * countries / cases * 1.2)
            types[kind] = (high - low, max(1, min(likely + rng.randint(0, 2), high - low)))
    return types


def _members(
    groups: Sequence[_Group], spread: Sequence[int], rng: random.Random
) -> list[list[int]] | None:
    """How many countries of each group apply under each type: each country under one at least."""
    size = [len(group.countries) for group in groups]
    most = [min(group.cases, n * len(spread)) for group, n in zip(groups, size, strict=True)]
    sums = list(size)
    for _ in range(sum(spread) - sum(sums)):
        room = [high - low for high, low in zip(most, sums, strict=True)]
        if not any(room):
            return None
        sums[rng.choices(range(len(sums)), weights=room)[0]] += 1
    return _matrix(sums, spread, [[n] * len(spread) for n in size], rng)


def _further(
    groups: Sequence[_Group], cases: Sequence[int], members: list[list[int]], rng: random.Random
) -> list[list[int]] | None:
    """How many cases beyond one a member each group files under each type, where it has members."""
    rows = [group.cases - sum(row) for group, row in zip(groups, members, strict=True)]
    columns = [n - sum(column) for n, column in zip(cases, zip(*members, strict=True), strict=True)]
    if min([*rows, *columns]) < 0:
        return None
    return _matrix(rows, columns, [[sum(cases) * (n > 0) for n in row] for row in members], rng)


def _matrix(
    rows: Sequence[int], columns: Sequence[int], most: list[list[int]], rng: random.Random
) -> list[list[int]] | None:
    """Whole numbers of at most ``most`` with these row and column sums, or None if there are none.

    Unit by unit along augmenting paths (Ford and Fulkerson): a unit that finds its columns full
    moves another row's unit out of one.
    """
    if sum(rows) != sum(columns):
        return None
    filled = [[0] * len(columns) for _ in rows]
    need = list(columns)

    def place(row: int, tried: set[int]) -> bool:
        for column in sorted(range(len(columns)), key=lambda one: -need[one] * rng.random()):
            if column in tried or filled[row][column] >= most[row][column]:
                continue
            tried.add(column)
            if need[column]:
                need[column] -= 1
                filled[row][column] += 1
                return True
            for other in range(len(rows)):
                if filled[other][column] and other != row and place(other, tried):
                    filled[other][column] -= 1
                    filled[row][column] += 1
                    return True
        return False

    units = [row for row, count in enumerate(rows) for _ in range(count)]
    rng.shuffle(units)
    return filled if all(place(row, set()) for row in units) else None


def _fields(known: Published, kind: str, cases: int, rng: random.Random) -> list[str]:
    """A type's fields: those published, and the cases they leave over in the other fields."""
    published = {
        name.partition(" | ")[2]: count
        for (dimension, name, measure), count in known.items()
        if dimension == "type_field" and measure == "cases" and name.startswith(f"{kind} | ")
    }
    others = [field for field in categories("field") if field not in published]
    drawn = [field for field, count in published.items() for _ in range(count)]
    drawn += rng.choices(others, k=cases - len(drawn))
    rng.shuffle(drawn)
    return drawn
