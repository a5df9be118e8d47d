"""The text of a release, in whatever form it comes: a page, PDF, Word, Hangul, or plain text.

What a file is shows in its first bytes, never in its name. Of a page only the body's text is taken.
Tables become sentences, a row each, so that their numbers are claims like all others.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kcity_analysis.release.tables import Grid, told
from kcity_analysis.vocabulary import InputError, Message, Words

_MOST_BYTES = 60_000_000
"""No release, and no part of one, is larger."""

_NAMES = {
    b"\x89PNG": Message("release.png"),
    b"\xff\xd8\xff": Message("release.jpeg"),
    b"GIF8": Message("release.gif"),
    b"II*\x00": Message("release.tiff"),
    b"MM\x00*": Message("release.tiff"),
    b"{\\rtf": Message("release.rtf"),
    b"\xd0\xcf\x11\xe0": Message("release.old office"),
    b"\x1f\x8b": Message("release.gzip"),
    b"7z\xbc\xaf": Message("release.7z"),
    b"Rar!": Message("release.rar"),
    b"PAR1": Message("release.parquet"),
    b"SQLite": Message("release.database"),
    b"HWP Document File": Message("release.old hangul"),
}
_READ = Message("release.read")


def read_release(path: Path) -> str:
    """The text of a release's file: a saved web page, PDF, DOCX, HWPX, HWP or text.

    Text may be in any encoding: by its mark, UTF-8, Korean (CP949), else as it most likely is.
    Raises InputError for a web address, a file that cannot be read or is none of these, and where
    a library that reads it is not installed.
    """
    if re.match(r"[a-z]+:/", str(path), re.IGNORECASE) and not path.exists():
        raise InputError(Message("error.web address", path=path))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(Message("error.too large", file=path))
        content = path.read_bytes()
    except OSError as error:
        raise InputError(Message("error.cannot be read", file=path, reason=error)) from error
    return text_of(content, path.name)


def text_of(content: bytes, name: str) -> str:
    """The text of a release given as the bytes of a file; ``name`` is for the messages.

    >>> text_of(b"<p>39 cases from<br>111 countries</p><script>var x = 1</script>", "page.html")
    '39 cases from\\n111 countries'
    """
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        return _from_pdf(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _from_zip(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0") and b"HWP Document File" in content:
        return _from_hwp(content, name)
    for mark, said in _NAMES.items():
        if content.startswith(mark):
            raise InputError(Message("error.release kind", file=name, kind=said, read=_READ))
    if _is_binary(content):
        raise InputError(Message("error.release no kind", file=name, read=_READ))
    if re.match(rb"(?:From: <?Saved|MIME-Version:|Snapshot-Content)", content.lstrip()[:60]):
        return _from_page(_page_of(content, name), name)
    text = _decoded(content)
    if re.search(r"<(?:!doctype html|html|body|head|p|div|article)\b", text[:4000], re.IGNORECASE):
        return _from_page(text, name)
    return _with_tables(text)


# --- text --------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    wide = _wide(content)
    if wide:
        return content.decode(wide, errors="replace")
    said = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", content[:4000], re.IGNORECASE)
    named = [said[1].decode("ascii")] if said else []
    for encoding in (*named, "utf-8", "cp949"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    return str(best) if best else content.decode("cp949", errors="replace")


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of its digits and blanks is zero."""
    sample = content[:4000]
    if len(sample) < 4 or sample.count(0) < len(sample) / 20:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_binary(content: bytes) -> bool:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(content):
        return False
    sample = content[:8000]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1a" for byte in sample)
    return odd * 50 > len(sample)


def _with_tables(text: str) -> str:
    """Text in which rows that were copied from a sheet (cells between tabs) are told as such."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) > 1 and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            continue
        lines += told(rows) if len(rows) > 1 else ["\t".join(row) for row in rows]
        rows = [cells] if len(cells) > 1 else []
        if not rows:
            lines.append(line)
    return "\n".join(lines[:-1])


# --- pages -------------------------------------------------------------------------------------

_LEFT_OUT = {
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form",
    "button", "select", "iframe", "svg", "head", "title", "object", "textarea", "dialog",
}  # fmt: skip
_LINES = {
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "ul",
    "ol", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "tr", "td", "th", "body",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _page_of(content: bytes, name: str) -> str:
    """The page of a web archive (MHTML)."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return _decoded(body)
    raise InputError(Message("error.web archive", file=name))


def _from_page(text: str, name: str) -> str:
    html = library("lxml.html", Message("release.web page"), name)
    root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    bodies = root.xpath("//article|//main|//*[@role='main']")
    shown = [one for one in bodies if len(one.text_content().strip()) > 200]
    body = shown[0] if len(shown) == 1 else root.find("body")
    pieces: list[str] = []
    _walk(root if body is None else body, pieces)
    lines = (re.sub(r"[ \t\xa0\r]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(element: Any, pieces: list[str]) -> None:
    """The text of an element, block by block; without recursion, as pages may be deep."""
    stack: list[Any] = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        tag = one.tag if isinstance(one.tag, str) else ""
        tail = one.tail if one is not element and one.tail else ""
        stack.append(_flat(tail))
        style = one.get("style", "") if tag else ""
        if not tag or tag in _LEFT_OUT or _HIDDEN.search(style) or one.get("hidden") is not None:
            continue
        if tag == "br":
            pieces.append("\n")
            continue
        if tag == "table" and not one.xpath(".//table|.//p[2]"):
            pieces.append("\n" + "\n".join(told(_grid_of(one))) + "\n")
            continue
        block = "\n" if tag in _LINES else ""
        stack.append(block)
        stack.extend(reversed(list(one)))
        stack.append(block + (one.text or "" if tag == "pre" else _flat(one.text or "")))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _grid_of(table: Any) -> Grid:
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        rows.append(
            [
                (_flat(cell.text_content()).strip(), _span(cell, "colspan"), _span(cell, "rowspan"))
                for cell in cells
            ]
        )
    return _spread(rows)


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(int(value), 100) if value.isdigit() and int(value) else 1


def _spread(rows: Iterable[list[tuple[str, int, int]]]) -> Grid:
    """The cells of a table as a grid: one that spans several stands in each of them."""
    grid: list[dict[int, str]] = []
    for place, row in enumerate(rows):
        while len(grid) <= place:
            grid.append({})
        column = 0
        for text, across, down in row:
            while column in grid[place]:
                column += 1
            for below in range(down):
                while len(grid) <= place + below:
                    grid.append({})
                for beside in range(across):
                    grid[place + below].setdefault(column + beside, text)
            column += across
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [[row.get(column, "") for column in range(width)] for row in grid if row]


# --- documents ---------------------------------------------------------------------------------


def library(name: str, what: Words, file: str) -> Any:
    """A library for documents, which not everybody has installed.

    ``what`` and ``file`` are for the message of the InputError that says how to install it.
    """
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(Message("error.needs documents", file=file, what=what)) from None


def _from_pdf(content: bytes, name: str) -> str:
    pypdf = library("pypdf", Message("release.pdf"), name)
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(Message("error.locked", file=name))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except InputError:
        raise
    except Exception as error:
        raise InputError(Message("error.damaged pdf", file=name, reason=error)) from error
    if not text.strip():
        raise InputError(Message("error.scan", file=name))
    return text


def _from_hwp(content: bytes, name: str) -> str:
    advice = Message("release.save as hwpx", file=name)
    try:
        import unhwp
    except ImportError:
        raise InputError(Message("release.or install", advice=advice)) from None
    try:
        text = unhwp.parse_bytes(content).text
    except Exception as error:
        raise InputError(Message("release.because", advice=advice, reason=error)) from error
    if not text.strip():
        raise InputError(Message("release.nothing found", advice=advice))
    if "배포용 문서입니다" in text[:60]:  # the notice that such a file has in place of its text
        reason = Message("release.for distribution")
        raise InputError(Message("release.because", advice=advice, reason=reason))
    return _with_tables(text)


def _from_zip(content: bytes, name: str) -> str:
    etree = library("lxml.etree", Message("release.document"), name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        files = archive.namelist()
        sections = sorted(
            (one for one in files if re.fullmatch(r"Contents/section\d+\.xml", one)),
            key=lambda one: int(re.sub(r"\D", "", one)),
        )
        parts = sections or [one for one in files if one == "word/document.xml"]
        if not parts:
            raise InputError(
                Message("error.release kind", file=name, kind=_kind_of(files), read=_READ)
            )
        if sum(archive.getinfo(one).file_size for one in parts) > _MOST_BYTES:
            raise InputError(Message("error.too large", file=name))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        roots = [etree.fromstring(archive.read(one), parser) for one in parts]
    except (zipfile.BadZipFile, OSError, etree.XMLSyntaxError, RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Message("error.damaged or locked", file=name, reason=error)) from error
    text = "\n".join(line for root in roots for line in _blocks(root))
    if not text.strip():
        raise InputError(Message("error.no text", file=name))
    return text


def _kind_of(files: list[str]) -> Message:
    for folder, said in (
        ("xl/", Message("release.workbook")),
        ("ppt/", Message("release.presentation")),
        ("content.xml", Message("release.opendocument")),
    ):
        if any(file.startswith(folder) for file in files):
            return said
    return Message("release.zip")


_UNSEEN = {"del", "moveFrom", "Fallback", "instrText", "delText", "header", "footer", "secPr"}


def _blocks(root: Any) -> Iterator[str]:
    """The paragraphs and the rows of the tables of a DOCX or an HWPX, whose tags have one name."""
    for element in _shallow(root, lambda tag: tag in ("p", "tbl")):
        if _local(element) == "tbl":
            yield from told(_grid_of_document(element))
            continue
        yield _own_text(element)
        for inner in element.iter():
            nested = inner is not element and _local(inner) == "tbl"
            if nested and not any(_local(above) == "tbl" for above in _above(inner, element)):
                yield from told(_grid_of_document(inner))


def _own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of the tables and notes in it."""
    pieces = []
    for element in _shallow(paragraph, lambda tag: tag in ("t", "tab", "br", "lineBreak", "tbl")):
        tag = _local(element)
        if tag == "t":
            pieces.append("".join(element.itertext()))
        elif tag != "tbl":
            pieces.append(" " if tag == "tab" else "\n")
    return "".join(pieces)


def _shallow(root: Any, wanted: Callable[[str], bool]) -> Iterator[Any]:
    """The outermost elements of the wanted tags, in order; what is not shown is passed over."""
    stack = list(reversed(list(root)))
    while stack:
        element = stack.pop()
        tag = _local(element)
        if wanted(tag):
            yield element
        elif tag not in _UNSEEN:
            stack.extend(reversed(list(element)))


def _above(element: Any, top: Any) -> Iterator[Any]:
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _grid_of_document(table: Any) -> Grid:
    rows: list[list[tuple[str, int, int]]] = []
    for row in _shallow(table, lambda tag: tag == "tr"):
        cells: list[tuple[str, int, int]] = []
        for cell in _shallow(row, lambda tag: tag == "tc"):
            text = " ".join(_own_text(one) for one in _shallow(cell, lambda tag: tag == "p"))
            across = down = 1
            for mark in cell.iter():
                given = {key.rpartition("}")[2]: value for key, value in mark.attrib.items()}
                tag = _local(mark)
                if tag == "gridSpan":
                    across = int(given.get("val", 1))
                elif tag == "cellSpan":
                    across, down = int(given.get("colSpan", 1)), int(given.get("rowSpan", 1))
                elif tag == "vMerge" and given.get("val") != "restart" and rows:
                    above = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else ("", 1, 1)
                    text = above[0]
            cells.append((_flat(text).strip(), max(across, 1), max(down, 1)))
        rows.append(cells)
    return _spread(rows)
