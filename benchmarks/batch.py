"""The batch against other ways to make the same reports, side by side in one run.

    python benchmarks/batch.py [--reports N] [--against COMMIT]
    python benchmarks/batch.py --profile [--reports N]

Prints the processor time (with that of all processes started) and the wall time of each contender:

- ``loop``: a shell loop of ``papermill`` and ``jupyter nbconvert``, one after the other;
- ``pool``: papermill's API and nbconvert's exporter in a pool of two processes;
- ``script``: the same cells executed one after the other in one process, with our page: the limit;
- ``one``, ``two``, ``kernel``: ``kcity run`` with one job, with two, and with a kernel a report;
- ``nothing``: ``kcity run`` again, with nothing to do; ``python`` is Python's own start.

Then what one report takes of each kind, the notebook of a reception in a kernel as JupyterLab
starts one, and what importing and ``kcity --help`` take, each beside what it is held against. The
ratios are those that the project promises, and say what was wanted. With ``--against``, another
version of the project is built beside this one, in an environment of its own, and the two take
turns. ``--profile`` says instead in which rooms and libraries the time of a report goes.
"""

from __future__ import annotations

import argparse
import ast
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

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
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        # Not in this folder, or another version would find this package first.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": errors}
        process = subprocess.Popen(command, cwd=output, env=environment, **quiet)
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


KINDS = ("reception", "comparison", "selection", "programme")
"""The reports that the first version has, too."""


def least(commands: dict[str, list[str]], rounds: int = 3) -> dict[str, float]:
    """The least processor time of each command, the commands taking turns."""
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                words = [word.format(output=folder) for word in command]
                spent[name].append(timed(words, Path(folder))[0])
    return {name: min(times) for name, times in spent.items()}


def a_report(commit: str = "") -> None:
    """What a report takes beyond the first of a run, of each kind; and of another version."""
    run = ["-m", "kcity_analysis", "run", "--quiet", "--jobs", "1", "--output", "{output}"]
    english = [sys.executable, *run, "--language", "en"]
    commands = {
        "first": [*english, "reception", "--year", "2021"],
        "reception": [*english, "reception"],
        "country": [*english, "country"],
        "kinds": [*english, *KINDS],
    }
    with tempfile.TemporaryDirectory() as folder:
        if commit:
            theirs = [str(another(commit, Path(folder))), *run]
            commands |= {"their first": [*theirs, "reception", "--year", "2021"], "theirs": theirs}
        spent = least(commands)
    count = {kind: sum(task.report.name == kind for task in tasks(0)) for kind in
             (*KINDS, "country")}  # fmt: skip
    reception = (spent["reception"] - spent["first"]) / (count["reception"] - 1)
    country = (spent["country"] - spent["first"] + reception) / count["country"]
    known = sum(count[kind] for kind in KINDS)
    mean = (spent["kinds"] - spent["first"]) / (known - 1)
    print(f"a report {mean:.3f} s, a reception {reception:.3f} s, a country {country:.3f} s")
    say("country page / reception", country / reception, "at most 0.5")
    if commit:
        old = (spent["theirs"] - spent["their first"]) / (known - 1)
        print(f"a report of {commit} {old:.3f} s")
        say(f"mean report / that of {commit}", mean / old, "at most 0.45")
        say("the whole run, start included", spent["kinds"] / spent["theirs"], "")


LAB = """
import resource, sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
resources = {"metadata": {"path": sys.argv[2]}}
NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
"""


def in_a_kernel() -> None:
    """Run All of a reception in a cold kernel, against one that imports what any chart needs."""
    import nbformat

    spent: dict[str, list[float]] = {"reception": [], "plain": []}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.ipynb")
        code = nbformat.v4.new_code_cell("import pandas\nimport matplotlib.pyplot")
        nbformat.write(nbformat.v4.new_notebook(cells=[code]), plain)
        notebooks = {"reception": PROJECT / "notebooks" / "reception.ipynb", "plain": plain}
        for _ in range(3):
            for name, path in notebooks.items():
                command = [sys.executable, "-c", LAB, str(path), str(PROJECT / "notebooks")]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                spent[name].append(float(done.stdout))
    say("Run All / a kernel with pandas and pyplot", min(spent["reception"]) / min(spent["plain"]),
        "at most 1.6")  # fmt: skip


def starting() -> None:
    """What an analyst and a command wait for before anything is said."""
    python = [sys.executable, "-c"]
    spent = least({
        "python": [*python, "pass"],
        "pandas": [*python, "import pandas"],
        "figures": [*python, "import kcity_analysis as kc; kc.figures(2021)"],
        "help": [sys.executable, "-m", "kcity_analysis", "--help"],
    }, 7)  # fmt: skip
    say("import and kc.figures(2021) / import pandas", spent["figures"] / spent["pandas"],
        "at most 1.2")  # fmt: skip
    say("kcity --help / Python's start", spent["help"] / spent["python"], "at most 3")


def say(what: str, ratio: float, wanted: str) -> None:
    print(f"{what:46} {ratio:7.2f}  {wanted and f'({wanted})'}", flush=True)


def profile(count: int) -> None:
    """By samples of the processor's clock: where the time of reports goes, in warmed processes."""
    from kcity_analysis.batch import execution, warm, workers

    assert warm.PATH
    os.environ |= workers.ENVIRONMENT
    rooms, libraries, places = Counter(), Counter(), Counter()
    for task in tasks(count):
        job = workers.Job(
            task.key, task.report.name, task.report.source, task.values, (), str(PROJECT), {},
            "build", {}, "2026-01-01",
        )  # fmt: skip
        reader, writer = os.pipe()
        if not (child := os.fork()):
            with os.fdopen(writer, "w") as file:
                json.dump(_stacks(partial(execution.build, job, lambda *_: None)), file)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as file:
            found = json.load(file)
        os.waitpid(child, 0)
        for stack in found:
            own = [n for n, where in enumerate(stack) if "/kcity_analysis/" in where]
            nearest = own[0] if own else len(stack)
            place = stack[nearest].partition("/kcity_analysis/")[2] if own else "elsewhere"
            places[place] += 1
            rooms[place.partition("/")[0]] += 1
            _, outside, called = stack[nearest - 1].partition("/site-packages/")
            libraries["itself" if not nearest else called.partition("/")[0] if outside else
                      "the standard library"] += 1  # fmt: skip
    for title, counts, most in (
        ("room", rooms, 10), ("what it calls", libraries, 15), ("function", places, 40),
    ):  # fmt: skip
        print(f"-- by {title}")
        for name, times in counts.most_common(most):
            print(f"{100 * times / rooms.total():5.1f} %  {name}")


def _stacks(work: Callable[[], object]) -> list[list[str]]:
    """What ran at each tick of the processor's clock."""
    found: list[list[str]] = []
    signal.signal(signal.SIGPROF, lambda _, frame: found.append(_stack(frame)))
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    work()
    signal.setitimer(signal.ITIMER_PROF, 0)
    return found


def _stack(frame: FrameType | None) -> list[str]:
    """The innermost frame first, each as its file and function."""
    found = []
    while frame:
        found.append(f"{frame.f_code.co_filename} {frame.f_code.co_name}")
        frame = frame.f_back
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=0, help="of so many reports (all: 0)")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--against", metavar="COMMIT", default="", help="beside this version")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args()
    adopt()
    if given.contender:
        contend(given.contender, given.output, given.reports)
        return
    if given.profile:
        profile(given.reports)
        return
    print(f"{len(tasks(given.reports))} reports, {len(os.sched_getaffinity(0))} processors")
    a_report(given.against)
    in_a_kernel()
    starting()
    cpu, wall = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name in CONTENDERS:
            where = Path(folder, "two" if name == "nothing" else name)
            cpu[name], wall[name] = measure(name, where, given.reports)
            print(f"{name:8} {cpu[name]:7.2f} s processor {wall[name]:7.2f} s wall", flush=True)
    nothing = max(cpu["nothing"] - cpu["python"], 1e-9)
    say("kcity run / script", cpu["two"] / cpu["script"], "at most 1.3")
    say("loop / kcity run", cpu["loop"] / cpu["two"], "at least 12")
    say("pool / kcity run", cpu["pool"] / cpu["two"], "")
    say("kcity run --kernel / kcity run", cpu["kernel"] / cpu["one"], "")
    say("wall of one job / of two", wall["one"] / wall["two"], "at least 1.75")
    say("loop / nothing to do", cpu["loop"] / nothing, "at least 100")
    say("nothing to do, beyond Python, in seconds", nothing, "at most 0.2")


if __name__ == "__main__":
    main()
