"""The batch against other ways to make the same reports, side by side in one run.

    python benchmarks/batch.py [--reports N]
    python benchmarks/batch.py --against COMMIT

Prints the processor time (with that of all processes started) and the wall time of:

- ``loop``: a shell loop of ``papermill`` and ``jupyter nbconvert``, one after the other;
- ``pool``: papermill's API and nbconvert's exporter in a pool of two processes;
- ``script``: the same cells executed one after the other in one process, with our page: the limit;
- ``one``, ``two``, ``kernel``: ``kcity run`` with one job, with two, and with a kernel a report;
- ``nothing``: ``kcity run`` again, with nothing to do; ``python`` is Python's own start.

The ratios at the end are those that the project promises. With ``--against``, another version of
the project is built beside this one, in an environment of its own, and the two run in turn.
"""

from __future__ import annotations

import argparse
import ast
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CONTENDERS = ("python", "loop", "pool", "script", "one", "two", "kernel", "nothing")


def tasks(count: int) -> list:
    from kcity_analysis.batch import plan

    planned = plan.plan_reports(PROJECT, languages=["en"])
    # Every n-th, so that a few are a fair sample of all.
    return planned[:: max(1, len(planned) // count)][:count] if count else planned


def loop(output: Path, count: int) -> None:
    for task in tasks(count):
        notebook = output / f"{task.key.replace('/', '-')}.ipynb"
        source = PROJECT / "notebooks" / f"{task.report.name}.ipynb"
        values = [word for name, value in task.values.items() for word in ("-p", name, str(value))]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
        papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", source, notebook]
        subprocess.run([*papermill, *values], cwd=PROJECT, **quiet)
        convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", notebook]
        subprocess.run(convert, cwd=PROJECT, **quiet)


def one_of_pool(source: Path, notebook: Path, values: dict) -> None:
    import papermill
    from nbconvert import HTMLExporter

    papermill.execute_notebook(source, notebook, values, progress_bar=False, cwd=PROJECT)
    page, _ = HTMLExporter().from_filename(str(notebook))
    notebook.with_suffix(".html").write_text(page, "utf-8")


def pool(output: Path, count: int) -> None:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2) as executor:
        running = [
            executor.submit(
                one_of_pool,
                PROJECT / "notebooks" / f"{task.report.name}.ipynb",
                output / f"{task.key.replace('/', '-')}.ipynb",
                task.values,
            )
            for task in tasks(count)
        ]
        for future in running:
            future.result()


def script(output: Path, count: int) -> None:
    import nbformat

    from kcity_analysis.pages import html

    os.chdir(PROJECT)
    for task in tasks(count):
        notebook = nbformat.reads(task.report.source, as_version=4)
        names: dict = {"__name__": "__main__"}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                tree = ast.parse(cell.source)
                value = None
                last = (
                    tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
                )
                exec(compile(tree, "cell", "exec"), names)
                if last is not None:
                    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
                if "parameters" in cell.metadata.get("tags", []):
                    names |= task.values
                if value is not None:
                    shown = value._repr_mimebundle_()
                    data = shown[0] if isinstance(shown, tuple) else shown
                    cell.outputs = [nbformat.v4.new_output("display_data", data)]
        page = html.render_report(notebook, provenance=html.Provenance(task.key))
        path = output / task.key.replace("/", "-")
        path.with_suffix(".html").write_text(page, "utf-8")
        path.with_suffix(".csv").write_text(html.figures_csv(notebook), "utf-8")


def kcity(output: Path, count: int, *options: str) -> None:
    if not count:
        arguments = ["run", "--quiet", "--language", "en", "--output", str(output), *options]
        os.execv(sys.executable, [sys.executable, "-m", "kcity_analysis", *arguments])
    from kcity_analysis.batch import plan, progress
    from kcity_analysis.batch import run as batch

    jobs = 2 if "2" in options else 1
    settings = batch.Settings(plan.newest_date(PROJECT), jobs=jobs, kernel="--kernel" in options)
    batch.build_reports(PROJECT, tasks(count), output, settings, progress.Lines(quiet=True))


def contend(name: str, output: Path, count: int) -> None:
    options = {
        "one": ("--jobs", "1"),
        "two": ("--jobs", "2"),
        "kernel": ("--kernel", "--jobs", "1"),
        "nothing": (),
    }
    if name in options:
        kcity(output, count, *options[name])
    elif name != "python":
        {"loop": loop, "pool": pool, "script": script}[name](output, count)


def measure(name: str, output: Path, count: int) -> tuple[float, float]:
    """Processor and wall time, in seconds."""
    command = [sys.executable, "-c", "pass"]
    if name != "python":
        command = [sys.executable, __file__, "--contender", name, "--output", str(output)]
        command += ["--reports", str(count)]
    return timed(command, output)


def timed(command: list[str], output: Path) -> tuple[float, float]:
    """Processor time (with that of all processes started) and wall time of a command."""
    output.mkdir(exist_ok=True)
    with (output / "stderr").open("w+") as errors:  # kernels have much to say
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        # Not in this folder, or another version would find this package first.
        process = subprocess.Popen(command, cwd=output, env=environment, stderr=errors)
        status = process.wait()
        wall = time.monotonic() - begin
        with suppress(ChildProcessError):  # what it leaves to end by itself counts too
            while True:
                os.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if status:
            errors.seek(0)
            sys.exit(f"{command} ended with status {status}:\n{errors.read()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def adopt() -> None:
    """Be told of the end of every process started from here, also those that outlive theirs."""
    subreaper = 36  # PR_SET_CHILD_SUBREAPER
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)


def another(commit: str, folder: Path) -> Path:
    """The Python of an environment with the project as it was at a commit."""
    source, python = folder / "source", folder / "source" / ".venv" / "bin" / "python"
    source.mkdir()
    archive = subprocess.run(
        ["git", "archive", commit], cwd=PROJECT, check=True, stdout=subprocess.PIPE
    )
    subprocess.run(["tar", "-x"], cwd=source, check=True, input=archive.stdout)
    (source / ".tools").symlink_to(PROJECT / ".tools")
    subprocess.run(["make", "-s", ".venv/.report"], cwd=source, check=True)
    return python


def against(commit: str, rounds: int = 3) -> None:
    spent: dict[str, list[tuple[float, float]]] = {commit: [], "here": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pythons = {commit: str(another(commit, folder)), "here": sys.executable}
        for number in range(rounds):
            for which, python in pythons.items():
                output = folder / f"{which}-{number}".replace("/", "-")
                arguments = ["-m", "kcity_analysis", "run", "--quiet", "--output", str(output)]
                if which == "here":  # of the reports that any version has
                    arguments += ["--language", "en"]
                spent[which].append(timed([python, *arguments], output))
    best = {
        which: [min(times) for times in zip(*found, strict=True)] for which, found in spent.items()
    }
    for which, (cpu, wall) in best.items():
        print(f"{which:12} {cpu:7.2f} s processor {wall:7.2f} s wall")
    for number, what in enumerate(("processor", "wall")):
        print(f"{what}: here / {commit}  {best['here'][number] / best[commit][number]:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=0, help="of so many reports (all: 0)")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--against", metavar="COMMIT", help="measure against this version")
    given = parser.parse_args()
    adopt()
    if given.against:
        against(given.against)
        return
    if given.contender:
        contend(given.contender, given.output, given.reports)
        return
    print(f"{len(tasks(given.reports))} reports, {len(os.sched_getaffinity(0))} processors")
    cpu, wall = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name in CONTENDERS:
            where = Path(folder, "two" if name == "nothing" else name)
            cpu[name], wall[name] = measure(name, where, given.reports)
            print(f"{name:8} {cpu[name]:7.2f} s processor {wall[name]:7.2f} s wall", flush=True)
    nothing = max(cpu["nothing"] - cpu["python"], 1e-9)
    print(f"kcity run / script (at most 1.3)          {cpu['two'] / cpu['script']:6.2f}")
    print(f"loop / kcity run (at least 5)             {cpu['loop'] / cpu['two']:6.2f}")
    print(f"pool / kcity run                          {cpu['pool'] / cpu['two']:6.2f}")
    print(f"kcity run --kernel / kcity run            {cpu['kernel'] / cpu['one']:6.2f}")
    print(f"wall of one job / of two (at least 1.7)   {wall['one'] / wall['two']:6.2f}")
    print(f"loop / nothing to do (at least 100)       {cpu['loop'] / nothing:6.0f}")
    print(f"nothing to do, beyond Python (at most 1)  {nothing:6.2f} s")


if __name__ == "__main__":
    main()
