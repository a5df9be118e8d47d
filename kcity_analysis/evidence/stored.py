"""The bounds of the data as they are, kept in ``data/bounds.csv`` so that reading costs nothing.

The file says by a digest what it was made from. Where the data have been changed since, the bounds
are computed when they are asked for, in the process that asks.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kcity_analysis.evidence.facts import KEY
from kcity_analysis.evidence.known import CROSSED, NAMED, Ends, Item, Key, Known, Printed, collect
from kcity_analysis.vocabulary import DATA, Stamps, categories, replacing, stamp

if TYPE_CHECKING:
    from kcity_analysis.evidence.bounding import Bounding

FILE = "bounds.csv"
MODEL = 10
"""To be raised whenever the model, or what is stored of it, changes."""
_PARTS = (NAMED, CROSSED)
STORED_COLUMNS = [*KEY, "least", "most", "note", "made_of"]


def digest(known: Known) -> str:
    """What bounds are made of: every item that limits a figure, whatever the files say besides."""
    return hashlib.sha256(f"{MODEL} {known!r}".encode()).hexdigest()


def renew_bounds() -> bool:
    """Write ``data/bounds.csv`` anew if the data have been changed; whether it was written.

    Its rows are the figures that are bounded, ``made_of`` in the first row the digest of what they
    were made from, and ``note`` what a printed figure contradicts.
    """
    if _stored() is not None:
        return False
    found = _computed()
    made_of = [digest(collect())]
    with replacing(DATA / FILE) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(STORED_COLUMNS)
        for row in _rows(found):
            writer.writerow([*row, made_of.pop() if made_of else ""])
    return True


def _rows(found: Bounding) -> Iterator[list[object]]:
    notes = _suspect(found)
    for stage in categories("stage"):
        for year in found.known.years(stage):
            for part in ("", *_PARTS):
                for key, (least, most) in found.block(year, stage, part).items():
                    yield [*key, _written(least), _written(most), notes.pop(key, "")]
    for key, note in notes.items():
        yield [*key, "", "", note]


def _written(end: float) -> str:
    return "" if math.isinf(end) else f"{end:.0f}"


def ends_of(year: int, stage: str, known: Known | None = None, part: str = "") -> dict[Key, Ends]:
    """The ends of all figures of a year and stage: stored, or computed where the data have been
    changed since, or of other facts (``known``). ``part``: see :meth:`Bounding.block`.
    """
    stored = _stored() if known is None or known is collect() else None
    if stored is None:
        return _computed(known).block(year, stage, part)
    return stored[0].get((year, stage, part), {})


def suspects(known: Known | None = None) -> dict[Key, str]:
    """Printed figures that contradict something, each with the contradiction as a sentence."""
    stored = _stored() if known is None or known is collect() else None
    return _suspect(_computed(known)) if stored is None else stored[1]


def contradictions(known: Known | None = None) -> list[str]:
    """What contradicts itself in the data, a sentence a set of sources; empty where nothing does.

    Each set is irreducible: without any one of its members the others can all be true. None of
    them constrains a figure, but the projects on the list where something else can give way.
    """
    return list(dict.fromkeys(suspects(known).values()))


def clashes(known: Known | None = None) -> list[list[Item]]:
    """The sets of facts of :func:`contradictions`; the solver is asked only where there are any."""
    return _computed(known).contradictions if suspects(known) else []


def _computed(known: Known | None = None) -> Bounding:
    """The programmes, which are loaded only where the stored bounds do not answer."""
    from kcity_analysis.evidence.bounding import bounding

    return bounding(known)


def _suspect(found: Bounding) -> dict[Key, str]:
    from kcity_analysis.evidence.bounding import describe

    return {
        (one.year, one.first_year, one.stage, one.dimension, one.category, one.measure): describe(
            clash
        )
        for clash in found.contradictions
        for one in clash
        if isinstance(one, Printed)
    }


Stored = tuple[dict[tuple[int, str, str], dict[Key, Ends]], dict[Key, str]]


def _stored() -> Stored | None:
    """The stored bounds, or None where there are none or the data have been changed since."""
    stamped = stamp(DATA / FILE)
    return _read(collect(), stamped) if stamped[0] else None


@lru_cache(maxsize=2)
def _read(known: Known, _: Stamps) -> Stored | None:
    with (DATA / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or rows[0].get("made_of") != digest(known):
        return None
    blocks: dict[tuple[int, str, str], dict[Key, Ends]] = {}
    notes = {}
    for row in rows:
        year, first_year, stage, *rest = (row[name] for name in KEY)
        key: Key = (int(year), int(first_year), stage, rest[0], rest[1], rest[2])
        if row["note"]:
            notes[key] = row["note"]
        if row["least"]:
            ends = float(row["least"]), float(row["most"] or math.inf)
            part = rest[0] if rest[0] in _PARTS else ""
            blocks.setdefault((int(year), stage, part), {})[key] = ends
    return blocks, notes
