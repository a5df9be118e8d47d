"""The rows of a sheet read as cases, with everything wrong in them, a piece at a time.

Each distinct text of a column is read once, so that a million rows cost little more than their few
thousand texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kcity_analysis.register.corrections import Corrections
from kcity_analysis.register.headings import Headings
from kcity_analysis.register.markup import NOTED
from kcity_analysis.register.meanings import Meaning, meaning
from kcity_analysis.register.repeated import Repeated
from kcity_analysis.register.rows import EncodedTexts, Group, column_of, constant, sort_rows
from kcity_analysis.register.sheets import Piece
from kcity_analysis.register.values import (
    MAY_LEAVE_OUT,
    begins_as_left_out,
    clean,
    ends_in_total,
    is_ditto,
    is_empty,
    is_mark,
    is_no_mark,
    is_total,
    left_out_by,
    squeezed,
    verdict_on,
    words_left_out,
)
from kcity_analysis.vocabulary import NOT_STATED, Problem, country_name, label, say, shorten

if TYPE_CHECKING:
    import pyarrow as pa

CASE_COLUMNS = [
    *("case_no", "year", "stage", "country", "city", "type", "field", "title", "applicant"),
    *("submitted_on", "selected"),
]
"""What is kept of a case, in this order."""

_NEEDED = {"year", "country", "type"}
"""What every case must say."""

_DITTOED = {"year", "stage", "country", "city", "type", "field", "applicant", "submitted_on"}
"""Where a mark for "as above" is filled in."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a register: a year and stage, the answers on its status words, a language.

    A file without a column for it is of the ``year``, and of the ``stage`` or the reception.
    """

    year: int | None = None
    stage: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class SheetName:
    """How a sheet is called: its name, its place in the file, and what problems call it.

    ``ragged`` says that its rows may be longer than the headings, ``named`` that it is the one that
    was asked for.
    """

    name: str
    number: int
    source: str
    ragged: bool
    named: bool = False


@dataclass(eq=False)
class Example:
    """How many rows were read by a rule, and one of them: its text, and what that means."""

    rows: int
    row: int
    text: str
    meaning: str


@dataclass(eq=False)
class Findings:
    """What is found out beside the cases, of all sheets together."""

    repeated: Repeated
    fixes: Corrections | None
    problems: list[Problem] = field(default_factory=list)
    aside: list[tuple[str, int, str, str]] = field(default_factory=list)
    examples: dict[tuple[str, str], Example] = field(default_factory=dict)
    rows_read: int = 0

    def example(self, rule: str, column: str, rows: Any, text: str, meant: str) -> None:
        """Note that ``rows`` were read by a rule, the first of them as shown."""
        if len(rows):
            held = self.examples.setdefault((rule, column), Example(0, int(rows[0]), text, meant))
            held.rows += len(rows)


@dataclass(eq=False)
class Values:
    """What the rows of a piece say in one column: ``codes`` tells for each which value it has.

    ``raws`` are the texts they were read from, ``places`` the columns these are in. ``faults`` says
    what is wrong with a value, ``rules`` how one was read that is not plain, each by its code.
    """

    codes: Any
    values: list[Any]
    raws: list[str]
    places: list[int]
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)
    rules: dict[int, Meaning] = field(default_factory=dict)

    def said(self) -> Any:
        """The rows with a value, as truths."""
        return np.fromiter(map(bool, self.values), bool, len(self.values))[self.codes]

    def hashed(self, of: Callable[[list[Any]], list[Any]] | None = None) -> Any:
        """One number a row, the same for equal values, or for what ``of`` makes of them."""
        values = of(self.values) if of else self.values
        return np.fromiter(map(hash, values), np.int64, len(values))[self.codes]


def values_of(
    name: str,
    columns: list[EncodedTexts],
    places: list[int],
    given: Any,
    years: Values | None,
    language: str,
) -> Values:
    """What one or several columns of a meaning say together; ``years`` where that matters."""
    if name in _TEXTS:
        return _texts_of(name, columns[0], places, language)
    if len(columns) == 1 and years is None:
        column = columns[0]
        codes, first = column.codes, None
        found = [meaning(name, raw, given, language) for raw in column.raws]
        return _valued(
            codes, [(one, raw, 0) for one, raw in zip(found, column.raws, strict=True)], places
        )
    parts = [column.codes for column in columns] + ([years.codes] if years else [])
    codes = np.zeros(len(parts[0]), dtype=np.int64)
    first = codes
    for part in parts:
        _, first, codes = np.unique(
            codes * (int(part.max(initial=0)) + 1) + part, return_index=True, return_inverse=True
        )
    read = []
    for row in first:
        raws = [column.raws[column.codes[row]] for column in columns]
        known = years.values[years.codes[row]] if years else given
        read.append(_agreed(name, raws, known, language))
    return _valued(codes, read, places)


def _valued(codes: Any, read: list[tuple[Meaning, str, int]], places: list[int]) -> Values:
    found = Values(codes, [], [], [])
    for code, (one, raw, at) in enumerate(read):
        found.values.append(one.value)
        found.raws.append(raw)
        found.places.append(places[at])
        if one.fault:
            found.faults[code] = one.fault
        elif one.rule:
            found.rules[code] = one
    return found


def _agreed(name: str, raws: list[str], given: Any, language: str) -> tuple[Meaning, str, int]:
    """The one value of several columns with the same meaning, of which some may be empty."""
    filled = [at for at, raw in enumerate(raws) if clean(raw)] or [0]
    read = [(meaning(name, raws[at], given, language), raws[at], at) for at in filled]
    for entry in read:
        if entry[0].fault:
            return entry
    for entry in read:
        if entry[0].value != read[0][0].value:
            expected = say("register.the same as beside", language, other=shorten(raws[filled[0]]))
            countries = name == "country"
            key = "register.correct or rename" if countries else "register.correct one of them"
            fault = expected, say(key, language)
            return Meaning(fault=fault), *entry[1:]
    return read[0]


_TEXTS = {"case_no", "city", "title", "applicant"}


def _texts_of(name: str, column: EncodedTexts, places: list[int], language: str) -> Values:
    """A column of free text, of which most are read once only and nothing is kept."""
    found = Values(column.codes, column.words.copy(), column.raws, places * len(column.raws))
    # No word for "nothing" ends in a digit, or is long: most need not be looked up.
    for code in column.found(r"^[#=]|^$|^.{0,19}[^0-9]$"):
        word = column.words[code]
        empty = is_empty(word)
        found.values[code] = "" if empty else word
        if word[:1] in ("#", "=") or (empty and name == "case_no"):
            fault = meaning(name, word, None, language).fault
            if fault:
                found.faults[code] = fault
    return found


class SheetReader:
    """Reads a sheet's pieces in order; a row may refer to those above it."""

    def __init__(
        self,
        sheet: SheetName,
        headings: Headings,
        given: Mapping[str, str],
        asked: Asked,
        found: Findings,
        above: Iterable[Group] = (),
    ) -> None:
        self.sheet, self.headings, self.given = sheet, headings, given
        self.asked, self.found = asked, found
        self._above: dict[tuple[str, int], str] = {}
        self._groups = {group.name: group.text for group in above}
        self._numbered = False

    def read(self, piece: Piece) -> pa.Table:
        """The counted cases of a piece."""
        numbers = np.arange(piece.first, piece.first + piece.length)
        data = numbers > self.headings.last_row + 1
        columns = [column_of(array) for array in piece.columns]
        width = max([*self.headings.texts, *self.headings.used], default=0) + 1
        columns += [constant("", piece.length)] * (width - len(columns))
        joined = {row - piece.first: places for row, places in piece.joined.items()}
        kinds = sort_rows(columns, self.headings, data, joined)
        for at, reason, text in kinds.aside:
            self._set_aside(
                int(numbers[at]), say(f"register.aside.{reason}", self.asked.language), text
            )
        places = np.flatnonzero(kinds.cases)
        rows = numbers[places]
        columns = [column.taken(places) for column in columns]
        if self.found.fixes:
            self.found.fixes.apply(self.sheet.name, columns, rows, self.headings)
        raws = self._by_meaning(columns, places, rows, kinds.groups)
        values = self._values(raws, columns, len(rows))
        out = self._asked_out(values, rows)
        verdicts = self._verdicts(columns, rows, piece.marks)
        heading = [at for at, what in kinds.contested.items() if what == "section"]
        sections = np.isin(places, heading)
        for at, (verdict, word, _, _) in verdicts.items():
            if verdict == "out" and not out[at] and not sections[at]:
                out[at] = True
                said = say("register.left out", self.asked.language, word=word)
                self._set_aside(int(rows[at]), said, "")
        kept = ~out
        wrong = self._report_contested(kinds.contested, places, columns, rows, kept)
        wrong |= self._report_faults(values, rows, kept & ~wrong)
        wrong |= self._report_verdicts(verdicts, rows, kept & ~sections)
        wrong |= self._report_several(columns, rows, kept)
        wrong |= self._report_numberless(values, rows, kept & ~wrong)
        if self.sheet.ragged:
            wrong |= self._report_long(columns, rows, kept)
        self.found.rows_read += int(kept.sum())
        wrong |= self._report_repeated(values, rows, kept)
        counted = np.flatnonzero(kept & ~wrong)
        self._note_rules(values, rows, kept)
        return self._table(values, counted, rows)

    def _set_aside(self, row: int, reason: str, text: str) -> None:
        self.found.aside.append((self.sheet.name, row, reason, text))

    def _by_meaning(
        self, columns: list[EncodedTexts], places: Any, rows: Any, groups: list[Group]
    ) -> dict[str, list[EncodedTexts]]:
        """The columns of each meaning, filled where a row refers to others."""
        raws = {
            name: [columns[place] for place in held]
            for name, held in self.headings.columns.items()
            if name in CASE_COLUMNS
        }
        if self.headings.types:
            raws["type"] = [self._marked(columns, rows)]
        for name, text in self.given.items():
            if name not in raws:
                raws[name] = [constant(text, len(rows))]
        for name in _NEEDED - set(raws):  # what only groups say, and none has come yet
            raws[name] = [constant("", len(rows))]
        for name in sorted(_DITTOED & set(raws)):
            raws[name] = [
                self._dittos(name, at, column, rows) for at, column in enumerate(raws[name])
            ]
        for name in sorted({group.name for group in groups} | set(self._groups)):
            if name in ("year", "country", "type", "field"):
                mine = [group for group in groups if group.name == name]
                self._grouped(name, mine, raws, places, rows)
        return raws

    def _marked(self, columns: list[EncodedTexts], rows: Any) -> EncodedTexts:
        """The type whose column has a mark; several, or another word, stand as they are."""
        held = sorted(self.headings.types)
        marks = np.stack([columns[place].where(is_mark) for place in held])
        other = [
            columns[place].where(lambda t: not is_mark(t) and not is_no_mark(t)) for place in held
        ]
        texts = [self.headings.texts[place] for place in held]
        codes = np.where(marks.any(axis=0), marks.argmax(axis=0) + 1, 0)
        raws = ["", *texts]
        for row in np.flatnonzero((marks.sum(axis=0) > 1) | np.any(other, axis=0)):
            said = [(self.headings.texts[p], columns[p].words[columns[p].codes[row]]) for p in held]
            codes[row] = len(raws)
            raws.append(_SEVERAL + ", ".join(f"{text} {cell}" for text, cell in said if cell))
        plain = (codes > 0) & (codes <= len(texts))
        if plain.any():
            first = int(np.flatnonzero(plain)[0])
            meant = texts[codes[first] - 1]
            self.found.example("mark", "type", rows[plain], "", meant)
        return EncodedTexts(codes, raws, [clean(raw) for raw in raws])

    def _dittos(self, name: str, at: int, column: EncodedTexts, rows: Any) -> EncodedTexts:
        """A column with the value above in place of each mark for "as above"."""
        ditto = column.where(is_ditto)
        if ditto.any():
            above = np.maximum.accumulate(np.where(ditto, -1, np.arange(len(ditto))))
            codes = np.where(above >= 0, column.codes[above], column.codes)
            raws, words = column.raws, column.words
            carried = self._above.get((name, at))
            if carried is not None and (above < 0).any():
                codes = np.where(above < 0, len(raws), codes)
                raws, words = [*raws, carried], [*words, clean(carried)]
            first = int(np.flatnonzero(ditto)[0])
            meant = words[codes[first]]
            self.found.example("ditto", name, rows[ditto], column.raws[column.codes[first]], meant)
            column = EncodedTexts(codes, raws, words)
        if len(rows) and not is_ditto(column.words[column.codes[-1]]):
            self._above[name, at] = column.raws[column.codes[-1]]
        return column

    def _grouped(
        self,
        name: str,
        groups: list[Group],
        raws: dict[str, list[EncodedTexts]],
        places: Any,
        rows: Any,
    ) -> None:
        """Give the rows below a group's heading what it says, where they say nothing themselves."""
        texts = [self._groups.get(name, ""), *(group.text for group in groups)]
        codes = (
            np.searchsorted([group.row for group in groups], places)
            if groups
            else np.zeros(len(places), dtype=np.int64)
        )
        self._groups[name] = texts[-1]
        said = EncodedTexts(codes, texts, [clean(text) for text in texts])
        own = raws.get(name)
        blank = own[0].where(lambda text: not text) if own else np.ones(len(rows), dtype=bool)
        for other in (own or [])[1:]:
            blank &= other.where(lambda text: not text)
        blank &= said.where(bool)
        if not own:
            raws[name] = [said]
        else:
            merged = np.where(blank, said.codes + len(own[0].raws), own[0].codes)
            raws[name][0] = EncodedTexts(merged, own[0].raws + texts, own[0].words + said.words)
        if blank.any():
            first = int(np.flatnonzero(blank)[0])
            self.found.example("group", name, rows[blank], "", said.words[said.codes[first]])

    def _values(
        self, raws: dict[str, list[EncodedTexts]], columns: list[EncodedTexts], length: int
    ) -> dict[str, Values]:
        language = self.asked.language

        def read(name: str, given: Any = None, years: Values | None = None) -> Values:
            columns = raws.get(name)
            if columns is None:
                value = {
                    "field": NOT_STATED,
                    "stage": given,
                    "submitted_on": None,
                    "selected": None,
                }
                nothing = np.zeros(length, dtype=np.int64)
                return Values(nothing, [value.get(name, "")], [""], [-1])
            places = self.headings.columns.get(name) or [-1]
            return values_of(name, columns, places, given, years, language)

        stage = self.asked.stage
        if "stage" not in raws:
            stage = stage or "reception"
        years = read("year")
        values = {
            "case_no": read("case_no"),
            "year": years,
            "stage": read("stage", stage),
            "country": read("country", next(iter(self.headings.places.values()), ())),
            "city": read("city"),
            "type": read("type", years=years),
            "field": read("field"),
            "title": read("title"),
            "applicant": read("applicant"),
            "submitted_on": read("submitted_on", years=years),
            "selected": read("selected"),
        }
        if "serial" in self.headings.columns:
            place = self.headings.columns["serial"][0]
            column = columns[place]
            values["serial"] = Values(column.codes, column.words, column.raws, [place])
        if self.headings.types:
            kinds = values["type"]
            for code in kinds.faults:
                if kinds.raws[code].startswith(_SEVERAL):
                    kinds.raws[code] = kinds.raws[code].removeprefix(_SEVERAL)
                    action = say("register.mark one type", language)
                    kinds.faults[code] = say("register.one mark", language), action
        return values

    def _asked_out(self, values: dict[str, Values], rows: Any) -> Any:
        """The rows of another year or stage than asked, as truths; they are set aside."""
        out = np.zeros(len(rows), dtype=bool)
        for name, asked in (("year", self.asked.year), ("stage", self.asked.stage)):
            if asked is None:
                continue
            column = values[name]
            for code, value in enumerate(column.values):
                if value is None or value == asked:
                    continue
                other = (column.codes == code) & ~out
                given = {
                    one: label(name, str(said), self.asked.language).lower()
                    for one, said in ((name, value), ("asked", asked))
                }
                said = say(f"register.another {name}", self.asked.language, **given)
                for row in rows[other]:
                    self._set_aside(int(row), said, "")
                out |= other
        return out

    def _verdicts(
        self, columns: list[EncodedTexts], rows: Any, marks: dict[int, str]
    ) -> dict[int, tuple[str, str, int, str]]:
        """The rows that may not count, by position: "out" or "ask", word, column, cell."""
        found: dict[int, tuple[str, str, int, str]] = {}
        answers, used = self.asked.answers, self.headings.used
        for place, column in enumerate(columns):
            name = used.get(place, "remark")
            if name not in ("status", "remark"):
                continue
            # A column that nothing is known of may hold long texts, on whatever matter.
            most = 10_000 if place in used else _SHORT
            if place in self.headings.marked:  # ○ where it is so, and nothing where it is not
                asked = answers.get("blank", "ask")
                blank = say("register.mark.blank", self.asked.language)
                for at in np.flatnonzero(column.where(lambda t: not t)) if asked != "in" else ():
                    found[int(at)] = asked, "blank", place, blank
            for code, text in enumerate(column.words):
                if not text or (len(text) > most and not begins_as_left_out(text)):
                    continue
                verdict, word = verdict_on(text, answers, free=name == "remark")
                if verdict == "in":
                    continue
                for at in np.flatnonzero(column.codes == code):
                    if found.get(int(at), ("ask",))[0] != "out":
                        found[int(at)] = verdict, word, place, column.raws[code]
        for place, word, column, codes in self._left_out(columns):
            answered = [answer for key, answer in answers.items() if key in squeezed(word)]
            verdict = "out" if "out" in answered else "in" if answered else "ask"
            for at in np.flatnonzero(np.isin(column.codes, codes)) if verdict != "in" else ():
                if found.get(int(at), ("ask",))[0] != "out":
                    raw = column.raws[column.codes[at]]
                    found[int(at)] = verdict, word, place, raw
        if word := "" if self.sheet.named else left_out_by(self.sheet.name):
            answer = next((answers[key] for key in answers if key in squeezed(word)), "ask")
            if answer != "in":
                every = (answer, word, -1, self.sheet.name)
                found = dict.fromkeys(range(len(rows)), every) | found
        if marks:
            position = {int(row): at for at, row in enumerate(rows)}
            for row, mark in marks.items():
                if row not in position:
                    continue
                if mark.startswith(NOTED):
                    text = mark.removeprefix(NOTED)
                    answer, word = verdict_on(text, answers, free=True)
                    if answer != "in":
                        found.setdefault(position[row], (answer, word, -1, text))
                elif (answer := answers.get(mark, "ask")) != "in":
                    text = say(f"register.mark.{mark}", self.asked.language)
                    found.setdefault(position[row], (answer, mark, -1, text))
        return found

    def _left_out(
        self, columns: list[EncodedTexts]
    ) -> Iterator[tuple[int, str, EncodedTexts, list[int]]]:
        """Where else than in its status a row says that it may not count: the column, the word, and
        the codes of the texts that do.

        A column headed 철회일 does so with whatever it holds, any other with the word itself.
        """
        used = self.headings.used
        for place, column in enumerate(columns):
            name = used.get(place)
            if name == "left_out":
                word = left_out_by(self.headings.texts[place])
                said = [c for c, text in enumerate(column.words) if text and not is_no_mark(text)]
                yield place, word, column, said
            elif name not in ("status", "remark") and place not in self.headings.types:
                by_word: dict[str, list[int]] = {}
                numbers = name in ("case_no", "serial")
                codes = column.found(MAY_LEAVE_OUT)
                texts = [column.words[code] for code in codes]
                for at, word in words_left_out(texts, numbers=numbers).items():
                    by_word.setdefault(word, []).append(codes[at])
                for word, codes in by_word.items():
                    yield place, word, column, codes

    def _problem(self, row: int, place: int, value: str, expected: str, action: str) -> None:
        column = self.headings.texts.get(place, "")
        self.found.problems.append(
            Problem(self.sheet.source, int(row), column, value, expected, action)
        )

    def _report_verdicts(self, verdicts: Mapping[int, Any], rows: Any, kept: Any) -> Any:
        asked = np.zeros(len(rows), dtype=bool)
        expected = say("register.an answer on the status", self.asked.language)
        for at, (verdict, word, place, text) in sorted(verdicts.items()):
            if verdict == "ask" and kept[at]:
                asked[at] = True
                action = say("register.answer by --status", self.asked.language, word=word)
                self._problem(rows[at], place, text, expected, action)
        return asked

    def _report_faults(self, values: dict[str, Values], rows: Any, kept: Any) -> Any:
        wrong = np.zeros(len(rows), dtype=bool)
        for name in CASE_COLUMNS:
            column = values[name]
            if not column.faults:
                continue
            faulty = np.isin(column.codes, list(column.faults)) & kept
            for at in np.flatnonzero(faulty):
                code = int(column.codes[at])
                place = column.places[code]
                if place < 0:
                    place = min(self.headings.types, default=-1) if name == "type" else -1
                self._problem(rows[at], place, column.raws[code], *column.faults[code])
            wrong |= faulty
        return wrong

    def _report_contested(
        self,
        contested: Mapping[int, str],
        places: Any,
        columns: list[EncodedTexts],
        rows: Any,
        kept: Any,
    ) -> Any:
        wrong = np.zeros(len(rows), dtype=bool)
        for at in np.flatnonzero(np.isin(places, list(contested)) & kept):
            texts = [column.words[column.codes[at]] for column in columns]
            kind = contested[int(places[at])]
            totals = (text for text in texts if is_total(text) or ends_in_total(text))
            shown = next(totals, "") if kind == "total" else " | ".join(filter(None, texts))[:60]
            language = self.asked.language
            expected = say(f"register.unclear.{kind}", language)
            action = say(f"register.part.{kind}", language)
            self._problem(rows[at], -1, shown, expected, action)
            wrong[at] = True
        return wrong

    def _report_several(self, columns: list[EncodedTexts], rows: Any, kept: Any) -> Any:
        """Rows that stand for several cases by a column of counts, a running number or a title, or
        for a joint application of which another column has the other countries.
        """
        wrong = np.zeros(len(rows), dtype=bool)
        for name, many, among in _SEVERAL_CASES:
            for place in self.headings.columns.get(name, []):
                column = columns[place]
                faulty = column.where(many, among) & kept
                what = "more_countries" if name == "more_countries" else "count"
                expected = say(f"register.several.{what}", self.asked.language)
                action = say(f"register.part several.{what}", self.asked.language)
                for at in np.flatnonzero(faulty):
                    raw = column.raws[column.codes[at]]
                    self._problem(rows[at], place, raw, expected, action)
                wrong |= faulty
        return wrong

    def _report_numberless(self, values: dict[str, Values], rows: Any, kept: Any) -> Any:
        """Rows without number and title in a sheet whose cases have both: more of the case above,
        or a case that lacks them.
        """
        if "serial" not in values or "title" not in self.headings.columns:
            return np.zeros(len(rows), dtype=bool)
        own = [values[name].said() for name in ("serial", "title", "case_no")]
        known = np.logical_or.accumulate(own[0] & own[1]) | self._numbered
        self._numbered = bool(known[-1]) if len(known) else self._numbered
        column = values["serial"]
        crossed = np.array([bool(text) and is_empty(text) for text in column.values])[column.codes]
        wrong: Any = known & (~np.any(own, axis=0) | crossed) & kept
        expected = say("register.unclear.joined", self.asked.language)
        action = say("register.part.numberless", self.asked.language)
        for at in np.flatnonzero(wrong):
            place = column.places[0] if crossed[at] else -1
            self._problem(rows[at], place, column.raws[column.codes[at]], expected, action)
        return wrong

    def _report_long(self, columns: list[EncodedTexts], rows: Any, kept: Any) -> Any:
        """Rows with values beyond the last heading: a separator within a value shifts the rest."""
        most = max(self.headings.texts) + 1
        wrong = np.zeros(len(rows), dtype=bool)
        for column in columns[most:]:
            wrong |= column.where(bool)
        wrong &= kept
        for at in np.flatnonzero(wrong):
            beyond = [text for one in columns[most:] if (text := one.words[one.codes[at]])]
            expected = say("register.no more values", self.asked.language, columns=most)
            action = say("register.quote the separator", self.asked.language)
            self._problem(rows[at], -1, ", ".join(beyond), expected, action)
        return wrong

    def _report_repeated(self, values: dict[str, Values], rows: Any, kept: Any) -> Any:
        language = self.asked.language
        confirmed = self.found.fixes.confirmed(self.sheet.name) if self.found.fixes else set()
        numbers, looks, again = self.found.repeated.firsts(
            values, kept, self.sheet, rows, confirmed
        )
        for at, first in numbers.items():
            column = values["case_no"]
            expected = say("register.a number of its own", language, row=first)
            text = column.raws[column.codes[at]]
            place = column.places[column.codes[at]]
            action = say("register.correct a number", language)
            self._problem(rows[at], place, text, expected, action)
        for at, first in looks.items():
            shown = [values[name].values[values[name].codes[at]] for name in _SHOWN]
            expected = say("register.an application of its own", language, row=first)
            action = say("register.delete or confirm", language)
            self._problem(rows[at], -1, " | ".join(filter(None, shown)), expected, action)
        for at, first in again.items():
            column = values["serial"]
            expected = say("register.a number of its own", language, row=first)
            action = say("register.join the countries", language)
            self._problem(
                rows[at], column.places[0], column.raws[column.codes[at]], expected, action
            )
        wrong = np.zeros(len(rows), dtype=bool)
        wrong[[*numbers, *looks, *again]] = True
        return wrong

    def _note_rules(self, values: dict[str, Values], rows: Any, kept: Any) -> None:
        for name, column in values.items():
            for code, meant in column.rules.items():
                held = rows[(column.codes == code) & kept]
                shown = _shown(name, meant, self.asked.language)
                self.found.example(meant.rule, name, held, column.raws[code], shown)

    def _table(self, values: dict[str, Values], counted: Any, rows: Any) -> pa.Table:
        import pyarrow as pa

        arrays = []
        for name in CASE_COLUMNS:
            column = values[name]
            kind = {"year": pa.int64(), "submitted_on": pa.date32(), "selected": pa.bool_()}
            texts = pa.array(column.values, kind.get(name, pa.string()))
            arrays.append(texts.take(pa.array(column.codes[counted], pa.int64())))
        if values["country"].rules:
            for name in ("city", "applicant"):
                arrays[CASE_COLUMNS.index(name)] = self._beside(name, values, counted)
        return pa.table([*arrays, pa.array(rows[counted], pa.int64())], [*CASE_COLUMNS, "row"])

    def _beside(self, name: str, values: dict[str, Values], counted: Any) -> pa.Array:
        """The cities or applicants, with those in a country's cell where their own is empty."""
        import pyarrow as pa

        own, countries = values[name], values["country"]
        beside = {code: getattr(meant, name) for code, meant in countries.rules.items()}
        return pa.array(
            [
                own.values[own.codes[at]] or beside.get(int(countries.codes[at]), "")
                for at in counted
            ],
            pa.string(),
        )


_SHORT = 20
"""Letters of a text in a column without a meaning that may be a remark on the case."""
_SHOWN = ("country", "city", "title", "applicant")
_SEVERAL = "\x00"
"""Before the text of marks under several types: no cell has it."""


def _is_many(text: str) -> bool:
    return not is_empty(text) and not re.fullmatch(r"1(\.0+)? ?(건|개|cases?)?", text)


_NUMBERS = r"^\D{0,3}\d{1,4} ?[~∼〜～] ?\d{1,4}\D{0,2}$|^\d{1,3}(, ?\d{1,2})+$"
_WITH_MORE = r"외 ?\d{1,3} ?건|\(\d{1,3} (?:applications|proposals|cases|projects)\)"
_SEVERAL_CASES: list[tuple[str, Callable[[str], bool], str]] = [
    ("count", _is_many, ""),
    ("more_countries", lambda text: not is_empty(text), ""),
    ("serial", bool, _NUMBERS),
    ("case_no", bool, _NUMBERS),
    ("title", bool, _WITH_MORE),
]
"""By which columns a row is several: a test of those texts in which a pattern is found."""


def _shown(name: str, meant: Meaning, language: str) -> str:
    """A value as people know it."""
    if name == "country":
        names = ", ".join(country_name(code, language) for code in meant.value.split())
        return ", ".join(filter(None, [names, meant.city, meant.applicant]))
    if name in ("type", "field", "stage"):
        return label(name, meant.value, language)
    return str(meant.value)
