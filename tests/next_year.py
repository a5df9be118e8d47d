"""A project whose data go on: a reception of the newest year, and a whole year after it.

Every row is SYNTHETIC and says so. They are entered as data/README.md says: rows of an earlier year
are copied and changed, so that a column which is added to a file is there too.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from kcity_analysis.vocabulary import country_name

PROJECT = Path(__file__).parents[1]
NEW_TYPE = "remote operation"
SYNTHETIC = "SYNTHETIC: made up for a test"

# (cases, countries) of what the releases itemise. The last year's are worked out from these:
# 50 - (15 + 12 + 9) = 14 cases and 24 - (7 + 6 + 4) = 7 countries are of other regions.
RECEIVED = {
    0: {
        ("total", "all"): (40, 20),
        ("region", "New Southern"): (12, 6),
        ("region", "New Northern"): (10, 5),
        ("region", "Central and South America"): (8, 3),
        ("type", "planning"): (28, 17),
        ("type", "overseas demonstration"): (12, 8),
    },
    1: {
        ("total", "all"): (50, 24),
        ("region", "New Southern"): (15, 7),
        ("region", "New Northern"): (12, 6),
        ("region", "Central and South America"): (9, 4),
        ("type", "planning"): (30, 18),
        ("type", "overseas demonstration"): (14, 9),
        ("type", NEW_TYPE): (6, 5),
        ("type_field", "overseas demonstration | transport"): (6, None),
        ("type_field", "overseas demonstration | safety"): (5, None),
        ("country", "VNM"): (4, None),
    },
}
SELECTED = [
    ("VNM", "Hue", "planning", "urban development"),
    ("IDN", "Bandung", "planning", "transport"),
    ("KEN", "Mombasa", "planning", ""),
    ("PHL", "Bacoor", "overseas demonstration", "safety"),
    ("KAZ", "Alatau", "overseas demonstration", "transport"),
    ("UZB", "Tashkent", "overseas demonstration", "energy"),
    ("VNM", "Hue", NEW_TYPE, "safety"),
]  # 7 projects in 6 countries


class Table:
    """A CSV file of the project, to which rows are added that are like one it has."""

    def __init__(self, project: Path, name: str) -> None:
        self.path = project / "data" / f"{name}.csv"
        with self.path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            self.rows = list(reader)
            self.columns = list(reader.fieldnames or [])

    def add(self, like: dict[str, str] | None = None, **cells: object) -> None:
        """A row as ``like``, or an empty one, with these cells; prose is marked in Korean, too."""
        unknown = set(cells) - set(self.columns)
        assert not unknown, f"{self.path.name} has no column {sorted(unknown)}"
        given = {column: str(cell) for column, cell in ((like or {}) | cells).items()}
        for column in set(cells) & {name.removesuffix("_ko") for name in self.columns}:
            if f"{column}_ko" in self.columns and f"{column}_ko" not in cells:
                given[f"{column}_ko"] = f"(합성) {given[column]}" if given[column] else ""
        self.rows.append(dict.fromkeys(self.columns, "") | given)

    def save(self) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)


def newest_year(project: Path = PROJECT) -> int:
    """The newest year of the data as they are."""
    names = ("published_figures", "selected_projects")
    return max(int(row["year"]) for name in names for row in Table(project, name).rows)


def make(folder: Path) -> tuple[Path, int]:
    """A copy of data/ and notebooks/ with a reception of the newest year, and a year after it.

    Returned with the year that was added.
    """
    for name in ("data", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    new = newest_year() + 1
    sources = Table(folder, "sources")
    released, came, chosen = (f"synthetic-{day}" for day in _days(new))
    for source, day in zip((released, came, chosen), _days(new), strict=True):
        url = f"https://synthetic.invalid/{day}"
        like = next(row for row in sources.rows if row["published_on"])
        sources.add(like, source_id=source, publisher=SYNTHETIC, url=url, published_on=day)
    sources.rows.sort(key=lambda row: row["source_id"])
    sources.save()
    _vocabulary(folder, new, came)
    _receptions(folder, new, (released, came))
    _selection(folder, new, chosen)
    return folder, new


def _days(new: int) -> tuple[str, str, str]:
    return f"{new - 1}-04-01", f"{new}-03-30", f"{new}-06-20"


def _vocabulary(folder: Path, new: int, source: str) -> None:
    """The year has its own name for planning, and a type that none had before."""
    types = Table(folder, "reference/types")
    types.add(types.rows[-1], type=NEW_TYPE, label_en="Remote operation", label_ko="원격운영형")
    types.save()
    years = Table(folder, "reference/type_years")
    still = [row for row in years.rows if not row["last_year"]]
    for row in still:
        row["last_year"] = str(new - 1)
        kind = row["type"]
        names = {"planning": ("master planning", "기본계획형")}.get(
            kind, (row["name_en"], row["name_ko"])
        )
        years.add(
            row, first_year=new, last_year="", name_en=names[0], name_ko=names[1],
            secretariat="KIND" if kind == "planning" else "KAIA", reason="", source_id=source,
        )  # fmt: skip
    years.add(
        years.rows[-1], type=NEW_TYPE, name_en=NEW_TYPE, name_ko="원격운영형", secretariat="KAIA",
        reason="Introduced in this year",
    )  # fmt: skip
    years.save()
    cities = Table(folder, "reference/cities")
    cities.add(
        cities.rows[1], country="KEN", city="Mombasa", latitude="-4.055", longitude="39.664",
        geonameid="186301",
        city_ko="몸바사", city_ko_source_id=source,
    )  # fmt: skip
    cities.save()


def _receptions(folder: Path, new: int, sources: tuple[str, str]) -> None:
    figures = Table(folder, "published_figures")
    first = {"confidence": "high", "note": SYNTHETIC, "stage": "reception"}
    for later, source in enumerate(sources):
        year = new - 1 + later
        for (dimension, category), pair in RECEIVED[later].items():
            for measure, value in zip(("cases", "countries"), pair, strict=True):
                if value is not None:
                    figures.add(
                        **first, year=year, first_year=year, dimension=dimension, category=category,
                        measure=measure, value=value, source_id=source,
                    )  # fmt: skip
    for measure, value in (("cases", 10), ("percent", "25.0"), ("countries", 4)):
        figures.add(
            **first, year=new, first_year=new, dimension="change", category="all", measure=measure,
            value=value, source_id=sources[1],
        )  # fmt: skip
    figures.save()
    named = Table(folder, "named_applicants")
    for iso3, why in (("VNM", "4 cases"), ("KEN", "named applicant")):
        named.add(
            year=new, stage="reception", iso3=iso3, country=country_name(iso3), named_for=why,
            source_id=sources[1],
        )  # fmt: skip
    named.save()
    calendar = Table(folder, "calendar")
    for event, begins, ends in (
        ("planning window", "01-20", "02-28"),
        ("demonstration window", "01-20", "03-10"),
        ("reception announced", "03-30", "03-30"),
    ):
        calendar.add(
            year=new, stage="reception", event=event, first_day=f"{new}-{begins}",
            last_day=f"{new}-{ends}", source_id=sources[1],
        )  # fmt: skip
    calendar.save()


def _selection(folder: Path, new: int, source: str) -> None:
    projects = Table(folder, "selected_projects")
    cities = Table(folder, "reference/cities").rows
    for number, (iso3, city, kind, field) in enumerate(SELECTED, 1):
        assert any((row["country"], row["city"]) == (iso3, city) for row in cities), city
        projects.add(
            project_id=f"{new}-{number:02d}", year=new, stage="selection", country=iso3,
            country_name=country_name(iso3), city=city, type=kind, type_basis="stated",
            field=field, title=f"{city} ({SYNTHETIC}, {number})", budget_low_krw=300_000_000,
            budget_high_krw=400_000_000, budget_basis="project", announced_on=f"{new}-06-20",
            note=SYNTHETIC, source_id=source,
        )  # fmt: skip
    projects.save()
    listed = len(projects.rows)
    figures = Table(folder, "published_figures")
    row = {"confidence": "high", "note": SYNTHETIC, "stage": "selection", "source_id": source}
    for dimension, category, measure, value in (
        ("total", "all", "cases", 7),
        ("total", "all", "countries", 6),
        ("type", "planning", "cases", 3),
        ("type", "overseas demonstration", "cases", 3),
        ("type", NEW_TYPE, "cases", 1),
        ("budget", "total support", "krw", 2_800_000_000),
    ):
        figures.add(
            **row, year=new, first_year=new, dimension=dimension, category=category,
            measure=measure, value=value,
        )  # fmt: skip
    # The count of all years is above the list, as some projects of earlier years are not named.
    first_year = min(int(project["year"]) for project in projects.rows)
    figures.add(
        **row, year=new, first_year=first_year, dimension="total", category="all", measure="cases",
        value=listed + 8, printed_as="projects",
    )  # fmt: skip
    figures.save()
    calendar = Table(folder, "calendar")
    calendar.add(
        year=new, stage="selection", event="selection announced", first_day=f"{new}-06-20",
        last_day=f"{new}-06-20", source_id=source,
    )  # fmt: skip
    calendar.save()
    if (folder / "data" / "years.csv").exists():  # how far each year is known
        years = Table(folder, "years")
        years.rows = [
            row for row in years.rows if (row["year"], row["stage"]) != (str(new - 1), "reception")
        ]
        for row in years.rows:  # by now it is over, though its list has not all of it
            if row["status"] == "in progress":
                row["status"] = "incomplete"
        for year, stage in ((new - 1, "reception"), (new, "reception"), (new, "selection")):
            years.add(year=year, stage=stage, status="complete", source_id=source)
        years.save()
    caveats = Table(folder, "caveats")
    caveats.add(
        first_year=new, last_year=new, stage="selection", source_id=source,
        caveat=f"All figures of {new} are synthetic, made up for a test.",
    )  # fmt: skip
    caveats.save()
