"""What a run prints at its end: unreachable feeds, a short table, the digest, where the edition is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from byline.cli.common import err, out
from byline.pipeline.gather import failures_by_kind
from byline.pipeline.parts import Report
from byline.publish.terminal import digest
from byline.records import Edition, Failed, ModelUse

TOP = 3
"""Stories shown in the terminal."""
MEASURE = 100
"""Widest line of prose, in a terminal or a pipe."""


def print_report(report: Report, *, site: Path, seconds: float) -> None:
    """Print the end of a run: failures on stderr, the rest on stdout."""
    console = out()
    print_failures(err(), report)
    edition = report.edition
    index = site / edition.id / "index.html" if edition else None
    if edition is not None and edition.stories:
        width = min(console.width, MEASURE)
        console.print(digest(edition, top=TOP, width=width), width=width)
    console.print(_table(report, seconds=seconds))
    if edition is not None and not edition.stories:
        console.print("No story in this edition: no article of its time span was kept. The page says so.", markup=False)
    if report.withheld:
        console.print("No edition was made: nothing was read in its span. The last one stays as it is.", markup=False)
    if index is not None:
        console.print(Text(str(index), style="underline"), soft_wrap=True)


def print_failures(console: Console, report: Report) -> None:
    """Print one line for each feed that could not be read, and a count of pages by kind of failure."""
    for failure in report.feed_failures:
        console.print(Text(f"feed  {_line(failure)}"), soft_wrap=True)
    offline = {"dns", "refused", "timeout"}
    if report.feeds and len(report.feed_failures) == report.feeds and {f.kind for f in report.feed_failures} <= offline:
        console.print("No feed could be read. Is this machine connected? Nothing stored is lost.", markup=False)
    for warning in sorted(report.feed_warnings):
        console.print(Text(f"feed  {warning}"), soft_wrap=True)
    for failure in report.image_failures:
        console.print(Text(f"image {_line(failure)}"), soft_wrap=True)
    if report.page_failures:
        kinds = ", ".join(f"{count} {kind}" for kind, count in failures_by_kind(report.page_failures).items())
        console.print(Text(f"pages without text: {len(report.page_failures)} ({kinds}); byline -v run lists them"))


def _line(failure: Failed) -> str:
    again = " It will be tried again." if failure.retryable else ""
    return f"{failure.subject}: {failure.error}{again}"


def _table(report: Report, *, seconds: float) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    ledger = report.edition.ledger if report.edition else None
    table.add_row("Feeds", f"{report.feeds} polled, {len(report.feed_failures)} unreachable")
    table.add_row("Articles", f"{report.articles} new from {report.entries} new entries")
    if ledger is None:
        table.add_row("Kept", str(report.kept))
        table.add_row("Dropped", _counts(report.dropped))
    else:
        table.add_row(
            "In this edition's span", f"{ledger.read} read, {ledger.kept} kept, {ledger.copies} of them copies"
        )
        table.add_row("Dropped", _counts(ledger.dropped))
        table.add_row("Unread", _counts(ledger.unread))
    if report.merged or report.split:
        table.add_row("Repaired", f"{report.merged} merged, {report.split} split (byline stories history ID)")
    if report.edition is not None:
        table.add_row("Stories", _stories(report.edition))
        checks = report.edition.ledger.checks
        table.add_row(
            "Sentences",
            f"{checks.checked} checked, {checks.replaced} replaced by a quotation, {checks.dropped} dropped",
        )
    if report.models != ModelUse():
        table.add_row("Language models", _models(report.models))
    table.add_row("Seconds", f"{seconds:.1f}")
    return table


def _models(use: ModelUse) -> str:
    cost = f"{use.cost:,.4f} at your prices" if use.cost else "no price set"
    kept = f" and {use.kept} answers kept on disk" if use.kept else ""
    tokens = f"{use.tokens_in:,} tokens in, {use.tokens_out:,} out"
    return f"{use.requests} requests{kept}, {tokens}, {cost}, {use.seconds:.1f} s"


def _stories(edition: Edition) -> str:
    return f"{edition.ledger.stories} found, {len(edition.stories)} in the edition"


def _counts(counts: Mapping[str, int]) -> str:
    if not counts:
        return "0"
    parts = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in sorted(counts.items()))
    return f"{sum(counts.values())}: {parts}"
