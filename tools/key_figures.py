"""Write the key figures of each notebook afresh, as plain text, and strip every other output.

    python tools/key_figures.py      # after a change of data or wording; then read the diff

nbval compares these committed figures with a fresh run (tests/test_notebooks.py).
"""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
TAGS = ["key-figures", "nbval-check-output"]


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
    key, (output,) = notebook.cells[place], executed.cells[place].outputs
    key.metadata["tags"] = TAGS
    key.execution_count = 3  # nbval takes a cell without a number for one that never ran
    text = {"text/plain": output["data"]["text/plain"]}
    key.outputs = [nbformat.v4.new_output("execute_result", text, execution_count=3)]
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        refresh(path)
