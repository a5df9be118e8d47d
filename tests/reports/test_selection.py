"""The selection report, in the figures it must give and the words it must say."""

import pytest

import kcity_analysis as kc
from kcity_analysis.pages import Section


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def ends(found, dimension, category, measure="cases"):
    rows = found.by(dimension).frame.set_index(["category", "measure"])
    return tuple(rows.loc[(category, measure), ["least", "most"]])


def test_dates_are_those_of_the_stage():
    assert kc.selection(2021).dates().frame["event"].tolist() == ["selection announced"]


def test_a_selection_is_checked_against_what_was_received():
    checks = kc.selection(2021).checks().frame
    row = checks[checks["rule"] == "selected within received"].iloc[0]
    assert (row["left"], row["right"], row["verdict"]) == (11, 111, "holds")


def test_the_headline_of_the_selection_of_2021():
    found = cards(kc.selection(2021).headline())
    assert found == {
        "Projects": "11",
        "Countries selected": "11",
        "Cities known": "11",
        "Selection rate": "9.9\N{NO-BREAK SPACE}%",  # 11 of 111
    }


def test_2024_has_eight_projects_of_which_six_have_a_name():
    text = kc.selection(2024).headline().text
    assert "In 2024, 8 projects in 7 to 8 countries were selected." in text
    assert "6 of 8 projects are known by name." in text


@pytest.mark.parametrize(
    ("dimension", "category", "expected"),
    [
        ("type", "planning", (2, 2)),
        ("type", "overseas demonstration", (6, 6)),
        ("region", "New Southern", (4, 6)),
    ],
)
def test_what_the_list_of_2024_leaves_open(dimension, category, expected):
    assert ends(kc.selection(2024), dimension, category) == expected


def test_2020_has_no_type_left_over():
    # 6 urban-development and 6 solution projects of 12: nothing is "not itemised".
    found = kc.selection(2020).by("type")
    assert ends(kc.selection(2020), "type", "urban-development planning") == (6, 6)
    assert ends(kc.selection(2020), "type", "solution planning") == (6, 6)
    assert "not itemised" not in set(found.frame["category"])


def test_a_field_without_a_project_is_not_zero_where_some_projects_state_none():
    stated = kc.selection(2020)
    silent = (stated.projects["field"] == "").sum()
    least, most = ends(stated, "field", "housing")
    assert (least, most) == (0, silent)


def test_a_year_without_reception_has_no_rate_and_says_why():
    assert (
        kc.selection(2024)
        .rate()
        .sentence.startswith(
            "There is no selection rate for 2024: no applications of that year are known."
        )
    )
    assert "Selection rate" not in cards(kc.selection(2024).headline())


def test_what_fails_is_shown_before_what_holds():
    html = kc.selection(2024).checks().html
    assert 0 < html.index("kc-verdict fails") < html.index("<details>")
    assert "kc-verdict holds" not in html[: html.index("<details>")]


def test_nothing_of_a_machine_is_said():
    for year in sorted(set(kc.projects()["year"])):
        assert "nan" not in kc.selection(year).checks().text
