"""A drafted release says what the figures say, in both languages, and restores as printed."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from kcity_analysis.cli import main
from kcity_analysis.evidence.frame import KEY, figures
from kcity_analysis.release.drafting import draft
from kcity_analysis.release.restoring import restore
from kcity_analysis.vocabulary.problems import InputError

YEARS = [2020, 2021, 2022, 2023]


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return figures()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("year", YEARS)
def test_restoring_a_draft_gives_its_figures_as_printed(
    known: pd.DataFrame, year: int, language: str
) -> None:
    done = restore(draft(year, known, language), known, year=year)
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


def test_countries_stand_first_in_korean_and_cases_in_english(known: pd.DataFrame) -> None:
    assert "111 applications were received from 39 countries" in draft(2021, known)
    assert "총 39개국 111건이 접수되었다" in draft(2021, known, "ko")


def test_changes_are_stated_as_the_ministry_prints_them(known: pd.DataFrame) -> None:
    assert "increased by 16, and the number of applications increased by 31 (38.8%)." in draft(
        2021, known
    )
    # 33 of 111: 78 fewer, 70.27 %.
    assert "decreased by 78 (70.3%)" in draft(2022, known)
    assert "접수건수는 78건(70.3%) 감소" in draft(2022, known, "ko")
    assert "Compared" not in draft(2020, known)


def test_one_is_singular() -> None:
    rows = [("total", "all", 1, 1), ("region", "Africa", 1, 1), ("type", "planning", 1, 1)]
    frame = pd.DataFrame(
        [
            {
                "year": 2024,
                "first_year": 2024,
                "stage": "reception",
                "dimension": dimension,
                "category": category,
                "measure": measure,
                "value": float(value),
                "basis": "recomputed",
                "confidence": "high",
            }
            for dimension, category, cases, countries in rows
            for measure, value in (("cases", cases), ("countries", countries))
        ]
    )
    text = draft(2024, frame)
    assert "1 application was received from 1 country." in text
    assert "The Africa region filed 1 application from 1 country." in text
    assert "1건이 접수되었다" in draft(2024, frame, "ko")


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
    assert "39개국 111건" in result.output
    assert CliRunner().invoke(main, ["draft", "1999"]).exit_code == 2
