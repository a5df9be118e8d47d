"""Short names written out where a reader first meets them."""

from __future__ import annotations

import re
from bisect import bisect
from html import escape

from kcity_analysis.vocabulary import say, table

_BLOCK = re.compile(r"<(p|li|td|dd)\b[^>]*>(?:(?!<(?:p|li|td|dd)\b).)*?</\1>", re.DOTALL)
_OPENS = re.compile(r"<(?:p|li|td|dd)\b")
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
        found = _first_mention(body, short)
        if found and escape(name) not in found[1]:
            at, said = found[0], say("written.in-full", language, short=short, name=name)
            body = body[:at] + escape(said) + body[at + len(short) :]
    return body


def _first_mention(body: str, short: str) -> tuple[int, str] | None:
    """Where a page's text first has a short name, and the block of text that it stands in."""
    if short not in body:
        return None
    word = re.compile(rf"(?<![\w(]){re.escape(short)}(?![A-Za-z])(?![^<]*>)")
    opened = [found.start() for found in _OPENS.finditer(body)]
    asides = [found.span() for found in _ASIDE.finditer(body)]
    at = -1
    while (at := body.find(short, at + 1)) >= 0:
        nearest = bisect(opened, at)
        if nearest and word.match(body, at):
            start = opened[nearest - 1]
            block = _BLOCK.match(body, start)
            inside = block is not None and at < block.end()
            if block and inside and not any(one <= start < end for one, end in asides):
                return at, block[0]
    return None


def _names(language: str) -> dict[str, str]:
    """The short names of the glossary and their full names; none that a language writes out."""
    known = table("secretariats")
    names = dict(zip(known["secretariat"], known[f"name_{language}"], strict=True))
    names |= {one: say(f"full.{one}", language) for one in ("MOLIT", "ODA", "ASEAN")}
    names[say("glossary.term.ministry", language)] = say("full.ministry", language)
    return {short: name for short, name in names.items() if short != name}
