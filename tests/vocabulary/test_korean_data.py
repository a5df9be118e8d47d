"""The Korean that stands in the data: beside all English prose, and marked where it is ours."""

import re

import pandas as pd
import pytest

from kcity_analysis.vocabulary import DATA, city_name, read_csv, wording

PROSE = [
    (path.relative_to(DATA).as_posix(), column)
    for path in sorted(DATA.rglob("*.csv"))
    for frame in [read_csv(path)]
    for column in frame
    if f"{column}_ko" in frame and column != "city"
]


@pytest.mark.parametrize(("file", "column"), PROSE)
def test_where_a_row_has_english_prose_it_has_korean_and_the_other_way(file, column):
    frame = read_csv(DATA / file)
    lacking = frame[(frame[column] == "") != (frame[f"{column}_ko"] == "")]
    assert lacking[[column, f"{column}_ko"]].to_dict("records") == []


def test_the_columns_in_korean_stand_last_so_that_a_new_row_may_leave_them_off():
    for file in {file for file, column in PROSE}:
        columns = list(read_csv(DATA / file))
        korean = {f"{one}_ko{end}" for one in columns for end in ("", "_source_id")} - {"city_ko"}
        translated = [column in korean for column in columns]
        assert translated == sorted(translated), file


@pytest.mark.parametrize(("file", "column"), PROSE)
def test_korean_prose_is_korean_and_keeps_every_figure_of_the_english(file, column):
    for english, korean in read_csv(DATA / file)[[column, f"{column}_ko"]].itertuples(index=False):
        if not english or english == korean:
            continue  # a name, such as a company's
        assert re.search("[가-힣]", korean), f"{file}: {korean}"
        if column in ("caveat", "note", "reason", "named_for"):
            lost = figures(english) - figures(korean)
            assert not lost, f"{file}: {korean!r} lacks {lost} of {english!r}"


def figures(text: str) -> set[str]:
    """The whole numbers of a text: days and amounts of money the languages write each their way."""
    text = re.sub(r"\d+[.-]\d+(-\d+)?|Law \d+/\d+", "", text)
    text = re.sub(r"[\d to]+ million won|[\d~]+억", "", text)
    return set(re.findall(r"\d+", text))


def test_a_city_is_named_in_both_languages_and_a_spelling_of_ours_is_marked_by_no_source():
    cities = read_csv(DATA / "reference" / "cities.csv")
    assert {"Baltimore", "Santander"} <= set(cities["city"][cities["city_ko_source_id"] == ""])
    assert (cities["city_ko"] != "").all()
    assert city_name("UZB", "Tashkent", "ko") == "타슈켄트"
    assert city_name("UZB", "Nowhere", "ko") == "Nowhere"


def test_prose_is_shown_in_the_language_asked_for():
    frame = pd.DataFrame({"note": ["a", "b", ""], "note_ko": ["가", "", ""]})
    assert list(wording(frame, "note")) == ["a", "b", ""]
    assert list(wording(frame, "note", "ko")) == ["가", "b", ""]
    assert list(wording(frame[["note"]], "note", "ko")) == ["a", "b", ""]
