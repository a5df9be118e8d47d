"""The score on sentences of another pen: what is noticed, restored and left alone."""

from collections import Counter
from collections.abc import Iterable

import pytest
from press_prose import Line, alone, frames, release

from kcity_analysis.release.restoring import restore


def tally(text: str, lines: Iterable[tuple[int, Line]]) -> Counter[str]:
    """What became of the lines of a text; fails where a number is proved or changed wrongly."""
    counts: Counter[str] = Counter()
    claims = {claim["start"]: claim for claim in restore(text).claims.to_dict("records")}
    for start, line in lines:
        flagged = False
        for place, _, shown, true in line.slots:
            claim = claims.get(start + place)
            if claim is None:
                continue
            right = claim["restored"] == float(true)
            sure = claim["verdict"] in ("proved", "recovered")
            assert right or not (sure or not line.moved), (line.text, claim)
            flagged |= claim["verdict"] != "as printed"
            if line.moved and shown != true:
                held = claim["candidates"].replace("*", "").split(" | ")
                dropped = all(float(other) != float(true) for _, _, other, _ in line.slots)
                lost = dropped and "lost" in (*held, claim["verdict"])
                counts["moved"] += 1
                counts["among the candidates"] += f"{float(true):.15g}" in held or lost
        kind = "innocent" if not line.moved else "impossible" if line.impossible else "possible"
        counts[kind] += 1
        counts[f"{kind}, noticed"] += flagged
    counts["scrambled"] = counts["impossible"] + counts["possible"]
    counts["noticed"] = counts["impossible, noticed"] + counts["possible, noticed"]
    return counts


def drawn(first: int, last: int, *, garbled: bool = True) -> Counter[str]:
    lines = alone(first * len(frames()), last * len(frames()), garbled=garbled)
    return sum((tally(line.text, [(0, line)]) for line in lines), Counter())


@pytest.mark.slow
def test_scrambled_sentences_are_noticed_and_their_truth_is_among_the_candidates() -> None:
    counts = drawn(0, 4)
    assert counts["noticed"] >= 0.9 * counts["scrambled"] > 250
    assert counts["among the candidates"] >= 0.9 * counts["moved"] > 700
    # Of those that no reader could know to be scrambled there are some as well.
    assert counts["impossible, noticed"] >= 0.97 * counts["impossible"]
    assert counts["possible"] > counts["possible, noticed"]


@pytest.mark.deep
def test_sentences_that_are_as_they_were_stay_so_and_are_seldom_doubted() -> None:
    counts = drawn(4, 8, garbled=False)
    assert counts["innocent"] == 4 * len(frames())
    assert counts["innocent, noticed"] <= 0.03 * counts["innocent"]


@pytest.mark.slow
def test_in_a_release_nearly_all_is_noticed() -> None:
    counts = sum((tally(*release(seed)) for seed in range(60)), Counter())
    assert counts["noticed"] >= 0.95 * counts["scrambled"] > 300
    assert counts["among the candidates"] >= 0.95 * counts["moved"] > 700


@pytest.mark.deep
def test_nothing_is_proved_wrongly_in_thousands_of_sentences_and_releases() -> None:
    assert drawn(8, 20)["noticed"] > 700
    counts = sum((tally(*release(seed)) for seed in range(100, 800)), Counter())
    assert counts["noticed"] > 3500
