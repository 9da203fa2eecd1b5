"""Stories of a replayed stream against stories that a reader found in it.

The labels say which items of two days tell one event. They name an item
by a hash of its address, so that nothing of the stream itself is kept.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from byline.app.embedding import open_embedder
from byline.app.newsroom import Newsroom
from byline.errors import ConfigError
from byline.evaluate.metrics import bcubed, pair_scores
from byline.evaluate.replay import feed_days, newsroom_for_replay
from byline.pipeline.parts import Progress
from byline.records import Member, WindowItem
from byline.text.hashes import sha256_hex

DIGITS = 12
"""So many hexadecimal digits of an address's hash name an item."""
_MARGIN = timedelta(days=4)
"""Items of a day may be a little older than it."""


class Labels(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader found in some days of a stream."""

    raw: str
    """File name of the stream."""
    since: date
    until: date
    """The last day read, included."""
    stories: tuple[tuple[str, ...], ...]
    """The items of each story with two and more."""
    alone: tuple[str, ...]
    """Items that were read and tell what no other does."""

    def story_of(self) -> dict[str, int]:
        """Return the number of each item's story."""
        told = {key: number for number, keys in enumerate(self.stories) for key in keys}
        return told | {key: number for number, key in enumerate(self.alone, start=len(self.stories))}


def read_labels(path: Path) -> Labels:
    """Return the labels of a file. Raises ConfigError naming it where it cannot be read as such."""
    try:
        labels = msgspec.json.decode(path.read_bytes(), type=Labels)
    except OSError as error:
        raise ConfigError(f"the labels cannot be read: {error.strerror}.", subject=str(path)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigError(f"holds no labels: {error}.", subject=str(path)) from error
    twice = [key for key, count in Counter(key for keys in labels.stories for key in keys).items() if count > 1]
    if twice:
        raise ConfigError(f"the item {twice[0]!r} is in two stories.", subject=str(path))
    return labels


def item_key(url_key: str) -> str:
    """Return the name that labels give an item."""
    return sha256_hex(url_key)[:DIGITS]


def run_stream(path: Path, raw: Path, *, progress: Progress | None = None) -> dict[str, float]:
    """Replay the days that were read through the whole pipeline and compare its stories with the reader's.

    `raw`: the stream's file. Returns BCubed and pair figures over the items read ("bcubed_p", ...,
    "pair_f1"), those of pairs of items in one language and in two ("within.pair_f1",
    "across.pair_f1"), and the share of the reader's stories of two and more items that were found item by item
    ("exact"). Cost: one embedding an item.
    """
    labels = read_labels(path)
    with newsroom_for_replay() as newsroom:
        for _ in feed_days(newsroom, raw, since=labels.since, until=labels.until, progress=progress):
            pass
        members = _members(newsroom, labels)
    if not members:
        raise ConfigError("none of the items that were read is in the stream.", subject=str(raw))
    story_of = labels.story_of()
    gold = [story_of[item_key(member.article.url_key)] for member in members]
    return stream_figures(gold, [m.assignment.story_id for m in members], [m.article.language for m in members])


def stream_figures(gold: Sequence[int], found: Sequence[int], languages: Sequence[str]) -> dict[str, float]:
    """Return the figures of `run_stream` from the reader's stories, ours, and each item's language."""
    items, pairs = bcubed(gold, found), pair_scores(gold, found)
    return {
        "n": float(len(gold)),
        "bcubed_p": items.precision,
        "bcubed_r": items.recall,
        "bcubed_f1": items.f1,
        "pair_p": pairs.precision,
        "pair_r": pairs.recall,
        "pair_f1": pairs.f1,
        "exact": _exact(gold, found),
        **_by_languages(gold, found, languages),
    }


def labelled_items(path: Path, raw: Path) -> list[tuple[WindowItem, str]]:
    """Return the items that were read, as the story finder gets them, by time, each with its story."""
    labels = read_labels(path)
    with newsroom_for_replay() as newsroom:
        for _ in feed_days(newsroom, raw, since=labels.since, until=labels.until):
            pass
        members = _members(newsroom, labels)
        model = open_embedder(newsroom.config.newsroom.embedder, newsroom.config.embed).id
        vectors = newsroom.store.vectors([member.article.id for member in members], model_id=model)
    story_of = labels.story_of()
    return [
        (_item(member, vectors[member.article.id]), str(story_of[item_key(member.article.url_key)]))
        for member in members
    ]


def _item(member: Member, vector: bytes) -> WindowItem:
    article = member.article
    return WindowItem(
        article_id=article.id,
        story_id=0,
        origin_id=member.origin.origin_id,
        source_id=article.source_id,
        time=article.published,
        language=article.language,
        title=article.title,
        text=article.text,
        entities=member.kept.entities,
        url_key=article.url_key,
        vector=vector,
    )


def _members(newsroom: Newsroom, labels: Labels) -> list[Member]:
    """Return the members of all stories that were read, by time; of two with one address the first."""
    since = datetime.combine(labels.since, datetime.min.time(), UTC) - _MARGIN
    until = datetime.combine(labels.until, datetime.min.time(), UTC) + _MARGIN
    story_of = labels.story_of()
    members = [member for coverage in newsroom.store.coverage(since, until) for member in coverage.members]
    members.sort(key=lambda member: (member.article.published, member.article.id))
    found: dict[str, Member] = {}
    for member in members:
        key = item_key(member.article.url_key)
        if key in story_of:
            found.setdefault(key, member)
    return list(found.values())


def _exact(gold: Sequence[int], found: Sequence[int]) -> float:
    """Return the share of the stories of two and more items that one found story equals."""
    theirs, ours = _groups(gold), set(_groups(found).values())
    told = [members for members in theirs.values() if len(members) > 1]
    return statistics.mean(members in ours for members in told) if told else 1.0


def _groups(labels: Sequence[int]) -> Mapping[int, frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for number, label in enumerate(labels):
        groups.setdefault(label, set()).add(number)
    return {label: frozenset(members) for label, members in groups.items()}


def _by_languages(gold: Sequence[int], found: Sequence[int], languages: Sequence[str]) -> dict[str, float]:
    """Return precision, recall and F1 of the pairs of items in one language, and of those in two."""
    theirs, ours = _pairs(gold, languages), _pairs(found, languages)
    both = _pairs(list(zip(gold, found, strict=True)), languages)
    figures: dict[str, float] = {}
    for kind in ("within", "across"):
        precision = both[kind] / ours[kind] if ours[kind] else 1.0
        recall = both[kind] / theirs[kind] if theirs[kind] else 1.0
        figures[f"{kind}.pair_p"], figures[f"{kind}.pair_r"] = precision, recall
        figures[f"{kind}.pair_f1"] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return figures


def _pairs(labels: Sequence[object], languages: Sequence[str]) -> dict[str, int]:
    """Return how many pairs with one label are of one language, and of two."""
    counts: Counter[object] = Counter(labels)
    of_language: Counter[tuple[object, str]] = Counter(zip(labels, languages, strict=True))
    within = sum(count * (count - 1) // 2 for count in of_language.values())
    every = sum(count * (count - 1) // 2 for count in counts.values())
    return {"within": within, "across": every - within}
