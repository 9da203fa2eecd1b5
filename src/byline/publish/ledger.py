"""The ledger: what an edition read, kept and dropped, and how its sentences fared, as rows of words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from byline.publish.labels import reason_in, words_in
from byline.records import CheckCount, Ledger

Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    """The tables of a ledger; empty ones are not shown."""

    reading: Rows
    left_out: Rows
    checks: Rows
    unread: Rows


def view_ledger(ledger: Ledger, *, language: str, shown: int, sentences: int, tiers: Rows) -> LedgerView:
    """Return the tables; `shown` stories and `sentences` by tier are those of the edition."""
    say = words_in(language)
    reading = (
        (say("ledger.feeds"), ledger.feeds),
        (say("ledger.feeds_failed"), ledger.feeds_failed),
        (say("ledger.read"), ledger.read),
        (say("ledger.kept"), ledger.kept),
        (say("ledger.dropped"), sum(ledger.dropped.values())),
        (say("ledger.copies"), ledger.copies),
        (say("ledger.formed"), ledger.stories),
        (say("ledger.shown"), shown),
    )
    return LedgerView(
        reading=reading,
        left_out=reason_rows(ledger.dropped, language=language),
        checks=check_rows(ledger.checks, language=language, sentences=sentences, tiers=tiers),
        unread=reason_rows(ledger.unread, language=language),
    )


def check_rows(checks: CheckCount, *, language: str, sentences: int, tiers: Rows) -> Rows:
    """Return checked, published (by tier), replaced and dropped sentences, then the reasons."""
    say = words_in(language)
    return (
        (say("check.checked"), checks.checked),
        (say("check.published"), sentences),
        *((say(f"tier.{tier}"), count) for tier, count in tiers),
        (say("check.replaced"), checks.replaced),
        (say("check.dropped"), checks.dropped),
        *((say("check.because", reason=name), count) for name, count in reason_rows(checks.reasons, language=language)),
    )


def reason_rows(reasons: Mapping[str, int], *, language: str) -> Rows:
    """Return reasons in plain words with their counts, most frequent first; zeros are left out."""
    counted = sorted(((name, n) for name, n in reasons.items() if n), key=lambda item: (-item[1], item[0]))
    return tuple((reason_in(language, name), n) for name, n in counted)
