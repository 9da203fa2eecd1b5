"""`byline feeds`: the newsroom's list of feeds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import (
    ConfigOption,
    JsonOption,
    SetOption,
    err,
    existing_newsroom,
    open_newsroom,
    out,
    print_json,
    print_rows,
)
from byline.errors import ConfigError

if TYPE_CHECKING:
    from byline.app.newsroom import Newsroom
    from byline.records import Feed

group = typer.Typer(help="List, add, remove, import and check feeds.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(group, name="feeds")


@group.command("list")
def list_feeds(config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False) -> None:
    """Print all feeds: address, source, country, language, kind."""
    with existing_newsroom(config, set_) as newsroom:
        sources = newsroom.store.sources()
        states = newsroom.store.feed_states()
    if json:
        print_json([{"url": s.feed.url, "source": sources[s.feed.source_id]} for s in states])
        return
    if not states:
        err().print("No feeds yet. byline run starts with the catalogue; byline feeds import FILE takes your own.")
        return
    rows = [(sources[state.feed.source_id], state.feed.url) for state in states]
    print_rows(
        [(url, source.country, source.language, source.kind.value, source.name) for source, url in rows],
        head=("Feed", "Country", "Language", "Kind", "Source"),
    )


@group.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of the feed.")],
    name: Annotated[str, typer.Option(help="Name of the source (default: its host).")] = "",
    kind: Annotated[
        str, typer.Option(help="press, lab, research, newsletter, community, policy or company.")
    ] = "press",
    language: Annotated[str, typer.Option(help="ISO code of its language.")] = "en",
    country: Annotated[str, typer.Option(help="ISO code of its country.")] = "",
    owner: Annotated[str, typer.Option(help="Slug of its owner, where it belongs to a group.")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Poll one more feed."""
    from byline.app.feeds import described_feed

    source, feed = described_feed(url, name=name, kind=kind, language=language, country=country, owner=owner)
    with open_newsroom(config, set_) as newsroom:
        newsroom.add_feeds([source], [feed])
    out().print(f"Added {feed.url} as {source.id}.", markup=False, soft_wrap=True)


@group.command()
def remove(
    url: Annotated[str, typer.Argument(help="Address of the feed.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")] = False,
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Stop polling a feed; its articles stay."""
    with existing_newsroom(config, set_) as newsroom:
        known = [state.feed.url for state in newsroom.store.feed_states()]
        if url not in known:
            raise ConfigError("is not polled.", subject=url, advice="See: byline feeds list")
        if not dry_run:
            newsroom.store.remove_feed(url)
    out().print(f"{'Would remove' if dry_run else 'Removed'} {url}.", markup=False, soft_wrap=True)


@group.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(help="OPML file of a feed reader, or a folder with a catalogue.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, change nothing.")] = False,
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Poll the feeds of an OPML file or of a catalogue folder ("ai" is the bundled one)."""
    from byline.app.feeds import read_feeds

    sources, feeds = read_feeds(file)
    with open_newsroom(config, set_) as newsroom:
        new = _new(newsroom, feeds)
        if not dry_run:
            newsroom.add_feeds(sources, feeds)
    verb = "Would add" if dry_run else "Added"
    out().print(
        f"{verb} {len(new)} feeds of {len(sources)} sources ({len(feeds) - len(new)} were known).", markup=False
    )


@group.command("export")
def export_feeds(config: ConfigOption = None, set_: SetOption = None) -> None:
    """Print all feeds as OPML."""
    import sys

    from byline.catalogue.opml import write_opml

    with existing_newsroom(config, set_) as newsroom:
        sources = newsroom.store.sources()
        feeds = [state.feed for state in newsroom.store.feed_states()]
    used = {feed.source_id for feed in feeds}
    sys.stdout.write(write_opml([s for s in sources.values() if s.id in used], feeds).decode())


@group.command()
def health(config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False) -> None:
    """Print how each feed fares: last success, next poll, the error in plain words."""
    with existing_newsroom(config, set_) as newsroom:
        states = newsroom.store.feed_states()
    if json:
        print_json(states)
        return
    if not states:
        err().print("No feeds yet. byline run starts with the catalogue; byline feeds import FILE takes your own.")
        return
    print_rows(
        [
            (s.feed.url, _short(s.last_success), _short(s.next_poll), str(s.failures), s.last_error)
            for s in sorted(states, key=lambda s: (-s.failures, s.feed.url))
        ],
        head=("Feed", "Last success", "Next poll", "Failures", "Last error"),
    )


def _new(newsroom: Newsroom, feeds: list[Feed]) -> list[Feed]:
    if not newsroom.database.is_file():
        return feeds
    known = {state.feed.url for state in newsroom.store.feed_states()}
    return [feed for feed in feeds if feed.url not in known]


def _short(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"
