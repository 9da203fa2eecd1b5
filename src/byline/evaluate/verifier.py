"""What the verifier accepts: on a file of judged pairs, and on edits of our own sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from byline.evaluate.corruptions import HELD_OUT, edits
from byline.evaluate.rows import read_rows
from byline.records import Passage, Tier
from byline.summary.rules import rule_gate
from byline.summary.verify import check
from byline.text.sentences import sentence_spans
from byline.text.words import has_han


class PairRow(msgspec.Struct, frozen=True, kw_only=True):
    """One judged pair; unknown fields are ignored."""

    id: str | int
    source: str
    claim: str
    label: Literal[0, 1]
    """1: the source supports the claim."""


def run_verifier(path: Path) -> dict[str, float]:
    """Return what `check` accepts of the pairs in a file, without a judge.

    Each claim is held against the single sentences of its source. By tier:
    `TIER_precision` (accepted and right, of accepted) and `TIER_yield` (of the
    right claims). `precision`, `yield` and `balanced_accuracy` over all tiers;
    `accepted_wrong`: share of the wrong claims that pass. Precision is 1 where
    nothing is accepted. Raises ConfigError on a malformed row.
    """
    rows = read_rows(path, PairRow)
    accepted: Counter[tuple[str, int]] = Counter()
    for row in rows:
        language = "zh" if has_han(row.claim) else "en"
        verdict = check(row.claim, _passages(row.source, language=language), language=language)
        if verdict.supported:
            accepted[verdict.tier.value, row.label] += 1
            accepted["all", row.label] += 1
    right = sum(row.label for row in rows)
    wrong = len(rows) - right
    figures: dict[str, float] = {}
    for tier in (Tier.VERBATIM.value, Tier.TRIMMED.value, "all"):
        prefix = "" if tier == "all" else f"{tier}_"
        good, bad = accepted[tier, 1], accepted[tier, 0]
        figures[f"{prefix}precision"] = good / (good + bad) if good + bad else 1.0
        figures[f"{prefix}yield"] = good / max(1, right)
        figures[f"{prefix}accepted_right"] = float(good)
    figures["accepted_wrong"] = accepted["all", 0] / max(1, wrong)
    figures["balanced_accuracy"] = (figures["yield"] + 1 - figures["accepted_wrong"]) / 2
    return {**figures, "n": float(len(rows))}


def run_corruptions(sentences: Sequence[str] | None = None, *, seed: int = 20250728) -> dict[str, float]:
    """Return the share of faithful and of corrupted edits that the rules let pass.

    The sentences are those of the sample newsroom where none are given. `corrupted_accepted`
    counts all kinds of corruption, `held_out_corrupted_accepted` those the rules were not
    written with; `faithful_accepted` counts edits by closed classes (connectives, asides,
    adverbials, listed synonyms), `reworded_accepted` synonyms that no list has, which the
    rules refuse on purpose; `kind.NAME` is one kind. All are shares of the rule gate
    alone: without a judge nothing in other words is published.
    """
    passed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for edit in edits(sample_sentences() if sentences is None else sentences, seed=seed):
        quote = Passage(article_id=1, start=0, end=len(edit.source), quote=edit.source)
        fine = not rule_gate(edit.text, [quote], "en")
        held_out = edit.kind in HELD_OUT
        side = "faithful_accepted" if edit.label else "corrupted_accepted"
        side = "reworded_accepted" if held_out and edit.label else side
        for name in (side, f"held_out_{side}" if held_out else f"known_{side}", f"kind.{edit.kind}"):
            seen[name] += 1
            passed[name] += fine
    total = sum(count for name, count in seen.items() if name.startswith("kind."))
    return {**{name: passed[name] / seen[name] for name in sorted(seen)}, "n": float(total)}


def sample_sentences() -> list[str]:
    """Return the English sentences of the sample newsroom, in the order of its articles."""
    from byline.sample.load import load_newsroom

    newsroom = load_newsroom()
    english = [a for a in newsroom.articles if newsroom.outlet(a.outlet).language == "en"]
    return [
        a.body[s.start : s.end]
        for a in english
        for s in sentence_spans(a.body)
        if s.kind == "sentence" and s.end - s.start > 40
    ]


def _passages(source: str, *, language: str) -> list[Passage]:
    spans = sentence_spans(source, language=language)
    return [Passage(article_id=0, start=s.start, end=s.end, quote=source[s.start : s.end]) for s in spans]
