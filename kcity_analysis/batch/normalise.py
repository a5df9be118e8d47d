"""What differs from run to run or from machine to machine, taken out of an executed notebook."""

from __future__ import annotations

import json
import os
import re
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kcity_analysis.batch.shell import new_output
from kcity_analysis.batch.workers import Job


def normalise(notebook: NotebookNode, job: Job) -> None:
    """Leave in an executed notebook only what follows from its inputs.

    Out go papermill's notes (times, paths), the kernel's description of itself, random cell ids,
    display ids, colours of tracebacks, addresses in memory, and every path of this machine.
    Printed text becomes one stream of each name between two displays, since a kernel sends it in
    pieces as time allows.
    """
    source = json.loads(job.notebook)
    notebook.metadata = nbformat.from_dict(source["metadata"])
    clean = cleaner(job)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
            cell.source = clean(cell.source)
        cell.metadata = NotebookNode(
            {
                key: value
                for key, value in cell.metadata.items()
                if key not in ("papermill", "execution") and (key != "tags" or value)
            }
        )
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.from_dict(_cleaned(output, clean)) for output in _joined(cell.outputs)
            ]


def _joined(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Outputs with the streams between two others joined: first what was printed, then stderr."""
    texts: dict[str, list[str]] = {"stdout": [], "stderr": []}

    def flush() -> Iterator[NotebookNode]:
        for name, parts in texts.items():
            if parts:
                yield new_output("stream", name=name, text="".join(parts))
                parts.clear()

    for output in outputs:
        if output.output_type == "stream":
            texts[output.name].append("".join(output.text))
        else:
            yield from flush()
            yield output
    yield from flush()


def cleaner(job: Job) -> Callable[[str], str]:
    """What takes the machine out of a text: its paths, addresses, names of temporary files."""
    names = {str(Path(job.parameters[name])): Path(job.parameters[name]).name for name in job.files}
    folders = [job.project, *(sysconfig.get_path(kind) for kind in ("purelib", "stdlib"))]
    known = sorted((re.escape(f"{folder}{os.sep}") for folder in folders), key=len, reverse=True)
    home = re.escape(str(Path.home()).rstrip(os.sep) + os.sep)
    path = re.compile(rf"(?<![\w/.:-])(?:({'|'.join(known)})|{home})")
    temporary = re.escape(tempfile.gettempdir())
    cell = re.compile(rf"{temporary}/ipykernel_\d+/\d+\.py|<ipython-input-\d+-\w+>")
    other = re.compile(r"\x1b\[[0-9;]*m|(?<= at )0x[0-9a-f]{6,}")

    def clean(text: str) -> str:
        for name, short in names.items():
            text = text.replace(name, short) if name != "." else text
        text = cell.sub("<cell>", text)
        text = path.sub(lambda match: "" if match[1] else "~/", text)
        return other.sub(lambda match: "" if match[0][0] == "\x1b" else "0x…", text)

    return clean


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item, clean) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item, clean) for key, item in value.items() if key != "transient"}
    return value
