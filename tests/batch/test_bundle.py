"""A zip of reports: what was asked for, whole, with its own index, the same bytes each time."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from kcity_analysis.batch import manifest
from kcity_analysis.batch.bundle import bundle_reports
from kcity_analysis.vocabulary.problems import InputError

PROJECT = Path(__file__).parents[2]


def built(output: Path, key: str, year: int | None, outcome: str = "succeeded") -> None:
    """A report as the batch leaves it."""
    files = {f"{key}{suffix}": f"{key} {suffix}".encode() for suffix in (".html", ".csv", ".ipynb")}
    for name, data in files.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(data)
    entries = manifest.read(output)
    failed = outcome != "succeeded"
    entries["reports"][key] = {
        "card": {"report": key.rpartition("/")[2], "year": year, "variant": "", "language": "en"},
        "build": "0",
        "parameters": {},
        "outcome": outcome,
        "headline": {"title": f"Report {key}", "cards": [], "thumbnail": ""},
        "files": {} if failed else {name: manifest.digest(data) for name, data in files.items()},
        "failure": {"place": "", "error": "no such year", "page": False} if failed else None,
        "made_of": {},
    }
    (output / manifest.NAME).write_text(json.dumps(entries))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    built(tmp_path, "2020/reception", 2020)
    built(tmp_path, "2021/reception", 2021)
    built(tmp_path, "2021/selection", 2021, outcome="errored")
    built(tmp_path, "programme", None)
    (tmp_path / "stray.html").write_text("not ours")
    return tmp_path


def names(path: Path) -> list[str]:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


@pytest.mark.slow
def test_a_year_has_its_reports_and_an_index_of_just_these(output, tmp_path):
    target = tmp_path / "k-city-2021.zip"
    made = bundle_reports(PROJECT, output, target, 2021)
    assert names(target) == [
        "k-city-2021/index.html",
        "k-city-2021/index.ko.html",
        "k-city-2021/2021/reception.csv",
        "k-city-2021/2021/reception.html",
    ]
    assert made.files == (
        "index.html",
        "index.ko.html",
        "2021/reception.csv",
        "2021/reception.html",
    )
    with ZipFile(target) as archive:
        index = archive.read("k-city-2021/index.html").decode()
    assert 'href="2021/reception.html"' in index
    assert "programme" not in index and "2020/" not in index


def test_everything_leaves_out_failures_and_what_the_batch_did_not_make(output, tmp_path):
    target = tmp_path / "all.zip"
    bundle_reports(PROJECT, output, target)
    found = names(target)
    assert {"all/programme.html", "all/2020/reception.html"} <= set(found)
    assert not [name for name in found if "stray" in name or "selection" in name or "ipynb" in name]


def test_notebooks_come_along_if_wanted(output, tmp_path):
    bundle_reports(PROJECT, output, tmp_path / "a.zip", 2021, notebooks=True)
    assert "a/2021/reception.ipynb" in names(tmp_path / "a.zip")


def test_equal_reports_give_equal_bytes(output, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    for folder in ("one", "two"):
        bundle_reports(PROJECT, output, tmp_path / folder / "a.zip")
    assert (tmp_path / "one" / "a.zip").read_bytes() == (tmp_path / "two" / "a.zip").read_bytes()


def test_a_year_without_reports_is_refused_and_nothing_is_written(output, tmp_path):
    with pytest.raises(InputError, match="no reports of 1999"):
        bundle_reports(PROJECT, output, tmp_path / "a.zip", 1999)
    assert not (tmp_path / "a.zip").exists()


def test_a_page_changed_by_hand_is_not_sent(output, tmp_path):
    (output / "2021" / "reception.html").write_text("changed")
    with pytest.raises(InputError, match=r"changed .*2021/reception\.html"):
        bundle_reports(PROJECT, output, tmp_path / "a.zip", 2021)
