"""One process for each report, forked from a warm one, which leaves nothing behind when it ends.

Importing pandas, matplotlib, nbconvert and papermill takes longer than most reports. A *warm
process* does so once and then forks a child for every report, so that each starts from the same
clean state and may leak, crash or be killed alone. The warm process starts no thread (a fork of a
process with threads may hang); the calling process is free to have some, because it never forks.
Where fork does not exist every report gets a fresh process and, in it, a kernel.

The line to a child is a socket (two pipes without fork) with pickles on it: there the function
of :mod:`kcity_analysis.engine` to call with its arguments; back one message a finished cell, the
result, and how the child ended. Closing the line kills the child: this is the time limit, and
also what ends all of them when the calling process dies.
"""

from __future__ import annotations

import os
import pickle
import signal
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
        if timeout:
            timer.start()
        end, result = "", None
        try:
            pickle.dump((function, arguments), writer)
            writer.flush()
            while not end:
                kind, *rest = pickle.load(reader)
                if kind == "cell":
                    on_cell(*rest)
                elif kind == "result":
                    result = rest[0]
                else:
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
    from kcity_analysis import manifest

    for name, value in manifest.foundation().items():
        if job.made_of.get(name, value) != value:
            return Result(ERRORED, error=f"the cluster's worker differs from here in {name}")
    return _warm_here().run(job, timeout)


@cache
def _warm_here() -> WarmProcess:
    return WarmProcess()


def _command(how: str) -> list[str]:
    # -P: the caller's folder is no place to import from.
    return [sys.executable, "-P", "-m", "kcity_analysis.workers", how]


def _environment() -> dict[str, str]:
    """No thread of BLAS or Arrow, or fork may hang; one order of sets, since it may be printed."""
    return os.environ | {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _answer(reader: IO[bytes], writer: IO[bytes]) -> None:
    """In the child: do the one call, tell each finished cell and the result."""
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)

    def tell(*message: Any) -> None:
        pickle.dump(message, writer)
        writer.flush()

    from kcity_analysis import engine

    function, arguments = pickle.load(reader)
    try:
        result = getattr(engine, function)(*arguments, lambda *message: tell("cell", *message))
    except Exception as error:
        tell("end", f"the report could not be made: {type(error).__name__}: {error}")
    else:
        tell("result", result)


def _serve(descriptor: int) -> None:
    """The warm process: forks a child for each line it is handed, and tells how each ended."""
    import gc
    import select
    import socket

    from kcity_analysis import engine

    gc.disable()
    engine.warm()
    gc.freeze()  # a collection in a child must not touch, and so copy, what was imported here
    channel = socket.socket(fileno=descriptor)
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(awake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    children: dict[int, socket.socket] = {}
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    poll.register(awake, select.POLLIN)
    while True:
        ready = {number for number, _ in poll.poll()}
        if awake in ready:
            os.read(awake, 4096)
        for pid, line in list(children.items()):
            if line.fileno() in ready:  # the caller hung up
                poll.unregister(line)
                os.kill(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with suppress(KeyError):
                    poll.unregister(line)
                with suppress(OSError):
                    line.sendall(pickle.dumps(("end", _how_it_ended(status))))
                children.pop(pid).close()
        if channel.fileno() in ready:
            data, descriptors, *_ = socket.recv_fds(channel, 1, 1)
            if not data:
                for pid in children:
                    os.kill(pid, signal.SIGKILL)
                return
            line = socket.socket(fileno=descriptors[0])
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for other in (channel, *children.values()):
                    other.close()
                os.close(awake)
                os.close(wake)
                gc.enable()
                try:
                    _answer(line.makefile("rb"), line.makefile("wb"))
                finally:
                    os._exit(0)
            children[pid] = line
            poll.register(line, 0)  # 0: tell only that the other end hung up


def _how_it_ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"its process was killed by {signal.Signals(-code).name}"
    return f"its process ended by itself with status {code}"


def main() -> None:
    """``python -m kcity_analysis.workers``: the other end of :class:`WarmProcess`."""
    if sys.argv[1] == "alone":
        # What a cell prints must not come between the messages.
        _answer(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    else:
        _serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
