"""What is new of a story since earlier editions, told by its articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from byline.rank.history import news_of
from byline.rank.score import rank
from byline.rank.settings import RankSettings
from byline.records import (
    Appearance,
    Article,
    Assignment,
    Coverage,
    Kept,
    Member,
    News,
    Origin,
    Source,
    Story,
)

NOW = datetime(2026, 5, 20, 20, tzinfo=UTC)


def member(ident: int, *, outlet: str = "", copies: int = 0) -> Member:
    outlet = outlet or f"outlet-{ident}"
    at = NOW - timedelta(hours=100 - ident)
    return Member(
        article=Article(
            id=ident,
            entry_id=ident,
            source_id=outlet,
            url=f"https://{outlet}.example/{ident}",
            url_key=f"{ident}",
            title="A title",
            text="A text.",
            text_hash=f"{ident}",
            language="en",
            published=at,
            seen_at=at,
        ),
        source=Source(id=outlet, name=outlet, site=f"https://{outlet}.example/"),
        kept=Kept(topics=("ai",)),
        origin=Origin(article_id=ident, origin_id=copies or ident),
        assignment=Assignment(article_id=ident, story_id=1),
    )


def story(*members: Member, ident: int = 1) -> Coverage:
    times = [m.article.published for m in members]
    return Coverage(story=Story(id=ident, created=min(times), updated=max(times)), members=members)


def shown(*article_ids: int, story_id: int = 1, date: str = "2026-05-19", position: int = 1) -> Appearance:
    return Appearance(
        story_id=story_id,
        edition_id=date,
        date=date,
        position=position,
        articles=len(article_ids),
        article_ids=article_ids,
    )


def news(coverage: Coverage, *history: Appearance) -> News | None:
    return news_of([coverage], history).get(coverage.story.id)


def test_a_story_that_no_edition_showed_has_no_news() -> None:
    assert news(story(member(1)), shown(7, story_id=7)) is None


def test_what_is_new_counts_from_the_last_edition_that_showed_it() -> None:
    before = (shown(1, date="2026-05-18", position=4), shown(1, 2, position=2))
    found = news(story(member(1), member(2), member(3), member(4)), *before)
    assert found == News(since="2026-05-19", edition_id="2026-05-19", position=2, article_ids=(3, 4), reports=2)


def test_a_copy_of_what_was_printed_is_no_new_report() -> None:
    assert news(story(member(1), member(2, copies=1)), shown(1)).reports == 0


def test_a_new_report_and_its_copies_are_one() -> None:
    found = news(story(member(1), member(2), member(3, copies=2)), shown(1))
    assert (found.article_ids, found.reports) == ((2, 3), 1)


def test_an_outlets_second_report_is_new() -> None:
    assert news(story(member(1, outlet="harbour"), member(2, outlet="harbour")), shown(1)).reports == 1


def test_what_was_shown_of_a_story_absorbed_since_counts_too() -> None:
    merged = story(member(1), member(2), member(3))
    assert news(merged, shown(1), shown(2, story_id=2, position=3)).article_ids == (3,)


def test_what_was_shown_of_a_story_split_since_counts_for_both_parts() -> None:
    rest, off = story(member(1)), story(member(2), ident=2)
    assert news(rest, shown(1, 2)).reports == news(off, shown(1, 2)).reports == 0


def test_an_edition_that_does_not_name_its_articles_showed_the_oldest() -> None:
    old = Appearance(story_id=1, edition_id="e", date="2026-05-19", position=1, articles=2)
    assert news(story(member(1), member(2), member(3)), old).article_ids == (3,)


def test_copies_alone_do_not_win_back_what_a_shown_story_lost() -> None:
    def part(*members: Member) -> float:
        scored = rank([story(*members)], now=NOW, history=[shown(1, 2)], settings=RankSettings())[0]
        return next(p.value for p in scored.parts if p.name == "shown before")

    same = part(member(1), member(2))
    assert part(member(1), member(2), member(3, copies=1)) == same
    assert part(member(1), member(2), member(3)) > same
