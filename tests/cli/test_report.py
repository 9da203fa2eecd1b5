"""The table at the end of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.cli.report import print_report
from byline.pipeline.parts import Report
from byline.records import ModelUse


def printed(report: Report, capsys: pytest.CaptureFixture[str]) -> str:
    print_report(report, site=Path("site"), seconds=1.0)
    return capsys.readouterr().out


def test_repaired_stories_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 merged, 1 split" in printed(Report(merged=2, split=1), capsys)


def test_a_run_without_repairs_says_nothing_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Repaired" not in printed(Report(), capsys)


def test_what_language_models_cost_a_run_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    use = ModelUse(requests=12, kept=3, tokens_in=8432, tokens_out=1210, cost=0.0123, seconds=34.5)
    row = " ".join(printed(Report(models=use), capsys).split())
    assert "12 requests and 3 answers kept on disk, 8,432 tokens in, 1,210 out" in row
    assert "0.0123 at your prices, 34.5 s" in row


def test_a_model_without_a_price_is_not_called_free(capsys: pytest.CaptureFixture[str]) -> None:
    row = " ".join(printed(Report(models=ModelUse(requests=1, seconds=1.0)), capsys).split())
    assert "no price set" in row


def test_a_run_that_only_quotes_says_nothing_of_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Language models" not in printed(Report(), capsys)
