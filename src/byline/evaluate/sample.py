"""The sample newsroom's known answers: which articles are dropped, which copy which, which are one story."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from byline.app.demo import demo_newsroom
from byline.app.newsroom import Newsroom
from byline.evaluate.metrics import bcubed, pair_scores
from byline.pipeline.parts import Report
from byline.records import Edition
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import SAMPLE_NOW
from byline.text.hashes import sha256_hex

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2068, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class SampleRun:
    """A finished run of the whole pipeline on the sample; its newsroom is still open."""

    sample: SampleNewsroom
    newsroom: Newsroom
    report: Report
    edition: Edition


@contextmanager
def sample_run(sample: SampleNewsroom, folder: Path, *, workers: int = 0) -> Iterator[SampleRun]:
    """Run the whole pipeline on the running sample and keep the newsroom open."""
    with demo_newsroom(sample, folder, workers=workers) as newsroom:
        report = newsroom.run(now=SAMPLE_NOW)
        if report.edition is None:
            raise AssertionError("a run of all stages ends with an edition")
        yield SampleRun(sample=sample, newsroom=newsroom, report=report, edition=report.edition)


def run_sample() -> dict[str, float]:
    """Return the share of the sample's known answers that the pipeline gives (0 to 1)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SampleNewsroom() as sample,
        sample_run(sample, Path(folder)) as done,
    ):
        return {
            **_screening(done.newsroom, sample),
            **_stories(done.newsroom, sample),
            **citations(done.edition),
        }


def _screening(newsroom: Newsroom, sample: SampleNewsroom) -> dict[str, float]:
    coverages = newsroom.store.coverage(*EVER)
    verdicts = {member.article.url: "kept" for coverage in coverages for member in coverage.members}
    verdicts |= {article.url: drop.reason for article, drop in newsroom.store.dropped(*EVER)}
    right = [verdicts.get(url) == expected.screen for url, expected in sample.expectations.items()]
    return {"sample.screen": sum(right) / len(right), "sample.articles": float(len(right))}


def _stories(newsroom: Newsroom, sample: SampleNewsroom) -> dict[str, float]:
    coverages = newsroom.store.coverage(*EVER)
    url_of = {article.id: sample.newsroom.url(article) for article in sample.newsroom.articles}
    found: dict[str, str] = {}
    origins: list[bool] = []
    for coverage in coverages:
        by_id = {m.article.id: m.article.url for m in coverage.members}
        for member in coverage.members:
            expected = sample.expectations[member.article.url]
            if expected.screen == "kept":
                found[member.article.url] = str(coverage.story.id)
                origins.append(by_id.get(member.origin.origin_id) == url_of[expected.origin])
    gold = {url: sample.expectations[url].story or url for url in found}
    order = sorted(found)
    gold_list, found_list = [gold[url] for url in order], [found[url] for url in order]
    return {
        "sample.bcubed_f1": bcubed(gold_list, found_list).f1,
        "sample.pair_f1": pair_scores(gold_list, found_list).f1,
        "sample.origins": sum(origins) / len(origins),
    }


def citations(edition: Edition) -> dict[str, float]:
    """Return the share of published sentences with a citation, and of citations that hold in the stored text."""
    cited: list[bool] = []
    holds: list[bool] = []
    for story in edition.stories:
        articles = {m.article.id: m.article for m in story.coverage.members}
        summary = story.summary
        sentences = [summary.headline, *([summary.deck] if summary.deck else [])]
        sentences += [sentence for section in summary.sections for sentence in section.sentences]
        for sentence in sentences:
            cited.append(bool(sentence.citations))
            for citation in sentence.citations:
                passage, article = citation.passage, articles[citation.passage.article_id]
                intact = sha256_hex(article.text) == article.text_hash
                holds.append(intact and article.text[passage.start : passage.end] == passage.quote)
    return {
        "sample.citation_recall": sum(cited) / max(1, len(cited)),
        "sample.citations_hold": sum(holds) / max(1, len(holds)),
    }
