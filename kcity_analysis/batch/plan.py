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
from kcity_analysis.vocabulary import LANGUAGES, InputError, Problem

EACH = {
    "reception": "each year with a published number of cases received",
    "selection": "each year with selected projects",
    "change": "each year with either, if the year before has too",
    "programme": "once over all years",
    "country": "each country that is known to have applied or was selected",
    "asked": "only when asked for",
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
    mistake: str = ""
    """Why it can be no report, in words."""

    @property
    def when(self) -> str:
        """What it is built for, in words."""
        return EACH[self.each] + (f", with its {self.subject}" if self.subject else "")

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
            found.append(_mistaken(path, str(error)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            said = f"{path.name} is not a notebook of a report: {type(error).__name__}: {error}"
            found.append(_mistaken(path, said))
    return {report.name: report for report in sorted(found, key=_order)}


def find_mistakes(project: Path) -> dict[str, str]:
    """Why notebooks of a project can be no reports, by name."""
    reports = find_reports(project)
    return {name: report.mistake for name, report in reports.items() if report.mistake}


def find_years(project: Path) -> dict[str, list[int]]:
    """For each value of ``each`` that goes by years, the years with data."""
    rows = _rows(project / "data" / "published_figures.csv")
    received = {
        int(row["year"])
        for row in rows
        if (row["stage"], row["dimension"], row["measure"]) == ("reception", "total", "cases")
        and row["first_year"] == row["year"]
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
        said = (f"there is no report {name!r}; {did_you_mean(name, reports)}" for name in unknown)
        raise InputError("\n".join(said))
    if given and len(names) != 1:
        raise InputError("a parameter needs the one report that it is for: kcity run REPORT …")
    chosen = [reports[name] for name in dict.fromkeys(names)] or list(reports.values())
    if names and (mistakes := [report.mistake for report in chosen if report.mistake]):
        raise InputError("\n".join(mistakes))
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
            raise InputError("say which year the register is to be counted for: --year YEAR")
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
        wanted = ", ".join(map(str, unused))
        name = f"no report {names[0]}" if len(names) == 1 else "no report"
        years_there = known.get(chosen[0].each, known["programme"]) if names else known["programme"]
        raise InputError(f"there is {name} for {wanted}: the figures are of {_span(years_there)}")
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
    from kcity_analysis.vocabulary import CountryLookupError, country_name, resolve_country

    try:
        iso3 = resolve_country(text)
    except CountryLookupError as error:
        raise InputError(f"--country: {error}") from None
    if iso3 not in there:
        names = ", ".join(sorted(map(country_name, there)))
        raise InputError(
            f"nothing is known of {country_name(iso3)} ({iso3}); there are {names or 'none'}"
        )
    return iso3


def _check_span(name: str, values: Mapping[str, Any]) -> None:
    """Refuse years that cannot go together, before anything runs."""
    first, last = values.get("first_year"), values.get("last_year")
    if first is not None and last is not None and first > last:
        raise InputError(f"{name} cannot run from {first} to {last}: first_year is the later one")
    if "base_year" in values and values.get("year") == values["base_year"]:
        raise InputError(f"{name} cannot set {values['year']} against itself: change base_year")


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
        expected = "one of " + ", ".join(one for one in report.languages if one in wanted)
        problem = Problem(report.name, 0, "language", given, expected, "correct it")
        raise InputError(f"{report.name} cannot run with these parameters", [problem])
    return [given]


def _mistaken(path: Path, said: str) -> Notebook:
    return Notebook(path.stem, path.stem, "asked", "", "", (), (), (), mistake=said)


def _read_report(path: Path, source: str, notebook: Mapping[str, Any]) -> Notebook:
    known = notebook["metadata"].get("kcity")
    kcity = {"each": "asked"} if known is None else known
    each = kcity["each"]
    if each not in EACH:
        expected = "one of " + ", ".join(EACH)
        problem = Problem(path.name, 0, "metadata.kcity.each", str(each), expected, "correct it")
        raise InputError("a notebook does not say what it is run for", [problem])
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
        raise InputError(f"{path.name} is missing: the project's data/ must hold it") from None


def _files(report: Notebook, values: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that are files, as whole paths. Raises InputError if one is not there."""
    given = {name: Path(values[name]) for name in report.files if values.get(name)}
    problems = [
        Problem(str(path), 0, "", "", "a file that exists", f"correct {name}")
        for name, path in given.items()
        if not path.is_file()
    ]
    if problems:
        raise InputError(f"{report.name} cannot read its file", problems)
    return {name: str(path.resolve()) for name, path in given.items()}


def _check_years(report: Notebook, values: Mapping[str, Any], known: Sequence[int]) -> None:
    problems = [
        Problem(report.name, 0, name, str(year), f"a year of {_span(known)}", "correct it")
        for name, year in values.items()
        if name.endswith("_year") and year not in known
    ]
    if problems:
        raise InputError(f"{report.name} cannot run with these parameters", problems)


def _why_none(report: Notebook, years: Sequence[int], known: Mapping[str, list[int]]) -> str:
    if report.subject and not years:
        return f"{report.name} needs a file: kcity run {report.name} -p {report.files[0]} FILE"
    if report.each in ("asked", "programme", "country"):
        return f"{report.name} goes by no year: leave out --year"
    wanted = ", ".join(map(str, years))
    there = _span(known[report.each])
    return f"there is no report {report.name} for {wanted}: the figures are of {there}"


def _span(years: Sequence[int]) -> str:
    """Years in words.

    >>> _span([2020, 2021, 2022]), _span([2020, 2022])
    ('2020 to 2022', '2020, 2022')
    """
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} to {years[-1]}"
    return ", ".join(map(str, years)) or "no year"
