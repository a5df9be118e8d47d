"""Numbers in digits: separators, signs, scales."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary import capital, signed
from kcity_analysis.vocabulary.words import by_scale

SCALES = {"": 1, " million": 10**6, " billion": 10**9, " trillion": 10**12}
KOREAN_SCALES = {"": 1, "만": 10**4, "억": 10**8, "조": 10**12}


def test_signs_are_true_minus_signs_and_zero_has_none():
    assert [signed(n) for n in (31, 0, -4, -1234)] == ["+31", "0", "−4", "−1,234"]
    assert [signed(n, 1) for n in (0.0, 38.8, -0.04)] == ["0.0", "+38.8", "0.0"]


@given(st.integers(-(10**14), 10**14) | st.integers(-(10**8), 10**8).map(lambda n: n * 10**6))
def test_an_amount_by_its_scale_is_the_same_amount(value):
    for language, scales in (("en", SCALES), ("ko", KOREAN_SCALES)):
        text = by_scale(value, language).replace("−", "-").replace(",", "")
        figure, scale = re.fullmatch(r"(-?[\d.]+)(.*)", text).groups()
        assert Decimal(figure) * scales[scale] == value


def test_only_the_first_letter_becomes_a_capital():
    assert capital("as many KIND cases") == "As many KIND cases"
    assert capital("") == ""
