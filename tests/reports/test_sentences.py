"""Sentences are correct English for none, one and many, and say nothing that is not known."""

import pandas as pd
import pytest
from sample_figures import frame

from kcity_analysis.evidence.checks import type_overlap
from kcity_analysis.evidence.comparing import compare
from kcity_analysis.evidence.frame import figures, yearly
from kcity_analysis.evidence.overlaps import overlap
from kcity_analysis.reports import sentences

UDP, SOLUTION, DEMO = "urban-development planning", "solution planning", "overseas demonstration"
REST, NAN = "not itemised", float("nan")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("cases", "countries", "received", "selected"),
    [
        (0, 0, "In 2021, no cases were received from no countries.",
         "In 2021, no projects were selected in no countries."),
        (1, 1, "In 2021, 1 case was received from 1 country.",
         "In 2021, 1 project was selected in 1 country."),
        (1234, 39, "In 2021, 1,234 cases were received from 39 countries.",
         "In 2021, 1,234 projects were selected in 39 countries."),
        (8, NAN, "In 2021, 8 cases were received; the number of countries was not published.",
         "In 2021, 8 projects were selected; the number of countries was not published."),
        (NAN, 5, "How many applications were received in 2021 was not published.",
         "How many projects were selected in 2021 was not published."),
    ],
)  # fmt: skip
def test_totals(cases, countries, received, selected):
    for stage, text in (("reception", received), ("selection", selected)):
        rows = frame(
            ("total", "all", "cases", cases), ("total", "all", "countries", countries), stage=stage
        )
        assert sentences.totals(rows, stage, 2021) == text


def change(*rows, dimension="total", stage="reception"):
    """A comparison of 2021 with 2020: (category, measure, base value, value)."""
    full = []
    for category, measure, base, value in rows:
        percent = round(100 * (value - base) / base, 1) if base else NAN
        full.append((2021, 2020, stage, dimension, category, measure, value, base, value - base,
                     percent, "compared", "", "published"))  # fmt: skip
    columns = ["year", "base_year", "stage", "dimension", "category", "measure", "value",
               "base_value", "change", "percent", "status", "note", "basis"]  # fmt: skip
    return pd.DataFrame(full, columns=columns)


@pytest.mark.parametrize(
    ("cases", "countries", "text"),
    [
        ((80, 111), (23, 39), "31 more cases (+38.8 %) and 16 more countries (+69.6 %) than"),
        ((5, 6), (5, 4), "1 more case (+20.0 %) and 1 fewer country (−20.0 %) than"),
        ((0, 3), (0, 2), "3 more cases and 2 more countries than"),  # no percentage of nothing
        ((5, 5), (3, 3), "As many cases and as many countries as"),
        ((5, 6), (3, 3), "1 more case (+20.0 %) and as many countries as"),
        ((5, 6), (NAN, 3), "1 more case (+20.0 %) than"),
    ],
)
def test_the_change_of_the_totals(cases, countries, text):
    rows = change(("all", "cases", *cases), ("all", "countries", *countries))
    assert plain(sentences.change(rows)) == f"{text} in 2020."


def test_a_change_without_totals_cannot_be_told():
    rows = change(("all", "cases", NAN, 3), ("all", "countries", NAN, 3))
    assert sentences.change(rows) == (
        "The change from 2020 to 2021 cannot be told: a total was not published."
    )


def breakdown(*rows, total=10):
    full = frame(("total", "all", "cases", total), *rows)
    return plain(sentences.breakdown(yearly(full, rows[0][0]), full))


def test_a_breakdown_names_who_leads_and_what_is_not_itemised():
    south, africa = ("region", "New Southern", "cases", 6), ("region", "Africa", "cases", 2)
    assert breakdown(south, africa, ("region", REST, "cases", 2)) == (
        "New Southern has the most cases: 6 of 10 (60.0 %). The other 2 cases are not itemised."
    )


def test_one_case_that_is_not_itemised_is_in_the_singular():
    text = breakdown(
        ("region", "Africa", "cases", 9), ("region", REST, "cases", 1, "derived"),
        ("region", REST, "countries", 1, "derived"),
    )  # fmt: skip
    assert text.endswith("The other case, from 1 country, is not itemised.")


def test_a_tie_names_all_who_lead():
    kinds = [("type", kind, "cases", 5) for kind in (UDP, SOLUTION)]
    assert breakdown(*kinds) == (
        "Urban-development planning and Solution planning have the most cases, "
        "with 5 of 10 each (50.0 %)."
    )


def test_a_breakdown_without_cases_or_figures_says_so():
    assert breakdown(("region", "Africa", "cases", 0)) == "None of the regions has cases in 2021."
    assert breakdown(("region", "Africa", "cases", NAN)) == (
        "No figures by region were published for 2021."
    )
    assert sentences.breakdown(frame(), frame()) == "There are no figures to show here."


def test_a_breakdown_without_a_total_gives_no_share():
    assert breakdown(("country", "TUR", "cases", 6), total=NAN) == "Turkey has cases: 6."


def test_fields_say_how_many_are_not_itemised_of_each_type():
    rows = yearly(figures(2021, "reception"), "type_field")
    assert sentences.type_fields(rows) == (
        "The field is not itemised for 13 of 40 in solution planning "
        "and 3 of 14 in overseas demonstration."
    )
    assert sentences.type_fields(rows[:0]) == "Cases by type and field were not published."


def test_the_overlap_of_2021():
    assert sentences.overlapping(type_overlap(figures(2021, "reception"))) == (
        "The 24, 16 and 12 countries of the three types add up to 52, but only 39 countries took "
        "part: at least 7 and at most 13 countries applied under more than one, "
        "and at most 6 countries under all of them."
    )


@pytest.mark.parametrize(
    ("total", "parts", "outside", "text"),
    [
        (5, (2, 3), 0, "add up to 5, and 5 countries took part: no country applied"),
        (1, (1, 1), 0, "add up to 2, but only 1 country took part: exactly 1 country applied"),
        (4, (3, 3), 1, "1 case stands in no type, which widens this"),
        (4, (3, 3), 2, "2 cases stand in no type, which widens this"),
    ],
)
def test_overlaps_of_none_one_and_many(total, parts, outside, text):
    assert text in sentences.overlapping(overlap(total, parts, outside))


def test_an_overlap_that_cannot_be_bounded_says_why():
    assert "cannot be bounded" in sentences.overlapping(None)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([("Africa", 1, 3), ("Europe", 4, 3)],
         "Africa rose most, from 1 to 3 cases (+2, +200.0 %), while Europe fell most, "
         "from 4 to 3 cases (−1, −25.0 %)."),
        ([("Africa", 0, 1)], "Africa rose most, from 0 to 1 case (+1)."),
        ([("Africa", 2, 0)], "Africa fell most, from 2 to no cases (−2, −100.0 %)."),
        ([("Africa", 1, 2), ("Europe", 4, 5)], "Africa and Europe rose most, by 1 case each."),
        ([("Africa", 1, 1)], "No region changed in cases."),
        ([("Africa", NAN, 1)],
         "The change by region cannot be told: figures of one of the years are missing."),
    ],
)  # fmt: skip
def test_changes_by_region(rows, text):
    found = change(*((region, "cases", *pair) for region, *pair in rows), dimension="region")
    assert plain(sentences.changes(found)) == text


def test_comparability_says_what_changed_in_name_and_kind():
    notes = sentences.comparability(compare(2021, 2020))
    assert "Solution planning: called 'single solution' in 2020." in notes
    assert [note for note in notes if note.startswith("Overseas demonstration was introduced")]
    assert sentences.comparability(compare(2022, 2021))[-1].startswith(
        "Figures by type are missing"
    )
    assert sentences.comparability(change(("all", "cases", 1, 2))) == []


@pytest.mark.parametrize(
    ("statuses", "text"),
    [
        (["entrant"], "1 country is new"),
        (["entrant", "entrant", "leaver"], "2 countries are new and 1 country is not there"),
        (["stayer"], "1 country was there before"),
        (["stayer"] * 3, "3 countries were there before"),
    ],
)
def test_who_entered_and_left(statuses, text):
    moves = pd.DataFrame({"iso3": ["VNM"] * len(statuses), "status": statuses})
    assert text in sentences.entering(moves, 2021, 2020)


@pytest.mark.parametrize(
    ("received", "selected", "text"),
    [
        (111, 11, "11 of 111 cases received were selected (9.9 %), in 11 of 111 countries."),
        (2, 1, "1 of 2 cases received was selected (50.0 %), in 1 of 2 countries."),
        (3, 0, "0 of 3 cases received were selected (0.0 %), in 0 of 3 countries."),
        (NAN, 4, "A selection rate cannot be told for 2021: a total was not published."),
    ],
)
def test_the_selection_rate(received, selected, text):
    both = [
        frame(("total", "all", "cases", value), ("total", "all", "countries", value), stage=stage)
        for stage, value in (("reception", received), ("selection", selected))
    ]
    assert plain(sentences.selection_rate(pd.concat(both), 2021)) == text


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        ([], "No amount for a single project is known."),
        ([(NAN, 4e8)], "1 of 2 projects has a known budget: up to 0.4 billion won."),
        ([(2e8, 3e8), (4e8, 6e8)],
         "2 of 3 projects have a known budget: 0.2 to 0.6 billion won each."),
    ],
)  # fmt: skip
def test_the_span_of_budgets(amounts, text):
    rows = pd.DataFrame([*amounts, (NAN, NAN)], columns=["budget_low_krw", "budget_high_krw"])
    assert sentences.budget(rows) == text


def test_who_came_back():
    def of(*pairs):
        rows = pd.DataFrame(pairs, columns=["category", "year"]).assign(value=1)
        return sentences.returning(rows)

    assert sentences.returning(pd.DataFrame(columns=["category", "year", "value"])) == (
        "No country was selected."
    )
    assert of(("VNM", 2020)) == "0 of 1 country came back in another year."
    back = [("VNM", 2020), ("VNM", 2021), ("PER", 2020)]
    assert of(*back) == (
        "1 of 2 countries came back in another year; Vietnam was selected in 2 years."
    )
    assert of(*back, ("PER", 2021)).endswith("Peru and Vietnam were each selected in 2 years.")


def test_how_far_the_list_reproduces_the_cumulative_counts():
    def of(*differences):
        rows = [(2020 + n, "cases", 12.0, gap) for n, gap in enumerate(differences)]
        columns = ["year", "measure", "published", "difference"]
        return sentences.cumulative(pd.DataFrame(rows, columns=columns))

    assert of() == "No cumulative figures were published."
    assert of(0, 0).endswith("cumulative counts through 2021.")
    assert of(0, -1).endswith("; from 2021 it is 1 project below the 12 published.")
    assert of(2).endswith("; from 2020 it is 2 projects above the 12 published.")


@pytest.mark.parametrize(
    ("verdicts", "text"),
    [
        ([], "There is nothing to check."),
        (["holds"], "Of 1 check, 1 holds."),
        (["holds"] * 2 + ["fails"], "Of 3 checks, 2 hold and 1 fails."),
        (["holds", "fails", "fails", "cannot be told"],
         "Of 4 checks, 1 holds, 2 fail and 1 cannot be told."),
    ],
)  # fmt: skip
def test_verdicts(verdicts, text):
    assert sentences.verdicts(pd.DataFrame({"verdict": verdicts})) == text
