"""The end of a report: how current it is, who made it, what its words mean."""

import re
from pathlib import Path

import pytest

import kcity_analysis as kc
from kcity_analysis.evidence import revisions, sources
from kcity_analysis.reports import colophon
from kcity_analysis.vocabulary import Days, say

DOCS = Path(__file__).resolve().parents[2] / "docs"
METHODS = {
    language: (DOCS / name).read_text("utf-8")
    for language, name in (("en", "methods.md"), ("ko", "methods.ko.md"))
}


def terms(fragment):
    return dict(fragment.sheets[0].frame.to_numpy().tolist())


@pytest.mark.parametrize("language", METHODS)
def test_the_words_of_a_page_are_those_of_the_methods(language):
    stated = dict(re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \|$", METHODS[language], re.M))
    names = re.findall(r'"glossary\.term\.(\w+)"', _catalogue())
    assert len(names) >= 15
    for name in names:
        meaning = say(f"glossary.meaning.{name}", language)
        assert stated[say(f"glossary.term.{name}", language)] == meaning


def test_the_methods_say_the_same_in_both_languages():
    for part in (r"^##? ", r"^\*\*", r"^\| ", "`[^`]+`"):
        counted = {one: len(re.findall(part, text, re.M)) for one, text in METHODS.items()}
        assert len(set(counted.values())) == 1, (part, counted)
    names = [set(re.findall(r"`([^`]+)`", text)) for text in METHODS.values()]
    assert names[0] == names[1]
    years = [set(re.findall(r"20[12]\d", text)) for text in METHODS.values()]
    assert years[0] == years[1]
    assert "methods.ko.md" in METHODS["en"] and "methods.md" in METHODS["ko"]


def _catalogue():
    from kcity_analysis.vocabulary.catalogue import LOCALE

    return (LOCALE / "en.po").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_report_explains_what_it_uses_and_nothing_else(language):
    received = terms(kc.reception(2021, language=language).words())
    selected = terms(kc.selection(2021, language=language).words())
    case, project = (say(f"glossary.term.{one}", language) for one in ("case", "project"))
    assert case in received and project not in received
    assert project in selected and say("glossary.term.southern", language) in selected
    points = say("glossary.term.points", language)
    assert points in terms(kc.comparison(2021, 2020, language).words())
    assert points not in terms(kc.programme(2020, 2023, language).words())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_report_says_how_current_it_is_how_to_cite_it_and_what_was_corrected(language):
    section = kc.reception(2021, language=language).about()
    day = Days(max(sources()["published_on"])).said(language)
    assert section.sentence.count(day) == 2
    assert kc.reception(2021, language=language).title in section.sentence
    newest = revisions()["date"].max()
    shown = section.sheets[0].frame
    assert len(shown) == (revisions()["date"] == newest).sum()
    assert Days(newest).said(language) in section.html


def test_the_next_result_is_the_first_that_was_announced_for_after_the_newest_source():
    # The demonstrations of 2026 were to be chosen in April; planning had been, on 21 January.
    assert "overseas demonstration, 2026, expected in April 2026" in (
        colophon._next("2026-02-06").said("en")
    )
    assert colophon._next("2029-01-01").said("en") == "No further result had been announced then."
