"""Which reports there are and which are stale follows from the data; a run builds just those."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import small_project
from small_project import edit, files

from kcity_analysis.batch import manifest, reasons_of_built
from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import find_years, newest_date, plan_reports
from kcity_analysis.batch.workers import ERRORED, EXCEPTED, SUCCEEDED
from kcity_analysis.vocabulary.problems import InputError

SETTINGS = batch.Settings(date="2023-02-03", jobs=2, foundation={"pandas": "0.1"})


class Told:
    """Keeps what a run tells."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.fresh = 0

    def start(self, keys, fresh):
        self.keys, self.fresh = list(keys), fresh

    def cell(self, key, done, total): ...
    def finished(self, key, result): ...
    def say(self, text): ...


def run(project: Path, output: Path | None = None, settings=SETTINGS, **more) -> Told:
    told = Told()
    output = output or project / "outputs"
    batch.build_reports(project, plan_reports(project), output, settings, told, **more)
    return told


@pytest.fixture
def at_once(monkeypatch):
    """Reports made without a process; those named in the list fail."""
    failing: list[str] = []
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once(failing))
    return failing


def keys(tasks) -> list[str]:
    return [task.key for task in tasks]


def test_the_years_are_those_with_data(tmp_path):
    project = small_project.make(tmp_path, "succeeds", shows="selection", leaks="change")
    # A cumulative figure (2020 to 2021) is none of 2021 alone, nor is that of one region.
    assert find_years(project) == {
        "reception": [2020, 2021],
        "selection": [2020, 2022, 2023],
        "change": [2021, 2022, 2023],
        "programme": [2020, 2021, 2022, 2023],
    }
    assert keys(plan_reports(project)) == [
        *("2020/succeeds", "2021/succeeds"),
        *("2020/shows", "2022/shows", "2023/shows"),
        *("2021/leaks", "2022/leaks", "2023/leaks"),
    ]
    assert newest_date(project) == "2023-02-03"


def test_the_projects_own_reports_are_planned_for_all_their_years():
    project = Path(batch.__file__).parents[2]
    tasks = plan_reports(project)
    planned = {(task.report.name, task.year): task.values for task in tasks[::2]}
    years = {name: [year for found, year in planned if found == name] for name, _ in planned}
    assert years["reception"] == [2020, 2021, 2022, 2023]
    assert years["selection"] == list(range(2020, 2027))
    assert years["comparison"] == list(range(2021, 2027))
    assert planned["comparison", 2024] == {"year": 2024, "base_year": 2023}
    assert planned["programme", None] == {"first_year": 2020, "last_year": 2026}
    # Each in English, and then in Korean.
    for english, korean in zip(tasks[::2], tasks[1::2], strict=True):
        assert korean.key == f"{english.key}.ko"
        assert korean.values == english.values | {"language": "ko"}


def test_names_and_years_choose_among_the_reports(tmp_path):
    project = small_project.make(tmp_path, "succeeds", "shows", leaks="selection")
    assert keys(plan_reports(project, ["succeeds"])) == ["2020/succeeds", "2021/succeeds"]
    assert keys(plan_reports(project, years=[2020])) == ["2020/succeeds", "2020/leaks"]
    assert keys(plan_reports(project, ["leaks"], [2022, 2020])) == ["2020/leaks", "2022/leaks"]
    assert keys(plan_reports(project, ["shows"])) == ["shows"]


def test_a_report_of_a_file_is_run_only_with_it(tmp_path):
    project = small_project.make(tmp_path, "reads_a_file", "succeeds")
    text = project / "text.v2.txt"
    text.write_text("x")
    assert "reads_a_file" not in {task.report.name for task in plan_reports(project)}
    given = [("file", str(text)), ("share", "1"), ("whole", "false")]
    (task,) = plan_reports(project, ["reads_a_file"], (), given)
    assert task.key.startswith("reads_a_file/text-v2-txt-")
    assert task.values == {"file": str(text), "share": 1.0, "whole": False}


def test_a_register_makes_a_report_of_a_year_without_published_figures(tmp_path):
    project = small_project.make(tmp_path, "reads_a_file")
    edit(
        project,
        "reads_a_file",
        lambda notebook: notebook["metadata"]["kcity"].update(each="reception"),
    )
    (project / "register.csv").write_text("x")
    given = [("file", str(project / "register.csv"))]
    (task,) = plan_reports(project, ["reads_a_file"], [2023], given)
    assert task.key == "2023/reads_a_file.file-register-csv"
    with pytest.raises(InputError, match="figures are of 2020, 2021"):
        plan_reports(project, ["reads_a_file"], [2023])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((["suceeds"],), "there is no report 'suceeds'; did you mean succeeds?"),
        ((["succeeds"], [2022]), "no report succeeds for 2022: the figures are of 2020, 2021"),
        (([], [2030]), "there is no report for 2030: the figures are of 2020 to 2023"),
        (([], [2020, 1999]), "there is no report for 1999"),
        ((["shows"], [2021]), "shows goes by no year: leave out --year"),
        ((["reads_a_file"],), "needs a file: kcity run reads_a_file -p file FILE"),
        ((["reads_a_file"], (), [("fiel", "x")]), "did you mean file?"),
        ((["reads_a_file"], (), [("file", "gone.txt")]), "gone.txt: expected a file that exists"),
        ((["reads_a_file"], (), [("share", "half")]), "a number such as 0.5"),
        (([], (), [("share", "1")]), "a parameter needs the one report"),
    ],
)
def test_what_cannot_be_run_is_refused_in_plain_words(tmp_path, arguments, said):
    project = small_project.make(tmp_path, "succeeds", "shows", "reads_a_file")
    with pytest.raises(InputError) as caught:
        plan_reports(project, *arguments)
    assert said in str(caught.value)


def test_a_year_to_compare_with_must_have_data():
    project = Path(batch.__file__).parents[2]
    with pytest.raises(InputError, match="base_year: '1999': expected a year of 2020 to 2026"):
        plan_reports(project, ["comparison"], [2021], [("base_year", "1999")])


def test_a_second_run_builds_nothing(tmp_path, at_once):
    project = small_project.make(tmp_path, "succeeds", "shows")
    assert run(project).keys == ["2020/succeeds", "2021/succeeds", "shows"]
    before = files(project / "outputs")
    told = run(project)
    assert (told.keys, told.fresh) == ([], 3)
    assert files(project / "outputs") == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("code", "its notebook changed"),
        ("markdown", "its notebook changed"),
        ("data", "data/published_figures.csv changed"),
        ("date", "the date of build changed: 2023-02-03 → 2023-02-04"),
        ("library", "pandas changed: 0.1 → 0.2"),
        ("html", "2020/succeeds.html was changed since it was built"),
        ("touch", ""),
        ("outputs", ""),
        ("other data", ""),
    ],
)
def test_a_report_is_stale_when_what_it_is_made_of_changed(tmp_path, at_once, change, why):
    project = small_project.make(tmp_path, "succeeds")
    run(project)
    settings = SETTINGS
    cells = {"code": 3, "markdown": 0}
    if change in cells:
        edit(project, "succeeds", lambda book: book["cells"][cells[change]]["source"].append("\n#"))
    elif change == "data":
        (project / "data" / "published_figures.csv").write_text(small_project.FIGURES + "\n")
    elif change == "other data":
        (project / "data" / "sources.csv").write_text(small_project.SOURCES + "\n")
    elif change == "date":
        settings = replace(SETTINGS, date="2023-02-04")
    elif change == "library":
        settings = replace(SETTINGS, foundation={"pandas": "0.2"})
    elif change == "html":
        (project / "outputs" / "2020" / "succeeds.html").write_text("mine")
    elif change == "touch":
        (project / "data" / "published_figures.csv").touch()
    elif change == "outputs":
        edit(project, "succeeds", lambda book: book["cells"][3].update(execution_count=9))
    tasks = plan_reports(project)
    states = batch.stale_reasons(project, tasks, project / "outputs", settings)
    assert str(states["2020/succeeds"]) == why
    assert run(project, settings=settings).keys == [key for key, why in states.items() if why]
    assert not any(batch.stale_reasons(project, tasks, project / "outputs", settings).values())


def test_a_failure_leaves_the_good_report_and_is_tried_again(tmp_path, at_once):
    project = small_project.make(tmp_path, "succeeds", "shows")
    output = project / "outputs"
    run(project)
    before = files(output)
    at_once.append("shows")
    run(project, force=True)
    after = files(output)
    assert {name for name in after if after[name] != before.get(name)} == {
        *("shows.failed.html", "index.html", "index.ko.html", "manifest.json"),
    }
    entries = json.loads(after["index.html"])
    assert [(entry["href"], entry["state"]) for entry in entries if entry["report"] == "shows"] == [
        ("shows.failed.html", "failed"),
        ("shows.html", "stale"),
    ]
    assert json.loads(after["manifest.json"])["reports"]["shows"]["outcome"] == EXCEPTED
    at_once.clear()
    assert run(project).keys == ["shows"]
    assert "shows.failed.html" not in files(output)


def test_a_report_that_cannot_be_written_is_a_failure_of_its_own(tmp_path, at_once, monkeypatch):
    project = small_project.make(tmp_path, "succeeds")
    publish = manifest.publish

    def full(output, entries, *more):
        if "2020/succeeds" in entries:
            raise OSError(28, "No space left on device")
        publish(output, entries, *more)

    monkeypatch.setattr(manifest, "publish", full)
    tasks, output = plan_reports(project), project / "outputs"
    results = batch.build_reports(project, tasks, output, SETTINGS, Told())
    assert results["2020/succeeds"].status == ERRORED
    assert "No space left" in str(results["2020/succeeds"].error)
    assert results["2021/succeeds"].status == SUCCEEDED


def test_a_lost_index_is_made_again(tmp_path, at_once):
    project = small_project.make(tmp_path, "succeeds")
    run(project)
    index = project / "outputs" / "index.html"
    before = index.read_bytes()
    index.unlink()
    assert run(project).keys == []
    assert index.read_bytes() == before


def built_of(project: Path, path: Path) -> None:
    tasks = plan_reports(project, ["reads_a_file"], (), [("file", str(path))])
    batch.build_reports(project, tasks, project / "outputs", SETTINGS, Told())


def states(project: Path) -> dict[str, str]:
    """What the index says of each report that it leads to."""
    entries = json.loads((project / "outputs" / "index.html").read_bytes())
    return {entry["href"].removesuffix(".html"): entry["state"] for entry in entries}


def reasons(project: Path) -> dict[str, str]:
    found = reasons_of_built(project, project / "outputs", SETTINGS)
    return {key: str(reason) for key, reason in found.items()}


def a_file(project: Path, name: str, text: str) -> Path:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_files_of_one_name_in_two_folders_do_not_replace_each_others_reports(tmp_path, at_once):
    project = small_project.make(tmp_path, "reads_a_file")
    one = a_file(project, "2021/release.txt", "of 2021")
    other = a_file(project, "2022/release.txt", "of 2022")
    built_of(project, one)
    before = files(project / "outputs")
    with pytest.raises(InputError, match=r"2022/release.txt.*another name than that of .*2021"):
        built_of(project, other)
    assert files(project / "outputs") == before
    moved = one.rename(project / "release.txt")
    built_of(project, moved)  # the same file is no other one because it was moved
    other.write_text(moved.read_text())
    built_of(project, other)


def test_names_that_differ_in_a_dot_or_a_suffix_have_reports_of_their_own(tmp_path, at_once):
    project = small_project.make(tmp_path, "reads_a_file")
    names = ["a.b.txt", "a_b.txt", "a-b.txt", "a.b", "a_b.md"]
    for name in names:
        built_of(project, a_file(project, name, name))
    assert len([name for name in files(project / "outputs") if name.endswith(".csv")]) == len(names)
    with pytest.raises(InputError, match="a name that differs from"):
        # Windows and macOS take both for the same file.
        built_of(project, a_file(project, "A_B.txt", "x"))


def test_another_parameter_leaves_the_report_that_is_built_by_itself(tmp_path, at_once):
    project = small_project.make(tmp_path, "spans")
    run(project)
    before = files(project / "outputs")
    tasks = plan_reports(project, ["spans"], (), [("last_year", "2022")])
    batch.build_reports(project, tasks, project / "outputs", SETTINGS, Told())
    after = files(project / "outputs")
    assert {name: after[name] for name in before if name.startswith("spans.")} == {
        name: data for name, data in before.items() if name.startswith("spans.")
    }
    assert states(project) == {"spans": "fresh", "spans.last_year-2022": "fresh"}


def test_the_index_knows_of_reports_that_are_built_only_when_asked_for(tmp_path, at_once):
    project = small_project.make(tmp_path, "succeeds", "reads_a_file", "spans")
    run(project)
    path = a_file(project, "release.txt", "one")
    built_of(project, path)
    tasks = plan_reports(project, ["spans"], (), [("last_year", "2022")])
    batch.build_reports(project, tasks, project / "outputs", SETTINGS, Told())
    asked, other = "reads_a_file/release", "spans.last_year-2022"
    assert set(states(project).values()) == {"fresh"}
    path.write_text("two")
    assert reasons(project)[asked] == "release.txt changed"
    run(project)
    assert states(project)[asked] == "stale"
    path.unlink()
    assert reasons(project)[asked] == "its file release.txt is not there"
    (project / "notebooks" / "spans.ipynb").unlink()
    run(project)
    found = states(project)
    assert found == {asked: "stale", "2020/succeeds": "fresh", "2021/succeeds": "fresh"}
    assert reasons(project)[other] == "its notebook is gone"
    assert (project / "outputs" / f"{other}.html").exists()  # whoever was sent its address


def test_what_is_published_names_no_folder_of_a_file_that_was_given(tmp_path, at_once):
    project = small_project.make(tmp_path, "reads_a_file")
    built_of(project, a_file(project, "private/release.txt", "one"))
    for data in files(project / "outputs").values():
        assert b"private" not in data


@pytest.mark.slow
def test_the_page_the_notebook_and_the_manifest_name_one_build(tmp_path):
    project = small_project.make(tmp_path, "succeeds")
    run(project)
    output = project / "outputs"
    known = manifest.read(output)["reports"]
    builds = {entry["build"] for entry in known.values()}
    assert len(builds) == 2  # one a year
    for key, entry in known.items():
        executed = json.loads((output / f"{key}.ipynb").read_text("utf-8"))
        assert executed["metadata"]["kcity"]["build"] == entry["build"]
        page = (output / f"{key}.html").read_text("utf-8")
        assert page.count(entry["build"]) == 1
        assert entry["build"] == manifest.build_of(entry["made_of"])


@pytest.mark.slow
def test_an_error_of_any_length_is_kept_short(tmp_path, monkeypatch):
    project = small_project.make(tmp_path, "raises")
    edit(
        project,
        "raises",
        lambda book: book["cells"][2].update(source='raise ValueError("x" * 5_000_000)'),
    )
    run(project)
    for name in ("manifest.json", "raises.failed.html", "index.html"):
        assert (project / "outputs" / name).stat().st_size < 200_000


@pytest.mark.deep
def test_killed_at_fifty_random_moments_no_report_is_ever_half(tmp_path):
    script = Path(__file__).parents[1] / "killed_batch.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path, "50"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stopped halfway"] > 10


@pytest.mark.slow
def test_jobs_and_order_make_no_difference_and_the_batch_goes_on_after_failures(tmp_path):
    project = small_project.make(tmp_path, "succeeds", "raises", "kills_its_process", "leaks")
    tasks = plan_reports(project)
    one, two = project / "one", project / "two"
    first = batch.build_reports(project, tasks, one, replace(SETTINGS, jobs=1), Told())
    batch.build_reports(project, tasks[::-1], two, SETTINGS, Told())
    assert files(one) == files(two)
    assert {key: result.status for key, result in first.items()} == {
        "2020/leaks": SUCCEEDED,
        "2021/leaks": SUCCEEDED,
        "2020/succeeds": SUCCEEDED,
        "2021/succeeds": SUCCEEDED,
        "kills_its_process": ERRORED,
        "raises": EXCEPTED,
    }
    assert {name for name in files(one) if "failed" in name} == {
        *("kills_its_process.failed.html", "raises.failed.html"),
    }
    index = files(one)["index.html"].decode()
    assert index.index("raises.failed.html") < index.index("2020/succeeds.html")
