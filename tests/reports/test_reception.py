"""The reception report, in the figures it must give and the words it must say."""

import pandas as pd
import pytest

import kcity_analysis as kc
from kcity_analysis.pages import Section
from kcity_analysis.vocabulary import InputError


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def test_the_first_reception_has_nothing_before_it_to_compare_with():
    assert kc.reception(2020).compared().frame.empty
    assert set(kc.reception(2021).compared().frame["base_year"]) == {2020}


def test_a_register_replaces_the_published_figures_and_is_set_beside_them(tmp_path):
    rows = [(f"A-{n}", 2021, "reception", "VNM", "solution planning", "water") for n in range(3)]
    columns = ["case_no", "year", "stage", "country", "type", "field"]
    path = tmp_path / "register.csv"
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    found = kc.reception(2021, path)
    total = (
        found.published_beside().frame.query("dimension == 'total' and measure == 'cases'").iloc[0]
    )
    assert (total["published"], total["recomputed"], total["difference"]) == (111, 3, -108)
    assert set(found.figures["basis"]) == {"recomputed"}
    assert "no country applied under more than one" in found.types_overlap().sentence


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
    assert (found["Cases received"], found["Countries"]) == ("111", "39")
    assert found["Most cases, by region"] == "35"  # New Southern
    assert found["Most cases, by programme type"] == "57"  # urban-development planning


def test_the_first_year_has_none_before_it():
    text = kc.reception(2020).compared().sentence
    assert text.startswith("2020 is the first year with figures.")


def test_what_was_not_published_is_said_and_not_drawn():
    for dimension in ("region", "type"):
        section = kc.reception(2022).by(dimension)
        assert "were published for 2022" in section.sentence
        with pytest.raises(InputError, match="no chart"):
            section.chart()
    assert "not published" in kc.reception(2023).types_overlap().sentence


def test_the_bounds_of_2021_are_said():
    text = kc.reception(2021).types_overlap().sentence
    assert "at least 7 and at most 13 countries" in text


def test_caveats_of_the_year_are_all_there():
    text = kc.reception(2020).caveats().text
    assert "77 of the 80 cases" in text
    assert "Turkey" in text
    assert "39 countries" in kc.reception(2021).caveats().text
    assert "33 is both" in kc.reception(2022).caveats().text
