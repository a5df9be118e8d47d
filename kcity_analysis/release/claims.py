"""The claims of a release: its sentences, and every number in them with its unit and its place.

What a number is about (region, type, field, stage, year) is :mod:`release.subjects`' part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kcity_analysis.release.english import english_numbers
from kcity_analysis.release.korean import korean_numbers
from kcity_analysis.release.slots import Number

_END = re.compile(r"(?<=[.!?。])[\"”’')」]*\s+(?=[^a-z\s])|(?<=다\.)\s*|[;；]\s+")
_NOT_AN_END = re.compile(
    r"(?:\b[A-Z]|\d|\b(?:No|etc|vs|Mr|Ms|Dr|St|Inc|Ltd|Corp|Co|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec))\.$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: where it stands, what language, and the numbers in it, in order."""

    number: int
    line: int
    start: int
    text: str
    language: str
    numbers: tuple[Number, ...] = ()

    @property
    def slots(self) -> tuple[Number, ...]:
        """The numbers that are printed as digits (or as XNUMX)."""
        return tuple(number for number in self.numbers if not number.hidden)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, every number of each in order; those without numbers as well.

    A line is cut at sentence ends and semicolons; a line that goes on in lower case (a text
    wrapped by hand) is joined to the one before.

    >>> [number.unit for number in sentences("39 cases received from 111 countries")[0].slots]
    ['cases', 'countries']
    """
    found: list[Sentence] = []
    for line, start, block in _blocks(text):
        for offset, piece in _pieces(block):
            korean = _is_korean(piece)
            read = korean_numbers(piece) if korean else english_numbers(piece)
            place = start + offset
            at = line + block.count("\n", 0, offset)
            language = "ko" if korean else "en"
            for number, text_of, numbers in _portions(piece, read):
                start_of = place + number
                moved = tuple(
                    replace(one, start=one.start + place, end=one.end + place) for one in numbers
                )
                found.append(Sentence(len(found) + 1, at, start_of, text_of, language, moved))
    return found


_MOST_NUMBERS = 16
"""How many numbers a sentence may hold before it is read in portions, cut between clauses."""


def _portions(piece: str, numbers: list[Number]) -> Iterator[tuple[int, str, list[Number]]]:
    """A sentence as (place, text, numbers): whole or, a list of endless numbers, in portions."""
    first = start = 0
    while len(numbers) - first > _MOST_NUMBERS:
        cut = first + _MOST_NUMBERS
        while cut > first + 1 and numbers[cut].segment == numbers[cut - 1].segment:
            cut -= 1
        if cut == first + 1:
            cut = first + _MOST_NUMBERS
        end = numbers[cut - 1].end
        yield start, piece[start:end], numbers[first:cut]
        first, start = cut, end
    yield start, piece[start:], numbers[first:]


def joined(line: list[Sentence]) -> Sentence:
    """Sentences that follow each other, as one: their clauses stay apart and in order."""
    first, last = line[0], line[-1]
    numbers: list[Number] = []
    text = ""
    for sentence in line:
        text = text.ljust(sentence.start - first.start) + sentence.text
        above = numbers[-1] if numbers else Number(0, 0, "", None, "")
        numbers += [
            replace(
                number,
                phrase=number.phrase + above.phrase + 1,
                segment=number.segment + above.segment + 1,
                part=number.part + above.part + 1,
            )
            for number in sentence.numbers
        ]
    return replace(first, text=text, numbers=tuple(numbers), language=last.language)


def _blocks(text: str) -> list[tuple[int, int, str]]:
    """Lines as (line number, start, text), with hand-wrapped lines joined to one block."""
    blocks: list[tuple[int, int, list[str]]] = []
    place = 0
    for number, line in enumerate(text.split("\n"), 1):
        wrapped = blocks and len(blocks[-1][2][-1]) > 40 and re.match(r"[a-z]", line)
        if wrapped and not re.search(r"[.!?:;]\s*$", blocks[-1][2][-1]):
            blocks[-1][2].append(line)
        elif line.strip():
            blocks.append((number, place, [line]))
        else:
            blocks.append((number, place, [""]))
        place += len(line) + 1
    return [(number, start, "\n".join(lines)) for number, start, lines in blocks if any(lines)]


def _pieces(block: str) -> list[tuple[int, str]]:
    pieces, start = [], 0
    for end in _END.finditer(block):
        semicolon = block[end.start() : end.start() + 1] in (";", "；")
        if semicolon or not _NOT_AN_END.search(block[max(0, end.start() - 8) : end.start()]):
            pieces.append((start, block[start : end.end()]))
            start = end.end()
    pieces.append((start, block[start:]))
    return [
        (offset + len(piece) - len(piece.lstrip()), piece.strip())
        for offset, piece in pieces
        if piece.strip()
    ]


def _is_korean(text: str) -> bool:
    sample = text[:4000]
    hangul = len(re.findall(r"[가-힣]", sample))
    return hangul > len(re.findall(r"[A-Za-z]", sample)) / 2 and hangul > 0
