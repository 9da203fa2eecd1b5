"""Reading what stages and people ask for; a few queries each, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, LargeBinary, and_, bindparam, case, func, literal, or_, select, type_coerce

from byline.errors import StoreError
from byline.records import (
    Appearance,
    Article,
    Dropped,
    Edition,
    EditionStory,
    Entry,
    FeedState,
    FetchLog,
    ImageFile,
    Kept,
    Source,
    Summary,
    WindowItem,
)
from byline.store.regroup import living
from byline.store.rows import (
    ARTICLE_COLUMNS,
    ENTRY_COLUMNS,
    FETCH_COLUMNS,
    SOURCE_COLUMNS,
    chunks,
    to_article,
    to_entry,
    to_feed_state,
    to_fetch,
    to_source,
)
from byline.store.tables import (
    ArticleStage,
    EntryState,
    appearance,
    article,
    assignment,
    edition,
    entry,
    feed,
    fetch,
    image,
    origin,
    reading,
    screening,
    source,
    summary,
    unsettled,
    vector,
    written,
)

_PART = 512
"""Rows of the window read at once: each holds a vector."""
# Statements that the API asks for each answer are put together once: that takes longer than running them.
_ARTICLES = select(*ARTICLE_COLUMNS).where(article.c.id.in_(bindparam("ids", expanding=True)))
_STAGES = {"screen": ArticleStage.SCREEN, "embed": ArticleStage.EMBED, "cluster": ArticleStage.CLUSTER}


# ---- work to do


def pending(
    connection: Connection, stage: str, *, now: datetime, limit: int
) -> list[FeedState] | list[Entry] | list[Article]:
    """Return what a stage has still to do; StoreError for a stage that has no queue."""
    if stage == "poll":
        return _due_feeds(connection, now=now, limit=limit)
    if stage == "extract":
        return _due_entries(connection, now=now, limit=limit)
    if stage == "repair":
        return _unsettled(connection, limit=limit)
    if stage not in _STAGES:
        raise StoreError(f"no queue for the stage {stage!r}: expected poll, extract, {', '.join(_STAGES)}, repair.")
    query = (
        select(*ARTICLE_COLUMNS)
        .where(article.c.stage == written(_STAGES[stage]), article.c.stage < written(ArticleStage.DONE))
        .order_by(article.c.published, article.c.id)
        .limit(limit)
    )
    return [to_article(row) for row in connection.execute(query)]


def _due_feeds(connection: Connection, *, now: datetime, limit: int) -> list[FeedState]:
    due = and_(feed.c.active, or_(feed.c.next_poll.is_(None), feed.c.next_poll <= now))
    query = select(feed).where(due).order_by(feed.c.url).limit(limit)
    return [to_feed_state(row) for row in connection.execute(query).mappings()]


def _due_entries(connection: Connection, *, now: datetime, limit: int) -> list[Entry]:
    due = and_(entry.c.state == written(EntryState.PENDING), or_(entry.c.retry_at.is_(None), entry.c.retry_at <= now))
    query = select(*ENTRY_COLUMNS).join(feed, feed.c.id == entry.c.feed_id).where(due)
    return [to_entry(row) for row in connection.execute(query.order_by(entry.c.id).limit(limit)).mappings()]


def _unsettled(connection: Connection, *, limit: int) -> list[Article]:
    query = select(*ARTICLE_COLUMNS).join(unsettled, unsettled.c.article_id == article.c.id)
    ordered = query.order_by(article.c.published, article.c.id).limit(limit)
    return [to_article(row) for row in connection.execute(ordered)]


# ---- sources and feeds


def sources(connection: Connection) -> dict[str, Source]:
    """Return all sources by id."""
    query = select(*SOURCE_COLUMNS).order_by(source.c.id)
    return {row["id"]: to_source(row) for row in connection.execute(query).mappings()}


def feed_states(connection: Connection) -> list[FeedState]:
    """Return all feeds that are polled, by address."""
    query = select(feed).where(feed.c.active).order_by(feed.c.url)
    return [to_feed_state(row) for row in connection.execute(query).mappings()]


# ---- articles and what stages found


def articles(connection: Connection, ids: Sequence[int]) -> dict[int, Article]:
    """Return articles by id; unknown ids are left out."""
    found: dict[int, Article] = {}
    for chunk in chunks(ids):
        found |= {row[0]: to_article(row) for row in connection.execute(_ARTICLES, {"ids": chunk})}
    return found


def entry_by_id(connection: Connection, entry_id: int) -> Entry | None:
    """Return one entry."""
    query = select(*ENTRY_COLUMNS).join(feed, feed.c.id == entry.c.feed_id).where(entry.c.id == entry_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else to_entry(row)


def fetches(connection: Connection, ids: Sequence[int]) -> dict[int, FetchLog]:
    """Return fetch records by id; unknown ids are left out."""
    found: dict[int, FetchLog] = {}
    for chunk in chunks(ids):
        query = select(*FETCH_COLUMNS).where(fetch.c.id.in_(chunk))
        found |= {row["id"]: to_fetch(row) for row in connection.execute(query).mappings()}
    return found


def kept(connection: Connection, ids: Sequence[int]) -> dict[int, Kept]:
    """Return the screening result of kept articles."""
    found: dict[int, Kept] = {}
    for chunk in chunks(ids):
        query = select(screening.c.article_id, screening.c.kept).where(
            screening.c.article_id.in_(chunk), screening.c.kept.is_not(None)
        )
        found |= {row.article_id: row.kept for row in connection.execute(query)}
    return found


def dropped(connection: Connection, since: datetime, until: datetime) -> list[tuple[Article, Dropped]]:
    """Return the articles published in [since, until) that screening dropped, in (published, id) order."""
    query = (
        select(*ARTICLE_COLUMNS, screening.c.reason, screening.c.detail)
        .join(screening, screening.c.article_id == article.c.id)
        .where(article.c.published >= since, article.c.published < until, screening.c.kept.is_(None))
        .order_by(article.c.published, article.c.id)
    )
    return [
        (to_article(tuple(row)[: len(ARTICLE_COLUMNS)]), Dropped(reason=row.reason, detail=row.detail))
        for row in connection.execute(query)
    ]


def vectors(connection: Connection, ids: Sequence[int], *, model_id: str) -> dict[int, bytes]:
    """Return stored vectors of one model."""
    found: dict[int, bytes] = {}
    for chunk in chunks(ids):
        query = select(vector.c.article_id, vector.c.vector).where(
            vector.c.article_id.in_(chunk), vector.c.model_id == model_id
        )
        found |= {row.article_id: row.vector for row in connection.execute(query)}
    return found


def window(
    connection: Connection, since: datetime, *, model_id: str, texts: bool, version: str
) -> Iterator[WindowItem]:
    """Yield assigned articles published at or after `since`, in (published, id) order; texts where they are needed."""
    own_vector = and_(vector.c.article_id == article.c.id, vector.c.model_id == model_id)
    own_reading = and_(reading.c.article_id == article.c.id, reading.c.version == version)
    needed = case((reading.c.body.is_(None), article.c.text), else_="") if texts else literal("")
    query = (
        select(
            article.c.id.label("article_id"),
            assignment.c.story_id,
            func.coalesce(origin.c.origin_id, article.c.id).label("origin_id"),
            article.c.source_id,
            article.c.published.label("time"),
            article.c.language,
            article.c.title,
            needed.label("text"),
            article.c.url_key,
            func.coalesce(vector.c.vector, b"").label("vector"),
            func.coalesce(reading.c.body, b"").label("reading"),
            screening.c.kept,
        )
        .join(assignment, assignment.c.article_id == article.c.id)
        .join(screening, screening.c.article_id == article.c.id)
        .outerjoin(origin, origin.c.article_id == article.c.id)
        .outerjoin(vector, own_vector)
        .outerjoin(reading, own_reading)
        .where(article.c.published >= since)
        .order_by(article.c.published, article.c.id)
        .execution_options(yield_per=_PART)
    )
    rows = connection.execute(query)
    names = [name for name in rows.keys() if name != "kept"]  # noqa: SIM118 - a result is no mapping
    for part in rows.partitions():
        for *values, kept in part:
            entities = kept.entities if kept else ()
            yield WindowItem(entities=entities, **dict(zip(names, values, strict=True)))


def stories_of(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return the living story of each article that is in one."""
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        query = select(assignment.c.article_id, assignment.c.story_id).where(assignment.c.article_id.in_(chunk))
        found |= {row.article_id: row.story_id for row in connection.execute(query)}
    return found


# ---- what was made of stories


def summary_of(connection: Connection, story_id: int, *, inputs_hash: str) -> Summary | None:
    """Return the summary made from exactly these inputs."""
    exact = and_(summary.c.story_id == story_id, summary.c.inputs_hash == inputs_hash)
    found: Summary | None = connection.execute(select(summary.c.record).where(exact)).scalar()
    return found


# ---- editions


def appearances(connection: Connection, before: str) -> list[Appearance]:
    """Return which stories editions of an earlier local date showed, newest edition first, in their order."""
    query = (
        select(*(appearance.c[name] for name in Appearance.__struct_fields__))
        .join(edition, edition.c.id == appearance.c.edition_id)
        .where(appearance.c.date < before)
        .order_by(appearance.c.date.desc(), edition.c.made_at.desc(), edition.c.id.desc(), appearance.c.position)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    present = living(connection, [row["story_id"] for row in rows])
    return [Appearance(**row | {"story_id": present[row["story_id"]]}) for row in rows]


def edition_by_id(connection: Connection, edition_id: str) -> Edition | None:
    """Return one edition, the newest where the id is empty."""
    query = select(edition.c.record)
    if edition_id:
        query = query.where(edition.c.id == edition_id)
    newest = query.order_by(edition.c.date.desc(), edition.c.made_at.desc(), edition.c.id.desc()).limit(1)
    found: Edition | None = connection.execute(newest).scalar()
    return found


def edition_story(connection: Connection, edition_id: str, position: int) -> EditionStory | None:
    """Return the story at a place of an edition; the others of its record are passed over, not decoded."""
    packed = connection.execute(_PACKED_EDITION, {"id": edition_id}).scalar()
    stories = () if packed is None else _PASSED_OVER.decode(packed).stories
    return _STORY.decode(stories[position - 1]) if 0 < position <= len(stories) else None


class _Parts(msgspec.Struct):
    """An edition of which no story is decoded yet: a tenth of the time."""

    stories: tuple[msgspec.Raw, ...]


_PACKED_EDITION = select(type_coerce(edition.c.record, LargeBinary)).where(edition.c.id == bindparam("id"))
_PASSED_OVER = msgspec.json.Decoder(_Parts)
_STORY = msgspec.json.Decoder(EditionStory)


def editions(connection: Connection) -> list[str]:
    """Return all edition ids, newest first."""
    order = (edition.c.date.desc(), edition.c.made_at.desc(), edition.c.id.desc())
    return list(connection.execute(select(edition.c.id).order_by(*order)).scalars())


def images(connection: Connection, urls: Sequence[str]) -> dict[str, ImageFile]:
    """Return stored images by address; unknown addresses are left out."""
    found: dict[str, ImageFile] = {}
    for chunk in chunks(urls):
        query = select(image).where(image.c.url.in_(chunk))
        found |= {row["url"]: ImageFile(**row) for row in connection.execute(query).mappings()}
    return found
