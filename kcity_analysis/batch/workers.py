"""One process for each report, forked from a warm one, which leaves nothing behind when it ends.

Importing pandas, matplotlib, nbconvert and papermill takes longer than most reports. A *warm
process* does so once and then forks a child for every report, so that each starts from the same
clean state and may leak, crash or be killed alone. The warm process starts no thread (a fork of a
process with threads may hang); the calling process is free to have some, because it never forks.
Where fork does not exist every report gets a fresh process and, in it, a kernel.

The line to a child is a socket (two pipes without fork) with pickles on it: there the function of
:mod:`batch.engine` to call with its arguments; back that it begins, one message a finished
cell, the result, and how the child ended. Closing the line kills the child: this is the time limit,
and also what ends all of them when the calling process dies.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any, Literal

SUCCEEDED, EXCEPTED, ERRORED = "succeeded", "excepted", "errored"
"""How a report ends: as it should; its notebook raised; the machinery failed."""

CAN_FORK = sys.platform not in ("win32", "darwin")  # macOS forks, but its own libraries crash then

OnCell = Callable[[int, int], None]
"""Called with the number of cells done and the number of all."""


@dataclass(frozen=True)
class Job:
    """All that is needed to build one report, on whatever machine."""

    key: str
    report: str
    notebook: str
    """The notebook itself, as JSON."""
    parameters: dict[str, Any]
    files: tuple[str, ...]
    """The names of the parameters that are paths of files."""
    project: str
    made_of: dict[str, str]
    inputs: dict[str, str]
    """The names of the files it was made of, each with its SHA-256."""
    date: str
    code: Literal["none", "toggle", "shown"] = "toggle"
    kernel: bool = False


@dataclass(frozen=True)
class Result:
    """What became of a job: ``files`` by suffix (".html" …); where it stopped, if it did."""

    outcome: str
    files: dict[str, bytes] = field(default_factory=dict)
    headline: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    error: str = ""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WarmProcess:
    """Starts at once, so that it warms up while the caller still reads; :meth:`close` ends it."""

    def __init__(self) -> None:
        self._sending = threading.Lock()
        if CAN_FORK:
            import socket

            self._channel, other = socket.socketpair()
            with other:
                self._process = subprocess.Popen(
                    _command(str(other.fileno())),
                    pass_fds=[other.fileno()],
                    env=_environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for the caller, who ends the rest
                )

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The number of the warm process."""
        return self._process.pid

    def close(self) -> None:
        if CAN_FORK:
            self._channel.close()
            try:
                self._process.wait(1)
            except subprocess.TimeoutExpired:  # it is still warming up and has no children
                self._process.kill()
                self._process.wait()

    def run(self, job: Job, timeout: float | None = None, on_cell: OnCell | None = None) -> Result:
        """Build a report in a process of its own; whatever becomes of that, there is a result."""
        outputs: list[Any] = []

        def cell_done(done: int, total: int, new: Any) -> None:
            outputs.append((done, new))
            if on_cell:
                on_cell(done, total)

        result = self.call("build", (job,), timeout, cell_done)
        if isinstance(result, Result):
            return result
        page = self.call("fail", (job, outputs, result), 60)
        return page if isinstance(page, Result) else Result(ERRORED, error=result)

    def call(
        self,
        function: str,
        arguments: tuple[Any, ...],
        timeout: float | None = None,
        on_cell: Callable[[int, int, Any], None] = lambda *_: None,
    ) -> Result | str:
        """Call a function of the engine in a child: the result, or in words why there is none."""
        late = threading.Event()
        try:
            reader, writer, close = self._child()
        except OSError:
            return "its process could not be started"

        def stop() -> None:
            late.set()
            close()

        timer = threading.Timer(timeout or 0, stop)
        timer.daemon = True
        end, result = "", None
        try:
            pickle.dump((function, arguments), writer)
            writer.flush()
            while not end:
                kind, *rest = pickle.load(reader)
                if kind == "begin" and timeout:
                    timer.start()
                elif kind == "cell":
                    on_cell(*rest)
                elif kind == "result":
                    result = rest[0]
                elif kind == "end":
                    end = rest[0]
        except (OSError, EOFError, pickle.UnpicklingError):
            end = end or "its process ended"
        finally:
            timer.cancel()
            for stream in (reader, writer):
                with suppress(OSError):
                    stream.close()
            close()
        if result is not None:
            return result
        return f"stopped at the time limit of {timeout:g} s" if late.is_set() else end

    def _child(self) -> tuple[IO[bytes], IO[bytes], Callable[[], None]]:
        """A child that waits for a call: where to read from, to write to, and what ends it."""
        if not CAN_FORK:
            process = subprocess.Popen(
                _command("alone"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
            )
            assert process.stdin and process.stdout

            def kill() -> None:
                process.kill()
                process.wait()

            return process.stdout, process.stdin, kill
        import socket

        ours, theirs = socket.socketpair()
        with theirs, self._sending:
            socket.send_fds(self._channel, [b"+"], [theirs.fileno()])

        def close() -> None:
            with suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)
            ours.close()

        return ours.makefile("rb"), ours.makefile("wb"), close


def run_here(job: Job, timeout: float | None = None) -> Result:
    """Build a report on this machine, as a worker of a cluster: what the batch submits to Dask.

    A worker whose package or libraries differ from the batch's would make other bytes: refused.
    """
    from kcity_analysis.batch import manifest

    for name, value in manifest.foundation().items():
        if job.made_of.get(name, value) != value:
            return Result(ERRORED, error=f"the cluster's worker differs from here in {name}")
    return _warm_here().run(job, timeout)


@cache
def _warm_here() -> WarmProcess:
    return WarmProcess()


def _command(how: str) -> list[str]:
    # -P: the caller's folder is no place to import from.
    return [sys.executable, "-P", "-m", "kcity_analysis.batch.forks", how]


def _environment() -> dict[str, str]:
    """No thread of BLAS or Arrow, or fork may hang; one order of sets, since it may be printed."""
    return os.environ | {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
