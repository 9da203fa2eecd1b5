"""The API: versioned JSON over the store, for reading. Writing stands in `orders`.

Every answer has an ETag; a client that sends it back in If-None-Match gets 304 as long as
nothing changed. Errors are problem details (RFC 9457).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator

from byline.serve import queries, queries_about, shapes
from byline.serve.answers import Asked
from byline.serve.problems import PROBLEM

PREFIX = "/api/v1"

_PROBLEM: dict[str, object] = {"model": shapes.Problem, "content": {PROBLEM: {}}}
router = APIRouter(
    prefix=PREFIX,
    responses={
        304: {"description": "Nothing changed since the ETag that was sent."},
        404: {**_PROBLEM, "description": "There is no such thing."},
        422: {**_PROBLEM, "description": "The question is not well put."},
        429: {**_PROBLEM, "description": "Too many requests in a short time."},
    },
)

After = Annotated[str, Query(alias="cursor", max_length=200, description='Cursor: "next" of the page before.')]
Few = Annotated[int, Query(alias="limit", ge=1, le=100, description="Most items of the page.")]
Many = Annotated[int, Query(alias="limit", ge=1, le=1000, description="Most items of the page.")]
# A time without a zone is one in UTC, as for agents.
Moment = Annotated[
    datetime, AfterValidator(lambda moment: moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
]
Since = Annotated[
    Moment | None,
    Query(description="Only what was published since; ISO 8601, UTC where no zone is named: 2025-07-28T00:00:00Z."),
]
Question = Annotated[str, Query(alias="q", min_length=1, max_length=400, description="Words that must all occur.")]
EditionId = Annotated[str, Path(max_length=100, description='Id of an edition, or "latest".')]
Id = Annotated[str, Path(max_length=100)]


@router.get("/editions", tags=["editions"], response_model=shapes.Page[shapes.EditionLine])
def editions(ask: Asked, cursor: After = "", limit: Few = 20) -> Response:
    """List the editions, newest first."""
    return ask.give(lambda: queries.editions(ask.desk, cursor=cursor, limit=limit))


@router.get("/editions/{edition_id}", tags=["editions"], response_model=shapes.EditionDetail)
def edition(ask: Asked, edition_id: EditionId) -> Response:
    """Return one edition with its stories in order and its ledger."""
    return ask.give(lambda: queries.edition(ask.desk, edition_id))


@router.get("/editions/{edition_id}/ledger", tags=["editions"], response_model=shapes.Ledger)
def ledger(ask: Asked, edition_id: EditionId) -> Response:
    """Return what an edition read, kept and dropped, and how its sentences fared in the checks."""
    return ask.give(lambda: queries.ledger(ask.desk, edition_id))


@router.get("/stories", tags=["stories"], response_model=shapes.Page[shapes.StoryLine])
def stories(ask: Asked, *, since: Since = None, cursor: After = "", limit: Few = 20) -> Response:
    """List the stories, latest first, whether an edition shows them or not."""
    return ask.give(lambda: queries.stories(ask.desk, since=since, cursor=cursor, limit=limit))


@router.get("/stories/{story_id}", tags=["stories"], response_model=shapes.Story)
def story(
    ask: Asked,
    story_id: Id,
    *,
    edition: Annotated[str, Query(max_length=100, description="As this edition showed it.")] = "",
) -> Response:
    """Return a story: its sentences with their citations, coverage, disagreements and rank."""
    return ask.give(lambda: queries.story(ask.desk, story_id, edition_id=edition))


@router.get("/stories/{story_id}/claims", tags=["stories"], response_model=tuple[shapes.Claim, ...])
def claims(ask: Asked, story_id: Id) -> Response:
    """Return what the articles of a story say: each statement with every passage that says it, heaviest first."""
    return ask.give(lambda: queries.claims(ask.desk, story_id))


@router.get("/changes", tags=["stories"], response_model=shapes.Changes)
def changes(
    ask: Asked,
    *,
    since: Annotated[Moment, Query(description="ISO 8601, UTC where no zone is named: 2025-07-28T00:00:00Z.")],
    cursor: After = "",
    limit: Few = 20,
) -> Response:
    """Return what changed since a time: stories that are new or have grown, and editions made."""
    return ask.give(lambda: queries.changes(ask.desk, since, cursor=cursor, limit=limit))


@router.get("/articles/{article_id}", tags=["articles"], response_model=shapes.ArticleDetail)
def article(ask: Asked, article_id: Id) -> Response:
    """Return one article, without its text."""
    return ask.give(lambda: queries.article(ask.desk, article_id))


@router.get("/search", tags=["search"], response_model=shapes.Page[shapes.SearchHit])
def search(
    ask: Asked,
    *,
    q: Question,
    since: Since = None,
    order: Annotated[Literal["best", "new"], Query(description="Best first, or newest.")] = "best",
    cursor: After = "",
    limit: Few = 20,
) -> Response:
    """Find articles by their words, in English and Chinese."""
    return ask.give(
        lambda: queries.search(ask.desk, q, since=since, order=order, cursor=cursor, limit=limit),
    )


@router.get("/said", tags=["search"], response_model=shapes.Answer)
def said(
    ask: Asked,
    *,
    q: Question,
    since: Since = None,
    limit: Annotated[int, Query(ge=1, le=20, description="Most stories.")] = 5,
) -> Response:
    """Return what several sources say about a question: claims with their passages, story by story."""
    return ask.give(lambda: queries_about.said(ask.desk, q, since=since, limit=limit))


@router.get("/topics", tags=["field"], response_model=tuple[shapes.TagLine, ...])
def topics(ask: Asked) -> Response:
    """List the topics of the field."""
    return ask.give(lambda: queries_about.topics(ask.desk))


@router.get("/topics/{topic_id}", tags=["field"], response_model=shapes.TopicDetail)
def topic(ask: Asked, topic_id: Id) -> Response:
    """Return a topic with the stories of recent editions about it."""
    return ask.give(lambda: queries_about.topic(ask.desk, topic_id))


@router.get("/entities", tags=["field"], response_model=shapes.Page[shapes.TagLine])
def entities(ask: Asked, *, cursor: After = "", limit: Many = 100) -> Response:
    """List the organisations, persons and models of the field, by id."""
    return ask.give(lambda: queries_about.entities(ask.desk, cursor=cursor, limit=limit))


@router.get("/entities/{entity_id}", tags=["field"], response_model=shapes.TopicDetail)
def entity(ask: Asked, entity_id: Id) -> Response:
    """Return an entity with the stories of recent editions that name it."""
    return ask.give(lambda: queries_about.entity(ask.desk, entity_id))


@router.get("/sources", tags=["field"], response_model=shapes.Page[shapes.Outlet])
def sources(ask: Asked, *, cursor: After = "", limit: Many = 100) -> Response:
    """List the publishers, by id."""
    return ask.give(lambda: queries_about.sources(ask.desk, cursor=cursor, limit=limit))


@router.get("/sources/{source_id}", tags=["field"], response_model=shapes.Outlet)
def source(ask: Asked, source_id: Id) -> Response:
    """Return one publisher."""
    return ask.give(lambda: queries_about.source(ask.desk, source_id))


@router.get("/feeds", tags=["field"], response_model=tuple[shapes.FeedHealth, ...])
def feeds(ask: Asked) -> Response:
    """Return how each feed fares, those that need a look first."""
    return ask.give(lambda: queries_about.feeds(ask.desk, now=datetime.now(UTC)), lasting=False)
