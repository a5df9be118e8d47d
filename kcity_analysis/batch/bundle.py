"""One zip file of built reports, to send: the pages, their figures, and an index of just these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kcity_analysis.vocabulary import InputError, Message

_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the zip format's own beginning: equal files, equal bytes


@dataclass(frozen=True)
class Bundle:
    """What went into a zip: the names of its files, and which of its reports are stale."""

    files: tuple[str, ...]
    stale: tuple[str, ...]


def bundle_reports(
    project: Path, output: Path, target: Path, year: int | None = None, *, notebooks: bool = False
) -> Bundle:
    """Write the built reports of ``output`` to the zip ``target``.

    With ``year`` those of that year, else all; the last good page of each, never a failure's.
    ``notebooks`` adds the executed notebooks. Equal reports give equal bytes. Raises
    :class:`InputError` if there is nothing to send or a file was changed after it was built.
    """
    from kcity_analysis.batch import execution, manifest
    from kcity_analysis.batch.freshness import Settings
    from kcity_analysis.batch.identity import safe_part
    from kcity_analysis.batch.index import entries_of_built, index_entries
    from kcity_analysis.batch.links import index_name
    from kcity_analysis.batch.plan import newest_date
    from kcity_analysis.vocabulary import LANGUAGES, replacing

    settings = Settings(date=newest_date(project))
    built = [
        entry
        for entry in entries_of_built(project, output, settings)
        if entry["state"] != "failed" and year in (None, entry["year"])
    ]
    if not built:
        which = "" if year is None else Message("error.of year", year=year)
        raise InputError(Message("error.no reports to send", which=which, folder=output.name))
    reports = manifest.read(output)["reports"]
    suffixes = (".html", ".csv", ".ipynb") if notebooks else (".html", ".csv")
    wanted = [
        (name, digest)
        for entry in built
        for name, digest in reports[entry["key"]]["files"].items()
        if name.endswith(suffixes)
    ]
    # What is sent is what was compared: a run may be publishing meanwhile.
    data = {name: _read(output / name) for name in sorted(dict(wanted))}
    changed = [name for name, digest in wanted if manifest.digest(data[name]) != digest]
    if changed:
        names = ", ".join(dict.fromkeys(changed))
        raise InputError(Message("error.changed reports", names=names))
    pages = {}
    for language in LANGUAGES:
        page = execution.index(index_entries(built, language), settings.date, language)
        pages[index_name(language)] = page.files[".html"]
    folder = safe_part(target.stem)
    with replacing(target) as draft, ZipFile(draft, "w") as archive:
        for name, content in (pages | data).items():
            _add(archive, f"{folder}/{name}", content)
    stale = tuple(entry["href"] for entry in built if entry["state"] == "stale")
    return Bundle((*pages, *data), stale)


def _read(path: Path) -> bytes:
    """A file of a report; nothing where there is none, or only a link to something else."""
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, _DAY_ONE)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
