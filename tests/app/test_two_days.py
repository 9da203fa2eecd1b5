"""Two editions in a row: the second leads with something new, and says what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from byline.app.demo import demo_newsroom
from byline.publish.compose import sentences_of
from byline.publish.edition_json import decode_edition
from byline.records import Edition
from byline.sample.load import load_newsroom
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import SAMPLE_NOW
from byline.summary.settings import SummarySettings

EVE = SAMPLE_NOW - timedelta(days=1)


@dataclass(frozen=True)
class TwoDays:
    first: Edition
    second: Edition
    site: Path


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> TwoDays:
    """The sample read on its second and on its third day, by one newsroom that publishes doubtful sentences too."""
    folder = tmp_path_factory.mktemp("days")
    whole = load_newsroom()
    eve = msgspec.structs.replace(whole, articles=tuple(a for a in whole.articles if a.published <= EVE))
    made = []
    for newsroom_then, now in ((eve, EVE), (whole, SAMPLE_NOW)):
        with SampleNewsroom(newsroom_then) as sample, demo_newsroom(sample, folder, workers=1) as newsroom:
            newsroom.config = msgspec.structs.replace(newsroom.config, summary=SummarySettings(max_doubt=1.0))
            made.append(newsroom.run(now=now).edition)
            site = newsroom.site
    return TwoDays(*made, site)


def test_the_second_day_tells_stories_of_the_first(days: TwoDays) -> None:
    assert days.first.date == "2025-07-27"
    assert not any(story.news for story in days.first.stories)
    again = [story for story in days.second.stories if story.news]
    assert len(again) > 5
    assert {story.news.since for story in again} == {"2025-07-27"}


def test_what_leads_has_something_new(days: TwoDays) -> None:
    lead = days.second.stories[0]
    assert lead.news is None or lead.news.reports > 0


def test_new_is_what_came_after_the_first_edition(days: TwoDays) -> None:
    for story in days.second.stories:
        if story.news:
            late = {m.article.id for m in story.coverage.members if m.article.published > EVE}
            assert set(story.news.article_ids) == late


def test_a_sentence_marked_new_is_cited_from_new_articles_only(days: TwoDays) -> None:
    marked = 0
    for story in days.second.stories:
        said = list(sentences_of(story.summary))
        for place in story.new_sentences:
            marked += 1
            assert {c.passage.article_id for c in said[place].citations} <= set(story.news.article_ids)
    assert marked > 3


def test_a_story_without_a_new_report_falls(days: TwoDays) -> None:
    before = {story.coverage.story.id: place for place, story in enumerate(days.first.stories)}
    stale = [(place, s) for place, s in enumerate(days.second.stories) if s.news and not s.news.reports]
    assert stale
    assert all(any(p.name == "shown before" and p.value < 0 for p in s.score.parts) for _, s in stale)
    assert all(place > 0 for place, s in stale if before.get(s.coverage.story.id) == 0)


def test_the_pages_of_the_second_day_say_so(days: TwoDays) -> None:
    front = (days.site / "2025-07-28" / "index.html").read_text("utf-8")
    assert "New since 27 July" in front
    lists = (days.site / "2025-07-28" / "edition.json").read_bytes()
    assert decode_edition(lists).stories[0].news == days.second.stories[0].news
