"""A story's past in an edition: what is new since it was last shown, and what stands first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

from byline.records import ByHand, Earlier, EditionStory, News, Record, Sentence


class Thread(Record, frozen=True, kw_only=True):
    """What ties a story to earlier editions."""

    news: News | None = None
    continues: Earlier | None = None
    also: tuple[str, ...] = ()
    """Slugs of stories that were found to be this one."""
    by_hand: tuple[ByHand, ...] = ()
    """What people merged and split, oldest first."""


def new_sentences(sentences: Iterator[Sentence], news: News | None) -> tuple[int, ...]:
    """Return the places of the sentences that only new articles say; the headline, at 0, is a name and no news."""
    if news is None:
        return ()
    new = set(news.article_ids)
    return tuple(place for place, sentence in enumerate(sentences) if place and _is_new(sentence, new))


def _is_new(sentence: Sentence, new: Set[int]) -> bool:
    return bool(sentence.citations) and all(c.passage.article_id in new for c in sentence.citations)


def is_stale(story: EditionStory) -> bool:
    """Tell whether an earlier edition showed it and nobody has reported anything since."""
    return story.news is not None and story.news.reports == 0


def with_fresh_lead(stories: Sequence[EditionStory]) -> list[EditionStory]:
    """Return the stories with one first that has something new; the others keep their order.

    Where none has, one that did not lead before stands first; where there is none of
    those either, the order stays.
    """
    tests: tuple[Callable[[EditionStory], bool], ...] = (
        lambda story: not is_stale(story),
        lambda story: story.news is not None and story.news.position > 1,
    )
    for test in tests:
        lead = next((story for story in stories if test(story)), None)
        if lead is not None:
            return [lead, *(story for story in stories if story is not lead)]
    return list(stories)
