"""Short names written out where a reader first meets them."""

from __future__ import annotations

import re
from html import escape

from kcity_analysis.vocabulary import say, table

_BLOCK = re.compile(r"<(p|li|td|dd)\b[^>]*>(?:(?!<(?:p|li|td|dd)\b).)*?</\1>", re.DOTALL)
_ASIDE = re.compile(
    r'<(svg|nav|footer|details|pre)\b.*?</\1>|<ol class="kc-sources">.*?</ol>', re.DOTALL
)
"""What is not read in its order: charts, lists of places and sources, what opens on a click."""


def in_full(body: str, language: str) -> str:
    """A page's body with each short name written out at its first mention in running text.

    A paragraph that has the full name itself stays as it is.

    >>> in_full("<p>ODA is one.</p><p>ODA</p>", "en")
    '<p>ODA (official development assistance) is one.</p><p>ODA</p>'
    >>> in_full("<p>ODA is official development assistance.</p>", "en")
    '<p>ODA is official development assistance.</p>'
    """
    for short, name in _names(language).items():
        if short not in body:
            continue
        word = re.compile(rf"(?<![\w(]){re.escape(short)}(?![A-Za-z])(?![^<]*>)")
        asides = [found.span() for found in _ASIDE.finditer(body)]
        for block in _BLOCK.finditer(body):
            at = block.start()
            found = word.search(block[0])
            if found and not any(first <= at < last for first, last in asides):
                if escape(name) not in block[0]:
                    said = say("written.in-full", language, short=short, name=name)
                    start, end = found.span()
                    body = body[: at + start] + escape(said) + body[at + end :]
                break
    return body


def _names(language: str) -> dict[str, str]:
    """The short names of the glossary and their full names; none that a language writes out."""
    known = table("secretariats")
    names = dict(zip(known["secretariat"], known[f"name_{language}"], strict=True))
    names |= {one: say(f"full.{one}", language) for one in ("MOLIT", "ODA", "ASEAN")}
    names[say("glossary.term.ministry", language)] = say("full.ministry", language)
    return {short: name for short, name in names.items() if short != name}
