"""The ``kcity`` command: each subcommand checks its arguments, calls one function and prints.

Exit status: 0 done, 1 done but with failures or problems to look at, 2 refused (nothing written).
Heavy imports stand inside the commands, so that ``kcity --help`` and a run with nothing to do
stay quick.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from kcity_analysis.problems import InputError


class _Group(click.Group):
    """Turns an :class:`InputError` into its own lines and exit status 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(f"kcity: {error}", err=True)
            sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kcity-analysis")
def main() -> None:
    """Recompute the yearly statistics of the K-City Network contest."""
