"""Which reports there are: the project's notebooks, for the years that the data have.

A notebook is a report, of its own name. Its metadata say more under ``kcity``, without which it is
run only when asked for, and needs no figures:

- ``each``: what it is run for (see :data:`EACH`);
- ``inputs``: globs of the files it reads, from the project's folder;
- ``files``: which of its parameters are paths of further files. Of a report that is run only when
  asked for, the first of them is what it is about.

Its parameters stand in its ``parameters`` cell, as papermill has it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kcity_analysis.batch.identity import Identity, identify
from kcity_analysis.batch.manifest import digest
from kcity_analysis.batch.parameters import Parameter, did_you_mean, read_parameters, typed
from kcity_analysis.evidence import countries_mentioned
from kcity_analysis.vocabulary import LANGUAGES, InputError, Message, Problem, Words

EACH = {
    each: Message(f"each.{each}")
    for each in ("reception", "selection", "change", "programme", "country", "asked")
}
"""What a report can be run for."""


@dataclass(frozen=True)
class Notebook:
    """A notebook that makes reports."""

    name: str
    title: str
    each: str
    source: str
    code_digest: str
    parameters: tuple[Parameter, ...]
    inputs: tuple[str, ...]
    files: tuple[str, ...]
    figures: bool = True
    """Whether it must give its figures."""
    mistake: Words = ""
    """Why it can be no report."""

    @property
    def when(self) -> Message:
        """What it is built for."""
        if not self.subject:
            return EACH[self.each]
        return Message("each with.its", each=EACH[self.each], subject=self.subject)

    @property
    def subject(self) -> str:
        """The parameter that it is about, if it is run once for each of something."""
        if self.each == "country":
            return "country"
        return self.files[0] if self.each == "asked" and self.files else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be built in: all, if it has a parameter for that."""
        translated = any(parameter.name == "language" for parameter in self.parameters)
        return LANGUAGES if translated else LANGUAGES[:1]


@dataclass(frozen=True)
class Task:
    """One report to be, with the values of its parameters."""

    identity: Identity
    report: Notebook
    values: dict[str, Any]
    place: str = ""
    """Where it stands, if it is there already and nothing plans it any more."""

    @property
    def key(self) -> str:
        """Its path below the outputs folder, without suffix."""
        return self.place or self.identity.path

    @property
    def year(self) -> int | None:
        return self.identity.year


def find_reports(project: Path) -> dict[str, Notebook]:
    """The reports of a project by name, in the order of :data:`EACH`.

    A mistake in a notebook is kept with it: the others are reports all the same.
    """
    found = []
    for path in sorted(project.glob("notebooks/*.ipynb")):
        try:
            source = path.read_text("utf-8")
            found.append(_read_report(path, source, json.loads(source)))
        except InputError as error:
            found.append(_mistaken(path, error))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"{type(error).__name__}: {error}"
            found.append(
                _mistaken(path, Message("error.no notebook", file=path.name, reason=reason))
            )
    return {report.name: report for report in sorted(found, key=_order)}


def find_mistakes(project: Path) -> dict[str, Words]:
    """Why notebooks of a project can be no reports, by name."""
    reports = find_reports(project)
    return {name: report.mistake for name, report in reports.items() if report.mistake}


def find_years(project: Path) -> dict[str, list[int]]:
    """For each value of ``each`` that goes by years, the years with data."""
    rows = _rows(project / "data" / "published_figures.csv")
    received = {
        int(row["year"])
        for row in rows
        if row["stage"] == "reception"
        and row["first_year"] == row["year"]
        and row["dimension"] not in ("change", "budget")
    }
    selected = {int(row["year"]) for row in _rows(project / "data" / "selected_projects.csv")}
    either = received | selected
    return {
        "reception": sorted(received),
        "selection": sorted(selected),
        "change": sorted(year for year in either if year - 1 in either),
        "programme": sorted(either),
    }


def find_countries(project: Path) -> list[str]:
    """The countries with anything to say, by code."""
    names = ("named_applicants", "published_figures", "selected_projects")
    return sorted(countries_mentioned(*(_rows(project / "data" / f"{n}.csv") for n in names)))


def newest_date(project: Path) -> str:
    """The day of the newest source: the date of build, so that equal inputs give equal pages."""
    return max((row["published_on"] for row in _rows(project / "data" / "sources.csv")), default="")


def plan_reports(
    project: Path,
    names: Sequence[str] = (),
    years: Sequence[int] = (),
    given: Sequence[tuple[str, str]] = (),
    *,
    languages: Sequence[str] = LANGUAGES,
    listing: bool = False,
) -> list[Task]:
    """What to build: all reports of all years, or those of the given names and years.

    ``given`` are texts for the parameters of the one report named; a ``year`` among them counts as
    one of ``years``. A report that can be built in several ``languages`` is a task in each of them.
    Raises InputError with everything that is wrong with names, years and values. ``listing``:
    nothing will be run, so that a report which needs a file may lack it.
    """
    reports, known = find_reports(project), find_years(project)
    if unknown := [name for name in names if name not in reports]:
        raise InputError(
            Message("error.no report", name=name, hint=did_you_mean(name, reports))
            for name in unknown
        )
    if given and len(names) != 1:
        raise InputError(Message("error.one report"))
    chosen = [reports[name] for name in dict.fromkeys(names)] or list(reports.values())
    if names and (mistakes := [report.mistake for report in chosen if report.mistake]):
        raise InputError(mistakes)
    goes_by_country = any(report.each == "country" for report in chosen)
    countries = find_countries(project) if goes_by_country else []
    tasks: list[Task] = []
    for report in chosen:
        values = _chosen(report, typed(report.name, report.parameters, given))
        if "year" in values:
            years = [*years, values.pop("year")]
        _check_years(report, values, known["programme"])
        values |= _files(report, values)
        if report.each == "country" and values.get("country"):
            values["country"] = _country(str(values["country"]), countries)
        if values.get("register") and not years:
            raise InputError(Message("error.which year"))
        spoken = _languages(report, values, languages)
        by_itself = report.each != "asked" or bool(names)
        planned = _tasks(report, values, years, known, countries, spoken) if by_itself else ()
        found = list(planned)
        for task in found:
            _check_span(report.name, task.values)
        if names and not found and not listing:
            raise InputError(_why_none(report, years, known))
        tasks += found
    unused = sorted(set(years) - {task.year for task in tasks})
    if unused:
        years_there = known.get(chosen[0].each, known["programme"]) if names else known["programme"]
        raise InputError(_none_of(names[0] if len(names) == 1 else "", unused, years_there))
    return tasks


def _chosen(report: Notebook, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something: 0 for a year, where that is the default, is the default."""
    default = {parameter.name: parameter.default for parameter in report.parameters}
    return {
        name: value
        for name, value in values.items()
        if not (name.endswith("year") and value == default[name] == 0)
    }


def _country(text: str, there: Sequence[str]) -> str:
    """The code of a country in any spelling. Raises InputError; also where nothing is known."""
    from kcity_analysis.vocabulary import CountryLookupError, Term, country_name, resolve_country

    try:
        iso3 = resolve_country(text)
    except CountryLookupError as error:
        raise InputError(Message("error.country", reason=error)) from None
    if iso3 not in there:
        names = [Term("country", one) for one in sorted(there, key=country_name)]
        raise InputError(
            Message(
                "error.no country here",
                country=Term("country", iso3),
                iso3=iso3,
                names=names or Message("error.none"),
            )
        )
    return iso3


def _check_span(name: str, values: Mapping[str, Any]) -> None:
    """Refuse years that cannot go together, before anything runs."""
    first, last = values.get("first_year"), values.get("last_year")
    if first is not None and last is not None and first > last:
        raise InputError(Message("error.span", report=name, first_year=first, last_year=last))
    if "base_year" in values and values.get("year") == values["base_year"]:
        raise InputError(Message("error.against itself", report=name, year=values["year"]))


def _tasks(
    report: Notebook,
    values: dict[str, Any],
    years: Sequence[int],
    known: Mapping[str, list[int]],
    countries: Sequence[str],
    languages: Sequence[str],
) -> Iterator[Task]:
    default = {parameter.name: parameter.default for parameter in report.parameters}

    def tasks(**each: int | str) -> Iterator[Task]:
        usual = {name: value for name, value in each.items() if name in default}
        year = each.get("year")
        for language in languages:
            # Where it is the notebook's own, the notebook is left as it is.
            spoken = {"language": language} if language != default.get("language", language) else {}
            every = usual | values | spoken
            identity = identify(
                report.name,
                every,
                default | usual,
                report.files,
                report.subject,
                year if isinstance(year, int) else None,
            )
            yield Task(replace(identity, language=language), report, every)

    own_file = any(values.get(name) for name in report.files)
    if report.each == "asked":
        if report.subject:
            if own_file and not years:
                yield from tasks()
        elif isinstance(own_year := default.get("year"), int):
            # Of any year: only the notebook knows of which it can be.
            for year in dict.fromkeys(years) or [own_year]:
                yield from tasks(year=year)
        elif not years:
            yield from tasks()
    elif report.each == "country":
        for iso3 in () if years else [values["country"]] if "country" in values else countries:
            yield from tasks(country=iso3)
    elif report.each == "programme":
        if known["programme"] and not years:
            yield from tasks(first_year=known["programme"][0], last_year=known["programme"][-1])
    else:
        # A register of one's own makes a report of a year of which nothing is published.
        possible = known["programme"] if own_file else known[report.each]
        for year in possible if years else known[report.each]:
            if not years or year in years:
                yield from tasks(year=year, base_year=year - 1)


def _languages(report: Notebook, values: dict[str, Any], wanted: Sequence[str]) -> Sequence[str]:
    """Those of the wanted languages that a report can be built in; its own, where it has but one.

    A parameter says the same, and counts alone.
    """
    if len(report.languages) == 1:
        return report.languages
    given = values.pop("language", None)
    if given is None:
        return [language for language in report.languages if language in wanted]
    if given not in report.languages or given not in wanted:
        there = ", ".join(one for one in report.languages if one in wanted)
        expected, action = Message("problem.one of", names=there), Message("problem.correct it")
        problem = Problem(report.name, 0, "language", given, expected, action)
        raise InputError(Message("error.these parameters", report=report.name), [problem])
    return [given]


def _mistaken(path: Path, said: Words) -> Notebook:
    return Notebook(path.stem, path.stem, "asked", "", "", (), (), (), mistake=said)


def _read_report(path: Path, source: str, notebook: Mapping[str, Any]) -> Notebook:
    known = notebook["metadata"].get("kcity")
    kcity = {"each": "asked"} if known is None else known
    each = kcity["each"]
    if each not in EACH:
        expected = Message("problem.one of", names=", ".join(EACH))
        action = Message("problem.correct it")
        problem = Problem(path.name, 0, "metadata.kcity.each", str(each), expected, action)
        raise InputError(Message("error.each"), [problem])
    cells = [
        (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in notebook["cells"]
    ]
    heading = next((text for kind, text, _ in cells if kind == "markdown"), path.stem)
    return Notebook(
        name=path.stem,
        title=heading.splitlines()[0].lstrip("# "),
        each=each,
        source=source,
        # Not the outputs that a committed notebook may hold, nor who last saved it.
        code_digest=digest(json.dumps([cells, kcity], sort_keys=True).encode()),
        parameters=read_parameters(notebook, path.name),
        inputs=tuple(kcity.get("inputs", ["data/**/*"])),
        files=tuple(kcity.get("files", ())),
        figures=known is not None,
    )


def _order(report: Notebook) -> tuple[int, str]:
    return list(EACH).index(report.each), report.name


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise InputError(Message("error.data missing", file=path.name)) from None


def _files(report: Notebook, values: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that are files, as whole paths. Raises InputError if one is not there."""
    given = {name: Path(values[name]) for name in report.files if values.get(name)}
    problems = [
        Problem(
            str(path), 0, "", "", Message("problem.file that exists"),
            Message("problem.correct parameter", name=name),
        )
        for name, path in given.items()
        if not path.is_file()
    ]  # fmt: skip
    if problems:
        raise InputError(Message("error.its file", report=report.name), problems)
    return {name: str(path.resolve()) for name, path in given.items()}


def _check_years(report: Notebook, values: Mapping[str, Any], known: Sequence[int]) -> None:
    expected, action = Message("problem.year of", years=_span(known)), Message("problem.correct it")
    problems = [
        Problem(report.name, 0, name, str(year), expected, action)
        for name, year in values.items()
        if name.endswith("_year") and year not in known
    ]
    if problems:
        raise InputError(Message("error.these parameters", report=report.name), problems)


def _why_none(report: Notebook, years: Sequence[int], known: Mapping[str, list[int]]) -> Message:
    if report.subject and not years:
        return Message("error.needs a file", report=report.name, name=report.files[0])
    if report.each in ("asked", "programme", "country"):
        return Message("error.no year", report=report.name)
    return _none_of(report.name, years, known[report.each])


def _none_of(report: str, years: Sequence[int], there: Sequence[int]) -> Message:
    wanted = ", ".join(map(str, years))
    key = "error.no report for year" if report else "error.nothing for year"
    return Message(key, report=report, years=wanted, there=_span(there))


def _span(years: Sequence[int]) -> Words:
    """Years in words.

    >>> from kcity_analysis.vocabulary import in_words
    >>> [in_words(_span(years), "en") for years in ([2020, 2021, 2022], [2020, 2022])]
    ['2020 to 2022', '2020, 2022']
    """
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return Message("range.of years", first_year=years[0], last_year=years[-1])
    return ", ".join(map(str, years)) or Message("error.no year at all")
