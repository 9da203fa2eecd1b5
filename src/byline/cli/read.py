"""`byline search` and `byline explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import ConfigOption, JsonOption, SetOption, err, existing_newsroom, out, print_json

if TYPE_CHECKING:
    from rich.tree import Tree

    from byline.app.explain import Explanation


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(search)
    app.command()(explain)


def search(
    words: Annotated[list[str], typer.Argument(help="Words that must all occur; Chinese works.")],
    limit: Annotated[int, typer.Option(help="Most results.", min=1, max=1000)] = 20,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first instead of best first.")] = False,
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Find articles by their words."""
    from rich.text import Text

    with existing_newsroom(config, set_) as newsroom:
        hits = newsroom.store.search(" ".join(words), limit=limit, order="new" if newest else "best")
    if json:
        print_json(hits)
        return
    if not hits:
        err().print("Nothing found.")
        return
    console = out()
    for hit in hits:
        console.print(Text(hit.article.title, style="bold"))
        console.print(
            Text(f"{hit.source.name}, {hit.article.published:%Y-%m-%d %H:%M}  {hit.article.url}"), soft_wrap=True
        )
        console.print(Text(f"{hit.snippet}\n"))


def explain(
    story: Annotated[str, typer.Argument(help="Id or slug of a story, or its position in the edition: 1 is the lead.")],
    edition: Annotated[str, typer.Option(help="Edition id (default: the newest).")] = "",
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Walk the trust path: why one story, what copies what, why this rank, where each sentence comes from."""
    from byline.app.explain import explain as explain_story

    with existing_newsroom(config, set_) as newsroom:
        explanation = explain_story(newsroom.store, story, edition_id=edition)
    if json:
        print_json(explanation)
    else:
        out().print(_tree(explanation))


def _tree(explanation: Explanation) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    from byline.cli.stories import add_past

    tree = Tree(Text(explanation.headline, style="bold"))
    where = f"number {explanation.position} of {explanation.edition}" if explanation.position else "in no edition"
    sources = f"{explanation.independent} independent sources, {explanation.outlets} outlets"
    tree.add(Text(f"story {explanation.story}, {where}: {sources}"))
    _rank(tree, explanation)
    _members(tree, explanation)
    if explanation.remark:
        tree.add(Text(explanation.remark))
    add_past(tree, explanation.past)
    _sentences(tree, explanation)
    return tree


def _rank(tree: Tree, explanation: Explanation) -> None:
    from rich.text import Text

    if explanation.rank:
        branch = tree.add(Text(f"Why it ranks there: {explanation.total:.3f} is the sum of", style="bold"))
        for part in explanation.rank:
            branch.add(Text(f"{part.value:+.3f}  {part.name}: {part.detail}"))


def _members(tree: Tree, explanation: Explanation) -> None:
    from rich.text import Text

    branch = tree.add(Text("Why these articles are one story", style="bold"))
    for member in explanation.members:
        leaf = branch.add(Text(f"{member.outlet}, {member.published:%Y-%m-%d %H:%M}: {member.title}"))
        parts = ", ".join(f"{name} {value:.2f}" for name, value in member.parts.items())
        leaf.add(Text(f"{member.reason}{f' ({parts})' if parts else ''}"))
        if member.copy_of:
            leaf.add(Text(f"copy of {member.copy_of}: {member.copy_evidence}"))


def _sentences(tree: Tree, explanation: Explanation) -> None:
    from rich.text import Text

    branch = tree.add(Text("Where each sentence comes from", style="bold"))
    for sentence in explanation.sentences:
        leaf = branch.add(
            Text(f"{sentence.place} ({sentence.tier}, {sentence.witnesses} independent): {sentence.text}")
        )
        for evidence in sentence.evidence:
            mark = "holds" if evidence.holds else "DOES NOT HOLD"
            span = f"characters {evidence.start} to {evidence.end}"
            cited = leaf.add(Text(f"[{evidence.number}] {evidence.outlet}, {span} ({mark}): “{evidence.quote}”"))
            cited.add(
                Text(f"article {evidence.article}, text SHA-256 {evidence.text_hash[:16]}…, read by {evidence.method}")
            )
            cited.add(Text(f"page  {evidence.url} ({evidence.page_fetch})"))
            cited.add(Text(f"entry {evidence.entry_key}"))
            cited.add(Text(f"feed  {evidence.feed} ({evidence.feed_fetch})"))
