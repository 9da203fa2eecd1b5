"""Tokens and money of one run, with a hard stop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byline.records import ModelUse
from byline.writers.failures import ModelFailure
from byline.writers.replies import Usage

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_FRAME_TOKENS = 40
"""What a chat template adds to a question."""


@dataclass(kw_only=True)
class Spending:
    """Counts what was spent; `reserve` refuses what might go beyond the limits."""

    max_tokens: int
    max_cost: float = 0.0
    """In the currency of the prices; 0: no limit."""
    calls: int = 0
    cached: int = 0
    """Answers that were on disk."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    requests: int = 0
    """Questions sent, answered or not."""
    seconds: float = 0.0
    """Spent waiting for answers."""

    @property
    def tokens(self) -> int:
        """Tokens of questions and answers."""
        return self.tokens_in + self.tokens_out

    def use(self) -> ModelUse:
        """Return what was spent so far, as a run's ledger has it."""
        return ModelUse(
            requests=self.requests,
            kept=self.cached,
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
            cost=round(self.cost, 6),
            seconds=round(self.seconds, 1),
        )

    def reserve(self, tokens_in: int, tokens_out: int, *, prices: tuple[float, float]) -> None:
        """Raise ModelFailure where a call of so many tokens, at most, would go beyond a limit of the run.

        Prices are those of a million tokens in and out.
        """
        if self.tokens + tokens_in + tokens_out > self.max_tokens:
            raise ModelFailure(
                f"the run's {self.max_tokens:,} tokens are used up ({self.tokens:,} so far).", kind="model_budget"
            )
        cost = self.cost + _cost(tokens_in, tokens_out, prices)
        if self.max_cost and cost > self.max_cost:
            raise ModelFailure(
                f"the next call could go beyond the run's limit of {self.max_cost:.2f} ({self.cost:.4f} so far).",
                kind="model_budget",
            )

    def waited(self, seconds: float) -> None:
        """Count one question that was sent, and how long its answer or its failure took."""
        self.requests += 1
        self.seconds += seconds

    def add(self, usage: Usage, *, prices: tuple[float, float]) -> None:
        """Count a call that was answered, whatever the answer was worth."""
        self.calls += 1
        self.tokens_in += usage.prompt_tokens
        self.tokens_out += usage.completion_tokens
        self.cost += _cost(usage.prompt_tokens, usage.completion_tokens, prices)


def most_tokens(text: str) -> int:
    """Return how many tokens a text may have, on the high side: 3 Latin letters or one Chinese one each."""
    han = len(_HAN.findall(text))
    return _FRAME_TOKENS + han + (len(text) - han) // 3


def fewest_tokens(text: str) -> int:
    """Return how many tokens a text has at least, on the low side."""
    han = len(_HAN.findall(text))
    return int(0.3 * han) + (len(text) - han) // 10


def _cost(tokens_in: int, tokens_out: int, prices: tuple[float, float]) -> float:
    return (tokens_in * prices[0] + tokens_out * prices[1]) / 1e6
