"""What reading a file may cost at most, for every format: the one place that says so."""

from __future__ import annotations

MOST_CELLS = 30_000_000
"""Cells of a sheet, empty ones between filled ones included."""

MOST_COLUMNS = 16_384
"""Columns of a sheet: as many as a worksheet can have."""

MOST_BYTES = 2 << 30
"""Bytes of a file, and of what an archive unpacks to."""

MEMORY = 2 << 30
"""Bytes of memory that the process which reads a workbook may take."""

MOST_TEXT = 1 << 30
"""Bytes of text in all sheets of a workbook together."""

PIECE = 16_384
"""Rows that are handed on at a time."""

BLOCK = 512
"""Rows that are turned into columns at a time: what a processor's own memory holds of them."""


class Refused(Exception):  # noqa: N818 (what became of a file, not a mistake in the program)
    """A file that is not read: ``key`` and ``values`` of what is to be said of it."""

    def __init__(self, key: str, **values: str) -> None:
        self.key, self.values = key, values
        super().__init__(key)


def seconds(size: int) -> int:
    """Seconds of a processor that reading a file of ``size`` bytes may take.

    >>> seconds(5_000), seconds(100_000_000)
    (10, 210)
    """
    return 10 + 2 * size // 1_000_000


def limit_process(size: int) -> None:
    """Bound this process for good, where the system can: memory, time, no dump of its memory."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for what, most in [
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds(size)),
        (resource.RLIMIT_CORE, 0),
    ]:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))
