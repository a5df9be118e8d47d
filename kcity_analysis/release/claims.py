"""The claims of a release: its sentences, and every number in them with its unit and its place.

What a number is about (region, type, field, stage, year) is :mod:`release.subjects`' part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kcity_analysis.release.english import english_numbers
from kcity_analysis.release.korean import korean_numbers
from kcity_analysis.release.slots import Number, Sentence

_BLANKS = str.maketrans(dict.fromkeys("\t\r\v\f\x1c\x1d\x1e\x85\xa0\u2028\u2029\u3000", " "))
_END = re.compile(r"(?<=[.!?。])[\"”’')」]*\s+(?=[^a-z\s])|(?<=다\.)\s*")
_NOT_AN_END = re.compile(
    r"(?:\b[A-Z]|\b(?:No|etc|vs|Mr|Ms|Dr|St|Inc|Ltd|Corp|Co|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec))\.$"
)
_LINE_END = re.compile(r"[.!?。][\"”’')」]*\s*$")
_MARK = re.compile(r"\s*(?:[□■○◯●◦ㅇ※☞]|<<)")
_PERHAPS_A_MARK = re.compile(r"\s*(?:[-–—▲△▶▷◆◇•·*]|[①-⑳❶-❿➀-➓]|\(?\d{1,2}[.)])")
_ENUMERATED = re.compile(r"\s*(?:[①-⑳❶-❿➀-➓]|\(?\d{1,2}[.)]\s)")
_RAGGED = 0.75
"""The part of the longest line that one broken for lack of room fills at least, with the word
that had no room. (Letters differ in width; a line of a page is seldom emptier.)"""

_WIDEST = 160
"""The most letters of a line that was wrapped by hand or by a page; longer ones are paragraphs."""


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, every number of each in order; those without numbers as well.

    A text that was wrapped by hand or by a page is put together first. A semicolon does not end
    a sentence: the translator has the whole of it before him.

    >>> [number.unit for number in sentences("39 cases received from 111 countries")[0].slots]
    ['cases', 'countries']
    """
    found: list[Sentence] = []
    for line, start, block in _blocks(text):
        flat = block.replace("\n", " ").translate(_BLANKS)
        carried: set[float | None] = set()
        for offset, piece in _pieces(flat):
            korean = _is_korean(piece)
            read = korean_numbers(piece) if korean else english_numbers(piece)
            place = start + offset
            at = line + block.count("\n", 0, offset)
            language = "ko" if korean else "en"
            portions = list(_portions(piece, read))
            for number, text_of, numbers in portions:
                moved = tuple(
                    replace(one, start=one.start + place, end=one.end + place) for one in numbers
                )
                ends = block[offset : offset + len(piece)]
                # A line that begins with a capital may be a new paragraph, not a line wrapped.
                whole = not _PERHAPS_NEW.search(ends)
                whole = (
                    whole and len(portions) == 1 and not (language == "en" and _stray(piece, read))
                )
                # A numeral that became a word may be left over into the next sentence.
                whole = whole and not any(one.value in carried for one in numbers if not one.hidden)
                found.append(
                    Sentence(
                        len(found) + 1, at, place + number, text_of, language, moved, whole
                    )
                )  # fmt: skip
            carried |= {one.value for one in read if one.hidden and (one.value or 0) > 1}
    return found


_CODE = re.compile(r"(?<![\w.@/-])[A-Z]+-?(\d+)|(?<![\d:])(\d{1,2}):\d\d(?![\d:])")


def _stray(piece: str, numbers: list[Number]) -> bool:
    """Whether a sentence has digits that are none of its numbers, as in "G20" or "18:00".

    In Korean they are numbers as well, which may have moved.
    """
    starts = {number.start for number in numbers}
    return any(match.start(match.lastindex or 0) not in starts for match in _CODE.finditer(piece))


_PERHAPS_NEW = re.compile(r"[,;:…]\n\s*[A-Z][a-z]")

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
    """Sentences that follow each other, as one."""
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
            )
            for number in sentence.numbers
        ]
    return replace(first, text=text, numbers=tuple(numbers), language=last.language, whole=False)


def _blocks(text: str) -> list[tuple[int, int, str]]:
    """Lines as (line number, start, text); lines that one sentence was wrapped into are one."""
    found: list[tuple[int, int, str]] = []
    paragraph: list[tuple[int, int, str]] = []
    place = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            paragraph.append((number, place, line))
        else:
            found += _unwrapped(paragraph)
            paragraph = []
        place += len(line) + 1
    return found


def _unwrapped(paragraph: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    width = max((len(line.rstrip()) for _, _, line in paragraph), default=0)
    found: list[tuple[int, int, list[str]]] = []
    numbered = sum(bool(_ENUMERATED.match(line)) for _, _, line in paragraph) > 1
    for number, start, line in paragraph:
        item = numbered and _ENUMERATED.match(line)
        if found and not item and _goes_on(found[-1][2][-1], line, width):
            found[-1][2].append(line)
        else:
            found.append((number, start, [line]))
    return [(number, start, "\n".join(lines)) for number, start, lines in found]


def _goes_on(above: str, line: str, width: int) -> bool:
    """Whether a line goes on with the sentence of the one above it.

    It does not behind the end of a sentence or with a bullet. Else it was broken for lack of room:
    the next word had none. What may be a bullet or a dash is taken for a dash if it had none.
    """
    if _MARK.match(line) or (_LINE_END.search(above) and not _abbreviated(above.rstrip())):
        return False
    word = line.split(maxsplit=1)[0]
    needed = len(above.rstrip()) + 1 + len(word)
    if _PERHAPS_A_MARK.match(line):
        return needed > width
    return word[0].islower() or (needed > _RAGGED * width and width <= _WIDEST)


def _abbreviated(text: str) -> bool:
    return bool(_NOT_AN_END.search(text[-8:]))


def _pieces(block: str) -> list[tuple[int, str]]:
    pieces, start = [], 0
    for end in _END.finditer(block):
        so_far = block[start : end.start()].strip()
        numbered = re.search(r"\d\.$", so_far[-2:]) and (
            len(so_far) < 6 or block[end.end() : end.end() + 1].isdigit()
        )
        if not numbered and not _abbreviated(so_far):
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
