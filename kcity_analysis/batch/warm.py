"""Importing this makes a process ready to fork reports from: the one import with an effect.

The fork server of :mod:`.workers` is told to import it, and nothing else is to. Whatever starts a
thread must stay out of here: a fork of a process with threads may hang.
"""

import gc
import sys
from typing import Any, cast

UNNEEDED = ("rfc3987_syntax", "scipy")
"""What libraries load if it is there and no report needs: two of three seconds of warming up.

jsonschema compiles a grammar of addresses, seaborn takes scipy for curves that we do not draw.
"""
THREADED = ("highspy",)
"""What starts a thread when it is used; a report loads it in its own process."""

_hidden = [
    name for name in (*UNNEEDED, *THREADED) if sys.modules.setdefault(name, cast(Any, None)) is None
]
from kcity_analysis.batch import execution  # noqa: E402

PATH = tuple(sys.path)
"""Where a report imports from: not from the folder that the caller happens to be in."""

gc.disable()
execution.warm_up()
for _name in _hidden:  # a notebook may import it
    del sys.modules[_name]
gc.freeze()  # a collection in a report must not touch, and so copy, what was imported here
gc.enable()
gc.set_threshold(100_000, 20, 20)  # a report ends before a collection would have given much back
