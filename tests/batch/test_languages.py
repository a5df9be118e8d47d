"""Every report in every language, of one set of figures, each page leading to the others."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
import small_project
from click.testing import CliRunner
from small_project import edit, files, translate

from kcity_analysis.batch import manifest
from kcity_analysis.batch import run as batch
from kcity_analysis.batch.links import leads_of
from kcity_analysis.batch.plan import Task, plan_reports
from kcity_analysis.batch.workers import ERRORED, SUCCEEDED, Outcome
from kcity_analysis.cli import main
from kcity_analysis.vocabulary import PROJECT, InputError

SETTINGS = batch.Settings(date="2023-02-03", foundation={})


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project of one report in both languages, and of one that knows of none."""
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once([]))
    made = small_project.make(tmp_path / "project", "succeeds", "shows", "reads_a_file")
    translate(made, "succeeds")
    return made


def kcity(project: Path, *arguments: str):
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--project", str(project), *rest])


def keys(*given, **more) -> list[str]:
    return [task.key for task in plan_reports(*given, **more)]


def test_a_report_with_a_language_is_planned_in_each_and_any_other_once(project):
    both = ["2020/succeeds", "2020/succeeds.ko", "2021/succeeds", "2021/succeeds.ko", "shows"]
    assert keys(project) == both
    assert keys(project, languages=["ko"]) == ["2020/succeeds.ko", "2021/succeeds.ko", "shows"]
    assert keys(project, languages=["en"]) == ["2020/succeeds", "2021/succeeds", "shows"]
    korean = plan_reports(project, ["succeeds"], [2021], languages=["ko"])
    assert [task.values for task in korean] == [{"year": 2021, "language": "ko"}]


def test_a_language_as_a_parameter_is_that_language_alone(project):
    assert keys(project, ["succeeds"], [2021], [("language", "ko")]) == ["2021/succeeds.ko"]
    assert keys(project, ["succeeds"], [2021], [("language", "en")]) == ["2021/succeeds"]
    with pytest.raises(InputError, match="language: 'fr': expected one of en, ko"):
        plan_reports(project, ["succeeds"], [2021], [("language", "fr")])
    with pytest.raises(InputError, match="expected one of en"):
        plan_reports(project, ["succeeds"], [2021], [("language", "ko")], languages=["en"])


def test_a_notebook_that_is_korean_by_itself_is_in_english_too(project):
    def change(book) -> None:
        cell = next(c for c in book["cells"] if c["metadata"].get("tags") == ["parameters"])
        cell["source"] = ["".join(cell["source"]).replace('"en"', '"ko"')]

    edit(project, "succeeds", change)
    found = {task.key: task.values for task in plan_reports(project, ["succeeds"], [2021])}
    assert found["2021/succeeds"] == {"year": 2021, "language": "en"}
    assert found["2021/succeeds.ko"]["year"] == 2021


@pytest.mark.parametrize(
    ("language", "pages"),
    [
        ("en", ["2021/succeeds.html"]),
        ("ko", ["2021/succeeds.ko.html"]),
        ("both", ["2021/succeeds.html", "2021/succeeds.ko.html"]),
    ],
)
def test_kcity_run_builds_the_languages_asked_for_with_the_figures_once(project, language, pages):
    done = kcity(project, "run", "succeeds", "--year", "2021", "--language", language)
    assert done.exit_code == 0, done.output
    found = files(project / "outputs")
    assert [name for name in found if name.endswith(".html") and "/" in name] == pages
    assert [name for name in found if name.endswith(".csv")] == ["2021/succeeds.csv"]
    assert {"index.html", "index.ko.html"} <= set(found)


def test_without_a_choice_both_are_built_and_then_fresh(project):
    assert "5 built" in kcity(project, "run").output
    assert kcity(project, "run").output == "5 fresh\n"
    listed = kcity(project, "list").output
    assert "2021/succeeds.ko  fresh" in listed and "2021/succeeds     fresh" in listed
    (project / "outputs" / "2021" / "succeeds.ko.html").unlink()
    assert "built 2021/succeeds.ko\n" in kcity(project, "run").output


def test_one_language_alone_can_go_stale_and_fail(project, monkeypatch):
    kcity(project, "run")
    before = files(project / "outputs")
    (project / "outputs" / "2021" / "succeeds.ko.html").write_text("mine")
    assert kcity(project, "run").output == "built 2021/succeeds.ko\n1 built, 4 fresh\n"
    assert files(project / "outputs") == before


def test_figures_that_depend_on_the_language_are_refused(project, monkeypatch):
    def made(job):
        data = job.language.encode()
        return Outcome(SUCCEEDED, dict.fromkeys((".html", ".ipynb", ".csv"), data), {"title": "t"})

    tasks = plan_reports(project, ["succeeds"], [2021])
    jobs = [batch.made_of(task, project, SETTINGS) for task in tasks]
    output = project / "outputs"
    with manifest.lock(output, print):
        outcomes = [
            batch._publish([batch._Made(task, job, made(job))], output)[job.key]
            for task, job in zip(tasks, jobs, strict=True)
        ]
    assert [outcome.status for outcome in outcomes] == [SUCCEEDED, ERRORED]
    assert "its figures are not those of 2021/succeeds" in str(outcomes[1].error)
    assert (output / "2021" / "succeeds.csv").read_bytes() == b"en"


def index(project: Path, name: str) -> dict[str, str]:
    """Of each page that an index leads to, the one in the other language."""
    entries = json.loads((project / "outputs" / name).read_bytes())
    return {entry["href"]: entry.get("translation", {}).get("href", "") for entry in entries}


def test_each_index_shows_the_pages_in_its_language_and_leads_to_the_others(project):
    kcity(project, "run")
    assert index(project, "index.html") == {
        "2020/succeeds.html": "2020/succeeds.ko.html",
        "2021/succeeds.html": "2021/succeeds.ko.html",
        "shows.html": "",
    }
    assert index(project, "index.ko.html") == {
        "2020/succeeds.ko.html": "2020/succeeds.html",
        "2021/succeeds.ko.html": "2021/succeeds.html",
        "shows.html": "",
    }


def test_a_lost_index_of_either_language_is_made_again(project):
    kcity(project, "run")
    for name in ("index.html", "index.ko.html"):
        path = project / "outputs" / name
        before = path.read_bytes()
        path.unlink()
        assert kcity(project, "run").exit_code == 0
        assert path.read_bytes() == before


def task(key: str) -> Task:
    return next(one for one in plan_reports(PROJECT) if one.key == key)


def ways(key: str) -> dict[str, object]:
    found = leads_of(task(key), plan_reports(PROJECT))
    near = {name: getattr(found, name) for name in ("before", "after", "translation")}
    return {
        "index": found.index,
        "others": [lead.href for lead in found.others],
        **{name: lead.href if lead else None for name, lead in near.items()},
    }


def test_a_page_leads_to_its_index_the_years_beside_it_the_others_and_its_translation():
    assert ways("2021/reception") == {
        "index": "../index.html",
        "before": "../2020/reception.html",
        "after": "../2022/reception.html",
        "others": ["selection.html", "comparison.html"],
        "translation": "reception.ko.html",
    }
    assert ways("2021/reception.ko") == {
        "index": "../index.ko.html",
        "before": "../2020/reception.ko.html",
        "after": "../2022/reception.ko.html",
        "others": ["selection.ko.html", "comparison.ko.html"],
        "translation": "reception.html",
    }
    assert ways("programme") == {
        "index": "index.html",
        "before": None,
        "after": None,
        "others": [],
        "translation": "programme.ko.html",
    }


def test_the_first_and_the_last_year_lead_nowhere_beyond():
    assert ways("2020/reception")["before"] is None
    newest = max(one.year for one in plan_reports(PROJECT, ["reception"]))
    assert ways(f"{newest}/reception")["after"] is None


def test_a_report_of_other_parameters_leads_to_the_one_that_is_built_by_itself():
    (english, korean) = plan_reports(PROJECT, ["comparison"], [2023], [("base_year", "2020")])
    found = leads_of(english, plan_reports(PROJECT))
    assert found.before is None and found.after is None
    assert [lead.href for lead in found.others] == [
        *("reception.html", "selection.html", "comparison.html")
    ]
    assert found.translation and found.translation.href == "comparison.base_year-2020.ko.html"
    assert korean.key == "2023/comparison.base_year-2020.ko"


def test_where_a_page_leads_depends_on_the_plan_alone(project):
    """Neither on what is built, nor on what was asked for."""
    (alone,) = plan_reports(project, ["succeeds"], [2021], languages=["en"])
    among = next(one for one in plan_reports(project) if one.key == alone.key)
    before = batch.made_of(alone, project, SETTINGS)
    kcity(project, "run", "succeeds", "--language", "ko")
    assert batch.made_of(among, project, SETTINGS) == before
    (project / "notebooks" / "shows.ipynb").unlink()  # which leads there is no other report of 2021
    assert batch.made_of(among, project, SETTINGS) == before
    translate(project, "reads_a_file")
    edit(
        project,
        "reads_a_file",
        lambda book: book["metadata"]["kcity"].update(each="selection"),
    )
    assert batch.made_of(among, project, SETTINGS) == before  # 2021 has no selection here
    edit(
        project,
        "reads_a_file",
        lambda book: book["metadata"]["kcity"].update(each="reception"),
    )
    changed = batch.made_of(among, project, SETTINGS)
    assert changed.build != before.build
    assert replace(changed, build="", made_of={}, leads=before.leads) == replace(
        before, build="", made_of={}
    )


class _Links(HTMLParser):
    """The links of a page that lead to a file beside it, and its places."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[tuple[str, str]] = []
        self.places: set[str] = set()
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "html":
            self.language = found["lang"]
        if "id" in found:
            self.places.add(found["id"])
        href = found.get("href") or ""
        if tag == "a" and not re.match(r"[a-z]+:|#", href):
            self.hrefs.append((href, found.get("lang") or ""))


def test_every_link_of_a_full_build_leads_somewhere(built):
    pages = {
        path.relative_to(built).as_posix(): _Links(path.read_text("utf-8"))
        for path in built.rglob("*.html")
    }
    reached = set()
    for name, page in pages.items():
        assert page.hrefs, name
        for href, language in page.hrefs:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href)))
            assert target in pages, f"{name} leads to {href}"
            assert pages[target].language == (language or page.language), f"{name}: {href}"
            reached.add(target)
    assert reached == set(pages)


def test_every_page_is_there_in_both_languages_and_says_which_it_is(built):
    english = {
        path.relative_to(built).as_posix()
        for path in built.rglob("*.html")
        if not path.name.endswith(".ko.html")
    }
    korean = {path.relative_to(built).as_posix() for path in built.rglob("*.ko.html")}
    assert korean == {name.replace(".html", ".ko.html") for name in english}
    assert len(english) >= 18
    for name in english | korean:
        page = _Links((built / name).read_text("utf-8"))
        assert page.language == ("ko" if name in korean else "en")


def test_the_executed_notebooks_of_both_languages_hold_the_same_figures(built):
    for korean in built.rglob("*.ko.ipynb"):
        english = korean.with_name(korean.name.replace(".ko.ipynb", ".ipynb"))
        found = []
        for path in (english, korean):
            cells = json.loads(path.read_text("utf-8"))["cells"]
            outputs = [o.get("data", {}) for cell in cells for o in cell.get("outputs", [])]
            (csv,) = ["".join(data["text/csv"]) for data in outputs if "text/csv" in data]
            found.append(csv)
        assert found[0] == found[1] == english.with_suffix(".csv").read_text("utf-8"), english


def test_a_language_that_cannot_be_put_in_place_fails_alone(project):
    (project / "outputs" / "2021" / "succeeds.ko.html").mkdir(parents=True)
    done = kcity(project, "run")
    assert done.exit_code == 1
    assert "2021/succeeds.ko: its files could not be written" in done.stderr
    assert "4 built, 1 failed" in done.stdout
    assert "2021/succeeds.html" in files(project / "outputs")
    assert index(project, "index.ko.html")["2021/succeeds.html"] == ""
