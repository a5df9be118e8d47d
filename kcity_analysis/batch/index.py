"""The page that leads to all reports: what it shows of each, and whether it is up to date."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kcity_analysis.batch import manifest as outputs
from kcity_analysis.batch.freshness import GONE, Settings, Snapshot, reasons_of_built
from kcity_analysis.batch.identity import in_language
from kcity_analysis.batch.links import index_name
from kcity_analysis.batch.plan import Task
from kcity_analysis.batch.workers import ERRORED, Outcome
from kcity_analysis.vocabulary import LANGUAGES, Message, Words


def index_entries(entries: Sequence[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Those of the entries that the index in a language shows.

    A report that is not there in it stands in another one; each leads to its other languages.
    """
    found = []
    for entry in entries:
        key, failed = entry["key"], entry["state"] == "failed"
        others = [
            other
            for other in entries
            if other["key"] != key
            and in_language(other["key"], language) == in_language(key, language)
            and (other["state"] == "failed") == failed
        ]
        if entry["language"] != language and any(o["language"] == language for o in others):
            continue
        shown = {name: value for name, value in entry.items() if name != "key"}
        if others and not failed:
            title = others[0]["headline"].get("title", "")
            way = {"title": title, "href": others[0]["href"], "language": others[0]["language"]}
            shown["translation"] = way
        found.append(shown)
    return found


def entries_of_built(
    project: Path, output: Path, settings: Settings, known: Snapshot | None = None
) -> list[dict[str, Any]]:
    """What an index can show: of each report its failure, if any, and the last good one."""
    entries = []
    manifest = outputs.read(output)
    reasons = reasons_of_built(project, output, settings, known)
    for key, entry in manifest["reports"].items():
        if reasons[key] == GONE:
            continue
        card = {name: entry["card"][name] for name in ("report", "year", "variant", "language")}
        card |= {"key": key, "subject": entry["card"].get("subject", "")}
        headline = {"cards": []} | entry["headline"]
        thumbnail = headline.pop("thumbnail", "")
        if failure := entry["failure"]:
            href = f"{key}.failed.html" if failure["page"] else ""
            error = failure["error"]
            entries.append(card | {"href": href, "state": "failed", "error": error})
        if entry["files"]:
            entries.append(
                card
                | {"href": f"{key}.html", "state": "stale" if reasons[key] else "fresh"}
                | {"headline": headline, "thumbnail": thumbnail}
            )
    return entries


def suspect_reports(tasks: Iterable[Task], output: Path) -> list[str]:
    """The keys of those reports, as they are in the folder, in which printed figures contradict
    each other or what must hold.
    """
    entries = outputs.read(output)["reports"]
    headlines = {task.key: entries.get(task.key, {}).get("headline", {}) for task in tasks}
    return [key for key, headline in headlines.items() if headline.get("status") == "suspect"]


def _index_made_of(entries: list[dict[str, Any]], settings: Settings) -> str:
    whole = [entries, settings.date, dict(settings.foundation)]
    return outputs.digest(json.dumps(whole, sort_keys=True).encode())


def index_is_fresh(project: Path, output: Path, settings: Settings, known: Snapshot) -> bool:
    """Whether the indexes in the folder are those that would be made now."""
    index = outputs.read(output)["index"]
    names = [index_name(language) for language in LANGUAGES]
    return bool(index) and index == {
        "made_of": _index_made_of(entries_of_built(project, output, settings, known), settings),
        "files": {
            name: "" if (output / name).is_symlink() else _digest(output / name) for name in names
        },
    }


def _digest(path: Path) -> str:
    try:
        return outputs.file_digest(path)
    except OSError:
        return ""


def publish_index(
    project: Path,
    output: Path,
    settings: Settings,
    draw: Callable[[list[dict[str, Any]], str, str], Outcome | Words],
) -> Outcome | None:
    """Make the index anew in each language; the failure if there was one."""
    entries = entries_of_built(project, output, settings)
    pages = {}
    for language in LANGUAGES:
        page = draw(index_entries(entries, language), settings.date, language)
        if not isinstance(page, Outcome):
            return Outcome(ERRORED, error=page)
        pages[index_name(language)] = page.files[".html"]
    manifest = outputs.read(output)
    manifest["index"] = {
        "made_of": _index_made_of(entries, settings),
        "files": {name: outputs.digest(page) for name, page in pages.items()},
    }
    for name, page_itself in pages.items():
        try:
            outputs.replace(output / name, page_itself, output)
        except OSError as error:
            return Outcome(ERRORED, error=Message("run.file not written", file=name, reason=error))
    try:
        outputs.write(output, manifest)
    except OSError as error:
        return Outcome(
            ERRORED, error=Message("run.file not written", file=outputs.NAME, reason=error)
        )
    return None
