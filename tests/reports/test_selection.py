"""The selection report, in the figures it must give and the words it must say."""

import kcity_analysis as kc
from kcity_analysis.pages import Section


def cards(headline: Section) -> dict[str, str]:
    return dict(zip(headline.frame["label"], headline.frame["value"], strict=True))


def test_dates_are_those_of_the_stage():
    assert kc.selection(2021).dates().frame["event"].tolist() == ["selection announced"]
    assert kc.reception(2021).dates().frame["event"].tolist() == [
        "application window",
        "reception announced",
        "selection planned for (in the reception release)",
    ]


def test_a_selection_is_checked_against_what_was_received():
    checks = kc.selection(2021).checks().frame
    row = checks[checks["identity"] == "no more is selected than was received"].iloc[0]
    assert (row["left"], row["right"], row["verdict"]) == (11, 111, "holds")


def test_the_rate_is_that_of_cases_and_there_is_none_without_a_reception():
    rate = kc.selection(2022).tidy.query("dimension == 'selection_rate'")
    assert rate["value"].tolist() == [30.3]  # 10 / 33
    assert kc.selection(2024).tidy.query("dimension == 'selection_rate'").empty


def test_the_headline_of_the_selection_of_2021():
    found = cards(kc.selection(2021).headline())
    assert list(found.values()) == ["11", "11", "11", "9.9\N{NO-BREAK SPACE}%"]


def test_a_year_without_reception_has_no_rate_and_says_why():
    assert "cannot be told for 2024" in kc.selection(2024).rate().sentence
    assert len(cards(kc.selection(2024).headline())) == 3


def test_what_fails_is_shown_before_what_holds():
    html = kc.selection(2024).checks().html
    assert 0 < html.index("kc-verdict fails") < html.index("<details>")
    assert "kc-verdict holds" not in html[: html.index("<details>")]
