"""One process for each report, which starts clean and leaves nothing behind when it ends.

Importing pandas, matplotlib, nbconvert and papermill takes longer than most reports. The fork
server of the standard library does so once (:mod:`.warm`) and forks a process for every report, so
that each starts from the same state and may leak, crash or be killed alone. The server starts no
thread; the calling process is free to have some, because it never forks. If the server is killed,
the next report starts another. Where fork does not exist every report gets a fresh process.

A report's process, and the group of whatever it starts, is tethered to the caller: the system ends
it when the caller does, however that ends, even if the process is deaf to everything else.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import connection, forkserver
from pathlib import Path
from typing import Any, Literal

from kcity_analysis.batch.links import Leads
from kcity_analysis.batch.machine import SCRATCH
from kcity_analysis.vocabulary import LANGUAGES, Message, Words

SUCCEEDED, EXCEPTED, ERRORED = "succeeded", "excepted", "errored"
"""How a report ends: as it should; its notebook raised; the machinery failed."""

CAN_FORK = sys.platform not in ("win32", "darwin")  # macOS forks, but its own libraries crash then
_STARTS = 3  # how often a process is started that does not begin
_PATIENCE = 60.0  # seconds that a process may take to begin, beyond its time limit
_NO_PATH = "no folder of the caller"

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
    build: str
    """The identity of this build, for the page and the notebook to carry."""
    inputs: dict[str, str]
    """The names of the files it was made of, each with its SHA-256."""
    date: str
    figures: bool = True
    """Whether it must give its figures."""
    language: str = LANGUAGES[0]
    leads: Leads = field(default_factory=Leads)
    code: Literal["none", "toggle", "shown"] = "toggle"
    kernel: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a job: ``files`` by suffix (".html" …); where it stopped, if it did."""

    status: str
    files: dict[str, bytes] = field(default_factory=dict)
    headline: dict[str, Any] = field(default_factory=dict)
    place: Words = ""
    error: Words = ""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """Builds reports in processes of their own. Warms up while the caller still reads."""

    def __init__(self) -> None:
        self._running: set[Any] = set()
        self._closed = False
        self._context: Any = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
        if CAN_FORK:
            self._context.set_forkserver_preload(["kcity_analysis.batch.warm"])
            with _surroundings():
                forkserver.ensure_running()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reports that still run, and start no more."""
        self._closed = True
        for process in list(self._running):
            _kill(process)

    def build(
        self, job: Job, timeout: float | None = None, on_cell: OnCell | None = None
    ) -> Outcome:
        """Build a report in a process of its own; whatever becomes of that, there is an outcome."""
        outputs: list[Any] = []

        def cell_done(done: int, total: int, new: Any) -> None:
            outputs.append((done, new))
            if on_cell:
                on_cell(done, total)

        outcome = self.call("build", (job,), timeout, cell_done)
        if isinstance(outcome, Outcome):
            return outcome
        page = self.call("fail", (job, outputs, outcome), _PATIENCE)
        return page if isinstance(page, Outcome) else Outcome(ERRORED, error=outcome)

    def call(
        self,
        function: str,
        arguments: tuple[Any, ...],
        timeout: float | None = None,
        on_cell: Callable[[int, int, Any], None] = lambda *_: None,
    ) -> Outcome | Words:
        """Call a function of :mod:`.execution` in a process: the outcome, or why there is none.

        ``timeout`` is in seconds, from when the process begins.
        """
        for _ in range(_STARTS):
            with scratch_folder() as scratch:
                line, theirs = self._context.Pipe()
                process = self._context.Process(
                    target=_answer, args=(theirs, scratch, function, arguments), name="report"
                )
                self._running.add(process)
                try:
                    with _surroundings():
                        process.start()
                    theirs.close()
                    answer = None if self._closed else _listen(process, line, timeout, on_cell)
                except (OSError, EOFError):  # the process that it is forked from was lost
                    answer = None
                finally:
                    theirs.close()
                    _end(process)
                    line.close()
                    self._running.discard(process)
            if answer is not None:
                return answer
            if self._closed:
                return Message("run.interrupted one")
        return Message("run.not started")


def run_here(job: Job, timeout: float | None = None) -> Outcome:
    """Build a report on this machine, as a worker of a cluster: what the batch submits to Dask.

    A worker whose package or libraries differ from the batch's would make other bytes: refused.
    """
    from kcity_analysis.batch import manifest

    for name, value in manifest.foundation().items():
        if job.made_of.get(name, value) != value:
            return Outcome(ERRORED, error=Message("run.worker differs", part=name))
    return _here().build(job, timeout)


@cache
def _here() -> Processes:
    return Processes()


def tether(descriptor: int) -> None:
    """Have the system kill this process group once the other end of a pipe is closed.

    Nothing has to run in this process for it: not a thread, which a regular expression that never
    ends would keep waiting, nor a handler, which a notebook may have changed.
    """
    import fcntl

    # The owner belongs to the open file, which others may share: open it anew.
    own = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(own, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(own, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.dup2(own, descriptor)
    os.close(own)


def can_tether() -> bool:
    """Whether :func:`tether` exists here: on Linux."""
    return sys.platform == "linux"


def _answer(line: Any, scratch: str, function: str, arguments: tuple[Any, ...]) -> None:
    """In the process of a report: do the one call, tell each finished cell and the outcome."""
    caller = multiprocessing.parent_process()
    assert caller
    if hasattr(os, "setsid"):
        os.setsid()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if can_tether():
        tether(caller.sentinel)
    else:

        def follow() -> None:
            connection.wait([caller.sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    if os.environ.get("PYTHONSAFEPATH") == _NO_PATH:
        del os.environ["PYTHONSAFEPATH"]
    if warm := sys.modules.get("kcity_analysis.batch.warm"):
        sys.path[:] = warm.PATH
    tempfile.tempdir = scratch
    os.environ |= {"TMPDIR": scratch, "JUPYTER_RUNTIME_DIR": scratch}

    from kcity_analysis.batch import execution

    line.send(("begin",))
    try:
        done = getattr(execution, function)(*arguments, lambda *said: line.send(("cell", *said)))
    except Exception as error:
        done = Message("run.not made", kind=type(error).__name__, reason=str(error))
    line.send(("end", done))
    os._exit(0)  # whatever threads it started


def _listen(
    process: Any, line: Any, timeout: float | None, on_cell: Callable[[int, int, Any], None]
) -> Outcome | Words | None:
    """What a process answers, or how it ended without; None if it did not even begin."""
    waiting = [line, process.sentinel]
    begun = False
    end = time.monotonic() + timeout + _PATIENCE if timeout else None
    while True:
        left = None if end is None else end - time.monotonic()
        ready = connection.wait(waiting, left) if left is None or left > 0 else []
        if not ready:
            return Message("run.time limit", seconds=f"{timeout:g}")
        if line not in ready:
            if process.exitcode == 255 and _runs(process.pid):
                waiting = [line]  # it is the fork server that has ended
                continue
            if not line.poll():
                break
        try:
            kind, *rest = line.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            break
        if kind == "begin":
            begun = True
            end = time.monotonic() + timeout if timeout else None
        elif kind == "cell":
            on_cell(*rest)
        else:
            return rest[0]
    process.join(1)
    return _how_it_ended(process.exitcode) if begun else None


def _how_it_ended(code: int | None) -> Message:
    if code is None or code == 255:
        return Message("run.process ended")
    if code < 0:
        return Message("run.killed", signal=signal.Signals(-code).name)
    return Message("run.ended with status", status=code)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill(process: Any) -> None:
    """Kill a report's process and the group of what it started."""
    with suppress(OSError, ValueError, AttributeError):
        if process.pid and hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError, ValueError, AttributeError):
        process.kill()  # if it had not begun, it is not yet a group


def _end(process: Any) -> None:
    _kill(process)
    with suppress(ValueError, AssertionError, AttributeError):
        process.join(10)
        process.close()  # which lets go of the tether: a kernel has a group of its own


@contextmanager
def scratch_folder() -> Iterator[str]:
    """A temporary folder for one report, gone when it has ended, however that was."""
    folder, lock = _own_folder()
    try:
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _own_folder() -> tuple[str, int]:
    """A new folder, and the lock that keeps it from the :func:`sweep` of another batch."""
    while True:
        folder = tempfile.mkdtemp(prefix=SCRATCH)
        lock = os.open(Path(folder, _LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform == "win32":
            return folder, lock
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
        if Path(folder, _LOCK).exists():
            return folder, lock
        os.close(lock)  # it was swept away in the moment before it was locked


_LOCK = ".in-use"


def sweep() -> None:
    """Remove the temporary folders of reports whose caller was killed."""
    if sys.platform == "win32":
        return
    import fcntl

    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / _LOCK).open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


_STARTING = threading.Lock()


@contextmanager
def _surroundings() -> Iterator[None]:
    """While open, a process that is started gets the environment and signals that reports need."""
    package = Path(__file__).parents[2]
    with _STARTING:
        wanted = dict(ENVIRONMENT)
        if package.name != "site-packages":  # the same package there as here, wherever it was found
            further = os.environ.get("PYTHONPATH")
            wanted["PYTHONPATH"] = os.pathsep.join([str(package)] + ([further] if further else []))
        before = {name: os.environ.get(name) for name in wanted}
        here = multiprocessing.current_process()
        daemon = here.daemon  # a worker of Dask is one, and may have no children as such
        mask: Any = None
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is for the caller, who ends the rest
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            os.environ.update(wanted)
            here.daemon = False
            yield
        finally:
            here.daemon = daemon
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
            if mask is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)


ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": _NO_PATH,
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
"""No thread of BLAS or Arrow, or fork may hang; one order of sets, since it may be printed."""
