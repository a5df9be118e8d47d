"""IPython without a terminal or a kernel: what a cell shows becomes outputs as nbformat has them.

A notebook behaves as in a kernel: ``display``, the last expression, what is printed, matplotlib's
figures, magics and errors. For one notebook in a process that ends afterwards.
"""

from __future__ import annotations

import builtins
import getpass
import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import (
    AbstractContextManager,
    ExitStack,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import json_packer, json_unpacker
from nbformat import NotebookNode

from kcity_analysis.batch.machine import well_formed

ENDED = "the notebook ended itself"


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
        self.shell.clear(wait=wait)


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
            self.shell.add(
                new_output(
                    "execute_result",
                    data=_jsonable(data),
                    metadata=metadata or {},
                    execution_count=self.shell.cell_count,
                )
            )


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``, into the outputs of the cell."""

    encoding = "UTF-8"
    errors = None

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self._name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            self._shell.add(new_output("stream", name=self._name, text=well_formed(text)))
        return len(text)


class Shell(InteractiveShell):
    """An IPython shell whose ``outputs`` are those of the cell that runs."""

    system = InteractiveShell.system_piped

    def __init__(self, **more: Any) -> None:
        self.outputs: list[NotebookNode] = []
        self._clear_first = False
        self.cell_count = 0
        self._shown: dict[str, list[NotebookNode]] = {}
        super().__init__(display_pub_class=_Publisher, displayhook_class=_ResultHook, **more)
        # Nobody turns pages here: a kernel sends them apart, and papermill lets them go.
        self.set_hook("show_in_pager", lambda *_, **__: None, 0)

    def in_place(self) -> AbstractContextManager[Any]:
        """While open, what is printed goes into the outputs of the cell, and nobody is asked."""
        stack = ExitStack()
        stack.enter_context(_instead(builtins, "input", _nobody_answers("raw_input")))
        stack.enter_context(_instead(getpass, "getpass", _nobody_answers("getpass")))
        stack.enter_context(redirect_stdout(_Stream(self, "stdout")))
        stack.enter_context(redirect_stderr(_Stream(self, "stderr")))
        return stack

    async def run_notebook_cell(self, cell: NotebookNode) -> BaseException | None:
        """Run a cell, filling in its outputs; the error if it did not end well."""
        self.outputs, self._clear_first = [], False
        cell.outputs = self.outputs
        cell.execution_count = self.cell_count = self.execution_count
        code = self.transform_cell(cell.source)
        if self.should_run_async(cell.source, transformed_cell=code):
            result = await self.run_cell_async(
                cell.source, store_history=True, transformed_cell=code
            )
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)
        else:
            result = self.run_cell(cell.source, store_history=True)
        for output in self.outputs:
            if output.output_type == "error":  # shown, and then passed over
                return RuntimeError(output.evalue)
        return result.error_before_exec or result.error_in_exec

    def add(self, output: NotebookNode) -> None:
        """Show something in the cell that runs."""
        if self._clear_first:
            self.clear()
        self.outputs.append(output)

    def clear(self, *, wait: bool = False) -> None:
        """Take away what the cell shows; with ``wait`` only when it shows something else."""
        self._clear_first = wait
        if not wait:
            del self.outputs[:]

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
        self.add(output)
        if name:
            self._shown.setdefault(name, []).append(output)

    def ask_exit(self) -> None:
        """What ``exit()`` calls: a report that ends before its end is none."""
        raise SystemExit(ENDED)

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to join."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.add(new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))


@contextmanager
def _instead(module: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    own = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, own)


def _nobody_answers(asked: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise StdinNotImplementedError(
            f"{asked} was called, but this frontend does not support input requests."
        )

    return refuse


def _jsonable(data: dict[str, Any]) -> dict[str, Any]:
    """A mime bundle after the journey that a kernel's message makes."""
    with warnings.catch_warnings():  # of a number that JSON has not, which comes as a word
        warnings.simplefilter("ignore")
        bundle: dict[str, Any] = nbformat.from_dict(json_unpacker(json_packer(data)))
    return bundle


# Libraries know by this name that what they display is shown, and not only printed.
Shell.__name__ = "ZMQInteractiveShell"
