from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.register.grid import filled, letter, printable


def test_a_merged_range_is_filled_downwards_in_its_first_column_only() -> None:
    rows = [["a", "b"], [], ["", "x", "y"]]
    filled(rows, [((0, 0), (2, 1))])
    assert rows == [["a", "b"], ["a"], ["a", "x", "y"]]


def test_a_merged_range_beyond_the_rows_or_without_a_value_changes_nothing() -> None:
    rows = [["", "b"], ["", ""]]
    filled(rows, [((0, 0), (1, 0)), ((5, 5), (9, 5)), ((1, 7), (2, 7))])
    assert rows == [["", "b"], ["", ""]]


def test_columns_are_lettered_as_a_spreadsheet_program_does() -> None:
    assert [letter(column) for column in (0, 25, 26, 51, 701, 702, 16_383)] == [
        *("A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD")
    ]


@given(st.text(max_size=50))
def test_what_is_shown_is_printable_and_otherwise_unchanged(text: str) -> None:
    assert printable(text).isprintable()
    assert printable(text) == text or not text.isprintable()
