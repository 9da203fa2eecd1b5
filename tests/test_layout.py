"""The shape of the code: sizes that ruff does not check, and light imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "byline"
MAX_LINES = 500
HEAVY = ("trafilatura", "onnxruntime", "sqlalchemy", "aiohttp", "numpy", "feedparser", "lxml", "jinja2")


def test_no_module_is_longer_than_the_limit() -> None:
    sizes = {path.relative_to(SOURCE): len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")}
    assert {path: lines for path, lines in sizes.items() if lines > MAX_LINES} == {}


def test_every_module_begins_with_a_docstring() -> None:
    bare = [str(path) for path in SOURCE.rglob("*.py") if not path.read_text("utf-8").startswith(('"""', 'r"""'))]
    assert bare == []


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, byline.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
