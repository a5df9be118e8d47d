"""A file replaced as a whole, or left as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kcity_analysis.problems import InputError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside ``path`` to write to, which takes its place when the block ends well.

    Whoever opens ``path`` sees the old or the new file, never a part of one; after an error the
    draft is gone and ``path`` is as it was. Raises InputError where nothing can be written there.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        yield draft
        draft.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
