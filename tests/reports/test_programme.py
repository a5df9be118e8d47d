"""The programme report, in the figures it must give and the words it must say."""

import kcity_analysis as kc
from kcity_analysis.pages import Section

LAST = int(kc.projects()["year"].max())


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def test_the_series_has_every_year_of_the_span_and_gaps_where_nothing_was_published():
    rows = kc.series(2020, 2025)
    received = rows[rows["series"] == "Cases received"].set_index("year")["value"]
    assert received.loc[2020:2023].tolist() == [80, 111, 33, 30]
    assert received.loc[2024:2025].isna().all()
    selected = rows.loc[rows["series"].str.startswith("Projects selected"), "value"]
    assert selected.tolist() == [12, 11, 10, 8, 6, 9]  # the 56 projects known by name


def test_all_regions_of_the_programme_add_up_to_its_projects():
    found = kc.programme(2020, 2026)
    cases = found.regions().frame.query("measure == 'cases'").set_index("category")["value"]
    assert cases.sum() == 59
    # 2020: MYS MMR VNM IDN LAO THA; 2021: PHL IDN VNM; 2022: MYS IDN VNM THA IDN; 2023: IDN VNM
    # IDN; 2024: VNM IDN PHL KHM; 2025: THA MYS IDN PHL; 2026: none.
    assert cases["New Southern"] == 6 + 3 + 5 + 3 + 4 + 4
    assert found.regions().frame["first_year"].tolist() == [2020] * len(found.regions().frame)


def test_the_programme_of_a_part_of_the_years_counts_from_its_own_first_year():
    found = kc.programme(2022, 2023)
    spans = found.tidy.query("basis == 'recomputed' and dimension == 'total' and first_year < year")
    assert spans.query("measure == 'cases'")[
        ["first_year", "year", "value"]
    ].to_numpy().tolist() == [
        [2022, 2023, 18.0]  # 10 + 8
    ]
    assert found.accumulated().frame.empty  # nobody published a count of just these years


def test_the_headline_of_the_programme():
    found = cards(kc.programme(2020, 2025).headline())
    assert found["Projects known by name"] == "56"
    assert found["Cases received"] == "254"  # 80 + 111 + 33 + 30
    shown = cards(kc.programme(2020, LAST).headline())  # of all years collected
    assert shown["Projects known by name"] == str(len(kc.projects()))


def test_gaps_of_the_series_are_named():
    text = kc.programme(2020, 2025).through_the_years().sentence
    assert "For 2024 and 2025, what was received was not published: a gap" in text
