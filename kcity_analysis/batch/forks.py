"""The other end of :class:`batch.workers.WarmProcess`: the warm process and its children.

Run as ``python -m kcity_analysis.batch.forks``: with the number of a socket, it serves as warm
process; with ``alone`` it does one call on its standard input and output, for where fork does not
exist.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import IO, Any, cast

UNNEEDED = ("rfc3987_syntax", "scipy")
"""What libraries load if it is there and no report needs: two of three seconds of warming up.

jsonschema compiles a grammar of addresses, seaborn takes scipy for curves that we do not draw.
"""


def _answer(reader: IO[bytes], writer: IO[bytes]) -> None:
    """In the child: do the one call, tell each finished cell and the result."""
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)

    def tell(*message: Any) -> None:
        pickle.dump(message, writer)
        writer.flush()

    from kcity_analysis.batch import engine

    function, arguments = pickle.load(reader)
    tell("begin")
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

    hidden = [name for name in UNNEEDED if sys.modules.setdefault(name, cast(Any, None)) is None]
    from kcity_analysis.batch import engine

    gc.disable()
    engine.warm()
    for name in hidden:  # a notebook may import it
        del sys.modules[name]
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
    """``python -m kcity_analysis.batch.forks``: the other end of :class:`WarmProcess`."""
    if sys.argv[1] == "alone":
        # What a cell prints must not come between the messages.
        _answer(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    else:
        _serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
