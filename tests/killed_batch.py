"""Kills batches at random moments and prints what it found: ``killed_batch.py FOLDER ROUNDS``.

A batch of reports whose files are made at once (so that it is publishing nearly all the
time, which is where a kill could hurt) is forked and killed with SIGKILL, again and again, each
time with new figures. After each kill every file must be one that some batch made, whole; a report
may be mixed of two batches only if the next run knows, and that run must repair it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import small_project

from kcity_analysis.batch import manifest
from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.batch.workers import SUCCEEDED, Outcome


class Silent:
    def start(self, keys, fresh): ...
    def cell(self, key, done, total): ...
    def finished(self, key, result): ...
    def say(self, text): ...


def made(job) -> Outcome:
    figures = job.inputs["data/published_figures.csv"]
    names = {suffix: manifest.file_of(job.key, suffix) for suffix in (".html", ".ipynb", ".csv")}
    files = {suffix: f"{name} {figures} ".encode() * 5000 for suffix, name in names.items()}
    return Outcome(SUCCEEDED, files, {"title": job.key})


@contextmanager
def workers_at_once(settings):
    def submit(job, on_cell):
        future = Future()
        future.set_result(made(job))
        return future

    yield batch.Workers(
        submit, lambda *_: Outcome(SUCCEEDED, {".html": b"index"}), lambda: Outcome(SUCCEEDED)
    )


SPOKEN = ("2020/succeeds", "2021/succeeds")  # in two languages, with one file of figures
SETTINGS = batch.Settings(date="2023-02-03", foundation={})


def run(project: Path, output: Path) -> None:
    batch.build_reports(project, plan_reports(project), output, SETTINGS, Silent())


def change_figures(project: Path, version: int) -> set[bytes]:
    """New data; all files that a batch makes of them."""
    line = f"2020,2020,reception,region,a,cases,{version}\n"
    (project / "data" / "published_figures.csv").write_text(small_project.FIGURES + line)
    jobs = [batch.made_of(task, project, SETTINGS) for task in plan_reports(project)]
    return {data for job in jobs for data in made(job).files.values()}


def mixed(output: Path, known: set[bytes]) -> set[str]:
    """The reports whose files are of several batches; raises if a file is of none."""
    found: dict[str, set[bytes]] = {}
    for name, data in small_project.files(output).items():
        if name not in ("manifest.json", "index.html", "index.ko.html"):
            assert data in known, f"{name} is not whole"
            key = name.rsplit(".", 1)[0]
            translated = [f"{key}.ko"] if name.endswith(".csv") and key in SPOKEN else []
            for one in (key, *translated):
                found.setdefault(one, set()).add(data.split()[1])
    return {key for key, digests in found.items() if len(digests) > 1}


def main(folder: Path, rounds: int) -> None:
    batch.workers_of = workers_at_once
    project = small_project.make(folder / "project", "succeeds", shows="selection", leaks="change")
    small_project.translate(project, "succeeds")
    output, chance = folder / "outputs", random.Random(4)
    known = change_figures(project, 0)
    begin = time.monotonic()
    run(project, output)
    whole = time.monotonic() - begin
    stopped = torn = 0
    for version in range(1, rounds + 1):
        known |= change_figures(project, version)
        child = os.fork()
        if child == 0:
            try:
                run(project, output)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        json.loads((output / "manifest.json").read_bytes())
        found = mixed(output, known)
        assert not found or manifest.unfinished(output), found
        torn += len(found)
        stopped += any(
            batch.stale_reasons(project, plan_reports(project), output, SETTINGS).values()
        )
    run(project, output)
    assert not mixed(output, known)
    assert not any(batch.stale_reasons(project, plan_reports(project), output, SETTINGS).values())
    print(json.dumps({"rounds": rounds, "stopped halfway": stopped, "mixed until repaired": torn}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
