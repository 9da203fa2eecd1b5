"""The server's own pages: search while typing, health of the feeds, progress of a run; and the published ones."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib.resources import files as package_files
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader

from byline.app.journal import read_run
from byline.publish.labels import moment_in, words_in
from byline.publish.pages import Place, environment
from byline.serve import queries, queries_about, shapes
from byline.serve.answers import etag, tagged
from byline.serve.desk import Desk
from byline.serve.errors import NotFound
from byline.serve.events import Events
from byline.serve.metrics import TYPE, Metrics
from byline.serve.site_files import TYPES, SiteFiles
from byline.serve.words import run_line, word_in

HTML = "text/html; charset=utf-8"
NO_STORE = {"Cache-Control": "no-store"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
OWN = frozenset({"htmx.min.js", "live.js", "live.css"})
RESULTS = 20


class Pages:
    """What the pages are made from."""

    def __init__(self, desk: Desk, files: SiteFiles, *, folder: Path, title: str, language: str) -> None:
        """`title` and `language` are the newsroom's, for pages that belong to no edition."""
        self.desk = desk
        self.files = files
        self.folder = folder
        self.title = title
        self.language = language
        self.word = word_in(language)
        self.events = Events(folder, newest=self._newest)
        self.metrics = Metrics(desk, folder)

    def _newest(self) -> str:
        head = self.desk.head()
        return f"{head.id} {head.made_at.isoformat()}" if head else ""

    def render(self, template: str, **values: object) -> bytes:
        """Return a page that stands at the site's top."""
        shown: dict[str, object] = {
            "language": self.language,
            "site_title": self.title,
            "newest": self.desk.head(),
            "notice": "",
            "say": words_in(self.language),
            "word": self.word,
            "to_site": "/",
            "up": "/",
            "assets": "/assets/",
            "place": Place(up="/", to_site="/", policy=POLICY, links=(("/health", self.word("health")),)),
        }
        return live_environment().get_template(template).render(shown | values).encode()


@cache
def live_environment() -> Environment:
    """Return the environment of the site's templates, which finds the server's own ones as well."""
    site = environment()
    loaders = [PackageLoader("byline.serve"), *([site.loader] if site.loader else [])]
    return site.overlay(loader=ChoiceLoader(loaders))


async def pages_of(request: Request) -> Pages:
    """Return what the pages of an application are made from."""
    found = request.app.state.pages
    assert isinstance(found, Pages)  # noqa: S101 - `build_app` puts it there
    return found


Shown = Annotated[Pages, Depends(pages_of)]
router = APIRouter(include_in_schema=False)


@router.get("/")
def front(request: Request, pages: Shown) -> Response:
    """Return the newest edition's front page, or what to do where there is none."""
    if pages.files.has_front():
        return pages.files.give(request, "index.html")
    line = run_line(read_run(pages.folder), pages.word)
    return Response(pages.render("live_empty.html", run=line), media_type=HTML, headers=NO_STORE)


@router.get("/search")
@router.get("/search.html")
def search(
    request: Request,
    pages: Shown,
    *,
    q: Annotated[str, Query(max_length=400)] = "",
    order: Literal["best", "new"] = "best",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Return the search page, or only its results where the page asks while somebody types."""
    found = shapes.Page[shapes.SearchHit](items=())
    if q.strip():
        found = queries.search(pages.desk, q, order=order, cursor=cursor, limit=RESULTS)
    more = f"/search?{urlencode({'q': q, 'order': order, 'cursor': found.next})}" if found.next else ""
    partial = request.headers.get("hx-request") == "true"
    template = "live_results.html" if partial else "live_search.html"
    body = pages.render(template, q=q, order=order, hits=_hits(pages, found.items), more=more)
    answer = tagged(request, body, etag(body), media_type=HTML)
    answer.headers["Vary"] = "HX-Request"
    return answer


@router.get("/health")
@router.get("/health.html")
def health(pages: Shown) -> Response:
    """Return how the run and the feeds fare."""
    now = datetime.now(UTC)
    found = queries_about.feeds(pages.desk, now=now)
    counts = {state: sum(feed.state == state for feed in found) for state in ("good", "failing", "silent", "waiting")}
    summary = " · ".join(f"{pages.word(f'state.{state}')} {number}" for state, number in counts.items() if number)
    line = run_line(read_run(pages.folder), pages.word)
    rows = [_feed_row(pages, feed, now=now) for feed in found]
    body = pages.render("live_health.html", rows=rows, summary=summary, run=line)
    return Response(body, media_type=HTML, headers=NO_STORE)


@router.get("/events")
async def events(pages: Shown) -> Response:
    """Return the stream of what a run does."""
    return pages.events.stream(pages.word)


@router.get("/healthz")
def healthz(pages: Shown) -> Response:
    """Return 200 where the store can be read."""
    pages.desk.store.edition_heads()
    return Response('{"status":"ok"}', media_type="application/json", headers=NO_STORE)


@router.get("/metrics")
def metrics(pages: Shown) -> Response:
    """Return figures for Prometheus."""
    return Response(pages.metrics.text(), headers={**NO_STORE, "Content-Type": TYPE})


@router.get("/live/{name}")
def own_asset(request: Request, name: str) -> Response:
    """Return a file that the server's own pages need."""
    if name not in OWN:
        raise NotFound("There is no such file.", subject=name[:100])
    body = package_files("byline.serve").joinpath("assets", name).read_bytes()
    return tagged(request, body, etag(body), media_type=TYPES[Path(name).suffix])


@router.get("/{path:path}")
def published(request: Request, pages: Shown, path: str) -> Response:
    """Return a published page or a file that belongs to one; an edition's address without its slash leads to it."""
    if path and "." not in path and pages.files.has_front(path):
        return RedirectResponse(f"/{path}/", status_code=HTTPStatus.PERMANENT_REDIRECT)
    return pages.files.give(request, f"{path}index.html" if path.endswith("/") else path)


def _hits(pages: Pages, found: tuple[shapes.SearchHit, ...]) -> list[dict[str, object]]:
    where = pages.desk.store.shown([queries.number_of(hit.story) for hit in found if hit.story])
    return [
        {
            "title": hit.title.quote,
            "language": hit.title.language,
            "snippet": hit.snippet.quote,
            "outlet": hit.outlet,
            "country": hit.country,
            "iso": hit.published.isoformat(),
            "moment": moment_in(pages.language, hit.published),
            "url": hit.url,
            "story": _story_page(pages, hit.story, where),
        }
        for hit in found
    ]


def _story_page(pages: Pages, story_id: str, where: dict[int, tuple[str, int]]) -> str:
    """Return the address of a story's page in the newest edition that shows it, "" where none does."""
    edition_id, position = where.get(queries.number_of(story_id), ("", 0)) if story_id else ("", 0)
    head = pages.desk.head(edition_id) if edition_id else None
    told = queries.edition_stories(pages.desk, head)[position - 1 : position] if head else ()
    return f"/{edition_id}/story/{told[0].id}.html" if told else ""


def dated(language: str, at: datetime, *, now: datetime) -> str:
    """Return a date and time as the health page shows it: the year stands in front where it is not this one."""
    said = moment_in(language, at)
    if at.year == now.year:
        return said
    return f"{at.year}年{said}" if language.startswith("zh") else said.replace(",", f" {at.year},", 1)


def _feed_row(pages: Pages, feed: shapes.FeedHealth, *, now: datetime) -> dict[str, object]:
    def moment(at: datetime | None, missing: str) -> str:
        return dated(pages.language, at, now=now) if at else pages.word(missing)

    due = feed.next_poll is None or feed.next_poll <= now
    return {
        "name": feed.name,
        "url": feed.url,
        "state": feed.state,
        "words": feed.words,
        "success": moment(feed.last_success, "never"),
        "entry": moment(feed.last_entry, "never"),
        "next": pages.word("now") if due else moment(feed.next_poll, "now"),
    }
