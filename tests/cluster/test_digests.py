"""Round-ups."""

from __future__ import annotations

import pytest

from byline.cluster.digests import is_digest


@pytest.mark.parametrize(
    "title",
    [
        "Weekly roundup: three models and a lawsuit",
        "The Download: comet probes, and cheaper chips",
        "Morning briefing: what happened overnight",
        "10 things to know this morning",
        "ASIA IN BRIEF: new port opens",
        "湖畔晚报｜新模型发布；港口恢复",
        "科技周报：本周最重要的五件事",
        "Heron model opens; Comet passes the sun; Port closes for repairs",
    ],
)
def test_round_ups_are_known_by_their_titles(title: str) -> None:
    assert is_digest(title)


@pytest.mark.parametrize(
    "title",
    [
        "Lakeside Daily sues Heron Labs",
        "Five things to know about the Heron model",
        "Minister gives briefing on chip rules",
        "Heron 2 arrives; Heron 1 retires",
        "据湖畔晚报道，港口恢复",
        "Model card for laptop / phone / watch published",
    ],
)
def test_reports_are_not_taken_for_round_ups(title: str) -> None:
    assert not is_digest(title)
