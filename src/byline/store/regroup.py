"""Stories that are merged and split: articles move, old ids lead on, and the log says what moved.

What holds after every transaction: an article is in one story; a redirect leads
from an absorbed story to a living one, never to another redirect; it leads to
where the absorbed story's founding article is (a story's id is that article's),
so that a split gives an old id back to the story that it named.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, delete, func, or_, select, update

from byline.records import Decision, Development, Regrouped, Repaired, StoryChange
from byline.store.claims import forget_claims
from byline.store.dialect import insert
from byline.store.rows import chunks
from byline.store.tables import (
    article,
    assignment,
    decision,
    development,
    redirect,
    score,
    story,
    story_change,
    unsettled,
)

# Put together once: that takes longer than running it.
_LEADS = select(redirect.c.old_id, redirect.c.story_id).where(redirect.c.old_id.in_(bindparam("ids", expanding=True)))
_log = logging.getLogger(__name__)


# ---- writing


def write_repaired(connection: Connection, results: Sequence[Repaired], *, now: datetime) -> None:
    """Link developments, and take the articles out of the queue."""
    for result in results:
        write_developments(connection, result.developments, now=now)
        for chunk in chunks(result.article_ids):
            connection.execute(delete(unsettled).where(unsettled.c.article_id.in_(chunk)))


def write_regrouped(connection: Connection, results: Sequence[Regrouped], *, now: datetime) -> None:
    """Move articles between stories, in the order given; what has moved already is left as it is."""
    for result in results:
        ends = living(connection, [result.story_id, result.other_id])
        if result.kind == "merge":
            source, target = ends[result.other_id], ends[result.story_id]
            moved = _members(connection, source) if source != target else []
        else:
            # An absorbed story that is split off again lives again under its own id.
            founds = result.other_id in result.article_ids
            source, target = ends[result.story_id], result.other_id if founds else ends[result.other_id]
            moved = _to_split(connection, result, ends=(source, target))
        if moved and not _is_forbidden(connection, result, moved=moved, other=target):
            _move(connection, moved, source=source, target=target)
            _log_change(connection, result, ends=(source, target), moved=moved, now=now)


def write_decisions(connection: Connection, results: Sequence[Decision], *, now: datetime) -> None:
    """Store what a person decided; the newest decision about a pair is the one that holds."""
    for result in results:
        left, right = sorted((result.left_id, result.right_id))
        row = {"kind": result.kind, "decided": result.decided}
        statement = insert(decision).values(left_id=left, right_id=right, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["left_id", "right_id"], set_=row))


def write_developments(connection: Connection, results: Sequence[Development], *, now: datetime) -> None:
    """Store which elder story a story goes on from: the last answer holds."""
    for result in results:
        row = {"of_id": result.of_id, "similarity": result.similarity, "reason": result.reason}
        statement = insert(development).values(story_id=result.story_id, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["story_id"], set_=row))


def _to_split(connection: Connection, result: Regrouped, *, ends: tuple[int, int]) -> list[int]:
    """Return those of the named articles that are still in the story; none where that would empty it."""
    source, target = ends
    members = _members(connection, source)
    named = set(result.article_ids)
    moved = [article_id for article_id in members if article_id in named]
    if source == target or len(moved) == len(members):
        _log.error("story %d is not split: nothing of it would stay", source)
        return []
    return moved


def _members(connection: Connection, story_id: int) -> list[int]:
    query = select(assignment.c.article_id).where(assignment.c.story_id == story_id)
    return list(connection.execute(query.order_by(assignment.c.article_id)).scalars())


def _is_forbidden(connection: Connection, result: Regrouped, *, moved: Sequence[int], other: int) -> bool:
    """Tell whether a person decided against it; what a person does replaces earlier decisions."""
    if result.kind == "merge":
        against, others = "apart", _members(connection, other)
    else:
        source = living(connection, [result.story_id])[result.story_id]
        against, others = "together", [i for i in _members(connection, source) if i not in set(moved)]
    broken = _decided(connection, against, (moved, others))
    if result.by == "person":
        for left, right in broken:
            pair = and_(decision.c.left_id == left, decision.c.right_id == right)
            connection.execute(delete(decision).where(pair))
        return False
    if broken:
        _log.warning("a %s of story %d was left out: a person decided otherwise", result.kind, result.story_id)
    return bool(broken)


def _decided(connection: Connection, kind: str, groups: tuple[Iterable[int], Iterable[int]]) -> list[tuple[int, int]]:
    """Return the decided pairs of one kind with one article in each of two groups."""
    here, there = map(set, groups)
    query = select(decision.c.left_id, decision.c.right_id).where(decision.c.kind == kind)
    return [
        (row.left_id, row.right_id)
        for row in connection.execute(query.order_by(decision.c.left_id, decision.c.right_id))
        if (row.left_id in here and row.right_id in there) or (row.left_id in there and row.right_id in here)
    ]


def _move(connection: Connection, moved: Sequence[int], *, source: int, target: int) -> None:
    """Put articles of one story into another, and bring redirects, times and scores up to date."""
    times = select(func.min(article.c.published)).where(article.c.id.in_(moved)).scalar_subquery()
    new = insert(story).values(id=target, created=times, updated=times)
    connection.execute(new.on_conflict_do_nothing())
    connection.execute(delete(redirect).where(redirect.c.old_id == target))
    for chunk in chunks(moved):
        here = and_(assignment.c.story_id == source, assignment.c.article_id.in_(chunk))
        connection.execute(update(assignment).where(here).values(story_id=target))
        followed = and_(redirect.c.story_id == source, redirect.c.old_id.in_(chunk))
        connection.execute(update(redirect).where(followed).values(story_id=target))
    if not _members(connection, source):
        connection.execute(update(redirect).where(redirect.c.story_id == source).values(story_id=target))
        connection.execute(insert(redirect).values(old_id=source, story_id=target))
        connection.execute(delete(score).where(score.c.story_id == source))
    refresh_times(connection, [source, target])
    forget_claims(connection, [source, target])


def refresh_times(connection: Connection, story_ids: Sequence[int]) -> None:
    """Set the times of regrouped stories to those of their oldest and newest article."""
    members = assignment.join(article, article.c.id == assignment.c.article_id)
    own = assignment.c.story_id == story.c.id
    oldest = select(func.min(article.c.published)).select_from(members).where(own).scalar_subquery()
    newest = select(func.max(article.c.published)).select_from(members).where(own).scalar_subquery()
    values = {
        "created": func.coalesce(oldest, story.c.created),
        "updated": func.coalesce(newest, story.c.updated),
    }
    connection.execute(update(story).where(story.c.id.in_(story_ids)).values(**values))


def _log_change(
    connection: Connection, result: Regrouped, *, ends: tuple[int, int], moved: Sequence[int], now: datetime
) -> None:
    source, target = ends
    stays, other = (target, source) if result.kind == "merge" else (source, target)
    connection.execute(
        insert(story_change).values(
            at=now,
            kind=result.kind,
            story_id=stays,
            other_id=other,
            by=result.by,
            similarity=result.similarity,
            parts=result.parts,
            reason=result.reason,
            article_ids=tuple(moved),
        )
    )


# ---- reading


def living(connection: Connection, story_ids: Iterable[int]) -> dict[int, int]:
    """Return for each id the story that it leads to: itself unless it was absorbed."""
    wanted = sorted(set(story_ids))
    found = {story_id: story_id for story_id in wanted}
    for chunk in chunks(wanted):
        found |= {row.old_id: row.story_id for row in connection.execute(_LEADS, {"ids": chunk})}
    return found


def absorbed(connection: Connection, story_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return for each living story the ids that lead to it, ascending; those without are left out."""
    found: dict[int, tuple[int, ...]] = {}
    for chunk in chunks(story_ids):
        query = select(redirect.c.story_id, redirect.c.old_id).where(redirect.c.story_id.in_(chunk))
        for row in connection.execute(query.order_by(redirect.c.old_id)):
            found[row.story_id] = (*found.get(row.story_id, ()), row.old_id)
    return found


def changes(connection: Connection, story_id: int) -> list[StoryChange]:
    """Return what happened to a story and to those it absorbed, oldest first."""
    present = living(connection, [story_id])[story_id]
    ids = [story_id, present, *absorbed(connection, [present]).get(present, ())]
    concerned = or_(story_change.c.story_id.in_(ids), story_change.c.other_id.in_(ids))
    query = select(story_change).where(concerned).order_by(story_change.c.id)
    return [_to_change(row) for row in connection.execute(query).mappings()]


def _to_change(row: RowMapping) -> StoryChange:
    fields = {name: row[name] for name in Regrouped.__struct_fields__}
    return StoryChange(at=row["at"], change=Regrouped(**fields))


def decisions(connection: Connection) -> list[Decision]:
    """Return all that people decided about pairs of articles, by their ids."""
    query = select(*(decision.c[name] for name in Decision.__struct_fields__))
    ordered = query.order_by(decision.c.left_id, decision.c.right_id)
    return [Decision(**row) for row in connection.execute(ordered).mappings()]


def developments(connection: Connection, story_ids: Sequence[int]) -> list[Development]:
    """Return the links that begin or end at these stories, as they stand after all merges; by story."""
    wanted = set(living(connection, story_ids).values())
    # A link made before a merge names the absorbed story: it is found by the ids that lead to the living one.
    names = sorted(wanted | {old for ids in absorbed(connection, sorted(wanted)).values() for old in ids})
    rows: dict[tuple[int, int], Development] = {}
    for chunk in chunks(names):
        query = select(development).where(_at_either_end(chunk)).order_by(development.c.story_id)
        found = [Development(**row) for row in connection.execute(query).mappings()]
        ends = living(connection, [i for link in found for i in (link.story_id, link.of_id)])
        for link in found:
            _keep_strongest(rows, link, ends)
    return [rows[key] for key in sorted(rows)]


def _at_either_end(ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(development.c.story_id.in_(ids), development.c.of_id.in_(ids))


def _keep_strongest(rows: dict[tuple[int, int], Development], link: Development, ends: Mapping[int, int]) -> None:
    """Enter a link between living stories; one whose ends were merged is none any more."""
    key = ends[link.story_id], ends[link.of_id]
    known = rows.get(key)
    if key[0] != key[1] and (known is None or link.similarity > known.similarity):
        rows[key] = Development(story_id=key[0], of_id=key[1], similarity=link.similarity, reason=link.reason)
