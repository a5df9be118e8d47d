"""What is proved is so: on releases drawn from a grammar of another make than the code."""

from collections import Counter

import pytest
from ministry_prose import Release, ministry_release

from kcity_analysis.release.restoring import restore


def tally(release: Release) -> Counter[str]:
    """What became of a release's numbers; fails where one is proved or changed wrongly."""
    counts: Counter[str] = Counter()
    claims = {claim["start"]: claim for claim in restore(release.text).claims.to_dict("records")}
    flagged = set()
    for slot in release.slots:
        claim = claims.get(slot.start)
        if claim is None:
            continue
        right = claim["restored"] == float(slot.true)
        sure = claim["verdict"] in ("proved", "recovered")
        assert right or not sure, (release.text, slot, claim)
        if not release.scrambled[slot.line]:
            assert right, (release.text, slot, claim)
            counts["innocent"] += 1
        elif slot.true != slot.printed:
            counts["moved"] += 1
            shown = claim["candidates"].replace("*", "").split(" | ")
            counts["among the candidates"] += f"{float(slot.true):g}" in shown
        counts["proved"] += sure
        if claim["verdict"] != "as printed":
            flagged.add(slot.line)
    scrambled = {line for line, moved in enumerate(release.scrambled) if moved}
    counts["scrambled"], counts["noticed"] = len(scrambled), len(scrambled & flagged)
    return counts


def drawn(first: int, last: int, *, alone: bool = False) -> Counter[str]:
    return sum((tally(ministry_release(s, alone=alone)) for s in range(first, last)), Counter())


@pytest.mark.slow
def test_nothing_is_proved_or_changed_wrongly_and_most_is_noticed() -> None:
    counts = drawn(0, 150)
    assert counts["noticed"] >= 0.95 * counts["scrambled"] > 400
    assert counts["among the candidates"] >= 0.8 * counts["moved"] > 800
    assert counts["proved"] > 1000
    assert counts["innocent"] > 800


@pytest.mark.slow
def test_single_sentences_are_noticed_on_their_own() -> None:
    counts = drawn(0, 400, alone=True)
    assert counts["noticed"] >= 0.9 * counts["scrambled"] > 150


@pytest.mark.deep
def test_nothing_is_proved_wrongly_in_five_thousand_releases() -> None:
    counts = drawn(150, 5150)
    assert counts["proved"] > 30_000


@pytest.mark.deep
def test_nothing_is_proved_wrongly_in_thousands_of_sentences() -> None:
    assert drawn(400, 2900, alone=True)["proved"] > 1500


IMPOSSIBLE = [
    "This is 9 more than the 51 applications of the previous year, a rise of 566.7 %.",
    "This is 46 fewer than the 21 projects of the previous year, a drop of 10.2 %.",
    "In detail, 4 cases (6 countries) came from the first region.",
    "7 countries, 18 more than last year, took part.",
    "Through the projects that 8 countries, namely Peru, Egypt and Kenya, put forward, it grows.",
    "In 10, 2029 projects from 27 countries were received.",
    "It was open from January 2024, 1 to November 12, 2024.",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_cannot_be_as_printed_is_noticed_even_alone(text: str) -> None:
    assert set(restore(text).claims["verdict"]) != {"as printed"}


def test_a_year_and_the_count_behind_it_may_change_places_with_others() -> None:
    # In Korean: the 4th year, 2022, 20 countries, 42 submissions.
    text = "In 4, 2022 submissions from 20 countries show the interest in the 42th year of it."
    claims = restore(text).claims
    truth = [2022, 42, 20, 4]
    sure = claims["verdict"].isin(["proved", "recovered"])
    assert (
        claims.loc[sure, "restored"] == [t for t, s in zip(truth, sure, strict=True) if s]
    ).all()


@pytest.mark.parametrize(
    "text",
    [
        "Africa and Europe submitted 4 and 4 cases respectively, from 3 and 2 countries.",
        "While 8 cases came from 4 New Southern countries, the other 6 came from 5 elsewhere.",
    ],
)
def test_counts_that_do_not_stand_beside_their_region_are_of_no_region(text: str) -> None:
    claims = restore(f"The K-City Network contest is over.\n\n{text}").claims
    assert not (claims["dimension"] == "region").any()


def test_a_part_of_the_whole_says_nothing_of_the_whole_as_its_region() -> None:
    # 26 of the 102 cases, 25.5 %: the region has 26, as the first line says.
    text = (
        "By region, there were 26 cases from 9 countries in Africa, 3 cases from 2 countries in "
        "the Middle East in the K-City Network contest.\n\n39 cases came from 102 countries.\n\n"
        "The Africa region accounted for 102 of the 26 cases, or 25.5 %."
    )
    claims = restore(text).claims.tail(3)
    sure = claims[claims["verdict"].isin(["proved", "recovered"])]
    assert set(zip(sure["printed"], sure["restored"], strict=True)) <= {
        ("102", 26.0), ("26", 102.0), ("25.5", 25.5)
    }  # fmt: skip


def test_two_paragraphs_that_may_be_one_prove_nothing() -> None:
    text = (
        "For the planning type, 6 proposals were submitted from 45 countries,\n"
        "The New Southern region accounted for 48 of the 11 proposals, or 22.9 %."
    )
    assert "proved" not in set(restore(text).claims["verdict"])
