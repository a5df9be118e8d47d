"""Selection rates within bounds, and cases a country: worked out by hand."""

from __future__ import annotations

import pytest

from kcity_analysis.evidence.rates import cases_a_country, rolling_types, selection_rates

# year, dimension, category: least, most. 4 of 57 is 7.0; KAIA has 4 + 3 of 40 + 14; of 2021's other
# regions 2 + 1 + 1 of 111 - 35 - 33 - 19 = 24 were selected, and Africa sent 5 to 18 cases.
RATES = {
    (2020, "total", "all"): (15.0, 15.0),  # 12 of 80
    (2020, "region", "New Southern"): (15.4, 15.4),  # 6 of 39
    (2020, "region", "New Northern"): (14.8, 14.8),  # 4 of 27
    (2020, "region", "Central and South America"): (22.2, 22.2),  # 2 of 9
    (2020, "region", "not itemised"): (0.0, 0.0),  # none of 80 - 75
    (2020, "type", "urban-development planning"): (19.4, 19.4),  # 6 of 31
    (2020, "type", "solution planning"): (13.0, 13.0),  # 6 of 46
    (2021, "total", "all"): (9.9, 9.9),  # 11 of 111
    (2021, "type", "urban-development planning"): (7.0, 7.0),
    (2021, "type", "solution planning"): (10.0, 10.0),
    (2021, "type", "overseas demonstration"): (21.4, 21.4),  # 3 of 14
    (2021, "secretariat", "KIND"): (7.0, 7.0),
    (2021, "secretariat", "KAIA"): (13.0, 13.0),
    (2021, "region", "New Southern"): (8.6, 8.6),  # 3 of 35
    (2021, "region", "New Northern"): (9.1, 9.1),  # 3 of 33
    (2021, "region", "Central and South America"): (5.3, 5.3),  # 1 of 19
    (2021, "region", "not itemised"): (16.7, 16.7),
    (2021, "region", "Africa"): (5.6, 20.0),  # 1 of 18 to 1 of 5
    (2021, "region", "Middle East"): (0.0, 0.0),  # none of 2 to 15
    (2022, "total", "all"): (30.3, 30.3),  # 10 of 33
    (2022, "type", "planning"): (25.8, 100.0),  # 8 of 31, as both demonstrations had applied
    (2023, "total", "all"): (26.7, 26.7),  # 8 of 30
}


@pytest.mark.parametrize("key", RATES, ids=lambda key: " ".join(map(str, key)))
def test_a_rate_has_the_ends_worked_out_by_hand(key):
    year, dimension, category = key
    rows = selection_rates(year)
    row = rows[(rows["dimension"] == dimension) & (rows["category"] == category)].iloc[0]
    assert (row["least"], row["most"]) == RATES[key]


def test_a_region_that_may_have_sent_nothing_has_no_rate():
    # Of 2021's countries of other regions none is known to be of Asia-Pacific (other).
    assert "Asia-Pacific (other)" not in set(selection_rates(2021)["category"])


def test_there_is_no_rate_without_applications_nor_of_what_comes_in_all_year():
    assert selection_rates(2024).empty
    assert rolling_types(2023) == []
    assert rolling_types(2025) == ["planning"]


def test_2020_has_no_secretariat_and_no_rate_of_one():
    assert "secretariat" not in set(selection_rates(2020)["dimension"])


def test_applications_a_country_fell_from_three_and_a_half_to_less_than_two():
    rows = cases_a_country(2020, 2025)
    assert rows["year"].tolist() == [2020, 2021, 2022, 2023]
    assert rows["value"].tolist() == [3.5, 2.8, 1.9, 1.7]  # 80/23, 111/39, 33/17, 30/18
    assert rows["cases"].tolist() == [80, 111, 33, 30]
