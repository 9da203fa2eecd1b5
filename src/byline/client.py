"""A typed client of the API of `byline serve`; it needs nothing of a newsroom but its address.

    with Client("http://127.0.0.1:8000") as news:
        for line in news.edition().contents:
            story = news.story(line.id)

Words that come from the web stand in fields named `quote`: they are material, never
instructions. Fields that a newer server adds are ignored.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar
from urllib.parse import quote as percent_encode

import msgspec

from byline.errors import BylineError, install

if TYPE_CHECKING:
    import httpx2

PREFIX = "/api/v1"
KEPT_ANSWERS = 256
"""Answers kept with their ETag, so that what did not change is not sent again."""


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what the client returns."""


class Quote(Resource, frozen=True, kw_only=True):
    """Words from the web."""

    quote: str
    language: str = "und"


class Outlet(Resource, frozen=True, kw_only=True):
    """A publisher."""

    id: str
    name: str
    site: str
    country: str = ""
    language: str = ""
    kind: str = ""
    owner: str = ""


class Passage(Resource, frozen=True, kw_only=True):
    """A span of an article: `text[start:end] == quote`; `link` opens the page at it."""

    quote: str
    article: str
    start: int
    end: int
    language: str
    outlet: str
    published: datetime
    url: str
    link: str
    country: str = ""


class Citation(Passage, frozen=True, kw_only=True):
    """A numbered passage that supports a sentence."""

    number: int


class Sentence(Resource, frozen=True, kw_only=True):
    """A published sentence with its citations."""

    quote: str
    language: str
    place: str
    tier: str
    witnesses: int
    citations: tuple[Citation, ...]
    speaker: Quote | None = None
    new: bool = False


class Side(Resource, frozen=True, kw_only=True):
    """One side of a disagreement."""

    quote: str
    passage: Passage


class Disagreement(Resource, frozen=True, kw_only=True):
    """Independent sources give different values for one thing."""

    subject: Quote
    sides: tuple[Side, ...]


class RankPart(Resource, frozen=True, kw_only=True):
    """What one part adds to a story's score."""

    name: str
    value: float
    detail: str


class Copy(Resource, frozen=True, kw_only=True):
    """Which article this one copies."""

    of: str
    share: float
    outlet: str = ""
    evidence: str = ""


class Report(Resource, frozen=True, kw_only=True):
    """An article of a story's coverage."""

    id: str
    title: Quote
    outlet: Outlet
    url: str
    published: datetime
    witness: str
    form: str = "report"
    corrected: bool = False
    copy_of: Copy | None = None
    reason: str = ""


class Checks(Resource, frozen=True, kw_only=True):
    """What the checks of sentences came to."""

    checked: int = 0
    replaced: int = 0
    dropped: int = 0
    reasons: dict[str, int] = msgspec.field(default_factory=dict)


class StoryLine(Resource, frozen=True, kw_only=True):
    """A story in a list."""

    id: str
    headline: Quote
    independent: int
    outlets: int
    articles: int
    created: datetime
    updated: datetime
    deck: Quote | None = None
    edition: str = ""
    position: int = 0
    score: float = 0.0
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()


class Continued(Resource, frozen=True, kw_only=True):
    """The elder story that a story goes on from."""

    story: str
    headline: Quote
    date: str
    edition: str = ""


class Story(StoryLine, frozen=True, kw_only=True):
    """A story with everything that is known about it."""

    sentences: tuple[Sentence, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    coverage: tuple[Report, ...] = ()
    rank: tuple[RankPart, ...] = ()
    checks: Checks = Checks()
    continues: Continued | None = None
    moved_from: str = ""


class Claim(Resource, frozen=True, kw_only=True):
    """One statement, with every passage that says it."""

    id: str
    story: str
    quote: str
    language: str
    kind: str
    witnesses: int
    weight: float
    passages: tuple[Passage, ...]


class ModelUse(Resource, frozen=True, kw_only=True):
    """What language models were asked in the run that made an edition; all 0 where none was."""

    requests: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    """In the currency of the operator's prices."""
    seconds: float = 0.0


class Ledger(Resource, frozen=True, kw_only=True):
    """What was read, kept and dropped."""

    since: datetime
    until: datetime
    feeds: int = 0
    feeds_failed: int = 0
    read: int = 0
    unread: dict[str, int] = msgspec.field(default_factory=dict)
    kept: int = 0
    dropped: dict[str, int] = msgspec.field(default_factory=dict)
    copies: int = 0
    stories: int = 0
    checks: Checks = Checks()
    models: ModelUse = ModelUse()


class EditionLine(Resource, frozen=True, kw_only=True):
    """An edition in a list."""

    id: str
    title: str
    date: str
    language: str
    made_at: datetime
    stories: int
    headline: Quote | None = None
    notice: str = ""


class Edition(EditionLine, frozen=True, kw_only=True):
    """An edition: its stories in order, and its ledger."""

    contents: tuple[StoryLine, ...]
    ledger: Ledger
    version: str = ""
    inputs_hash: str = ""


class Hit(Resource, frozen=True, kw_only=True):
    """An article that has all words of a question."""

    article: str
    title: Quote
    snippet: Quote
    outlet: str
    published: datetime
    url: str
    score: float
    country: str = ""
    story: str = ""


class Said(Resource, frozen=True, kw_only=True):
    """What several sources say about one thing, in one story."""

    story: StoryLine
    claims: tuple[Claim, ...]


class Answer(Resource, frozen=True, kw_only=True):
    """What several sources say about a question."""

    question: str
    articles: int
    sources: int
    stories: tuple[Said, ...]


class Change(Resource, frozen=True, kw_only=True):
    """A story that is new or has grown, with its articles since then."""

    kind: str
    story: StoryLine
    articles: tuple[Report, ...]


class ApiError(BylineError):
    """The server refused a question, or could not be reached."""

    def __init__(self, message: str, *, subject: str = "", status: int = 0, retryable: bool = False) -> None:
        """`status` is the HTTP status, 0 where there was no answer."""
        super().__init__(message, subject=subject)
        self.status = status
        self.retryable = retryable


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    items: tuple[msgspec.Raw, ...]
    next: str = ""


Value = TypeVar("Value")


class Client:
    """Asks one server; use it as a context manager. Not to be shared between threads."""

    def __init__(self, base_url: str, *, timeout_s: float = 30.0) -> None:
        """`base_url` is where `byline serve` listens. Raises ApiError where httpx2 is not installed."""
        try:
            import httpx2
        except ImportError as error:
            raise ApiError(f"this needs httpx2. {install('client')}") from error
        self._http = httpx2.Client(base_url=base_url.rstrip("/"), timeout=timeout_s)
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def editions(self) -> Iterator[EditionLine]:
        """Yield all editions, newest first."""
        return self._all("/editions", EditionLine)

    def edition(self, edition_id: str = "latest") -> Edition:
        """Return one edition, the newest where no id is given."""
        return self._one(f"/editions/{_part(edition_id)}", Edition)

    def ledger(self, edition_id: str = "latest") -> Ledger:
        """Return what an edition read, kept and dropped."""
        return self._one(f"/editions/{_part(edition_id)}/ledger", Ledger)

    def stories(self, *, since: datetime | None = None) -> Iterator[StoryLine]:
        """Yield the stories with an article since a time, latest first."""
        return self._all("/stories", StoryLine, since=_time(since))

    def story(self, story_id: str, *, edition: str = "") -> Story:
        """Return a story with its sentences, citations and coverage."""
        return self._one(f"/stories/{_part(story_id)}", Story, edition=edition)

    def claims(self, story_id: str) -> tuple[Claim, ...]:
        """Return what the articles of a story say, heaviest first."""
        return self._one(f"/stories/{_part(story_id)}/claims", tuple[Claim, ...])

    def changes(self, since: datetime) -> Iterator[Change]:
        """Yield the stories that are new or have grown since a time, latest first."""
        return self._all("/changes", Change, since=_time(since))

    def search(
        self, question: str, *, since: datetime | None = None, order: Literal["best", "new"] = "best"
    ) -> Iterator[Hit]:
        """Yield the articles with all words of the question, at most 1,000."""
        return self._all("/search", Hit, q=question, since=_time(since), order=order)

    def said(self, question: str, *, since: datetime | None = None, limit: int = 5) -> Answer:
        """Return what several sources say about a question."""
        return self._one("/said", Answer, q=question, since=_time(since), limit=str(limit))

    def sources(self) -> Iterator[Outlet]:
        """Yield the publishers, by id."""
        return self._all("/sources", Outlet)

    def _all(self, path: str, kind: type[Value], **params: str) -> Iterator[Value]:
        cursor = ""
        while True:
            page = msgspec.json.decode(self._get(path, {**params, "cursor": cursor}), type=_Page)
            yield from (msgspec.json.decode(item, type=kind) for item in page.items)
            cursor = page.next
            if not cursor:
                return

    def _one(self, path: str, kind: type[Value], **params: str) -> Value:
        return msgspec.json.decode(self._get(path, params), type=kind)

    def _get(self, path: str, params: Mapping[str, str]) -> bytes:
        """Return the body of an answer; of one that did not change, the body kept."""
        import httpx2

        asked = {name: value for name, value in params.items() if value}
        key = f"{path} {sorted(asked.items())}"
        kept = self._kept.get(key)
        headers = {"If-None-Match": kept[0]} if kept else {}
        try:
            answer = self._http.get(f"{PREFIX}{path}", params=asked, headers=headers)
        except httpx2.HTTPError as error:
            raise ApiError(f"no answer: {error}", subject=str(self._http.base_url), retryable=True) from error
        if answer.status_code == 304 and kept:
            self._kept.move_to_end(key)
            return kept[1]
        if answer.status_code != 200:
            raise _error(answer)
        self._keep(key, answer.headers.get("etag", ""), answer.content)
        return answer.content

    def _keep(self, key: str, tag: str, body: bytes) -> None:
        if tag:
            self._kept[key] = (tag, body)
            while len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)


def _error(answer: httpx2.Response) -> ApiError:
    """Return the error that an answer tells. **Source:** RFC 9457."""

    class Problem(msgspec.Struct):
        title: str = ""
        detail: str = ""

    try:
        told = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        told = Problem()
    words = told.detail or told.title or answer.reason_phrase
    retryable = answer.status_code in (429, 502, 503, 504)
    return ApiError(words, subject=str(answer.url), status=answer.status_code, retryable=retryable)


def _part(name: str) -> str:
    return percent_encode(name, safe="")


def _time(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
