"""Each report starts from the same clean state and ends alone; both engines give the same bytes."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import small_project

from kcity_analysis.batch import manifest, workers
from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.batch.workers import (
    ERRORED,
    EXCEPTED,
    SUCCEEDED,
    Job,
    Outcome,
    Processes,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not workers.CAN_FORK, reason="without fork every report takes seconds to start"
    ),
]


@pytest.fixture(scope="module")
def warm():
    with Processes() as process:
        yield process


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> dict[str, Job]:
    """One job of each fixture notebook."""
    project = small_project.make(
        tmp_path_factory.mktemp("project"),
        *(path.stem for path in small_project.NOTEBOOKS.glob("*.ipynb")),
    )
    (project / "text.txt").write_text("read\n")
    asked = plan_reports(project, ["reads_a_file"], (), [("file", str(project / "text.txt"))])
    settings = batch.Settings(date="2023-02-03")
    return {
        task.key: batch.made_of(task, project, settings) for task in plan_reports(project) + asked
    }


def outputs(outcome: Outcome) -> list[list[dict]]:
    cells = json.loads(outcome.files[".ipynb"])["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def text(output: dict) -> str:
    return "".join(output["text"] if "text" in output else output["data"]["text/plain"])


def warm_process(caller: int | None = None) -> psutil.Process:
    """The process that reports are forked from."""
    children = psutil.Process(caller).children()
    (found,) = (child for child in children if "forkserver" in " ".join(child.cmdline()))
    return found


def test_the_warm_process_has_one_thread_and_nothing_that_starts_one(warm, jobs):
    warm.build(jobs["2021/succeeds"])
    process = warm_process()
    assert process.num_threads() == 1
    mapped = " ".join(one.path for one in process.memory_maps())
    assert "pandas" in mapped  # it is warm
    assert "highs" not in mapped


def test_warming_up_computes_and_draws_without_an_error():
    script = "from kcity_analysis.batch import execution; execution.rehearse()"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_killed_warm_process_is_replaced_and_loses_no_report(warm, jobs):
    first = warm.build(jobs["2021/succeeds"])
    process = warm_process()

    def kill(*_: int) -> None:
        process.kill()

    assert warm.build(jobs["2021/succeeds"], on_cell=kill) == first
    assert warm.build(jobs["2021/succeeds"]) == first
    assert warm_process().pid != process.pid


def test_a_report_that_hangs_when_the_warm_process_is_killed_keeps_its_time_limit(warm, jobs):
    killed = threading.Timer(1, lambda: warm_process().kill())
    warm.build(jobs["2021/succeeds"])
    killed.start()
    outcome = warm.build(jobs["never_yields"], timeout=2)
    killed.join()
    assert (outcome.status, str(outcome.error)) == (ERRORED, "stopped at the time limit of 2 s")
    assert not still_there()


def still_there() -> list[psutil.Process]:
    """What a report left running, once it had a second to end: the fixtures say their name."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        found = [
            process
            for process in psutil.process_iter(["environ"])
            if (process.info["environ"] or {}).get("KCITY_FIXTURE") == "hangs"
        ]
        if not found:
            return []
        time.sleep(0.1)
    return found


@pytest.mark.parametrize("kernel", [False, True])
def test_a_report_deaf_to_everything_is_ended_with_all_it_started(warm, jobs, kernel):
    outcome = warm.build(replace(jobs["never_yields"], kernel=kernel), timeout=4)
    assert (outcome.status, str(outcome.error)) == (ERRORED, "stopped at the time limit of 4 s")
    assert str(outcome.place).startswith("cell [2]")
    assert not still_there() and not warm_process().children()


def test_a_process_that_ends_by_itself_is_told_and_takes_what_it_started_along(warm, jobs):
    outcome = warm.build(jobs["exits"])
    assert (outcome.status, str(outcome.error)) == (
        ERRORED,
        "its process ended by itself with status 3",
    )
    assert str(outcome.place).startswith("cell [2]")
    assert not still_there()


def test_no_temporary_folder_outlives_its_report(warm, jobs, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"  # of this test alone: other runs have theirs in the system's
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(folder.iterdir())
    for key in ("2021/succeeds", "kills_its_process"):
        warm.build(jobs[key])
    warm.build(jobs["sleeps"], timeout=0.5)
    warm.build(replace(jobs["sleeps"], kernel=True), timeout=3)
    made = set(folder.iterdir()) - before
    assert not [path for path in made if path.name.startswith("kcity-")]


def test_the_folder_of_a_report_whose_caller_was_killed_is_swept_and_no_other(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lost = tmp_path / "kcity-report-lost"
    lost.mkdir()
    (lost / ".in-use").touch()
    (lost / "file").touch()
    (tmp_path / "somebodys").mkdir()
    (tmp_path / "kcity-report-link").symlink_to(tmp_path / "somebodys")
    with workers.scratch_folder() as used:
        workers.sweep()
        assert Path(used).is_dir()
    workers.sweep()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"somebodys", "kcity-report-link"}


def test_a_folder_that_another_batch_sweeps_before_it_is_locked_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    flock, taken = fcntl.flock, []

    def swept_first(file, operation):
        if not taken:
            taken.append(1)
            workers.sweep()
        flock(file, operation)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    with workers.scratch_folder() as used:
        assert taken and Path(used).is_dir()


def test_a_cell_shows_what_it_shows_in_jupyter(warm, jobs):
    result = warm.build(jobs["shows"])
    assert result.status == SUCCEEDED, str(result.error)
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
    forked, kernel = (warm.build(replace(jobs[key], kernel=kernel)) for kernel in (False, True))
    assert forked == kernel
    assert forked.files


def test_nothing_leaks_from_one_report_to_the_next(warm, jobs):
    years = ["2020/leaks", "2021/leaks"]
    there = {key: warm.build(jobs[key]) for key in years}
    back = {key: warm.build(jobs[key]) for key in reversed(years)}
    assert there == back
    first = [outputs(there[key])[3] for key in years]
    assert first[0] == first[1]
    assert text(first[0][0]) == "None 10.0 [] False 0 False 60 warn False\n"


def test_no_output_names_the_machine(warm, jobs):
    for key in ("shows", "raises", "kills_its_process", "reads_a_file/text"):
        for data in warm.build(jobs[key]).files.values():
            for path in (jobs[key].project, f"{Path.home()}/", sys.prefix, "ipykernel_"):
                assert path.encode() not in data, key


def test_values_reach_the_notebook_typed_and_a_file_is_read_from_anywhere(warm, jobs):
    job = replace(jobs["reads_a_file/text"])
    job = replace(job, parameters=job.parameters | {"share": 1.0, "whole": False})
    result = warm.build(job)
    assert [text(cell[0]) for cell in outputs(result)[2:4]] == [
        "text.txt\nread\n\n",
        "False 1.0 False\n",
    ]


def test_a_notebook_that_raises_gives_a_page_of_its_failure(warm, jobs):
    result = warm.build(jobs["raises"])
    assert (result.status, str(result.error)) == (EXCEPTED, "ValueError: nothing in data")
    assert str(result.place) == "cell [2] under “The part that fails”"
    assert list(result.files) == [".failed.html"]


def test_a_killed_process_is_told_with_its_signal_and_the_cell_it_was_in(warm, jobs):
    result = warm.build(jobs["kills_its_process"])
    assert (result.status, str(result.error)) == (ERRORED, "its process was killed by SIGKILL")
    assert str(result.place).startswith("cell [2]")
    assert list(result.files) == [".failed.html"]


def test_a_kernel_that_dies_is_told(warm, jobs):
    result = warm.build(replace(jobs["kills_its_process"], kernel=True))
    assert (result.status, str(result.error)) == (ERRORED, "its kernel died")


def test_a_report_that_takes_too_long_is_stopped(warm, jobs):
    result = warm.build(jobs["sleeps"], timeout=0.5)
    assert (result.status, str(result.error)) == (ERRORED, "stopped at the time limit of 0.5 s")
    assert str(result.place).startswith("cell [1]")


def test_a_notebook_without_its_figures_is_no_report(warm, jobs):
    result = warm.build(jobs["has_no_figures"])
    assert result.status == ERRORED
    assert "text/csv" in str(result.error)


def test_each_finished_cell_is_told(warm, jobs):
    told: list[tuple[int, int]] = []
    warm.build(jobs["2021/succeeds"], on_cell=lambda *numbers: told.append(numbers))
    assert told == [(2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8)]


def test_where_fork_does_not_exist_a_report_is_the_same(warm, jobs, monkeypatch):
    monkeypatch.setattr(workers, "CAN_FORK", False)
    with Processes() as cold:
        result = cold.build(replace(jobs["2021/succeeds"], kernel=True))
    monkeypatch.undo()
    assert result == warm.build(jobs["2021/succeeds"])


CALLER = """
import pickle, sys
from kcity_analysis.batch.workers import Processes
job = pickle.load(sys.stdin.buffer)
processes = Processes()
processes.build(job, on_cell=lambda *_: print("at work", flush=True))
"""


@pytest.mark.parametrize("kernel", [False, True])
def test_nothing_runs_on_when_the_caller_is_killed(jobs, kernel):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", CALLER], **pipes) as caller:
        pickle.dump(replace(jobs["never_yields"], kernel=kernel), caller.stdin)
        caller.stdin.close()
        caller.stdout.readline()
        below = psutil.Process(caller.pid).children(recursive=True)
        assert len(below) >= (4 if kernel else 3)  # tracker, warm process, report, its kernel
        caller.kill()
        _, alive = psutil.wait_procs(below, timeout=20)
        assert not alive
    assert not still_there()
    workers.sweep()


def test_ctrl_c_ends_a_run_at_once_and_all_its_processes(jobs, tmp_path):
    project = small_project.make(tmp_path / "project", never_yields="reception")
    command = [sys.executable, "-m", "kcity_analysis", "run", "--project", str(project)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        [*command, "--jobs", "2", "--verbose"], start_new_session=True, **pipes
    ) as caller:
        caller.stdout.readline()
        os.killpg(caller.pid, signal.SIGINT)  # as a terminal does: to everything in front
        printed = caller.communicate(timeout=20)
    assert caller.returncode == 130
    assert printed[1] == "kcity: interrupted; the reports built so far are in place\n"
    assert not still_there()


def test_a_worker_of_another_make_is_refused(jobs, monkeypatch):
    job = jobs["2021/succeeds"]
    monkeypatch.setattr(manifest, "foundation", lambda: {"pandas": job.made_of["pandas"]})
    other = replace(job, made_of=job.made_of | {"pandas": "0.1"})
    result = workers.run_here(other)
    assert (result.status, str(result.error)) == (
        ERRORED,
        "the cluster's worker differs from here in pandas",
    )


def test_what_warming_up_leaves_out_can_still_be_imported_by_a_notebook():
    script = (
        "import sys\n"
        "from kcity_analysis.batch import warm\n"
        "assert not {*warm.UNNEEDED, *warm.THREADED} & set(sys.modules)\n"
        "import highspy, nbformat, scipy.stats\n"
        "nbformat.validate(nbformat.v4.new_notebook())\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
