"""The API's writing half: start a run, change the feeds, merge and split stories. All need the token."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from byline.app import stories as story_orders
from byline.app.feeds import described_feed
from byline.app.journal import RunState, read_run
from byline.serve import shapes
from byline.serve.api import PREFIX
from byline.serve.errors import Forbidden, NotFound, Unauthorised
from byline.serve.guard import is_token
from byline.serve.problems import PROBLEM
from byline.serve.runner import Runner
from byline.store.interface import Store
from byline.text.hashes import format_id


class Order(BaseModel):
    """Base of what is ordered: what is not named here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FeedOrder(Order):
    """A feed to poll from now on."""

    url: Annotated[str, Field(max_length=2000)]
    name: Annotated[str, Field(max_length=200)] = ""
    kind: str = "press"
    language: str = "en"
    country: str = ""
    owner: Annotated[str, Field(max_length=100)] = ""


class MergeOrder(Order):
    """Stories that are one."""

    stories: Annotated[tuple[str, ...], Field(min_length=2, max_length=50)]
    dry_run: bool = False


class SplitOrder(Order):
    """Articles that are a story of their own."""

    articles: Annotated[tuple[str, ...], Field(min_length=1, max_length=500)]
    dry_run: bool = False


class RunProgress(shapes.Resource):
    """The run that is going on, or the last one."""

    state: Annotated[str, Field(description='"none", "running", "done", "stopped" or "failed".')]
    started: datetime | None = None
    ended: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int | None = None
    finished: Annotated[dict[str, int], Field(default_factory=dict, description="Stage -> items.")]
    words: str = ""


class Regrouped(shapes.Resource):
    """What a merge or a split did, or would do."""

    story: shapes.StoryId
    changes: tuple[str, ...]
    remarks: tuple[str, ...] = ()


class Added(shapes.Resource):
    """A feed that is polled now."""

    url: str
    source: str


class Office:
    """What orders work on."""

    def __init__(self, *, store: Store, folder: Path, runner: Runner, token: str) -> None:
        """Without a token nothing can be ordered."""
        self.store = store
        self.folder = folder
        self.runner = runner
        self.token = token


async def office(request: Request) -> Office:
    """Return the office of the application."""
    found = request.app.state.office
    assert isinstance(found, Office)  # noqa: S101 - `build_app` puts it there
    return found


async def allowed(request: Request) -> Office:
    """Return the office to who has the token. Raises Forbidden where there is none, Unauthorised for a wrong one."""
    found = await office(request)
    if not found.token:
        raise Forbidden("Writing is switched off: start the server with a token in BYLINE_TOKEN.")
    if not is_token(request.headers.get("authorization", ""), found.token):
        raise Unauthorised("This needs the token of BYLINE_TOKEN, as Authorization: Bearer TOKEN.")
    return found


Reading = Annotated[Office, Depends(office)]
Allowed = Annotated[Office, Depends(allowed)]

_PROBLEM: dict[str, object] = {"model": shapes.Problem, "content": {PROBLEM: {}}}
router = APIRouter(
    prefix=PREFIX,
    tags=["orders"],
    responses={
        400: {**_PROBLEM, "description": "The order cannot be carried out."},
        401: {**_PROBLEM, "description": "The token is missing or wrong."},
        403: {**_PROBLEM, "description": "The server has no token: writing is switched off."},
    },
)


@router.get("/run")
def run(office: Reading) -> RunProgress:
    """Return how far the run is, whoever started it; or how the last one ended."""
    return run_of(read_run(office.folder))


@router.post("/run", status_code=202, responses={409: {**_PROBLEM, "description": "A run is going on."}})
def start_run(office: Allowed) -> RunProgress:
    """Start a run; it goes on by itself."""
    return run_of(office.runner.start())


@router.post("/feeds", status_code=201)
def add_feed(office: Allowed, order: FeedOrder) -> Added:
    """Poll one more feed."""
    source, feed = described_feed(
        order.url, name=order.name, kind=order.kind, language=order.language, country=order.country, owner=order.owner
    )
    office.store.put_feeds([source], [feed])
    return Added(url=feed.url, source=source.id)


@router.delete("/feeds", status_code=204)
def remove_feed(office: Allowed, url: Annotated[str, Query(max_length=2000)]) -> None:
    """Stop polling a feed; its articles stay."""
    if not office.store.remove_feed(url):
        raise NotFound("This feed is not polled.", subject=url[:200])


@router.post("/stories/merge")
def merge(office: Allowed, order: MergeOrder) -> Regrouped:
    """Make one story of several: the eldest keeps its id, and the others lead to it."""
    now = datetime.now(UTC)
    return _regrouped(story_orders.merge(office.store, order.stories, now=now, dry_run=order.dry_run))


@router.post("/stories/{story_id}/split")
def split(office: Allowed, story_id: str, order: SplitOrder) -> Regrouped:
    """Make a story of its own of some articles."""
    now = datetime.now(UTC)
    return _regrouped(story_orders.split(office.store, story_id, order.articles, now=now, dry_run=order.dry_run))


def run_of(state: RunState) -> RunProgress:
    """Return a run without what only this machine needs to know."""
    return RunProgress(
        state=state.state,
        started=state.started,
        ended=state.ended,
        stage=state.stage,
        done=state.done,
        total=state.total,
        finished=state.finished,
        words=state.words,
    )


def _regrouped(outcome: story_orders.Outcome) -> Regrouped:
    words = tuple(
        f"{one.kind}: {len(one.article_ids)} articles, {format_id(one.story_id)} and {format_id(one.other_id)}"
        for one in outcome.changes
    )
    return Regrouped(story=outcome.story, changes=words, remarks=outcome.remarks)
