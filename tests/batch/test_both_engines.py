"""A process and a kernel give the same report, and fail the same ones: whatever a cell does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import small_project

from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.batch.workers import EXCEPTED, SUCCEEDED, Job, Outcome, Processes

pytestmark = pytest.mark.slow
FIGURES = 'display({"text/csv": "year,measure,value\\n"}, raw=True)'


@pytest.fixture(scope="module")
def processes():
    with Processes() as started:
        yield started


def job(folder: Path, *cells: str, kernel: bool = False) -> Job:
    """A report whose notebook has these cells, and then its figures."""
    project = small_project.make(folder / "project", "shows")
    new = nbformat.v4
    notebook = nbformat.read(project / "notebooks" / "shows.ipynb", as_version=4)
    notebook.cells = [new.new_markdown_cell("# Shows")]
    for number, source in enumerate([*cells, FIGURES]):
        notebook.cells.append(new.new_code_cell(source, id=f"c{number}"))
        if source.startswith("# tag: "):
            notebook.cells[-1].metadata["tags"] = [source.splitlines()[0].removeprefix("# tag: ")]
    nbformat.write(notebook, project / "notebooks" / "shows.ipynb")
    (task,) = plan_reports(project)
    made = batch.made_of(task, project, batch.Settings(date="2023-02-03", foundation={}))
    return replace(made, kernel=kernel)


def texts(outcome: Outcome) -> list[str]:
    """What each code cell printed or showed as text."""
    assert outcome.status == SUCCEEDED, str(outcome.error)
    cells = json.loads(outcome.files[".ipynb"])["cells"]
    return [
        "".join(
            "".join(o.get("text") or o["data"].get("text/plain", json.dumps(o["data"])))
            for o in cell["outputs"]
        )
        for cell in cells
        if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('raise ExceptionGroup("several", [ValueError(1)])', "ExceptionGroup: several"),
        ("%there_is_no_such_magic", "UsageError: Line magic function `%there_is_no_such_magic`"),
        ("import sys\n\nsys.exit(0)", "SystemExit: 0"),
        ("exit()", "SystemExit: the notebook ended itself"),
        (
            "get_ipython().set_custom_exc((ValueError,), lambda *_: None)\nint('x')",
            "ValueError: invalid literal for int()",
        ),
        ("# tag: raises-exception\n1 / 0", "ZeroDivisionError: division by zero"),
        ("class A:\n    def __repr__(self):\n        raise ValueError('no')\n\n\nA()", "no"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("async def f():\n    raise ValueError('late')\n\n\nawait f()", "ValueError: late"),
    ],
)
def test_a_cell_that_does_not_end_well_fails_the_report(processes, tmp_path, cell, said):
    wanted = job(tmp_path, "1", cell, "2")
    outcome, kernel = (processes.build(replace(wanted, kernel=kernel)) for kernel in (False, True))
    for found in (outcome, kernel):
        assert found.status == EXCEPTED
        assert said in str(found.error)
        assert str(found.place) == "cell [2] under “Shows”"
        assert list(found.files) == [".failed.html"]


def test_a_tag_does_not_leave_out_a_part_of_a_report(processes, tmp_path):
    wanted = job(tmp_path, "# tag: skip-execution\nprint('run')")
    outcome, kernel = (processes.build(replace(wanted, kernel=kernel)) for kernel in (False, True))
    assert texts(outcome)[0] == "run\n"
    assert outcome == kernel


def test_both_show_the_same_where_a_process_is_no_kernel(processes, tmp_path):
    wanted = job(
        tmp_path,
        'display({"application/json": {"x": float("nan")}, "text/plain": "none"}, raw=True)',
        'print("before\\udce9after")',
        "import subprocess\nimport sys\n\nprint(1)\nsubprocess.run(['echo', 'past Python']);",
        "import os\n\nos.write(1, b'past Python');",
        "import asyncio\n\ntry:\n    asyncio.run(asyncio.sleep(0))\n"
        "except RuntimeError as error:\n    print(error)",
        "try:\n    input('name? ')\nexcept Exception as error:\n    print(type(error), error)",
        "import getpass\n\ntry:\n    getpass.getpass()\n"
        "except Exception as error:\n    print(type(error), error)",
        "await asyncio.sleep(0, 'awaited')",
        "asyncio.get_running_loop().is_running()",
        "!echo by the shell",
    )
    outcome, kernel = (processes.build(replace(wanted, kernel=kernel)) for kernel in (False, True))
    shown = texts(outcome)
    assert shown == texts(kernel)
    assert outcome == kernel
    assert shown[1] == "before\ufffdafter\n"
    assert shown[2:4] == ["1\n", ""]
    assert shown[4].startswith("asyncio.run() cannot be called from a running event loop\n")
    assert "StdinNotImplementedError" in shown[5] and "StdinNotImplementedError" in shown[6]
    # IPython gives a shell's command a terminal, whose lines end so.
    assert shown[7:10] == ["'awaited'", "True", "by the shell\r\n"]


SELDOM = {
    'print("bytes \\udcec\\udc95\\udc88")': "bytes 안\n",
    'print("half \\ud83d of a letter")': "half \ufffd of a letter\n",
    "len?": "",
    "!exit 3": "",
    "print('', end='')": "",
    "from IPython.display import clear_output\n\nprint(1)\nclear_output(wait=True)": "1\n",
    "print(1)\nclear_output(wait=True)\nprint(2)": "2\n",
    "print(1)\nclear_output()\nprint(2)": "2\n",
    "import sys\n\nprint(sys.stdout.isatty(), sys.stdout.encoding)": "False UTF-8\n",
    "print(get_ipython().__class__.__name__)": "ZMQInteractiveShell\n",
    "from rich.console import Console\n\nprint(Console().is_jupyter)": "True\n",
    "[float('nan'), float('inf')]": "[nan, inf]",
    "print('\\x00|\\x0b')": "\x00|\x0b\n",
    "%cd ..": None,  # the last, for it changes the folder
}


def test_both_show_the_same_of_what_is_seldom_done(processes, tmp_path):
    wanted = job(tmp_path, *SELDOM)
    outcome, kernel = (processes.build(replace(wanted, kernel=kernel)) for kernel in (False, True))
    assert outcome == kernel
    for (cell, said), shown in zip(SELDOM.items(), texts(outcome), strict=False):
        assert said is None or shown == said, cell


def test_a_headline_of_numbers_that_json_has_not_is_one_page(processes, tmp_path):
    kind = "application/vnd.kcity.headline+json"
    card = '{"label": "a", "value": float("nan"), "note": float("inf")}'
    shown = f'display({{"{kind}": {{"title": "T", "cards": [{card}]}}}}, raw=True)'
    wanted = job(tmp_path, shown)
    outcome, kernel = (processes.build(replace(wanted, kernel=kernel)) for kernel in (False, True))
    assert outcome == kernel and outcome.status == SUCCEEDED
    json.loads(json.dumps(outcome.headline), parse_constant=pytest.fail)


def test_where_the_package_itself_is_stands_nowhere(processes, tmp_path):
    import kcity_analysis

    wanted = job(
        tmp_path, "import kcity_analysis\n\nprint(kcity_analysis.__file__)\nkcity_analysis"
    )
    outcome = processes.build(wanted)
    assert outcome.status == SUCCEEDED, str(outcome.error)
    folder = str(Path(kcity_analysis.__file__).parents[1])
    for data in outcome.files.values():
        assert folder.encode() not in data
