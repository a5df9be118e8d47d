"""Sentences are found where they are, whatever the text."""

import textwrap

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


def test_a_semicolon_ends_no_sentence_of_the_translator() -> None:
    assert len(sentences("23 applications from 80 countries; 12 cities in 11 countries")) == 1


@pytest.mark.parametrize("width", range(45, 131))
def test_a_text_wrapped_at_any_width_has_the_sentences_it_had(width: int) -> None:
    lines = [
        "□ The ministry announced that a total of 39 applications – the largest number so far – "
        "were received from 111 countries (Vietnam, Peru and others) in the contest.",
        "ㅇ Compared to the previous year, the number of countries rose by 16, and the number of "
        "applications by 31 (38.8%). 11 cities will be helped.",
        "□ For overseas demonstration, 12 cases were submitted from 14 countries.",
    ]
    wrapped = "\n".join(part for line in lines for part in textwrap.wrap(line, width))
    whole = [one.text for one in sentences("\n\n".join(lines))]
    assert [" ".join(one.text.split()) for one in sentences(wrapped)] == whole


def test_a_list_with_its_own_marks_is_not_taken_for_wrapped_lines() -> None:
    text = "1. Overview of 3 projects\n2. Plan for 4 cities\n3. 5 cases\n□ 6 cases\nㅇ 7 cities"
    assert len(sentences(text)) == 5


def test_a_sentence_with_a_code_or_a_time_is_not_known_whole() -> None:
    # In Korean "18시" and "G20" are numbers as well, and may have moved.
    assert not sentences("By 18:00, 39 cases came from 111 countries.")[0].whole
    assert not sentences("At the G20 summit, 39 cases came from 111 countries.")[0].whole
    assert sentences("Despite COVID-2 (G2G), 39 cases came from 111 countries.")[0].whole


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
