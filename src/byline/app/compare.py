"""Which language model is fit for the job: the same stories through each, one row of figures a model."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from byline.config.tree import Config
from byline.errors import ConfigError
from byline.publish.compose import sentences_of
from byline.records import Coverage, Sentence, Summary
from byline.records.drafts import Claims, Draft, DraftSentence
from byline.summary.days import local_days
from byline.summary.extractive import ExtractiveWriter
from byline.summary.interface import Judge, Writer
from byline.summary.lengths import count_words
from byline.summary.summarise import summarise
from byline.summary.verify import check
from byline.text.words import has_han
from byline.writers.client import ChatClient
from byline.writers.interface import Question
from byline.writers.llm import LlmWriter, Reply
from byline.writers.providers import PROVIDERS, Endpoint, server_address
from byline.writers.settings import LlmSettings
from byline.writers.spending import Spending

T = TypeVar("T")
_NAMED = re.compile(r"^(?:(?P<provider>[a-z]+):)?(?P<model>[^@]+)(?:@(?P<price_in>[\d.]+)/(?P<price_out>[\d.]+))?$")
QUOTING = "(quoting, no model)"
"""Name of the row to compare with."""


class ModelRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one model did."""

    model: str
    stories: int
    asked: int
    """Questions: one a story with something to reword, or one for every `sentences_together`."""
    valid: int
    """Answers of the right form."""
    returned: int
    """Sentences in them that cite a number they were given."""
    published: dict[str, int]
    """Sentences below the headline, by tier."""
    replaced: int
    vetoed: dict[str, int]
    """Reason -> sentences; one may have several."""
    citation_precision: float
    """Share of the ids cited that exist and support their sentence (0 to 1)."""
    citation_recall: float
    """Share of the returned sentences that what they cite supports (0 to 1)."""
    words: int
    """Published, all stories."""
    tokens: int
    cost: float
    seconds: float


def named_endpoint(text: str, settings: LlmSettings) -> Endpoint:
    """Return the model named like "deepseek:deepseek-chat@0.3/1.2": provider, model, prices of a million tokens.

    Without a provider the model is one of the settings' server. Raises ConfigError for another form.
    """
    match = _NAMED.match(text)
    known = match is not None and match["provider"] in PROVIDERS
    if match is None or (match["provider"] and not known):
        # "qwen3:8b" is a model's own name with a colon in it.
        match, known = re.match(r"^(?P<model>[^@]+)(?:@(?P<price_in>[\d.]+)/(?P<price_out>[\d.]+))?$", text), False
    if match is None:
        raise ConfigError(
            "is not a model.", subject=f"--model {text}", advice="Write PROVIDER:MODEL, or PROVIDER:MODEL@IN/OUT."
        )
    provider = match["provider"] if known else settings.provider
    own = provider == settings.provider
    prices = (settings.price_in, settings.price_out) if own else (0.0, 0.0)
    if match["price_in"]:
        prices = (float(match["price_in"]), float(match["price_out"]))
    return Endpoint(
        provider=provider,
        base_url=server_address(provider, settings.base_url if own else ""),
        model=match["model"],
        key_env=(settings.key_env if own else "") or PROVIDERS[provider].key_env,
        prices=prices,
    )


def compare_models(
    coverages: Sequence[Coverage],
    endpoints: Sequence[Endpoint],
    *,
    config: Config,
    judge: Judge | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[ModelRow]:
    """Yield one row for quoting alone, then one for each model, as they finish.

    Nothing is stored, and answers on disk are not used: each model has the run's budget
    to itself. Raises ConfigError where a key is missing.
    """
    yield _row(QUOTING, coverages, ExtractiveWriter(config.summary), config=config, judge=None)
    for endpoint in endpoints:
        settings = config.llm
        spending = Spending(max_tokens=settings.max_tokens_run, max_cost=settings.max_cost_run)
        client = ChatClient(endpoint, settings, spending=spending, env=env)
        watched = _Watched(client)
        writer = _Kept(LlmWriter(watched, base=ExtractiveWriter(config.summary), together=settings.sentences_together))
        try:
            row = _row(f"{endpoint.provider}:{endpoint.model}", coverages, writer, config=config, judge=judge)
        finally:
            client.close()
        yield _with_model(row, watched, _Cited(writer.drafts, judge=judge))


class _Watched:
    """A client whose answers are kept for counting."""

    def __init__(self, client: ChatClient) -> None:
        self.client = client
        self.asked = 0
        self.replies: list[tuple[Question, Reply]] = []

    def ask(self, question: Question, shape: type[T]) -> T:
        """Return the client's answer."""
        self.asked += 1
        answer = self.client.ask(question, shape)
        if isinstance(answer, Reply):
            self.replies.append((question, answer))
        return answer


class _Kept:
    """A writer whose drafts are kept for counting."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.drafts: list[tuple[Coverage, Draft]] = []

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        """Return the writer's draft."""
        draft = self._writer.write(coverage, claims, language=language)
        self.drafts.append((coverage, draft))
        return draft


def _row(name: str, coverages: Sequence[Coverage], writer: Writer, *, config: Config, judge: Judge | None) -> ModelRow:
    started = time.monotonic()
    made = [
        summarise(
            c,
            writer=writer,
            language=config.newsroom.language,
            inputs_hash="",
            settings=config.summary,
            judge=judge,
        )
        for c in coverages
    ]
    told = [summary for summary in made if isinstance(summary, Summary)]
    reasons: Counter[str] = Counter()
    for summary in told:
        reasons.update(summary.checks.reasons)
    return ModelRow(
        model=name,
        stories=len(told),
        asked=0,
        valid=0,
        returned=0,
        published=dict(Counter(s.tier.value for s in _body(told))),
        replaced=sum(summary.checks.replaced for summary in told),
        vetoed=dict(sorted(reasons.items())),
        citation_precision=1.0,
        citation_recall=1.0,
        words=round(sum(count_words(sentence.text) for sentence in _body(told))),
        tokens=0,
        cost=0.0,
        seconds=round(time.monotonic() - started, 1),
    )


def _with_model(row: ModelRow, watched: _Watched, cited: _Cited) -> ModelRow:
    """Return the row with what the model was asked, and what its citations are worth."""
    spending = watched.client.spending
    told = [(cited.texts(question), sentence) for question, reply in watched.replies for sentence in reply.sentences]
    each = [[cited.holds(one.text, [texts.get(cite, "")]) for cite in one.cites] for texts, one in told]
    whole = [cited.holds(one.text, [texts.get(cite, "") for cite in one.cites]) for texts, one in told]
    flat = [held for one in each for held in one]
    return msgspec.structs.replace(
        row,
        asked=watched.asked,
        valid=len(watched.replies),
        returned=len(told),
        citation_precision=round(sum(flat) / len(flat), 3) if flat else 0.0,
        citation_recall=round(sum(whole) / len(whole), 3) if whole else 0.0,
        tokens=spending.tokens,
        cost=round(spending.cost, 4),
    )


class _Cited:
    """Finds the passages behind the sentences that a model was given."""

    def __init__(self, drafts: Sequence[tuple[Coverage, Draft]], *, judge: Judge | None) -> None:
        self._judge = judge
        self._given: dict[str, tuple[Coverage, DraftSentence]] = {}
        for coverage, draft in drafts:
            for section in draft.sections:
                for sentence in (*((draft.deck,) if draft.deck else ()), *section.sentences):
                    quoted = sentence.instead or sentence
                    self._given[quoted.text] = (coverage, quoted)

    def texts(self, question: Question) -> dict[str, str]:
        """Return the sentences of a question by their ids."""
        return {one["id"]: one["text"] for one in msgspec.json.decode(question.data)["sentences"]}

    def holds(self, text: str, cited: Sequence[str]) -> bool:
        """Tell whether the passages behind these sentences support the text."""
        given = [self._given[one] for one in cited if one in self._given]
        passages = [passage for _coverage, quoted in given for passage in quoted.passages]
        if not passages:
            return False
        language = "zh" if has_han(text) else "en"
        days = local_days(given[0][0])
        return check(text, passages, language=language, days=days, judge=self._judge).supported


def _body(summaries: Sequence[Summary]) -> list[Sentence]:
    return [sentence for summary in summaries for sentence in list(sentences_of(summary))[1:]]
