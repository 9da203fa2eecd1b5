"""Speed of the API: latency on loopback with 100,000 articles stored, measured by wrk.

Run `python bench/api.py [ARTICLES] [FOLDER]`; a FOLDER keeps the newsroom for the next time.
`byline serve` runs as a process of its own, without a rate limit. Every question is asked
twice: "same" asks a few addresses again and again, as readers of today's edition do; "each
other" asks a thousand different ones in turn, so that hardly an answer is at hand.
Texts are those of bench/store.py: invented words with the frequencies of a language.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from byline.publish.compose import EditionFrame, compose
from byline.records import (
    Article,
    Citation,
    Extracted,
    Feed,
    FetchLog,
    Kept,
    ParsedFeed,
    Part,
    Passage,
    Polled,
    Score,
    Screened,
    Section,
    Sentence,
    Source,
    Summary,
    Tier,
    Vector,
)
from byline.store.sqlite import SqlStore, open_store
from byline.text.hashes import format_id
from store import END, MEMBERS, WORDS, _article, _clustered, _entry, _texts

FEEDS = 200
BATCH = 1000
EDITIONS = 30
STORIES = 20
SECONDS = 5
CONNECTIONS = (1, 4, 16)
DIFFERENT = 1000

LUA = """
local paths, at = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
function request() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
function done(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.connect + summary.errors.read
  io.write(string.format("RESULT %%.2f %%.2f %%.2f %%.0f %%d\\n", latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6, bad))
end
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if shutil.which("wrk") is None:
        sys.exit("bench/api.py needs wrk (apt-get install wrk).")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "newsroom.db").exists():
            fill(folder / "newsroom.db", count)
        store = open_store(folder / "newsroom.db")
        questions = dict(kinds(store))
        print(f"stored: {store.counts()}")
        store.close()
        with serving(folder) as address:
            print(
                f"{'question':24}{'asked':12}{'conn.':>6}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'req/s':>8}{'bad':>5}"
            )
            for name, paths in questions.items():
                for asked, some in (("same", paths[:4]), ("each other", paths)):
                    for connections in CONNECTIONS:
                        row = measure(address, some, connections=connections, scratch=Path(scratch))
                        p50, p95, p99, rate, bad = row.split()
                        print(
                            f"{name:24}{asked:12}{connections:6}{p50:>9}{p95:>9}{p99:>9}{rate:>8}{bad:>5}", flush=True
                        )


def kinds(store: SqlStore) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of question with a thousand addresses."""
    chance, api = random.Random(3), "/api/v1"
    rows = store.recent_stories(END - timedelta(days=90), limit=20_000)
    some = chance.sample(rows, min(DIFFERENT, len(rows)))
    shown = [f"{api}/editions/{edition}" for edition in store.editions()]
    words = next(_texts()).split()
    pairs = [
        f"{a}+{b}" for a, b in zip(chance.choices(words, k=DIFFERENT), chance.choices(words, k=DIFFERENT), strict=True)
    ]
    yield "edition", shown
    yield "story", [f"{api}/stories/{format_id(story_id)}" for story_id, _, _ in some]
    yield "search, two words", [f"{api}/search?q={pair}" for pair in pairs]
    yield "search, a frequent word", [f"{api}/search?q={word}" for word in dict.fromkeys(words)]
    yield (
        "stories, 20 a page",
        [
            f"{api}/stories?limit=20&since={END - timedelta(days=1, seconds=n):%Y-%m-%dT%H:%M:%SZ}"
            for n in range(DIFFERENT)
        ],
    )


def measure(address: str, paths: Sequence[str], *, connections: int, scratch: Path) -> str:
    """Return p50, p95, p99 in ms, requests a second and errors."""
    listed, script = scratch / "paths", scratch / "wrk.lua"
    listed.write_text("\n".join(paths) + "\n")
    script.write_text(LUA % listed)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "10s", "-s", str(script), address]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return next(line for line in out.splitlines() if line.startswith("RESULT")).removeprefix("RESULT ")


class serving:  # noqa: N801 - used like a function
    """A `byline serve` of its own process; gives its address."""

    def __init__(self, folder: Path) -> None:
        options = ["--set", f"newsroom.folder={folder}", "--set", f"publish.folder={folder / 'site'}"]
        command = [sys.executable, "-m", "byline", "serve", "--port", "0", "--rate", "0", *options]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> str:
        stream = self._process.stderr
        assert stream is not None
        found = next(m for m in (re.search(r"http://\S+", line) for line in stream) if m)
        address = found.group().rstrip("/")
        urllib.request.urlopen(f"{address}/healthz", timeout=60).close()
        return address

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def turned() -> Iterator[str]:
    """Yield texts of bench/store.py, each of two thousand again and again with another beginning: making is slow."""
    made = _texts()
    pool = [next(made) for _ in range(2000)]
    for turn in range(1_000_000):
        for text in pool:
            at = turn * 7 % max(1, len(text) - 40)
            yield text[at:] + " " + text[:at]


def fill(path: Path, count: int) -> None:
    """Store articles in stories of four, and an edition a day."""
    store = open_store(path)
    store.put_feeds(
        [Source(id=f"s{i}", name=f"Outlet {i}", site=f"https://s{i}.example") for i in range(FEEDS)],
        [Feed(url=f"https://s{i}.example/feed", source_id=f"s{i}") for i in range(FEEDS)],
    )
    for i in range(FEEDS):
        url = f"https://s{i}.example/feed"
        entries = tuple(_entry(n, i, url) for n in range(i, count, FEEDS))
        log = FetchLog(id=0, url=url, final_url=url, kind="feed", at=END, status=200, size_bytes=1, body_hash="0" * 64)
        read = ParsedFeed(title="t", entries=entries, stage="fast")
        store.commit([Polled(feed_url=url, fetch=log, outcome=read, next_poll=END + timedelta(hours=1))], now=END)
    texts, done, founder = turned(), store.counts()["articles"], 0
    # Filling goes on where it was interrupted.
    while batch := store.pending("extract", now=END, limit=BATCH):
        articles = [_article(entry, done + i, next(texts)) for i, entry in enumerate(batch)]
        store.commit([Extracted(entry_id=a.entry_id, outcome=a) for a in articles], now=END)
        kept = Kept(topics=("models",), entities=("openai",))
        store.commit([Screened(article_id=a.id, outcome=kept) for a in articles], now=END)
        vector = bytes(4 * 384)
        store.commit([Vector(article_id=a.id, model_id="bench@1", vector=vector) for a in articles], now=END)
        clustered, founder = _clustered(articles, founder, first=done)
        store.commit([clustered], now=END)
        done += len(articles)
        print(f"stored {done} of {count}", end="\r", file=sys.stderr, flush=True)
    for day in range(EDITIONS):
        _edition(store, day)
    store.close()


def _edition(store: SqlStore, day: int) -> None:
    until = END - timedelta(days=day)
    found = store.coverage(until - timedelta(hours=3), until)
    whole = [coverage for coverage in found if len(coverage.members) == MEMBERS][:STORIES]
    scores = [Score(story_id=c.story.id, total=1.0, parts=(Part(name="n", value=1.0, detail="d"),)) for c in whole]
    summaries = {c.story.id: _summary([m.article for m in c.members]) for c in whole}
    frame = EditionFrame(
        id=f"{until:%Y-%m-%d}",
        title="Bench",
        date=f"{until:%Y-%m-%d}",
        language="en",
        made_at=until,
        window_start=until - timedelta(days=1),
        window_end=until,
        ledger=store.ledger(until - timedelta(days=1), until),
        settings={},
        inputs_hash="0" * 64,
        version="bench",
    )
    store.commit([compose({c.story.id: c for c in whole}, scores, summaries, frame=frame)], now=until)


def _summary(articles: Sequence[Article]) -> Summary:
    """Quote nine passages of 150 characters."""
    sentences = []
    for number in range(9):
        article = articles[number % len(articles)]
        start = min(number * 160, max(0, len(article.text) - WORDS // 2))
        quote = article.text[start : start + 150]
        passage = Passage(article_id=article.id, start=start, end=start + len(quote), quote=quote)
        citation = Citation(number=number + 1, passage=passage)
        sentences.append(Sentence(text=quote, citations=(citation,), tier=Tier.VERBATIM, language="en"))
    section = Section(kind="happened", sentences=tuple(sentences[2:]))
    return Summary(
        story_id=min(a.id for a in articles),
        inputs_hash="0" * 64,
        language="en",
        headline=sentences[0],
        deck=sentences[1],
        sections=(section,),
    )


if __name__ == "__main__":
    main()
