"""What an edition is told of a story's past."""

from __future__ import annotations

from datetime import UTC, datetime

from byline.pipeline.threads import by_hand
from byline.publish.compose import slug
from byline.records import ByHand, Regrouped, StoryChange

AT = datetime(2025, 7, 27, 9, tzinfo=UTC)


def change(kind, *, by="person", story=1, other=2, articles=(5, 6)):
    made = Regrouped(kind=kind, story_id=story, other_id=other, article_ids=articles, by=by)
    return StoryChange(at=AT, change=made)


def test_what_a_person_merged_and_split_is_told_oldest_first():
    told = by_hand([change("merge"), change("split", other=3, articles=(6,))], 1)
    assert told == (
        ByHand(kind="merge", date="2025-07-27", other=slug(2), reports=2),
        ByHand(kind="split", date="2025-07-27", other=slug(3), reports=1),
    )


def test_what_the_machine_did_is_not_told():
    assert by_hand([change("merge", by="machine"), change("split", by="machine")], 1) == ()


def test_a_story_that_was_split_off_tells_where_it_was_and_not_that_it_had_been_absorbed():
    told = by_hand([change("merge"), change("split")], 2)
    assert told == (ByHand(kind="from", date="2025-07-27", other=slug(1), reports=2),)
