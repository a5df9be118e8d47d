"""The parameters of a notebook: read from its ``parameters`` cell, and given values of their type.

papermill only warns of an unknown parameter and guesses the type of a text (``2024_25`` becomes
202425). Here a name, a type or a value that does not fit is refused before anything runs. The cell
is read from its syntax tree, because papermill's own inspection takes a second to import;
``tests/test_parameters.py`` holds the two against each other.
"""

from __future__ import annotations

import ast
import base64
import difflib
import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kcity_analysis.vocabulary import LANGUAGES, InputError, Message, Problem


@dataclass(frozen=True)
class Parameter:
    """One parameter: ``type`` is int, float, str or bool; ``help`` is its trailing comment."""

    name: str
    type: str
    default: int | float | str | bool
    help: str

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str, style: str = "") -> str:
        """The parameter on a line; what it is for in a language, if it is one that we know."""
        known = Message(f"comment.{self.name}")
        with suppress(LookupError):
            if known.said(LANGUAGES[0]) == self.help:
                return replace(self, help=known.said(language)).line
        return self.line

    @property
    def line(self) -> str:
        return f"{self.name}: {self.type} = {self.default!r}  {self.help}".rstrip()


def read_parameters(notebook: Mapping[str, Any], file: str) -> tuple[Parameter, ...]:
    """The parameters of a notebook (its JSON), in their order; none where no cell is tagged so.

    >>> cell = {"source": 'year: int = 2021  # the year', "metadata": {"tags": ["parameters"]}}
    >>> print(*read_parameters({"cells": [cell]}, "a.ipynb"))
    year: int = 2021  the year

    Raises InputError where the cell holds anything but names with a literal value: then nobody
    could say what a parameter means, or a computed value would survive a changed one.
    """
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            return tuple(_read_cell("".join(cell["source"]), file))
    return ()


def typed(
    report: str, parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]
) -> dict[str, int | float | str | bool]:
    """The given texts as values of their parameter's type; parameters not given are left out.

    Raises InputError with every unknown name and every value of a wrong type.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, int | float | str | bool] = {}
    problems = []
    for name, text in given:
        if name not in known:
            names = ", ".join(known)
            expected = Message("problem.one of" if known else "problem.no parameter", names=names)
            problems.append(Problem(report, 0, name, text, expected, did_you_mean(name, known)))
            continue
        try:
            values[name] = _READ[known[name].type](text)
        except ValueError:
            says = _SAYS[known[name].type]
            problems.append(
                Problem(report, 0, name, text, says, Message("problem.write", what=says))
            )
    if problems:
        raise InputError(Message("error.these parameters", report=report), problems)
    return values


def parameters_in(text: str, way: str) -> list[tuple[str, str]]:
    """Parameters as papermill takes them from YAML: ``-y`` a text, ``-b`` one in base64, ``-f`` a
    file. Raises InputError for what is no list of names with a value.

    >>> parameters_in("base_year: 2020", "-y")
    [('base_year', '2020')]
    """
    import yaml  # type: ignore[import-untyped]

    shown = text if way == "-f" else f"{way} {text}"
    try:
        if way == "-b":
            text = base64.b64decode(text, validate=True).decode()
        elif way == "-f":
            text = Path(text).read_text("utf-8")
        found = yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise InputError(Message("error.parameters unreadable", given=shown, reason=said)) from None
    if not isinstance(found, dict):
        raise InputError(Message("error.parameters no names", given=shown))
    problems = [
        Problem(
            shown,
            0,
            str(name),
            str(value),
            Message("problem.one value"),
            Message("problem.correct it"),
        )
        for name, value in found.items()
        if not isinstance(value, str | int | float | bool)
    ]
    if problems:
        raise InputError(Message("error.parameters no values"), problems)
    return [
        (str(name), str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in found.items()
    ]


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """What to say of a word that is not among the known ones.

    >>> did_you_mean("yaer", ["year", "register"]).said("en")
    'did you mean year?'
    """
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return Message("problem.did you mean", word=close[0]) if close else Message("problem.see list")


def _read_cell(source: str, file: str) -> Iterable[Parameter]:
    try:
        statements = ast.parse(source).body
        comments = {
            token.start[0]: token.string.lstrip("#").strip()
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise InputError(Message("error.parameters no python", file=file, reason=error)) from None
    for statement in statements:
        try:
            if isinstance(statement, ast.AnnAssign) and statement.value is not None:
                name, kind = ast.unparse(statement.target), ast.unparse(statement.annotation)
                value = ast.literal_eval(statement.value)
            elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                name, value = ast.unparse(statement.targets[0]), ast.literal_eval(statement.value)
                kind = type(value).__name__
            else:
                raise ValueError
            if kind not in _READ or type(value).__name__ != kind:
                raise ValueError
        except ValueError:
            text = ast.unparse(statement)
            expected = Message("problem.literal value")
            problem = Problem(file, 0, "", text, expected, Message("problem.move to next cell"))
            raise InputError(Message("error.parameters cell"), [problem]) from None
        yield Parameter(name, kind, value, comments.get(statement.end_lineno or 0, ""))


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(text)
    return float(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_READ: dict[str, Any] = {"int": _whole, "float": _number, "str": str, "bool": _truth}
_SAYS = {
    "int": Message("problem.whole number"),
    "float": Message("problem.number"),
    "str": Message("problem.text"),
    "bool": Message("problem.true or false"),
}
