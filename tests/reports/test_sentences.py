"""Sentences say what holds for every admissible value, and nothing more, in both languages."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.reports import sentences
from kcity_analysis.vocabulary import categories

REGIONS = categories("region")
NAN = float("nan")


def said(messages, language="en") -> str:
    text = " ".join(one.said(language) for one in messages)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def rows(*figures, stage="reception", dimension="region", basis="published"):
    """Figures of 2021: (category, measure, least, most)."""
    return pd.DataFrame(
        [
            (2021, 2021, stage, dimension, category, measure, least, most, basis)
            for category, measure, least, most in figures
        ],
        columns=[
            "year", "first_year", "stage", "dimension", "category", "measure", "least", "most",
            "basis",
        ],
    )  # fmt: skip


def whole(cases, countries=None, stage="reception"):
    figures = [("all", "cases", *cases)]
    figures += [("all", "countries", *countries)] if countries else []
    return rows(*figures, stage=stage, dimension="total")


@pytest.mark.parametrize(
    ("cases", "countries", "received", "selected"),
    [
        ((0, 0), (0, 0), "In 2021, no cases were received from no countries.",
         "In 2021, no projects in no countries were selected."),
        ((1, 1), (1, 1), "In 2021, 1 case was received from 1 country.",
         "In 2021, 1 project in 1 country was selected."),
        ((1234, 1234), (39, 39), "In 2021, 1,234 cases were received from 39 countries.",
         "In 2021, 1,234 projects in 39 countries were selected."),
        ((8, 8), (7, 8), "In 2021, 8 cases were received from 7 to 8 countries.",
         "In 2021, 8 projects in 7 to 8 countries were selected."),
        ((3, math.inf), (3, math.inf), "In 2021, at least 3 cases were received from at least 3"
         " countries.", "In 2021, at least 3 projects in at least 3 countries were selected."),
        ((8, 8), None, "In 2021, 8 cases were received; the number of countries was not"
         " published.", "In 2021, 8 projects were selected."),
    ],
)  # fmt: skip
def test_totals(cases, countries, received, selected):
    for stage, text in (("reception", received), ("selection", selected)):
        assert said(sentences.totals(whole(cases, countries, stage))) == text


def moved(category, base, now, measure="cases", dimension="region", stage="selection"):
    """A row of a comparison of 2021 with 2020, each year within its bounds."""
    ends = {"least": now[0], "most": now[1], "base_least": base[0], "base_most": base[1]}
    change = {"change_least": now[0] - base[1], "change_most": now[1] - base[0]}
    percent = {"percent_least": NAN, "percent_most": NAN}
    if base[0] == base[1] and base[0]:
        percent = {
            f"percent_{end}": round(100 * change[f"change_{end}"] / base[0], 1)
            for end in ("least", "most")
        }
    return {
        "year": 2021, "base_year": 2020, "stage": stage, "dimension": dimension,
        "category": category, "measure": measure, "status": "compared", **ends, **change, **percent,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("base", "now", "text"),
    [
        ((80, 80), (111, 111), "Applications received rose from 80 to 111 (+31; +38.8 %)."),
        ((111, 111), (33, 33), "Applications received fell from 111 to 33 (−78; −70.3 %)."),
        ((5, 5), (5, 5), "Applications received stayed the same, at 5."),
        ((0, 0), (3, 3), "Applications received rose from 0 to 3 (+3)."),  # no percent of nothing
        ((7, 9), (8, 8), "Whether applications received rose or fell cannot be determined: "
         "7 to 9 in 2020, 8 in 2021 (−1 to +1)."),
        ((7, 8), (8, 8), "Applications received did not fall: 7 to 8 in 2020, 8 in 2021 "
         "(0 to +1)."),
        ((8, 8), (7, 8), "Applications received did not rise: 8 in 2020, 7 to 8 in 2021 "
         "(−1 to 0)."),
        ((7, 8), (9, 10), "Applications received rose: 7 to 8 in 2020, 9 to 10 in 2021 "
         "(+1 to +3)."),
    ],
)  # fmt: skip
def test_how_a_total_moved(base, now, text):
    row = moved("all", base, now, dimension="total", stage="reception")
    assert said(sentences.change(pd.DataFrame([row]))) == text


def test_2026_so_far_against_2025_names_no_region_that_fell():
    # Europe has 1 of 3 projects announced so far, and had 3 of 9: the rest is not over.
    found = [
        moved("Europe", (3, 3), (1, 7)), moved("New Southern", (4, 4), (0, 6)),
        moved("New Northern", (1, 1), (1, 7)),
    ]  # fmt: skip
    assert said(sentences.changes(pd.DataFrame(found))) == (
        "Projects did not fall in New Northern. "
        "For Europe and New Southern it cannot be determined."
    )


def test_the_region_that_rose_most_is_named_with_both_years():
    found = [
        moved("New Southern", (3, 3), (5, 5)), moved("Africa", (1, 1), (2, 2)),
        moved("Europe", (2, 2), (0, 0)), moved("Middle East", (0, 1), (0, 1)),
    ]  # fmt: skip
    assert said(sentences.changes(pd.DataFrame(found))) == (
        "New Southern rose most, from 3 to 5 projects (+2). Projects fell in Europe. "
        "For Middle East it cannot be determined."
    )


def test_the_largest_region_is_named_with_its_share_of_a_known_total():
    found = rows(("New Southern", "cases", 35, 35), ("Africa", "cases", 5, 18))
    assert said(sentences.breakdown(found, whole((111, 111)))) == (
        "Only part of 2021 was published by region; the ranges show what that leaves open for the "
        "rest. New Southern has the most cases: 35 of 111 (31.5 %)."
    )


def test_a_region_that_may_be_overtaken_is_not_the_largest():
    found = rows(("New Southern", "cases", 4, 6), ("Europe", "cases", 1, 4), basis="bounded")
    assert said(sentences.breakdown(found, whole((8, 8)))) == (
        "Nothing was published by region for 2021; the ranges show what the other figures leave "
        "open. Which region has the most cases cannot be determined."
    )


def test_the_residual_is_never_the_largest_region():
    found = rows(("Africa", "cases", 3, 3), ("not itemised", "cases", 24, 24))
    assert "other" not in said(sentences.breakdown(found, whole((27, 27))))


def test_ties_name_all_who_share_the_lead():
    found = rows(
        ("Africa", "cases", 3, 3), ("Europe", "cases", 3, 3), ("Middle East", "cases", 1, 1)
    )
    assert said(sentences.breakdown(found, whole((7, 7)))) == (
        "Africa and Europe have the most cases: 3 each."
    )


TRUE = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=8
)
"""A true count for each region, and how far below and above it the bounds are."""


@given(TRUE)
def test_whoever_is_said_to_have_the_most_has_it_in_the_true_table(table):
    true = dict(zip(REGIONS, [value for value, _, _ in table], strict=False))
    figures = [
        (region, "cases", max(value - below, 0), value + above)
        for region, (value, below, above) in zip(REGIONS, table, strict=False)
    ]
    text = said(sentences.breakdown(rows(*figures), whole((sum(true.values()),) * 2)))
    found = re.search(r"(?:^|\. )([^.]+?) (?:has|have) the most cases", text)
    if found and not found[1].startswith("Which"):
        named = {region for region in true if region in found[1]}
        assert named == {region for region in true if true[region] == max(true.values())}


@given(TRUE, TRUE)
def test_whoever_is_said_to_have_moved_moved_so_in_the_true_tables(before, after):
    both = list(zip(REGIONS, before, after, strict=False))
    found = pd.DataFrame(
        [
            moved(region, (max(b - bl, 0), b + bm), (max(a - al, 0), a + am))
            for region, (b, bl, bm), (a, al, am) in both
        ]
    )
    true = {region: a - b for region, (b, *_), (a, *_) in both}
    for message in sentences.changes(found):
        text = message.said("en")
        named = [region for region in true if region in text]
        if message.key in ("changes.way.rose", "changes.way.fell"):
            sign = 1 if message.key == "changes.way.rose" else -1
            assert named and all(sign * true[region] > 0 for region in named)
        elif message.key in ("changes.way.not-fell", "changes.way.not-rose"):
            sign = 1 if message.key == "changes.way.not-fell" else -1
            assert named and all(sign * true[region] >= 0 for region in named)
        elif ".most" in message.key:
            sign = 1 if "rose" in message.key else -1
            (top,) = named
            assert sign * true[top] > max(sign * true[one] for one in true if one != top)
        elif message.key == "changes.same":
            assert not any(true.values())


@pytest.mark.parametrize("language", ["en", "ko"])
@given(st.integers(0, 2000), st.integers(0, 2000))
def test_every_total_is_said_in_both_languages_with_its_figures(language, cases, countries):
    text = said(sentences.totals(whole((cases,) * 2, (countries,) * 2)), language)
    for number in (cases, countries):
        assert (f"{number:,}" in text) or (number == 0 and ("no " in text or "0" in text))


@pytest.mark.parametrize(
    ("verdicts", "text"),
    [
        (["holds"] * 5, "All 5 checks passed."),
        (["holds"], "1 check passed."),
        (["holds", "fails", "cannot be determined"],
         "1 of 3 checks passed. 1 check failed. 1 check cannot be determined."),
    ],
)  # fmt: skip
def test_how_many_checks_passed(verdicts, text):
    assert said(sentences.verdicts(pd.Series(verdicts))) == text


def test_how_many_published_figures_match():
    assert said([sentences.agreement(14, 14)]) == "All 14 published figures match our count."
    assert said([sentences.agreement(1, 3)]) == "1 of 3 published figures match our count."
