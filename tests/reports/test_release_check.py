"""The release check: the numbers of a synthetic release, in each other's place as printed."""

import pytest

import kcity_analysis as kc
from kcity_analysis.vocabulary import DATA, InputError

EXAMPLE = DATA / "examples" / "release_synthetic.txt"


@pytest.fixture(scope="module")
def found():
    return kc.release_check(EXAMPLE)


@pytest.mark.parametrize(
    ("dimension", "category", "cases", "countries"),
    [
        ("total", "all", 64, 28),  # printed: 28 applications from 64 countries
        ("region", "New Southern", 20, 7),  # printed: 7 from 20
        ("region", "New Northern", 15, 6),  # printed: 6 from 15
        ("region", "Central and South America", 12, 5),  # printed: 5 from 12
        ("type", "planning", 41, 19),  # printed: 19 from 41
        ("type", "overseas demonstration", 23, 14),  # printed: 14 from 23
    ],
)
def test_cases_and_countries_change_places(found, dimension, category, cases, countries):
    rows = found.tidy
    rows = rows[(rows["dimension"] == dimension) & (rows["category"] == category)]
    assert rows.set_index("measure")["value"].to_dict() == {"cases": cases, "countries": countries}
    assert set(rows["year"]) == {2031}


def test_a_synthetic_text_is_called_synthetic_first(found):
    assert "synthetic" in found.headline().text.splitlines()[0]


def test_a_number_stands_as_printed_beside_what_it_must_have_been(found):
    assert "28 [64] applications arrived from 64 [28] countries" in found.sentences().text


def test_a_release_that_is_not_there_is_said_by_name():
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        kc.release_check("nowhere.txt")
