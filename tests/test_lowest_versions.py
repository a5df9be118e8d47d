"""The oldest libraries that pyproject.toml allows make the pages too, and make them safe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
UV = PROJECT / ".tools" / "bin" / "uv"


@pytest.mark.deep
def test_pages_are_made_and_are_safe_at_the_lowest_versions_allowed(tmp_path):
    python = tmp_path / "venv" / "bin" / "python"

    def done(*command: object) -> str:
        ended = subprocess.run(
            list(map(str, command)), cwd=PROJECT, capture_output=True, text=True, timeout=500
        )
        assert ended.returncode == 0, ended.stdout[-4_000:] + ended.stderr[-4_000:]
        return ended.stdout

    done(UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv")
    lowest = ["pip", "install", "--quiet", "--resolution", "lowest-direct"]
    done(UV, *lowest, "--python", python, "--editable", ".", "pytest>=8", "hypothesis>=6.100")
    # What an old library warns of in a newer one is no mistake of ours.
    said = done(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default",
        "tests/pages", "kcity_analysis/pages",
    )  # fmt: skip
    assert " passed" in said and "failed" not in said
    newest_year = max(int(path.name) for path in _years(done, python, tmp_path / "outputs"))
    assert (tmp_path / "outputs" / str(newest_year) / "selection.html").stat().st_size > 50_000


def _years(done, python: Path, output: Path) -> list[Path]:
    done(python, "-m", "kcity_analysis", "run", "selection", "--quiet", "--output", output)
    return [path for path in output.iterdir() if path.name.isdigit()]
