"""`byline init`, `run`, `demo` and `export`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import (
    DONE,
    DONE_WITH_FAILURES,
    ConfigOption,
    JsonOption,
    SetOption,
    err,
    existing_newsroom,
    nearest,
    open_newsroom,
    out,
    print_json,
)
from byline.errors import ConfigError

if TYPE_CHECKING:
    from byline.pipeline.parts import Report

PORT = 8765
"""The port that the sample's addresses name."""
FIRST_YEAR, LAST_YEAR = 2000, 2068
"""Years that ids of articles can hold."""
NowOption = Annotated[
    str, typer.Option("--now", help="Pretend it is this time (ISO 8601, UTC): for replays and tests.", hidden=True)
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(demo)
    app.command()(init)
    app.command()(run)
    app.command()(export)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the sample's database and edition are kept.")] = Path(
        "byline-demo"
    ),
    port: Annotated[
        int,
        typer.Option(
            help="First port to try for the sample outlets; the edition's links name 8765.", min=1024, max=65_535
        ),
    ] = PORT,
    stay: Annotated[bool, typer.Option("--stay", help="Keep the sample outlets online, so that links open.")] = False,
    json: JsonOption = False,
) -> None:
    """Make an edition of the bundled sample newsroom: no key, no network."""
    from byline.app.demo import demo_newsroom
    from byline.cli.progress import Bars
    from byline.cli.report import print_report
    from byline.sample.newsroom import SampleNewsroom
    from byline.sample.records import SAMPLE_NOW

    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with SampleNewsroom(port=port) as sample, demo_newsroom(sample, folder) as newsroom:
        report = newsroom.run(now=SAMPLE_NOW, progress=Bars(err()))
        if json:
            print_json(_report_data(report, newsroom.site))
        else:
            print_report(report, site=newsroom.site, seconds=time.monotonic() - started)
        if stay:
            _stay(sample.port)


def _stay(port: int) -> None:
    lines = [f"The sample outlets answer on port {port}, as in http://lakeside-wire.localhost:{port}/ (Ctrl-C ends)."]
    if port != PORT:
        lines.append(
            f"The edition's links name port {PORT}, which was not used, so they do not open: free it, run again."
        )
    for line in lines:
        err().print(line, soft_wrap=True)
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        err().print("Closed.")


def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the newsroom.")] = Path(),
) -> None:
    """Write a commented byline.toml."""
    from byline.config.load import FILE_NAME
    from byline.config.template import template

    path = folder / FILE_NAME
    if path.exists():
        raise ConfigError("is there already; nothing was changed.", subject=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(template(), "utf-8")
    out().print(f"Wrote {path}. Next: byline run (the AI catalogue), or byline feeds import my.opml", markup=False)


def run(
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run only this stage; may be repeated. See byline run --help.")
    ] = None,
    config: ConfigOption = None,
    set_: SetOption = None,
    now: NowOption = "",
    json: JsonOption = False,
) -> None:
    """Read the feeds and make today's edition.

    Stages, in order: poll, extract, screen, embed, cluster, rank, summarise, publish,
    claims.
    Ctrl-C at any time is safe: the next run goes on.
    """
    from byline.cli.progress import Bars
    from byline.cli.report import print_report

    started = time.monotonic()
    with open_newsroom(config, set_) as newsroom:
        report = newsroom.run(now=_moment(now), only=_stages(only), progress=Bars(err()))
        if json:
            print_json(_report_data(report, newsroom.site))
        else:
            print_report(report, site=newsroom.site, seconds=time.monotonic() - started)
    raise typer.Exit(DONE_WITH_FAILURES if report.failures else DONE)


def export(
    edition: Annotated[str, typer.Argument(help="Edition id, like 2025-07-28 (default: the newest).")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Write a stored edition's files again; the same edition gives the same bytes."""
    with existing_newsroom(config, set_) as newsroom:
        stored = newsroom.store.edition(edition)
        if stored is None:
            known = ", ".join(newsroom.store.editions()[:5]) or "none yet"
            raise ConfigError("there is no such edition.", subject=edition or "newest", advice=f"Stored are: {known}.")
        out().print(str(newsroom.export(stored)), markup=False, soft_wrap=True)


def _stages(only: list[str] | None) -> tuple[str, ...]:
    from byline.pipeline.run import STAGES

    for name in only or ():
        if name not in STAGES:
            advice = nearest(name, STAGES, what="Stages")
            raise ConfigError("there is no such stage.", subject=f"--only {name}", advice=advice)
    return tuple(only) if only else STAGES


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError("is not a time like 2025-07-28T20:00:00Z.", subject=f"--now {text}") from None
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise ConfigError(f"is not between {FIRST_YEAR} and {LAST_YEAR}.", subject=f"--now {text}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _report_data(report: Report, site: Path) -> dict[str, object]:
    edition = report.edition
    return {
        "feeds": report.feeds,
        "entries": report.entries,
        "articles": report.articles,
        "kept": report.kept,
        "dropped": report.dropped,
        "clustered": report.clustered,
        "merged": report.merged,
        "split": report.split,
        "summaries": report.summaries,
        "summaries_reused": report.summaries_reused,
        "models": report.models,
        "failures": [{"subject": f.subject, "kind": f.kind, "error": f.error} for f in report.feed_failures]
        + [{"subject": f.subject, "kind": f.kind, "error": f.error} for f in report.page_failures],
        "edition": edition.id if edition else "",
        "stories": len(edition.stories) if edition else 0,
        "ledger": edition.ledger if edition else None,
        "index": str(site / edition.id / "index.html") if edition else "",
        "seconds": {name: round(seconds, 2) for name, seconds in report.seconds.items()},
    }
