"""The comparison report, in the figures it must give and the words it must say."""

import kcity_analysis as kc


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def row(found, **cell):
    for column, wanted in cell.items():
        found = found[found[column] == wanted]
    assert len(found) == 1, found
    return found.iloc[0]


def test_2024_has_as_many_projects_as_2023_although_two_have_no_name():
    found = kc.comparison(2024, 2023)
    assert found.received.empty
    total = row(found.selected, dimension="total", measure="cases")
    assert (total["base_least"], total["base_most"], total["least"], total["most"]) == (8, 8, 8, 8)
    assert (total["change_least"], total["change_most"]) == (0, 0)
    assert "Projects selected stayed the same, at 8." in found.totals().sentence


def test_2025_has_one_project_more_than_2024():
    total = row(kc.comparison(2025, 2024).selected, dimension="total", measure="cases")
    assert (total["change_least"], total["change_most"]) == (1, 1)  # 9 - 8


def test_a_year_in_progress_is_compared_only_in_what_is_over_in_both_years(early_in_2026):
    selected = early_in_2026("kc.comparison(2026, 2025).selected")
    planning = row(selected, dimension="type", measure="cases", category="planning")
    assert (planning["base_least"], planning["least"], planning["most"]) == (3, 3, 3)
    assert (planning["change_least"], planning["change_most"]) == (0, 0)
    assert "overseas demonstration" not in set(selected["category"])
    text = early_in_2026("kc.comparison(2026, 2025).headline().text")
    assert "2026 is in progress: only what is over in both years is compared (planning)." in text
    assert "fell" not in text
    moves = early_in_2026("kc.comparison(2026, 2025).moves().sentence")
    assert "cannot be said of all" in moves  # not "7 countries are gone"


def test_europe_rose_in_planning_from_2025_to_2026(early_in_2026):
    rows = early_in_2026("kc.comparison(2026, 2025).selected")
    europe = row(rows, dimension="region", measure="cases", category="Europe")
    assert europe["change_least"] > 0


def test_what_the_figures_decide_is_no_open_check(early_in_2026):
    # 2025: 3 + 6 = 9 = 58 - 49. Of 2026 against 2025 nothing is left open.
    checks = early_in_2026("kc.comparison(2026, 2025).checks().frame")
    assert set(checks["verdict"]) == {"holds"}


def test_years_may_be_compared_backwards():
    there, back = kc.comparison(2021, 2020), kc.comparison(2020, 2021)
    change = [
        row(found.received, dimension="total", measure="cases")["change_least"]
        for found in (there, back)
    ]
    assert change == [31, -31]


def test_types_of_2022_are_compared_with_the_two_planning_types_of_2021_combined():
    rows = kc.comparison(2022, 2021).selected
    planning = row(rows, dimension="type", measure="cases", category="planning")
    assert (planning["base_least"], planning["base_most"]) == (8, 8)  # 4 + 4
    assert (planning["least"], planning["most"]) == (8, 8)
    demonstration = row(rows, dimension="type", measure="cases", category="overseas demonstration")
    assert (demonstration["base_least"], demonstration["least"]) == (3, 2)


def test_contributions_of_all_regions_add_up_to_the_change_of_the_total():
    rows = kc.comparison(2021, 2020).contributions().frame
    regions = rows[rows["dimension"] == "region"]
    total = row(rows, dimension="total")["contribution_least"]
    assert total == 38.8  # 31 of 80
    assert regions["contribution_least"].sum() <= total <= regions["contribution_most"].sum()


def test_who_is_new_returns_and_does_not_return_between_two_complete_years():
    # 2022: MYS IDN IDN VNM THA KGZ AZE BOL MNG BGD; 2021 as in the list of projects.
    found = kc.comparison(2022, 2021).moves().frame.groupby("status")["iso3"].apply(sorted)
    assert found["returning"] == ["AZE", "BOL", "IDN", "VNM"]
    assert found["new"] == ["BGD", "KGZ", "MNG", "MYS", "THA"]


def test_the_reception_of_2022_fell():
    text = plain(kc.comparison(2022, 2021).headline().text)
    assert "Applications received fell from 111 to 33 (−78; −70.3 %)." in text
