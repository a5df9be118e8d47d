"""Each report starts from the same clean state and ends alone; both engines give the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import small_project

from kcity_analysis.batch import manifest, workers
from kcity_analysis.batch import planning as plan
from kcity_analysis.batch import running as batch
from kcity_analysis.batch.workers import (
    ERRORED,
    EXCEPTED,
    SUCCEEDED,
    Job,
    Result,
    WarmProcess,
)

pytestmark = pytest.mark.skipif(
    not workers.CAN_FORK, reason="without fork every report takes seconds to start"
)


@pytest.fixture(scope="module")
def warm():
    with WarmProcess() as process:
        yield process


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> dict[str, Job]:
    """One job of each fixture notebook."""
    project = small_project.make(
        tmp_path_factory.mktemp("project"),
        *(path.stem for path in small_project.NOTEBOOKS.glob("*.ipynb")),
    )
    (project / "text.txt").write_text("read\n")
    asked = plan.plan(project, ["reads_a_file"], (), [("file", str(project / "text.txt"))])
    settings = batch.Settings(date="2023-02-03")
    return {task.key: batch.made_of(task, project, settings) for task in plan.plan(project) + asked}


def outputs(result: Result) -> list[list[dict]]:
    cells = json.loads(result.files[".ipynb"])["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def text(output: dict) -> str:
    return "".join(output["text"] if "text" in output else output["data"]["text/plain"])


def test_the_warm_process_has_one_thread(warm, jobs):
    warm.run(jobs["2021/succeeds"])
    assert len(list(Path(f"/proc/{warm.pid}/task").iterdir())) == 1


def test_a_cell_shows_what_it_shows_in_jupyter(warm, jobs):
    result = warm.run(jobs["shows"])
    assert result.outcome == SUCCEEDED, result.error
    printed, updated, figure, frame, warned, captured, machine, awaited, names, _ = outputs(result)[
        1:
    ]
    kinds = [(output["output_type"], output.get("name", "")) for output in printed]
    assert kinds == [
        ("stream", "stdout"),
        ("stream", "stderr"),
        ("display_data", ""),
        ("stream", "stdout"),
        ("execute_result", ""),
    ]
    assert text(printed[0]) == "one\ntwo\n"
    assert [text(output) for output in updated] == ["after"]
    assert [list(output["data"]) for output in figure] == [["image/png", "text/plain"]]
    assert set(frame[0]["data"]) == {"text/html", "text/plain"}
    assert text(warned[0]).startswith("<cell>:1: UserWarning: careful")
    assert text(warned[1]) == "<object at 0x…>"
    assert captured == []
    assert text(machine[0]).split()[:4] == [r"'hidden\n'", "data", "~/x", "pandas/__init__.py"]
    assert text(awaited[0]).startswith("((2, 2), {")
    assert text(names[0]) == "('__main__', 'import sys', True)"


@pytest.mark.parametrize("key", ["shows", "2021/succeeds", "raises", "reads_a_file/text"])
def test_a_kernel_of_its_own_gives_the_same_bytes(warm, jobs, key):
    forked, kernel = (warm.run(replace(jobs[key], kernel=kernel)) for kernel in (False, True))
    assert forked == kernel
    assert forked.files


def test_nothing_leaks_from_one_report_to_the_next(warm, jobs):
    years = ["2020/leaks", "2021/leaks"]
    there = {key: warm.run(jobs[key]) for key in years}
    back = {key: warm.run(jobs[key]) for key in reversed(years)}
    assert there == back
    first = [outputs(there[key])[3] for key in years]
    assert first[0] == first[1]
    assert text(first[0][0]) == "None 10.0 [] False 0 False 60 warn False\n"


def test_no_output_names_the_machine(warm, jobs):
    for key in ("shows", "raises", "kills_its_process", "reads_a_file/text"):
        for data in warm.run(jobs[key]).files.values():
            for path in (jobs[key].project, f"{Path.home()}/", sys.prefix, "ipykernel_"):
                assert path.encode() not in data, key


def test_values_reach_the_notebook_typed_and_a_file_is_read_from_anywhere(warm, jobs):
    job = replace(jobs["reads_a_file/text"])
    job = replace(job, parameters=job.parameters | {"share": 1.0, "whole": False})
    result = warm.run(job)
    assert [text(cell[0]) for cell in outputs(result)[2:4]] == [
        "text.txt\nread\n\n",
        "False 1.0 False\n",
    ]


def test_a_notebook_that_raises_gives_a_page_of_its_failure(warm, jobs):
    result = warm.run(jobs["raises"])
    assert (result.outcome, result.error) == (EXCEPTED, "ValueError: nothing in data")
    assert result.place == "cell [2] under “The part that fails”"
    assert list(result.files) == [".failed.html"]


def test_a_killed_process_is_told_with_its_signal_and_the_cell_it_was_in(warm, jobs):
    result = warm.run(jobs["kills_its_process"])
    assert (result.outcome, result.error) == (ERRORED, "its process was killed by SIGKILL")
    assert result.place.startswith("cell [2]")
    assert list(result.files) == [".failed.html"]


def test_a_kernel_that_dies_is_told(warm, jobs):
    result = warm.run(replace(jobs["kills_its_process"], kernel=True))
    assert (result.outcome, result.error) == (ERRORED, "its kernel died")


def test_a_report_that_takes_too_long_is_stopped(warm, jobs):
    result = warm.run(jobs["sleeps"], timeout=0.5)
    assert (result.outcome, result.error) == (ERRORED, "stopped at the time limit of 0.5 s")
    assert result.place.startswith("cell [1]")


def test_a_notebook_without_its_figures_is_no_report(warm, jobs):
    result = warm.run(jobs["has_no_figures"])
    assert result.outcome == ERRORED
    assert "text/csv" in result.error


def test_each_finished_cell_is_told(warm, jobs):
    told: list[tuple[int, int]] = []
    warm.run(jobs["2021/succeeds"], on_cell=lambda *numbers: told.append(numbers))
    assert told == [(2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8)]


def test_where_fork_does_not_exist_a_report_is_the_same(warm, jobs, monkeypatch):
    monkeypatch.setattr(workers, "CAN_FORK", False)
    with WarmProcess() as cold:
        result = cold.run(replace(jobs["2021/succeeds"], kernel=True))
    monkeypatch.undo()
    assert result == warm.run(jobs["2021/succeeds"])


CALLER = """
import pickle, sys
from kcity_analysis.batch.workers import WarmProcess
job = pickle.load(sys.stdin.buffer)
warm = WarmProcess()
print(warm.pid, flush=True)
warm.run(job, on_cell=lambda *_: None)
"""


def test_nothing_runs_on_when_the_caller_is_killed(jobs):
    import pickle

    import psutil

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", CALLER], **pipes) as caller:
        pickle.dump(jobs["sleeps"], caller.stdin)
        caller.stdin.close()
        warm = psutil.Process(int(caller.stdout.readline()))
        deadline = time.monotonic() + 60
        while not (children := warm.children()) and time.monotonic() < deadline:
            time.sleep(0.05)
        caller.kill()
        gone, alive = psutil.wait_procs([warm, *children], timeout=20)
        assert len(gone) == 2 and not alive


def test_a_worker_of_another_make_is_refused(jobs, monkeypatch):
    job = jobs["2021/succeeds"]
    monkeypatch.setattr(manifest, "foundation", lambda: {"pandas": job.made_of["pandas"]})
    other = replace(job, made_of=job.made_of | {"pandas": "0.1"})
    result = workers.run_here(other)
    assert (result.outcome, result.error) == (
        ERRORED,
        "the cluster's worker differs from here in pandas",
    )


def test_what_warming_up_leaves_out_can_still_be_imported_by_a_notebook():
    script = (
        "import sys\n"
        "from kcity_analysis.running import forks\n"
        "hidden = [name for name in forks.UNNEEDED if sys.modules.setdefault(name, None) is None]\n"
        "import nbformat, seaborn\n"
        "assert hidden == list(forks.UNNEEDED)\n"
        "for name in hidden:\n"
        "    del sys.modules[name]\n"
        "import scipy.stats\n"
        "nbformat.validate(nbformat.v4.new_notebook())\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
