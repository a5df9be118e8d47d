"""Frames -> accessible HTML tables: caption, scopes, units, aligned numbers, the basis of each.

Text of a frame is escaped here, always; nothing of it is read as HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Literal, Protocol

import pandas as pd

from kcity_analysis.evidence import category_label, pick
from kcity_analysis.vocabulary import number, percent_of, signed, unit

MISSING = '<abbr title="not published">n.p.</abbr>'
_VERDICTS = {"holds": "holds", "fails": "fails", "cannot be told": "cannot-be-told"}


@dataclass(frozen=True)
class Fragment:
    """A piece of a report: HTML of ours, the same in plain words, and data for other programs.

    Jupyter shows the HTML; a terminal, nbval and a search see the plain text.
    """

    html: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    kind: Literal["", "sentence", "table"] = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.text, **self.data}

    def __repr__(self) -> str:
        return self.text


class Shown(Protocol):
    """What can stand on a page: a fragment, or a picture that is drawn when it is shown."""

    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how a value is shown, and whether it holds numbers.

    ``links`` gives a value's HTML where it is more than text; it must escape what it shows.
    """

    name: str
    heading: str
    show: Callable[[Any], str] = str
    numeric: bool = False
    links: Callable[[Any], str] | None = None


def references(name: str, numbers: Mapping[str, int]) -> Column:
    """A column of source identifiers joined by "; ", shown as numbers that lead to the sources."""

    def known(ids: str) -> list[str]:
        return sorted((one for one in ids.split("; ") if one in numbers), key=numbers.__getitem__)

    def show(ids: str) -> str:
        return ", ".join(str(numbers[one]) for one in known(ids))

    def links(ids: str) -> str:
        marks = (f'<a href="#src-{escape(one)}">{numbers[one]}</a>' for one in known(ids))
        return f'<span class="kc-refs">{", ".join(marks)}</span>'

    return Column(name, "Source", show, links=links)


def numeric(name: str, heading: str, show: Callable[[Any], str] = number) -> Column:
    """A column of numbers, aligned right; a missing one is shown as "n.p."."""
    return Column(name, heading, show, numeric=True)


def table(frame: pd.DataFrame, columns: Sequence[Column], caption: str, note: str = "") -> Fragment:
    """Any frame as a table. The first column names the row."""
    caption_html = escape(caption) + (
        f'<br><small class="kc-note">{escape(note)}</small>' if note else ""
    )
    head = "".join(
        f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>' for column in columns
    )
    records = frame.to_dict("records")
    body = "".join(f"<tr>{_cells(row, columns)}</tr>" for row in records)
    html = (
        f'<div class="kc-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="kc-table"><caption>{caption_html}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    shown = pd.DataFrame(
        [[column.show(row[column.name]) for column in columns] for row in records],
        columns=[column.heading for column in columns],
    )
    return Fragment(html, f"{caption}\n{shown.to_string(index=False)}", kind="table")


def _class(column: Column) -> str:
    return ' class="num"' if column.numeric else ""


def _cells(row: dict[Any, Any], columns: Sequence[Column]) -> str:
    first, *others = columns
    cells = [f'<th scope="row">{escape(first.show(row[first.name]))}</th>']
    for column in others:
        value = row[column.name]
        text = escape(column.show(value))
        if column.links is not None:
            cells.append(f"<td>{column.links(value)}</td>")
        elif column.numeric and text == "n.p.":
            cells.append(f'<td class="num missing">{MISSING}</td>')
        elif column.name == "basis" and text:
            cells.append(
                f'<td><span class="kc-basis {escape(_first_word(text))}">{text}</span></td>'
            )
        elif column.name == "verdict":
            mark = _VERDICTS.get(str(value), "cannot-be-told")
            cells.append(f'<td><span class="kc-verdict {mark}">{text}</span></td>')
        else:
            cells.append(f"<td{_class(column)}>{text}</td>")
    return "".join(cells)


def _first_word(text: str) -> str:
    return text.replace(",", " ").split()[0]


def breakdown(
    rows: pd.DataFrame, frame: pd.DataFrame, caption: str, refs: Mapping[str, int] | None = None
) -> Fragment:
    """The figures of one dimension: cases, their share, countries, and the basis of each row.

    ``rows`` are the rows of one dimension of ``frame`` (a year's figures of one stage), of which
    the total is taken. Categories without any figure are named in a note instead of shown; notes of
    the figures follow below it. ``refs`` numbers the sources.
    """
    total = frame[(frame["dimension"] == "total") & (frame["first_year"] == frame["year"])]
    wide = pd.concat([_one_row_a_category(rows), _one_row_a_category(total)])
    whole = pick(frame, "total", "all", "cases")
    wide["share"] = [percent_of(value, whole) for value in wide["cases"]]
    silent = wide[wide[["cases", "countries"]].isna().all(axis=1)]
    wide = wide.drop(silent.index) if len(silent) < len(wide) else wide
    columns = [Column("label", _HEADINGS.get(_dimension(rows), "Category"))]
    columns += [numeric("cases", "Cases"), numeric("share", "Share of cases, %", _share)]
    columns += [numeric("countries", "Countries"), Column("basis", "Basis")]
    if refs and wide["sources"].ne("").any():
        columns.append(references("sources", refs))
    if wide["countries"].isna().all():
        columns = [column for column in columns if column.name != "countries"]
    names = ", ".join(silent["label"])
    note = f"Not published separately: {names}." if names else ""
    said = dict.fromkeys(remark for remark in map(_remark, rows.to_dict("records")) if remark)
    return table(wide, columns, caption, " ".join([note, *said]).strip())


def _remark(figure: dict[Any, Any]) -> str:
    """What a figure's note adds for a reader of the table, as a sentence, or nothing."""
    if figure["basis"] == "derived":
        if not pd.isna(figure["value"]):
            return ""
        label = category_label(figure["dimension"], figure["category"])
        return f"{label}, {figure['measure']}: {figure['note']}."
    return "" if figure["note"] in ("", "not published") else f"{_capital(figure['note'])}."


_HEADINGS = {
    "region": "Region",
    "country": "Country",
    "type": "Type",
    "secretariat": "Secretariat",
    "field": "Field",
    "type_field": "Type and field",
}


def _dimension(rows: pd.DataFrame) -> str:
    return str(rows["dimension"].iloc[0]) if len(rows) else ""


def _share(value: float) -> str:
    return "n.p." if pd.isna(value) else f"{value:.1f}"


def _one_row_a_category(rows: pd.DataFrame) -> pd.DataFrame:
    """``category, label, cases, countries, basis``: the basis of both measures in words."""
    found = []
    for (dimension, category), part in rows.groupby(["dimension", "category"], sort=False):
        by_measure = part.drop_duplicates("measure").set_index("measure")
        known = by_measure[by_measure["value"].notna()]
        bases = known["basis"]
        basis = ", ".join(
            dict.fromkeys(bases)
            if bases.nunique() < 2
            else [f"{measure} {one}" for measure, one in bases.items()]
        )
        row = {"category": category, "label": category_label(str(dimension), str(category))}
        for measure in ("cases", "countries"):
            row[measure] = known["value"].get(measure, float("nan"))
        cited = dict.fromkeys(one for ids in known["sources"] for one in ids.split("; ") if one)
        found.append({**row, "basis": basis, "sources": "; ".join(cited)})
    return pd.DataFrame(
        found, columns=["category", "label", "cases", "countries", "basis", "sources"]
    ).reset_index(drop=True)


def changes(comparison: pd.DataFrame, caption: str) -> Fragment:
    """Two years of one or more dimensions: values, change, percent, contribution, remark."""
    year, base_year = comparison["year"].iloc[0], comparison["base_year"].iloc[0]
    rows = comparison.assign(
        label=[*map(category_label, comparison["dimension"], comparison["category"])],
        base_text=_or_absent(comparison, "base_value", "introduced"),
        text=_or_absent(comparison, "value", "discontinued"),
        unit=[
            _capital(unit(*pair))
            for pair in zip(comparison["measure"], comparison["stage"], strict=True)
        ],
        remark=[
            "; ".join(filter(None, ["" if status == "compared" else status, note]))
            for status, note in zip(comparison["status"], comparison["note"], strict=True)
        ],
    )
    columns = [
        Column("label", _HEADINGS.get(_dimension(comparison), "")),
        Column("unit", "Measure"),
        Column("base_text", str(base_year), numeric=True),
        Column("text", str(year), numeric=True),
        numeric("change", "Change", _signed),
        numeric("percent", "Change, %", _signed_decimal),
        numeric("contribution", "Contribution, points", _signed_decimal),
        Column("basis", "Basis"),
        Column("remark", "Remark"),
    ]
    if rows["remark"].eq("").all():
        columns.pop()
    if _dimension(comparison) == "total":
        columns = [column for column in columns if column.name not in ("contribution", "label")]
    return table(rows, columns, caption)


def _or_absent(comparison: pd.DataFrame, column: str, absent: str) -> list[str]:
    """Values as text: "–" where the year did not have the category, "n.p." where not published."""
    pairs = zip(comparison[column], comparison["status"], strict=True)
    return ["–" if status == absent else number(value) for value, status in pairs]


def _signed(value: float) -> str:
    return "–" if pd.isna(value) else signed(value)


def _signed_decimal(value: float) -> str:
    return "–" if pd.isna(value) else signed(value, 1)


def checks(found: pd.DataFrame, caption: str) -> Fragment:
    """Identities with both sides, what they are about, and their verdict."""
    sides = [
        f"{_side(row['left'], row['left_name'])} {row['relation']} "
        f"{_side(row['right'], row['right_name'])}"
        for row in found.to_dict("records")
    ]
    about = found["year"].astype(str) + " " + found["stage"] + ": " + found["subject"]
    rows = found.assign(sides=sides, about=about)
    columns = [
        Column("identity", "Identity", _capital),
        Column("about", "Of"),
        Column("sides", "Both sides"),
        Column("verdict", "Verdict"),
        Column("note", "Note"),
    ]
    if rows["note"].eq("").all():
        columns.pop()
    return table(rows, columns, caption)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _side(value: float, name: str) -> str:
    return f"{'not known' if pd.isna(value) else number(value)} ({name})"


def folded(fragment: Fragment, summary: str) -> Fragment:
    """A fragment that opens on a click."""
    html = f"<details><summary>{escape(summary)}</summary>{fragment.html}</details>"
    return replace(fragment, html=html)


def side_by_side(both: pd.DataFrame, caption: str) -> Fragment:
    """Published beside recomputed, with the difference."""
    rows = both.assign(
        label=[*map(category_label, both["dimension"], both["category"])],
        span=[
            str(last) if first == last else f"{first}–{last}"
            for first, last in zip(both["first_year"], both["year"], strict=True)
        ],
    )
    columns = [
        Column("label", "Figure"),
        Column("span", "Years"),
        Column("measure", "Measure", str.capitalize),
        numeric("published", "Published"),
        numeric("recomputed", "Recomputed"),
        numeric("difference", "Difference", _signed),
    ]
    return table(rows, columns, caption)


def projects(chosen: pd.DataFrame, caption: str, refs: Mapping[str, int]) -> Fragment:
    """The selected projects: place, type, field, title and organisation, budget, source."""
    rows = chosen.assign(
        place=[
            f"{city}, {category_label('country', iso3)}"
            for city, iso3 in zip(chosen["city"], chosen["country"], strict=True)
        ],
        work=[
            f"{title} ({organisation})" if organisation else title
            for title, organisation in zip(chosen["title"], chosen["organisation"], strict=True)
        ],
        fields=[*map(_fields, chosen["field"], chosen["second_field"])],
        type=[
            category_label("type", kind) + (" (inferred)" if basis == "inferred" else "")
            for kind, basis in zip(chosen["type"], chosen["type_basis"], strict=True)
        ],
        budget=[
            _budget(*pair) for pair in chosen[["budget_low_krw", "budget_high_krw"]].to_numpy()
        ],
    )
    columns = [
        Column("place", "City"),
        Column("year", "Year"),
        Column("type", "Type"),
        Column("fields", "Field", _or_dash),
        Column("work", "Project", _or_dash),
        Column("budget", "Budget, billion won", _or_dash),
        references("source_id", refs),
    ]
    if len(set(rows["year"])) == 1:
        columns.pop(1)
    return table(rows, columns, caption)


def _fields(first: str, second: str) -> str:
    return ", ".join(category_label("field", one) for one in (first, second) if one)


def _or_dash(text: str) -> str:
    return text or "–"


def _budget(low: float, high: float) -> str:
    if pd.isna(high):
        return ""
    if pd.isna(low):
        return f"up to {high / 1e9:.1f}"
    return f"{high / 1e9:.1f}" if low == high else f"{low / 1e9:.1f}–{high / 1e9:.1f}"


def series(long: pd.DataFrame, caption: str) -> Fragment:
    """Years down, series across, as drawn by :func:`kcity_analysis.charts.lines`."""
    wide = long.pivot(index="year", columns="series", values="value").reset_index()
    names = list(dict.fromkeys(long["series"]))
    return table(wide, [Column("year", "Year"), *(numeric(name, name) for name in names)], caption)


def plain(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    caption: str,
    refs: Mapping[str, int] | None = None,
) -> Fragment:
    """A frame with the given columns and headings; columns of numbers are aligned as such.

    With ``refs``, its column ``source_id`` follows as numbers of the sources.
    """
    shown = [
        numeric(name, heading)
        if pd.api.types.is_numeric_dtype(frame[name]) and "year" not in name
        else Column(name, heading)
        for name, heading in columns.items()
    ]
    if refs is not None:
        shown.append(references("source_id", refs))
    return table(frame, shown, caption)


def joined(*parts: Shown | None) -> Fragment:
    """Several fragments as one, in their order; None is left out."""
    present = [part for part in parts if part is not None]
    data = {kind: value for part in present for kind, value in part.data.items()}
    html = "\n".join(part.html for part in present)
    return Fragment(html, "\n\n".join(part.text for part in present if part.text), data)


def regions(rows: pd.DataFrame, caption: str) -> Fragment:
    """Cases and countries a category, for rows that no total goes with."""
    columns = [
        Column("label", _HEADINGS.get(_dimension(rows), "Category")),
        numeric("cases", "Cases"),
        numeric("countries", "Countries"),
        Column("basis", "Basis"),
    ]
    return table(_one_row_a_category(rows), columns, caption)


def moves(rows: pd.DataFrame, caption: str) -> Fragment:
    """Who entered, stayed and left: a row a status, with all its countries by name."""
    words = {"entrant": "New", "stayer": "There before", "leaver": "Not there any more"}
    grouped = [
        {"status": word, "number": float(len(part)), "names": ", ".join(sorted(part["name"]))}
        for status, word in words.items()
        if len(part := rows[rows["status"] == status])
    ]
    columns = [
        Column("status", "Status"),
        numeric("number", "Countries"),
        Column("names", "Which"),
    ]
    return table(pd.DataFrame(grouped), columns, caption)
