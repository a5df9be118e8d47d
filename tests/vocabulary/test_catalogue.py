"""The catalogues themselves: complete, in step with each other and with the code."""

import ast
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kcity_analysis.vocabulary import InputError, align_catalogues, catalogue_faults
from kcity_analysis.vocabulary.catalogue import LOCALE, entry, pieces

PACKAGE = Path(__file__).parents[2] / "kcity_analysis"
HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
)
EN = HEAD.format("nplurals=2; plural=(n != 1);")
KO = HEAD.format("nplurals=1; plural=0;")
ONE = 'msgctxt "a.b"\nmsgid "In {year}, {cases} came."\nmsgstr ""\n'
ONE_KO = ONE.replace('msgstr ""', 'msgstr "{year}년 {cases:을} 접수"')


def _calls(text: str) -> Iterator[tuple[str, set[str] | None]]:
    """Keys that code names, as patterns, with the values it gives (None where not written out)."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        name = name.id if isinstance(name, ast.Name) else name
        if name not in ("say", "Message", "_say"):
            continue
        given = {keyword.arg for keyword in node.keywords}
        values = None if None in given else {one for one in given if one}
        options = [node.args[0]]
        while options:
            key = options.pop()
            if isinstance(key, ast.IfExp):
                options += [key.body, key.orelse]
            elif isinstance(key, ast.Constant):
                yield re.escape(str(key.value)), values
            elif isinstance(key, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+"
                    for part in key.values
                ]
                yield "".join(parts), values


def _composed(text: str) -> set[str]:
    """Texts that code composes, as patterns: a key may be kept in a name before it is said."""
    return {
        "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
            for part in node.values
        )
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and re.match(r"[a-z_]+\.", str(node.values[0].value))
    }


def _sources() -> dict[str, str]:
    """The modules that have :func:`say` or :class:`Message` from this room."""
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in PACKAGE.rglob("*.py")
    }
    return {
        name: text
        for name, text in texts.items()
        if name == "vocabulary/messages.py"
        or {"say", "Message"}
        & {
            alias.name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("vocabulary")
            for alias in node.names
        }
    }


def _keys() -> set[str]:
    return set(re.findall(r'^msgctxt "(.*)"', (LOCALE / "en.po").read_text("utf-8"), re.M))


def test_the_catalogues_are_complete_and_in_step():
    assert catalogue_faults() == []


def test_every_key_in_the_code_is_in_the_catalogue_with_the_values_it_needs():
    keys = _keys()
    for file, text in _sources().items():
        for pattern, values in _calls(text):
            named = {key for key in keys if re.fullmatch(pattern, key)}
            assert named, f"{file} says {pattern}, which is no key"
            for key in named if values is not None else ():
                needed = {p.name for form in entry(key, "en").forms for p in form if p.name}
                assert not needed & {"key", "language"}, (
                    f"{key} names a value as say() does its own"
                )
                assert needed <= values, f"{file} says {key} without {needed - values}"


def test_every_key_of_the_catalogue_is_said_somewhere():
    patterns, constants = set(), set()
    for text in _sources().values():
        patterns |= {pattern for pattern, _ in _calls(text)}
        patterns |= _composed(text)
        constants |= {n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)}
    spare = [
        key
        for key in _keys() - constants
        if not key.startswith("help.")  # known by their English: see tests/test_cli.py
        and not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert spare == []


def test_the_search_for_keys_sees_plain_composed_and_chosen_ones():
    code = 'say("a", l, x=1); Message(f"b.{k}", **v); kc.say("c" if z else "d", l); other("e")'
    assert list(_calls(code)) == [("a", {"x"}), (r"b\.[^.]+", None), ("d", set()), ("c", set())]


@pytest.fixture
def folder(tmp_path):
    def write(en: str, ko: str) -> Path:
        (tmp_path / "en.po").write_text(en, "utf-8")
        (tmp_path / "ko.po").write_text(ko, "utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("en", "ko", "fault"),
    [
        (ONE, "", "ko.po, a.b: is missing"),
        (ONE, ONE, "ko.po, a.b: is not translated"),
        (ONE, "#, fuzzy\n" + ONE_KO, "ko.po, a.b: is not translated"),
        (ONE, ONE_KO.replace("came", "went"), "ko.po, a.b: translates 'In {year}, {cases} went.'"),
        (ONE, ONE_KO.replace("{year}년 ", ""), "ko.po, a.b: has the values ['cases']"),
        ("", ONE_KO, "ko.po, a.b: is not in en.po"),
        (ONE + "\n" + ONE, ONE_KO, "en.po, a.b: stands there twice"),
        (ONE + '\nmsgid "x"\nmsgstr ""\n', ONE_KO, "en.po, 'x': has no key"),
        (ONE.replace("{cases}", "{cases:을}"), ONE_KO, "en.po, a.b: only Korean has particles"),
        (ONE.replace("{cases}", "{cases"), ONE_KO, "en.po, a.b: "),
        (ONE, ONE_KO.replace(":을", ":늘"), "ko.po, a.b: '{year}년 {cases:늘} 접수'"),
        (ONE.replace('msgstr ""', 'msgstr "x"'), ONE_KO, "en.po, a.b: was reworded beside"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(folder, en, ko, fault):
    faults = catalogue_faults(folder(EN + en, KO + ko))
    assert any(one.startswith(fault) for one in faults), faults


def test_sound_catalogues_have_no_fault(folder):
    assert catalogue_faults(folder(EN + ONE, KO + ONE_KO)) == []


def test_a_file_that_is_no_catalogue_is_named(folder):
    with pytest.raises(InputError, match=r"en\.po cannot be read"):
        catalogue_faults(folder("these are no sentences", KO))


def test_what_poedit_wrote_beside_the_english_becomes_the_english(folder):
    reworded = ONE.replace('msgstr ""', 'msgstr "{cases} came in {year}."')
    place = folder(EN + reworded, KO + ONE_KO)
    assert align_catalogues(place) == ["ko.po, a.b"]
    assert 'msgid "{cases} came in {year}."\nmsgstr ""' in (place / "en.po").read_text("utf-8")
    korean = (place / "ko.po").read_text("utf-8")
    assert '#| msgid "In {year}, {cases} came."' in korean
    assert 'msgid "{cases} came in {year}."\nmsgstr "{year}년 {cases:을} 접수"' in korean
    assert "fuzzy" in korean


def test_alignment_adds_drops_and_keeps_the_header_and_the_rest(folder):
    two = '\n# why\nmsgctxt "c"\nmsgid "{n} came"\nmsgid_plural "{n} came."\n'
    place = folder(
        EN + ONE + two + 'msgstr[0] ""\nmsgstr[1] ""\n', KO + ONE_KO + ONE_KO.replace("a.b", "old")
    )
    assert align_catalogues(place) == ["ko.po, c"]
    korean = (place / "ko.po").read_text("utf-8")
    assert korean.startswith(KO) and "old" not in korean and ONE_KO in korean
    assert 'msgctxt "c"' in korean and 'msgstr[0] ""\n' in korean and "msgstr[1]" not in korean
    before = {one: one.read_bytes() for one in place.iterdir()}
    assert align_catalogues(place) == ["ko.po, c"]
    assert before == {one: one.read_bytes() for one in place.iterdir()}


def test_alignment_of_the_shipped_catalogues_loses_nothing(tmp_path):
    shutil.copytree(LOCALE, tmp_path, dirs_exist_ok=True)
    assert align_catalogues(tmp_path) == []
    for name in ("en.po", "ko.po"):
        old, new = (
            [
                (one.context, one.id, one.string, one.auto_comments, one.user_comments)
                for one in read_po(BytesIO((where / name).read_bytes()))
            ]
            for where in (LOCALE, tmp_path)
        )
        assert old[1:] == new[1:]


def test_braces_that_are_no_placeholder_are_written_twice():
    assert "".join(piece.text for piece in pieces("a {{b}} {c}.")) == "a {b} ."


def test_no_entry_claims_pythons_own_placeholders_which_poedit_would_hold_particles_against(folder):
    place = folder(EN + ONE, KO + ONE_KO)
    align_catalogues(place)
    for where in (place, LOCALE):
        for name in ("en.po", "ko.po"):
            assert "brace-format" not in (where / name).read_text("utf-8")
