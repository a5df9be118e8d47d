"""Every command speaks the language that is asked for, of what it does and of what it refuses."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import small_project
from click.testing import CliRunner, Result

from kcity_analysis.batch import run as batch
from kcity_analysis.cli import main
from kcity_analysis.vocabulary import PROJECT, translations

KEPT = {
    "kcity", "out", "in", "csv", "xlsx", "html", "ipynb", "docx", "hwpx", "zip", "data", "outputs",
    "notebooks", "str", "int", "float", "bool", "YAML", "base", "CSV", "UTF", "Excel", "Parquet",
    "OpenDocument", "Dask", "JupyterLab", "KCITY", "PROJECT", "SYNTHETIC", "KIND", "KAIA", "MOLIT",
    "ISO", "PDF", "DOCX", "HWPX", "HWP", "Word", "K", "City", "MB", "URL", "ko", "en", "Office",
    "Python", "G", "P", "Network", "parquet", "true", "false",
}  # fmt: skip
"""Names of programs, forms of files and offices, and keys that are typed as they stand."""

KEYS = {
    "year", "register", "corrections", "sheet", "status", "language", "reception", "selection",
    "comparison", "country", "programme", "release", "check", "succeeds", "shows", "reads", "a",
    "file", "base", "first", "last", "all", "case", "no", "id", "source", "cases", "countries",
    "hidden", "struck", "my", "regions", "both", "none", "toggle", "shown", "ministry", "press",
    "copy", "reference", "table", "default", "k", "city", "run", "list", "bounds", "raises",
    "broken", "explore", "ValueError",
}  # fmt: skip
"""Names of reports, parameters, columns and choices."""

COLUMNS = {
    word
    for path in (PROJECT / "data").rglob("*.csv")
    for word in re.findall("[A-Za-z]+", path.read_text("utf-8").partition("\n")[0])
} | {"complete", "incomplete", "progress", "Pulse"}
"""Words of the columns of data/, of the cells that are keys, and of a publisher's name."""

REGISTER = """접수번호,연도,국가,유형,분야,사업명,신청기관
1,2021,베트남,해외실증,교통,버스,가
2,2021,아틀란티스,해외실증,교통,택시,나
"""
RELEASE = (
    "The 2027 contest received 120 applications from 40 countries. "
    "New Southern 50 cases from 8 countries. Solution planning 20 cases. "
    "Applications were received from March 2 to April 27."
)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    """Files to give to commands: a register with a mistake, a release, a picture, a table."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "register.csv").write_text(REGISTER, "utf-8")
    (folder / "good.csv").write_text("\n".join(REGISTER.splitlines()[:2]) + "\n", "utf-8")
    (folder / "release.txt").write_text(RELEASE, "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "empty.csv").write_bytes(b"")
    return folder


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    """A project whose reports are made without a process, one of them a failure."""
    monkeypatch.setattr(batch, "workers_of", small_project.workers_at_once(["raises"]))
    made = small_project.make(tmp_path / "small", "succeeds", "shows", "reads_a_file", "raises")
    small_project.translate(made, "succeeds")
    return made


def words_of(output: str, arguments: list[str]) -> set[str]:
    """The Latin words of an output that are no path, key, option, quotation or argument."""
    given = {word.lower() for one in arguments for word in re.findall("[A-Za-z]+", one)}
    for sentence in re.split(r"(?<=[.]) ", RELEASE):
        output = output.replace(sentence, " ")
    text = re.sub(r"“[^”]*”|'[^']*'|`[^`]*`|\[[^]]*\]", " ", output)
    text = re.sub(
        r"https?://\S+|\S*/\S+|--?[a-z][\w-]*|[\w.-]+\.(csv|xlsx|zip|ipynb|txt|json)", " ", text
    )
    text = re.sub(
        r"(?<![A-Za-z])[A-Z]{2,}(_[A-Z]+)*(?![A-Za-z])", " ", text
    )  # what stands for a value: FILE, YEAR
    return {
        one
        for one in re.findall("[A-Za-z]+", text)
        if one not in KEPT | KEYS and one.lower() not in given
    }


def kcity(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="kcity")


def said(folder: Path, language: str, line: str, project: Path | None = None) -> tuple[str, int]:
    arguments = line.format(files=folder).split()
    command, *rest = arguments
    where = ["--project", str(project)] if project else []
    done = kcity(command, *where, "--language", language, *rest)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    if language == "ko":
        assert words_of(done.output, arguments) == set(), done.output
        assert re.search("[가-힣]", done.output) or not done.output.strip(), done.output
    else:
        told = REGISTER + line
        shown = re.sub(r"\([^)]*\)", "", done.output)  # how an office may write it
        assert [one for one in re.findall("[가-힣]+", shown) if one not in told] == []
    return done.output, done.exit_code


GOOD = [
    "restore {files}/release.txt --all",
    "draft 2021",
    "data",
    "add {files}/release.txt --year 2027 --source MOLIT --url https://a.example/b"
    " --published 2027-04-27",
    "tabulate {files}/good.csv --out {files}/out.csv",
    "check {files}/good.csv",
    "list reception",
]
BAD = [
    # what a command is given
    "draft 1999",
    "restore {files}/nowhere.txt",
    "restore {files}/picture.png",
    "restore {files}/damaged.pdf",
    "restore https://a.example/b",
    "add {files}/nowhere.txt --year 2027 --source A --url http://a.example --published 2027-04-27",
    "add {files}/release.txt --year 2027 --source A --url nothing --published 2027-04-27",
    "add {files}/release.txt --year 2027 --source A --url https://a.example/b --published 27.4.",
    "tabulate {files}/nowhere.csv",
    "tabulate {files}/register.csv --out {files}/out.csv",
    "check {files}/register.csv",
    "check {files}/empty.csv",
    "check {files}/register.csv --out {files}/register.csv",
    "check {files}/register.csv --corrections {files}/nowhere.csv",
    "check {files}/register.csv --status 철회=maybe",
    "example-register {files}/a.csv --year 1999",
    "example-register {files}/a.doc --year 2021",
    "example-register {files}/a.csv --year 2021 --rows 3",
    "bundle 1999 --output {files}",
    "init {files}",
    "new Mine",
    "new reception",
    "new mine --like nothing",
    "list recepton",
    "run recepton",
    "run reception --year 1999",
    "run --year 1999",
    "run reception -p yaer 2021",
    "run reception -p year soon",
    "run -p year 2021",
    "run comparison --year 2021 -p base_year 2021",
    "run comparison --year 2021 -p base_year 1999",
    "run programme -p first_year 2023 -p last_year 2020",
    "run programme --year 2021",
    "run release_check",
    "run release_check -p release {files}/nowhere.txt",
    "run reception --register {files}/good.csv",
    "run --country Atlantis",
    "run --country 남극",
    "run --country Vietna",
    "run --country 독일",
    "run reception -y [1,2]",
    "run reception -y year:",
    "run reception --date soon",
    # how it is called
    "run --jobs 0",
    "run --year soon",
    "run --yaer 2021",
    "run -p year",
    "check",
    "check {files}/good.csv --stage nothing",
    "list a b c",
    "draft soon",
    "example-register {files}/a.csv",
]


@pytest.mark.parametrize("line", GOOD)
def test_what_a_command_does_is_said_in_the_language_asked_for(files, line):
    english, status = said(files, "en", line)
    korean, same = said(files, "ko", line)
    assert status == same
    assert english != korean or not english.strip()


@pytest.mark.parametrize("line", BAD)
def test_what_a_command_refuses_is_said_in_the_language_asked_for(files, line):
    english, status = said(files, "en", line)
    korean, same = said(files, "ko", line)
    assert status == same != 0
    assert english != korean
    assert len(korean.splitlines()) == len(english.splitlines()) or line.startswith("check")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_run_and_why_a_report_is_stale_are_said_in_the_language_asked_for(small, language):
    def speaks(line: str) -> str:
        return said(small, language, line, small)[0]

    built = {"en": "5 built, 1 failed", "ko": "5건 작성, 1건 실패"}
    both, _ = said(small, language, "run", small)
    assert both.splitlines()[-2].startswith(
        {"en": "3 built, 1 failed", "ko": "3건 작성, 1건 실패"}[language]
    ), (both, built)
    speaks("run succeeds --verbose --force")
    (small / "data" / "sources.csv").write_text(small_project.SOURCES + "\n")
    page = next((small / "outputs").glob("2020/succeeds*.csv"))
    page.unlink()
    (small / "notebooks" / "shows.ipynb").unlink()
    (small / "notebooks" / "broken.ipynb").write_text("{")
    speaks("list")
    (small / "outputs" / "manifest.json").write_text("[]")
    speaks("list")
    speaks("bundle")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_folder_to_work_in_is_made_in_the_language_asked_for(tmp_path, language):
    folder = tmp_path / "work"
    _, status = said(tmp_path, language, "init {files}/work")
    assert status == 0
    assert said(tmp_path, language, "new my_regions", folder)[1] == 0
    assert said(tmp_path, language, "new my_regions", folder)[1] == 2
    example = "example-register {files}/example.csv --year 2021"
    assert said(tmp_path, language, example)[1] == 0
    years = folder / "data" / "years.csv"
    years.write_text(years.read_text("utf-8").replace("2021", "1921") + "\n,\n", "cp949")
    (folder / "data" / "caveats.csv").write_text("a;b\n", "utf-8")
    (folder / "data" / "reference" / "stages.csv").unlink()
    wrong = alone(folder, "data", language)
    assert "years.csv" in wrong or "stages.csv" in wrong


@pytest.mark.deep
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_contradicts_itself_in_the_data_is_said_in_the_language_asked_for(tmp_path, language):
    folder = tmp_path / "work"
    assert said(tmp_path, language, "init {files}/work")[1] == 0
    figures = folder / "data" / "published_figures.csv"
    text = figures.read_text("utf-8")
    changed = re.sub(r"(?m)^(2021,2021,reception,region,New Southern,cases),35\b", r"\1,200", text)
    assert changed != text  # more than were received in all
    figures.write_text(changed, "utf-8")
    found = alone(folder, "data", language)
    assert {"en": "cannot all be true", "ko": "동시에 참일 수 없어"}[language] in found


def alone(folder: Path, line: str, language: str) -> str:
    """What a command says in a process of its own, which reads the data of a folder."""
    command = [sys.executable, "-m", "kcity_analysis", *line.split(), "--language", language]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    if language == "ko":
        assert words_of(output, [str(folder)]) - COLUMNS == set(), output
    else:
        assert not re.search("[가-힣]", output), output
    return output


def test_the_language_of_the_system_is_spoken_where_none_is_asked_for(monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "'recepton' 보고서가 없습니다" in kcity("run", "recepton").output
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "there is no report 'recepton'" in kcity("run", "recepton").output


def helps() -> dict[str, str]:
    """Every text of the help, by the command or option that it is of."""
    found = {}
    for name, command in {"kcity": main, **main.commands}.items():
        for number, part in enumerate(inspect.cleandoc(command.help or "").split("\n\n")):
            found[f"{name} {number}"] = " ".join(part.split())
        for one in command.params:
            if getattr(one, "help", None) and not one.hidden:
                found[f"{name} {one.name}"] = " ".join(one.help.split())
    return found


def test_every_text_of_the_help_is_translated_and_no_other():
    known = translations("help.", "ko")
    assert {text for text in helps().values() if text not in known} == set()
    own = {"Usage", "Options", "Commands", "default", "required", "[OPTIONS]"}
    own |= {"[OPTIONS] COMMAND [ARGS]...", "Show this message and exit."}
    assert set(known) - set(helps().values()) == own


@pytest.mark.parametrize("command", ["", *main.commands])
def test_the_help_is_in_the_language_of_the_system(monkeypatch, command):
    for language in ("ko", "en"):
        monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
        arguments = [*command.split(), "--help"]
        text = kcity(*arguments).output
        if language == "en":
            assert not re.search("[가-힣]", text)
        else:
            names = {word for one in main.commands for word in one.split("-")}
            names |= {"INTEGER", "TEXT", "PATH", "FLOAT", "RANGE", "NAME", "x", "with", "planned"}
            assert words_of(text, arguments) - names == set(), text
