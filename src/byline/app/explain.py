"""The trust path of a story, read backwards from the page to the bytes it came from."""

from __future__ import annotations

from datetime import datetime

import msgspec

from byline.app.stories import Past, leads_to, past_of
from byline.errors import ConfigError
from byline.records import Coverage, Edition, EditionStory, FetchLog, Member, Part, Sentence
from byline.store.interface import Store
from byline.text.hashes import format_id, parse_id, sha256_hex


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One citation, followed to its source."""

    number: int
    quote: str
    start: int
    end: int
    holds: bool
    """The stored text still has its hash, and `text[start:end] == quote`."""
    article: str
    outlet: str
    url: str
    text_hash: str
    method: str
    entry_key: str
    feed: str
    page_fetch: str
    """When and how the page was fetched, in words."""
    feed_fetch: str


class ExplainedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A published sentence with its evidence."""

    place: str
    """ "headline", "deck" or the section's kind."""
    text: str
    tier: str
    witnesses: int
    evidence: tuple[Evidence, ...]


class ExplainedMember(msgspec.Struct, frozen=True, kw_only=True):
    """Why an article is in the story, and what it copies."""

    article: str
    title: str
    outlet: str
    published: datetime
    reason: str
    similarity: float
    parts: dict[str, float]
    copy_of: str
    """Id of the origin, "" where it is one."""
    copy_evidence: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything Byline knows about how a story came to be what it says."""

    story: str
    edition: str
    headline: str
    independent: int
    outlets: int
    position: int
    """1 is the lead; 0 where the story is in no edition."""
    total: float
    rank: tuple[Part, ...]
    members: tuple[ExplainedMember, ...]
    sentences: tuple[ExplainedSentence, ...]
    past: Past = Past()
    """Merges, splits, decisions, what it goes on from."""
    remark: str = ""
    """Where the id asked for leads, "" where it is the story's own."""


def explain(store: Store, wanted: str, *, edition_id: str = "") -> Explanation:
    """Return the explanation of a story, named by its id, its slug or its position in the edition.

    Raises ConfigError where there is no such edition or story.
    """
    edition = store.edition(edition_id)
    if edition is None and edition_id:
        known = ", ".join(store.editions()[:5]) or "none yet"
        raise ConfigError("there is no such edition.", subject=edition_id, advice=f"Stored are: {known}.")
    remark = _leads_to(store, wanted)
    position, shown = _find(store, edition, wanted=wanted)
    if shown is not None and edition is not None:
        explained = _explanation(store, shown, edition=edition, position=position)
        story_id = shown.coverage.story.id
        past = past_of(store, store.story(story_id) or shown.coverage)
        return msgspec.structs.replace(explained, past=past, remark=remark or leads_to(store, story_id))
    try:
        coverage = store.story(parse_id(wanted))
    except ValueError:
        coverage = None
    if coverage is None:
        raise ConfigError(
            "there is no such story.",
            subject=wanted,
            advice="Name a story by its id or by its position in the newest edition, like: byline explain 1",
        )
    return Explanation(
        story=format_id(coverage.story.id),
        edition="",
        headline=coverage.members[0].article.title,
        independent=coverage.independent,
        outlets=coverage.outlets,
        position=0,
        total=0.0,
        rank=(),
        members=_members(coverage),
        sentences=(),
        past=past_of(store, coverage),
        remark=remark,
    )


def _leads_to(store: Store, wanted: str) -> str:
    try:
        return leads_to(store, parse_id(wanted))
    except ValueError:
        return ""


def _find(store: Store, edition: Edition | None, *, wanted: str) -> tuple[int, EditionStory | None]:
    """Return a story of the edition by position or id; an absorbed id finds the story that it leads to."""
    shown = edition.stories if edition else ()
    for position, story in enumerate(shown, 1):
        if wanted in (str(position), story.slug, format_id(story.coverage.story.id)):
            return position, story
    try:
        story_id = parse_id(wanted)
    except ValueError:
        return 0, None
    present = store.living([story_id, *(story.coverage.story.id for story in shown)])
    for position, story in enumerate(shown, 1):
        if present[story.coverage.story.id] == present[story_id]:
            return position, story
    return 0, None


def _explanation(store: Store, shown: EditionStory, *, edition: Edition, position: int) -> Explanation:
    summary = shown.summary
    placed = [("headline", summary.headline)]
    placed += [("deck", summary.deck)] if summary.deck else []
    placed += [(section.kind, sentence) for section in summary.sections for sentence in section.sentences]
    return Explanation(
        story=format_id(shown.coverage.story.id),
        edition=edition.id,
        headline=summary.headline.text,
        independent=shown.coverage.independent,
        outlets=shown.coverage.outlets,
        position=position,
        total=shown.score.total,
        rank=shown.score.parts,
        members=_members(shown.coverage),
        sentences=tuple(_sentence(store, shown.coverage, place=place, sentence=s) for place, s in placed),
    )


def _members(coverage: Coverage) -> tuple[ExplainedMember, ...]:
    return tuple(
        ExplainedMember(
            article=format_id(m.article.id),
            title=m.article.title,
            outlet=m.source.name,
            published=m.article.published,
            reason=m.assignment.reason,
            similarity=m.assignment.similarity,
            parts=m.assignment.parts,
            copy_of="" if m.origin.origin_id == m.article.id else format_id(m.origin.origin_id),
            copy_evidence=m.origin.evidence,
        )
        for m in coverage.members
    )


def _sentence(store: Store, coverage: Coverage, *, place: str, sentence: Sentence) -> ExplainedSentence:
    by_id = {m.article.id: m for m in coverage.members}
    return ExplainedSentence(
        place=place,
        text=sentence.text,
        tier=sentence.tier.value,
        witnesses=sentence.witnesses,
        evidence=tuple(
            _evidence(
                store,
                by_id[c.passage.article_id],
                number=c.number,
                span=(c.passage.start, c.passage.end, c.passage.quote),
            )
            for c in sentence.citations
        ),
    )


def _evidence(store: Store, member: Member, *, number: int, span: tuple[int, int, str]) -> Evidence:
    start, end, quote = span
    article = store.article(member.article.id) or member.article
    entry = store.entry(article.entry_id)
    fetches = store.fetches([article.fetch_id, entry.fetch_id if entry else 0])
    return Evidence(
        number=number,
        quote=quote,
        start=start,
        end=end,
        holds=article.text[start:end] == quote and sha256_hex(article.text) == article.text_hash,
        article=format_id(article.id),
        outlet=member.source.name,
        url=article.url,
        text_hash=article.text_hash,
        method=article.method,
        entry_key=entry.key if entry else "",
        feed=entry.feed_url if entry else "",
        page_fetch=_fetch_words(fetches.get(article.fetch_id)),
        feed_fetch=_fetch_words(fetches.get(entry.fetch_id)) if entry else "",
    )


def _fetch_words(log: FetchLog | None) -> str:
    if log is None:
        return "not recorded"
    return f"{log.at:%Y-%m-%d %H:%M:%S}Z, status {log.status}, {log.size_bytes:,} bytes, SHA-256 {log.body_hash[:16]}…"
