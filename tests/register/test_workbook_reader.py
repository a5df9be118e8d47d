import json
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sample_registers import write_xlsx

from kcity_analysis.register import workbook_reader


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        (2021.0, "2021"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (date(2021, 3, 5), "2021-03-05"),
        (datetime(2021, 3, 5), "2021-03-05"),
        (datetime(2021, 3, 5, 14, 30), "2021-03-05 14:30:00"),
        (time(14, 30), "14:30:00"),
    ],
)
def test_values_become_text(value: object, text: str) -> None:
    assert workbook_reader.text(value) == text


def _run(data: bytes) -> list[object]:
    command = [sys.executable, "-I", workbook_reader.__file__, "100"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_script_writes_each_sheet_and_its_rows(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"접수": [["국가", 1], ["a\u2028b", 2]], "빈": []})
    assert _run(path.read_bytes()) == [
        {"name": "접수", "merged": [], "rows": 2},
        ["국가", "1"],
        ["a\u2028b", "2"],
        {"name": "빈", "merged": [], "rows": 0},
    ]


def test_the_script_says_what_it_could_not_read() -> None:
    (answer,) = _run(b"PK\x03\x04 and no more")
    assert isinstance(answer, dict)
    assert list(answer) == ["error"]
