"""Follow-ons, newcomers, plans and demonstrations, and who was selected most, by name."""

from __future__ import annotations

from kcity_analysis.evidence.facts import projects
from kcity_analysis.evidence.standing import FOLLOW_ON
from kcity_analysis.evidence.through_years import (
    first_times,
    follow_ons,
    most_selected,
    planned_and_shown,
    standing,
)


def test_four_cities_had_a_plan_and_then_a_demonstration():
    rows = follow_ons(2020, 2026)
    found = list(zip(rows["city"], rows["plan_year"], rows["year"], strict=True))
    assert found == [
        ("Gaziantep", 2020, 2021), ("Haiphong", 2021, 2023), ("Jakarta", 2022, 2024),
        ("Khon Kaen", 2020, 2025),
    ]  # fmt: skip
    assert rows["years_between"].tolist() == [1, 2, 2, 5]
    # Verona had two demonstrations, and Tashkent two plans.
    assert not {"Verona", "Tashkent"} & set(rows["city"])


def test_a_follow_on_says_whether_the_type_of_its_plan_is_inferred():
    listed = projects().set_index(["year", "city"])["type_basis"]
    rows = follow_ons(2020, 2026)
    for year, city, inferred in zip(rows["plan_year"], rows["city"], rows["inferred"], strict=True):
        assert inferred == (listed[year, city] == "inferred")


def test_follow_ons_are_those_of_the_span_asked_for():
    assert follow_ons(2021, 2024)["city"].tolist() == ["Haiphong", "Jakarta"]
    most = [standing(FOLLOW_ON, year, 2020)["most"].item() for year in range(2021, 2027)]
    assert most == [1, 1, 2, 3, 5, 5]


def test_newcomers_are_counted_and_named_as_far_as_the_list_has_them():
    rows = first_times(2026).set_index("year")
    assert rows["least"].tolist() == [11, 8, 2, 2, 3, 1, 1]
    assert rows["most"].tolist() == [11, 8, 2, 2, 3, 1, 2]
    assert rows.loc[2022, "named"] == "BGD; KGZ"
    assert rows.loc[2024, "named"] == "ITA; KHM"  # the third has no name
    assert rows.loc[2026, "named"] == "KAZ; POL"


def test_2020_had_twelve_plans_and_no_demonstration_which_is_not_a_zero():
    rows = planned_and_shown(2020, 2026)
    plans = rows[rows["category"] == "planning"].set_index("year")["value"]
    shown = rows[rows["category"] == "overseas demonstration"].set_index("year")["value"]
    assert plans.to_dict() == {2020: 12, 2021: 8, 2022: 8, 2023: 4, 2024: 2, 2025: 3, 2026: 3}
    assert 2020 not in shown.index
    assert shown.loc[2021:2025].tolist() == [3, 2, 4, 6, 6]
    assert shown.isna().loc[2026]  # not over


def test_six_countries_tie_for_the_fourth_place():
    counts, together = most_selected(2026)
    assert counts["projects"].head(3).tolist() == [8, 5, 4]
    assert counts["country"].head(3).tolist() == ["IDN", "VNM", "TUR"]
    tied = counts[counts["place"] == 4]
    assert sorted(tied["country"]) == ["AZE", "ITA", "MYS", "PHL", "THA", "UZB"]
    assert set(tied["projects"]) == {3}
    assert together[["least", "most"]].values.tolist() == [[23, 24]]
