"""`byline eval`, `parse` and `extract`: the evaluators and two stages on their own, for files of any project."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import (
    DONE_WITH_FAILURES,
    ConfigOption,
    JsonOption,
    SetOption,
    err,
    load,
    out,
    print_json,
)
from byline.errors import ConfigError, ParseError

if TYPE_CHECKING:
    from byline.records import Fetched

group = typer.Typer(
    help="Measure quality: on your own file, or without a subcommand on all data that is there.",
    invoke_without_command=True,
)
BENCH_RESULTS = Path("eval/bench.json")
"""What `make bench` wrote."""
RESULTS = Path("eval/results.json")
FileArgument = Annotated[Path, typer.Argument(help="JSON lines, plain or gzipped (docs/reference/evaluation.md).")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="eval")
    app.command()(parse)
    app.command()(extract)


@group.callback()
def eval_all(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Data folder (default: BYLINE_DATA or ../shared/data).")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Run only this bench; may be repeated.")] = None,
    slow: Annotated[bool, typer.Option("--slow", help="Also the benches that take minutes.")] = False,
    floors: Annotated[Path | None, typer.Option(help="Compare with these floors; exit 1 below one.")] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the results to this file (a full run: eval/results.json).")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Write the quality page (Markdown) to this file.")] = None,
    json: JsonOption = False,
) -> None:
    """Run every bench whose data is present."""
    if context.invoked_subcommand is not None:
        return
    from byline.evaluate.benches import BENCHES
    from byline.evaluate.page import write_page
    from byline.evaluate.suite import below_floors, data_folder, run_all, write_results

    chosen = [bench for bench in BENCHES if (bench.name in only if only else slow or not bench.slow)]
    if not chosen:
        raise ConfigError("no such bench.", advice=f"Benches are: {', '.join(b.name for b in BENCHES)}.")
    results, absent = run_all(chosen, data=data or data_folder(), done=_bench_done)
    for name in absent:
        err().print(f"{name}: skipped, its data is not here", markup=False)
    target = write or (None if only else RESULTS)
    if target is not None:
        write_results(results, target)
        err().print(f"Results are in {target}", markup=False, soft_wrap=True)
    if page is not None:
        write_page(results, page, bench=BENCH_RESULTS)
    if json:
        print_json(results)
    else:
        _print_figures({name: result.value for name, result in results.items()})
    missed = below_floors(results, floors) if floors else []
    for line in missed:
        err().print(line, markup=False)
    if missed:
        raise typer.Exit(DONE_WITH_FAILURES)


@group.command()
def clusters(
    file: FileArgument,
    limit_words: Annotated[int | None, typer.Option(help="Read only so many words of each text.")] = None,
    write_assignments: Annotated[Path | None, typer.Option(help="Write id and story of each row here.")] = None,
    json: JsonOption = False,
) -> None:
    """Print BCubed and pair P/R/F1 and ARI of the story finder, by language too."""
    from byline.evaluate.clusters import run_clusters

    _print(run_clusters(file, limit_words=limit_words, write_assignments=write_assignments), as_json=json)


@group.command()
def copies(file: FileArgument, json: JsonOption = False) -> None:
    """Print recall, wrong pairs a query and documents a second of the copy finder."""
    from byline.evaluate.copies import run_copies

    _print(run_copies(file), as_json=json)


@group.command()
def summaries(
    file: FileArgument,
    max_words: Annotated[int, typer.Option(help="Length of a summary.", min=5)] = 70,
    write: Annotated[Path | None, typer.Option(help="Write the summaries here.")] = None,
    json: JsonOption = False,
) -> None:
    """Print ROUGE against given summaries, citation recall and precision of the extractive writer."""
    from byline.evaluate.summaries import run_summaries

    _print(run_summaries(file, max_words=max_words, write=write), as_json=json)


@group.command()
def verifier(file: FileArgument, json: JsonOption = False) -> None:
    """Print what the verifier accepts, by label and tier."""
    from byline.evaluate.verifier import run_verifier

    _print(run_verifier(file), as_json=json)


@group.command()
def ranking(
    raw: Annotated[Path, typer.Option(help="Items as seen.")],
    editors: Annotated[Path, typer.Option(help="What editors picked.")],
    json: JsonOption = False,
) -> None:
    """Print recall of editors' picks among the first 10, 20, 30 stories, beside baselines."""
    from byline.evaluate.ranking import run_ranking

    _print(run_ranking(raw, editors), as_json=json)


@group.command()
def replay(
    raw: Annotated[Path, typer.Option(help="Items as seen (rows as for ranking).")],
    since: Annotated[str, typer.Option(help="First day, like 2025-07-10.")],
    until: Annotated[str, typer.Option(help="Last day.")],
    top: Annotated[int, typer.Option(help="Stories a day.", min=1)] = 10,
) -> None:
    """Print what the newsroom would have led with on each day of a recorded stream, to be judged by reading."""
    from rich.text import Text

    from byline.evaluate.replay import replay as replay_days

    for stories in replay_days(raw, since=_day(since), until=_day(until), top=top):
        if stories:
            out().print(Text(f"\n{stories[0].day}", style="bold"))
        for story in stories:
            coverage = story.coverage
            out().print(
                Text(f"{story.position:2} {story.score.total:6.2f}  {coverage.independent}/{coverage.outlets} sources")
            )
            for member in coverage.members[:6]:
                out().print(Text(f"             {member.source.name}: {member.article.title}"))


def parse(
    target: Annotated[str, typer.Argument(help="File or address of a feed.")],
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Read one feed and print its entries."""
    from rich.text import Text

    from byline.ingest.parse import parse_feed
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
        raise ConfigError(error.message, subject=target) from error
    if json:
        print_json(feed)
        return
    out().print(Text(f"{feed.title} ({len(feed.entries)} entries, read by the {feed.stage} parser)", style="bold"))
    for entry in feed.entries:
        when = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "undated         "
        out().print(Text(f"{when}  {entry.title}  {entry.url}"), soft_wrap=True)


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
        raise ConfigError(article.error, subject=target)
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

    if not target.startswith(("http://", "https://")):
        path = Path(target)
        try:
            body = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}.", subject=target) from error
        address = path.resolve().as_uri()
        return Fetched(url=address, final_url=address, status=200, body=body, content_type="")
    from byline.ingest.http import HttpFetcher

    fetcher = HttpFetcher(load(config, set_).config.fetch)
    try:
        request = FetchRequest(url=target, kind="page" if kind == "page" else "feed")
        outcome = next(iter(fetcher.fetch([request])))[1]
    finally:
        fetcher.close()
    if isinstance(outcome, Failed):
        raise ConfigError(outcome.error, subject=target)
    if not isinstance(outcome, Fetched):
        raise ConfigError("answered that nothing has changed to a first question.", subject=target)
    return outcome


def _at(fetched: Fetched, address: str) -> Fetched:
    import msgspec

    return msgspec.structs.replace(fetched, url=address, final_url=address)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError("is not a day like 2025-07-28.", subject=text) from None


def _bench_done(name: str, seconds: float) -> None:
    err().print(f"{name}: {seconds} s", markup=False)


def _print(figures: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        print_json(figures)
    else:
        _print_figures(figures)


def _print_figures(figures: dict[str, float]) -> None:
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in figures.items():
        table.add_row(name, f"{value:g}" if value == int(value) else f"{value:.4f}")
    out().print(table)
