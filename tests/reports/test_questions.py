"""What people ask: each answer in its words, table and figures, and only as far as it holds."""

from __future__ import annotations

import pandas as pd
import pytest

import kcity_analysis as kc
from kcity_analysis.evidence.through_years import follow_ons

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def programme():
    return kc.programme(2020, 2025)


def tidy(found, **cell: object) -> list[tuple[float, float]]:
    rows = found.tidy
    for column, wanted in cell.items():
        rows = rows[rows[column] == wanted]
    return [tuple(pair) for pair in rows[["least", "most"]].to_numpy()]


def test_the_rates_of_2021_name_the_highest_type_and_no_region_which_may_be_another():
    text = kc.selection(2021).rate().sentence
    assert f"11 of 111 cases received were selected (9.9{NB}%)." in text
    assert f"overseas demonstration had the highest rate: 3 of 14 cases (21.4{NB}%)" in text
    assert "Of the regions" not in text  # Africa's may be 20 percent, North America's 100
    shown = kc.selection(2021).rate().table.text
    (kaia,) = [line for line in shown.splitlines() if "KAIA" in line]
    assert kaia.split()[1:4] == ["7", "54", "13.0"]


def test_the_rates_of_2020_name_the_highest_region_where_all_that_have_one_are_known():
    text = kc.selection(2020).rate().sentence
    assert f"Central and South America had the highest: 2 of 9 cases (22.2{NB}%)" in text
    assert "KIND" not in kc.selection(2020).rate().table.text  # no source names one


def test_a_rate_within_bounds_says_so_and_stands_in_the_csv():
    found = kc.selection(2021)
    assert tidy(found, dimension="region", category="Africa", measure="selection rate") == [
        (5.6, 20.0)
    ]
    assert "known only within bounds, so is the rate" in found.rate().sentence


def test_a_year_of_rolling_intake_has_no_rate_and_says_what_one_would_be():
    text = kc.selection(2025).rate().sentence
    assert text.startswith("There is no selection rate for 2025")
    assert "may have been proposed before" in text
    assert f"more than 100{NB}%" in text


def test_the_money_of_2023_is_said_as_a_condition():
    text = kc.selection(2023).money().sentence
    assert "If the ranges of all 8 projects of 2023 held, each had 500 million won" in text
    assert "nominal won" in text


def test_2024_breaks_its_ranges_and_its_plan_is_a_plan():
    text = kc.selection(2024).money().sentence
    assert "The call of 2024 planned 4 billion won in all; what was spent is not known." in text
    assert "not all ranges held, or the total has other parts too" in text
    assert (
        "2.5 billion won was published for 6 projects, whose ranges allow 1.2 to 2.4 billion won"
        in text
    )


def test_a_range_that_the_total_does_not_narrow_is_not_said_again():
    assert "held" not in kc.selection(2021).money().sentence
    assert "each had 300 to 400 million won" in kc.selection(2025).money().sentence


def test_averages_through_the_years_label_what_was_planned(programme):
    section = programme.money()
    for words in (
        "275 million won (2020)", "382 million won (2021)",
        "420 million won (2022, planned)", "500 million won (2023)",
    ):  # fmt: skip
        assert words in section.sentence
    assert "The totals of 2022 and 2024 were planned in the calls" in section.sentence
    assert section.chart() and section.chart(2)
    assert tidy(programme, year=2021, measure="krw a project") == [(381818182, 381818182)]


def test_plans_and_demonstrations_are_like_for_like(programme):
    text = programme.plans_and_demonstrations().sentence
    assert "In 2020, 12 projects of planning were selected and the year had no demonstr" in text
    assert "in 2025 it was 3 of planning and 6 of overseas demonstration" in text
    assert "no such type" in programme.plans_and_demonstrations().table.text


def test_follow_ons_are_known_and_possible(programme):
    text = programme.follow_ons().sentence
    assert "4 cities had a plan and, in a later year, a demonstration: Gaziantep" in text
    assert "the true number may be 4 to 5" in text
    cell = {"category": "plan, then demonstration", "measure": "cities", "year": 2025}
    assert tidy(programme, **cell) == [(4, 5)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_inference_is_said_of_follow_ons_only_where_a_type_is_inferred(language):
    text = kc.programme(2020, 2025, language).follow_ons().sentence
    guessed = follow_ons(2020, 2025).query("inferred")
    said = ("inferred", "추정")[language == "ko"]
    assert (said in text) == (len(guessed) > 0)


def test_a_stated_type_is_said_without_a_caveat(programme, monkeypatch):
    from kcity_analysis.reports import programme as module

    rows = follow_ons(2020, 2025)
    for inferred in (True, False):
        monkeypatch.setattr(module, "follow_ons", lambda *_, i=inferred: rows.assign(inferred=i))
        assert ("inferred" in programme.follow_ons().sentence) == inferred


def test_newcomers_of_an_open_year_are_between_two_numbers(programme, early_in_2026):
    text = early_in_2026("kc.programme(2020, 2026).first_times().sentence")
    assert "11 (2020), 8 (2021), 2 (2022), 2 (2023), 3 (2024), 1 (2025) and 1 to 2 (2026)" in text
    assert "may have been selected before" in text
    assert "may have been" not in programme.first_times().sentence


def test_waits_are_days_and_what_comes_in_all_year_has_none(programme):
    section = programme.waits()
    assert "it took 23 to 64 days (2020–2025)" in section.sentence
    assert "Planning of 2024 and 2025 came in all year" in section.sentence
    assert tidy(programme, year=2022, category="planning", measure="days") == [(55, 55)]


def test_the_five_with_most_have_23_to_24_of_58_and_five_tie(programme):
    text = programme.most_selected().sentence
    assert f"have 23 to 24 of 58 projects (39.7 to 41.4{NB}%)" in text  # 23/58 and 24/58
    assert "On the list, Indonesia has 8, Vietnam has 5 and Turkey has 4." in text
    assert "For place 4 on the list, 5 countries tie, with 3 projects each" in text


def test_applications_a_country_fell_each_year(programme):
    text = programme.applications_a_country().sentence
    assert "were fewer each year: 3.5 (2020), 2.8 (2021), 1.9 (2022) and 1.7 (2023)" in text


@pytest.mark.slow
def test_calls_are_context_and_never_figures(programme, early_in_2026):
    found = "kc.programme(2020, 2026)"
    sentence = early_in_2026(f"{found}.calls().sentence")
    assert "is shown for information and limits no figure" in sentence
    assert "overseas demonstration of 2026 was open then" in sentence
    assert "at most 6" in early_in_2026(f"{found}.calls().table.text")
    rows = early_in_2026(f"{found}.tidy")
    planned = rows[rows["category"] == "overseas demonstration"]
    assert not planned[(planned["year"] == 2026) & (planned["most"] == 6)].shape[0]
    assert programme.calls() is None  # all of it is over


def test_a_span_that_does_not_begin_with_the_first_year_says_nothing_of_all_years():
    found = kc.programme(2022, 2024)
    assert found.most_selected() is None
    assert "3 cities" not in found.follow_ons().sentence
    assert found.follow_ons().frame["city"].tolist() == ["Jakarta"]
    assert "may be" not in found.follow_ons().sentence


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_answer_draws_and_lists_in_both_languages(language):
    found = kc.programme(2020, 2025, language)
    for name in (
        "rates", "applications_a_country", "money", "plans_and_demonstrations", "first_times",
        "waits", "most_selected",
    ):  # fmt: skip
        section = getattr(found, name)()
        assert section.chart().axes, name
        assert section.table.text, name
        assert isinstance(section.frame, pd.DataFrame) and len(section.frame), name
