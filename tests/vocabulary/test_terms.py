"""The words of the contest: in declared order, as each year had them, in any known spelling."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import (
    NEITHER,
    NOT_ITEMISED,
    NOT_STATED,
    categories,
    fold,
    is_residual,
    label,
    read_csv,
    region_of,
    resolve,
    secretariat_of,
    table,
    type_name,
)

UDP, SOLUTION, DEMO = "urban-development planning", "solution planning", "overseas demonstration"
DIMENSIONS = ("stage", "region", "type", "field", "secretariat")


def test_regions_stand_in_the_order_of_the_programme():
    assert categories("region") == [
        "New Southern", "New Northern", "Central and South America", "Africa", "Middle East",
        "Europe", "North America", "Asia-Pacific (other)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "types"),
    [
        (2019, []),
        (2020, [UDP, SOLUTION]),
        (2021, [UDP, SOLUTION, DEMO]),
        (2022, ["planning", DEMO]),
        (2026, ["planning", DEMO]),
    ],
)
def test_each_year_has_its_own_types(year, types):
    assert categories("type", year) == types


def test_the_newest_types_hold_until_a_row_closes_them():
    newest = max(table("type_years")["first_year"].astype(int))
    assert categories("type", newest + 5) == categories("type", newest) != []


def test_a_secretariat_is_known_only_where_a_source_names_it():
    assert [secretariat_of(kind, 2021) for kind in (UDP, SOLUTION, DEMO)] == [
        "KIND", "KAIA", "KAIA",
    ]  # fmt: skip
    assert secretariat_of(UDP, 2020) is None
    assert secretariat_of("planning", 2023) is None
    assert secretariat_of(DEMO, 2020) is None  # the year did not have it
    assert (secretariat_of("planning", 2025), secretariat_of(DEMO, 2025)) == ("KIND", "KAIA")
    assert categories("secretariat", 2021) == ["KIND", "KAIA"]
    assert categories("secretariat", 2023) == []


def test_2020_called_its_types_by_older_names():
    assert type_name(UDP, 2020) == "urban development"
    assert type_name(SOLUTION, 2020, "ko") == "단일솔루션형"
    assert type_name(SOLUTION, 2021) == "solution planning"


def test_fields_of_types_are_all_pairs_of_the_year():
    pairs = categories("type_field", 2022)
    assert len(pairs) == 2 * len(categories("field"))
    assert pairs[0] == "planning | transport"
    assert pairs[-1] == "overseas demonstration | other"


def test_what_is_returned_may_be_changed_without_harm():
    categories("region").clear()
    mine = table("regions")
    mine["region"] = ""
    assert len(categories("region")) == len(table("regions")["region"]) == 8


@pytest.mark.parametrize(
    ("iso3", "region"),
    [
        ("VNM", "New Southern"), ("IND", "New Southern"), ("TUR", "New Northern"),
        ("MNG", "New Northern"), ("MEX", "Central and South America"), ("NAM", "Africa"),
        ("JOR", "Middle East"), ("CYP", "Europe"), ("USA", "North America"),
        ("AUS", "Asia-Pacific (other)"), ("CHN", "Asia-Pacific (other)"),
    ],
)  # fmt: skip
def test_a_country_stands_in_its_region(iso3, region):
    assert region_of(iso3) == region


def test_an_unknown_country_has_no_region():
    with pytest.raises(KeyError):
        region_of("XXX")


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_category_resolves_from_its_key_and_from_both_labels(dimension):
    for category in categories(dimension):
        for text in (category, label(dimension, category), label(dimension, category, "ko")):
            assert resolve(dimension, text) == category


@pytest.mark.parametrize("dimension", ["region", "type", "field", "secretariat"])
def test_every_alias_resolves_to_its_category(dimension):
    aliases = table("aliases").query("dimension == @dimension")
    for alias, category in zip(aliases["alias"], aliases["category"], strict=True):
        assert resolve(dimension, alias) == category


@given(st.sampled_from(categories("field")), st.text(" \t\u3000", max_size=3))
def test_case_width_and_space_do_not_matter(field, padding):
    wide = "".join(chr(ord(one) + 0xFEE0) if "a" <= one <= "z" else one for one in field.lower())
    assert resolve("field", padding + field.upper() + padding) == field
    assert resolve("field", wide) == field


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=12))
def test_a_spelling_resolves_to_a_category_or_is_refused_never_guessed(text):
    try:
        assert resolve("region", text) in categories("region")
    except InputError as error:
        assert "is no region" in str(error)


def test_a_near_miss_is_refused_with_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'New Southern'"):
        resolve("region", "New Sothern")
    with pytest.raises(InputError) as refused:
        resolve("region", "zzzz")
    assert "did you mean" not in str(refused.value)


def test_a_type_that_the_year_did_not_have_is_refused_with_those_it_had():
    with pytest.raises(InputError, match=r"2020 did not have.*urban-development planning"):
        resolve("type", "해외실증형", 2020)
    with pytest.raises(InputError, match="no secretariat that a source names"):
        resolve("secretariat", "KIND", 2023)


def test_the_residual_of_regions_is_called_by_what_it_holds():
    assert label("region", "not itemised") == "All other regions"
    assert label("field", "not itemised") == "Not itemised"
    assert label("field", "not stated", "ko") == "미기재"
    assert label("type_field", f"{SOLUTION} | transport") == "Solution planning: transport"
    assert label("total", "all") == "Total"
    assert label("budget", "total planned") == "Total, planned"


def test_na_in_a_file_is_text(tmp_path):
    (tmp_path / "some.csv").write_text("iso2,name\nNA,Namibia\n,\n", "utf-8")
    assert read_csv(tmp_path / "some.csv").to_numpy().tolist() == [["NA", "Namibia"], ["", ""]]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b'a,b\n"1'])
def test_a_file_that_is_no_csv_is_refused_by_name(tmp_path, content):
    path = tmp_path / "broken.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.csv cannot be read"):
        read_csv(path)


@pytest.mark.parametrize(
    "name",
    ["stages", "dimensions", "measures", "regions", "types", "fields", "budgets", "secretariats"],
)
def test_every_korean_label_is_korean_but_for_the_secretariats_own_names(name):
    for text in table(name)["label_ko"]:
        assert re.search("[가-힣]", text) or text in ("KIND", "KAIA")
        assert not re.search("[a-z]", text)


def test_what_a_total_holds_beyond_its_parts_is_not_called_unclassified():
    assert label("type", "not itemised", "ko") == "세부 미공표"
    assert label("region", "not itemised", "ko") == "기타 지역"


@pytest.mark.parametrize("dimension", ["region", "country", "type", "field"])
@pytest.mark.parametrize("residual", [NOT_ITEMISED, NOT_STATED, NEITHER])
def test_every_residual_is_worded_in_both_languages_and_known_for_one(dimension, residual):
    assert label(dimension, residual) != residual
    assert re.fullmatch(r"[가-힣 ]+", label(dimension, residual, "ko"))
    assert is_residual(residual) and is_residual(f"planning | {residual}")


def test_a_category_is_no_residual():
    assert not any(is_residual(one) for one in categories("region") + categories("type"))


def test_cases_under_none_of_the_types_are_called_so():
    assert label("type", "in neither type") == "In neither type"
    assert label("type", "in neither type", "ko") == "유형 외"
