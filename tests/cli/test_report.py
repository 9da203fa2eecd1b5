"""The table at the end of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.cli.report import print_report
from byline.pipeline.parts import Report


def printed(report: Report, capsys: pytest.CaptureFixture[str]) -> str:
    print_report(report, site=Path("site"), seconds=1.0)
    return capsys.readouterr().out


def test_repaired_stories_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 merged, 1 split" in printed(Report(merged=2, split=1), capsys)


def test_a_run_without_repairs_says_nothing_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Repaired" not in printed(Report(), capsys)
