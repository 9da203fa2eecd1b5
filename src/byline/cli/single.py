"""`byline parse` and `extract`: two stages on their own, for one feed or one page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import DONE_WITH_FAILURES, ConfigOption, JsonOption, SetOption, err, load, out, print_json
from byline.errors import BylineError, ConfigError, FetchError, ParseError

if TYPE_CHECKING:
    from byline.records import Fetched

MOST_BYTES = 20_000_001
"""Bytes of a file that are read: one more than a feed may have, so that a larger one is told from the largest."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(parse)
    app.command()(extract)


def parse(
    target: Annotated[str, typer.Argument(help="File or address of a feed.")],
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Read one feed and print its entries."""
    from rich.text import Text

    from byline.ingest.parse import parse_feed
    from byline.ingest.raw import INCOMPLETE
    from byline.records import Source

    fetched = _read(target, kind="feed", config=config, set_=set_)
    source = Source(id="given", name=target, site=fetched.final_url)
    try:
        feed = parse_feed(
            fetched.body,
            url=fetched.final_url,
            source=source,
            seen_at=datetime.now(UTC),
            content_type=fetched.content_type,
        )
    except ParseError as error:
        raise _unusable(target, f"{error.message} {error.advice}".strip(), kind=error.kind) from error
    if json:
        print_json(feed)
    else:
        out().print(Text(f"{feed.title} ({len(feed.entries)} entries, read by the {feed.stage} parser)", style="bold"))
        for entry in feed.entries:
            when = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "undated         "
            out().print(Text(f"{when}  {entry.title}  {entry.url}"), soft_wrap=True)
    for warning in feed.warnings:
        err().print(Text(f"{target}: {warning}"), soft_wrap=True)
    if not INCOMPLETE.isdisjoint(feed.warnings):
        count = len(feed.entries)
        read = f"{count} {'entry was' if count == 1 else 'entries were'} read before its end"
        err().print(Text(f"{target}: {read}; what came after is lost."), soft_wrap=True)
        raise typer.Exit(DONE_WITH_FAILURES)


def extract(
    target: Annotated[str, typer.Argument(help="File or address of a page.")],
    url: Annotated[str, typer.Option(help="Address that a file came from.")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Read one page and print its article."""
    from byline.ingest.extract import extract_article
    from byline.records import Entry, Failed

    fetched = _read(target, kind="page", config=config, set_=set_)
    address = url or fetched.final_url
    now = datetime.now(UTC)
    entry = Entry(id=0, feed_url="", source_id="given", key=address, url=address, title="", seen_at=now)
    settings = load(config, set_).config.extract
    article = extract_article(entry, _at(fetched, address), settings=settings)
    if isinstance(article, Failed):
        raise _unusable(target, article.error, kind=article.kind)
    if json:
        print_json(article)
        return
    authors = ", ".join(article.authors) or "no author named"
    out().print(
        f"{article.title}\n{authors}, {article.published:%Y-%m-%d %H:%M} ({article.language}, {article.method})\n",
        markup=False,
    )
    out().print(article.text, markup=False)


def _read(target: str, *, kind: str, config: Path | None, set_: list[str] | None) -> Fetched:
    """Return the bytes of a file or of an address, fetched by the guarded client."""
    from byline.records import Failed, Fetched, FetchRequest

    if not _is_address(target):
        address = Path(target).absolute().as_uri()
        return Fetched(url=address, final_url=address, status=200, body=_file_bytes(target), content_type="")
    from byline.ingest.http import HttpFetcher

    fetcher = HttpFetcher(load(config, set_).config.fetch)
    try:
        request = FetchRequest(url=target, kind="page" if kind == "page" else "feed")
        outcome = next(iter(fetcher.fetch([request])))[1]
    finally:
        fetcher.close()
    if isinstance(outcome, Failed):
        raise _unusable(target, outcome.error, kind=outcome.kind)
    if not isinstance(outcome, Fetched):
        raise _unusable(target, "It answered that nothing has changed to a first question.", kind="http_304")
    return outcome


def _is_address(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))


def _file_bytes(target: str) -> bytes:
    """Return what a file holds, up to a little more than any feed or page may have."""
    try:
        with Path(target).open("rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        advice = "Name a file, or an address that starts with http:// or https://."
        raise ConfigError(f"cannot be read: {what}.", subject=target, advice=advice) from error


def _unusable(target: str, sentence: str, *, kind: str) -> BylineError:
    """Return the error for what was read or not: a wrong file or address is the user's to mend, the rest is not."""
    if kind == "bad_url" or not _is_address(target):
        return ConfigError(sentence, subject=target)
    return FetchError(sentence, subject=target, kind=kind)


def _at(fetched: Fetched, address: str) -> Fetched:
    import msgspec

    return msgspec.structs.replace(fetched, url=address, final_url=address)
