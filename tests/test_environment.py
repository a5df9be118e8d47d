"""pyproject.toml, requirements.lock and environment.yml say the same."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (PROJECT / "requirements.lock").read_text("utf-8")
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))

# Named otherwise on conda-forge: without the graphical back ends; and the Python part of Brotli.
CONDA_NAMES = {"matplotlib-base": "matplotlib", "brotli-python": "brotli"}
# What analysts need beyond the package: conda has no extras.
CONDA_EXTRA = {"nbval"}
# The pythons that the package supports, of which one suffices for each pin.
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def direct() -> list[Requirement]:
    """Every requirement of pyproject.toml, extras included, but the package itself."""
    extras = PYPROJECT["optional-dependencies"].values()
    texts = [*PYPROJECT["dependencies"], *(text for extra in extras for text in extra)]
    found = [Requirement(text) for text in texts]
    return [one for one in found if canonicalize_name(one.name) != PYPROJECT["name"]]


def locked() -> dict[str, list[Requirement]]:
    """Name -> its pins, of which a marker may choose one."""
    found = defaultdict(list)
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        requirement = Requirement(re.sub(r"\\\n|\s*--hash=\S+", "", block).strip())
        found[canonicalize_name(requirement.name)].append(requirement)
    return found


def conda() -> dict[str, Requirement]:
    lines = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    found = [Requirement(line.replace(" ", "")) for line in lines]
    return {CONDA_NAMES.get(one.name, one.name): one for one in found}


def pin(requirement: Requirement) -> Version:
    (only,) = requirement.specifier
    assert only.operator == "=="
    return Version(only.version)


@pytest.mark.parametrize("wanted", direct(), ids=lambda wanted: wanted.name)
def test_the_lock_pins_each_dependency_to_a_version_that_is_allowed(wanted):
    pins = locked()[canonicalize_name(wanted.name)]
    assert pins
    for one in pins:
        assert pin(one) in wanted.specifier, one
    for python in PYTHONS:
        here = {"python_full_version": f"{python}.0", "python_version": python}
        chosen = [one for one in pins if one.marker is None or one.marker.evaluate(here)]
        assert len(chosen) == 1, f"{len(chosen)} pins of {wanted.name} on Python {python}"


def test_every_pin_has_hashes_and_nothing_else_is_in_the_lock():
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        head, *rest = block.split("\n")
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==\S+( ; .+)? \\$", head), head
        assert rest, head
        for line in rest:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_the_lock_names_no_host_and_no_index():
    assert "://" not in LOCK
    assert "index" not in [line.split("=")[0].strip("- ") for line in LOCK.splitlines()]
    assert not re.search(r"^(-|#)", LOCK, re.M)


def test_the_lock_starts_from_the_oldest_python_that_is_allowed():
    assert PYPROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_conda_has_what_the_package_needs_with_the_same_bounds():
    needed = {one.name: str(one.specifier) for one in map(Requirement, PYPROJECT["dependencies"])}
    given = {name: str(one.specifier) for name, one in conda().items()}
    assert {name: given.get(name) for name in needed} == needed
    assert given["python"] == PYPROJECT["requires-python"]


def test_conda_has_nothing_that_the_package_does_not_name():
    extra = set(conda()) - {one.name for one in map(Requirement, PYPROJECT["dependencies"])}
    assert extra == {"python", "pip"} | CONDA_EXTRA
    bounds = {one.name: str(one.specifier) for one in direct()}
    for name in CONDA_EXTRA:
        assert str(conda()[name].specifier) == bounds[name]


def test_conda_opens_the_notebooks_and_installs_the_package_itself():
    assert {"jupyterlab", "ipykernel", "papermill", "nbconvert"} <= set(conda())
    (installed,) = [line["pip"] for line in CONDA["dependencies"] if isinstance(line, dict)]
    assert installed == ["--editable ."]
    assert CONDA["channels"][0] == "conda-forge"


def test_extras_of_the_tests_hold_those_of_every_engine():
    assert any("kcity-analysis[" in one for one in PYPROJECT["optional-dependencies"]["test"])
    assert all(one.specifier for one in direct()), "a dependency without a lower bound"


def test_the_citation_and_the_changes_are_of_this_version():
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == PYPROJECT["version"]
    assert citation["license"] == PYPROJECT["license"]
    assert [one["name"] for one in citation["authors"]] == [
        one["name"] for one in PYPROJECT["authors"]
    ]
    assert f"## {PYPROJECT['version']}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")
