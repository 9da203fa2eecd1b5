"""Measure reading feeds and pages: how much is right, and how fast beside feedparser.

Run `python bench/ingest.py [--data FOLDER] [NAME...]`; without the measuring data (BYLINE_DATA or
../shared/data) each part says so and is left out. Speeds are process CPU time; trust the ratios.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import tarfile
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from byline.errors import ParseError
from byline.ingest.extract import extract_article
from byline.ingest.parse import parse_feed, read_raw
from byline.ingest.settings import ExtractSettings
from byline.records import Article, Entry, Fetched, ParsedFeed, Source
from byline.text.html import clean_text, html_to_text

NOW = datetime(2026, 11, 3, tzinfo=UTC)
SOURCE = Source(id="bench", name="Bench", site="https://bench.example/")
URL = "http://127.0.0.1:8097/feed.xml"
DATA = Path(os.environ.get("BYLINE_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def main() -> None:
    """Print the figures asked for, all by default."""
    parts: dict[str, Callable[[Path], dict[str, float]]] = {
        "core": feeds_core,
        "real": feeds_real,
        "survival": feeds_survival,
        "mutated": feeds_mutated,
        "speed": feeds_speed,
        "hostile": hostile,
        "extract": extract_text,
        "metadata": extract_metadata,
    }
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"parts to run: {', '.join(parts)}")
    options.add_argument("--data", type=Path, default=DATA)
    given = options.parse_args()
    for name in given.names or parts:
        try:
            print(json.dumps({name: {key: round(value, 4) for key, value in parts[name](given.data).items()}}))
        except FileNotFoundError as error:
            print(f"{name}: left out, no data ({error.filename})")


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """Yield a temporary folder with the archive's files."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
        yield Path(folder)


def parse(body: bytes, url: str = URL) -> ParsedFeed | None:
    """Return what we read of a body, None where it is refused."""
    try:
        return parse_feed(body, url=url, source=SOURCE, seen_at=NOW)
    except ParseError:
        return None


def bare(text: object) -> str:
    """Return a text without markup, blanks and differences of normal form."""
    value = str(text)
    plain = html_to_text(value) if "<" in value or "&" in value else value
    return _dense(plain)


def same(found: str, wanted: object) -> bool:
    """Tell whether a plain text says the same as a wanted one, which may be HTML."""
    return bool({_dense(found), bare(found)} & {_dense(str(wanted)), bare(wanted), _dense(html.unescape(str(wanted)))})


def _dense(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_text(text))).casefold()


# ---- feeds: feedparser's own tests, as data


def feeds_core(data: Path) -> dict[str, float]:
    """Return the share of feedparser's cases about title, link, id, date and content that we read right."""
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with unpacked(data / "feeds" / "conformance.tar.gz") as folder:
        root = folder / "feedparser-tests"
        for line in (root / "cases.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            checks = [check for check in case["checks"] if _ours(check)]
            if not checks:
                continue
            feed = parse((root / case["file"]).read_bytes())
            total[case["group"]] += 1
            passed[case["group"]] += all(_holds(feed, check) for check in checks)
    figures = {group: passed[group] / total[group] for group in sorted(total) if total[group] > 20}
    plain = [group for group in total if "sanitize" not in group]
    without = sum(passed[group] for group in plain) / sum(total[group] for group in plain)
    return {"core_pass": passed.total() / total.total(), "n": total.total(), "without_sanitizer": without} | figures


_FIELDS = {
    "title": "title",
    "title_detail": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    "description": "text",
    "summary": "text",
    "summary_detail": "text",
    "content": "text",
    "published_parsed": "date",
    "updated_parsed": "date",
    "created_parsed": "date",
}


def _ours(check: dict[str, Any]) -> bool:
    path = check["path"]
    if check["op"] != "eq":
        return False
    if path == ["feed", "title"]:
        return True
    is_detail = len(path) > 3 and path[-1] != "value"
    return len(path) > 2 and path[0] == "entries" and path[2] in _FIELDS and not is_detail


def _holds(feed: ParsedFeed | None, check: dict[str, Any]) -> bool:
    if feed is None:
        return False
    path, wanted = check["path"], check["value"]
    if path == ["feed", "title"]:
        return same(feed.title, wanted)
    if path[1] >= len(feed.entries):
        return False
    entry = feed.entries[path[1]]
    kind = _FIELDS[path[2]]
    if kind == "date":
        found = entry.published
        return found is not None and list(found.timetuple())[:6] == list(wanted)[:6]
    if kind == "text":
        return same(entry.summary, wanted) or same(html_to_text(entry.content_html), wanted)
    if kind == "link":
        return entry.url == wanted or bare(entry.url) == bare(wanted)
    return same(entry.title if kind == "title" else entry.key, wanted)


# ---- feeds: real bodies


def feeds_real(data: Path) -> dict[str, float]:
    """Return the share of real feeds with every field as a plain reading of the XML has it."""
    counts: Counter[str] = Counter()
    with unpacked(data / "feeds" / "real_bodies_dev.tar.gz") as folder:
        for path in bodies(folder):
            wanted = plain_reading(path.read_bytes())
            if wanted is None:
                continue
            feed = parse(path.read_bytes(), url="https://bench.example/feed")
            wrong = differences(feed, wanted)
            counts["feeds"] += 1
            counts["right"] += not wrong
            counts.update(f"wrong_{name}" for name in wrong)
    return {"real_right": counts["right"] / counts["feeds"], **{k: float(v) for k, v in sorted(counts.items())}}


def bodies(folder: Path) -> list[Path]:
    """Return the files of real bodies: names without an ending."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.suffix)


Reading = list[dict[str, str]]


def plain_reading(body: bytes) -> Reading | None:
    """Return title, link, id and text of each item by a direct reading with lxml; None for what is not well-formed."""
    from lxml import etree

    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    items = [
        element for element in root.iter() if isinstance(element.tag, str) and _local(element) in {"item", "entry"}
    ]
    return [_plain_item(item) for item in items[:2000]] or None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain_item(item: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in item:
        if not isinstance(child.tag, str):
            continue
        name, media = _local(child), "mrss" in child.tag or "itunes" in child.tag
        text = "".join(child.itertext()).strip()
        if name == "link" and not text and (child.get("rel") or "alternate") == "alternate":
            text = child.get("href") or ""
        if name == "link" and "Atom" in child.tag and _local(item) == "item":
            continue
        key = {"guid": "id", "encoded": "content"}.get(name, name)
        if text and not media and key in {"title", "link", "id", "content", "description", "summary"}:
            found.setdefault(key, text)
    return found


def differences(feed: ParsedFeed | None, wanted: Reading) -> set[str]:
    """Return the names of fields in which some entry differs from the reading."""
    if feed is None or len(feed.entries) != len(wanted):
        return {"count"}
    wrong = set()
    for entry, item in zip(feed.entries, wanted, strict=True):
        texts = (entry.summary, html_to_text(entry.content_html))
        shown = [item[name] for name in ("content", "description", "summary") if name in item]
        wrong |= {"title"} if bare(item.get("title", "")) != bare(entry.title) else set()
        wrong |= (
            {"link"} if item.get("link", "").startswith("http") and bare(item["link"]) != bare(entry.url) else set()
        )
        wrong |= {"id"} if "id" in item and bare(item["id"]) != bare(entry.key) else set()
        wrong |= {"text"} if not all(any(same(text, part) for text in texts) for part in shown) else set()
    return wrong


def feeds_survival(data: Path) -> dict[str, float]:
    """Return how many feeds of other projects' tests raise anything but ParseError, and how many have entries."""
    counts: Counter[str] = Counter()
    with unpacked(data / "feeds" / "conformance.tar.gz") as folder:
        for path in sorted(folder.rglob("*")):
            body = path.read_bytes() if path.is_file() and path.suffix in {".xml", ".rss", ".atom", ".rdf"} else b""
            if not re.search(rb"<(?:\w+:)?(?:item|entry)[\s>]", body):
                continue
            counts["n"] += 1
            try:
                counts["with_entries"] += bool(parse_feed(body, url=URL, source=SOURCE, seen_at=NOW).entries)
            except ParseError:
                counts["refused"] += 1
            except Exception as error:
                print(path.name, repr(error)[:200])
                counts["exceptions"] += 1
    return {key: float(counts[key]) for key in ("n", "with_entries", "refused", "exceptions")}


def mutations(body: bytes) -> dict[str, bytes]:
    """Return a body damaged in the ways that feeds are damaged in the wild."""
    middle = body.find(b"<title>", len(body) // 2)
    middle = middle + 7 if middle >= 0 else len(body) // 2
    text = body.decode("utf-8", "replace")

    def inside(junk: bytes) -> bytes:
        return body[:middle] + junk + body[middle:]

    return {
        "leading_blanks": b"\n\n  " + body,
        "php_warning": b"<br />\n<b>Warning</b>: include(x) in <b>/x.php</b> on line <b>3</b><br />\n" + body,
        "junk_after": body + b"<script>track()</script>",
        "bare_ampersand": inside(b"A & B &c "),
        "html_entity": inside(b"caf&eacute;&nbsp;"),
        "control": inside(b"\x0b"),
        "nul": inside(b"\x00"),
        "stray_latin1": inside(b"caf\xe9 "),
        "bad_reference": inside(b"&#x1F;"),
        "unclosed_html": inside(b"<b>"),
        "no_root_end": re.sub(rb"</(?:rss|feed|rdf:RDF|channel)>\s*", b"", body),
        "undeclared_prefix": inside(b"")
        .replace(b"</item>", b"<zz:x>1</zz:x></item>")
        .replace(b"</entry>", b"<zz:x/></entry>"),
        "duplicate_attribute": body.replace(b"<guid ", b'<guid a="1" a="2" '),
        "wrong_encoding": re.sub(rb'encoding="[^"]*"', b'encoding="iso-8859-1"', body, count=1),
        "unknown_encoding": re.sub(rb'encoding="[^"]*"', b'encoding="x-nope"', body, count=1),
        "utf16": ("\ufeff" + text).encode("utf-16-le"),
        "xml11": body.replace(b'version="1.0"', b'version="1.1"', 1),
        "comment": body.replace(b"<channel>", b"<channel><!-- a -- b -->", 1),
        "doctype": re.sub(
            rb"(<\?xml[^>]*\?>)",
            rb'\1<!DOCTYPE rss PUBLIC "-//X//DTD" "http://my.netscape.example/rss.dtd">',
            body,
            count=1,
        ),
        "no_declaration": re.sub(rb"^\s*<\?xml[^>]*\?>", b"", body),
    }


def feeds_mutated(data: Path) -> dict[str, float]:
    """Return the share of entries that keep all fields when the body is damaged."""
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with unpacked(data / "feeds" / "real_bodies_dev.tar.gz") as folder:
        for path in bodies(folder):
            body = path.read_bytes()
            whole = parse(body) if len(body) < 300_000 and plain_reading(body) else None
            if whole is None or not whole.entries or whole.stage != "fast":
                continue
            wanted = {_fields(entry) for entry in whole.entries}
            for name, damaged in mutations(body).items():
                found = parse(damaged)
                have = {_fields(entry) for entry in found.entries} if found else set()
                total[name] += len(wanted)
                # The title that was damaged itself differs; it counts where its link is still there.
                kept[name] += len(wanted & have) + (len(wanted - have) == 1 and len(have - wanted) == 1)
    return {"mutated_right": kept.total() / total.total()} | {name: kept[name] / total[name] for name in sorted(total)}


def _fields(entry: Entry) -> tuple[str, ...]:
    return entry.title, entry.url, entry.summary, entry.content_html, str(entry.published)


def feeds_speed(data: Path) -> dict[str, float]:
    """Return feeds a second of CPU, and the ratio to feedparser."""
    import feedparser

    with unpacked(data / "feeds" / "real_bodies_dev.tar.gz") as folder:
        found = [body for path in bodies(folder) if len(body := path.read_bytes()) < 1_000_000]
    own = _cpu(lambda: [parse(body) for body in found])
    reading = _cpu(lambda: [read_raw(body, url=URL) for body in found])
    theirs = _cpu(lambda: [feedparser.parse(body) for body in found])
    stages = Counter(feed.stage if feed else "refused" for feed in map(parse, found))
    counts = {f"stage_{name}": float(count) for name, count in sorted(stages.items())}
    ratios = {"times_feedparser": theirs / own, "times_feedparser_without_cleaning": theirs / reading}
    return {"feeds_per_s": len(found) / own, "n": float(len(found))} | ratios | counts


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def hostile(data: Path) -> dict[str, float]:
    """Return the share of hostile bodies whose entries are as expected."""
    passed = total = 0
    for case in json.loads((data / "hostile_feeds" / "cases.json").read_text(encoding="utf-8")):
        if case["kind"] != "body" or "headers" in case:
            continue
        feed = parse((data / "hostile_feeds" / case["file"]).read_bytes())
        count = len(feed.entries) if feed else 0
        right = count == case.get("entries", count) and count >= case.get("entries_min", 0)
        right &= "title0" not in case or bool(feed and feed.entries[0].title == case["title0"])
        passed, total = passed + right, total + 1
    return {"pass": passed / total, "n": float(total)}


# ---- pages


def extract_text(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 over text segments that must and must not be in the text, and pages a second."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    with unpacked(data / "extraction" / "trafilatura-eval.tar.xz") as folder:
        root = folder / "trafilatura-eval"
        for url, case in json.loads((root / "evaldata.json").read_text(encoding="utf-8")).items():
            path = next(
                (root / name / case["file"] for name in ("cache", "eval") if (root / name / case["file"]).exists()),
                None,
            )
            if path is None:
                continue
            begin = time.process_time()
            article = page_article(path.read_bytes(), url, known=True)
            seconds += time.process_time() - begin
            text = article.text if article else ""
            counts["pages"] += 1
            counts["kept"] += sum(part in text for part in case["with"])
            counts["wanted"] += len(case["with"])
            counts["unwanted"] += sum(part in text for part in case["without"])
    precision, recall = counts["kept"] / (counts["kept"] + counts["unwanted"]), counts["kept"] / counts["wanted"]
    f1 = 2 * precision * recall / (precision + recall)
    return {"f1": f1, "precision": precision, "recall": recall, "pages_per_s": counts["pages"] / seconds}


def page_article(body: bytes, url: str, *, known: bool = False) -> Article | None:
    """Return the article of a page; `known`: title, date and author are given, so that only the text is worked for."""
    facts: dict[str, Any] = {"title": "t", "published": NOW, "authors": ("a",)} if known else {"title": ""}
    entry = Entry(id=0, feed_url=url, source_id="bench", key=url, url=url, seen_at=NOW, **facts)
    page = Fetched(url=url, final_url=url, status=200, body=body)
    outcome = extract_article(entry, page, settings=ExtractSettings())
    return outcome if isinstance(outcome, Article) else None


def extract_metadata(data: Path) -> dict[str, float]:
    """Return the share of pages with exact title, authors and date (a day's difference is a time zone)."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with unpacked(data / "extraction" / "postlight-metadata.tar.xz") as folder:
        root = folder / "postlight"
        for case in json.loads((root / "truth.json").read_text(encoding="utf-8")):
            article = page_article((root / case["file"]).read_bytes(), case["url"] or "https://bench.example/x")
            for name, wanted in (("title", "title"), ("author", "author"), ("date", "date_published")):
                if case.get(wanted):
                    total[name] += 1
                    right[name] += article is not None and _right(name, article, case[wanted])
    return {name: right[name] / total[name] for name in sorted(total)}


def _right(name: str, article: Article, wanted: str) -> bool:
    if name == "title":
        return _words(article.title) == _words(wanted)
    if name == "date":
        day = datetime.fromisoformat(wanted[:10]).date()
        return article.published != NOW and abs((article.published.date() - day).days) <= 1
    people = [part for part in re.split(r",|;|&|\band\b|\bund\b", re.sub(r"(?i)^by ", "", wanted)) if part.strip()]
    return sorted(map(_words, people)) == sorted(map(_words, article.authors))


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


if __name__ == "__main__":
    main()
