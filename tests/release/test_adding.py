"""From a downloaded release to its rows in ``data/``."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from synthetic_release import ENGLISH, FIGURES, KOREAN, SOURCE, YEAR

from kcity_analysis.cli import main
from kcity_analysis.evidence.facts import published
from kcity_analysis.release import adding
from kcity_analysis.release.adding import Addition, addition, write_addition
from kcity_analysis.release.restoring import restore
from kcity_analysis.vocabulary.problems import InputError
from kcity_analysis.vocabulary.terms import DATA, PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the data and the notebooks, to write to."""
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    return tmp_path


def adds(text: str, year: int = YEAR, data: Path = DATA) -> Addition:
    return addition(restore(text, year=year), year, *SOURCE, data)


def figures_of(rows: list[dict[str, str]]) -> dict[tuple[str, str, str], float]:
    return {
        (row["dimension"], row["category"], row["measure"]): float(row["value"]) for row in rows
    }


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["english, garbled", "korean"])
def test_a_release_of_the_next_year_gives_its_rows(text: str) -> None:
    added = adds(text)
    assert figures_of(added.rows["published_figures.csv"]) == FIGURES
    assert {row["confidence"] for row in added.rows["published_figures.csv"]} == {"medium"}
    days = {row["event"]: (row["first_day"], row["last_day"]) for row in added.rows["calendar.csv"]}
    assert days == {
        "application window": (f"{YEAR}-02-01", f"{YEAR}-03-12"),
        "reception announced": (f"{YEAR}-03-20", f"{YEAR}-03-20"),
    }
    assert [row["iso3"] for row in added.rows["named_applicants.csv"]] == ["GHA", "KEN", "ESP"]
    assert added.left_out.empty
    (source,) = added.rows["sources.csv"]
    assert source["source_id"] == f"a-ministry-{YEAR}-03-20"


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["english, garbled", "korean"])
def test_the_command_shows_then_writes(project: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "release.txt"
    file.write_text(text, encoding="utf-8")
    name, url, day = SOURCE
    command = [
        "add", str(file), "--year", str(YEAR), "--source", name, "--url", url, "--published", day,
        "--project", str(project),
    ]  # fmt: skip
    before = {path: path.read_bytes() for path in (project / "data").glob("*.csv")}
    shown = CliRunner().invoke(main, command)
    assert shown.exit_code == 0, shown.output
    assert "nothing is written yet" in shown.output
    assert f"would change: {YEAR}/reception, {YEAR}/comparison, programme" in shown.output
    assert "programme, country/ESP, country/GHA, country/KEN\n" in shown.output
    assert before == {path: path.read_bytes() for path in (project / "data").glob("*.csv")}

    written = CliRunner().invoke(main, [*command, "--write"])
    assert written.exit_code == 0, written.output
    frame = published(project / "data/published_figures.csv", project / "data/sources.csv")
    mine = frame[frame["year"] == YEAR]
    assert figures_of(mine.to_dict("records")) == FIGURES
    for path, old in before.items():
        kept = set(old.decode("utf-8").splitlines())
        assert kept <= set(path.read_text("utf-8").splitlines()), "an old row is changed"
    assert not list(project.glob(".adding-*"))

    again = CliRunner().invoke(main, [*command, "--write"])
    assert again.exit_code == 0
    assert "nothing new is in it" in again.output


def test_rows_stand_in_order(project: Path) -> None:
    data = project / "data"
    # A release of an old year goes among the rows of that year.
    text = "A total of 33 cases from 17 countries were received in the K-City Network contest."
    write_addition(adds(text, 2022, data), data)
    with (data / "published_figures.csv").open(encoding="utf-8") as file:
        years = [int(row["year"]) for row in csv.DictReader(file)]
    assert years == sorted(years)
    with (data / "sources.csv").open(encoding="utf-8") as file:
        names = [row["source_id"] for row in csv.DictReader(file)]
    assert names == sorted(names)


def test_another_source_that_agrees_makes_it_sure_and_one_that_does_not_keeps_it_out() -> None:
    text = "A total of {} cases from 17 countries were received in the K-City Network contest."
    rows = adds(text.format(33), 2022).rows["published_figures.csv"]
    assert {row["confidence"] for row in rows} == {"high"}
    added = adds(text.format(34), 2022)
    assert [row["measure"] for row in added.rows["published_figures.csv"]] == ["countries"]
    figures = added.left_out["file"] == "published_figures.csv"
    (left,) = added.left_out[figures].to_dict("records")
    assert left["action"] == "not written: another source says otherwise"
    assert "33" in left["there"]


def test_what_is_ambiguous_is_listed_and_not_written() -> None:
    text = (
        "21 cases were received from 39 countries in the K-City Network contest by 28 teams, "
        "including 3 cases from 30 countries in Asia."
    )
    added = adds(text)
    assert not added.rows["published_figures.csv"]
    assert set(added.left_out["action"]) <= {"not written: ambiguous", "not written: contradicted"}
    assert len(added.left_out) >= 2


def test_a_type_that_the_year_does_not_have_is_named_with_those_it_has() -> None:
    text = "K-City Network\n\nFor the solution planning type, 9 cases were filed from 5 countries."
    added = adds(text)
    assert not added.rows["published_figures.csv"]
    assert added.left_out["action"].str.contains("has no type “solution planning”").all()
    assert added.left_out["action"].str.contains("“planning”").all()


def test_projects_of_a_list_are_added_where_their_city_is_known() -> None:
    text = (
        "The ministry selected 2 projects in 2 countries in the K-City Network contest.\n\n"
        "Planning type\n① Malaysia, Kota Kinabalu: traffic control plan\n"
        "② Malaysia, Newtownville: water plan\n"
    )
    added = addition(restore(text, year=YEAR), YEAR, *SOURCE)
    (row,) = added.rows["selected_projects.csv"]
    assert (row["country"], row["city"], row["type"], row["project_id"]) == (
        "MYS", "Kota Kinabalu", "planning", f"{YEAR}-01",
    )  # fmt: skip
    assert added.left_out["action"].str.contains("cities.csv").any()


def test_a_decrease_is_written_below_zero() -> None:
    text = (
        "K-City Network\n\nCompared to the previous year, the number of countries decreased by 22, "
        "and the number of cases decreased by 78 (70.3%)."
    )
    rows = adds(text, YEAR).rows["published_figures.csv"]
    assert {row["measure"]: row["value"] for row in rows} == {
        "countries": "-22", "cases": "-78", "percent": "-70.3",
    }  # fmt: skip


def test_all_files_are_written_or_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = project / "data"
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    replaced = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target == data / "calendar.csv" and self.parent.name == "data":
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(InputError, match="cannot be written"):
        write_addition(adds(ENGLISH, data=data), data)
    assert {path.name: path.read_bytes() for path in data.glob("*.csv")} == before
    assert not list(project.glob(".adding-*"))


def test_rows_that_do_not_fit_are_not_written(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = project / "data"
    before = (data / "published_figures.csv").read_bytes()
    added = adds(ENGLISH, data=data)
    added.rows["published_figures.csv"][0]["category"] = "Atlantis"
    with pytest.raises(InputError, match=r"published_figures\.csv"):
        write_addition(added, data)
    assert (data / "published_figures.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(("A", "example.org", "2027-03-20"), "--url"), (("A", SOURCE[1], "20.3.2027"), "--published")],
)
def test_a_wrong_argument_is_refused(wrong: tuple[str, str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        addition(restore(ENGLISH, year=YEAR), YEAR, *wrong)


def test_words_of_korean_are_not_taken_for_countries() -> None:
    # 이란 (Iran) and 수단 (Sudan) are common words as well.
    found = adding.named_countries("스마트도시란 도시문제를 푸는 수단이란 뜻이다", "ko")
    assert found == []
    assert [iso3 for *_, iso3 in adding.named_countries("중동(이란, 요르단 등)", "ko")] == [
        "IRN",
        "JOR",
    ]


def test_the_review_is_a_table() -> None:
    review = adds(ENGLISH).review
    assert list(review.columns) == ["file", "what", "value", "there", "action"]
    assert isinstance(review, pd.DataFrame)
    assert set(review["action"]) == {"add"}


def test_a_row_that_data_may_not_hold_is_refused_and_nothing_is_written(project: Path) -> None:
    added = addition(restore(KOREAN, year=2027), 2027, *SOURCE, project / "data", "a rumour")
    before = {path: path.read_bytes() for path in (project / "data").rglob("*.csv")}
    with pytest.raises(InputError, match=r"sources.csv, row \d+, column kind: 'a rumour'"):
        write_addition(added, project / "data")
    assert before == {path: path.read_bytes() for path in (project / "data").rglob("*.csv")}


def test_a_day_of_another_year_is_listed_and_not_written(project: Path) -> None:
    other = ("A ministry", "https://example.org/2028", "2028-01-20")
    added = addition(restore(KOREAN, year=2027), 2027, *other, project / "data")
    left = added.left_out[added.left_out["file"] == "calendar.csv"]
    assert left["value"].tolist() == ["2028-01-20"]
    assert write_addition(added, project / "data")


@pytest.mark.parametrize("text", ["", "3 apples and 17 pears.", "내일 회의가 있습니다."])
def test_a_text_that_says_nothing_of_the_contest_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="there is nothing to add"):
        adds(text)
