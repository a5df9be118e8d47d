"""A release restored: the known one, one of our own with its structure, and a thousand others."""

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from garbler import release_of_2021, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.cli import main
from kcity_analysis.evidence.frame import COLUMNS, figures
from kcity_analysis.release.documents import read_release
from kcity_analysis.release.restoring import Restoration, restore, spoken
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, read_csv

SYNTHETIC = DATA / "examples" / "release_synthetic.txt"
CALENDAR = read_csv(DATA / "calendar.csv")
NOTHING = pd.DataFrame()

TRUTH = {
    ("total", "all", "cases"): 111,
    ("total", "all", "countries"): 39,
    ("region", "New Southern", "cases"): 35,
    ("region", "New Southern", "countries"): 10,
    ("region", "New Northern", "cases"): 33,
    ("region", "New Northern", "countries"): 8,
    ("region", "Central and South America", "cases"): 19,
    ("region", "Central and South America", "countries"): 6,
    ("type", "urban-development planning", "cases"): 57,
    ("type", "urban-development planning", "countries"): 24,
    ("type", "solution planning", "cases"): 40,
    ("type", "solution planning", "countries"): 16,
    ("type", "overseas demonstration", "cases"): 14,
    ("type", "overseas demonstration", "countries"): 12,
    ("change", "cases", "cases"): 31,
    ("change", "cases", "percent"): 38.8,
    ("change", "countries", "countries"): 16,
    ("type_field", "solution planning | transport", "cases"): 13,
    ("type_field", "solution planning | urban management", "cases"): 4,
    ("type_field", "solution planning | environment", "cases"): 5,
    ("type_field", "solution planning | safety", "cases"): 5,
    ("type_field", "overseas demonstration | transport", "cases"): 3,
    ("type_field", "overseas demonstration | water", "cases"): 4,
    ("type_field", "overseas demonstration | safety", "cases"): 2,
    ("type_field", "overseas demonstration | communication", "cases"): 2,
}


@pytest.fixture(scope="module")
def other_years() -> pd.DataFrame:
    """The published figures without those of 2021, which a restoration must not need."""
    known = figures()
    return known[(known["year"] != 2021) & (known["first_year"] != 2021)]


@pytest.fixture(scope="module")
def text() -> str:
    """A release of our own wording with the numbers of that of 27 April 2021."""
    return text_of(release_of_2021())


@pytest.fixture(scope="module")
def done(text: str, other_years: pd.DataFrame) -> Restoration:
    return restore(text, known=other_years, calendar=CALENDAR)


def claims_of(done: Restoration) -> dict[tuple[str, str, str], list[tuple[float, str]]]:
    found: dict[tuple[str, str, str], list[tuple[float, str]]] = {}
    for claim in done.claims[done.claims["dimension"] != ""].itertuples():
        key = (claim.dimension, claim.category, claim.measure)
        found.setdefault(key, []).append((claim.restored, claim.verdict))
    return found


def test_every_figure_of_the_release_is_restored(done: Restoration) -> None:
    found = claims_of(done)
    assert set(found) == set(TRUTH)
    for key, values in found.items():
        assert {value for value, _ in values} == {TRUTH[key]}, key


def test_all_regions_and_types_are_proved_without_the_figures_of_2021(done: Restoration) -> None:
    for (dimension, category, _), values in claims_of(done).items():
        if dimension in ("region", "type"):
            assert {verdict for _, verdict in values} == {"proved"}, category


def test_fields_changes_and_cities_stay_as_printed(done: Restoration) -> None:
    for (dimension, _, _), values in claims_of(done).items():
        if dimension in ("type_field", "change"):
            assert {verdict for _, verdict in values} == {"as printed"}
    cities = done.claims[done.claims["unit"] == "cities"]
    assert cities[["restored", "verdict"]].to_numpy().tolist() == [[11, "as printed"]]


def test_the_window_is_proved_and_the_name_of_the_disease_recovered(done: Restoration) -> None:
    claims = done.claims
    days = claims[claims["unit"] == "day"]["restored"].tolist()
    assert days[:2] == [18, 20]
    assert claims[claims["unit"] == "day"]["verdict"].tolist()[:2] == ["proved", "proved"]
    assert set(claims[claims["unit"] == "name"]["restored"]) == {19}


def test_dropped_totals_are_recovered_with_where_from(done: Restoration) -> None:
    recovered = done.claims[
        (done.claims["verdict"] == "recovered") & (done.claims["unit"] != "day")
    ]
    assert recovered["restored"].tolist() == [111, 39]
    assert recovered["proof"].str.contains("line 1 states it").all()


def test_the_year_follows_from_the_changes_it_states(done: Restoration) -> None:
    assert done.year == 2021
    agreed = done.claims.loc[done.claims["unit"] == "percent", "proof"].item()
    assert agreed.startswith("agrees with 80 the year before and 111 now")


def test_a_repeated_month_is_a_lost_day_that_only_the_calendar_gives_back(
    text: str, done: Restoration, other_years: pd.DataFrame
) -> None:
    last = done.claims[done.claims["unit"] == "day"].iloc[-1]
    assert (last["printed"], last["restored"], last["verdict"]) == ("6", 23, "recovered")
    assert "2021-06-23" in last["proof"]
    without = restore(text, known=other_years, calendar=NOTHING).claims
    last = without[without["unit"] == "day"].iloc[-1]
    assert (last["verdict"], last["restored"]) == ("ambiguous", 6)
    assert last["candidates"] == "6* | lost"
    assert "month is repeated" in last["proof"]


def test_nothing_needs_any_published_figure(text: str) -> None:
    for key, values in claims_of(restore(text, known=NOTHING, calendar=NOTHING)).items():
        assert {value for value, _ in values} == {TRUTH[key]}, key


def test_without_any_one_line_nothing_is_wrong(text: str, other_years: pd.DataFrame) -> None:
    lines = text.split("\n")
    for missing in range(len(lines)):
        rest = "\n".join(lines[:missing] + lines[missing + 1 :])
        claims = restore(rest, 2021, known=other_years, calendar=CALENDAR).claims
        sure = claims[~claims["verdict"].isin(["ambiguous", "lost"])]
        for claim in sure[sure["dimension"] != ""].itertuples():
            key = (claim.dimension, claim.category, claim.measure)
            assert claim.restored == TRUTH[key], (lines[missing], claim)
        assert set(sure.loc[sure["unit"] == "day", "restored"]) <= {18, 20, 23}
        assert set(sure.loc[sure["unit"] == "name", "restored"]) <= {19}


def test_printed_and_restored_stand_side_by_side(done: Restoration, text: str) -> None:
    for claim in done.claims.itertuples():
        assert text[claim.start : claim.end] == claim.printed
    first = done.claims.iloc[0]
    assert (first["printed"], first["restored"], first["candidates"]) == ("39", 111, "111*")


def test_sure_figures_have_the_shape_of_the_published_ones(done: Restoration) -> None:
    restored = done.figures()
    assert list(restored.columns) == COLUMNS
    assert len(restored) == len(TRUTH)
    published = figures(2021, "reception")
    both = restored.merge(published, on=["dimension", "category", "measure", "first_year"])
    assert len(both) == len(TRUTH)
    assert (both["value_x"] == both["value_y"]).all()
    assert set(restored["confidence"]) == {"medium"}  # one text says so


INNOCENT = [
    "Twelve cities in nine countries were selected out of 80 proposals from 23 countries.",
    "On April 27, 2021, the ministry said that 111 applications came from 39 countries.",
    "The 4th industrial revolution, 5G and COVID-19 change cities in 2021 and beyond.",
    "By 2025, it will invest 2,560 billion won (including 1,280 billion won from the state).",
    "Each project receives KRW 300 million to 500 million for 2 years; 3~5 projects are chosen.",
    "It reduced waiting by 83% from 78 minutes to 13 minutes, 24 hours a day, 365 days a year.",
    "Asia: 5 countries, 10 cases; Africa: 2 countries, 4 cases (total 7 countries, 14 cases).",
    "The 3rd expo is held from September 8 to 10 at Hall 1 with 350 people from 30 countries.",
    "Questions: 044-201-4972, smart@molit.go.kr, www.smartcity.go.kr/en/2021/04/27.",
    "Between December 20 and January 19, 2 projects for 30 countries are tendered.",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_stays_as_printed(text: str) -> None:
    claims = restore(text).claims
    assert set(claims["verdict"]) <= {"as printed"}, claims[["printed", "restored", "proof"]]


def test_an_innocent_sentence_among_scrambled_ones_keeps_its_numbers() -> None:
    text = "\n".join(["39 cases came from 111 countries of the K-City Network.", *INNOCENT])
    claims = restore(text).claims.iloc[2:]
    changed = claims[
        claims["restored"].notna()
        & (claims["restored"] != pd.to_numeric(claims["printed"].str.replace(",", ""), "coerce"))
    ]
    assert changed.empty


def test_korean_is_read_and_never_reordered() -> None:
    text = (
        "K-City Network 국제공모에 총 39개국 111건이 접수되었다.\n"
        "신남방 지역은 10개국 35건, 신북방 지역은 8개국 33건을 제출하였다.\n"
        "작년에 비해 참여국가는 16개국, 사업건수는 31건(38.8%)이 증가하였다."
    )
    claims = restore(text, year=2021).claims
    assert set(claims["verdict"]) == {"as printed"}
    assert (
        restore("39개국에서 11건이 접수되었다").claims["verdict"].tolist() == ["contradicted"] * 2
    )


def test_a_sentence_that_nothing_mends_is_flagged_and_left() -> None:
    claims = restore("The results follow on the 22th.").claims
    assert claims[["restored", "verdict"]].to_numpy().tolist() == [[22, "contradicted"]]


def test_a_number_carried_into_the_next_sentence_is_found_but_not_proved() -> None:
    # In Korean order: 5 regions, 6 days, 6 and 1 cases, 7 projects in all.
    text = (
        "The committee met for five regions. In this meeting, which went on for six days, 5 "
        "projects were approved, including 6 cases of a kind and 6 cases of another. In all, 1 "
        "case was solved within 7 months."
    )
    claims = restore(text).claims
    assert set(claims["verdict"]) <= {"ambiguous", "lost"}


def test_the_synthetic_example_says_so_and_is_restored() -> None:
    text = read_release(SYNTHETIC)
    assert text.startswith("SYNTHETIC")
    counts = restore(text).claims["verdict"].value_counts()
    assert counts["proved"] >= 16
    assert set(counts.index) == {"proved", "as printed", "recovered", "ambiguous"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
def test_any_text_ends_in_claims(text: str) -> None:
    assert list(spoken(restore(text), everything=True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02" * 1000,
        "1 " * 4_000,
        "9" * 50_000,
        "39 cases from 111 countries, " * 300,
        "(" * 5_000 + "3 cases" + ")" * 5_000,
        "مدينة ذكية 39 حالة من 111 دولة",
        "a" * 100_000,
        "1,2,3;" * 1_500,
        "February " * 5_000 + "3 to April 2",
    ],
)
def test_odd_texts_end_in_claims(text: str) -> None:
    restored = restore(text)
    assert next(iter(spoken(restored)))
    assert len(restored.claims) == len(restored.claims.dropna(subset=["verdict"]))


def test_no_claims_are_said_so() -> None:
    assert list(spoken(restore("Nothing to count here."))) == ["no claims found"]


def test_what_became_of_the_numbers_is_said_in_korean_too() -> None:
    done = restore("A total of 39 cases were received from 111 countries.")
    lines = list(spoken(done, language="ko"))
    assert lines[0] == "1개 문장, 수치 2개: 입증 2개"
    assert lines[2].startswith("1행: A total of 39 cases")
    assert [line.split("  ")[1:3] for line in lines[3:5]] == [
        ["39 -> 111", "입증"], ["111 -> 39", "입증"],
    ]  # fmt: skip
    assert list(spoken(restore("Nothing."), language="ko")) == ["수치가 없다"]
    assert next(spoken(done)) == "2 numbers in 1 sentence: 2 proved"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "release.txt"
    file.write_bytes("39개국 111건".encode(encoding))
    assert read_release(file) == "39개국 111건"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_release(tmp_path / "none.txt")


def test_the_command_restores_and_writes_the_figures(tmp_path: Path) -> None:
    file, out = tmp_path / "release_2021.txt", tmp_path / "figures.csv"
    file.write_text(text_of(release_of_2021()), encoding="utf-8")
    result = CliRunner().invoke(main, ["restore", str(file), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "39 -> 111  proved" in result.output
    written = pd.read_csv(io.StringIO(out.read_text(encoding="utf-8")), keep_default_na=False)
    assert len(written) == len(TRUTH)
    assert list(tmp_path.iterdir()) == [file, out] or len(list(tmp_path.iterdir())) == 2


def test_the_command_says_with_its_status_that_something_is_open(tmp_path: Path) -> None:
    file = tmp_path / "release.txt"
    file.write_text("The results follow on the 22th.", encoding="utf-8")
    assert CliRunner().invoke(main, ["restore", str(file)]).exit_code == 1
    assert CliRunner().invoke(main, ["restore", str(tmp_path / "none")]).exit_code == 2


def test_rows_have_the_columns_of_the_published_figures_and_whole_numbers():
    text = "2021 K-City Network contest.\n39 cases were received from 111 countries in the contest."
    rows = restore(text, year=2021).rows("portal")
    header = (DATA / "published_figures.csv").read_text("utf-8").splitlines()[0]
    assert list(rows.columns) == header.split(",")
    totals = rows[rows["dimension"] == "total"].set_index("measure")["value"]
    assert totals.to_dict() == {"cases": "111", "countries": "39"}
    assert set(rows["source_id"]) == {"portal"}


def test_pairs_with_a_region_behind_each_stay_apart() -> None:
    done = restore(
        "By region, 7 cases came from 20 countries in ASEAN, 8 cases from 15 countries in Central "
        "Asia, 6 cases from 10 countries in Latin America and 4 cases from 7 countries in Africa."
    )
    assert list(done.claims["restored"]) == [20, 7, 15, 8, 10, 6, 7, 4]
    assert set(done.claims["verdict"]) == {"proved"}


def test_the_year_of_a_plan_is_not_that_of_the_release() -> None:
    # 23 June 2022 was a Thursday, in 2025 it is none.
    text = "On June 23 (Thu), 10 projects in 9 countries were selected.\nThey end by 2025."
    done = restore(text)
    assert done.year is None
    assert set(done.claims["verdict"]) == {"as printed"}


def test_the_claims_are_a_frame_of_these_columns_with_candidates_apart_and_one_starred() -> None:
    claims = restore("5 billion won was granted to 39 cases from 111 countries.").claims
    assert claims.columns.tolist() == [
        "sentence", "line", "start", "end", "unit", "about", "year", "stage", "dimension",
        "category", "measure", "sign", "printed", "restored", "verdict", "candidates", "proof",
    ]  # fmt: skip
    assert restore("nothing").claims.columns.tolist() == claims.columns.tolist()
    several = claims.loc[claims["verdict"] == "ambiguous", "candidates"].str.split(
        " | ", regex=False
    )
    assert len(several)
    for values in several:
        assert len(set(values)) == len(values) > 1
        assert sum(value.endswith("*") for value in values) == 1


def test_an_amount_of_ten_thousands_is_read_in_korean() -> None:
    claims = restore("K-City Network 공모에 건당 5,000만원과 3억 원을 지원한다.").claims
    assert claims[["unit", "printed", "restored", "verdict"]].to_numpy().tolist() == [
        ["krw", "5,000", 5000.0, "as printed"], ["krw", "3", 3.0, "as printed"],
    ]  # fmt: skip


def test_proofs_are_said_in_korean_as_well() -> None:
    text = "39 cases were received from 111 countries, of which 3 on February 30 and 2 on May 5."
    english, korean = (restore(text, language=one).claims for one in ("en", "ko"))
    assert korean[["restored", "verdict"]].equals(english[["restored", "verdict"]])
    assert not (korean["about"] + korean["proof"]).str.contains("[A-Za-z]").any()
    assert korean["proof"].str.contains("2월에는 30일이 없음").any()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_innocent_sentence_of_the_most_active_countries_stays_as_printed(language: str) -> None:
    text = "Vietnam (9 cases), Peru (7 cases) and Laos (5 cases) sent the most of the 16 countries."
    assert set(restore(text, language=language).claims["verdict"]) == {"as printed"}


@pytest.mark.parametrize(
    ("text", "candidates", "why"),
    [
        ("COVID-5 was fought with 19 billion won.", "5* | 0.5", "100 million"),
        # 5,000만 원 is 50 million.
        ("COVID-5000 was fought with 19 won.", "5000* | 50000000", "10 thousand"),
    ],
)
def test_an_amount_is_never_proved_for_its_unit_may_be_wrong(
    text: str, candidates: str, why: str
) -> None:
    name, amount = restore(text).claims.to_dict("records")
    assert (name["restored"], name["verdict"]) == (19, "proved")
    assert (amount["verdict"], amount["candidates"]) == ("ambiguous", candidates)
    assert why in amount["proof"]


@pytest.mark.parametrize(
    "text",
    [
        "The programme was held in 2021 cities.",
        "Of these, 5 out of 1 projects were chosen.",
        "A total of 111 cases, up 31 from 90, were received.",
        "4 countries (Vietnam, Peru and Kenya) took part.",
        "The results will be announced on June 6.",
        "It opens on May 17, 2022 (Monday).",  # it was a Tuesday
        "XNUMX cases were received.",
    ],
)
def test_what_is_impossible_as_printed_is_noticed_even_alone(text: str) -> None:
    assert (restore(text).claims["verdict"] != "as printed").any()


def test_what_is_possible_stays_as_printed_alone_and_is_not_changed_beside_a_scrambled_line() -> (
    None
):
    innocent = [
        "In its first 10 years, the programme funded 8 projects in 27 countries.",
        "It will invest 5 billion won in 7 cities.",
        "Peru (9 cases), Laos (7 cases) and Kenya (5 cases) sent the most of the 16 countries.",
    ]
    for text in innocent:
        assert set(restore(text).claims["verdict"]) == {"as printed"}
    text = "\n\n".join(["39 cases were received from 111 countries.", *innocent])
    claims = restore(text).claims.iloc[2:]
    assert claims["restored"].tolist() == claims["printed"].astype(float).tolist()
    assert not claims["verdict"].isin(["proved", "recovered", "contradicted"]).any()
