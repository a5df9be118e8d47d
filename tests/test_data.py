"""Every row of data/ is held to data/README.md: keys, sources, dates, series, counts."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from babel import Locale

from kcity_analysis.figures import KEY, figures, sound
from kcity_analysis.published import published
from kcity_analysis.vocabulary import DATA, categories, fold, read_csv, table

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
FACTS = [
    "published_figures", "selected_projects", "named_applicants", "calendar", "caveats",
]  # fmt: skip


def rows(name: str) -> pd.DataFrame:
    return read_csv(DATA / f"{name}.csv")


def cited(frame: pd.DataFrame) -> set[str]:
    return set(frame["source_id"]) - {""}


SOURCES = rows("sources")
PRINTED = rows("published_figures")
PROJECTS = rows("selected_projects")


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_no_blank_or_padded_cell_and_no_row_twice(file):
    frame = read_csv(DATA / file)
    assert len(frame) > 0
    assert not frame.duplicated().any()
    for column in frame:
        assert (frame[column] == frame[column].str.strip()).all(), column
    assert (DATA / file).read_bytes().endswith(b"\n")


@pytest.mark.parametrize("file", FILES)
def test_a_source_that_is_named_is_known(file):
    frame = read_csv(DATA / file)
    if "source_id" in frame and file != "sources.csv":
        assert cited(frame) <= set(SOURCES["source_id"])


def test_sources_are_unique_dated_and_each_used():
    assert SOURCES["source_id"].is_unique
    assert SOURCES["url"].str.match(r"https?://[^\s]+$").all()
    assert (SOURCES["publisher"] != "").all()
    used = {one for file in FILES if file != "sources.csv" for one in _cited(file)}
    drawn = {"natural-earth"}  # of the outlines of the world, which are no CSV file
    assert set(SOURCES["source_id"]) - used == drawn
    days = SOURCES.loc[SOURCES["published_on"] != "", "published_on"]
    assert_days(days)


def _cited(file: str) -> set[str]:
    frame = read_csv(DATA / file)
    return cited(frame) if "source_id" in frame else set()


def assert_days(texts: pd.Series) -> None:
    assert (pd.to_datetime(texts, format="%Y-%m-%d").dt.strftime("%Y-%m-%d") == texts).all()


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_names_its_source(name):
    frame = rows(name)
    if name == "caveats":  # what follows from the list itself has none
        frame = frame[frame["source_id"] != ""]
        assert len(frame) >= 10
    assert (frame["source_id"] != "").all()
    assert set(frame["stage"]) <= set(categories("stage"))


def test_published_figures_have_the_counts_collected_for_each_year():
    counts = PRINTED["year"].value_counts().to_dict()
    assert counts == {"2020": 32, "2021": 61, "2022": 15, "2023": 10, "2024": 5, "2025": 6,
                      "2026": 2}  # fmt: skip
    assert len(PRINTED) == 131


def test_published_figures_are_in_the_vocabulary_and_of_a_known_confidence():
    assert len(published()) == len(PRINTED)  # raises where a row is not


def test_no_source_prints_a_figure_twice():
    assert not PRINTED.duplicated([*KEY, "source_id"]).any()


def test_sources_that_print_the_same_figure_agree_or_are_flagged():
    sure = published().query("confidence != 'low'").groupby(KEY)["value"]
    assert (sure.max() == sure.min()).all()
    assert (sure.size() > 1).sum() == 7 + 15 + 2 + 2  # of 2020, 2021, 2022, 2023


def test_counts_are_whole_numbers_and_percentages_have_one_decimal():
    counted = published().query("measure != 'percent'")["value"]
    assert (counted == counted.round()).all()
    percent = published().query("measure == 'percent'")["value"]
    assert (percent.round(1) == percent).all()


def test_doubtful_figures_say_why():
    doubtful = PRINTED[PRINTED["confidence"] == "low"]
    assert len(doubtful) == 1
    assert (doubtful["note"] != "").all()


@pytest.mark.parametrize("year", sorted(set(PRINTED["year"].astype(int))))
def test_nothing_of_low_confidence_enters_a_sum(year):
    low = set(map(tuple, published().query("confidence == 'low'")[[*KEY, "value"]].to_numpy()))
    used = set(map(tuple, sound(figures(year))[[*KEY, "value"]].to_numpy()))
    assert not low & used
    without = figures(year, printed=published().query("confidence != 'low'"))
    pd.testing.assert_frame_equal(
        sound(figures(year)).reset_index(drop=True), sound(without).reset_index(drop=True)
    )


@pytest.mark.parametrize(
    ("stage", "first_year", "last_year"), [("reception", 2020, 2023), ("selection", 2020, 2023)]
)
def test_totals_are_a_series_without_a_gap(stage, first_year, last_year):
    total = published().query("stage == @stage and dimension == 'total' and measure == 'cases'")
    years = set(total.loc[total["first_year"] == total["year"], "year"])
    assert years == set(range(first_year, last_year + 1))


def test_projects_have_the_counts_collected_for_each_year():
    counts = PROJECTS["year"].value_counts().to_dict()
    assert counts == {"2020": 12, "2021": 11, "2022": 10, "2023": 8, "2024": 6, "2025": 9,
                      "2026": 3}  # fmt: skip
    assert len(PROJECTS) == 59


def test_projects_are_numbered_through_each_year():
    for year, block in PROJECTS.groupby("year"):
        wanted = [f"{year}-{place:02d}" for place in range(1, len(block) + 1)]
        assert list(block["project_id"]) == wanted


def test_projects_have_a_type_that_their_year_had_and_known_fields():
    for project in PROJECTS.itertuples():
        assert project.type in categories("type", int(project.year)), project.project_id
        assert project.type_basis in ("stated", "inferred")
        assert project.type_basis == "stated" or project.note
        for field in (project.field, project.second_field):
            assert field == "" or field in categories("field"), project.project_id
        assert project.stage == "selection"


def test_budgets_are_won_and_their_low_end_is_at_most_the_high_one():
    for project in PROJECTS[PROJECTS["budget_high_krw"] != ""].itertuples():
        low, high = int(project.budget_low_krw or 0), int(project.budget_high_krw)
        assert 0 <= low <= high
        assert 10**8 <= high <= 10**9, project.project_id  # 0.1 to 1 billion won a project
    assert not ((PROJECTS["budget_low_krw"] != "") & (PROJECTS["budget_high_krw"] == "")).any()


def test_days_are_days_of_their_year_and_windows_end_before_announcements():
    assert_days(PROJECTS.loc[PROJECTS["announced_on"] != "", "announced_on"])
    calendar = rows("calendar")
    for column in ("first_day", "last_day"):
        assert_days(calendar[column])
        assert (calendar[column].str[:4] == calendar["year"]).all()
    assert (calendar["first_day"] <= calendar["last_day"]).all()
    for year, block in calendar.groupby("year"):
        announced = block["event"].str.contains("announced|meeting")
        for kind in ("planning", "demonstration", "application"):
            windows = block[block["event"].str.match(f"{kind} window")]
            about = block["event"].str.contains(kind) | ~block["event"].str.contains(
                "planning|demonstration"
            )
            results = block[announced & about & (block["stage"] == "selection")]
            if len(windows) and len(results):
                assert windows["last_day"].max() < results["first_day"].min(), (year, kind)


def test_projects_were_announced_on_a_day_of_the_calendar():
    calendar = rows("calendar").query("stage == 'selection'")
    for year, block in PROJECTS[PROJECTS["announced_on"] != ""].groupby("year"):
        if year != "2026":  # the committee's day is known, the announcement only from the press
            assert set(block["announced_on"]) <= set(
                calendar.loc[calendar["year"] == year, "first_day"]
            ) | {"2024-04-17"}, year


def test_named_applicants_are_countries_named_once_a_year_and_fit_the_total():
    named = rows("named_applicants")
    assert not named.duplicated(["year", "stage", "iso3"]).any()
    assert set(named["iso3"]) <= set(table("region_members")["iso3"])
    for year, most in (("2020", 23), ("2021", 39)):
        assert (named["year"] == year).sum() <= most
    counted = named[named["named_for"].str.fullmatch(r"\d+ (cases|proposals|applications)")]
    for row in counted.itertuples():
        of = PRINTED.query("dimension == 'country' and category == @row.iso3 and year == @row.year")
        assert set(of["value"]) <= {row.named_for.split()[0]}


def test_region_members_hold_every_country_once_with_a_valid_code():
    members = table("region_members")
    assert members["iso3"].is_unique
    assert members["iso3"].str.fullmatch("[A-Z]{3}").all()
    assert set(members["region"]) == set(categories("region"))
    # Of the ISO 3166-1 codes, CLDR names all territories; a dozen places in it have no code.
    assert 245 <= len(members) <= 249
    assert len(Locale("en").territories) > len(members)
    used = {*PROJECTS["country"], *PRINTED.query("dimension == 'country'")["category"]}
    assert used <= set(members["iso3"])
    assert (members.query("status == 'policy list'").groupby("region").size()).to_dict() == {
        "New Southern": 11,  # ten of ASEAN, and India
        "New Northern": 13,  # the policy's fourteen, less the north-east of China
    }
    practice = members[members["status"] == "ministry's practice"]
    assert list(practice["iso3"]) == ["TUR"]
    assert practice["reason"].str.contains("16").all()


def test_country_aliases_and_names_are_of_countries():
    for name in ("country_aliases", "country_names"):
        # an alias that could be several countries has them all, to be refused by name
        codes = {code for cell in table(name)["iso3"] for code in cell.split()}
        assert codes <= set(table("region_members")["iso3"])
    assert table("country_names")["iso3"].is_unique


def test_aliases_mean_an_existing_category_and_one_only():
    aliases = table("aliases")
    for dimension, block in aliases.groupby("dimension"):
        assert set(block["category"]) <= set(categories(dimension)), dimension
        meaning: dict[str, str] = {}
        keys = table({"stage": "stages"}.get(dimension, f"{dimension}s"))
        own = {
            fold(text): key
            for column in (dimension, "label_en", "label_ko")
            for text, key in zip(keys[column], keys[dimension], strict=True)
        }
        for alias, category in zip(block["alias"].map(fold), block["category"], strict=True):
            assert meaning.setdefault(alias, category) == category, alias
            assert own.get(alias, category) == category, alias


@pytest.mark.parametrize("dimension", ["stage", "region", "type", "secretariat", "field"])
def test_labels_are_there_in_both_languages_and_told_apart(dimension):
    frame = table({"stage": "stages"}.get(dimension, f"{dimension}s"))
    assert frame[dimension].is_unique
    for column in ("label_en", "label_ko"):
        assert (frame[column] != "").all()
        assert frame[column].map(fold).is_unique


def test_types_have_no_gap_and_no_overlap_in_their_years_and_say_why_no_secretariat():
    years = table("type_years")
    assert set(years["type"]) == set(categories("type"))
    for kind, block in years.groupby("type", sort=False):
        spans = [
            (int(first), int(last or 9999))
            for first, last in zip(block["first_year"], block["last_year"], strict=True)
        ]
        assert all(first <= last for first, last in spans), kind
        assert all(one[1] + 1 == other[0] for one, other in pairwise(spans)), kind
        assert all(last < 9999 for _, last in spans[:-1]), kind
    assert set(years["secretariat"]) <= {"", *categories("secretariat")}
    assert (years.loc[years["secretariat"] == "", "reason"] != "").all()
    assert ((years["source_id"] != "") | (years["reason"] != "")).all()


def test_the_crosswalk_joins_types_that_exist_into_one_of_other_years():
    crosswalk = table("type_crosswalk")
    assert crosswalk["type"].is_unique
    for row in crosswalk.itertuples():
        assert {row.type, row.comparable_type} <= set(categories("type"))
        had = {year for year in range(2020, 2027) if row.type in categories("type", year)}
        new = {
            year for year in range(2020, 2027) if row.comparable_type in categories("type", year)
        }
        assert had and new and not had & new


def test_caveats_are_sentences_of_a_span_of_years():
    caveats = rows("caveats")
    assert (
        caveats["first_year"].astype(int) <= caveats["last_year"].replace("", 9999).astype(int)
    ).all()
    assert caveats["caveat"].str.endswith(".").all()
    assert caveats["caveat"].is_unique
