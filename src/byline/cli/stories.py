"""`byline stories`: list, show, merge and split stories, and what happened to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import (
    ConfigOption,
    JsonOption,
    SetOption,
    err,
    existing_newsroom,
    out,
    print_json,
    print_rows,
)
from byline.errors import ConfigError

if TYPE_CHECKING:
    from rich.tree import Tree

    from byline.app.stories import ChangeLine, Outcome, Past, StoryDetail

group = typer.Typer(help="List, show, merge and split stories.", no_args_is_help=True)

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")]
StoryArgument = Annotated[str, typer.Argument(help="Id of a story; that of an absorbed one leads to where it went.")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    app.add_typer(group, name="stories")


@group.command("list")
def list_stories(
    since: Annotated[
        str, typer.Option(help="With an article since this time, like 2025-07-28 (default: the newest edition's).")
    ] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Print the stories, latest first: id, sources, articles, headline."""
    from byline.app import stories

    with existing_newsroom(config, set_) as newsroom:
        lines = stories.list_stories(newsroom.store, since=_time(since))
    if json:
        print_json(lines)
        return
    if not lines:
        err().print("No stories since then.")
        return
    rows = [
        (s.id, f"{s.updated:%Y-%m-%d %H:%M}", str(s.independent), str(s.articles), " ".join(s.headline.split()))
        for s in lines
    ]
    print_rows(rows, head=("Story", "Updated", "Sources", "Articles", "Headline"))


@group.command()
def show(story: StoryArgument, config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False) -> None:
    """Print a story's articles with their ids, and what happened to it."""
    from byline.app import stories

    with existing_newsroom(config, set_) as newsroom:
        detail = stories.show_story(newsroom.store, story)
    _remark(detail.remark)
    if json:
        print_json(detail)
    else:
        out().print(_tree(detail))


@group.command()
def history(
    story: StoryArgument, config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False
) -> None:
    """Print how a story was merged and split, by whom and why."""
    from byline.app import stories

    with existing_newsroom(config, set_) as newsroom:
        changes, remark = stories.history(newsroom.store, story)
    _remark(remark)
    if json:
        print_json(changes)
        return
    if not changes:
        err().print("It was never merged or split.")
    for change in changes:
        out().print(change_line(change), markup=False, soft_wrap=True)


@group.command()
def merge(
    story: Annotated[list[str], typer.Argument(help="Ids of two or more stories.")],
    dry_run: DryRunOption = False,
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Make one story of several; the machine will not part them again. Undone by split."""
    from byline.app import stories
    from byline.store.lock import exclusive

    with existing_newsroom(config, set_) as newsroom, exclusive(newsroom.folder):
        outcome = stories.merge(newsroom.store, story, now=datetime.now(UTC), dry_run=dry_run)
    _print_outcome(outcome, dry_run=dry_run, json=json)


@group.command()
def split(
    story: StoryArgument,
    article: Annotated[list[str], typer.Argument(help="Ids of the articles that tell another story.")],
    dry_run: DryRunOption = False,
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Make a story of its own of some articles; the machine will not put them back. Undone by merge."""
    from byline.app import stories
    from byline.store.lock import exclusive

    with existing_newsroom(config, set_) as newsroom, exclusive(newsroom.folder):
        outcome = stories.split(newsroom.store, story, article, now=datetime.now(UTC), dry_run=dry_run)
    _print_outcome(outcome, dry_run=dry_run, json=json)


def change_line(change: ChangeLine) -> str:
    """Return a merge or split in one line."""
    who = "a person" if change.by == "person" else "the machine"
    how = f"{change.other} became part of" if change.kind == "merge" else f"{change.other} was split off from"
    count = len(change.articles)
    moved = f"{count} article{'' if count == 1 else 's'} moved"
    return f"{change.at:%Y-%m-%d %H:%M}  {how} {change.story} by {who}: {change.reason} ({moved})"


def add_past(tree: Tree, past: Past) -> None:
    """Add what happened to a story: ids that lead to it, merges, splits, decisions, what it goes on from."""
    from rich.text import Text

    if past.absorbed or past.changes:
        branch = tree.add(Text("How it was put together", style="bold"))
        if past.absorbed:
            branch.add(Text(f"leads here: {', '.join(past.absorbed)}"))
        for change in past.changes:
            leaf = branch.add(Text(change_line(change)))
            if change.parts:
                leaf.add(Text(", ".join(f"{name} {value:.2f}" for name, value in change.parts.items())))
    if past.decisions:
        branch = tree.add(Text("What a person decided", style="bold"))
        for decision in past.decisions:
            branch.add(Text(f"{decision.left} and {decision.right} belong {decision.kind}"))
    for words, links in (("Continues", past.continues), ("Continued by", past.continued_by)):
        for link in links:
            leaf = tree.add(Text(f"{words} {link.story}: {link.headline}", style="bold"))
            leaf.add(Text(f"{link.reason} ({link.similarity:.2f})"))


def _tree(detail: StoryDetail) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    story = detail.story
    tree = Tree(Text(f"{story.id}  {story.headline}", style="bold"))
    tree.add(Text(f"{story.independent} independent sources, {story.outlets} outlets, {story.articles} articles"))
    for article in detail.articles:
        copied = f" (copy of {article.copy_of})" if article.copy_of else ""
        tree.add(Text(f"{article.id}  {article.outlet}, {article.published:%Y-%m-%d %H:%M}: {article.title}{copied}"))
    add_past(tree, detail.past)
    return tree


def _print_outcome(outcome: Outcome, *, dry_run: bool, json: bool) -> None:
    from byline.text.hashes import format_id

    for remark in outcome.remarks:
        _remark(remark)
    if json:
        print_json({"dry_run": dry_run, **_plain(outcome)})
        return
    would = "Would have" if dry_run else "Have"
    for change in outcome.changes:
        count = len(change.article_ids)
        articles = f"{count} article{'' if count == 1 else 's'}"
        stays, other = format_id(change.story_id), format_id(change.other_id)
        verb = f"merged {other} into {stays}" if change.kind == "merge" else f"split {other} off from {stays}"
        out().print(f"{would} {verb}: {articles}.", markup=False, soft_wrap=True)


def _plain(outcome: Outcome) -> dict[str, object]:
    """Return the outcome with ids as people write them."""
    from byline.text.hashes import format_id

    return {
        "story": outcome.story,
        "changes": [
            {
                "kind": change.kind,
                "story": format_id(change.story_id),
                "other": format_id(change.other_id),
                "articles": [format_id(article_id) for article_id in change.article_ids],
            }
            for change in outcome.changes
        ],
        "decisions": [
            {"kind": d.kind, "left": format_id(d.left_id), "right": format_id(d.right_id)} for d in outcome.decisions
        ],
        "remarks": outcome.remarks,
    }


def _remark(text: str) -> None:
    if text:
        err().print(text, markup=False, soft_wrap=True)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError("is not a time like 2025-07-28 or 2025-07-28T20:00.", subject=f"--since {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
