"""A whole run with a language model as the writer: it ends, it is counted, and the key is nowhere."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from byline.app.demo import demo_newsroom
from byline.app.newsroom import Newsroom
from byline.app.published import Evidence
from byline.app.verify import verify_edition
from byline.pipeline.parts import Report
from byline.publish.compose import sentences_of
from byline.records import Edition
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import SAMPLE_NOW
from byline.writers.settings import LlmSettings

from . import fake
from .fake import KEY, KEY_ENV, FakeServer


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleNewsroom]:
    with SampleNewsroom() as running:
        yield running


@pytest.fixture
def key() -> Iterator[None]:
    os.environ[KEY_ENV] = KEY
    yield
    del os.environ[KEY_ENV]


def with_model(newsroom: Newsroom, server: FakeServer) -> Newsroom:
    config = newsroom.config
    newsroom.config = msgspec.structs.replace(
        config,
        newsroom=msgspec.structs.replace(config.newsroom, writer="llm", embedder="hashing"),
        run=msgspec.structs.replace(config.run, workers=1),
        llm=LlmSettings(
            provider="vllm",
            base_url=server.base_url,
            model="fake",
            key_env=KEY_ENV,
            retries=0,
            price_in=2.0,
            price_out=8.0,
        ),
    )
    return newsroom


def run(sample: SampleNewsroom, server: FakeServer, folder: Path) -> tuple[Report, Newsroom]:
    with with_model(demo_newsroom(sample, folder), server) as newsroom:
        return newsroom.run(now=SAMPLE_NOW), newsroom


def texts(edition: Edition | None) -> list[str]:
    assert edition is not None
    return [sentence.text for story in edition.stories for sentence in sentences_of(story.summary)]


@pytest.mark.usefixtures("key")
def test_a_run_with_a_model_leaves_no_trace_of_the_key(
    sample: SampleNewsroom, server: FakeServer, tmp_path: Path
) -> None:
    words = io.StringIO()
    handler = logging.StreamHandler(words)
    logging.getLogger().addHandler(handler)
    server.plays(fake.no_schema, fake.faithful, fake.fails, fake.swaps_numbers)
    try:
        report, newsroom = run(sample, server, tmp_path)
    finally:
        logging.getLogger().removeHandler(handler)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert report.edition is not None
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("llm-answers" in str(path) for path in written)
    assert [path for path in written if KEY.encode() in path.read_bytes()] == []
    assert KEY not in words.getvalue() + repr(newsroom.config) + repr(report)
    reasons = report.edition.ledger.checks.reasons
    assert reasons["model_unavailable"] >= 1
    assert reasons["numbers"] >= 1
    result = verify_edition(report.edition, origin="test", text_of=Evidence(None).text_of)
    assert result.problems == ()


@pytest.mark.usefixtures("key")
def test_an_edition_without_its_model_says_what_quoting_says(
    sample: SampleNewsroom, server: FakeServer, tmp_path: Path
) -> None:
    good, _ = run(sample, server, tmp_path / "good")
    bad, _ = run(sample, server.plays(fake.wrong_ids, fake.fails), tmp_path / "bad")
    assert texts(bad.edition) == texts(good.edition)
    assert bad.edition is not None
    assert {name for name in bad.edition.ledger.checks.reasons if name.startswith("model_")}


@pytest.mark.usefixtures("key")
def test_what_a_model_cost_stands_in_the_report_and_in_the_edition(
    sample: SampleNewsroom, server: FakeServer, tmp_path: Path
) -> None:
    report, newsroom = run(sample, server.plays(fake.no_schema, fake.faithful), tmp_path)
    use = report.models
    assert use.requests == len(server.headers)
    assert use.kept == 0
    assert use.cost == pytest.approx((2.0 * use.tokens_in + 8.0 * use.tokens_out) / 1e6)
    assert use.cost > 0
    assert use.seconds >= 0
    assert report.edition is not None
    assert report.edition.ledger.models == use
    page = (newsroom.site / report.edition.id / "how-checked.html").read_text()
    assert f"{use.tokens_in:,}" in page


@pytest.mark.usefixtures("key")
def test_a_second_run_over_the_same_stories_asks_no_model(
    sample: SampleNewsroom, server: FakeServer, tmp_path: Path
) -> None:
    run(sample, server.plays(fake.faithful), tmp_path)
    asked = len(server.headers)
    again, _ = run(sample, server, tmp_path)
    assert (len(server.headers), again.models.requests, again.models.cost) == (asked, 0, 0.0)
