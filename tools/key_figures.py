"""Write the key figures of each notebook afresh, as plain text, and strip every other output.

    python tools/key_figures.py              # after a change of data or wording; read the diff
    python tools/key_figures.py --text FILE  # the key figures as they were run, as plain text

nbval compares these committed figures with a fresh run (tests/test_notebooks.py). The second form
is what the hook of .pre-commit-config.yaml calls, so that a commit takes only their text along.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
TAGS = ["key-figures", "keep_output", "nbval-check-output"]
COUNT = 3  # nbval takes a cell without a number for one that never ran


def refresh(path: Path) -> None:
    """Run a notebook up to its key figures and keep their text."""
    notebook = nbformat.read(path, as_version=4)
    place = next(n for n, cell in enumerate(notebook.cells) if cell.id == "key-figures")
    top = nbformat.v4.new_notebook(cells=[dict(cell) for cell in notebook.cells[: place + 1]])
    client = NotebookClient(nbformat.from_dict(top), resources={"metadata": {"path": path.parent}})
    executed = client.execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    key = notebook.cells[place]
    key.metadata["tags"] = TAGS
    key.outputs = executed.cells[place].outputs
    as_text(key)
    nbformat.write(notebook, path)


def as_text(cell: nbformat.NotebookNode) -> None:
    """Leave of a cell's output its plain text, whenever it was run."""
    (output,) = cell.outputs
    text = {"text/plain": output["data"]["text/plain"]}
    cell.execution_count = COUNT
    cell.outputs = [nbformat.v4.new_output("execute_result", text, execution_count=COUNT)]


def trim(path: Path) -> None:
    """Leave of the key figures of a notebook their plain text."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "key-figures" in cell.metadata.get("tags", []) and cell.outputs:
            as_text(cell)
    if nbformat.writes(notebook) + "\n" != path.read_text("utf-8"):
        nbformat.write(notebook, path)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--text"]:
        for name in sys.argv[2:]:
            trim(Path(name))
    else:
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            refresh(path)
