"""The report of one country: in the figures it must give and the words it must say."""

import pytest

import kcity_analysis as kc
from kcity_analysis.vocabulary import InputError

NB = "\N{NO-BREAK SPACE}"
SECTIONS = ("by_year", "project_list", "projects_map", "fields", "partners", "budgets", "place")


def cards(frame) -> dict[str, str]:
    return dict(zip(frame["label"], frame["value"], strict=True))


@pytest.mark.parametrize("spelling", ["Indonesia", "인도네시아", "IDN", "ID"])
def test_a_country_may_be_spelled_in_any_way(spelling):
    assert kc.country(spelling).iso3 == "IDN"


def test_indonesia_has_eight_listed_projects_and_perhaps_one_without_a_name(early_in_2026):
    text = early_in_2026("kc.country('Indonesia').headline().text")
    assert "8 to 9 projects of Indonesia were selected; 8 are known by name, in 5 cities" in text
    # Of New Southern's 25 to 27: 8/27 is 29.6; with the one more, 9 of at least 26 is 34.6.
    shown = cards(early_in_2026("kc.country('Indonesia').headline().frame"))
    assert shown["Of its region's projects"] == f"29.6 to 34.6{NB}%"


def test_what_it_applied_for_and_was_named_for_stands_by_year():
    text = kc.country("Vietnam").by_year().table.text
    (of_2020,) = [line for line in text.splitlines() if line.startswith("2020")]
    assert of_2020.split()[:2] == ["2020", "5"] and "named in the release" in of_2020
    (of_2022,) = [line for line in text.splitlines() if line.startswith("2022")]
    assert "1 to 16" in of_2022 and "a project of that window was selected" in of_2022


def test_a_country_without_a_project_says_so_and_what_the_list_lacks(early_in_2026):
    found = kc.country("Ghana")
    text = early_in_2026("kc.country('Ghana').headline().text")
    assert "No project of Ghana is on the list" in text
    assert "at most 2 of these may be of Ghana" in text
    for name in ("project_list", "projects_map", "fields", "partners", "budgets"):
        assert getattr(found, name)() is None
    # Africa has two listed projects; with two more of Ghana it would have 2 of 4.
    shares = early_in_2026("kc.country('Ghana').place().table.text")
    assert "0.0 to 50.0" in shares


def test_a_country_whose_name_takes_an_article_has_one_in_a_sentence():
    said = kc.country("GBR").headline().text
    assert "of the United Kingdom w" in said  # was or were selected
    assert "The United Kingdom is known to have applied in " in said
    place = kc.country("USA").place().sentence
    assert place.startswith("By the number of projects on the list, the United States is in place")
    assert "projects of Vietnam were selected" in kc.country("VNM").headline().text


def test_its_place_shares_with_those_that_have_as_many(early_in_2026):
    indonesia = early_in_2026("kc.country('Indonesia').place().sentence")
    assert "place 1 of 28 countries." in indonesia
    # Six countries have three projects, and three have more.
    text = early_in_2026("kc.country('Italy').place().sentence")
    assert "in place 4 of 28 countries, with 5 others that have as many" in text
    assert "No country of New Southern has as many" in indonesia
    assert "No country of" not in text  # Poland may have three projects in Europe, too


def test_partners_and_budgets_are_those_that_sources_name():
    partners = kc.country("Philippines").partners()
    assert "Clark Development Corporation" in partners.table.text
    # 2023 and 2021: 300 to 500 and 400 to 600 million.
    assert "Together, those with a budget or a range have 700 million to 1.1 billion won" in (
        kc.country("Turkey").budgets().sentence
    )


def test_what_is_not_known_is_a_list(early_in_2026):
    said = early_in_2026("kc.country('Poland').unknown().frame['note'].tolist()")
    assert any(
        one.startswith("Whether Poland applied in 2020, 2021, 2022 and 2023") for one in said
    )
    assert any("The list of 2024 lacks some projects; at most 2 of them" in one for one in said)
    assert any(
        one.startswith("No number of all applications of 2024, 2025 and 2026") for one in said
    )


def test_its_figures_are_in_the_csv_with_their_bounds(early_in_2026):
    rows = early_in_2026("kc.country('Indonesia').tidy")
    own = rows[(rows["dimension"] == "country") & (rows["measure"] == "cases")]
    ends = own[(own["stage"] == "selection") & (own["first_year"] < own["year"])]
    assert ends[["least", "most"]].to_numpy().tolist() == [[8, 9]]


# All others are built, in both languages, with every report.
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("iso3", ["IDN", "POL", "GHA"])  # eight projects, one, none
def test_a_country_can_be_said_drawn_and_listed(iso3, language):
    found = kc.country(iso3, language)
    assert found.headline().text
    for name in SECTIONS:
        section = getattr(found, name)()
        assert section is None or section.html, name
    assert found.unknown().text


@pytest.mark.parametrize(
    ("name", "said"),
    [("Atlantis", "no known country"), ("Germany", "no source names Germany"), ("Korea", "may be")],
)
def test_what_is_no_country_or_has_nothing_to_say_is_refused(name, said):
    with pytest.raises(InputError, match=said):
        kc.country(name)
