"""The comparison report, in the figures it must give and the words it must say."""

import kcity_analysis as kc


def test_a_comparison_without_published_receptions_still_compares_the_selected():
    found = kc.comparison(2025, 2024)
    assert found.received.empty
    total = found.selected.query("dimension == 'total' and measure == 'cases'").iloc[0]
    assert (total["base_value"], total["value"]) == (6, 9)
    # 2024: VNM IDN PHL KHM ITA USA; 2025: THA MYS ITA GBR PER UZB IDN PHL.
    moves = found.moves().frame.groupby("status")["iso3"].apply(sorted).to_dict()
    assert moves == {
        "entrant": ["GBR", "MYS", "PER", "THA", "UZB"],
        "leaver": ["KHM", "USA", "VNM"],
        "stayer": ["IDN", "ITA", "PHL"],
    }


def test_years_may_be_compared_backwards():
    there, back = kc.comparison(2021, 2020), kc.comparison(2020, 2021)
    change = [found.received.iloc[0]["change"] for found in (there, back)]
    assert change == [31, -31]
