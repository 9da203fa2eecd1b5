"""`byline models`: language models, compared on one's own stories."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import ConfigOption, JsonOption, SetOption, err, open_newsroom, out, print_json
from byline.errors import ConfigError

if TYPE_CHECKING:
    from rich.table import Table

    from byline.app.compare import ModelRow
    from byline.app.newsroom import Newsroom
    from byline.records import Coverage
    from byline.summary.interface import Judge

group = typer.Typer(help="Language models as writers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="models")


@group.callback()
def models() -> None:
    """Language models as writers."""


@group.command()
def compare(
    model: Annotated[
        list[str], typer.Option("--model", help="PROVIDER:MODEL, with prices as PROVIDER:MODEL@IN/OUT. Repeat it.")
    ],
    stories: Annotated[int, typer.Option(help="Stories of the edition, best first.", min=1, max=200)] = 10,
    edition: Annotated[str, typer.Option(help="Edition id (default: the newest).")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Run the same stories through each model and print what came of it; nothing is stored or published.

    The judge of the settings, where there is one, judges all of them.
    """
    from byline.app.compare import compare_models, named_endpoint

    with open_newsroom(config, set_) as newsroom, ExitStack() as closing:
        endpoints = [named_endpoint(one, newsroom.config.llm) for one in model]
        coverages = _stories(newsroom, edition, stories)
        rows = []
        judge = _judge(newsroom, closing)
        for row in compare_models(coverages, endpoints, config=newsroom.config, judge=judge):
            err().print(f"{row.model}: {row.seconds} s", markup=False)
            rows.append(row)
    if json:
        print_json(rows)
        return
    out().print(_table(rows))
    for row in rows:
        for reason, count in sorted(row.vetoed.items(), key=lambda item: -item[1]):
            out().print(f"{row.model}: {count} {reason}", markup=False)


def _stories(newsroom: Newsroom, edition: str, limit: int) -> list[Coverage]:
    if not (newsroom.folder / "newsroom.db").is_file():
        raise ConfigError("there is no newsroom here yet.", subject=str(newsroom.folder), advice="Type: byline run")
    found = newsroom.store.edition(edition)
    if found is None:
        raise ConfigError("there is no such edition.", subject=edition or "newest", advice="Make one with: byline run")
    return [story.coverage for story in found.stories[:limit]]


def _judge(newsroom: Newsroom, closing: ExitStack) -> Judge | None:
    from byline.app.writing import open_judge

    return open_judge(newsroom.config, closing=closing)


def _of(tier: str) -> Callable[[ModelRow], str]:
    return lambda row: str(row.published.get(tier, 0))


def _table(rows: list[ModelRow]) -> Table:
    from rich.table import Table

    table = Table("", box=None)
    for row in rows:
        table.add_column(row.model, justify="right", overflow="fold")
    lines: dict[str, Callable[[ModelRow], str]] = {
        "stories told": lambda r: str(r.stories),
        "valid replies": lambda r: f"{r.valid} of {r.asked}",
        "sentences returned": lambda r: str(r.returned),
        **{f"published {tier}": _of(tier) for tier in ("verbatim", "trimmed", "rewritten", "translated")},
        "replaced by the quotation": lambda r: str(r.replaced),
        "citation precision": lambda r: f"{r.citation_precision:.3f}" if r.returned else "-",
        "citation recall": lambda r: f"{r.citation_recall:.3f}" if r.returned else "-",
        "words published": lambda r: str(r.words),
        "tokens": lambda r: f"{r.tokens:,}",
        "cost": lambda r: f"{r.cost:.4f}",
        "seconds": lambda r: f"{r.seconds:.1f}",
    }
    for name, value in lines.items():
        table.add_row(name, *(value(row) for row in rows))
    return table
