"""The comparison report: one year against another, like for like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kcity_analysis import charts
from kcity_analysis.evidence import (
    all_translated,
    caveats,
    intake_of,
    least_known,
    projects,
    published,
    reconcile,
    status_of,
    tidied,
)
from kcity_analysis.pages import Fragment, Picture, Section, folded, parts
from kcity_analysis.reports import sentences, tables
from kcity_analysis.reports.gathering import (
    changes_of,
    checkable,
    figures_of,
    totals_of_all,
)
from kcity_analysis.reports.programme import series, through_the_years
from kcity_analysis.reports.reception import changed_by
from kcity_analysis.reports.report import Report, drawn
from kcity_analysis.reports.suspicion import disputed
from kcity_analysis.vocabulary import (
    InputError,
    Listing,
    Message,
    Quantity,
    Term,
    check_years,
    refusing_in_its_language,
    say,
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Comparison(Report):
    """One year against another, see :func:`comparison`; its methods are the sections.

    ``received`` and ``selected`` are the changes of one stage each, within bounds, as of
    :func:`kcity_analysis.compare`; empty where a year is not known.
    """

    year: int
    base_year: int
    received: pd.DataFrame
    selected: pd.DataFrame
    _moves: pd.DataFrame
    _series: pd.DataFrame
    _unfinished: list[int]

    @property
    def _years(self) -> dict[str, int]:
        return {"year": self.year, "base_year": self.base_year}

    def _of(self, stage: str) -> pd.DataFrame:
        return self.received if stage == "reception" else self.selected

    def headline(self) -> Section:
        """Title, main sentence, main points and the few figures that matter most."""
        cards: list[tuple[Message, Any, Message | None]] = []
        text, kinds = self._not_over(), self._kinds_listed
        points: list[tuple[Message, str]] = []
        for stage in ("reception", "selection"):
            rows = self._of(stage)
            whole = rows[rows["dimension"] == "total"] if len(rows) else rows
            text += sentences.change(whole)[:1]
            points += [(one, "totals") for one in sentences.change(whole)[1:]]
            for row in whole.to_dict("records"):
                change = tables.between(row["change_least"], row["change_most"], signed=True)
                if change is not None:
                    label = Message("card.moved", subject=_subject(row))
                    if self._unfinished and kinds and stage == "selection":
                        label = Message("card.moved.part", subject=_subject(row), types=kinds)
                    cards.append((label, change, _from_to(row)))
            part = rows[rows["dimension"] == "region"] if len(rows) else rows
            if len(part):
                said = [one for one in sentences.changes(part) if ".most" in one.key]
                anchor = "received-by-region" if stage == "reception" else "selected-by-region"
                points += [(one, anchor) for one in said]
        if not text:
            text = [Message("comparison.nothing")]
        return self._headline(Message("comparison.title", **self._years), text, cards, points[:5])

    def _not_over(self) -> list[Message]:
        """Which year is not over, and what is compared for it."""
        terms = self._kinds_listed
        return [
            Message("comparison.unfinished", year=one, types=terms)
            if terms
            else Message("status.in progress", year=one)
            for one in self._unfinished
        ]

    @property
    def _kinds(self) -> list[str]:
        """The types of which the selections are compared."""
        rows = self.selected
        return list(rows[rows["dimension"] == "type"]["category"].unique()) if len(rows) else []

    @property
    def _kinds_listed(self) -> Listing | None:
        return Listing([Term("type", one) for one in self._kinds]) if self._kinds else None

    def totals(self) -> Section:
        """The totals of both stages in both years."""
        shown: list[Fragment | Picture] = []
        frames = []
        for stage, name in (("reception", "received"), ("selection", "selected")):
            rows = self._of(stage)
            whole = rows[rows["dimension"] == "total"] if len(rows) else rows
            if len(whole):
                caption = say(f"comparison.{name}", self.language, **self._years)
                shown += [
                    self._said(*sentences.change(whole)),
                    tables.changes(whole, caption, self.language),
                ]
                frames.append(whole)
        shown = [*([self._said(*self._not_over())] if self._unfinished else []), *shown]
        if not shown:
            shown = [self._say("comparison.nothing")]
        return Section("totals", *shown, frame=pd.concat(frames) if frames else pd.DataFrame())

    def by(self, dimension: str, stage: str = "reception") -> Section | None:
        """The change of one stage by "region", "type" or "secretariat"."""
        rows = self._of(stage)
        part = rows[rows["dimension"] == dimension] if len(rows) else rows
        if part.empty:
            return None
        name = f"{stage}-by-{dimension}"
        return Section(name, *changed_by(self, rows, dimension), frame=part)

    def contributions(self) -> Section | None:
        """How much of the total change in cases each region made; the parts add up to it."""
        stage = "reception" if len(self.received) else "selection"
        rows = self._of(stage)
        if rows.empty:
            return None
        rows = rows[rows["dimension"].isin(["region", "total"]) & (rows["measure"] == "cases")]
        if rows["contribution_least"].isna().all():
            return None
        years = self._years
        caption = say(f"contributions.caption.{stage}", self.language, **years)
        parts_of = rows[rows["dimension"] == "region"]
        if parts_of.empty:
            return None
        table = tables.changes(parts_of, caption, self.language)
        title = Message(f"contributions.caption.{stage}", **years)
        drawn_parts = pd.concat([drawn(parts_of), rows[rows["dimension"] == "total"]])
        said = sentences.within(parts_of)
        if sentences.changes(parts_of)[0].key == "changes.open":
            said.append(Message("changes.open"))
            return Section("contributions", self._said(*said), folded(table, caption), frame=rows)
        chart = self._picture(
            charts.contributions, drawn_parts, title, charts.describe_contributions, table
        )
        return Section("contributions", *([self._said(*said)] if said else []), chart, frame=rows)

    def moves(self) -> Section:
        """Which countries are new, return and do not return, of those selected."""
        rows = self._moves
        for key, years in (
            ("moves.unfinished", self._unfinished),
            ("moves.incomplete", self._incomplete),
        ):
            if years:
                return Section("moves", self._say(key, year=years[0]))
        if rows.empty:
            return Section("moves", self._say("moves.none", years=self._both))
        tally = rows["status"].value_counts()
        counted = {
            name: Quantity.of(int(tally.get(status, 0)))
            for name, status in (
                ("new", "new"),
                ("returning", "returning"),
                ("leaving", "not returning"),
            )
        }
        caption = say("moves.caption", self.language, **self._years)
        table = tables.moves(rows, caption, self.language)
        return Section(
            "moves", self._say("moves.said", **counted, **self._years), table, frame=rows
        )

    @property
    def _both(self) -> Listing:
        return Listing([str(one) for one in sorted((self.year, self.base_year))])

    @property
    def _incomplete(self) -> list[int]:
        years = sorted((self.year, self.base_year))
        return [one for one in years if status_of(one, "selection") == "incomplete"]

    def comparability(self) -> Section:
        """What has to be known before the two years are compared."""
        lines = [one.said(self.language) for one in self._not_over()]
        for rows in (self.received, self.selected):
            for row in rows.drop_duplicates(["dimension", "category"]).to_dict("records"):
                term = Term(row["dimension"], row["category"])
                if row["status"] in ("introduced", "discontinued"):
                    key = f"comparability.{row['status']}"
                    lines.append(say(key, self.language, category=term, **self._years))
                elif row["note"]:
                    note = str(row.get(f"note_{self.language}", row["note"]))
                    lines.append(say("comparability.note", self.language, category=term, note=note))
        lines += [one.said(self.language) for one in self._intakes()]
        otherwise = say("comparability.same", self.language)
        return Section("comparability", parts.notes(lines, otherwise))

    def _intakes(self) -> list[Message]:
        """The types whose proposals came in otherwise in the one year than in the other."""
        said = []
        for kind in self._kinds:
            ways = {
                of.replace("year", "intake"): Message(
                    f"intake.{intake_of(kind, one).replace(' ', '-')}"
                )
                for of, one in self._years.items()
            }
            if ways["intake"] != ways["base_intake"]:
                term = Term("type", kind)
                said.append(Message("comparability.intake", category=term, **ways, **self._years))
        return said

    def all_years(self) -> Section:
        """The totals through all the years, with gaps where nothing was published."""
        return through_the_years(self, self._series)


@refusing_in_its_language
def comparison(year: int, base_year: int, language: str = "en") -> Comparison:
    """One year against another, in what was received and in what was selected.

    Raises InputError where nothing can be compared.
    """
    check_years(year=year, base_year=base_year)
    if year == base_year:
        raise InputError(Message("error.with itself", year=year))
    known = {one for stage in ("reception", "selection") for one in _known_years(stage)}
    for one in (year, base_year):
        if one not in known:
            raise InputError(
                Message(
                    "error.no figures of", year=one, first_year=min(known), last_year=max(known)
                )
            )
    received = changes_of(year, base_year, "reception")
    selected = changes_of(year, base_year, "selection")
    listed = projects()
    moves = pd.DataFrame(columns=["iso3", "status"])
    if {year, base_year} <= set(listed["year"]):
        now, before = (
            set(listed.loc[listed["year"] == one, "country"]) for one in (year, base_year)
        )
        moves = pd.DataFrame(
            [(one, "returning" if one in before else "new") for one in sorted(now)]
            + [(one, "not returning") for one in sorted(before - now)],
            columns=["iso3", "status"],
        )
    shown = pd.concat(
        [figures_of(one, stage) for one in sorted({year, base_year}) for stage in _STAGES]
    )
    others = totals_of_all(sorted(known - {year, base_year}))
    notes = [note for one in (base_year, year) for note in caveats(one, one, _STAGES)]
    notes = all_translated(dict.fromkeys(notes), language)
    whole = series(min(known), max(known))
    tidy = tidied(shown[shown["dimension"] == "total"], received, selected, whole)
    chosen = listed.loc[listed["year"].isin([year, base_year]), "source_id"]
    return Comparison(
        year=year,
        base_year=base_year,
        language=language,
        received=received,
        selected=selected,
        tidy=tidy,
        _name=f"comparison-{year}-{base_year}",
        _moves=moves,
        _series=whole,
        _unfinished=[
            one for one in sorted((year, base_year)) if status_of(one, "selection") == "in progress"
        ],
        _status=least_known(
            status_of(one, stage) for one in (year, base_year) for stage in _STAGES
        ),
        _disputed=disputed(shown),
        _checks=reconcile(checkable(shown), base=others, settled=True, language=language),
        _caveats=notes,
        _sources=[*tidy["sources"], *chosen],
    )


_STAGES = ("reception", "selection")


def _subject(row: dict[Any, Any]) -> Message:
    return Message(f"subject.{row['stage']}.{row['measure']}")


def _from_to(row: dict[Any, Any]) -> Message | None:
    """Both years of a change, as the note of its card."""
    base = tables.between(row["base_least"], row["base_most"])
    now = tables.between(row["least"], row["most"])
    percent = tables.between(row["percent_least"], row["percent_most"], "percent", signed=True)
    if base is None or now is None or percent is None:
        return None
    if base == now and base.least == base.most:
        return Message("card.same", value=now)
    values = {"base": base, "now": now, "percent": percent}
    if base.least == base.most and now.least == now.most:
        return Message("card.from-to", **values)
    years = {"year": row["year"], "base_year": row["base_year"]}
    return Message("card.within", **values, **years)


def _known_years(stage: str) -> list[int]:
    """Years with a reception total, or with selected projects known by name."""
    if stage == "selection":
        return sorted(set(projects()["year"]))
    known = published()
    total = (known["stage"] == "reception") & (known["dimension"] == "total")
    return sorted(set(known.loc[total & (known["first_year"] == known["year"]), "year"]))
