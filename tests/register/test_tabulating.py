"""A register is counted right, in a full declared grid, and nothing is dropped."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.evidence.frame import COLUMNS
from kcity_analysis.register.tabulating import cells, cumulative, tabulate
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, categories, read_csv

UDP, SOLUTION, DEMO = "urban-development planning", "solution planning", "overseas demonstration"


def register(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Cases as year, country, type, field, all of the reception."""
    frame = pd.DataFrame(rows, columns=["year", "country", "type", "field"])
    return frame.assign(stage="reception")


FOUR = register(
    (2021, "VNM", UDP, "transport"),
    (2021, "VNM", SOLUTION, "transport"),
    (2021, "TUR", SOLUTION, "safety"),
    (2021, "NAM", DEMO, "water"),
)


def values(figures: pd.DataFrame, dimension: str, measure: str = "cases") -> dict[str, float]:
    rows = figures[(figures["dimension"] == dimension) & (figures["measure"] == measure)]
    return dict(zip(rows["category"], rows["value"], strict=True))


def value(figures: pd.DataFrame, dimension: str, category: str, measure: str) -> float:
    return values(figures, dimension, measure)[category]


def test_cases_and_distinct_countries_of_a_register_counted_by_hand() -> None:
    figures = tabulate(FOUR)
    assert values(figures, "total") == {"all": 4}
    assert values(figures, "total", "countries") == {"all": 3}
    assert values(figures, "type") == {UDP: 1, SOLUTION: 2, DEMO: 1}
    assert values(figures, "type", "countries") == {UDP: 1, SOLUTION: 2, DEMO: 1}
    assert values(figures, "secretariat") == {"KIND": 1, "KAIA": 3}
    assert values(figures, "secretariat", "countries") == {"KIND": 1, "KAIA": 3}
    assert values(figures, "country") == {"NAM": 1, "TUR": 1, "VNM": 2}
    assert value(figures, "region", "New Northern", "cases") == 1  # Turkey, as the ministry counts
    assert value(figures, "region", "Africa", "countries") == 1  # "NA" and NAM are Namibia
    assert value(figures, "field", "transport", "cases") == 2
    assert value(figures, "field", "transport", "countries") == 1
    assert value(figures, "type_field", f"{SOLUTION} | transport", "cases") == 1


def test_a_category_nobody_applied_in_is_zero_and_one_the_year_did_not_have_is_absent() -> None:
    of_2020 = tabulate(register((2020, "VNM", UDP, "transport")))
    assert values(of_2020, "type") == {UDP: 1, SOLUTION: 0}
    assert values(of_2020, "secretariat") == {}
    assert values(of_2020, "region") == dict.fromkeys(categories("region"), 0) | {"New Southern": 1}
    of_2022 = tabulate(register((2022, "VNM", DEMO, "transport")))
    assert values(of_2022, "type") == {"planning": 0, DEMO: 1}
    assert values(of_2022, "secretariat") == {}


def test_the_grid_stands_in_declared_order_whatever_the_order_of_the_rows() -> None:
    figures = tabulate(FOUR)
    pd.testing.assert_frame_equal(figures, tabulate(FOUR[::-1]))
    assert list(figures.columns) == COLUMNS
    shown = list(figures["dimension"].drop_duplicates())
    assert shown == ["total", "region", "country", "type", "secretariat", "field", "type_field"]
    for dimension in ("region", "type", "secretariat", "field", "type_field"):
        assert list(values(figures, dimension)) == categories(dimension, 2021)
    assert list(figures["measure"][:4]) == ["cases", "countries", "cases", "countries"]
    assert set(figures["basis"]) == {"recomputed"}
    assert (figures["first_year"] == figures["year"]).all()


def test_years_and_stages_have_a_block_each_and_a_year_without_cases_has_none() -> None:
    mixed = pd.concat(
        [
            register((2023, "VNM", "planning", "water"), (2021, "VNM", UDP, "water")),
            register((2021, "IDN", UDP, "water")).assign(stage="selection"),
        ]
    )
    figures = tabulate(mixed)
    blocks = list(figures[["year", "stage"]].drop_duplicates().itertuples(index=False, name=None))
    assert blocks == [(2021, "reception"), (2021, "selection"), (2023, "reception")]
    assert set(tabulate(mixed, stage="selection")["stage"]) == {"selection"}
    assert set(tabulate(mixed, years=[2021, 2022])["year"]) == {2021}


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", "  ", "-", "not stated"])
def test_a_field_left_open_is_counted_as_not_stated(missing: Any) -> None:
    figures = tabulate(register((2021, "VNM", UDP, missing), (2021, "VNM", UDP, "water")))
    assert value(figures, "field", "not stated", "cases") == 1
    assert value(figures, "type_field", f"{UDP} | not stated", "cases") == 1
    assert value(figures, "total", "all", "cases") == 2


def test_a_register_without_fields_counts_all_cases_as_not_stated() -> None:
    figures = tabulate(FOUR.drop(columns="field"))
    assert values(figures, "field") == dict.fromkeys(categories("field"), 0) | {"not stated": 4}


def test_a_type_said_to_be_not_stated_is_a_category_of_its_own() -> None:
    figures = tabulate(register((2021, "VNM", "미기재", "water"), (2021, "VNM", UDP, "water")))
    assert values(figures, "type") == {UDP: 1, SOLUTION: 0, DEMO: 0, "not stated": 1}
    assert values(figures, "secretariat") == {"KIND": 1, "KAIA": 0, "not stated": 1}


def test_cells_counted_before_give_the_figures_of_their_register() -> None:
    pd.testing.assert_frame_equal(tabulate(cells(FOUR)), tabulate(FOUR))


cases = st.tuples(
    st.sampled_from([2021]),
    st.sampled_from(["VNM", "IDN", "TUR", "USA", "NAM", "BRA"]),
    st.sampled_from([UDP, SOLUTION, DEMO]),
    st.sampled_from(["transport", "water", "safety", None]),
)


SECRETARIATS = {UDP: "KIND", SOLUTION: "KAIA", DEMO: "KAIA"}  # in 2021
REGIONS = {
    "VNM": "New Southern",
    "IDN": "New Southern",
    "TUR": "New Northern",
    "USA": "North America",
    "NAM": "Africa",
    "BRA": "Central and South America",
}


@settings(deadline=None, max_examples=25)
@given(st.lists(cases, min_size=1, max_size=30))
def test_every_figure_is_what_a_count_of_the_rows_says(rows: list[tuple[Any, ...]]) -> None:
    countries = defaultdict(list)
    for _, country, kind, field in rows:
        field = field or "not stated"
        for key in [
            ("total", "all"),
            ("region", REGIONS[country]),
            ("country", country),
            ("type", kind),
            ("secretariat", SECRETARIATS[kind]),
            ("field", field),
            ("type_field", f"{kind} | {field}"),
        ]:
            countries[key].append(country)
    expected = {(*key, "cases"): len(held) for key, held in countries.items()}
    expected |= {(*key, "countries"): len(set(held)) for key, held in countries.items()}
    figures = tabulate(register(*rows)).set_index(["dimension", "category", "measure"])["value"]
    assert figures[figures > 0].to_dict() == expected


@settings(deadline=None, max_examples=25)
@given(st.lists(cases, min_size=1, max_size=30))
def test_cases_of_the_parts_make_the_total_and_countries_never_exceed_cases(
    rows: list[tuple[Any, ...]],
) -> None:
    figures = tabulate(register(*rows))
    sums = figures[figures["measure"] == "cases"].groupby("dimension")["value"].sum()
    assert set(sums) == {len(rows)}
    wide = figures.pivot_table(
        index=["dimension", "category"], columns="measure", values="value", sort=False
    )
    assert (wide["countries"] <= wide["cases"]).all()
    assert (wide["countries"].eq(0) == wide["cases"].eq(0)).all()


@pytest.mark.parametrize(
    ("last_year", "projects", "countries", "cities"),
    [
        (2020, 12, 11, 12),  # as published, but for the cities, which no source counts
        (2021, 23, 19, 21),  # all three as published
        (2022, 33, 21, 31),  # all three as published
        (2023, 41, 23, 37),  # as published, but for the cities, which no source counts
        (2024, 47, 25, 42),  # two projects and a country short of 49 and 26: never named
        (2025, 56, 26, 48),  # likewise short of 58 and 27
    ],
)
def test_projects_known_by_name_add_up_through_the_years(
    last_year: int, projects: int, countries: int, cities: int
) -> None:
    figures = cumulative(read_csv(DATA / "selected_projects.csv"), 2020, last_year)
    assert list(figures.columns) == COLUMNS
    assert list(figures["measure"]) == ["cases", "countries", "cities"]
    assert list(figures["value"]) == [projects, countries, cities]
    assert set(figures["first_year"]) == {2020}
    assert set(figures["year"]) == {last_year}


def test_cumulative_counts_say_which_years_and_cities_are_missing() -> None:
    rows = register((2021, "VNM", UDP, "water"), (2023, "VNM", "planning", "water"))
    figures = cumulative(rows.assign(city=["Hué", None]), 2021, 2023).set_index("measure")
    assert figures["value"].to_dict() == {"cases": 2, "countries": 1, "cities": 1}
    assert figures["note"]["cases"] == "no case in 2022"
    assert figures["note"]["cities"] == "no case in 2022; 1 without a city"
    assert list(cumulative(rows, 2021, 2023)["measure"]) == ["cases", "countries"]


def test_a_city_is_one_in_any_case_and_width_and_two_in_two_countries() -> None:
    rows = register(*[(2021, country, UDP, "water") for country in ("VNM", "VNM", "THA")])
    figures = cumulative(rows.assign(city=["Hue", " ＨＵＥ", "Hue"]), 2021, 2021)
    assert value(figures, "total", "all", "cities") == 2


JOINT = pd.DataFrame(
    {
        "year": 2021,
        "country": ["베트남, 라오스", "베트남", "케냐", "베트남, 케냐", "라오스", "베트남"],
        "type": ["해외실증"] * 5 + ["솔루션형"],
        "city": ["", "하노이", None, "", "팍세", "하노이"],
        "submitted_on": ["2021-03-05", "2021-03-06", "", "2021-04-01", None, "2021-04-02"],
    }
)
"""Six cases, of which one is joint within a region and one over two, and two are of no day."""


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("region", [("Africa", 2, 1), ("New Southern", 5, 2)]),
        ("country", [("KEN", 2, 1), ("LAO", 2, 1), ("VNM", 4, 1)]),
        ("type", [(DEMO, 5, 3), (SOLUTION, 1, 1)]),
        ("month", [("", 2, 2), ("2021-03", 2, 2), ("2021-04", 2, 2)]),
        ("city", [("", 3, 3), ("팍세", 1, 1), ("하노이", 2, 1)]),
        (
            ["type", "region"],
            [
                (DEMO, "Africa", 2, 1),
                (DEMO, "New Southern", 4, 2),
                (SOLUTION, "New Southern", 1, 1),
            ],
        ),
        (
            ["region", "country"],
            [("Africa", "KEN", 2, 1), ("New Southern", "LAO", 2, 1), ("New Southern", "VNM", 4, 1)],
        ),
        (
            ["month", "region"],
            [
                ("", "Africa", 1, 1),
                ("", "New Southern", 1, 1),
                ("2021-03", "New Southern", 2, 2),
                ("2021-04", "Africa", 1, 1),
                ("2021-04", "New Southern", 2, 1),
            ],
        ),
    ],
)
def test_a_joint_application_is_one_case_in_each_row_it_belongs_to_and_none_is_dropped(
    by: Any, rows: list[tuple[Any, ...]]
) -> None:
    counted = tabulate(JOINT, by=by)
    assert list(counted.itertuples(index=False, name=None)) == rows


def test_a_case_that_stands_twice_is_no_more_counted_in_a_frame_than_in_a_file() -> None:
    rows = FOUR.assign(case_no=["1", "2", "3", "1"])
    with pytest.raises(InputError) as caught:
        tabulate(rows)
    (problem,) = caught.value.problems
    assert (problem.row, problem.expected) == (4, "a number of its own; row 1 has it already")
    again = pd.concat([FOUR, FOUR.iloc[[0]]], ignore_index=True)
    for frame in (
        again.assign(title="Bus", country="베트남"),
        again.assign(city="Hue", applicant="a"),
    ):
        with pytest.raises(InputError, match="twice") as caught:
            tabulate(frame, by="type")
        assert 5 in [problem.row for problem in caught.value.problems]
    # Numbers tell what looks alike apart, and without either nothing is known of it.
    numbered = again.assign(title="Bus", case_no=range(5))
    assert tabulate(numbered, by="year")["cases"].sum() == 5
    assert tabulate(again, by="year")["cases"].sum() == 5
    # A number may begin again each year.
    assert tabulate(rows.assign(year=[2021, 2021, 2021, 2022], field=None), by="year").shape[0] == 2


@pytest.mark.parametrize(
    ("register_", "said"),
    [
        (pd.concat([FOUR, FOUR[["country"]]], axis=1), "two columns alike: country"),
        (pd.DataFrame(), "no column year"),
        (pd.DataFrame({0: [1]}), "no column year"),
        (FOUR["year"], "not: Series"),
        (None, "not: NoneType"),
        ([1], "not: list"),
    ],
)
def test_what_is_no_register_is_refused_in_a_line(register_: Any, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        tabulate(register_)
    assert "\n" not in str(caught.value)


def test_what_a_frame_is_refused_for_is_said_in_the_language_asked():
    rows = {"year": 2021, "country": ["VNM", "Atlantis"], "type": "해외실증"}
    with pytest.raises(InputError) as refused:
        tabulate(pd.DataFrame(rows), language="ko")
    (problem,) = refused.value.problems
    assert problem.file == "접수대장"
    assert problem.action == "고치십시오(1건)"
    with pytest.raises(InputError) as refused:
        tabulate(pd.DataFrame(rows).head(1), years=[2022], stage="reception", language="ko")
    assert refused.value.said("ko") == (
        "접수대장에 2022년 접수 사례가 없습니다. 있는 것은 2021년 접수입니다"
    )
    assert refused.value.said("en") == (
        "the register has no case of reception 2022; it has reception 2021"
    )


@pytest.mark.parametrize(
    "frame", [lambda rows: rows, pl.from_pandas, lambda rows: pl.from_pandas(rows).lazy()]
)
def test_a_list_in_a_cell_is_refused_in_a_line(frame):
    rows = pd.DataFrame({"year": 2021, "country": [["VNM", "LAO"], ["VNM"]], "type": "해외실증"})
    with pytest.raises(InputError, match="lists in column country"):
        tabulate(frame(rows))
    rows = rows.assign(country="VNM", title=[["a"], ["b"]])
    with pytest.raises(InputError, match=r"lists in column title"):
        tabulate(rows)
