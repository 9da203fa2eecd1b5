"""`byline eval`: the evaluators, for files of any project."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from byline.cli.common import (
    DONE_WITH_FAILURES,
    JsonOption,
    err,
    nearest,
    out,
    print_json,
    print_rows,
)
from byline.errors import ConfigError

group = typer.Typer(
    help="Measure quality: on your own file, or without a subcommand on all data that is there.",
    invoke_without_command=True,
)
BENCH_RESULTS = Path("eval/bench.json")
"""What `make bench` wrote."""
READ_RESULTS = Path("eval/read.json")
"""What readers found."""
RESULTS = Path("eval/results.json")
FileArgument = Annotated[Path, typer.Argument(help="JSON lines, plain or gzipped (docs/reference/evaluation.md).")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(group, name="eval")


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
    from byline.evaluate.suite import below_floors, data_folder, read_floors, run_all, write_results

    for name in only or ():
        _known(name, [bench.name for bench in BENCHES])
    chosen = [bench for bench in BENCHES if (bench.name in only if only else slow or not bench.slow)]
    # What may take half an hour must not end with a word that could have been said at its start.
    limits = read_floors(floors) if floors else {}
    target = write or (None if only else RESULTS)
    for file in (target, page):
        _writable(file)
    results, absent = run_all(chosen, data=data or data_folder(), done=_bench_done)
    for name in absent:
        err().print(f"{name}: skipped, its data or its embedder is not here", markup=False)
    if target is not None:
        write_results(results, target)
        err().print(f"Results are in {target}", markup=False, soft_wrap=True)
    if page is not None:
        write_page(results, page, bench=BENCH_RESULTS, read=READ_RESULTS)
    if json:
        print_json(results)
    else:
        _print_figures({name: result.value for name, result in results.items()})
    missed = below_floors(results, limits)
    for line in missed:
        err().print(line, markup=False)
    if missed:
        raise typer.Exit(DONE_WITH_FAILURES)


@group.command()
def clusters(
    file: FileArgument,
    limit_words: Annotated[int | None, typer.Option(help="Read only so many words of each text.")] = None,
    write_assignments: Annotated[Path | None, typer.Option(help="Write id and story of each row here.")] = None,
    embedder: Annotated[str, typer.Option(help="Embedding plug-in.")] = "e5-enzh",
    json: JsonOption = False,
) -> None:
    """Print BCubed and pair P/R/F1 and ARI of the story finder, by language too, and of a TF-IDF baseline."""
    from byline.app.embedding import open_embedder
    from byline.evaluate.clusters import run_clusters

    chosen = open_embedder(embedder)
    figures = run_clusters(file, limit_words=limit_words, write_assignments=write_assignments, embedder=chosen)
    _print(figures, as_json=json)


@group.command()
def stream(
    file: Annotated[Path, typer.Argument(help="Stories that a reader found (docs/reference/evaluation.md).")],
    raw: Annotated[Path, typer.Option(help="Items as seen (rows as for ranking).")],
    json: JsonOption = False,
) -> None:
    """Print BCubed and pair figures of a replayed stream's stories against those that a reader found in it."""
    from byline.evaluate.stream import run_stream

    _print(run_stream(file, raw), as_json=json)


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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError("is not a day like 2025-07-28.", subject=text) from None


def _known(name: str, benches: list[str]) -> None:
    if name not in benches:
        raise ConfigError(
            "there is no such bench.", subject=f"--only {name}", advice=nearest(name, benches, what="Benches")
        )


def _writable(file: Path | None) -> None:
    """Raise ConfigError where a file could not be written."""
    if file is None:
        return
    if file.is_dir():
        raise ConfigError("is a folder, not a file.", subject=str(file), advice="Name a file in it.")
    there = next(path for path in (file, *file.absolute().parents) if path.exists())
    if not os.access(there, os.W_OK):
        raise ConfigError("cannot be written.", subject=str(file), advice="Name another file.")


def _bench_done(name: str, seconds: float) -> None:
    err().print(f"{name}: {seconds} s", markup=False)


def _print(figures: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        print_json(figures)
    else:
        _print_figures(figures)


def _print_figures(figures: dict[str, float]) -> None:
    print_rows([(name, f"{value:g}" if value == int(value) else f"{value:.4f}") for name, value in figures.items()])
