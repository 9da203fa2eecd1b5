"""`byline verify`: check a published edition again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import DONE_WITH_FAILURES, ConfigOption, JsonOption, SetOption, load, out, print_json

if TYPE_CHECKING:
    from byline.app.verify import Problem, Verification


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(verify)


def verify(
    edition: Annotated[str, typer.Argument(help="Id of an edition, path of an edition.json, or a site's folder.")],
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Check every sentence and citation of a published edition against its evidence; exit 1 where one fails."""
    from byline.app.newsroom import Newsroom
    from byline.app.published import Evidence, find_published
    from byline.app.verify import verify_edition

    with ExitStack() as closing:
        newsroom = closing.enter_context(Newsroom(load(config, set_)))
        # Only an existing newsroom is opened: looking must not make one.
        store = newsroom.store if (newsroom.folder / "newsroom.db").is_file() else None
        evidence = Evidence(store)
        results = [
            verify_edition(one.edition, origin=one.origin, text_of=evidence.text_of, folder=one.folder)
            for one in find_published(edition, store=store)
        ]
    if json:
        print_json(results)
    else:
        for result in results:
            _print(result)
    if any(result.problems for result in results):
        raise typer.Exit(DONE_WITH_FAILURES)


def _print(result: Verification) -> None:
    tiers = ", ".join(f"{count} {tier}" for tier, count in result.tiers.items()) or "none"
    _say(f"Edition {result.edition}, from {result.origin}, made by version {result.version}")
    _say(f"  {result.sentences} sentences in {result.stories} stories ({tiers}), {result.citations} citations")
    _say(f"  {result.texts} articles' texts were at hand and have their hash")
    for words, count in result.unchecked.items():
        _say(f"  not checked: {count} {words}")
    for problem in result.problems:
        _print_problem(problem)
    _say(f"  {len(result.problems)} failures")


def _print_problem(problem: Problem) -> None:
    where = f"story {problem.story} ({problem.headline}), {problem.place}" if problem.story else problem.place
    _say(f"\n  FAILED in {where}: {problem.what}")
    number = f" [{problem.number}]" if problem.number else ""
    if problem.sentence:
        _say(f"    {problem.sentence}{number}")
    if problem.article:
        _say(f"    article {problem.article}")
    if problem.differs:
        _say(f"    {problem.differs}")


def _say(line: str) -> None:
    out().print(line, markup=False, soft_wrap=True)
