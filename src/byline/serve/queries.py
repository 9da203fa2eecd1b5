"""What people and programs ask a newsroom; each function returns public resources and changes nothing.

Lists go on with cursors. Raises NotFound for what there is not, BadRequest for a question
that is not well put.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from byline.records import Claim, Coverage, EditionHead, EditionStory
from byline.serve import shapes, tell
from byline.serve.cursors import cursor_of, position_of
from byline.serve.desk import Desk, Told
from byline.serve.errors import BadRequest, NotFound
from byline.summary.claims import find_claims
from byline.text.hashes import format_id, parse_id

LONGEST_SEARCH = 1_000
"""Results of a search that can be reached at all."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# ---- editions


def editions(desk: Desk, *, cursor: str = "", limit: int = 20) -> shapes.Page[shapes.EditionLine]:
    """Return the editions, newest first."""
    heads = desk.heads()
    after = position_of(cursor, str, str)
    if after is not None:
        # The place of one that was made again in between is found by its date and id.
        heads = [head for head in heads if (head.date, head.id) < after]
    part = heads[:limit]
    found = [_detail(desk, head) for head in part]
    return shapes.Page[shapes.EditionLine](
        items=tuple(map(tell.edition_line, filter(None, found))),
        next=cursor_of(part[-1].date, part[-1].id) if len(heads) > limit else "",
    )


def edition(desk: Desk, edition_id: str = "") -> shapes.EditionDetail:
    """Return one edition, the newest where no id (or "latest") is given."""
    found = _detail(desk, edition_head(desk, edition_id))
    if found is None:
        raise NotFound("There is no such edition.", subject=edition_id)
    return found


def ledger(desk: Desk, edition_id: str = "") -> shapes.Ledger:
    """Return what an edition read, kept and dropped, and how its sentences fared."""
    return edition(desk, edition_id).ledger


def edition_head(desk: Desk, edition_id: str = "") -> EditionHead:
    """Return id, date and time of making of an edition, of the newest where no id (or "latest") is given."""
    head = desk.head("" if edition_id == "latest" else edition_id)
    if head is None:
        raise NotFound("There is no such edition.", subject=edition_id or "latest")
    return head


def edition_stories(desk: Desk, head: EditionHead) -> tuple[shapes.StoryLine, ...]:
    """Return the stories of an edition in order, as it told them."""
    found = _detail(desk, head)
    return found.contents if found is not None else ()


def _detail(desk: Desk, head: EditionHead) -> shapes.EditionDetail | None:
    """Return an edition as it is told, decoded once until it is made again; None where it is gone by now."""

    def make() -> shapes.EditionDetail | None:
        found = desk.store.edition(head.id)
        return tell.edition_detail(found) if found is not None else None

    return desk.details.get((head.id, head.made_at), make)


# ---- stories


def story(desk: Desk, story_id: str, *, edition_id: str = "") -> shapes.Story:
    """Return a story as the newest edition that shows it tells it, with its articles of now.

    With an edition named, also the articles are those of then.
    """
    number = number_of(story_id)
    living = desk.store.living([number])[number]
    moved_from = story_id if living != number else ""
    shown, at = _shown(desk, living, edition_id=edition_id)
    if edition_id:
        if shown is None:
            raise NotFound("The edition does not show this story.", subject=story_id)
        return tell.story(shown.coverage, shown, edition=at[0], position=at[1], moved_from=moved_from)
    coverage = desk.store.story(living)
    if coverage is None:
        raise NotFound("There is no such story.", subject=story_id)
    return tell.story(coverage, shown, edition=at[0], position=at[1], moved_from=moved_from)


def stories(
    desk: Desk, *, since: datetime | None = None, cursor: str = "", limit: int = 20
) -> shapes.Page[shapes.StoryLine]:
    """Return the stories with an article since a time, latest first; whether an edition shows them or not."""
    rows, following = _recent(desk, since or _EPOCH, cursor=cursor, limit=limit)
    found = told(desk, [story_id for story_id, _, _ in rows])
    return shapes.Page[shapes.StoryLine](items=tuple(line for line, _ in found.values()), next=following)


def told(desk: Desk, story_ids: Sequence[int]) -> dict[int, Told]:
    """Return living stories for a list, each with its reports, by id in the order given; unknown ones are left out."""
    version = desk.store.version()
    kept = {story_id: desk.told.find((version, story_id)) for story_id in story_ids}
    missing = desk.store.stories([story_id for story_id in story_ids if kept[story_id] is None], texts=False)
    coverages = list(missing.values())
    for story_id, line, coverage in zip(missing, _lines(desk, coverages), coverages, strict=True):
        kept[story_id] = one = line, tuple(tell.reports(coverage))
        desk.told.put((version, story_id), one)
    return {story_id: one for story_id, one in kept.items() if one is not None}


def _lines(desk: Desk, coverages: Sequence[Coverage]) -> list[shapes.StoryLine]:
    """Return stories as the newest edition that shows them tells them."""
    where = desk.store.shown([coverage.story.id for coverage in coverages])
    out = []
    for coverage in coverages:
        line = tell.story_line(coverage, None)
        edition_id, position = where.get(coverage.story.id, ("", 0))
        head = desk.head(edition_id) if edition_id else None
        told = edition_stories(desk, head)[position - 1 : position] if head is not None else ()
        if told:
            names = ("headline", "deck", "edition", "position", "score")
            line = line.model_copy(update={name: getattr(told[0], name) for name in names})
        out.append(line)
    return out


def claims(desk: Desk, story_id: str) -> tuple[shapes.Claim, ...]:
    """Return what the articles of a story say, each statement with every passage that says it, heaviest first.

    Claims are quotations; which of them an edition prints, its summary decides.
    """
    number = number_of(story_id)
    coverage = desk.store.story(number)
    if coverage is None:
        raise NotFound("There is no such story.", subject=story_id)
    return tell.claims(claims_of(desk, [coverage])[coverage.story.id], coverage)


def claims_of(desk: Desk, coverages: Sequence[Coverage]) -> dict[int, tuple[Claim, ...]]:
    """Return the claims of stories at hand, by story: read where a run has found them, else found at 0.4 ms a sentence.

    The stories are given with their texts.
    """
    stored = desk.store.claims(coverages)
    return {c.story.id: stored[c.story.id] if c.story.id in stored else _found(desk, c) for c in coverages}


def _found(desk: Desk, coverage: Coverage) -> tuple[Claim, ...]:
    key = (coverage.story.id, *((m.article.text_hash, m.article.id, m.origin.origin_id) for m in coverage.members))
    return desk.claims.get(key, lambda: find_claims(coverage, settings=desk.summary).claims)


def changes(desk: Desk, since: datetime, *, cursor: str = "", limit: int = 20) -> shapes.Changes:
    """Return what changed since a time: stories that are new or have grown, latest first, and editions made."""
    rows, following = _recent(desk, since, cursor=cursor, limit=limit)
    found = told(desk, [story_id for story_id, _, _ in rows])
    items = []
    for story_id, created, _ in rows:
        line, reports = found[story_id]
        fresh = tuple(report for report in reports if report.published >= since)
        kind: Literal["new", "grown"] = "new" if created >= since else "grown"
        items.append(shapes.Change(kind=kind, story=line, articles=fresh))
    made = tuple(head.id for head in desk.heads() if head.made_at >= since)
    return shapes.Changes(items=tuple(items), next=following, since=since, editions=made)


# ---- articles


def article(desk: Desk, article_id: str) -> shapes.ArticleDetail:
    """Return one article, without its text."""
    number = number_of(article_id, what="article")
    found = desk.store.article(number)
    if found is None:
        raise NotFound("There is no such article.", subject=article_id)
    kept = desk.store.kept([number]).get(number)
    story_id = desk.store.stories_of([number]).get(number, 0)
    return tell.article(found, source=desk.sources()[found.source_id], kept=kept, story_id=story_id)


def search(
    desk: Desk,
    question: str,
    *,
    since: datetime | None = None,
    order: Literal["best", "new"] = "best",
    cursor: str = "",
    limit: int = 20,
) -> shapes.Page[shapes.SearchHit]:
    """Return the articles that contain all words of the question (Chinese words of two characters too)."""
    if not question.strip():
        raise BadRequest("A search needs words.", subject="q")
    position = position_of(cursor, int)
    first = int(position[0]) if position else 0
    if not 0 <= first < LONGEST_SEARCH:
        raise BadRequest("This is not a cursor of this list.", subject=cursor[:80])
    wanted = min(first + limit + 1, LONGEST_SEARCH)
    hits = desk.store.search(question, limit=wanted, since=since, order=order)
    more = len(hits) > first + limit
    return shapes.Page[shapes.SearchHit](
        items=tuple(map(tell.hit, hits[first : first + limit])), next=cursor_of(first + limit) if more else ""
    )


def _shown(desk: Desk, story_id: int, *, edition_id: str) -> tuple[EditionStory | None, tuple[str, int]]:
    """Return how an edition (the newest that shows it, where none is named) tells a living story, and where."""
    if edition_id:
        where = edition_head(desk, edition_id).id
        at = desk.store.placed(where, [story_id]).get(story_id, 0)
    else:
        where, at = desk.store.shown([story_id]).get(story_id, ("", 0))
    found = desk.store.edition_story(where, at) if at else None
    return (found, (where, at)) if found is not None else (None, ("", 0))


def _recent(
    desk: Desk, since: datetime, *, cursor: str, limit: int
) -> tuple[list[tuple[int, datetime, datetime]], str]:
    """Return rows of stories updated since a time, latest first, and the cursor of what follows."""
    position = position_of(cursor, int, str)
    after = None
    if position is not None:
        after = (_EPOCH + timedelta(microseconds=int(position[0])), number_of(str(position[1])))
    rows = desk.store.recent_stories(since, after=after, limit=limit + 1)
    if len(rows) <= limit:
        return rows, ""
    story_id, _, updated = rows[limit - 1]
    return rows[:limit], cursor_of((updated - _EPOCH) // timedelta(microseconds=1), format_id(story_id))


def number_of(text: str, *, what: str = "story") -> int:
    """Return the number of an id. Raises NotFound for what is none."""
    try:
        return parse_id(text)
    except ValueError:
        raise NotFound(f"This is not the id of a {what}: 13 letters and digits.", subject=text[:80]) from None
