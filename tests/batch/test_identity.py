"""A report's identity makes its path: those of today stay, and no two identities share one."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import small_project
from hypothesis import assume, given
from hypothesis import strategies as st

from kcity_analysis.batch.identity import Identity, identify, short_name
from kcity_analysis.batch.plan import plan_reports
from kcity_analysis.vocabulary.terms import PROJECT

TEXT = st.text(max_size=80)
PARTS = st.one_of(
    TEXT, st.sampled_from(["a.b", "a_b", "a-b", "CON", "nul", "../a", "/", "a/b", ""])
)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


IDENTITIES = st.builds(
    Identity,
    report=PARTS.filter(bool),
    year=st.none() | st.integers(1000, 9999),
    subject=PARTS,
    others=st.lists(st.tuples(st.sampled_from(["base_year", "register"]), PARTS)).map(tuple),
    language=st.sampled_from(["en", "ko"]),
)


def keys(report: str, *years: int, **given: str) -> list[str]:
    values = list(given.items())
    tasks = plan_reports(PROJECT, [report], years, values)
    assert [task.key for task in tasks[1::2]] == [f"{task.key}.ko" for task in tasks[::2]]
    return [task.key for task in tasks[::2]]


@given(IDENTITIES, IDENTITIES)
def test_two_identities_never_share_a_path(one, other):
    assume(one != other)
    # The same letters in another composition are the same name to a file system.
    assert one.path != other.path or _nfc(repr(one)) == _nfc(repr(other))


@given(IDENTITIES)
def test_a_path_is_one_on_any_system(identity):
    for part in identity.path.split("/"):
        assert re.fullmatch(r"\w[\w.-]*", part), part
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part)
        assert len(part) <= 60 * (2 + len(identity.others)) + 3


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_two_names_of_files_never_have_the_same_short_name(one, other):
    assume("/" not in one + other and {".", ".."}.isdisjoint({one, other}))
    assume(_nfc(one) != _nfc(other))
    assert short_name(one) != short_name(other)


def test_the_paths_of_the_reports_that_are_built_by_themselves_are_plain():
    paths = {task.key for task in plan_reports(PROJECT)}
    assert {"programme", "2021/reception", "2021/comparison", "2021/selection"} <= paths
    assert all(
        re.fullmatch(r"(programme|country/[A-Z]{3}|\d{4}/[a-z]+)(\.ko)?", path) for path in paths
    )


def test_a_parameter_that_is_not_the_default_has_a_path_of_its_own(tmp_path):
    register = tmp_path / "cases.csv"
    register.write_text("x")
    assert keys("comparison", 2023) == ["2023/comparison"]
    assert keys("comparison", 2023, base_year="2022") == ["2023/comparison"]
    assert keys("comparison", 2023, base_year="2020") == ["2023/comparison.base_year-2020"]
    assert keys("programme", last_year="2024") == ["programme.last_year-2024"]
    assert keys("reception", 2021, register=str(register)) == ["2021/reception.register-cases-csv"]
    release = PROJECT / "data" / "examples" / "release_synthetic.txt"
    assert keys("release_check", release=str(release)) == ["release_check/release_synthetic"]


def test_a_year_of_0_means_what_the_report_takes_by_itself(tmp_path):
    project = small_project.make(tmp_path, spans="programme")
    (usual,) = plan_reports(project, ["spans"])
    (zero,) = plan_reports(project, ["spans"], (), [("last_year", "0")])
    (other,) = plan_reports(project, ["spans"], (), [("last_year", "2022")])
    assert usual == zero
    assert (usual.key, other.key) == ("spans", "spans.last_year-2022")
    assert (usual.identity.title, other.identity.title) == ("Spans", "Spans, last year 2022")


def test_a_language_stands_last():
    assert identify("reception", {"year": 2021, "language": "ko"}, {}, year=2021).path == (
        "2021/reception.ko"
    )
    assert identify("country", {"country": "VNM"}, {}, subject="country").path == "country/VNM"


@pytest.mark.parametrize(
    "name", ["con.txt", "a\nb.txt", "a\u202eb.txt", "x" * 200 + ".txt", " .txt"]
)
def test_a_name_that_lies_or_that_a_system_cannot_hold_is_marked(name):
    path = Identity("release_check", subject=short_name(Path(name))).path
    assert re.fullmatch(r"release_check/[\w-]*[0-9a-f]{8}", path)
