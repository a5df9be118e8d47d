"""The reception report, in the figures it must give and the words it must say."""

import sys

import pandas as pd
import pytest

import kcity_analysis as kc
from kcity_analysis.pages import Section
from kcity_analysis.vocabulary import InputError


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_first_reception_has_nothing_before_it_to_compare_with():
    assert kc.reception(2020).compared().frame.empty
    assert kc.reception(2020).compared().sentence == "2020 is the first year of the contest."
    assert set(kc.reception(2021).compared().frame["base_year"]) == {2020}


@pytest.fixture
def register(tmp_path):
    """Three cases of one country and type."""
    rows = [(f"A-{n}", 2021, "reception", "VNM", "solution planning", "water") for n in range(3)]
    columns = ["case_no", "year", "stage", "country", "type", "field"]
    path = tmp_path / "register.csv"
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def test_a_register_replaces_the_published_figures_and_is_set_beside_them(register):
    found = kc.reception(2021, register)
    beside = found.published_beside().frame
    total = beside.query("dimension == 'total' and measure == 'cases'").iloc[0]
    assert (total["published"], total["recomputed"], total["difference"]) == (111, 3, -108)
    assert set(found.figures["basis"]) == {"recomputed"}
    assert (found.figures["least"] == found.figures["most"]).all()
    assert "no countries applied under more than one type" in found.types_overlap().sentence


def test_the_fields_of_a_register_are_those_of_its_cases_alone(tmp_path):
    # Two cases of two countries in one field, a third without any: 2 of 3 cases, not 4 of 3.
    path = tmp_path / "register.csv"
    path.write_text(
        "case_no,year,stage,country,type,field\n"
        "A-1,2021,reception,VNM,solution planning,water\n"
        "A-2,2021,reception,LAO,solution planning,water\n"
        "A-3,2021,reception,LAO,solution planning,not stated\n",
        "utf-8",
    )
    said = kc.reception(2021, path).fields_of_types().sentence
    assert said == "Of solution planning in 2021, 2 of 3 cases have their field stated."


def test_without_a_register_nothing_is_said_of_one():
    assert kc.reception(2021).published_beside() is None


def test_a_register_with_problems_is_refused(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(
        "case_no,year,stage,country,type,field\n"
        "A-1,2021,reception,Atlantis,solution planning,water\n",
        "utf-8",
    )
    with pytest.raises(InputError, match="Atlantis"):
        kc.reception(2021, path)


def test_the_headline_of_the_reception_of_2021():
    found = cards(kc.reception(2021).headline())
    assert found == {
        "Applications": "111",
        "Applicant countries": "39",
        "Largest region": "New Southern",
        "Largest type": "Urban-development planning",
    }


def test_the_main_points_of_2021_are_those_that_the_figures_force():
    text = plain(kc.reception(2021).headline().text)
    assert "Applications received rose from 80 to 111 (+31; +38.8 %)." in text
    assert "New Southern has the most cases: 35 of 111 (31.5 %)." in text
    assert "7 to 13 countries applied under more than one type" in text


@pytest.mark.parametrize(
    ("region", "cases", "countries"),
    [
        ("New Southern", (35, 35), (10, 10)),
        ("Africa", (5, 18), (5, 9)),
        ("Middle East", (2, 15), (2, 6)),
        ("Europe", (3, 16), (3, 7)),
        ("North America", (1, 14), (1, 5)),
        ("Asia-Pacific (other)", (0, 13), (0, 4)),
    ],
)
def test_the_regions_of_2021_have_their_least_and_their_most(region, cases, countries):
    rows = kc.reception(2021).by("region").frame.set_index(["category", "measure"])
    for measure, ends in (("cases", cases), ("countries", countries)):
        assert tuple(rows.loc[(region, measure), ["least", "most"]]) == ends


def test_a_year_with_totals_only_says_so_and_shows_what_they_leave_open():
    found = kc.reception(2022)
    text = found.headline().text
    assert "For 2022 only totals were found: nothing by region, type or field." in text
    rows = found.not_published().frame.set_index(["category", "measure"])
    assert tuple(rows.loc[("New Southern", "cases"), ["least", "most"]]) == (5, 27)
    assert tuple(rows.loc[("New Southern", "countries"), ["least", "most"]]) == (4, 11)
    assert tuple(rows.loc[("planning", "cases"), ["least", "most"]]) == (8, 31)
    said = " ".join(found.not_published().text.split())
    assert "New Southern 5 to 27 4 to 11 bounded" in said
    assert {found.by(one) for one in ("region", "country", "type", "secretariat")} == {None}
    assert found.fields_of_types() is None
    assert found.types_overlap() is None


@pytest.mark.parametrize(
    ("year", "known", "total"), [(2020, 14, 23), (2021, 20, 39), (2022, 9, 17), (2023, 7, 18)]
)
def test_who_was_selected_in_a_year_is_known_to_have_applied_in_it(year, known, total):
    found = kc.reception(year).applicants()
    assert found.sentence.startswith(f"{known} of {total} countries are known as applicants")
    assert found.frame["iso3"].nunique() == known


def test_caveats_of_the_year_are_all_there():
    text = kc.reception(2020).caveats().text
    assert "77 of the 80 cases" in text
    assert "Turkey" in text
    assert "39 countries" in kc.reception(2021).caveats().text
    assert "33 is both" in kc.reception(2022).caveats().text


def test_the_same_report_speaks_korean_with_the_same_figures():
    korean, english = (kc.reception(2021, language=one) for one in ("ko", "en"))
    assert korean.headline().text.startswith(
        "2021년 접수 결과\n2021년 총 111건이 39개국에서 접수되었다."
    )
    pd.testing.assert_frame_equal(korean.tidy, english.tidy)
    assert "신남방" in korean.by("region").sentence


@pytest.mark.slow
def test_no_number_is_said_of_countries_where_nothing_limits_them(changed):
    """300 cases may have come from any of the world's countries."""
    changed.figure(2024, "reception", "total", "cases", 300)
    said = changed.asked("""
found = kc.reception(2024)
print(found.headline().text)
print(found.applicants().sentence)
rows = found.tidy.query("dimension == 'total' and measure == 'countries' and base_year == ''")
print(rows.query("year == 2024")["most"].tolist())
""")
    text = "\n".join(said)
    # Six demonstrations of 2024 had applied that year, of as many countries.
    assert "300 cases were received from at least 6 countries" in text
    assert "6 applicant countries are known by name" in text
    assert said[-1] == "[inf]"
    assert "249" not in text


@pytest.mark.slow
def test_a_reception_of_which_no_total_was_published_has_a_report(changed):
    """12 demonstrations and five countries of one region: at least 12 cases of six countries."""
    changed.figure(2024, "reception", "type: overseas demonstration", "cases", 12)
    changed.figure(2024, "reception", "region: New Southern", "countries", 5)
    listed = changed.run(sys.executable, "-m", "kcity_analysis", "list")
    assert "2024/reception" in listed.stdout
    said = changed.asked("""
print(kc.reception(2024).headline().text)
print(kc.reception(2024).by("region").sentence)
print(kc.programme(2020, 2026).applications_a_country().text)
""")
    text = "\n".join(said)
    assert "In 2024, at least 12 cases were received from " in text
    assert "Only part of 2024 was published by region" in text
    # However many countries there were, each sent one.
    assert "1.7 in 2023, at least 1 in 2024" in text
