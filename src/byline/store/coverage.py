"""Stories with the articles that tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, literal, select

from byline.records import Coverage, Kept, Member, Origin, Source, Story
from byline.store.regroup import living
from byline.store.rows import (
    ARTICLE,
    ARTICLE_COLUMNS,
    ASSIGNMENT_COLUMNS,
    ORIGIN_COLUMNS,
    SOURCE_COLUMNS,
    chunks,
    to_article,
    to_assignment,
    to_origin,
    to_source,
)
from byline.store.tables import article, assignment, origin, screening, source, story

_ASSIGNMENT = len(ARTICLE_COLUMNS)
_ORIGIN = _ASSIGNMENT + len(ASSIGNMENT_COLUMNS)
_REST = _ORIGIN + len(ORIGIN_COLUMNS)


# Any: columns of every type.
def _members(*, texts: bool) -> Select[Any]:
    """Return the query for members of stories, each with its source; texts are the largest part of what is read."""
    none = literal("").label("text")
    columns = [article.c[name] if texts or name != "text" else none for name in ARTICLE]
    return (
        select(*columns, *ASSIGNMENT_COLUMNS, *ORIGIN_COLUMNS, screening.c.kept, story.c.created)
        .add_columns(*(column.label(f"source_{column.name}") for column in SOURCE_COLUMNS))
        .select_from(assignment)
        .join(article, article.c.id == assignment.c.article_id)
        .join(screening, and_(screening.c.article_id == article.c.id, screening.c.kept.is_not(None)))
        .join(story, story.c.id == assignment.c.story_id)
        .join(source, source.c.id == article.c.source_id)
        .outerjoin(origin, origin.c.article_id == article.c.id)
        .order_by(assignment.c.story_id, article.c.published, article.c.id)
    )


_OF_THESE = assignment.c.story_id.in_(bindparam("ids", expanding=True))
# Put together once: that takes longer than running them.
_WHOLE, _BARE = _members(texts=True).where(_OF_THESE), _members(texts=False).where(_OF_THESE)


def coverage(connection: Connection, since: datetime, until: datetime) -> list[Coverage]:
    """Return the stories with an article published in [since, until), by id, with members before `until`."""
    told = (
        select(assignment.c.story_id)
        .join(article, article.c.id == assignment.c.article_id)
        .where(article.c.published >= since, article.c.published < until)
    )
    query = _members(texts=True).where(assignment.c.story_id.in_(told), article.c.published < until)
    return _coverages(connection.execute(query).all())


def story_by_id(connection: Connection, story_id: int) -> Coverage | None:
    """Return one story with all its members; for an absorbed one the story that it is part of."""
    return stories_by_id(connection, [story_id]).get(story_id)


def stories_by_id(connection: Connection, story_ids: Sequence[int], *, texts: bool = True) -> dict[int, Coverage]:
    """Return living stories with all their members, by the ids asked for, in their order; unknown ones are left out.

    Without `texts` those of all articles are empty.
    """
    present = living(connection, story_ids)
    query = _WHOLE if texts else _BARE
    found: dict[int, Coverage] = {}
    for chunk in chunks(sorted(set(present.values()))):
        found |= {c.story.id: c for c in _coverages(connection.execute(query, {"ids": chunk}).all())}
    return {asked: found[present[asked]] for asked in story_ids if present[asked] in found}


def _coverages(rows: Iterable[Row[Any]]) -> list[Coverage]:
    members: dict[int, list[Member]] = {}
    created: dict[int, datetime] = {}
    outlets: dict[str, Source] = {}
    for row in rows:
        member = _member(row, outlets)
        members.setdefault(member.assignment.story_id, []).append(member)
        created[member.assignment.story_id] = row.created
    # The newest of the members shown, not of all: an edition made again for an earlier day must not see later ones.
    return [
        Coverage(
            story=Story(id=story_id, created=created[story_id], updated=found[-1].article.published),
            members=tuple(found),
        )
        for story_id, found in members.items()
    ]


def _member(row: Row[Any], outlets: dict[str, Source]) -> Member:
    values = tuple(row)
    found = to_article(values[:_ASSIGNMENT])
    copied, result = values[_ORIGIN:_REST], values[_REST]
    assert isinstance(result, Kept)  # noqa: S101 - the query asks for kept articles only
    if found.source_id not in outlets:
        fields: Mapping[str, Any] = {c.name: values[_REST + 2 + at] for at, c in enumerate(SOURCE_COLUMNS)}
        outlets[found.source_id] = to_source(fields)
    return Member(
        article=found,
        source=outlets[found.source_id],
        kept=result,
        origin=Origin(article_id=found.id, origin_id=found.id) if copied[0] is None else to_origin(copied),
        assignment=to_assignment(values[_ASSIGNMENT:_ORIGIN]),
    )
