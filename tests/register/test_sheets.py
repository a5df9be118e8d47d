import os
import zlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_registers import HEADINGS, ROWS, write_csv, write_ods, write_xls, write_xlsx

from kcity_analysis.register.reading import read_register
from kcity_analysis.vocabulary.problems import InputError

ROWS_AND_HEADINGS = [HEADINGS, *ROWS]


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


def _samples(folder: Path) -> list[Path]:
    parquet = folder / "a.parquet"
    pd.DataFrame(ROWS, columns=HEADINGS).to_parquet(parquet)
    return [
        write_csv(folder / "a.csv", encoding="utf-8"),
        write_csv(folder / "b.csv", encoding="cp949"),
        write_csv(folder / "c.csv", encoding="utf-16"),
        write_xlsx(folder / "a.xlsx", {"접수": ROWS_AND_HEADINGS}),
        write_xls(folder / "a.xls", ROWS_AND_HEADINGS),
        write_ods(folder / "a.ods", ROWS_AND_HEADINGS, {}),
        parquet,
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
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


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


@_FUZZ
@given(
    st.sampled_from(
        [b"", b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
    ),
    st.binary(max_size=2000),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, mark: bytes, data: bytes) -> None:
    _survives(mark + data, tmp_path / "register")
