"""``kcity``, and ``python -m kcity_analysis``: the commands are read where one is asked for.

The help alone is ready in ``help.txt``, since it takes longer to make than Python takes to start.
``python -m kcity_analysis --help > kcity_analysis/help.txt`` writes it, once that file is emptied.
"""

import os
import sys
from contextlib import suppress

HELP = os.path.join(os.path.dirname(__file__), "help.txt")  # noqa: PTH118, PTH120 # loads pathlib


def main() -> None:
    """Run the command of the arguments, or print the help."""
    if sys.argv[1:] in (["--help"], ["-h"]) and _is_plain() and _printed():
        return
    from kcity_analysis.cli import main as commands

    commands(prog_name="kcity")


def _is_plain() -> bool:
    """Whether the help has the width of its file, and no shell asks what it could complete."""
    try:
        columns = int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size(1).columns
    except (OSError, ValueError):
        columns = 80
    return columns >= 80 and "_KCITY_COMPLETE" not in os.environ


def _printed() -> bool:
    with suppress(OSError), open(HELP, encoding="ascii") as file:  # noqa: PTH123
        text = file.read()
        sys.stdout.write(text)
        sys.stdout.flush()
        return bool(text)
    return False


if __name__ == "__main__":
    main()
