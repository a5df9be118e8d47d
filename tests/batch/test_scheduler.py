"""A Dask cluster makes the same reports, and a worker killed in the middle loses none."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import small_project
from small_project import files

from kcity_analysis.batch import run as batch
from kcity_analysis.batch import workers
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.batch.workers import SUCCEEDED
from kcity_analysis.vocabulary.problems import InputError

pytest.importorskip("distributed", reason="needs the dask extra")
pytestmark = pytest.mark.slow
SETTINGS = batch.Settings(date="2023-02-03", jobs=2, foundation={})


class Told:
    """Calls ``first`` when the first report is done."""

    def __init__(self, first=lambda: None) -> None:
        self._first = first

    def start(self, keys, fresh): ...
    def cell(self, key, done, total): ...
    def say(self, text): ...
    def finished(self, key, result):
        self._first()
        self._first = lambda: None


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler on the loopback and its two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    loopback = ["--host", "127.0.0.1", "--no-dashboard"]
    quiet = {
        "cwd": tmp_path_factory.mktemp("cluster"),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    port = address.rpartition(":")[2]
    worker = [*dask, "worker", address, "--no-nanny", "--nthreads", "1", *loopback]
    processes = [subprocess.Popen([*dask, "scheduler", *loopback, "--port", port], **quiet)]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.deep
def test_a_cluster_gives_the_same_bytes_and_loses_nothing_with_a_killed_worker(cluster, tmp_path):
    from distributed import Client

    address, (_, victim) = cluster
    with Client(address, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
    project = small_project.make(tmp_path, "raises", slow_years="selection", succeeds="change")
    tasks = plan_reports(project)
    here, there = project / "here", project / "there"
    batch.build_reports(project, tasks, here, SETTINGS, Told())

    def kill() -> None:
        # Later, so that it has begun the next report by then.
        threading.Timer(0.5, os.kill, (victim.pid, signal.SIGKILL)).start()

    settings = replace(SETTINGS, scheduler=address)
    results = batch.build_reports(project, tasks, there, settings, Told(kill))
    assert victim.wait(timeout=10) == -signal.SIGKILL
    assert files(here) == files(there)
    outcomes = {key: result.status for key, result in results.items()}
    assert outcomes.pop("raises") == workers.EXCEPTED
    assert set(outcomes.values()) == {SUCCEEDED}


@pytest.fixture
def silent():
    """The port of something that accepts connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "tcp://127.0.0.1:{silent}", "no:such:x"]
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_scheduler_that_does_not_answer_is_told(tmp_path, monkeypatch, silent, address):
    project = small_project.make(tmp_path, "succeeds")
    monkeypatch.setattr(batch, "_PATIENCE", 1)
    settings = replace(SETTINGS, scheduler=address.format(silent=silent))
    output = project / "outputs"
    with pytest.raises(InputError, match="no Dask scheduler answers at"):
        batch.build_reports(project, plan_reports(project), output, settings, Told())
    assert not output.exists()  # nor is it held against others while waiting
