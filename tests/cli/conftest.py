"""The edition that is built by hand for the tests of `publish`, stored in a newsroom."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from byline.publish.compose import EditionFrame, compose
from byline.records import CheckCount, Edition, Ledger
from byline.store.sqlite import open_store

PUBLISH = Path(__file__).parents[1] / "publish"


@pytest.fixture(scope="session")
def monday() -> Edition:
    """The edition of `tests/publish/monday.toml`."""
    spec = importlib.util.spec_from_file_location("publish_cases", PUBLISH / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    cases = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = cases
    spec.loader.exec_module(cases)
    read = tomllib.loads((PUBLISH / "monday.toml").read_text("utf-8"))
    stories = [cases.CaseReader(story, read["outlets"]) for story in read["stories"]]
    made = datetime(2025, 7, 28, 11, 30, tzinfo=UTC)
    frame = EditionFrame(
        id="2025-07-28",
        title="The AI Byline",
        date="2025-07-28",
        language="en",
        made_at=made,
        window_start=made,
        window_end=made,
        ledger=Ledger(checks=CheckCount()),
        settings={},
        inputs_hash="4f" * 32,
        version="0.1.0",
    )
    coverages = {story.story["id"]: story.coverage() for story in stories}
    summaries = {story.story["id"]: story.summary() for story in stories}
    return compose(coverages, [story.score() for story in stories], summaries, frame=frame)


@pytest.fixture
def published(monday: Edition, tmp_path: Path) -> Path:
    """A folder with a newsroom that has made this edition."""
    (tmp_path / "newsroom").mkdir()
    store = open_store(tmp_path / "newsroom" / "newsroom.db")
    store.commit([monday], now=monday.made_at)
    store.close()
    return tmp_path
