"""What people and programs ask, on the sample's store."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from byline.evaluate.sample import SampleRun
from byline.records import Catalogue, Entry, Feed, FetchLog, ModelUse, ParsedFeed, Polled, Regrouped, Source
from byline.serve import queries, queries_about, shapes, tell
from byline.serve.cursors import cursor_of
from byline.serve.desk import Desk
from byline.serve.errors import BadRequest, NotFound
from byline.store.sqlite import open_store
from byline.text.hashes import parse_id

DAY = datetime(2025, 7, 28, tzinfo=UTC)


def lead(desk: Desk) -> shapes.Story:
    return queries.story(desk, queries.edition(desk).contents[0].id)


def test_the_newest_edition_lists_its_stories_in_order(desk: Desk, demo: SampleRun) -> None:
    found = queries.edition(desk)
    assert found == queries.edition(desk, "latest") == queries.edition(desk, demo.edition.id)
    assert [line.id for line in found.contents] == [story.slug for story in demo.edition.stories]
    assert [line.position for line in found.contents] == list(range(1, len(found.contents) + 1))
    assert found.ledger.read == demo.edition.ledger.read


def test_every_citation_is_the_exact_span_of_its_article(desk: Desk, demo: SampleRun) -> None:
    for sentence in lead(desk).sentences:
        assert sentence.citations
        for citation in sentence.citations:
            article = demo.newsroom.store.article(parse_id(citation.article))
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            assert citation.link.startswith(citation.url)


def test_citations_are_numbered_as_on_the_page(desk: Desk, demo: SampleRun) -> None:
    printed = [c.number for c in demo.edition.stories[0].summary.headline.citations]
    assert [c.number for c in lead(desk).sentences[0].citations] == printed


def test_the_parts_of_the_rank_add_up_to_the_score(desk: Desk) -> None:
    story = lead(desk)
    assert sum(part.value for part in story.rank) == pytest.approx(story.score, abs=1e-5)


def test_copies_name_their_origin_and_do_not_count_as_witnesses(desk: Desk) -> None:
    stories = [queries.story(desk, line.id) for line in queries.edition(desk).contents]
    copies = [(story, report) for story in stories for report in story.coverage if report.copy_of]
    assert copies
    for story, copy in copies:
        origin = next((r for r in story.coverage if copy.copy_of and r.id == copy.copy_of.of), None)
        assert origin is None or origin.witness == copy.witness
        assert story.independent == len({report.witness for report in story.coverage})


def test_the_ledger_has_what_language_models_were_asked(demo: SampleRun) -> None:
    edition = demo.newsroom.store.edition()
    assert edition is not None
    use = ModelUse(requests=4, kept=2, tokens_in=1200, tokens_out=300, cost=0.02, seconds=7.5)
    record = msgspec.structs.replace(edition.ledger, models=use)
    told = tell.ledger(record, edition=edition).models
    assert told.model_dump() == msgspec.structs.asdict(use)


def test_a_list_told_before_is_told_anew_when_the_newsroom_changes(demo: SampleRun, tmp_path: Path) -> None:
    with sqlite3.connect(demo.newsroom.database) as connection, sqlite3.connect(tmp_path / "byline.db") as copy:
        connection.backup(copy)
    connection.close()
    copy.close()
    store = open_store(tmp_path / "byline.db")
    desk = Desk(store, demo.newsroom.catalogue)
    first, second = queries.stories(desk, limit=2).items
    merged = Regrouped(kind="merge", story_id=parse_id(first.id), other_id=parse_id(second.id), article_ids=(1,))
    store.commit([merged], now=datetime(2025, 7, 29, tzinfo=UTC))
    (together,) = queries.stories(desk, limit=1).items
    assert together.articles == first.articles + second.articles
    assert [len(one.articles) for one in queries.changes(desk, first.created, limit=1).items] != [0]
    assert queries.claims(desk, first.id), "found at the question, until the next run"
    store.close()


def test_claims_say_who_says_them_and_keep_their_ids(desk: Desk) -> None:
    story_id = lead(desk).id
    claims = queries.claims(desk, story_id)
    assert claims == queries.claims(Desk(desk.store, desk.catalogue, summary=desk.summary), story_id)
    assert len({claim.id for claim in claims}) == len(claims) > 5
    assert any(claim.witnesses > 1 and len(claim.passages) > 1 for claim in claims)


def test_pages_of_a_list_are_the_whole_list(desk: Desk) -> None:
    whole = queries.stories(desk, limit=1000).items
    parts: list[shapes.StoryLine] = []
    cursor = ""
    for _ in range(100):
        page = queries.stories(desk, cursor=cursor, limit=7)
        parts += page.items
        cursor = page.next
        if not cursor:
            break
    assert tuple(parts) == whole


def test_chinese_words_of_two_characters_are_found(desk: Desk) -> None:
    page = queries.search(desk, "发布", limit=3)
    assert len(page.items) == 3
    assert page.next
    following = queries.search(desk, "发布", cursor=page.next, limit=3)
    assert not {hit.article for hit in page.items} & {hit.article for hit in following.items}


def test_what_several_sources_say_has_claims_with_the_words_of_the_question(desk: Desk) -> None:
    answer = queries_about.said(desk, "GLM-4.5 parameters")
    assert answer.sources > 1
    claims = [claim for said in answer.stories for claim in said.claims]
    assert any("355" in claim.quote and claim.witnesses > 1 for claim in claims)


def test_changes_tell_new_stories_and_grown_ones(desk: Desk, demo: SampleRun) -> None:
    changes = queries.changes(desk, DAY, limit=100)
    kinds = {change.kind for change in changes.items}
    assert kinds == {"new", "grown"}
    assert changes.editions == (demo.edition.id,)
    for change in changes.items:
        assert change.articles
        assert all(article.published >= DAY for article in change.articles)
        assert (change.kind == "new") == (change.story.created >= DAY)


def test_a_topic_and_an_entity_lead_to_their_stories(desk: Desk) -> None:
    topic = max(queries_about.topics(desk), key=lambda one: one.stories)
    assert len(queries_about.topic(desk, topic.id).stories) == topic.stories > 0
    entity = max(queries_about.entities(desk, limit=1000).items, key=lambda one: one.stories)
    assert len(queries_about.entity(desk, entity.id).stories) == entity.stories > 0


def test_a_feed_that_fails_stands_first_and_one_that_nobody_polls_is_waiting(desk: Desk) -> None:
    assert queries_about.feeds(desk, now=DAY)[0].state == "failing"
    later = queries_about.feeds(desk, now=datetime(2025, 9, 1, tzinfo=UTC))
    assert {feed.state for feed in later[1:]} == {"waiting"}
    assert "no run was made" in later[1].words


def test_a_feed_that_answers_and_brings_nothing_is_silent(tmp_path: Path) -> None:
    store = open_store(tmp_path / "newsroom.db")
    url = "https://harbour.example/feed"
    store.put_feeds(
        [Source(id="harbour", name="Harbour", site="https://harbour.example")], [Feed(url=url, source_id="harbour")]
    )
    desk = Desk(store, Catalogue(name="x", sources=(), feeds=(), topics=(), entities=()))
    states = []
    for day, entries in ((0, ()), (1, ("a",)), (2, ()), (20, ())):
        now = DAY + timedelta(days=day)
        store.commit([answered(url, entries, now=now)], now=now)
        states.append(queries_about.feeds(desk, now=now)[0])
    assert [state.state for state in states] == ["silent", "good", "good", "silent"]
    assert states[0].words == "It answers, and has never brought an article."
    assert states[3].words == "It answers, and has brought nothing new for 19 days."
    store.close()


def answered(url: str, keys: tuple[str, ...], *, now: datetime) -> Polled:
    entries = tuple(
        Entry(id=0, feed_url=url, source_id="harbour", key=key, url=f"{url}/{key}", title=key, seen_at=now)
        for key in keys
    )
    log = FetchLog(id=0, url=url, final_url=url, kind="feed", at=now, status=200, size_bytes=1, body_hash="0" * 64)
    read = ParsedFeed(title="t", entries=entries, stage="fast")
    return Polled(feed_url=url, fetch=log, outcome=read, next_poll=now + timedelta(hours=1))


def test_unknown_things_are_not_found(desk: Desk) -> None:
    for ask in (
        lambda: queries.edition(desk, "1999-01-01"),
        lambda: queries.story(desk, "no id"),
        lambda: queries.story(desk, "0000000000000"),
        lambda: queries.claims(desk, "0000000000000"),
        lambda: queries.article(desk, "0000000000000"),
        lambda: queries_about.topic(desk, "cooking"),
        lambda: queries_about.source(desk, "nobody"),
    ):
        with pytest.raises(NotFound):
            ask()


@pytest.mark.parametrize("cursor", ["x", "!!", "bm9uZQ", cursor_of("a"), cursor_of(-1)])
def test_a_cursor_of_something_else_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(BadRequest):
        queries.search(desk, "model", cursor=cursor)
