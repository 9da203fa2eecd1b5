"""What the articles of each story say: spans of their texts, found by the pipeline, read at questions.

A story whose articles change gets its mark taken away in the same transaction: what is
read here was found in exactly the articles that the story has now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, delete, literal_column, select

from byline.records import Article, Claim, Coverage, Passage, StoryClaims
from byline.store.dialect import insert
from byline.store.rows import chunks
from byline.store.tables import Instant, assignment, story, story_claims


class _Stored(msgspec.Struct, array_like=True):
    """A claim without its words: they stand in the articles."""

    kind: Literal["report", "quote", "opinion", "question"]
    language: str
    weight: float
    witnesses: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]
    """Article id, start and end of each passage, the representative first."""


_DECODER = msgspec.json.Decoder(tuple[_Stored, ...])
_NOT_FOUND: ColumnElement[str] = literal_column("''")
"""As it stands in the partial index, and not as a parameter: only so the index is used."""
# Put together once: that takes longer than running them.
_FOUND = select(story_claims.c.story_id, story_claims.c.body).where(
    story_claims.c.story_id.in_(bindparam("ids", expanding=True)), story_claims.c.version != _NOT_FOUND
)
_MEMBERS = (
    select(assignment.c.article_id)
    .where(assignment.c.story_id == bindparam("story_id"))
    .order_by(assignment.c.article_id)
)
_JOINED = (
    select(story.c.id, story.c.updated)
    .join(story_claims, story_claims.c.story_id == story.c.id)
    .order_by(story.c.updated.desc(), story.c.id.desc())
    .limit(bindparam("most"))
)
_UNFOUND = _JOINED.where(story_claims.c.version == _NOT_FOUND)
_OUTDATED = _JOINED.where(
    story_claims.c.version != bindparam("version"), story.c.updated >= bindparam("since", type_=Instant)
)


# ---- writing


def write_claims(connection: Connection, results: Sequence[StoryClaims], *, now: datetime) -> None:
    """Store claims and their done mark; not those of a story that has other articles by now."""
    for result in results:
        members = connection.execute(_MEMBERS, {"story_id": result.story_id}).scalars().all()
        if not members or tuple(members) != result.article_ids:
            continue
        row = {"version": result.version, "body": msgspec.json.encode(tuple(map(_packed, result.claims)))}
        statement = insert(story_claims).values(story_id=result.story_id, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["story_id"], set_=row))


def forget_claims(connection: Connection, story_ids: Iterable[int]) -> None:
    """Have the claims of stories found anew: their articles changed."""
    row = {"version": "", "body": b"[]"}
    for chunk in chunks(sorted(set(story_ids))):
        present = select(assignment.c.story_id).where(assignment.c.story_id.in_(chunk)).distinct()
        living = connection.execute(present.order_by(assignment.c.story_id)).scalars().all()
        gone = sorted(set(chunk) - set(living))
        if gone:
            connection.execute(delete(story_claims).where(story_claims.c.story_id.in_(gone)))
        if living:
            statement = insert(story_claims)
            renewed = statement.on_conflict_do_update(index_elements=["story_id"], set_=row)
            connection.execute(renewed, [{"story_id": one, **row} for one in living])


def _packed(claim: Claim) -> _Stored:
    return _Stored(
        kind=claim.kind,
        language=claim.language,
        weight=claim.weight,
        witnesses=claim.witnesses,
        spans=tuple((one.article_id, one.start, one.end) for one in claim.supports),
    )


# ---- reading


def unfound(connection: Connection, version: str, *, since: datetime, limit: int) -> list[int]:
    """Return stories whose claims are to be found, latest first; those found by other code only from `since` on."""
    found = {row.id: row.updated for row in connection.execute(_UNFOUND, {"most": limit})}
    outdated = connection.execute(_OUTDATED, {"version": version, "since": since, "most": limit})
    found |= {row.id: row.updated for row in outdated}
    return sorted(found, key=lambda story_id: (found[story_id], story_id), reverse=True)[:limit]


def claims(connection: Connection, coverages: Sequence[Coverage]) -> dict[int, tuple[Claim, ...]]:
    """Return the claims of stories given with their texts; stories whose claims are still to be found are left out."""
    stories = {coverage.story.id: coverage for coverage in coverages}
    out: dict[int, tuple[Claim, ...]] = {}
    for chunk in chunks(sorted(stories)):
        for row in connection.execute(_FOUND, {"ids": chunk}):
            told = {member.article.id: member.article for member in stories[row.story_id].members}
            stored = _DECODER.decode(row.body)
            # Read a moment later than the articles, claims may be of others.
            if all(span[0] in told for one in stored for span in one.spans):
                out[row.story_id] = tuple(_claim(one, number, told) for number, one in enumerate(stored, 1))
    return out


def _claim(stored: _Stored, number: int, told: dict[int, Article]) -> Claim:
    passages = tuple(
        Passage(article_id=article_id, start=start, end=end, quote=told[article_id].text[start:end])
        for article_id, start, end in stored.spans
    )
    return Claim(
        id=number,
        representative=passages[0],
        supports=passages,
        witnesses=stored.witnesses,
        kind=stored.kind,
        language=stored.language,
        weight=stored.weight,
    )
