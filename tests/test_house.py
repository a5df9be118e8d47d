"""The order of the rooms: what a room may import, and by which door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kcity_analysis

PACKAGE = Path(kcity_analysis.__file__).parent
ROOMS = (
    "vocabulary",
    "evidence",
    "release",
    "register",
    "charts",
    "pages",
    "reports",
    "batch",
    "cli",
)
"""From the ground up: a room imports from those below it."""


def test_the_package_has_eight_rooms_a_command_and_a_door() -> None:
    entries = {one.stem for one in PACKAGE.iterdir() if one.suffix in ("", ".py")}
    assert entries - {"__pycache__"} == {*ROOMS, "__init__", "__main__"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_below_and_only_what_the_front_door_of_a_room_offers(room: str) -> None:
    for file in _files(room):
        for imported in _imports(file):
            theirs, *deeper = imported.split(".")
            if theirs == room:
                continue
            where = f"{file.relative_to(PACKAGE)} imports {imported}"
            assert theirs in ROOMS, f"{where}: the front door is for analysts"
            assert ROOMS.index(theirs) < ROOMS.index(room), f"{where}: that is up"
            assert len(deeper) <= 1, f"{where}: {theirs} has a front door"


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_a_room_says_what_it_is_for_and_offers_what_is_there(room: str) -> None:
    door = __import__(f"kcity_analysis.{room}", fromlist=["*"])
    assert len(door.__doc__) > 40
    assert dir(door) == sorted(door.__all__)
    for name in door.__all__:
        getattr(door, name)


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_no_module_has_the_name_of_what_its_room_offers(room: str) -> None:
    """Once imported, it would stand in the place of that."""
    stub = ast.parse((PACKAGE / room / "__init__.pyi").read_text("utf-8"))
    nodes = [node for node in stub.body if isinstance(node, ast.ImportFrom) and node.module]
    offered = {alias.name for node in nodes for alias in node.names}
    assert not offered & {file.stem for file in (PACKAGE / room).glob("*.py")}


def _files(room: str) -> list[Path]:
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py*")) if folder.is_dir() else [folder.with_suffix(".py")]


def _imports(file: Path) -> Iterator[str]:
    """Dotted names below the package, wherever in the file they are imported."""
    if file.suffix not in (".py", ".pyi"):
        return
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level or file.suffix == ".pyi", f"{file.name} imports by dots"
            names = [f"{node.module}.{alias.name}" for alias in node.names if not node.level]
        else:
            continue
        for name in names:
            if name.startswith("kcity_analysis."):
                yield name.removeprefix("kcity_analysis.")
