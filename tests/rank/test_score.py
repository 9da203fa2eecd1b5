"""A story's score is the sum of its parts, and each part moves it the way its words say."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from byline.rank.score import rank
from byline.rank.settings import RankSettings
from byline.records import (
    Appearance,
    Article,
    Assignment,
    Coverage,
    Kept,
    Member,
    Origin,
    Score,
    Source,
    SourceKind,
    Story,
)

NOW = datetime(2026, 5, 20, 20, tzinfo=UTC)
SETTINGS = RankSettings(entity_weights={"openai": 1.0}, topic_weights={"models": 1.0})


def member(
    number: int,
    *,
    story: int = 1,
    hours: float = 10,
    kind: SourceKind = SourceKind.PRESS,
    kept: Kept | None = None,
    copies: int | None = None,
    title: str = "A title",
) -> Member:
    """An article of its own outlet, `hours` old, perhaps a copy of another number's."""
    ident = story * 100 + number
    published = NOW - timedelta(hours=hours)
    return Member(
        article=Article(
            id=ident,
            entry_id=ident,
            source_id=f"outlet-{number}",
            url=f"https://outlet-{number}.example/{ident}",
            url_key=f"{ident}",
            title=title,
            text="A text.",
            text_hash=f"{ident}",
            language="en",
            published=published,
            seen_at=published,
        ),
        source=Source(
            id=f"outlet-{number}", name=f"Outlet {number}", site=f"https://outlet-{number}.example/", kind=kind
        ),
        kept=kept or Kept(topics=("ai",)),
        origin=Origin(article_id=ident, origin_id=ident if copies is None else story * 100 + copies),
        assignment=Assignment(article_id=ident, story_id=story),
    )


def coverage(*members: Member, story: int = 1) -> Coverage:
    """A story of these members."""
    times = [m.article.published for m in members]
    return Coverage(story=Story(id=story, created=min(times), updated=max(times)), members=members)


def score(*members: Member, history: tuple[Appearance, ...] = ()) -> Score:
    """The score of one story of these members."""
    return rank([coverage(*members)], now=NOW, history=history, settings=SETTINGS)[0]


def shown(position: int, *, articles: int, days: int = 1) -> Appearance:
    """An appearance of story 1 some days ago."""
    date = (NOW - timedelta(days=days)).date().isoformat()
    return Appearance(story_id=1, edition_id=date, date=date, position=position, articles=articles)


def names(found: Score) -> list[str]:
    """The names of its parts."""
    return [part.name for part in found.parts]


def test_the_total_is_the_sum_of_the_parts() -> None:
    found = score(member(1), member(2, kind=SourceKind.COMMUNITY), member(3, hours=1))
    assert found.total == pytest.approx(sum(part.value for part in found.parts))
    assert all(part.detail for part in found.parts)


def test_independent_sources_count_more_than_copies() -> None:
    alone, copied, told = score(member(1)), score(member(1), member(2, copies=1)), score(member(1), member(2))
    assert alone.total < copied.total < told.total


def test_the_makers_word_counts_and_more_so_with_the_press() -> None:
    announced = Kept(topics=("models",), form="announcement")
    alone = score(member(1, kind=SourceKind.LAB, kept=announced))
    both = score(member(1, kind=SourceKind.LAB, kept=announced), member(2))
    assert "announcement" in names(alone)
    assert "the press reports it" in next(p.detail for p in both.parts if p.name == "announcement")


def test_a_known_entity_and_a_wanted_topic_add_their_weight() -> None:
    found = score(member(1, kept=Kept(topics=("models",), entities=("openai",))))
    assert {part.name: part.value for part in found.parts}["entities"] == SETTINGS.entities
    assert {part.name: part.value for part in found.parts}["topic"] == SETTINGS.topics


def test_a_story_told_in_two_languages_gains() -> None:
    here, there = member(1), member(2)
    other = msgspec.structs.replace(there, article=msgspec.structs.replace(there.article, language="zh"))
    assert "languages" in names(score(here, other))
    assert "languages" not in names(score(here, there))


def test_sources_that_fell_silent_count_less_than_those_of_today() -> None:
    today = score(member(1), member(2), member(3))
    past = score(member(1), member(2, hours=80), member(3, hours=80))
    assert past.total < today.total


def test_a_study_counts_as_its_makers_word_only_once_the_press_reports_it() -> None:
    assert "announcement" not in names(score(member(1, kind=SourceKind.RESEARCH)))
    assert "announcement" in names(score(member(1, kind=SourceKind.RESEARCH), member(2)))


def test_a_companys_post_is_an_announcement_only_where_the_title_tells_news() -> None:
    told = score(member(1, kind=SourceKind.COMPANY, title="Tern arrives: now available in three countries"))
    plain = score(member(1, kind=SourceKind.COMPANY, title="Thoughts on small models"))
    assert 'says so itself ("now available")' in next(p.detail for p in told.parts if p.name == "announcement")
    assert "own post" in names(plain)
    assert plain.total < told.total


def test_guides_and_customers_stories_are_no_announcements_of_laboratories_either() -> None:
    assert "announcement" in names(score(member(1, kind=SourceKind.LAB, title="Our principles")))
    for kind in (SourceKind.LAB, SourceKind.COMPANY):
        found = names(score(member(1, kind=kind, title="How Harbor Foods uses Tern, now available")))
        assert not {"announcement", "own post"} & set(found)


def test_a_fresh_story_stands_before_an_old_one() -> None:
    assert score(member(1, hours=1)).total > score(member(1, hours=30)).total


def test_late_joiners_make_a_story_grow() -> None:
    assert "growth" in names(score(member(1, hours=20), member(2, hours=2)))
    assert "growth" not in names(score(member(1, hours=3), member(2, hours=2)))


def test_yesterdays_lead_without_news_falls_back() -> None:
    plain = score(member(1), member(2))
    again = score(member(1), member(2), history=(shown(1, articles=2),))
    assert again.total < plain.total - SETTINGS.seen / 2


def test_new_articles_and_passing_days_earn_it_back() -> None:
    members = [member(n) for n in range(1, 7)]
    stale = score(*members, history=(shown(1, articles=6),))
    renewed = score(*members, history=(shown(1, articles=2),))
    older = score(*members, history=(shown(1, articles=6, days=5),))
    forgotten = score(*members, history=(shown(1, articles=6, days=30),))
    assert stale.total < renewed.total < forgotten.total
    assert stale.total < older.total < forgotten.total


def test_opinion_alone_is_marked_down() -> None:
    opinion = Kept(topics=("ai",), form="opinion")
    assert "opinion only" in names(score(member(1, kept=opinion)))
    assert "opinion only" not in names(score(member(1, kept=opinion), member(2)))


def test_a_story_told_only_by_poisoned_pages_falls() -> None:
    flagged = Kept(topics=("ai",), flags=("injection",))
    assert "flagged" in names(score(member(1, kept=flagged)))
    assert "flagged" not in names(score(member(1, kept=flagged), member(2)))


def test_equal_totals_are_ordered_by_story_id_whatever_the_input_order() -> None:
    stories = [coverage(member(1, story=n), story=n) for n in range(1, 20)]
    expected = rank(stories, now=NOW, history=(), settings=SETTINGS)
    assert [found.story_id for found in expected] == sorted(found.story_id for found in expected)
    for seed in range(3):
        shuffled = random.Random(seed).sample(stories, len(stories))
        assert rank(shuffled, now=NOW, history=(), settings=SETTINGS) == expected
