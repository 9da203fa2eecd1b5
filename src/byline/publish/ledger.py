"""The ledger: what an edition read, kept and dropped, and how its sentences fared, as rows of words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from byline.publish.labels import reason_in, words_in
from byline.records import CheckCount, Ledger, ModelUse


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table."""

    name: str
    count: int
    part: bool = False
    """It is a part of, or a reason for, a row above."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of a table whose values are not all whole numbers."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    """The tables of a ledger; empty ones are not shown."""

    line: str
    """The error count in one sentence."""
    reading: tuple[Row, ...]
    left_out: tuple[Row, ...]
    checks: tuple[Row, ...]
    vetoes: tuple[Row, ...]
    """Why sentences were replaced or dropped; one sentence may have several reasons."""
    unread: tuple[Row, ...]
    models: tuple[Figure, ...] = ()
    """What language models cost; empty where none was asked."""


def view_ledger(ledger: Ledger, *, language: str, shown: int, tiers: Iterable[tuple[str, int]]) -> LedgerView:
    """Return the tables; `shown` stories and sentences by tier are those of the edition."""
    say = words_in(language)
    checks = ledger.checks
    reading = (
        Row(name=say("ledger.feeds"), count=ledger.feeds),
        Row(name=say("ledger.feeds_failed"), count=ledger.feeds_failed, part=True),
        Row(name=say("ledger.read"), count=ledger.read),
        Row(name=say("ledger.unread"), count=sum(ledger.unread.values()), part=True),
        Row(name=say("ledger.dropped"), count=sum(ledger.dropped.values()), part=True),
        Row(name=say("ledger.kept"), count=ledger.kept),
        Row(name=say("ledger.copies"), count=ledger.copies, part=True),
        Row(name=say("ledger.formed"), count=ledger.stories),
        Row(name=say("ledger.shown"), count=shown, part=True),
    )
    return LedgerView(
        line=say("ledger.line", checked=checks.checked, replaced=checks.replaced, dropped=checks.dropped),
        reading=reading,
        left_out=reason_rows(ledger.dropped, language=language),
        checks=check_rows(checks, language=language, tiers=tiers),
        vetoes=reason_rows(checks.reasons, language=language),
        unread=reason_rows(ledger.unread, language=language),
        models=model_figures(ledger.models, language=language),
    )


def model_figures(use: ModelUse, *, language: str) -> tuple[Figure, ...]:
    """Return requests, tokens, money and seconds of language models; () where none was asked in this run."""
    if use == ModelUse():
        return ()
    say = words_in(language)
    cost = f"{use.cost:,.4f}" if use.cost else say("models.no_price")
    return (
        Figure(name=say("models.requests"), value=f"{use.requests:,}"),
        Figure(name=say("models.kept"), value=f"{use.kept:,}"),
        Figure(name=say("models.tokens_in"), value=f"{use.tokens_in:,}"),
        Figure(name=say("models.tokens_out"), value=f"{use.tokens_out:,}"),
        Figure(name=say("models.cost"), value=cost),
        Figure(name=say("models.seconds"), value=f"{use.seconds:,.1f}"),
    )


def check_rows(checks: CheckCount, *, language: str, tiers: Iterable[tuple[str, int]]) -> tuple[Row, ...]:
    """Return checked, published (by tier), replaced and dropped sentences."""
    say = words_in(language)
    by_tier = tuple(tiers)
    return (
        Row(name=say("check.checked"), count=checks.checked),
        Row(name=say("check.published"), count=sum(n for _, n in by_tier)),
        *(Row(name=say(f"tier.{tier}"), count=n, part=True) for tier, n in by_tier),
        Row(name=say("check.replaced"), count=checks.replaced),
        Row(name=say("check.dropped"), count=checks.dropped),
    )


def reason_rows(reasons: Mapping[str, int], *, language: str) -> tuple[Row, ...]:
    """Return reasons in plain words with their counts, most frequent first; zeros are left out."""
    counted = sorted(((name, n) for name, n in reasons.items() if n), key=lambda item: (-item[1], item[0]))
    return tuple(Row(name=reason_in(language, name), count=n) for name, n in counted)
