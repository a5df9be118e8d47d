"""The look of pages and of the same fragments in JupyterLab, from the sheets in ``templates/``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).with_name("templates")


@cache
def page_css() -> str:
    """What every page carries."""
    names = ("colours.css", "scale.css", "fragments.css", "page.css")
    return "".join(map(_sheet, names))


@cache
def lab_css() -> str:
    """The rules for JupyterLab: a notebook's setup cell displays them once, in ``<style>``.

    Pages leave that style out: theirs is :func:`page_css`.
    """
    # Nested, so that these rules outweigh JupyterLab's own for tables.
    rules = f".jp-OutputArea-output.jp-RenderedHTMLCommon{{{_sheet('fragments.css')}}}"
    return _sheet("lab.css") + rules


def _sheet(name: str) -> str:
    return _minify((TEMPLATES / name).read_text("utf-8"))


def _minify(css: str) -> str:
    """CSS without comments and spare blanks. Strings must not hold runs of blanks or braces.

    >>> _minify("a { color: red; } /* x */ b > c { margin: 0 }")
    'a{color:red}b>c{margin:0}'
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): ", ":", css)
    return css.replace(";}", "}").strip()
