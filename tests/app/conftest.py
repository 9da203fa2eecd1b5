"""One run of the whole pipeline on the sample newsroom, shared by the tests that read its results."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from byline.evaluate.sample import SampleRun, sample_run
from byline.sample.newsroom import SampleNewsroom


@pytest.fixture(scope="session")
def sample() -> Iterator[SampleNewsroom]:
    with SampleNewsroom() as running:
        yield running


@pytest.fixture(scope="session")
def demo(sample: SampleNewsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    with sample_run(sample, tmp_path_factory.mktemp("demo"), workers=1) as done:
        yield done
