"""Speed of the API: latency on loopback with 100,000 articles stored, measured by wrk.

Run `python bench/api.py [--articles N] [--folder FOLDER] [--json FILE]`; a FOLDER keeps the newsroom
for the next time. `byline serve` runs as a process of its own, without a rate limit. Every kind of
question is asked in thousands of ways, each with an address that was not asked before: no answer
is at hand. `--same` asks also a few addresses again and again, as readers of today's edition do.
Beside the latencies stands the processor time that the server spends on one answer: it depends far
less than they do on what else the machine is doing. Texts are invented words with the frequencies
of a language (bench/store.py), in sentences; the same for every run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from byline.catalogue.load import load_catalogue
from byline.publish.compose import EditionFrame, compose
from byline.records import (
    Article,
    Citation,
    Claim,
    Coverage,
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
    StoryClaims,
    Summary,
    Tier,
    Vector,
)
from byline.serve.cursors import cursor_of
from byline.store.sqlite import SqlStore, open_store
from byline.text.hashes import format_id
from store import END, MEMBERS, _article, _clustered, _entry, _texts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FEEDS = 200
BATCH = 1000
EDITIONS = 30
STORIES = 20
TEXTS = 2000
SENTENCE_WORDS = 18
QUOTE_CHARS = 150
CLAIMS = 17
"""Of a story of four such articles: as many as are found in their texts, each said by one of them."""
CONNECTIONS = (1, 4, 16)
DIFFERENT = 4000
GOAL_MS = 30.0

LUA = """
local paths, at = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
function request() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
function done(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.connect + summary.errors.read
  io.write(string.format("RESULT %%.2f %%.2f %%.2f %%d %%d %%d\\n", latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.requests, summary.duration, bad))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keep the newsroom here")
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--only", default="", help="kinds of questions with these letters in their name")
    parser.add_argument("--same", action="store_true", help="ask four addresses again and again, too")
    parser.add_argument("--json", type=Path, help="add the figures to this file")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("bench/api.py needs wrk (apt-get install wrk); nothing measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as scratch:
        figures = _measured(options, Path(scratch))
    if options.json:
        old = json.loads(options.json.read_text("utf-8")) if options.json.exists() else {}
        options.json.write_text(json.dumps(old | figures, indent=2) + "\n", "utf-8")


def _measured(options: argparse.Namespace, scratch: Path) -> dict[str, float]:
    """Print a line for each measurement and return the figures."""
    folder = options.folder or scratch
    folder.mkdir(parents=True, exist_ok=True)
    fill(folder / "newsroom.db", options.articles)
    store = open_store(folder / "newsroom.db")
    questions = {name: paths for name, paths in kinds(store) if options.only in name}
    stored = store.counts()
    store.close()
    print(f"stored: {stored}; load average before: {os.getloadavg()[0]:.2f}")
    columns = ("p50 ms", "p95 ms", "p99 ms", "CPU ms", "req/s", "bad")
    print(f"{'question':20}{'asked':11}{'conn.':>6}" + "".join(f"{name:>9}" for name in columns))
    figures: dict[str, float] = {"api_articles": stored["articles"]}
    with serving(folder) as server:
        for name, paths in questions.items():
            for asked, some in (("new", paths), *([("again", paths[:4])] if options.same else [])):
                for connections in CONNECTIONS:
                    row = server.measure(some, connections=connections, seconds=options.seconds, scratch=scratch)
                    print(f"{name:20}{asked:11}{connections:6}" + "".join(f"{value:9.2f}" for value in row), flush=True)
                    if asked == "new":
                        key = f"api_{name.replace(' ', '_')}_{connections}"
                        figures |= {f"{key}_p50_ms": row[0], f"{key}_p95_ms": row[1], f"{key}_p99_ms": row[2]}
                        figures[f"{key}_cpu_ms"] = row[3]
    load = figures["api_load_average"] = round(os.getloadavg()[0], 2)
    late = sorted({key for key, value in figures.items() if key.endswith("_p95_ms") and value > GOAL_MS})
    print(f"load average after: {load}; p95 above {GOAL_MS:.0f} ms: {', '.join(late) or 'none'}")
    return figures


def kinds(store: SqlStore) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of question with addresses that all differ."""
    chance, api = random.Random(3), "/api/v1"
    stories = store.recent_stories(END - timedelta(days=90), limit=50_000)
    cursors = [cursor_of((at - EPOCH) // timedelta(microseconds=1), format_id(one)) for one, _, at in stories]
    ids = [format_id(one) for one, _, _ in chance.sample(stories, min(DIFFERENT, len(stories)))]
    told = [format_id(one.story_id) for one in store.appearances("9999-12-31")]
    newest = told[:STORIES]
    chance.shuffle(told)
    english, chinese = _questions()
    times = [f"{END - timedelta(minutes=10 * n):%Y-%m-%dT%H:%M:%SZ}" for n in range(DIFFERENT)]
    field = load_catalogue("ai")
    yield "editions", _numbered([f"{api}/editions?limit={n}" for n in range(1, 31)])
    yield "edition", _numbered([f"{api}/editions/{one}" for one in store.editions()])
    yield "ledger", _numbered([f"{api}/editions/{one}/ledger" for one in store.editions()])
    yield "stories", [f"{api}/stories?since={at}" for at in times]
    yield "stories onwards", [f"{api}/stories?cursor={one}" for one in cursors[:DIFFERENT]]
    yield "changes", [f"{api}/changes?since={at}" for at in times]
    yield "story", [f"{api}/stories/{one}" for one in ids]
    yield "story of edition", _numbered([f"{api}/stories/{one}" for one in told])
    yield "claims of today", _numbered([f"{api}/stories/{one}/claims" for one in newest])
    yield "claims", [f"{api}/stories/{one}/claims" for one in ids]
    yield "search English", [f"{api}/search?q={word}" for word in english]
    yield "search two words", [f"{api}/search?q={a}+{b}" for a, b in zip(english, english[7:], strict=False)]
    yield "search Chinese", [f"{api}/search?q={urllib.parse.quote(word)}" for word in chinese]
    yield "said", [f"{api}/said?q={a}+{b}" for a, b in zip(english, english[5:], strict=False)]
    yield "sources", _numbered([f"{api}/sources?limit={n}" for n in range(1, 201)])
    yield "entities", _numbered([f"{api}/entities?limit={n}" for n in range(20, 120)])
    yield "entity", _numbered([f"{api}/entities/{one.id}" for one in field.entities])


def _numbered(addresses: Sequence[str]) -> list[str]:
    """Return addresses again and again, each time with a number that the server does not look at."""
    sign = ["&" if "?" in one else "?" for one in addresses]
    size = len(addresses)
    return [f"{addresses[n % size]}{sign[n % size]}asked={n}" for n in range(DIFFERENT)]


def _questions() -> tuple[list[str], list[str]]:
    """Return English words and Chinese words of two characters, each once, as frequent as they are in the texts."""
    english: dict[str, None] = {}
    chinese: dict[str, None] = {}
    for text in _words():
        if "\uff0c" in text:
            chinese |= {run[at : at + 2]: None for run in text.split("\uff0c") for at in range(0, len(run), 2)}
        else:
            english |= dict.fromkeys(text.split())
        if min(len(english), len(chinese)) >= DIFFERENT:
            return list(english)[:DIFFERENT], list(chinese)[:DIFFERENT]
    raise AssertionError("the texts never end")


class serving:  # noqa: N801 - used like a function
    """A `byline serve` of its own process; gives itself, to be measured."""

    def __init__(self, folder: Path) -> None:
        options = ["--set", f"newsroom.folder={folder}", "--set", f"publish.folder={folder / 'site'}"]
        command = [sys.executable, "-m", "byline", "serve", "--port", "0", "--rate", "0", *options]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self._asked: dict[str, int] = {}

    def __enter__(self) -> Self:
        stream = self._process.stderr
        assert stream is not None
        found = next(m for m in (re.search(r"http://\S+", line) for line in stream) if m)
        self.address = found.group().rstrip("/")
        urllib.request.urlopen(f"{self.address}/healthz", timeout=60).close()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def measure(self, paths: Sequence[str], *, connections: int, seconds: int, scratch: Path) -> tuple[float, ...]:
        """Return p50, p95, p99 in ms, processor ms of the server for an answer, answers a second, and errors."""
        at = self._asked.get(paths[0], 0) % len(paths)
        listed, script = scratch / "paths", scratch / "wrk.lua"
        listed.write_text("\n".join([*paths[at:], *paths[:at]]) + "\n")
        script.write_text(LUA % listed)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        spent = self._processor_s()
        out = subprocess.run([*command, self.address], capture_output=True, text=True, check=True).stdout
        spent = self._processor_s() - spent
        found = next(line for line in out.splitlines() if line.startswith("RESULT")).split()[1:]
        p50, p95, p99, requests, microseconds, bad = map(float, found)
        self._asked[paths[0]] = at + int(requests) + 2 * connections
        return p50, p95, p99, round(1000 * spent / max(requests, 1), 2), 1e6 * requests / microseconds, bad

    def _processor_s(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _words() -> Iterator[str]:
    """Yield the texts of bench/store.py, its Chinese ones made of words of two signs, as frequent as those of news."""
    chance = random.Random(5)
    words = ["".join(chr(chance.randrange(0x4E00, 0x4E00 + 3000)) for _ in "12") for _ in range(20_000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    for text in _texts():
        runs = text.count("\uff0c") + 1
        made = ("".join(chance.choices(words, cum_weights=weights, k=5)) for _ in range(runs))
        yield text if runs == 1 else "\uff0c".join(made)


def _sentences() -> Iterator[str]:
    """Yield texts in sentences, each of two thousand again and again with another beginning: making words is slow."""
    made = _words()
    pool = [_in_sentences(next(made)) for _ in range(TEXTS)]
    for turn in range(1_000_000):
        for sentences in pool:
            at = turn % len(sentences)
            yield " ".join([*sentences[at:], *sentences[:at]])


def _in_sentences(text: str) -> list[str]:
    if "\uff0c" in text:
        runs = text.split("\uff0c")
        return ["\uff0c".join(runs[at : at + 3]) + "\u3002" for at in range(0, len(runs), 3)]
    words = text.split()
    parts = (" ".join(words[at : at + SENTENCE_WORDS]) for at in range(0, len(words), SENTENCE_WORDS))
    return [f"{part.capitalize()}." for part in parts]


def fill(path: Path, count: int) -> None:
    """Store articles in stories of four, and an edition a day; goes on where it was interrupted."""
    store = open_store(path)
    if not store.counts()["entries"]:
        _poll(store, count)
    texts, done, founder = _sentences(), store.counts()["articles"], 0
    texts = itertools.islice(texts, done, None)
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
    for day in range(len(store.editions()), EDITIONS):
        _edition(store, day)
    # A run stores what stories say. Finding it in all of them takes half an hour: sentences are taken as they come.
    while waiting := store.unfound_claims("bench", since=END, limit=BATCH):
        store.commit([_said(coverage) for coverage in store.stories(waiting).values()], now=END)
    store.close()


def _poll(store: SqlStore, count: int) -> None:
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


def _said(coverage: Coverage) -> StoryClaims:
    articles = [member.article for member in coverage.members]
    spans = [
        (number, article, found)
        for article in articles
        for number, found in enumerate(re.finditer(r"[^.\u3002]+[.\u3002]", article.text))
    ]
    made = []
    for number, article, found in sorted(spans, key=lambda span: (span[0], span[1].id))[:CLAIMS]:
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        passage = Passage(article_id=article.id, start=start, end=found.end(), quote=article.text[start : found.end()])
        said = {"representative": passage, "supports": (passage,), "witnesses": (article.source_id,)}
        made.append(Claim(id=len(made) + 1, kind="report", language="en", weight=1 / (1 + number), **said))
    ids = tuple(sorted(article.id for article in articles))
    return StoryClaims(story_id=coverage.story.id, article_ids=ids, version="bench", claims=tuple(made))


def _summary(articles: Sequence[Article]) -> Summary:
    """Quote nine passages of 150 characters."""
    sentences = []
    for number in range(9):
        article = articles[number % len(articles)]
        start = min(number * 160, max(0, len(article.text) - QUOTE_CHARS))
        quote = article.text[start : start + QUOTE_CHARS]
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
