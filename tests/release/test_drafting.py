"""A drafted release says what the figures say, in both languages, and restores as printed."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kcity_analysis.cli import main
from kcity_analysis.evidence.frame import KEY, figures
from kcity_analysis.release.documents import read_release
from kcity_analysis.release.drafting import draft, write_draft
from kcity_analysis.release.restoring import restore
from kcity_analysis.vocabulary.problems import InputError

YEARS = [2020, 2021, 2022, 2023]
REGIONS = ["New Southern", "New Northern", "Central and South America", "Africa", "Middle East"]


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return figures()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("year", YEARS)
def test_restoring_a_draft_gives_its_figures_as_printed(
    known: pd.DataFrame, year: int, language: str
) -> None:
    done = restore(draft(year, known, language), year)
    assert set(done.claims["verdict"]) == {"as printed"}
    restored = done.figures()
    assert set(restored["year"]) == {year}
    both = restored.merge(known, on=KEY, suffixes=("", "_known"), how="left")
    stated = both[both["dimension"] != "change"]
    assert (stated["value"] == stated["value_known"]).all()
    published = known[
        (known["year"] == year)
        & (known["first_year"] == year)
        & (known["stage"] == "reception")
        & known["dimension"].isin(["total", "region", "type", "type_field"])
        & (known["value"] > 0)
        & ~known["category"].str.endswith("not itemised")
        & known["confidence"].isin(["high", "medium"])
    ]
    assert len(stated) == len(published)


def test_the_totals_are_worded_as_each_language_has_them(known: pd.DataFrame) -> None:
    assert "a total of 111 applications were received from 39 countries." in draft(2021, known)
    korean = draft(2021, known, "ko")
    assert "2021년 「K-City Network」 국제공모에 총 111건이 39개국에서 접수되었다." in korean
    assert "해외실증형에는 12개국에서 14건이 접수되었다." in korean


def test_changes_are_stated_as_the_ministry_prints_them(known: pd.DataFrame) -> None:
    assert (
        "the number of countries increased by 16, and the number of applications increased by 31 "
        "(38.8%)."
    ) in draft(2021, known)
    # 33 of 111: 78 fewer, 70.27 %.
    assert "decreased by 78 (70.3%)" in draft(2022, known)
    assert (
        "참여 국가는 전년보다 22개국 감소했고, 접수 건수는 전년보다 78건(70.3%) 감소했다."
    ) in draft(2022, known, "ko")
    assert "Compared" not in draft(2020, known)


def test_lists_descend_and_say_where_they_are_not_whole(known: pd.DataFrame) -> None:
    english, korean = draft(2021, known), draft(2021, known, "ko")
    # The solution type itemises 13 + 5 + 5 + 4 of 40, the regions 35 + 33 + 19 of 111.
    assert (
        "transport (13 cases), environment (5 cases), safety (5 cases), urban management (4 "
        "cases), and others (27 of 40)"
    ) in english
    assert "교통(13건), 환경(5건), 안전(5건), 도시관리(4건) 등이 있었다(40건 중 27건)" in korean
    assert "(87 of 111 by region)" in english
    assert "중남미 6개국 19건 등이 접수되었다(111건 중 87건)" in korean


def test_what_does_not_add_up_is_said(known: pd.DataFrame) -> None:
    # 24 + 16 + 12 countries over three types, of 39; 31 + 46 of the 80 cases of 2020.
    assert "by type they add up to 52, all together they are 39." in draft(2021, known)
    assert "유형별 국가 수를 더하면 52개국이지만 실제로는 39개국이다." in draft(2021, known, "ko")
    assert "The types add up to 77 of the 80 applications." in draft(2020, known)


Cell = tuple[str, str, int, int]


def made(
    cells: list[Cell], before: tuple[int, int] | None = None, year: int = 2024
) -> pd.DataFrame:
    """A figures frame of a made-up year, with the totals of the year before."""
    rows = [(year, *cell) for cell in cells]
    rows += [(year - 1, "total", "all", *before)] if before else []
    return pd.DataFrame(
        [
            {
                "year": of,
                "first_year": of,
                "stage": "reception",
                "dimension": dimension,
                "category": category,
                "measure": measure,
                "value": float(value),
                "basis": "recomputed",
                "confidence": "high",
            }
            for of, dimension, category, cases, countries in rows
            for measure, value in (("cases", cases), ("countries", countries))
        ]
    )


def test_one_is_singular() -> None:
    cells = [("total", "all", 1, 1), ("region", "Africa", 1, 1), ("type", "planning", 1, 1)]
    text = draft(2024, made(cells))
    assert "1 application was received from 1 country." in text
    assert "1 application from 1 country in Africa" in text
    assert "1건이 1개국에서 접수되었다" in draft(2024, made(cells), "ko")


def test_no_change_and_a_very_large_one() -> None:
    frame = made([("total", "all", 617, 39)], before=(40, 39))
    # 577 more on 40 are 1,442.5 %.
    assert "stayed the same, and the number of applications increased by 577 (1,442.5%)" in draft(
        2024, frame
    )
    korean = draft(2024, frame, "ko")
    assert "참여 국가는 전년과 동일했고, 접수 건수는 전년보다 577건(1,442.5%) 증가했다." in korean


def test_a_region_is_called_what_it_is_called() -> None:
    cells = [
        ("total", "all", 9, 5),
        ("region", "Africa", 5, 3),
        ("region", "New Southern", 3, 1),
        ("region", "Middle East", 1, 1),
    ]
    text = draft(2024, made(cells))
    assert "5 applications from 3 countries in Africa" in text
    assert "in the New Southern region" in text
    assert "1 application from 1 country in the Middle East were received." in text
    assert "others" not in text


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_restoring_any_draft_gives_everything_back(data: st.DataObject) -> None:
    def pair(least: int = 1) -> tuple[int, int]:
        countries = data.draw(st.integers(least, 40))
        return countries + data.draw(st.integers(0, 90)), countries

    names = data.draw(st.lists(st.sampled_from(REGIONS), unique=True, max_size=4))
    regions = {name: pair() for name in names}
    kinds = {name: pair() for name in ("planning", "overseas demonstration")}
    cases = max(sum(n for n, _ in regions.values()), sum(n for n, _ in kinds.values())) + data.draw(
        st.integers(0, 5)
    )
    least = max(sum(c for _, c in regions.values()), *(c for _, c in kinds.values()))
    countries = min(least + data.draw(st.integers(0, 5)), cases)
    cells: list[Cell] = [("total", "all", cases, countries)]
    cells += [("region", name, *one) for name, one in regions.items()]
    cells += [("type", name, *one) for name, one in kinds.items()]
    before = data.draw(st.none() | st.just(pair()))
    frame = made(cells, before)
    for language in ("en", "ko"):
        text = draft(2024, frame, language)
        done = restore(text, year=2024)
        assert set(done.claims["verdict"]) == {"as printed"}, text
        found = done.figures()
        keys = ["dimension", "category", "measure"]
        stated = found.set_index(keys)["value"].to_dict()
        told = frame[frame["year"] == 2024].set_index(keys)["value"].to_dict()
        assert {key: value for key, value in stated.items() if key[0] != "change"} == told, text
        if before and before[0] != cases:
            assert stated["change", "all", "cases"] == cases - before[0], text
        if before and before[1] != countries:
            assert stated["change", "all", "countries"] == countries - before[1], text


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".hwpx"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_draft_comes_as_a_document_and_reads_back(
    known: pd.DataFrame, tmp_path: Path, suffix: str, language: str
) -> None:
    text, file = draft(2021, known, language), tmp_path / f"draft{suffix}"
    write_draft(text, file)
    assert read_release(file).strip().split("\n") == text.split("\n")
    assert list(tmp_path.iterdir()) == [file]


def test_a_second_reader_takes_the_hangul_document(known: pd.DataFrame, tmp_path: Path) -> None:
    import unhwp

    write_draft(draft(2021, known, "ko"), tmp_path / "draft.hwpx")
    read = unhwp.parse_bytes((tmp_path / "draft.hwpx").read_bytes()).text
    assert "해외실증형에는 12개국에서 14건이 접수되었다." in read


def test_a_year_without_a_total_is_refused(known: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="no total"):
        draft(2025, known)
    with pytest.raises(InputError, match="language"):
        draft(2021, known, "fr")


def test_the_command_drafts_from_a_register(tmp_path: Path) -> None:
    register, out = tmp_path / "register.csv", tmp_path / "draft.txt"
    made = CliRunner().invoke(main, ["example-register", str(register), "--year", "2021"])
    assert made.exit_code == 0, made.output
    command = ["draft", "2021", "--register", str(register), "--out", str(out)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert "111 applications were received from 39 countries" in text
    assert set(restore(text, year=2021).claims["verdict"]) == {"as printed"}


def test_the_command_prints_a_draft() -> None:
    result = CliRunner().invoke(main, ["draft", "2021", "--language", "ko"])
    assert result.exit_code == 0
    assert "총 111건이 39개국에서" in result.output
    assert CliRunner().invoke(main, ["draft", "1999"]).exit_code == 2


def test_a_register_with_problems_gives_no_draft(tmp_path: Path) -> None:
    """A row that is in no figure must not be missing from a release in silence."""
    register, out = tmp_path / "register.csv", tmp_path / "draft.txt"
    register.write_text(
        "year,type,country\n2021,solution planning,Vietnam\n2021,solution planning,Atlantis\n",
        encoding="utf-8",
    )
    command = ["draft", "2021", "--register", str(register), "--language", "en"]
    for where in ([], ["--out", str(out)]):
        result = CliRunner().invoke(main, [*command, *where])
        assert result.exit_code == 1, result.output
        assert "the register has problems: kcity check" in result.stderr
        assert not result.stdout
    assert not out.exists()
