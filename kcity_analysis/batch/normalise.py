"""What differs from run to run or from machine to machine, taken out of an executed notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.translators import translate_parameters

from kcity_analysis.batch.machine import Cleaner, cleaner, shown
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
    notebook.metadata.setdefault("kcity", NotebookNode())["build"] = job.build
    clean = job_cleaner(job)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
            told = shown(job.parameters, job.files)
            cell.source = translate_parameters("python3", "python", told, "Parameters")
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


def job_cleaner(job: Job) -> Cleaner:
    """What takes the machine out of a text of a job."""
    return cleaner(job.parameters, job.files, job.project)


def _cleaned_bundle(data: Any, clean: Cleaner) -> Any:
    """A bundle of forms; a picture is no text, whatever its letters happen to spell."""
    return {
        kind: value
        if kind.startswith(("image/", "audio/", "video/")) and kind != "image/svg+xml"
        else _cleaned(value, clean)
        for kind, value in data.items()
    }


def _cleaned(value: Any, clean: Cleaner) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item, clean) for item in value]
    if isinstance(value, dict):
        return {
            _cleaned(key, clean): _cleaned_bundle(item, clean)
            if key == "data" and isinstance(item, dict)
            else _cleaned(item, clean)
            for key, item in value.items()
            if key != "transient"
        }
    return value
