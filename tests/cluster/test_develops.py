"""Stories that go on from an elder one are linked to it; bulletins and round-ups are not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np

from byline.cluster.develops import find_developments
from byline.models.hashing import HashingEmbedder
from byline.records import WindowItem

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
EMBEDDER = HashingEmbedder()


def item(number: int, title: str, *, day: float, story: int = 0, entities: tuple[str, ...] = ()) -> WindowItem:
    return WindowItem(
        article_id=number,
        story_id=story or number,
        origin_id=number,
        source_id=f"outlet-{number}",
        time=NOON + timedelta(days=day),
        language="en",
        title=title,
        text="",
        entities=entities,
        vector=np.asarray(EMBEDDER.embed([title])[0], "<f4").tobytes(),
    )


OTHERS = [
    item(n, f"{word} opens its {word.lower()} workshop for {n} guests", day=n / 10)
    for n, word in enumerate("Alder Birch Cedar Elm Fir Hazel Linden Maple Oak Pine Rowan Willow".split(), 20)
]
TRIAL = item(1, "Court hears authors against Orrery over the archive it trained on", day=0)
VERDICT = item(2, "Court rules for authors against Orrery over the archive it trained on", day=9)
PLANT = item(3, "Memory maker plans a second plant beside the river", day=9)


def links(*items: WindowItem, of: set[int]) -> list[tuple[int, int]]:
    ordered = sorted((*items, *OTHERS), key=lambda i: (i.time, i.article_id))
    return [(link.story_id, link.of_id) for link in find_developments(ordered, of_articles=of)]


def test_the_verdict_is_linked_to_the_trial_and_says_why() -> None:
    ordered = [TRIAL, *OTHERS, VERDICT, PLANT]
    (link,) = find_developments(ordered, of_articles={2, 3})
    assert (link.story_id, link.of_id) == (2, 1)
    assert link.reason.startswith("9 days after “Court hears authors against Orrery")
    assert "orreri" in link.reason or "archiv" in link.reason


def test_only_the_stories_asked_for_are_linked_and_only_to_elder_ones() -> None:
    assert links(TRIAL, VERDICT, of={1}) == []
    assert links(TRIAL, VERDICT, of=set()) == []


def test_a_story_of_several_articles_is_compared_by_its_nearest_titles() -> None:
    aside = item(4, "What publishers say of models", day=0.1, story=1)
    assert links(TRIAL, aside, VERDICT, of={2}) == [(2, 1)]


def test_the_next_issue_of_a_bulletin_goes_on_from_nothing() -> None:
    june = item(5, "Filings of the week: 9 firms apply at the exchange", day=0)
    july = item(6, "Filings of the week: 12 firms apply at the exchange", day=7)
    assert links(june, july, of={6}) == []


def test_a_round_up_goes_on_from_nothing() -> None:
    mixed = item(7, "Morning briefing: Court rules for authors against Orrery over the archive", day=9)
    assert links(TRIAL, mixed, of={7}) == []


def test_the_order_of_equal_times_and_a_second_call_change_nothing() -> None:
    items = [TRIAL, *OTHERS, VERDICT, PLANT]
    expected = find_developments(items, of_articles={2, 3})
    for seed in range(3):
        assert find_developments(random.Random(seed).sample(items, len(items)), of_articles={2, 3}) == expected


def test_nothing_in_nothing_out() -> None:
    assert find_developments([], of_articles={1}) == []
    assert links(of={999}) == []
