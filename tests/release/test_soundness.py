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


def test_nothing_is_proved_or_changed_wrongly_and_most_is_noticed() -> None:
    counts = drawn(0, 150)
    assert counts["noticed"] >= 0.95 * counts["scrambled"] > 400
    assert counts["among the candidates"] >= 0.8 * counts["moved"] > 800
    assert counts["proved"] > 1000
    assert counts["innocent"] > 800


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
