"""A notebook of one's own is a report too; a mistake in it is a matter of its own."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
import small_project
from click.testing import CliRunner
from small_project import files

from kcity_analysis.batch import run as batch
from kcity_analysis.batch.plan import find_mistakes, find_reports, plan_reports
from kcity_analysis.cli import main
from kcity_analysis.pages import html
from kcity_analysis.vocabulary import PROJECT, InputError


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project of one report that is built by itself."""
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once([]))
    return small_project.make(tmp_path / "project", "succeeds")


def own(project: Path, *code: str, name: str = "mine", **metadata) -> None:
    """A notebook as somebody writes it, who knows nothing of ours."""
    cells = [
        {
            "cell_type": "code", "execution_count": None, "id": f"c{number}", "outputs": [],
            "metadata": {"tags": ["parameters"]} if source.startswith("year") else {},
            "source": source.splitlines(keepends=True),
        }
        for number, source in enumerate(code)
    ]  # fmt: skip
    title = {
        "cell_type": "markdown",
        "id": "t",
        "metadata": {},
        "source": ["# Mine\n", "\n", "Why"],
    }
    book = {"cells": [title, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (project / "notebooks" / f"{name}.ipynb").write_text(json.dumps(book), "utf-8")


def kcity(project: Path, *arguments: str):
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--project", str(project), *rest])


def keys(*given, **more) -> list[str]:
    return [task.key for task in plan_reports(*given, **more)]


def test_a_notebook_without_our_metadata_is_a_report_only_when_asked_for(project):
    own(project, "1 + 1")
    assert keys(project) == ["2020/succeeds", "2021/succeeds"]
    assert keys(project, ["mine"]) == ["mine"]
    assert "mine is built only when asked for." in kcity(project, "list", "mine").output
    assert "2 built" in kcity(project, "run").output
    assert "1 built" in kcity(project, "run", "mine").output
    assert "2 fresh" in kcity(project, "run").output  # and its card stays
    hrefs = [e["href"] for e in json.loads((project / "outputs" / "index.html").read_bytes())]
    assert hrefs == ["2020/succeeds.html", "2021/succeeds.html", "mine.html"]


def test_one_with_a_year_is_a_report_of_that_year(project):
    own(project, "year: int = 2021", "year")
    assert keys(project, ["mine"]) == ["2021/mine"]
    assert keys(project, ["mine"], [2022, 2023]) == ["2022/mine", "2023/mine"]
    assert keys(project, ["mine"], (), [("year", "2019")]) == ["2019/mine"]
    own(project, "1")
    with pytest.raises(InputError, match="goes by no year"):
        plan_reports(project, ["mine"], [2021])


@pytest.mark.slow
def test_one_without_figures_is_a_page_and_one_with_our_metadata_needs_them(tmp_path):
    project = small_project.make(tmp_path / "project", "succeeds")
    own(project, "print('six times seven', 6 * 7)")
    own(project, "1", name="ours", kcity={"each": "programme"})
    done = kcity(project, "run", "mine", "ours")
    assert "ours: a report gives its figures as text/csv once, this 0 times" in done.stderr
    found = files(project / "outputs")
    assert {name for name in found if name.startswith("mine")} == {"mine.html", "mine.ipynb"}
    page = found["mine.html"].decode()
    assert "six times seven 42" in page
    assert "<p>Why</p>" in page  # what stands below the title, with which no headline competes


def test_text_below_the_title_is_kept_unless_a_headline_says_it_better():
    import sample_report

    page = html.render_report(sample_report.notebook(), provenance=sample_report.PROVENANCE)
    assert "run all cells" not in page
    without = sample_report.notebook()
    without.cells = [cell for cell in without.cells if "headline" not in cell.source]
    page = html.render_report(without, provenance=sample_report.PROVENANCE)
    assert page.count("below and run all cells") == 1


MISTAKES = {
    "no JSON": "{",
    "another shape": "[]",
    "no cells": '{"metadata": {"kcity": {"each": "programme"}}}',
    "no such each": '{"cells": [], "metadata": {"kcity": {"each": "sometimes"}}}',
    "kcity is a text": '{"cells": [], "metadata": {"kcity": "x"}}',
    "a computed parameter": json.dumps(
        {
            "metadata": {},
            "cells": [
                {
                    "cell_type": "code",
                    "metadata": {"tags": ["parameters"]},
                    "source": "year = 1 + f()",
                }
            ],
        }
    ),
    "a parameter cell that is no Python": json.dumps(
        {
            "metadata": {},
            "cells": [
                {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "year = ("}
            ],
        }
    ),
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_notebook_breaks_that_report_only(project, text):
    (project / "notebooks" / "mine.ipynb").write_text(text)
    assert list(find_mistakes(project)) == ["mine"]
    assert list(find_reports(project)) == ["succeeds", "mine"]
    for number in ("2 built", "2 fresh"):
        done = kcity(project, "run")
        assert done.exit_code == 1
        assert f"{number}, 1 failed" in done.stdout
        assert "mine: " in done.stderr and "Traceback" not in done.output
    assert kcity(project, "run", "succeeds").exit_code == 0
    refused = kcity(project, "run", "mine")
    assert refused.exit_code == 2 and "mine" in refused.stderr
    listed = kcity(project, "list")
    assert listed.exit_code == 0 and "mine  " in listed.output
    assert kcity(project, "list", "mine").exit_code == 2


def test_a_report_whose_notebook_got_a_mistake_keeps_its_page_and_is_out_of_date(project):
    kcity(project, "run")
    before = files(project / "outputs")
    (project / "notebooks" / "succeeds.ipynb").write_text("{")
    assert kcity(project, "run").exit_code == 1
    after = files(project / "outputs")
    assert after["2021/succeeds.html"] == before["2021/succeeds.html"]
    assert {e["state"] for e in json.loads(after["index.html"])} == {"stale"}


def test_the_cards_of_a_deleted_notebook_are_gone_after_the_next_run(project):
    own(project, "1")
    kcity(project, "run", "mine")
    kcity(project, "run")
    (project / "notebooks" / "mine.ipynb").unlink()
    (project / "notebooks" / "succeeds.ipynb").unlink()
    assert kcity(project, "run").exit_code == 0
    assert json.loads((project / "outputs" / "index.html").read_bytes()) == []
    assert "its notebook is gone" in kcity(project, "list").output
    sent = kcity(project, "bundle", "--out", str(project / "all.zip"))
    assert sent.exit_code == 2 and "there are no reports" in sent.stderr


def test_a_year_as_a_parameter_is_that_year(project):
    for year in ("2020", "2021"):
        assert keys(project, ["succeeds"], (), [("year", year)]) == [f"{year}/succeeds"]
    assert "1 built" in kcity(project, "run", "succeeds", "-p", "year", "2021").output
    assert "1 fresh" in kcity(project, "run", "succeeds", "--year", "2021").output
    refused = kcity(project, "run", "succeeds", "-p", "year", "1999")
    assert refused.exit_code == 2 and "no report succeeds for 1999" in refused.stderr


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_parameters_come_in_the_forms_of_papermill(project):
    (project / "mine.yaml").write_text("year: 2020\n")
    ways = {
        "2020": [
            ["-f", str(project / "mine.yaml")],
            ["-y", "{year: 2020}"],
            ["-r", "year", "2020"],
        ],
        "2021": [["-b", base64_of("year: 2021")], ["-p", "year", "2021"]],
    }
    for year, forms in ways.items():
        for form in forms:
            done = kcity(project, "run", "succeeds", "--force", *form)
            assert done.stdout == f"built {year}/succeeds\n1 built\n", form


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (["-f", "gone.yaml"], "gone.yaml cannot be read"),
        (["-y", "year: ["], "-y year: [ cannot be read"),
        (["-y", "2021"], "are no names with a value each"),
        (["-y", "year: [2020, 2021]"], "expected one text, number, true or false"),
        (["-y", "year:"], "expected one text, number, true or false"),
        (["-b", "?"], "-b ? cannot be read"),
        (["-y", "yaer: 2021"], "did you mean year?"),
        (["-y", "year: 2021.5"], "expected a whole number"),
        (["-y", "!!python/object/apply:os.system [touch owned]"], "cannot be read"),
    ],
)
def test_a_form_that_says_no_parameters_is_refused(project, form, said):
    done = kcity(project, "run", "succeeds", *form)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert not (project / "outputs").exists() and not Path("owned").exists()


def test_another_set_of_parameters_has_a_path_a_name_and_a_card_of_its_own():
    english, korean = plan_reports(PROJECT, ["comparison"], [2023], [("base_year", "2020")])
    assert english.key == "2023/comparison.base_year-2020"
    assert english.identity.title == "Comparison 2023, base year 2020"
    assert korean.identity.variant == "기준연도 2020년"
    entries = [
        html.Entry("comparison", 2023, f"{key}.html", {"title": "2023 compared"}, variant=variant)
        for key, variant in (("2023/comparison", ""), (english.key, english.identity.variant))
    ]
    index = html.render_index(entries, built_on="2026-02-06")
    assert index.count("base year 2020") == 1
