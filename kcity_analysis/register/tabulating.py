"""A register tabulated into figures: cases and distinct countries by every dimension.

A register of any size is first reduced to its **cells**: one combination of year, stage, type,
field and country, with its number of cases, a frame of a few thousand rows. Cases are sums of cells
and countries their distinct values, so only this reduction touches the register: on any engine
(:mod:`register.engines`). Spellings are resolved after it, by the same reader as those of a file
(:mod:`register.meanings`).

The grid is declared, not found: every category that the year had appears in declared order, at 0
where nobody applied; one that the year did not have has no row. Countries are distinct within the
cell shown, so over regions they add up to the total and over types or fields they need not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from kcity_analysis.evidence import COLUMNS
from kcity_analysis.register.cases import Asked, SheetName, Values
from kcity_analysis.register.corrections import Correction
from kcity_analysis.register.engines import count_cells, native, reduced, refuse_lists
from kcity_analysis.register.meanings import KEYS, meaning
from kcity_analysis.register.reading import (
    Register,
    RegisterReading,
    answered,
    calls_itself_synthetic,
    read_register,
)
from kcity_analysis.register.repeated import Repeated
from kcity_analysis.register.values import clean, is_empty
from kcity_analysis.vocabulary import (
    NOT_STATED,
    InputError,
    Listing,
    Message,
    Problem,
    Term,
    categories,
    fold,
    region_of,
    resolve,
    say,
    secretariat_of,
)

Key = tuple[int, str, str, str]
"""Year, stage, dimension, category."""

_DIMENSIONS = ["total", "region", "country", "type", "secretariat", "field", "type_field"]


def tabulate(
    register: Any,
    *,
    by: Collection[str] | str | None = None,
    stage: str | None = None,
    years: Collection[int] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Cases and countries of a register by every dimension, as a figures frame.

    ``register`` is a file, a Register, or a frame that narwhals knows: pandas, Polars (eager or
    lazy), DuckDB relation, Dask, PySpark or pyarrow; or cells, counted before. A lazy frame is
    reduced by its own engine. A frame needs the columns ``year``, ``country`` and ``type``;
    ``field`` may be lacking, and so may ``stage``, which is then the one given, or "reception".
    ``stage`` and ``years`` choose what is counted; without them there is one block for each year
    and stage in the register, and none for a year without cases (a gap is no zero).

    Columns and order as in :mod:`evidence.frame`; ``basis`` is "recomputed", ``value`` a whole
    number. Dimensions: total (category "all"), region, country (ISO 3166-1 alpha-3, only those that
    occur, alphabetical), type, secretariat (only in years for which sources name one for each
    type), field, type_field ("TYPE | FIELD"). "not stated" is added where cases leave type or field
    open. Within each dimension the cases add up to the total, but for joint applications of several
    countries: such a case counts once in the total, and once in each of its countries and regions,
    which ``note`` says.

    With ``by``, one or several of year, stage, type, region, country, field, applicant, month, day
    (of arrival) and city, it is instead a plain frame: a column for each, ``cases`` and
    ``countries``, only what occurs, sorted; a day, city or applicant that is not said is empty. A
    joint application is one case in each row that it belongs to.

    Raises InputError that names every value which no category stands for, in the ``language``: a
    case is counted or complained about, never dropped. A case number may stand once a year and
    stage in a frame, as in a file, and without numbers no two rows may look like the same
    application; lazy frames, of which only cells leave their engine, are not looked through for
    that. What makes a file's row a total or withdrawn is checked in no frame.

    >>> rows = pd.DataFrame({"year": 2021, "country": ["베트남", "VNM"], "type": "해외실증"})
    >>> tabulate(rows, by="country").to_dict("records")
    [{'country': 'VNM', 'cases': 2, 'countries': 1}]
    """
    if isinstance(register, str | Path):
        year = next(iter(years)) if years and len(years) == 1 else None
        register = read_register(register, stage=stage, year=year, language=language)
        if register.problems:
            text = Message("error.register with problems", file=register.source)
            raise InputError(text, register.problems[:20])
    elif problems := _repeated(register, language):
        raise InputError(Message("register.cases twice"), problems[:20])
    if by is not None:
        crossed_by = [by] if isinstance(by, str) else list(by)
        return _crossed(register, crossed_by, stage, years, language)
    return figures_of(cells(register, stage=stage, years=years, language=language))


def _repeated(register: Any, language: str) -> list[Problem]:
    """Cases that stand twice in a frame that is in memory, by the rule of files."""
    frame = native(register)
    if isinstance(register, Register) or isinstance(frame, nw.LazyFrame):
        return []
    names = [name for name in (*_LOOKED_AT, "case_no") if name in frame.columns]
    if "cases" in frame.columns or not {"case_no", "title", "applicant"} & set(names):
        return []
    refuse_lists(frame, names)
    held = frame.select(names).to_pandas()
    values, nothing = {}, np.full(len(held), "", dtype=object)
    for name in (*_LOOKED_AT, "case_no"):
        codes, distinct = pd.factorize(_texts(held[name]) if name in held else nothing)
        meant: list[Any] = list(distinct)
        if name not in _FREE_TEXTS:
            read = [meaning(name, text).value for text in distinct]
            meant = [text if one is None else one for text, one in zip(distinct, read, strict=True)]
        elif len(distinct):
            meant = ["" if is_empty(text) else text for text in distinct]
        values[name] = Values(codes, meant, list(distinct), [0] * len(distinct))
    rows = np.arange(1, len(held) + 1)
    file = say("register.the register", language)
    sheet = SheetName("", 0, file, ragged=False)
    confirmed = rows[values["case_no"].said()].tolist()
    kept = np.ones(len(held), dtype=bool)
    numbers, looks, _ = Repeated().firsts(values, kept, sheet, rows, confirmed)
    problems = []
    for at, first in numbers.items():
        text = values["case_no"].raws[values["case_no"].codes[at]]
        expected = say("register.a number of its own", language, row=first)
        action = say("register.correct a number", language)
        problems.append(Problem(file, at + 1, "case_no", text, expected, action))
    for at, first in looks.items():
        expected = say("register.an application of its own", language, row=first)
        action = say("register.drop one", language)
        problems.append(Problem(file, at + 1, "", "", expected, action))
    return problems


_FREE_TEXTS = ("city", "title", "applicant", "case_no")
_LOOKED_AT = ("year", "stage", "country", "type", "field", "city", "title", "applicant")
"""What two rows that look like the same application have in common."""


def cells(
    register: Any,
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """The number of cases by year, stage, type, field and country, see :func:`tabulate`.

    Returns a pandas frame with the columns of :data:`~register.meanings.KEYS` as keys of the
    vocabulary and ``cases`` (a whole number above 0), sorted. A field left open is the category
    "not stated", and so is a type that the register says is not stated.
    """
    return _named(reduced(register, KEYS), KEYS, stage=stage, years=years, language=language)


def _named(
    found: pd.DataFrame,
    keys: list[str],
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Reduced cells, those chosen, with every spelling resolved.

    ``found`` has the columns ``keys`` and ``cases``. Raises InputError where a column is missing, a
    spelling means nothing, or no cell is left.
    """
    stage = None if stage is None else resolve("stage", stage)
    lent = {"field": NOT_STATED, "stage": stage or "reception"}
    lacking = [key for key in keys if key not in found and key not in lent]
    if lacking:
        raise InputError(Message("error.register without column", columns=", ".join(lacking)))
    texts = {
        key: list(_texts(found[key])) if key in found else [lent[key]] * len(found) for key in keys
    }
    cases: list[int] = found["cases"].astype("int64").tolist()
    problems: list[Problem] = []

    def read(key: str, of: Sequence[Any], places: Sequence[int]) -> list[Any]:
        pairs = list(zip([texts[key][place] for place in places], of, strict=True))
        return _resolved(key, pairs, [cases[place] for place in places], language, problems)

    every = range(len(found))
    when, stages = (
        read("year", [None] * len(found), every),
        read("stage", [stage] * len(found), every),
    )
    chosen = [
        place
        for place in every
        if (when[place] is None or years is None or when[place] in years)
        and (stage is None or stages[place] in (None, stage))
    ]
    cells_of = [[column[place] for place in chosen] for column in (when, stages)]
    for key in keys[2:]:
        of = cells_of[0] if key == "type" else [None] * len(chosen)
        cells_of.append(read(key, of, chosen))
    summed: Counter[tuple[Any, ...]] = Counter()
    for place, cell in zip(chosen, zip(*cells_of, strict=True), strict=True):
        if None not in cell:
            summed[cell] += cases[place]
    if not summed:
        raise InputError(_nothing(when, stages, stage, years), problems)
    if problems:
        raise InputError(Message("register.no category"), problems)
    whole = dict.fromkeys(keys, "str") | {"year": "int64", "cases": "int64"}
    rows = [(*cell, count) for cell, count in sorted(summed.items())]
    return pd.DataFrame(rows, columns=[*keys, "cases"]).astype(whole)


def _texts(column: pd.Series[Any]) -> Any:
    """A column as clean text; a missing value, and a blank one, is empty."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    texts = ["" if pd.isna(value) else clean(str(value)) for value in distinct]
    return pd.Series(texts, dtype=object).to_numpy()[codes]


def _nothing(
    when: list[Any], stages: list[Any], stage: str | None, years: Collection[int] | None
) -> Message:
    """That there is no case to count, and what there is instead."""

    def of(year: int, stage: str) -> Message:
        return Message("register.stage and year", year=str(year), stage=Term("stage", stage))

    wanted: list[Any] = [str(year) for year in sorted(years or [])]
    if stage:
        wanted = [of(year, stage) for year in sorted(years or [])] or [Term("stage", stage)]
    known = {pair for pair in zip(when, stages, strict=True) if None not in pair}
    held = [of(*one) for one in sorted(known)]
    if wanted and held:
        return Message("register.no such cases", wanted=Listing(wanted), held=Listing(held))
    return Message("register.nothing to count")


def _resolved(
    key: str,
    pairs: list[tuple[str, Any]],
    cases: list[int],
    language: str,
    problems: list[Problem],
) -> list[Any]:
    """What each spelling of a column means with what is given beside it. One without meaning
    becomes None, with one problem for it however many cases it has.
    """
    read = {pair: meaning(key, *pair, language) for pair in dict.fromkeys(pairs)}
    for pair, one in read.items():
        if one.fault:
            held = sum(n for n, other in zip(cases, pairs, strict=True) if other == pair)
            expected, action = one.fault
            action = say("register.of so many cases", language, action=action, number=held)
            said = pair[0] or say("register.missing value", language)
            file = say("register.the register", language)
            problems.append(Problem(file, 0, key, said, expected, action))
    # What is not said, and need not be, is a value too: only a fault leaves a case out.
    values = {pair: one.value or (None if one.fault else "") for pair, one in read.items()}
    return [values[pair] for pair in pairs]


def _crossed(
    register: Any, by: list[str], stage: str | None, years: Collection[int] | None, language: str
) -> pd.DataFrame:
    """Cases and countries by some columns of a register and what follows from them."""
    needed = {"region": "country", "month": "submitted_on", "day": "submitted_on"}
    unknown = [name for name in by if name not in _CROSSED]
    if unknown or not by:
        values = {"unknown": ", ".join(unknown), "known": ", ".join(_CROSSED)}
        raise InputError(Message("register.counted by", **values))
    columns = list(dict.fromkeys(needed.get(name, name) for name in by))
    extra = [name for name in columns if name not in KEYS]
    keys = [*KEYS, *extra]
    found = reduced(register, keys)
    lacking = [name for name in extra if name not in found]
    if lacking:
        raise InputError(Message("error.register without column", columns=", ".join(lacking)))
    places = _named(found, keys, stage=stage, years=years, language=language)
    places["country"] = places["country"].str.split()
    places = places.explode("country")
    places["region"] = places["country"].map(region_of)
    if "submitted_on" in places:
        places["day"] = places["submitted_on"].str[:10]
        places["month"] = places["submitted_on"].str[:7]
    # A joint application is one case wherever it stands, however many of its countries are there.
    once = places.reset_index(names="cell").drop_duplicates(["cell", *by])
    cases = once.groupby(by)["cases"].sum()
    countries = places.groupby(by)["country"].nunique()
    return pd.DataFrame({"cases": cases, "countries": countries}).reset_index()


_CROSSED = (
    *("year", "stage", "type", "region", "country", "field", "applicant", "month", "day", "city"),
)
"""What a register may be counted by."""


def figures_of(counted: pd.DataFrame) -> pd.DataFrame:
    """The figures that follow from cells (as :func:`cells` gives them)."""
    cases: Counter[Key] = Counter()
    joint: Counter[Key] = Counter()
    countries: defaultdict[Key, set[str]] = defaultdict(set)
    secretariats = {year: _secretariats(year) for year in counted["year"].unique()}
    for year, stage, kind, field, codes, count in counted.itertuples(index=False, name=None):
        several = codes.split()
        held: dict[str, list[str | None]] = {
            "total": ["all"],
            "region": [*dict.fromkeys(map(region_of, several))],
            "country": several,
            "type": [kind],
            "secretariat": [secretariats[year].get(kind)],
            "field": [field],
            "type_field": [f"{kind} | {field}"],
        }
        for dimension, categories_ in held.items():
            for category in categories_:
                if category is None:
                    continue
                key = (year, stage, dimension, category)
                cases[key] += count
                joint[key] += count if len(several) > 1 else 0
                mine = (
                    several
                    if dimension not in ("region", "country")
                    else [code for code in several if category in (code, region_of(code))]
                )
                countries[key].update(mine)
    rows = [
        (*key, measure, value, _joint_note(key, joint[key]))
        for key in _grid(cases)
        for measure, value in (("cases", cases[key]), ("countries", len(countries[key])))
    ]
    names = ["year", "stage", "dimension", "category", "measure", "value", "note"]
    figures = pd.DataFrame(rows, columns=names)
    return _framed(figures, figures["year"])


def _joint_note(key: Key, joint: int) -> str:
    """That joint applications are among the cases of a figure, which add up to more than the total
    by region and country.
    """
    if not joint:
        return ""
    text = "1 joint application" if joint == 1 else f"{joint:,} joint applications"
    return f"with {text} of several countries"


@dataclass(frozen=True, eq=False)
class FileCount:
    """The figures of a file, the cells that they follow from, what was not counted, and the rest of
    what a :class:`Register` says: in memory are its cases nowhere.

    Rows of years or stages that were not asked for are in neither number of rows.
    """

    figures: pd.DataFrame
    cells: pd.DataFrame
    problems: tuple[Problem, ...]
    corrections: tuple[Correction, ...]
    source: str
    synthetic: bool
    rows_read: int
    rows_counted: int
    said: tuple[str, ...]
    rules: tuple[str, ...]


def count_file(
    path: str | Path,
    *,
    stage: str | None = None,
    years: Collection[int] | None = None,
    sheet: str | None = None,
    corrections: str | Path | None = None,
    status: Mapping[str, str] | None = None,
    language: str = "en",
) -> FileCount:
    """The figures of a register in a file of any length, with every check of its rows.

    The arguments are those of :func:`~kcity_analysis.register.reading.read_register` and
    :func:`tabulate`. Each piece of the file is reduced to its cells as it is read, so that memory
    holds one piece. Raises InputError where nothing is counted.
    """
    year = next(iter(years)) if years and len(years) == 1 else None
    stage = None if stage is None else resolve("stage", stage)
    asked = Asked(year, stage, answered(status), language)
    reading = RegisterReading(path, asked, sheet=sheet, corrections=corrections)
    parts = []
    synthetic = False
    for table in reading.tables():
        if len(table):
            synthetic = synthetic or calls_itself_synthetic(table)
            parts.append(count_cells(native(table.select(KEYS))).to_pandas())
            if len(parts) > 200:
                parts = [pd.concat(parts).groupby(KEYS, as_index=False)["cases"].sum()]
    problems = reading.problems()
    if not parts:
        raise InputError(say("register.no cases", language, file=reading.name), problems)
    summed = pd.concat(parts).groupby(KEYS, as_index=False)["cases"].sum()
    held = _named(summed[[*KEYS, "cases"]], KEYS, stage=stage, years=years)
    fixes = reading.found.fixes
    return FileCount(
        figures=figures_of(held),
        cells=held,
        problems=problems,
        corrections=tuple(fixes.applied if fixes else ()),
        source=reading.source,
        synthetic=synthetic,
        rows_read=reading.found.rows_read,
        rows_counted=reading.rows_counted,
        said=tuple(reading.said()),
        rules=tuple(reading.rules()),
    )


_WRITTEN = ["year", "stage", "dimension", "category", "measure", "value", "basis"]


def figures_csv(figures: pd.DataFrame) -> str:
    """Counted figures as the CSV text that others read, values as whole numbers."""
    text: str = (
        figures[_WRITTEN].astype({"value": "int64"}).to_csv(index=False, lineterminator="\n")
    )
    return text


def cumulative(
    register: Any, first_year: int, last_year: int, *, stage: str | None = None
) -> pd.DataFrame:
    """Cases, distinct countries and distinct cities from ``first_year`` to ``last_year``.

    Rows as of :func:`tabulate`, dimension total, ``year`` the last and ``first_year`` the first of
    the span; one block a stage. A city is distinct by country and name (compared without case,
    space, dash and width); several names of one place must be one in the register. ``cities`` has
    no row where the register has no column ``city``. ``note`` says which years of the span have no
    case and how many cases name no city.
    """
    span = range(first_year, last_year + 1)
    counted = cells(register, stage=stage, years=span)
    cities = _cities(register, stage, span)
    rows = []
    for name in categories("stage"):
        block = counted[counted["stage"] == name]
        if block.empty:
            continue
        empty = sorted(set(span) - set(block["year"]))
        gap = f"no case in {', '.join(map(str, empty))}" if empty else ""
        rows.append((name, "cases", block["cases"].sum(), gap))
        rows.append((name, "countries", len(set(" ".join(block["country"]).split())), gap))
        if cities is not None:
            held = cities[cities["stage"] == name]
            unnamed = int(held.loc[held["city"] == "", "cases"].sum())
            without = f"{unnamed} without a city" if unnamed else ""
            distinct = held.loc[held["city"] != "", ["country", "city"]].drop_duplicates()
            rows.append((name, "cities", len(distinct), "; ".join(filter(None, [gap, without]))))
    figures = pd.DataFrame(rows, columns=["stage", "measure", "value", "note"])
    figures = figures.assign(year=last_year, dimension="total", category="all")
    return _framed(figures, first_year)


def _cities(register: Any, stage: str | None, years: Collection[int]) -> pd.DataFrame | None:
    """Cases by year, stage, country and city (folded), or None where no city is kept."""
    keys = ["year", "stage", "country", "city"]
    found = reduced(register, keys)
    if "city" not in found:
        return None
    cities = _named(found, keys, stage=stage, years=years)
    return cities.assign(city=cities["city"].map(fold))


def _secretariats(year: int) -> dict[str, str]:
    """Type -> secretariat; empty in a year for which not every type's is known."""
    known = {kind: secretariat_of(kind, year) for kind in categories("type", year)}
    found = {kind: name for kind, name in known.items() if name}
    return {**found, NOT_STATED: NOT_STATED} if len(found) == len(known) else {}


def _grid(found: Iterable[Key]) -> Iterator[Key]:
    """Every year, stage, dimension and category to show, in declared order.

    What occurs and is not declared can only be "not stated", or a country: it follows, sorted.
    """
    occurs: defaultdict[tuple[int, str, str], set[str]] = defaultdict(set)
    for year, stage, dimension, category in found:
        occurs[year, stage, dimension].add(category)
    stages = categories("stage")
    blocks = sorted({key[:2] for key in occurs}, key=lambda key: (key[0], stages.index(key[1])))
    for year, stage in blocks:
        for dimension in _DIMENSIONS:
            held = occurs.get((year, stage, dimension), set())
            declared = [] if dimension == "country" or not held else categories(dimension, year)
            for category in [*declared, *sorted(held - set(declared))]:
                yield year, stage, dimension, category


def _framed(figures: pd.DataFrame, first_year: Any) -> pd.DataFrame:
    """Counted values with the columns of the figures frame."""
    defaults = {"basis": "recomputed", "confidence": "high", "note": "", "sources": ""}
    missing = {name: text for name, text in defaults.items() if name not in figures}
    figures = figures.assign(first_year=first_year, **missing)
    return figures.astype({"value": "float64"})[COLUMNS]
