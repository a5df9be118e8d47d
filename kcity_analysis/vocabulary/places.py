"""Where the data and the notebooks are: a checkout, a folder to work in, or what was shipped."""

from __future__ import annotations

import os
from pathlib import Path

from kcity_analysis.vocabulary.problems import InputError, Message

NAMED = "KCITY_PROJECT"
"""The one setting that is read from the environment, as :func:`project_folder` says."""

SHIPPED = Path(__file__).resolve().parents[1] / "project"
"""Where a wheel has the data and the notebooks; a checkout has them beside the package."""


def is_project(folder: Path) -> bool:
    """Whether a folder has what the package works on: the data and the notebooks."""
    return (folder / "data" / "reference").is_dir() and (folder / "notebooks").is_dir()


def project_folder() -> Path:
    """The folder that has ``data/`` and ``notebooks/``.

    The command line names it to the processes it starts, as KCITY_PROJECT in the environment; so
    may whoever starts JupyterLab in a folder made by ``kcity init``. Else it is the repository that
    the package is installed from; else what was shipped with the package.
    """
    if named := os.environ.get(NAMED):
        return Path(named)
    checkout = SHIPPED.parents[1]
    return checkout if is_project(checkout) else SHIPPED


def find_file(name: str | Path) -> Path:
    """A file that a notebook names: from where it runs, from the project, from its notebooks.

    JupyterLab runs a notebook in its own folder, papermill in the caller's. Raises InputError that
    says where the file was looked for.
    """
    named = Path(name).expanduser()
    project = project_folder()
    folders = dict.fromkeys([Path.cwd(), project, project / "notebooks"])
    for folder in folders:
        if (folder / named).exists():
            return folder / named
    places = [named.parent] if named.is_absolute() else folders
    raise InputError(Message("error.no file", file=named, places=", ".join(map(str, places))))
