"""The sample newsroom is screened as its files expect."""

from __future__ import annotations

import pytest

from byline.records import Article, Dropped, Source
from byline.sample.load import load_newsroom
from byline.sample.records import SAMPLE_NOW, SampleArticle
from byline.screen.rules import Screener

NEWSROOM = load_newsroom()
OUTLETS = {outlet.id: outlet for outlet in NEWSROOM.outlets}


@pytest.mark.parametrize("sample", NEWSROOM.articles, ids=lambda sample: sample.id)
def test_every_sample_article_is_screened_as_expected(screener: Screener, sample: SampleArticle) -> None:
    outlet = OUTLETS[sample.outlet]
    source = Source(id=outlet.id, name=outlet.name, site=outlet.site, language=outlet.language, kind=outlet.kind)
    article = Article(
        id=1,
        entry_id=1,
        source_id=outlet.id,
        url=outlet.site + sample.path,
        url_key=sample.path,
        title=sample.title,
        text=sample.body,
        text_hash="",
        language=outlet.language,
        published=sample.published,
        seen_at=SAMPLE_NOW,
        section=sample.section,
    )
    outcome = screener.screen(article, source, now=SAMPLE_NOW)
    assert (outcome.reason if isinstance(outcome, Dropped) else "kept") == sample.expect.screen
