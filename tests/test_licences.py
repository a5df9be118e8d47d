"""What the package needs to run may be used by anyone, whatever they make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# As SPDX writes them, as classifiers do, and as older metadata says in words of its own. The
# Mozilla licence asks only that changes to its own files stay open.
PERMISSIVE = re.compile(
    r"\b(MIT(-CMU)?|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|PYTHON SOFTWARE FOUNDATION|"
    r"MPL|Mozilla Public License|HPND|Unlicense|Zlib|ZPL|CC0|public domain|matplotlib)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|General Public License|EUPL|SSPL|CC-BY-(SA|NC))", re.I)


def needed(name: str = "kcity-analysis") -> dict[str, metadata.Distribution]:
    """Everything that is installed for the package to run, its extras left out, by name."""
    found: dict[str, metadata.Distribution] = {}
    wanted = [name]
    while wanted:
        one = canonicalize_name(wanted.pop())
        if one in found:
            continue
        found[one] = metadata.distribution(one)
        for text in found[one].requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                wanted.append(requirement.name)
                wanted += _extras(requirement)
    del found[name]
    return found


def _extras(requirement: Requirement) -> Iterator[str]:
    """The packages that the extras of a requirement ask for, as of jsonschema[format-nongpl]."""
    for text in metadata.requires(requirement.name) or []:
        inner = Requirement(text)
        if inner.marker and any(inner.marker.evaluate({"extra": e}) for e in requirement.extras):
            yield inner.name


def licence(package: metadata.Distribution) -> str:
    """What a package says its licence is: an SPDX expression, else its classifiers and field."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier") or []
        if one.startswith("License ::") and not one.endswith("OSI Approved")
    ]
    return " AND ".join(classifiers) or str(about.get("License") or "").partition("\n")[0]


def permissive(said: str) -> bool:
    """Whether one may choose a permissive licence: an OR needs one of them, an AND all."""
    inner = re.compile(r"\(([^()]*\b(?:and|or)\b[^()]*)\)", re.IGNORECASE)
    while inner.search(said):
        said = inner.sub(lambda group: "MIT" if permissive(group[1]) else "GPL", said)
    return any(
        all(
            PERMISSIVE.search(one) and not COPYLEFT.search(one)
            for one in re.split(r"\band\b", way, flags=re.IGNORECASE)
        )
        for way in re.split(r"\bor\b", said, flags=re.IGNORECASE)
    )


def test_every_package_that_it_needs_may_be_used_under_a_permissive_licence():
    found = needed()
    assert len(found) > 80  # the whole closure, JupyterLab's too
    said = {name: licence(package) for name, package in found.items()}
    assert {name: text for name, text in said.items() if not permissive(text)} == {}


def test_the_licence_of_one_of_two_may_be_chosen_and_of_both_may_not():
    assert permissive("MIT OR GPL-2.0-only")
    assert permissive("(Apache-2.0 OR BSD-2-Clause) AND ISC")
    assert permissive("GPL-2.0-only OR (MIT AND (Zlib OR LGPL-2.1-only))")
    assert not permissive("MIT AND GPL-3.0-only")
    assert not permissive("(MIT OR Zlib) AND GPL-3.0-only")
    assert not permissive("GNU General Public License v3 (GPLv3)")
    assert not permissive("GPL-2.0-only")
    assert not permissive("")
