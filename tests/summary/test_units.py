"""Which articles of a large story are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.summary.settings import SummarySettings
from byline.summary.units import MOST_ARTICLES, find_units
from byline.text.hashes import sha256_hex

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

START = datetime(2025, 7, 28, tzinfo=UTC)


def member(number: int, outlet: str) -> Member:
    text = f"The lab released model number {number} on Monday with open weights and a technical report."
    article = Article(
        id=number,
        entry_id=number,
        source_id=outlet,
        url=f"https://{outlet}.example/{number}",
        url_key=f"{outlet}.example/{number}",
        title=f"Model {number}",
        text=text,
        text_hash=sha256_hex(text),
        language="en",
        published=START + timedelta(minutes=number),
        seen_at=START,
    )
    source = Source(id=outlet, name=outlet, site=f"https://{outlet}.example/")
    return Member(
        article=article,
        source=source,
        kept=Kept(topics=()),
        origin=Origin(article_id=number, origin_id=number),
        assignment=Assignment(article_id=number, story_id=1),
    )


def test_a_flood_of_one_outlet_is_capped_and_does_not_drown_the_others() -> None:
    flood = [member(number, "mill") for number in range(1, 401)]
    others = [member(number, f"outlet-{number}") for number in range(500, 503)]
    story = Story(id=1, created=START, updated=START + timedelta(hours=9))
    units = find_units(Coverage(story=story, members=(*flood, *others)), settings=PLAIN)
    read = {unit.article_id for unit in units}
    assert len(read) <= MOST_ARTICLES
    assert {500, 501, 502} <= read
