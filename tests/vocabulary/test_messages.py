"""Sentences and their values, by hand, in both languages."""

import datetime
import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcity_analysis.vocabulary import (
    Days,
    Listing,
    Message,
    MessageError,
    Quantity,
    Share,
    Term,
    count,
    listing,
    number,
    percent,
    plural,
    say,
    unit,
)
from kcity_analysis.vocabulary.catalogue import CatalogueEntry, pieces

NAN = float("nan")


def both(value):
    return value.said("en"), value.said("ko")


@pytest.mark.parametrize(
    ("value", "english", "korean"),
    [
        (Quantity.of(0, "cases"), "no cases", "0건"),
        (Quantity.of(1, "cases"), "1 case", "1건"),
        (Quantity.of(111, "cases"), "111 cases", "111건"),
        (Quantity.of(np.float64(1234), "projects"), "1,234 projects", "1,234건"),
        (Quantity.of(39, "countries"), "39 countries", "39개국"),
        (Quantity.of(1, "countries"), "1 country", "1개국"),
        (Quantity.of(2, "cities"), "2 cities", "2개 도시"),
        (Quantity(4, 6, "projects"), "4 to 6 projects", "4~6건"),
        (Quantity(0, 1, "cases"), "0 to 1 cases", "0~1건"),
        (Quantity(4, None, "cases"), "at least 4 cases", "최소 4건"),
        (Quantity(NAN, 6, "countries"), "at most 6 countries", "최대 6개국"),
        (Quantity(4, 6), "4 to 6", "4~6"),
        (Quantity.of(0), "0", "0"),
        (Quantity.of(38.75, "percent"), "38.8\N{NO-BREAK SPACE}%", "38.8%"),
        (Quantity.of(50, "percent"), "50.0\N{NO-BREAK SPACE}%", "50.0%"),
        (Quantity(31.52, 38.75, "percent"), "31.5 to 38.8\N{NO-BREAK SPACE}%", "31.5~38.8%"),
        (Quantity(31.52, 31.54, "percent"), "31.5\N{NO-BREAK SPACE}%", "31.5%"),
        (Quantity.of(-1.25, "points", True), "−1.3 percentage points", "−1.3%p"),
        (Quantity.of(1, "points", True), "+1.0 percentage points", "+1.0%p"),
        (Quantity.of(31, signed=True), "+31", "+31"),
        (Quantity(-2, 1, "projects", True), "−2 to +1 projects", "−2~+1건"),
        (Quantity.of(1, "cases", True), "+1 case", "+1건"),
        (Quantity.of(-1, "cases", True), "−1 case", "−1건"),
        (Quantity.of(0, "cases", True), "0 cases", "0건"),
        (Quantity.of(-0.04, "percent", True), "0.0\N{NO-BREAK SPACE}%", "0.0%"),
    ],
)
def test_quantities_have_their_unit_and_their_bounds(value, english, korean):
    assert both(value) == (english, korean)


@pytest.mark.parametrize(
    ("least", "most", "english", "korean"),
    [
        (4e8, 4e8, "400 million won", "4억 원"),
        (2.5e9, 2.5e9, "2.5 billion won", "25억 원"),
        (2.55e9, 2.55e9, "2.55 billion won", "25.5억 원"),
        (2e8, 4e8, "200 to 400 million won", "2~4억 원"),
        (4e8, 2.5e9, "400 million to 2.5 billion won", "4~25억 원"),
        (5e7, 3e8, "50 to 300 million won", "5000만~3억 원"),
        (None, 7e8, "at most 700 million won", "최대 7억 원"),
        (1_234_567_890, 1_234_567_890, "1,234,567,890 won", "1,234,567,890 원"),
        (50_000, 50_000, "50,000 won", "50,000 원"),
        (1, 1, "1 won", "1 원"),
    ],
)
def test_amounts_of_won_go_by_the_scale_of_the_language_and_lose_no_digit(
    least, most, english, korean
):
    assert both(Quantity(least, most, "krw")) == (english, korean)


def test_shares_name_the_part_and_the_whole():
    whole = Quantity.of(8, "projects")
    assert both(Share(Quantity(4, 6), whole)) == ("4 to 6 of 8 projects", "8건 중 4~6건")
    assert both(Share(Quantity.of(0), whole)) == ("0 of 8 projects", "8건 중 0건")
    assert Share(Quantity(4, 6), whole).said("en", "number") == "4 to 6 of 8"
    assert Share(Quantity(4, 6), whole).said("ko", "number") == "8 중 4~6"


@pytest.mark.parametrize(
    ("value", "english", "korean"),
    [
        (Days("2021"), "2021", "2021년"),
        (Days("2021-04"), "April 2021", "2021년 4월"),
        (Days("2021-04-27"), "27 April 2021", "2021년 4월 27일"),
        (Days("2021-04-02", "2021-04-27"), "2–27 April 2021", "2021년 4월 2일~27일"),
        (Days("2021-03-02", "2021-04-27"), "2 March – 27 April 2021", "2021년 3월 2일 ~ 4월 27일"),
        (
            Days("2020-12-02", "2021-04-27"),
            "2 December 2020 – 27 April 2021",
            "2020년 12월 2일 ~ 2021년 4월 27일",
        ),
        (Days("2021-04", "2021-06"), "April – June 2021", "2021년 4월 ~ 6월"),
        (Days("2020", "2021"), "2020–2021", "2020년 ~ 2021년"),
        (Days("2021-04", "2021-06-03"), "April 2021 – 3 June 2021", "2021년 4월 ~ 2021년 6월 3일"),
        (Days("2021-04-27", "2021-04-27"), "27 April 2021", "2021년 4월 27일"),
    ],
)
def test_days_and_spans_of_days_are_written_as_the_language_writes_them(value, english, korean):
    assert both(value) == (english, korean)


@pytest.mark.parametrize(
    ("value", "english", "korean"),
    [
        (Term("region", "New Southern"), "New Southern", "신남방"),
        (Term("region", "not itemised"), "all other regions", "기타 지역"),
        (Term("country", "KEN"), "Kenya", "케냐"),
        (Term("country", "not itemised"), "all other countries", "기타 국가"),
        (Term("type", "overseas demonstration"), "overseas demonstration", "해외실증형"),
        (Term("field", "transport"), "transport", "교통"),
        (Term("secretariat", "KIND"), "KIND", "KIND"),
        (Term("stage", "selection"), "selection", "선정"),
        (
            Term("type_field", "solution planning | transport"),
            "solution planning: transport",
            "솔루션형 계획수립: 교통",
        ),
    ],
)
def test_terms_of_the_vocabulary_are_labelled_as_within_a_sentence(value, english, korean):
    assert both(value) == (english, korean)


def test_lists_are_joined_as_the_language_joins_them():
    names = ("Peru", Term("country", "KEN"), Term("country", "LAO"))
    assert both(Listing(names[:1])) == ("Peru", "Peru")
    assert both(Listing(names[1:])) == ("Kenya and Laos", "케냐, 라오스")
    assert both(Listing(names)) == ("Peru, Kenya and Laos", "Peru, 케냐, 라오스")
    assert both(Listing(names[1:], either=True)) == ("Kenya or Laos", "케냐 또는 라오스")
    assert both(Listing(names * 2, most=2, unit="countries")) == (
        "Peru, Kenya and 4 more",
        "Peru, 케냐 외 4개국",
    )


@pytest.fixture
def sentence(monkeypatch):
    """One sentence, given as its English and Korean forms, and said with values."""

    def said(english, korean, **values):
        forms = {"en": english, "ko": [korean]}
        monkeypatch.setattr(
            "kcity_analysis.vocabulary.messages.entry",
            lambda key, language: (
                CatalogueEntry(key, tuple(map(pieces, forms[language])))
                if key == "x"
                else real(key, language)
            ),
        )
        return say("x", "en", **values), say("x", "ko", **values)

    from kcity_analysis.vocabulary.catalogue import entry as real

    return said


def test_a_sentence_agrees_with_its_first_count_and_korean_particles_with_their_word(sentence):
    english = [
        "In {year}, {cases} was received from {countries}.",
        "In {year}, {cases} were received from {countries}.",
    ]
    korean = "{year}년에는 {countries:이} {cases:을} 신청하였다."
    many = {"cases": Quantity.of(111, "cases"), "countries": Quantity.of(39, "countries")}
    one = {"cases": Quantity.of(1, "cases"), "countries": Quantity.of(1, "countries")}
    assert sentence(english, korean, year=2021, **many) == (
        "In 2021, 111 cases were received from 39 countries.",
        "2021년에는 39개국이 111건을 신청하였다.",
    )
    assert sentence(english, korean, year=np.int64(2021), **one)[0] == (
        "In 2021, 1 case was received from 1 country."
    )


@pytest.mark.parametrize(
    ("regions", "english", "korean"),
    [
        (["Africa"], "Africa has 31 cases", "아프리카는 31건"),
        (
            ["Africa", "New Southern"],
            "Africa and New Southern have 31 cases",
            "아프리카, 신남방은 31건",
        ),
    ],
)
def test_a_list_chooses_the_plural_by_its_length(sentence, regions, english, korean):
    values = {
        "regions": [Term("region", one) for one in regions],
        "cases": Quantity.of(31, "cases"),
    }
    forms = ["{regions} has {cases}", "{regions} have {cases}"]
    assert sentence(forms, "{regions:은/는} {cases}", **values) == (english, korean)


def test_the_message_may_name_the_value_that_chooses_the_plural(sentence):
    forms = ["{whole}: {part:plural,number} was", "{whole}: {part:plural,number} were"]
    values = {"whole": Quantity.of(8, "projects"), "part": Quantity.of(1, "projects")}
    assert sentence(forms, "{whole} 중 {part}", **values) == ("8 projects: 1 was", "8건 중 1건")


def test_a_placeholder_may_ask_for_a_capital_the_number_or_the_unit(sentence):
    forms = ["{cases:capital}; {more:number} more {more:unit}"]
    values = {"cases": Quantity.of(0, "cases"), "more": Quantity(1, 2, "countries")}
    assert sentence(forms, "{cases}, {more:number} {more:unit,로}", **values) == (
        "No cases; 1 to 2 more countries",
        "0건, 1~2 개국으로",
    )


def test_plain_values_are_text_numbers_dates_lists_and_years_by_their_name(sentence):
    values = {"a": "x {y}", "n": 1234, "base_year": 2020, "on": datetime.date(2021, 4, 27)}
    values["all"] = ["p", 2.5]
    assert sentence(
        ["{a} {n} {base_year} {on} {all}"], "{a} {n} {base_year} {on} {all}", **values
    ) == (
        "x {y} 1,234 2020 27 April 2021 p and 2.5",
        "x {y} 1,234 2020 2021년 4월 27일 p, 2.5",
    )


def test_a_message_is_said_later_in_any_language_and_travels_between_processes():
    note = Message("list.or", items=Quantity(4, 6, "projects"), last=Message("number.none"))
    assert pickle.loads(pickle.dumps(note)) == note
    assert both(note) == ("4 to 6 projects or no", "4~6건 또는 0")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: say("no.such", "en"), "no message 'no.such' in en.po"),
        (lambda: say("range.most", "fr", most=1), "no language 'fr'"),
        (lambda: say("range.most", "en"), "no value for {most}"),
        (lambda: say("range.most", "en", most=None), "{most} has no text: None"),
        (lambda: say("range.most", "en", most=NAN), "{most} has no text: nan"),
        (lambda: say("range.most", "en", most=True), "{most} has no text: True"),
        (lambda: say("count.cases", "en", number="many"), "no value that chooses its plural"),
        (lambda: say("share.of", "en", part="4", whole="8"), "needs a Quantity"),
        (lambda: Quantity(None, NAN, "cases").said("en"), "nothing is known of a quantity"),
        (lambda: Quantity.of(1, "geese").said("en"), "no message 'count.geese'"),
        (lambda: Listing(()).said("ko"), "a list without items"),
        (lambda: Days("27.4.2021").said("ko"), "'27.4.2021' is no ISO day"),
    ],
)
def test_a_message_asked_for_wrongly_says_so_at_once(ask, says):
    with pytest.raises(MessageError) as error:
        ask()
    assert says in str(error.value)


@pytest.mark.parametrize("wrong", ["{a!r}", "{a:>3}", "{a:num}", "{0}", "{}", "{a.b}", "{a", "}"])
def test_a_placeholder_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(MessageError):
        pieces(wrong)


ENDS = st.integers(0, 10**9)


@given(ENDS, ENDS, st.sampled_from(["cases", "projects", "countries", "", "percent", "points"]))
def test_both_languages_say_the_same_bounds_the_smaller_first(one, other, unit):
    least, most = sorted((one, other))
    english, korean = both(Quantity(least, most, unit))
    said = [figures(text) for text in (english.replace("no ", "0 "), korean)]
    assert said == [list(dict.fromkeys((float(least), float(most))))] * 2


@given(ENDS, ENDS, ENDS)
def test_a_share_says_its_whole_last_in_english_and_first_in_korean(one, other, whole):
    least, most = sorted((one, other))
    share = Share(Quantity(least, most), Quantity.of(whole, "cases"))
    part = list(dict.fromkeys((float(least), float(most))))
    english, korean = both(share)
    assert figures(english.replace("of no ", "of 0 ")) == [*part, float(whole)]
    assert figures(korean) == [float(whole), *part]


def figures(text):
    return [float(one.replace(",", "")) for one in re.findall(r"[\d,.]*\d", text)]


# -- the same for a caller that has a number and no sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1, "1"), (1234, "1,234"), (1e9, "1,000,000,000"), (38.8, "38.8"), (NAN, "n.p.")],
)
def test_numbers_have_thousands_separators_and_at_most_one_decimal(value, text):
    assert number(value) == text
    assert number(value, "ko") == text.replace("n.p.", "미공표")


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (0, "cases", "no cases"), (1, "cases", "1 case"), (2, "cases", "2 cases"),
        (1, "countries", "1 country"), (2, "cities", "2 cities"), (1, "krw", "1 won"),
        (NAN, "cases", "n.p. cases"),
    ],
)  # fmt: skip
def test_units_agree_with_their_number(value, measure, text):
    assert count(value, measure) == text


def test_the_unit_of_a_case_of_the_selection_is_a_project():
    assert [unit("cases", "selection", one=one) for one in (True, False)] == ["project", "projects"]
    assert unit("cases", language="ko") == "건수"


def test_any_noun_has_a_plural():
    assert [plural(n, "project") for n in (0, 1, 2)] == ["no projects", "1 project", "2 projects"]
    assert plural(3, "city", "cities") == "3 cities"


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=9), st.integers(1, 9))
def test_a_list_names_each_of_the_first_and_counts_the_rest(names, most):
    text = listing(names, most)
    for name in names[:most]:
        assert name in text
    assert text.endswith(f"and {len(names) - most} more") == (len(names) > most)
    assert " and " in text or len(names) == 1


def test_a_list_of_nothing_is_no_text():
    assert listing([]) == ""


def test_a_percentage_of_nothing_is_no_text():
    assert percent(11, 111) == "9.9\N{NO-BREAK SPACE}%"
    assert percent(1, 0) == percent(NAN, 3) == percent(3, NAN) == ""


def test_a_list_has_a_comma_before_its_and_where_one_of_the_items_has_an_and():
    assert Listing(["Africa", "Europe"]).said("en") == "Africa and Europe"
    some = ["New Northern", "Central and South America", "Africa"]
    assert Listing(some).said("en") == "New Northern, Central and South America, and Africa"
    assert Listing(some).said("ko") == "New Northern, Central and South America, Africa"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("GBR", "The United Kingdom"), ("USA", "The United States"), ("PHL", "The Philippines"),
        ("ARE", "The United Arab Emirates"), ("NLD", "The Netherlands"), ("VNM", "Vietnam"),
        ("DOM", "The Dominican Republic"), ("SLB", "The Solomon Islands"), ("LAO", "Laos"),
    ],
)  # fmt: skip
def test_english_says_the_before_the_countries_that_have_it(code, said):
    title = Message("country.title", country=Term("country", code))
    assert title.said("en") == f"{said} in the programme"
    assert "the" not in title.said("ko")
