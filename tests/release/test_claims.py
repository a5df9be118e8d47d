"""Sentences are found where they are, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.release.claims import joined, sentences


def test_a_sentence_knows_its_line_and_its_place() -> None:
    text = "Title\n\n□ First, 3 cases came. Then 4 cities were chosen.\nㅇ 5 more"
    found = sentences(text)
    assert [sentence.line for sentence in found] == [1, 3, 3, 4]
    for sentence in found:
        assert text[sentence.start :].startswith(sentence.text)
        for slot in sentence.slots:
            assert text[slot.start : slot.end] == slot.text


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    assert len(sentences("The U.S. Dept. grew by 3.5 percent on Sept. 4 vs. No. 5 of 2020.")) == 1


def test_a_line_wrapped_by_hand_is_one_sentence() -> None:
    text = "A total of 39 applications were received this year\nfrom 111 countries."
    (sentence,) = sentences(text)
    assert [slot.unit for slot in sentence.slots] == ["cases", "countries"]


def test_a_semicolon_ends_a_sentence() -> None:
    assert len(sentences("23 applications from 80 countries; 12 cities in 11 countries")) == 2


def test_languages_are_told_apart_sentence_by_sentence() -> None:
    found = sentences("39개국에서 111건이 접수되었다.\n111 cases from 39 countries")
    assert [sentence.language for sentence in found] == ["ko", "en"]


def test_joined_sentences_keep_their_clauses_apart() -> None:
    first, second = sentences("3 cases from 4 countries came. 5 cities won.")
    whole = joined([first, second])
    assert [slot.segment for slot in whole.slots] == [1, 1, 2]
    assert whole.text == "3 cases from 4 countries came. 5 cities won."


@pytest.mark.parametrize("text", ["", "\n\n", "no number at all", "\x00\xff\x00", "١٢ مدينة"])
def test_a_text_without_numbers_has_no_slots(text: str) -> None:
    assert not any(sentence.slots for sentence in sentences(text))


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for sentence in sentences(text):
        for slot in sentence.slots:
            assert text[slot.start : slot.end] == slot.text
