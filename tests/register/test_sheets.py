from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from sample_registers import HEADINGS, ROWS, write_csv, write_ods, write_xls, write_xlsx

from kcity_analysis.register import reader
from kcity_analysis.register.reading import read_register
from kcity_analysis.register.tabulating import tabulate
from kcity_analysis.vocabulary.problems import InputError

ROWS_AND_HEADINGS = [HEADINGS, *ROWS]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str, text: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, text)
    return out.getvalue()


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_register(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path.parent) not in message
    return message


def test_what_is_no_plain_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    assert _refused(tmp_path) == f"{tmp_path.name} is a folder; name the file in it"
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe or device" in _refused(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "pipe.csv")
    assert "pipe or device" in _refused(tmp_path / "link.csv")
    assert "pipe or device" in _refused(Path("/dev/zero"))
    assert "does not exist" in _refused(tmp_path / "none.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert "cannot be read" in _refused(tmp_path / "loop.csv")
    assert "cannot be read" in _refused(tmp_path / ("x" * 300))
    assert "cannot be read" in _refused(tmp_path / "a\0b.csv")
    _refused(tmp_path / "two\nlines\x1b.csv")
    _refused(tmp_path / os.fsdecode(b"\xff.csv")).encode()


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "register.csv")

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root reads whatever its mode says
    assert "no permission" in _refused(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08" + zlib.compress(b"x"), "compressed"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "no row of headings"),
        (b"<html><p>no table</p></html>", "no sheet of cells"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><Workbook/>", "is XML"),
        (b"PAR1 and no more", "Parquet"),
        (b"PK\x03\x04 and no more", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..." + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"\x00" * 100, "NUL"),
        (b"HWP Document File V3.00 \x1a", "Hangul document"),
        (OLE + "FileHeader".encode("utf-16-le"), "Hangul document (HWP)"),
        (OLE + "WordDocument".encode("utf-16-le"), "word processor"),
        (OLE + "DRMEncryptedDataSpace".encode("utf-16-le"), "DRM"),
        (b"\x9b DRMONE  This Document is encrypted", "DRM"),
        (b"SCDSA004", "DRM"),
        (b"\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00", "Lotus"),
        (b"\x00\x00\x1a\x00\x00\x10\x04\x00", "Lotus"),
        (b"\x03\x79\x03\x05" + b"\x00" * 40, "dBase"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "Excel 2 to 4"),
        (b"\x09\x02\x06\x00\x00\x00\x10\x00", "Excel 2 to 4"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "Excel 2 to 4"),
        (b"SQLite format 3\x00", "database"),
        (b"PARE and more", "password"),
        (b"MIME-Version: 1.0\r\n", "web archive"),
        (zipped("xl/workbook.bin"), "binary workbook (.xlsb)"),
        (zipped("Contents/content.hpf"), "Hangul document (HWPX)"),
        (zipped("word/document.xml"), "word processor"),
        (zipped("a.csv"), "zip archive"),
        (zipped("content.xml", "META-INF/manifest.xml", text="<encryption-data/>"), "password"),
        (b"\xff\xfe", "no row of headings"),
        (b"just a sentence", "no row of headings"),
    ],
)
def test_what_is_no_register_is_refused_in_one_clear_line(
    data: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(data)
    assert said in _refused(path)


def test_a_password_is_said_to_be_one_in_an_old_workbook(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", ROWS_AND_HEADINGS)
    data = bytearray(path.read_bytes())
    # The record after the first becomes FILEPASS, which marks an encrypted workbook.
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[at : at + 2] = b"\x2f\x00"
    path.write_bytes(data)
    assert "password" in _refused(path)


def test_a_folder_that_may_not_be_entered_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    assert "no permission" in _refused(tmp_path / "a.csv")


def test_a_sparse_file_of_a_hundred_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch()
    os.truncate(path, 100 << 30)
    assert "107.4 GB" in _refused(path)
    os.truncate(path, 1 << 30)
    assert "NUL" in _refused(path)


def test_tables_of_a_web_page_and_a_flat_opendocument_file_are_read(tmp_path: Path) -> None:
    page = "<html><meta charset=utf-8><table><tr><th colspan=2>국가<th>연도<th>사업유형</tr>"
    page += "<tr><td rowspan=2>베트남<td><td>2021<td>해외&nbsp;실증</tr>"
    page += "<tr><td><td>2021<td>솔루션형</tr></table></html>"
    for encoding in ("utf-8", "cp949"):
        (tmp_path / "a.xls").write_bytes(page.encode(encoding))
        register = read_register(tmp_path / "a.xls")
        assert list(register.cases["country"]) == ["VNM", "VNM"]
    ods = write_ods(tmp_path / "a.ods", ROWS_AND_HEADINGS, {})
    with zipfile.ZipFile(ods) as archive:
        (tmp_path / "a.fods").write_bytes(archive.read("content.xml"))
    assert read_register(tmp_path / "a.fods").rows_counted == len(ROWS)


@pytest.mark.parametrize("delimiter", ["|", "，"])
def test_bars_and_full_width_commas_separate_values(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(delimiter.join(row) for row in ROWS_AND_HEADINGS), "utf-8")
    assert read_register(path).rows_counted == len(ROWS)


def _xlsx_of(sheet: str, strings: str = "") -> bytes:
    """A workbook of one sheet with this XML, and these shared strings."""
    out = io.BytesIO()
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006"
    relation = f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
    shared = f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="s" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{kinds}/relationships">{relation}{shared}</Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst {main}>{strings}</sst>")
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
        )
    return out.getvalue()


def _entities() -> str:
    """Eleven names, each ten times the one before."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{names}]><a>&a11;</a>'


def _one_string() -> bytes:
    """A million letters, in as many cells as there are rows."""
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
    return _xlsx_of("".join(rows), f"<si><t>{'x' * 1_000_000}</t></si>")


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        _xlsx_of('<row r="1">' + "<c t='e' " * 200_000),
        _xlsx_of('<row r="1">' + "<c><f>" * 200_000 + "</row>"),
        _xlsx_of("".join(f'<row r="{n}"><c r="A{n}"><f></row>' for n in range(1, 60_000))),
        _one_string(),
        zipped("content.xml", text="<a>" * 500_000),
        zipped("content.xml", text=_entities()),
        zipped("content.xml", text="0" * (1 << 20)),
    ],
    ids=["open cells", "open formulas", "open rows", "one string", "depth", "entities", "zeros"],
)
def test_what_would_take_all_memory_or_never_end_is_refused_in_a_line(
    data: bytes, tmp_path: Path
) -> None:
    assert len(data) < 600_000
    path = tmp_path / "register"
    path.write_bytes(data)
    _refused(path)


def _samples(folder: Path) -> list[Path]:
    columnar = folder / "a.parquet"
    pd.DataFrame(ROWS, columns=HEADINGS).to_parquet(columnar)
    return [
        write_csv(folder / "a.csv", encoding="utf-8"),
        write_csv(folder / "b.csv", encoding="cp949"),
        write_csv(folder / "c.csv", encoding="utf-16"),
        write_xlsx(folder / "a.xlsx", {"접수": ROWS_AND_HEADINGS}),
        write_xls(folder / "a.xls", ROWS_AND_HEADINGS),
        write_ods(folder / "a.ods", ROWS_AND_HEADINGS, {}),
        columnar,
    ]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return [path.read_bytes() for path in _samples(tmp_path_factory.mktemp("samples"))]


def _survives(data: bytes, path: Path) -> None:
    """Read, with every row accounted for, or refused in a line; nothing else."""
    path.write_bytes(data)
    try:
        register = read_register(path)
    except InputError as error:
        assert "\n" not in str(error)
        return
    reported = {problem.row for problem in register.problems if problem.row}
    assert register.rows_read == register.rows_counted + len(reported)


_FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class _Here:
    """A process that reads a workbook, played in this one."""

    returncode = 0

    def __init__(self, command: list[str], **_: object) -> None:
        out = io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "limit_process", lambda size: None)
            patch.setattr(sys, "stdout", io.TextIOWrapper(out))
            reader.main(*command[-3:])
            data = out.getvalue()
        self.stdout = io.BytesIO(data)

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_: object) -> None: ...

    def kill(self) -> None: ...


@pytest.mark.slow
def test_a_damaged_parquet_file_is_counted_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", _Here)
    path = tmp_path / "a.parquet"
    pd.DataFrame(ROWS, columns=HEADINGS).to_parquet(path)
    data = path.read_bytes()
    chance = random.Random(1)
    refused = 0
    for _ in range(300):
        spoilt = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            spoilt[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(spoilt)
        try:
            assert len(tabulate(path))
        except InputError as error:
            assert str(error).startswith("a.parquet")
            refused += 1
    assert 100 < refused < 300


def test_two_columns_alike_in_a_parquet_file_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    names = ["year", "country", "country", "type"]
    for other, refused in (("Viet Nam", False), ("LAO", True)):
        columns = [pa.array([text]) for text in ("2021", "VNM", other, "해외실증")]
        parquet.write_table(pa.Table.from_arrays(columns, names), path)
        if refused:
            with pytest.raises(InputError, match="other column of this meaning"):
                tabulate(path)
        else:
            assert tabulate(path, by="country")["cases"].tolist() == [1]


@pytest.mark.slow
@_FUZZ
@given(which=st.integers(0, 6), share=st.floats(0, 1))
def test_a_truncated_file_is_read_or_refused(
    samples: list[bytes], tmp_path: Path, which: int, share: float
) -> None:
    data = samples[which]
    _survives(data[: int(len(data) * share)], tmp_path / "register")


@pytest.mark.slow
@_FUZZ
@given(
    which=st.integers(0, 6),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), max_size=5
    ),
)
def test_a_damaged_file_is_read_or_refused(
    samples: list[bytes], tmp_path: Path, which: int, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(samples[which])
    for share, piece in changes:
        at = int(len(data) * share)
        data[at : at + len(piece)] = piece
    _survives(bytes(data), tmp_path / "register")


@pytest.mark.slow
@_FUZZ
@given(
    st.sampled_from(
        [b"", b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
    ),
    st.binary(max_size=2000),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, mark: bytes, data: bytes) -> None:
    _survives(mark + data, tmp_path / "register")
