"""The batch against other ways to make the same reports, side by side in one run.

    python benchmarks/batch.py [--reports N]

Prints the processor time (with that of all processes started) and the wall time of:

- ``loop``: a shell loop of ``papermill`` and ``jupyter nbconvert``, one after the other;
- ``pool``: papermill's API and nbconvert's exporter in a pool of two processes;
- ``script``: the same cells executed one after the other in one process, with our page: the limit;
- ``one``, ``two``, ``kernel``: ``kcity run`` with one job, with two, and with a kernel a report;
- ``nothing``: ``kcity run`` again, with nothing to do; ``python`` is Python's own start.

The ratios at the end are those that the project promises.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CONTENDERS = ("python", "loop", "pool", "script", "one", "two", "kernel", "nothing")


def tasks(count: int) -> list:
    from kcity_analysis.batch import plan

    planned = plan.plan_reports(PROJECT)
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
        arguments = ["run", "--quiet", "--output", str(output), *options]
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
    output.mkdir(exist_ok=True)
    command = [sys.executable, "-c", "pass"]
    if name != "python":
        command = [sys.executable, __file__, "--contender", name, "--output", str(output)]
        command += ["--reports", str(count)]
    with (output / "stderr").open("w+") as errors:  # kernels have much to say
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
        begin = time.monotonic()
        process = subprocess.Popen(command, env=environment, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{name} ended with status {process.returncode}:\n{errors.read()}")
    return used.ru_utime + used.ru_stime, wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=0, help="of so many reports (all: 0)")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
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
