"""IPython without a terminal or a kernel: what a cell shows becomes outputs as nbformat has them.

A notebook behaves as in a kernel: ``display``, the last expression, what is printed, matplotlib's
figures, magics and errors. For one notebook in a process that ends afterwards.
"""

from __future__ import annotations

import io
import json
from contextlib import AbstractContextManager, ExitStack, redirect_stderr, redirect_stdout
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_default
from nbformat import NotebookNode


def new_output(kind: str, **fields: Any) -> NotebookNode:
    """An output of a cell. nbformat's own maker validates each against a schema: a millisecond."""
    output: NotebookNode = nbformat.from_dict({"output_type": kind, **fields})
    return output


class _Publisher(DisplayPublisher):
    """``display()`` as a kernel does it: into the outputs of the cell."""

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        self.shell.add_display(data, metadata, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        del self.shell.outputs[:]


class _ResultHook(DisplayHook):
    shell: Shell

    """The value of a cell's last expression, into the outputs of the cell."""

    def __call__(self, result: Any = None) -> None:
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, metadata = self.compute_format_data(result)
        self.update_user_ns(result)
        self.fill_exec_result(result)
        if data:
            self.shell.outputs.append(
                new_output(
                    "execute_result",
                    data=_jsonable(data),
                    metadata=metadata or {},
                    execution_count=self.shell.cell_count,
                )
            )


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``, into the outputs of the cell."""

    encoding = "utf-8"
    errors = None

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self._name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        output = new_output("stream", name=self._name, text=text)
        self._shell.outputs.append(output)
        return len(text)


class Shell(InteractiveShell):
    """An IPython shell whose ``outputs`` are those of the cell that runs."""

    system = InteractiveShell.system_piped

    def __init__(self, **more: Any) -> None:
        self.outputs: list[NotebookNode] = []
        self.cell_count = 0
        self._shown: dict[str, list[NotebookNode]] = {}
        super().__init__(display_pub_class=_Publisher, displayhook_class=_ResultHook, **more)

    def printing(self) -> AbstractContextManager[Any]:
        """While open, what is printed goes into the outputs of the cell."""
        stack = ExitStack()
        stack.enter_context(redirect_stdout(_Stream(self, "stdout")))
        stack.enter_context(redirect_stderr(_Stream(self, "stderr")))
        return stack

    def run_notebook_cell(self, cell: NotebookNode) -> bool:
        """Run a cell, filling in its outputs; whether it raised."""
        self.outputs = cell.outputs = []
        cell.execution_count = self.cell_count = self.execution_count
        return not self.run_cell(cell.source, store_history=True).success

    def add_display(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None,
        name: str | None,
        update: bool,
    ) -> None:
        data = _jsonable(data)
        if update:
            for output in self._shown.get(name or "", []):
                output.data, output.metadata = data, nbformat.from_dict(metadata or {})
            return
        output = new_output("display_data", data=data, metadata=metadata or {})
        self.outputs.append(output)
        if name:
            self._shown.setdefault(name, []).append(output)

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to join."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.append(
            new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        )


def _jsonable(data: dict[str, Any]) -> dict[str, Any]:
    """A mime bundle after the journey that a kernel's message makes."""
    bundle: dict[str, Any] = nbformat.from_dict(json.loads(json.dumps(data, default=json_default)))
    return bundle
