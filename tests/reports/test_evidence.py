"""What each report draws on is gathered for its years, and a year without figures is refused."""

import pandas as pd
import pytest

from kcity_analysis.reports import evidence
from kcity_analysis.vocabulary.problems import InputError

NAN = float("nan")
LAST = max(evidence.projects()["year"])
"""The last year collected, whichever it is."""


def test_projects_have_amounts_in_won_and_nothing_where_none_is_known():
    rows = evidence.projects(2021)
    assert len(rows) == 11
    amounts = rows.loc[rows["city"] == "Baltimore", ["budget_low_krw", "budget_high_krw"]]
    assert amounts.to_numpy().tolist() == [[4e8, 6e8]]
    assert evidence.projects(2020)["budget_high_krw"].isna().all()
    assert len(evidence.programme(2020, 2026).projects) == 59
    assert set(evidence.projects()["year"]) == set(range(2020, LAST + 1))


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda: evidence.projects(1999), f"1999.*2020–{LAST}"),
        (lambda: evidence.reception(2024), "2024.*2020, 2021, 2022, 2023"),
        (lambda: evidence.reception(1999), "1999"),
        (lambda: evidence.selection(1999), "1999"),
        (lambda: evidence.comparison(2021, 2021), "itself"),
        (lambda: evidence.comparison(2020, 1999), f"1999.*2020–{LAST}"),
        (lambda: evidence.programme(1998, 1999), "1998 to 1999"),
        (lambda: evidence.programme(2026, 2020), "2026 to 2020"),
    ],
)
def test_a_year_without_figures_is_refused_with_those_there_are(ask, named):
    with pytest.raises(InputError, match=named):
        ask()


def test_the_series_has_every_year_of_the_span_and_gaps_where_nothing_was_published():
    rows = evidence.series(2020, 2026)
    received = rows[rows["series"] == "Cases received"].set_index("year")["value"]
    assert received.loc[2020:2023].tolist() == [80, 111, 33, 30]
    assert received.loc[2024:2026].isna().all()
    selected = rows.loc[rows["series"].str.startswith("Projects selected"), "value"]
    assert selected.tolist() == [12, 11, 10, 8, 6, 9, 3]  # the 59 projects known by name


def test_caveats_are_those_of_the_years_and_stage():
    of_2022 = evidence.caveats(2022, 2022, ("reception",))
    assert len(of_2022) == 2
    assert not [one for one in of_2022 if "Turkey" in one]
    assert set(of_2022) < set(evidence.caveats(2020, 2026, ("reception", "selection")))
    open_ended = "A project with two fields counts in the one its source names first"
    assert [one for one in evidence.caveats(2031, 2031, ("selection",)) if open_ended in one]


def test_the_first_reception_has_nothing_before_it_to_compare_with():
    assert evidence.reception(2020).comparison.empty
    assert set(evidence.reception(2021).comparison["base_year"]) == {2020}


def test_a_comparison_without_published_receptions_still_compares_the_selected():
    found = evidence.comparison(2025, 2024)
    assert found.received.empty
    total = found.selected.query("dimension == 'total' and measure == 'cases'").iloc[0]
    assert (total["base_value"], total["value"]) == (6, 9)
    # 2024: VNM IDN PHL KHM ITA USA; 2025: THA MYS ITA GBR PER UZB IDN PHL.
    moves = found.moves.groupby("status")["iso3"].apply(sorted).to_dict()
    assert moves == {
        "entrant": ["GBR", "MYS", "PER", "THA", "UZB"],
        "leaver": ["KHM", "USA", "VNM"],
        "stayer": ["IDN", "ITA", "PHL"],
    }


def test_years_may_be_compared_backwards():
    there, back = evidence.comparison(2021, 2020), evidence.comparison(2020, 2021)
    change = [found.received.iloc[0]["change"] for found in (there, back)]
    assert change == [31, -31]


def test_all_regions_of_the_programme_add_up_to_its_projects():
    found = evidence.programme(2020, 2026)
    cases = found.regions.query("measure == 'cases'").set_index("category")["value"]
    assert cases.sum() == 59
    # 2020: MYS MMR VNM IDN LAO THA; 2021: PHL IDN VNM; 2022: MYS IDN VNM THA IDN; 2023: IDN VNM
    # IDN; 2024: VNM IDN PHL KHM; 2025: THA MYS IDN PHL; 2026: none.
    assert cases["New Southern"] == 6 + 3 + 5 + 3 + 4 + 4
    assert found.regions["first_year"].tolist() == [2020] * len(found.regions)


def test_the_programme_of_a_part_of_the_years_counts_from_its_own_first_year():
    found = evidence.programme(2022, 2023)
    spans = found.tidy.query("basis == 'recomputed' and dimension == 'total' and first_year < year")
    assert spans.query("measure == 'cases'")[
        ["first_year", "year", "value"]
    ].to_numpy().tolist() == [
        [2022, 2023, 18.0]  # 10 + 8
    ]
    assert found.beside.empty  # nobody published a count of just these years


def test_a_register_replaces_the_published_figures_and_is_set_beside_them(tmp_path):
    rows = [(f"A-{n}", 2021, "reception", "VNM", "solution planning", "water") for n in range(3)]
    columns = ["case_no", "year", "stage", "country", "type", "field"]
    path = tmp_path / "register.csv"
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    found = evidence.reception(2021, path)
    total = found.beside.query("dimension == 'total' and measure == 'cases'").iloc[0]
    assert (total["published"], total["recomputed"], total["difference"]) == (111, 3, -108)
    assert set(found.figures["basis"]) == {"recomputed"}
    assert found.overlap is not None  # counted, so that the least is the most: no country twice
    assert (found.overlap.several_least, found.overlap.several_most) == (0, 0)


def test_a_register_with_problems_is_refused(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(
        "case_no,year,stage,country,type,field\n"
        "A-1,2021,reception,Atlantis,solution planning,water\n",
        "utf-8",
    )
    with pytest.raises(InputError, match="Atlantis"):
        evidence.reception(2021, path)


def test_dates_are_those_of_the_stage():
    assert evidence.selection(2021).calendar["event"].tolist() == ["selection announced"]
    assert evidence.reception(2021).calendar["event"].tolist() == [
        "application window",
        "reception announced",
        "selection planned for (in the reception release)",
    ]


def test_a_selection_is_checked_against_what_was_received():
    checks = evidence.selection(2021).checks
    row = checks[checks["identity"] == "no more is selected than was received"].iloc[0]
    assert (row["left"], row["right"], row["verdict"]) == (11, 111, "holds")


def test_the_rate_is_that_of_cases_and_there_is_none_without_a_reception():
    rate = evidence.selection(2022).tidy.query("dimension == 'selection_rate'")
    assert rate["value"].tolist() == [30.3]  # 10 / 33
    assert evidence.selection(2024).tidy.query("dimension == 'selection_rate'").empty
