import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path

from kcity_analysis.charts.citymarks import city_points
from kcity_analysis.charts.geography import project, unwrap, world
from kcity_analysis.charts.typeface import missing
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, read_csv, table

PROJECTS = read_csv(DATA / "selected_projects.csv")
CITIES = table("cities")


def near(city, code, reach=0.012):
    """Whether a city lies in a country, or within ``reach`` Earth radii (76 km) of its outline.

    The outlines of a map have lost their corners, so that a harbour may lie in the sea.
    """
    position = np.array([[float(city["longitude"]), float(city["latitude"])]])
    point = project(unwrap(position))[0]
    rings = world().countries[code]
    return any(Path(r).contains_point(point) or distance(point, r) < reach for r in rings)


def distance(point, ring):
    """From a point to the nearest of a ring's sides."""
    start, side = ring[:-1], np.diff(ring, axis=0)
    along = ((point - start) * side).sum(1) / (side * side).sum(1)
    return np.hypot(*(point - start - np.clip(along, 0, 1)[:, None] * side).T).min()


def test_every_project_has_a_position_and_every_position_a_project():
    of_projects = set(zip(PROJECTS["country"], PROJECTS["city"], strict=True))
    assert of_projects == set(zip(CITIES["country"], CITIES["city"], strict=True))
    assert not CITIES.duplicated(["country", "city"]).any()


@pytest.mark.parametrize("city", CITIES.to_dict("records"), ids=lambda city: city["city"])
def test_each_city_lies_in_its_country(city):
    assert near(city, city["country"])


def test_the_check_would_find_a_city_in_the_wrong_country():
    milan, verona = (CITIES[CITIES["city"] == name].iloc[0] for name in ("Milan", "Verona"))
    assert near(milan, "ITA")
    assert not near(verona, "FRA")


@pytest.mark.parametrize("city", CITIES.to_dict("records"), ids=lambda city: city["city"])
def test_each_position_has_a_source_and_says_what_it_is_of(city):
    sources = set(read_csv(DATA / "sources.csv")["source_id"])
    assert city["source_id"] in sources
    assert city["position_of"]
    assert (city["source_id"] == "geonames") == bool(city["geonameid"])
    # what GeoNames does not know was reviewed by hand, and the table says why
    assert city["geonameid"] or city["note"]


def test_korean_names_are_hangul_that_the_typeface_holds():
    for name in CITIES["city_ko"]:
        assert missing(name) == ""
        assert all("가" <= c <= "힣" or c in "()" for c in name)


def test_names_lose_what_stands_in_brackets():
    points = city_points(PROJECTS)
    assert points["label"].iloc[0] == "Bolshoi Kamen"
    assert len(points) == len(PROJECTS)
    assert points["kind"].tolist() == PROJECTS["type"].tolist()


def test_names_may_be_korean():
    assert city_points(PROJECTS[PROJECTS["city"] == "Nairobi"], "ko")["label"].tolist() == [
        "나이로비"
    ]


def test_a_position_is_that_of_the_table():
    points = city_points(
        pd.DataFrame({"country": ["COL"], "city": ["Bogota"], "type": ["planning"]})
    )
    assert points[["latitude", "longitude"]].to_numpy().tolist() == [[4.61, -74.082]]


def test_all_cities_without_a_position_are_named_at_once():
    unknown = pd.DataFrame(
        {"country": ["KEN", "ESP"], "city": ["Nowhere", "Vigo"], "type": "planning"}
    )
    with pytest.raises(InputError) as caught:
        city_points(unknown)
    assert [problem.value for problem in caught.value.problems] == ["Vigo (ESP)", "Nowhere (KEN)"]
