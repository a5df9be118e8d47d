import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.charts.geography import (
    PARTS,
    Points,
    drawn_countries,
    places_without_outline,
    project,
    unwrap,
    world,
)
from kcity_analysis.vocabulary.terms import DATA, table


def area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def test_the_projection_has_the_published_extent():
    # R = 1: half the width at the equator and half the height, as Equal Earth's authors give them
    corners = project(np.array([[200.0, 0.0], [20.0, 90.0]]))
    assert corners[0, 0] == pytest.approx(2.7066, abs=1e-4)
    assert corners[1, 1] == pytest.approx(1.3174, abs=1e-4)


@given(st.floats(-160, 200), st.floats(-85, 85))
def test_the_projection_keeps_areas(longitude, latitude):
    step = 1e-4
    east, west, north, south = project(
        np.array(
            [
                [longitude + step, latitude],
                [longitude - step, latitude],
                [longitude, latitude + step],
                [longitude, latitude - step],
            ]
        )
    )
    (ax, ay), (bx, by) = east - west, north - south
    on_the_sphere = (2 * np.radians(step)) ** 2 * np.cos(np.radians(latitude))
    assert ax * by - ay * bx == pytest.approx(on_the_sphere, rel=1e-4)


@pytest.mark.parametrize("code", ["RUS", "FJI", "USA", "GRL", "NZL"])
def test_no_outline_jumps_at_the_date_line(code):
    for ring in world().countries[code]:
        assert np.abs(np.diff(ring[:, 0])).max() < 0.5  # of a whole width of 5.41
    largest = max(world().countries[code], key=area)
    assert np.ptp(largest[:, 0]) < 2


def test_the_map_is_cut_through_the_pacific():
    middles = {code: rings[0].mean(axis=0)[0] for code, rings in world().countries.items()}
    order = ["USA", "BRA", "GBR", "KEN", "KAZ", "KOR", "NZL"]
    assert sorted(order, key=middles.__getitem__) == order
    siberia = max(world().countries["RUS"][0][:, 0])
    alaska = min(world().countries["USA"][0][:, 0])
    assert siberia - alaska > 3  # they lie at the two ends


def test_france_is_not_french_guiana_nor_norway_svalbard():
    assert world().countries["FRA"][0][:, 1].min() > project(np.array([0.0, 40.0]))[1]
    for ring in world().countries["FRA"]:
        assert ring[:, 0].min() > project(np.array([-7.0, 45.0]))[0]
    assert world().countries["GUF"][0][:, 1].max() < project(np.array([-52.0, 7.0]))[1]
    assert (
        max(ring[:, 1].max() for ring in world().countries["NOR"])
        < world().countries["SJM"][0][:, 1].max()
    )


def test_the_map_of_south_east_asia_is_finer_and_lies_within_its_frame():
    left, bottom, right, top = PARTS["south-east asia"]
    near = world("south-east asia")
    points = np.concatenate(near.land)
    assert points.min(axis=0).tolist() >= [left - 0.021, bottom - 0.021]
    assert points.max(axis=0).tolist() <= [right + 0.021, top + 0.021]
    assert len(near.countries["VNM"][0]) > 2 * len(world().countries["VNM"][0])
    assert "PER" not in near.countries


def test_every_country_of_the_programme_is_on_the_map_but_uninhabited_ones():
    codes = set(table("region_members")["iso3"])
    assert codes - drawn_countries() == {"BVT", "UMI"}
    assert {code for code in world().countries if code not in codes} <= {"XKX"}


def test_antarctica_is_left_out():
    assert "ATA" not in world().countries
    assert min(ring[:, 1].min() for ring in world().land) > project(np.array([0.0, -60.0]))[1]


def test_countries_have_their_size():
    # shares of the sphere (4π), from areas in km² over 510.07 million
    sizes = {code: sum(map(area, world().countries[code])) / (4 * np.pi) for code in
             ("RUS", "KOR", "KAZ", "COD")}  # fmt: skip
    assert sizes["RUS"] == pytest.approx(17.1 / 510, rel=0.02)
    assert sizes["KOR"] == pytest.approx(0.100 / 510, rel=0.1)
    assert sizes["KAZ"] == pytest.approx(2.72 / 510, rel=0.02)
    assert sizes["COD"] == pytest.approx(2.34 / 510, rel=0.02)


def test_neighbours_still_meet_after_simplifying():
    def corners(code):
        return {tuple(point) for ring in world().countries[code] for point in ring.round(9)}

    shared = corners("BOL") & corners("PER")
    assert len(shared) > 5


def test_the_outlines_are_shipped_small():
    assert sum(file.stat().st_size for file in (DATA / "geography").iterdir()) < 200_000


def test_unwrapping_twice_changes_nothing():
    line = np.array([[170.0, 65.0], [-175.0, 66.0], [-170.0, 67.0]])
    assert unwrap(line)[:, 0].tolist() == [170, 185, 190]
    assert unwrap(unwrap(line)).tolist() == unwrap(line).tolist()


def test_places_without_outline_have_none():
    assert not places_without_outline().keys() & world().countries.keys()
    assert places_without_outline()["TUV"].tolist() == [179.194, -8.524]
