"""What must hold in one sentence."""

from dataclasses import replace

import pytest

from kcity_analysis.release import relations
from kcity_analysis.release.claims import sentences
from kcity_analysis.release.readings import printed
from kcity_analysis.release.slots import Sentence


def read(text: str, year: int | None = None) -> Sentence:
    (sentence,) = sentences(text)
    return replace(sentence, year=year, given=year is not None)


def faults(text: str, year: int | None = None) -> list[str]:
    sentence = read(text, year)
    return relations.faults(sentence, printed(sentence).placed)


def doubts(text: str) -> list[str]:
    sentence = read(text)
    return relations.doubts(sentence, printed(sentence).placed)


@pytest.mark.parametrize(
    "text",
    [
        "39 cases received from 111 countries",
        "conducting projects with 19 cities in 21 countries",
        "9 projects in 10 countries",
        "111 countries (39 cases)",
        "39개국 11건이 접수되었다",
        "despite the COVID-2 situation",
        "cooperation (G18G)",
        "the 20th industrial revolution",
        "from the 2th of this month",
        "announced on the 2021th that",
        "on February 30",
        "by '191 and",
        "invest 25 billion won by 2,560 years",
        "invest 3 billion won for 240 years",
        "3 billion won for 45 years",
        "50-3 million won per city",
        "a total of 7 cases, including 9 cases of one kind and 7 cases of another",
        "2025 billion won (including 2,560 billion won of the state)",
        "selects 2025 cities by 16,",
        "reduces waiting by 78% from 13 minutes to 80 minutes",
        "(local budget 200:1 matching)",
        "from August 20 to March 19",
        "from September 9 to the 8th",
        "25 local governments were selected from 4 applicants",
        "the plan ran for 2018 years",
        "announced on June 2022 that",
        "This is 2019% more than that of the 9.4 event",
        "three times more applications than in 3.",
        "selected 2024 projects for the 11 cooperation project.",
        # 31 on 80 is 38.8 %, not 31 %; nothing whole becomes 31.3, and none falls by 118 %
        "Applications rose 31% to 111 from 80 last year.",
        "Applications fell 90% year on year to 31.3.",
        "While 110 applications came last year, 9 came in this year, a decrease of 118%.",
        "Entries rose from 24 to 49 and countries from 33 to 99.",
        "In all, 31 projects from 20 countries came, up from 18 and 22 the year before.",
        "Participation fell to 37 countries and 66 cases, from 25 countries and 106 cases.",
        "44 countries took part, 7 fewer than last year's 37.",
        "Through a review by 99 experts, 67 of 19 applications were picked.",
        "The ministry selected 80 projects in 4 countries after evaluating 14 cases.",
        "The 7 selected projects are 4 planning and 11 demonstration projects.",
        "Among the 42 entries, the planning type had 65 and the other 3.",
        "(Unit: cases) Planning 96, demonstration 57, total 39",
        "Most of the 28 entries, which 83 countries sent, concern traffic.",
        "Applications: 20 (countries: 54)",
        "20 (cases) were received from 54 (countries).",
        "By region, 8 came from 25 African countries.",
        "Planning drew 50 proposals from 46 countries and demonstration 14 from 35.",
        "named on July 6 (Sunday), evaluated on June 10 (Fri)",
        "It spends 11 billion won through 120.",
    ],
)
def test_what_cannot_be_or_seldom_is_gets_noticed(text: str) -> None:
    assert faults(text) or doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "111 cases received from 39 countries",
        "11 projects in 11 countries",
        "39 countries (111 cases)",
        "39개국 111건이 접수되었다",
        "despite the COVID-19 situation, 5G, 3D and the 4th industrial revolution (G2G)",
        "from the 22nd of this month to November 1st, the 11th, 12th and 13th contest",
        "from December 20 to January 19",
        "by '25, in 2022, by 2030 and selected by 22",
        "2,560 billion won by 2025",
        "a 600-year-old city",
        "KRW 300 million to 1 billion",
        "open 24 hours, 365 days a year",
        "a total of 16 cases, including 9 cases of one kind and 7 cases of another",
        "reduces waiting by 83% from 78 minutes to 13 minutes",
        "increased from 12 to 30",
        "1:1 matching and a competition of 5:1",
        "up to 2 projects for 30 countries",
        "Transportation (13 cases) including systems, urban management (40 cases)",
        "from September 30 to the 2nd of next month",
        "4 cities were selected from 25 applicants",
        "This year 5 to 6 projects are supported, next year 3",
        "a loan of 100 million dollars for 40 years",
        "cities along the line (78 → 13 cases)",
        "the P4G summit and the 5-1 living area",
        "아프리카 3개국 공동으로 1개 사업을 제안하였다",
        "12개국이며 도시는 9개 도시이다",
        "Applications rose 38.8% to 111 from 80 last year.",
        "Applications fell 50% year on year to 31.",
        "The average per country rose to 3.9, with 109 proposals from 28 countries.",
        "Vietnam (9 cases) and Peru (5 cases) submitted the most among the 16 countries.",
        "It supports 8 demonstration projects and KIND 2 planning projects in 8 countries.",
        "The 15 selected projects are 4 planning and 11 demonstration projects.",
        "18 cases, 4 from Asia and 5 from Africa, of 80",
        "Of the 80 applications, 9 were for planning.",
        "20 bids, 30 % more than last year, came from 19 countries, 11 of which are new.",
        "The number of countries fell from 39 to 17, and that of cases from 111 to 33.",
        "the types add up to 27 of the 40 applications",
    ],
)
def test_what_may_be_passes(text: str) -> None:
    assert faults(text) == []


def test_a_weekday_is_checked_where_the_year_is_known() -> None:
    # 16 May 2022 was a Monday; 5 May was none in 2021, 2022 or 2023.
    assert faults("from May 5 (Mon)", 2022)
    assert not faults("from May 16 (Mon)", 2022)
    assert not faults("from May 5 (Mon)")


def test_a_year_that_bounds_a_time_is_not_that_of_the_weekdays() -> None:
    # 4 September 2024 was a Wednesday; 2017 is when the event began.
    assert not faults("held on September 4 (Wed) as every year since 2017")
    assert not faults("held on September 4 (Wed), and begun in 2017", 2024)
    assert faults("held on September 4 (Wed), 2017")
