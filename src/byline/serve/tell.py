"""Records turned into public resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from byline.publish.fragments import link_to, safe_url
from byline.publish.subjects import subjects_of
from byline.records import (
    Article,
    CheckCount,
    Coverage,
    Edition,
    EditionStory,
    Hit,
    Kept,
    Member,
    Source,
    Summary,
)
from byline.records import Claim as ClaimRecord
from byline.records import Disagreement as DisagreementRecord
from byline.records import Ledger as LedgerRecord
from byline.records import Passage as PassageRecord
from byline.records import Sentence as SentenceRecord
from byline.serve import shapes
from byline.text.hashes import format_id, sha256_hex

OUTLETS = 4096
"""Publishers kept as resources: each stands in every report of its articles."""


@lru_cache(OUTLETS)
def outlet(source: Source) -> shapes.Outlet:
    """Return a publisher."""
    return shapes.Outlet(
        id=source.id,
        name=source.name,
        site=safe_url(source.site),
        country=source.country,
        language=source.language,
        kind=source.kind.value,
        owner=source.owner_id,
    )


def quote(text: str, language: str) -> shapes.Quote:
    """Return words from the web."""
    return shapes.Quote(quote=text, language=language)


def passage(record: PassageRecord, member: Member) -> shapes.Passage:
    """Return a passage with the page that it stands on."""
    return shapes.Passage(**_passage(record, member))


def story_line(
    coverage: Coverage, shown: EditionStory | None, *, edition: str = "", position: int = 0
) -> shapes.StoryLine:
    """Return a story for a list: headline and deck of an edition that shows it, else its oldest article's title."""
    return shapes.StoryLine(**_line(coverage, shown, edition=edition, position=position))


def story(
    coverage: Coverage, shown: EditionStory | None, *, edition: str = "", position: int = 0, moved_from: str = ""
) -> shapes.Story:
    """Return a story with everything that is known about it.

    `coverage` are its articles now; `shown` is how an edition tells it, with the articles of then.
    """
    line = _line(coverage, shown, edition=edition, position=position)
    if shown is None:
        return shapes.Story(**line, coverage=tuple(reports(coverage)), moved_from=moved_from)
    members = {m.article.id: m for m in (*coverage.members, *shown.coverage.members)}
    return shapes.Story(
        **line,
        sentences=tuple(sentences(shown, members)),
        disagreements=tuple(_disagreement(one, members) for one in shown.summary.disagreements),
        coverage=tuple(reports(coverage)),
        rank=tuple(shapes.RankPart(name=p.name, value=p.value, detail=p.detail) for p in shown.score.parts),
        checks=checks(shown.summary.checks),
        continues=_continued(shown),
        moved_from=moved_from,
    )


def sentences(shown: EditionStory, members: Mapping[int, Member]) -> Iterator[shapes.Sentence]:
    """Yield every published sentence of a story in reading order, with its numbered citations."""
    for at, (place, sentence) in enumerate(_placed(shown.summary)):
        yield shapes.Sentence(
            quote=sentence.text,
            language=sentence.language,
            place=place,
            tier=sentence.tier.value,
            speaker=quote(sentence.speaker, sentence.language) if sentence.speaker else None,
            witnesses=sentence.witnesses,
            new=at in shown.new_sentences,
            citations=tuple(
                shapes.Citation(number=c.number, **_passage(c.passage, members[c.passage.article_id]))
                for c in sentence.citations
            ),
        )


def reports(coverage: Coverage) -> Iterator[shapes.Report]:
    """Yield the articles of a story, oldest first."""
    members = {m.article.id: m for m in coverage.members}
    for member in coverage.members:
        found = member.article
        yield shapes.Report(
            id=format_id(found.id),
            title=quote(found.title, found.language),
            outlet=outlet(member.source),
            url=safe_url(found.url),
            published=found.published,
            form=member.kept.form,
            corrected=found.corrects,
            copy_of=_copy(member, members),
            witness=members.get(member.origin.origin_id, member).source.owner_id,
            reason=member.assignment.reason,
        )


def claims(records: Iterable[ClaimRecord], coverage: Coverage) -> tuple[shapes.Claim, ...]:
    """Return claims of a story that is given with its texts."""
    members = {member.article.id: member for member in coverage.members}
    return tuple(_claim(one, members, story_id=coverage.story.id) for one in records)


def claim_id(record: ClaimRecord, *, story_id: int) -> str:
    """Return the id of a claim: it depends on the passage it quotes, not on how many claims the story has."""
    first = record.representative
    key = sha256_hex(f"{first.article_id} {first.start} {first.end}")[:10]
    return f"{format_id(story_id)}-{key}"


def _claim(record: ClaimRecord, members: Mapping[int, Member], *, story_id: int) -> shapes.Claim:
    return shapes.Claim(
        id=claim_id(record, story_id=story_id),
        story=format_id(story_id),
        quote=record.representative.quote,
        language=record.language,
        kind=record.kind,
        witnesses=len(record.witnesses),
        weight=round(record.weight, 6),
        passages=tuple(passage(one, members[one.article_id]) for one in record.supports),
    )


def edition_line(detail: shapes.EditionDetail) -> shapes.EditionLine:
    """Return an edition for a list."""
    return shapes.EditionLine(**{name: getattr(detail, name) for name in shapes.EditionLine.model_fields})


def edition_detail(edition: Edition) -> shapes.EditionDetail:
    """Return an edition with its stories in order."""
    contents = (
        story_line(one.coverage, one, edition=edition.id, position=at) for at, one in enumerate(edition.stories, 1)
    )
    first = edition.stories[0].summary.headline if edition.stories else None
    return shapes.EditionDetail(
        id=edition.id,
        title=edition.title,
        date=edition.date,
        language=edition.language,
        made_at=edition.made_at,
        stories=len(edition.stories),
        headline=quote(first.text, first.language) if first else None,
        notice=edition.notice,
        contents=tuple(contents),
        ledger=ledger(edition.ledger, edition=edition),
        version=edition.version,
        inputs_hash=edition.inputs_hash,
    )


def ledger(record: LedgerRecord, *, edition: Edition) -> shapes.Ledger:
    """Return the ledger of an edition."""
    return shapes.Ledger(
        since=edition.window_start,
        until=edition.window_end,
        feeds=record.feeds,
        feeds_failed=record.feeds_failed,
        read=record.read,
        unread=record.unread,
        kept=record.kept,
        dropped=record.dropped,
        copies=record.copies,
        stories=record.stories,
        checks=checks(record.checks),
        models=shapes.ModelUse(**msgspec.structs.asdict(record.models)),
    )


def checks(count: CheckCount) -> shapes.Checks:
    """Return what the checks came to."""
    return shapes.Checks(
        checked=count.checked, replaced=count.replaced, dropped=count.dropped, reasons=dict(count.reasons)
    )


def article(found: Article, *, source: Source, kept: Kept | None, story_id: int) -> shapes.ArticleDetail:
    """Return an article without its text."""
    return shapes.ArticleDetail(
        id=format_id(found.id),
        title=quote(found.title, found.language),
        outlet=outlet(source),
        url=safe_url(found.url),
        published=found.published,
        seen_at=found.seen_at,
        text_hash=found.text_hash,
        characters=len(found.text),
        method=found.method,
        story=format_id(story_id) if story_id else "",
        topics=kept.topics if kept else (),
        entities=kept.entities if kept else (),
        form=kept.form if kept else "",
        corrected=found.corrects,
    )


def hit(found: Hit) -> shapes.SearchHit:
    """Return a search result."""
    return shapes.SearchHit(
        article=format_id(found.article.id),
        title=quote(found.article.title, found.article.language),
        snippet=quote(found.snippet, found.article.language),
        outlet=found.source.name,
        country=found.source.country,
        published=found.article.published,
        url=safe_url(found.article.url),
        story=format_id(found.story_id) if found.story_id else "",
        score=round(found.score, 6),
    )


def _placed(summary: Summary) -> Iterator[tuple[str, SentenceRecord]]:
    """Yield every sentence with its place, in the order of `publish.compose.sentences_of`."""
    yield "headline", summary.headline
    if summary.deck is not None:
        yield "deck", summary.deck
    for section in summary.sections:
        for sentence in section.sentences:
            yield section.kind, sentence


def _disagreement(record: DisagreementRecord, members: Mapping[int, Member]) -> shapes.Disagreement:
    sides = tuple(
        shapes.Side(quote=value.value, passage=passage(value.passage, members[value.passage.article_id]))
        for value in record.values
    )
    return shapes.Disagreement(subject=quote(record.subject, sides[0].passage.language), sides=sides)


def _copy(member: Member, members: Mapping[int, Member]) -> shapes.Copy | None:
    if member.origin.origin_id == member.article.id:
        return None
    origin = members.get(member.origin.origin_id)
    return shapes.Copy(
        of=format_id(member.origin.origin_id),
        outlet=origin.source.name if origin else "",
        share=round(member.origin.share, 4),
        evidence=member.origin.evidence,
    )


def _continued(shown: EditionStory) -> shapes.Continued | None:
    elder = shown.continues
    if elder is None:
        return None
    headline = quote(elder.headline, elder.language)
    return shapes.Continued(story=elder.slug, headline=headline, date=elder.date, edition=elder.edition_id)


# Any: the fields of a resource, which its constructor checks one by one.
def _passage(record: PassageRecord, member: Member) -> dict[str, Any]:
    found = member.article
    return {
        "quote": record.quote,
        "article": format_id(record.article_id),
        "start": record.start,
        "end": record.end,
        "language": found.language,
        "outlet": member.source.name,
        "country": member.source.country,
        "published": found.published,
        "url": safe_url(found.url),
        "link": link_to(found.url, record.quote, text=found.text, start=record.start, title=found.title),
    }


# Any: as above.
def _line(coverage: Coverage, shown: EditionStory | None, *, edition: str, position: int) -> dict[str, Any]:
    first = coverage.members[0].article
    headline = shown.summary.headline if shown else None
    deck = shown.summary.deck if shown else None
    about = subjects_of(coverage)
    return {
        "id": format_id(coverage.story.id),
        "headline": quote(headline.text, headline.language) if headline else quote(first.title, first.language),
        "deck": quote(deck.text, deck.language) if deck else None,
        "independent": coverage.independent,
        "outlets": coverage.outlets,
        "articles": len(coverage.members),
        "created": coverage.story.created,
        "updated": coverage.story.updated,
        "edition": edition,
        "position": position,
        "score": round(shown.score.total, 6) if shown else 0.0,
        "topics": about.topics,
        "entities": about.entities,
    }
