"""Writing results: one function for each type, each safe to run again with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, true, update

from byline.errors import StoreError
from byline.records import (
    Clustered,
    Decision,
    Edition,
    Extracted,
    Feed,
    ImageFile,
    Kept,
    Polled,
    Reading,
    ReadingsUnneeded,
    Regrouped,
    Repaired,
    Score,
    Screened,
    Source,
    StoryClaims,
    Summary,
    Vector,
)
from byline.store.claims import forget_claims, write_claims
from byline.store.dialect import insert
from byline.store.intake import write_extracted, write_polled
from byline.store.interface import StageResult
from byline.store.regroup import living, write_decisions, write_regrouped, write_repaired
from byline.store.rows import chunks, from_record
from byline.store.tables import (
    ArticleStage,
    appearance,
    article,
    assignment,
    edition,
    feed,
    feed_address,
    image,
    origin,
    reading,
    score,
    screening,
    source,
    story,
    summary,
    unsettled,
    vector,
)


def write(connection: Connection, results: Iterable[StageResult], *, now: datetime) -> None:
    """Write results of any types in their order; the caller's transaction holds them together."""
    for kind, group in groupby(results, key=type):
        writer = _WRITERS.get(kind)
        if writer is None:
            raise StoreError(f"there is no place for a result of the type {kind.__name__}.")
        writer(connection, list(group), now=now)


# ---- articles on their way


def write_screened(connection: Connection, results: Sequence[Screened], *, now: datetime) -> None:
    """Store why an article is kept or dropped; the first answer stays."""
    rows: dict[int, dict[str, object]] = {}
    for result in results:
        outcome = result.outcome
        row: dict[str, object] = {"article_id": result.article_id, "kept": None, "reason": "", "detail": ""}
        new = {"kept": outcome} if isinstance(outcome, Kept) else {"reason": outcome.reason, "detail": outcome.detail}
        rows.setdefault(result.article_id, row | new)
    connection.execute(insert(screening).on_conflict_do_nothing(), list(rows.values()))
    # An article that was screened before has left the first queue already, and is not moved again.
    dropped = [i for i, row in rows.items() if row["kept"] is None]
    kept = [i for i, row in rows.items() if row["kept"] is not None]
    _advance(connection, dropped, before=ArticleStage.SCREEN, after=ArticleStage.DROPPED)
    _advance(connection, kept, before=ArticleStage.SCREEN, after=ArticleStage.EMBED)
    has_vector = select(vector.c.article_id).where(vector.c.article_id == article.c.id).exists()
    _advance(connection, kept, before=ArticleStage.EMBED, after=ArticleStage.CLUSTER, where=has_vector)


def write_vectors(connection: Connection, results: Sequence[Vector], *, now: datetime) -> None:
    """Store vectors; one of each model and article."""
    rows = [{"article_id": v.article_id, "model_id": v.model_id, "vector": v.vector} for v in results]
    connection.execute(insert(vector).on_conflict_do_nothing(), rows)
    ids = [result.article_id for result in results]
    _advance(connection, ids, before=ArticleStage.EMBED, after=ArticleStage.CLUSTER)


def write_clustered(connection: Connection, results: Sequence[Clustered], *, now: datetime) -> None:
    """Store origins and assignments; new stories first, then who joins them. No article changes its story here.

    Who joins a story that was absorbed meanwhile joins the one that it leads to. What is new waits for repair.
    """
    for result in results:
        if result.origins:
            rows = [from_record(record) for record in result.origins]
            connection.execute(insert(origin).on_conflict_do_nothing(), rows)
        if not result.assignments:
            continue
        times = _published(connection, [record.article_id for record in result.assignments])
        founders = [record.article_id for record in result.assignments if record.article_id == record.story_id]
        stories = [{"id": i, "created": times[i], "updated": times[i]} for i in founders if i in times]
        if stories:
            connection.execute(insert(story).on_conflict_do_nothing(), stories)
        stories_now = living(connection, [record.story_id for record in result.assignments])
        rows = [from_record(a) | {"story_id": stories_now[a.story_id]} for a in result.assignments]
        connection.execute(insert(assignment).on_conflict_do_nothing(), rows)
        new = _await_repair(connection, list(times))
        _advance(connection, list(times), before=ArticleStage.CLUSTER, after=ArticleStage.DONE)
        _refresh(connection, sorted(set(stories_now.values())))
        forget_claims(connection, (stories_now[a.story_id] for a in result.assignments if a.article_id in new))


def write_readings(connection: Connection, results: Sequence[Reading], *, now: datetime) -> None:
    """Store what was read of articles; the last reading of an article holds."""
    statement = insert(reading)
    new = {"version": statement.excluded.version, "body": statement.excluded.body}
    rows = [{"article_id": r.article_id, "version": r.version, "body": r.body} for r in results]
    connection.execute(statement.on_conflict_do_update(index_elements=["article_id"], set_=new), rows)


def delete_readings(connection: Connection, results: Sequence[ReadingsUnneeded], *, now: datetime) -> None:
    """Delete what was read of articles that no window reaches any more."""
    recent = article.c.published >= max(result.before for result in results)
    # Ids grow with time: what is below all that are needed goes, at the price of what is deleted, not of the archive.
    first = select(func.min(article.c.id)).where(recent).scalar_subquery()
    connection.execute(delete(reading).where(reading.c.article_id < first))


def _published(connection: Connection, ids: Sequence[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for chunk in chunks(ids):
        query = select(article.c.id, article.c.published).where(article.c.id.in_(chunk))
        found |= {row.id: row.published for row in connection.execute(query)}
    return found


def _await_repair(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Queue for repair, and return, articles that are clustered now, and not those whose result is written again."""
    found: set[int] = set()
    for chunk in chunks(ids):
        new = select(article.c.id).where(article.c.id.in_(chunk), article.c.stage == int(ArticleStage.CLUSTER))
        queued = connection.execute(new).scalars().all()
        if queued:
            connection.execute(insert(unsettled), [{"article_id": article_id} for article_id in queued])
            found.update(queued)
    return found


def _refresh(connection: Connection, story_ids: Sequence[int]) -> None:
    """Set the time of stories to that of their newest article."""
    members = assignment.join(article, article.c.id == assignment.c.article_id)
    newest = (
        select(func.max(article.c.published)).select_from(members).where(assignment.c.story_id == story.c.id)
    ).scalar_subquery()
    for chunk in chunks(story_ids):
        connection.execute(
            update(story).where(story.c.id.in_(chunk)).values(updated=func.coalesce(newest, story.c.updated))
        )


def _advance(
    connection: Connection,
    ids: Sequence[int],
    *,
    before: ArticleStage,
    after: ArticleStage,
    where: ColumnElement[bool] | None = None,
) -> None:
    """Move articles from one queue to the next; those that are not in the first stay where they are."""
    for chunk in chunks(ids):
        here = and_(article.c.id.in_(chunk), article.c.stage == int(before), true() if where is None else where)
        connection.execute(update(article).where(here).values(stage=int(after)))


# ---- stories and editions


def write_scores(connection: Connection, results: Sequence[Score], *, now: datetime) -> None:
    """Store the present score of each story."""
    rows = [{"story_id": r.story_id, "total": r.total, "parts": r.parts} for r in results]
    statement = insert(score)
    new = {"total": statement.excluded.total, "parts": statement.excluded.parts}
    connection.execute(statement.on_conflict_do_update(index_elements=["story_id"], set_=new), rows)


def write_summaries(connection: Connection, results: Sequence[Summary], *, now: datetime) -> None:
    """Store summaries; what was made from the same inputs stays, so that an edition can be made again."""
    rows = [{"story_id": r.story_id, "inputs_hash": r.inputs_hash, "record": r} for r in results]
    connection.execute(insert(summary).on_conflict_do_nothing(), rows)


def write_editions(connection: Connection, results: Sequence[Edition], *, now: datetime) -> None:
    """Store editions and what each showed; an edition made again replaces the one before."""
    for record in results:
        row = {"date": record.date, "made_at": record.made_at, "record": record}
        statement = insert(edition).values(id=record.id, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
        connection.execute(delete(appearance).where(appearance.c.edition_id == record.id))
        shown = [
            {
                "edition_id": record.id,
                "story_id": item.coverage.story.id,
                "date": record.date,
                "position": position,
                "articles": len(item.coverage.members),
                "article_ids": tuple(sorted(member.article.id for member in item.coverage.members)),
            }
            for position, item in enumerate(record.stories, start=1)
        ]
        if shown:
            connection.execute(insert(appearance), shown)


def write_images(connection: Connection, results: Sequence[ImageFile], *, now: datetime) -> None:
    """Store pictures by their address; a newer copy replaces the older one."""
    for record in results:
        row = {name: getattr(record, name) for name in ("content_type", "width", "height", "body")}
        statement = insert(image).values(url=record.url, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))


# ---- sources and feeds


def put_feeds(connection: Connection, sources: Sequence[Source], feeds: Sequence[Feed]) -> None:
    """Add or update sources and feeds; a feed known by an older address keeps its state and its new address."""
    for record in sources:
        row = from_record(record)
        row["kind"] = str(record.kind)
        connection.execute(insert(source).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
    for named in feeds:
        known = connection.execute(select(feed_address.c.feed_id).where(feed_address.c.url == named.url)).scalar()
        values = {"source_id": named.source_id, "active": True}
        if known is None:
            row = {"url": named.url, **values}
            feed_id = connection.execute(insert(feed).values(row).returning(feed.c.id)).scalar_one()
            connection.execute(insert(feed_address).values(url=named.url, feed_id=feed_id))
        else:
            connection.execute(update(feed).where(feed.c.id == known).values(values))


def remove_feed(connection: Connection, url: str) -> bool:
    """Stop polling an address; False where it is not polled."""
    known = select(feed_address.c.feed_id).where(feed_address.c.url == url).scalar_subquery()
    active = and_(feed.c.id == known, feed.c.active)
    return connection.execute(update(feed).where(active).values(active=False)).rowcount > 0


# Any: each writer takes results of its own type, and `write` gives it no others.
_WRITERS: dict[type, Callable[..., Any]] = {
    Polled: write_polled,
    Extracted: write_extracted,
    Screened: write_screened,
    Vector: write_vectors,
    Clustered: write_clustered,
    Reading: write_readings,
    ReadingsUnneeded: delete_readings,
    Repaired: write_repaired,
    Regrouped: write_regrouped,
    Decision: write_decisions,
    StoryClaims: write_claims,
    Score: write_scores,
    Summary: write_summaries,
    Edition: write_editions,
    ImageFile: write_images,
}
